/**
 * How fast a large room is taken in while somebody uses what is there already.
 *
 * Rows that arrive are kept at once, which is cheap; telling the screen about them is not, because
 * lists, layouts, sums and pictures are made anew. So it is told at once only where that is quick;
 * after a slow time it rests several times as long as everything took that followed, up to the
 * next picture. Hands come first: while something is turned, dragged or typed the screen is told
 * seldom, and parts are asked for a few at a time. What rows are it does not know.
 */

/** Between two times of telling lies at least so many times as long as the last one took. */
const REST_TIMES = 8;
const REST_MAX_MS = 2_000;
/** What followed was as quick as this: no rest is needed. */
const QUICK_MS = 24;
/** A hand is at work until so long after its last move. */
const HAND_MS = 300;
/** Hands do not keep the screen from being told for longer than this. */
const HELD_MAX_MS = 3_000;
/** Between two parts while a hand is at work. */
const DRIP_MS = 250;
/** A part is not kept waiting for a quiet moment longer than this. */
const IDLE_WAIT_MS = 50;

const HAND_EVENTS = ['wheel', 'pointerdown', 'pointermove', 'keydown'] as const;

export class ArrivalPace {
  readonly #tell: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the telling that is due was first asked for. */
  #askedAtMs = 0;
  #restUntilMs = 0;
  #handAtMs = Number.NEGATIVE_INFINITY;
  #isWatching = false;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  /** Tells when the rest is over and no hand is at work. */
  ask(): void {
    if (this.#timer !== undefined) return;
    this.#watchHands();
    this.#askedAtMs = performance.now();
    this.#wait();
  }

  /** Tells at once, and what was due with it. */
  now(): void {
    this.stop();
    const began = performance.now();
    // Until it is known what followed, and for good where no picture is ever made.
    this.#restUntilMs = began + REST_MAX_MS;
    this.#tell();
    afterPicture(() => {
      const tookMs = performance.now() - began;
      const restMs = tookMs < QUICK_MS ? 0 : Math.min(REST_MAX_MS, tookMs * REST_TIMES);
      this.#restUntilMs = began + tookMs + restMs;
      if (this.#timer !== undefined) this.#wait();
    });
  }

  /** Forgets what is due. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Resolves when the page has time for the next part. */
  async timeForMore(): Promise<void> {
    this.#watchHands();
    if (this.#isHandAtWork()) await new Promise((done) => setTimeout(done, DRIP_MS));
    await quietMoment(IDLE_WAIT_MS);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#waitMs() === 0) this.now();
      else this.#wait();
    }, this.#waitMs());
  }

  #waitMs(): number {
    const now = performance.now();
    const restMs = Math.max(0, this.#restUntilMs - now);
    if (!this.#isHandAtWork()) return restMs;
    const handMs = this.#handAtMs + HAND_MS - now;
    return Math.max(restMs, Math.min(handMs, this.#askedAtMs + HELD_MAX_MS - now), 0);
  }

  #isHandAtWork(): boolean {
    return performance.now() < this.#handAtMs + HAND_MS;
  }

  #watchHands(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    for (const name of HAND_EVENTS) {
      window.addEventListener(name, (event) => this.#notice(event), {
        capture: true,
        passive: true,
      });
    }
  }

  #notice(event: Event): void {
    // A pointer that only passes by moves nothing.
    if (event instanceof PointerEvent && event.type === 'pointermove' && event.buttons === 0)
      return;
    this.#handAtMs = performance.now();
  }
}

/** Runs when the next picture was made, or soon where nobody looks and none is made. */
export function afterPicture(then: () => void): void {
  if (document.hidden) setTimeout(then, 0);
  else requestAnimationFrame(() => setTimeout(then, 0));
}

/** Resolves when nothing else wants to run, or after a wait. */
export function quietMoment(waitMs: number): Promise<void> {
  return new Promise((done) => {
    // Not every browser tells of quiet moments.
    if (typeof requestIdleCallback === 'undefined') setTimeout(done, 0);
    else requestIdleCallback(() => done(), { timeout: waitMs });
  });
}
