/**
 * How often a map is laid out anew: a quick layout follows every change, a slow one leaves the
 * screen several times as long to itself as it took. What is laid out it does not know.
 */

/** Between two layouts lies at least so many times as long as the last one took. */
const REST_TIMES = 6;
/** A layout faster than this may follow every change at once. */
const QUICK_MS = 12;

export class LayoutPace {
  readonly #layOut: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restUntilMs = 0;

  constructor(layOut: () => void) {
    this.#layOut = layOut;
  }

  /** Lays out when the rest is over: now, if it is. */
  ask(): void {
    if (this.#timer !== undefined) return;
    if (this.#waitMs() === 0) this.#run();
    else this.askSoon();
  }

  /** The same for many changes in a row: never before all of them are known. */
  askSoon(): void {
    this.#timer ??= setTimeout(() => this.#run(), this.#waitMs());
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #waitMs(): number {
    return Math.max(0, this.#restUntilMs - performance.now());
  }

  #run(): void {
    this.#timer = undefined;
    const began = performance.now();
    this.#layOut();
    const tookMs = performance.now() - began;
    this.#restUntilMs = tookMs < QUICK_MS ? 0 : performance.now() + tookMs * REST_TIMES;
  }
}
