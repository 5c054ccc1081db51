/**
 * One run of a lab with a seed of its own: what each service, and each set, came to in it.
 *
 * Runs with different seeds are independent, so what many of them say of an availability has an
 * interval (`confidence.ts`).
 */
import type { OwnerMeasure } from '../engine/index.ts';
import { openLabStart, type LabStart } from './lab-copy.ts';

export interface RunJob {
  readonly kind: 'run';
  readonly seed: number;
  /** Nothing before this moment counts: a lab begins with everything whole. */
  readonly fromUs: number;
  readonly untilUs: number;
}

/** What one service or set came to in one run. */
export interface OwnerRun {
  readonly id: string;
  readonly name: string;
  readonly kind: OwnerMeasure['kind'];
  /** Time up ÷ time wanted; 1 where nothing was wanted. */
  readonly upShare: number;
  /** Share of seconds in which enough requests were served; of services. */
  readonly availability: number | undefined;
  readonly downMinutes: number;
}

export interface RunAnswer {
  readonly kind: 'run';
  readonly seed: number;
  readonly owners: readonly OwnerRun[];
}

/** Runs a lab from its start to a moment. */
export function runOnce(start: LabStart, job: RunJob): RunAnswer {
  const engine = openLabStart(start, job.seed);
  engine.runUntil(job.fromUs);
  const before = new Map(engine.measured().map((entry) => [entry.id, entry]));
  engine.runUntil(job.untilUs);
  const owners = engine.measured().map((after): OwnerRun => {
    const known = before.get(after.id);
    const wanted = after.meteredUs - (known?.meteredUs ?? 0);
    const down = after.downUs - (known?.downUs ?? 0);
    const seconds = after.seconds - (known?.seconds ?? 0);
    const secondsDown = after.secondsDown - (known?.secondsDown ?? 0);
    return {
      id: after.id,
      name: after.name,
      kind: after.kind,
      upShare: wanted === 0 ? 1 : 1 - down / wanted,
      availability: after.kind === 'service' && seconds > 0 ? 1 - secondsDown / seconds : undefined,
      downMinutes: down / 60_000_000,
    };
  });
  return { kind: 'run', seed: job.seed, owners };
}
