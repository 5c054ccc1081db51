/**
 * Goal: money is exact. Method: bills computed by hand, a comparison with exact whole-number
 * arithmetic on random rates and times, and the steps of a price.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ensure } from '../../../../src/shared/kernel/assert.ts';
import { findCharge, findSize } from '../../../../src/shared/model/catalogue-lookup.ts';
import {
  baseSumPercent,
  costOfHours,
  costOfMonths,
  costOfUnits,
  hourlyPrice,
} from '../../../../src/shared/model/catalogue-pricing.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';
import { count } from '../../../support/counts.ts';

const catalogue = theCatalogue();

function priceOf(name: string, os: 'linux' | 'windows') {
  const size = findSize(catalogue, name);
  if (!size.ok) throw new Error(size.error.message);
  return hourlyPrice(size.value, os);
}

/** Quotient of whole numbers, halves up, without any limit of size. */
function exactQuotient(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

describe('prices of machines', () => {
  it('are by size and operating system', () => {
    expect(priceOf('D2s_v5', 'linux')).toEqual({ ok: true, value: 96_000 });
    expect(priceOf('D2s_v5', 'windows')).toEqual({ ok: true, value: 188_000 });
  });

  it('refuse a system the size is not sold with', () => {
    const refused = priceOf('B1ls', 'windows');
    expect(refused.ok).toBe(false);
    if (!refused.ok) expect(refused.error.code).toBe('image.sizeMismatch');
  });
});

describe('bills', () => {
  it('are by the second, rounded once', () => {
    expect(costOfHours({ microUsdPerHour: 96_000, seconds: 3_600 })).toBe(96_000);
    expect(costOfHours({ microUsdPerHour: 96_000, seconds: 1 })).toBe(27);
    expect(costOfHours({ microUsdPerHour: 5_200, seconds: 0 })).toBe(0);
    expect(costOfHours({ microUsdPerHour: 96_000, seconds: 730 * 3_600 })).toBe(70_080_000);
    expect(costOfMonths({ microUsdPerMonth: 19_710_000, seconds: 3_600 })).toBe(27_000);
  });

  it('equal exact arithmetic at any rate and time', () => {
    const rate = fc.integer({ min: 0, max: 200_000_000 });
    const seconds = fc.integer({ min: 0, max: 20 * 366 * 86_400 });
    fc.assert(
      fc.property(rate, seconds, (price, time) => {
        const product = BigInt(price) * BigInt(time);
        const hours = costOfHours({ microUsdPerHour: price, seconds: time });
        expect(BigInt(hours)).toBe(exactQuotient(product, 3_600n));
        const months = costOfMonths({ microUsdPerMonth: price, seconds: time });
        expect(BigInt(months)).toBe(exactQuotient(product, 2_628_000n));
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it('go step by step', () => {
    const egress = ensure(findCharge(catalogue, 'internetEgress'), 'egress is in the catalogue');
    expect(costOfUnits(egress, 0)).toBe(0);
    expect(costOfUnits(egress, 100)).toBe(0);
    expect(costOfUnits(egress, 101)).toBe(87_000);
    expect(costOfUnits(egress, 10_000)).toBe(9_900 * 87_000);
    expect(costOfUnits(egress, 20_000)).toBe(9_900 * 87_000 + 10_000 * 83_000);
    expect(costOfUnits(egress, 1_000_000)).toBe(
      9_900 * 87_000 + 40_000 * 83_000 + 100_000 * 70_000 + 850_000 * 50_000,
    );
    const rule = ensure(findCharge(catalogue, 'loadBalancerRule'), 'rules are in the catalogue');
    expect(costOfUnits(rule, 2.5)).toBe(25_000);
  });
});

describe('burst credits', () => {
  it('have one base, however it is written', () => {
    const rest = { initial: 1, bankedPerHour: 1, maxBanked: 1 };
    expect(baseSumPercent({ basePercent: 40, percentOf: 'sum', ...rest }, 2)).toBe(40);
    expect(baseSumPercent({ basePercent: 20, percentOf: 'average', ...rest }, 2)).toBe(40);
  });
});
