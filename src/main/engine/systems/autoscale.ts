/**
 * Autoscale: rules that change the capacity of a scale set (rules ENG-X1 to ENG-X8; docs/facts.md,
 * facts 86 to 97).
 *
 * Once a minute a set is measured, its profile is chosen and its rules are evaluated: clamp, scale
 * out when any rule asks for it, or ahead of a forecast, scale in only when all do and no flapping
 * would follow. Every decision is written down with the numbers it was made from.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import {
  AUTOSCALE_METRICS,
  AUTOSCALE_OPERATORS,
  FORECAST_MODES,
  METRIC_AGGREGATIONS,
  METRIC_STATISTICS,
  SCALE_CHANGES,
  SCALE_DIRECTIONS,
} from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { cpuOf, FORECAST_DAYS_MIN, forecastLoad, rememberLoad } from './autoscale-forecast.ts';
import type { Forecast } from './autoscale-forecast.ts';
import { note, numbersOf, rounded, tellForecast, write } from './autoscale-log.ts';
import type { Conclusion, Reading } from './autoscale-log.ts';
import { chooseProfile, limitsOf, profileName } from './autoscale-profiles.ts';
import type { Limits } from './autoscale-profiles.ts';
import { projectRule, readRule, SAMPLE_US, sampleSet } from './autoscale-readings.ts';
import { scaleTo } from './scale-sets.ts';

/** Time between two evaluations; the service takes 30 to 60 s (fact 86). */
const EVALUATION_US = SAMPLE_US;
const CPU = AUTOSCALE_METRICS.indexOf('cpu');
const OUT = SCALE_DIRECTIONS.indexOf('out');
const PERCENT = SCALE_CHANGES.indexOf('percent');
const EXACT = SCALE_CHANGES.indexOf('exact');
const AVERAGE = METRIC_STATISTICS.indexOf('average');
const AVERAGE_OF_WINDOW = METRIC_AGGREGATIONS.indexOf('average');
const FORECAST_OFF = FORECAST_MODES.indexOf('disabled');
const FORECAST_ACTS = FORECAST_MODES.indexOf('enabled');
const WHOLE_PERCENT = 100;
/** What `lastForecast` holds for a forecast of so many instances; 1 stands for "none yet". */
const FORECAST_SAID = 2;

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

/** The rules of a set in all its profiles, or in one, in the order given. */
export function rulesOf(world: World, set: number, profile?: number): number[] {
  const { scaleSet, profile: of } = world.scaleRule.col;
  return [...world.scaleRule.slots()].filter(
    (rule) => scaleSet[rule] === set + 1 && (profile === undefined || of[rule] === profile + 1),
  );
}

