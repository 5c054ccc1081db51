/**
 * The run log: what happened, in order, for the timeline and for cause chains.
 *
 * It is bounded and never the truth: a replay writes it again, id by id. Ids count from 1 and are
 * part of the state (a `cause` column holds them), the texts are not. What the ledgers name stays
 * with its chain when the rest is dropped, so that an old loss can still be walked back.
 */
import type { Happening, HappeningKind } from '../../shared/events/happenings.ts';

/** Happenings kept; older ones are dropped, newest win. About 10 MB at most. */
export const RUN_LOG_MAX = 50_000;
/** Happenings written into a snapshot. */
const SNAPSHOT_LOG_MAX = 4_000;
/** Longest cause chain that is walked; chains are about ten long. */
const CHAIN_MAX = 64;
/** Happenings kept for the ledgers beyond the newest ones. */
export const KEPT_MAX = 40_000;

export interface HappeningInput {
  readonly atUs: number;
  readonly kind: HappeningKind;
  readonly subject: string;
  /** 0: a beginning. */
  readonly cause: number;
  readonly details?: Readonly<Record<string, string | number>>;
}

/** The log of a moment. */
export interface RunLogMark {
  readonly lastId: number;
  readonly items: readonly Happening[];
}

export class RunLog {
  private items: Happening[] = [];
  /** Older happenings that a ledger names, or that stand in a chain of one. */
  private kept = new Map<number, Happening>();
  private readonly named: () => Iterable<number>;
  /** Happenings kept; whoever must miss none of a long fall raises it. */
  limit = RUN_LOG_MAX;
  /** Id of the newest happening. */
  lastId = 0;

  /** `named` gives the ids that must stay, at any moment. */
  constructor(named: () => Iterable<number> = () => []) {
    this.named = named;
  }

  /** Writes one happening and returns its id. */
  add(input: HappeningInput): number {
    this.lastId += 1;
    const item: Happening = {
      id: this.lastId,
      atUs: input.atUs,
      kind: input.kind,
      subject: input.subject,
      ...(input.cause > 0 ? { cause: input.cause } : {}),
      ...(input.details === undefined ? {} : { details: { ...input.details } }),
    };
    this.items.push(item);
    if (this.items.length > this.limit * 1.5) {
      this.kept = this.namedBefore(this.lastId - this.limit);
      this.items = this.items.slice(-this.limit);
    }
    return this.lastId;
  }

  /** The happening of this id, unless it was dropped. */
  get(id: number): Happening | undefined {
    const first = this.items[0];
    return (first === undefined ? undefined : this.items[id - first.id]) ?? this.kept.get(id);
  }

  /** What the ledgers name up to an id, with everything above it in its chain. */
  private namedBefore(lastId: number): Map<number, Happening> {
    const kept = new Map<number, Happening>();
    for (const id of this.named()) {
      let at: number | undefined = id;
      while (at !== undefined && !kept.has(at) && kept.size < KEPT_MAX) {
        const found = this.get(at);
        if (found === undefined) break;
        if (found.id <= lastId) kept.set(found.id, found);
        at = found.cause;
      }
    }
    return kept;
  }

  /** All with an id above `afterId`, oldest first. */
  after(afterId: number): Happening[] {
    const first = this.items[0];
    if (first === undefined) return [];
    return this.items.slice(Math.max(0, afterId + 1 - first.id));
  }

  /** From the root cause down to the happening itself. */
  chain(id: number): Happening[] {
    const found: Happening[] = [];
    let current = this.get(id);
    while (current !== undefined && found.length < CHAIN_MAX) {
      found.unshift(current);
      current = current.cause === undefined ? undefined : this.get(current.cause);
    }
    return found;
  }

  /** The newest part, as it goes into a snapshot. */
  toText(): string {
    const items = this.items.slice(-SNAPSHOT_LOG_MAX);
    const before = (items[0]?.id ?? this.lastId + 1) - 1;
    const kept = [...this.namedBefore(before).values()].sort((a, b) => a.id - b.id);
    return JSON.stringify({ lastId: this.lastId, items, kept });
  }

  /** Goes back to the log of a snapshot; what it does not hold may belong to another branch. */
  restore(saved: { lastId: number; items: Happening[]; kept?: Happening[] }): void {
    this.items = [...saved.items];
    this.kept = new Map((saved.kept ?? []).map((item) => [item.id, item]));
    this.lastId = saved.lastId;
  }

  /** Keeps the present log, so that `rollback` can go back to it any number of times. */
  mark(): RunLogMark {
    return { lastId: this.lastId, items: [...this.items] };
  }

  /** Goes back to a mark of this very log: what came after it is dropped from the end. */
  rollback(mark: RunLogMark): void {
    const { length } = mark.items;
    const stillThere = this.items.length >= length && this.items[0] === mark.items[0];
    if (stillThere) this.items.length = length;
    else this.items = [...mark.items];
    this.lastId = mark.lastId;
  }
}
