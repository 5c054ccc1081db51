/**
 * The platform's reactions to hosts that fail or are about to (rules ENG-PR1 to ENG-PR6;
 * docs/facts.md, fact 46). Off unless a lab asks for them: a room of one's own has nobody who acts.
 *
 * A host that fails is noticed after 1 to 2 minutes ([GEN]). If it boots by then, its machines
 * wait for it; if not, each starts on another host, which takes the catalogue's `recover`. A host
 * that is about to fail is emptied by live migration, one machine after the other.
 */
import { HOST_STATES, POWER_STATES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import { FAULT_KINDS } from '../../../shared/model/fault-kinds.ts';
import { US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { faultsAt } from '../world/fault-rows.ts';
import { FAULT_PHASES } from '../world/impairment-index.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { chooseElsewhere } from './elsewhere.ts';
import { startMigration, startOperation } from './lifecycle.ts';
import { migrationPlan } from './live-migration.ts';
import { durationOf } from './operation-durations.ts';
import { releaseHost, takeHost } from './placement.ts';

const UP = HOST_STATES.indexOf('up');
const BOOTING = HOST_STATES.indexOf('booting');
const RUNNING = POWER_STATES.indexOf('running');
const STOPPED = POWER_STATES.indexOf('stopped');
const IDLE = VM_OPERATIONS.indexOf('none');
const FAILING = FAULT_KINDS.indexOf('hostFailing');
const ACTIVE = FAULT_PHASES.indexOf('active');
/** A failed host is noticed between these times ([GEN], docs/facts.md, fact 46). */
const DETECT_MIN_US = US_PER_MINUTE;
const DETECT_MAX_US = 2 * US_PER_MINUTE;
/** A host that boots is given this much longer, again and again, before its machines move. */
const PATIENCE_US = US_PER_MINUTE;
/** What machines write while they are copied when nobody says ([GEN], docs/facts.md, fact 118). */
export const DIRTY_MIB_PER_SECOND = 240;
/** Machines that found no host are tried again after this long ([GEN]). */
const RETRY_US = 5 * US_PER_MINUTE;

/** The platform of a lab; undefined where none was asked for. */
export function platformSlot(world: World): number | undefined {
  return world.platform.count === 0 ? undefined : 0;
}

function heals(world: World): boolean {
  return platformSlot(world) !== undefined && world.platform.col.healing[0] === 1;
}

function migrates(world: World): boolean {
  return platformSlot(world) !== undefined && world.platform.col.liveMigration[0] === 1;
}

/** A host was lost to its machines: the platform will notice. Does nothing without healing. */
export function noteHostLoss(world: World, host: number): void {
  if (!heals(world)) return;
  const span = DETECT_MAX_US - DETECT_MIN_US + 1;
  const delay = DETECT_MIN_US + world.streams.stream('platform/detect').nextBelow(span);
  scheduleHeal(world, host, delay);
}

function scheduleHeal(world: World, host: number, delayUs: number): void {
  const { col } = world.host;
  col.healSerial[host] = (col.healSerial[host]! + 1) >>> 0;
  world.host.dirty.touch(host);
  world.schedule({
    atUs: world.nowUs + delayUs,
    priority: PRIORITY.plant,
    kind: EVENT.hostHeal,
    slot: host,
    generation: world.host.generation[host]!,
    payload: col.healSerial[host],
  });
}

/** Every host that is lost now: what a platform that has just begun to watch finds. */
export function watchLostHosts(world: World): void {
  for (const host of world.host.slots()) {
    if (!hostServes(world, host)) noteHostLoss(world, host);
  }
}

function hostServes(world: World, host: number): boolean {
  return world.host.col.state[host] === UP && world.host.col.connected[host] === 1;
}

/** Machines of a host that were lost with it and that somebody wants running. */
function lostOn(world: World, host: number): number[] {
  const { lost, powerState, operation, inside } = world.vm.col;
  return world.hostMachines.on(host).filter(
    (vm) =>
      lost[vm] === 1 &&
      powerState[vm] === STOPPED &&
      operation[vm] === IDLE &&
      // The platform sees no machine inside another one.
      inside[vm] === 0,
  );
}

/** Event: the platform looks at a host it lost. */
export function onHostHeal(world: World, host: number): void {
  if (!heals(world) || hostServes(world, host)) return;
  // The same host first: while it boots, its machines are better off waiting for it.
  if (world.host.col.state[host] === BOOTING) {
    scheduleHeal(world, host, PATIENCE_US);
    return;
  }
  const lost = lostOn(world, host);
  if (lost.length === 0) return;
  const cause = happen(world, {
    kind: 'platform.healing',
    table: 'host',
    slot: host,
    cause: world.host.col.cause[host]!,
    details: { machines: lost.length },
  });
  let left = 0;
  for (const vm of lost) if (!heal(world, vm, cause)) left += 1;
  if (left > 0) scheduleHeal(world, host, RETRY_US);
}

/** Starts a lost machine on another host; false when no host keeps what it was promised. */
function heal(world: World, vm: number, cause: number): boolean {
  const to = chooseElsewhere(world, vm);
  const { col } = world.vm;
  const from = col.host[vm]! - 1;
  if (to < 0) {
    happen(world, {
      kind: 'platform.noRoom',
      table: 'vm',
      slot: vm,
      cause,
      details: { host: textIdOf(world, 'host', from), vCpu: col.vCpu[vm]! },
    });
    return false;
  }
  releaseHost(world, vm);
  takeHost(world, { vm, host: to });
  col.lost[vm] = 0;
  col.cause[vm] = happen(world, {
    kind: 'platform.healed',
    table: 'vm',
    slot: vm,
    cause,
    details: {
      from: textIdOf(world, 'host', from),
      to: textIdOf(world, 'host', to),
      temporaryDiskMib: temporaryDiskMib(world, vm),
    },
  });
  startOperation(world, vm, 'recover');
  return true;
}

/** What is on the temporary disk is lost with the host it was on; 0 where there is none. */
export function temporaryDiskMib(world: World, vm: number): number {
  const size = world.lookup.size(world.vm.text('size', vm));
  return size.ok ? size.value.tempDiskMib : 0;
}

/** The newest prediction that a host will fail; -1 when there is none. */
export function failingFault(world: World, host: number): number {
  const { kind, phase } = world.fault.col;
  const found = faultsAt(world, 'host', host).filter(
    (fault) => kind[fault] === FAILING && phase[fault] === ACTIVE,
  );
  return found.at(-1) ?? -1;
}

/** Begins to empty every host that is about to fail. */
export function watchFailingHosts(world: World): void {
  if (!migrates(world)) return;
  for (const host of world.host.slots()) {
    if (failingFault(world, host) >= 0) scheduleEvacuation(world, host);
  }
}

function scheduleEvacuation(world: World, host: number): void {
  world.schedule({
    atUs: world.nowUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.evacuate,
    slot: host,
    generation: world.host.generation[host]!,
    payload: 0,
  });
}

/** Event: the next machine of a host that is about to fail is moved away. */
export function onEvacuate(world: World, host: number): void {
  const fault = failingFault(world, host);
  if (fault < 0 || !migrates(world)) return;
  const { powerState, operation, inside } = world.vm.col;
  const here = world.hostMachines
    .on(host)
    .filter((vm) => powerState[vm] === RUNNING && inside[vm] === 0);
  const next = here.find((vm) => operation[vm] === IDLE && chooseElsewhere(world, vm) >= 0);
  if (next === undefined) {
    // Busy machines, and those without a place, are asked about again.
    if (here.length > 0) retryEvacuation(world, host);
    return;
  }
  const endsAtUs = migrate(world, next, world.fault.col.cause[fault]!);
  world.schedule({
    atUs: endsAtUs,
    priority: PRIORITY.answer,
    kind: EVENT.evacuate,
    slot: host,
    generation: world.host.generation[host]!,
    payload: 0,
  });
}

function retryEvacuation(world: World, host: number): void {
  world.schedule({
    atUs: world.nowUs + RETRY_US,
    priority: PRIORITY.lifecycle,
    kind: EVENT.evacuate,
    slot: host,
    generation: world.host.generation[host]!,
    payload: 0,
  });
}

/** Begins the live migration of a running machine; returns when it will be over. */
function migrate(world: World, vm: number, cause: number): number {
  const to = chooseElsewhere(world, vm);
  return beginMigration(world, vm, {
    to,
    named: false,
    dirtyMibPerSecond: dirtyOf(world),
    cause,
  });
}

/** What machines write while they are copied, in MiB a second ([GEN] when nobody says). */
export function dirtyOf(world: World): number {
  return platformSlot(world) === undefined
    ? DIRTY_MIB_PER_SECOND
    : world.platform.col.dirtyMibPerSecond[0]!;
}

/**
 * Begins the live migration of a running machine; returns when it will be over. Where it goes is
 * kept when somebody named it, and asked again at the end.
 */
export function beginMigration(
  world: World,
  vm: number,
  asked: {
    readonly to: number;
    readonly named: boolean;
    readonly dirtyMibPerSecond: number;
    readonly cause: number;
  },
): number {
  const { to, named, dirtyMibPerSecond, cause } = asked;
  world.vm.col.migratesTo[vm] = named ? to + 1 : 0;
  world.vm.col.migratesToGeneration[vm] = named ? world.host.generation[to]! : 0;
  const plan = migrationPlan(world, { vm, to, dirtyMibPerSecond });
  const instant = world.operations === 'instant';
  const copyUs = instant ? 0 : plan.copyUs;
  const pauseUs = instant ? 0 : plan.pauseUs + durationOf(world, 'liveMigrationFreeze');
  world.vm.col.migrationBeganUs[vm] = world.nowUs;
  world.vm.col.migrationPlannedPauseUs[vm] = pauseUs;
  startMigration(world, vm, {
    copyUs,
    pauseUs,
    cause,
    rounds: plan.rounds,
    to: textIdOf(world, 'host', to),
  });
  return world.nowUs + copyUs + pauseUs;
}
