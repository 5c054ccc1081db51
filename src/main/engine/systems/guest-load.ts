/**
 * What the processes of an operating system use: memory, disk and processor (rules ENG-O2 to
 * ENG-O8). Growth is linear between events, so it is added up only when something changes, and
 * the moment at which memory or disk is full is one event.
 */
import { DISK_ROLES, HOST_STATES, POWER_STATES } from '../../../shared/model/kinds.ts';
import { PROCESS_STATES } from '../../../shared/model/guest-kinds.ts';
import {
  systemDiskMib,
  systemMemoryMib,
  type GuestSight,
} from '../../../shared/model/application-needs.ts';
import { MIB_PER_GIB } from '../../../shared/kernel/units.ts';
import { US_PER_HOUR } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';
import type { SystemOwner } from './guest-records.ts';
import { standingOn, takenInsideMib } from './nested-machines.ts';
import type { ShareDemand } from './proportional-share.ts';

export const PROCESS_RUNNING = PROCESS_STATES.indexOf('running');
const HOST_UP = HOST_STATES.indexOf('up');
const VM_RUNNING = POWER_STATES.indexOf('running');
const OS_DISK = DISK_ROLES.indexOf('os');
const MILLICORES_PER_CORE = 1_000;
/** Room that counts as none: sums of growth may be wrong by that much. */
const FULL_MIB = 1e-6;

/** True while what a system runs on lets it run processes. */
export function systemIsUp(world: World, owner: SystemOwner): boolean {
  const { table, slot } = owner;
  return table === 'host'
    ? world.host.col.state[slot] === HOST_UP
    : world.vm.col.powerState[slot] === VM_RUNNING;
}

/** What a system runs on. */
export function ownerOf(world: World, guest: number): SystemOwner {
  const host = world.guest.col.host[guest]! - 1;
  if (host >= 0) return { table: 'host', slot: host };
  return { table: 'vm', slot: world.guest.col.vm[guest]! - 1 };
}

/** Memory, disk and processor of what a system runs on: the disk is the one it is installed on. */
export function hardwareOf(
  world: World,
  owner: SystemOwner,
): { memoryMib: number; diskMib: number; millicores: number } {
  const { table, slot } = owner;
  if (table === 'host') {
    const { memoryMib, diskGib, cores } = world.host.col;
    return {
      memoryMib: memoryMib[slot]! - machinesOnTop(world, slot),
      diskMib: diskGib[slot]! * MIB_PER_GIB,
      millicores: cores[slot]! * MILLICORES_PER_CORE,
    };
  }
  const disks = world.cloud.disksOfVm(slot);
  const os = disks.find((disk) => world.disk.col.role[disk] === OS_DISK);
  return {
    memoryMib: world.vm.col.memoryMib[slot]! - takenInsideMib(world, slot),
    diskMib: os === undefined ? 0 : world.disk.col.sizeGib[os]! * MIB_PER_GIB,
    millicores: world.vm.col.vCpu[slot]! * MILLICORES_PER_CORE,
  };
}

/** Memory that a hosted hypervisor holds beside the applications of the system it runs in. */
function machinesOnTop(world: World, host: number): number {
  const { hosted, memoryCommittedMib, overheadMib, machineOverheadMib } = world.host.col;
  if (hosted[host] === 0) return 0;
  const machines = standingOn(world, host).length;
  const each = machines * machineOverheadMib[host]!;
  return memoryCommittedMib[host]! + overheadMib[host]! + each;
}

/** Memory of a system in MiB, its own part included. */
export function memoryOf(world: World, guest: number): number {
  return hardwareOf(world, ownerOf(world, guest)).memoryMib;
}

/** The disk a system is installed on, in MiB. */
export function diskOf(world: World, guest: number): number {
  return hardwareOf(world, ownerOf(world, guest)).diskMib;
}

/** Processor of a system, in thousandths of a core. */
export function coresOf(world: World, guest: number): number {
  return hardwareOf(world, ownerOf(world, guest)).millicores;
}

