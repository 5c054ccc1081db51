/**
 * The words of an autoscaler: every decision written down with the numbers it was made from, and
 * every reason for doing nothing once (rule ENG-X5). Nothing is decided here.
 */
import {
  AUTOSCALE_METRICS,
  AUTOSCALE_OPERATORS,
  AUTOSCALE_OUTCOMES,
  METRIC_AGGREGATIONS,
  METRIC_STATISTICS,
  type AutoscaleOutcome,
} from '../../../shared/model/kinds.ts';
import { happen, type World } from '../world/world.ts';
import { DEFAULT_PROFILE, profileName } from './autoscale-profiles.ts';

const AVERAGE = METRIC_STATISTICS.indexOf('average');
const AVERAGE_OF_WINDOW = METRIC_AGGREGATIONS.indexOf('average');
const HUNDREDTHS = 100;

/** A rule with its value. */
export interface Reading {
  readonly rule: number;
  readonly value: number;
}

/** What an evaluation came to. */
export interface Conclusion {
  readonly outcome: AutoscaleOutcome;
  readonly to: number;
  readonly details: Readonly<Record<string, string | number>>;
  /** The rule whose cooldown begins. */
  readonly rule?: number;
}

/** To two digits, as it is shown. */
export function rounded(value: number): number {
  return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
}

/** The numbers of a rule that an explanation needs. */
export function numbersOf(world: World, reading: Reading): Record<string, string | number> {
  const { metric, operator, threshold, windowUs } = world.scaleRule.col;
  const { statistic, aggregation, dividePerInstance } = world.scaleRule.col;
  const { rule, value } = reading;
  return {
    metric: AUTOSCALE_METRICS[metric[rule]!] ?? '',
    value: rounded(value),
    operator: AUTOSCALE_OPERATORS[operator[rule]!] ?? '',
    threshold: threshold[rule]!,
    windowUs: windowUs[rule]!,
    ...(statistic[rule] === AVERAGE ? {} : { statistic: METRIC_STATISTICS[statistic[rule]!]! }),
    ...(aggregation[rule] === AVERAGE_OF_WINDOW
      ? {}
      : { aggregation: METRIC_AGGREGATIONS[aggregation[rule]!]! }),
    ...(dividePerInstance[rule] === 0 ? {} : { dividePerInstance: 1 }),
  };
}

/** Writes down why nothing was done, once for as long as it stays so. */
export function note(world: World, set: number, conclusion: Conclusion): void {
  const { lastOutcome, lastTarget } = world.scaleSet.col;
  const outcome = AUTOSCALE_OUTCOMES.indexOf(conclusion.outcome);
  if (lastOutcome[set] === outcome + 1 && lastTarget[set] === conclusion.to) return;
  write(world, set, conclusion);
}

/** Writes a decision down; gives its happening. */
export function write(world: World, set: number, conclusion: Conclusion): number {
  const { col } = world.scaleSet;
  col.lastOutcome[set] = AUTOSCALE_OUTCOMES.indexOf(conclusion.outcome) + 1;
  col.lastTarget[set] = conclusion.to;
  return happenEvaluated(world, set, conclusion);
}

/** Writes down what a forecast says, once for as long as it says the same. */
export function tellForecast(
  world: World,
  set: number,
  told: { outcome: AutoscaleOutcome; details: Conclusion['details']; said: number },
): void {
  const { lastForecast, capacity } = world.scaleSet.col;
  if (lastForecast[set] === told.said) return;
  lastForecast[set] = told.said;
  happenEvaluated(world, set, { outcome: told.outcome, to: capacity[set]!, details: told.details });
}

function happenEvaluated(world: World, set: number, conclusion: Conclusion): number {
  const { col } = world.scaleSet;
  const profile = col.profile[set]! - 1;
  return happen(world, {
    kind: 'autoscale.evaluated',
    table: 'scaleSet',
    slot: set,
    cause: 0,
    details: {
      outcome: conclusion.outcome,
      from: col.capacity[set]!,
      to: conclusion.to,
      ...(profile === DEFAULT_PROFILE ? {} : { profile: profileName(world, profile) }),
      ...conclusion.details,
    },
  });
}
