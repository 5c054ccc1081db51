/**
 * Processes of installed applications: starting, ending, and what happens to them when memory or
 * disk is full or the system under them goes away (rules ENG-O4 to ENG-O7, ENG-O9). Whether one
 * may start at all is decided elsewhere. It knows no application by name.
 */
import type { HappeningKind } from '../../../shared/events/happenings.ts';
import { PROCESS_STATES } from '../../../shared/model/guest-kinds.ts';
import { chooseVictim, startCollisions } from '../../../shared/model/application-needs.ts';
import { codeOf, COLLISION_CODES } from './collision-codes.ts';
import { happen, type World } from '../world/world.ts';
import { settleAnswers } from './guest-answers.ts';
import { noteServerUp } from './move-copy.ts';
import { noteServerUse } from './move-marks.ts';
import {
  accountGrowth,
  appMemoryMib,
  diskIsFull,
  memoryIsFull,
  memoryIsOver,
  ownerOf,
  PROCESS_RUNNING,
  runningApps,
  runningTasks,
  scheduleLimit,
  sightOf,
  systemIsUp,
  touchOwner,
} from './guest-load.ts';
import { settleProcessor } from './processor-shares.ts';

const STOPPED = PROCESS_STATES.indexOf('stopped');
const KILLED = PROCESS_STATES.indexOf('killed');
const FAILED = PROCESS_STATES.indexOf('failed');

/** Tells something that happened inside a system; the subject is what it runs on. */
export function happenInGuest(
  world: World,
  guest: number,
  told: {
    kind: HappeningKind;
    cause: number;
    details: Readonly<Record<string, string | number>>;
  },
): number {
  const host = world.guest.col.host[guest]! - 1;
  return host >= 0
    ? happen(world, { ...told, table: 'host', slot: host })
    : happen(world, { ...told, table: 'vm', slot: world.guest.col.vm[guest]! - 1 });
}

/** The next process number of a system. */
export function takePid(world: World, guest: number): number {
  const pid = world.guest.col.nextPid[guest]!;
  world.guest.col.nextPid[guest] = pid + 1;
  return pid;
}

/** Brings everything that follows from the running processes in line; call it after any change. */
export function settleGuest(world: World, guest: number): void {
  scheduleLimit(world, guest);
  settleProcessor(world, guest);
  noteServerUse(world, guest);
  settleAnswers(world, guest);
  touchOwner(world, guest);
}

/** Starts an application that nothing stands against; memory may still run out by it. */
export function startProcess(world: World, app: number, cause: number): void {
  const { col } = world.guestApp;
  const guest = col.guest[app]! - 1;
  accountGrowth(world, guest);
  col.state[app] = PROCESS_RUNNING;
  col.pid[app] = takePid(world, guest);
  col.grownMib[app] = 0;
  col.cause[app] = 0;
  world.guestApp.setText({ column: 'code', slot: app, text: '' });
  world.guestApp.setText({ column: 'line', slot: app, text: '' });
  const details = { app: world.guestApp.text('name', app), pid: col.pid[app] };
  const started = happenInGuest(world, guest, { kind: 'app.started', cause, details });
  freeMemory(world, guest, { cause: started, asker: details.app });
  settleGuest(world, guest);
}

interface Ending {
  readonly state: number;
  readonly kind: HappeningKind;
  readonly code: string;
  readonly line: string;
  readonly cause: number;
  readonly details?: Readonly<Record<string, string | number>>;
}

/** Ends the process of an application, and with it those that depend on it. */
function endProcess(world: World, app: number, ending: Ending): void {
  const { guestApp } = world;
  const { col } = guestApp;
  const guest = col.guest[app]! - 1;
  accountGrowth(world, guest);
  const pid = col.pid[app]!;
  col.state[app] = ending.state;
  col.pid[app] = 0;
  col.grownMib[app] = 0;
  guestApp.setText({ column: 'code', slot: app, text: ending.code });
  guestApp.setText({ column: 'line', slot: app, text: ending.line });
  const details = {
    app: guestApp.text('name', app),
    pid,
    ...(ending.line === '' ? {} : { line: ending.line }),
    ...ending.details,
  };
  const { kind, cause } = ending;
  const told = happenInGuest(world, guest, { kind, cause, details });
  col.cause[app] = ending.state === STOPPED ? 0 : told;
  failDependents(world, app, told);
}

