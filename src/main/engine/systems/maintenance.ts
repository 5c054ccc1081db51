/**
 * Planned maintenance of an availability set: one domain after the other
 * (rules ENG-M1 to ENG-M7; docs/facts.md, facts 45, 107 and 111).
 *
 * A wave that restarts goes by update domains, one that only pauses by fault domains. It announces
 * a domain when it was given notice, takes its machines out of rotation, works on them together,
 * waits until a recovery time has passed, and goes on. It never touches two domains at once,
 * whatever fails meanwhile; one that only pauses waits while a service behind the set fails.
 */
import { POWER_STATES, ROTATION_STATES } from '../../../shared/model/kinds.ts';
import {
  MAINTENANCE_MODES,
  type MaintenanceMode,
} from '../../../shared/model/scheduled-event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { startFreeze, startMaintenanceRestart } from './lifecycle.ts';
import { membersOf } from './fault-domains.ts';
import { durationOf } from './operation-durations.ts';
import { setRotation } from './rotation.ts';
import { announceEvent, beginEvent, endEvent } from './scheduled-events.ts';
import { timePhase } from './wave-clock.ts';

const RUNNING = POWER_STATES.indexOf('running');
const DRAINING = ROTATION_STATES.indexOf('draining');
const UNKNOWN = ROTATION_STATES.indexOf('unknown');
const NO_REBOOT = MAINTENANCE_MODES.indexOf('noReboot');
/** A wave that waits for better health looks again after this long ([GEN]). */
const HALT_US = 30_000_000;

/** What a wave is doing. */
export const MAINTENANCE_PHASES = [
  'none',
  'draining',
  'working',
  'recovering',
  'announced',
  'halted',
] as const;
export type MaintenancePhase = (typeof MAINTENANCE_PHASES)[number];
const NONE = 0;
const PHASE_DRAINING = 1;
const WORKING = 2;
const RECOVERING = 3;
const ANNOUNCED = 4;
const HALTED = 5;

/** How a wave is to go. */
export interface WavePlan {
  readonly mode: MaintenanceMode;
  readonly workUs: number;
  readonly recoveryUs: number;
  readonly drainUs: number;
  /** 0: domains are not announced. */
  readonly noticeUs: number;
}

/** Begins the wave at domain 0. */
export function startMaintenance(world: World, set: number, plan: WavePlan): void {
  const { col } = world.availabilitySet;
  col.maintenanceMode[set] = MAINTENANCE_MODES.indexOf(plan.mode);
  col.workUs[set] = plan.workUs;
  col.recoveryUs[set] = plan.recoveryUs;
  col.drainUs[set] = plan.drainUs;
  col.noticeUs[set] = plan.noticeUs;
  col.maintenanceCancelled[set] = 0;
  const { workUs, recoveryUs, drainUs } = plan;
  col.maintenanceCause[set] = happen(world, {
    kind: 'maintenance.started',
    table: 'availabilitySet',
    slot: set,
    cause: world.decisionId,
    details: { workUs, recoveryUs, drainUs, mode: plan.mode, noticeUs: plan.noticeUs },
  });
  beginDomain(world, set, 0);
}

function pausesOnly(world: World, set: number): boolean {
  return world.availabilitySet.col.maintenanceMode[set] === NO_REBOOT;
}

/** Takes the next domain that has members in hand, or ends the wave. */
function beginDomain(world: World, set: number, from: number): void {
  const { col } = world.availabilitySet;
  world.availabilitySet.dirty.touch(set);
  const count = pausesOnly(world, set) ? col.faultDomains[set]! : col.updateDomains[set]!;
  for (let domain = from; domain < count; domain += 1) {
    if (col.maintenanceCancelled[set] === 1) break;
    const members = membersIn(world, set, domain);
    if (!members.some((vm) => world.vm.col.powerState[vm] === RUNNING)) continue;
    col.maintenanceDomain[set] = domain;
    if (pausesOnly(world, set) && servicesFail(world, set)) {
      setPhase(world, set, HALTED, HALT_US);
      return;
    }
    takeDomain(world, set, domain);
    return;
  }
  happen(world, {
    kind: 'maintenance.ended',
    table: 'availabilitySet',
    slot: set,
    cause: col.maintenanceCause[set]!,
  });
  col.maintenancePhase[set] = NONE;
  col.maintenanceEndsAtUs[set] = 0;
  col.maintenanceSerial[set]! += 1;
}

