/**
 * A machine becomes one of another size, and what of it changes with that: figures, price, host,
 * caching and credits (rules ENG-RZ1 to ENG-RZ4; docs/facts.md, facts 12 to 15). When it stops for
 * that, and for how long, is `lifecycle.ts`'s.
 */
import { DISK_CACHINGS } from '../../../shared/model/kinds.ts';
import { hasHostCache } from '../../../shared/model/disk-caching.ts';
import type { VmSize } from '../../../shared/model/catalogue-compute.ts';
import { happen, type World } from '../world/world.ts';
import { changePrice } from './billing.ts';
import { settleBurstable } from './burst-credits.ts';
import { sizeOf } from './disk-ceilings.ts';
import { hostForSize } from './elsewhere.ts';
import { imageOfMachine } from './image-source.ts';
import { fitsStoreys } from './nested-room.ts';
import { releaseHost, takeHost } from './placement.ts';
import { touchQuotas } from './quotas.ts';
import { priceOf } from './spot-price.ts';

const NO_CACHE = DISK_CACHINGS.indexOf('none');

/** Price of an hour of a size for this machine, by its system, its priority and its host. */
function priceForSize(world: World, vm: number, size: VmSize): number {
  // On a dedicated host a machine costs nothing: the host is paid for (fact 58).
  if (world.vm.col.hostGroup[vm]! > 0 || world.vm.col.inside[vm]! > 0) return 0;
  const { linuxMicroUsdPerHour, windowsMicroUsdPerHour = linuxMicroUsdPerHour } = size;
  const windows = imageOfMachine(world, vm).os === 'windows';
  return priceOf(world, vm, windows ? windowsMicroUsdPerHour : linuxMicroUsdPerHour);
}

/**
 * Gives a machine that does not execute the size it waits for. Where its hardware has no room any
 * more it stays what it was, the run log says so, and the answer is false.
 */
export function applyResize(world: World, vm: number): boolean {
  const { col } = world.vm;
  const name = world.vm.text('pendingSize', vm);
  const size = world.lookup.size(name);
  if (name === '' || !size.ok) return true;
  world.vm.setText({ column: 'pendingSize', slot: vm, text: '' });
  const { vCpu, memoryMib } = size.value;
  const from = col.host[vm]! - 1;
  const to = from < 0 ? -1 : hostForSize(world, vm, { size: name, vCpu, memoryMib });
  if ((from >= 0 && to < 0) || !fitsStoreys(world, vm, size.value)) {
    const details = { operation: 'resize', code: 'AllocationFailed', size: name };
    const cause = col.cause[vm]!;
    happen(world, { kind: 'vm.operationFailed', table: 'vm', slot: vm, cause, details });
    return false;
  }
  const node = col.onNode[vm]!;
  if (from >= 0) releaseHost(world, vm);
  changePrice(world, vm, priceForSize(world, vm, size.value));
  world.vm.setText({ column: 'size', slot: vm, text: size.value.name });
  col.vCpu[vm] = vCpu;
  col.memoryMib[vm] = memoryMib;
  if (to >= 0) takeHost(world, { vm, host: to });
  if (to >= 0 && to === from) col.onNode[vm] = node;
  settleBurstable(world, vm);
  dropUnfitCaching(world, vm);
  touchQuotas(world);
  col.revision[vm]! += 1;
  return true;
}

/** Disks are no longer cached where the size has no cache for them. */
export function dropUnfitCaching(world: World, vm: number): void {
  if (hasHostCache(world.catalogue, sizeOf(world, vm))) return;
  const { caching, revision } = world.disk.col;
  for (const disk of world.cloud.disksOfVm(vm)) {
    if (caching[disk] === NO_CACHE) continue;
    caching[disk] = NO_CACHE;
    revision[disk]! += 1;
    world.disk.dirty.touch(disk);
  }
}
