/**
 * Goal: known values to the bit, and the special values of the standard [ENG-R1]. Method: a golden
 * table that must be the same on every machine, and all pairs of special arguments against Math.*,
 * whose special values are exact.
 */
import { describe, expect, it } from 'vitest';
import {
  DET_TRIG_ARGUMENT_MAX,
  detCos,
  detExp,
  detLog,
  detPow,
  detSin,
  sameBits,
} from '../../../../src/shared/kernel/det-math.ts';

const SPECIAL = [
  0,
  -0,
  1,
  -1,
  2,
  -2,
  3,
  -3,
  0.5,
  -0.5,
  1024,
  -1075,
  2 ** 31,
  2 ** 53,
  -(2 ** 53) - 2,
  2 ** 65,
  1e300,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  1 + 2 ** -52,
  1 - 2 ** -53,
  Infinity,
  -Infinity,
  NaN,
];

/** Where the exact result is a special value, or a power of two, there is nothing to round. */
function isExactResult(value: number): boolean {
  return !Number.isFinite(value) || value === 0 || Math.abs(value) === 1;
}

describe('[ENG-R1] deterministic mathematics', () => {
  it('gives these bits on every machine', () => {
    const inputs = [1e-300, 0.1, 0.7, 1.5, Math.E, 10, 12345.678];
    const table = inputs.map((x) => [
      detLog(x),
      detExp(x / 100),
      detPow(x, 1.7),
      detSin(x),
      detCos(x),
    ]);
    expect(table).toMatchInlineSnapshot(`
      [
        [
          -690.7755278982137,
          1,
          0,
          1e-300,
          1,
        ],
        [
          -2.3025850929940455,
          1.0010005001667084,
          0.0199526231496888,
          0.09983341664682815,
          0.9950041652780258,
        ],
        [
          -0.35667494393873245,
          1.0070245572668486,
          0.5453391388693143,
          0.644217687237691,
          0.7648421872844885,
        ],
        [
          0.4054651081081644,
          1.015113064615719,
          1.9923018599150013,
          0.9974949866040544,
          0.0707372016677029,
        ],
        [
          1,
          1.0275556415524936,
          5.473947391727199,
          0.41078129050290885,
          -0.9117339147869651,
        ],
        [
          2.302585092994046,
          1.1051709180756477,
          50.11872336272722,
          -0.5440211108893698,
          -0.8390715290764524,
        ],
        [
          9.421061321291832,
          4.136169306941858e+53,
          9027664.428945446,
          -0.7040813137533816,
          0.7101193587160628,
        ],
      ]
    `);
  });

  it('agrees with the standard on special values', () => {
    for (const x of SPECIAL) {
      for (const y of SPECIAL) {
        const expected = Math.pow(x, y);
        if (isExactResult(expected)) expect([x, y, detPow(x, y)]).toEqual([x, y, expected]);
      }
      expect(isExactResult(Math.exp(x)) ? detExp(x) : 0).toEqual(
        isExactResult(Math.exp(x)) ? Math.exp(x) : 0,
      );
      expect(isExactResult(Math.log(x)) ? detLog(x) : 0).toEqual(
        isExactResult(Math.log(x)) ? Math.log(x) : 0,
      );
    }
    expect([detSin(0), detSin(-0), detCos(0)]).toEqual([0, -0, 1]);
  });

  it('is exact for powers of two and close at the edges of the range', () => {
    for (let exponent = -1074; exponent <= 1023; exponent += 1) {
      expect(detPow(2, exponent)).toBe(2 ** exponent);
      expect(Math.abs(detLog(2 ** exponent) / Math.LN2 - exponent)).toBeLessThan(1e-12);
    }
    expect([detExp(709.78), detExp(709.79), detExp(-745.13), detExp(-745.14)]).toEqual([
      1.7928227943945155e308,
      Infinity,
      5e-324,
      0,
    ]);
  });

  it('refuses angles that its reduction cannot take', () => {
    expect(() => detSin(DET_TRIG_ARGUMENT_MAX + 1)).toThrow('out of range');
    expect(() => detCos(NaN)).toThrow('out of range');
    expect(() => detSin(Infinity)).toThrow('out of range');
  });

  it('compares bits', () => {
    expect([sameBits(0, -0), sameBits(1, 1), sameBits(1, 1 + 2 ** -52)]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