/** Running applications that depend on one, which no other running one stands in for. */
function failDependents(world: World, app: number, cause: number): void {
  const { guestApp } = world;
  const guest = guestApp.col.guest[app]! - 1;
  for (const other of runningApps(world, guest)) {
    // An earlier turn of this loop may have ended it.
    if (guestApp.col.state[other] !== PROCESS_RUNNING) continue;
    const name = guestApp.text('name', other);
    const needs = world.guests.needsOf(other);
    const missing = startCollisions(sightOf(world, guest), { name, needs }).find(
      ({ kind }) => kind === 'dependency',
    );
    if (missing === undefined) continue;
    endProcess(world, other, {
      state: FAILED,
      kind: 'app.failed',
      code: COLLISION_CODES.dependency,
      line: missing.line,
      cause,
    });
  }
}

/** Stops an application because somebody asked for it. */
export function stopProcess(world: World, app: number, cause: number): void {
  const guest = world.guestApp.col.guest[app]! - 1;
  endProcess(world, app, { state: STOPPED, kind: 'app.stopped', code: '', line: '', cause });
  settleGuest(world, guest);
}

/** Kills the largest users of memory until what is left fits (rule ENG-O6). */
export function freeMemory(
  world: World,
  guest: number,
  blame: { cause: number; asker: string },
  isFull: (world: World, guest: number) => boolean = memoryIsOver,
): void {
  while (isFull(world, guest)) {
    const apps = runningApps(world, guest).map((app) => ({
      app,
      task: -1,
      pid: world.guestApp.col.pid[app]!,
      usedMib: appMemoryMib(world, app),
    }));
    const tasks = runningTasks(world, guest).map((task) => ({
      app: -1,
      task,
      pid: world.guestTask.col.pid[task]!,
      usedMib: world.guestTask.col.memoryMib[task]!,
    }));
    const victim = chooseVictim([...apps, ...tasks]);
    if (victim === undefined) return;
    if (victim.app >= 0) killApp(world, victim, blame);
    else killTask(world, guest, { ...victim, ...blame });
  }
}

function killApp(
  world: World,
  victim: { app: number; pid: number; usedMib: number },
  blame: { cause: number; asker: string },
): void {
  const { process } = world.guests.needsOf(victim.app);
  const residentMib = Math.floor(victim.usedMib);
  const line =
    `Out of memory: Killed process ${victim.pid} (${process}), ` +
    `anon-rss:${residentMib * 1_024}kB`;
  endProcess(world, victim.app, {
    state: KILLED,
    kind: 'app.killed',
    code: 'app.outOfMemory',
    line,
    cause: blame.cause,
    details: { residentMib, asker: blame.asker },
  });
}

function killTask(
  world: World,
  guest: number,
  victim: { task: number; pid: number; usedMib: number; cause: number; asker: string },
): void {
  const { task, pid, usedMib: residentMib, asker, cause } = victim;
  const name = world.guestTask.text('name', task);
  const line = `Out of memory: Killed process ${pid} (${name}), anon-rss:${residentMib * 1_024}kB`;
  world.guestTask.col.pid[task] = 0;
  world.guestTask.col.failed[task]! += 1;
  const details = { app: name, pid, line, residentMib, asker };
  happenInGuest(world, guest, { kind: 'app.killed', cause, details });
}

/** Event: memory or disk of a system is full. */
export function onGuestLimit(world: World, guest: number): void {
  accountGrowth(world, guest);
  const grows = runningApps(world, guest).filter(
    (app) => world.guests.needsOf(app).memoryGrowthMibPerHour > 0,
  );
  const asker = grows[0];
  if (asker !== undefined && memoryIsFull(world, guest)) {
    const name = world.guestApp.text('name', asker);
    freeMemory(world, guest, { cause: 0, asker: name }, memoryIsFull);
  }
  if (diskIsFull(world, guest)) failWriters(world, guest);
  settleGuest(world, guest);
}

