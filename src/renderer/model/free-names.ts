/**
 * Names for copies: the number at the end counts on to the first that is free, and a name without
 * one gets a 2. A name that was given is taken from then on.
 */
import type { TopologyKind, TopologyRow } from '../../shared/views/topology-view.ts';

/** Longest name a thing may carry; the service's own limit. */
const NAME_LENGTH_MAX = 64;

export class FreeNames {
  readonly #taken = new Map<TopologyKind, Set<string>>();

  readonly #keeps: boolean;

  /** With `keeps` a copy is called what its original was, where nobody is called so any more. */
  constructor(rows: Iterable<TopologyRow>, keeps = false) {
    this.#keeps = keeps;
    for (const { kind, name } of rows) this.#of(kind).add(name);
  }

  /** What the copy of something is called. */
  ofCopy(kind: TopologyKind, name: string): string {
    return this.#keeps ? this.take(kind, name) : this.next(kind, name);
  }

  /** The next free name after one. */
  next(kind: TopologyKind, name: string): string {
    const found = /^(.*?)(\d{1,9})$/.exec(name);
    const stem = found?.[1] ?? `${name}-`;
    let number = found === null ? 2 : Number(found[2]) + 1;
    while (this.#of(kind).has(`${stem}${number}`)) number += 1;
    const digits = String(number);
    return this.take(kind, `${stem.slice(0, NAME_LENGTH_MAX - digits.length)}${digits}`);
  }

  /** A name of one's own wish, or the next free one where it is taken. */
  take(kind: TopologyKind, wish: string): string {
    if (this.#of(kind).has(wish)) return this.next(kind, wish);
    this.#of(kind).add(wish);
    return wish;
  }

  #of(kind: TopologyKind): Set<string> {
    const known = this.#taken.get(kind) ?? new Set<string>();
    this.#taken.set(kind, known);
    return known;
  }
}
