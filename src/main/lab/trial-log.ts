/**
 * The experiments of an attempt: what the learner wrote down, and every run of it, tried again.
 *
 * A log tells what each run came to, and whoever wrote the log may have written anything; so what
 * counts is what comes out when the same experiment is tried at the same place of the same history.
 * A run that the log told otherwise is pointed out to the trainer, never judged.
 */
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { ExperimentRun } from '../../shared/views/experiment-view.ts';
import { compareWith } from '../experiment/findings.ts';
import { EXPERIMENT_DAYS_MAX, ExperimentBudget } from '../experiment/experiment-budget.ts';
import { kindsOf, tryWhole } from '../experiment/try-experiment.ts';
import type { Engine } from '../engine/index.ts';
import { ExperimentBook, experimentNoteIn } from '../workspace/experiment-book.ts';
import { openRoom, type LabStart, type ReadLog, type TrialLog } from './lab-room.ts';

/** Runs of one attempt that are tried again; what comes after them does not count. */
const RUNS_COUNTED_MAX = 64;
/** Events of all of them together at most: a log may tell of anything. */
const RUNS_EVENTS_MAX = 50_000_000;

export interface TriedAgain {
  readonly trials: TrialLog;
  /** Runs that came out otherwise than the log says. */
  readonly flags: readonly string[];
}

/** What was written and tried in a log. Refuses as rooms do. */
export function trialsOf(start: LabStart, log: ReadLog): Result<TriedAgain> {
  const book = new ExperimentBook(start.scenario.experiments, []);
  const runs: ExperimentRun[] = [];
  const flags: string[] = [];
  const ground = new TrialPlaces(start, log);
  const budget = new ExperimentBudget({ days: EXPERIMENT_DAYS_MAX, events: RUNS_EVENTS_MAX });
  for (const record of log.records) {
    const note = record.kind === 'note' ? experimentNoteIn(record.note) : undefined;
    if (note === undefined) continue;
    if (!('ran' in note)) {
      book.take(note);
      continue;
    }
    if (runs.length >= RUNS_COUNTED_MAX) {
      flags.push(`only the first ${RUNS_COUNTED_MAX} runs of experiments count`);
      break;
    }
    const again = tryAgain(note.ran, { book, ground, budget });
    if (!again.ok) return again;
    if (again.value === undefined || again.value.verdict !== note.ran.verdict) {
      flags.push(`run ${note.ran.number} of an experiment was told otherwise`);
    }
    if (again.value !== undefined) runs.push({ ...again.value, number: runs.length + 1 });
    book.take(note);
  }
  const { experiments } = book.view();
  return ok({ trials: { experiments, runs }, flags });
}

/** The same run once more; undefined where there is nothing that could have been tried. */
function tryAgain(
  told: ExperimentRun,
  given: {
    readonly book: ExperimentBook;
    readonly ground: TrialPlaces;
    readonly budget: ExperimentBudget;
  },
): Result<ExperimentRun | undefined> {
  const { book, ground, budget } = given;
  const { of, seed, atUs, branch, number } = told;
  const kept = 'experiment' in of ? book.find(of.experiment) : undefined;
  const what = 'aim' in of ? of : kept?.experiment;
  const engine = ground.engineAt(told);
  if (!engine.ok) return engine;
  if (what === undefined || engine.value === undefined) return ok(undefined);
  const finding = tryWhole(what, { engine: engine.value, seed, budget });
  if (!finding.ok) return ok(undefined);
  const predicted = book
    .view()
    .waiting.findLast((one) => JSON.stringify(one.of) === JSON.stringify(of));
  const comparison =
    predicted === undefined ? undefined : compareWith(predicted.prediction, finding.value);
  return ok({
    number,
    of,
    kinds: kindsOf(what),
    ...(kept === undefined ? {} : { edition: kept.edition }),
    atUs,
    branch,
    seed,
    ...(predicted === undefined ? {} : { prediction: predicted.prediction }),
    ...(comparison === undefined ? {} : { comparison }),
    ...finding.value,
  });
}

/** Goes to the places of runs: one room runs along while they follow one another. */
class TrialPlaces {
  readonly #start: LabStart;
  readonly #log: ReadLog;
  #engine: Engine | undefined;
  #taken: number[] = [];

  constructor(start: LabStart, log: ReadLog) {
    this.#start = start;
    this.#log = log;
  }

  /** An engine of one's own at the place of a run; undefined where the history has none. */
  engineAt(run: ExperimentRun): Result<Engine | undefined> {
    const { history } = this.#log;
    const path = history.branches.find(({ id }) => id === run.branch)?.path;
    if (path === undefined) return ok(undefined);
    const later = path.findIndex((seq) => history.node(seq).place.atUs > run.atUs);
    const known = later < 0 ? path.length : later;
    const steps = path.slice(0, Math.min(known, run.applied ?? known));
    if (!this.#leadsTo(steps, run)) {
      const room = openRoom(this.#start);
      if (!room.ok) return room;
      this.#engine = room.value.engine;
      this.#taken = [];
    }
    const engine = this.#engine;
    if (engine === undefined || !this.#go(engine, { steps, run })) return ok(undefined);
    const own = openRoom(this.#start);
    if (!own.ok) return own;
    const restored = own.value.engine.restore(engine.snapshot());
    return restored.ok ? ok(own.value.engine) : restored;
  }

  #leadsTo(steps: readonly number[], run: ExperimentRun): boolean {
    if (this.#engine === undefined || this.#engine.nowUs > run.atUs) return false;
    const isSame = this.#taken.every((seq, index) => steps[index] === seq);
    const next = steps[this.#taken.length];
    const { nowUs, eventCount } = this.#engine;
    const place = next === undefined ? undefined : this.#log.history.node(next).place;
    const isAhead = place === undefined || (place.atUs >= nowUs && place.eventCount >= eventCount);
    return isSame && isAhead && (run.eventCount ?? eventCount) >= eventCount;
  }

  #go(
    engine: Engine,
    { steps, run }: { readonly steps: readonly number[]; readonly run: ExperimentRun },
  ): boolean {
    for (const seq of steps.slice(this.#taken.length)) {
      const { place, command } = this.#log.history.node(seq);
      if (!engine.runToPlace(place)) return false;
      const decision = engine.propose(command);
      if (!decision.ok) return false;
      engine.commit(decision.value);
      this.#taken.push(seq);
    }
    const { atUs, eventCount } = run;
    if (eventCount !== undefined) return engine.runToPlace({ atUs, eventCount });
    engine.runUntil(atUs);
    return true;
  }
}