/** A domain's turn: announced first when notice is to be given. */
function takeDomain(world: World, set: number, domain: number): void {
  const { col } = world.availabilitySet;
  const by = pausesOnly(world, set) ? 'faultDomain' : 'updateDomain';
  col.domainCause[set] = happen(world, {
    kind: pausesOnly(world, set) ? 'maintenance.faultDomain' : 'maintenance.domain',
    table: 'availabilitySet',
    slot: set,
    cause: col.maintenanceCause[set]!,
    details: { [by]: domain },
  });
  const noticeUs = col.noticeUs[set]!;
  if (noticeUs === 0) {
    drainDomain(world, set);
    return;
  }
  const running = membersIn(world, set, domain).filter(
    (vm) => world.vm.col.powerState[vm] === RUNNING,
  );
  announceEvent(world, {
    type: pausesOnly(world, set) ? 'Freeze' : 'Reboot',
    source: 'Platform',
    vms: running,
    noticeUs,
    workUs: col.workUs[set]!,
    wave: set,
    cause: col.domainCause[set],
  });
  setPhase(world, set, ANNOUNCED, noticeUs);
}

function drainDomain(world: World, set: number): void {
  const { col } = world.availabilitySet;
  setPhase(world, set, PHASE_DRAINING, col.drainUs[set]!);
  const draining = { rotation: DRAINING, cause: col.domainCause[set]! };
  for (const vm of membersIn(world, set, col.maintenanceDomain[set]!)) rotate(world, vm, draining);
}

/** True while a service whose pool has members of the set is in a bad time. */
function servicesFail(world: World, set: number): boolean {
  return membersOf(world, set).some((vm) =>
    world.pools
      .backendsOfVm(vm)
      .flatMap((backend) => [
        ...world.pools.servicesOfBalancer(world.backend.col.balancer[backend]! - 1),
      ])
      .some((service) => world.service.col.failing[service] === 1),
  );
}

function membersIn(world: World, set: number, domain: number): number[] {
  const column = pausesOnly(world, set) ? world.vm.col.faultDomain : world.vm.col.updateDomain;
  return membersOf(world, set).filter((vm) => column[vm] === domain + 1);
}

function setPhase(world: World, set: number, phase: number, lastsUs: number): void {
  world.availabilitySet.col.maintenancePhase[set] = phase;
  timePhase(world, set, lastsUs);
}

/** A backend under maintenance gets no new requests; afterwards the next probe decides. */
function rotate(world: World, vm: number, change: { rotation: number; cause: number }): void {
  for (const backend of world.pools.backendsOfVm(vm)) {
    world.backend.col.failedProbes[backend] = 0;
    setRotation(world, { backend, ...change });
  }
}

/** The event by which a wave announced the domain under way; -1 when it did not. */
function eventOfWave(world: World, set: number): number {
  const { wave } = world.scheduledEvent.col;
  return [...world.scheduledEvent.slots()].find((event) => wave[event] === set + 1) ?? -1;
}

/** Event: a phase of the wave is over. */
export function onMaintenance(world: World, set: number, serial: number): void {
  const { col } = world.availabilitySet;
  if (col.maintenanceSerial[set] !== serial) return;
  const domain = col.maintenanceDomain[set]!;
  const event = eventOfWave(world, set);
  switch (col.maintenancePhase[set]) {
    case HALTED:
      beginDomain(world, set, domain);
      return;
    case ANNOUNCED:
      if (event >= 0) beginEvent(world, event);
      drainDomain(world, set);
      return;
    case PHASE_DRAINING:
      setPhase(world, set, WORKING, workOnDomain(world, set));
      return;
    case WORKING: {
      if (event >= 0) endEvent(world, event);
      const unknown = { rotation: UNKNOWN, cause: col.domainCause[set]! };
      for (const vm of membersIn(world, set, domain)) rotate(world, vm, unknown);
      setPhase(world, set, RECOVERING, col.recoveryUs[set]!);
      return;
    }
    default:
      beginDomain(world, set, domain + 1);
  }
}

/** Restarts or freezes the members of the domain under way; returns how long that lasts. */
function workOnDomain(world: World, set: number): number {
  const { col } = world.availabilitySet;
  const cause = col.domainCause[set]!;
  const given = col.workUs[set]!;
  const members = membersIn(world, set, col.maintenanceDomain[set]!);
  if (!pausesOnly(world, set)) {
    for (const vm of members) startMaintenanceRestart(world, vm, { durationUs: given, cause });
    return given;
  }
  let longestUs = 0;
  for (const vm of members) {
    const pauseUs = given > 0 ? given : durationOf(world, 'memoryPreservingPause');
    startFreeze(world, vm, { pauseUs, cause });
    longestUs = Math.max(longestUs, pauseUs);
  }
  return longestUs;
}
