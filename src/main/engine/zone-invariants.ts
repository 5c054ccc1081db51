/**
 * Invariants of zones and placement (rules INV-40 to INV-42): recomputed from the drawing, as
 * plainly as possible. They know nothing of how hosts and storage units were chosen.
 */
import { DISK_REDUNDANCIES } from '../../shared/model/kinds.ts';
import { zoneOfStorage } from './systems/disk-zones.ts';
import { zoneOfHost } from './systems/place-fate.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

const ZRS = DISK_REDUNDANCIES.indexOf('zrs');

/**
 * INV-40: a zonal machine stands in its zone and in no availability set; a locally redundant zonal
 * disk lives in its zone, or in a unit that stands in none.
 */
export function checkZones(world: World, report: (rule: string, message: string) => void): void {
  const { zone: zoneOf, host, availabilitySet } = world.vm.col;
  for (const vm of world.vm.slots()) {
    if (zoneOf[vm] === 0) continue;
    const id = textIdOf(world, 'vm', vm);
    if (availabilitySet[vm]! > 0) report('INV-40', `${id} has a zone and an availability set`);
    if (host[vm]! > 0 && zoneOfHost(world, host[vm]! - 1) !== zoneOf[vm]! - 1)
      report('INV-40', `${id} stands outside its zone`);
  }
  const { zone, storage, redundancy } = world.disk.col;
  for (const disk of world.disk.slots()) {
    const id = textIdOf(world, 'disk', disk);
    if (redundancy[disk] === ZRS && zone[disk]! > 0)
      report('INV-40', `${id} is zone-redundant and pinned to one zone`);
    if (zone[disk] === 0 || storage[disk] === 0) continue;
    const actual = zoneOfStorage(world, storage[disk]! - 1);
    if (actual >= 0 && actual !== zone[disk]! - 1) report('INV-40', `${id} lies outside its zone`);
  }
}

/**
 * INV-41: a dedicated host carries machines of its group alone, and they stand nowhere else.
 * INV-42: a reserved place is used by one machine, which names its reservation and stands there.
 */
export function checkPlacement(
  world: World,
  report: (rule: string, message: string) => void,
): void {
  const { host, hostGroup, reservation } = world.vm.col;
  for (const vm of world.vm.slots()) {
    if (host[vm] === 0) continue;
    const dedicated = world.host.ref('dedicated', host[vm]! - 1);
    const owner = dedicated < 0 ? 0 : world.dedicatedHost.col.hostGroup[dedicated]!;
    if (owner !== hostGroup[vm])
      report('INV-41', `${textIdOf(world, 'vm', vm)} stands outside its host group`);
  }
  const users = new Set<number>();
  const places = world.reservedPlace.col;
  for (const place of world.reservedPlace.slots()) {
    const vm = places.vm[place]! - 1;
    if (vm < 0) continue;
    const id = textIdOf(world, 'vm', vm);
    if (users.has(vm)) report('INV-42', `${id} uses two reserved places`);
    users.add(vm);
    if (reservation[vm] !== places.reservation[place] || host[vm] !== places.host[place])
      report('INV-42', `${id} uses a place that is not its own`);
  }
}
