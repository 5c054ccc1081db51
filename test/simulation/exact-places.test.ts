/**
 * Goal: every place a run can stand at can be gone to again, exactly, however it was reached.
 * Method: a quiet lab with many timed actions between its events is run in random slices, and the
 * state at each stop is compared with that of a fresh engine sent to the same place.
 */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { US_PER_MINUTE, US_PER_SECOND } from '../../src/shared/kernel/time.ts';
import { count } from '../support/counts.ts';
import { busyScript, LAB_SCENARIO_TEXT, quietLab } from '../support/lab-scenario.ts';
import { startLab } from '../support/start-lab.ts';

interface Stop {
  readonly atUs: number;
  readonly eventCount: number;
  readonly hash: string;
}

/** Where a run stood after each of its slices, cut by time and by events in turn. */
function stopsOf(text: string, random: RandomStream): Stop[] {
  const engine = startLab(text);
  const stops: Stop[] = [];
  while (engine.nowUs < 4 * US_PER_MINUTE) {
    if (random.nextUint32() % 2 === 0) {
      engine.runUntil(engine.nowUs + (random.nextUint32() % (5 * US_PER_SECOND)));
    } else {
      const maxEvents = 1 + (random.nextUint32() % 4);
      engine.runUntil(engine.nowUs + US_PER_MINUTE, { maxEvents });
    }
    const { nowUs: atUs, eventCount } = engine;
    stops.push({ atUs, eventCount, hash: engine.hash() });
  }
  return stops;
}

describe('a place', () => {
  it.each([
    ['a quiet lab with a busy script', busyScript(quietLab())],
    ['the lab under load', LAB_SCENARIO_TEXT],
  ])('of %s is found again', (_name, text) => {
    for (let seed = 1; seed <= Math.ceil(count('sliceCuts') / 10); seed += 1) {
      const stops = stopsOf(text, new RandomStream(seed, 'stops'));
      const engine = startLab(text);
      const start = engine.snapshot();
      for (const { hash, ...place } of stops) {
        expect(engine.restore(start).ok).toBe(true);
        expect([place, engine.runToPlace(place), engine.hash()]).toEqual([place, true, hash]);
      }
    }
  });
});
