/**
 * A workspace without a disk: journal and keyframes in memory, every failure on order.
 *
 * The rig opens a workspace over any engine, closes it, forgets the thread (as a kill does) and
 * opens it again from what was durable. `twinHash` computes the state the slow way: a fresh engine,
 * run from the start with every decision at its place.
 */
import { ensure } from '../../src/shared/kernel/assert.ts';
import { err, ok, OK, type Result } from '../../src/shared/kernel/result.ts';
import type { Command } from '../../src/shared/commands/index.ts';
import { createCancelSource } from '../../src/shared/contract/cancellation.ts';
import type { Engine, ScriptedAction } from '../../src/main/engine/index.ts';
import type { KeyframeFiles } from '../../src/main/workspace/keyframe-keeper.ts';
import type { KeyframeLimits } from '../../src/main/workspace/keyframes.ts';
import {
  decodeJournalRecord,
  type JournalRecord,
} from '../../src/shared/document/journal-record.ts';
import { openWorkspace, readHistory } from '../../src/main/workspace/open-workspace.ts';
import type { History } from '../../src/main/workspace/history.ts';
import type { WallClock } from '../../src/main/workspace/wall-clock.ts';
import type { Workspace } from '../../src/main/workspace/workspace.ts';
import { expectOk } from './expect-ok.ts';

/** A signal nobody ever aborts. */
export const NEVER = createCancelSource().signal;

/** A journal as durable as an array; lines are stored as text, as on a disk. */
export class MemoryJournal {
  readonly lines: string[] = [];
  /** The next append is refused as a full disk would. */
  isFull = false;

  append(record: JournalRecord): Promise<Result<undefined>> {
    if (this.isFull) {
      return Promise.resolve(
        err({ code: 'journal.writeFailed', message: 'The disk is full (ENOSPC).' }),
      );
    }
    this.lines.push(JSON.stringify(record));
    return Promise.resolve(OK);
  }

  records(): JournalRecord[] {
    return this.lines.map((line) => {
      const record = decodeJournalRecord(JSON.parse(line));
      if (!record.ok) throw new Error(record.error.message);
      return record.value;
    });
  }
}

interface StoredKeyframe {
  readonly name: string;
  readonly parent: number;
  readonly place: { readonly atUs: number; readonly eventCount: number };
  readonly bytes: Uint8Array;
}

export class MemoryKeyframes implements KeyframeFiles {
  readonly kept = new Map<string, StoredKeyframe>();

  list(): { name: string; parent: number; place: StoredKeyframe['place']; sizeBytes: number }[] {
    return [...this.kept.values()].map(({ bytes, ...rest }) => ({
      ...rest,
      sizeBytes: bytes.length,
    }));
  }

  write(at: Omit<StoredKeyframe, 'name'>): Promise<Result<{ name: string; sizeBytes: number }>> {
    const name = `${at.parent}-${at.place.atUs}-${at.place.eventCount}`;
    this.kept.set(name, { ...at, name });
    return Promise.resolve(ok({ name, sizeBytes: at.bytes.length }));
  }

  read(name: string): Promise<Result<Uint8Array>> {
    const found = this.kept.get(name);
    return Promise.resolve(
      found === undefined
        ? err({ code: 'keyframe.damaged', message: `${name} is not there.` })
        : ok(found.bytes),
    );
  }

  remove(name: string): Promise<Result<undefined>> {
    this.kept.delete(name);
    return Promise.resolve(OK);
  }
}

export interface RigOptions {
  /** An engine at the start. */
  readonly makeEngine: () => Engine;
  readonly clock: WallClock;
  readonly durationUs?: number;
  readonly script?: readonly ScriptedAction[];
  readonly keyframeLimits?: { readonly memory: KeyframeLimits; readonly disk: KeyframeLimits };
  readonly behaviour?: { readonly document: number; readonly current: number };
}

export class WorkspaceRig {
  readonly journal = new MemoryJournal();
  readonly keyframes = new MemoryKeyframes();
  readonly crashes: unknown[] = [];
  readonly #options: RigOptions;
  #opened: { workspace: Workspace; engine: Engine } | undefined;

  constructor(options: RigOptions) {
    this.#options = options;
  }

  get workspace(): Workspace {
    return ensure(this.#opened, 'The rig is not open').workspace;
  }

  get engine(): Engine {
    return ensure(this.#opened, 'The rig is not open').engine;
  }

  /** Opens from what is durable; returns the code of a notice, if there was one. */
  async open(behaviour = this.#options.behaviour): Promise<string | undefined> {
    const engine = this.#freshEngine();
    const opened = await openWorkspace({
      name: 'rig',
      path: 'rig.racklab',
      title: 'Rig',
      durationUs: this.#options.durationUs ?? 3_600_000_000,
      engine,
      journal: this.journal,
      clock: this.#options.clock,
      records: this.journal.records(),
      files: this.keyframes,
      behaviour: behaviour ?? { document: 1, current: 1 },
      writeCrashBundle: ({ thrown }) => {
        this.crashes.push(thrown);
        return Promise.resolve('crash-1.json');
      },
      ...(this.#options.keyframeLimits === undefined
        ? {}
        : { keyframeLimits: this.#options.keyframeLimits }),
    });
    if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.message}`);
    this.#opened = { workspace: opened.value.workspace, engine };
    return opened.value.notice?.code;
  }

  /** The thread is gone; only what is durable remains. */
  kill(): void {
    this.#opened = undefined;
  }

  /** The history as the journal tells it. */
  history(): History {
    return expectOk(readHistory(this.journal.records()));
  }

  /** The hash of a fresh engine taken along a path of decisions to a place, one by one. */
  slowHash(way: {
    readonly history: History;
    readonly path: readonly number[];
    readonly place: { readonly atUs: number; readonly eventCount: number };
  }): string {
    const engine = this.#freshEngine();
    for (const seq of way.path) {
      const node = way.history.node(seq);
      if (!engine.runToPlace(node.place)) throw new Error(`no place for decision ${seq}`);
      engine.commit(expectOk(engine.propose(node.command)));
    }
    if (!engine.runToPlace(way.place)) throw new Error('no such place');
    return engine.hash();
  }

  #freshEngine(): Engine {
    const engine = this.#options.makeEngine();
    if (this.#options.script !== undefined) expectOk(engine.setScript(this.#options.script));
    return engine;
  }
}

/** The code of a refusal; a success fails the test. */
export function codeOf(result: Result<unknown>): string {
  if (result.ok) throw new Error('expected a refusal');
  return result.error.code;
}

export function addGroup(name: string): Command {
  return { type: 'group.add', name };
}
