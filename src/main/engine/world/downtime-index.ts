/**
 * Rows of the downtime table by owner and cause. A large outage makes a row for every machine that
 * fell, so they are found by key; the index is rebuilt from the rows when it was dropped.
 */
import { DOWNTIME_OWNERS, type DowntimeOwner } from '../../../shared/model/downtime-owners.ts';
import type { WorldTables } from './world-tables.ts';

/** Bits for owner kind and reason below the slot, and for the slot below the cause. */
const KINDS = 64;
const SLOTS = 16_777_216;

export interface DowntimeKey {
  readonly owner: DowntimeOwner;
  readonly slot: number;
  readonly reason: number;
  readonly cause: number;
}

export class DowntimeIndex {
  private built = false;
  private readonly rows = new Map<number, number>();
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.built = false;
  }

  /** The row that counts this downtime, if there is one. */
  find(key: DowntimeKey): number | undefined {
    this.build();
    return this.rows.get(numberOf(key));
  }

  /** Notes a new row whose columns are written already. */
  add(row: number): void {
    const { col } = this.world.downtime;
    const owner = DOWNTIME_OWNERS[col.owner[row]!]!;
    const slot = col[owner][row]! - 1;
    const reason = col.reason[row]!;
    this.rows.set(numberOf({ owner, slot, reason, cause: col.cause[row]! }), row);
  }

  private build(): void {
    if (this.built) return;
    this.built = true;
    this.rows.clear();
    for (const row of this.world.downtime.slots()) this.add(row);
  }
}

function numberOf(key: DowntimeKey): number {
  const kind = key.reason * 8 + DOWNTIME_OWNERS.indexOf(key.owner);
  return (key.cause * SLOTS + key.slot) * KINDS + kind;
}
