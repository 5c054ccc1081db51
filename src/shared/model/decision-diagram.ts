/**
 * Reduced ordered decision diagrams over parts that work or fail: the exact way to the probability
 * that a structure works when parts are shared.
 *
 * Equal functions are one node, so a fixed point is found by comparing numbers. Parts are ordered
 * by their number; who numbers common parts first gets small diagrams. Nothing is known here of
 * power or networks.
 */
import { assert } from '../kernel/assert.ts';

/** Nodes of one diagram; about 60 MB. */
export const DIAGRAM_NODES_MAX = 400_000;

/** The functions that always fail and always work. */
export const NEVER = 0;
export const ALWAYS = 1;

/** Thrown when a diagram outgrows its limit; the caller then takes another method. */
export class DiagramTooLarge extends Error {
  constructor() {
    super('The decision diagram has too many nodes');
    this.name = 'DiagramTooLarge';
  }
}

export class DecisionDiagram {
  /** Of each node: the part it asks, and where it goes when the part fails or works. */
  private readonly part: number[] = [Infinity, Infinity];
  private readonly low: number[] = [NEVER, ALWAYS];
  private readonly high: number[] = [NEVER, ALWAYS];
  private readonly unique = new Map<string, number>();
  private readonly done = new Map<string, number>();
  private readonly limit: number;

  constructor(limit = DIAGRAM_NODES_MAX) {
    this.limit = limit;
  }

  private partAt(node: number): number {
    return this.part[node] ?? Infinity;
  }

  private lowAt(node: number): number {
    return this.low[node] ?? NEVER;
  }

  private highAt(node: number): number {
    return this.high[node] ?? ALWAYS;
  }

  /** Nodes made so far. */
  get size(): number {
    return this.part.length;
  }

  /** "This part works." */
  works(part: number): number {
    assert(Number.isInteger(part) && part >= 0, 'Parts are numbered from 0');
    return this.node(part, NEVER, ALWAYS);
  }

  /** Both work. */
  and(a: number, b: number): number {
    if (a === NEVER || b === NEVER) return NEVER;
    if (a === ALWAYS || a === b) return b;
    if (b === ALWAYS) return a;
    return this.apply('&', Math.min(a, b), Math.max(a, b));
  }

  /** At least one works. */
  or(a: number, b: number): number {
    if (a === ALWAYS || b === ALWAYS) return ALWAYS;
    if (a === NEVER || a === b) return b;
    if (b === NEVER) return a;
    return this.apply('|', Math.min(a, b), Math.max(a, b));
  }

  all(terms: readonly number[]): number {
    return terms.reduce((sum, term) => this.and(sum, term), ALWAYS);
  }

  any(terms: readonly number[]): number {
    return terms.reduce((sum, term) => this.or(sum, term), NEVER);
  }

  /** At least `needed` of the terms work. */
  atLeast(needed: number, terms: readonly number[]): number {
    if (needed <= 0) return ALWAYS;
    if (needed > terms.length) return NEVER;
    // reached[k]: at least k of the terms seen so far work.
    const reached = [ALWAYS, ...Array.from({ length: needed }, () => NEVER)];
    for (const term of terms) {
      for (let k = needed; k >= 1; k -= 1) {
        reached[k] = this.or(reached[k] ?? NEVER, this.and(reached[k - 1] ?? NEVER, term));
      }
    }
    return reached[needed] ?? NEVER;
  }

  private apply(sign: '&' | '|', a: number, b: number): number {
    const key = `${sign}${a},${b}`;
    const known = this.done.get(key);
    if (known !== undefined) return known;
    const part = Math.min(this.partAt(a), this.partAt(b));
    const aLow = this.partAt(a) === part ? this.lowAt(a) : a;
    const aHigh = this.partAt(a) === part ? this.highAt(a) : a;
    const bLow = this.partAt(b) === part ? this.lowAt(b) : b;
    const bHigh = this.partAt(b) === part ? this.highAt(b) : b;
    const low = sign === '&' ? this.and(aLow, bLow) : this.or(aLow, bLow);
    const high = sign === '&' ? this.and(aHigh, bHigh) : this.or(aHigh, bHigh);
    const made = this.node(part, low, high);
    this.done.set(key, made);
    return made;
  }

  private node(part: number, low: number, high: number): number {
    if (low === high) return low;
    const key = `${part},${low},${high}`;
    const known = this.unique.get(key);
    if (known !== undefined) return known;
    if (this.part.length >= this.limit) throw new DiagramTooLarge();
    const made = this.part.length;
    this.part.push(part);
    this.low.push(low);
    this.high.push(high);
    this.unique.set(key, made);
    return made;
  }

  /**
   * Probability that the function fails, for parts that fail independently with these
   * probabilities. It is summed as failure so that many nines keep their digits.
   */
  failure(root: number, unavailability: readonly number[]): number {
    const fails = new Float64Array(this.part.length);
    fails[NEVER] = 1;
    function failsAt(node: number): number {
      return fails[node] ?? 0;
    }
    // Nodes come after those they lead to.
    for (let node = 2; node <= root; node += 1) {
      const q = unavailability[this.partAt(node)] ?? 0;
      fails[node] = q * failsAt(this.lowAt(node)) + (1 - q) * failsAt(this.highAt(node));
    }
    return failsAt(root);
  }

  /** Whether the function fails when exactly these parts do. */
  failsWith(root: number, failed: ReadonlySet<number>): boolean {
    let node = root;
    while (node > ALWAYS) {
      node = failed.has(this.partAt(node)) ? this.lowAt(node) : this.highAt(node);
    }
    return node === NEVER;
  }

  /** The parts a function depends on, in order. */
  partsOf(root: number): number[] {
    const seen = new Set<number>();
    const parts = new Set<number>();
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node <= ALWAYS || seen.has(node)) continue;
      seen.add(node);
      parts.add(this.partAt(node));
      open.push(this.lowAt(node), this.highAt(node));
    }
    return [...parts].sort((a, b) => a - b);
  }
}
