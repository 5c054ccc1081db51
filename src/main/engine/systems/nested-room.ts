/**
 * What the hypervisor in a machine can promise: the cores and memory of that machine, less what is
 * kept back, what the hypervisor takes, and what the system under it uses (rule ENG-NV2). It knows
 * nothing of commands: deciders and resizes ask here.
 */
import { systemMemoryMib } from '../../../shared/model/application-needs.ts';
import type { World } from '../world/world.ts';
import { usedMemoryMib } from './guest-load.ts';
import { holdsPlace, nestOf, outerOf, promisedInside } from './nested-machines.ts';

/** Cores and memory of a machine of some size. */
export interface Hardware {
  readonly vCpu: number;
  readonly memoryMib: number;
}

/** vCPU and memory a machine's hypervisor promises in all, if the machine had this hardware. */
export function offeredInside(world: World, vm: number, hardware?: Hardware): Hardware {
  const { col } = world.nest;
  const nest = nestOf(world, vm);
  const vCpu = hardware?.vCpu ?? world.vm.col.vCpu[vm]!;
  const memoryMib = hardware?.memoryMib ?? world.vm.col.memoryMib[vm]!;
  const own = col.reserveMib[nest]! + col.overheadMib[nest]! + systemInsideMib(world, vm);
  return {
    vCpu: Math.max(0, vCpu - col.reserveCores[nest]!) * col.vCpuPerCore[nest]!,
    memoryMib: Math.max(0, memoryMib - own),
  };
}

/** What the system under the hypervisor uses, with its applications. */
export function systemInsideMib(world: World, vm: number): number {
  const guest = world.guests.inVm(vm);
  const used =
    guest < 0 ? systemMemoryMib(world.vm.col.memoryMib[vm]!) : usedMemoryMib(world, guest);
  return Math.ceil(used);
}

/** What is left for one more machine, its overhead taken off; may be negative. */
export function freeInside(world: World, vm: number): Hardware {
  const offered = offeredInside(world, vm);
  const promised = promisedInside(world, vm);
  const each = world.nest.col.machineOverheadMib[nestOf(world, vm)]!;
  return {
    vCpu: offered.vCpu - promised.vCpu,
    memoryMib: offered.memoryMib - promised.memoryMib - each,
  };
}

/** True when a machine of that size has room inside. */
export function hasRoomInside(world: World, vm: number, asked: Hardware): boolean {
  const free = freeInside(world, vm);
  return asked.vCpu <= free.vCpu && asked.memoryMib <= free.memoryMib;
}

/**
 * Whether a machine can have another size where it is among storeys: beside its neighbours inside
 * another machine, and under those it has promised to carry itself.
 */
export function fitsStoreys(world: World, vm: number, size: Hardware): boolean {
  const outer = outerOf(world, vm);
  if (outer >= 0 && holdsPlace(world, vm)) {
    const free = freeInside(world, outer);
    // Its own overhead is promised already, and a place for one more machine is not asked for.
    const each = world.nest.col.machineOverheadMib[nestOf(world, outer)]!;
    const more = size.memoryMib - world.vm.col.memoryMib[vm]!;
    if (size.vCpu - world.vm.col.vCpu[vm]! > free.vCpu || more > free.memoryMib + each)
      return false;
  }
  if (nestOf(world, vm) < 0) return true;
  const offered = offeredInside(world, vm, size);
  const promised = promisedInside(world, vm);
  return promised.vCpu <= offered.vCpu && promised.memoryMib <= offered.memoryMib;
}
