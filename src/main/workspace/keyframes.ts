/**
 * Which snapshots of a run to keep, and which of them lead to a given moment.
 *
 * A keyframe belongs to a place and to the decisions applied before it: it serves every path that
 * begins with those decisions and has none between them and the place. Keyframes thin out with age
 * (the older, the wider apart, so that their number grows with the logarithm of the run) inside a
 * byte budget. The file knows neither engine nor disk: the bytes are whatever its owner keeps.
 */
import { assert } from '../../shared/kernel/assert.ts';
import type { Destination } from './history-plan.ts';
import type { History } from './history.ts';
import { comparePlaces, samePlace, type Place } from '../../shared/document/journal-record.ts';

/** What can be said about a keyframe without its bytes. */
export interface KeyframeMark {
  readonly place: Place;
  /** The last decision applied; 0 for none. */
  readonly parent: number;
  /** The branch it was taken on; keyframes of one branch are thinned together. */
  readonly branch: string;
  readonly sizeBytes: number;
}

export interface KeyframeLimits {
  /** Room for all of them together. */
  readonly bytes: number;
  /** Most of them, however small. */
  readonly count: number;
}

/** Snapshots in memory: enough for seconds of rewinding anywhere in an hour's run. */
export const MEMORY_KEYFRAMES: KeyframeLimits = { bytes: 96 * 1024 * 1024, count: 200 };
/** Snapshots beside the journal; they are derived and may be deleted by anybody. */
export const DISK_KEYFRAMES: KeyframeLimits = { bytes: 192 * 1024 * 1024, count: 40 };

/** Events after which another keyframe is due: about a tenth of a second of running again. */
export const KEYFRAME_EVERY_EVENTS = 100_000;
/** Bytes of snapshot that are a fair price for one event run again: large rooms take fewer. */
const SNAPSHOT_BYTES_PER_EVENT = 8;
/** Decisions at one instant after which another keyframe is due, so that undo stays quick. */
export const KEYFRAME_EVERY_DECISIONS = 64;

/** Events between two keyframes when a snapshot has this size. */
export function keyframeInterval(snapshotBytes: number): number {
  return Math.max(KEYFRAME_EVERY_EVENTS, Math.ceil(snapshotBytes / SNAPSHOT_BYTES_PER_EVENT));
}

/**
 * Whether a run from the keyframe can reach the destination: its decisions are the first ones of
 * the path, the next one comes no earlier than its place, and it is not past the destination.
 * O(length of the path), from its end.
 */
export function leadsTo(mark: KeyframeMark, destination: Destination, history: History): boolean {
  const { path, applied, to } = destination;
  const index = mark.parent === 0 ? 0 : path.lastIndexOf(mark.parent) + 1;
  if ((mark.parent !== 0 && index === 0) || index > applied) return false;
  if (mark.place.atUs > to.atUs) return false;
  if ('eventCount' in to && comparePlaces(mark.place, to) > 0) return false;
  const next = index < applied ? path[index] : undefined;
  return next === undefined || comparePlaces(history.node(next).place, mark.place) >= 0;
}

/** A set of keyframes within limits; `T` carries the bytes or the name of a file. */
export class KeyframeSet<T extends KeyframeMark> {
  readonly #limits: KeyframeLimits;
  #kept: T[] = [];
  #bytes = 0;

  constructor(limits: KeyframeLimits) {
    this.#limits = limits;
  }

  get all(): readonly T[] {
    return this.#kept;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether there is one of this very state already. */
  has(mark: Pick<KeyframeMark, 'place' | 'parent'>): boolean {
    return this.#kept.some(
      (kept) => kept.parent === mark.parent && samePlace(kept.place, mark.place),
    );
  }

  /** Adds one and returns those that had to give way (never the new one, never a pinned one). */
  add(keyframe: T, isPinned: (kept: T) => boolean = () => false): T[] {
    assert(!this.has(keyframe), 'A keyframe of this state is kept already');
    this.#kept.push(keyframe);
    this.#bytes += keyframe.sizeBytes;
    const dropped: T[] = [];
    while (this.#isOver() && dropped.length < this.#limits.count * 2) {
      const victim = mostExpendable(this.#kept, (kept) => kept === keyframe || isPinned(kept));
      if (victim === undefined) break;
      this.remove(victim);
      dropped.push(victim);
    }
    return dropped;
  }

  remove(keyframe: T): void {
    const index = this.#kept.indexOf(keyframe);
    if (index < 0) return;
    this.#kept.splice(index, 1);
    this.#bytes -= keyframe.sizeBytes;
  }

  clear(): void {
    this.#kept = [];
    this.#bytes = 0;
  }

  /** Those that lead to the destination, the nearest first. */
  leadingTo(destination: Destination, history: History): T[] {
    return this.#kept
      .filter((kept) => leadsTo(kept, destination, history))
      .sort((left, right) => byNearness(left, right));
  }

  #isOver(): boolean {
    return this.#bytes > this.#limits.bytes || this.#kept.length > this.#limits.count;
  }
}

/** The later place first; at one place the one with more decisions (they are numbered upwards). */
export function byNearness(left: KeyframeMark, right: KeyframeMark): number {
  return comparePlaces(right.place, left.place) || right.parent - left.parent;
}

/**
 * The one whose loss costs least: the gap it would leave, in events, relative to its age. Keeping
 * gap ÷ age even is what spaces them exponentially. O(n log n) for n at most a few hundred.
 */
function mostExpendable<T extends KeyframeMark>(
  kept: readonly T[],
  isKept: (keyframe: T) => boolean,
): T | undefined {
  let victim: T | undefined;
  let least = Infinity;
  for (const group of byBranch(kept)) {
    const newest = group.at(-1)?.place.eventCount ?? 0;
    for (let index = 0; index < group.length; index += 1) {
      const keyframe = group[index];
      if (keyframe === undefined || isKept(keyframe)) continue;
      const before = group[index - 1]?.place.eventCount ?? 0;
      const after = group[index + 1]?.place.eventCount ?? newest;
      const score = (after - before) / (newest - keyframe.place.eventCount + 1);
      if (score < least) {
        least = score;
        victim = keyframe;
      }
    }
  }
  return victim;
}

/** Groups by branch, each in the order of the run. */
function byBranch<T extends KeyframeMark>(kept: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const keyframe of kept) {
    const group = groups.get(keyframe.branch);
    if (group === undefined) groups.set(keyframe.branch, [keyframe]);
    else group.push(keyframe);
  }
  for (const group of groups.values()) group.sort((left, right) => -byNearness(left, right));
  return [...groups.values()];
}
