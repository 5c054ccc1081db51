/**
 * Which border lies between two machines, found once and remembered until something moves: calls
 * between uses of machines ask for every request. It is not state; what was carried is.
 */
import type { WorldTables } from './world-tables.ts';

/** More machines than a room can have: two slots make one key. */
const SLOTS = 16_777_216;

interface Counted {
  readonly changes: number;
}

export class CrossingIndex {
  private readonly rows = new Map<number, number>();
  private seen = -1;
  private readonly world: WorldTables & {
    readonly cloud: Counted;
    readonly networks: Counted;
    readonly hostMachines: Counted;
  };

  constructor(world: CrossingIndex['world']) {
    this.world = world;
  }

  /** Forgets everything: a decision may have moved anything. */
  invalidate(): void {
    this.rows.clear();
  }

  /** The row that counts what goes between two machines; -1 when nothing lies between them. */
  rowOf(from: number, to: number, find: () => number): number {
    const { cloud, networks, hostMachines } = this.world;
    // Each only grows, so their sum is another one as soon as one of them is.
    const changes = cloud.changes + networks.changes + hostMachines.changes;
    if (changes !== this.seen) this.rows.clear();
    this.seen = changes;
    const key = from * SLOTS + to;
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const row = find();
    this.rows.set(key, row);
    return row;
  }
}
