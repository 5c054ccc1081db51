/**
 * Machines inside machines: who is inside whom, what that takes of the outer machine and how much
 * it slows the inner one (rules ENG-NV1 to ENG-NV6; docs/facts.md, facts 117 and N1).
 *
 * An inner machine stands on the host of its outer one, so faults, power, network and places reach
 * both alike; only what is promised and shared is counted a storey higher (0046).
 */
import { NOBODY } from '../world/index-lists.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';

const DEALLOCATED = POWER_STATES.indexOf('deallocated');
const FULL_PERMILLE = 1_000;

/** The machine that another one runs inside; -1 for one that stands on its host. */
export function outerOf(world: World, vm: number): number {
  return world.vm.col.inside[vm]! - 1;
}

/** The hypervisor installed in a machine; -1 when there is none. */
export function nestOf(world: World, vm: number): number {
  return world.vm.col.nest[vm]! - 1;
}

/** The machines inside one, in slot order. */
export function innerOf(world: World, vm: number): readonly number[] {
  const { inside, nest } = world.vm.col;
  if (nest[vm] === 0) return NOBODY;
  return [...world.vm.slots()].filter((one) => inside[one] === vm + 1);
}

/** Machines that stand on a host themselves, in slot order. */
export function standingOn(world: World, host: number): readonly number[] {
  const here = world.hostMachines.on(host);
  if (world.nest.count === 0) return here;
  return here.filter((vm) => world.vm.col.inside[vm] === 0);
}

/** What a hypervisor in a machine has promised, its overhead for each machine included. */
export interface PromisedInside {
  readonly machines: number;
  readonly vCpu: number;
  readonly memoryMib: number;
}

/** True unless it is deallocated; one about to start has a host already, one that leaves still. */
export function holdsPlace(world: World, vm: number): boolean {
  return world.vm.col.powerState[vm] !== DEALLOCATED || world.vm.col.host[vm]! > 0;
}

/** Promises to machines inside one; a deallocated machine holds none, as on a host. */
export function promisedInside(world: World, vm: number): PromisedInside {
  const { vCpu, memoryMib } = world.vm.col;
  const nest = nestOf(world, vm);
  const each = nest < 0 ? 0 : world.nest.col.machineOverheadMib[nest]!;
  const sum = { machines: 0, vCpu: 0, memoryMib: 0 };
  for (const inner of innerOf(world, vm)) {
    if (!holdsPlace(world, inner)) continue;
    sum.machines += 1;
    sum.vCpu += vCpu[inner]!;
    sum.memoryMib += memoryMib[inner]! + each;
  }
  return sum;
}

/** Memory that the hypervisor of a machine and what runs on it leave to nobody else there. */
export function takenInsideMib(world: World, vm: number): number {
  const nest = nestOf(world, vm);
  if (nest < 0) return 0;
  return world.nest.col.overheadMib[nest]! + promisedInside(world, vm).memoryMib;
}

/**
 * Speed of what a machine does, in thousandths: that of its host, less what the hypervisor of its
 * outer machine takes. So overheads compound: (1 − share) of each storey, one times the other.
 */
export function speedPermilleOf(world: World, vm: number): number {
  const { host, inside } = world.vm.col;
  const at = host[vm]! - 1;
  const speed = at < 0 ? FULL_PERMILLE : world.host.col.speedPermille[at]!;
  const outer = inside[vm]! - 1;
  if (outer < 0) return speed;
  const nest = nestOf(world, outer);
  const taken = nest < 0 ? 0 : world.nest.col.overheadPermille[nest]!;
  return (speed * (FULL_PERMILLE - taken)) / FULL_PERMILLE;
}

/** Takes the hypervisor out of a machine; nothing may be inside it any more. */
export function forgetNest(world: World, vm: number): void {
  const nest = nestOf(world, vm);
  if (nest < 0) return;
  world.vm.setRef({ column: 'nest', slot: vm, to: -1 });
  world.nest.release(nest);
  world.vm.dirty.touch(vm);
}
