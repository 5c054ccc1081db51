/**
 * How long answers took, counted by bucket for each workload and service (rule ENG-WL7).
 *
 * A count is a row, so that percentiles are part of the state like every other figure. One answer
 * costs one addition.
 */
import { bucketOf, LATENCY_BUCKETS, quantilesUs } from '../../../shared/model/latency-buckets.ts';
import type { LatencyOwner } from '../world/workload-index.ts';
import type { World } from '../world/world.ts';

/** Counts answers of an owner that took so long; `count` need not be whole for flows. */
export function countLatency(
  world: World,
  owner: LatencyOwner,
  counted: { readonly slot: number; readonly tookUs: number; readonly count: number },
): void {
  const bucket = bucketOf(counted.tookUs);
  const rows = world.workloads.latencyRows(owner, counted.slot);
  let row = rowAt(world, owner, { rows, slot: counted.slot, bucket });
  if (row < 0) {
    row = world.latency.allocate();
    world.latency.col[owner][row] = counted.slot + 1;
    world.latency.col.bucket[row] = bucket;
    rows[bucket] = row + 1;
  }
  world.latency.col.count[row]! += counted.count;
  world.latency.dirty.touch(row);
}

/** The row that counts a bucket of an owner; -1 when there is none, or none any more. */
function rowAt(
  world: World,
  owner: LatencyOwner,
  at: { readonly rows: Int32Array; readonly slot: number; readonly bucket: number },
): number {
  const row = at.rows[at.bucket]! - 1;
  if (row < 0 || world.latency.alive[row] === 0) return -1;
  const { col } = world.latency;
  return col[owner][row] === at.slot + 1 && col.bucket[row] === at.bucket ? row : -1;
}

/** Counts one answer: once for each request, so its arguments are plain and it makes nothing. */
export function countAnswer(world: World, owner: LatencyOwner, slot: number, tookUs: number): void {
  const bucket = bucketOf(tookUs);
  const row = world.workloads.latencyRows(owner, slot)[bucket]! - 1;
  const { alive, col } = world.latency;
  const isOwn = row >= 0 && alive[row] === 1 && col[owner][row] === slot + 1;
  if (!isOwn || col.bucket[row] !== bucket) {
    countLatency(world, owner, { slot, tookUs, count: 1 });
    return;
  }
  col.count[row]! += 1;
  world.latency.dirty.touch(row);
}

/** The counts of an owner by bucket, as a copy. */
export function latencyCounts(world: World, owner: LatencyOwner, slot: number): Float64Array {
  const counts = new Float64Array(LATENCY_BUCKETS);
  const rows = world.workloads.latencyRows(owner, slot);
  for (let bucket = 0; bucket < LATENCY_BUCKETS; bucket += 1) {
    const row = rowAt(world, owner, { rows, slot, bucket });
    if (row >= 0) counts[bucket] = world.latency.col.count[row]!;
  }
  return counts;
}

/** Percentiles in milliseconds. */
export interface LatencyFigures {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

const US_PER_MS = 1_000;
const SHARES = [0.5, 0.95, 0.99];

/** Percentiles of counts; undefined while nothing was answered. */
export function percentilesOf(counts: Float64Array): LatencyFigures | undefined {
  const [p50, p95, p99] = quantilesUs(counts, SHARES) ?? [];
  if (p50 === undefined || p95 === undefined || p99 === undefined) return undefined;
  return { p50Ms: inMs(p50), p95Ms: inMs(p95), p99Ms: inMs(p99) };
}

function inMs(us: number): number {
  return Math.round(us) / US_PER_MS;
}

/** Forgets the answers of an owner that goes. */
export function forgetLatency(world: World, owner: LatencyOwner, slot: number): void {
  const { latency } = world;
  for (const row of latency.slots()) {
    if (latency.col[owner][row] === slot + 1) latency.release(row);
  }
  world.workloads.invalidate();
}
