/**
 * Cases of an experiment as evidence: what each came to, in figures a learner and a trainer can
 * read, and how cases of several seeds are one case. What is wanted of a case was judged before.
 */
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import type { CheckOf } from '../../shared/lab/check-schema.ts';
import type { TriedCase } from '../experiment/conduct.ts';
import type { CaseOutcome } from './check-outcome.ts';

const SECONDS_PER_MINUTE = 60;
/** Causes told of one case. */
const CAUSES_TOLD_MAX = 4;

type ExperimentCheck = CheckOf<'experiment'>;

/** Whether everything wanted of it held. */
export function isSurvived({ unmet, endedWell }: TriedCase): boolean {
  return unmet === undefined && endedWell;
}

/** What a case came to. */
export function figuresOfCase(check: ExperimentCheck, tried: TriedCase): CaseOutcome {
  const { name, startUs, services, machinesLost, aborted, secondsToRecover } = tried;
  const fractions = services.map(({ served, failed }) =>
    served + failed === 0 ? 1 : served / (served + failed),
  );
  const secondsDown = Math.max(0, ...services.map((one) => one.secondsDown));
  return {
    name,
    survived: isSurvived(tried),
    atUs: startUs,
    servedFraction: Math.min(1, ...fractions),
    served: services.reduce((sum, one) => sum + one.served, 0),
    failed: services.reduce((sum, one) => sum + one.failed, 0),
    machinesLost: machinesLost.length,
    minutesDown: secondsDown / SECONDS_PER_MINUTE,
    ...(isLookedOn(check) ? { secondsToRecover } : {}),
    causes: causesOf(services),
    aborted,
  };
}

/** Whether it was looked at while it ran, so that it is known how long it took. */
function isLookedOn({ abortWhen, blastRadius, during = [] }: ExperimentCheck): boolean {
  const asks = during.some(({ measure }) => measure === 'secondsToRecover');
  return asks || (abortWhen ?? blastRadius) !== undefined;
}

/** The ledger of a case: what its failures go back to. */
function causesOf(services: TriedCase['services']): CaseOutcome['causes'] {
  const counts = new Map<string, number>();
  for (const { roots } of services)
    for (const [cause, count] of roots) counts.set(cause, (counts.get(cause) ?? 0) + count);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || compareCodeUnits(a[0], b[0]))
    .slice(0, CAUSES_TOLD_MAX)
    .map(([cause, failed]) => ({ cause, failed }));
}

/**
 * The cases of several seeds as one list: the same target is the same case; where one is drawn, the
 * first of a seed is the first of another, called as with the learner's own. The figures are those
 * of the first seed that lost it.
 */
export function casesOverSeeds(
  check: ExperimentCheck,
  over: { readonly runs: readonly (readonly TriedCase[])[]; readonly need: number },
): CaseOutcome[] {
  const { runs, need } = over;
  const isDrawn = check.faults.some(({ pick }) => pick === 'one');
  const byCase = new Map<string, TriedCase[]>();
  for (const run of runs) {
    for (const [index, one] of run.entries()) {
      const key = isDrawn ? String(index) : one.name;
      byCase.set(key, [...(byCase.get(key) ?? []), one]);
    }
  }
  return [...byCase.values()].flatMap((tried) => {
    const held = tried.filter(isSurvived).length;
    const shown = tried.find((one) => !isSurvived(one)) ?? tried[0];
    if (shown === undefined) return [];
    const name = tried[0]?.name ?? shown.name;
    const figures = figuresOfCase(check, shown);
    return [{ ...figures, name, survived: held >= need, held: { of: held, seeds: runs.length } }];
  });
}
