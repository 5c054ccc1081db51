/**
 * The run log: what happened, in order, for the timeline and for cause chains.
 *
 * It is bounded and never the truth: a replay writes it again, id by id. Ids count from 1 and are
 * part of the state (a `cause` column holds them), the texts are not.
 */
import type { Happening, HappeningKind } from '../../shared/events/happenings.ts';

/** Happenings kept; older ones are dropped, newest win. About 10 MB at most. */
export const RUN_LOG_MAX = 50_000;
/** Happenings written into a snapshot. */
const SNAPSHOT_LOG_MAX = 4_000;
/** Longest cause chain that is walked; chains are about ten long. */
const CHAIN_MAX = 64;

export interface HappeningInput {
  readonly atUs: number;
  readonly kind: HappeningKind;
  readonly subject: string;
  /** 0: a beginning. */
  readonly cause: number;
  readonly details?: Readonly<Record<string, string | number>>;
}

export class RunLog {
  private items: Happening[] = [];
  /** Id of the newest happening. */
  lastId = 0;

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
    if (this.items.length > RUN_LOG_MAX * 1.5) this.items = this.items.slice(-RUN_LOG_MAX);
    return this.lastId;
  }

  /** The happening of this id, unless it was dropped. */
  get(id: number): Happening | undefined {
    const first = this.items[0];
    return first === undefined ? undefined : this.items[id - first.id];
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
    return JSON.stringify({ lastId: this.lastId, items: this.items.slice(-SNAPSHOT_LOG_MAX) });
  }

  /** Goes back to the log of a snapshot; what it does not hold may belong to another branch. */
  restore(saved: { lastId: number; items: Happening[] }): void {
    this.items = [...saved.items];
    this.lastId = saved.lastId;
  }
}
