/**
 * Logs of a store as a tree of reigns (rules ENG-ST1 to ENG-ST4): who has which writes, and which
 * acknowledged writes nobody has any more.
 *
 * The log of a reign begins as the first `from` writes of its parent's. A replica holds the first
 * `position` writes of the log of its reign. So two logs share exactly what their reigns share,
 * and losses are counted by intervals, to the write. Nothing here knows machines or networks.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { World } from '../world/world.ts';

/** A log: the first `position` writes of a reign. */
export interface LogPlace {
  readonly reign: number;
  readonly position: number;
}

/** The reign that wrote the last of these writes. */
function ownerOf(world: World, place: LogPlace): number {
  const { parent, from } = world.reign.col;
  let { reign } = place;
  while (parent[reign]! > 0 && place.position <= from[reign]!) reign = parent[reign]! - 1;
  return reign;
}

/** Number of the reign in which the last of these writes was written. */
export function lastReignNumber(world: World, place: LogPlace): number {
  return world.reign.col.number[ownerOf(world, place)]!;
}

/** How many writes two logs have in common. O(reigns). */
export function commonPrefix(world: World, a: LogPlace, b: LogPlace): number {
  const { parent, from, number } = world.reign.col;
  let common = Math.min(a.position, b.position);
  let left = a.reign;
  let right = b.reign;
  while (left !== right) {
    // The newer of two reigns is never an ancestor of the older one, so it is the one to climb.
    const climbsLeft = number[left]! > number[right]!;
    const climbing = climbsLeft ? left : right;
    if (parent[climbing] === 0) return 0;
    common = Math.min(common, from[climbing]!);
    if (climbsLeft) left = parent[left]! - 1;
    else right = parent[right]! - 1;
  }
  return common;
}

/** Reigns whose writes count as kept: those of primaries, or without any the one left open. */
export function liveReigns(world: World, store: number): number[] {
  const live = world.stores.reignsOf(store).filter((reign) => world.reign.col.primary[reign]! > 0);
  const open = world.store.col.openReign[store]! - 1;
  return live.length === 0 && open >= 0 ? [open] : live;
}

/**
 * Writes in the logs of the live reigns, each once: how many there are, and how many of them are
 * acknowledged. Between the two lie those under way. O(reigns).
 */
export function liveWrites(world: World, store: number): { written: number; kept: number } {
  const { parent, from, acknowledged, number, head } = world.reign.col;
  const reach = new Map<number, number>();
  for (const reign of liveReigns(world, store)) reach.set(reign, head[reign]!);
  const newestFirst = [...world.stores.reignsOf(store)].sort((a, b) => number[b]! - number[a]!);
  let written = 0;
  let kept = 0;
  for (const reign of newestFirst) {
    const until = reach.get(reign);
    if (until === undefined) continue;
    const above = parent[reign]! - 1;
    const begins = above < 0 ? 0 : from[reign]!;
    written += Math.max(0, until - begins);
    kept += Math.max(0, Math.min(until, acknowledged[reign]!) - begins);
    if (above < 0) continue;
    reach.set(above, Math.max(reach.get(above) ?? 0, Math.min(until, begins)));
  }
  return { written, kept };
}

/** Counts anew what is lost and what was given up; whenever a reign has begun or ended. */
export function recountFates(world: World, store: number): void {
  const { col } = world.store;
  const { written, kept } = liveWrites(world, store);
  const appended = col.offered[store]! - col.refused[store]!;
  col.lost[store] = col.acknowledged[store]! - kept;
  col.unanswered[store] = appended - col.acknowledged[store]! - (written - kept);
  assert(col.lost[store] >= 0, 'No more writes are kept than were acknowledged');
  assert(col.unanswered[store] >= 0, 'No write is counted twice');
}

/** How much of the log of a reign is acknowledged, under it and the reigns before it. */
export function acknowledgedOf(world: World, reign: number): number {
  const { parent, from, acknowledged } = world.reign.col;
  let least = Infinity;
  let at = reign;
  while (parent[at]! > 0 && acknowledged[at]! <= from[at]!) {
    least = Math.min(least, from[at]!);
    at = parent[at]! - 1;
  }
  return Math.min(least, acknowledged[at]!);
}

/** Counts everything up to a position of a reign's log as answered. */
export function acknowledgeUpTo(world: World, reign: number, position: number): void {
  const { acknowledged, store, from, parent } = world.reign.col;
  if (parent[reign]! > 0 && acknowledged[reign]! <= from[reign]!) {
    acknowledgeUpTo(world, parent[reign]! - 1, Math.min(position, from[reign]!));
  }
  const more = position - acknowledged[reign]!;
  if (more <= 0) return;
  acknowledged[reign] = position;
  world.store.col.acknowledged[store[reign]! - 1]! += more;
}

