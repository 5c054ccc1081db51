/**
 * Zones in commands: which zone a reference means, and what must not be moved or removed because a
 * zonal resource counts on it (rules ENG-Z1 and ENG-Z4). Where a zonal machine fits is decided in
 * `systems/placement.ts`.
 */
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { nearestWords } from '../../../shared/kernel/nearest-words.ts';
import { PLACE_KINDS } from '../../../shared/model/kinds.ts';
import { zoneOfPlace, zoneOfRack } from '../systems/place-fate.ts';
import { zonesOfSet } from '../systems/zone-balance.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { checkUnused, rowsWhere } from './decide-kit.ts';

const ZONE = PLACE_KINDS.indexOf('zone');

/** All zones of the drawing, in the order they were made. */
export function zonesOf(world: World): number[] {
  return [...world.place.slots()].filter((place) => world.place.col.kind[place] === ZONE);
}

/** The zone a reference means, -1 when it is absent. Refuses with `zone.notFound`. */
export function findZone(world: World, reference: string | undefined): Result<number> {
  if (reference === undefined) return ok(-1);
  const id = reference.startsWith('zone:') ? reference : `zone:${reference}`;
  const zones = zonesOf(world);
  const found = zones.find((zone) => textIdOf(world, 'place', zone) === id);
  if (found !== undefined) return ok(found);
  const known = zones.map((zone) => world.place.text('name', zone));
  const close = nearestWords({ wanted: id.slice('zone:'.length), known });
  const some = close.length > 0 ? `Did you mean ${close.join(', ')}?` : 'Add a zone (place.add).';
  return err({
    code: 'zone.notFound',
    message: `There is no zone "${reference}" in the drawing, which has ${known.length}.`,
    hint: known.length > 0 && close.length === 0 ? `Choose from ${known.join(', ')}.` : some,
    details: { reference, known: known.length, close },
  });
}

/** Each of a list of zones once, or the first refusal. */
export function findZones(world: World, references: readonly string[]): Result<number[]> {
  const zones: number[] = [];
  for (const reference of references) {
    const zone = findZone(world, reference);
    if (!zone.ok) return zone;
    if (!zones.includes(zone.value)) zones.push(zone.value);
  }
  return ok(zones);
}

/** What stands in a place without a rack, and what is pinned to it when it is a zone. */
export function usersOfPlace(world: World, place: number) {
  return [
    ...(['power', 'switch', 'storage'] as const).flatMap((table) =>
      rowsWhere(world, table, (slot) => world[table].col.place[slot] === place + 1),
    ),
    ...(['vm', 'disk', 'balancer', 'proximityGroup', 'hostGroup', 'reservation'] as const).flatMap(
      (table) => rowsWhere(world, table, (slot) => world[table].col.zone[slot] === place + 1),
    ),
    ...rowsWhere(world, 'scaleSet', (set) => zonesOfSet(world, set).includes(place)),
    ...[...world.balancerFrontend.slots()]
      .filter((row) => world.balancerFrontend.ref('zone', row) === place)
      .map((row) => ({
        table: 'balancer' as const,
        slot: world.balancerFrontend.ref('balancer', row),
      })),
  ];
}

/**
 * A rack may leave its zone only while no machine on it, and no disk in it, is pinned to that zone.
 * Refuses with `zone.inUse`.
 */
export function checkZoneKept(world: World, input: { rack: number; row: number }): Result<void> {
  const { rack, row } = input;
  const zone = zoneOfRack(world, rack);
  if (zone < 0 || zone === zoneOfPlace(world, row)) return ok(undefined);
  const users = [
    ...rowsWhere(world, 'vm', (vm) => {
      const host = world.vm.col.host[vm]! - 1;
      const here = host >= 0 && world.host.col.rack[host] === rack + 1;
      return here && world.vm.col.zone[vm] === zone + 1;
    }),
    ...rowsWhere(world, 'disk', (disk) => {
      const storage = world.disk.col.storage[disk]! - 1;
      const here = storage >= 0 && world.storage.col.rack[storage] === rack + 1;
      return here && world.disk.col.zone[disk] === zone + 1;
    }),
  ];
  const id = textIdOf(world, 'rack', rack);
  return checkUnused(world, { code: 'zone.inUse', id, users });
}

/** The zone of a balancer's frontend, or -1. Refuses one on a basic balancer (fact 102). */
export function frontendZone(
  world: World,
  sku: 'basic' | 'standard',
  reference: string | undefined,
): Result<number> {
  const zone = findZone(world, reference);
  if (!zone.ok || zone.value < 0 || sku === 'standard') return zone;
  return err({
    code: 'balancer.basicZone',
    message: `A basic balancer has no zones, so its frontend cannot be in ${reference}.`,
    hint: 'Make it a standard one, or leave the zone out.',
    details: { zone: textIdOf(world, 'place', zone.value) },
  });
}
