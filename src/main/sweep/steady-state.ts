/**
 * The state that faults are tried from: the load peak, reached and found healthy.
 *
 * A lab that is not healthy there is told so, because a verdict on it would blame the fault for
 * what was broken before.
 */
import { US_PER_HOUR, US_PER_MINUTE } from '../../shared/kernel/time.ts';
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import type { Engine } from '../engine/index.ts';
import { loadPeakUs } from './load-peak.ts';

/** Time a copy runs before it is judged: probes and queues have settled by then. */
const WARM_UP_US = 2 * US_PER_MINUTE;
/** How far ahead the peak is looked for. */
const HORIZON_US = 24 * US_PER_HOUR;
/** Time at the peak, before the fault, in which the lab must be healthy. */
const GATE_US = US_PER_MINUTE;

/** Where the faults are tried from. */
export interface SteadyState {
  readonly atUs: number;
  /** The service that missed its own threshold in the minute before, if one did. */
  readonly notSteady: string | undefined;
}

/** Runs a copy to its load peak, no later than `untilUs`, and a minute of it. */
export function runToSteadyState(engine: Engine, untilUs = Infinity): SteadyState {
  const fromUs = engine.nowUs + WARM_UP_US;
  const toUs = Math.max(fromUs, Math.min(untilUs, engine.nowUs + HORIZON_US));
  engine.runUntil(loadPeakUs(engine.rows(['service']), { fromUs, toUs }));
  const notSteady = runGate(engine);
  return { atUs: engine.nowUs, notSteady };
}

function runGate(engine: Engine): string | undefined {
  const before = new Map(engine.metrics().services.map((figures) => [figures.id, figures]));
  engine.runUntil(engine.nowUs + GATE_US);
  const thresholds = new Map<string, number>();
  for (const row of engine.rows(['service']))
    if (row.kind === 'service') thresholds.set(row.id, row.thresholdPpm / 1_000_000);
  const sick = engine.metrics().services.find((figures) => {
    const { served, failed } = outcomeSince(before.get(figures.id), figures);
    return served < (served + failed) * (thresholds.get(figures.id) ?? 1);
  });
  return sick?.id;
}

/** Requests served and not served between two looks at a service. */
function outcomeSince(
  before: ServiceFigures | undefined,
  after: ServiceFigures,
): { served: number; failed: number } {
  const failedBefore = before === undefined ? 0 : before.late + before.refused + before.lost;
  return {
    served: after.served - (before?.served ?? 0),
    failed: after.late + after.refused + after.lost - failedBefore,
  };
}
