/**
 * A request on its way through a workload, one by one: admitted, step by step, answered or lost
 * (rules ENG-WL1 to ENG-WL5).
 *
 * A request holds one place of the bound (threads, connections, memory) from its beginning to its
 * end; who finds none waits, or is refused. Every request ends in exactly one way, so offered =
 * served + late + refused + lost + inFlight at every event.
 */
import { WORK_SHAPES, WORK_STEPS } from '../../../shared/model/workload-kinds.ts';
import type { RandomStream } from '../../../shared/kernel/prng.ts';
import { SIM_TIME_MAX_US } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';
import { carryCall } from './crossings.ts';
import { countAnswer } from './work-latency.ts';
import {
  advanceCpu,
  coreSpeed,
  countIo,
  diskUsAt,
  joinCpu,
  joinDisk,
  joinNetwork,
  networkUs,
  scheduleCpu,
  takeDone,
} from './work-stations.ts';

const CPU = WORK_STEPS.indexOf('cpu');
const DISK = WORK_STEPS.indexOf('disk');
const NETWORK = WORK_STEPS.indexOf('network');
const WAIT = WORK_STEPS.indexOf('wait');
const LOCK = WORK_STEPS.indexOf('lock');
const UNLOCK = WORK_STEPS.indexOf('unlock');
const FIXED = WORK_SHAPES.indexOf('fixed');
const VARIED = WORK_SHAPES.indexOf('varied');
const LAZY = 1;
const ALL_PPM = 1_000_000;
/** Chance and means of the two phases of `varied`: balanced means, squared variation 4. */
export const SHORT_CHANCE = (1 + Math.sqrt(0.6)) / 2;

/** What a request holds or has done, as bits. */
const HOLDS_LOCK = 1;
const OF_USER = 2;
const WROTE = 4;

/** Core time of one visit to the processor. */
export function drawCpuUs(stream: RandomStream, shape: number, meanUs: number): number {
  if (shape === FIXED) return meanUs;
  if (shape !== VARIED) return stream.nextExponential(meanUs);
  const isShort = stream.nextUnit() < SHORT_CHANCE;
  const chance = isShort ? SHORT_CHANCE : 1 - SHORT_CHANCE;
  return stream.nextExponential(meanUs / (2 * chance));
}

/** Adds up what a place has in hand over time; call it before that changes. */
export function advancePlace(world: World, place: number): void {
  const { col } = world.workPlace;
  const elapsedUs = world.nowUs - col.advancedUs[place]!;
  if (elapsedUs <= 0) return;
  col.advancedUs[place] = world.nowUs;
  const busy = col.busy[place]!;
  if (busy === 0 && col.queued[place] === 0 && col.backlog[place] === 0) return;
  col.activeUs[place]! += elapsedUs;
  col.busyUs[place]! += elapsedUs * busy;
  col.lockBusyUs[place]! += elapsedUs * col.lockBusy[place]!;
  col.callingUs[place]! += elapsedUs * col.calling[place]!;
}

/**
 * A request arrives at a workload, which has counted it as offered. The next machine in turn that
 * runs takes it; false when none does or none has room, and then it is counted as lost or refused.
 * `parent` is the request that waits for it, below 0: none.
 */
export function admit(world: World, workload: number, parent: number): boolean {
  const places = world.workloads.placesOf(workload);
  const { col } = world.workload;
  const { ground } = world.workPlace.col;
  const count = places.length;
  const first = col.turn[workload]!;
  for (let step = 0; step < count; step += 1) {
    const at = (first + step) % count;
    const place = places[at]!;
    if (world.workGround.col.running[ground[place]! - 1] === 0) continue;
    col.turn[workload] = (at + 1) % count;
    return admitAt(world, place, parent, 0);
  }
  col.lost[workload]! += 1;
  return false;
}

