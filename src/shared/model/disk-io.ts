/**
 * What disks and the machine they hang on let through: each request takes the path its caching
 * gives it, and every path has a ceiling in operations and one in bytes (rules ENG-DK1 and ENG-DK2;
 * docs/facts.md, disks D10 to D12). Pure arithmetic over figures of the catalogue; who asks for how
 * much, and what waits meanwhile, is not its matter.
 */
import type { DiskCaching } from './kinds.ts';

/** Operations a second, and thousands of bytes (10^3) a second. */
export interface IoRate {
  readonly iops: number;
  readonly kbytesPerSecond: number;
}

/** What a machine as a whole lets through; without `cached` its disks cannot be cached. */
export interface MachineIo {
  readonly uncached: IoRate;
  readonly cached?: IoRate | undefined;
}

/** What is asked of one disk. */
export interface IoDemand {
  readonly iops: number;
  /** Share of reads, 0 to 1. */
  readonly readShare: number;
  /** Share of the reads that the host's cache can answer; counts where the disk is cached. */
  readonly hitShare: number;
  /** Size of one request in KiB. */
  readonly requestKib: number;
}

/** A disk with its own ceiling and what is asked of it. */
export interface AskedDisk {
  readonly limit: IoRate;
  /** Greater requests count as several operations; absent: never. */
  readonly ioUnitKib?: number | undefined;
  readonly caching: DiskCaching;
  readonly demand: IoDemand;
}

/** Which ceiling holds a disk back. */
export const IO_LIMITS = [
  'nothing',
  'diskIops',
  'diskBytes',
  'machineUncachedIops',
  'machineUncachedBytes',
  'machineCachedIops',
  'machineCachedBytes',
] as const;
export type IoLimit = (typeof IO_LIMITS)[number];

/** What one disk gets of what was asked of it. */
export interface ServedDisk {
  readonly iops: number;
  readonly kbytesPerSecond: number;
  readonly limitedBy: IoLimit;
}

const KBYTES_PER_KIB = 1.024;
/** Shares of a ceiling that count as the same: sums of figures may be wrong by that much. */
const CLOSE = 1e-9;

/** Share of the requests of a disk that go to its host's cache, and that go on to the disk. */
function pathShares(disk: AskedDisk): { cached: number; uncached: number } {
  const { readShare, hitShare } = disk.demand;
  if (disk.caching === 'none') return { cached: 0, uncached: 1 };
  // A write to a read-write cache is answered by it and written on later: in the long run it
  // takes both ways, as one to a read-only cache does at once.
  return { cached: 1, uncached: 1 - readShare * hitShare };
}

/** One ceiling, and how much of it one request to each disk takes. */
interface Ceiling {
  readonly name: IoLimit;
  readonly limit: number;
  readonly cost: readonly number[];
}

function ceilingsOf(machine: MachineIo, disks: readonly AskedDisk[]): Ceiling[] {
  const bytes = disks.map((disk) => disk.demand.requestKib * KBYTES_PER_KIB);
  const operations = disks.map(({ ioUnitKib, demand }) =>
    ioUnitKib === undefined ? 1 : Math.max(1, Math.ceil(demand.requestKib / ioUnitKib)),
  );
  const shares = disks.map(pathShares);
  const uncached = shares.map((share) => share.uncached);
  const cached = shares.map((share) => share.cached);
  const all: Ceiling[] = disks.flatMap((disk, index) => {
    function own(cost: readonly number[]): number[] {
      return cost.map((one, at) => (at === index ? one : 0));
    }
    const ops = own(times(uncached, operations));
    return [
      { name: 'diskIops' as const, limit: disk.limit.iops, cost: ops },
      {
        name: 'diskBytes' as const,
        limit: disk.limit.kbytesPerSecond,
        cost: own(times(uncached, bytes)),
      },
    ];
  });
  all.push(
    {
      name: 'machineUncachedIops',
      limit: machine.uncached.iops,
      cost: times(uncached, operations),
    },
    {
      name: 'machineUncachedBytes',
      limit: machine.uncached.kbytesPerSecond,
      cost: times(uncached, bytes),
    },
  );
  const { cached: limit } = machine;
  if (limit === undefined) return all;
  all.push(
    { name: 'machineCachedIops', limit: limit.iops, cost: times(cached, operations) },
    { name: 'machineCachedBytes', limit: limit.kbytesPerSecond, cost: times(cached, bytes) },
  );
  return all;
}

function times(shares: readonly number[], amounts: readonly number[]): number[] {
  return shares.map((share, index) => share * (amounts[index] ?? 0));
}

