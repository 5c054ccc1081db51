/**
 * Managed disks and zones: where the disks of a new machine go, and whether a disk can still be
 * reached (rule ENG-Z5; docs/facts.md, fact 55).
 *
 * A locally redundant disk lives on one storage unit. A zone-redundant one is charged to one unit
 * and copied to the other zones, so it is reachable while a unit of any zone is up.
 */
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { DISK_REDUNDANCIES } from '../../../shared/model/kinds.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { placeOf, zoneOfPlace } from './place-fate.ts';
import { mismatch } from './placement-bounds.ts';

const ZRS = DISK_REDUNDANCIES.indexOf('zrs');
/** Zones a region has at least when it offers zone-redundant storage (docs/facts.md, fact 54). */
export const ZRS_ZONES = 3;

/** The zone a storage unit stands in, or -1. */
export function zoneOfStorage(world: World, storage: number): number {
  return zoneOfPlace(world, placeOf(world, 'storage', storage));
}

/** True when a disk's data can be read and written. */
export function diskIsReachable(world: World, disk: number): boolean {
  const storage = world.disk.col.storage[disk]! - 1;
  if (storage < 0 || world.storage.col.up[storage] === 1) return true;
  if (world.disk.col.redundancy[disk] !== ZRS) return false;
  const home = zoneOfStorage(world, storage);
  for (const other of world.storage.slots()) {
    if (world.storage.col.up[other] === 0) continue;
    const zone = zoneOfStorage(world, other);
    if (zone >= 0 && zone !== home) return true;
  }
  return false;
}

/**
 * The storage unit of a zonal machine: the one named, which must stand in the zone
 * (`zone.mismatch`) or in none; else the first one of the zone that is up and has room, and the
 * first one when none has. -1 when the zone has no unit, as for a machine that names none.
 */
export function storageInZone(
  world: World,
  input: { storage: number; zone: number; askedGib: number },
): Result<number> {
  const { storage, zone, askedGib } = input;
  if (zone < 0) return ok(storage);
  if (storage >= 0) {
    const actual = zoneOfStorage(world, storage);
    if (actual < 0 || actual === zone) return ok(storage);
    return err(mismatch(world, { id: textIdOf(world, 'storage', storage), actual, zone }));
  }
  const { up, capacityGib, usedGib } = world.storage.col;
  const units = [...world.storage.slots()].filter((unit) => zoneOfStorage(world, unit) === zone);
  const roomy = units.find(
    (unit) => up[unit] === 1 && capacityGib[unit]! - usedGib[unit]! >= askedGib,
  );
  return ok(roomy ?? units[0] ?? -1);
}
