/**
 * Goal: growing a machine gains what Amdahl's law says, and ends where family and temporary disk
 * say. Method: values worked out by hand, the law's own bounds over random shares, and the
 * catalogue's largest sizes.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSize } from '../../../../src/shared/model/catalogue-lookup.ts';
import {
  amdahlLimit,
  amdahlSpeedup,
  familyCeiling,
  machineCeiling,
} from '../../../../src/shared/model/scale-up.ts';
import { count } from '../../../support/counts.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { theCatalogue } from '../../../support/the-catalogue.ts';

describe('the serial part', () => {
  it('holds the gain back', () => {
    expect(amdahlSpeedup(0, 8)).toBe(8);
    expect(amdahlSpeedup(1, 8)).toBe(1);
    expect(amdahlSpeedup(0.5, 2)).toBeCloseTo(4 / 3, 12);
    expect(amdahlSpeedup(0.05, 64)).toBeCloseTo(15.42, 2);
    expect(amdahlLimit(0.05)).toBe(20);
    expect(amdahlLimit(0)).toBe(Infinity);
  });

  it('leaves more processors always a gain, and each doubling less than the one before', () => {
    const share = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, fc.integer({ min: 1, max: 64 }), (serial, n) => {
        const [one, two, four] = [n, 2 * n, 4 * n].map((many) => amdahlSpeedup(serial, many));
        if (one === undefined || two === undefined || four === undefined) throw new Error('three');
        expect(two).toBeGreaterThanOrEqual(one);
        expect(four / two).toBeLessThanOrEqual(two / one + 1e-12);
        expect(four).toBeLessThanOrEqual(amdahlLimit(serial) + 1e-9);
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});

describe('where growing ends', () => {
  it('is the largest size of the family, and the largest with or without temporary disk', () => {
    const { sizes } = theCatalogue();
    const small = expectOk(findSize(theCatalogue(), 'D2s_v5'));
    expect(familyCeiling(sizes, small).name).toBe('Standard_D96s_v5');
    expect(machineCeiling(sizes, small).tempDiskMib).toBe(0);
    const burstable = expectOk(findSize(theCatalogue(), 'B1s'));
    expect(familyCeiling(sizes, burstable).name).toBe('Standard_B20ms');
    expect(machineCeiling(sizes, burstable).tempDiskMib).toBeGreaterThan(0);
  });
});
