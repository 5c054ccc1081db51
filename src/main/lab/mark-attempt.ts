/**
 * Marks one attempt: holds it against lab and seed, runs it again, works out every check.
 *
 * An attempt that was altered, begun under another learner's seed or made for another lab gets no
 * mark at all, and the result says why; a mark is never given in silence. The same attempt always
 * gets the same mark, on every machine.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { US_PER_MINUTE } from '../../shared/kernel/time.ts';
import {
  labEventSchema,
  type Attempt,
  type BegunEvent,
  type LabEvent,
} from '../../shared/lab/attempt-schema.ts';
import { drawFor, type Values } from '../../shared/lab/draw.ts';
import { evaluateTruth, type LabFunction, type Scope } from '../../shared/lab/expression.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import type { Lab, LabMode } from '../../shared/lab/lab-schema.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { BEHAVIOUR_VERSION } from '../engine/index.ts';
import { brokenAt, seedOf } from './attempt-chain.ts';
import { answersOf } from './answers.ts';
import { missedAnchor, otherAnchor, type Anchors } from './attempt-anchors.ts';
import { logThatCounts } from './attempt-log.ts';
import type { CheckOutcome } from './check-outcome.ts';
import type { LoadedLab } from './lab-files.ts';
import { replayRoom, roomOf, startOf, type LabRoom } from './lab-room.ts';
import { lockOn } from './lab-locks.ts';
import { LatchFollower } from './latch-follower.ts';
import { markChecks, type CheckGround, type MarkedCheck } from './mark-checks.ts';
import { shareReached } from './mark-shares.ts';
import {
  measuredPredictions,
  measureFrom,
  waysOfPredictions,
  type Measure,
} from './measured-answer.ts';
import { rankFeedback } from './rank-feedback.ts';
import { lookAt, type SeenRoom } from './room-scope.ts';
import type { TrainerMarks } from './trainer-marks.ts';
import { trialsOf } from './trial-log.ts';

/** What is needed to mark attempts at one lab. */
export interface Marking {
  readonly loaded: LoadedLab;
  readonly key: LabKey | undefined;
  readonly catalogue: Catalogue;
  /** The salt of the class; without it a seed is taken as it is. */
  readonly salt: string | undefined;
  /** What the trainer gave for what no machine can judge. */
  readonly byHand?: TrainerMarks;
  /** Codes of logs that were noted while the trainer was there. */
  readonly anchors?: Anchors;
}

/** What a room with its answers comes to. */
export interface RoomMark {
  readonly values: Values;
  /** Points reached of all that can be reached by machine, from 0 to 1. */
  readonly score: number;
  readonly passed: boolean;
  readonly checks: readonly MarkedCheck[];
  /** Ids of the feedback rules that apply, best first. */
  readonly feedback: readonly string[];
  readonly hints: number;
  /** Share taken off for hints. */
  readonly hintCost: number;
}

export interface Mark extends RoomMark {
  readonly learner: string;
  /** Things the trainer should look at; never a verdict. */
  readonly flags: readonly string[];
}

/** Simulated time of an attempt, and events in it, that are run again at most. */
const ATTEMPT_US_MAX = 366 * 24 * 60 * US_PER_MINUTE;
const ATTEMPT_EVENTS_MAX = 50_000_000;
const MS_PER_MINUTE = 60_000;
/** What handing in at the last moment may take. */
const GRACE_MINUTES = 1;

/**
 * Marks an attempt. Refuses with `attempt.otherLab`, `attempt.altered`, `attempt.otherAnchor`,
 * `attempt.foreignSeed`, `attempt.otherEngine`, `lab.noDraw`, and as running it again does.
 */
export function markAttempt(marking: Marking, attempt: Attempt): Result<Mark> {
  const refusal = refusalOf(marking, attempt);
  if (refusal !== undefined) return err(refusal);
  const { loaded, key, catalogue } = marking;
  const { lab } = loaded;
  const draw = drawFor(lab, attempt.seed);
  if (!draw.ok) return draw;
  const start = startOf(loaded, { draw: draw.value, catalogue });
  if (!start.ok) return start;
  const log = logThatCounts(attempt.log);
  if (!log.ok) return log;
  const { records, events } = log.value;
  const replayed = replayRoom(start.value, records);
  if (!replayed.ok) return replayed;
  const { way, log: read } = replayed.value;
  const tried = trialsOf(start.value, read);
  if (!tried.ok) return tried;
  const room = roomOf(start.value, { ...replayed.value.room, trials: tried.value.trials });
  const latched = new LatchFollower(start.value, lab).follow(way);
  if (!latched.ok) return latched;
  const measured = waysOfPredictions(measuredPredictions(lab, key), {
    lab,
    mode: attempt.mode,
    log: log.value,
    records: read.records,
  });
  if (!measured.ok) return measured;
  const seen = lookAt(room);
  const byHand = marking.byHand?.get(attempt.learner.id) ?? new Map();
  const mark = markRoom({
    lab,
    key,
    mode: attempt.mode,
    seen,
    events,
    latched: latched.value,
    measure: measureFrom(start.value, lab)(measured.value),
    byHand,
  });
  const flags = [...flagsOf(lab, room), ...timeFlags(events), ...tried.value.flags];
  return ok({ ...mark, learner: attempt.learner.id, flags });
}

