/**
 * What a service calls in each request, one call after the other, and how long the ways are (rule
 * ENG-LS4). A way is worked out from the drawing whenever a service is added or a move changes
 * where something runs, so a request only adds a number.
 */
import { MOVE_STAGES, SITE_ONE_WAY_US } from '../../../shared/model/move-kinds.ts';
import type { World } from '../world/world.ts';
import { latencyUs } from './reach.ts';
import { AWAY } from './own-server.ts';

const CUTTING_OVER = MOVE_STAGES.indexOf('cuttingOver');

/** One way that each request goes several times. */
export interface CallWay {
  readonly row: number;
  readonly times: number;
  /** There and back, once, in microseconds. */
  readonly roundTripUs: number;
}

/** The host on which what was on a server runs now; below 0: nowhere. */
function hostNow(world: World, server: number): number {
  const { server: of, stage, target } = world.move.col;
  for (const move of world.move.slots()) {
    if (of[move] !== server + 1 || stage[move]! < CUTTING_OVER || target[move] === 0) continue;
    return world.vm.col.host[target[move]! - 1]! - 1;
  }
  return server;
}

/** The host from which a service answers: its server, or the first machine behind its balancer. */
export function hostOfService(world: World, service: number): number {
  const { away, server, balancer } = world.service.col;
  const isAtServer = away[service] === AWAY.server || away[service] === AWAY.toServer;
  if (isAtServer) return server[service]! - 1;
  const [first] = world.pools.backendsOfBalancer(balancer[service]! - 1);
  return first === undefined ? -1 : world.vm.col.host[world.backend.col.vm[first]! - 1]! - 1;
}

/** The ways of a service from a host, in the order they were said. */
export function callWays(world: World, service: number, from: number): CallWay[] {
  const { service: of, host, vm, times } = world.serviceCall.col;
  const ways: CallWay[] = [];
  for (const row of world.serviceCall.slots()) {
    if (of[row] !== service + 1) continue;
    const machine = vm[row]! - 1;
    const to = machine >= 0 ? world.vm.col.host[machine]! - 1 : hostNow(world, host[row]! - 1);
    ways.push({ row, times: times[row]!, roundTripUs: roundTrip(world, from, to) });
  }
  return ways;
}

/** There and back between two hosts; 0 where one of them is not known. */
export function roundTrip(world: World, from: number, to: number): number {
  if (from < 0 || to < 0) return 0;
  return 2 * latencyUs(world, { from, to, siteLatencyUs: SITE_ONE_WAY_US });
}

/** Works out anew what the calls of every service take. */
export function settleCalls(world: World): void {
  if (world.serviceCall.count === 0) return;
  for (const service of world.service.slots()) {
    const ways = callWays(world, service, hostOfService(world, service));
    if (ways.length === 0) continue;
    const sum = ways.reduce((us, { times, roundTripUs }) => us + times * roundTripUs, 0);
    world.service.col.callUs[service] = sum;
    world.service.dirty.touch(service);
  }
}

/** Drops what a service calls; it is removed. */
export function forgetCalls(world: World, service: number): void {
  for (const row of world.serviceCall.slots()) {
    if (world.serviceCall.col.service[row] === service + 1) world.serviceCall.release(row);
  }
}
