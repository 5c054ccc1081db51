/**
 * Measures of a span of time: the difference between two summaries of one run.
 *
 * The served fraction of a span is what was served in time of all that ended within it. What was
 * in flight at its beginning counts where it ends, as it does for the service itself.
 */
import { bareName } from '../../shared/kernel/ids.ts';
import { nameIn } from '../workspace/scenario-run.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { Bound } from '../../shared/lab/check-schema.ts';
import { evaluateNumber, type Scope } from '../../shared/lab/expression.ts';
import type { RunSummary } from '../../shared/views/workspace-view.ts';

const MICRO = 1_000_000;

/** What a span reads of a summary. */
export type Totals = Pick<RunSummary, 'services' | 'costMicroUsd'>;

/** What stands in a room before anything has happened. */
export const NOTHING_YET: Totals = { services: [], costMicroUsd: 0 };

export interface Span {
  readonly before: Totals;
  readonly after: Totals;
}

/** What a bound measured, and whether it holds. */
export interface BoundOutcome {
  readonly measure: Bound['measure'];
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly holds: boolean;
}

type Count = 'offered' | 'served' | 'late' | 'refused' | 'lost';

/** The value of a measure over a span; 1 for a fraction of nothing. */
export function spanMeasure(span: Span, of: Pick<Bound, 'measure' | 'service'>): number {
  const { measure, service } = of;
  if (measure === 'cost') return (span.after.costMicroUsd - span.before.costMicroUsd) / MICRO;
  const name = nameIn(service);
  function counted(count: Count): number {
    return sumOf(span.after, { count, name }) - sumOf(span.before, { count, name });
  }
  if (measure !== 'servedFraction') return counted(measure);
  const served = counted('served');
  const ended = served + counted('late') + counted('refused') + counted('lost');
  return ended === 0 ? 1 : served / ended;
}

function sumOf(
  summary: Totals,
  of: { readonly count: Count; readonly name: string | undefined },
): number {
  return summary.services
    .filter(({ name }) => of.name === undefined || name === of.name)
    .reduce((sum, service) => sum + service[of.count], 0);
}

/** Holds a span against bounds. Refuses as expressions do, and for a service there is not. */
export function judgeSpan(
  span: Span,
  given: { readonly bounds: readonly Bound[]; readonly scope: Scope },
): Result<BoundOutcome[]> {
  const outcomes: BoundOutcome[] = [];
  for (const bound of given.bounds) {
    const min = amount(bound.min, given.scope);
    if (!min.ok) return min;
    const max = amount(bound.max, given.scope);
    if (!max.ok) return max;
    if (bound.service !== undefined && !hasService(span.after, bound.service)) {
      return err(noService(bound.service));
    }
    const value = spanMeasure(span, bound);
    const holds = value >= (min.value ?? -Infinity) && value <= (max.value ?? Infinity);
    outcomes.push({
      measure: bound.measure,
      value,
      ...(min.value === undefined ? {} : { min: min.value }),
      ...(max.value === undefined ? {} : { max: max.value }),
      holds,
    });
  }
  return ok(outcomes);
}

function amount(value: Bound['min'], scope: Scope): Result<number | undefined> {
  return value === undefined ? ok(undefined) : evaluateNumber(value, scope);
}

function hasService(summary: Totals, service: string): boolean {
  return summary.services.some(({ name }) => name === bareName(service));
}

function noService(service: string): AppError {
  return {
    code: 'service.notFound',
    message: `There is no service ${service} in the room of the attempt.`,
    hint: 'Check the lab: a lock should keep its service from being removed.',
    details: { service },
  };
}
