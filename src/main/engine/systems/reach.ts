/**
 * How far two hosts are apart and how much fits through between them, from the drawing (rule
 * ENG-ST5). Whether they can talk at all is asked elsewhere (`impairments.ts`). Nothing here
 * changes anything.
 */
import { PLACE_KINDS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';

/** One way, in microseconds. Zones of a region answer each other in under 2 ms (fact 54). */
const SAME_RACK_US = 50;
const SAME_ROOM_US = 125;
const SAME_SITE_US = 1_000;
const GBPS_TO_MBPS = 1_000;
const SITE = PLACE_KINDS.indexOf('site');
const ZONE = PLACE_KINDS.indexOf('zone');

/**
 * True when a host can reach what stands in a rack, which is when it reaches some host there; a
 * rack without hosts is reached by whoever has a network.
 */
export function reachesRack(world: World, between: { host: number; rack: number }): boolean {
  const neighbours = world.racks.hostsOf(between.rack);
  if (neighbours.length === 0) return world.host.col.connected[between.host] === 1;
  return neighbours.some((other) => world.pieces.joined(between.host, other));
}

/** The place of a kind that a rack stands in, or -1. */
function placeOf(world: World, rack: number, kind: number): number {
  let place = rack < 0 ? -1 : world.rack.col.row[rack]! - 1;
  while (place >= 0 && world.place.col.kind[place] !== kind) {
    place = world.place.col.parent[place]! - 1;
  }
  return place;
}

/** Time one way between two hosts, in microseconds ([GEN], by the places they stand in). */
export function latencyUs(
  world: World,
  between: { readonly from: number; readonly to: number; readonly siteLatencyUs: number },
): number {
  const { from, to, siteLatencyUs } = between;
  const rackA = world.host.col.rack[from]! - 1;
  const rackB = world.host.col.rack[to]! - 1;
  if (rackA === rackB) return SAME_RACK_US;
  if (placeOf(world, rackA, SITE) !== placeOf(world, rackB, SITE)) return siteLatencyUs;
  if (placeOf(world, rackA, ZONE) !== placeOf(world, rackB, ZONE)) return SAME_SITE_US;
  return SAME_ROOM_US;
}

/** The least of the NICs and of the uplinks in use at both ends, in Mbit/s. At least 1. */
export function bandwidthMbps(world: World, between: { from: number; to: number }): number {
  const { nicMbps } = world.host.col;
  let least = Math.min(nicMbps[between.from]!, nicMbps[between.to]!);
  for (const host of [between.from, between.to]) {
    let widest = 0;
    for (const link of world.plant.linksOfHost(host)) {
      if (world.link.col.up[link] === 1)
        widest = Math.max(widest, world.link.col.gbps[link]! * GBPS_TO_MBPS);
    }
    if (widest > 0) least = Math.min(least, widest);
  }
  return Math.max(1, least);
}
