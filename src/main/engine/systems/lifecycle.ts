/**
 * The life of a machine: operations that take time, and the power state they lead through.
 *
 * An operation is accepted at once, passes through its transitional state and ends after the
 * duration the service was measured to need (rules ENG-L1 to ENG-L7; docs/facts.md, fact 7). At
 * most one is under way on a machine. A lost host cancels what needs it and lets the rest finish.
 */
import { POWER_STATES, PROVISIONING_STATES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import type { PowerState, ProvisioningState, VmOperation } from '../../../shared/model/kinds.ts';
import type { HappeningKind } from '../../../shared/events/happenings.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { settleBilling } from './billing.ts';
import { meterMachine } from './meters.ts';
import { interruptJobs } from './jobs.ts';
import { settleSystem } from './guest-processes.ts';
import { durationOf } from './operation-durations.ts';
import { releaseHost } from './placement.ts';
import { hostDrawMilliwatt, shiftHostLoad } from './power-loads.ts';
import { bootApplication } from './app-health.ts';
import { cureByStop, sufferAtBoot } from './machine-marks.ts';
import { bootBuild } from './builds.ts';
import { loseRequestsOfVm } from './requests.ts';
import { FAILURE_REASONS } from '../../../shared/model/kinds.ts';
import { deleteMachine } from './machine-records.ts';

type Operation = Exclude<VmOperation, 'none'>;

const RUNNING = POWER_STATES.indexOf('running');
const STOPPING = POWER_STATES.indexOf('stopping');
const NONE = VM_OPERATIONS.indexOf('none');
const MACHINE_LOST = FAILURE_REASONS.indexOf('machineLost');

/** States in which a machine executes, and draws its share of the host's watts. */
const EXECUTES: readonly boolean[] = POWER_STATES.map(
  (state) => state === 'starting' || state === 'running' || state === 'stopping',
);

interface OperationRule {
  /** Power state while it lasts. */
  readonly during: PowerState;
  readonly ends: PowerState;
  readonly provisioning: ProvisioningState;
  readonly begins: HappeningKind;
  readonly done: HappeningKind;
  /** Provisioning state when the ground is lost under it. */
  readonly whenLost: ProvisioningState;
}

/** One line for each operation; `delete` ends with the row gone. */
const RULES: Readonly<Record<Operation, OperationRule>> = {
  create: {
    during: 'creating',
    ends: 'running',
    provisioning: 'Creating',
    begins: 'vm.created',
    done: 'vm.running',
    whenLost: 'Failed',
  },
  start: {
    during: 'starting',
    ends: 'running',
    provisioning: 'Updating',
    begins: 'vm.starting',
    done: 'vm.running',
    whenLost: 'Failed',
  },
  powerOff: {
    during: 'stopping',
    ends: 'stopped',
    provisioning: 'Updating',
    begins: 'vm.stopping',
    done: 'vm.stopped',
    whenLost: 'Succeeded',
  },
  guestShutdown: {
    during: 'stopping',
    ends: 'stopped',
    provisioning: 'Succeeded',
    begins: 'vm.stopping',
    done: 'vm.stopped',
    whenLost: 'Succeeded',
  },
  deallocate: {
    during: 'deallocating',
    ends: 'deallocated',
    provisioning: 'Updating',
    begins: 'vm.stopping',
    done: 'vm.deallocated',
    whenLost: 'Succeeded',
  },
  restart: {
    during: 'stopping',
    ends: 'running',
    provisioning: 'Updating',
    begins: 'vm.stopping',
    done: 'vm.running',
    whenLost: 'Failed',
  },
  guestRestart: {
    during: 'stopping',
    ends: 'running',
    provisioning: 'Succeeded',
    begins: 'vm.stopping',
    done: 'vm.running',
    whenLost: 'Succeeded',
  },
  delete: {
    during: 'deallocating',
    ends: 'deallocated',
    provisioning: 'Deleting',
    begins: 'vm.stopping',
    done: 'vm.deleted',
    whenLost: 'Failed',
  },
  recover: {
    during: 'starting',
    ends: 'running',
    provisioning: 'Succeeded',
    begins: 'vm.starting',
    done: 'vm.running',
    whenLost: 'Succeeded',
  },
  maintain: {
    during: 'stopping',
    ends: 'running',
    provisioning: 'Succeeded',
    begins: 'vm.stopping',
    done: 'vm.running',
    whenLost: 'Succeeded',
  },
  // The stop has happened when these begin: a new system comes up.
  upgrade: {
    during: 'starting',
    ends: 'running',
    provisioning: 'Updating',
    begins: 'vm.starting',
    done: 'vm.running',
    whenLost: 'Failed',
  },
  reimage: {
    during: 'starting',
    ends: 'running',
    provisioning: 'Updating',
    begins: 'vm.starting',
    done: 'vm.running',
    whenLost: 'Failed',
  },
};

/** Begins an operation; the `cause` column of the machine holds the happening that asked for it. */
export function startOperation(
  world: World,
  vm: number,
  operation: Exclude<Operation, 'maintain'>,
): void {
  begin(world, vm, { operation, durationUs: durationOf(world, operation) });
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
  if (world.vm.col.powerState[vm] !== RUNNING || world.vm.col.operation[vm] !== NONE) return;
  world.vm.col.cause[vm] = plan.cause;
  begin(world, vm, { operation: 'maintain', durationUs: plan.durationUs });
}

/** Operations that lead through a stop: half of their time down, half coming up again. */
const RESTARTS: ReadonlySet<VmOperation> = new Set(['restart', 'guestRestart', 'maintain']);

function begin(world: World, vm: number, plan: { operation: Operation; durationUs: number }): void {
  const { operation, durationUs } = plan;
  const { col } = world.vm;
  const rule = RULES[operation];
  col.operationSerial[vm]! += 1;
  col.operation[vm] = VM_OPERATIONS.indexOf(operation);
  col.provisioningState[vm] = PROVISIONING_STATES.indexOf(rule.provisioning);
  col.operationEndsAtUs[vm] = world.nowUs + durationUs;
  col.cause[vm] = happen(world, {
    kind: rule.begins,
    table: 'vm',
    slot: vm,
    cause: col.cause[vm]!,
    details: { operation, durationUs },
  });
  setPowerState(world, vm, POWER_STATES.indexOf(rule.during));
  if (world.settingUp) {
    endOperation(world, vm);
    return;
  }
  scheduleStep(world, vm, RESTARTS.has(operation) ? Math.floor(durationUs / 2) : durationUs);
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
  if (RESTARTS.has(operation) && col.powerState[vm] === STOPPING) {
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
  const rule = RULES[operation];
  col.operation[vm] = NONE;
  col.operationEndsAtUs[vm] = 0;
  const cause = happen(world, { kind: rule.done, table: 'vm', slot: vm, cause: col.cause[vm]! });
  if (operation === 'delete') {
    deleteMachine(world, vm, cause);
    return;
  }
  col.provisioningState[vm] = PROVISIONING_STATES.indexOf('Succeeded');
  setPowerState(world, vm, POWER_STATES.indexOf(rule.ends));
  if (operation === 'deallocate') releaseHost(world, vm);
  col.cause[vm] = rule.ends === 'running' ? 0 : cause;
}

/** Ends an operation without its result, because what it needs is gone; `cause` says why. */
export function cancelOperation(world: World, vm: number, cause: number): void {
  const { col } = world.vm;
  const operation = VM_OPERATIONS[col.operation[vm]!]!;
  if (operation === 'none') return;
  col.operationSerial[vm]! += 1;
  col.operation[vm] = NONE;
  col.operationEndsAtUs[vm] = 0;
  col.provisioningState[vm] = PROVISIONING_STATES.indexOf(RULES[operation].whenLost);
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
  col.powerState[vm] = state;
  world.storesDirty = true;
  settleBilling(world, vm);
  meterMachine(world, vm);
  const host = col.host[vm]! - 1;
  const executed = EXECUTES[before] === true;
  const executes = EXECUTES[state] === true;
  if (host >= 0 && executed !== executes) {
    const drawBefore = hostDrawMilliwatt(world, host);
    world.host.col.vCpuRunning[host]! += executes ? col.vCpu[vm]! : -col.vCpu[vm]!;
    // While the whole room is being settled, or waits for it, its loads are summed anew at the end.
    const after = hostDrawMilliwatt(world, host);
    const cause = col.cause[vm]!;
    if (!world.loadDirty) shiftHostLoad(world, host, { before: drawBefore, after, cause });
  }
  if (state === RUNNING) {
    bootApplication(world, vm);
    bootBuild(world, vm);
    sufferAtBoot(world, vm);
  }
  const guest = world.guests.inVm(vm);
  if (guest >= 0) settleSystem(world, guest, col.cause[vm]!);
  if (before === RUNNING) {
    loseRequestsOfVm(world, vm, { reason: MACHINE_LOST, cause: col.cause[vm]! });
    interruptJobs(world, vm);
    cureByStop(world, vm);
  }
}
