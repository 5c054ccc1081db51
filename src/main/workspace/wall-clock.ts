/**
 * The wall clock and its timers as a value, so that tests decide what time it is.
 *
 * Wall time decides only how far a run goes between two commands, never what happens in it.
 */
import { toDisposable, type Disposable } from '../../shared/kernel/disposable.ts';

export interface WallClock {
  /** Milliseconds since some moment; never goes back. */
  nowMs(): number;
  /** Milliseconds since 1970, to be written down for people. */
  dateMs(): number;
  /** Calls once after the delay. */
  after(delayMs: number, act: () => void): Disposable;
  /** Calls once as soon as everything that waits already has had its turn. */
  soon(act: () => void): Disposable;
}

/** The clock of this process. Its timers do not keep the process alive. */
export const processClock: WallClock = {
  nowMs: () => performance.now(),
  dateMs: () => Date.now(),
  after(delayMs, act) {
    const timer = setTimeout(act, delayMs);
    timer.unref();
    return toDisposable(() => clearTimeout(timer));
  },
  soon(act) {
    const handle = setImmediate(act);
    return toDisposable(() => clearImmediate(handle));
  },
};
