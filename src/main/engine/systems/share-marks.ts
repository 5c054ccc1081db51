/**
 * Which hosts must share out their processor anew (rule ENG-O13), and which machines theirs (rule
 * ENG-O14). Whoever changes what a machine, or something in it, asks for says so here; the sharing
 * itself follows at the end of the event, when no time has gone by. A host that promised no more
 * cores than it has is not even noted.
 */
import type { World } from '../world/world.ts';

/** Share of what there is that flows leave to everybody else at least. */
export const LEAST_SHARE = 0.02;
const MILLICORES_PER_CORE = 1_000;

/** What a machine can use at most: its vCPU, or its base while it has no burst credits. */
export function mostMillicores(world: World, vm: number): number {
  const { vCpu, cpuCapMillicores } = world.vm.col;
  return cpuCapMillicores[vm]! || vCpu[vm]! * MILLICORES_PER_CORE;
}

/** How much longer work takes in a machine that has no more than its base; 1 for any other. */
export function capTimes(world: World, vm: number): number {
  const { vCpu, cpuCapMillicores } = world.vm.col;
  const cap = cpuCapMillicores[vm]!;
  return cap === 0 ? 1 : (vCpu[vm]! * MILLICORES_PER_CORE) / cap;
}

/** What flows leave to everybody else of so much processor. */
export function leftByFlows(most: number, flows: number): number {
  return flows === 0 ? most : Math.max(most * LEAST_SHARE, most - flows);
}

/** Something in a machine asks for more or less processor, beside others there [ENG-O14]. */
export function noteSharers(world: World, vm: number): void {
  if (world.workGround.count > 0 || world.guest.count > 0) world.sharersDirty.push(vm);
}

/** A machine asks its host for more or less processor than it did. */
export function noteDemand(world: World, vm: number): void {
  const host = world.vm.col.host[vm]! - 1;
  if (host >= 0 && isTight(world, host)) world.sharesDirty.push(host);
}

/** True where machines can want more processor than there is. */
export function isTight(world: World, host: number): boolean {
  const { vCpuCommitted, cores, hosted, contended } = world.host.col;
  if (vCpuCommitted[host]! > cores[host]! || hosted[host] === 1) return true;
  return contended[host] === 1 || world.nest.count > 0;
}