/** Running applications of a system, in slot order. */
export function runningApps(world: World, guest: number): number[] {
  const { state } = world.guestApp.col;
  return world.guests.appsOf(guest).filter((app) => state[app] === PROCESS_RUNNING);
}

/** Tasks that are running now. */
export function runningTasks(world: World, guest: number): number[] {
  return world.guests.tasksOf(guest).filter((task) => world.guestTask.col.pid[task]! > 0);
}

/** Hours since growth was last added up. */
function openHours(world: World, guest: number): number {
  return (world.nowUs - world.guest.col.accountedUs[guest]!) / US_PER_HOUR;
}

/**
 * Memory an application uses; 0 when it does not run. `hours` is the growth to add to what the
 * columns hold: up to now when absent, none for a figure that stays until the next change.
 */
export function appMemoryMib(
  world: World,
  app: number,
  hours = openHours(world, world.guestApp.col.guest[app]! - 1),
): number {
  const { col } = world.guestApp;
  if (col.state[app] !== PROCESS_RUNNING) return 0;
  const needs = world.guests.needsOf(app);
  return needs.memoryMib + col.grownMib[app]! + needs.memoryGrowthMibPerHour * hours;
}

/** Disk an application takes; `hours` as for its memory. */
export function appDiskMib(
  world: World,
  app: number,
  hours = openHours(world, world.guestApp.col.guest[app]! - 1),
): number {
  const { col } = world.guestApp;
  const needs = world.guests.needsOf(app);
  const written = col.writtenMib[app]!;
  if (col.state[app] !== PROCESS_RUNNING) return needs.diskMib + written;
  return needs.diskMib + written + needs.diskGrowthMibPerHour * hours;
}

/** Memory in use on a system, its own part included; `hours` as for an application. */
export function usedMemoryMib(
  world: World,
  guest: number,
  hours = openHours(world, guest),
): number {
  let used = systemMemoryMib(memoryOf(world, guest));
  for (const app of world.guests.appsOf(guest)) used += appMemoryMib(world, app, hours);
  for (const task of runningTasks(world, guest)) used += world.guestTask.col.memoryMib[task]!;
  return used;
}

/** Disk in use on a system, its own part included; `hours` as for an application. */
export function usedDiskMib(world: World, guest: number, hours = openHours(world, guest)): number {
  let used = systemDiskMib(diskOf(world, guest));
  for (const app of world.guests.appsOf(guest)) used += appDiskMib(world, app, hours);
  for (const row of world.guests.runtimesOf(guest)) used += runtimeDiskMib(world, row);
  return used;
}

function runtimeDiskMib(world: World, row: number): number {
  const key = world.guestRuntime.text('runtime', row);
  return world.catalogue.runtimes?.find((one) => one.key === key)?.diskMib ?? 0;
}

/** A system that nobody has touched, as the collisions see it. */
export function emptySight(world: World, owner: SystemOwner): GuestSight {
  const { memoryMib, diskMib } = hardwareOf(world, owner);
  return {
    memoryMib,
    memoryFreeMib: memoryMib - systemMemoryMib(memoryMib),
    diskFreeMib: diskMib - systemDiskMib(diskMib),
    neighbours: [],
    runtimes: [],
  };
}

/** A system as the collisions see it. */
export function sightOf(world: World, guest: number): GuestSight {
  const { guestApp, guestRuntime } = world;
  const memoryMib = memoryOf(world, guest);
  return {
    memoryMib,
    memoryFreeMib: memoryMib - usedMemoryMib(world, guest),
    diskFreeMib: diskOf(world, guest) - usedDiskMib(world, guest),
    neighbours: world.guests.appsOf(guest).map((app) => ({
      name: guestApp.text('name', app),
      pid: guestApp.col.pid[app]!,
      running: guestApp.col.state[app] === PROCESS_RUNNING,
      usedMib: appMemoryMib(world, app),
      needs: world.guests.needsOf(app),
    })),
    runtimes: world.guests.runtimesOf(guest).map((row) => ({
      runtime: guestRuntime.text('runtime', row),
      version: guestRuntime.text('version', row),
    })),
  };
}

