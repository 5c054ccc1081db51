/**
 * The history of one document: a tree of decisions, the branches through it, and the head.
 *
 * A branch is a path of decisions from the start; branches share the decisions they have in common.
 * The head is a branch, a number of applied decisions and an exact place in simulated time. Every
 * change comes as a journal record, so the same code serves the living workspace and the reading of
 * a file. No decision is ever deleted: what was taken back, or stood on a branch that was dropped,
 * leaves its path, not the tree.
 * This file is pure; it knows neither the engine nor the disk.
 */
import type { Command } from '../../shared/commands/index.ts';
import { assert, ensure, unreachable } from '../../shared/kernel/assert.ts';
import { OK, type Result } from '../../shared/kernel/result.ts';
import {
  comparePlaces,
  samePlace,
  type JournalRecord,
  type Place,
  type RecordOf,
  type Stand,
} from '../../shared/document/journal-record.ts';
import { inconsistent, placeOf, sameSeqs } from './record-places.ts';

/** Most decisions in one document. */
export const DECISIONS_MAX = 1_000_000;
/** The branch every document begins with. */
export const MAIN_BRANCH = 'main';
/** The beginning of every run. */
export const START: Place = { atUs: 0, eventCount: 0 };

/** One decision in the tree. */
export interface HistoryNode {
  readonly seq: number;
  /** The decision applied before it; 0 for none. */
  readonly parent: number;
  /** Where it was made. */
  readonly branch: string;
  readonly place: Place;
  readonly eventsAtNow: number;
  readonly midInstant: boolean;
  readonly actionsDone: number | undefined;
  readonly command: Command;
  readonly mark: string | undefined;
}

/** A path through the tree. */
export interface Branch {
  readonly id: string;
  readonly name: string;
  readonly parent: string | undefined;
  readonly forkedAt: Place;
  /** Numbers of its decisions from the start, in the order they take effect. */
  readonly path: readonly number[];
  /** The furthest place simulated. */
  readonly tip: Place;
  /** The last record written while the head was on it. */
  readonly lastUsedSeq: number;
  /** The keyframe it begins with, when an older engine made what lies before. */
  readonly base: { readonly place: Place; readonly keyframe: string } | undefined;
  /** Made by an older engine altogether: it can be listed, not run. */
  readonly isFrozen: boolean;
}

export interface Head {
  readonly branch: string;
  /** Decisions of the branch's path that are in effect. */
  readonly applied: number;
  readonly place: Place;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type OwnBranch = Writable<Branch> & { path: number[] };

/** The tree, its branches and the head; changed by records and by the passing of time only. */
export class History {
  readonly #nodes = new Map<number, HistoryNode>();
  readonly #branches = new Map<string, OwnBranch>();
  #head: Head = { branch: MAIN_BRANCH, applied: 0, place: START };
  /** Groups taken back at this very place, the latest last; redo brings them back. */
  #undone: (readonly number[])[] = [];
  #lastSeq = 0;

