/**
 * Forecast of a set's load, for scaling out ahead of it (rule ENG-X8; docs/facts.md, fact 96).
 *
 * The load is counted in instances that were busy, in spans of five minutes. The forecast of a
 * moment is the mean of the same five minutes of all whole days known: at least 7, at most 15.
 * That is our own plain method; the service does not publish its own.
 */
import { US_PER_DAY, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import type { World } from '../world/world.ts';

const SPAN_US = 5 * US_PER_MINUTE;
const SPANS_PER_DAY = US_PER_DAY / SPAN_US;
/** Whole days that must be known before anything is forecast (fact 96). */
export const FORECAST_DAYS_MIN = 7;
/** Whole days that are looked back at (fact 96). */
export const FORECAST_DAYS_MAX = 15;
const WHOLE_PERCENT = 100;

/** Adds the newest sample of a set to its history, and forgets what is too old. */
export function rememberLoad(world: World, set: number): void {
  const sample = newestSample(world, set);
  if (sample < 0) return;
  const { instances, cpuPercent } = world.scaleSample.col;
  const busy = (instances[sample]! * cpuPercent[sample]!) / WHOLE_PERCENT;
  const bucket = Math.floor((world.nowUs - 1) / SPAN_US);
  const { loadTail } = world.scaleSet.col;
  const tail = loadTail[set]! - 1;
  if (tail >= 0 && world.scaleLoad.col.bucket[tail] === bucket) {
    world.scaleLoad.col.busy[tail]! += busy;
    world.scaleLoad.col.minutes[tail]! += 1;
    return;
  }
  const oldest = bucket - FORECAST_DAYS_MAX * SPANS_PER_DAY - SPANS_PER_DAY;
  for (const row of loadRows(world, set)) {
    if (world.scaleLoad.col.bucket[row]! < oldest) world.scaleLoad.release(row);
  }
  const row = world.scaleLoad.allocate();
  world.scaleLoad.col.scaleSet[row] = set + 1;
  world.scaleLoad.col.bucket[row] = bucket;
  world.scaleLoad.col.busy[row] = busy;
  world.scaleLoad.col.minutes[row] = 1;
  loadTail[set] = row + 1;
}

function newestSample(world: World, set: number): number {
  const { scaleSet, atUs } = world.scaleSample.col;
  const rows = [...world.scaleSample.slots()];
  return rows.find((row) => scaleSet[row] === set + 1 && atUs[row] === world.nowUs) ?? -1;
}

/** History rows of a set. */
export function loadRows(world: World, set: number): number[] {
  const { scaleSet } = world.scaleLoad.col;
  return [...world.scaleLoad.slots()].filter((row) => scaleSet[row] === set + 1);
}

export interface Forecast {
  /** Instances that will be busy. */
  readonly busy: number;
  /** Whole days it was made from. */
  readonly days: number;
  readonly atUs: number;
}

/** What is to be expected so far ahead; with fewer days than needed only their number. */
export function forecastLoad(
  world: World,
  set: number,
): { readonly known: Forecast } | { readonly known: undefined; readonly days: number } {
  const atUs = world.nowUs + world.scaleSet.col.lookAheadUs[set]!;
  const target = Math.floor(atUs / SPAN_US);
  const { bucket, busy, minutes } = world.scaleLoad.col;
  const loads: number[] = [];
  for (const row of loadRows(world, set)) {
    const daysAgo = (target - bucket[row]!) / SPANS_PER_DAY;
    if (!Number.isInteger(daysAgo) || daysAgo < 1 || daysAgo > FORECAST_DAYS_MAX) continue;
    loads.push(busy[row]! / minutes[row]!);
  }
  const days = loads.length;
  if (days < FORECAST_DAYS_MIN) return { known: undefined, days };
  return { known: { busy: loads.reduce((sum, one) => sum + one, 0) / days, days, atUs } };
}

/** Share of the processor, in per cent, that a load is for so many instances. */
export function cpuOf(busy: number, instances: number): number {
  return instances === 0 ? 0 : (busy * WHOLE_PERCENT) / instances;
}
