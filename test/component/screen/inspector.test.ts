/**
 * Goal: the inspector answers what a thing is, why it is so and what can be done, in words of the
 * reader's language. Method: the first room from the real engine; things are selected and broken,
 * and the panel is read.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import InspectorPanel from '../../../src/renderer/inspector/InspectorPanel.vue';
import { usePreferences } from '../../../src/renderer/stores/use-preferences.ts';
import { PLAIN_CUT } from '../../../src/renderer/model/fault-choices.ts';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { isLongRun } from '../../support/counts.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

async function open(locale: 'en' | 'pt-BR'): Promise<void> {
  rig = await startScreen({ template: 'first-room', locale });
  await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
  usePreferences().firstStepsDone = true;
  rig.show(InspectorPanel);
}

function page(): string {
  return document.body.textContent ?? '';
}

function button(name: string): HTMLButtonElement {
  const all = [...document.querySelectorAll('button')];
  const found = all.find((one) => one.textContent?.trim() === name);
  if (found === undefined) {
    throw new Error(`no button "${name}": ${all.map((b) => b.textContent).join(', ')}`);
  }
  return found;
}

afterEach(() => rig.stop());

describe('the inspector in English', () => {
  beforeEach(() => open('en'));

  it('sums the room up while nothing is selected', async () => {
    await rig.eventually(() => {
      expect(page()).toMatch(/Machines\s*Running\s*6/);
      expect(page()).toMatch(/Hosts\s*Working\s*48/);
    });
  });

  it('tells what a host is, with the formula of a computed figure on a press', async () => {
    useSelection().select('host:r1-h01');
    await rig.eventually(() => expect(page()).toContain('Cores committed'));
    button('2 / 16').click();
    await rig.eventually(() => expect(page()).toContain('2 ÷ 16 = 12.5%'));
  });

  it('shows the chain from the plug to the machine, root first', async () => {
    await rig.execute({ type: 'fault.cut', target: 'rack:r2' });
    useSelection().select('vm:shop/web-5');
    await rig.eventually(() => expect(page()).toContain('Went down'));
    button('Why?').click();
    await rig.eventually(() => {
      const steps = [...document.querySelectorAll('ol li')].map((li) => li.textContent ?? '');
      expect(steps).toHaveLength(4);
      expect(steps[0]).toContain('Root cause');
      expect(steps[0]).toContain('Pull a plug (Rack r2)');
      expect(steps[3]).toContain('Machine web-5 went down with its host');
    });
    expect(useSelection().highlighted.has('rack:r2')).toBe(true);
  });

  it('says why an act cannot be done instead of hiding it', async () => {
    useSelection().select('vm:shop/web-1');
    await rig.eventually(() => expect(page()).toContain('Restart'));
    await rig.execute({ type: 'vm.stop', vm: 'vm:shop/web-1' });
    await rig.eventually(() => expect(button('Restart').disabled).toBe(true));
    expect(button('Restart').title).not.toBe('');
  });

  it('shows the shadow of a fault before it is made, and what is left', async () => {
    useSelection().select('rack:r2');
    await rig.eventually(() => button('Pull the plug…').click());
    await rig.eventually(() => {
      expect(page()).toContain('If Rack r2 failed now');
      expect(page()).toContain('3 machines');
      expect(page()).toContain('keeps 3 of 6 machines');
    });
    expect(useTopology().getOf('rack', 'rack:r2')?.cut).toBe(false);
    button('Pull the plug').click();
    await rig.eventually(() => {
      expect(useTopology().getOf('rack', 'rack:r2')?.cut).toBe(true);
    });
  });

  it('aims a fault of another kind, names who ails, and takes it back', async () => {
    useSelection().select('rack:r2');
    await useSelection().aim('rack:r2', { ...PLAIN_CUT, kind: 'latency' });
    await rig.eventually(() => {
      expect(page()).toContain('Slow network');
      expect(page()).toContain('3 machines ail');
    });
    button('Make it fail').click();
    await rig.eventually(() => {
      const fault = useTopology().list('fault')[0];
      expect(fault).toMatchObject({ target: 'rack:r2', faultKind: 'latency', phase: 'active' });
      expect(fault?.machines).toHaveLength(3);
    });
    await rig.execute({ type: 'fault.clear', target: 'rack:r2' });
    await rig.eventually(() => expect(useTopology().list('fault')).toEqual([]));
  });
});

describe('whatever is selected', () => {
  beforeEach(() => open('en'));

  // Forty panels take a while; what each is made of has tests of its own.
  it.runIf(isLongRun)(
    'has its figures, reasons and history, or says why there are none',
    async () => {
      const topology = useTopology();
      const kinds = new Map([...topology.rows.values()].map((row) => [row.kind, row.id]));
      expect(kinds.size).toBeGreaterThan(10);
      const [first = ''] = kinds.values();
      useSelection().select(first);
      await rig.eventually(() => expect(page()).toContain('Live'));
      for (const tab of ['Live', 'Why', 'History']) {
        const found = [...document.querySelectorAll('[role="tab"]')].find(
          (one) => one.textContent?.trim() === tab,
        );
        found?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
        for (const [kind, id] of kinds) {
          useSelection().select(id);
          await rig.eventually(() => {
            const shown = document.querySelector('[role="tabpanel"][data-state="active"]');
            expect(shown?.getAttribute('id'), kind).toContain(tab.toLowerCase());
            // Words in, no keys: whatever is shown, somebody wrote it.
            const said = shown?.textContent?.trim() ?? '';
            expect(said, `${tab} of ${kind}`).not.toBe('');
            expect(said).not.toMatch(/(?:fact|live|why|thingHistory)\.[a-z]/i);
          });
        }
      }
    },
  );

  it('tells what was done to it and what followed, with the way back', async () => {
    await rig.execute({ type: 'fault.cut', target: 'rack:r2' });
    useSelection().select('rack:r2');
    await rig.eventually(() => expect(page()).toContain('History'));
    const tab = [...document.querySelectorAll('[role="tab"]')].find(
      (one) => one.textContent?.trim() === 'History',
    );
    tab?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true }));
    await rig.eventually(() => {
      const lines = [...document.querySelectorAll('ol li')].map((li) => li.textContent ?? '');
      expect(lines.some((line) => line.includes('your decision'))).toBe(true);
      expect(lines.some((line) => line.includes('followed in the run'))).toBe(true);
    });
  });
});

describe('the inspector in Portuguese', () => {
  beforeEach(() => open('pt-BR'));

  it('speaks of the same things', async () => {
    await rig.execute({ type: 'fault.cut', target: 'rack:r2' });
    useSelection().select('rack:r2');
    await rig.eventually(() => {
      expect(page()).toContain('Desligado da tomada');
      expect(page()).toContain('Servidores no ar');
      expect(page()).toContain('Restaurar');
    });
  });
});
