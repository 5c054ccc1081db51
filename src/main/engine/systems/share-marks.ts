/**
 * Which hosts must share out their processor anew (rule ENG-O13). Whoever changes what a machine
 * asks for says so here; the sharing itself follows at the end of the event, when no time has gone
 * by. A host that promised no more cores than it has is not even noted.
 */
import type { World } from '../world/world.ts';

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
