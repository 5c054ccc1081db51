/**
 * Requests: from arrival at the balancer to their end, one by one (rules ENG-S2 to ENG-S10).
 *
 * Every request ends in exactly one way: served, late, refused or lost; until then it is in
 * flight, so offered = served + late + refused + lost + inFlight at every event. Whatever is not
 * served enters the ledger with a reason and the happening to blame.
 */
import {
  ALL_DOWN_BEHAVIOURS,
  APP_STATES,
  FAILURE_REASONS,
  POWER_STATES,
} from '../../../shared/model/kinds.ts';
import { SIM_TIME_MAX_US } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { blameSecond, countServedInWindow } from './availability.ts';
import { countInLedger } from './ledger.ts';
import { advanceBusy } from './backend-load.ts';

const VM_RUNNING = POWER_STATES.indexOf('running');
const SEND_TO_ALL = ALL_DOWN_BEHAVIOURS.indexOf('sendToAll');
const NO_BACKEND = FAILURE_REASONS.indexOf('noBackendInRotation');
const NO_ROOM = FAILURE_REASONS.indexOf('noRoom');
const BACKEND_DEAD = FAILURE_REASONS.indexOf('backendDead');
const APP_OK = APP_STATES.indexOf('ok');
/** Why a request fails in each state of the application; -1 while it serves. */
export const REASON_OF_APP: readonly number[] = [
  -1,
  FAILURE_REASONS.indexOf('appFailing'),
  FAILURE_REASONS.indexOf('appHung'),
  FAILURE_REASONS.indexOf('appCrashed'),
];
const LATE = FAILURE_REASONS.indexOf('late');
/** A service counts as recovered after this long without a failure (assumed, ENG-S8). */
const RECOVERED_AFTER_US = 30_000_000;

/** Hands one request that has just arrived to a backend, or refuses it. */
export function dispatchRequest(world: World, service: number): void {
  const balancer = world.service.col.balancer[service]! - 1;
  const { up, latestCause } = world.pools.rotationOf(balancer);
  const anyway = up.length === 0 && world.balancer.col.allDown[balancer] === SEND_TO_ALL;
  const candidates = anyway ? world.pools.backendsOfBalancer(balancer) : up;
  const count = candidates.length;
  if (count === 0) {
    const cause = latestCause > 0 ? latestCause : world.balancer.col.cause[balancer]!;
    refuse(world, service, { reason: NO_BACKEND, cause });
    return;
  }
  // The chosen backend and, when it is full, the next ones in order.
  const first = world.streams.stream(world.streamNames.balance(balancer)).nextBelow(count);
  for (let step = 0; step < count; step += 1) {
    if (offerTo(world, service, candidates[(first + step) % count]!)) return;
  }
  refuse(world, service, { reason: NO_ROOM, cause: latestCause });
}

/** True when the backend settled the request: took it, or lost it because it is dead. */
function offerTo(world: World, service: number, backend: number): boolean {
  const vm = world.backend.col.vm[backend]! - 1;
  if (world.vm.col.powerState[vm] !== VM_RUNNING) {
    world.service.col.lost[service]! += 1;
    fail(world, service, { reason: BACKEND_DEAD, cause: world.vm.col.cause[vm]!, at: 'lost' });
    return true;
  }
  const broken = world.vm.col.appState[vm]!;
  if (broken !== APP_OK) {
    world.service.col.lost[service]! += 1;
    const reason = REASON_OF_APP[broken]!;
    fail(world, service, { reason, cause: world.vm.col.appCause[vm]!, at: 'lost' });
    return true;
  }
  const { busy, queued } = world.backend.col;
  const services = world.service.col;
  if (busy[backend]! < services.workers[service]!) {
    serve(world, takeRequest(world, service, backend));
    return true;
  }
  if (queued[backend]! < services.queueLimit[service]!) {
    enqueue(world, takeRequest(world, service, backend));
    return true;
  }
  return false;
}

function takeRequest(world: World, service: number, backend: number): number {
  const request = world.request.allocate();
  const { col } = world.request;
  col.service[request] = service + 1;
  col.backend[request] = backend + 1;
  col.arrivedUs[request] = world.nowUs;
  world.service.col.inFlight[service]! += 1;
  return request;
}

function serve(world: World, request: number): void {
  const { col } = world.request;
  const service = col.service[request]! - 1;
  const meanUs = world.service.col.serviceTimeUs[service]!;
  const stream = world.streams.stream(world.streamNames.work(service));
  const needsUs = Math.max(1, Math.round(stream.nextExponential(meanUs)));
  col.running[request] = 1;
  advanceBusy(world, col.backend[request]! - 1);
  world.backend.col.busy[col.backend[request]! - 1]! += 1;
  const atUs = world.nowUs + needsUs;
  // Beyond the last moment that can be named it is never answered, and stays in flight [ENG-T6].
  if (atUs > SIM_TIME_MAX_US) return;
  world.queue.push(
    atUs,
    PRIORITY.answer,
    EVENT.requestDone,
    request,
    world.request.generation[request]!,
    0,
  );
}

