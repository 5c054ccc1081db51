/**
 * The rows of a room as plain values, filed by id, by kind and by what they stand in. Nobody is
 * told of a change here; that is the store's work.
 */
import type { TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';
import { parentOf, placeKeyOf } from '../model/parents.ts';

const NONE: ReadonlySet<string> = new Set();

export class TopologyRows {
  readonly rows = new Map<string, TopologyRow>();
  readonly #idsOfKind = new Map<TopologyKind, Set<string>>();
  readonly #idsInside = new Map<string, string[]>();

  /** Ids of a kind, in the order they were made. */
  idsOf(kind: TopologyKind): ReadonlySet<string> {
    return this.#idsOfKind.get(kind) ?? NONE;
  }

  /** Ids of what stands in a thing, in the order it was made. */
  idsIn(id: string): readonly string[] {
    return this.#idsInside.get(id) ?? [];
  }

  /** Writes a row; true when it is new or has changed its place. */
  put(row: TopologyRow): boolean {
    const before = this.rows.get(row.id);
    this.rows.set(row.id, row);
    if (before !== undefined && placeKeyOf(before) === placeKeyOf(row)) return false;
    const parent = parentOf(row);
    if (before === undefined) {
      const ids = this.#idsOfKind.get(row.kind);
      if (ids === undefined) this.#idsOfKind.set(row.kind, new Set([row.id]));
      else ids.add(row.id);
    } else if (parentOf(before) === parent) return true;
    else this.#takeOut(before);
    if (parent === undefined) return true;
    const inside = this.#idsInside.get(parent);
    if (inside === undefined) this.#idsInside.set(parent, [row.id]);
    else inside.push(row.id);
    return true;
  }

  /** Removes a row; its kind, or undefined when there was none. */
  drop(id: string): TopologyKind | undefined {
    const row = this.rows.get(id);
    if (row === undefined) return undefined;
    this.rows.delete(id);
    this.#idsOfKind.get(row.kind)?.delete(id);
    this.#takeOut(row);
    return row.kind;
  }

  clear(): void {
    this.rows.clear();
    this.#idsOfKind.clear();
    this.#idsInside.clear();
  }

  #takeOut(row: TopologyRow): void {
    const parent = parentOf(row);
    const inside = parent === undefined ? undefined : this.#idsInside.get(parent);
    const at = inside?.indexOf(row.id) ?? -1;
    if (at >= 0) inside?.splice(at, 1);
  }
}
