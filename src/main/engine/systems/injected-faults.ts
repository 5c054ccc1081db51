/**
 * The life of an injected fault: waiting, active, taken back, and perhaps again
 * (rules ENG-I1 to ENG-I8).
 *
 * What a kind does to a machine that runs is derived elsewhere (`impairment-index.ts`); here stands
 * what it does at the moment it begins and ends. A fault goes with what it was aimed at.
 */
import { APP_STATES, POWER_STATES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import { FAULT_KINDS, FAULT_RULES, type FaultKind } from '../../../shared/model/fault-kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { FAULT_TABLES, faultsAt, otherOf, targetOf, type FaultPart } from '../world/fault-rows.ts';
import { scopeOf } from '../world/fault-scope.ts';
import { FAULT_PHASES } from '../world/impairment-index.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { breakApplication, restoreApplication } from './app-health.ts';
import { watchAir } from './cooling.ts';
import { cutSlot, isCut, restoreSlot } from './cut-parts.ts';
import { startOperation } from './lifecycle.ts';
import { failingFaultOf, failsApplications } from './machine-marks.ts';
import { watchFailingHosts } from './platform.ts';
import { offerBadQuery } from './store-load.ts';

const WAITING = FAULT_PHASES.indexOf('waiting');
const ACTIVE = FAULT_PHASES.indexOf('active');
const BETWEEN = FAULT_PHASES.indexOf('between');
const RUNNING = POWER_STATES.indexOf('running');
const IDLE = VM_OPERATIONS.indexOf('none');
const APP_OK = APP_STATES.indexOf('ok');
const HANG = FAULT_KINDS.indexOf('machineHang');
const PPM_PER_PERCENT = 10_000;
/** In `timesLeft`: it never stops coming. */
const FOREVER = 0xffff_ffff;
/** Faults there may be at once, waiting ones included. */
export const FAULTS_MAX = 200;

/** A fault somebody asked for, looked at already. */
export interface FaultPlan {
  readonly kind: FaultKind;
  readonly target: FaultPart | undefined;
  readonly other: FaultPart | undefined;
  readonly scope: string;
  readonly amount: number;
  readonly delayUs: number;
  readonly lastsUs: number;
  readonly everyUs: number;
  /** Times it comes in all; 0: for ever. */
  readonly times: number;
}

function tableNumber(part: FaultPart | undefined): number {
  return part === undefined ? 0 : FAULT_TABLES.indexOf(part.table) + 1;
}

/** Makes the row of a fault and begins it, or waits for its time. Returns its slot. */
export function injectFault(world: World, plan: FaultPlan): number {
  const fault = world.fault.allocate();
  const { col } = world.fault;
  world.fault.setText({ column: 'name', slot: fault, text: `f${fault + 1}` });
  world.fault.setText({ column: 'scope', slot: fault, text: plan.scope });
  col.kind[fault] = FAULT_KINDS.indexOf(plan.kind);
  col.table[fault] = tableNumber(plan.target);
  col.slot[fault] = plan.target === undefined ? 0 : plan.target.slot + 1;
  col.otherTable[fault] = tableNumber(plan.other);
  col.otherSlot[fault] = plan.other === undefined ? 0 : plan.other.slot + 1;
  col.amount[fault] = plan.amount;
  col.lastsUs[fault] = plan.lastsUs;
  col.everyUs[fault] = plan.everyUs;
  const forever = plan.everyUs > 0 && plan.times === 0;
  col.timesLeft[fault] = forever ? FOREVER : Math.max(0, plan.times - 1);
  col.phase[fault] = WAITING;
  col.cause[fault] = world.decisionId;
  world.names.add('fault', fault);
  if (plan.delayUs === 0) begin(world, fault);
  else wait(world, fault, plan.delayUs);
  return fault;
}

function kindOf(world: World, fault: number): FaultKind {
  return FAULT_KINDS[world.fault.col.kind[fault]!]!;
}

function wait(world: World, fault: number, delayUs: number): void {
  const { col } = world.fault;
  col.serial[fault] = (col.serial[fault]! + 1) >>> 0;
  col.nextUs[fault] = world.nowUs + delayUs;
  world.fault.dirty.touch(fault);
  world.schedule({
    atUs: col.nextUs[fault],
    priority: PRIORITY.plant,
    kind: EVENT.fault,
    slot: fault,
    generation: world.fault.generation[fault]!,
    payload: col.serial[fault],
  });
}

/** Event: a fault begins or ends by itself. */
export function onFault(world: World, fault: number): void {
  if (world.fault.col.phase[fault] !== ACTIVE) {
    begin(world, fault);
    return;
  }
  // What was predicted happens when its time is over.
  const target = targetOf(world, fault);
  const cause = world.fault.col.cause[fault]!;
  const comesTrue = kindOf(world, fault) === 'hostFailing' && target !== undefined;
  end(world, fault);
  if (comesTrue && !isCut(world, target)) cutSlot(world, target, cause);
}

/** What the timeline names: the target, or the fault itself for a shared property. */
function subject(world: World, fault: number): FaultPart | { table: 'fault'; slot: number } {
  return targetOf(world, fault) ?? { table: 'fault', slot: fault };
}

function tell(world: World, fault: number, kind: 'fault.began' | 'fault.ended'): number {
  const { col } = world.fault;
  const other = otherOf(world, fault);
  const scope = world.fault.text('scope', fault);
  return happen(world, {
    kind,
    ...subject(world, fault),
    cause: col.cause[fault]!,
    details: {
      fault: textIdOf(world, 'fault', fault),
      faultKind: kindOf(world, fault),
      ...(col.amount[fault] === 0 ? {} : { amount: col.amount[fault]! }),
      ...(other === undefined ? {} : { other: textIdOf(world, other.table, other.slot) }),
      ...(scope === '' ? {} : { scope }),
    },
  });
}

/** Machines a fault reaches now, in slot order. */
export function vmsHitBy(world: World, fault: number): number[] {
  const scope = scopeOf(world, fault);
  const { host } = world.vm.col;
  const hit: number[] = [];
  for (let vm = 0; vm < world.vm.slotEnd; vm += 1) {
    if (world.vm.alive[vm] === 0) continue;
    if (scope.vms.has(vm) || scope.hosts.has(host[vm]! - 1)) hit.push(vm);
  }
  return hit;
}

function begin(world: World, fault: number): void {
  const { col } = world.fault;
  col.phase[fault] = ACTIVE;
  col.startedUs[fault] = world.nowUs;
  col.nextUs[fault] = 0;
  col.cause[fault] = tell(world, fault, 'fault.began');
  changed(world, fault);
  strike(world, fault);
  if (FAULT_RULES[kindOf(world, fault)].instant === true) end(world, fault);
  else if (col.lastsUs[fault]! > 0) wait(world, fault, col.lastsUs[fault]!);
}

/** Marks everything that depends on which faults are active. */
function changed(world: World, fault: number): void {
  world.fault.dirty.touch(fault);
  world.impairments.invalidate();
  for (const vm of vmsHitBy(world, fault)) world.vm.dirty.touch(vm);
  for (const host of scopeOf(world, fault).hosts.keys()) world.host.dirty.touch(host);
  world.plantDirty = true;
}

/** What happens at the moment a fault begins. */
function strike(world: World, fault: number): void {
  const cause = world.fault.col.cause[fault]!;
  const target = targetOf(world, fault);
  switch (kindOf(world, fault)) {
    case 'cut':
      if (target !== undefined && !isCut(world, target)) cutSlot(world, target, cause);
      return;
    case 'cooling':
      watchAir(world);
      return;
    case 'hostFailing':
      watchFailingHosts(world);
      return;
    case 'machineHang':
      for (const vm of runningVms(world, fault)) world.vm.col.hungBy[vm] = fault + 1;
      world.impairments.invalidate();
      return;
    case 'kernelPanic':
      for (const vm of runningVms(world, fault)) panic(world, vm, { kind: 'vm.panicked', cause });
      return;
    case 'dataDeleted': {
      const sharePpm = world.fault.col.amount[fault]! * PPM_PER_PERCENT;
      if (target !== undefined) offerBadQuery(world, target.slot, { sharePpm, cause });
      return;
    }
    case 'appCrash':
    case 'appHang': {
      const state = kindOf(world, fault) === 'appCrash' ? 'crashed' : 'hung';
      for (const vm of runningVms(world, fault)) {
        if (world.vm.col.appState[vm] === APP_OK) breakApplication(world, vm, { state, cause });
      }
      return;
    }
    default:
      if (failsApplications(world, fault)) failAll(world, fault);
  }
}

function runningVms(world: World, fault: number): number[] {
  return vmsHitBy(world, fault).filter((vm) => world.vm.col.powerState[vm] === RUNNING);
}

function failAll(world: World, fault: number): void {
  const cause = world.fault.col.cause[fault]!;
  for (const vm of runningVms(world, fault)) {
    if (world.vm.col.appState[vm] === APP_OK)
      breakApplication(world, vm, { state: 'failing', cause });
  }
}

/** The kernel of a machine gives up: it restarts from inside, and loses what it had in hand. */
function panic(
  world: World,
  vm: number,
  why: { kind: 'vm.panicked' | 'vm.outOfMemory'; cause: number },
): void {
  if (world.vm.col.operation[vm] !== IDLE) return;
  world.vm.col.cause[vm] = happen(world, {
    kind: why.kind,
    table: 'vm',
    slot: vm,
    cause: why.cause,
  });
  startOperation(world, vm, 'guestRestart');
}

/** Event: a leak has taken the memory of a machine. */
export function onOutOfMemory(world: World, vm: number): void {
  if (world.vm.col.powerState[vm] !== RUNNING) return;
  const { cause } = world.impairments.of(vm);
  panic(world, vm, { kind: 'vm.outOfMemory', cause });
}

/** Ends a fault: it comes again, or its row goes. */
function end(world: World, fault: number): void {
  const { col } = world.fault;
  const startedUs = col.startedUs[fault]!;
  takeBack(world, fault);
  if (col.everyUs[fault] === 0 || col.timesLeft[fault] === 0) {
    dropFault(world, fault);
    return;
  }
  if (col.timesLeft[fault] !== FOREVER) col.timesLeft[fault]! -= 1;
  col.phase[fault] = BETWEEN;
  wait(world, fault, startedUs + col.everyUs[fault]! - world.nowUs);
}

/** Undoes what an active fault does. */
function takeBack(world: World, fault: number): void {
  const { col } = world.fault;
  if (col.phase[fault] !== ACTIVE) return;
  const instant = FAULT_RULES[kindOf(world, fault)].instant === true;
  changed(world, fault);
  const hit = vmsHitBy(world, fault);
  const target = targetOf(world, fault);
  const cause = instant ? 0 : tell(world, fault, 'fault.ended');
  col.phase[fault] = BETWEEN;
  world.impairments.invalidate();
  if (kindOf(world, fault) === 'cut' && target !== undefined && isCut(world, target)) {
    restoreSlot(world, target);
  }
  for (const vm of hit) {
    if (world.vm.col.hungBy[vm] === fault + 1) world.vm.col.hungBy[vm] = 0;
    if (failsApplications(world, fault)) mend(world, vm, cause);
  }
}

/** Mends an application unless something else still ails it. */
function mend(world: World, vm: number, cause: number): void {
  const failing = world.vm.col.appState[vm] === APP_STATES.indexOf('failing');
  const faultyBuild = world.vm.col.buildFaulty[vm] === 1;
  if (failing && !faultyBuild && failingFaultOf(world, vm) < 0)
    restoreApplication(world, vm, cause);
}

/** A part was restored by hand: the faults that had cut it have nothing left to take back. */
export function forgetCuts(world: World, part: FaultPart): void {
  for (const fault of faultsAt(world, part.table, part.slot)) {
    const active = world.fault.col.phase[fault] === ACTIVE;
    if (active && kindOf(world, fault) === 'cut') end(world, fault);
  }
}

/** Takes a fault back for good. */
export function clearFault(world: World, fault: number): void {
  takeBack(world, fault);
  dropFault(world, fault);
}

function dropFault(world: World, fault: number): void {
  world.names.remove('fault', fault);
  world.fault.release(fault);
  world.impairments.invalidate();
  world.plantDirty = true;
}

/** Ends hangs that nobody has any more, because all their machines were restarted. */
export function endCuredHangs(world: World): void {
  if (world.fault.count === 0) return;
  const { col } = world.fault;
  for (const fault of world.fault.slots()) {
    if (col.kind[fault] !== HANG || col.phase[fault] !== ACTIVE) continue;
    const { hungBy } = world.vm.col;
    if (![...world.vm.slots()].some((vm) => hungBy[vm] === fault + 1)) end(world, fault);
  }
}
