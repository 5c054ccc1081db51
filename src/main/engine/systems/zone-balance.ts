/**
 * Scale sets over zones: in which zone the next instance is tried, and from which zones one may be
 * taken away (rules ENG-Z7 and ENG-Z8; docs/facts.md, facts 74 to 76).
 *
 * A set without zones is not touched by any of it. Which host, which fault domain and which of the
 * instances that are left is decided in `scale-sets.ts`.
 */
import { HOST_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { zoneOfStorage } from './disk-zones.ts';
import { zoneOfHost } from './place-fate.ts';
import { instancesOf } from './set-instances.ts';

const UP = HOST_STATES.indexOf('up');
/** Zones that may be down before a set that balances as well as it can stops growing (fact 76). */
const ZONES_DOWN_MAX = 1;

/** The zones of a set in the order they were given; none: it is regional. */
export function zonesOfSet(world: World, set: number): number[] {
  const { scaleSet, zone } = world.scaleSetZone.col;
  const rows = [...world.scaleSetZone.slots()].filter((row) => scaleSet[row] === set + 1);
  return rows.map((row) => zone[row]! - 1);
}

/** How many instances stand in each zone of the set; deallocated ones count (fact 76). */
export function zoneCounts(world: World, set: number): number[] {
  const members = instancesOf(world, set);
  return zonesOfSet(world, set).map(
    (zone) => members.filter((vm) => world.vm.col.zone[vm] === zone + 1).length,
  );
}

function zoneIsDown(world: World, zone: number): boolean {
  const { state, connected } = world.host.col;
  return ![...world.host.slots()].some(
    (host) => state[host] === UP && connected[host] === 1 && zoneOfHost(world, host) === zone,
  );
}

/**
 * Zones in which the next instance may be tried, in order; [-1] for a regional set. Those with the
 * fewest instances come first, the earlier one of several. A strict set takes no other; one that
 * balances as well as it can goes on to the next, unless two of its zones are down.
 */
export function zonesToTry(world: World, set: number): number[] {
  const zones = zonesOfSet(world, set);
  if (zones.length === 0) return [-1];
  const counts = zoneCounts(world, set);
  const order = zones.map((zone, index) => ({ zone, count: counts[index] ?? 0, index }));
  order.sort((left, right) => left.count - right.count || left.index - right.index);
  const fewest = order[0]?.count ?? 0;
  if (world.scaleSet.col.zoneStrict[set] === 1) {
    return order.filter(({ count }) => count === fewest).map(({ zone }) => zone);
  }
  const down = zones.filter((zone) => zoneIsDown(world, zone)).length;
  return down > ZONES_DOWN_MAX ? [] : order.map(({ zone }) => zone);
}

/**
 * Of the instances left, those that may go first: the ones without a zone in a set that has zones
 * (fact 75), else those of the zones with most of those left (fact 74).
 */
export function zoneCandidates(world: World, set: number, left: readonly number[]): number[] {
  if (zonesOfSet(world, set).length === 0) return [...left];
  const { zone } = world.vm.col;
  const homeless = left.filter((vm) => zone[vm] === 0);
  if (homeless.length > 0) return homeless;
  const counts = new Map<number, number>();
  for (const vm of left) counts.set(zone[vm]!, (counts.get(zone[vm]!) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return left.filter((vm) => counts.get(zone[vm]!) === most);
}

/** A storage unit of a zone that is up and has room for a disk; -1 when there is none. */
export function roomyStorage(world: World, input: { zone: number; sizeGib: number }): number {
  if (input.zone < 0) return -1;
  const { up, capacityGib, usedGib } = world.storage.col;
  const units = [...world.storage.slots()].filter(
    (unit) => up[unit] === 1 && capacityGib[unit]! - usedGib[unit]! >= input.sizeGib,
  );
  return units.find((unit) => zoneOfStorage(world, unit) === input.zone) ?? -1;
}
