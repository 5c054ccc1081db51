/**
 * Notes that a machine changed for whoever shows it: its own row, and that of its scale set. It
 * changes nothing that counts.
 */
import type { World } from '../world/world.ts';

/** Touches a machine and the scale set that counts it. */
export function touchInstance(world: World, vm: number): void {
  world.vm.dirty.touch(vm);
  const set = world.vm.col.scaleSet[vm]! - 1;
  if (set >= 0) world.scaleSet.dirty.touch(set);
}
