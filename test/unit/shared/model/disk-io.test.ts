/**
 * Goal: disks and machines let through what the fact sheet's own examples say, and never more than
 * any ceiling [ENG-DK1] [ENG-DK2] [ENG-DK7]. Method: the published check values, and a property
 * that holds every drawn set of disks against each ceiling and against waste.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISK_CACHINGS, type DiskCaching } from '../../../../src/shared/model/kinds.ts';
import {
  bucketSize,
  burstLasts,
  creditsAfter,
  paidTransactions,
  refillSeconds,
  serveDisks,
  type AskedDisk,
  type MachineIo,
} from '../../../../src/shared/model/disk-io.ts';
import { count } from '../../../support/counts.ts';

const P30 = { iops: 5_000, kbytesPerSecond: 200_000 };
const E30 = { iops: 500, kbytesPerSecond: 60_000 };
/** D8s_v3. */
const MACHINE: MachineIo = {
  uncached: { iops: 12_800, kbytesPerSecond: 192_000 },
  cached: { iops: 16_000, kbytesPerSecond: 128_000 },
};

function reads(limit: AskedDisk['limit'], iops: number, caching: DiskCaching): AskedDisk {
  return {
    limit,
    ioUnitKib: 256,
    caching,
    demand: { iops, readShare: 1, hitShare: 1, requestKib: 4 },
  };
}

describe('what disks serve', () => {
  it('reaches the sum of cached and uncached limit (D11)', () => {
    const cached = Array.from({ length: 3 }, () => reads(P30, 5_000, 'readOnly'));
    const plain = Array.from({ length: 2 }, () => reads(P30, 5_000, 'none'));
    const served = serveDisks(MACHINE, [...cached, ...plain]);
    expect(served.map(({ iops }) => iops)).toEqual([5_000, 5_000, 5_000, 5_000, 5_000]);
    expect(served.map(({ limitedBy }) => limitedBy)).toEqual(Array(5).fill('nothing'));
  });

  it('shares the uncached limit evenly (D11: 4,267, 4,266, 4,266)', () => {
    const served = serveDisks(MACHINE, Array(3).fill(reads(P30, 5_000, 'none')));
    for (const { iops, limitedBy } of served) {
      expect(Math.floor(iops)).toBe(4_266);
      expect(limitedBy).toBe('machineUncachedIops');
    }
    expect(served.reduce((sum, { iops }) => sum + iops, 0)).toBeCloseTo(12_800, 6);
  });

  it('is held back by slow disks (D11: three E30 give 1,500)', () => {
    const served = serveDisks(MACHINE, Array(3).fill(reads(E30, 10_000 / 3, 'none')));
    expect(served.reduce((sum, { iops }) => sum + iops, 0)).toBe(1_500);
    expect(served[0]?.limitedBy).toBe('diskIops');
  });

  it('counts misses and writes of cached disks against both limits', () => {
    const asked = { ...reads(P30, 9_000, 'readOnly') };
    const mixed = { ...asked, demand: { ...asked.demand, readShare: 0.8, hitShare: 0.5 } };
    const [served] = serveDisks(MACHINE, [mixed]);
    // 0.8 × 0.5 of the requests stay in the cache: the disk sees six of ten.
    expect(served?.iops).toBeCloseTo(5_000 / 0.6, 6);
    expect(served?.limitedBy).toBe('diskIops');
  });

  it('counts a request of 1 MiB as four operations, and holds bytes apart', () => {
    const asked = reads(P30, 5_000, 'none');
    const large = { ...asked, demand: { ...asked.demand, requestKib: 1_024 } };
    const [served] = serveDisks(MACHINE, [large]);
    expect(served?.limitedBy).toBe('machineUncachedBytes');
    expect(served?.kbytesPerSecond).toBeCloseTo(192_000, 6);
    const wide = { uncached: { iops: 400, kbytesPerSecond: 10_000_000 } };
    expect(serveDisks(wide, [large])[0]).toMatchObject({
      limitedBy: 'machineUncachedIops',
      iops: 100,
    });
  });
});

