/**
 * Autoscale: rules that change the capacity of a scale set (rules ENG-X1 to ENG-X6; docs/facts.md,
 * facts 86 to 97).
 *
 * Once a minute a set is measured and its rules are evaluated: clamp, scale out when any rule asks
 * for it, scale in only when all do and no flapping would follow. Every decision is written down
 * with the numbers it was made from.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import { US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import {
  AUTOSCALE_METRICS,
  AUTOSCALE_OPERATORS,
  AUTOSCALE_OUTCOMES,
  POWER_STATES,
  SCALE_CHANGES,
  SCALE_DIRECTIONS,
  type AutoscaleOutcome,
} from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { advanceBusy } from './backend-load.ts';
import { scaleTo } from './scale-sets.ts';
import { instancesOf } from './set-instances.ts';

/** Time between two evaluations; the service takes 30 to 60 s (fact 86). */
const EVALUATION_US = US_PER_MINUTE;
const RUNNING = POWER_STATES.indexOf('running');
const CPU = AUTOSCALE_METRICS.indexOf('cpu');
const OUT = SCALE_DIRECTIONS.indexOf('out');
const PERCENT = SCALE_CHANGES.indexOf('percent');
const EXACT = SCALE_CHANGES.indexOf('exact');
const WHOLE_PERCENT = 100;

/** Begins to evaluate a set, the first time a minute from now. */
export function startAutoscale(world: World, set: number): void {
  world.scaleSet.col.autoscaleSerial[set]! += 1;
  scheduleEvaluation(world, set);
}

function scheduleEvaluation(world: World, set: number): void {
  world.schedule({
    atUs: world.nowUs + EVALUATION_US,
    priority: PRIORITY.lifecycle,
    kind: EVENT.autoscale,
    slot: set,
    generation: world.scaleSet.generation[set]!,
    payload: world.scaleSet.col.autoscaleSerial[set]!,
  });
}

/** The rules of a set, in the order given. */
export function rulesOf(world: World, set: number): number[] {
  const { scaleSet } = world.scaleRule.col;
  return [...world.scaleRule.slots()].filter((rule) => scaleSet[rule] === set + 1);
}

/** Event: a minute is over. */
export function onAutoscale(world: World, set: number): void {
  scheduleEvaluation(world, set);
  sample(world, set);
  evaluate(world, set);
}

/** Workers busy and requests waiting, averaged over the running instances and the last minute. */
function sample(world: World, set: number): void {
  const running = instancesOf(world, set).filter((vm) => world.vm.col.powerState[vm] === RUNNING);
  let cpuPercent = 0;
  let queued = 0;
  for (const vm of running) {
    const load = sampleMachine(world, vm);
    cpuPercent += load.cpuPercent;
    queued += load.queued;
  }
  forgetOldSamples(world, set);
  if (running.length === 0) return;
  const row = world.scaleSample.allocate();
  const { col } = world.scaleSample;
  col.scaleSet[row] = set + 1;
  col.atUs[row] = world.nowUs;
  col.cpuPercent[row] = cpuPercent / running.length;
  col.queuePerInstance[row] = queued / running.length;
}

function sampleMachine(world: World, vm: number): { cpuPercent: number; queued: number } {
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
  const cpuPercent = workers === 0 ? 0 : (busyUs * WHOLE_PERCENT) / (workers * EVALUATION_US);
  return { cpuPercent, queued };
}

function forgetOldSamples(world: World, set: number): void {
  const { windowUs } = world.scaleRule.col;
  const longest = Math.max(0, ...rulesOf(world, set).map((rule) => windowUs[rule]!));
  for (const row of world.scaleSample.slots()) {
    const { scaleSet, atUs } = world.scaleSample.col;
    if (scaleSet[row] === set + 1 && atUs[row]! <= world.nowUs - longest)
      world.scaleSample.release(row);
  }
}

/** A rule's metric averaged over its window; undefined when nothing was measured in it. */
function measured(world: World, set: number, rule: number): number | undefined {
  const { metric, windowUs } = world.scaleRule.col;
  const { scaleSet, atUs, cpuPercent, queuePerInstance } = world.scaleSample.col;
  let sum = 0;
  let count = 0;
  for (const row of world.scaleSample.slots()) {
    if (scaleSet[row] !== set + 1 || atUs[row]! <= world.nowUs - windowUs[rule]!) continue;
    sum += metric[rule] === CPU ? cpuPercent[row]! : queuePerInstance[row]!;
    count += 1;
  }
  return count === 0 ? undefined : sum / count;
}

