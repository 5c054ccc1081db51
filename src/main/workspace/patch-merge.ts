/**
 * One subscriber's pending change of the room: many small patches become one.
 *
 * A slow screen gets fewer and larger patches, never a queue. Removals come before upserts when a
 * patch is applied, so a thing that was removed and made again stands in both lists and moves to
 * the end, where it was made. A pending change that grows as large as the room itself is dropped
 * for a full view.
 */
import type { TopologyPatch, TopologyRow } from '../../shared/views/topology-view.ts';

/** Rows and removals pending for one subscriber, above which it gets a full view instead. */
export const PENDING_ROWS_MAX = 50_000;

export class PendingPatch {
  readonly #upserted = new Map<string, TopologyRow>();
  readonly #removed = new Set<string>();
  #fromRev: number;
  #toRev: number;
  #needsAll: boolean;

  constructor() {
    this.#fromRev = 0;
    this.#toRev = 0;
    this.#needsAll = true;
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
  take(
    everything: () => { readonly rows: TopologyRow[]; readonly rev: number },
  ): TopologyPatch | undefined {
    if (this.#needsAll) {
      const { rows, rev } = everything();
      this.#forget();
      this.#needsAll = false;
      this.#fromRev = rev;
      return { fromRev: 0, toRev: rev, reset: true, upserted: rows, removed: [] };
    }
    if (this.#upserted.size === 0 && this.#removed.size === 0) return undefined;
    const patch: TopologyPatch = {
      fromRev: this.#fromRev,
      toRev: this.#toRev,
      reset: false,
      upserted: [...this.#upserted.values()],
      removed: [...this.#removed],
    };
    this.#forget();
    this.#fromRev = this.#toRev;
    return patch;
  }

  #forget(): void {
    this.#upserted.clear();
    this.#removed.clear();
  }
}
