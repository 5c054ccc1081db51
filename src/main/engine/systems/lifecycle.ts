/**
 * The life of a machine: operations that take time, and the power state they lead through.
 *
 * An operation is accepted at once, passes through its transitional state and ends after the
 * duration the service was measured to need (rules ENG-L1 to ENG-L7; docs/facts.md, fact 7). At
 * most one is under way on a machine. A lost host cancels what needs it and lets the rest finish.
 */
import { POWER_STATES, PROVISIONING_STATES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import type { PowerState, VmOperation } from '../../../shared/model/kinds.ts';
import type { OsKind } from '../../../shared/model/image-kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { leaseAddresses, renewAddresses } from './address-leases.ts';
import { noteMemoryUse } from './hypervisor-cost.ts';
import { settleBilling } from './billing.ts';
import { meterMachine } from './meters.ts';
import { interruptJobs } from './jobs.ts';
import { settleSystem } from './guest-processes.ts';
import { durationOf } from './operation-durations.ts';
import { settleIdentity } from './identities.ts';
import { OPERATION_RULES, type Operation } from './operation-rules.ts';
import { chooseElsewhere } from './elsewhere.ts';
import { isPaused } from './impairments.ts';
import { endMigration, pauseMachine, thawMachine } from './live-migration.ts';
import { innerOf } from './nested-machines.ts';
import { releaseHost, takeHost } from './placement.ts';
import { applyResize } from './resize.ts';
import { hostDrawMilliwatt, shiftHostLoad } from './power-loads.ts';
import { arriveOnNode, leaveRunningNode } from './machine-node.ts';
import { bootApplication } from './app-health.ts';
import { cureByStop, sufferAtBoot } from './machine-marks.ts';
import { bootBuild } from './builds.ts';
import { instanceDone } from './instance-done.ts';
import { loseSessionsOfVm } from './sessions.ts';
import { loseRequestsOfVm } from './requests.ts';
import { FAILURE_REASONS } from '../../../shared/model/kinds.ts';
import { deleteMachine } from './machine-records.ts';
import { afterPowerChange, beforePowerChange } from './work-grounds.ts';

const RUNNING = POWER_STATES.indexOf('running');
const STOPPING = POWER_STATES.indexOf('stopping');
const STARTING = POWER_STATES.indexOf('starting');
const STOPPED = POWER_STATES.indexOf('stopped');
const NONE = VM_OPERATIONS.indexOf('none');
const DELETING = PROVISIONING_STATES.indexOf('Deleting');
const RESTART = VM_OPERATIONS.indexOf('restart');
const MACHINE_LOST = FAILURE_REASONS.indexOf('machineLost');

/** States in which a machine executes, and draws its share of the host's watts. */
const EXECUTES: readonly boolean[] = POWER_STATES.map(
  (state) => state === 'starting' || state === 'running' || state === 'stopping',
);

/** Begins an operation; the `cause` column of the machine holds the happening that asked for it. */
export function startOperation(
  world: World,
  vm: number,
  operation: Exclude<Operation, 'maintain' | 'redeploy' | 'migrate' | 'freeze' | 'resize'>,
  durationUs = durationOf(world, operation),
): void {
  begin(world, vm, { operation, durationUs });
}

/**
 * Begins to create a machine: copied from an image, or installed by hand from a medium. `extraUs`
 * is what its disk still waits for.
 */
export function startCreation(
  world: World,
  vm: number,
  from: { readonly medium: OsKind | undefined; readonly extraUs: number },
): void {
  const { medium, extraUs } = from;
  const byHand = medium === 'windows' ? 'isoInstallWindows' : 'isoInstallLinux';
  const durationUs = extraUs + durationOf(world, medium === undefined ? 'create' : byHand);
  begin(world, vm, { operation: 'create', durationUs });
}

/** Begins to create an instance of a set, for as long as its set says. */
export function startInstance(world: World, vm: number, durationUs: number): void {
  begin(world, vm, { operation: 'create', durationUs });
}

/**
 * The platform restarts a running machine for planned maintenance; one that is busy is left
 * alone.
 */
export function startMaintenanceRestart(
  world: World,
  vm: number,
  plan: { durationUs: number; cause: number },
): void {
  if (!isAtHand(world, vm)) return;
  world.vm.col.cause[vm] = plan.cause;
  begin(world, vm, { operation: 'maintain', durationUs: plan.durationUs });
}

/** True for a machine the platform can act on: it runs, is at rest, and is inside no other one. */
function isAtHand(world: World, vm: number): boolean {
  const { powerState, operation, inside } = world.vm.col;
  return powerState[vm] === RUNNING && operation[vm] === NONE && inside[vm] === 0;
}

/** Operations during which a machine stands still with its memory kept. */
const PAUSES: ReadonlySet<VmOperation> = new Set(['migrate', 'freeze']);

/** Operations that lead through a stop: half of their time down, half coming up again. */
const RESTARTS: ReadonlySet<VmOperation> = new Set([
  'restart',
  'guestRestart',
  'redeploy',
  'maintain',
  'resize',
]);

interface OperationPlan {
  readonly operation: Operation;
  readonly durationUs: number;
  /** Time until its first step, when that is neither its half nor its end. */
  readonly firstUs?: number;
  /** Power state while it lasts, when it is not that of its rule. */
  readonly during?: PowerState;
}

function begin(world: World, vm: number, plan: OperationPlan): void {
  const { operation, durationUs } = plan;
  const { col } = world.vm;
  const rule = OPERATION_RULES[operation];
  col.operationSerial[vm]! += 1;
  col.operation[vm] = VM_OPERATIONS.indexOf(operation);
  col.provisioningState[vm] = PROVISIONING_STATES.indexOf(rule.provisioning);
  col.operationEndsAtUs[vm] = world.nowUs + durationUs;
  if (rule.begins !== undefined) {
    col.cause[vm] = happen(world, {
      kind: rule.begins,
      table: 'vm',
      slot: vm,
      cause: col.cause[vm]!,
      details: { operation, durationUs, ...(operation === 'resize' ? sizeAsked(world, vm) : {}) },
    });
  }
  const during = plan.during ?? rule.during;
  const state = during === undefined ? col.powerState[vm]! : POWER_STATES.indexOf(during);
  setPowerState(world, vm, state);
  if (world.settingUp) {
    endOperation(world, vm);
    return;
  }
  const half = RESTARTS.has(operation) && during === 'stopping';
  scheduleStep(world, vm, plan.firstUs ?? (half ? Math.floor(durationUs / 2) : durationUs));
}

function sizeAsked(world: World, vm: number): { size: string } {
  return { size: world.vm.text('pendingSize', vm) };
}

/** Moves a machine to another host through a stop; one that stopped already moves at once. */
export function startRedeploy(world: World, vm: number): void {
  const durationUs = durationOf(world, 'redeploy');
  if (world.vm.col.powerState[vm] === RUNNING) {
    begin(world, vm, { operation: 'redeploy', durationUs });
    return;
  }
  relocate(world, vm);
  begin(world, vm, { operation: 'redeploy', durationUs, during: 'starting' });
}

/**
 * Gives a machine the size it waits for: a running one stops for it and comes up again, one that
 * does not run stays as it is [ENG-RZ1].
 */
export function startResize(world: World, vm: number): void {
  const state = world.vm.col.powerState[vm]!;
  const runs = state === RUNNING;
  if (world.settingUp) {
    if (runs) setPowerState(world, vm, STOPPED);
    applyResize(world, vm);
    if (runs) setPowerState(world, vm, RUNNING);
    return;
  }
  const during = runs ? {} : { during: POWER_STATES[state]! };
  begin(world, vm, { operation: 'resize', durationUs: durationOf(world, 'resize'), ...during });
}

/** Puts a fresh system on a machine that has stopped for it, in the time a single one takes. */
export function startReimage(world: World, vm: number): void {
  begin(world, vm, { operation: 'reimage', durationUs: durationOf(world, 'reimageOne') });
}

/** A machine that does not execute gets another host, if there is one for it. */
function relocate(world: World, vm: number): void {
  const to = chooseElsewhere(world, vm);
  if (to < 0) return;
  releaseHost(world, vm);
  takeHost(world, { vm, host: to });
  renewAddresses(world, vm);
}

/** Restarts a running machine for an event that was announced; the caller knows it is idle. */
export function startPlannedRestart(
  world: World,
  vm: number,
  plan: { durationUs: number; cause: number },
): void {
  world.vm.col.cause[vm] = plan.cause;
  begin(world, vm, { operation: 'restart', durationUs: plan.durationUs });
}

/** Begins a live migration: the machine runs on while it is copied, and stops at the end. */
export function startMigration(
  world: World,
  vm: number,
  plan: { copyUs: number; pauseUs: number; rounds: number; cause: number; to: string },
): void {
  const { copyUs, pauseUs, rounds, to } = plan;
  world.vm.col.cause[vm] = happen(world, {
    kind: 'vm.migrating',
    table: 'vm',
    slot: vm,
    cause: plan.cause,
    details: { to, copyUs, pauseUs, rounds },
  });
  begin(world, vm, { operation: 'migrate', durationUs: copyUs + pauseUs, firstUs: copyUs });
}

/** Freezes a running machine with its memory kept; one that is busy is left alone. */
export function startFreeze(
  world: World,
  vm: number,
  plan: { pauseUs: number; cause: number },
): void {
  if (!isAtHand(world, vm)) return;
  world.vm.col.cause[vm] = plan.cause;
  begin(world, vm, { operation: 'freeze', durationUs: plan.pauseUs, firstUs: 0 });
}

function scheduleStep(world: World, vm: number, delayUs: number): void {
  world.schedule({
    atUs: world.nowUs + delayUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.vmOperation,
    slot: vm,
    generation: world.vm.generation[vm]!,
    payload: world.vm.col.operationSerial[vm]!,
  });
}

/** Event: an operation is half way (a restart is down now) or at its end. */
export function onOperation(world: World, vm: number, serial: number): void {
  const { col } = world.vm;
  if (col.operationSerial[vm] !== serial || col.operation[vm] === NONE) return;
  const operation = VM_OPERATIONS[col.operation[vm]!]!;
  const endsAtUs = col.operationEndsAtUs[vm]!;
  if (PAUSES.has(operation) && !isPaused(world, vm) && endsAtUs > world.nowUs) {
    pauseMachine(world, vm, endsAtUs);
    scheduleStep(world, vm, endsAtUs - world.nowUs);
    return;
  }
  if (RESTARTS.has(operation) && col.powerState[vm] === STOPPING) {
    if (operation === 'redeploy') {
      setPowerState(world, vm, POWER_STATES.indexOf('stopped'));
      relocate(world, vm);
    }
    if (operation === 'resize') {
      setPowerState(world, vm, STOPPED);
      // Without room it is a restart and nothing else.
      if (!applyResize(world, vm)) col.operation[vm] = RESTART;
    }
    setPowerState(world, vm, POWER_STATES.indexOf('starting'));
    scheduleStep(world, vm, col.operationEndsAtUs[vm]! - world.nowUs);
    return;
  }
  endOperation(world, vm);
}

function endOperation(world: World, vm: number): void {
  const { col } = world.vm;
  const operation = VM_OPERATIONS[col.operation[vm]!]!;
  if (operation === 'none') return;
  const rule = OPERATION_RULES[operation];
  col.operation[vm] = NONE;
  col.operationEndsAtUs[vm] = 0;
  if (operation === 'migrate') endMigration(world, vm);
  if (operation === 'freeze') thawMachine(world, vm);
  if (operation === 'resize' && !applyResize(world, vm)) {
    col.provisioningState[vm] = PROVISIONING_STATES.indexOf('Failed');
    return;
  }
  const { done } = rule;
  const because = col.cause[vm]!;
  const cause =
    done === undefined
      ? because
      : happen(world, { kind: done, table: 'vm', slot: vm, cause: because, ...leftBy(world, vm) });
  instanceDone(world, vm, VM_OPERATIONS.indexOf(operation));
  if (operation === 'delete') {
    for (const inner of innerOf(world, vm)) leaveRunning(world, inner);
    for (const one of [...innerOf(world, vm), vm]) deleteMachine(world, one, cause);
    return;
  }
  col.provisioningState[vm] = PROVISIONING_STATES.indexOf('Succeeded');
  const ends =
    rule.ends === undefined ? endOf(col.powerState[vm]!) : POWER_STATES.indexOf(rule.ends);
  setPowerState(world, vm, ends);
  if (operation === 'deallocate') releaseHost(world, vm);
  col.cause[vm] = ends === RUNNING ? 0 : cause;
}

/** What a machine that is deleted leaves behind, and somebody goes on paying for [ENG-CO1]. */
function leftBy(world: World, vm: number): { details?: Record<string, number> } {
  const { operation, deleteResources, provisioningState } = world.vm.col;
  if (provisioningState[vm] !== DELETING || operation[vm] !== NONE) return {};
  if (deleteResources[vm] === 1) return { details: { disks: 0, nics: 0 } };
  const disks = world.cloud.disksOfVm(vm).length;
  return { details: { disks, nics: world.cloud.nicsOfVm(vm).length } };
}

/** Where an operation without an end of its own leads: what was started runs, else as it was. */
function endOf(state: number): number {
  return state === STARTING ? RUNNING : state;
}

/** Ends an operation without its result, because what it needs is gone; `cause` says why. */
export function cancelOperation(world: World, vm: number, cause: number): void {
  const { col } = world.vm;
  const operation = VM_OPERATIONS[col.operation[vm]!]!;
  if (operation === 'none') return;
  col.operationSerial[vm]! += 1;
  col.operation[vm] = NONE;
  col.operationEndsAtUs[vm] = 0;
  col.provisioningState[vm] = PROVISIONING_STATES.indexOf(OPERATION_RULES[operation].whenLost);
  world.vm.setText({ column: 'pendingSize', slot: vm, text: '' });
  happen(world, {
    kind: 'vm.operationFailed',
    table: 'vm',
    slot: vm,
    cause,
    details: { operation },
  });
}

/** Takes a machine out of work at once, before its row goes. */
export function leaveRunning(world: World, vm: number): void {
  world.vm.col.operation[vm] = NONE;
  setPowerState(world, vm, POWER_STATES.indexOf('deallocated'));
}

/** Sets the power state and what hangs on it: bill, watts, requests and jobs under way. */
export function setPowerState(world: World, vm: number, state: number): void {
  const { col } = world.vm;
  const before = col.powerState[vm]!;
  world.vm.dirty.touch(vm);
  col.revision[vm]! += 1;
  const set = col.availabilitySet[vm]! - 1;
  if (set >= 0) world.availabilitySet.dirty.touch(set);
  const scaleSet = col.scaleSet[vm]! - 1;
  if (scaleSet >= 0) world.scaleSet.dirty.touch(scaleSet);
  if (before === state) return;
  beforePowerChange(world, vm);
  // Up to here it ran, so this minute counts as such.
  if (before === RUNNING) leaveRunningNode(world, vm);
  col.powerState[vm] = state;
  col.settledUs[vm] = world.nowUs;
  world.storesDirty = true;
  settleBilling(world, vm);
  leaseAddresses(world, vm);
  meterMachine(world, vm);
  if (col.nest[vm]! > 0) world.nestsDirty.push(vm);
  const host = col.host[vm]! - 1;
  const executed = EXECUTES[before] === true;
  const executes = EXECUTES[state] === true;
  if (host >= 0 && executed !== executes && col.inside[vm] === 0) {
    const drawBefore = hostDrawMilliwatt(world, host);
    noteMemoryUse(world, host);
    world.host.col.vCpuRunning[host]! += executes ? col.vCpu[vm]! : -col.vCpu[vm]!;
    world.host.dirty.touch(host);
    // While the whole room is being settled, or waits for it, its loads are summed anew at the end.
    const after = hostDrawMilliwatt(world, host);
    const cause = col.cause[vm]!;
    if (!world.loadDirty) shiftHostLoad(world, host, { before: drawBefore, after, cause });
  }
  if (state === RUNNING) {
    arriveOnNode(world, vm);
    bootApplication(world, vm);
    bootBuild(world, vm);
    sufferAtBoot(world, vm);
  }
  if (col.identity[vm] !== 0 || col.deprovisioned[vm] === 1) {
    settleIdentity(world, vm, { running: before === RUNNING });
  }
  const guest = world.guests.inVm(vm);
  if (guest >= 0) settleSystem(world, guest, col.cause[vm]!);
  if (before === RUNNING) {
    loseRequestsOfVm(world, vm, { reason: MACHINE_LOST, cause: col.cause[vm]! });
    loseSessionsOfVm(world, vm);
    interruptJobs(world, vm);
    cureByStop(world, vm);
  }
  afterPowerChange(world, vm);
}
