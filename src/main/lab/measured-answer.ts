/**
 * Predictions whose right answer nobody typed: it is measured. The experiment a prediction is
 * about is tried on a copy of the very room the learner had in front of them when they answered,
 * so that mending the room afterwards makes no right prediction wrong.
 *
 * Where that room stands follows from the log; the guards of the experiment do not matter, because
 * what is asked is what it measures and not whether it is passed.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import type { CheckOf, Solution } from '../../shared/lab/check-schema.ts';
import { evaluateNumber, type Scope } from '../../shared/lab/expression.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import type { Lab, LabMode } from '../../shared/lab/lab-schema.ts';
import { readHistory } from '../workspace/open-workspace.ts';
import { countedAnswers } from './answers.ts';
import type { CountedLog } from './attempt-log.ts';
import type { CaseOutcome, CheckOutcome } from './check-outcome.ts';
import { runExperiment } from './experiment-check.ts';
import { noPlace } from './lab-refusals.ts';
import {
  openRoom,
  roomOf,
  type Decided,
  type LabRoom,
  type LabStart,
  type Way,
} from './lab-room.ts';
import { lookAt } from './room-scope.ts';
import { withNames } from './written-values.ts';

export type MeasuredSolution = Extract<Solution, { measured: string }>;
type Prediction = CheckOf<'predict'>;

/** What the experiment of a prediction came to in the room it was made in. */
export type Measure = (check: Prediction) => Result<CheckOutcome>;

/** Predictions of a lab whose answer is measured. */
export function measuredPredictions(lab: Lab, key: LabKey | undefined): Prediction[] {
  return lab.checks.filter((check): check is Prediction => {
    if (check.kind !== 'predict') return false;
    const solution = key?.solutions?.[check.id] ?? check.solution;
    return solution !== undefined && 'measured' in solution;
  });
}

/** The ways to the rooms in which measured predictions were made, by check. O(records) for each. */
export function waysOfPredictions(
  predictions: readonly Prediction[],
  given: {
    readonly lab: Lab;
    readonly mode: LabMode;
    readonly log: Pick<CountedLog, 'events' | 'places'>;
    readonly records: readonly JournalRecord[];
  },
): Result<ReadonlyMap<string, Way>> {
  const ways = new Map<string, Way>();
  if (predictions.length === 0) return ok(ways);
  const { lab, mode, log, records } = given;
  const answers = countedAnswers(lab, { mode, events: log.events });
  for (const { id } of predictions) {
    const place = log.places[answers.get(id)?.event ?? -1];
    if (place === undefined) continue;
    const history = readHistory(records.slice(0, place + 1));
    if (!history.ok) return history;
    const { branch, head } = history.value;
    const steps = branch.path.slice(0, head.applied).map((seq) => history.value.node(seq));
    ways.set(id, { steps, to: head.place });
  }
  return ok(ways);
}

/** Measures in rooms of a start; the same prediction in the same room is measured once. */
export function measureFrom(
  start: LabStart,
  lab: Lab,
): (ways: ReadonlyMap<string, Way>) => Measure {
  const known = new Map<string, Result<CheckOutcome>>();
  return (ways) => (check) => {
    const way = ways.get(check.id);
    const experiment = lab.checks.find(({ id }) => id === check.before);
    if (way === undefined || experiment?.kind !== 'experiment') return err(nothingMeasured(check));
    const key = JSON.stringify([check.id, way.to, way.steps.map(({ seq }) => seq)]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const room = roomAfter(start, way);
    const measured = room.ok ? runExperiment(experiment, lookAt(room.value)) : room;
    known.set(key, measured);
    return measured;
  };
}

/** The room at the end of a way. Refuses as running a log again does. */
function roomAfter(start: LabStart, { steps, to }: Way): Result<LabRoom> {
  const room = openRoom(start);
  if (!room.ok) return room;
  const { engine } = room.value;
  const decisions: Decided[] = [];
  for (const { place, command } of steps) {
    if (!engine.runToPlace(place)) return err(noPlace(place));
    const decision = engine.propose(command);
    if (!decision.ok) return decision;
    engine.commit(decision.value);
    decisions.push({ atUs: place.atUs, command });
  }
  return engine.runToPlace(to) ? ok(roomOf(start, { engine, decisions })) : err(noPlace(to));
}

/** The right number. Refuses a case there is not, and where nothing could be measured. */
export function measuredValue(
  solution: MeasuredSolution,
  given: { readonly check: Prediction; readonly outcome: CheckOutcome; readonly scope: Scope },
): Result<number> {
  const { check, outcome, scope } = given;
  const wanted = solution.case === undefined ? undefined : withNames(solution.case, scope);
  const all = outcome.cases ?? [];
  const cases = wanted === undefined ? all : all.filter(({ name }) => name === wanted);
  if (cases.length === 0) {
    return err(outcome.problem ?? nothingMeasured(check, wanted));
  }
  const names = { ...scope.names, ...figuresOver(cases, all) };
  return evaluateNumber(solution.measured, { ...scope, names });
}

/** Each figure of the case it is worst in. */
function figuresOver(
  cases: readonly CaseOutcome[],
  all: readonly CaseOutcome[],
): Record<string, number> {
  function most(figure: 'failed' | 'machinesLost' | 'minutesDown'): number {
    return Math.max(...cases.map((one) => one[figure]));
  }
  const recovered = cases.flatMap(({ secondsToRecover }) => secondsToRecover ?? []);
  return {
    served: Math.min(...cases.map(({ served }) => served)),
    servedFraction: Math.min(...cases.map(({ servedFraction }) => servedFraction)),
    failed: most('failed'),
    machinesLost: most('machinesLost'),
    minutesDown: most('minutesDown'),
    ...(recovered.length === 0 ? {} : { secondsToRecover: Math.max(...recovered) }),
    cases: all.length,
    survived: all.filter(({ survived }) => survived).length,
  };
}

function nothingMeasured({ id, before }: Prediction, name?: string): AppError {
  const what = name === undefined ? '' : ` of the case ${name}`;
  return {
    code: 'lab.nothingMeasured',
    message: `Nothing${what} can be measured for the prediction ${id}.`,
    hint: `Look at the experiment ${before}: it has to be one the room can be tried with.`,
    details: { check: id },
  };
}