/** Whether a value passes a rule's threshold. */
function triggers(world: World, rule: number, value: number): boolean {
  const { operator, threshold } = world.scaleRule.col;
  const limit = threshold[rule]!;
  switch (AUTOSCALE_OPERATORS[operator[rule]!]) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    default:
      return value <= limit;
  }
}

/** The capacity a rule asks for; per cent are rounded away from zero, at least one (fact 95). */
function resultOf(world: World, rule: number, current: number): number {
  const { change, value, direction } = world.scaleRule.col;
  const amount = value[rule]!;
  if (change[rule] === EXACT) return amount;
  const step =
    change[rule] === PERCENT ? Math.max(1, Math.ceil((current * amount) / WHOLE_PERCENT)) : amount;
  return direction[rule] === OUT ? current + step : Math.max(0, current - step);
}

interface Reading {
  readonly rule: number;
  readonly value: number;
}

/** Evaluates the rules of a set on what was measured so far, and acts. */
export function evaluate(world: World, set: number): void {
  const { col } = world.scaleSet;
  const current = col.capacity[set]!;
  const minimum = col.minimum[set]!;
  const maximum = col.maximum[set]!;
  const clamped = Math.min(maximum, Math.max(minimum, current));
  if (clamped !== current) {
    act(world, set, { outcome: 'clamped', to: clamped, details: { minimum, maximum } });
    return;
  }
  const readings = read(world, set);
  if (readings === undefined) {
    const wanted = col.defaultCount[set]!;
    if (current < wanted) act(world, set, { outcome: 'metricsMissing', to: wanted, details: {} });
    return;
  }
  const { direction } = world.scaleRule.col;
  const fired = readings.filter(({ rule, value }) => triggers(world, rule, value));
  const out = fired.filter(({ rule }) => direction[rule] === OUT);
  const inward = readings.filter(({ rule }) => direction[rule] !== OUT);
  const allIn = inward.length > 0 && inward.every((reading) => fired.includes(reading));
  if (out.length > 0) scaleOut(world, set, out);
  else if (allIn) scaleIn(world, set, inward, readings);
}

/** Every rule's value; undefined when one has none (fact 91). */
function read(world: World, set: number): Reading[] | undefined {
  const readings: Reading[] = [];
  for (const rule of rulesOf(world, set)) {
    const value = measured(world, set, rule);
    if (value === undefined) return undefined;
    readings.push({ rule, value });
  }
  return readings;
}

/** Among rules that fired, the one that leaves most instances (fact 89). */
function largest(
  world: World,
  fired: readonly Reading[],
  current: number,
): Reading & { to: number } {
  const results = fired.map((reading) => ({
    ...reading,
    to: resultOf(world, reading.rule, current),
  }));
  return results.reduce((best, one) => (one.to > best.to ? one : best));
}

function scaleOut(world: World, set: number, fired: readonly Reading[]): void {
  const { capacity, maximum, cooldownUntilUs } = world.scaleSet.col;
  const current = capacity[set]!;
  const chosen = largest(world, fired, current);
  const to = Math.min(maximum[set]!, chosen.to);
  if (to <= current)
    note(world, set, { outcome: 'atLimit', to: current, details: numbersOf(world, chosen) });
  else if (world.nowUs < cooldownUntilUs[set]!) waitForCooldown(world, set, chosen);
  else
    act(world, set, {
      outcome: 'scaledOut',
      to,
      details: numbersOf(world, chosen),
      rule: chosen.rule,
    });
}

