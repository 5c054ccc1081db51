/**
 * The inside of an operating system as part of the row it runs on (`shared/views/guest-view.ts`).
 * It only reads.
 */
import type { ApplicationView, GuestView, TaskView } from '../../../shared/views/guest-view.ts';
import { PROCESS_STATES } from '../../../shared/model/guest-kinds.ts';
import {
  appDiskMib,
  appMemoryMib,
  coresOf,
  diskOf,
  machineDemand,
  memoryOf,
  processDemands,
  runningApps,
  usedDiskMib,
  usedMemoryMib,
} from '../systems/guest-load.ts';
import { guestOf, type SystemOwner } from '../systems/guest-records.ts';
import { shareOut } from '../systems/proportional-share.ts';
import type { World } from '../world/world.ts';
import { cause, some } from './row-parts.ts';

const PPM = 1_000_000;

/** `{ guest: … }` for a host or machine whose system somebody has touched. */
export function guestPart(world: World, owner: SystemOwner): { guest?: GuestView } {
  const guest = guestOf(world, owner);
  return guest < 0 ? {} : { guest: guestView(world, guest) };
}

function guestView(world: World, guest: number): GuestView {
  const { col } = world.guest;
  const running = runningApps(world, guest);
  const needs = running.map((app) => world.guests.needsOf(app));
  const granted = shareOut(processDemands(world, guest), col.grantedMillicores[guest]!);
  const vm = col.vm[guest]! - 1;
  const grantedAll = col.grantedMillicores[guest]!;
  return {
    up: col.up[guest] === 1,
    patchLevel: col.patchLevel[guest]!,
    rebootPending: col.rebootPending[guest] === 1,
    accountedAtUs: col.accountedUs[guest]!,
    memoryMib: memoryOf(world, guest),
    usedMemoryMib: usedMemoryMib(world, guest, 0),
    memoryGrowthMibPerHour: needs.reduce((sum, one) => sum + one.memoryGrowthMibPerHour, 0),
    diskMib: diskOf(world, guest),
    usedDiskMib: usedDiskMib(world, guest, 0),
    diskGrowthMibPerHour: needs.reduce((sum, one) => sum + one.diskGrowthMibPerHour, 0),
    millicores: coresOf(world, guest),
    demandMillicores: col.demandMillicores[guest]!,
    grantedMillicores: grantedAll,
    // In a machine, what its own work has is not stolen.
    stealPpm: vm < 0 ? stealPpm(machineDemand(world, guest), grantedAll) : stolenPpm(world, vm),
    runtimes: world.guests.runtimesOf(guest).map((row) => ({
      runtime: world.guestRuntime.text('runtime', row),
      version: world.guestRuntime.text('version', row),
    })),
    applications: world.guests.appsOf(guest).map((app) => ({
      ...applicationView(world, app),
      grantedMillicores: granted[running.indexOf(app)] ?? 0,
    })),
    tasks: world.guests.tasksOf(guest).map((task) => taskView(world, task)),
  };
}

/** What neighbours have of the processor a machine asks for, in millionths; -1 is no machine. */
export function stolenPpm(world: World, vm: number): number {
  return vm < 0 ? 0 : Math.round((1 - world.vm.col.cpuShare[vm]!) * PPM);
}

/** Steal: (demand − granted) ÷ demand, in millionths (facts/azure, fact 115). */
function stealPpm(demand: number, granted: number): number {
  return demand <= granted ? 0 : Math.round(((demand - granted) / demand) * PPM);
}

function applicationView(world: World, app: number): Omit<ApplicationView, 'grantedMillicores'> {
  const { guestApp } = world;
  const { col } = guestApp;
  const code = guestApp.text('code', app);
  const line = guestApp.text('line', app);
  // The text is canonical JSON of an object, written by the decider.
  const changes: Record<string, unknown> = JSON.parse(guestApp.text('changes', app));
  const { listens, paths, runtimes, users, settings, dependsOn, ...needs } =
    world.guests.needsOf(app);
  return {
    name: guestApp.text('name', app),
    state: PROCESS_STATES[col.state[app]!]!,
    wanted: col.wanted[app] === 1,
    pid: col.pid[app]!,
    usedMib: appMemoryMib(world, app, 0),
    usedDiskMib: appDiskMib(world, app, 0),
    changes,
    needs: {
      ...needs,
      listens: [...listens],
      paths: [...paths],
      runtimes: [...runtimes],
      users: [...users],
      settings: { ...settings },
      dependsOn: [...dependsOn],
    },
    ...some('code', code === '' ? undefined : code),
    ...some('line', line === '' ? undefined : line),
    ...cause(col.cause[app]!),
  };
}

function taskView(world: World, task: number): TaskView {
  const { col } = world.guestTask;
  return {
    name: world.guestTask.text('name', task),
    cron: world.guestTask.text('cron', task),
    lastsUs: col.lastsUs[task]!,
    cpuMillicores: col.cpuMillicores[task]!,
    memoryMib: col.memoryMib[task]!,
    nextAtUs: col.nextUs[task]!,
    pid: col.pid[task]!,
    runs: col.runs[task]!,
    missed: col.missed[task]!,
    failed: col.failed[task]!,
  };
}
