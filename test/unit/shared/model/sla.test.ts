/**
 * Goal: promises, credits and budgets come out as the provider's texts work them out. Method: the
 * published figures (docs/facts.md, facts 48 to 53) with the working beside each.
 */
import { describe, expect, it } from 'vitest';
import { findSla } from '../../../../src/shared/model/catalogue-lookup.ts';
import {
  burnRate,
  combine,
  creditPercent,
  downtimeMinutes,
  errorBudget,
  formulaText,
  inParallel,
  inSeries,
  percentText,
  promisedShare,
  singleMachineSla,
  togetherSla,
  type TogetherFacts,
} from '../../../../src/shared/model/sla.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

const catalogue = theCatalogue();

describe('composite promises, worked by hand (fact 52)', () => {
  it.each([
    // 0.9995 × 0.9999 = 0.99940005
    ['series', [0.9995, 0.9999], 0.99940005],
    // 0.999 × 0.999 × 0.999 = 0.997002999
    ['series', [0.999, 0.999, 0.999], 0.997002999],
    // 1 − 0.001 × 0.001 = 0.999999
    ['parallel', [0.999, 0.999], 0.999999],
    // 1 − 0.05 × 0.005 = 0.99975
    ['parallel', [0.95, 0.995], 0.99975],
  ] as const)('%s of %j', (join, shares, expected) => {
    const made = combine(
      join,
      shares.map((share, index) => ({ about: `part ${index}`, share })),
    );
    expect(made.share).toBeCloseTo(expected, 12);
  });

  it('a part without a promise breaks a series and adds nothing in parallel', () => {
    expect(inSeries([0.999, undefined])).toBeUndefined();
    expect(inParallel([0.999, undefined])).toBeCloseTo(0.999, 12);
    expect(inParallel([undefined])).toBeUndefined();
  });

  it('tells its formula', () => {
    const pool = combine('parallel', [
      { about: 'vm:a', share: 0.999 },
      { about: 'vm:b', share: 0.995 },
    ]);
    const whole = combine('series', [{ about: 'balancer:front', share: 0.9999 }, pool]);
    // 0.9999 × (1 − 0.001 × 0.005) = 0.9999 × 0.999995 = 0.9998950005
    expect(formulaText(whole)).toBe(
      'balancer:front 99.99% × (1 − (1 − vm:a 99.9%) × (1 − vm:b 99.5%)) = 99.9895%',
    );
    const many = Array.from({ length: 200 }, (_, index) => ({ about: `vm:${index}`, share: 0.9 }));
    expect(formulaText(combine('parallel', many))).toBe('1 − (1 − 90%)^200 = 100%');
    expect(formulaText(combine('series', [{ about: 'balancer:b' }]))).toBe(
      'balancer:b none = nothing is promised',
    );
  });
});

describe('the promise of a shape (facts 48, 65)', () => {
  it('one machine has that of its worst disk', () => {
    expect(singleMachineSla(['Premium_LRS', 'UltraSSD_LRS'])).toBe('singlePremium');
    expect(singleMachineSla(['Premium_LRS', 'StandardSSD_LRS'])).toBe('singleStandardSsd');
    expect(singleMachineSla(['Standard_LRS', 'Premium_LRS'])).toBe('singleStandardHdd');
    expect(singleMachineSla([])).toBeUndefined();
  });

  const base: TogetherFacts = {
    kind: 'pool',
    machines: 2,
    zones: 0,
    faultDomains: 1,
    uniform: false,
  };

  it.each<[Partial<TogetherFacts>, string | undefined]>([
    [{}, undefined],
    [{ zones: 2 }, 'twoZones'],
    [{ kind: 'availabilitySet', faultDomains: 2 }, 'availabilitySet'],
    [{ kind: 'availabilitySet', faultDomains: 2, machines: 1 }, undefined],
    [{ kind: 'scaleSet', faultDomains: 5, uniform: true }, 'scaleSetFaultDomains'],
    [{ kind: 'scaleSet', faultDomains: 1, uniform: true }, undefined],
    [{ kind: 'scaleSet', faultDomains: 1 }, 'scaleSetFaultDomains'],
    [{ kind: 'scaleSet', zones: 3 }, 'scaleSetZones'],
  ])('%j is promised %s', (facts, sla) => {
    expect(togetherSla({ ...base, ...facts })).toBe(sla);
  });
});

describe('what a promise allows and pays (facts 50, 53)', () => {
  it.each([
    [0.999, 43.2],
    [0.9995, 21.6],
    [0.9999, 4.32],
    [0.95, 36 * 60],
  ])('%d of a month of 30 days leaves %d minutes', (share, minutes) => {
    expect(downtimeMinutes(share)).toBeCloseTo(minutes, 9);
  });

  it.each([
    ['twoZones', 0.9999, 0],
    ['twoZones', 0.99989, 10],
    ['twoZones', 0.98, 25],
    ['twoZones', 0.94, 100],
    ['availabilitySet', 0.9994, 10],
    ['singlePremium', 0.9989, 10],
    ['singlePremium', 0.9991, 0],
    ['singleStandardHdd', 0.91, 25],
    ['spot', 0.1, 0],
  ] as const)('%s at %d pays back %d %%', (id, availability, percent) => {
    expect(creditPercent(findSla(catalogue, id), availability)).toBe(percent);
  });

  it('a budget counts down, and burns', () => {
    // 99.9 %: 43.2 min allowed; 10.8 min used is a quarter.
    const budget = errorBudget(0.999, 10.8);
    expect(budget.usedShare).toBeCloseTo(0.25, 12);
    expect(budget.leftMinutes).toBeCloseTo(32.4, 9);
    // 3 % failing against 0.1 % allowed: thirty times too fast, a month's budget in a day.
    expect(burnRate(0.999, 0.03)).toBeCloseTo(30, 9);
    expect(burnRate(1, 0)).toBe(0);
    // Nothing allowed and something used: without end, as a number that JSON can carry.
    expect(burnRate(1, 0.1)).toBe(Number.MAX_SAFE_INTEGER);
    expect(errorBudget(1, 1).usedShare).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('shares are read from the catalogue and printed without useless zeros', () => {
    expect(promisedShare(findSla(catalogue, 'availabilitySet'))).toBe(0.9995);
    expect(promisedShare(findSla(catalogue, 'spot'))).toBeUndefined();
    expect([percentText(0.9995), percentText(1), percentText(0.95)]).toEqual([
      '99.95%',
      '100%',
      '95%',
    ]);
  });
});
