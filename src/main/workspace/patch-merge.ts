/**
 * One subscriber's pending change of the room: many small patches become one.
 *
 * A slow screen gets fewer and larger patches, never a queue. Removals come before upserts when a
 * patch is applied, so a thing that was removed and made again stands in both lists and moves to
 * the end, where it was made. A pending change that grows as large as the room itself is dropped
 * for a full view. A full view of a large room goes out in parts, what stands in the room first,
 * so that a screen can show it while the rest is on its way; what changes meanwhile goes along, and
 * a part read before the change leaves that row out.
 */
import type { TopologyKind, TopologyPatch, TopologyRow } from '../../shared/views/topology-view.ts';

/** Rows and removals pending for one subscriber, above which it gets a full view instead. */
export const PENDING_ROWS_MAX = 50_000;
/** Rows in one part of a full view: a screen takes them in a task nobody notices. */
export const PART_ROWS = 500;

/** Where a full view comes from: its revision, and its rows kind by kind. */
export interface FullView {
  readonly rev: number;
  /** In the order in which they are wanted. */
  readonly kinds: readonly TopologyKind[];
  rowsOf(kind: TopologyKind): TopologyRow[];
}

/** What is left of a full view. */
interface Rest {
  readonly kinds: TopologyKind[];
  rows: TopologyRow[];
  /** Things whose change was told already: what was read of them before is old. */
  readonly told: Set<string>;
}

export class PendingPatch {
  readonly #upserted = new Map<string, TopologyRow>();
  readonly #removed = new Set<string>();
  #fromRev: number;
  #toRev: number;
  #needsAll: boolean;
  /** What is left of a full view that is being sent. */
  #rest: Rest | undefined;

  constructor() {
    this.#fromRev = 0;
    this.#toRev = 0;
    this.#needsAll = true;
  }

  /** Whether there is more of a full view to take at once. */
  get isUnderWay(): boolean {
    return this.#rest !== undefined;
  }

  /** Adds what has changed since; a reset makes everything pending. O(rows of the patch). */
  add(patch: TopologyPatch): void {
    this.#toRev = patch.toRev;
    if (this.#needsAll) return;
    if (patch.reset || this.#upserted.size + this.#removed.size > PENDING_ROWS_MAX) {
      this.#forget();
      this.#needsAll = true;
      return;
    }
    for (const id of patch.removed) {
      this.#upserted.delete(id);
      this.#removed.add(id);
    }
    for (const row of patch.upserted) this.#upserted.set(row.id, row);
  }

  /** What is pending as one patch, or undefined; `everything` is asked for when all is needed. */
  take(everything: () => FullView): TopologyPatch | undefined {
    if (this.#needsAll) return this.#begin(everything());
    if (this.#rest !== undefined) return this.#goOn(everything(), this.#rest);
    if (this.#upserted.size === 0 && this.#removed.size === 0) return undefined;
    return this.#change([]);
  }

  /** What has changed as a patch, after rows that belong to a full view. */
  #change(part: readonly TopologyRow[]): TopologyPatch {
    const patch: TopologyPatch = {
      fromRev: this.#fromRev,
      toRev: this.#toRev,
      reset: false,
      upserted: [...part, ...this.#upserted.values()],
      removed: [...this.#removed],
      ...this.#more(),
    };
    this.#upserted.clear();
    this.#removed.clear();
    this.#fromRev = this.#toRev;
    return patch;
  }

  #begin(view: FullView): TopologyPatch {
    this.#forget();
    this.#needsAll = false;
    this.#fromRev = view.rev;
    this.#toRev = view.rev;
    const rest = { kinds: [...view.kinds], rows: [], told: new Set<string>() };
    const upserted = this.#part(view, rest);
    return { fromRev: 0, toRev: view.rev, reset: true, upserted, removed: [], ...this.#more() };
  }

  #goOn(view: FullView, rest: Rest): TopologyPatch {
    for (const id of [...this.#removed, ...this.#upserted.keys()]) rest.told.add(id);
    return this.#change(this.#part(view, rest));
  }

  #more(): Pick<TopologyPatch, 'more'> {
    return this.#rest === undefined ? {} : { more: true };
  }

  /** The next rows of a full view; its kinds are read only when their turn comes. */
  #part(view: FullView, rest: Rest): TopologyRow[] {
    while (rest.rows.length < PART_ROWS) {
      const kind = rest.kinds.shift();
      if (kind === undefined) break;
      rest.rows = rest.rows.concat(view.rowsOf(kind));
    }
    const part = rest.rows.slice(0, PART_ROWS);
    rest.rows = rest.rows.slice(PART_ROWS);
    this.#rest = rest.rows.length === 0 && rest.kinds.length === 0 ? undefined : rest;
    return part.filter((row) => !rest.told.has(row.id));
  }

  #forget(): void {
    this.#upserted.clear();
    this.#removed.clear();
    this.#rest = undefined;
  }
}
