/**
 * A sweep: many faults, each tried from the same steady state, each with a verdict.
 *
 * The sweep says what is to be worked on and puts the answers together; who works, and in which
 * order the answers come, is up to whoever drives it, and does not show in the result.
 */
import { assert } from '../../shared/kernel/assert.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { US_PER_MINUTE } from '../../shared/kernel/time.ts';
import type { FaultVerdict, SweepProgress } from '../../shared/views/sweep-view.ts';
import type { Engine, ServiceOutcome } from '../engine/index.ts';
import { chooseFaults, type FaultChoice } from './fault-list.ts';
import {
  assertKind,
  Trials,
  type Fault,
  type Finding,
  type SweepAnswer,
  type SweepJob,
  type TrialTimes,
} from './fault-trial.ts';
import { runToSteadyState, type SteadyState } from './steady-state.ts';
import { Calm } from './verdict.ts';

/** Fault and watch of ten minutes each, as the definitions page has it. */
export const TRIAL: TrialTimes = { forUs: 10 * US_PER_MINUTE, afterUs: 10 * US_PER_MINUTE };

/** Pools and faults of one piece of work, where they are cheap. */
const POOLS_PER_JOB = 20;
const FAULTS_PER_JOB = 16;

export interface SweepPlan extends Partial<TrialTimes>, Partial<FaultChoice> {
  /** No later than this; the scenario's duration. */
  readonly untilUs?: number;
}

/** A lab at its steady state, ready to be copied and tried. */
export interface SweepStart {
  readonly steady: SteadyState;
  readonly times: TrialTimes;
  readonly faults: readonly Fault[];
  readonly trials: Trials;
}

/**
 * Brings an engine to its steady state and lists the faults; the engine is used up. Refuses with
 * `sweep.tooMany`.
 */
export function beginSweep(engine: Engine, plan: SweepPlan): Result<SweepStart> {
  const times = { forUs: plan.forUs ?? TRIAL.forUs, afterUs: plan.afterUs ?? TRIAL.afterUs };
  const steady = runToSteadyState(engine, plan.untilUs);
  const trials = new Trials(engine, times);
  const faults = chooseFaults(trials, { every: plan.every ?? 'single', kinds: plan.kinds });
  return faults.ok ? ok({ steady, times, trials, faults: faults.value }) : faults;
}

export class Sweep {
  readonly jobs: readonly SweepJob[];
  private readonly start: SweepStart;
  private readonly calmJobs: number;
  private readonly calm: ServiceOutcome[][] = [];
  private readonly findings: (readonly (Finding | undefined)[] | undefined)[] = [];
  private judge: Calm | undefined;
  private done = 0;
  /** Jobs whose verdicts were given out; verdicts come in the order of the faults. */
  private told = 0;

  constructor(start: SweepStart) {
    this.start = start;
    const calm = calmJobs(start.trials);
    this.calmJobs = calm.length;
    const isSteady = start.steady.notSteady === undefined;
    this.jobs = isSteady ? [...calm, ...faultJobs(start)] : [];
  }

  get isOver(): boolean {
    return this.told === this.jobs.length - this.calmJobs || this.jobs.length === 0;
  }

  /** Takes the answer to a job, in any order. */
  take(index: number, answer: SweepAnswer): void {
    if (index < this.calmJobs) {
      assertKind(answer, 'calm');
      this.calm[index] = [...answer.outcomes];
      return;
    }
    assertKind(answer, 'faults');
    this.findings[index - this.calmJobs] = answer.findings;
    this.done += answer.findings.length;
  }

  /** How far it is, with the verdicts that were not given out yet. */
  progress(workers = 1): SweepProgress {
    const { steady, faults } = this.start;
    const { notSteady } = steady;
    return {
      total: faults.length,
      done: this.done,
      atUs: steady.atUs,
      workers,
      ...(notSteady === undefined ? {} : { notSteady }),
      verdicts: this.fresh(),
    };
  }

  private fresh(): FaultVerdict[] {
    const verdicts: FaultVerdict[] = [];
    const judge = this.readyJudge();
    if (judge === undefined) return verdicts;
    for (;;) {
      const findings = this.findings[this.told];
      const job = this.jobs[this.calmJobs + this.told];
      if (findings === undefined || job === undefined) return verdicts;
      assert(job.kind === 'faults', 'Faults come after what happens without one');
      for (const [index, finding] of findings.entries()) {
        const fault = job.faults[index];
        if (finding !== undefined && fault !== undefined)
          verdicts.push(judge.verdictOn(fault, finding));
      }
      this.findings[this.told] = undefined;
      this.told += 1;
    }
  }

  /** Undefined until it is known what happens without a fault. */
  private readyJudge(): Calm | undefined {
    if (this.judge !== undefined) return this.judge;
    for (let index = 0; index < this.calmJobs; index += 1)
      if (this.calm[index] === undefined) return undefined;
    this.judge = new Calm(this.calm.flat());
    return this.judge;
  }
}

function calmJobs(trials: Trials): SweepJob[] {
  if (!trials.separable) return [{ kind: 'calm', pools: undefined }];
  return inPieces(trials.ground.pools, POOLS_PER_JOB).map((pools) => ({ kind: 'calm', pools }));
}

function faultJobs({ trials, faults }: SweepStart): SweepJob[] {
  const size = trials.separable ? FAULTS_PER_JOB : 1;
  return inPieces(faults, size).map((piece) => ({ kind: 'faults', faults: piece }));
}

function inPieces<T>(items: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let from = 0; from < items.length; from += size) pieces.push(items.slice(from, from + size));
  return pieces;
}

/** Does a whole sweep on this thread, piece by piece; the last value is the last progress. */
export function* sweepAlone(start: SweepStart): Generator<SweepProgress> {
  const sweep = new Sweep(start);
  if (sweep.isOver) yield sweep.progress();
  for (const [index, job] of sweep.jobs.entries()) {
    sweep.take(index, start.trials.answer(job));
    yield sweep.progress();
  }
}

/** All verdicts of a sweep done on this thread. */
export function sweepWhole(start: SweepStart): SweepProgress {
  const verdicts: FaultVerdict[] = [];
  let last: SweepProgress | undefined;
  for (const progress of sweepAlone(start)) {
    verdicts.push(...progress.verdicts);
    last = progress;
  }
  assert(last !== undefined, 'A sweep tells how far it is');
  return { ...last, verdicts };
}
