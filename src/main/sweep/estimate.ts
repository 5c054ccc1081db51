/**
 * How long a sweep will take, from a few of its faults tried beforehand. Only for people: the
 * estimate is wall time and never part of a result.
 */
import type { SweepStart } from './sweep.ts';

/** Where in the list the faults stand that are tried. */
const SAMPLES = [0.15, 0.4, 0.6, 0.85];

/** Seconds that all faults would take one after the other; `nowMs` is a running clock. */
export function estimateSeconds(start: SweepStart, nowMs: () => number): number {
  const { faults, trials, steady } = start;
  if (faults.length === 0 || steady.notSteady !== undefined) return 0;
  const beganMs = nowMs();
  for (const share of SAMPLES) {
    const fault = faults[Math.floor(share * faults.length)];
    if (fault !== undefined) trials.try(fault);
  }
  return ((nowMs() - beganMs) / 1_000 / SAMPLES.length) * faults.length;
}
