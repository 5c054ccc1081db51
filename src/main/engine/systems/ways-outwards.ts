/**
 * What follows when interfaces go outwards another way: their rows show it, and paths found before
 * no longer hold (rule ENG-VN8). The way itself is not stored: `network-paths.ts` reads it off
 * pools and subnets, which know nothing of the interfaces that depend on them.
 */
import type { World } from '../world/world.ts';

/** A machine joined or left a pool, or its pool goes outwards another way. */
export function wayOfMachineChanged(world: World, vm: number): void {
  touchAll(world, world.cloud.nicsOfVm(vm));
}

/** A subnet goes outwards another way, or its appliance is gone. */
export function wayOfSubnetChanged(world: World, subnet: number): void {
  touchAll(world, world.networks.nicsOfSubnet(subnet));
}

function touchAll(world: World, nics: readonly number[]): void {
  for (const nic of nics) world.nic.dirty.touch(nic);
  world.networks.invalidate();
}
