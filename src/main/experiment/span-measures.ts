/**
 * Measures of a span of time: the difference between two looks at one run.
 *
 * The served fraction of a span is what was served in time of all that ended within it. What was
 * in flight at its beginning counts where it ends, as it does for the service itself.
 */
import { bareName } from '../../shared/kernel/ids.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { BoundMeasure, BoundOver, CaseMeasure } from '../../shared/model/experiment-shape.ts';
import type { RunSummary } from '../../shared/views/workspace-view.ts';
import type { Engine } from '../engine/index.ts';

const MICRO = 1_000_000;

type Count = 'offered' | 'served' | 'late' | 'refused' | 'lost';

/** What a span reads of a run. */
export interface Totals {
  readonly services: readonly Pick<RunSummary['services'][number], 'name' | Count>[];
  readonly costMicroUsd: number;
  /** Figures that only a case has; absent before any fault. */
  readonly ofCase?: CaseFigures;
}

/** What a case has come to so far, of one service or of the one that fares worst. */
export type CaseFigures = (measure: CaseMeasure, service: string | undefined) => number;

/** What stands in a room before anything has happened. */
export const NOTHING_YET: Totals = { services: [], costMicroUsd: 0 };

export interface Span {
  readonly before: Totals;
  readonly after: Totals;
}

/** What a bound measured, and whether it holds. */
export interface BoundOutcome {
  readonly measure: BoundMeasure;
  readonly service?: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly holds: boolean;
}

/** Works out an amount of a bound. */
export type AmountOf<A> = (amount: A) => Result<number>;

/** Bounds and how their amounts are read. */
export interface Bounds<A> {
  readonly bounds: readonly BoundOver<A>[];
  readonly amountOf: AmountOf<A>;
}

/** Looks at a run; the cost is only worked out where a bound asks for it. */
export function lookAtTotals(engine: Engine, withCost: boolean): Totals {
  return withCost ? engine.summary() : { services: engine.metrics().services, costMicroUsd: 0 };
}

/** Whether a bound asks for the cost. */
export function asksForCost(bounds: readonly { readonly measure: BoundMeasure }[]): boolean {
  return bounds.some(({ measure }) => measure === 'cost');
}

/** The value of a measure over a span; 1 for a fraction of nothing. */
function spanMeasure(
  span: Span,
  of: { readonly measure: BoundMeasure; readonly service?: string | undefined },
): number {
  const { measure, service } = of;
  if (measure === 'cost') return (span.after.costMicroUsd - span.before.costMicroUsd) / MICRO;
  const name = service === undefined ? undefined : bareName(service);
  switch (measure) {
    case 'machinesLost':
    case 'secondsDown':
    case 'secondsToRecover':
    case 'allocationFailures':
      return span.after.ofCase?.(measure, name) ?? 0;
    default:
      return countOver(span, { measure, name });
  }
}

function countOver(
  span: Span,
  {
    measure,
    name,
  }: { readonly measure: Count | 'servedFraction'; readonly name: string | undefined },
): number {
  function counted(count: Count): number {
    return sumOf(span.after, { count, name }) - sumOf(span.before, { count, name });
  }
  if (measure !== 'servedFraction') return counted(measure);
  const served = counted('served');
  const ended = served + counted('late') + counted('refused') + counted('lost');
  return ended === 0 ? 1 : served / ended;
}

function sumOf(
  totals: Totals,
  of: { readonly count: Count; readonly name: string | undefined },
): number {
  return totals.services
    .filter(({ name }) => of.name === undefined || name === of.name)
    .reduce((sum, service) => sum + service[of.count], 0);
}

/** Holds a span against bounds. Refuses as their amounts do, and for a service there is not. */
export function judgeSpan<A>(span: Span, given: Bounds<A>): Result<BoundOutcome[]> {
  const outcomes: BoundOutcome[] = [];
  for (const bound of given.bounds) {
    const min = amount(bound.min, given.amountOf);
    if (!min.ok) return min;
    const max = amount(bound.max, given.amountOf);
    if (!max.ok) return max;
    const { measure, service } = bound;
    if (service !== undefined && !hasService(span.after, service)) return err(noService(service));
    const value = spanMeasure(span, bound);
    const holds = value >= (min.value ?? -Infinity) && value <= (max.value ?? Infinity);
    outcomes.push({
      measure,
      ...(service === undefined ? {} : { service }),
      value,
      ...(min.value === undefined ? {} : { min: min.value }),
      ...(max.value === undefined ? {} : { max: max.value }),
      holds,
    });
  }
  return ok(outcomes);
}

function amount<A>(value: A | undefined, amountOf: AmountOf<A>): Result<number | undefined> {
  return value === undefined ? ok(undefined) : amountOf(value);
}

function hasService(totals: Totals, service: string): boolean {
  return totals.services.some(({ name }) => name === bareName(service));
}

function noService(service: string): AppError {
  return {
    code: 'service.notFound',
    message: `There is no service ${service} in the room the experiment is tried on.`,
    hint: 'Write the name of a service of the room, or leave it out to mean all of them.',
    details: { service },
  };
}
