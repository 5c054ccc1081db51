/**
 * One open document: the engine, its journal, its history and whoever watches, on one thread.
 *
 * A command is looked at, made durable, carried out and shown, in this order and strictly in turn
 * with slices of time; while the disk is writing nothing else happens. Everything a screen or a
 * command line can ask of an open document is a method here and answers with a value.
 */
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import type { Command } from '../../shared/commands/index.ts';
import { err, mapResult, ok, type Result } from '../../shared/kernel/result.ts';
import type { Warning } from '../../shared/kernel/warning.ts';
import { US_PER_MINUTE } from '../../shared/kernel/time.ts';
import type { HistoryEntry, PlaybackView, Speed } from '../../shared/views/workspace-view.ts';
import type { Engine } from '../engine/index.ts';
import {
  dropBranch,
  fork,
  redo,
  rewind,
  rewindBefore,
  switchBranch,
  undo,
  type Moved,
} from './head-moves.ts';
import type { RecordOf } from '../../shared/document/journal-record.ts';
import { planCommand, planNote } from './history-plan.ts';
import type { Publisher } from './publisher.ts';
import { stepEvent } from './step-event.ts';
import { WorkspaceCore, type WorkspaceParts } from './workspace-core.ts';

/** What something is accepted with. */
interface Accepted {
  readonly warnings: readonly Warning[];
}

export class Workspace {
  readonly #core: WorkspaceCore;

  constructor(parts: WorkspaceParts) {
    this.#core = new WorkspaceCore(parts);
  }

  get name(): string {
    return this.#core.parts.name;
  }

  get hasCrashed(): boolean {
    return this.#core.hasCrashed;
  }

  get publisher(): Publisher {
    return this.#core.publisher;
  }

  /**
   * Carries out a command now. Acknowledged means durable. Refuses as the engine and the journal
   * do, and with `history.branchesFull` in the past.
   */
  execute(request: {
    command: Command;
    mark: string | undefined;
  }): Promise<Result<Moved & Accepted>> {
    const core = this.#core;
    return core.change(async () => {
      const { engine, history, keeper } = core.parts;
      const decision = engine.propose(request.command);
      if (!decision.ok) return decision;
      const { eventsAtNow, midInstant, actionsDone } = engine;
      const place = { eventsAtNow, midInstant, actionsDone };
      const record = planCommand(history, { ...request, ...place });
      if (!record.ok) return record;
      keeper.captureBeforeDecision(core.standing);
      const written = await core.write(record.value, () => engine.commit(decision.value));
      if (!written.ok) return written;
      core.publisher.changed();
      const { warnings } = decision.value;
      const rev = core.publisher.drain();
      return ok({ seq: record.value.seq, rev, atUs: engine.nowUs, warnings });
    });
  }