/** As `admit`, at one machine that runs; `flags` say for whom. */
export function admitAt(world: World, place: number, parent: number, flags: number): boolean {
  const { busy, slots, queued, workload } = world.workPlace.col;
  const owner = workload[place]! - 1;
  const isFree = busy[place]! < slots[place]!;
  if (!isFree && queued[place]! >= world.workload.col.queueLimit[owner]!) {
    world.workload.col.refused[owner]! += 1;
    return false;
  }
  advancePlace(world, place);
  world.workload.col.inFlight[owner]! += 1;
  const request = makeRequest(world, place, world.nowUs);
  world.workRequest.col.parent[request] = parent + 1;
  world.workRequest.col.flags[request] = flags;
  if (parent >= 0) carryCall(world, parent, place);
  if (isFree) begin(world, request);
  else enqueue(world, request);
  return true;
}

function makeRequest(world: World, place: number, arrivedUs: number): number {
  const request = world.workRequest.allocate();
  world.workRequest.col.place[request] = place + 1;
  world.workRequest.col.arrivedUs[request] = arrivedUs;
  return request;
}

function begin(world: World, request: number): void {
  world.workPlace.col.busy[world.workRequest.col.place[request]! - 1]! += 1;
  proceed(world, request);
}

function enqueue(world: World, request: number): void {
  const { col } = world.workPlace;
  const place = world.workRequest.col.place[request]! - 1;
  const tail = col.queueTail[place]!;
  if (tail === 0) col.queueHead[place] = request + 1;
  else world.workRequest.col.next[tail - 1] = request + 1;
  col.queueTail[place] = request + 1;
  col.queued[place]! += 1;
}

/** Begins what waits at a place, as long as there is room. */
export function fillPlace(world: World, place: number): void {
  const { col } = world.workPlace;
  while (col.busy[place]! < col.slots[place]!) {
    const head = col.queueHead[place]! - 1;
    if (head >= 0) {
      const next = world.workRequest.col.next[head]!;
      world.workRequest.col.next[head] = 0;
      col.queueHead[place] = next;
      if (next === 0) col.queueTail[place] = 0;
      col.queued[place]! -= 1;
      begin(world, head);
    } else if (col.backlog[place]! > 0) {
      col.backlog[place]! -= 1;
      begin(world, makeRequest(world, place, col.backlogUs[place]!));
    } else return;
  }
}

/** Takes a request from step to step until one of them takes time. */
function proceed(world: World, request: number): void {
  const { col } = world.workRequest;
  const place = col.place[request]! - 1;
  const workload = world.workPlace.col.workload[place]! - 1;
  const steps = world.workloads.stepsOf(workload);
  for (;;) {
    const at = col.step[request]!;
    const kind = steps.kinds[at];
    if (kind === undefined) {
      answer(world, request);
      return;
    }
    const share = steps.sharesPpm[at]!;
    if (share < ALL_PPM && !streamFor(world, workload).nextPerMillion(share)) {
      col.step[request] = steps.skipTo[at]!;
      continue;
    }
    col.step[request] = at + 1;
    if (takesTime(world, request, kind, steps.amounts[at]!)) return;
  }
}

/** The stream from which all chance of a workload comes. */
export function streamFor(world: World, workload: number): RandomStream {
  const { streamCache } = world.workloads;
  return (streamCache[workload] ??= world.streams.stream(world.workloads.streamOf(workload)));
}

/**
 * Carries out one step; true when the request has to wait for its end. Called for every step of
 * every request, so its arguments are plain numbers.
 */
