/**
 * The stations of a machine: a processor that all requests on it share, and a disk and a network
 * that serve one after the other (rules ENG-WL3 and ENG-WL4).
 *
 * The processor is M/G/c with processor sharing: all in service progress alike, so it keeps one
 * number, the core time each has received, and every request remembers at which value it is done
 * (as `jobs.ts`). Disk and network are first come first served; when their queue will be empty is
 * known, so a visit costs one event and no queue (Lindley 1952).
 */
import { SIM_TIME_MAX_US, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { DiskIo } from '../world/workload-index.ts';
import type { World } from '../world/world.ts';
import { takenBesideFlows } from './core-sharing.ts';
import { slowedUs } from './impairments.ts';
import {
  capTimes,
  LEAST_SHARE,
  leftByFlows,
  mostMillicores,
  noteDemand,
  noteSharers,
} from './share-marks.ts';

/** Time by which a request may leave early, to swallow the rounding of sums. */
const SLACK_US = 1e-6;
const SLACK_RELATIVE = 1e-12;
const BITS_PER_KIB = 8_192;
const KBYTES_PER_KIB = 1.024;
/** Span over which the slowness of a core is asked for: long enough that rounding is nothing. */
const SPEED_SPAN_US = 1_000_000;
const MILLICORES_PER_CORE = 1_000;
const PPM = 1_000_000;

/** Speed of a core as each request on it finds it, when none of them flows. */
export function plainSpeed(world: World, vm: number): number {
  const times = capTimes(world, vm) / world.vm.col.cpuShare[vm]!;
  const spanUs = times === 1 ? SPEED_SPAN_US : Math.round(SPEED_SPAN_US * times);
  return SPEED_SPAN_US / slowedUs(world, vm, spanUs);
}

/** Speed of a core of the machine, 1 for an ordinary one. */
export function coreSpeed(world: World, vm: number): number {
  const speed = plainSpeed(world, vm);
  const { cpuShare, cpuGivenMillicores } = world.vm.col;
  if (cpuShare[vm] === 1) return speed;
  const ground = world.workloads.groundOf(vm);
  if (ground < 0 || world.workGround.col.flowCores[ground] === 0) return speed;
  // A flow asks for what it uses on the average: of less than that, all is in use [ENG-O13].
  const given = cpuGivenMillicores[vm]!;
  const left = Math.max(LEAST_SHARE * given, given - takenBesideFlows(world, vm));
  return (speed / cpuShare[vm]!) * (left / mostMillicores(world, vm));
}

/** What the uses of a machine ask of its host, in thousandths of a core. */
export function useDemand(world: World, vm: number): number {
  const ground = world.workGround.count === 0 ? -1 : world.workloads.groundOf(vm);
  if (ground < 0) return 0;
  const { cpuCount, flowAsked, flowCores, running } = world.workGround.col;
  if (running[ground] === 0) return 0;
  const flow = world.vm.col.cpuShare[vm]! < 1 ? flowAsked : flowCores;
  return (cpuCount[ground]! + flow[ground]!) * MILLICORES_PER_CORE;
}

/**
 * Share of the cores of a machine that its requests do not have while neighbours, or what else
 * works in the machine, have a part of what they could do with.
 */
export function stolenCores(world: World, ground: number): number {
  const { vm, vCpu, cpuCount, flowCores, besideCores } = world.workGround.col;
  const machine = vm[ground]! - 1;
  const count = cpuCount[ground]!;
  if (machine < 0 || count === 0) return 0;
  const free = Math.max(1e-9, vCpu[ground]! - flowCores[ground]!);
  const beside = besideCores[ground]!;
  if (beside > 0 && count + beside > free) return beside / (count + beside);
  return world.vm.col.cpuShare[machine] === 1 ? 0 : Math.max(0, 1 - count / free);
}

/** What a ground asks of its host has changed. */
export function noteUse(world: World, ground: number): void {
  const { vm: under, besideCores } = world.workGround.col;
  const vm = under[ground]! - 1;
  if (vm < 0) return;
  noteDemand(world, vm);
  if (besideCores[ground]! > 0) noteSharers(world, vm);
}

/** Core time each request on the processor gets in a microsecond. */
function rateOf(world: World, ground: number): number {
  const { cpuCount, vCpu, flowCores, speed, besideCores } = world.workGround.col;
  const count = cpuCount[ground]!;
  if (count === 0) return 0;
  const free = leftByFlows(vCpu[ground]!, flowCores[ground]!);
  const load = count + besideCores[ground]!;
  return (free >= load ? 1 : free / load) * speed[ground]!;
}

/** Brings a processor up to now; call it before the number on it or its speed changes. */
export function advanceCpu(world: World, ground: number): void {
  const { col } = world.workGround;
  const elapsedUs = world.nowUs - col.cpuAtUs[ground]!;
  if (elapsedUs <= 0) return;
  col.cpuAtUs[ground] = world.nowUs;
  const count = col.cpuCount[ground]!;
  if (count === 0) return;
  const given = elapsedUs * rateOf(world, ground);
  col.cpuProgress[ground]! += given;
  col.cpuBusyUs[ground]! += (given * count) / col.speed[ground]!;
  col.stolenUs[ground]! += elapsedUs * stolenCores(world, ground);
}

function dueInUs(work: { finishesAt: number; progress: number; rate: number }): number {
  const { finishesAt, progress, rate } = work;
  const slack = SLACK_US + (finishesAt * SLACK_RELATIVE) / rate;
  return Math.max(0, Math.ceil((finishesAt - progress) / rate - slack));
}

/** Plans the moment at which the first request on the processor is done. */
export function scheduleCpu(world: World, ground: number): void {
  const { col } = world.workGround;
  const serial = (col.cpuSerial[ground]! + 1) >>> 0;
  col.cpuSerial[ground] = serial;
  const head = col.cpuHead[ground]! - 1;
  if (head < 0) {
    col.cpuProgress[ground] = 0;
    return;
  }
  // Whoever is settling it plans again at the end: an event now would be stale at once.
  if (world.workloads.settling === ground) return;
  const atUs =
    world.nowUs +
    dueInUs({
      finishesAt: world.workRequest.col.finishesAt[head]!,
      progress: col.cpuProgress[ground]!,
      rate: rateOf(world, ground),
    });
  if (atUs > SIM_TIME_MAX_US) return;
  const generation = world.workGround.generation[ground]!;
  world.queue.push(atUs, PRIORITY.answer, EVENT.workCpu, ground, generation, serial);
}

/** A request comes onto the processor and needs so much core time there. */
export function joinCpu(world: World, ground: number, request: number, us: number): void {
  const { col } = world.workGround;
  advanceCpu(world, ground);
  const { finishesAt, next } = world.workRequest.col;
  const due = col.cpuProgress[ground]! + us;
  finishesAt[request] = due;
  let before = -1;
  let at = col.cpuHead[ground]! - 1;
  while (at >= 0 && finishesAt[at]! <= due) {
    before = at;
    at = next[at]! - 1;
  }
  next[request] = at + 1;
  if (before < 0) col.cpuHead[ground] = request + 1;
  else next[before] = request + 1;
  col.cpuCount[ground]! += 1;
  scheduleCpu(world, ground);
  if (isFelt(world, ground, col.cpuCount[ground]!)) noteUse(world, ground);
}

/** True when the last of so many requests asks for more of the machine, or of what is beside it. */
function isFelt(world: World, ground: number, count: number): boolean {
  const { vCpu, besideCores } = world.workGround.col;
  return count <= vCpu[ground]! || besideCores[ground]! > 0;
}

/** Takes the first request that is done off the processor; -1 when none is. */
export function takeDone(world: World, ground: number): number {
  const { col } = world.workGround;
  const head = col.cpuHead[ground]! - 1;
  if (head < 0) return -1;
  const finishesAt = world.workRequest.col.finishesAt[head]!;
  const progress = col.cpuProgress[ground]!;
  if (dueInUs({ finishesAt, progress, rate: rateOf(world, ground) }) > 0) return -1;
  col.cpuHead[ground] = world.workRequest.col.next[head]!;
  world.workRequest.col.next[head] = 0;
  col.cpuCount[ground]! -= 1;
  if (isFelt(world, ground, col.cpuCount[ground]! + 1)) noteUse(world, ground);
  return head;
}

/** Takes everybody off the processor and empties the queues, because the machine stopped. */
export function clearStations(world: World, ground: number): void {
  const { col } = world.workGround;
  advanceCpu(world, ground);
  col.cpuSerial[ground] = (col.cpuSerial[ground]! + 1) >>> 0;
  col.cpuHead[ground] = 0;
  if (col.cpuCount[ground]! > 0) noteUse(world, ground);
  col.cpuCount[ground] = 0;
  col.cpuProgress[ground] = 0;
  col.diskBusyUs[ground]! -= Math.max(0, col.diskFreeUs[ground]! - world.nowUs);
  col.networkBusyUs[ground]! -= Math.max(0, col.networkFreeUs[ground]! - world.nowUs);
  col.diskFreeUs[ground] = world.nowUs;
  col.networkFreeUs[ground] = world.nowUs;
}

/** Part of the operations that reach the disks of a ground: the cache of its host answers some. */
function reaching(world: World, ground: number, missShare: number): number {
  return world.workGround.col.cacheIops[ground] === 0 ? 1 : missShare;
}

/** Seconds that operations take by their number: at the disks, or at the cache they all pass. */
function secondsByCount(world: World, ground: number, io: DiskIo): number {
  const { iops, cacheIops } = world.workGround.col;
  const atDisk = (io.operations * reaching(world, ground, io.missShare)) / iops[ground]!;
  const cache = cacheIops[ground]!;
  return cache === 0 ? atDisk : Math.max(atDisk, io.operations / cache);
}

/** As `secondsByCount`, by their bytes. */
function secondsByBytes(world: World, ground: number, io: DiskIo): number {
  const { kbytesPerSecond, cacheKbytes } = world.workGround.col;
  const kbytes = io.operations * io.ioKib * KBYTES_PER_KIB;
  const atDisk = (kbytes * reaching(world, ground, io.missShare)) / kbytesPerSecond[ground]!;
  const cache = cacheKbytes[ground]!;
  return cache === 0 ? atDisk : Math.max(atDisk, kbytes / cache);
}

/** Time the disks of a ground need for operations: whichever ceiling is lower. */
export function diskUsAt(world: World, ground: number, io: DiskIo): number {
  const seconds = Math.max(secondsByCount(world, ground, io), secondsByBytes(world, ground, io));
  return seconds * US_PER_SECOND;
}

/** Share of the operations of a use that no cache can answer: some of its reads can be. */
export function missShareOf(world: World, workload: number): number {
  const { reads, writes, writePpm, cachedReadPpm } = world.workload.col;
  const written = (writes[workload]! * writePpm[workload]!) / PPM;
  const all = reads[workload]! + written;
  return all === 0 ? 1 : 1 - (reads[workload]! * cachedReadPpm[workload]!) / PPM / all;
}

/** Which ceiling the disk operations of a use meet first. */
export function diskLimitAt(
  world: World,
  ground: number,
  workload: number,
): 'diskIops' | 'diskBytes' {
  const ioKib = world.workload.col.ioKib[workload]!;
  const io = { operations: 1, ioKib, missShare: missShareOf(world, workload) };
  const isByBytes = secondsByBytes(world, ground, io) > secondsByCount(world, ground, io);
  return isByBytes ? 'diskBytes' : 'diskIops';
}

/** Counts operations that reach disks with burst credits. */
export function countIo(world: World, ground: number, io: DiskIo): void {
  const { bursts, diskOps, diskKbytes } = world.workGround.col;
  if (bursts[ground] === 0) return;
  const operations = io.operations * reaching(world, ground, io.missShare);
  diskOps[ground]! += operations;
  diskKbytes[ground]! += operations * io.ioKib * KBYTES_PER_KIB;
}

/** Time the network needs for so much. */
export function networkUs(mbps: number, kib: number): number {
  return (kib * BITS_PER_KIB) / mbps;
}

/** A request joins the queue of the disk; the moment at which it is served. */
export function joinDisk(world: World, ground: number, us: number): number {
  const { col } = world.workGround;
  const needs = us / Math.max(LEAST_SHARE, 1 - col.flowDisk[ground]!);
  const start = Math.max(world.nowUs, col.diskFreeUs[ground]!);
  col.diskFreeUs[ground] = start + needs;
  col.diskBusyUs[ground]! += needs;
  return start + needs;
}

/** As `joinDisk`, for the network. */
export function joinNetwork(world: World, ground: number, us: number): number {
  const { col } = world.workGround;
  const needs = us / Math.max(LEAST_SHARE, 1 - col.flowNetwork[ground]!);
  const start = Math.max(world.nowUs, col.networkFreeUs[ground]!);
  col.networkFreeUs[ground] = start + needs;
  col.networkBusyUs[ground]! += needs;
  return start + needs;
}
