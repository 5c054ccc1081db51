/**
 * Services whose users still reach a server of one's own, and names that are being led elsewhere
 * (rules ENG-LS1 to ENG-LS3). The server serves with the workers of the service, keeps its queue,
 * and answers only while it is up, connected, and something on it listens on the port.
 */
import { FAILURE_REASONS, HOST_STATES } from '../../../shared/model/kinds.ts';
import { SIM_TIME_MAX_US } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';
import { countServedInWindow } from './availability.ts';
import { runningApps } from './guest-load.ts';
import {
  ANSWERED_LATE,
  failRequest,
  loseAtOnce,
  noteSuccess,
  refuseRequest,
  SERVED,
} from './requests.ts';
import { countAnswer } from './work-latency.ts';

const UP = HOST_STATES.indexOf('up');
const NO_ROOM = FAILURE_REASONS.indexOf('noRoom');
const LATE = FAILURE_REASONS.indexOf('late');
const SERVER_DOWN = FAILURE_REASONS.indexOf('serverDown');
const DNS_STALE = FAILURE_REASONS.indexOf('dnsStale');

/** Values of the column `away`. */
export const AWAY = { balancer: 0, server: 1, toBalancer: 2, toServer: 3 } as const;

/** Services that begin at a server, in the order they were made. */
export function servicesOfServer(world: World, host: number): number[] {
  const { server } = world.service.col;
  return [...world.service.slots()].filter((service) => server[service] === host + 1);
}

/**
 * Leads a request away from the balancer where its name leads elsewhere. False: the balancer is
 * asked. Called only for services that are not simply behind their balancer.
 */
export function askElsewhere(world: World, service: number): boolean {
  const { col } = world.service;
  const away = col.away[service]!;
  if (away === AWAY.server) return askServer(world, service);
  const leftUs = col.staleUntilUs[service]! - world.nowUs;
  const toServer = away === AWAY.toServer;
  if (leftUs <= 0) {
    col.away[service] = toServer ? AWAY.server : AWAY.balancer;
    return toServer && askServer(world, service);
  }
  // Answers are kept since moments spread evenly over the time they may be kept.
  const unit = world.slotStreams.clients(service).nextUnit();
  const isStale = unit * col.nameTtlUs[service]! < leftUs;
  if (toServer) return !isStale && askServer(world, service);
  if (!isStale) return false;
  loseAtOnce(world, service, { reason: DNS_STALE, cause: col.switchedBy[service]! });
  return true;
}

function askServer(world: World, service: number): true {
  const { col } = world.service;
  const host = col.server[service]! - 1;
  world.watch?.take({ note: 'server', host });
  if (col.serverOpen[service] === 0 || world.host.col.connected[host] === 0) {
    const cause = Math.max(col.serverCause[service]!, world.host.col.cause[host]!);
    loseAtOnce(world, service, { reason: SERVER_DOWN, cause });
    return true;
  }
  const isFree = col.serverBusy[service]! < col.workers[service]!;
  if (!isFree && col.serverQueued[service]! >= col.queueLimit[service]!) {
    refuseRequest(world, service, { reason: NO_ROOM, cause: 0 });
    return true;
  }
  const request = world.request.allocate();
  world.request.col.service[request] = service + 1;
  world.request.col.arrivedUs[request] = world.nowUs;
  col.inFlight[service]! += 1;
  const ahead = col.serverQueued[service]!;
  world.watch?.take({ note: 'taken', request, backend: -1, ahead, isFree });
  if (isFree) serve(world, request, service);
  else enqueue(world, request, service);
  return true;
}

function serve(world: World, request: number, service: number): void {
  const { col } = world.service;
  const drawn = world.slotStreams.work(service).nextExponential(col.serviceTimeUs[service]!);
  const needsUs = Math.max(1, Math.round(drawn * slowness(world, col.server[service]! - 1)));
  const callUs = col.callUs[service]!;
  world.watch?.take({ note: 'work', request, workUs: Math.round(drawn), needsUs, callUs });
  world.request.col.running[request] = 1;
  col.serverBusy[service]! += 1;
  const atUs = world.nowUs + needsUs + callUs;
  if (atUs > SIM_TIME_MAX_US) return;
  world.schedule({
    atUs,
    priority: PRIORITY.answer,
    kind: EVENT.serverDone,
    slot: request,
    generation: world.request.generation[request]!,
    payload: 0,
  });
}

/** How much longer work takes on a server whose processes ask for more than it has. */
function slowness(world: World, host: number): number {
  const guest = world.guests.onHost(host);
  if (guest < 0) return 1;
  const granted = world.guest.col.grantedMillicores[guest]!;
  return granted === 0 ? 1 : Math.max(1, world.guest.col.demandMillicores[guest]! / granted);
}