function enqueue(world: World, request: number): void {
  const backends = world.backend.col;
  const backend = world.request.col.backend[request]! - 1;
  const tail = backends.queueTail[backend]!;
  if (tail === 0) backends.queueHead[backend] = request + 1;
  else world.request.col.next[tail - 1] = request + 1;
  backends.queueTail[backend] = request + 1;
  backends.queued[backend]! += 1;
}

/** Event: a request is answered; the next one waiting takes its place. */
export function onRequestDone(world: World, request: number): void {
  const { col } = world.request;
  const service = col.service[request]! - 1;
  const backend = col.backend[request]! - 1;
  const arrivedUs = col.arrivedUs[request]!;
  const services = world.service.col;
  world.request.release(request);
  services.inFlight[service]! -= 1;
  advanceBusy(world, backend);
  world.backend.col.busy[backend]! -= 1;
  if (world.nowUs - arrivedUs <= services.deadlineUs[service]!) {
    services.served[service]! += 1;
    world.series.count(service, world.nowUs, 'served');
    countServedInWindow(world, { service, arrivedUs });
    noteSuccess(world, service);
  } else {
    services.late[service]! += 1;
    // What is out of rotation is to blame for the queue of the others, or else the load alone.
    const cause = world.pools.rotationOf(services.balancer[service]! - 1).latestCause;
    fail(world, service, { reason: LATE, cause, at: 'late', arrivedUs });
  }
  const next = world.backend.col.queueHead[backend]! - 1;
  if (next >= 0) serve(world, dequeue(world, backend));
}

function dequeue(world: World, backend: number): number {
  const backends = world.backend.col;
  const head = backends.queueHead[backend]! - 1;
  const next = world.request.col.next[head]!;
  world.request.col.next[head] = 0;
  backends.queueHead[backend] = next;
  if (next === 0) backends.queueTail[backend] = 0;
  backends.queued[backend]! -= 1;
  return head;
}

/** Everything a machine had in hand or waiting is lost with it. */
export function loseRequestsOfVm(
  world: World,
  vm: number,
  blame: { reason: number; cause: number },
): void {
  for (const backend of world.pools.backendsOfVm(vm)) loseRequestsOfBackend(world, backend, blame);
}

/** As `loseRequestsOfVm`, for one membership in one pool. */
export function loseRequestsOfBackend(
  world: World,
  backend: number,
  blame: { reason: number; cause: number },
): void {
  const backends = world.backend.col;
  if (backends.busy[backend] === 0 && backends.queued[backend] === 0) return;
  const { col, slotEnd, alive } = world.request;
  for (let request = 0; request < slotEnd; request += 1) {
    if (alive[request] === 0 || col.backend[request] !== backend + 1) continue;
    const service = col.service[request]! - 1;
    world.service.col.inFlight[service]! -= 1;
    world.service.col.lost[service]! += 1;
    const arrivedUs = col.arrivedUs[request]!;
    fail(world, service, { reason: blame.reason, cause: blame.cause, at: 'lost', arrivedUs });
    world.request.release(request);
  }
  advanceBusy(world, backend);
  backends.busy[backend] = 0;
  backends.queued[backend] = 0;
  backends.queueHead[backend] = 0;
  backends.queueTail[backend] = 0;
}

function refuse(world: World, service: number, blame: { reason: number; cause: number }): void {
  world.service.col.refused[service]! += 1;
  const { reason, cause } = blame;
  fail(world, service, { reason, cause, at: 'refused' });
}

interface Blame {
  readonly reason: number;
  readonly cause: number;
  readonly at: 'late' | 'refused' | 'lost';
  /** When the request arrived; now when absent. */
  readonly arrivedUs?: number;
}

/** Writes a failed request into ledger and series, and announces the first of a bad time. */
function fail(world: World, service: number, blame: Blame): void {
  world.series.count(service, world.nowUs, blame.at);
  const { reason, cause, arrivedUs = world.nowUs } = blame;
  countInLedger(world, { service, reason, cause });
  blameSecond(world, { service, arrivedUs, reason, cause });
  const { col } = world.service;
  col.lastFailureUs[service] = world.nowUs;
  if (col.failing[service] === 1) return;
  col.failing[service] = 1;
  happen(world, {
    kind: 'service.failing',
    table: 'service',
    slot: service,
    cause: blame.cause,
    details: { reason: FAILURE_REASONS[blame.reason]! },
  });
}

function noteSuccess(world: World, service: number): void {
  const { col } = world.service;
  if (col.failing[service] === 0) return;
  if (world.nowUs - col.lastFailureUs[service]! < RECOVERED_AFTER_US) return;
  col.failing[service] = 0;
  happen(world, { kind: 'service.recovered', table: 'service', slot: service, cause: 0 });
}
