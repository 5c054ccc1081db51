/**
 * What an autoscaler measures: each minute the instances that count, and from the minutes of a
 * rule's window one value (rules ENG-X2 and ENG-X7; docs/facts.md, facts 88 and 94). What follows
 * from a reading is decided elsewhere.
 */
import { US_PER_MINUTE, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import {
  AUTOSCALE_METRICS,
  METRIC_AGGREGATIONS,
  METRIC_STATISTICS,
  POWER_STATES,
  type AutoscaleMetric,
} from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { systemMemoryMib } from '../../../shared/model/application-needs.ts';
import { advanceBusy } from './backend-load.ts';
import { usedMemoryMib } from './guest-load.ts';
import { guestOf } from './guest-records.ts';
import { instancesOf } from './set-instances.ts';

/** Time between two samples. */
export const SAMPLE_US = US_PER_MINUTE;
const RUNNING = POWER_STATES.indexOf('running');
const WHOLE_PERCENT = 100;
const SECONDS_PER_SAMPLE = SAMPLE_US / US_PER_SECOND;
const US_PER_MS = 1_000;

/** Columns of a metric: mean, least and most over the instances measured, and their number. */
const COLUMNS = {
  cpu: ['cpuPercent', 'cpuLeast', 'cpuMost', 'instances'],
  queue: ['queuePerInstance', 'queueLeast', 'queueMost', 'instances'],
  requests: ['requestsPerSecond', 'requestsLeast', 'requestsMost', 'instances'],
  responseTime: ['responseMs', 'responseLeast', 'responseMost', 'answering'],
  memory: ['memoryPercent', 'memoryLeast', 'memoryMost', 'instances'],
} as const satisfies Readonly<Record<AutoscaleMetric, readonly [string, string, string, string]>>;

/** What one instance showed in a minute; a metric it has no figure for is missing. */
type MachineLoad = Readonly<Partial<Record<AutoscaleMetric, number>>>;

/** Measures the instances that are warm, over the last minute; nothing when there is none. */
export function sampleSet(world: World, set: number, longestWindowUs: number): void {
  const { powerState, runningSinceUs } = world.vm.col;
  const warmUpUs = world.scaleSet.col.warmUpUs[set]!;
  const loads: MachineLoad[] = [];
  for (const vm of instancesOf(world, set)) {
    if (powerState[vm] !== RUNNING) continue;
    // Counters move on also where the figures do not count yet.
    const load = sampleMachine(world, vm);
    if (world.nowUs - runningSinceUs[vm]! >= warmUpUs) loads.push(load);
  }
  forgetOldSamples(world, set, longestWindowUs);
  if (loads.length === 0) return;
  const row = world.scaleSample.allocate();
  const { col } = world.scaleSample;
  col.scaleSet[row] = set + 1;
  col.atUs[row] = world.nowUs;
  col.instances[row] = loads.length;
  for (const metric of AUTOSCALE_METRICS) {
    const values = loads.flatMap((load) => load[metric] ?? []);
    if (values.length === 0) continue;
    const [mean, least, most, measured] = COLUMNS[metric];
    col[mean][row] = average(values);
    col[least][row] = Math.min(...values);
    col[most][row] = Math.max(...values);
    col[measured][row] = values.length;
  }
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleMachine(world: World, vm: number): MachineLoad {
  let busyUs = 0;
  let queue = 0;
  let workers = 0;
  let taken = 0;
  let answered = 0;
  let answeredUs = 0;
  const { col } = world.backend;
  for (const backend of world.pools.backendsOfVm(vm)) {
    advanceBusy(world, backend);
    busyUs += col.busyTimeUs[backend]! - col.busySampledUs[backend]!;
    col.busySampledUs[backend] = col.busyTimeUs[backend]!;
    taken += col.taken[backend]! - col.takenSampled[backend]!;
    col.takenSampled[backend] = col.taken[backend]!;
    answered += col.answered[backend]! - col.answeredSampled[backend]!;
    col.answeredSampled[backend] = col.answered[backend]!;
    answeredUs += col.answeredUs[backend]! - col.answeredSampledUs[backend]!;
    col.answeredSampledUs[backend] = col.answeredUs[backend]!;
    queue += col.queued[backend]!;
    for (const service of world.pools.servicesOfBalancer(col.balancer[backend]! - 1)) {
      workers += world.service.col.workers[service]!;
    }
  }
  const cpu = workers === 0 ? 0 : (busyUs * WHOLE_PERCENT) / (workers * SAMPLE_US);
  const requests = taken / SECONDS_PER_SAMPLE;
  // Who answered nothing has no response time, which is not one of 0.
  const answers = answered === 0 ? {} : { responseTime: answeredUs / answered / US_PER_MS };
  return { cpu, queue, requests, ...answers, memory: memoryPercentOf(world, vm) };
}

/** Memory in use, the system's own part included, as a share of what the machine has. */
function memoryPercentOf(world: World, vm: number): number {
  const guest = guestOf(world, { table: 'vm', slot: vm });
  const wholeMib = world.vm.col.memoryMib[vm]!;
  const usedMib = guest < 0 ? systemMemoryMib(wholeMib) : usedMemoryMib(world, guest);
  return (usedMib * WHOLE_PERCENT) / wholeMib;
}

function forgetOldSamples(world: World, set: number, longestUs: number): void {
  const { scaleSet, atUs } = world.scaleSample.col;
  for (const row of world.scaleSample.slots()) {
    if (scaleSet[row] === set + 1 && atUs[row]! <= world.nowUs - longestUs)
      world.scaleSample.release(row);
  }
}

/** A rule's value over its window; undefined when nothing was measured in it. */
export function readRule(world: World, set: number, rule: number): number | undefined {
  const { windowUs, aggregation, dividePerInstance } = world.scaleRule.col;
  const { scaleSet, atUs } = world.scaleSample.col;
  const minutes: number[] = [];
  for (const row of world.scaleSample.slots()) {
    if (scaleSet[row] !== set + 1 || atUs[row]! <= world.nowUs - windowUs[rule]!) continue;
    const value = statisticOf(world, rule, row);
    if (value !== undefined) minutes.push(value);
  }
  if (minutes.length === 0) return undefined;
  const value = aggregate(minutes, METRIC_AGGREGATIONS[aggregation[rule]!]!);
  if (dividePerInstance[rule] === 0) return value;
  return value / Math.max(1, world.scaleSet.col.capacity[set]!);
}

/** One minute's value over the instances; undefined when none of them had a figure. */
function statisticOf(world: World, rule: number, row: number): number | undefined {
  const { metric, statistic } = world.scaleRule.col;
  const { col } = world.scaleSample;
  const [mean, least, most, measured] = COLUMNS[AUTOSCALE_METRICS[metric[rule]!]!];
  if (col[measured][row] === 0) return undefined;
  switch (METRIC_STATISTICS[statistic[rule]!]) {
    case 'minimum':
      return col[least][row]!;
    case 'maximum':
      return col[most][row]!;
    case 'sum':
      return col[mean][row]! * col[measured][row]!;
    case 'count':
      return col[measured][row]!;
    default:
      return col[mean][row]!;
  }
}

/** The minutes of a window, in the order they were measured, as one value. */
export function aggregate(
  minutes: readonly number[],
  how: (typeof METRIC_AGGREGATIONS)[number],
): number {
  switch (how) {
    case 'minimum':
      return Math.min(...minutes);
    case 'maximum':
      return Math.max(...minutes);
    case 'total':
      return minutes.reduce((sum, value) => sum + value, 0);
    case 'count':
      return minutes.length;
    case 'last':
      return minutes.at(-1) ?? 0;
    default:
      return average(minutes);
  }
}

/**
 * A rule's value as it would be with another number of instances: n ÷ n′ times as much for what is
 * measured at each instance or divided among them, and the same for sums and counts (fact 92).
 */
export function projectRule(
  world: World,
  rule: number,
  given: { readonly value: number; readonly from: number; readonly to: number },
): number {
  const { statistic, aggregation, dividePerInstance } = world.scaleRule.col;
  const word = METRIC_STATISTICS[statistic[rule]!];
  const counts = word === 'count' || METRIC_AGGREGATIONS[aggregation[rule]!] === 'count';
  const whole = (word === 'sum' || counts) && dividePerInstance[rule] === 0;
  return whole ? given.value : (given.value * given.from) / given.to;
}
