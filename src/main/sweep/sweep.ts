/**
 * A sweep: every single fault, one after the other, each from the same steady state.
 *
 * First the copy runs to the load peak and must be healthy there; a lab that is not is told so,
 * because a verdict on it would blame the fault for what was broken before. The sweep is a
 * generator: whoever drives it decides when to breathe and may stop at any fault.
 */
import { assert } from '../../shared/kernel/assert.ts';
import { US_PER_MINUTE, US_PER_HOUR } from '../../shared/kernel/time.ts';
import type { FaultVerdict, SweepProgress } from '../../shared/views/sweep-view.ts';
import type { Engine } from '../engine/index.ts';
import {
  faultTargets,
  machinesTaken,
  outcomeSince,
  thresholdOf,
  tryFault,
  withoutLoad,
  type TrialTimes,
} from './fault-trial.ts';
import { loadPeakUs } from './load-peak.ts';

/** Time a copy runs before it is judged: probes and queues have settled by then. */
const WARM_UP_US = 2 * US_PER_MINUTE;
/** How far ahead the peak is looked for. */
const HORIZON_US = 24 * US_PER_HOUR;
/** Time at the peak, before the fault, in which the lab must be healthy. */
const GATE_US = US_PER_MINUTE;

export interface SweepPlan extends Partial<TrialTimes> {
  /** Kinds of target to try; all when absent. */
  readonly kinds?: readonly string[];
  /** No later than this; the scenario's duration. */
  readonly untilUs?: number;
}

/** Fault and watch of ten minutes each, as the definitions page has it. */
export const TRIAL: TrialTimes = { forUs: 10 * US_PER_MINUTE, afterUs: 10 * US_PER_MINUTE };

/**
 * Sweeps a copy of a lab; the engine given is used up. Yields after every fault; the last value
 * holds all verdicts in the order of the targets.
 */
export function* sweepSingleFaults(
  engine: Engine,
  plan: SweepPlan,
): Generator<SweepProgress, SweepProgress> {
  const targets = faultTargets(engine.rows(), plan.kinds);
  const times = { forUs: plan.forUs ?? TRIAL.forUs, afterUs: plan.afterUs ?? TRIAL.afterUs };
  const fromUs = engine.nowUs + WARM_UP_US;
  const toUs = Math.max(fromUs, Math.min(plan.untilUs ?? Infinity, engine.nowUs + HORIZON_US));
  const peakUs = loadPeakUs(engine.rows(), { fromUs, toUs });
  engine.runUntil(peakUs);
  const notSteady = runGate(engine);
  const base = engine.snapshot();
  const verdicts: FaultVerdict[] = [];
  function progress(done: number): SweepProgress {
    const gate = notSteady === undefined ? {} : { notSteady };
    return {
      total: targets.length,
      done,
      atUs: peakUs + GATE_US,
      ...gate,
      verdicts: [...verdicts],
    };
  }
  if (notSteady !== undefined) return progress(0);
  const trials = new Trials(engine, base, times);
  for (const [index, target] of targets.entries()) {
    const verdict = trials.judge(target);
    if (verdict !== undefined) verdicts.push(verdict);
    yield progress(index + 1);
  }
  return progress(targets.length);
}

/**
 * Judges faults with as few full runs as possible. A fault that takes down no machine behind a
 * balancer leaves every request as it would have been without it, so the run without a fault
 * stands for all of those; a test holds this against the full runs.
 */
class Trials {
  private readonly engine: Engine;
  private readonly base: Uint8Array;
  private readonly quiet: Uint8Array;
  private readonly times: TrialTimes;
  private readonly backends: ReadonlySet<string>;
  private unharmed: FaultVerdict | undefined;

  constructor(engine: Engine, base: Uint8Array, times: TrialTimes) {
    this.engine = engine;
    this.base = base;
    this.times = times;
    this.quiet = withoutLoad(engine, base);
    this.backends = new Set(
      engine
        .rows()
        .flatMap((row) => (row.kind === 'balancer' ? row.backends.map(({ vm }) => vm) : [])),
    );
  }

  /** The verdict on one fault; undefined for a part that is cut already. */
  judge(target: string): FaultVerdict | undefined {
    const trial = { target, ...this.times };
    const taken = machinesTaken(this.engine, this.quiet, trial);
    if (!taken.ok) return undefined;
    const machines = [...taken.value];
    if (machines.some((vm) => this.backends.has(vm))) {
      const full = tryFault(this.engine, this.base, trial);
      return full.ok ? full.value : undefined;
    }
    this.unharmed ??= this.withoutFault();
    return { ...this.unharmed, target, machinesLost: machines.length };
  }

  private withoutFault(): FaultVerdict {
    const verdict = tryFault(this.engine, this.base, this.times);
    assert(verdict.ok, 'A trial without a fault has nothing to refuse');
    return verdict.value;
  }
}

/** Runs a minute of the peak; says which service missed its own threshold in it, if one did. */
function runGate(engine: Engine): string | undefined {
  const before = new Map(engine.metrics().services.map((figures) => [figures.id, figures]));
  engine.runUntil(engine.nowUs + GATE_US);
  const sick = engine.metrics().services.find((figures) => {
    const { served, failed } = outcomeSince(before.get(figures.id), figures);
    return served < (served + failed) * thresholdOf(engine, figures.id);
  });
  return sick?.id;
}
