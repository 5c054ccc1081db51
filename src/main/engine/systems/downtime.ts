/**
 * The ledger of downtime: how long a service, machine, set or pool was down, by cause (rules ENG-Y2
 * and ENG-Y3). Every span has one root cause, the happening that began it, so the sums are the
 * downtime the meters measure.
 */
import { DOWNTIME_OWNERS, type DowntimeOwner } from '../../../shared/model/downtime-owners.ts';
import type { World } from '../world/world.ts';

export interface Downtime {
  readonly owner: DowntimeOwner;
  readonly slot: number;
  /** Position in FAILURE_REASONS for a service; 0 otherwise. */
  readonly reason: number;
  /** Happening to blame; 0 for the load alone. */
  readonly cause: number;
}

/** Notes that a span of downtime begins now; its time is added as it passes. */
export function beginDowntime(world: World, downtime: Downtime): void {
  const row = rowOf(world, downtime, world.nowUs);
  world.downtime.col.spans[row]! += 1;
}

/** Adds time that was down, ending at `endUs`. */
export function addDowntime(
  world: World,
  downtime: Downtime,
  span: { readonly us: number; readonly endUs: number },
): void {
  const row = rowOf(world, downtime, span.endUs - span.us);
  const { col } = world.downtime;
  col.us[row]! += span.us;
  col.lastUs[row] = span.endUs;
}

/** As `addDowntime`, as a span of its own unless it follows on the one before. */
export function addDownSpan(
  world: World,
  downtime: Downtime,
  span: { readonly us: number; readonly endUs: number },
): void {
  const row = rowOf(world, downtime, span.endUs - span.us);
  const { col } = world.downtime;
  const follows = col.spans[row]! > 0 && col.lastUs[row] === span.endUs - span.us;
  if (!follows) col.spans[row]! += 1;
  addDowntime(world, downtime, span);
}

function rowOf(world: World, downtime: Downtime, beginUs: number): number {
  const known = world.downtimes.find(downtime);
  if (known !== undefined) return known;
  const row = world.downtime.allocate();
  const { col } = world.downtime;
  col.owner[row] = DOWNTIME_OWNERS.indexOf(downtime.owner);
  col[downtime.owner][row] = downtime.slot + 1;
  col.reason[row] = downtime.reason;
  col.cause[row] = downtime.cause;
  col.firstUs[row] = beginUs;
  col.lastUs[row] = beginUs;
  world.downtimes.add(row);
  return row;
}

/** Rows of one owner, in the order they were made. */
export function downtimeRows(
  world: World,
  owner: { readonly owner: DowntimeOwner; readonly slot: number },
): number[] {
  const column = world.downtime.col[owner.owner];
  return [...world.downtime.slots()].filter((row) => column[row] === owner.slot + 1);
}

/** Drops the rows of an owner that is removed. */
export function forgetDowntime(
  world: World,
  owner: { readonly owner: DowntimeOwner; readonly slot: number },
): void {
  for (const row of downtimeRows(world, owner)) world.downtime.release(row);
  world.downtimes.invalidate();
}
