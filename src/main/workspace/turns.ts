/**
 * The turn queue of a workspace: commands, moves and slices of time, strictly one after another.
 *
 * A task holds the turn until its promise settles, journal write included; the next one begins only
 * then. Slices of a running simulation take the turn only when nobody waits for it. That is the
 * whole locking of a workspace: there is one thread, and this is its order.
 */
import { assert } from '../../shared/kernel/assert.ts';
import { err, type Result } from '../../shared/kernel/result.ts';

/** Tasks waiting for their turn; one more is refused. */
export const TURNS_WAITING_MAX = 1_000;

interface Waiting {
  begin(): Promise<void>;
}

export class TurnQueue {
  readonly #waiting: Waiting[] = [];
  readonly #idleListeners = new Set<() => void>();
  #busy = false;

  /** Nobody has the turn and nobody waits for it. */
  get isIdle(): boolean {
    return !this.#busy && this.#waiting.length === 0;
  }

  /**
   * Runs a task when its turn has come; one task at a time, in order of arrival. Refuses with
   * `workspace.busy` when too many wait. A task that throws rejects its own promise only.
   */
  run<T>(task: () => Promise<Result<T>> | Result<T>): Promise<Result<T>> {
    if (this.#waiting.length >= TURNS_WAITING_MAX) return Promise.resolve(err(busy()));
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        async begin() {
          try {
            resolve(await task());
          } catch (thrown) {
            reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
          }
        },
      });
      if (!this.#busy) void this.#work();
    });
  }

  /** Runs something short at once; only while the queue is idle. */
  runNow(act: () => void): void {
    assert(this.isIdle, 'A slice of time must not overtake a task');
    act();
  }

  /** Calls back once when the queue next becomes idle; at once when it is. */
  whenIdle(listener: () => void): void {
    if (this.isIdle) listener();
    else this.#idleListeners.add(listener);
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await next.begin();
    }
    this.#busy = false;
    const listeners = [...this.#idleListeners];
    this.#idleListeners.clear();
    for (const listener of listeners) listener();
  }
}

function busy(): ReturnType<typeof err>['error'] {
  return {
    code: 'workspace.busy',
    message: `${TURNS_WAITING_MAX} requests are waiting for the workspace already.`,
    hint: 'Wait a moment and try again.',
    details: { waiting: TURNS_WAITING_MAX },
    retryable: true,
  };
}
