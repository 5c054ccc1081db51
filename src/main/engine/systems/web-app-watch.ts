/**
 * What a web app does by itself: it is measured every minute and scaled every five, and once a
 * month the provider replaces its instances by patched ones (rules ENG-WA3 and ENG-WA4). Nobody in
 * the lab decides any of it, and nothing of it takes the application away.
 */
import { US_PER_DAY, US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { EventCell } from '../event-queue.ts';
import { happen, type World } from '../world/world.ts';
import { onWebInstance, renew, setCapacity, takeCpuShare } from './web-instances.ts';

/** Minutes that are looked at together before an instance more or less. */
const LOOK_MINUTES = 5;
/** Time between two rounds of patches. */
const PATCH_EVERY_US = 30 * US_PER_DAY;
/** Until the first of them: nothing is new for long. */
const PATCH_FIRST_US = 10 * US_PER_DAY;

/** True for the events this file answers for. */
export function isWebAppEvent(kind: number): boolean {
  return kind >= EVENT.webInstance && kind <= EVENT.webPatch;
}

/** True when what the event was about is gone or has changed its mind. */
export function isStaleWebAppEvent(world: World, cell: Readonly<EventCell>): boolean {
  const { kind, slot, generation, payload } = cell;
  if (kind === EVENT.webInstance) {
    if (world.webInstance.generation[slot] !== generation) return true;
    return world.webInstance.col.serial[slot] !== payload;
  }
  if (world.webApp.generation[slot] !== generation) return true;
  const { watchSerial, patchSerial } = world.webApp.col;
  return (kind === EVENT.webWatch ? watchSerial : patchSerial)[slot] !== payload;
}

/** Carries out an event of a web app. */
export function onWebAppEvent(world: World, cell: Readonly<EventCell>): void {
  const { kind, slot } = cell;
  if (kind === EVENT.webInstance) onWebInstance(world, slot);
  else if (kind === EVENT.webWatch) onWatch(world, slot);
  else onPatch(world, slot);
}

/** Begins the minutes and the months of a web app that was just made. */
export function startWatch(world: World, webApp: number): void {
  planWatch(world, webApp);
  planPatch(world, webApp, PATCH_FIRST_US);
}

function planWatch(world: World, webApp: number): void {
  const { watchSerial } = world.webApp.col;
  watchSerial[webApp] = (watchSerial[webApp]! + 1) >>> 0;
  world.schedule({
    atUs: world.nowUs + US_PER_MINUTE,
    priority: PRIORITY.plant,
    kind: EVENT.webWatch,
    slot: webApp,
    generation: world.webApp.generation[webApp]!,
    payload: watchSerial[webApp],
  });
}

function planPatch(world: World, webApp: number, inUs: number): void {
  const { patchSerial } = world.webApp.col;
  patchSerial[webApp] = (patchSerial[webApp]! + 1) >>> 0;
  world.schedule({
    atUs: world.nowUs + inUs,
    priority: PRIORITY.plant,
    kind: EVENT.webPatch,
    slot: webApp,
    generation: world.webApp.generation[webApp]!,
    payload: patchSerial[webApp],
  });
}

function onPatch(world: World, webApp: number): void {
  planPatch(world, webApp, PATCH_EVERY_US);
  renew(world, webApp, true);
}

function onWatch(world: World, webApp: number): void {
  const { col } = world.webApp;
  planWatch(world, webApp);
  const share = takeCpuShare(world, webApp, US_PER_MINUTE);
  if (share === undefined) return;
  if (Math.round(share * 100) !== Math.round(col.lastCpu[webApp]! * 100)) {
    world.webApp.dirty.touch(webApp);
  }
  col.lastCpu[webApp] = share;
  col.cpuSum[webApp]! += share;
  col.cpuMinutes[webApp]! += 1;
  if (col.cpuMinutes[webApp]! < LOOK_MINUTES) return;
  const mean = col.cpuSum[webApp]! / LOOK_MINUTES;
  forgetMinutes(world, webApp);
  if (col.maximum[webApp]! > 0) evaluate(world, webApp, mean);
}

/** Begins the minutes that are looked at together anew. */
export function forgetMinutes(world: World, webApp: number): void {
  world.webApp.col.cpuSum[webApp] = 0;
  world.webApp.col.cpuMinutes[webApp] = 0;
}

function evaluate(world: World, webApp: number, cpu: number): void {
  const { capacity, maximum, minimum, outAbove, inBelow } = world.webApp.col;
  const now = capacity[webApp]!;
  const [above, below] = [outAbove[webApp]! / 100, inBelow[webApp]! / 100];
  if (cpu > above && now < maximum[webApp]!) scaleTo(world, webApp, { to: now + 1, cpu });
  // One less would have to carry it all: a step that would bring it back out is not taken.
  else if (cpu < below && now > minimum[webApp]! && (cpu * now) / (now - 1) <= above) {
    scaleTo(world, webApp, { to: now - 1, cpu });
  }
}

function scaleTo(world: World, webApp: number, step: { to: number; cpu: number }): void {
  const { col } = world.webApp;
  const from = col.capacity[webApp]!;
  if (step.to > from) col.scaledOut[webApp]! += 1;
  else col.scaledIn[webApp]! += 1;
  setCapacity(world, webApp, step.to);
  const details = { from, to: step.to, cpuPercent: Math.round(step.cpu * 100) };
  happen(world, { kind: 'webApp.scaled', table: 'webApp', slot: webApp, cause: 0, details });
}
