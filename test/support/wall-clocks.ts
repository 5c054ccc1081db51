/**
 * Wall clocks for tests: one that only moves when told, and one that moves by chance.
 *
 * The first lets a test play sixty seconds in no time; the second makes every look at the clock a
 * possible end of a slice, so that slices are cut at random places.
 */
import type { WallClock } from '../../src/main/workspace/wall-clock.ts';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { toDisposable } from '../../src/shared/kernel/disposable.ts';

interface Timer {
  readonly dueMs: number;
  readonly act: () => void;
}

/** Lets everything that is already settled or due run: promises, ports, immediates. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Time stands still until `advance`. */
export class ManualClock implements WallClock {
  #nowMs = 0;
  readonly #timers = new Set<Timer>();

  nowMs(): number {
    return this.#nowMs;
  }

  dateMs(): number {
    return 1_700_000_000_000 + this.#nowMs;
  }

  after(delayMs: number, act: () => void): { dispose(): void } {
    const timer = { dueMs: this.#nowMs + delayMs, act };
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.delete(timer));
  }

  soon(act: () => void): { dispose(): void } {
    return this.after(0, act);
  }

  /** Time passes without anybody getting a turn, as when the machine sleeps. */
  stall(ms: number): void {
    this.#nowMs += ms;
  }

  /** Moves on by `ms`, carrying out what falls due on the way, in order. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await letOthersRun();
    for (;;) {
      const next = this.#earliest();
      if (next === undefined || next.dueMs > untilMs) break;
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.act();
      await letOthersRun();
    }
    this.#nowMs = untilMs;
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (earliest === undefined || timer.dueMs < earliest.dueMs) earliest = timer;
    }
    return earliest;
  }
}

/** Each look at it finds it 0 to `stepMsMax` later; timers fire in the next turn. */
export class RandomClock implements WallClock {
  readonly #random: RandomStream;
  readonly #stepMsMax: number;
  #nowMs = 0;

  constructor(options: { readonly seed: number; readonly stepMsMax: number }) {
    this.#random = new RandomStream(options.seed, 'wallClock');
    this.#stepMsMax = options.stepMsMax;
  }

  nowMs(): number {
    this.#nowMs += (this.#random.nextUint32() / 4_294_967_296) * this.#stepMsMax;
    return this.#nowMs;
  }

  dateMs(): number {
    return this.#nowMs;
  }

  after(_delayMs: number, act: () => void): { dispose(): void } {
    return this.soon(act);
  }

  soon(act: () => void): { dispose(): void } {
    const handle = setImmediate(act);
    return toDisposable(() => clearImmediate(handle));
  }
}