/** Adds growth up to now to the columns; call it before the set of running processes changes. */
export function accountGrowth(world: World, guest: number): void {
  const hours = openHours(world, guest);
  world.guest.col.accountedUs[guest] = world.nowUs;
  if (hours <= 0) return;
  const { grownMib, writtenMib } = world.guestApp.col;
  for (const app of runningApps(world, guest)) {
    const needs = world.guests.needsOf(app);
    grownMib[app]! += needs.memoryGrowthMibPerHour * hours;
    writtenMib[app]! += needs.diskGrowthMibPerHour * hours;
  }
}

/** Whether memory is used up, beyond what rounding explains. */
export function memoryIsOver(world: World, guest: number): boolean {
  return usedMemoryMib(world, guest) > memoryOf(world, guest) + FULL_MIB;
}

/** Whether memory that still grows has come to its end. */
export function memoryIsFull(world: World, guest: number): boolean {
  return usedMemoryMib(world, guest) >= memoryOf(world, guest) - FULL_MIB;
}

/** Whether the disk has no room left. */
export function diskIsFull(world: World, guest: number): boolean {
  return usedDiskMib(world, guest) >= diskOf(world, guest) - FULL_MIB;
}

/** Schedules the moment at which memory or disk will be full, if they grow. */
export function scheduleLimit(world: World, guest: number): void {
  const { col } = world.guest;
  col.limitSerial[guest] = (col.limitSerial[guest]! + 1) >>> 0;
  let memoryRate = 0;
  let diskRate = 0;
  for (const app of runningApps(world, guest)) {
    const needs = world.guests.needsOf(app);
    memoryRate += needs.memoryGrowthMibPerHour;
    diskRate += needs.diskGrowthMibPerHour;
  }
  const memoryFree = memoryOf(world, guest) - usedMemoryMib(world, guest);
  const diskFree = diskOf(world, guest) - usedDiskMib(world, guest);
  const inUs = Math.min(
    memoryRate === 0 ? Infinity : (memoryFree / memoryRate) * US_PER_HOUR,
    diskRate === 0 ? Infinity : (diskFree / diskRate) * US_PER_HOUR,
  );
  if (inUs === Infinity) return;
  world.schedule({
    atUs: world.nowUs + Math.max(0, Math.ceil(inUs)),
    priority: PRIORITY.lifecycle,
    kind: EVENT.guestLimit,
    slot: guest,
    generation: world.guest.generation[guest]!,
    payload: col.limitSerial[guest],
  });
}

/** What the processes of a system ask of the processor, in the order applications, then tasks. */
export function processDemands(world: World, guest: number): ShareDemand[] {
  const apps = runningApps(world, guest).map((app) => world.guests.needsOf(app).cpuMillicores);
  const tasks = runningTasks(world, guest).map((task) => world.guestTask.col.cpuMillicores[task]!);
  return [...apps, ...tasks].map((demand) => ({ demand, weight: 1 }));
}

/** What a machine can use: its demand, and never more than its vCPU. */
export function machineDemand(world: World, guest: number): number {
  // A bare server has no credits to run out of.
  const vm = world.guest.col.vm[guest]! - 1;
  const cap = vm < 0 ? 0 : world.vm.col.cpuCapMillicores[vm]!;
  const asked = Math.min(world.guest.col.demandMillicores[guest]!, coresOf(world, guest));
  return cap === 0 ? asked : Math.min(asked, cap);
}

/** Adds up what a system was given until now; call it before that changes. */
export function noteGuestUse(world: World, guest: number): void {
  const { col } = world.guest;
  const us = world.nowUs - col.usedAtUs[guest]!;
  col.usedAtUs[guest] = world.nowUs;
  if (us > 0) col.usedMillicoreUs[guest]! += us * col.grantedMillicores[guest]!;
}

/** Has the row of the host or machine shown anew. */
export function touchOwner(world: World, guest: number): void {
  const host = world.guest.col.host[guest]! - 1;
  if (host >= 0) world.host.dirty.touch(host);
  else world.vm.dirty.touch(world.guest.col.vm[guest]! - 1);
}
