/**
 * Instances of web apps: asked for, ready, leaving. Each is a ground of the workloads that run on
 * its web app; the provider looks after it, so it has no host in the room, no disk and no system
 * anybody here could log in to (rules ENG-WA1 to ENG-WA5).
 *
 * Instances are replaced, never changed: another tier and patches bring up new ones beside the old
 * ones, which go once all of the new ones are ready and have answered what they had in hand.
 */
import { US_PER_HOUR, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { settleGround } from './work-flow.ts';
import { planOf, webAppHourly } from './web-plans.ts';
import { addPlaceOn, makeInstanceGround, measurePlace, releasePlace } from './work-grounds.ts';
import { fillPlace } from './work-requests.ts';
import { applyRate } from './work-sources.ts';
import { advanceCpu } from './work-stations.ts';

/** States of an instance, by their places in `WEB_INSTANCE_STATES`. */
const STARTING = 0;
export const READY = 1;
const LEAVING = 2;
/** How often it is looked whether an instance that leaves has answered everything. */
const LEAVE_LOOK_US = US_PER_SECOND;
/** Time after which an instance that leaves does so whatever it has in hand. */
const LEAVE_MAX_US = 30 * US_PER_SECOND;

/** Instances of a web app, in the order of their slots. */
export function instancesOf(world: World, webApp: number): number[] {
  const { col } = world.webInstance;
  return [...world.webInstance.slots()].filter((one) => col.webApp[one] === webApp + 1);
}

/** Those that are, or will be, what the web app is meant to have. */
function currentOf(world: World, webApp: number): number[] {
  const { state, edition } = world.webInstance.col;
  const wanted = world.webApp.col.edition[webApp]!;
  return instancesOf(world, webApp).filter(
    (one) => state[one] !== LEAVING && edition[one] === wanted,
  );
}

/** Workloads that run on a web app. */
export function workloadsOn(world: World, webApp: number): number[] {
  const { col } = world.workload;
  return [...world.workload.slots()].filter((one) => col.webApp[one] === webApp + 1);
}

/** What it owes up to now stays owed at the price of now. */
function settleCost(world: World, webApp: number): void {
  const { col } = world.webApp;
  const hours = (world.nowUs - col.billedFromUs[webApp]!) / US_PER_HOUR;
  col.earlierMicroUsd[webApp]! += hours * webAppHourly(world, webApp);
  col.billedFromUs[webApp] = world.nowUs;
}

/** Brings a web app to a number of instances: the newest go first. */
export function setCapacity(world: World, webApp: number, capacity: number): void {
  settleCost(world, webApp);
  world.webApp.col.capacity[webApp] = capacity;
  world.webApp.col.revision[webApp]! += 1;
  const current = currentOf(world, webApp);
  for (let count = current.length; count < capacity; count += 1) startInstance(world, webApp);
  const { number } = world.webInstance.col;
  const newestFirst = current.sort((a, b) => number[b]! - number[a]!);
  for (const one of newestFirst.slice(0, Math.max(0, current.length - capacity))) leave(world, one);
  finishRenewal(world, webApp);
  world.webApp.dirty.touch(webApp);
}

/** Moves a web app to another tier; its instances are replaced. */
export function setTier(world: World, webApp: number, tier: string): void {
  settleCost(world, webApp);
  world.webApp.setText({ column: 'tier', slot: webApp, text: tier });
  renew(world, webApp, false);
}

/** Brings up as many new instances as there are to be; the old ones go when these are ready. */
export function renew(world: World, webApp: number, patching: boolean): void {
  const { col } = world.webApp;
  col.edition[webApp] = (col.edition[webApp]! + 1) >>> 0;
  col.patching[webApp] = patching ? 1 : 0;
  setCapacity(world, webApp, col.capacity[webApp]!);
}

function startInstance(world: World, webApp: number): void {
  const one = world.webInstance.allocate();
  const { col } = world.webInstance;
  const plan = planOf(world, webApp);
  const ground = makeInstanceGround(world, {
    memoryMib: plan.memoryMib,
    vCpu: plan.vCpu,
    networkMbps: plan.networkMbps,
    instance: one,
  });
  const number = world.webApp.col.lastNumber[webApp]! + 1;
  world.webApp.col.lastNumber[webApp] = number;
  col.webApp[one] = webApp + 1;
  col.ground[one] = ground + 1;
  col.number[one] = number;
  col.edition[one] = world.webApp.col.edition[webApp]!;
  col.sinceUs[one] = world.nowUs;
  for (const workload of workloadsOn(world, webApp)) addPlaceOn(world, workload, ground);
  const isInstant = world.settingUp || world.operations === 'instant';
  if (isInstant || plan.startSeconds === 0) becomeReady(world, one);
  else planLook(world, one, plan.startSeconds * US_PER_SECOND);
}

function planLook(world: World, one: number, inUs: number): void {
  const { serial } = world.webInstance.col;
  serial[one] = (serial[one]! + 1) >>> 0;
  world.schedule({
    atUs: world.nowUs + inUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.webInstance,
    slot: one,
    generation: world.webInstance.generation[one]!,
    payload: serial[one],
  });
}

/** Event: an instance is ready, or one that leaves is looked at. */
export function onWebInstance(world: World, one: number): void {
  const { state, webApp } = world.webInstance.col;
  if (state[one] === LEAVING) {
    lookAtLeaving(world, one);
    return;
  }
  becomeReady(world, one);
  finishRenewal(world, webApp[one]! - 1);
}

function becomeReady(world: World, one: number): void {
  const { col } = world.webInstance;
  const ground = col.ground[one]! - 1;
  const webApp = col.webApp[one]! - 1;
  col.state[one] = READY;
  col.sinceUs[one] = world.nowUs;
  world.workGround.col.running[ground] = 1;
  for (const place of world.workloads.placesOn(ground)) {
    measurePlace(world, place);
    fillPlace(world, place);
  }
  for (const workload of workloadsOn(world, webApp)) applyRate(world, workload);
  world.webApp.dirty.touch(webApp);
}

/** Lets instances of earlier editions go once all of the present one are ready. */
function finishRenewal(world: World, webApp: number): void {
  const { state, edition } = world.webInstance.col;
  const { col } = world.webApp;
  if (currentOf(world, webApp).some((one) => state[one] === STARTING)) return;
  for (const one of instancesOf(world, webApp)) {
    if (state[one] !== LEAVING && edition[one] !== col.edition[webApp]) leave(world, one);
  }
  if (col.patching[webApp] === 0) return;
  col.patching[webApp] = 0;
  col.patches[webApp]! += 1;
  col.lastPatchUs[webApp] = world.nowUs;
  const details = { instances: col.capacity[webApp]! };
  happen(world, { kind: 'webApp.patched', table: 'webApp', slot: webApp, cause: 0, details });
}

/** An instance takes nothing new; it goes when it has answered what it has in hand. */
function leave(world: World, one: number): void {
  const { col } = world.webInstance;
  const ground = col.ground[one]! - 1;
  const webApp = col.webApp[one]! - 1;
  settleGround(world, ground);
  col.state[one] = LEAVING;
  col.sinceUs[one] = world.nowUs;
  world.workGround.col.running[ground] = 0;
  for (const workload of workloadsOn(world, webApp)) applyRate(world, workload);
  world.webApp.dirty.touch(webApp);
  lookAtLeaving(world, one);
}

function lookAtLeaving(world: World, one: number): void {
  const { ground, sinceUs, webApp } = world.webInstance.col;
  const { busy, queued, backlog } = world.workPlace.col;
  const places = world.workloads.placesOn(ground[one]! - 1);
  const isIdle = places.every((at) => busy[at]! + queued[at]! + backlog[at]! < 1);
  if (!isIdle && world.nowUs - sinceUs[one]! < LEAVE_MAX_US) {
    planLook(world, one, LEAVE_LOOK_US);
    return;
  }
  const owner = webApp[one]! - 1;
  releaseInstance(world, one);
  world.webApp.dirty.touch(owner);
}

/** Ends an instance: what it still has in hand is lost. */
function releaseInstance(world: World, one: number): void {
  const ground = world.webInstance.col.ground[one]! - 1;
  for (const place of world.workloads.placesOn(ground)) releasePlace(world, place);
  world.workGround.release(ground);
  world.webInstance.release(one);
  world.workloads.invalidate();
}

/** Ends all instances of a web app on which nothing runs any more. */
export function releaseInstances(world: World, webApp: number): void {
  for (const one of instancesOf(world, webApp)) releaseInstance(world, one);
}

/** Share of the processors of its ready instances since the last look; looking moves it on. */
export function takeCpuShare(world: World, webApp: number, elapsedUs: number): number | undefined {
  const { col } = world.webInstance;
  let [busyUs, offeredUs] = [0, 0];
  for (const one of instancesOf(world, webApp)) {
    if (col.state[one] !== READY) continue;
    const ground = col.ground[one]! - 1;
    advanceCpu(world, ground);
    const { cpuBusyUs, flowCores, vCpu } = world.workGround.col;
    // What flows is taken as it is now: it changes only with the rate or the instances.
    busyUs += cpuBusyUs[ground]! - col.cpuSeenUs[one]! + flowCores[ground]! * elapsedUs;
    offeredUs += vCpu[ground]! * elapsedUs;
    col.cpuSeenUs[one] = cpuBusyUs[ground]!;
  }
  return offeredUs === 0 ? undefined : Math.min(1, busyUs / offeredUs);
}
