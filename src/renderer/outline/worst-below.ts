/**
 * The worst state below each line of the outline, so that an alarm shows on a folded branch.
 *
 * Counted, not searched: every thing adds its state to all that is above it, and a change takes
 * the old one out and puts the new one in. A patch of ten rows costs ten short walks upwards,
 * however large the room is. Things may come before what they stand in.
 */
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { stateOf, TONES, type Tone } from '../model/row-state.ts';
import { outlineParent } from './outline-tree.ts';

interface Entry {
  parent: string | undefined;
  /** Position of its own state in TONES; undefined for a group, and for what is not known yet. */
  own: number | undefined;
  /** How many things below it have which state. */
  readonly below: number[];
}

/** A walk upwards longer than this is a loop; the room never nests this deep. */
const DEPTH_MAX = 16;

export class WorstBelow {
  readonly #entries = new Map<string, Entry>();

  clear(): void {
    this.#entries.clear();
  }

  /** Takes in a new or changed row. O(depth). */
  put(row: TopologyRow): void {
    const parent = outlineParent(row);
    const own = TONES.indexOf(stateOf(row).tone);
    const entry = this.#entryOf(row.id);
    if (entry.own === own && entry.parent === parent) return;
    if (entry.own !== undefined) this.#carry(entry, -1);
    entry.own = own;
    entry.parent = parent;
    this.#carry(entry, 1);
  }

  /** Takes a row out; what stands in it stays counted for it until that goes or moves too. */
  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    if (entry.own !== undefined) this.#carry(entry, -1);
    entry.own = undefined;
    entry.parent = undefined;
    if (!entry.below.some((count) => count > 0)) this.#entries.delete(id);
  }

  /** The worst state of a thing and everything below it. */
  of(id: string): Tone {
    const entry = this.#entries.get(id);
    if (entry === undefined) return 'ok';
    for (let at = TONES.length - 1; at > 0; at -= 1) {
      if (entry.own === at || (entry.below[at] ?? 0) > 0) return TONES[at] ?? 'ok';
    }
    return 'ok';
  }

  #entryOf(id: string): Entry {
    const known = this.#entries.get(id);
    if (known !== undefined) return known;
    const made: Entry = { parent: undefined, own: undefined, below: [] };
    this.#entries.set(id, made);
    return made;
  }

  /** Adds a thing and all that is below it to everything above it, or takes it away. */
  #carry(entry: Entry, sign: 1 | -1): void {
    let parent = entry.parent;
    for (let depth = 0; parent !== undefined && depth < DEPTH_MAX; depth += 1) {
      const above = this.#entryOf(parent);
      TONES.forEach((_tone, at) => {
        const count = (entry.below[at] ?? 0) + (entry.own === at ? 1 : 0);
        if (count > 0) above.below[at] = (above.below[at] ?? 0) + sign * count;
      });
      parent = above.parent;
    }
  }
}