/** A room to be marked, with what the learner said and did beside it. */
export interface RoomMarking {
  readonly lab: Lab;
  readonly key: LabKey | undefined;
  readonly mode: LabMode;
  readonly seen: SeenRoom;
  readonly events: readonly LabEvent[];
  readonly latched?: CheckGround['latched'];
  readonly byHand?: CheckGround['byHand'];
  /** What experiments came to where predictions about them were made. */
  readonly measure?: Measure;
  /** Outcomes to take as they are, instead of looking again. */
  readonly known?: ReadonlyMap<string, CheckOutcome>;
}

/** Marks a room as it stands. The screen's own checks and the marking of attempts come to this. */
export function markRoom(given: RoomMarking): RoomMark {
  const { lab, key, mode, seen, events, known, latched, byHand, measure } = given;
  const answers = answersOf(lab, { mode, events });
  const checks = markChecks({
    lab,
    key,
    seen,
    answers,
    ...(known === undefined ? {} : { known }),
    ...(latched === undefined ? {} : { latched }),
    ...(byHand === undefined ? {} : { byHand }),
    ...(measure === undefined ? {} : { measure }),
  });
  const hintCost = costOfHints(lab, { mode, events });
  const score = Math.max(0, (shareReached(checks) ?? 0) - hintCost);
  const isGated = (lab.scoring.gates ?? []).every(
    (id) => checks.find(({ check }) => check.id === id)?.outcome.state === 'passed',
  );
  return {
    values: seen.room.draw.values,
    score,
    passed: score >= lab.scoring.pass && isGated,
    checks,
    feedback: feedbackFor(lab, withResults(seen.scope, checks)),
    hints: events.filter(({ kind }) => kind === 'hint').length,
    hintCost,
  };
}

interface Saying {
  readonly mode: LabMode;
  readonly events: readonly LabEvent[];
}

function refusalOf({ loaded, salt, anchors }: Marking, attempt: Attempt): AppError | undefined {
  const { lab, sha256 } = loaded;
  const { id, revision } = attempt.lab;
  const isSame = id === lab.id && revision === lab.revision && attempt.lab.sha256 === sha256;
  if (!isSame || attempt.engine.catalogue !== lab.catalogue) return otherLab(attempt, lab);
  const broken = brokenAt(attempt) ?? foreignNote(attempt);
  if (broken !== undefined) return altered(broken);
  const missed = missedAnchor(attempt, anchors?.get(attempt.learner.id) ?? []);
  if (missed !== undefined) return otherAnchor(missed);
  if (salt !== undefined && seedOf(salt, { lab, learner: attempt.learner.id }) !== attempt.seed) {
    return foreignSeed(attempt.learner.id);
  }
  if (attempt.engine.behaviourVersion !== BEHAVIOUR_VERSION) return otherEngine(attempt);
  return tooHeavy(attempt);
}

/** The entry that says the attempt was begun otherwise than the file says; undefined for none. */
function foreignNote(attempt: Attempt): number | undefined {
  const { lab, learner, seed, mode, log } = attempt;
  const at = log.findIndex(({ record }) => {
    const event = record['kind'] === 'note' ? labEventSchema.safeParse(record['note']) : undefined;
    if (event?.data?.kind !== 'begun') return false;
    const begun = event.data;
    const isSame = begun.lab.sha256 === lab.sha256 && begun.learner.id === learner.id;
    return !isSame || begun.seed !== seed || begun.mode !== mode;
  });
  return at < 0 ? undefined : at + 1;
}

/** A log that tells of more than anybody plays would be run for ever. */
function tooHeavy({ log }: Attempt): AppError | undefined {
  for (const { n, record } of log) {
    const { atUs, afterEvent } = record;
    const isFar = Number(atUs) > ATTEMPT_US_MAX || Number(afterEvent) > ATTEMPT_EVENTS_MAX;
    if (!isFar) continue;
    return {
      code: 'attempt.tooHeavy',
      message: `Entry ${n} of the log stands further on than is run again.`,
      hint: 'Ask the learner for the file as the program wrote it.',
      details: { entry: n },
    };
  }
  return undefined;
}

