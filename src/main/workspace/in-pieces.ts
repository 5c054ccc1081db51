/**
 * Long work on a copy, done in pieces so that commands and time get their turns between them. It
 * must not know what is worked on; the work says where it may be interrupted.
 */
import { setImmediate } from 'node:timers';
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import { err, type AppError, type Result } from '../../shared/kernel/result.ts';
import { processClock } from './wall-clock.ts';

/** Others have a turn this often. */
const PIECE_MS = 12;

/**
 * Does all of the work; refuses with `cancelled` once nobody waits for it any more. `told` hears
 * how far it is whenever others have had their turn.
 */
export async function inPieces<T, S>(
  work: Iterator<S, Result<T>>,
  given: {
    readonly signal: CancelSignal;
    readonly cancelled: AppError;
    readonly told?: ((step: S) => void) | undefined;
  },
): Promise<Result<T>> {
  let untilMs = processClock.nowMs() + PIECE_MS;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (processClock.nowMs() < untilMs) continue;
    given.told?.(step.value);
    await new Promise<void>((resume) => {
      setImmediate(resume);
    });
    if (given.signal.aborted) return err(given.cancelled);
    untilMs = processClock.nowMs() + PIECE_MS;
  }
}
