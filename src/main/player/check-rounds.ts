/**
 * When the checks of an attempt are looked at: at once where it is cheap, an experiment at a time
 * where it is not, and nothing twice while the room stands still.
 *
 * It counts the changes of the room and remembers at which of them each check was last looked at.
 * It must not know what a check means, nor where it is worked out.
 */

/** While time runs, experiments wait this long after the last one. */
const EXPERIMENT_PAUSE_MS = 4_000;
/** ... or this many times as long as it took, if that is longer. */
const EXPERIMENT_PAUSE_FACTOR = 3;
/** Cheap checks wait this long after the last look. */
const LOOK_PAUSE_MS = 350;

/** What to do next: look at the cheap checks, try an experiment, or wait. */
export type NextStep =
  | { readonly kind: 'look' }
  | { readonly kind: 'try'; readonly check: string }
  | { readonly kind: 'wait'; readonly forMs: number }
  | { readonly kind: 'rest' };

export class CheckRounds {
  #change = 1;
  #lookedAt = 0;
  #lookedMs = -Infinity;
  #triedMs = -Infinity;
  #pauseMs = 0;
  readonly #triedAt = new Map<string, number>();

  /** The room, an answer or the clock has changed. */
  changed(): void {
    this.#change += 1;
  }

  /** What is due now. `ready` are the experiments that may be tried, in the order of the lab. */
  next(given: {
    readonly nowMs: number;
    readonly running: boolean;
    readonly ready: readonly string[];
  }): NextStep {
    const { nowMs, running, ready } = given;
    if (this.#lookedAt !== this.#change) {
      const left = this.#lookedMs + LOOK_PAUSE_MS - nowMs;
      return left > 0 ? { kind: 'wait', forMs: left } : { kind: 'look' };
    }
    const due = ready.filter((check) => this.#triedAt.get(check) !== this.#change);
    const [first] = due.toSorted(
      (a, b) => (this.#triedAt.get(a) ?? 0) - (this.#triedAt.get(b) ?? 0),
    );
    if (first === undefined) return { kind: 'rest' };
    // The first time is never kept waiting: a learner wants to see that something happens.
    const isFirst = !this.#triedAt.has(first);
    const left = this.#triedMs + this.#pauseMs - nowMs;
    return running && !isFirst && left > 0
      ? { kind: 'wait', forMs: left }
      : { kind: 'try', check: first };
  }

  /** Marks the present state as being looked at; what changes from here on is looked at again. */
  look(nowMs: number): void {
    this.#lookedAt = this.#change;
    this.#lookedMs = nowMs;
  }

  /** An experiment is tried on the present state. */
  try(check: string): void {
    this.#triedAt.set(check, this.#change);
  }

  /** An experiment took this long. */
  tried(at: { readonly nowMs: number; readonly tookMs: number }): void {
    this.#triedMs = at.nowMs;
    this.#pauseMs = Math.max(EXPERIMENT_PAUSE_MS, at.tookMs * EXPERIMENT_PAUSE_FACTOR);
  }

  /** Everything is to be looked at again, whatever was known. */
  forget(): void {
    this.changed();
    this.#triedAt.clear();
  }
}