/** Whoever writes to a disk without room ends with the error (rule ENG-O7). */
function failWriters(world: World, guest: number): void {
  const writers = runningApps(world, guest).filter(
    (app) => world.guests.needsOf(app).diskGrowthMibPerHour > 0,
  );
  for (const app of writers) {
    if (world.guestApp.col.state[app] !== PROCESS_RUNNING) continue;
    const { service } = world.guests.needsOf(app);
    endProcess(world, app, {
      state: FAILED,
      kind: 'app.failed',
      code: COLLISION_CODES.disk,
      line: `ENOSPC: no space left on device: cannot write the log of ${service}.service`,
      cause: 0,
    });
  }
}

/**
 * The ground of a system came or went: its services start in the order of their dependencies, or
 * end with it. Call it after the state of host or machine was written; `cause` is what did it.
 */
export function settleSystem(world: World, guest: number, cause: number): void {
  const up = systemIsUp(world, ownerOf(world, guest)) ? 1 : 0;
  if (world.guest.col.up[guest] === up) return;
  if (up === 0) stopSystem(world, guest, cause);
  else startSystem(world, guest);
  settleGuest(world, guest);
  noteServerUp(world, world.guest.col.host[guest]! - 1, { up: up === 1, cause });
}

function stopSystem(world: World, guest: number, cause: number): void {
  accountGrowth(world, guest);
  world.guest.col.up[guest] = 0;
  // Whatever was closed is forgotten with the processes; the next start looks anew.
  world.guest.col.deaf[guest] = 0;
  for (const app of runningApps(world, guest)) {
    world.guestApp.col.state[app] = STOPPED;
    world.guestApp.col.grownMib[app] = 0;
    const details = { app: world.guestApp.text('name', app), pid: world.guestApp.col.pid[app]! };
    world.guestApp.col.pid[app] = 0;
    const told = happenInGuest(world, guest, { kind: 'app.stopped', cause, details });
    world.guestApp.col.cause[app] = told;
  }
  for (const task of runningTasks(world, guest)) {
    world.guestTask.col.pid[task] = 0;
    world.guestTask.col.failed[task]! += 1;
  }
}

function startSystem(world: World, guest: number): void {
  const { col } = world.guest;
  col.up[guest] = 1;
  col.accountedUs[guest] = world.nowUs;
  if (col.rebootPending[guest] === 1) {
    col.rebootPending[guest] = 0;
    const details = { patchLevel: col.patchLevel[guest]! };
    happenInGuest(world, guest, { kind: 'os.patched', cause: 0, details });
  }
  startWanted(world, guest);
}

/** Starts what is to run on a system and does not, dependencies first. */
export function startWanted(world: World, guest: number): void {
  for (const app of bootOrder(world, guest)) {
    if (world.guestApp.col.state[app] === PROCESS_RUNNING) continue;
    const name = world.guestApp.text('name', app);
    const needs = world.guests.needsOf(app);
    const [first] = startCollisions(sightOf(world, guest), { name, needs });
    if (first === undefined) {
      startProcess(world, app, 0);
      continue;
    }
    const { guestApp } = world;
    guestApp.col.state[app] = FAILED;
    guestApp.setText({ column: 'line', slot: app, text: first.line });
    guestApp.setText({ column: 'code', slot: app, text: codeOf(first) });
    const details = { app: name, line: first.line, with: first.with };
    guestApp.col.cause[app] = happenInGuest(world, guest, {
      kind: 'app.startFailed',
      cause: 0,
      details,
    });
  }
}

/** Applications that start with their system, those others depend on first. */
function bootOrder(world: World, guest: number): number[] {
  const { guestApp } = world;
  let waiting = world.guests.appsOf(guest).filter((app) => guestApp.col.wanted[app] === 1);
  const order: number[] = [];
  while (waiting.length > 0) {
    const names = new Set(
      waiting.flatMap((app) => [guestApp.text('name', app), guestApp.text('application', app)]),
    );
    const next =
      waiting.find((app) => !world.guests.needsOf(app).dependsOn.some((one) => names.has(one))) ??
      waiting[0];
    if (next === undefined) break;
    order.push(next);
    waiting = waiting.filter((app) => app !== next);
  }
  return order;
}
