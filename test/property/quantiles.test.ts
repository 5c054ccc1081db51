/**
 * Goal: draws from measured quantiles give these quantiles back, and rare extremes stay rare.
 * Method: random points and shares for the shape; for the operations of the catalogue evenly
 * spread and seeded random draws, and the mean against its closed form.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleQuantiles, type QuantilePoints } from '../../src/shared/model/quantiles.ts';
import { theCatalogue } from '../support/the-catalogue.ts';
import { count } from '../support/counts.ts';

const DRAWS = 100_000;
const US_PER_MS = 1_000;

const operations = theCatalogue().operations;
const wellMeasured = operations.filter((one) => one.n >= 10);

const arbitraryPoints: fc.Arbitrary<QuantilePoints> = fc
  .tuple(
    fc.integer({ min: 0, max: 500 }),
    fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 6, maxLength: 6 }),
  )
  .map(([n, values]) => {
    const [minMs = 0, p25Ms = 0, medianMs = 0, p75Ms = 0, p90Ms = 0, maxMs = 0] = values.toSorted(
      (a, b) => a - b,
    );
    return { n, minMs, p25Ms, medianMs, p75Ms, p90Ms, maxMs };
  });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const options = { numRuns: count('propertyRuns') };

/** Durations of evenly spread shares, so already sorted. */
function spread(points: QuantilePoints): number[] {
  return Array.from({ length: DRAWS }, (_, index) =>
    sampleQuantiles(points, (index + 0.5) / DRAWS),
  );
}

