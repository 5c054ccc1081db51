/**
 * Goal: while time stands still the processor in use of a machine is what the engine says, not the
 * way there: a figure that is smoothed from frame to frame would stop half-way with the frames.
 * Method: a real lab is run to moments, and each machine is held against the last frame.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { useMetrics } from '../../../src/renderer/stores/use-metrics.ts';
import { usePlayback } from '../../../src/renderer/stores/use-playback.ts';
import { startScreen, type ScreenRig } from '../screen-rig.ts';

let rig: ScreenRig;

afterEach(async () => {
  await rig.stop();
});

/** What is shown of each machine, beside what the last frame says. */
function shownAndSaid(): { shown: number[]; said: number[] } {
  const metrics = useMetrics();
  const slots = [...(metrics.frame?.vmSlot ?? [])];
  const shown = slots.map((slot) => Math.round(metrics.machine(slot)?.cpuPermille ?? -1));
  return { shown, said: [...(metrics.frame?.vmCpuPermille ?? [])] };
}

describe('figures of a lab whose time stands still', () => {
  it('are those of the moment, after every jump', async () => {
    rig = await startScreen({ template: 'first-room' });
    const [playback, metrics] = [usePlayback(), useMetrics()];
    for (const atUs of [60_000_000, 61_000_000, 200_000_000, 30_000_000]) {
      if (atUs > playback.nowUs) await playback.runUntil(atUs);
      else await playback.goTo(atUs);
      await rig.eventually(() => {
        expect(playback.running).toBe(false);
        expect(metrics.frame?.atUs).toBe(atUs);
        const { shown, said } = shownAndSaid();
        expect(shown).toHaveLength(6);
        expect(shown).toEqual(said);
      });
    }
    expect(Math.max(...shownAndSaid().said)).toBeGreaterThan(0);
  });
});
