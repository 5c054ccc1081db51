/**
 * What a check comes to: a share of its points, and the evidence for it. A check that cannot be
 * graded yet says why and counts as nothing, worded as a next step and not as a fault.
 */
import type { AppError } from '../../shared/kernel/result.ts';
import type { LabText } from '../../shared/lab/lab-words.ts';

/** States of a check's outcome, from best to worst. */
export const OUTCOME_STATES = [
  'passed',
  'partial',
  'failed',
  'notYet',
  'byHand',
  'sealed',
] as const;
export type OutcomeState = (typeof OUTCOME_STATES)[number];

/** Figures that messages may put in by name, and that stand in the results. */
export type Evidence = Readonly<Record<string, string | number>>;

/** One case of an experiment: what was cut, and whether everything wanted held. */
export interface CaseOutcome {
  readonly name: string;
  readonly survived: boolean;
  /** When it began: the moment to jump to. */
  readonly atUs: number;
  /** Of the service that fared worst. */
  readonly servedFraction: number;
  readonly served: number;
  /** Late, refused and lost. */
  readonly failed: number;
  readonly machinesLost: number;
  readonly minutesDown: number;
  /** From its beginning until no service was short any more; only where it was looked on. */
  readonly secondsToRecover?: number;
  /** What failures go back to, most first; `load` for none. */
  readonly causes: readonly { readonly cause: string; readonly failed: number }[];
  /** It was given up by its own rules. */
  readonly aborted: boolean;
  /** In how many of the repeats it was survived; absent without repeats. */
  readonly held?: { readonly of: number; readonly seeds: number };
}

/** One of several things a check looks at, told of by itself. */
export interface ItemOutcome {
  /** The id of a part or of a thing, or the name of a demand. */
  readonly name: string;
  /** From 0 to 1. */
  readonly share: number;
  /** What a part wants, in words of the lab. */
  readonly text?: LabText;
  /** What it came to, in figures or names. */
  readonly note?: string;
}

export interface CheckOutcome {
  readonly state: OutcomeState;
  /** From 0 to 1. */
  readonly share: number;
  readonly evidence: Evidence;
  readonly cases?: readonly CaseOutcome[];
  readonly items?: readonly ItemOutcome[];
  /** Why it cannot be graded yet, or what went wrong with the check itself. */
  readonly problem?: AppError;
}

/** An outcome from the share reached. */
export function shareOutcome(share: number, evidence: Evidence = {}): CheckOutcome {
  const reached = Math.min(1, Math.max(0, share));
  const state = reached >= 1 ? 'passed' : reached > 0 ? 'partial' : 'failed';
  return { state, share: reached, evidence };
}

/** An outcome that is all or nothing. */
export function truthOutcome(isMet: boolean, evidence: Evidence = {}): CheckOutcome {
  return shareOutcome(isMet ? 1 : 0, evidence);
}

/** Items told of one check; those that do not hold come first. */
const ITEMS_TOLD_MAX = 20;

/** An outcome with what it is made of: all or none, or the share that holds where `isPartial`. */
export function itemsOutcome(
  items: readonly ItemOutcome[],
  given: { readonly isPartial: boolean; readonly share: number; readonly evidence: Evidence },
): CheckOutcome {
  const { isPartial, share, evidence } = given;
  const outcome = isPartial ? shareOutcome(share, evidence) : truthOutcome(share >= 1, evidence);
  const told = items.toSorted((a, b) => Number(a.share >= 1) - Number(b.share >= 1));
  return { ...outcome, items: told.slice(0, ITEMS_TOLD_MAX) };
}

/** The mean share of items; 0 of none. */
export function meanShare(items: readonly ItemOutcome[]): number {
  const sum = items.reduce((all, { share }) => all + share, 0);
  return items.length === 0 ? 0 : sum / items.length;
}

/** Not gradable for now. */
export function notYet(problem: AppError, evidence: Evidence = {}): CheckOutcome {
  return { state: 'notYet', share: 0, evidence, problem };
}
