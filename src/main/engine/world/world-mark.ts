/**
 * Marks: a state of the world to which it can go back any number of times, for trials.
 *
 * A snapshot is for files: it checks everything and rebuilds every index, a second's work in a
 * large hall. A mark never leaves its world, so going back copies columns into the arrays that are
 * there, and keeps each index that nothing has changed since. Both give the same state, by hash.
 */
import type { EventColumns, IsStale } from '../event-queue.ts';
import type { RunLogMark } from '../run-log.ts';
import type { SeriesMark } from '../series-log.ts';
import type { RandomStreamsMark } from '../../../shared/kernel/prng.ts';
import type { TableMark } from './table.ts';
import type { World } from './world.ts';

/**
 * Large tables of which every write is noted, as the views need it: their touched rows are all that
 * can differ from a mark [ENG-C9]. A property holds them to it.
 */
export const NOTED_TABLES: ReadonlySet<string> = new Set([
  'vm',
  'disk',
  'nic',
  'link',
  'cord',
  'host',
  'backend',
  'latency',
]);

/** What can be dropped and is rebuilt; `changes` counts what changed it, where it keeps count. */
interface Derived {
  readonly changes?: number;
  invalidate(): void;
}

export interface WorldMark {
  readonly tables: readonly TableMark[];
  readonly queue: EventColumns;
  readonly streams: RandomStreamsMark;
  readonly log: RunLogMark;
  readonly series: SeriesMark;
  readonly nowUs: number;
  readonly eventCount: number;
  readonly eventsAtNow: number;
  readonly closedCostMicroUsd: number;
  /** Everything derived, and how often it had changed. */
  readonly derived: { readonly of: Derived; changes: number | undefined }[];
}

/** Keeps the present state. */
export function markWorld(world: World, isStale: IsStale): WorldMark {
  return {
    tables: world.tables().map((table) => table.mark()),
    queue: world.queue.snapshot(isStale),
    streams: world.streams.mark(),
    log: world.log.mark(),
    series: world.series.mark(),
    nowUs: world.nowUs,
    eventCount: world.eventCount,
    eventsAtNow: world.eventsAtNow,
    closedCostMicroUsd: world.closedCostMicroUsd,
    derived: derivedOf(world).map((of) => ({ of, changes: of.changes })),
  };
}

/** Goes back to a mark of this very world. */
export function rollbackWorld(world: World, mark: WorldMark): void {
  for (const [index, table] of world.tables().entries())
    table.rollback(mark.tables[index]!, NOTED_TABLES.has(table.name) ? 'touched' : 'all');
  world.queue.restore(mark.queue);
  world.streams.rollback(mark.streams);
  world.log.rollback(mark.log);
  world.series.rollback(mark.series);
  world.nowUs = mark.nowUs;
  world.eventCount = mark.eventCount;
  world.eventsAtNow = mark.eventsAtNow;
  world.closedCostMicroUsd = mark.closedCostMicroUsd;
  world.plantDirty = false;
  world.loadDirty = false;
  world.storesDirty = false;
  world.hostsDirty.length = 0;
  world.sharesDirty.length = 0;
  world.sharersDirty.length = 0;
  // What keeps no count of its changes is dropped in any case.
  for (const known of mark.derived) {
    if (known.changes !== undefined && known.changes === known.of.changes) continue;
    known.of.invalidate();
    known.changes = known.of.changes;
  }
  world.pools.forgetRotations();
}

function derivedOf(world: World): Derived[] {
  return Object.values(world).filter(isDerived);
}

function isDerived(value: unknown): value is Derived {
  return (
    typeof value === 'object' &&
    value !== null &&
    'invalidate' in value &&
    typeof value.invalidate === 'function'
  );
}
