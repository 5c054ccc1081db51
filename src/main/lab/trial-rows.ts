/**
 * What a learner wrote and tried as rows that selectors mean, beside the things of the room:
 * `experiment`, `run` and `case`. So a check can ask whether an experiment is well formed, was
 * given up in time or showed a weakness with the words with which it asks about machines.
 *
 * Everything here is read off the experiments and their runs. What is good it must not know: that
 * is the lab's to say.
 */
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import { EXPERIMENT_ROLES, type Experiment } from '../../shared/views/experiment-view.ts';
import type { ExperimentRun } from '../../shared/views/experiment-view.ts';
import type { TrialLog } from './lab-room.ts';

/** A number as people write one: 99, 99.5, 99,5. */
const NUMBER = /\d+(?:[.,]\d+)?/g;

/** How well an experiment is thought out. */
interface PlanRow {
  readonly hypothesis: string;
  /** Numbers the hypothesis names: which figure, for how long. */
  readonly hypothesisNumbers: number;
  readonly steadyBounds: number;
  readonly duringBounds: number;
  readonly abortBounds: number;
  /** Whether it says how far a case may reach. */
  readonly limited: boolean;
  readonly reachMax: number | undefined;
  /** Roles somebody was named for. */
  readonly roles: number;
  readonly faults: number;
  readonly repeatable: boolean;
}

export interface ExperimentRow extends PlanRow {
  readonly id: string;
  readonly kind: 'experiment';
  readonly name: string;
  readonly edition: number;
}

export interface RunRow {
  readonly id: string;
  readonly kind: 'run';
  readonly name: string;
  /** From 1, in the order in which they were tried. */
  readonly number: number;
  /** Of which experiment; empty for a fault that was aimed. */
  readonly experiment: string;
  readonly verdict: string;
  readonly predicted: boolean;
  readonly cases: number;
  /** Of the worst case. */
  readonly machinesLost: number;
  readonly servedFraction: number;
  readonly minutesDown: number;
  /** How long a case went on after something wanted had ceased to hold, at most. */
  readonly overrunSeconds: number;
  /** It took down more machines than every run before it. */
  readonly isWider: boolean;
  /** The run before it held; true of the first. */
  readonly afterPass: boolean;
  /** The experiment as it stands now; absent for a fault that was aimed. */
  readonly plan: PlanRow | undefined;
}

export interface CaseRow {
  readonly id: string;
  readonly kind: 'case';
  readonly name: string;
  readonly run: number;
  readonly experiment: string;
  /** What failed, as ids joined by commas. */
  readonly part: string;
  /** How many parts that are: of one it is known which of them it was. */
  readonly parts: number;
  /** How it failed; several kinds joined by commas. */
  readonly fault: string;
  readonly verdict: string;
  /** Some service served less than its own threshold. */
  readonly short: boolean;
  /** It did not hold, and some service fell short: a weakness was shown. */
  readonly missed: boolean;
  readonly machinesLost: number;
  readonly servedFraction: number;
  readonly minutesDown: number;
  readonly cause: string;
}

export type TrialRow = ExperimentRow | RunRow | CaseRow;

/** Rows of everything that was written and tried. */
export function trialRows({ experiments, runs }: TrialLog): TrialRow[] {
  const plans = new Map(experiments.map((one) => [one.experiment.name, planOf(one.experiment)]));
  const written = experiments.map(({ experiment, edition }): ExperimentRow => {
    const { name } = experiment;
    return { id: `experiment:${name}`, kind: 'experiment', name, edition, ...planOf(experiment) };
  });
  const tried = runs.map((run, index) => runRow(run, { before: runs.slice(0, index), plans }));
  return [...written, ...tried, ...runs.flatMap(caseRows)];
}

function planOf(experiment: Experiment): PlanRow {
  const { hypothesis = '', steadyState, during, abortWhen = [], blastRadius, faults } = experiment;
  const said = typeof hypothesis === 'string' ? hypothesis : hypothesis.en;
  const roles = EXPERIMENT_ROLES.filter((role) => experiment.roles?.[role] !== undefined);
  return {
    hypothesis: said,
    hypothesisNumbers: [...said.matchAll(NUMBER)].length,
    steadyBounds: steadyState.length,
    duringBounds: during.length,
    abortBounds: abortWhen.length,
    limited: blastRadius !== undefined,
    reachMax: blastRadius?.machinesLost,
    roles: roles.length,
    faults: faults.length,
    repeatable: faults.every(({ pick }) => pick !== 'one'),
  };
}

function runRow(
  run: ExperimentRun,
  given: {
    readonly before: readonly ExperimentRun[];
    readonly plans: ReadonlyMap<string, PlanRow>;
  },
): RunRow {
  const { number, of, verdict, cases, worst, prediction } = run;
  const experiment = 'experiment' in of ? of.experiment : '';
  const lost = worst?.machinesLost ?? 0;
  const last = given.before.at(-1);
  return {
    id: `run:${number}`,
    kind: 'run',
    name: String(number),
    number,
    experiment,
    verdict,
    predicted: prediction !== undefined,
    cases: cases.length,
    machinesLost: lost,
    servedFraction: worst?.servedFraction ?? 1,
    minutesDown: Math.max(0, ...cases.map(({ minutesDown }) => minutesDown)),
    overrunSeconds: Math.max(0, ...cases.map(overrunOf)),
    isWider:
      given.before.every((one) => (one.worst?.machinesLost ?? 0) < lost) && last !== undefined,
    afterPass: last === undefined || last.verdict === 'held',
    plan: given.plans.get(experiment),
  };
}

function overrunOf({ brokenUs, endUs }: ExperimentRun['cases'][number]): number {
  return brokenUs === undefined ? 0 : Math.max(0, endUs - brokenUs) / US_PER_SECOND;
}

function caseRows({ number, of, cases, kinds = [] }: ExperimentRun): CaseRow[] {
  const experiment = 'experiment' in of ? of.experiment : '';
  return cases.map((one, index) => {
    const short = one.services.some((service) => service.short);
    return {
      id: `case:${number}.${index + 1}`,
      kind: 'case',
      name: `${number}.${index + 1}`,
      run: number,
      experiment,
      part: one.name,
      parts: one.name === '' ? 0 : one.name.split(', ').length,
      fault: kinds.join(', '),
      verdict: one.verdict,
      short,
      missed: short && one.verdict !== 'held',
      machinesLost: one.machinesLost,
      servedFraction: one.servedFraction,
      minutesDown: one.minutesDown,
      cause: one.cause,
    };
  });
}
