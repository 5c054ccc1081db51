/**
 * What a hypervisor takes, offers and slows (rules ENG-HV1 to ENG-HV5; docs/facts.md, facts 114 to
 * 116).
 *
 * Its own share of the processor makes everything on it take longer. Memory is promised once,
 * unless it may be swapped: then what the running machines have beyond what there is goes to the
 * disk, and all of them wait for it.
 */
import { HOST_SYSTEMS, POWER_STATES } from '../../../shared/model/kinds.ts';
import { systemMemoryMib } from '../../../shared/model/application-needs.ts';
import type { World } from '../world/world.ts';
import { usedMemoryMib } from './guest-load.ts';
import { standingOn } from './nested-machines.ts';

const HYPERVISOR = HOST_SYSTEMS.indexOf('hypervisor');
const FULL_PERMILLE = 1_000;
const PERCENT = 100;
/** How many times as long work takes when all of its memory is on the disk, less one ([GEN]). */
const SWAP_COST = 20;
/** Power states in which the memory of a machine is in use. */
const HOLDS_MEMORY: readonly boolean[] = POWER_STATES.map((state) =>
  ['starting', 'running', 'stopping'].includes(state),
);

/** True for a host that machines can be placed on. */
export function runsMachines(world: World, host: number): boolean {
  const { system, hosted } = world.host.col;
  return system[host] === HYPERVISOR || hosted[host] === 1;
}

/** What the operating system of a host uses, with its applications. */
export function systemUseMib(world: World, host: number): number {
  const { system, memoryMib } = world.host.col;
  if (system[host] === HYPERVISOR) return 0;
  const guest = world.guests.onHost(host);
  const used = guest < 0 ? systemMemoryMib(memoryMib[host]!) : usedMemoryMib(world, guest);
  return Math.ceil(used);
}

/** Memory a host promises to machines in all, their overhead included. */
export function memoryOffered(world: World, host: number): number {
  const { memoryMib, memoryPercent, reserveMib, overheadMib } = world.host.col;
  const own = reserveMib[host]! + overheadMib[host]! + systemUseMib(world, host);
  const left = memoryMib[host]! - own;
  return Math.max(0, Math.floor((left * memoryPercent[host]!) / PERCENT));
}

/** What machines have been promised, with what the hypervisor takes for each of them. */
export function memoryPromised(world: World, host: number): number {
  const { memoryCommittedMib, machineOverheadMib } = world.host.col;
  const each = machineOverheadMib[host]!;
  const overhead = each === 0 ? 0 : each * standingOn(world, host).length;
  return memoryCommittedMib[host]! + overhead;
}

/** Memory still free for one more machine, its overhead taken off. */
export function memoryFree(world: World, host: number): number {
  const free = memoryOffered(world, host) - memoryPromised(world, host);
  return free - world.host.col.machineOverheadMib[host]!;
}

/** Memory of running machines that is on the disk because there is not enough of it. */
export function swappedMib(world: World, host: number): number {
  const { memoryPercent, memoryMib, reserveMib, overheadMib, machineOverheadMib } = world.host.col;
  if (memoryPercent[host]! <= PERCENT) return 0;
  return Math.max(0, runningMib(world, host) - roomMib(world, host));

  function roomMib(of: World, at: number): number {
    const own = reserveMib[at]! + overheadMib[at]! + systemUseMib(of, at);
    return Math.max(0, memoryMib[at]! - own);
  }

  function runningMib(of: World, at: number): number {
    const { powerState, memoryMib: memoryOf } = of.vm.col;
    const running = standingOn(of, at).filter((vm) => HOLDS_MEMORY[powerState[vm]!]);
    return running.reduce((sum, vm) => sum + memoryOf[vm]! + machineOverheadMib[at]!, 0);
  }
}

/** Speed that is left beside the hypervisor's own share, without swapping. */
export function overheadLeft(world: World, host: number): number {
  return FULL_PERMILLE - world.host.col.overheadPermille[host]!;
}

/** Speed that is left with everything the hypervisor costs. */
export function hypervisorPermille(world: World, host: number): number {
  const left = overheadLeft(world, host);
  const swapped = swappedMib(world, host);
  if (swapped === 0) return left;
  const { powerState, memoryMib } = world.vm.col;
  const running = standingOn(world, host).filter((vm) => HOLDS_MEMORY[powerState[vm]!]);
  const used = running.reduce((sum, vm) => sum + memoryMib[vm]!, 0);
  return Math.max(1, Math.round(left / (1 + (SWAP_COST * swapped) / Math.max(1, used))));
}

/** A host runs something else on its hardware now: nothing of its hypervisor is left. */
export function forgetHypervisor(world: World, host: number): void {
  const { col } = world.host;
  col.hosted[host] = 0;
  col.memoryPolicy[host] = 0;
  col.memoryPercent[host] = PERCENT;
  col.reserveCores[host] = 0;
  col.reserveMib[host] = 0;
  col.overheadPermille[host] = 0;
  col.overheadMib[host] = 0;
  col.machineOverheadMib[host] = 0;
}

/** A machine began or ended using memory: where memory may be swapped, speeds are found anew. */
export function noteMemoryUse(world: World, host: number): void {
  if (world.host.col.memoryPercent[host]! > PERCENT) world.hostsDirty.push(host);
}
