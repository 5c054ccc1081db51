/**
 * Monte Carlo: one lab run with many seeds, and what they say together of each availability. The
 * order in which seeds are run never shows.
 */
import { intervalOf, type Interval } from './confidence.ts';
import type { OwnerRun, RunAnswer, RunJob } from './replications.ts';

/** Seeds of one answer at most. */
export const SEEDS_MAX = 100_000;
const SEEDS = 4_294_967_296;

export interface MonteCarloPlan {
  /** The first seed; the others follow it. */
  readonly seed: number;
  readonly seeds: number;
  readonly fromUs: number;
  readonly untilUs: number;
  /** Share of cases in which the interval holds the true value. */
  readonly confidence: number;
}

/** What all runs say of one service or set. */
export interface OwnerEstimate {
  readonly id: string;
  readonly name: string;
  readonly kind: OwnerRun['kind'];
  /** Time up ÷ time wanted. */
  readonly upShare: Interval;
  /** Share of seconds in which enough requests were served; absent without any. */
  readonly availability?: Interval;
  /** Minutes down in one run, on average. */
  readonly downMinutes: number;
  /** Runs in which it was down at all. */
  readonly runsDown: number;
  /** Minutes down of each run, in the order of the seeds. */
  readonly downs: readonly number[];
}

/** One run for each seed. */
export function monteCarloJobs(plan: MonteCarloPlan): RunJob[] {
  const { fromUs, untilUs } = plan;
  return Array.from({ length: plan.seeds }, (_, index) => ({
    kind: 'run',
    seed: (plan.seed + index) % SEEDS,
    fromUs,
    untilUs,
  }));
}

/** Puts the answers together; they are given in the order of the jobs. */
export function estimate(answers: readonly RunAnswer[], confidence: number): OwnerEstimate[] {
  const first = answers[0];
  if (first === undefined) return [];
  return first.owners.map((owner) => {
    const runs = answers.flatMap(({ owners }) => owners.filter(({ id }) => id === owner.id));
    const seconds = runs.flatMap(({ availability }) => availability ?? []);
    return {
      id: owner.id,
      name: owner.name,
      kind: owner.kind,
      upShare: intervalOf(
        runs.map(({ upShare }) => upShare),
        confidence,
      ),
      ...(seconds.length === 0 ? {} : { availability: intervalOf(seconds, confidence) }),
      downMinutes: runs.reduce((sum, run) => sum + run.downMinutes, 0) / runs.length,
      runsDown: runs.filter(({ downMinutes }) => downMinutes > 0).length,
      downs: runs.map(({ downMinutes }) => downMinutes),
    };
  });
}
