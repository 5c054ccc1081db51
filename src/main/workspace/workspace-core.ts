/**
 * What every act of a workspace shares: its parts, its turn, its journal and its two ways to end.
 *
 * A journal that refuses makes the workspace read-only: the world stays as it was and can be looked
 * at. A bug stops it: nothing can be trusted any more except the file, so every later request is
 * refused with where the crash bundle lies and how to replay it.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { PlaybackView } from '../../shared/views/workspace-view.ts';
import type { Engine } from '../engine/index.ts';
import { lastGroup, nextGroup, planClock, planRedo, planUndo } from './history-plan.ts';
import type { Head, History } from './history.ts';
import { samePlace, type JournalRecord } from '../../shared/document/journal-record.ts';
import type { KeyframeKeeper, Standing } from './keyframe-keeper.ts';
import { Playback } from './playback.ts';
import { Publisher } from './publisher.ts';
import { runSlice } from './course.ts';
import { TurnQueue } from './turns.ts';
import type { WallClock } from './wall-clock.ts';

/** The clock is written down at most this often while running. */
export const CLOCK_RECORD_INTERVAL_MS = 1_000;

/** Records kept for a crash report. */
export const TAIL_RECORDS_MAX = 50;

/** Where records go; resolves when they are durable. */
export interface RecordJournal {
  append(record: JournalRecord): Promise<Result<undefined>>;
}

export interface WorkspaceParts {
  readonly name: string;
  /** The document's folder, for the command that replays it. */
  readonly path: string;
  readonly title: string;
  readonly durationUs: number;
  /** At the start at first, its timed actions set; snapshots carry how many of them are done. */
  readonly engine: Engine;
  readonly history: History;
  readonly keeper: KeyframeKeeper;
  readonly journal: RecordJournal;
  readonly clock: WallClock;
  /** Copies where the present is to where people and tools look; the journal is the truth. */
  readonly noteHead?: (history: History) => Promise<unknown>;
  /** The records the journal ends with, for a crash report. */
  readonly tail: readonly JournalRecord[];
  /** Writes down what is known about a bug; returns the path of the file, if it could. */
  readonly writeCrashBundle: (crash: {
    thrown: unknown;
    core: WorkspaceCore;
  }) => Promise<string | undefined>;
}

export class WorkspaceCore {
  readonly parts: WorkspaceParts;
  readonly turns = new TurnQueue();
  readonly playback: Playback;
  readonly publisher: Publisher;
  #readOnly: AppError | undefined;
  #crash: AppError | undefined;
  #isTravelling = false;
  readonly #tail: JournalRecord[];
  #savedSeq: number;
  #lastClockMs: number;
  /** The head as the last record left it. */
  #noted: Head | undefined;

  constructor(parts: WorkspaceParts) {
    this.parts = parts;
    const { engine, clock, history } = parts;
    this.#tail = [...parts.tail];
    this.#savedSeq = history.lastSeq;
    this.#noted = history.head;
    this.#lastClockMs = clock.nowMs();
    this.publisher = new Publisher({ engine, clock, playbackView: () => this.view() });
    this.playback = new Playback({
      clock,
      turns: this.turns,
      nowUs: () => engine.nowUs,
      durationUs: parts.durationUs,
      slice: (toUs, budgetMs) => this.#slice(toUs, budgetMs),
      onChange: () => this.publisher.changed(),
      onArrival: () => void this.turn(() => this.noteClock()),
      onFault: (error) => this.#halt(new Error(error.message)),
    });
  }

  /** The last records written, oldest first. */
  get tail(): readonly JournalRecord[] {
    return this.#tail;
  }

  get hasCrashed(): boolean {
    return this.#crash !== undefined;
  }

  /** Where the engine stands on the history's path. */
  get standing(): Standing {
    const { head, lastApplied } = this.parts.history;
    return { branch: head.branch, parent: lastApplied, applied: head.applied };
  }

