/**
 * Goal: the same draws everywhere, each stream on its own, and fair draws. Method: golden draws,
 * streams used in different orders, and counts of many draws against what chance allows.
 */
import { describe, expect, it } from 'vitest';
import { StateHasher } from '../../../../src/shared/kernel/hash.ts';
import {
  RANDOM_STATE_WORDS,
  RandomStream,
  RandomStreams,
} from '../../../../src/shared/kernel/prng.ts';

const DRAWS = 100_000;

function hashOf(streams: RandomStreams): string {
  const hasher = new StateHasher();
  streams.addTo(hasher);
  return hasher.digestHex();
}

function mean(count: number, draw: () => number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += draw();
  return sum / count;
}

describe('a random stream', () => {
  it('[ENG-R2] gives these draws on every machine', () => {
    const stream = new RandomStream(42, 'failure');
    const words = Array.from({ length: 4 }, () => stream.nextUint32());
    const others = [
      stream.nextUnit(),
      stream.nextBelow(6),
      stream.nextExponential(1e6),
      stream.nextNormal(),
    ];
    expect([words, others]).toMatchInlineSnapshot(`
      [
        [
          3001270027,
          2465598018,
          4022881970,
          3582659503,
        ],
        [
          0.26913908573938083,
          1,
          14845.54301423411,
          -0.31767248735947357,
        ],
      ]
    `);
  });

  it('[ENG-R2] depends on seed and name, both in full', () => {
    const first = (seed: number, name: string): number => new RandomStream(seed, name).nextUint32();
    const draws = [
      first(1, 'a'),
      first(2, 'a'),
      first(1 + 2 ** 40, 'a'),
      first(-1, 'a'),
      first(1, 'b'),
      first(1, 'a '),
      first(1, ''),
    ];
    expect(new Set(draws).size).toBe(draws.length);
    expect(() => new RandomStream(0.5, 'a')).toThrow('safe integer');
  });

  it('[ENG-R3] continues from a saved state', () => {
    const stream = new RandomStream(7, 'x');
    for (let i = 0; i < 100; i += 1) stream.nextUint32();
    const state = new Uint32Array(RANDOM_STATE_WORDS + 2);
    stream.getState(state, 1);
    const expected = Array.from({ length: 50 }, () => stream.nextUint32());
    const other = new RandomStream(8, 'y');
    other.setState(state, 1);
    expect(Array.from({ length: 50 }, () => other.nextUint32())).toEqual(expected);
    expect(() => stream.getState(state, 3)).toThrow('four words');
  });

  it('[ENG-R4] draws every value below a bound with the same chance', () => {
    const stream = new RandomStream(3, 'dice');
    for (const bound of [1, 2, 3, 6, 7, 100]) {
      const counts = new Uint32Array(bound);
      for (let i = 0; i < DRAWS; i += 1) {
        const draw = stream.nextBelow(bound);
        counts[draw] = counts[draw]! + 1;
      }
      const expected = DRAWS / bound;
      const chiSquare = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      // Six standard deviations above the mean of the distribution: the seed is fixed anyway.
      expect(chiSquare).toBeLessThan(bound + 6 * Math.sqrt(2 * bound));
    }
  });

  it('[ENG-R4] throws away draws that would favour small numbers', () => {
    // Of 2^32 words, a bound of 3 * 2^30 covers each lower value twice and each upper once.
    const stream = new RandomStream(3, 'bias');
    const bound = 3 * 2 ** 30;
    const lower = mean(DRAWS, () => (stream.nextBelow(bound) < 2 ** 30 ? 1 : 0));
    expect(Math.abs(lower - 1 / 3)).toBeLessThan(0.01);
  });

  it('[ENG-R4] reaches beyond 32 bits and stays below its bound', () => {
    const stream = new RandomStream(5, 'large');
    const bound = 2 ** 53 - 111;
    let most = 0;
    for (let i = 0; i < 1_000; i += 1) {
      const draw = stream.nextBelow(bound);
      expect(Number.isSafeInteger(draw) && draw >= 0 && draw < bound).toBe(true);
      most = Math.max(most, draw);
    }
    expect(most).toBeGreaterThan(bound * 0.99);
    expect(stream.nextBelow(2 ** 32)).toBeLessThan(2 ** 32);
    for (const wrong of [0, -1, 1.5, NaN]) expect(() => stream.nextBelow(wrong)).toThrow('bound');
    expect(() => stream.nextBelow(2 ** 54)).toThrow('2^53');
  });

  it('draws from ranges, chances and distributions with the right means', () => {
    const stream = new RandomStream(11, 'means');
    expect(mean(DRAWS, () => stream.nextUnit())).toBeCloseTo(0.5, 2);
    expect(mean(DRAWS, () => stream.nextBetween({ from: 10, to: 20 }))).toBeCloseTo(15, 0);
    expect(mean(DRAWS, () => (stream.nextPerMillion(250_000) ? 1 : 0))).toBeCloseTo(0.25, 2);
    expect(mean(DRAWS, () => stream.nextExponential(1000)) / 1000).toBeCloseTo(1, 1);
    expect(mean(DRAWS, () => stream.nextNormal())).toBeCloseTo(0, 1);
    expect(mean(DRAWS, () => stream.nextNormal() ** 2)).toBeCloseTo(1, 1);
    expect([stream.nextPerMillion(0), stream.nextPerMillion(1_000_000)]).toEqual([false, true]);
    expect(() => stream.nextPerMillion(-1)).toThrow('probability');
    expect(() => stream.nextBetween({ from: 2, to: 1 })).toThrow('empty');
  });
});

describe('the streams of a run', () => {
  it('[ENG-R2] do not shift each other', () => {
    const alone = new RandomStreams(9).stream('failure');
    const expected = [alone.nextUint32(), alone.nextUint32()];
    const streams = new RandomStreams(9);
    const other = streams.stream('arrivals');
    other.nextUint32();
    const first = streams.stream('failure').nextUint32();
    other.nextUint32();
    expect([first, streams.stream('failure').nextUint32()]).toEqual(expected);
  });

  it('[ENG-R5] are state once they are drawn from, in whatever order they were asked for', () => {
    const left = new RandomStreams(1);
    const right = new RandomStreams(1);
    for (const name of ['a', 'b', 'unused']) left.stream(name);
    for (const name of ['b', 'a']) right.stream(name);
    expect(hashOf(left)).toBe(hashOf(new RandomStreams(1)));
    expect(hashOf(left)).not.toBe(hashOf(new RandomStreams(2)));
    left.stream('b').nextUint32();
    expect(hashOf(left)).not.toBe(hashOf(right));
    right.stream('b').nextUint32();
    expect(hashOf(left)).toBe(hashOf(right));
    expect(left.snapshot().map((state) => state.name)).toEqual(['b']);
  });

  it('[ENG-R3] keep their objects across a restore', () => {
    const streams = new RandomStreams(1);
    const a = streams.stream('a');
    const late = streams.stream('late');
    a.nextUint32();
    const saved = streams.snapshot();
    const hash = hashOf(streams);
    const expected = a.nextUint32();
    late.nextUint32();
    streams.restore(1, saved);
    expect(hashOf(streams)).toBe(hash);
    expect(a.nextUint32()).toBe(expected);
    expect(late.nextUint32()).toBe(new RandomStream(1, 'late').nextUint32());
    streams.restore(2, []);
    expect([streams.seed, a.nextUint32()]).toEqual([2, new RandomStream(2, 'a').nextUint32()]);
  });
});
