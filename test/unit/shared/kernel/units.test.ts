/** Goal: quantities stay whole and every division states its rounding. Method: tables. */
import { describe, expect, it } from 'vitest';
import {
  basisPointsToPercent,
  divideCeil,
  divideFloor,
  divideRound,
  fractionToPerMillion,
  ghzToMhz,
  gibToMib,
  mibToGib,
  milliwattToWatts,
  percentToBasisPoints,
  wattsToMilliwatt,
} from '../../../../src/shared/kernel/units.ts';

describe('divisions', () => {
  it.each([
    [7, 2, 3, 4, 4],
    [-7, 2, -4, -3, -3],
    [6, 2, 3, 3, 3],
    [0, 5, 0, 0, 0],
    [1, 3, 0, 1, 0],
    [2, 3, 0, 1, 1],
    [-1, 3, -1, 0, 0],
    [Number.MAX_SAFE_INTEGER, 2, 4503599627370495, 4503599627370496, 4503599627370496],
  ])('%d / %d is %d, %d or %d', (dividend, divisor, floor, ceil, round) => {
    expect(divideFloor(dividend, divisor)).toBe(floor);
    expect(divideCeil(dividend, divisor)).toBe(ceil);
    expect(divideRound(dividend, divisor)).toBe(round);
  });

  it('agree with exact integers where doubles would round', () => {
    const dividend = Number.MAX_SAFE_INTEGER;
    for (const divisor of [3, 7, 10, 94_906_267, 4_503_599_627_370_497]) {
      const exact = BigInt(dividend) / BigInt(divisor);
      expect(BigInt(divideFloor(dividend, divisor))).toBe(exact);
      const isWhole = BigInt(dividend) % BigInt(divisor) === 0n;
      expect(BigInt(divideCeil(dividend, divisor))).toBe(isWhole ? exact : exact + 1n);
    }
  });

  it('take no fractions and no divisor below one', () => {
    expect(() => divideFloor(1.5, 1)).toThrow('dividend');
    expect(() => divideCeil(1, 0)).toThrow('divisor');
    expect(() => divideRound(1, -2)).toThrow('divisor');
  });
});

describe('conversions', () => {
  it('give whole numbers', () => {
    expect([
      gibToMib(3.5),
      ghzToMhz(2.6),
      wattsToMilliwatt(1.1),
      percentToBasisPoints(99.95),
    ]).toEqual([3584, 2600, 1100, 9995]);
    expect(fractionToPerMillion(0.07)).toBe(70_000);
    expect(() => gibToMib(Infinity)).toThrow('safe integer');
  });

  it('go back', () => {
    expect([mibToGib(3584), milliwattToWatts(1100), basisPointsToPercent(9995)]).toEqual([
      3.5, 1.1, 99.95,
    ]);
  });
});