/** Appends one write at a primary; it is under way until it is acknowledged. */
export function appendWrite(world: World, replica: number): void {
  const reign = world.replica.col.reign[replica]! - 1;
  world.replica.col.position[replica]! += 1;
  world.reign.col.head[reign]! += 1;
}

/** Writes that wait for their answer, at primaries and in a reign left open. */
export function writesInFlight(world: World, store: number): number {
  const { written, kept } = liveWrites(world, store);
  return written - kept;
}

/**
 * A replica becomes primary with the log it has. What it holds of writes under way stays under
 * way, for the writers wait; what it does not hold is given up [ENG-ST3].
 */
export function beginReign(world: World, replica: number): number {
  const { col } = world.replica;
  const store = col.store[replica]! - 1;
  const position = col.position[replica]!;
  const first = col.reign[replica] === 0;
  const parent = first ? -1 : ownerOf(world, { reign: col.reign[replica]! - 1, position });
  const reign = world.reign.allocate();
  const reigns = world.reign.col;
  reigns.store[reign] = store + 1;
  reigns.number[reign] = world.store.col.nextReign[store]!;
  world.store.col.nextReign[store]! += 1;
  reigns.parent[reign] = parent + 1;
  reigns.from[reign] = position;
  reigns.acknowledged[reign] = position;
  reigns.head[reign] = position;
  reigns.beganUs[reign] = world.nowUs;
  reigns.primary[reign] = replica + 1;
  col.reign[replica] = reign + 1;
  world.store.col.openReign[store] = 0;
  world.stores.invalidate();
  recountFates(world, store);
  pruneReigns(world, store);
  return reign;
}

/**
 * The reign of a primary ends: its machine is gone, it stepped down, or it met a newer one. Where
 * no other primary is left, its fate stays open until somebody takes over.
 */
export function endReign(world: World, replica: number): void {
  const reign = world.replica.col.reign[replica]! - 1;
  const store = world.reign.col.store[reign]! - 1;
  world.reign.col.primary[reign] = 0;
  if (liveReigns(world, store).length === 0) world.store.col.openReign[store] = reign + 1;
  recountFates(world, store);
}

/** Sessions that were written in some of these reigns. */
function sessionsIn(world: World, reigns: ReadonlySet<number>): number[] {
  if (world.session.count === 0) return [];
  const { reign } = world.session.col;
  return [...world.session.slots()].filter((row) => reigns.has(reign[row]! - 1));
}

function rowPlace(at: { reign: Uint32Array; position: Float64Array }, row: number): LogPlace {
  return { reign: at.reign[row]! - 1, position: at.position[row]! };
}

/** True when a log is nothing but a beginning of another. */
function isWithin(world: World, place: LogPlace, whole: LogPlace): boolean {
  return commonPrefix(world, place, whole) === place.position;
}

/**
 * Drops the reigns of the past when one primary is left and every log is a beginning of its own.
 * Without this a store that fails over all year would grow for ever.
 */
function pruneReigns(world: World, store: number): void {
  const live = liveReigns(world, store);
  const reign = live[0];
  const all = world.stores.reignsOf(store);
  if (reign === undefined || live.length > 1 || all.length < 2) return;
  const { col } = world.replica;
  const replicas = world.stores.replicasOf(store).filter((one) => col.reign[one]! > 0);
  const whole = { reign, position: world.reign.col.head[reign]! };
  const places = replicas.map((one) => ({
    reign: col.reign[one]! - 1,
    position: col.position[one]!,
  }));
  for (const row of world.stores.backupsOf(store)) places.push(rowPlace(world.backup.col, row));
  for (const row of world.stores.damagesOf(store)) places.push(rowPlace(world.damage.col, row));
  const sessions = sessionsIn(world, new Set(all));
  for (const row of sessions) places.push(rowPlace(world.session.col, row));
  if (!places.every((place) => isWithin(world, place, whole))) return;
  for (const row of sessions) world.session.col.reign[row] = reign + 1;
  for (const row of world.stores.backupsOf(store)) world.backup.col.reign[row] = reign + 1;
  for (const row of world.stores.damagesOf(store)) world.damage.col.reign[row] = reign + 1;
  const { acknowledged, from, parent } = world.reign.col;
  const answered = acknowledgedOf(world, reign);
  const { acknowledgedBefore } = world.store.col;
  for (const one of replicas) col.reign[one] = reign + 1;
  for (const past of all) {
    const begins = parent[past] === 0 ? 0 : from[past]!;
    acknowledgedBefore[store]! += acknowledged[past]! - begins;
    if (past !== reign) world.reign.release(past);
  }
  // The whole log is this reign's own now.
  acknowledged[reign] = answered;
  acknowledgedBefore[store]! -= answered;
  parent[reign] = 0;
  from[reign] = 0;
  world.stores.invalidate();
}

/** Forgets all reigns of a store that is removed. */
export function forgetReigns(world: World, store: number): void {
  for (const reign of world.stores.reignsOf(store)) world.reign.release(reign);
  world.stores.invalidate();
}
