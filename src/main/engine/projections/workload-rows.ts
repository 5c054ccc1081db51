/**
 * Workloads as rows and figures. Reading adds the stretch of flow that is open, and the time since
 * the last look for what limits, without writing either.
 */
import type { RateCurve } from '../../../shared/model/quantities.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import type { WorkloadFiguresView } from '../../../shared/views/workload-view.ts';
import { printDuration, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import {
  DURABILITIES,
  WORK_LIMITS,
  WORK_MODES,
  WORK_SHAPES,
  WORKLOAD_KINDS,
  WORKLOAD_SOURCES,
  type WorkLimit,
} from '../../../shared/model/workload-kinds.ts';
import { openStretch, spreadInto } from '../systems/work-flow.ts';
import { latencyCounts, percentilesOf } from '../systems/work-latency.ts';
import { limitSince } from '../systems/work-limits.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { cloud, idOf, some } from './row-parts.ts';

const PPM = 1_000_000;
const US_PER_MS = 1_000;
const CLOSED = WORKLOAD_SOURCES.indexOf('closed');
const OPEN = WORKLOAD_SOURCES.indexOf('open');
const CRON = WORKLOAD_SOURCES.indexOf('cron');
const POLLING = WORKLOAD_SOURCES.indexOf('polling');

/** A workload with its settings. */
export function workloadRow(world: World, slot: number): RowOf<'workload'> {
  const { col } = world.workload;
  const called = col.calls[slot]! - 1;
  const targets = [...world.workTarget.slots()].filter(
    (row) => world.workTarget.col.workload[row] === slot + 1,
  );
  return {
    kind: 'workload',
    ...cloud(world, 'workload', slot),
    workKind: WORKLOAD_KINDS[col.kind[slot]!]!,
    source: WORKLOAD_SOURCES[col.source[slot]!]!,
    mode: WORK_MODES[col.mode[slot]!]!,
    machines: world.workloads.placesOf(slot).flatMap((place) => machineOf(world, place)),
    ...some('webApp', idOf(world, 'webApp', col.webApp[slot]!)),
    manages: targets.map((row) => textIdOf(world, 'vm', world.workTarget.col.vm[row]! - 1)),
    ...some(
      'calls',
      called < 0
        ? undefined
        : { on: textIdOf(world, 'workload', called), share: col.callPpm[slot]! / PPM },
    ),
    ...some('curve', curveOf(world, slot)),
    ...some(
      'spike',
      col.spikeUntilUs[slot] === 0
        ? undefined
        : {
            fromUs: col.spikeFromUs[slot]!,
            untilUs: col.spikeUntilUs[slot]!,
            times: col.spikeTimes[slot]!,
          },
    ),
    users: col.users[slot]!,
    thinkUs: col.thinkUs[slot]!,
    jobs: col.jobs[slot]!,
    cron: world.workload.text('cron', slot),
    lease: col.lease[slot] === 1,
    everyUs: col.everyUs[slot]!,
    ...figureColumns(world, slot),
  };
}

function machineOf(world: World, place: number): string[] {
  const ground = world.workPlace.col.ground[place]! - 1;
  const vm = world.workGround.col.vm[ground]! - 1;
  return vm < 0 ? [] : [textIdOf(world, 'vm', vm)];
}

function figureColumns(world: World, slot: number) {
  const { col } = world.workload;
  return {
    cpuUs: col.cpuUs[slot]!,
    shape: WORK_SHAPES[col.shape[slot]!]!,
    reads: col.reads[slot]!,
    writes: col.writes[slot]!,
    writeShare: col.writePpm[slot]! / PPM,
    ioKib: col.ioKib[slot]!,
    cachedReads: col.cachedReadPpm[slot]! / PPM,
    networkKib: col.networkKib[slot]!,
    waitUs: col.waitUs[slot]!,
    hitShare: col.hitPpm[slot]! / PPM,
    lockUs: col.lockUs[slot]!,
    writers: col.writers[slot]!,
    durability: DURABILITIES[col.durability[slot]!]!,
    flushUs: col.flushUs[slot]!,
    threads: col.threads[slot]!,
    connections: col.connections[slot]!,
    memoryMib: col.memoryMib[slot]!,
    queueLimit: col.queueLimit[slot]!,
    deadlineUs: col.deadlineUs[slot]!,
  };
}

function curveOf(world: World, slot: number): RateCurve | undefined {
  const rows = world.workloads.ratesOf(slot);
  if (rows.length === 0) return undefined;
  const { atUs, perSecond } = world.workRate.col;
  const periodUs = world.workload.col.curvePeriodUs[slot]!;
  return {
    ...(periodUs === 0 ? {} : { period: printDuration(periodUs) }),
    points: rows.map((row) => ({ at: printDuration(atUs[row]!), perSecond: perSecond[row]! })),
  };
}

/** What is counted, with the open stretches of its flows. */
interface Counted {
  offered: number;
  served: number;
  late: number;
  refused: number;
  lost: number;
  flowed: number;
  estimated: number;
  tookUs: number;
  activeUs: number;
  readonly counts: Float64Array;
  readonly limitUs: number[];
}

function countedOf(world: World, slot: number): Counted {
  const { col } = world.workload;
  const counted: Counted = {
    offered: col.offered[slot]!,
    served: col.served[slot]!,
    late: col.late[slot]!,
    refused: col.refused[slot]!,
    lost: col.lost[slot]!,
    flowed: col.flowed[slot]!,
    estimated: col.estimated[slot]!,
    tookUs: col.tookUs[slot]!,
    activeUs: 0,
    counts: latencyCounts(world, 'workload', slot),
    limitUs: WORK_LIMITS.map(() => 0),
  };
  for (const place of world.workloads.placesOf(slot)) addPlace(world, place, counted);
  return counted;
}

function addPlace(world: World, place: number, counted: Counted): void {
  const { col } = world.workPlace;
  const isActive = col.busy[place]! + col.queued[place]! + col.backlog[place]! > 0;
  counted.activeUs += col.activeUs[place]!;
  if (isActive) counted.activeUs += world.nowUs - col.advancedUs[place]!;
  const rows = world.workloads.limitRows(place);
  WORK_LIMITS.forEach((_, limit) => {
    const row = rows[limit]! - 1;
    if (row >= 0) counted.limitUs[limit]! += world.workLimit.col.us[row]!;
  });
  if (col.flowing[place] === 0) {
    const since = limitSince(world, place);
    if (since !== undefined) counted.limitUs[WORK_LIMITS.indexOf(since.limit)]! += since.us;
    return;
  }
  const stretch = openStretch(world, place);
  if (stretch === undefined) return;
  counted.offered += stretch.offered;
  if (world.workGround.col.running[col.ground[place]! - 1] === 0) {
    counted.lost += stretch.offered;
    return;
  }
  const answered = stretch.served + stretch.late;
  counted.served += stretch.served;
  counted.late += stretch.late;
  counted.refused += stretch.refused;
  counted.flowed += answered;
  if (stretch.point.estimated) counted.estimated += answered;
  counted.tookUs += answered * stretch.point.meanUs;
  const sinceUs = world.nowUs - col.flowAtUs[place]!;
  counted.activeUs += sinceUs;
  counted.limitUs[WORK_LIMITS.indexOf(stretch.point.limit)]! += sinceUs;
  spreadInto(counted.counts, world, stretch);
}

/** The limit that held for the longest; `load` when none ever did. */
function longestLimit(counted: Counted): { limit: WorkLimit; share: number } {
  const all = counted.limitUs.reduce((sum, us) => sum + us, 0);
  let limit = 0;
  counted.limitUs.forEach((us, index) => {
    // What is asked is no resource: a resource that was full names the limit, however rarely.
    if (index > 0 && us > 0 && (limit === 0 || us > counted.limitUs[limit]!)) limit = index;
  });
  return { limit: WORK_LIMITS[limit]!, share: all === 0 ? 0 : counted.limitUs[limit]! / all };
}

/** Everything measured of a workload. */
export function workloadFigures(world: World, slot: number): WorkloadFiguresView {
  const { col } = world.workload;
  const counted = countedOf(world, slot);
  const answered = counted.served + counted.late;
  const longest = longestLimit(counted);
  const source = col.source[slot]!;
  const isSteady = source === OPEN || source === CLOSED;
  const spanUs = isSteady ? world.nowUs - col.startedUs[slot]! : counted.activeUs;
  const places = world.workloads.placesOf(slot);
  const flowing = places.some((place) => world.workPlace.col.flowing[place] === 1);
  const lastUs = flowing && answered > 0 ? world.nowUs : col.lastAnswerUs[slot]!;
  const isRun = source === CRON || source === POLLING;
  return {
    id: textIdOf(world, 'workload', slot),
    name: world.workload.text('name', slot),
    kind: WORKLOAD_KINDS[col.kind[slot]!]!,
    offered: counted.offered,
    served: counted.served,
    late: counted.late,
    refused: counted.refused,
    lost: counted.lost,
    inFlight: col.inFlight[slot]!,
    throughputPerSecond:
      spanUs === 0
        ? 0
        : (answered * US_PER_SECOND) / (isSteady ? spanUs : spanUs / busyPlaces(world, slot)),
    ...some('meanMs', answered === 0 ? undefined : counted.tookUs / answered / US_PER_MS),
    ...percentilesOf(counted.counts),
    limitedBy: longest.limit,
    limitedShare: longest.share,
    flowShare: answered === 0 ? 0 : counted.flowed / answered,
    estimatedShare: answered === 0 ? 0 : counted.estimated / answered,
    estimated: counted.estimated > 0,
    ...some('lastAnswerSeconds', answered === 0 ? undefined : lastUs / US_PER_SECOND),
    ...(isRun
      ? {
          due: col.due[slot]!,
          runs: col.runs[slot]!,
          duplicates: col.duplicates[slot]!,
          overruns: col.overruns[slot]!,
        }
      : {}),
    ...some('usersWithRoom', source === CLOSED ? usersWithRoom(world, places) : undefined),
    ...some(
      'writesLost',
      col.writePpm[slot] === 0 || col.lockUs[slot] === 0 ? undefined : col.writesLost[slot]!,
    ),
  };
}

/** Machines of a workload that have had something to do; their times are a sum over them. */
function busyPlaces(world: World, slot: number): number {
  const { activeUs } = world.workPlace.col;
  const busy = world.workloads.placesOf(slot).filter((place) => activeUs[place]! > 0);
  return Math.max(1, busy.length);
}

function usersWithRoom(world: World, places: readonly number[]): number {
  return places.reduce((sum, place) => sum + world.workPlace.col.users[place]!, 0);
}

/** Workloads in numbers, the oldest slots first; undefined when there are none. */
export function workloadSummaries(
  world: World,
  most = Infinity,
): WorkloadFiguresView[] | undefined {
  if (world.workload.count === 0) return undefined;
  const slots = [...world.workload.slots()].slice(0, most);
  return slots.map((slot) => workloadFigures(world, slot));
}
