/**
 * Goal: the curve holds the designs that no other beats, and each hour along it has its price.
 * Method: a table worked out by hand, and random designs judged one against each other.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesOnCurve } from '../../../src/shared/model/pareto-curve.ts';
import { count } from '../../support/counts.ts';

const MONTH = 730;

function design(dollars: number, availability: number) {
  return { microUsdPerMonth: dollars * 1_000_000, availability };
}

describe('the curve of designs', () => {
  it('prices an hour against the next cheaper one: $73 more for 7.3 h less is $10', () => {
    const places = placesOnCurve(
      [design(273, 0.99), design(200, 0.98), design(300, 0.985), design(1_003, 0.999)],
      MONTH,
    );
    expect(places.map(({ onCurve }) => onCurve)).toEqual([true, true, false, true]);
    expect(places[0]?.microUsdPerHourAvoided).toBeCloseTo(10_000_000, 0);
    expect(places[1]).toEqual({ onCurve: true });
    // $730 more for 6.57 h less.
    expect(places[3]?.microUsdPerHourAvoided).toBeCloseTo(730e6 / 6.57, 0);
  });

  it('keeps both of two that are the same', () => {
    const same = placesOnCurve([design(1, 0.9), design(2, 0.95), design(2, 0.95)], MONTH);
    expect(same.map(({ onCurve }) => onCurve)).toEqual([true, true, true]);
    expect(same[1]).toEqual(same[2]);
    expect(placesOnCurve([], MONTH)).toEqual([]);
  });

  it('leaves out exactly what another beats, whatever the order', () => {
    const one = fc.record({ money: fc.integer({ min: 0, max: 9 }), up: fc.integer({ max: 9 }) });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 9 }), (drawn) => {
        const designs = drawn.map(({ money, up }) => design(money, 0.9 + up / 100));
        placesOnCurve(designs, MONTH).forEach(({ onCurve }, index) => {
          const mine = designs[index]!;
          const beaten = designs.some(
            (other) =>
              other.microUsdPerMonth <= mine.microUsdPerMonth &&
              other.availability >= mine.availability &&
              (other.microUsdPerMonth < mine.microUsdPerMonth ||
                other.availability > mine.availability),
          );
          expect(onCurve).toBe(!beaten);
        });
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});