/**
 * What each disk gets: all are served alike until a ceiling on their way is reached or they have
 * what they asked for, and the others go on (max-min fair). O(ceilings × disks²).
 */
export function serveDisks(machine: MachineIo, disks: readonly AskedDisk[]): ServedDisk[] {
  const ceilings = ceilingsOf(machine, disks);
  const shares: Share[] = disks.map(({ demand }, index) => {
    return { index, asked: demand.iops, iops: 0, limitedBy: 'nothing' };
  });
  let open = shares;
  while (open.length > 0) {
    const step = nextStep({ ceilings, shares, open });
    for (const share of open) share.iops += step.by;
    open = open.filter(({ iops, asked }) => iops < asked * (1 - CLOSE));
    const { ceiling } = step;
    if (ceiling === undefined) continue;
    for (const share of open) if (costOf(ceiling, share) > 0) share.limitedBy = ceiling.name;
    open = open.filter((share) => costOf(ceiling, share) === 0);
  }
  return disks.map(({ demand }, index) => {
    const { iops, limitedBy } = shares[index] ?? { iops: 0, limitedBy: 'nothing' };
    return { iops, kbytesPerSecond: iops * demand.requestKib * KBYTES_PER_KIB, limitedBy };
  });
}

/** What one disk has got so far. */
interface Share {
  readonly index: number;
  readonly asked: number;
  iops: number;
  limitedBy: IoLimit;
}

function costOf(ceiling: Ceiling, share: Share): number {
  return ceiling.cost[share.index] ?? 0;
}

/** How far all open disks can rise together, and the ceiling they meet, if any. */
function nextStep(given: {
  readonly ceilings: readonly Ceiling[];
  readonly shares: readonly Share[];
  readonly open: readonly Share[];
}): { by: number; ceiling: Ceiling | undefined } {
  const { ceilings, shares, open } = given;
  let by = Infinity;
  let met: Ceiling | undefined;
  for (const { asked, iops } of open) by = Math.min(by, asked - iops);
  for (const ceiling of ceilings) {
    const rise = open.reduce((sum, share) => sum + costOf(ceiling, share), 0);
    if (rise === 0) continue;
    const used = shares.reduce((sum, share) => sum + costOf(ceiling, share) * share.iops, 0);
    const room = Math.max(0, ceiling.limit - used) / rise;
    if (room < by) {
      by = room;
      met = ceiling;
    }
  }
  return { by: Math.max(0, by), ceiling: met };
}

/** A bucket of burst credits: what is not used of the base fills it, what exceeds it empties it. */
export interface BurstBucket {
  readonly base: number;
  readonly burst: number;
}

/** Seconds a full bucket lasts at full burst (disks D7). */
export const BURST_SECONDS = 1_800;

/** Credits of a full bucket; derived, not published (disks D8). */
export function bucketSize(bucket: BurstBucket): number {
  return Math.max(0, bucket.burst - bucket.base) * BURST_SECONDS;
}

/** Seconds in which an empty bucket fills while nothing is used; Infinity without a base. */
export function refillSeconds(bucket: BurstBucket): number {
  return bucket.base === 0 ? Infinity : bucketSize(bucket) / bucket.base;
}

/** Seconds for which a bucket with so many credits bears a use; Infinity where it always does. */
export function burstLasts(bucket: BurstBucket, given: { use: number; credits: number }): number {
  const above = Math.min(given.use, bucket.burst) - bucket.base;
  return above <= 0 ? Infinity : given.credits / above;
}

/** Credits after some seconds of a steady use, between none and a full bucket. */
export function creditsAfter(
  bucket: BurstBucket,
  given: { readonly use: number; readonly credits: number; readonly seconds: number },
): number {
  const left = given.credits + (bucket.base - given.use) * given.seconds;
  return Math.min(bucketSize(bucket), Math.max(0, left));
}

const KIB_PER_TRANSACTION = 256;
const KIB_PER_MIB = 1_024;

/**
 * Transactions above the base that on-demand bursting pays for (disks D9): operations or bytes,
 * whichever is more, bytes counted in pieces of 256 KiB.
 */
export function paidTransactions(given: {
  readonly base: IoRate;
  readonly use: IoRate;
  readonly seconds: number;
}): number {
  const { base, use, seconds } = given;
  const mbytes = (use.kbytesPerSecond - base.kbytesPerSecond) / 1_000;
  const byBytes = (mbytes * KIB_PER_MIB) / KIB_PER_TRANSACTION;
  return Math.max(0, use.iops - base.iops, byBytes) * seconds;
}
