/**
 * Goal: a lab can be run many times from the screen, stopped, and read: the interval, the downtimes
 * and the formula with its numbers, the same figures as the command line prints. Method: a room of
 * chance on the real engine; the panel is used as a person would.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import MonteCarloPanel from '../../../src/renderer/montecarlo/MonteCarloPanel.vue';
import { useMonteCarlo } from '../../../src/renderer/stores/use-monte-carlo.ts';
import { useTopology } from '../../../src/renderer/stores/use-topology.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

const RUNS_MS = 60_000;
let rig: ScreenRig;

async function open(template: string): Promise<void> {
  rig = await startScreen({ template });
  await rig.eventually(() => expect(useTopology().list('service').length).toBeGreaterThan(0));
  rig.show(MonteCarloPanel);
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

describe('a room of chance', () => {
  beforeAll(() => open('chance-parallel'), RUNS_MS);
  afterAll(() => rig.stop());

  it('is run many times, and says what the runs come to together', async () => {
    const runs = useMonteCarlo();
    runs.seeds = 8;
    runs.lasts = '1d';
    press('Begin');
    await vi.waitFor(() => expect(runs.state).toBe('done'), RUNS_MS);
    await nextTick();
    expect(page()).toMatch(/8 runs of 1\u00A0d, seeds \d+ to \d+\./);
    const [owner] = runs.owners;
    const { never = 0, bars = [] } = owner?.histogram ?? {};
    expect(never + bars.reduce((sum, one) => sum + one.runs, 0)).toBe(8);
    expect(owner?.runsDown).toBe(8 - never);
    const { mean = 0, low, high, deviation = 0, quantile = 0 } = owner?.upShare ?? {};
    if (low !== undefined && high !== undefined) {
      const half = (quantile * deviation) / Math.sqrt(8);
      expect(low).toBeCloseTo(Math.max(0, mean - half), 12);
      expect(high).toBeCloseTo(Math.min(1, mean + half), 12);
      // Student's 99 % quantile for 7 degrees of freedom, from any table.
      expect(quantile).toBeCloseTo(3.4995, 3);
    }
    press('How the interval is worked out');
    await nextTick();
    expect(page()).toContain('mean ± t · s ÷ √n');
  });

  it('is stopped without losing what was found', async () => {
    const runs = useMonteCarlo();
    runs.seeds = 1_000;
    runs.start();
    await vi.waitFor(() => expect(runs.owners.length).toBeGreaterThan(0), RUNS_MS);
    await nextTick();
    press('Cancel');
    await nextTick();
    expect(runs.state).toBe('stopped');
    expect(page()).toMatch(/Stopped after \d+ of 1,000 runs/);
    expect(runs.owners.length).toBeGreaterThan(0);
  });
});
