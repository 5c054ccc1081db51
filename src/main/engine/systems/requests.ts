/**
 * Requests in the hands of a machine, from being taken to their end, one by one (rules ENG-S2,
 * ENG-S7 to ENG-S10, ENG-S17). Which machine takes one is decided in `dispatch.ts`.
 *
 * Every request ends in exactly one way: served, late, refused or lost; until then it is in
 * flight, so offered = served + late + refused + lost + inFlight at every event. Whatever is not
 * served enters the ledger with a reason and the happening to blame.
 */
import { ADMIN_STATES, FAILURE_REASONS } from '../../../shared/model/kinds.ts';
import { SIM_TIME_MAX_US } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { blameSecond, countServedInWindow } from './availability.ts';
import { contendedUs } from './core-sharing.ts';
import { countInLedger } from './ledger.ts';
import { advanceBusy } from './backend-load.ts';
import { isPaused, latencyUsOf, slowedUs, thawsAtUs } from './impairments.ts';
import { noteLeak } from './leaks.ts';
import { countAnswer } from './work-latency.ts';

/** Why a request fails in each state of the application; -1 while it serves. */
export const REASON_OF_APP: readonly number[] = [
  -1,
  FAILURE_REASONS.indexOf('appFailing'),
  FAILURE_REASONS.indexOf('appHung'),
  FAILURE_REASONS.indexOf('appCrashed'),
];
const LATE = FAILURE_REASONS.indexOf('late');
const IDLE_TIMEOUT = FAILURE_REASONS.indexOf('idleTimeout');
/** What is told of an answer to whoever follows the request. */
export const SERVED = { note: 'answer', outcome: 'served', reason: -1, cause: 0 } as const;
export const ANSWERED_LATE = { note: 'answer', outcome: 'late', reason: LATE } as const;
const LOST_IDLE = { note: 'answer', outcome: 'lost', reason: IDLE_TIMEOUT, cause: 0 } as const;
const ADMIN_DOWN = ADMIN_STATES.indexOf('down');
/** A service counts as recovered after this long without a failure (assumed, ENG-S8). */
const RECOVERED_AFTER_US = 30_000_000;

/** A machine takes a request: it is served at once where a worker is free, and waits otherwise. */
export function acceptRequest(
  world: World,
  taken: { readonly service: number; readonly backend: number; readonly isFree: boolean },
): void {
  const request = takeRequest(world, taken.service, taken.backend);
  if (world.watch !== undefined) {
    const { backend, isFree } = taken;
    const ahead = world.backend.col.queued[backend]!;
    world.watch.take({ note: 'taken', request, backend, ahead, isFree });
  }
  if (taken.isFree) serve(world, request);
  else enqueue(world, request);
}

/** A request was sent to a machine that cannot answer it. */
export function loseAtOnce(
  world: World,
  service: number,
  blame: { reason: number; cause: number },
): void {
  world.service.col.lost[service]! += 1;
  const { reason, cause } = blame;
  world.watch?.take({ note: 'failed', request: -1, outcome: 'lost', reason, cause });
  failRequest(world, service, { reason, cause, at: 'lost' });
}

function takeRequest(world: World, service: number, backend: number): number {
  const request = world.request.allocate();
  const { col } = world.request;
  col.service[request] = service + 1;
  col.backend[request] = backend + 1;
  col.arrivedUs[request] = world.nowUs;
  world.backend.col.taken[backend]! += 1;
  world.service.col.inFlight[service]! += 1;
  return request;
}

function serve(world: World, request: number): void {
  const { col } = world.request;
  const service = col.service[request]! - 1;
  const meanUs = world.service.col.serviceTimeUs[service]!;
  const stream = world.slotStreams.work(service);
  const vm = world.backend.col.vm[col.backend[request]! - 1]! - 1;
  const workUs = Math.max(1, Math.round(stream.nextExponential(meanUs)));
  const needsUs = slowedUs(world, vm, contendedUs(world, vm, workUs));
  const callUs = world.service.col.callUs[service]!;
  world.watch?.take({ note: 'work', request, workUs, needsUs, callUs });
  col.running[request] = 1;
  advanceBusy(world, col.backend[request]! - 1);
  world.backend.col.busy[col.backend[request]! - 1]! += 1;
  // Calls to others take their time, and the worker waits for them [ENG-LS4].
  answerAt(world, request, world.nowUs + needsUs + callUs);
}

function answerAt(world: World, request: number, atUs: number): void {
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
  world.backend.dirty.touch(backend);
}

