/**
 * Goal: the availability of a service can be read off the screen and worked out again; a scale of
 * nines never flatters; a profile says when it is in force. Method: the panel over a real lab after
 * a fault, in both languages; the scale and the words by tables.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { createTranslator } from '../../support/translator.ts';
import CostSection from '../../../src/renderer/measures/CostSection.vue';
import { floorShare, placeOnScale } from '../../../src/renderer/measures/nines.ts';
import SlaPanel from '../../../src/renderer/measures/SlaPanel.vue';
import { useSession } from '../../../src/renderer/stores/use-session.ts';
import {
  freshProfile,
  profileDraft,
  profileTexts,
  profileWhen,
} from '../../../src/renderer/sets/profile-words.ts';
import { autoscaleProfileSchema } from '../../../src/shared/commands/autoscale-commands.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

describe('the scale of nines', () => {
  it.each([
    [0.5, 0],
    [0.9, 0],
    [0.99, 20],
    [0.999, 40],
    [0.99999, 80],
    [1, 100],
  ])('%d stands at %d %%', (share, place) => {
    expect(placeOnScale(share)).toBeCloseTo(place, 6);
  });

  it('cuts, and never rounds up to a whole', () => {
    expect(floorShare(0.9999999)).toBe(0.999999);
    expect(floorShare(1)).toBe(1);
  });
});

describe('the panel of a service', () => {
  let rig: ScreenRig;

  afterEach(async () => {
    await rig.stop();
  });

  it('shows the four figures, the budget, the formula and the downtime by cause', async () => {
    rig = await startScreen({ template: 'promise-and-room' });
    const ran = await useSession().call('workspace.runUntil', { toUs: 9_000_000_000 });
    expect(ran.ok).toBe(true);
    const panel = rig.show(SlaPanel, { of: 'service:shop/two' });
    await rig.eventually(() => {
      expect(panel.findAll('.legend dd').map((dd) => dd.text())).toHaveLength(4);
    });
    // Two lone machines: 99.99% × (1 − 0.001²), and half an hour of a dark rack.
    expect(panel.find('.legend dd').text()).toBe('99.9899%');
    expect(panel.find('.budget .over').text()).toContain('overdrawn by');
    await panel.find('[aria-expanded]').trigger('click');
    expect(panel.find('.formula').text()).toContain('99.99% × (1 − (1 − ');
    await rig.eventually(() => expect(panel.find('.incidents .entry').exists()).toBe(true));
    await panel.find('.incidents .entry').trigger('click');
    expect(panel.find('.chain').text()).toContain('r1');
  });

  it('speaks Portuguese', async () => {
    rig = await startScreen({ template: 'promise-and-room', locale: 'pt-BR' });
    const panel = rig.show(SlaPanel, { of: 'availabilitySet:shop/set' });
    await rig.eventually(() => expect(panel.find('.legend').text()).toContain('Prometida'));
    expect(panel.find('.legend').text()).toContain('99,95%');
    expect(panel.text()).toContain('Nunca parou');
  });

  it('tells what the lab costs, by tag too', async () => {
    rig = await startScreen({ template: 'promise-and-room' });
    const costs = rig.show(CostSection);
    await rig.eventually(() => expect(costs.find('.line').exists()).toBe(true));
    // Four D2s_v5 at 0.096 $ and one D4s_v5 at 0.192 $ an hour, and five disks and three balancers.
    const hour = costs.findAll('.line')[1]?.text() ?? '';
    const dollars = Number(/\$([\d.]+)/.exec(hour)?.[1]);
    expect(dollars).toBeGreaterThan(0.576);
    expect(dollars).toBeLessThan(0.8);
  });
});

describe('the words of a profile', () => {
  const { t } = createTranslator('en').global;
  const words = (key: string, values: Record<string, string>): string => t(key, values);
  const tools = { rules: [], toNumber: Number };

  it('go into a command and come back the same', () => {
    const fresh = freshProfile('office');
    const draft = autoscaleProfileSchema.parse(profileDraft(fresh, tools));
    expect(profileTexts(draft, [])).toEqual({ ...fresh, rules: 'none' });
    expect(profileWhen(draft, words)).toBe('Mo Tu We Th Fr 08:00 to 18:00, by the clock of UTC');
  });

  it('of a date say both ends', () => {
    const texts = {
      ...freshProfile('launch'),
      when: 'fixedDate' as const,
      from: '2026-03-02T20:00',
      to: '2026-03-02T22:00',
      timeZone: 'E. South America Standard Time',
    };
    const draft = autoscaleProfileSchema.parse(profileDraft(texts, tools));
    expect(draft.recurrence).toBeUndefined();
    expect(profileWhen(draft, words)).toBe(
      '2026-03-02 20:00 to 2026-03-02 22:00, by the clock of E. South America Standard Time',
    );
  });
});
