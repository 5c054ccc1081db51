/**
 * Where a request goes: from the balancer to a machine, or back to its user
 * (rules ENG-S3, ENG-S5, ENG-S6, ENG-S14, ENG-W1 and ENG-W3).
 *
 * The balancer knows of its machines what the last probe told it and no more; what it sends to one
 * that is dead is lost here. What happens to a request once a machine has taken it stands in
 * `requests.ts`.
 */
import {
  ALL_DOWN_BEHAVIOURS,
  APP_STATES,
  FAILURE_REASONS,
  POWER_STATES,
} from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { tellBlock, usersBlocked } from './blocked-traffic.ts';
import { isSticky, stickyChoice } from './client-hash.ts';
import { requestFault } from './dependencies.ts';
import { nameFault, resolveName, staleSince } from './dns.ts';
import { frontendCut } from './frontends.ts';
import { impairmentCause, isLostOnTheWay, isSilent } from './impairments.ts';
import { callFault } from './outbound.ts';
import { askElsewhere } from './own-server.ts';
import { acceptRequest, loseAtOnce, REASON_OF_APP, refuseRequest } from './requests.ts';
import { askStore, storeFault } from './store-load.ts';

const VM_RUNNING = POWER_STATES.indexOf('running');
const APP_OK = APP_STATES.indexOf('ok');
const SEND_TO_ALL = ALL_DOWN_BEHAVIOURS.indexOf('sendToAll');
const NO_BACKEND = FAILURE_REASONS.indexOf('noBackendInRotation');
const NO_ROOM = FAILURE_REASONS.indexOf('noRoom');
const BACKEND_DEAD = FAILURE_REASONS.indexOf('backendDead');
const NO_ANSWER = FAILURE_REASONS.indexOf('noAnswer');
const PACKET_LOST = FAILURE_REASONS.indexOf('packetLost');
const FRONTEND_DOWN = FAILURE_REASONS.indexOf('frontendDown');
const NAME_UNRESOLVED = FAILURE_REASONS.indexOf('nameUnresolved');
const DNS_STALE = FAILURE_REASONS.indexOf('dnsStale');
const DATA_MISSING = FAILURE_REASONS.indexOf('dataMissing');
const STORE_UNAVAILABLE = FAILURE_REASONS.indexOf('storeUnavailable');
const BLOCKED_BY_RULE = FAILURE_REASONS.indexOf('blockedByRule');
const DEPENDENCY_DOWN = FAILURE_REASONS.indexOf('dependencyDown');

/** Hands one request that has just arrived to the balancer its user knows. */
export function dispatchRequest(world: World, service: number): void {
  world.watch?.take({ note: 'arrived', service });
  if (world.service.col.away[service] !== 0 && askElsewhere(world, service)) return;
  const profile = world.traffic.profileOf(service);
  if (profile < 0) {
    askBalancer(world, { service, balancer: world.service.col.balancer[service]! - 1, stale: -1 });
    return;
  }
  const endpoint = resolveName(world, profile);
  if (endpoint < 0) {
    const cause = world.fault.col.cause[nameFault(world, profile)]!;
    refuseRequest(world, service, { reason: NAME_UNRESOLVED, cause });
    return;
  }
  const balancer = world.dnsEndpoint.col.balancer[endpoint]! - 1;
  askBalancer(world, { service, balancer, stale: staleSince(world, profile, endpoint) });
}

interface Asked {
  readonly service: number;
  readonly balancer: number;
  /** The happening since which its user should be elsewhere; below 0: should be here. */
  readonly stale: number;
}