  /** Does something in its turn. A throw is a bug and stops the workspace. */
  turn<T>(task: () => Promise<Result<T>> | Result<T>): Promise<Result<T>> {
    return this.turns.run(async () => {
      if (this.#crash !== undefined) return err(this.#crash);
      try {
        return await task();
      } catch (thrown) {
        return err(await this.#stop(thrown));
      }
    });
  }

  /** As `turn`, for what changes the document; refuses while it is read-only. */
  change<T>(task: () => Promise<Result<T>> | Result<T>): Promise<Result<T>> {
    return this.turn(() => (this.#readOnly === undefined ? task() : err(this.#readOnly)));
  }

  /**
   * Makes a record durable and then part of the history; `between` does in the world what the
   * record says. On a refusal neither has happened.
   */
  async write(
    record: JournalRecord,
    between: () => void = () => undefined,
  ): Promise<Result<undefined>> {
    const written = await this.parts.journal.append(record);
    if (!written.ok) {
      if (written.error.code === 'journal.writeFailed') this.#readOnly = written.error;
      this.publisher.changed();
      return written;
    }
    between();
    const applied = this.parts.history.apply(record);
    if (!applied.ok) throw new Error(applied.error.message);
    this.#tail.push(record);
    if (this.#tail.length > TAIL_RECORDS_MAX) this.#tail.shift();
    this.#savedSeq = record.seq;
    this.#noted = this.parts.history.head;
    this.#lastClockMs = this.parts.clock.nowMs();
    return ok(undefined);
  }

  /** Writes down how far time has come, unless nothing has moved since. */
  async noteClock(): Promise<Result<undefined>> {
    const { history } = this.parts;
    if (isSameHead(this.#noted, history.head) || this.#readOnly !== undefined) return ok(undefined);
    return this.write(planClock(history));
  }

  /** Runs towards a moment along the branch, as one slice; true when it is reached. */
  runTowards(to: { readonly atUs: number }, budgetMs: number): Result<boolean> {
    const { engine, history, clock } = this.parts;
    const { path } = history.branch;
    const slice = runSlice(
      { engine, clock, node: (seq) => history.node(seq) },
      { to, path, applied: history.head.applied, appliedMax: path.length, budgetMs },
    );
    if (!slice.ok) return slice;
    this.moved(slice.value.applied);
    return ok(slice.value.arrived);
  }

  /** The engine has moved on along the branch: so does the head. */
  moved(applied: number): void {
    const { engine, history, keeper } = this.parts;
    history.moveTo({ applied, place: { atUs: engine.nowUs, eventCount: engine.eventCount } });
    keeper.captureIfDue(this.standing);
    if (this.#readOnly === undefined) keeper.saveIfDue(this.standing);
  }

  /** From now on only the clock is shown; the engine is on its way to another moment. */
  beginTravel(): void {
    this.#isTravelling = true;
    this.publisher.hold();
  }

  endTravel(): void {
    this.#isTravelling = false;
    this.playback.forgive();
    this.publisher.release();
  }

  /** Where the workspace stands, as the screen sees it. */
  view(): PlaybackView {
    const { parts, playback } = this;
    const { engine, history } = parts;
    const undo = planUndo(history).ok ? lastGroup(history)?.[0] : undefined;
    const redo = planRedo(history).ok ? history.findNode(nextGroup(history)[0] ?? 0) : undefined;
    const readOnly = this.#crash ?? this.#readOnly;
    return {
      document: parts.name,
      title: parts.title,
      nowUs: this.#isTravelling ? engine.nowUs : history.head.place.atUs,
      durationUs: parts.durationUs,
      eventCount: this.#isTravelling ? engine.eventCount : history.head.place.eventCount,
      running: playback.isRunning,
      speed: playback.speed,
      reachedSpeed: playback.reachedSpeed,
      tipUs: history.branch.tip.atUs,
      branch: history.head.branch,
      branches: history.branches.map(({ id, name, forkedAt, parent }) => ({
        id,
        name,
        forkedAtUs: forkedAt.atUs,
        ...(parent === undefined ? {} : { parent }),
      })),
      canUndo: undo !== undefined && readOnly === undefined,
      ...(undo === undefined ? {} : { undoCommand: undo.command.type }),
      canRedo: redo !== undefined && readOnly === undefined,
      ...(redo === undefined ? {} : { redoCommand: redo.command.type }),
      ...(readOnly === undefined ? {} : { readOnly: readOnly.code }),
      savedSeq: this.#savedSeq,
    };
  }

  #slice(toUs: number, budgetMs: number): Result<boolean> {
    let outcome: Result<boolean>;
    try {
      outcome = this.runTowards({ atUs: toUs }, budgetMs);
    } catch (thrown) {
      this.playback.pause();
      this.#halt(thrown instanceof Error ? thrown : new Error(String(thrown)));
      return ok(false);
    }
    const { clock } = this.parts;
    if (outcome.ok && clock.nowMs() - this.#lastClockMs >= CLOCK_RECORD_INTERVAL_MS) {
      this.#lastClockMs = clock.nowMs();
      void this.turn(() => this.noteClock());
    }
    return outcome;
  }

  /** Stops the workspace in its turn for a bug that showed outside of one. */
  #halt(bug: Error): void {
    void this.turn(() => {
      throw bug;
    });
  }

  /** A bug: nothing more is run, and everybody is told why. */
  async #stop(thrown: unknown): Promise<AppError> {
    this.playback.pause();
    this.publisher.hold();
    this.#crash = crashError({ thrown, bundle: undefined, path: this.parts.path });
    const bundle = await this.parts.writeCrashBundle({ thrown, core: this });
    this.#crash = crashError({ thrown, bundle, path: this.parts.path });
    this.publisher.changed();
    return this.#crash;
  }
}

function isSameHead(left: Head | undefined, right: Head): boolean {
  if (left === undefined) return false;
  const isSamePath = left.branch === right.branch && left.applied === right.applied;
  return isSamePath && samePlace(left.place, right.place);
}

function crashError(crash: {
  thrown: unknown;
  bundle: string | undefined;
  path: string;
}): AppError {
  const what = crash.thrown instanceof Error ? crash.thrown.message : String(crash.thrown);
  const replay = `racklab replay "${crash.path}"`;
  return {
    code: 'internal.bug',
    message: `Racklab stopped this room because of a fault of its own: ${what}`,
    hint:
      `Your document is safe on the disk; close it and open it again. To look into the fault: ` +
      `${replay}${crash.bundle === undefined ? '' : ` (report: ${crash.bundle})`}.`,
    details: {
      reason: what,
      replay,
      ...(crash.bundle === undefined ? {} : { bundle: crash.bundle }),
    },
  };
}
