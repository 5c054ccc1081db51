/**
 * The one clock of all uses: once a minute it is looked at what limits them (rule ENG-WL6), and the
 * disks they ask have spent or earned their burst credits (rule ENG-DK8). A clock for each machine
 * would be a thousand events where one does.
 */
import { US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';
import { settleBursts } from './work-drives.ts';
import { countLimit, diskBusy, limitSince, networkBusy } from './work-limits.ts';
import { advancePlace } from './work-requests.ts';
import { advanceCpu } from './work-stations.ts';

/** Event: all machines that do work are looked at. */
export function onWorkClock(world: World, clock: number): void {
  const { col, alive, slotEnd } = world.workGround;
  for (let ground = 0; ground < slotEnd; ground += 1) {
    if (alive[ground] === 0) continue;
    let isActive = false;
    for (const place of world.workloads.placesOn(ground)) {
      if (samplePlace(world, place)) isActive = true;
    }
    // Where nobody had anything to do, no station has moved.
    if (isActive) noteSeen(world, ground);
    col.sampledUs[ground] = world.nowUs;
    settleBursts(world, ground);
  }
  scheduleClock(world, clock);
}

function noteSeen(world: World, ground: number): void {
  const { col } = world.workGround;
  advanceCpu(world, ground);
  col.cpuSeenUs[ground] = col.cpuBusyUs[ground]!;
  col.stolenSeenUs[ground] = col.stolenUs[ground]!;
  col.diskSeenUs[ground] = diskBusy(world, ground);
  col.networkSeenUs[ground] = networkBusy(world, ground);
}

/** Looks at one place; false when it had nothing to do since the last look. */
function samplePlace(world: World, place: number): boolean {
  const { col } = world.workPlace;
  const isIdle = col.busy[place] === 0 && col.queued[place] === 0 && col.backlog[place] === 0;
  if (isIdle && col.activeUs[place] === col.activeSeenUs[place]) return false;
  advancePlace(world, place);
  if (col.flowing[place] === 0) {
    const found = limitSince(world, place);
    if (found !== undefined) countLimit(world, place, found);
  }
  col.activeSeenUs[place] = col.activeUs[place]!;
  col.busySeenUs[place] = col.busyUs[place]!;
  col.lockSeenUs[place] = col.lockBusyUs[place]!;
  col.callingSeenUs[place] = col.callingUs[place]!;
  return true;
}

function scheduleClock(world: World, clock: number): void {
  world.schedule({
    atUs: world.nowUs + US_PER_MINUTE,
    priority: PRIORITY.plant,
    kind: EVENT.workClock,
    slot: clock,
    generation: world.workClock.generation[clock]!,
    payload: world.workClock.col.serial[clock]!,
  });
}

/** Makes the clock go while there are workloads, and only then. */
export function keepClock(world: World): void {
  const [clock] = world.workClock.slots();
  if (world.workload.count === 0) {
    if (clock !== undefined) world.workClock.release(clock);
  } else if (clock === undefined) scheduleClock(world, world.workClock.allocate());
}
