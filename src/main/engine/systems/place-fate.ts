/**
 * What the ground does to what stands on it: which zone and site a thing is in, and whether a place
 * above it is cut (rules ENG-Z1 to ENG-Z3).
 *
 * A rack, and whatever stands in a place without a rack, shares the fate of every place around it.
 * Places are few levels deep, so each question walks up afresh and nothing can go stale.
 */
import { PLACE_KINDS } from '../../../shared/model/kinds.ts';
import type { WorldTables } from '../world/world-tables.ts';

const ZONE = PLACE_KINDS.indexOf('zone');

/** Tables whose rows stand in a rack or, without one, in a place. */
export type GroundedTable = 'power' | 'switch' | 'storage';

/** The nearest place of a kind around a place, itself included; -1 when there is none. */
function placeAround(world: WorldTables, place: number, kind: number): number {
  const { kind: kinds, parent } = world.place.col;
  let at = place;
  while (at >= 0 && kinds[at] !== kind) at = parent[at]! - 1;
  return at;
}

/** The zone a place lies in, or -1. */
export function zoneOfPlace(world: WorldTables, place: number): number {
  return placeAround(world, place, ZONE);
}

/** The zone a rack stands in, or -1; also for no rack (-1). */
export function zoneOfRack(world: WorldTables, rack: number): number {
  return rack < 0 ? -1 : zoneOfPlace(world, world.rack.col.row[rack]! - 1);
}

/** The zone a host stands in, or -1; also for no host (-1). */
export function zoneOfHost(world: WorldTables, host: number): number {
  return host < 0 ? -1 : zoneOfRack(world, world.host.col.rack[host]! - 1);
}

/** The place something stands in, through its rack where it has one; -1 when it stands nowhere. */
export function placeOf(world: WorldTables, table: GroundedTable, slot: number): number {
  const { rack, place } = world[table].col;
  const inRack = rack[slot]! - 1;
  return inRack >= 0 ? world.rack.col.row[inRack]! - 1 : place[slot]! - 1;
}

/** The nearest cut place around a place, itself included; -1 when all are whole. */
export function cutAround(world: WorldTables, place: number): number {
  const { cut, parent } = world.place.col;
  let at = place;
  while (at >= 0 && cut[at] === 0) at = parent[at]! - 1;
  return at;
}

/** True when a rack, or a place around it, is cut; false for no rack (-1). */
export function rackIsCut(world: WorldTables, rack: number): boolean {
  if (rack < 0) return false;
  if (world.rack.col.cut[rack] === 1) return true;
  return cutAround(world, world.rack.col.row[rack]! - 1) >= 0;
}

/** The happening to blame for a rack of which `rackIsCut` is true. */
export function causeOfCutRack(world: WorldTables, rack: number): number {
  if (world.rack.col.cut[rack] === 1) return world.rack.col.cause[rack]!;
  const place = cutAround(world, world.rack.col.row[rack]! - 1);
  return place < 0 ? 0 : world.place.col.cause[place]!;
}

/** True when the rack or the place something stands in is cut. */
export function groundIsCut(world: WorldTables, table: GroundedTable, slot: number): boolean {
  const rack = world[table].col.rack[slot]! - 1;
  if (rack >= 0) return rackIsCut(world, rack);
  return cutAround(world, world[table].col.place[slot]! - 1) >= 0;
}

/** The happening to blame for something of which `groundIsCut` is true. */
export function causeOfCutGround(world: WorldTables, table: GroundedTable, slot: number): number {
  const rack = world[table].col.rack[slot]! - 1;
  if (rack >= 0) return causeOfCutRack(world, rack);
  const place = cutAround(world, world[table].col.place[slot]! - 1);
  return place < 0 ? 0 : world.place.col.cause[place]!;
}