/** A small seeded generator (mulberry32), so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.floor(part * sorted.length)] ?? Number.NaN;
}

describe('the curve', () => {
  it('goes through all six points exactly', () => {
    fc.assert(
      fc.property(arbitraryPoints, (points) => {
        const { minMs, p25Ms, medianMs, p75Ms, p90Ms, maxMs } = points;
        const drawn = [0, 0.25, 0.5, 0.75, 0.9, 1].map((part) => sampleQuantiles(points, part));
        const wanted = [minMs, p25Ms, medianMs, p75Ms, p90Ms, maxMs].map((ms) => ms * US_PER_MS);
        expect(drawn).toEqual(wanted);
      }),
      options,
    );
  });

  it('is a whole number of microseconds between minimum and maximum and never falls', () => {
    fc.assert(
      fc.property(arbitraryPoints, share, share, (points, one, other) => {
        const lower = sampleQuantiles(points, Math.min(one, other));
        const upper = sampleQuantiles(points, Math.max(one, other));
        expect(Number.isSafeInteger(lower)).toBe(true);
        expect(lower).toBeLessThanOrEqual(upper);
        expect(lower).toBeGreaterThanOrEqual(points.minMs * US_PER_MS);
        expect(upper).toBeLessThanOrEqual(points.maxMs * US_PER_MS);
      }),
      options,
    );
  });

  it('bends away: beyond p90 it lies on or below the straight line, before p25 on or above', () => {
    fc.assert(
      fc.property(arbitraryPoints, share, (points, way) => {
        const high = sampleQuantiles(points, 0.9 + 0.1 * way);
        const straightUp = points.p90Ms + (points.maxMs - points.p90Ms) * way;
        expect(high).toBeLessThanOrEqual(straightUp * US_PER_MS + 1);
        const low = sampleQuantiles(points, 0.25 - 0.25 * way);
        const straightDown = points.p25Ms - (points.p25Ms - points.minMs) * way;
        expect(low).toBeGreaterThanOrEqual(straightDown * US_PER_MS - 1);
      }),
      options,
    );
  });

  it('is convex beyond p90', () => {
    fc.assert(
      fc.property(arbitraryPoints, share, share, (points, one, other) => {
        const shares = [one, other].map((way) => 0.9 + 0.1 * way);
        const [left = 0, right = 0] = shares;
        const middle = sampleQuantiles(points, (left + right) / 2);
        const chord = (sampleQuantiles(points, left) + sampleQuantiles(points, right)) / 2;
        expect(middle).toBeLessThanOrEqual(chord + 1.5);
      }),
      options,
    );
  });

  it('takes a share outside of 0 to 1 as the nearer end', () => {
    const points = { n: 9, minMs: 1, p25Ms: 2, medianMs: 3, p75Ms: 4, p90Ms: 5, maxMs: 6 };
    expect(sampleQuantiles(points, -1)).toBe(1_000);
    expect(sampleQuantiles(points, 2)).toBe(6_000);
  });

  it('gives the one value of a single sample', () => {
    const [restart] = operations.filter((one) => one.name === 'restart');
    if (restart === undefined) throw new Error('restart is missing');
    for (const part of [0, 0.3, 0.95, 1]) expect(sampleQuantiles(restart, part)).toBe(36_000_000);
  });
});

describe('draws of the measured operations', () => {
  it('are many enough to speak of', () => {
    expect(wellMeasured.length).toBeGreaterThanOrEqual(10);
  });

  it.each(wellMeasured)('$name gives p25, median, p75 and p90 back within 1 %', (operation) => {
    const drawn = spread(operation);
    const ratios = [
      at(drawn, 0.25) / (operation.p25Ms * US_PER_MS),
      at(drawn, 0.5) / (operation.medianMs * US_PER_MS),
      at(drawn, 0.75) / (operation.p75Ms * US_PER_MS),
      at(drawn, 0.9) / (operation.p90Ms * US_PER_MS),
    ];
    for (const ratio of ratios) {
      expect(ratio).toBeGreaterThan(0.99);
      expect(ratio).toBeLessThan(1.01);
    }
  });

  it.each(wellMeasured)('$name does so with seeded random shares too', (operation) => {
    const random = seeded(20_261_122);
    const drawn = Array.from({ length: DRAWS }, () => sampleQuantiles(operation, random()));
    drawn.sort((a, b) => a - b);
    for (const [part, ms] of [
      [0.25, operation.p25Ms],
      [0.5, operation.medianMs],
      [0.9, operation.p90Ms],
    ] as const) {
      // Sampling error of a share, four standard deviations: the point lies in between.
      const error = 4 * Math.sqrt((part * (1 - part)) / DRAWS);
      expect(at(drawn, part - error)).toBeLessThanOrEqual(ms * US_PER_MS);
      expect(at(drawn, part + error)).toBeGreaterThanOrEqual(ms * US_PER_MS);
    }
  });

  it.each(wellMeasured)('$name reaches half way to its maximum about once in n', (operation) => {
    const { n, p90Ms, maxMs, p75Ms } = operation;
    const halfWayUs = ((p90Ms + maxMs) / 2) * US_PER_MS;
    const beyond = spread(operation).filter((us) => us > halfWayUs).length / DRAWS;
    // A maximum near p90 is no outlier: there the curve runs straight on and half of the tail
    // lies beyond.
    const isOutlier = maxMs - p90Ms > 4 * ((p90Ms - p75Ms) / 0.15) * 0.1;
    if (isOutlier && n >= 30) {
      expect(beyond).toBeGreaterThan(0.5 / n);
      expect(beyond).toBeLessThan(2.5 / n);
    } else {
      expect(beyond).toBeLessThanOrEqual(0.0501);
    }
  });

  it('create has the mean of its curve, far below that of straight lines', () => {
    const create = operations.find((one) => one.name === 'create');
    if (create === undefined) throw new Error('create is missing');
    const { minMs, p25Ms, medianMs, p75Ms, p90Ms, maxMs } = create;
    // Closed form: straight parts by their middles, tails by a·way + (1 - a)·way^k, whose mean
    // over the way is a/2 + (1 - a)/(k + 1); k = 13 and 33 for 191 samples.
    const upper = Math.min(maxMs - p90Ms, ((p90Ms - p75Ms) / 0.15) * 0.1);
    const lower = Math.min(p25Ms - minMs, medianMs - p25Ms);
    const mean =
      0.25 * (p25Ms - (lower / 2 + (p25Ms - minMs - lower) / 34)) +
      0.25 * ((p25Ms + medianMs) / 2) +
      0.25 * ((medianMs + p75Ms) / 2) +
      0.15 * ((p75Ms + p90Ms) / 2) +
      0.1 * (p90Ms + (upper / 2 + (maxMs - p90Ms - upper) / 14));
    const drawn = spread(create).reduce((sum, us) => sum + us, 0) / DRAWS / US_PER_MS;
    expect(Math.abs(drawn - mean) / mean).toBeLessThan(0.001);
    const straight = mean + 0.1 * ((maxMs - p90Ms - upper) * (1 / 2 - 1 / 14));
    expect(drawn).toBeLessThan(0.65 * straight);
  });
});
