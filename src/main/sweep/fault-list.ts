/**
 * What a sweep tries: every single fault, or every pair of faults of one kind, of some kinds and at
 * some parts.
 *
 * Pairs grow with the square, so they are made of few kinds of part unless others are named, and
 * there is a limit that is told before anything is tried.
 */
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { FAULT_KINDS, FAULT_RULES, type FaultKind } from '../../shared/model/fault-kinds.ts';
import { SWEEP_KINDS } from '../../shared/model/kinds.ts';
import type { SWEEP_SIZES } from '../../shared/views/sweep-view.ts';
import type { Fault, Trials } from './fault-trial.ts';

/** Kinds of part of which pairs are made unless others are named. */
const PAIR_KINDS: readonly string[] = ['feed', 'rack', 'switch', 'zone', 'updateDomain'];
/** Places so wide that all of a room stands in them; tried when they are named. */
const WIDE: readonly string[] = ['site', 'datacenter', 'room', 'row'];
/** Not a part that can be cut: its machines are stopped. */
const DOMAIN = 'updateDomain';

/** Faults one sweep tries at most: every pair of a thousand parts. */
export const FAULTS_MAX = 500_000;

export interface FaultChoice {
  readonly every: (typeof SWEEP_SIZES)[number];
  /** Kinds of fault and kinds of part, mixed. Undefined: the usual ones for that size. */
  readonly kinds: readonly string[] | undefined;
}

/** What a kind of fault may happen to, as words before the colon. */
function targetsOf(kind: FaultKind): readonly string[] {
  return kind === 'cut' ? [...FAULT_RULES.cut.targets, DOMAIN] : FAULT_RULES[kind].targets;
}

/** What it is aimed at when no part is named. */
function usualTargets(kind: FaultKind, every: FaultChoice['every']): readonly string[] {
  const all = targetsOf(kind);
  if (every === 'pair') return PAIR_KINDS.filter((word) => all.includes(word));
  if (kind === 'cut') return SWEEP_KINDS;
  return all.filter((word) => !WIDE.includes(word));
}

function isFaultKind(word: string): word is FaultKind {
  return FAULT_KINDS.some((kind) => kind === word);
}

/**
 * Everything a choice asks for, in the order of kinds and parts. Refuses with `sweep.tooMany`, and
 * with `sweep.kindsApart` when a part is named that none of the kinds can happen to.
 */
export function chooseFaults(trials: Trials, choice: FaultChoice): Result<Fault[]> {
  const asked = choice.kinds ?? [];
  const named = asked.filter(isFaultKind);
  const kinds: FaultKind[] = named.length === 0 ? ['cut'] : named;
  const parts = asked.filter((word) => !isFaultKind(word));
  const apart = parts.find((word) => !kinds.some((kind) => targetsOf(kind).includes(word)));
  if (apart !== undefined) return kindsApart(kinds, apart);
  const aims = kinds.map((kind) => ({
    kind,
    targets: idsOf(
      trials,
      parts.length === 0
        ? usualTargets(kind, choice.every)
        : parts.filter((word) => targetsOf(kind).includes(word)),
    ),
  }));
  const count = aims.reduce(
    (sum, { targets }) =>
      sum + (choice.every === 'pair' ? pairsOf(targets.length) : targets.length),
    0,
  );
  if (count > FAULTS_MAX) return tooMany(count, aims.flatMap(({ targets }) => targets).length);
  return ok(
    aims.flatMap(({ kind, targets }) =>
      choice.every === 'pair'
        ? pairs(kind, targets)
        : targets.map((one) => ({ kind, targets: [one] })),
    ),
  );
}

function idsOf(trials: Trials, words: readonly string[]): string[] {
  return words.flatMap((word) =>
    word === DOMAIN ? [...trials.domains.keys()] : trials.ground.idsOf([word]),
  );
}

function pairs(kind: FaultKind, targets: readonly string[]): Fault[] {
  return targets.flatMap((first, index) =>
    targets.slice(index + 1).map((second) => ({ kind, targets: [first, second] })),
  );
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}

function tooMany(count: number, parts: number): Result<never> {
  return err({
    code: 'sweep.tooMany',
    message: `That would be ${count} faults; one sweep tries at most ${FAULTS_MAX}.`,
    hint: 'Name fewer kinds.',
    details: { count, max: FAULTS_MAX, parts },
  });
}

function kindsApart(kinds: readonly FaultKind[], part: string): Result<never> {
  const targets = [...new Set(kinds.flatMap(targetsOf))];
  return err({
    code: 'sweep.kindsApart',
    message: `${kinds.join(', ')} cannot happen to a ${part}.`,
    hint: `It may be aimed at ${targets.join(', ')}.`,
    details: { kinds: [...kinds], part, targets },
  });
}