function scaleIn(
  world: World,
  set: number,
  fired: readonly Reading[],
  readings: readonly Reading[],
): void {
  const { capacity, minimum, cooldownUntilUs } = world.scaleSet.col;
  const current = capacity[set]!;
  const chosen = largest(world, fired, current);
  const wanted = Math.max(minimum[set]!, chosen.to);
  if (wanted >= current) return;
  if (world.nowUs < cooldownUntilUs[set]!) {
    waitForCooldown(world, set, chosen);
    return;
  }
  for (let to = wanted; to < current; to += 1) {
    if (flapsAt(world, set, { to, readings }) !== undefined) continue;
    const outcome = to === wanted ? 'scaledIn' : 'adjusted';
    act(world, set, { outcome, to, details: numbersOf(world, chosen), rule: chosen.rule });
    return;
  }
  const flap = flapsAt(world, set, { to: current - 1, readings });
  const details = { ...numbersOf(world, chosen), to: current - 1, ...flap };
  note(world, set, { outcome: 'flapping', to: current, details });
}

/**
 * The numbers of a scale-out rule that would fire at another count: value × n ÷ n′ (fact 92);
 * undefined when none would.
 */
function flapsAt(
  world: World,
  set: number,
  input: { to: number; readings: readonly Reading[] },
): Record<string, number> | undefined {
  const current = world.scaleSet.col.capacity[set]!;
  if (input.to === 0) return undefined;
  for (const { rule, value } of input.readings) {
    if (world.scaleRule.col.direction[rule] !== OUT) continue;
    const projected = (value * current) / input.to;
    if (!triggers(world, rule, projected)) continue;
    return {
      outValue: rounded(value),
      projected: rounded(projected),
      outThreshold: world.scaleRule.col.threshold[rule]!,
    };
  }
  return undefined;
}

function rounded(value: number): number {
  return Math.round(value * WHOLE_PERCENT) / WHOLE_PERCENT;
}

function numbersOf(world: World, reading: Reading): Record<string, string | number> {
  const { metric, operator, threshold, windowUs } = world.scaleRule.col;
  return {
    metric: AUTOSCALE_METRICS[metric[reading.rule]!] ?? '',
    value: rounded(reading.value),
    operator: AUTOSCALE_OPERATORS[operator[reading.rule]!] ?? '',
    threshold: threshold[reading.rule]!,
    windowUs: windowUs[reading.rule]!,
  };
}

function waitForCooldown(world: World, set: number, chosen: Reading): void {
  const untilUs = world.scaleSet.col.cooldownUntilUs[set]!;
  const to = world.scaleSet.col.capacity[set]!;
  note(world, set, { outcome: 'cooldown', to, details: { ...numbersOf(world, chosen), untilUs } });
}

interface Conclusion {
  readonly outcome: AutoscaleOutcome;
  readonly to: number;
  readonly details: Readonly<Record<string, string | number>>;
  /** The rule whose cooldown begins. */
  readonly rule?: number;
}

/** Writes a decision down and carries it out. */
function act(world: World, set: number, conclusion: Conclusion): void {
  const cause = write(world, set, conclusion);
  const { col } = world.scaleSet;
  const inRange = conclusion.to >= col.minimum[set]! && conclusion.to <= col.maximum[set]!;
  assert(inRange, 'An evaluation keeps the capacity inside its limits [INV-13]');
  if (conclusion.rule !== undefined) {
    col.cooldownUntilUs[set] = world.nowUs + world.scaleRule.col.cooldownUs[conclusion.rule]!;
  }
  scaleTo(world, set, { capacity: conclusion.to, cause });
}

/** Writes down why nothing was done, once for as long as it stays so. */
function note(world: World, set: number, conclusion: Conclusion): void {
  const { lastOutcome, lastTarget } = world.scaleSet.col;
  const outcome = AUTOSCALE_OUTCOMES.indexOf(conclusion.outcome);
  if (lastOutcome[set] === outcome + 1 && lastTarget[set] === conclusion.to) return;
  write(world, set, conclusion);
}

function write(world: World, set: number, conclusion: Conclusion): number {
  const { col } = world.scaleSet;
  col.lastOutcome[set] = AUTOSCALE_OUTCOMES.indexOf(conclusion.outcome) + 1;
  col.lastTarget[set] = conclusion.to;
  return happen(world, {
    kind: 'autoscale.evaluated',
    table: 'scaleSet',
    slot: set,
    cause: 0,
    details: {
      outcome: conclusion.outcome,
      from: col.capacity[set]!,
      to: conclusion.to,
      ...conclusion.details,
    },
  });
}