const diskArbitrary = fc.record({
  limit: fc.record({
    iops: fc.integer({ min: 1, max: 20_000 }),
    kbytesPerSecond: fc.integer({ min: 1_000, max: 900_000 }),
  }),
  ioUnitKib: fc.option(fc.constant(256), { nil: undefined }),
  caching: fc.constantFrom(...DISK_CACHINGS),
  demand: fc.record({
    iops: fc.integer({ min: 0, max: 30_000 }),
    readShare: fc.double({ min: 0, max: 1, noNaN: true }),
    hitShare: fc.double({ min: 0, max: 1, noNaN: true }),
    requestKib: fc.constantFrom(4, 8, 64, 256, 1_024),
  }),
});

describe('any disks on any machine', () => {
  it('get at most what they asked for and what each ceiling holds; a limit is reached', () => {
    fc.assert(
      fc.property(fc.array(diskArbitrary, { minLength: 1, maxLength: 8 }), (disks) => {
        const served = serveDisks(MACHINE, disks);
        let uncached = 0;
        let cached = 0;
        served.forEach(({ iops, limitedBy }, index) => {
          const disk = disks[index]!;
          const { demand } = disk;
          expect(iops).toBeLessThanOrEqual(demand.iops * (1 + 1e-6));
          if (limitedBy === 'nothing')
            expect(iops).toBeGreaterThanOrEqual(demand.iops * (1 - 1e-6));
          const stays = disk.caching === 'none' ? 0 : demand.readShare * demand.hitShare;
          const pieces = disk.ioUnitKib === undefined ? 1 : Math.ceil(demand.requestKib / 256);
          const through = iops * (1 - stays) * pieces;
          expect(through).toBeLessThanOrEqual(disk.limit.iops * (1 + 1e-6));
          uncached += through;
          if (disk.caching !== 'none') cached += iops * pieces;
        });
        expect(uncached).toBeLessThanOrEqual(12_800 * (1 + 1e-6));
        expect(cached).toBeLessThanOrEqual(16_000 * (1 + 1e-6));
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});

describe('bursting', () => {
  const p4 = { base: 120, burst: 3_500 };
  const p20 = { base: 2_300, burst: 3_500 };

  it('has buckets of the sizes and refills of D8', () => {
    expect(bucketSize(p4)).toBe(6_084_000);
    expect(refillSeconds(p4) / 3_600).toBeCloseTo(14.08, 2);
    expect(bucketSize({ base: 25, burst: 170 })).toBe(261_000);
    expect(refillSeconds({ base: 25, burst: 170 }) / 3_600).toBeCloseTo(2.9, 2);
    expect(bucketSize(p20)).toBe(2_160_000);
    expect(refillSeconds(p20) / 60).toBeCloseTo(15.65, 2);
    expect(bucketSize({ base: 1_280, burst: 4_000 })).toBe(4_896_000);
  });

  it('lasts 30 minutes at full burst and for ever at the base', () => {
    expect(burstLasts(p4, { use: 3_500, credits: bucketSize(p4) })).toBe(1_800);
    expect(burstLasts(p4, { use: 9_999, credits: bucketSize(p4) })).toBe(1_800);
    expect(burstLasts(p4, { use: 120, credits: 0 })).toBe(Infinity);
    const half = creditsAfter(p4, { use: 3_500, credits: bucketSize(p4), seconds: 900 });
    expect(half).toBe(bucketSize(p4) / 2);
    expect(creditsAfter(p4, { use: 0, credits: half, seconds: 1e9 })).toBe(bucketSize(p4));
    expect(creditsAfter(p4, { use: 3_500, credits: half, seconds: 1e9 })).toBe(0);
  });

  it('on demand pays for the transactions of D9', () => {
    const base = { iops: 5_000, kbytesPerSecond: 200_000 };
    function paid(iops: number, mbps: number, seconds: number): number {
      return paidTransactions({ base, use: { iops, kbytesPerSecond: mbps * 1_000 }, seconds });
    }
    expect(paid(6_000, 0, 10) + paid(7_000, 0, 60)).toBe(130_000);
    expect(paid(10_000, 300, 5)).toBe(25_000);
    expect(paid(6_000, 600, 5)).toBe(8_000);
    expect(paid(100, 10, 60)).toBe(0);
  });
});