function takesTime(world: World, request: number, kind: number, amount: number): boolean {
  const place = world.workRequest.col.place[request]! - 1;
  const ground = world.workPlace.col.ground[place]! - 1;
  if (kind === CPU) {
    const workload = world.workPlace.col.workload[place]! - 1;
    const shape = world.workload.col.shape[workload]!;
    const us = shape === FIXED ? amount : drawCpuUs(streamFor(world, workload), shape, amount);
    refreshSpeed(world, ground);
    joinCpu(world, ground, request, us);
    return true;
  }
  if (kind === DISK) return visitDisk(world, request);
  if (kind === NETWORK) {
    const mbps = world.workGround.col.networkMbps[ground]!;
    wakeAt(world, request, joinNetwork(world, ground, networkUs(mbps, amount)));
    return true;
  }
  if (kind === WAIT) {
    wakeAt(world, request, world.nowUs + amount);
    return true;
  }
  if (kind === LOCK) return !takeLock(world, request);
  if (kind === UNLOCK) {
    releaseLock(world, request);
    return false;
  }
  callOther(world, request);
  return true;
}

/** The speed of its cores as it is now; asked whenever something comes to the processor. */
function refreshSpeed(world: World, ground: number): void {
  const vm = world.workGround.col.vm[ground]! - 1;
  // An instance of a web app has cores of ordinary speed that nobody else uses.
  if (vm < 0) return;
  advanceCpu(world, ground);
  world.workGround.col.speed[ground] = coreSpeed(world, vm);
}

function visitDisk(world: World, request: number): boolean {
  const { flags, place, step } = world.workRequest.col;
  const { ground: under, workload: owner } = world.workPlace.col;
  const ground = under[place[request]! - 1]! - 1;
  const workload = owner[place[request]! - 1]! - 1;
  const io = world.workloads.stepsOf(workload).disk[step[request]! - 1]!;
  countIo(world, ground, io);
  const doneUs = joinDisk(world, ground, diskUsAt(world, ground, io));
  if ((flags[request]! & HOLDS_LOCK) > 0) {
    flags[request]! |= WROTE;
    // A lazy write goes to the disk by itself; nobody waits for it.
    if (world.workload.col.durability[workload] === LAZY) return false;
  }
  wakeAt(world, request, doneUs);
  return true;
}

function wakeAt(world: World, request: number, atUs: number): void {
  const whole = Math.ceil(atUs);
  if (whole > SIM_TIME_MAX_US) return;
  const generation = world.workRequest.generation[request]!;
  world.queue.push(whole, PRIORITY.answer, EVENT.workStep, request, generation, 0);
}

/** Event: a disk, the network or somebody outside is done with a request. */
export function onWorkStep(world: World, request: number): void {
  proceed(world, request);
}

/** Event: the processor is done with the first of its requests. */
export function onWorkCpu(world: World, ground: number): void {
  advanceCpu(world, ground);
  world.workloads.settling = ground;
  for (;;) {
    const request = takeDone(world, ground);
    if (request < 0) break;
    proceed(world, request);
  }
  world.workloads.settling = -1;
  scheduleCpu(world, ground);
}

function takeLock(world: World, request: number): boolean {
  const place = world.workRequest.col.place[request]! - 1;
  const { col } = world.workPlace;
  const { writers } = world.workload.col;
  if (col.lockBusy[place]! < writers[col.workload[place]! - 1]!) {
    advancePlace(world, place);
    col.lockBusy[place]! += 1;
    world.workRequest.col.flags[request]! |= HOLDS_LOCK;
    return true;
  }
  const tail = col.lockTail[place]!;
  if (tail === 0) col.lockHead[place] = request + 1;
  else world.workRequest.col.next[tail - 1] = request + 1;
  col.lockTail[place] = request + 1;
  return false;
}

function releaseLock(world: World, request: number): void {
  const place = world.workRequest.col.place[request]! - 1;
  const { col } = world.workPlace;
  const requests = world.workRequest.col;
  advancePlace(world, place);
  col.lockBusy[place]! -= 1;
  requests.flags[request]! &= ~HOLDS_LOCK;
  const head = col.lockHead[place]! - 1;
  if (head < 0) return;
  col.lockHead[place] = requests.next[head]!;
  if (requests.next[head] === 0) col.lockTail[place] = 0;
  requests.next[head] = 0;
  col.lockBusy[place]! += 1;
  requests.flags[head]! |= HOLDS_LOCK;
  proceed(world, head);
}

