/**
 * What limits a service behind a balancer, read from its ledger: requests that were turned away for
 * want of room, or late with nothing broken. It counts nothing itself.
 */
import { FAILURE_REASONS } from '../../../shared/model/kinds.ts';
import type { WorkLimit } from '../../../shared/model/workload-kinds.ts';
import { pressureIn } from '../systems/core-sharing.ts';
import type { World } from '../world/world.ts';

const NO_ROOM = FAILURE_REASONS.indexOf('noRoom');
const LATE = FAILURE_REASONS.indexOf('late');
/** Share of the requests from which on a limit is said to be one. */
const TELLING = 0.01;

/** Its workers, the processor they wait for, or nothing but the load. */
export function serviceLimit(world: World, service: number): WorkLimit {
  const { reason, cause, count } = world.ledger.col;
  let short = 0;
  for (const row of world.failures.rowsOf(service)) {
    if (cause[row] === 0 && (reason[row] === NO_ROOM || reason[row] === LATE)) {
      short += count[row]!;
    }
  }
  if (short < TELLING * Math.max(1, world.service.col.offered[service]!)) return 'load';
  return isContended(world, service) ? 'cpu' : 'threads';
}

/** True when one of its machines, or what works in it, gets less processor than it asks for. */
function isContended(world: World, service: number): boolean {
  return world.traffic
    .poolsOf(service)
    .flatMap((pool) => world.pools.backendsOfBalancer(pool))
    .some((backend) => {
      const vm = world.backend.col.vm[backend]! - 1;
      return world.vm.col.cpuShare[vm]! < 1 || pressureIn(world, vm) > 1;
    });
}
