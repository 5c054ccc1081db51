/**
 * The topology as patches: what changed since the last one was taken.
 *
 * Tables note the slots that were touched; the feed turns them into rows and remembers which id
 * it last showed for a slot, because a row that is gone has no name any more.
 */
import type { TopologyPatch, TopologyRow } from '../../../shared/views/topology-view.ts';
import { NAMED_TABLES, textIdOf, type TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { HiddenChanges } from './hidden-changes.ts';
import { rowOf } from './rows.ts';

/** What figures that are worked out for a row rest on, beside time. */
const AROUND = ['vm', 'disk', 'snapshot', 'host', 'service'] as const;

export class TopologyFeed {
  private readonly shown = new Map<TableName, (string | undefined)[]>();
  private rev = 0;
  /** Moment of the last patch. */
  private atUs = -1;
  private readonly world: World;
  private readonly hidden: HiddenChanges;

  constructor(world: World) {
    this.world = world;
    this.hidden = new HiddenChanges(world);
  }

  get revision(): number {
    return this.rev;
  }

  /** Everything there is, or all of some kinds, kind by kind in the order it was made. */
  all(kinds: readonly TableName[] = NAMED_TABLES): TopologyRow[] {
    const rows: TopologyRow[] = [];
    for (const table of kinds) {
      for (const slot of this.world[table].slots()) rows.push(rowOf(this.world, table, slot));
    }
    return rows;
  }

  /** Changes since the last call. The first one, and one after a restore, is a reset. */
  drain(): TopologyPatch {
    const { world } = this;
    this.hidden.touch();
    if (world.nowUs !== this.atUs || AROUND.some((table) => !world[table].dirty.isEmpty)) {
      touchMoves(world);
      touchEnvironments(world);
      this.atUs = world.nowUs;
    }
    const touched = NAMED_TABLES.map((table) => ({ table, ...world[table].dirty.drain() }));
    const fromRev = this.rev;
    const reset = touched.some((entry) => entry.everything);
    if (reset) {
      this.shown.clear();
      const upserted = this.all();
      for (const table of NAMED_TABLES) this.remember(table);
      this.rev += 1;
      return { fromRev, toRev: this.rev, reset, upserted, removed: [] };
    }
    const upserted: TopologyRow[] = [];
    const removed: string[] = [];
    for (const { table, slots } of touched) {
      for (const slot of slots) this.drainSlot({ table, slot, upserted, removed });
    }
    if (upserted.length > 0 || removed.length > 0) this.rev += 1;
    return { fromRev, toRev: this.rev, reset, upserted, removed };
  }

  private drainSlot(input: {
    table: TableName;
    slot: number;
    upserted: TopologyRow[];
    removed: string[];
  }): void {
    const { table, slot } = input;
    const ids = this.idsOf(table);
    const before = ids[slot];
    const row = this.world[table].alive[slot] === 1 ? rowOf(this.world, table, slot) : undefined;
    if (before !== undefined && before !== row?.id) input.removed.push(before);
    ids[slot] = row?.id;
    if (row !== undefined) input.upserted.push(row);
  }

  private remember(table: TableName): void {
    const ids = this.idsOf(table);
    for (const slot of this.world[table].slots()) ids[slot] = textIdOf(this.world, table, slot);
  }

  private idsOf(table: TableName): (string | undefined)[] {
    let ids = this.shown.get(table);
    if (ids === undefined) this.shown.set(table, (ids = []));
    return ids;
  }
}

/** What an environment has cost grows with time, and follows from its machines and disks. */
function touchEnvironments(world: World): void {
  const { environment } = world.group.col;
  for (const group of world.group.slots()) {
    if (environment[group]! > 0) world.group.dirty.touch(group);
  }
}

/** What a move leaves open follows from time and what stands around its machine [ENG-LS14]. */
function touchMoves(world: World): void {
  for (const move of world.move.slots()) world.move.dirty.touch(move);
}
