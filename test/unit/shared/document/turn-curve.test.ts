/**
 * Goal: a load exported at some moment asks for the same rate from then on. Method: random curves,
 * with and without a period, are turned to a random moment and compared with the original at every
 * step of both, by a plain look-up written here.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnCurve } from '../../../../src/shared/document/work-from-rows.ts';
import { parseDuration, printDuration } from '../../../../src/shared/kernel/time.ts';
import type { RatePoint } from '../../../../src/shared/model/quantities.ts';
import { count } from '../../../support/counts.ts';

function us(text: string): number {
  const parsed = parseDuration(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** The rate a curve asks for: that of its last point so far, over the period if it has one. */
function rateAt(curve: { points: readonly RatePoint[]; periodUs: number }, atUs: number): number {
  const position = curve.periodUs > 0 ? atUs % curve.periodUs : atUs;
  const past = curve.points.filter(({ at }) => us(at) <= position);
  const last = past.at(-1) ?? (curve.periodUs > 0 ? curve.points.at(-1) : undefined);
  return last?.perSecond ?? 0;
}

const MINUTE = 60_000_000;
const DAY_MINUTES = 1_440;

const curves = fc.record({
  minutes: fc.uniqueArray(fc.nat(DAY_MINUTES - 1), { minLength: 1, maxLength: 8 }),
  rates: fc.array(fc.nat(50), { minLength: 8, maxLength: 8 }),
  repeats: fc.boolean(),
  sinceUs: fc.nat(3 * DAY_MINUTES * MINUTE),
});

describe('a curve turned to another moment', () => {
  it('asks for the same rates from then on', () => {
    fc.assert(
      fc.property(curves, ({ minutes, rates, repeats, sinceUs }) => {
        const points = minutes
          .toSorted((left, right) => left - right)
          .map((minute, index) => {
            return { at: printDuration(minute * MINUTE), perSecond: rates[index] ?? 0 };
          });
        const periodUs = repeats ? DAY_MINUTES * MINUTE : 0;
        const turned = turnCurve({ points, periodUs, sinceUs });
        const moments = turned.flatMap(({ at }) => [us(at), us(at) + 1, Math.max(0, us(at) - 1)]);
        for (const atUs of [...moments, periodUs, periodUs * 3 + 17]) {
          expect(rateAt({ points: turned, periodUs }, atUs), `${atUs}`).toBe(
            rateAt({ points, periodUs }, sinceUs + atUs),
          );
        }
        const steps = turned.map(({ at }) => us(at));
        expect(steps).toEqual([...new Set(steps)].toSorted((left, right) => left - right));
        expect(steps[0]).toBe(0);
        if (periodUs > 0) expect(steps.at(-1)).toBeLessThan(periodUs);
      }),
      { numRuns: 5 * count('propertyRuns') },
    );
  });
});
