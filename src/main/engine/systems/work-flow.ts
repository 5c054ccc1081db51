/**
 * Many requests as flow: while nothing changes, counts and times follow from the rate alone, and
 * one event stands for thousands of requests (rules ENG-WL8 and ENG-WL9).
 *
 * A stretch of flow is added to the figures when something changes: its rate, its machine, what
 * flows beside it. Reading adds the open stretch without writing it, so that looking changes
 * nothing. Requests in hand when a flow begins are simulated to their end.
 */
import { WORK_LIMITS, WORK_SHAPES } from '../../../shared/model/workload-kinds.ts';
import { US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { bucketOf } from '../../../shared/model/latency-buckets.ts';
import type { World } from '../world/world.ts';
import {
  flowPoint,
  meanCpuUs,
  type FlowDemand,
  type FlowGround,
  type FlowPoint,
} from './work-flow-model.ts';
import { SHAPE_POINTS } from '../world/work-gamma.ts';
import { mostCoresBeside } from './work-beside.ts';
import { countLatency } from './work-latency.ts';
import { countLimit } from './work-limits.ts';
import { SHORT_CHANCE } from './work-requests.ts';
import {
  advanceCpu,
  diskLimitAt,
  diskUsAt,
  missShareOf,
  networkUs,
  noteUse,
  plainSpeed,
  scheduleCpu,
} from './work-stations.ts';

const PPM = 1_000_000;
const KBYTES_PER_KIB = 1.024;
const VARIED = WORK_SHAPES.indexOf('varied');
const EXPONENTIAL = WORK_SHAPES.indexOf('exponential');

/** What a place in flow asks of its machine. */
export function demandOf(world: World, place: number): FlowDemand {
  const { workload: owner, ground: under, slots, slotLimit, flowPerSecond } = world.workPlace.col;
  const workload = owner[place]! - 1;
  const ground = under[place]! - 1;
  const { col } = world.workload;
  const { speed, networkMbps } = world.workGround.col;
  const ioKib = col.ioKib[workload]!;
  const writes = col.writePpm[workload]! / PPM;
  const isLocked = writes > 0 && col.lockUs[workload]! > 0;
  const missShare = 1 - col.cachedReadPpm[workload]! / PPM;
  const readUs = diskUsAt(world, ground, { operations: col.reads[workload]!, ioKib, missShare });
  const writeUs = diskUsAt(world, ground, {
    operations: col.writes[workload]!,
    ioKib,
    missShare: 1,
  });
  const lockCpuUs = isLocked ? col.lockUs[workload]! / speed[ground]! : 0;
  const isCommit = col.durability[workload] === 0;
  const visits = [
    { us: readUs, share: readUs > 0 ? 1 : 0 },
    { us: writeUs, share: writeUs > 0 ? writes : 0 },
  ];
  return {
    perSecond: flowPerSecond[place]!,
    cpu: cpuPhases(
      col.shape[workload]!,
      col.cpuUs[workload]! / speed[ground]! + lockCpuUs * writes,
    ),
    disk: visits.filter(({ share }) => share > 0),
    networkUs: networkUs(networkMbps[ground]!, col.networkKib[workload]!),
    waitUs: col.waitUs[workload]!,
    waitShare: 1 - col.hitPpm[workload]! / PPM,
    lockUs: isLocked ? lockCpuUs + (isCommit ? writeUs : 0) : 0,
    lockShare: isLocked ? writes : 0,
    writers: col.writers[workload]!,
    slots: slots[place]!,
    queueLimit: col.queueLimit[workload]!,
    slotLimit: WORK_LIMITS[slotLimit[place]!]!,
    diskLimit: diskLimitAt(world, ground, workload),
  };
}

/** Kinds of request by their core time: two of a varied one, told apart by their means. */
function cpuPhases(shape: number, us: number): FlowDemand['cpu'] {
  if (shape !== VARIED) return [{ share: 1, us, variation: shape === EXPONENTIAL ? 1 : 0 }];
  return [SHORT_CHANCE, 1 - SHORT_CHANCE].map((share) => ({
    share,
    us: us / (2 * share),
    variation: 1,
  }));
}

/** What all flows of a ground use of it. */
function groundUse(world: World, ground: number): FlowGround {
  let [cores, disk, network] = [0, 0, 0];
  const { flowing, flowPerSecond, busy, slots } = world.workPlace.col;
  const vCpu = world.workGround.col.vCpu[ground]!;
  const beside = world.workGround.col.besideCores[ground]!;
  let mixed = beside > 0;
  for (const place of world.workloads.placesOn(ground)) {
    if (flowing[place] === 0 || busy[place]! > 0) mixed = true;
    if (flowing[place] === 0 || flowPerSecond[place] === 0) continue;
    const demand = demandOf(world, place);
    const perUs = demand.perSecond / US_PER_SECOND;
    const asked = perUs * meanCpuUs(demand);
    const places = { vCpu, beside, slots: slots[place]! };
    cores += beside === 0 ? asked : Math.min(asked, mostCoresBeside(places));
    disk += perUs * demand.disk.reduce((sum, { us, share }) => sum + us * share, 0);
    network += perUs * demand.networkUs;
  }
  return { vCpu, beside, cpuUse: cores / vCpu, diskUse: disk, networkUse: network, mixed };
}

/** A stretch of flow in numbers. */
export interface FlowStretch {
  readonly point: FlowPoint;
  readonly offered: number;
  readonly refused: number;
  readonly served: number;
  readonly late: number;
  readonly carry: number;
  readonly carryRefused: number;
}

/** What the open stretch of a place comes to by now; undefined where nothing flows. */
export function openStretch(world: World, place: number): FlowStretch | undefined {
  const { col } = world.workPlace;
  if (col.flowing[place] === 0) return undefined;
  const elapsedUs = world.nowUs - col.flowAtUs[place]!;
  const exact = (elapsedUs * col.flowPerSecond[place]!) / US_PER_SECOND + col.carry[place]!;
  const offered = Math.floor(exact);
  const ground = col.ground[place]! - 1;
  const point = flowPoint(demandOf(world, place), groundUse(world, ground));
  const turnedAway = offered * (1 - point.servedShare) + col.carryRefused[place]!;
  const refused = Math.min(offered, Math.floor(turnedAway));
  const answered = offered - refused;
  const late = Math.round(answered * lateShare(world, place, point));
  return {
    point,
    offered,
    refused,
    served: answered - late,
    late,
    carry: exact - offered,
    carryRefused: turnedAway - refused,
  };
}

/** Calls back for every point of the times of a flow, with the share of the answers at it. */
function eachPoint(
  world: World,
  point: FlowPoint,
  take: (tookUs: number, share: number) => void,
): void {
  for (const { share, meanUs, varianceUs2 } of point.parts) {
    const variation = meanUs === 0 ? 0 : varianceUs2 / (meanUs * meanUs);
    const points = world.workloads.shapes.points(variation);
    for (const at of points) take(Math.round(at * meanUs), share / SHAPE_POINTS);
  }
}

function lateShare(world: World, place: number, point: FlowPoint): number {
  const workload = world.workPlace.col.workload[place]! - 1;
  const allowedUs = world.workload.col.deadlineUs[workload]!;
  let late = 0;
  eachPoint(world, point, (tookUs, share) => {
    if (tookUs > allowedUs) late += share;
  });
  return late;
}

/** Adds the answers of a stretch to counts by bucket. */
export function spreadInto(counts: Float64Array, world: World, stretch: FlowStretch): void {
  const answered = stretch.served + stretch.late;
  eachPoint(world, stretch.point, (tookUs, share) => {
    counts[bucketOf(tookUs)]! += answered * share;
  });
}

/** Writes the open stretch of a place into its figures; the next one begins now. */
export function settlePlace(world: World, place: number): void {
  const stretch = openStretch(world, place);
  if (stretch === undefined) return;
  const { col } = world.workPlace;
  const elapsedUs = world.nowUs - col.flowAtUs[place]!;
  col.flowAtUs[place] = world.nowUs;
  const workload = col.workload[place]! - 1;
  const figures = world.workload.col;
  col.carry[place] = stretch.carry;
  figures.offered[workload]! += stretch.offered;
  const ground = col.ground[place]! - 1;
  if (world.workGround.col.running[ground] === 0) {
    figures.lost[workload]! += stretch.offered;
    return;
  }
  col.carryRefused[place] = stretch.carryRefused;
  figures.refused[workload]! += stretch.refused;
  figures.served[workload]! += stretch.served;
  figures.late[workload]! += stretch.late;
  const answered = stretch.served + stretch.late;
  if (answered === 0) return;
  figures.flowed[workload]! += answered;
  if (stretch.point.estimated) figures.estimated[workload]! += answered;
  figures.tookUs[workload]! += answered * stretch.point.meanUs;
  figures.lastAnswerUs[workload] = world.nowUs;
  col.activeUs[place]! += elapsedUs;
  countLimit(world, place, { limit: stretch.point.limit, us: elapsedUs });
  eachPoint(world, stretch.point, (tookUs, share) => {
    countLatency(world, 'workload', { slot: workload, tookUs, count: answered * share });
  });
}

/** Settles all flows of a ground; call it before anything about the machine changes. */
export function settleGround(world: World, ground: number): void {
  for (const place of world.workloads.placesOn(ground)) settlePlace(world, place);
}

/** Core time that flows have used on a ground up to now. */
export function flowCoreUs(world: World, ground: number): number {
  const { flowCoreUs: before, flowCoreAtUs, flowCores } = world.workGround.col;
  return before[ground]! + flowCores[ground]! * (world.nowUs - flowCoreAtUs[ground]!);
}

/** Adds what flows have asked of disks with burst credits up to now. */
export function noteFlowIo(world: World, ground: number): void {
  const { flowOps, flowKbytes, flowIoAtUs, diskOps, diskKbytes } = world.workGround.col;
  if (flowOps[ground] === 0) return;
  const seconds = (world.nowUs - flowIoAtUs[ground]!) / US_PER_SECOND;
  diskOps[ground]! += flowOps[ground]! * seconds;
  diskKbytes[ground]! += flowKbytes[ground]! * seconds;
  flowIoAtUs[ground] = world.nowUs;
}

/** Takes what flows ask of disks with burst credits from now on: as much as the machine can do. */
function refreshFlowIo(world: World, ground: number, use: FlowGround): void {
  const { col } = world.workGround;
  noteFlowIo(world, ground);
  let [ops, kbytes] = [0, 0];
  const isCounted = col.bursts[ground]! > 0 && col.running[ground] === 1 && use.diskUse > 0;
  const { flowing, flowPerSecond, workload: owner } = world.workPlace.col;
  for (const place of isCounted ? world.workloads.placesOn(ground) : []) {
    if (flowing[place] === 0) continue;
    const workload = owner[place]! - 1;
    const { reads, writes, writePpm, ioKib } = world.workload.col;
    const each = reads[workload]! + (writes[workload]! * writePpm[workload]!) / PPM;
    const reach = col.cacheIops[ground] === 0 ? 1 : missShareOf(world, workload);
    const most = Math.max(1, use.cpuUse, use.diskUse, use.networkUse);
    const perSecond = (flowPerSecond[place]! * each * reach) / most;
    ops += perSecond;
    kbytes += perSecond * ioKib[workload]! * KBYTES_PER_KIB;
  }
  if (ops === 0 && col.flowOps[ground] === 0) return;
  col.flowOps[ground] = ops;
  col.flowKbytes[ground] = kbytes;
  col.flowIoAtUs[ground] = world.nowUs;
}

/** Takes from a ground what its flows use now; call it after they or the machine changed. */
export function refreshGround(world: World, ground: number): void {
  const { col } = world.workGround;
  advanceCpu(world, ground);
  const use = groundUse(world, ground);
  col.flowCoreUs[ground] = flowCoreUs(world, ground);
  col.flowCoreAtUs[ground] = world.nowUs;
  const isRunning = col.running[ground] === 1;
  col.flowCores[ground] = isRunning ? Math.min(1, use.cpuUse) * use.vCpu : 0;
  col.flowAsked[ground] = isRunning ? flowAskedOf(world, ground, use) : 0;
  noteUse(world, ground);
  col.flowDisk[ground] = isRunning ? Math.min(1, use.diskUse) : 0;
  refreshFlowIo(world, ground, use);
  col.flowNetwork[ground] = isRunning ? Math.min(1, use.networkUse) : 0;
  if (col.cpuCount[ground]! > 0) scheduleCpu(world, ground);
}

/** Cores that flows would use if neighbours took nothing; 0 while they take nothing. */
function flowAskedOf(world: World, ground: number, use: FlowGround): number {
  const vm = world.workGround.col.vm[ground]! - 1;
  const share = vm < 0 ? 1 : world.vm.col.cpuShare[vm]!;
  if (share === 1) return 0;
  const own = plainSpeed(world, vm) / share;
  return Math.min(1, (use.cpuUse * world.workGround.col.speed[ground]!) / own) * use.vCpu;
}

/**
 * Requests of a flow that were in hand when their machine stopped: by Little's law as many as come
 * in the mean time of an answer. They were counted as served and are lost.
 */
export function loseFlow(world: World, place: number, point: FlowPoint): void {
  const { flowPerSecond, workload } = world.workPlace.col;
  const owner = workload[place]! - 1;
  const inHand = Math.round((flowPerSecond[place]! * point.servedShare * point.meanUs) / PPM);
  const lost = Math.min(inHand, world.workload.col.served[owner]!);
  world.workload.col.served[owner]! -= lost;
  world.workload.col.lost[owner]! += lost;
}