  constructor(mainName: string) {
    this.#branches.set(MAIN_BRANCH, {
      id: MAIN_BRANCH,
      name: mainName,
      parent: undefined,
      forkedAt: START,
      path: [],
      tip: START,
      lastUsedSeq: 0,
      base: undefined,
      isFrozen: false,
    });
  }

  get head(): Head {
    return this.#head;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** The branch the head is on. */
  get branch(): Branch {
    return this.#current();
  }

  /** In the order they were made. */
  get branches(): readonly Branch[] {
    return [...this.#branches.values()];
  }

  get undone(): readonly (readonly number[])[] {
    return this.#undone;
  }

  /** Whether the branch has a recorded future: then whatever is changed here begins a branch. */
  get isBehindTip(): boolean {
    const branch = this.#current();
    return this.#head.applied < branch.path.length || !samePlace(this.#head.place, branch.tip);
  }

  findBranch(id: string): Branch | undefined {
    return this.#branches.get(id);
  }

  findNode(seq: number): HistoryNode | undefined {
    return this.#nodes.get(seq);
  }

  /** All decisions in the order they were made. */
  nodes(): IterableIterator<HistoryNode> {
    return this.#nodes.values();
  }

  /** The decision with this number; it must exist. */
  node(seq: number): HistoryNode {
    return ensure(this.#nodes.get(seq), 'A path names a decision that is not in the tree');
  }

  /** The last decision in effect; 0 for none. */
  get lastApplied(): number {
    return this.#current().path[this.#head.applied - 1] ?? 0;
  }

  /**
   * Says that time has passed and recorded decisions took effect on the way. What was undone can
   * not be redone afterwards: the moment it belonged to is over.
   */
  moveTo(stand: { readonly applied: number; readonly place: Place }): void {
    const branch = this.#current();
    assert(stand.applied <= branch.path.length, 'More decisions applied than the branch has');
    if (!samePlace(stand.place, this.#head.place)) this.#undone = [];
    if (comparePlaces(stand.place, branch.tip) > 0) branch.tip = stand.place;
    this.#head = { branch: branch.id, applied: stand.applied, place: stand.place };
  }

  /**
   * Takes in one record. Refuses with `journal.inconsistent` when it does not fit what came before;
   * nothing has changed then.
   */
  apply(record: JournalRecord): Result<undefined> {
    const problem = this.#problemOfStand(record) ?? this.#problemOf(record);
    if (problem !== undefined) return inconsistent(record, problem);
    const applied = this.#appliedAfter(this.#current().path, record.parent);
    this.moveTo({ applied: ensure(applied, 'The stand was checked'), place: placeOf(record) });
    this.#carryOut(record);
    this.#lastSeq = record.seq;
    this.#current().lastUsedSeq = record.seq;
    return OK;
  }

  /** Where the head would stand on a path after `parent`, or undefined when it is not on it. */
  #appliedAfter(path: readonly number[], parent: number): number | undefined {
    if (parent === 0) return 0;
    const index = path.lastIndexOf(parent);
    return index < 0 ? undefined : index + 1;
  }

  #problemOfStand(record: JournalRecord): string | undefined {
    if (record.seq !== this.#lastSeq + 1) return `entry ${this.#lastSeq + 1} is missing`;
    if (record.branch !== this.#head.branch) {
      return `it belongs to branch ${record.branch}, but the head is on ${this.#head.branch}`;
    }
    return this.#problemOfPlace(this.#current(), record);
  }

  /** A stand must lie between the decisions it separates. */
  #problemOfPlace(branch: Branch, stand: Stand): string | undefined {
    const applied = this.#appliedAfter(branch.path, stand.parent);
    if (applied === undefined) return `decision ${stand.parent} is not on its branch`;
    const place = placeOf(stand);
    const before = this.#nodes.get(branch.path[applied - 1] ?? 0);
    const after = this.#nodes.get(branch.path[applied] ?? 0);
    if (before !== undefined && comparePlaces(place, before.place) < 0) {
      return `its place lies before decision ${before.seq}, which it follows`;
    }
    if (after !== undefined && comparePlaces(place, after.place) > 0) {
      return `its place lies after decision ${after.seq}, which it precedes`;
    }
    return undefined;
  }

  #problemOf(record: JournalRecord): string | undefined {
    const branch = this.#current();
    switch (record.kind) {
      case 'command':
        if (this.#nodes.size >= DECISIONS_MAX) return 'there are too many decisions';
        return this.#problemOfEdit(record);
      case 'undo':
        return this.#problemOfEdit(record) ?? this.#problemOfUndo(record);
      case 'redo':
        return this.#problemOfRedo(record);
      case 'rewind':
        return this.#problemOfPlace(branch, record.to);
      case 'fork':
        return this.#problemOfFork(record);
      case 'switchBranch': {
        const target = this.#branches.get(record.to.branch);
        if (target === undefined) return `branch ${record.to.branch} does not exist`;
        return this.#problemOfPlace(target, record.to);
      }
      case 'clock':
        return undefined;
      case 'rebase':
        return this.#problemOfFork(record) ?? this.#problemOfPlace(branch, record.to);
      case 'note':
        return undefined;
      case 'dropBranch':
        return this.#problemOfDrop(record.dropped);
      default:
        return unreachable(record);
    }
  }

  #problemOfFork(record: { fork?: { id: string } }): string | undefined {
    if (record.fork === undefined) return undefined;
    return this.#branches.has(record.fork.id)
      ? `branch ${record.fork.id} exists already`
      : undefined;
  }

  #problemOfDrop(id: string): string | undefined {
    if (!this.#branches.has(id)) return `branch ${id} does not exist`;
    if (id === this.#head.branch) return `the head is on branch ${id}`;
    const child = this.branches.find(({ parent }) => parent === id);
    return child === undefined ? undefined : `branch ${child.id} began on it`;
  }

  /** A change is made at the tip, or begins a branch. */
  #problemOfEdit(record: RecordOf<'command' | 'undo'>): string | undefined {
    if (record.fork !== undefined) return this.#problemOfFork(record);
    const { path, tip } = this.#current();
    const isLast = this.#appliedAfter(path, record.parent) === path.length;
    return isLast && comparePlaces(placeOf(record), tip) >= 0
      ? undefined
      : 'it changes the past without beginning a branch';
  }

  #problemOfUndo(record: RecordOf<'undo'>): string | undefined {
    const { path } = this.#current();
    const applied = this.#appliedAfter(path, record.parent) ?? 0;
    const last = path.slice(Math.max(0, applied - record.seqs.length), applied);
    return sameSeqs(last, record.seqs) ? undefined : 'it takes back decisions that were not last';
  }

  #problemOfRedo(record: RecordOf<'redo'>): string | undefined {
    const { path } = this.#current();
    const applied = this.#appliedAfter(path, record.parent) ?? 0;
    const next = path.slice(applied, applied + record.seqs.length);
    const undone = this.#undone.at(-1) ?? [];
    const stays = samePlace(placeOf(record), this.#head.place);
    if (stays && sameSeqs(undone, record.seqs)) return undefined;
    return sameSeqs(next, record.seqs) ? undefined : 'it brings back decisions that do not follow';
  }

  #carryOut(record: JournalRecord): void {
    switch (record.kind) {
      case 'command':
        this.#decide(record);
        break;
      case 'undo':
        this.#takeBack(record);
        break;
      case 'redo':
        this.#bringBack(record);
        break;
      case 'rewind':
        this.#stand(this.#current(), record.to);
        break;
      case 'fork':
        this.#fork(record.fork, this.#head.applied);
        break;
      case 'switchBranch':
        this.#stand(
          ensure(this.#branches.get(record.to.branch), 'The branch was checked'),
          record.to,
        );
        break;
      case 'clock':
        break;
      case 'rebase':
        this.#rebase(record);
        break;
      case 'note':
        break;
      case 'dropBranch':
        this.#branches.delete(record.dropped);
        break;
      default:
        unreachable(record);
    }
  }

  #decide(record: RecordOf<'command'>): void {
    if (record.fork !== undefined) this.#fork(record.fork, this.#head.applied);
    const branch = this.#current();
    assert(branch.path.length === this.#head.applied, 'A decision in the past needs a branch');
    this.#nodes.set(record.seq, {
      seq: record.seq,
      parent: record.parent,
      branch: branch.id,
      place: placeOf(record),
      eventsAtNow: record.eventsAtNow,
      midInstant: record.midInstant === true,
      actionsDone: record.actionsDone,
      command: record.command,
      mark: record.mark,
    });
    branch.path.push(record.seq);
    this.#undone = [];
    this.#head = { ...this.#head, applied: this.#head.applied + 1 };
  }

  #takeBack(record: RecordOf<'undo'>): void {
    const left = this.#head.applied - record.seqs.length;
    if (record.fork === undefined) this.#current().path.length = left;
    else this.#fork(record.fork, left);
    this.#undone.push(record.seqs);
    this.#head = { ...this.#head, applied: left };
  }

  #bringBack(record: RecordOf<'redo'>): void {
    if (sameSeqs(this.#undone.at(-1) ?? [], record.seqs)) {
      this.#undone.pop();
      this.#current().path.push(...record.seqs);
    }
    this.#head = { ...this.#head, applied: this.#head.applied + record.seqs.length };
  }

  #rebase(record: RecordOf<'rebase'>): void {
    this.#stand(this.#current(), record.to);
    for (const branch of this.#branches.values()) branch.isFrozen = true;
    this.#fork(record.fork, this.#head.applied);
    this.#current().base = { place: placeOf(record.to), keyframe: record.keyframe };
  }

  #stand(branch: OwnBranch, stand: Stand): void {
    const applied = this.#appliedAfter(branch.path, stand.parent);
    this.#undone = [];
    this.#head = {
      branch: branch.id,
      applied: ensure(applied, 'The stand was checked'),
      place: placeOf(stand),
    };
    if (comparePlaces(this.#head.place, branch.tip) > 0) branch.tip = this.#head.place;
  }

  /** Begins a branch at the head's place with the first `applied` decisions of the present one. */
  #fork(fork: { readonly id: string; readonly name: string }, applied: number): void {
    const from = this.#current();
    const { place } = this.#head;
    this.#branches.set(fork.id, {
      id: fork.id,
      name: fork.name,
      parent: from.id,
      forkedAt: place,
      path: from.path.slice(0, applied),
      tip: place,
      lastUsedSeq: this.#lastSeq,
      base: from.base,
      isFrozen: false,
    });
    this.#undone = [];
    this.#head = { branch: fork.id, applied, place };
  }

  #current(): OwnBranch {
    return ensure(this.#branches.get(this.#head.branch), 'The head is on no branch');
  }
}
