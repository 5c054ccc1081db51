/**
 * What limits a workload, found by looking once a minute which resource was full (rule ENG-WL6).
 *
 * Hardware comes before a lock, a lock before the bound of requests at once: who waits for a place
 * that is held by somebody waiting for the processor is limited by the processor. When it is looked
 * is the matter of `work-clock.ts`.
 */
import {
  WORK_LIMITS,
  WORKLOAD_SOURCES,
  type WorkLimit,
} from '../../../shared/model/workload-kinds.ts';
import type { World } from '../world/world.ts';
import { diskLimitAt, stolenCores } from './work-stations.ts';

/** A resource in use for more of the time than this is full. */
const FULL = 0.95;
/** Share of what is in hand that waits for another workload, from which on that is the limit. */
const CALLING = 0.5;
/** Sources whose requests come whether or not the last one was answered. */
const OPEN = WORKLOAD_SOURCES.indexOf('open');
const CLOSED = WORKLOAD_SOURCES.indexOf('closed');

/** Adds time during which a place was limited. */
export function countLimit(
  world: World,
  place: number,
  counted: { readonly limit: WorkLimit; readonly us: number },
): void {
  const limit = WORK_LIMITS.indexOf(counted.limit);
  const rows = world.workloads.limitRows(place);
  let row = rows[limit]! - 1;
  if (row < 0) {
    row = world.workLimit.allocate();
    world.workLimit.col.place[row] = place + 1;
    world.workLimit.col.limit[row] = limit;
    rows[limit] = row + 1;
  }
  world.workLimit.col.us[row]! += counted.us;
}

/** What limited a place since the last look, and for how long. */
export function limitSince(
  world: World,
  place: number,
): { limit: WorkLimit; us: number } | undefined {
  const { col } = world.workPlace;
  const ground = col.ground[place]! - 1;
  const windowUs = world.nowUs - world.workGround.col.sampledUs[ground]!;
  const open = openTimes(world, place);
  const source = world.workload.col.source[col.workload[place]! - 1]!;
  const isSteady = source === OPEN || source === CLOSED;
  const spanUs = isSteady ? windowUs : open.activeUs;
  if (spanUs <= 0 || open.activeUs === 0) return undefined;
  const hardware = hardwareLimit(world, place, spanUs);
  if (hardware !== undefined) return { limit: hardware, us: spanUs };
  const workload = col.workload[place]! - 1;
  if (open.lockUs / world.workload.col.writers[workload]! / spanUs >= FULL)
    return { limit: 'lock', us: spanUs };
  // Users for whom there is no room never ask: what keeps them out limits, however idle it looks.
  const isCut = source === CLOSED && col.users[place] === col.slots[place];
  if (!isCut && open.busyUs / col.slots[place]! / spanUs < FULL)
    return { limit: 'load', us: spanUs };
  const isCalling = open.callingUs > CALLING * open.busyUs;
  return { limit: isCalling ? 'calls' : WORK_LIMITS[col.slotLimit[place]!]!, us: spanUs };
}

/** Sums of a place since the last look, up to now. */
function openTimes(
  world: World,
  place: number,
): { activeUs: number; busyUs: number; lockUs: number; callingUs: number } {
  const { col } = world.workPlace;
  const isActive = col.busy[place]! + col.queued[place]! + col.backlog[place]! > 0;
  const since = isActive ? world.nowUs - col.advancedUs[place]! : 0;
  return {
    activeUs: col.activeUs[place]! - col.activeSeenUs[place]! + since,
    busyUs: col.busyUs[place]! - col.busySeenUs[place]! + since * col.busy[place]!,
    lockUs: col.lockBusyUs[place]! - col.lockSeenUs[place]! + since * col.lockBusy[place]!,
    callingUs: col.callingUs[place]! - col.callingSeenUs[place]! + since * col.calling[place]!,
  };
}

/** The fullest of processor, disk and network that the workload uses, when one is full. */
function hardwareLimit(world: World, place: number, spanUs: number): WorkLimit | undefined {
  const ground = world.workPlace.col.ground[place]! - 1;
  const workload = world.workPlace.col.workload[place]! - 1;
  const { col } = world.workGround;
  const { reads, writes, networkKib } = world.workload.col;
  const hasDisk = reads[workload]! + writes[workload]! > 0;
  const cpu = cpuShare(world, ground, spanUs);
  const disk = hasDisk ? (diskBusy(world, ground) - col.diskSeenUs[ground]!) / spanUs : 0;
  const network =
    networkKib[workload]! > 0
      ? (networkBusy(world, ground) - col.networkSeenUs[ground]!) / spanUs
      : 0;
  const worst = Math.max(cpu, disk, network);
  if (worst < FULL) return undefined;
  if (worst === cpu) return 'cpu';
  if (worst === network) return 'network';
  return diskLimitAt(world, ground, workload);
}

/** Time the disk has worked by now; what it is still asked for lies ahead. */
export function diskBusy(world: World, ground: number): number {
  const { diskBusyUs, diskFreeUs } = world.workGround.col;
  return diskBusyUs[ground]! - Math.max(0, diskFreeUs[ground]! - world.nowUs);
}

/** As `diskBusy`, of the network. */
export function networkBusy(world: World, ground: number): number {
  const { networkBusyUs, networkFreeUs } = world.workGround.col;
  return networkBusyUs[ground]! - Math.max(0, networkFreeUs[ground]! - world.nowUs);
}

/**
 * Share of the cores in use since the last look; those that flows use count too, and those that
 * neighbours had while a request here was slower for it.
 */
function cpuShare(world: World, ground: number, spanUs: number): number {
  const { col } = world.workGround;
  const count = col.cpuCount[ground]!;
  const free = col.vCpu[ground]! - col.flowCores[ground]!;
  const since = (world.nowUs - col.cpuAtUs[ground]!) * Math.min(count, free);
  const busy = col.cpuBusyUs[ground]! - col.cpuSeenUs[ground]! + since;
  const lately = (world.nowUs - col.cpuAtUs[ground]!) * stolenCores(world, ground);
  const stolen = col.stolenUs[ground]! - col.stolenSeenUs[ground]! + lately;
  return busy / spanUs / Math.max(1e-9, free) + stolen / spanUs;
}
