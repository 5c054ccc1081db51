/**
 * The drives of a machine as its uses find them: what they let through now, with the cache of the
 * host and with the burst credits of the disks (rules ENG-DK8 and ENG-DK9; docs/facts.md, disks D7,
 * D8 and D10).
 *
 * Credits are settled once a minute, when the uses are looked at anyway. For the minute that comes
 * a disk may do its base and so much more as its credits last for a whole minute: so no minute
 * spends more than there is, and an event at the moment of running out is not needed.
 */
import {
  bucketSize,
  creditsAfter,
  paidTransactions,
  type IoRate,
} from '../../../shared/model/disk-io.ts';
import { US_PER_MINUTE, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { happen, type World } from '../world/world.ts';
import { machineIoOf, tierOf } from './disk-ceilings.ts';
import { payTransactions } from './on-demand-price.ts';
import { noteFlowIo, refreshGround, settleGround } from './work-flow.ts';

const DATA = 1;
const SECONDS_PER_MINUTE = US_PER_MINUTE / US_PER_SECOND;
/** Share of a bucket that has to be gone until a disk is said to have spent it, and to be back. */
const SPENT = 0.99;
const BACK = 0.5;
/** What the drives of a ground have of burst credits: none, all of them, or less. */
const FULL_BUCKETS = 1;
const DRAWN = 2;

/** The disks that uses of a machine ask: its data disks, or its OS disk when it has none. */
function usedDisks(world: World, vm: number): readonly number[] {
  const disks = world.cloud.disksOfVm(vm);
  const data = disks.filter((disk) => world.disk.col.role[disk] === DATA);
  return data.length > 0 ? data : disks.slice(0, 1);
}

/** Base and burst of a disk that bursts from credits; undefined for any other. */
function burstOf(world: World, disk: number): { base: IoRate; burst: IoRate } | undefined {
  const tier = tierOf(world, disk);
  return tier.burst?.model === 'credit' ? { base: tier, burst: tier.burst } : undefined;
}

/** What a disk that bursts on demand does at most; undefined for any other [ENG-DK10]. */
function onDemandOf(world: World, disk: number): IoRate | undefined {
  if (world.disk.col.onDemand[disk] === 0) return undefined;
  const { burst } = tierOf(world, disk);
  return burst?.model === 'onDemand' ? burst : undefined;
}

/** What a disk lets through until its credits are looked at again. */
function rateNow(world: World, disk: number): IoRate {
  const paid = onDemandOf(world, disk);
  if (paid !== undefined) return paid;
  const bursting = burstOf(world, disk);
  if (bursting === undefined) return tierOf(world, disk);
  const { base, burst } = bursting;
  const { spentOps, spentKbytes } = world.disk.col;
  return {
    iops: withCredits({ base: base.iops, burst: burst.iops }, spentOps[disk]!),
    kbytesPerSecond: withCredits(
      { base: base.kbytesPerSecond, burst: burst.kbytesPerSecond },
      spentKbytes[disk]!,
    ),
  };
}

function withCredits(bucket: { base: number; burst: number }, spent: number): number {
  const left = Math.max(0, bucketSize(bucket) - spent);
  return Math.min(Math.max(bucket.burst, bucket.base), bucket.base + left / SECONDS_PER_MINUTE);
}

function sumOf(rates: readonly IoRate[]): IoRate {
  return {
    iops: rates.reduce((sum, { iops }) => sum + iops, 0),
    kbytesPerSecond: rates.reduce((sum, { kbytesPerSecond }) => sum + kbytesPerSecond, 0),
  };
}

/** Reads anew what the drives of a machine let through; true when that has changed. */
export function measureDrives(world: World, ground: number): boolean {
  const vm = world.workGround.col.vm[ground]! - 1;
  const { col } = world.workGround;
  const disks = usedDisks(world, vm);
  const own = sumOf(disks.map((disk) => rateNow(world, disk)));
  const { uncached, cached } = machineIoOf(world, vm);
  // The requests go to all disks alike, so the caches help where every one of them is cached.
  const helps = disks.length > 0 && disks.every((disk) => world.disk.col.caching[disk]! > 0);
  const now = {
    iops: Math.min(uncached.iops, disks.length === 0 ? Infinity : own.iops),
    kbytesPerSecond: Math.min(
      uncached.kbytesPerSecond,
      disks.length === 0 ? Infinity : own.kbytesPerSecond,
    ),
    cacheIops: helps ? (cached?.iops ?? 0) : 0,
    cacheKbytes: helps ? (cached?.kbytesPerSecond ?? 0) : 0,
  };
  const buckets = disks.filter((disk) => burstOf(world, disk) !== undefined);
  const isDrawn = buckets.some((disk) => hasDrawn(world, disk));
  // What bursts on demand is counted for its price, every minute.
  const isPaid = disks.some((disk) => onDemandOf(world, disk) !== undefined);
  const isIdle = buckets.length === 0 && !isPaid;
  col.bursts[ground] = isIdle ? 0 : isDrawn ? DRAWN : FULL_BUCKETS;
  let changed = false;
  for (const name of ['iops', 'kbytesPerSecond', 'cacheIops', 'cacheKbytes'] as const) {
    if (col[name][ground] === now[name]) continue;
    col[name][ground] = now[name];
    changed = true;
  }
  return changed;
}

function hasDrawn(world: World, disk: number): boolean {
  const { spentOps, spentKbytes } = world.disk.col;
  return spentOps[disk]! > 0 || spentKbytes[disk]! > 0;
}

const UNUSED = { ops: 0, kbytes: 0 };

/** Disks of a machine came, went or changed: what is asked of them from now on goes as fast. */
export function drivesChanged(world: World, vm: number): void {
  if (world.workGround.count === 0) return;
  const ground = world.workloads.groundOf(vm);
  if (ground < 0 || world.workGround.col.running[ground] === 0) return;
  // What was done since the last minute counts against the disks that are there at its end.
  for (const disk of usedDisks(world, vm))
    settleDisk(world, disk, { ...UNUSED, fromUs: world.nowUs });
  settleGround(world, ground);
  if (measureDrives(world, ground)) refreshGround(world, ground);
}

/** What a disk did, and since when. */
interface DiskUse {
  readonly ops: number;
  readonly kbytes: number;
  readonly fromUs: number;
}

/** A disk that bursts on demand pays for what it did above its base in the time that is over. */
function payForUse(world: World, disk: number, use: DiskUse): void {
  const seconds = (world.nowUs - use.fromUs) / US_PER_SECOND;
  if (seconds <= 0 || onDemandOf(world, disk) === undefined) return;
  const done = { iops: use.ops / seconds, kbytesPerSecond: use.kbytes / seconds };
  const base = tierOf(world, disk);
  payTransactions(world, disk, paidTransactions({ base, use: done, seconds }));
  if (use.ops > 0) world.disk.dirty.touch(disk);
}

/** Brings the credits of a disk up to now: the base fills them, what is done empties them. */
function settleDisk(world: World, disk: number, use: DiskUse): void {
  const bursting = burstOf(world, disk);
  if (bursting === undefined) return;
  if (use.ops === 0 && use.kbytes === 0 && !hasDrawn(world, disk)) return;
  const { col } = world.disk;
  const settledUs = col.burstAtUs[disk]!;
  const spans = {
    idle: Math.max(0, use.fromUs - settledUs) / US_PER_SECOND,
    busy: (world.nowUs - Math.max(use.fromUs, settledUs)) / US_PER_SECOND,
  };
  for (const [name, rate, done] of [
    ['spentOps', 'iops', use.ops],
    ['spentKbytes', 'kbytesPerSecond', use.kbytes],
  ] as const) {
    const bucket = { base: bursting.base[rate], burst: bursting.burst[rate] };
    const size = bucketSize(bucket);
    const credits = Math.max(0, size - col[name][disk]!);
    const rested = creditsAfter(bucket, { use: 0, credits, seconds: spans.idle });
    const left = Math.min(size, Math.max(0, rested + bucket.base * spans.busy - done));
    col[name][disk] = size - left;
  }
  col.burstAtUs[disk] = world.nowUs;
  world.disk.dirty.touch(disk);
  tellCredits(world, disk, bursting);
}

/** Says once that the credits of a disk are spent, and once that half of them are back. */
function tellCredits(world: World, disk: number, of: { base: IoRate; burst: IoRate }): void {
  const { spentOps, spentKbytes, burstTold } = world.disk.col;
  const shares = [
    spentOps[disk]! / Math.max(1, bucketSize({ base: of.base.iops, burst: of.burst.iops })),
    spentKbytes[disk]! /
      Math.max(1, bucketSize({ base: of.base.kbytesPerSecond, burst: of.burst.kbytesPerSecond })),
  ];
  const most = Math.max(...shares);
  const wasTold = burstTold[disk] === 1;
  if (wasTold ? most > BACK : most < SPENT) return;
  burstTold[disk] = wasTold ? 0 : 1;
  const { iops } = wasTold ? of.burst : of.base;
  const kind = wasTold ? 'disk.burstBack' : 'disk.burstSpent';
  happen(world, { kind, table: 'disk', slot: disk, cause: 0, details: { iops } });
}

/** What reached the disks of a ground in the minute that is over, by its flows too. */
function takeIo(world: World, ground: number): DiskUse {
  const { col } = world.workGround;
  noteFlowIo(world, ground);
  const use = {
    ops: col.diskOps[ground]!,
    kbytes: col.diskKbytes[ground]!,
    fromUs: world.nowUs - US_PER_MINUTE,
  };
  col.diskOps[ground] = 0;
  col.diskKbytes[ground] = 0;
  return use;
}

/** A minute of a ground is over: its disks have spent or earned, and go as fast as that allows. */
export function settleBursts(world: World, ground: number): void {
  const { col } = world.workGround;
  if (col.bursts[ground] === 0) return;
  const use = takeIo(world, ground);
  if (use.ops === 0 && col.bursts[ground] === FULL_BUCKETS) return;
  const vm = col.vm[ground]! - 1;
  const disks = usedDisks(world, vm);
  const rates = disks.map((disk) => rateNow(world, disk));
  const all = sumOf(rates);
  for (const [index, disk] of disks.entries()) {
    // Requests go to the disks in proportion to what each lets through.
    const part = rates[index]!;
    const ops = (use.ops * part.iops) / all.iops;
    const kbytes = (use.kbytes * part.kbytesPerSecond) / all.kbytesPerSecond;
    settleDisk(world, disk, { ops, kbytes, fromUs: use.fromUs });
    payForUse(world, disk, { ops, kbytes, fromUs: use.fromUs });
  }
  if (col.running[ground] === 0) return;
  settleGround(world, ground);
  if (measureDrives(world, ground)) refreshGround(world, ground);
}

/** Share of its burst credits a disk has left, of operations and of bytes; without any: nothing. */
export function creditsLeft(
  world: World,
  disk: number,
): { operations: number; bytes: number } | undefined {
  const bursting = burstOf(world, disk);
  if (bursting === undefined) return undefined;
  const { spentOps, spentKbytes, burstAtUs } = world.disk.col;
  const seconds = isAtWork(world, disk) ? 0 : (world.nowUs - burstAtUs[disk]!) / US_PER_SECOND;
  function leftOf(rate: keyof IoRate, spent: number): number {
    const bucket = { base: bursting!.base[rate], burst: bursting!.burst[rate] };
    const size = bucketSize(bucket);
    if (size === 0) return 1;
    const credits = Math.max(0, size - spent);
    return creditsAfter(bucket, { use: 0, credits, seconds }) / size;
  }
  return {
    operations: leftOf('iops', spentOps[disk]!),
    bytes: leftOf('kbytesPerSecond', spentKbytes[disk]!),
  };
}

/** Whether uses may ask a disk for something, so that its credits stand as of the last minute. */
function isAtWork(world: World, disk: number): boolean {
  const vm = world.disk.ref('vm', disk);
  const ground = vm < 0 || world.workGround.count === 0 ? -1 : world.workloads.groundOf(vm);
  return ground >= 0 && world.workGround.col.running[ground] === 1;
}
