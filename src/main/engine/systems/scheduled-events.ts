/**
 * Scheduled events: what is announced to machines, who prepares, and when it begins
 * (rules ENG-E1 to ENG-E6; docs/facts.md, facts 107 to 109).
 *
 * An event is announced, waits for its time or an approval, begins, and disappears when the work
 * is done; every change raises the incarnation of the document. A machine with a hook reads the
 * document within 10 s ([GEN]), leaves the rotation and is ready when its drain time is over.
 */
import {
  EVENT_MACHINE_STATES,
  EVENT_SOURCES,
  EVENT_STATUSES,
  EVENT_TYPES,
  type ScheduledEventSource,
  type ScheduledEventType,
} from '../../../shared/model/scheduled-event-kinds.ts';
import { POWER_STATES, ROTATION_STATES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { FAULT_TABLES } from '../world/fault-rows.ts';
import { scopeOfPart } from '../world/fault-scope.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { startFreeze, startPlannedRestart, startRedeploy } from './lifecycle.ts';
import { durationOf } from './operation-durations.ts';
import { setRotation } from './rotation.ts';
import { evictNow, terminateNow } from './take-away.ts';
import { hastenWave } from './wave-clock.ts';

const SCHEDULED = EVENT_STATUSES.indexOf('Scheduled');
const STARTED = EVENT_STATUSES.indexOf('Started');
const TOLD = EVENT_MACHINE_STATES.indexOf('told');
const DRAINING = EVENT_MACHINE_STATES.indexOf('draining');
const READY = EVENT_MACHINE_STATES.indexOf('ready');
const WORKING = EVENT_MACHINE_STATES.indexOf('working');
const RUNNING = POWER_STATES.indexOf('running');
const IDLE = VM_OPERATIONS.indexOf('none');
const OUT = ROTATION_STATES.indexOf('draining');
const UNKNOWN = ROTATION_STATES.indexOf('unknown');
/** A machine that watches the document has read a change after this long ([GEN]). */
const READ_US = 10_000_000;

/** An event to be announced. */
export interface EventPlan {
  readonly type: ScheduledEventType;
  readonly source: ScheduledEventSource;
  readonly vms: readonly number[];
  readonly noticeUs: number;
  /** 0: as the catalogue measured. */
  readonly workUs: number;
  /** Set whose wave announces it, or -1: then the wave does the work. */
  readonly wave: number;
  readonly cause: number;
}

/** Raises the incarnation of the document and writes it into the event that changed. */
function revise(world: World, event: number): void {
  const slot = world.eventDocument.count === 0 ? world.eventDocument.allocate() : 0;
  const incarnation = world.eventDocument.col.incarnation[slot]! + 1;
  world.eventDocument.col.incarnation[slot] = incarnation;
  world.scheduledEvent.col.incarnation[event] = incarnation;
  world.scheduledEvent.dirty.touch(event);
}

/** Announces an event. Returns its slot. */
export function announceEvent(world: World, plan: EventPlan): number {
  const event = world.scheduledEvent.allocate();
  const { col } = world.scheduledEvent;
  world.scheduledEvent.setText({ column: 'name', slot: event, text: `e${event + 1}` });
  col.type[event] = EVENT_TYPES.indexOf(plan.type);
  col.source[event] = EVENT_SOURCES.indexOf(plan.source);
  col.notBeforeUs[event] = world.nowUs + plan.noticeUs;
  col.workUs[event] = plan.workUs;
  col.wave[event] = plan.wave + 1;
  world.names.add('scheduledEvent', event);
  col.cause[event] = happen(world, {
    kind: 'event.scheduled',
    table: 'scheduledEvent',
    slot: event,
    cause: plan.cause,
    details: { eventType: plan.type, machines: plan.vms.length, noticeUs: plan.noticeUs },
  });
  for (const vm of plan.vms) tellMachine(world, event, vm);
  revise(world, event);
  if (plan.wave < 0) timeEvent(world, event, plan.noticeUs);
  return event;
}

function timeEvent(world: World, event: number, delayUs: number): void {
  const { col } = world.scheduledEvent;
  col.serial[event] = (col.serial[event]! + 1) >>> 0;
  world.schedule({
    atUs: world.nowUs + delayUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.scheduledEvent,
    slot: event,
    generation: world.scheduledEvent.generation[event]!,
    payload: col.serial[event],
  });
}

function tellMachine(world: World, event: number, vm: number): void {
  const row = world.eventMachine.allocate();
  const { col } = world.eventMachine;
  col.event[row] = event + 1;
  col.vm[row] = vm + 1;
  col.state[row] = TOLD;
  const hook = hookOf(world, vm);
  if (hook < 0) return;
  col.drainUs[row] = world.drainHook.col.drainUs[hook]!;
  col.approves[row] = world.drainHook.col.approves[hook]!;
  timeMachine(world, row, READ_US);
}

function timeMachine(world: World, row: number, delayUs: number): void {
  world.schedule({
    atUs: world.nowUs + delayUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.eventMachine,
    slot: row,
    generation: world.eventMachine.generation[row]!,
    payload: 0,
  });
}

/** The hook of a machine: its own first, then that of a set or balancer; -1 without one. */
export function hookOf(world: World, vm: number): number {
  const { table, slot } = world.drainHook.col;
  let found = -1;
  for (const hook of world.drainHook.slots()) {
    const name = FAULT_TABLES[table[hook]! - 1];
    if (name === undefined) continue;
    const reaches = scopeOfPart(world, { table: name, slot: slot[hook]! - 1 }).vms.has(vm);
    if (reaches && (found < 0 || name === 'vm')) found = hook;
  }
  return found;
}

/** Rows of the machines of an event, in slot order. */
export function machinesOfEvent(world: World, event: number): number[] {
  const { event: owner } = world.eventMachine.col;
  return [...world.eventMachine.slots()].filter((row) => owner[row] === event + 1);
}

/** Event: a machine has read the document, or has drained. */
export function onEventMachine(world: World, row: number): void {
  const { col } = world.eventMachine;
  const event = col.event[row]! - 1;
  if (world.scheduledEvent.col.status[event] !== SCHEDULED) return;
  if (col.state[row] === TOLD) {
    col.state[row] = DRAINING;
    rotate(world, col.vm[row]! - 1, OUT, world.scheduledEvent.col.cause[event]!);
    world.scheduledEvent.dirty.touch(event);
    timeMachine(world, row, col.drainUs[row]!);
    return;
  }
  if (col.state[row] !== DRAINING) return;
  col.state[row] = READY;
  world.scheduledEvent.dirty.touch(event);
  const hooked = machinesOfEvent(world, event).filter((one) => col.drainUs[one]! > 0);
  const allReady = hooked.every((one) => col.state[one] === READY);
  if (allReady && hooked.some((one) => col.approves[one] === 1)) approveEvent(world, event, 0);
}

function rotate(world: World, vm: number, rotation: number, cause: number): void {
  for (const backend of world.pools.backendsOfVm(vm)) {
    world.backend.col.failedProbes[backend] = 0;
    setRotation(world, { backend, rotation, cause });
  }
}

/** Lets an event begin now; `cause` is the decision, or 0 when machines approve by themselves. */
export function approveEvent(world: World, event: number, cause: number): void {
  const { col } = world.scheduledEvent;
  happen(world, {
    kind: 'event.approved',
    table: 'scheduledEvent',
    slot: event,
    cause: cause > 0 ? cause : col.cause[event]!,
  });
  const wave = col.wave[event]! - 1;
  if (wave >= 0) hastenWave(world, wave);
  else timeEvent(world, event, 0);
}

/** Event: the time of an announcement is over, or the work is done. */
export function onScheduledEvent(world: World, event: number): void {
  if (world.scheduledEvent.col.status[event] === STARTED) endEvent(world, event);
  else timeEvent(world, event, beginEvent(world, event));
}

/** The event begins. Returns how long its work lasts; a wave does the work itself. */
export function beginEvent(world: World, event: number): number {
  const { col } = world.scheduledEvent;
  col.status[event] = STARTED;
  col.cause[event] = happen(world, {
    kind: 'event.started',
    table: 'scheduledEvent',
    slot: event,
    cause: col.cause[event]!,
  });
  revise(world, event);
  const own = col.wave[event] === 0;
  let longestUs = 0;
  for (const row of machinesOfEvent(world, event)) {
    const vm = world.eventMachine.col.vm[row]! - 1;
    world.eventMachine.col.state[row] = WORKING;
    if (takesAway(world, event, vm)) continue;
    const { powerState, operation, inside } = world.vm.col;
    if (!own || powerState[vm] !== RUNNING || operation[vm] !== IDLE || inside[vm]! > 0) continue;
    workOn(world, event, vm);
    longestUs = Math.max(longestUs, world.vm.col.operationEndsAtUs[vm]! - world.nowUs);
  }
  return longestUs;
}

/** A notice that a scale set gave is over: the machine goes, whatever it is doing. */
function takesAway(world: World, event: number, vm: number): boolean {
  const { col } = world.scheduledEvent;
  const type = EVENT_TYPES[col.type[event]!]!;
  if (type === 'Preempt') evictNow(world, vm);
  else if (type === 'Terminate') terminateNow(world, vm, col.cause[event]!);
  return type === 'Preempt' || type === 'Terminate';
}

function workOn(world: World, event: number, vm: number): void {
  const { col } = world.scheduledEvent;
  const cause = col.cause[event]!;
  const given = col.workUs[event]!;
  switch (EVENT_TYPES[col.type[event]!]!) {
    case 'Freeze': {
      const pauseUs = given > 0 ? given : durationOf(world, 'memoryPreservingPause');
      startFreeze(world, vm, { pauseUs, cause });
      return;
    }
    case 'Reboot': {
      const durationUs = given > 0 ? given : durationOf(world, 'plannedReboot');
      startPlannedRestart(world, vm, { durationUs, cause });
      return;
    }
    default:
      world.vm.col.cause[vm] = cause;
      startRedeploy(world, vm);
  }
}

/** The work is done: the event disappears, and probes decide who serves again. */
export function endEvent(world: World, event: number): void {
  const { col } = world.scheduledEvent;
  const cause = happen(world, {
    kind: 'event.ended',
    table: 'scheduledEvent',
    slot: event,
    cause: col.cause[event]!,
  });
  dropEvent(world, event, cause);
}

/** Takes an event back before it began. */
export function cancelEvent(world: World, event: number): void {
  const cause = happen(world, {
    kind: 'event.cancelled',
    table: 'scheduledEvent',
    slot: event,
    cause: world.decisionId,
  });
  dropEvent(world, event, cause);
}

function dropEvent(world: World, event: number, cause: number): void {
  const { col } = world.eventMachine;
  for (const row of machinesOfEvent(world, event)) {
    // One that had left the rotation is asked again by the next probe.
    if (col.drainUs[row]! > 0) readmit(world, col.vm[row]! - 1, cause);
    world.eventMachine.release(row);
  }
  revise(world, event);
  world.names.remove('scheduledEvent', event);
  world.scheduledEvent.release(event);
}

function readmit(world: World, vm: number, cause: number): void {
  const { rotation } = world.backend.col;
  const out = world.pools.backendsOfVm(vm).some((backend) => rotation[backend] === OUT);
  if (out) rotate(world, vm, UNKNOWN, cause);
}

/** Machines an event is delivered to: its own, and all of their sets (docs/facts.md, fact 109). */
export function audienceOf(world: World, event: number): string[] {
  const { availabilitySet, scaleSet } = world.vm.col;
  const own = new Set(
    machinesOfEvent(world, event).map((row) => world.eventMachine.ref('vm', row)),
  );
  const sets = new Set([...own].map((vm) => availabilitySet[vm]!).filter((set) => set > 0));
  const scaleSets = new Set([...own].map((vm) => scaleSet[vm]!).filter((set) => set > 0));
  return [...world.vm.slots()]
    .filter((vm) => own.has(vm) || sets.has(availabilitySet[vm]!) || scaleSets.has(scaleSet[vm]!))
    .map((vm) => textIdOf(world, 'vm', vm));
}