function enqueue(world: World, request: number, service: number): void {
  const { serverTail, serverHead, serverQueued } = world.service.col;
  const tail = serverTail[service]!;
  if (tail === 0) serverHead[service] = request + 1;
  else world.request.col.next[tail - 1] = request + 1;
  serverTail[service] = request + 1;
  serverQueued[service]! += 1;
}

/** Event: the server has answered; the next request that waits takes the place. */
export function onServerDone(world: World, request: number): void {
  const service = world.request.col.service[request]! - 1;
  const arrivedUs = world.request.col.arrivedUs[request]!;
  const { col } = world.service;
  world.request.release(request);
  col.inFlight[service]! -= 1;
  col.serverBusy[service]! -= 1;
  const tookUs = world.nowUs - arrivedUs;
  countAnswer(world, 'service', service, tookUs);
  const { watch } = world;
  if (tookUs <= col.deadlineUs[service]!) {
    watch?.take({ ...SERVED, request, tookUs, latencyUs: 0 });
    col.served[service]! += 1;
    world.series.count(service, world.nowUs, 'served');
    countServedInWindow(world, { service, arrivedUs });
    noteSuccess(world, service);
  } else {
    col.late[service]! += 1;
    watch?.take({ ...ANSWERED_LATE, request, tookUs, latencyUs: 0, cause: 0 });
    failRequest(world, service, { reason: LATE, cause: 0, at: 'late', arrivedUs });
  }
  const head = col.serverHead[service]! - 1;
  if (head < 0) return;
  const next = world.request.col.next[head]!;
  world.request.col.next[head] = 0;
  col.serverHead[service] = next;
  if (next === 0) col.serverTail[service] = 0;
  col.serverQueued[service]! -= 1;
  serve(world, head, service);
}

/** Brings the doors of a server in line with what listens on it; call it after any change. */
export function settleServer(world: World, guest: number): void {
  const host = world.guest.col.host[guest]! - 1;
  if (host < 0) return;
  const services = servicesOfServer(world, host);
  if (services.length === 0) return;
  const isUp = world.guest.col.up[guest] === 1 && world.host.col.state[host] === UP;
  const ports = isUp ? portsOpen(world, guest) : new Set<number>();
  const { serverOpen, serverCause, port } = world.service.col;
  for (const service of services) {
    const open = ports.has(port[service]!) ? 1 : 0;
    if (open === 1) serverCause[service] = 0;
    else if (serverOpen[service] === 1) {
      serverCause[service] = causeIn(world, guest);
      loseAtServer(world, service);
    }
    serverOpen[service] = open;
  }
}

function portsOpen(world: World, guest: number): Set<number> {
  const listens = runningApps(world, guest).flatMap((app) => world.guests.needsOf(app).listens);
  return new Set(listens.filter(({ protocol }) => protocol === 'tcp').map(({ port }) => port));
}

/** The newest reason why something on the server does not run. */
function causeIn(world: World, guest: number): number {
  const host = world.guest.col.host[guest]! - 1;
  const causes = world.guests.appsOf(guest).map((app) => world.guestApp.col.cause[app]!);
  return Math.max(world.decisionId, world.host.col.cause[host]!, ...causes);
}

/** What a server had in hand and waiting for a service is lost with it. */
export function loseAtServer(world: World, service: number): void {
  const { col } = world.service;
  if (col.serverBusy[service]! + col.serverQueued[service]! > 0) {
    for (const request of world.request.slots()) {
      const { service: of, backend, arrivedUs: arrived } = world.request.col;
      if (of[request] !== service + 1 || backend[request] !== 0) continue;
      const arrivedUs = arrived[request]!;
      const cause = col.serverCause[service]!;
      world.watch?.take({ note: 'failed', request, outcome: 'lost', reason: SERVER_DOWN, cause });
      col.inFlight[service]! -= 1;
      col.lost[service]! += 1;
      failRequest(world, service, { reason: SERVER_DOWN, cause, at: 'lost', arrivedUs });
      world.request.release(request);
    }
  }
  col.serverBusy[service] = 0;
  col.serverQueued[service] = 0;
  col.serverHead[service] = 0;
  col.serverTail[service] = 0;
}

/** Names of the services of a server lead elsewhere from now on; users follow as they forget. */
export function leadNames(
  world: World,
  host: number,
  change: { readonly to: 'balancer' | 'server'; readonly ttlUs: number; readonly cause: number },
): void {
  const { col } = world.service;
  for (const service of servicesOfServer(world, host)) {
    const isSlow = change.ttlUs > 0;
    col.nameTtlUs[service] = change.ttlUs;
    col.staleUntilUs[service] = world.nowUs + change.ttlUs;
    col.switchedBy[service] = change.cause;
    if (change.to === 'balancer') col.away[service] = isSlow ? AWAY.toBalancer : AWAY.balancer;
    else col.away[service] = isSlow ? AWAY.toServer : AWAY.server;
    world.service.dirty.touch(service);
  }
}
