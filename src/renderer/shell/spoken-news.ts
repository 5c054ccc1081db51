/**
 * What a person who does not see the map is told of a run: which happenings are worth a sentence,
 * and how few of many. Words are not made here.
 */
import type { Happening } from '../../shared/events/happenings.ts';
import { happeningLooks } from '../timeline/happening-tone.ts';

/** How much is told: nothing, what goes wrong and what is repaired, or everything that happens. */
export const NEWS_LEVELS = ['off', 'important', 'all'] as const;
export type NewsLevel = (typeof NEWS_LEVELS)[number];

/** Sentences at once; nobody listens to more, and the list of events has them all. */
export const SENTENCES_MAX = 3;

export interface News {
  readonly told: readonly Happening[];
  /** Happenings that were worth a sentence and get none. */
  readonly more: number;
}

/** Members of a service in rotation, of how many. */
export interface Rotation {
  readonly id: string;
  readonly name: string;
  readonly left: number;
  readonly all: number;
}

/**
 * The happenings to tell: what is worst first, then in their order. What a person decided is told
 * by the notice of it.
 */
export function newsOf(items: readonly Happening[], level: NewsLevel): News {
  const worth = items.filter((item) => isWorthTelling(item, level));
  const worst = worth.toSorted((one, other) => weightOf(one) - weightOf(other));
  const told = worst.slice(0, SENTENCES_MAX);
  return { told, more: worth.length - told.length };
}

/** Services that have another number of members in rotation than they had. */
export function rotationChanges(
  before: readonly Rotation[],
  now: readonly Rotation[],
): readonly Rotation[] {
  return now.filter(({ id, left }) => {
    const was = before.find((one) => one.id === id);
    return was !== undefined && was.left !== left;
  });
}

function isWorthTelling({ kind }: Happening, level: NewsLevel): boolean {
  const { tone, filter } = happeningLooks[kind];
  if (level === 'off' || kind === 'decision') return false;
  return level === 'all' || filter === 'fault' || tone === 'harm' || tone === 'warn';
}

/** Faults of parts explain the rest, so they come before what follows from them. */
function weightOf({ kind }: Happening): number {
  const { tone, filter } = happeningLooks[kind];
  if (tone === 'harm') return filter === 'fault' ? 0 : 1;
  return tone === 'warn' ? 2 : 3;
}
