/**
 * One run of a lab with a seed of its own: what each service came to by the end.
 *
 * Runs with different seeds are independent, so what many of them say of an availability has an
 * interval (`confidence.ts`).
 */
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import { openLabStart, type LabStart } from './lab-copy.ts';

export interface RunJob {
  readonly kind: 'run';
  readonly seed: number;
  readonly untilUs: number;
}

/** What one service came to in one run. */
export interface ServiceRun {
  readonly service: string;
  readonly name: string;
  readonly availability: number;
  readonly servedFraction: number;
  readonly secondsDown: number;
}

export interface RunAnswer {
  readonly kind: 'run';
  readonly seed: number;
  readonly services: readonly ServiceRun[];
}

/** Runs a lab from its start to a moment. */
export function runOnce(start: LabStart, job: RunJob): RunAnswer {
  const engine = openLabStart(start, job.seed);
  engine.runUntil(job.untilUs);
  return { kind: 'run', seed: job.seed, services: engine.metrics().services.map(serviceRun) };
}

function serviceRun(figures: ServiceFigures): ServiceRun {
  const { id, name, availability, servedFraction, secondsDown } = figures;
  return { service: id, name, availability, servedFraction, secondsDown };
}
