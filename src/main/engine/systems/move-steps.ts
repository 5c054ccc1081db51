/**
 * A change-over, from the stop of the server to the first answer of its machine, and the way back
 * (rules ENG-LS9 to ENG-LS11). The machine is made while the last changes are copied; it comes up
 * when both are done. Whether a step may be taken is decided elsewhere.
 */
import { MOVE_STAGES } from '../../../shared/model/move-kinds.ts';
import { POWER_STATES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { EventCell } from '../event-queue.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { runningApps } from './guest-load.ts';
import { startWanted, stopProcess } from './guest-processes.ts';
import { cancelOperation, startOperation } from './lifecycle.ts';
import { arrived, awaitPass, endCopying, mibPerUs, onMoveCopy, pendingMib } from './move-copy.ts';
import { noteServing, touchMove } from './move-marks.ts';
import { leadNames, servicesOfServer } from './own-server.ts';
import { settleCalls } from './service-calls.ts';

const CUTTING_OVER = MOVE_STAGES.indexOf('cuttingOver');
const REPLICATED = MOVE_STAGES.indexOf('replicated');
const RUNNING = POWER_STATES.indexOf('running');
const NONE = VM_OPERATIONS.indexOf('none');

/** True for an event of a move. */
export function isMoveEvent(kind: number): boolean {
  return kind === EVENT.moveCopy || kind === EVENT.moveStep;
}

/** True when the move is gone, or has changed its mind. */
export function isStaleMoveEvent(world: World, cell: Readonly<EventCell>): boolean {
  const { kind, slot, generation, payload } = cell;
  if (world.move.generation[slot] !== generation) return true;
  const { copySerial, stepSerial } = world.move.col;
  return (kind === EVENT.moveCopy ? copySerial : stepSerial)[slot] !== payload;
}

/** Carries out such an event. */
export function onMoveEvent(world: World, cell: Readonly<EventCell>): void {
  if (cell.kind === EVENT.moveCopy) onMoveCopy(world, cell.slot);
  else onMoveStep(world, cell.slot);
}

/** Requests of the services of a server that failed so far. */
export function failedOf(world: World, host: number): number {
  const { late, refused, lost } = world.service.col;
  return servicesOfServer(world, host).reduce(
    (sum, service) => sum + late[service]! + refused[service]! + lost[service]!,
    0,
  );
}

/** Stops what runs on the server and leads its names away. Says how long the last copy takes. */
export function stopServer(
  world: World,
  move: number,
  change: { readonly windowUs: number; readonly nameTtlUs: number; readonly found: string },
): number {
  const { col } = world.move;
  const host = world.move.ref('server', move);
  const guest = world.guests.onHost(host);
  const mib = pendingMib(world, move);
  const finalUs = Math.ceil(mib / mibPerUs(col.mbps[move]!));
  col.meanMillicores[move] = meanOf(world, move, guest);
  col.stage[move] = CUTTING_OVER;
  col.stoppedUs[move] = world.nowUs;
  col.servedUs[move] = 0;
  col.windowUs[move] = change.windowUs;
  col.failedBefore[move] = failedOf(world, host);
  world.move.setText({ column: 'found', slot: move, text: change.found });
  col.cause[move] = happen(world, {
    kind: 'move.cuttingOver',
    table: 'move',
    slot: move,
    cause: world.decisionId,
    details: { pendingMib: Math.ceil(mib), copyUs: finalUs, windowUs: change.windowUs },
  });
  const cause = col.cause[move];
  const names = holdApps(world, guest, cause);
  world.move.setText({ column: 'stoppedApps', slot: move, text: names.join('\n') });
  leadNames(world, host, { to: 'balancer', ttlUs: change.nameTtlUs, cause });
  col.passMib[move] = mib;
  col.passFromUs[move] = world.nowUs;
  endCopying(world, move);
  return finalUs;
}

/** What the processor of a server was given on the average since somebody looked at it. */
export function meanOf(world: World, move: number, guest: number): number {
  const { seenFromUs, usedBefore, peakMillicores } = world.move.col;
  const { usedMillicoreUs, usedAtUs, grantedMillicores } = world.guest.col;
  const lastsUs = world.nowUs - seenFromUs[move]!;
  if (lastsUs === 0) return peakMillicores[move]!;
  const openUs = world.nowUs - usedAtUs[guest]!;
  const used = usedMillicoreUs[guest]! + openUs * grantedMillicores[guest]!;
  return (used - usedBefore[move]!) / lastsUs;
}

/** Ends the applications of a system, those others depend on last, and keeps them down. */
function holdApps(world: World, guest: number, cause: number): string[] {
  const names: string[] = [];
  for (const app of runningApps(world, guest).toReversed()) {
    names.push(world.guestApp.text('name', app));
    // An earlier one may have taken it along.
    if (world.guestApp.col.pid[app]! > 0) stopProcess(world, app, cause);
  }
  for (const app of world.guests.appsOf(guest)) {
    const name = world.guestApp.text('name', app);
    if (world.guestApp.col.wanted[app] === 1 && !names.includes(name)) names.push(name);
    world.guestApp.col.wanted[app] = 0;
  }
  return names;
}

/** The machine is being made; it is looked at when it comes up and when the window closes. */
export function awaitMachine(world: World, move: number, vm: number): void {
  world.move.setRef({ column: 'target', slot: move, to: vm });
  settleCalls(world);
  look(world, move);
}

/** Looks again at the next moment at which something can be decided. */
function look(world: World, move: number): void {
  const { col, generation } = world.move;
  const vm = world.move.ref('target', move);
  const closesUs = col.stoppedUs[move]! + col.windowUs[move]!;
  const isBusy = vm >= 0 && world.vm.col.operation[vm] !== NONE;
  const upUs = isBusy ? world.vm.col.operationEndsAtUs[vm]! : Infinity;
  col.stepSerial[move] = (col.stepSerial[move]! + 1) >>> 0;
  world.schedule({
    atUs: Math.max(world.nowUs, upUs > world.nowUs ? Math.min(upUs, closesUs) : closesUs),
    priority: PRIORITY.probe,
    kind: EVENT.moveStep,
    slot: move,
    generation: generation[move]!,
    payload: col.stepSerial[move],
  });
}

/** Event: the machine has come up, or the window closes. */
function onMoveStep(world: World, move: number): void {
  const { col } = world.move;
  if (col.stage[move] !== CUTTING_OVER) return;
  const vm = world.move.ref('target', move);
  if (vm >= 0) noteServing(world, vm);
  // What nobody asks serves as soon as it runs.
  if (col.stage[move] !== CUTTING_OVER) return;
  if (world.nowUs < col.stoppedUs[move]! + col.windowUs[move]!) {
    look(world, move);
    return;
  }
  const details = { windowUs: col.windowUs[move]!, runs: isRunning(world, vm) };
  const closed = { kind: 'move.windowClosed', table: 'move', slot: move, details } as const;
  rollBack(world, move, happen(world, { ...closed, cause: col.cause[move]! }));
}

function isRunning(world: World, vm: number): number {
  return vm >= 0 && world.vm.col.powerState[vm] === RUNNING ? 1 : 0;
}

/** Goes back to the server; what was written on its machine is gone with that. */
export function rollBack(world: World, move: number, cause: number): void {
  const { col } = world.move;
  const host = world.move.ref('server', move);
  const vm = world.move.ref('target', move);
  const servedUs = col.servedUs[move]!;
  const sinceUs = servedUs === 0 ? 0 : world.nowUs - servedUs;
  const lostMib = Math.ceil((col.churnMibPerHour[move]! * sinceUs) / 3_600_000_000);
  const machine = vm < 0 ? '' : textIdOf(world, 'vm', vm);
  col.cause[move] = happen(world, {
    kind: 'move.rolledBack',
    table: 'move',
    slot: move,
    cause,
    details: { sinceUs, lostMib, ...(machine === '' ? {} : { machine }) },
  });
  if (vm >= 0) dropMachine(world, vm, col.cause[move]);
  world.move.setRef({ column: 'target', slot: move, to: -1 });
  col.stage[move] = REPLICATED;
  col.rollBacks[move]! += 1;
  col.servedUs[move] = 0;
  const { nameTtlUs } = world.service.col;
  const [first] = servicesOfServer(world, host);
  const ttlUs = first === undefined ? 0 : nameTtlUs[first]!;
  leadNames(world, host, { to: 'server', ttlUs, cause: col.cause[move] });
  releaseApps(world, move, host);
  settleCalls(world);
  copyOn(world, move);
}

/** The server did nothing meanwhile: what the last pass has not copied yet is all there is. */
function copyOn(world: World, move: number): void {
  const { col } = world.move;
  const doneUs = col.stoppedUs[move]! + Math.ceil(col.passMib[move]! / mibPerUs(col.mbps[move]!));
  const isDone = doneUs <= world.nowUs;
  if (isDone) {
    arrived(world, move);
    col.pointUs[move] = world.nowUs;
    awaitPass(world, move, world.nowUs + col.everyUs[move]!);
    return;
  }
  // The rest of it goes with the next pass.
  col.pointUs[move] = world.nowUs - backUs(world, move, doneUs - world.nowUs);
  awaitPass(world, move, world.nowUs);
}

/** For how long the server would have had to run for what a time of copying still has to bring. */
function backUs(world: World, move: number, leftUs: number): number {
  const { churnMibPerHour, mbps } = world.move.col;
  const perUs = churnMibPerHour[move]! / 3_600_000_000;
  return perUs === 0 ? 0 : Math.round((leftUs * mibPerUs(mbps[move]!)) / perUs);
}

function releaseApps(world: World, move: number, host: number): void {
  const guest = world.guests.onHost(host);
  const names = new Set(world.move.text('stoppedApps', move).split('\n'));
  for (const app of world.guests.appsOf(guest)) {
    if (names.has(world.guestApp.text('name', app))) world.guestApp.col.wanted[app] = 1;
  }
  if (world.guest.col.up[guest] === 1) startWanted(world, guest);
}

/** A machine of a move goes, with its disks and its interface, whatever it is doing. */
export function dropMachine(world: World, vm: number, cause: number): void {
  const { col } = world.vm;
  if (col.operation[vm] !== NONE) cancelOperation(world, vm, cause);
  col.wanted[vm] = 0;
  col.lost[vm] = 0;
  col.deleteResources[vm] = 1;
  col.cause[vm] = cause;
  startOperation(world, vm, 'delete');
  touchMoveOf(world, vm);
}

function touchMoveOf(world: World, vm: number): void {
  const { target, testVm } = world.move.col;
  for (const move of world.move.slots()) {
    if (target[move] === vm + 1 || testVm[move] === vm + 1) touchMove(world, move);
  }
}
