/**
 * Durations as commands write them, for deciders: a schema has let them through already, so they
 * can only be well formed. Anything else that comes here is a bug.
 */
import { parseDuration } from '../../../shared/kernel/time.ts';

/** The microseconds of a duration, or what stands in for one that was not given. */
export function durationUs(text: string | undefined, otherwise: number): number {
  const parsed = text === undefined ? undefined : parseDuration(text);
  return parsed?.ok === true ? parsed.value : otherwise;
}
