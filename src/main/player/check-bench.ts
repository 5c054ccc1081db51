/**
 * The bench of an attempt: everything that takes long, done on copies of the room and never on the
 * room itself. It marks a room as it stands, marks a log as a trainer would, and works out what a
 * case or the solution consists of.
 *
 * It is given texts and states, not a room, so it can sit in a thread of its own. What it answers
 * depends on what it is asked only; marking itself is the lab folder's, the same as in a class.
 */
import { durationUs } from '../../shared/kernel/time.ts';
import { RandomStream } from '../../shared/kernel/prng.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { Command } from '../../shared/commands/index.ts';
import type { LabActions } from '../../shared/lab/actions-schema.ts';
import type { Attempt, AttemptEntry, LabEvent } from '../../shared/lab/attempt-schema.ts';
import type { CheckOf } from '../../shared/lab/check-schema.ts';
import { drawFor, type Values } from '../../shared/lab/draw.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import type { LabMode } from '../../shared/lab/lab-schema.ts';
import { parseSelector, select } from '../../shared/model/selector.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { casesOf } from '../experiment/experiment-cases.ts';
import type { CheckOutcome } from '../lab/check-outcome.ts';
import type { LoadedLab } from '../lab/lab-files.ts';
import {
  openRoom,
  roomOf,
  startOf,
  type Decided,
  type LabStart,
  type TrialLog,
  type Way,
} from '../lab/lab-room.ts';
import { LatchFollower } from '../lab/latch-follower.ts';
import { markAttempt, markRoom, type RoomMark } from '../lab/mark-attempt.ts';
import { measureFrom } from '../lab/measured-answer.ts';
import { playActions } from '../lab/play-actions.ts';
import { lookAt, type SeenRoom } from '../lab/room-scope.ts';

/** What a bench works with from the beginning to the end of an attempt. */
export interface BenchSetup {
  readonly loaded: LoadedLab;
  /** Only where one practises. */
  readonly key: LabKey | undefined;
  readonly solution: LabActions | undefined;
  readonly catalogue: Catalogue;
  readonly seed: string;
  readonly mode: LabMode;
}

/** A room at one moment. */
export interface RoomState {
  readonly snapshot: Uint8Array;
  readonly decisions: readonly Decided[];
  /** Experiments the learner wrote and tried. */
  readonly trials?: TrialLog;
  /** How it came about; only for labs with checks that stay passed. */
  readonly way?: Way;
  /** The ways to the rooms in which predictions were made whose answer is measured. */
  readonly asked?: readonly (readonly [string, Way])[];
}

export type BenchJob =
  | {
      readonly kind: 'check';
      readonly room: RoomState;
      readonly events: readonly LabEvent[];
      /** Outcomes to take as they are. */
      readonly known: readonly (readonly [string, CheckOutcome])[];
      /** Selectors to say the things of. */
      readonly selectors: readonly string[];
    }
  | { readonly kind: 'grade'; readonly attempt: Attempt }
  | {
      readonly kind: 'case';
      readonly room: RoomState;
      readonly check: string;
      readonly name: string;
    }
  | { readonly kind: 'solution' };

/** How a check came out. */
export interface BenchOutcome {
  readonly id: string;
  readonly outcome: CheckOutcome;
  readonly points: number;
}

export interface BenchMark extends Omit<RoomMark, 'checks'> {
  readonly checks: readonly BenchOutcome[];
  /** Ids of things by selector. */
  readonly things: Readonly<Record<string, readonly string[]>>;
}

/** What one case of an experiment does, from the present moment on. */
export interface CaseScript {
  readonly steps: readonly { readonly atUs: number; readonly command: Command }[];
  /** When the first thing happens, and when it ends. */
  readonly fromUs: number;
  readonly endUs: number;
}

export interface BenchAnswers {
  readonly check: BenchMark;
  readonly grade: BenchMark;
  readonly case: CaseScript;
  readonly solution: readonly AttemptEntry['record'][];
}
export type JobKind = keyof BenchAnswers;
export type JobOf<K extends JobKind> = Extract<BenchJob, { kind: K }>;
export type BenchAnswer = BenchAnswers[JobKind];

/** Sits down at a bench; gives what does its jobs. */
export function openBench(setup: BenchSetup): (job: BenchJob) => Result<BenchAnswer> {
  const { loaded, catalogue, seed } = setup;
  const draw = drawFor(loaded.lab, seed);
  const start = draw.ok ? startOf(loaded, { draw: draw.value, catalogue }) : draw;
  if (!start.ok) return () => start;
  const follower = new LatchFollower(start.value, loaded.lab);
  const measureAt = measureFrom(start.value, loaded.lab);
  return (job) => work(setup, { start: start.value, job, follower, measureAt });
}

/** What a bench keeps between jobs. */
interface Bench {
  readonly start: LabStart;
  readonly follower: LatchFollower;
  readonly measureAt: ReturnType<typeof measureFrom>;
}

