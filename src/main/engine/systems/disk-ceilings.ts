/**
 * The ceilings of the disks of a machine, read from catalogue and columns (rules ENG-DK1 and
 * ENG-DK2; docs/facts.md, disks D1 and D10 to D13). Whoever models work asks here what disks and
 * machine let through; the arithmetic stands in `shared/model/disk-io.ts`.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import { findDiskKind } from '../../../shared/model/catalogue-lookup.ts';
import type { VmSize } from '../../../shared/model/catalogue-compute.ts';
import type { DiskTier } from '../../../shared/model/catalogue-services.ts';
import {
  serveDisks,
  type AskedDisk,
  type IoDemand,
  type MachineIo,
  type ServedDisk,
} from '../../../shared/model/disk-io.ts';
import { hasHostCache } from '../../../shared/model/disk-caching.ts';
import { DISK_CACHINGS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';

/** The size of a machine, which its creation has checked. */
export function sizeOf(world: World, vm: number): VmSize {
  const size = world.lookup.size(world.vm.text('size', vm));
  assert(size.ok, 'The size of a machine stays in the catalogue');
  return size.value;
}

/** What a machine lets through over all its disks. */
export function machineIoOf(world: World, vm: number): MachineIo {
  const size = sizeOf(world, vm);
  const { uncached, cached } = size.io;
  return hasHostCache(world.catalogue, size) ? { uncached, cached } : { uncached };
}

/** The tier of a disk, which its making has checked. */
export function tierOf(world: World, disk: number): DiskTier {
  const tier = world.lookup.tier(world.disk.text('tier', disk));
  assert(tier.ok, 'The tier of a disk stays in the catalogue');
  return tier.value;
}

/** A disk with what is asked of it. */
export function askedDisk(world: World, disk: number, demand: IoDemand): AskedDisk {
  const { iops, kbytesPerSecond, sku } = tierOf(world, disk);
  // Only solid-state kinds count large requests as several; the other is billed so (disks D3).
  const kind = sku === 'Standard_LRS' ? undefined : findDiskKind(world.catalogue, sku);
  const caching = DISK_CACHINGS[world.disk.col.caching[disk]!]!;
  return { limit: { iops, kbytesPerSecond }, ioUnitKib: kind?.ioUnitKib, caching, demand };
}

/**
 * What the disks of a machine serve when each is asked for so much; disks that `demands` leaves
 * out are asked for nothing. In the order of `world.cloud.disksOfVm`.
 */
export function serveMachine(
  world: World,
  vm: number,
  demands: ReadonlyMap<number, IoDemand>,
): { disk: number; served: ServedDisk }[] {
  const disks = world.cloud.disksOfVm(vm).filter((disk) => demands.has(disk));
  const asked = disks.map((disk) => askedDisk(world, disk, demands.get(disk)!));
  const served = serveDisks(machineIoOf(world, vm), asked);
  return disks.map((disk, index) => ({ disk, served: served[index]! }));
}