/** Event: a request is answered; the next one waiting takes its place. */
export function onRequestDone(world: World, request: number): void {
  const { col } = world.request;
  const service = col.service[request]! - 1;
  const backend = col.backend[request]! - 1;
  const arrivedUs = col.arrivedUs[request]!;
  const services = world.service.col;
  const vm = world.backend.col.vm[backend]! - 1;
  if (isPaused(world, vm)) {
    const untilUs = thawsAtUs(world, vm);
    world.watch?.take({ note: 'frozen', request, untilUs });
    answerAt(world, request, untilUs);
    return;
  }
  world.request.release(request);
  services.inFlight[service]! -= 1;
  advanceBusy(world, backend);
  world.backend.col.busy[backend]! -= 1;
  const latencyUs = latencyUsOf(world, vm);
  const tookUs = world.nowUs - arrivedUs + latencyUs;
  world.backend.col.answered[backend]! += 1;
  world.backend.col.answeredUs[backend]! += tookUs;
  const balancer = world.backend.col.balancer[backend]! - 1;
  countAnswer(world, 'service', service, tookUs);
  const { watch } = world;
  if (tookUs > world.balancer.col.idleTimeoutUs[balancer]!) {
    watch?.take({ ...LOST_IDLE, request, tookUs, latencyUs });
    loseIdle(world, service, arrivedUs);
  } else if (tookUs <= services.deadlineUs[service]!) {
    watch?.take({ ...SERVED, request, tookUs, latencyUs });
    services.served[service]! += 1;
    world.series.count(service, world.nowUs, 'served');
    countServedInWindow(world, { service, arrivedUs });
    noteSuccess(world, service);
  } else {
    services.late[service]! += 1;
    // What is out of rotation is to blame for the queue of the others, or else the load alone.
    const cause = world.pools.rotationOf(balancer).latestCause;
    watch?.take({ ...ANSWERED_LATE, request, tookUs, latencyUs, cause });
    failRequest(world, service, { reason: LATE, cause, at: 'late', arrivedUs });
  }
  const next = world.backend.col.queueHead[backend]! - 1;
  if (next >= 0) serve(world, dequeue(world, backend));
  else if (world.backend.col.admin[backend] === ADMIN_DOWN) noteDrained(world, backend);
  noteLeak(world, vm);
}

/** Nothing moved on its connection for so long that the balancer had forgotten it [ENG-S17]. */
function loseIdle(world: World, service: number, arrivedUs: number): void {
  world.service.col.lost[service]! += 1;
  failRequest(world, service, { reason: IDLE_TIMEOUT, cause: 0, at: 'lost', arrivedUs });
}

/** A member that gets no new requests has answered its last one: it can go without harm. */
export function noteDrained(world: World, backend: number): void {
  const { busy, queued, vm, balancer, cause } = world.backend.col;
  if (busy[backend]! > 0 || queued[backend]! > 0) return;
  happen(world, {
    kind: 'backend.drained',
    table: 'vm',
    slot: vm[backend]! - 1,
    cause: cause[backend]!,
    details: { balancer: textIdOf(world, 'balancer', balancer[backend]! - 1) },
  });
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
    const { reason, cause } = blame;
    world.watch?.take({ note: 'failed', request, outcome: 'lost', reason, cause });
    failRequest(world, service, { reason, cause, at: 'lost', arrivedUs });
    world.request.release(request);
  }
  advanceBusy(world, backend);
  backends.busy[backend] = 0;
  backends.queued[backend] = 0;
  backends.queueHead[backend] = 0;
  backends.queueTail[backend] = 0;
}

/** A request was turned away before any machine had it. */
export function refuseRequest(
  world: World,
  service: number,
  blame: { reason: number; cause: number },
): void {
  world.service.col.refused[service]! += 1;
  const { reason, cause } = blame;
  world.watch?.take({ note: 'failed', request: -1, outcome: 'refused', reason, cause });
  failRequest(world, service, { reason, cause, at: 'refused' });
}

interface Blame {
  readonly reason: number;
  readonly cause: number;
  readonly at: 'late' | 'refused' | 'lost';
  /** When the request arrived; now when absent. */
  readonly arrivedUs?: number;
}

/** Writes a failed request into ledger and series, and announces the first of a bad time. */
export function failRequest(world: World, service: number, blame: Blame): void {
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

/** A request was served: after a while without failures the bad time of its service is over. */
export function noteSuccess(world: World, service: number): void {
  const { col } = world.service;
  if (col.failing[service] === 0) return;
  if (world.nowUs - col.lastFailureUs[service]! < RECOVERED_AFTER_US) return;
  col.failing[service] = 0;
  happen(world, { kind: 'service.recovered', table: 'service', slot: service, cause: 0 });
}
