/**
 * What a service needs to answer: machines, what stands behind balancers, other services
 * (rules ENG-W3 and ENG-W4).
 *
 * A request that needs something that is down fails at the machine that took it; a probe that asks
 * this deep finds every machine of the service broken at once, because they share what they need.
 */
import type { World } from '../world/world.ts';
import { appHealth, appServes } from './app-health.ts';
import { LOOKS, TELLS, wayFault } from './dependency-ways.ts';
import { frontendCut } from './frontends.ts';

const PPM = 1_000_000;
const FINE = -1;
/** Services that need services, one behind the other; more cannot be made. */
const DEPTH_MAX = 64;

/** What one dependency is of; exactly one is given, and slots count from 0. */
export type DependencyTarget =
  | { readonly table: 'vm'; readonly slot: number }
  | { readonly table: 'balancer'; readonly slot: number }
  | { readonly table: 'service'; readonly slot: number };

/** Notes that a share of the requests of a service needs something. */
export function addDependency(
  world: World,
  service: number,
  needs: { readonly target: DependencyTarget; readonly sharePpm: number; readonly port: number },
): void {
  const row = world.dependency.allocate();
  const { table, slot } = needs.target;
  const column = table === 'service' ? 'on' : table;
  world.dependency.setRef({ column: 'service', slot: row, to: service });
  world.dependency.setRef({ column, slot: row, to: slot });
  world.dependency.col.sharePpm[row] = needs.sharePpm;
  world.dependency.col.port[row] = needs.port;
  world.traffic.invalidate();
}

/** Something is removed: who needs it needs something that is gone. */
export function forgetTarget(world: World, gone: DependencyTarget, cause: number): void {
  const column = gone.table === 'service' ? 'on' : gone.table;
  for (const row of world.dependency.slots()) {
    if (world.dependency.ref(column, row) !== gone.slot) continue;
    world.dependency.setRef({ column, slot: row, to: -1 });
    world.dependency.col.cause[row] = cause;
    world.service.dirty.touch(world.dependency.ref('service', row));
  }
}

/** A service is removed, and what it needed with it. */
export function forgetDependencies(world: World, service: number): void {
  for (const row of world.dependency.slots()) {
    if (world.dependency.ref('service', row) === service) world.dependency.release(row);
  }
  world.traffic.invalidate();
}

/** The happening to blame when nothing behind a balancer serves; -1 while something does. */
export function poolFault(world: World, balancer: number): number {
  const gone = frontendCut(world, balancer);
  if (gone >= 0) return world.place.col.cause[gone]!;
  const { up, latestCause } = world.pools.rotationOf(balancer);
  let cause = Math.max(latestCause, world.balancer.col.cause[balancer]!);
  for (const backend of up) {
    const vm = world.backend.col.vm[backend]! - 1;
    if (appServes(world, vm)) return FINE;
    cause = Math.max(cause, appHealth(world, vm).cause);
  }
  return cause;
}

/** As `poolFault`, over all balancers at which a service can be found. */
function serviceFault(world: World, service: number): number {
  let cause = FINE;
  for (const balancer of world.traffic.poolsOf(service)) {
    const fault = poolFault(world, balancer);
    if (fault === FINE) return FINE;
    cause = Math.max(cause, fault);
  }
  return cause;
}

/** As `poolFault`, for what one dependency names. */
function targetFault(world: World, row: number): number {
  const { vm, balancer, on, cause } = world.dependency.col;
  if (vm[row]! > 0) {
    const machine = vm[row]! - 1;
    return appServes(world, machine) ? FINE : appHealth(world, machine).cause;
  }
  if (balancer[row]! > 0) return poolFault(world, balancer[row]! - 1);
  if (on[row]! > 0) return serviceFault(world, on[row]! - 1);
  return cause[row]!;
}

/**
 * The happening to blame when something a service needs is down, or out of reach for a machine; -1
 * while all is there.
 */
export function brokenDependency(world: World, service: number, vm: number): number {
  for (const row of world.traffic.dependenciesOf(service)) {
    let fault = targetFault(world, row);
    if (fault === FINE) fault = wayFault(world, { row, from: vm, explain: LOOKS });
    if (fault !== FINE) return fault;
  }
  return FINE;
}

/**
 * Whether this request fails for want of something: the happening to blame, -1 when it does not.
 * Draws only where something is down that not every request needs. What needed services need in
 * turn is not asked for ways through the network ([GEN]); `vm` is below 0 there.
 */
export function requestFault(world: World, service: number, vm: number, depth = 0): number {
  const rows = world.traffic.dependenciesOf(service);
  if (rows.length === 0 || depth > DEPTH_MAX) return FINE;
  for (const row of rows) {
    const on = world.dependency.col.on[row]! - 1;
    let fault = targetFault(world, row);
    if (fault === FINE && vm >= 0) fault = wayFault(world, { row, from: vm, explain: TELLS });
    if (fault === FINE && on >= 0) fault = requestFault(world, on, -1, depth + 1);
    if (fault === FINE) continue;
    const share = world.dependency.col.sharePpm[row]!;
    const stream = world.slotStreams.needs(service);
    if (share >= PPM || stream.nextBelow(PPM) < share) return fault;
  }
  return FINE;
}
