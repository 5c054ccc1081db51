/**
 * The slow, obvious twin of the history: every branch is a plain list of its own, nothing is
 * shared, and each rule of the definitions page is one `if`. It predicts what is refused, what can
 * be undone or redone, and which decisions are in effect; the real history must agree.
 */
import type { Command } from '../../src/shared/commands/index.ts';

export interface ModelPlace {
  readonly atUs: number;
  readonly eventCount: number;
}

interface ModelEntry {
  readonly seq: number;
  readonly command: Command;
  readonly place: ModelPlace;
  readonly mark: string | undefined;
}

interface ModelBranch {
  readonly parent?: ModelBranch;
  entries: ModelEntry[];
  tip: ModelPlace;
}

export const MODEL_BRANCHES_MAX = 8;

export class HistoryModel {
  readonly branches: ModelBranch[] = [{ entries: [], tip: { atUs: 0, eventCount: 0 } }];
  current = 0;
  applied = 0;
  place: ModelPlace = { atUs: 0, eventCount: 0 };
  redoable: ModelEntry[][] = [];

  get branch(): ModelBranch {
    const branch = this.branches[this.current];
    if (branch === undefined) throw new Error('the model has lost its branch');
    return branch;
  }

  get inEffect(): readonly ModelEntry[] {
    return this.branch.entries.slice(0, this.applied);
  }

  get isInPast(): boolean {
    const { entries, tip } = this.branch;
    return this.applied < entries.length || isBefore(this.place, tip);
  }

  /** Time went on to `place`; recorded decisions up to `lastSeq` took effect. */
  went(place: ModelPlace, applied: number): void {
    if (!isSame(place, this.place)) this.redoable = [];
    this.place = place;
    this.applied = applied;
    if (isBefore(this.branch.tip, place)) this.branch.tip = place;
  }

  /** Running to a moment carries out every recorded decision up to its end. */
  appliedAfterRunTo(atUs: number): number {
    const { entries } = this.branch;
    return Math.max(this.applied, entries.filter(({ place }) => place.atUs <= atUs).length);
  }

  /** A step is one event, or one recorded decision that comes before the next event. */
  appliedAfterStep(): number {
    const next = this.branch.entries[this.applied];
    const isDecision = next !== undefined && next.place.eventCount === this.place.eventCount;
    return isDecision ? this.applied + 1 : this.applied;
  }

  decide(entry: Omit<ModelEntry, 'place'>): string {
    if (this.isInPast && !this.#forkHere(this.applied)) return 'history.branchesFull';
    this.branch.entries.push({ ...entry, place: this.place });
    this.applied += 1;
    this.redoable = [];
    return 'ok';
  }

  undo(): string {
    const last = this.inEffect.at(-1);
    if (last === undefined) return 'history.nothingToUndo';
    let size = 1;
    if (last.mark !== undefined) {
      while (this.inEffect.at(-1 - size)?.mark === last.mark) size += 1;
    }
    const group = this.inEffect.slice(-size);
    if (!group.every(({ place }) => isSame(place, this.place))) return 'history.timePassed';
    const left = this.applied - size;
    if (this.isInPast) {
      if (!this.#forkHere(left)) return 'history.branchesFull';
      this.redoable = [group];
      return 'ok';
    }
    this.branch.entries.length = left;
    this.applied = left;
    this.redoable.push(group);
    return 'ok';
  }

  redo(): string {
    const undone = this.redoable.pop();
    if (undone !== undefined) {
      this.branch.entries.push(...undone);
      this.applied += undone.length;
      return 'ok';
    }
    const next = this.branch.entries[this.applied];
    if (next === undefined || !isSame(next.place, this.place)) return 'history.nothingToRedo';
    this.applied += 1;
    while (next.mark !== undefined) {
      const more = this.branch.entries[this.applied];
      if (more === undefined || more.mark !== next.mark || !isSame(more.place, this.place)) break;
      this.applied += 1;
    }
    return 'ok';
  }

  /** The number of decisions in effect after a rewind to `toUs`, or a refusal. */
  rewind(toUs: number): number | string {
    if (toUs > this.branch.tip.atUs) return 'history.beyondTip';
    if (toUs === this.branch.tip.atUs) return this.branch.entries.length;
    return this.branch.entries.filter(({ place }) => place.atUs <= toUs).length;
  }

  rewindBefore(seq: number): number | string {
    const index = this.branch.entries.findIndex((entry) => entry.seq === seq);
    if (index >= 0) return index;
    return 'refused';
  }

  arrived(place: ModelPlace, applied: number): void {
    this.redoable = [];
    this.place = place;
    this.applied = applied;
  }

  fork(): string {
    return this.#forkHere(this.applied) ? 'ok' : 'history.branchesFull';
  }

  switchTo(index: number): void {
    this.current = index;
    this.redoable = [];
    this.applied = this.branch.entries.length;
    this.place = this.branch.tip;
  }

  /** Lets go of a branch, unless one stands on it or another began on it. */
  drop(index: number): string {
    const branch = this.branches[index];
    if (branch === this.branch) return 'history.branchInUse';
    if (this.branches.some(({ parent }) => parent === branch)) return 'history.branchHasChildren';
    this.branches.splice(index, 1);
    if (index < this.current) this.current -= 1;
    return 'ok';
  }

  #forkHere(applied: number): boolean {
    if (this.branches.length >= MODEL_BRANCHES_MAX) return false;
    const entries = this.branch.entries.slice(0, applied);
    this.branches.push({ parent: this.branch, entries, tip: this.place });
    this.current = this.branches.length - 1;
    this.applied = applied;
    this.redoable = [];
    return true;
  }
}

function isSame(left: ModelPlace, right: ModelPlace): boolean {
  return left.atUs === right.atUs && left.eventCount === right.eventCount;
}

function isBefore(left: ModelPlace, right: ModelPlace): boolean {
  return left.atUs < right.atUs || (left.atUs === right.atUs && left.eventCount < right.eventCount);
}
