/**
 * The time axis of charts counts seconds, the engine whole microseconds. On the way back from one
 * to the other a fraction is lost, and an axis may begin before the run did.
 */
import { US_PER_SECOND } from '../../shared/kernel/time.ts';

/** The instant of a place on a time axis, in microseconds since the start. */
export function instantOf(seconds: number): number {
  return Math.max(0, Math.round(seconds * US_PER_SECOND));
}
