/**
 * Plays written steps as a learner would act, and gives the attempt that comes of it.
 *
 * The log has the journal's own records, so an attempt made here and one made on the screen are
 * run again by the same code. A decision the engine refuses is a refusal of the steps: a reference
 * that stumbles is no reference.
 */
import { durationUs } from '../../shared/kernel/time.ts';
import { commandSchema, type Command } from '../../shared/commands/index.ts';
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import { err, mapResult, OK, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { LabActions, LabStep } from '../../shared/lab/actions-schema.ts';
import {
  ATTEMPT_FORMAT,
  ATTEMPT_FORMAT_VERSION,
  type AnswerValue,
  type Attempt,
  type AttemptEntry,
  type LabEvent,
} from '../../shared/lab/attempt-schema.ts';
import { COMMON_CALLS, type Scope } from '../../shared/lab/expression.ts';
import type { LabMode } from '../../shared/lab/lab-schema.ts';
import {
  experimentSchema,
  type Experiment,
  type ExperimentNote,
  type ExperimentRun,
} from '../../shared/views/experiment-view.ts';
import { problemsOf } from '../../shared/document/experiment-checks.ts';
import { printIssue } from '../../shared/document/scenario-issue.ts';
import { BEHAVIOUR_VERSION, type Engine } from '../engine/index.ts';
import { compareWith } from '../experiment/findings.ts';
import { kindsOf, tryWhole } from '../experiment/try-experiment.ts';
import { ExperimentBook, noteOf } from '../workspace/experiment-book.ts';
import { planClock, planCommand, planNote } from '../workspace/history-plan.ts';
import { History, MAIN_BRANCH } from '../workspace/history.ts';
import { chainEntries, chainStart } from './attempt-chain.ts';
import type { LoadedLab } from './lab-files.ts';
import { badSteps } from './lab-refusals.ts';
import {
  openRoom,
  roomOf,
  type Decided,
  type LabRoom,
  type LabStart,
  type Way,
} from './lab-room.ts';
import { counting, fillValue, fillWritten, timesOf, withNames } from './written-values.ts';

export interface PlayedBy {
  readonly learner: string;
  readonly seed: string;
  readonly mode: LabMode;
}

type Entry = Omit<AttemptEntry, 'n' | 'h'>;

/** What was played: the records a workspace would write, and the room they came to. */
export interface PlayedRoom {
  readonly entries: readonly Entry[];
  /** The same records, as they were written. */
  readonly records: readonly JournalRecord[];
  readonly room: LabRoom;
  /** The decisions on the way to it, each at its place. */
  readonly way: Way;
}

/** Plays steps from a lab's start. Refuses as the engine does, and with `lab.badSteps`. */
export function playRoom(given: {
  readonly start: LabStart;
  readonly actions: LabActions;
}): Result<PlayedRoom> {
  const { start, actions } = given;
  const room = openRoom(start);
  if (!room.ok) return room;
  const { engine } = room.value;
  const pen = new LogPen(engine, start.scenario.experiments);
  const scope = { names: start.draw.values, calls: COMMON_CALLS };
  for (const step of actions.steps) {
    const atUs = durationUs(step.at, 0);
    if (atUs < engine.nowUs) return err(outOfOrder(step.at));
    engine.runUntil(atUs);
    const done = takeStep(pen, { step, scope, room: room.value });
    if (!done.ok) return done;
  }
  const untilUs = durationUs(actions.until, 0);
  if (untilUs < engine.nowUs) return err(outOfOrder(actions.until));
  engine.runUntil(untilUs);
  const told = pen.clock();
  if (!told.ok) return told;
  const ended = roomOf(start, {
    engine,
    decisions: pen.decisions,
    trials: pen.book.view(),
  });
  return ok({ entries: pen.entries, records: pen.records, room: ended, way: pen.way() });
}

/** As `playRoom`, as the attempt of a learner. */
export function playActions(
  loaded: LoadedLab,
  given: { readonly start: LabStart; readonly actions: LabActions; readonly by: PlayedBy },
): Result<Attempt> {
  const { by } = given;
  const played = playRoom(given);
  if (!played.ok) return played;
  const begun = chainStart({ labSha256: loaded.sha256, seed: by.seed, mode: by.mode });
  const log = chainEntries(begun, played.value.entries);
  const { id, revision, catalogue } = loaded.lab;
  return ok({
    format: ATTEMPT_FORMAT,
    formatVersion: ATTEMPT_FORMAT_VERSION,
    lab: { id, revision, sha256: loaded.sha256 },
    learner: { id: by.learner },
    seed: by.seed,
    mode: by.mode,
    engine: { behaviourVersion: BEHAVIOUR_VERSION, catalogue },
    log,
    head: log.at(-1)?.h ?? begun,
  });
}

/** Writes what happens to an engine as the records a workspace would write. */
class LogPen {
  readonly entries: Entry[] = [];
  readonly records: JournalRecord[] = [];
  readonly decisions: Decided[] = [];
  private readonly engine: Engine;
  readonly book: ExperimentBook;
  private readonly history = new History(MAIN_BRANCH);

  constructor(engine: Engine, written: readonly Experiment[] | undefined) {
    this.engine = engine;
    this.book = new ExperimentBook(written, []);
  }

  decide(command: Command): Result<undefined> {
    const { engine } = this;
    const decision = engine.propose(command);
    if (!decision.ok) return decision;
    const { eventsAtNow, midInstant, actionsDone } = engine;
    const given = { command, eventsAtNow, midInstant, actionsDone, mark: undefined };
    this.moveHead();
    const record = planCommand(this.history, given);
    if (!record.ok) return record;
    this.decisions.push({ atUs: engine.nowUs, command });
    engine.commit(decision.value);
    return this.write(record.value);
  }

  clock(): Result<undefined> {
    this.moveHead();
    return this.write(planClock(this.history));
  }

  /** What was decided so far, and where the head stands. */
  way(): Way {
    const { head, branch } = this.history;
    const steps = branch.path.slice(0, head.applied).map((seq) => this.history.node(seq));
    return { steps, to: head.place };
  }

  note(event: LabEvent): Result<undefined> {
    this.moveHead();
    return this.write(planNote(this.history, event));
  }

  /** Writes something about experiments down and takes it in. */
  noteTrial(note: ExperimentNote): Result<undefined> {
    this.moveHead();
    this.book.take(note);
    return this.write(planNote(this.history, noteOf(note)));
  }

  /** The place a copy is taken at. */
  place(): Pick<ExperimentRun, 'atUs' | 'branch' | 'applied' | 'eventCount'> {
    this.moveHead();
    const { branch, applied, place } = this.history.head;
    return { ...place, branch, applied };
  }

  /** The head of the history follows the engine, as it does in a workspace. */
  private moveHead(): void {
    const { nowUs: atUs, eventCount } = this.engine;
    this.history.moveTo({ applied: this.history.head.applied, place: { atUs, eventCount } });
  }

  private write(record: JournalRecord): Result<undefined> {
    this.entries.push({ record });
    this.records.push(record);
    return this.history.apply(record);
  }
}

function takeStep(
  pen: LogPen,
  given: { readonly step: LabStep; readonly scope: Scope; readonly room: LabRoom },
): Result<undefined> {
  const { step, scope } = given;
  if ('experiment' in step) return writeExperiment(pen, { written: step.experiment, scope });
  if ('try' in step) return tryExperiment(pen, { step, room: given.room });
  const worked = workOut(step, scope);
  if (!worked.ok) return worked;
  const { answer, commands } = worked.value;
  if ('hint' in step) return pen.note({ kind: 'hint', task: step.hint, level: step.level });
  if ('answer' in step && answer !== undefined) {
    return pen.note({ kind: 'answer', check: step.answer, value: answer });
  }
  for (const command of commands) {
    const decided = pen.decide(command);
    if (!decided.ok) return decided;
  }
  return ok(undefined);
}

/** An experiment written down, as on the screen. */
function writeExperiment(
  pen: LogPen,
  given: { readonly written: Readonly<Record<string, unknown>>; readonly scope: Scope },
): Result<undefined> {
  const filledIn = fillValue(given.written, given.scope);
  if (!filledIn.ok) return filledIn;
  const experiment = experimentSchema.safeParse(filledIn.value);
  const name = String(given.written['name']);
  if (!experiment.success) {
    return err(badSteps(`${name}: ${experiment.error.issues[0]?.message ?? 'no experiment'}`));
  }
  const [problem] = problemsOf(experiment.data);
  if (problem !== undefined) return err(badSteps(`${name}: ${printIssue(problem)}`));
  return pen.noteTrial({ defined: experiment.data });
}

/** An experiment tried on a copy of this moment, as on the screen. */
function tryExperiment(
  pen: LogPen,
  given: { readonly step: Extract<LabStep, { try: string }>; readonly room: LabRoom },
): Result<undefined> {
  const { step, room } = given;
  const kept = pen.book.find(step.try);
  if (kept === undefined) return err(badSteps(`there is no experiment ${step.try} to be tried`));
  const of = { experiment: step.try };
  const { prediction } = step;
  const noted = prediction === undefined ? OK : pen.noteTrial({ predicted: { of, prediction } });
  if (!noted.ok) return noted;
  const copy = room.copy();
  if (!copy.ok) return copy;
  const { seed } = room.draw;
  const finding = tryWhole(kept.experiment, { engine: copy.value, seed });
  if (!finding.ok) return finding;
  const comparison = prediction === undefined ? undefined : compareWith(prediction, finding.value);
  const ran: ExperimentRun = {
    number: pen.book.nextRun,
    of,
    kinds: kindsOf(kept.experiment),
    edition: kept.edition,
    ...pen.place(),
    seed,
    ...(prediction === undefined ? {} : { prediction }),
    ...(comparison === undefined ? {} : { comparison }),
    ...finding.value,
  };
  return pen.noteTrial({ ran });
}

/** What a step comes to for one learner. */
export interface WorkedStep {
  readonly commands: readonly Command[];
  readonly answer: AnswerValue | undefined;
}

/** A step with a learner's values put in. Refuses as expressions do, and with `lab.badSteps`. */
export function stepCommands(step: LabStep, values: Scope['names']): Result<WorkedStep> {
  return workOut(step, { names: values, calls: COMMON_CALLS });
}

function workOut(step: LabStep, scope: Scope): Result<WorkedStep> {
  if ('hint' in step || 'experiment' in step || 'try' in step) {
    return ok({ commands: [], answer: undefined });
  }
  if ('answer' in step) {
    const answer = workOutAnswer(step.value, scope);
    return mapResult(answer, (value) => ({ commands: [], answer: value }));
  }
  const times = timesOf(step.times, scope);
  if (!times.ok) return times;
  const commands: Command[] = [];
  for (let n = 1; n <= times.value; n += 1) {
    const command = commandFrom(step.command, counting(scope, n));
    if (!command.ok) return command;
    commands.push(command.value);
  }
  return ok({ commands, answer: undefined });
}

/** An answer with a learner's values put in; what is pointed at is a list. */
function workOutAnswer(written: AnswerValue, scope: Scope): Result<AnswerValue> {
  if (typeof written === 'number') return ok(written);
  if (typeof written !== 'string') return ok(written.map((one) => withNames(one, scope)));
  return mapResult(fillWritten(written, scope), (value) =>
    typeof value === 'boolean' ? String(value) : value,
  );
}

/** The command of a step, with expressions worked out and {n} put in. */
function commandFrom(written: Readonly<Record<string, unknown>>, scope: Scope): Result<Command> {
  const filledIn = fillValue(written, scope);
  if (!filledIn.ok) return filledIn;
  const command = commandSchema.safeParse(filledIn.value);
  if (command.success) return ok(command.data);
  const issue = command.error.issues[0];
  return err(badSteps(`${String(written['type'])}: ${issue?.message ?? 'no such command'}`));
}

function outOfOrder(at: string): AppError {
  return badSteps(`the step at ${at} comes before the one above it`);
}
