/**
 * Goal: what a hand does on the time track can be done by buttons and heard, and the table says
 * what the shapes say. Method: the first room runs two minutes with a rack cut, and the track is
 * asked by its buttons, its bar and its table; nothing is drawn, since there is no canvas here.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import EventList from '../../../src/renderer/timeline/EventList.vue';
import TrackPane from '../../../src/renderer/timeline/TrackPane.vue';
import { useArea } from '../../../src/renderer/stores/use-area.ts';
import { usePlayback } from '../../../src/renderer/stores/use-playback.ts';
import { useTimeline } from '../../../src/renderer/stores/use-timeline.ts';
import { useTimeWindow } from '../../../src/renderer/stores/use-time-window.ts';
import { US_PER_MINUTE } from '../../../src/shared/kernel/time.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

beforeEach(async () => {
  rig = await startScreen({ template: 'first-room' });
  await rig.execute({ type: 'fault.cut', target: 'rack:r2' });
  await usePlayback().runUntil(2 * US_PER_MINUTE);
  await rig.eventually(() => expect(useTimeline().total).toBeGreaterThan(3));
  rig.show(TrackPane);
});

afterEach(() => rig.stop());

function press(name: string | RegExp): void {
  const all = [...document.querySelectorAll('button')];
  const said = (one: Element): string => one.getAttribute('aria-label') ?? one.textContent ?? '';
  const found = all.find((one) => said(one).trim().match(name) !== null);
  if (found === undefined)
    throw new Error(`no button ${String(name)}: ${all.map(said).join(', ')}`);
  found.click();
}

function page(): string {
  return document.body.textContent ?? '';
}

describe('the time track', () => {
  it('says span and unit, is zoomed and moved by buttons, and by the bar below', async () => {
    expect(page()).toContain('15\u00A0min shown, a mark every');
    press('Time track: zoom in');
    await rig.eventually(() => expect(page()).toContain('10\u00A0min shown'));
    press('Last 5\u00A0min');
    await rig.eventually(() => expect(page()).toContain('5\u00A0min shown'));
    press('Time track: zoom in');
    await rig.eventually(() => expect(page()).toMatch(/From day 1, 00:00:\d\d to/));
    const bar = document.querySelector('[role="scrollbar"]');
    const before = useTimeWindow().shown.fromUs;
    bar?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    expect(useTimeWindow().shown.fromUs).toBeGreaterThan(before);
    press(/^All$/);
    await rig.eventually(() => expect(document.querySelector('[role="scrollbar"]')).toBeNull());
  });

  it('marks what is shown, and fits what is marked', async () => {
    useArea().mark(US_PER_MINUTE, 2 * US_PER_MINUTE);
    await rig.eventually(() => press('Time track: fit the stretch'));
    const { fromUs, toUs } = useTimeWindow().shown;
    expect(fromUs).toBeGreaterThan(50_000_000);
    expect(fromUs).toBeLessThan(US_PER_MINUTE);
    expect(toUs).toBeGreaterThan(2 * US_PER_MINUTE);
    useArea().clear();
    await rig.eventually(() => press('Mark what is shown'));
    // A stretch begins and ends on whole buckets, and no later than now.
    expect(useArea().area).toEqual({ fromUs: 50_000_000, toUs: 2 * US_PER_MINUTE });
  });

  it('says in a table what it says in shapes', async () => {
    press('Show the track as a table');
    await rig.eventually(() => {
      const rows = [...document.querySelectorAll('tbody tr')].map((row) => row.textContent ?? '');
      expect(rows[0]).toMatch(/^00:00.*\/s/);
    });
    const heads = [...document.querySelectorAll('thead th')].map((one) => one.textContent?.trim());
    expect(heads).toEqual([
      'From',
      'Faults',
      'Machines',
      'Service',
      'Decisions',
      'Served in time',
      'Not served',
    ]);
  });

  it('opens in the list what is opened on it, wherever that stands', async () => {
    rig.show(EventList);
    const first = useTimeline().items.find(({ kind }) => kind === 'part.cut');
    useTimeline().opened = first?.id;
    await rig.eventually(() => {
      const open = document.querySelector('[aria-expanded="true"]');
      expect(open?.textContent).toContain('r2');
    });
  });
});
