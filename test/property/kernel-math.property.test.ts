/**
 * Goal: our exp, log, pow, sin and cos are right to the last bits [ENG-R1]. Method: random doubles
 * of every size, drawn as bits, against Math.*, which is within one step of the truth here.
 */
import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import {
  DET_TRIG_ARGUMENT_MAX,
  detCos,
  detExp,
  detLog,
  detPow,
  detSin,
} from '../../src/shared/kernel/det-math.ts';
import { count } from '../support/counts.ts';
import { doubleOf, ulpsApart } from '../support/ulp.ts';

/** Steps that ours and the platform's may lie apart: each is within about one of the truth. */
const ULPS_MAX = 2;
/** Doubles tried in one case, because a single one says little. */
const PER_CASE = 200;

const options = { numRuns: count('propertyRuns') };
const anyDouble = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(doubleOf);
const usual = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const positive = fc.oneof(anyDouble.map(Math.abs), fc.double({ min: 0, max: 1e4, noNaN: true }));
const nearOne = fc.double({ min: 0.99, max: 1.01, noNaN: true });
const angle = fc.double({
  min: -DET_TRIG_ARGUMENT_MAX,
  max: DET_TRIG_ARGUMENT_MAX,
  noNaN: true,
});

function many<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(one, { minLength: PER_CASE, maxLength: PER_CASE });
}

function check(input: { ours: number; theirs: number; what: string }): void {
  const apart = ulpsApart(input.ours, input.theirs);
  if (apart > ULPS_MAX) {
    throw new Error(`${input.what} is ${input.ours}, not ${input.theirs}: ${apart} steps apart`);
  }
}

describe('[ENG-R1] our functions stay within two steps of the platform', () => {
  it('log', () => {
    fc.assert(
      fc.property(many(fc.oneof(positive, nearOne)), (values) => {
        for (const x of values) check({ ours: detLog(x), theirs: Math.log(x), what: `log ${x}` });
      }),
      options,
    );
  });

  it('exp', () => {
    const argument = fc.oneof(anyDouble, fc.double({ min: -750, max: 710, noNaN: true }));
    fc.assert(
      fc.property(many(argument), (values) => {
        for (const x of values) check({ ours: detExp(x), theirs: Math.exp(x), what: `exp ${x}` });
      }),
      options,
    );
  });

  it('pow', () => {
    const base = fc.oneof(anyDouble, usual, nearOne);
    const exponent = fc.oneof(anyDouble, fc.double({ min: -300, max: 300, noNaN: true }));
    const whole = fc.integer({ min: -40, max: 40 });
    fc.assert(
      fc.property(many(fc.tuple(base, fc.oneof(exponent, whole))), (pairs) => {
        for (const [x, y] of pairs) {
          check({ ours: detPow(x, y), theirs: Math.pow(x, y), what: `${x} ** ${y}` });
        }
      }),
      options,
    );
  });

  it('sin and cos', () => {
    const nearQuarter = fc.integer({ min: -500_000, max: 500_000 }).map((n) => (n * Math.PI) / 2);
    fc.assert(
      fc.property(many(fc.oneof(angle, nearQuarter)), (values) => {
        for (const x of values) {
          check({ ours: detSin(x), theirs: Math.sin(x), what: `sin ${x}` });
          check({ ours: detCos(x), theirs: Math.cos(x), what: `cos ${x}` });
        }
      }),
      options,
    );
  });
});
