/**
 * Lets asynchronous actors advance one operation at a time in an order drawn from a seed, so that
 * races are found by search instead of by luck. Each actor waits at the gate before an operation; a
 * step opens the gate for one of those waiting. It must not know what the actors do.
 */
import type { RandomStream } from '../../src/shared/kernel/prng.ts';

/** More steps than any test needs; a livelock ends here. */
const STEPS_MAX = 200_000;

export class StepScheduler {
  readonly #random: RandomStream;
  #waiting: { readonly actor: number; readonly go: () => void }[] = [];
  readonly #stopped = new Set<number>();

  constructor(random: RandomStream) {
    this.#random = random;
  }

  /** The gate of one actor. */
  gateOf(actor: number): () => Promise<void> {
    return () =>
      new Promise((go) => {
        this.#waiting.push({ actor, go });
      });
  }

  /** The actor never advances again: killed where it stands. */
  stop(actor: number): void {
    this.#stopped.add(actor);
  }

  /** Steps until nobody waits any more. */
  async run(): Promise<void> {
    for (let step = 0; step < STEPS_MAX; step += 1) {
      // All promises that can settle without a step settle first.
      await new Promise((resolve) => setImmediate(resolve));
      const ready = this.#waiting.filter(({ actor }) => !this.#stopped.has(actor));
      const chosen = ready[this.#random.nextBelow(Math.max(1, ready.length))];
      if (chosen === undefined) return;
      this.#waiting = this.#waiting.filter((waiting) => waiting !== chosen);
      chosen.go();
    }
    throw new Error('The actors never come to an end');
  }
}
