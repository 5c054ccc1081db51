/**
 * How long a sweep will take, from a few of its faults tried beforehand. Only for people: the
 * estimate is wall time and never part of a result.
 */
import type { SweepStart } from './sweep.ts';

/** Where in the list the faults stand that are tried. */
const SAMPLES = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95];

/** Seconds that all faults would take one after the other; `nowMs` is a running clock. */
export function estimateSeconds(start: SweepStart, nowMs: () => number): number {
  const { faults, trials, steady } = start;
  if (faults.length === 0 || steady.notSteady !== undefined) return 0;
  const drawn = SAMPLES.flatMap((share) => faults[Math.floor(share * faults.length)] ?? []);
  // The first time through is slower than all that follow, so only the second is timed.
  for (const fault of drawn) trials.try(fault);
  const beganMs = nowMs();
  for (const fault of drawn) trials.try(fault);
  return ((nowMs() - beganMs) / 1_000 / drawn.length) * faults.length;
}
