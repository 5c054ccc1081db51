/**
 * What an autoscaler measures: each minute the instances that count, and from the minutes of a
 * rule's window one value (rules ENG-X2 and ENG-X7; docs/facts.md, facts 88 and 94). What follows
 * from a reading is decided elsewhere.
 */
import { US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import {
  AUTOSCALE_METRICS,
  METRIC_AGGREGATIONS,
  METRIC_STATISTICS,
  POWER_STATES,
} from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { advanceBusy } from './backend-load.ts';
import { instancesOf } from './set-instances.ts';

/** Time between two samples. */
export const SAMPLE_US = US_PER_MINUTE;
const RUNNING = POWER_STATES.indexOf('running');
const CPU = AUTOSCALE_METRICS.indexOf('cpu');
const WHOLE_PERCENT = 100;

interface MachineLoad {
  readonly cpuPercent: number;
  readonly queued: number;
}

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
  const cpus = loads.map(({ cpuPercent }) => cpuPercent);
  const queues = loads.map(({ queued }) => queued);
  col.scaleSet[row] = set + 1;
  col.atUs[row] = world.nowUs;
  col.instances[row] = loads.length;
  col.cpuPercent[row] = average(cpus);
  col.cpuLeast[row] = Math.min(...cpus);
  col.cpuMost[row] = Math.max(...cpus);
  col.queuePerInstance[row] = average(queues);
  col.queueLeast[row] = Math.min(...queues);
  col.queueMost[row] = Math.max(...queues);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleMachine(world: World, vm: number): MachineLoad {
  let busyUs = 0;
  let queued = 0;
  let workers = 0;
  const { col } = world.backend;
  for (const backend of world.pools.backendsOfVm(vm)) {
    advanceBusy(world, backend);
    busyUs += col.busyTimeUs[backend]! - col.busySampledUs[backend]!;
    col.busySampledUs[backend] = col.busyTimeUs[backend]!;
    queued += col.queued[backend]!;
    for (const service of world.pools.servicesOfBalancer(col.balancer[backend]! - 1)) {
      workers += world.service.col.workers[service]!;
    }
  }
  const cpuPercent = workers === 0 ? 0 : (busyUs * WHOLE_PERCENT) / (workers * SAMPLE_US);
  return { cpuPercent, queued };
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
    minutes.push(statisticOf(world, rule, row));
  }
  if (minutes.length === 0) return undefined;
  const value = aggregate(minutes, METRIC_AGGREGATIONS[aggregation[rule]!]!);
  if (dividePerInstance[rule] === 0) return value;
  return value / Math.max(1, world.scaleSet.col.capacity[set]!);
}

/** One minute's value over the instances. */
function statisticOf(world: World, rule: number, row: number): number {
  const { metric, statistic } = world.scaleRule.col;
  const { col } = world.scaleSample;
  const cpu = metric[rule] === CPU;
  const mean = cpu ? col.cpuPercent[row]! : col.queuePerInstance[row]!;
  switch (METRIC_STATISTICS[statistic[rule]!]) {
    case 'minimum':
      return cpu ? col.cpuLeast[row]! : col.queueLeast[row]!;
    case 'maximum':
      return cpu ? col.cpuMost[row]! : col.queueMost[row]!;
    case 'sum':
      return mean * col.instances[row]!;
    case 'count':
      return col.instances[row]!;
    default:
      return mean;
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
