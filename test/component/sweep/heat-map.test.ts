/**
 * Goal: the sweep can be started, read, filtered and walked over, its results are marked once the
 * lab has changed, and a lab that is sick already is told so. Method: the first room on the real
 * engine; the panel is used as a person would.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { useSelection } from '../../../src/renderer/stores/use-selection.ts';
import { useSweep } from '../../../src/renderer/stores/use-sweep.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import SweepPanel from '../../../src/renderer/sweep/SweepPanel.vue';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

/** A sweep of the first room takes seconds here, on one thread with everything else. */
const SWEEP_MS = 60_000;

async function open(): Promise<void> {
  rig = await startScreen({ template: 'first-room' });
  await rig.eventually(() => expect(useTopology().list('vm')).toHaveLength(6));
  rig.show(SweepPanel);
}

async function sweepAll(): Promise<void> {
  await open();
  useSweep().start();
  await vi.waitFor(() => expect(useSweep().state).toBe('done'), SWEEP_MS);
  await nextTick();
}

function cell(target: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-target="${target}"]`);
  if (found === null) throw new Error(`no cell ${target}`);
  return found;
}

function press(name: string): void {
  const all = [...document.querySelectorAll('button')];
  const found = all.find(
    (one) => one.getAttribute('aria-label') === name || (one.textContent ?? '').includes(name),
  );
  if (found === undefined) throw new Error(`no button "${name}"`);
  found.click();
}

function page(): string {
  return document.body.textContent ?? '';
}

describe('a finished sweep', () => {
  beforeAll(sweepAll, SWEEP_MS);
  afterAll(() => rig.stop());

  it('finds the two racks that carry the machines, and says so in words', async () => {
    expect(page()).toMatch(/5 of \d+ single failures would be felt by users/);
    for (const rack of ['rack:r1', 'rack:r2']) {
      expect(cell(rack).className).toContain('warn');
      expect(cell(rack).getAttribute('aria-label')).toMatch(
        /^Rack r\d [\d.]+% served: degraded, 3 machines lost$/,
      );
    }
    expect(cell('rack:r3').getAttribute('aria-label')).toContain('100% served: served');
  });

  it('shows the numbers of a cell that is looked at, and the part when it is pressed', async () => {
    cell('rack:r1').dispatchEvent(new Event('pointerenter'));
    await nextTick();
    expect(document.querySelector('.detail')?.textContent).toMatch(
      /Rack r1.*degraded.*Served.*Machines lost\s*3.*Mostly because of\s*Rack r1/s,
    );
    cell('rack:r1').click();
    expect(useSelection().primary).toBe('rack:r1');
  });

  it('is walked over by arrow keys with one stop for Tab', async () => {
    const cells = [...document.querySelectorAll<HTMLElement>('[data-target]')];
    const stops = cells.filter((one) => one.tabIndex === 0);
    expect(stops).toHaveLength(1);
    const at = cells.indexOf(cell(stops[0]?.dataset['target'] ?? ''));
    stops[0]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    await nextTick();
    await nextTick();
    expect(document.activeElement).toBe(cells[at + 1]);
    expect(cells[at + 1]?.tabIndex).toBe(0);
  });

  it('filters by verdict, and tells the same as a table, worst first', async () => {
    press('degraded');
    await nextTick();
    const left = [...document.querySelectorAll('[data-target]')].map((one) => one.className);
    expect(left.length).toBe(4);
    expect(left.every((name) => name.includes('warn'))).toBe(true);
    press('served');
    press('outage');
    press('As a table');
    await nextTick();
    const lines = [...document.querySelectorAll('tbody tr')].map((tr) => tr.textContent ?? '');
    expect(lines[0]).toMatch(/Utility grid.*outage/s);
    expect(lines[1]).toMatch(/Rack r\d.*degraded/s);
    press('As a heat map');
    await nextTick();
  });

  it('marks its results once the lab has changed, and no sooner', async () => {
    expect(useSweep().stale).toBe(false);
    await rig.execute({ type: 'group.add', name: 'later' });
    await rig.eventually(() => expect(page()).toContain('The room has changed since'));
    expect(document.querySelectorAll('[data-target]').length).toBeGreaterThan(100);
  });
});

describe('a sweep that does not finish', () => {
  beforeEach(open);
  afterEach(() => rig.stop());

  it('keeps what it found when it is cancelled', async () => {
    useSweep().start();
    await rig.eventually(() => expect(useSweep().verdicts.length).toBeGreaterThan(0));
    useSweep().cancel();
    await nextTick();
    expect(useSweep().state).toBe('stopped');
    expect(page()).toMatch(/Stopped after \d+ of \d+ faults/);
  });

  it('does not judge a lab that is sick already, and says what to do', async () => {
    await rig.execute({ type: 'fault.cut', target: 'rack:r1' });
    await rig.execute({ type: 'fault.cut', target: 'rack:r2' });
    useSweep().start();
    await rig.eventually(() => expect(useSweep().state).toBe('notSteady'));
    await nextTick();
    expect(page()).toContain('Not tried: shop misses its own target before any fault.');
    expect(page()).toContain('restore what is cut');
    press('Show Service shop');
    expect(useSelection().primary).toBe('service:shop/shop');
  });
});

describe('pairs', () => {
  beforeAll(open, SWEEP_MS);
  afterAll(() => rig.stop());

  it('are counted and timed before anything is tried, and name both parts', async () => {
    press('Pairs');
    await vi.waitFor(() => expect(useSweep().state).toBe('planned'), SWEEP_MS);
    await nextTick();
    // 2 feeds, 6 racks, 4 switches above the racks and 6 in them: 18 × 17 ÷ 2 pairs.
    expect(page()).toContain('153 pairs of feeds, racks, switches, zones and update domains');
    expect(useSweep().verdicts).toHaveLength(0);
    press('Begin');
    await vi.waitFor(() => expect(useSweep().verdicts.length).toBeGreaterThan(2), SWEEP_MS);
    await nextTick();
    expect(cell('feed:a + feed:b').getAttribute('aria-label')).toMatch(/^Feed a \+ Feed b/);
    expect(cell('feed:a + feed:b').className).toContain('harm');
    expect(page()).toContain('Try every pair of failures');
    useSweep().cancel();
  });

  it('may be of another kind of fault, aimed at what it can happen to', async () => {
    await useSweep().prepare({ every: 'single', fault: 'certificateExpired' });
    await nextTick();
    expect(page()).toContain('Try every single failure');
    useSweep().start();
    await vi.waitFor(() => expect(useSweep().verdicts.length).toBeGreaterThan(2), SWEEP_MS);
    expect(new Set(useSweep().verdicts.map(({ fault }) => fault))).toEqual(
      new Set(['certificateExpired']),
    );
    useSweep().cancel();
  });
});