/** Hands a request to a backend of a balancer, or refuses it. */
function askBalancer(world: World, asked: Asked): void {
  const { service, balancer } = asked;
  const gone = frontendCut(world, balancer);
  if (gone >= 0) {
    world.watch?.take({ note: 'balancer', balancer, up: 0, anyway: false, byAddress: false });
    turnAway(world, asked, { reason: FRONTEND_DOWN, cause: world.place.col.cause[gone]! });
    return;
  }
  const { up, latestCause } = world.pools.rotationOf(balancer);
  const anyway = up.length === 0 && world.balancer.col.allDown[balancer] === SEND_TO_ALL;
  const candidates = anyway ? world.pools.backendsOfBalancer(balancer) : up;
  const count = candidates.length;
  if (world.watch !== undefined) {
    const byAddress = isSticky(world, { balancer, service });
    world.watch.take({ note: 'balancer', balancer, up: up.length, anyway, byAddress });
  }
  if (count === 0) {
    const cause = latestCause > 0 ? latestCause : world.balancer.col.cause[balancer]!;
    turnAway(world, asked, { reason: NO_BACKEND, cause });
    return;
  }
  if (isSticky(world, { balancer, service })) {
    const chosen = stickyChoice(world, { balancer, service, count });
    if (offerTo(world, service, candidates[chosen]!)) return;
    refuseRequest(world, service, { reason: NO_ROOM, cause: latestCause });
    return;
  }
  // The chosen backend and, when it is full, the next ones in order.
  const first = world.slotStreams.balance(balancer).nextBelow(count);
  for (let step = 0; step < count; step += 1) {
    if (offerTo(world, service, candidates[(first + step) % count]!)) return;
  }
  refuseRequest(world, service, { reason: NO_ROOM, cause: latestCause });
}

/** Nobody is there: where the user holds an old answer, that is what is to blame [ENG-DN4]. */
function turnAway(world: World, asked: Asked, blame: { reason: number; cause: number }): void {
  const { service, stale } = asked;
  if (stale < 0) refuseRequest(world, service, blame);
  else refuseRequest(world, service, { reason: DNS_STALE, cause: stale });
}

/** True when the backend settled the request: took it, or lost it because it cannot serve. */
function offerTo(world: World, service: number, backend: number): boolean {
  const vm = world.backend.col.vm[backend]! - 1;
  const machine = world.vm.col;
  world.watch?.take({ note: 'offer', backend });
  if (machine.powerState[vm] !== VM_RUNNING) {
    loseAtOnce(world, service, { reason: BACKEND_DEAD, cause: machine.cause[vm]! });
    return true;
  }
  if (world.networks.narrows && keptAway(world, service, backend)) return true;
  if (isSilent(world, vm)) {
    loseAtOnce(world, service, { reason: NO_ANSWER, cause: impairmentCause(world, vm) });
    return true;
  }
  if (isLostOnTheWay(world, vm)) {
    loseAtOnce(world, service, { reason: PACKET_LOST, cause: impairmentCause(world, vm) });
    return true;
  }
  const app = machine.appState[vm]!;
  if (app !== APP_OK) {
    loseAtOnce(world, service, { reason: REASON_OF_APP[app]!, cause: machine.appCause[vm]! });
    return true;
  }
  const { busy, queued } = world.backend.col;
  const { workers, queueLimit, outboundCalls } = world.service.col;
  const isFree = busy[backend]! < workers[service]!;
  if (!isFree && queued[backend]! >= queueLimit[service]!) {
    world.watch?.take({ note: 'full', backend });
    return false;
  }
  const stuck = outboundCalls[service]! > 0 ? callFault(world, service, backend) : undefined;
  if (stuck !== undefined) {
    loseAtOnce(world, service, stuck);
    return true;
  }
  const fault = requestFault(world, service, vm);
  if (fault >= 0) loseAtOnce(world, service, { reason: DEPENDENCY_DOWN, cause: fault });
  else withStore(world, { service, vm, backend, isFree });
  return true;
}

/** True when a rule of a network kept the request from the machine; it is lost then [ENG-VN11]. */
function keptAway(world: World, service: number, backend: number): boolean {
  const { balancer, vm } = world.backend.col;
  const block = usersBlocked(world, {
    balancer: balancer[backend]! - 1,
    vm: vm[backend]! - 1,
    port: world.service.col.port[service]!,
  });
  if (block === undefined) return false;
  loseAtOnce(world, service, { reason: BLOCKED_BY_RULE, cause: tellBlock(world, block) });
  return true;
}

/** The request reads or writes in the store of its service, and is lost when that fails. */
function withStore(
  world: World,
  asked: { service: number; vm: number; backend: number; isFree: boolean },
): void {
  const { service, backend, isFree } = asked;
  const answer = askStore(world, asked);
  if (answer === 'taken') {
    acceptRequest(world, { service, backend, isFree });
    return;
  }
  const reason = answer === 'missing' ? DATA_MISSING : STORE_UNAVAILABLE;
  loseAtOnce(world, service, { reason, cause: storeFault(world, service) });
}
