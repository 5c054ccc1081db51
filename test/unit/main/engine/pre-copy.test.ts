/**
 * Goal: live migration takes the time of docs/facts.md, fact 118 [ENG-PR5]. Method: rounds worked
 * by hand, the fact's own example among them.
 */
import { describe, expect, it } from 'vitest';
import { planPreCopy, ROUNDS_MAX } from '../../../../src/main/engine/systems/pre-copy.ts';

const GIB = 1_024;

describe('pre-copy', () => {
  it('copies what was written meanwhile until the rest fits the pause', () => {
    // Fact 118: 8 GiB, 1.25 GB/s, 0.25 GB/s written: 8,589.9 MB ÷ 1,250 = 6.872 s, a fifth of that
    // 1.374 s, 0.275 s: less than the pause of 0.3 s that is aimed at, so it is the pause.
    const plan = planPreCopy({
      memoryMib: 8 * GIB,
      mibPerSecond: 1_250_000_000 / 1_048_576,
      dirtyMibPerSecond: 250_000_000 / 1_048_576,
    });
    expect(plan).toEqual({ rounds: 2, copyUs: 8_246_337, pauseUs: 274_878, converges: true });
  });

  it.each([
    // Memory, MiB/s, written; copies, seconds of copying, seconds of pause.
    { name: 'a still machine', input: [4_096, 1_024, 0], want: [1, 4, 0] },
    // 4 s, then 2 s, 1 s, 0.5 s: 0.25 s are left.
    { name: 'one that writes half', input: [4_096, 1_024, 512], want: [4, 7.5, 0.25] },
    // Nothing to gain from rounds: one copy, then all of it again while it stands still.
    { name: 'one that writes as fast', input: [4_096, 1_024, 1_024], want: [1, 4, 4] },
    { name: 'one that writes faster', input: [4_096, 1_024, 4_096], want: [1, 4, 4] },
    { name: 'a tiny one', input: [256, 1_024, 512], want: [0, 0, 0.25] },
  ])('$name', ({ input, want }) => {
    const [memoryMib = 0, mibPerSecond = 0, dirtyMibPerSecond = 0] = input;
    const plan = planPreCopy({ memoryMib, mibPerSecond, dirtyMibPerSecond });
    expect([plan.rounds, plan.copyUs / 1e6, plan.pauseUs / 1e6]).toEqual(want);
  });

  it('ends after a number of rounds, however slowly it converges', () => {
    const plan = planPreCopy({ memoryMib: 65_536, mibPerSecond: 100, dirtyMibPerSecond: 99 });
    expect(plan.rounds).toBe(ROUNDS_MAX);
  });
});
