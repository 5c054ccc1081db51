/**
 * What a sweep tries: every single part, or every pair of parts, of some kinds.
 *
 * Pairs grow with the square, so they are made of few kinds unless others are named, and there is
 * a limit that is told before anything is tried.
 */
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { SWEEP_KINDS } from '../../shared/model/kinds.ts';
import type { SWEEP_SIZES } from '../../shared/views/sweep-view.ts';
import type { Fault, Trials } from './fault-trial.ts';

/** Kinds of which pairs are made unless others are named. */
const PAIR_KINDS: readonly string[] = ['feed', 'rack', 'switch', 'zone', 'updateDomain'];

/** Faults one sweep tries at most: every pair of a thousand parts. */
export const FAULTS_MAX = 500_000;

export interface FaultChoice {
  readonly every: (typeof SWEEP_SIZES)[number];
  /** Undefined: the usual ones for that size. */
  readonly kinds: readonly string[] | undefined;
}

/** Everything a choice asks for, in the order of kinds and parts. Refuses with `sweep.tooMany`. */
export function chooseFaults(trials: Trials, choice: FaultChoice): Result<Fault[]> {
  const usual = choice.every === 'pair' ? PAIR_KINDS : SWEEP_KINDS;
  const targets = (choice.kinds ?? usual).flatMap((kind) =>
    kind === 'updateDomain' ? [...trials.domains.keys()] : trials.ground.idsOf([kind]),
  );
  const count = choice.every === 'pair' ? pairsOf(targets.length) : targets.length;
  if (count > FAULTS_MAX) {
    return err({
      code: 'sweep.tooMany',
      message: `That would be ${count} faults; one sweep tries at most ${FAULTS_MAX}.`,
      hint: 'Name fewer kinds.',
      details: { count, max: FAULTS_MAX, parts: targets.length },
    });
  }
  if (choice.every === 'single') return ok(targets.map((target) => ({ targets: [target] })));
  const faults: Fault[] = [];
  for (const [index, first] of targets.entries())
    for (const second of targets.slice(index + 1)) faults.push({ targets: [first, second] });
  return ok(faults);
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}