/** A request asks another workload and waits for its answer. */
function callOther(world: World, request: number): void {
  const place = world.workRequest.col.place[request]! - 1;
  const { workload, calling } = world.workPlace.col;
  const other = world.workload.col.calls[workload[place]! - 1]! - 1;
  advancePlace(world, place);
  calling[place]! += 1;
  world.workload.col.offered[other]! += 1;
  if (!admit(world, other, request)) returnTo(world, request, false);
}

/** What was asked of another workload is over. */
export function returnTo(world: World, request: number, isAnswered: boolean): void {
  const place = world.workRequest.col.place[request]! - 1;
  advancePlace(world, place);
  world.workPlace.col.calling[place]! -= 1;
  if (isAnswered) proceed(world, request);
  else finish(world, request, 'lost');
}

function answer(world: World, request: number): void {
  const { arrivedUs, place, flags } = world.workRequest.col;
  const at = place[request]! - 1;
  const workload = world.workPlace.col.workload[at]! - 1;
  const { col } = world.workload;
  const tookUs = world.nowUs - arrivedUs[request]!;
  col.tookUs[workload]! += tookUs;
  col.lastAnswerUs[workload] = world.nowUs;
  countAnswer(world, 'workload', workload, tookUs);
  if ((flags[request]! & WROTE) > 0) noteWrite(world, at);
  finish(world, request, tookUs <= col.deadlineUs[workload]! ? 'served' : 'late');
}

/** A lazy write was answered before it was on the disk; a crash before the flush takes it. */
function noteWrite(world: World, place: number): void {
  const { col } = world.workPlace;
  const { durability, flushUs } = world.workload.col;
  const workload = col.workload[place]! - 1;
  if (durability[workload] !== LAZY) return;
  const flush = Math.floor(world.nowUs / flushUs[workload]!);
  if (flush !== col.flush[place]) col.unflushed[place] = 0;
  col.flush[place] = flush;
  col.unflushed[place]! += 1;
}

/** Ends a request, frees what it held and lets the next one in. */
function finish(world: World, request: number, outcome: 'served' | 'late' | 'lost'): void {
  const requests = world.workRequest.col;
  const place = requests.place[request]! - 1;
  const parent = requests.parent[request]! - 1;
  const isUser = (requests.flags[request]! & OF_USER) > 0;
  const workload = world.workPlace.col.workload[place]! - 1;
  advancePlace(world, place);
  world.workload.col[outcome][workload]! += 1;
  world.workload.col.inFlight[workload]! -= 1;
  world.workPlace.col.busy[place]! -= 1;
  world.workRequest.release(request);
  if (isUser) think(world, place);
  fillPlace(world, place);
  if (parent >= 0) returnTo(world, parent, outcome !== 'lost');
}

/** A user has the answer and thinks before asking again. */
export function think(world: World, place: number): void {
  const workload = world.workPlace.col.workload[place]! - 1;
  const stream = streamFor(world, workload);
  const meanUs = world.workload.col.thinkUs[workload]!;
  const gapUs = Math.max(1, Math.round(meanUs === 0 ? 1 : stream.nextExponential(meanUs)));
  world.schedule({
    atUs: world.nowUs + gapUs,
    priority: PRIORITY.arrival,
    kind: EVENT.workUser,
    slot: place,
    generation: world.workPlace.generation[place]!,
    payload: world.workPlace.col.serial[place]!,
  });
}

/** Event: a user asks. One who is turned away thinks again. */
export function onWorkUser(world: World, place: number): void {
  const workload = world.workPlace.col.workload[place]! - 1;
  world.workload.col.offered[workload]! += 1;
  if (!admitAt(world, place, -1, OF_USER)) think(world, place);
}