/** Each hint costs once, in graded modes, up to the lab's most. */
function costOfHints(lab: Lab, { mode, events }: Saying): number {
  if (mode === 'practice') return 0;
  const taken = new Set<string>();
  for (const event of events) {
    if (event.kind === 'hint') taken.add(`${event.task}/${event.level}`);
  }
  let cost = 0;
  for (const task of lab.tasks) {
    for (const hint of task.hints ?? [])
      if (taken.has(`${task.id}/${hint.level}`)) cost += hint.cost;
  }
  return Math.min(cost, lab.scoring.hintCostMax ?? 1);
}

/** Time allowed and time taken, by the learner's own clock. */
function timeFlags(events: readonly LabEvent[]): string[] {
  const begun = events.find((event) => event.kind === 'begun');
  const finished = events.find((event) => event.kind === 'finished');
  const flags: string[] = [];
  if (begun?.extension !== undefined && begun.extension !== 1) {
    flags.push(`time allowed was multiplied by ${begun.extension}`);
  }
  if (begun?.minutes === undefined || finished === undefined) return flags;
  const taken = (finished.wallMs - begun.wallMs) / MS_PER_MINUTE;
  if (taken > begun.minutes + GRACE_MINUTES) {
    flags.push(`took ${Math.round(taken)} minutes of ${begun.minutes}`);
  }
  return flags;
}

function flagsOf(lab: Lab, room: LabRoom): string[] {
  const used = room.decisions.filter(({ command }) => lockOn(lab, command.type) !== undefined);
  const types = [...new Set(used.map(({ command }) => command.type))];
  return types.map((type) => `locked command used: ${type}`);
}

/** How an attempt was begun; undefined for one that was played from written steps. */
export function begunOf(attempt: Attempt): BegunEvent | undefined {
  const log = logThatCounts(attempt.log);
  return log.ok ? log.value.events.find((event) => event.kind === 'begun') : undefined;
}

function feedbackFor(lab: Lab, scope: Scope): string[] {
  const applies = (lab.feedback ?? []).filter(({ when }) => {
    const met = evaluateTruth(when, scope);
    return met.ok && met.value;
  });
  return rankFeedback(applies).map(({ id }) => id);
}

/** A scope in which expressions may also ask what checks came to. */
export function withResults(scope: Scope, checks: readonly MarkedCheck[]): Scope {
  const byId = new Map(checks.map((one) => [one.check.id, one]));
  function ask(work: (one: MarkedCheck) => boolean | number): LabFunction {
    return ([id]) => {
      const one = byId.get(String(id));
      return one === undefined ? err(noCheck(String(id))) : ok(work(one));
    };
  }
  return {
    names: scope.names,
    calls: {
      ...scope.calls,
      passed: ask(({ outcome }) => outcome.state === 'passed'),
      failed: ask(({ outcome }) => outcome.state === 'failed'),
      score: ask(({ outcome }) => outcome.share),
    },
  };
}

function noCheck(id: string): AppError {
  return {
    code: 'lab.badExpression',
    message: `There is no check ${id} in this lab.`,
    hint: 'Name a check by its id.',
  };
}

function otherLab(attempt: Attempt, lab: Lab): AppError {
  const { id, revision } = attempt.lab;
  return {
    code: 'attempt.otherLab',
    message:
      `The attempt is for ${id}, revision ${revision}; this is ${lab.id}, revision ` +
      `${lab.revision}, or a copy of it that was changed.`,
    hint: 'Mark it with the very lab it was made with.',
    details: { lab: id, revision },
  };
}

/** Of a log that was changed. */
export function altered(entry: number): AppError {
  return {
    code: 'attempt.altered',
    message:
      entry === 0
        ? 'The end of the log was cut off or exchanged.'
        : `The log was altered at entry ${entry}, or begins under another seed.`,
    hint: 'Ask the learner for the file as the program wrote it.',
    details: { entry },
  };
}

function foreignSeed(learner: string): AppError {
  return {
    code: 'attempt.foreignSeed',
    message: `The attempt was not begun with the seed of ${learner}.`,
    hint: 'Check the salt of the class, and whose file it is.',
    details: { learner },
  };
}

function otherEngine(attempt: Attempt): AppError {
  const { behaviourVersion } = attempt.engine;
  return {
    code: 'attempt.otherEngine',
    message: `The attempt was made under rules ${behaviourVersion}, not ${BEHAVIOUR_VERSION}.`,
    hint: 'Mark it with the version of Racklab it was made with.',
    details: { behaviourVersion, current: BEHAVIOUR_VERSION },
  };
}