/** Event: a minute is over. */
export function onAutoscale(world: World, set: number): void {
  scheduleEvaluation(world, set);
  const { windowUs } = world.scaleRule.col;
  sampleSet(world, set, Math.max(0, ...rulesOf(world, set).map((rule) => windowUs[rule]!)));
  if (world.scaleSet.col.forecastMode[set] !== FORECAST_OFF) rememberLoad(world, set);
  evaluate(world, set);
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
    case '<=':
      return value <= limit;
    case '==':
      return value === limit;
    default:
      return value !== limit;
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

/** What one evaluation looks at. */
interface Evaluation {
  readonly set: number;
  readonly profile: number;
  readonly limits: Limits;
  readonly current: number;
  readonly readings: readonly Reading[];
  /** What will be, if that is known. */
  readonly forecast: Forecast | undefined;
}

/** Chooses the profile, evaluates its rules on what was measured so far, and acts. */
export function evaluate(world: World, set: number): void {
  const profile = enterProfile(world, set);
  const limits = limitsOf(world, set, profile);
  const { minimum, maximum, defaultCount } = limits;
  const current = world.scaleSet.col.capacity[set]!;
  const clamped = Math.min(maximum, Math.max(minimum, current));
  const about = { set, limits };
  if (clamped !== current) {
    act(world, about, { outcome: 'clamped', to: clamped, details: { minimum, maximum } });
    return;
  }
  const readings = read(world, set, profile);
  if (readings === undefined) {
    if (current < defaultCount)
      act(world, about, { outcome: 'metricsMissing', to: defaultCount, details: {} });
    return;
  }
  const forecast = lookAhead(world, set);
  const evaluation: Evaluation = { set, profile, limits, current, readings, forecast };
  const { direction } = world.scaleRule.col;
  const fired = readings.filter(({ rule, value }) => triggers(world, rule, value));
  const out = fired.filter(({ rule }) => direction[rule] === OUT);
  const inward = readings.filter(({ rule }) => direction[rule] !== OUT);
  const allIn = inward.length > 0 && inward.every((reading) => fired.includes(reading));
  if (out.length > 0) scaleOut(world, evaluation, out);
  else if (!scaleAhead(world, evaluation) && allIn) scaleIn(world, evaluation, inward);
}

/** Goes over to the profile of this moment, and says so when it is another than before. */
function enterProfile(world: World, set: number): number {
  const { col } = world.scaleSet;
  const before = col.profile[set]! - 1;
  const profile = chooseProfile(world, set);
  if (profile === before) return profile;
  col.profile[set] = profile + 1;
  world.scaleSet.dirty.touch(set);
  const { minimum, maximum } = limitsOf(world, set, profile);
  happen(world, {
    kind: 'autoscale.profile',
    table: 'scaleSet',
    slot: set,
    cause: 0,
    details: {
      profile: profileName(world, profile),
      before: profileName(world, before),
      minimum,
      maximum,
    },
  });
  return profile;
}

/** Every rule's value; undefined when one has none (fact 91). */
function read(world: World, set: number, profile: number): Reading[] | undefined {
  const readings: Reading[] = [];
  for (const rule of rulesOf(world, set, profile)) {
    const value = readRule(world, set, rule);
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

function scaleOut(world: World, evaluation: Evaluation, fired: readonly Reading[]): void {
  const { set, current, limits } = evaluation;
  const chosen = largest(world, fired, current);
  const to = Math.min(limits.maximum, chosen.to);
  const details = numbersOf(world, chosen);
  if (to <= current) note(world, set, { outcome: 'atLimit', to: current, details });
  else if (world.nowUs < world.scaleSet.col.cooldownUntilUs[set]!)
    waitForCooldown(world, set, chosen);
  else act(world, evaluation, { outcome: 'scaledOut', to, details, rule: chosen.rule });
}

function scaleIn(world: World, evaluation: Evaluation, fired: readonly Reading[]): void {
  const { set, current, limits } = evaluation;
  const chosen = largest(world, fired, current);
  const wanted = Math.max(limits.minimum, chosen.to);
  if (wanted >= current) return;
  if (world.nowUs < world.scaleSet.col.cooldownUntilUs[set]!) {
    waitForCooldown(world, set, chosen);
    return;
  }
  for (let to = wanted; to < current; to += 1) {
    if (flapsAt(world, evaluation, to) !== undefined) continue;
    const outcome = to === wanted ? 'scaledIn' : 'adjusted';
    const details = { ...numbersOf(world, chosen), wanted };
    act(world, evaluation, { outcome, to, details, rule: chosen.rule });
    return;
  }
  const flap = flapsAt(world, evaluation, current - 1);
  const details = { ...numbersOf(world, chosen), to: current - 1, ...flap };
  note(world, set, { outcome: 'flapping', to: current, details });
}

/**
 * The numbers of a scale-out rule that would fire at another count: value × n ÷ n′ (fact 92), or
 * what the forecast makes of that count; undefined when none would.
 */
function flapsAt(
  world: World,
  evaluation: Evaluation,
  to: number,
): Record<string, number> | undefined {
  const { current: from, readings, forecast, set } = evaluation;
  const acts = world.scaleSet.col.forecastMode[set] === FORECAST_ACTS;
  if (to === 0) return undefined;
  for (const { rule, value } of readings) {
    if (world.scaleRule.col.direction[rule] !== OUT) continue;
    const threshold = world.scaleRule.col.threshold[rule]!;
    const projected = projectRule(world, rule, { value, from, to });
    if (triggers(world, rule, projected)) {
      return {
        outValue: rounded(value),
        projected: rounded(projected),
        outThreshold: threshold,
      };
    }
    if (forecast === undefined || !acts || !isForecastable(world, rule)) continue;
    const ahead = cpuOf(forecast.busy, to);
    if (!triggers(world, rule, ahead)) continue;
    return {
      outValue: rounded(cpuOf(forecast.busy, from)),
      projected: rounded(ahead),
      outThreshold: threshold,
    };
  }
  return undefined;
}

/** Forecasts are of the average processor share alone (fact 96). */
function isForecastable(world: World, rule: number): boolean {
  const { metric, direction, statistic, aggregation, dividePerInstance } = world.scaleRule.col;
  return (
    metric[rule] === CPU &&
    direction[rule] === OUT &&
    statistic[rule] === AVERAGE &&
    aggregation[rule] === AVERAGE_OF_WINDOW &&
    dividePerInstance[rule] === 0
  );
}

/** The forecast, if there is one; that there is none is said once. */
function lookAhead(world: World, set: number): Forecast | undefined {
  const mode = world.scaleSet.col.forecastMode[set]!;
  if (mode === FORECAST_OFF) return undefined;
  const forecast = forecastLoad(world, set);
  if (forecast.known !== undefined) return forecast.known;
  const details = { days: forecast.days, daysNeeded: FORECAST_DAYS_MIN };
  tellForecast(world, set, { outcome: 'noForecast', details, said: 1 });
  return undefined;
}

/**
 * Scales out ahead of a forecast: to the smallest count at which no scale-out rule would fire. True
 * when the forecast asks for more than there is, whether or not it may have it.
 */
function scaleAhead(world: World, evaluation: Evaluation): boolean {
  const { set, current, limits, readings, forecast } = evaluation;
  if (forecast === undefined) return false;
  const rules = readings.map(({ rule }) => rule).filter((rule) => isForecastable(world, rule));
  function fires(count: number): number | undefined {
    const cpu = cpuOf(forecast?.busy ?? 0, count);
    return rules.find((rule) => triggers(world, rule, cpu));
  }
  const { lastForecast, forecastMode, cooldownUntilUs } = world.scaleSet.col;
  const rule = fires(current);
  if (rule === undefined) {
    lastForecast[set] = 0;
    return false;
  }
  let to = current;
  while (to < limits.maximum && fires(to) !== undefined) to += 1;
  const details = {
    ...numbersOf(world, { rule, value: cpuOf(forecast.busy, current) }),
    days: forecast.days,
    forecastAtUs: forecast.atUs,
    projected: rounded(cpuOf(forecast.busy, to)),
  };
  if (forecastMode[set] !== FORECAST_ACTS) {
    const said = FORECAST_SAID + to;
    tellForecast(world, set, { outcome: 'forecast', details: { ...details, ahead: to }, said });
    return false;
  }
  if (to === current) note(world, set, { outcome: 'atLimit', to, details });
  else if (world.nowUs < cooldownUntilUs[set]!) {
    waitForCooldown(world, set, { rule, value: cpuOf(forecast.busy, current) });
  } else act(world, evaluation, { outcome: 'predicted', to, details, rule });
  return true;
}

function waitForCooldown(world: World, set: number, chosen: Reading): void {
  const untilUs = world.scaleSet.col.cooldownUntilUs[set]!;
  const to = world.scaleSet.col.capacity[set]!;
  note(world, set, { outcome: 'cooldown', to, details: { ...numbersOf(world, chosen), untilUs } });
}

/** Writes a decision down and carries it out. */
function act(
  world: World,
  about: { readonly set: number; readonly limits: Limits },
  conclusion: Conclusion,
): void {
  const { set, limits } = about;
  const cause = write(world, set, conclusion);
  const inRange = conclusion.to >= limits.minimum && conclusion.to <= limits.maximum;
  assert(inRange, 'An evaluation keeps the capacity inside its limits [INV-13]');
  if (conclusion.rule !== undefined) {
    const { cooldownUs } = world.scaleRule.col;
    world.scaleSet.col.cooldownUntilUs[set] = world.nowUs + cooldownUs[conclusion.rule]!;
  }
  scaleTo(world, set, { capacity: conclusion.to, cause });
}