function work(setup: BenchSetup, given: Bench & { readonly job: BenchJob }): Result<BenchAnswer> {
  const { start, job } = given;
  switch (job.kind) {
    case 'check':
      return check(setup, { ...given, job });
    case 'grade':
      return grade(setup, job);
    case 'case':
      return scriptOf(setup, { start, job });
    default:
      return solve(setup, start);
  }
}

function roomAt(start: LabStart, state: RoomState): Result<SeenRoom> {
  const room = openRoom(start);
  if (!room.ok) return room;
  const { engine } = room.value;
  const restored = engine.restore(state.snapshot);
  if (!restored.ok) return restored;
  return ok(lookAt(roomOf(start, { engine, decisions: state.decisions, trials: state.trials })));
}

function check(
  { loaded, key, mode }: BenchSetup,
  given: Bench & { readonly job: JobOf<'check'> },
): Result<BenchMark> {
  const { job, follower, measureAt } = given;
  const seen = roomAt(given.start, job.room);
  if (!seen.ok) return seen;
  const { way, asked } = job.room;
  const latched = way === undefined ? undefined : follower.follow(way);
  if (latched?.ok === false) return latched;
  const known = new Map(job.known);
  const { events } = job;
  const mark = markRoom({
    lab: loaded.lab,
    key,
    mode,
    seen: seen.value,
    events,
    known,
    measure: measureAt(new Map(asked)),
    ...(latched === undefined ? {} : { latched: latched.value }),
  });
  return ok(plain(mark, thingsOf(seen.value, job.selectors)));
}

function grade(setup: BenchSetup, job: JobOf<'grade'>): Result<BenchMark> {
  const { loaded, key, catalogue } = setup;
  const mark = markAttempt({ loaded, key, catalogue, salt: undefined }, job.attempt);
  return mark.ok ? ok(plain(mark.value, {})) : mark;
}

function plain(mark: RoomMark, things: BenchMark['things']): BenchMark {
  const { values, score, passed, feedback, hints, hintCost } = mark;
  const checks = mark.checks.map((one) => ({
    id: one.check.id,
    outcome: one.outcome,
    points: one.points,
  }));
  return { values, score, passed, feedback, hints, hintCost, checks, things };
}

function thingsOf({ rows }: SeenRoom, selectors: readonly string[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const text of selectors) {
    const selector = parseSelector(text);
    found[text] = selector.ok ? select(rows, selector.value).map(({ id }) => id) : [];
  }
  return found;
}

function scriptOf(
  { loaded, key }: BenchSetup,
  given: { readonly start: LabStart; readonly job: JobOf<'case'> },
): Result<CaseScript> {
  const { job } = given;
  const experiment = experimentOf(loaded, { key, id: job.check });
  if (experiment === undefined) return err(noCase(job.name));
  const seen = roomAt(given.start, job.room);
  if (!seen.ok) return seen;
  const { rows, room } = seen.value;
  const dice = new RandomStream(room.draw.seed, `check ${experiment.id}`);
  const cases = casesOf(experiment, { rows, dice });
  if (!cases.ok) return cases;
  const one = cases.value.find(({ name }) => name === job.name);
  if (one === undefined) return err(noCase(job.name));
  const { warmup, steadyFor, runFor } = experiment;
  const lead = room.engine.nowUs + durationUs(warmup, 0) + durationUs(steadyFor, 0);
  return ok({
    steps: one.steps.map(({ atUs, command }) => ({ atUs: lead + atUs, command })),
    fromUs: lead + (one.steps[0]?.atUs ?? 0),
    endUs: lead + durationUs(runFor, 0),
  });
}

/** An experiment of the lab, or a surprise of the key that is one. */
export function experimentOf(
  loaded: LoadedLab,
  given: { readonly key: LabKey | undefined; readonly id: string },
): CheckOf<'experiment'> | undefined {
  const open = loaded.lab.checks.find(({ id }) => id === given.id);
  const found = open?.kind === 'sealed' ? given.key?.sealed?.[given.id]?.check : open;
  return found?.kind === 'experiment' ? found : undefined;
}

function solve(setup: BenchSetup, start: LabStart): Result<AttemptEntry['record'][]> {
  const { loaded, solution, seed } = setup;
  if (solution === undefined) return err(noSolution());
  const by = { learner: 'solution', seed, mode: 'practice' as const };
  const attempt = playActions(loaded, { start, actions: solution, by });
  return attempt.ok ? ok(attempt.value.log.map(({ record }) => record)) : attempt;
}

/** The values a learner meets. */
export function valuesOf(setup: Pick<BenchSetup, 'loaded' | 'seed'>): Values {
  const draw = drawFor(setup.loaded.lab, setup.seed);
  return draw.ok ? draw.value.values : {};
}

function noCase(name: string): AppError {
  return {
    code: 'lab.notAllowed',
    message: `There is no case "${name}" to be shown.`,
    hint: 'Check again: the room may have changed since.',
    details: { reason: 'case' },
  };
}

function noSolution(): AppError {
  return {
    code: 'lab.notAllowed',
    message: 'This lab has no solution to be shown here.',
    hint: 'Take the hints of the task.',
    details: { reason: 'solution' },
  };
}
