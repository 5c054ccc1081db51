/**
 * Goal: downtimes stand in bars that are easy to read and lose no run. Method: small cases by hand,
 * and random ones of which every run must be counted once, in the bar it belongs to.
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { histogramOf } from '../../../../src/main/sweep/down-histogram.ts';
import { count } from '../../../support/counts.ts';

it('sets runs without downtime apart, and chooses a width of 1, 2 or 5', () => {
  expect(histogramOf([0, 0, 0])).toEqual({ never: 3, bars: [] });
  // 47 minutes in at most 12 bars: 2 minutes would take 24 of them, 5 take 10.
  const { never, bars } = histogramOf([0, 3, 4.9, 12, 47]);
  expect(never).toBe(1);
  expect(bars.map(({ from, to, runs }) => [from, to, runs])).toEqual([
    [0, 5, 2],
    [5, 10, 0],
    [10, 15, 1],
    ...[15, 20, 25, 30, 35, 40].map((from) => [from, from + 5, 0]),
    [45, 50, 1],
  ]);
});

it('counts every run once', () => {
  const minutes = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(fc.array(minutes, { maxLength: 60 }), (all) => {
      const { never, bars } = histogramOf(all);
      expect(never + bars.reduce((sum, { runs }) => sum + runs, 0)).toBe(all.length);
      expect(bars.length).toBeLessThanOrEqual(12);
      const longest = Math.max(0, ...all);
      if (longest > 0) expect(bars.at(-1)?.to).toBeGreaterThan(longest * (1 - 1e-12));
      if (longest > 0) expect(bars.at(-1)?.runs).toBeGreaterThan(0);
    }),
    { numRuns: count('propertyRuns') },
  );
});