  /** Whether a command would be accepted; nothing changes. */
  check(command: Command): Promise<Result<Accepted>> {
    return this.#read((engine) =>
      mapResult(engine.propose(command), ({ warnings }) => ({ warnings })),
    );
  }

  undo(): Promise<Result<Moved>> {
    return this.#core.change(() => undo(this.#core));
  }

  redo(): Promise<Result<Moved>> {
    return this.#core.change(() => redo(this.#core));
  }

  /** Goes to the end of a simulated moment of this branch and pauses there. */
  rewind(toUs: number, signal: CancelSignal): Promise<Result<PlaybackView>> {
    return this.#move(() => rewind(this.#core, { toUs, signal }));
  }

  /** Goes to just before one decision of this branch and pauses there. */
  rewindBefore(seq: number, signal: CancelSignal): Promise<Result<PlaybackView>> {
    return this.#move(() => rewindBefore(this.#core, { seq, signal }));
  }

  fork(name: string): Promise<Result<PlaybackView>> {
    return this.#move(() => fork(this.#core, name));
  }

  /** Lets go of a branch nobody stands on and none began on. */
  dropBranch(branch: string): Promise<Result<PlaybackView>> {
    return this.#move(() => dropBranch(this.#core, branch));
  }

  /** Goes to the tip of another branch and pauses there. */
  switchBranch(branch: string, signal: CancelSignal): Promise<Result<PlaybackView>> {
    return this.#move(() => {
      this.#core.playback.pause();
      return switchBranch(this.#core, { branch, signal });
    });
  }

  /** Every decision ever made, oldest first; `undone` ones are on no branch. */
  history(): Promise<Result<HistoryEntry[]>> {
    return this.#core.turn(() => {
      const { history } = this.#core.parts;
      const live = new Set(history.branches.flatMap(({ path }) => path));
      return ok(
        [...history.nodes()].map((node) => ({
          seq: node.seq,
          branch: node.branch,
          atUs: node.place.atUs,
          afterEvent: node.place.eventCount,
          command: node.command,
          ...(node.mark === undefined ? {} : { mark: node.mark }),
          undone: !live.has(node.seq),
        })),
      );
    });
  }

  /** Starts, pauses, or changes speed; whatever is absent stays as it is. */
  play(request: {
    running: boolean | undefined;
    speed: Speed | undefined;
  }): Promise<Result<PlaybackView>> {
    const core = this.#core;
    return core.turn(async () => {
      const { playback } = core;
      if (request.speed !== undefined) playback.setSpeed(request.speed);
      if (request.running === true) playback.play();
      if (request.running !== false) return ok(core.view());
      playback.pause();
      const noted = await core.noteClock();
      return noted.ok ? ok(core.view()) : noted;
    });
  }

  /**
   * One event (or recorded decision), or one simulated minute. Refuses with
   * `playback.nothingPending`.
   */
  step(what: 'event' | 'minute', signal: CancelSignal): Promise<Result<PlaybackView>> {
    const core = this.#core;
    if (what === 'minute') {
      return this.#runTo(() => core.parts.engine.nowUs + US_PER_MINUTE, signal);
    }
    return core.turn(async () => {
      core.playback.pause();
      const stepped = stepEvent(core);
      if (!stepped.ok) return stepped;
      core.publisher.changed();
      const noted = await core.noteClock();
      return noted.ok ? ok(core.view()) : noted;
    });
  }

  /** Runs to a moment as fast as possible; commands still get their turn on the way. */
  runUntil(toUs: number, signal: CancelSignal): Promise<Result<PlaybackView>> {
    return this.#runTo(() => toUs, signal);
  }

  /** Writes something down beside the history, durably. Refuses as the journal does. */
  note(note: RecordOf<'note'>['note']): Promise<Result<undefined>> {
    const core = this.#core;
    return core.change(() => core.write(planNote(core.parts.history, note)));
  }

  /** Asks the engine something in its turn; it must not be changed by the question. */
  ask<T>(question: (engine: Engine) => Result<T>): Promise<Result<T>> {
    return this.#read(question);
  }

  /** Asks about the document in its turn. */
  askCore<T>(
    question: (core: WorkspaceCore) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> {
    return this.#core.turn(() => question(this.#core));
  }

  view(): PlaybackView {
    return this.#core.view();
  }

  /** Stops where it is, with clock and keyframe on the disk. Refusals are of the journal. */
  async settle(): Promise<Result<undefined>> {
    const core = this.#core;
    core.playback.pause();
    const settled = await core.turn(async () => {
      const noted = await core.noteClock();
      if (!noted.ok) return noted;
      await core.parts.keeper.save(core.standing);
      await core.parts.noteHead?.(core.parts.history);
      return noted;
    });
    await core.parts.keeper.settle();
    return settled;
  }

  /** Settles and ends every stream; nothing may be asked afterwards. */
  async close(): Promise<void> {
    await this.settle();
    this.#core.publisher.dispose();
  }

  #read<T>(question: (engine: Engine) => Result<T>): Promise<Result<T>> {
    return this.#core.turn(() => question(this.#core.parts.engine));
  }

  #move(task: () => Promise<Result<undefined>>): Promise<Result<PlaybackView>> {
    const core = this.#core;
    return core.change(async () => {
      const moved = await task();
      core.publisher.changed();
      return moved.ok ? ok(core.view()) : moved;
    });
  }

  async #runTo(toUs: () => number, signal: CancelSignal): Promise<Result<PlaybackView>> {
    const core = this.#core;
    const begun = await core.turn(() => {
      core.playback.pause();
      if (signal.aborted) return err(stoppedBefore());
      return mapResult(core.playback.runTo(toUs()), (arrival) => ({ arrival }));
    });
    if (!begun.ok) return begun;
    function stop(): void {
      core.playback.pause();
    }
    signal.addEventListener('abort', stop);
    await begun.value.arrival;
    signal.removeEventListener('abort', stop);
    return core.turn(async () => {
      const noted = await core.noteClock();
      return noted.ok ? ok(core.view()) : noted;
    });
  }
}

function stoppedBefore(): { code: string; message: string; hint: string } {
  return {
    code: 'workspace.cancelled',
    message: 'The run was given up before it began.',
    hint: 'Ask again.',
  };
}
