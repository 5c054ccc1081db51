/**
 * Planned maintenance of a set: one domain after the other (rules ENG-M1 to ENG-M10;
 * docs/facts.md, facts 45, 66, 107 and 111).
 *
 * A wave may leave its machines to the customer first: those started early are done. Then it
 * announces a domain when it was given notice, takes its machines out of rotation, works on them
 * together, waits until a recovery time has passed, and goes on. It never touches two domains at
 * once, whatever fails meanwhile; one that only pauses waits while a service behind the set fails.
 */
import { POWER_STATES, ROTATION_STATES } from '../../../shared/model/kinds.ts';
import {
  MAINTENANCE_MODES,
  MAINTENANCE_PHASES,
  type MaintenanceMode,
} from '../../../shared/model/scheduled-event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { startFreeze, startMaintenanceRestart, startPlannedRestart } from './lifecycle.ts';
import { durationOf } from './operation-durations.ts';
import { setRotation } from './rotation.ts';
import { announceEvent, beginEvent, endEvent } from './scheduled-events.ts';
import { timePhase, touchSetOfWave } from './wave-clock.ts';
import {
  domainOf,
  domainsOf,
  groundOf,
  machinesOf,
  pausesOnly,
  setOfWave,
  type WaveSet,
} from './wave-domains.ts';
import { untilHostWindowUs } from './window-times.ts';

const RUNNING = POWER_STATES.indexOf('running');
const DRAINING = ROTATION_STATES.indexOf('draining');
const UNKNOWN = ROTATION_STATES.indexOf('unknown');
/** A wave that waits for better health looks again after this long ([GEN]). */
const HALT_US = 30_000_000;

const SELF_SERVICE = MAINTENANCE_PHASES.indexOf('selfService');
const PHASE_DRAINING = MAINTENANCE_PHASES.indexOf('draining');
const WORKING = MAINTENANCE_PHASES.indexOf('working');
const RECOVERING = MAINTENANCE_PHASES.indexOf('recovering');
const ANNOUNCED = MAINTENANCE_PHASES.indexOf('announced');
const HALTED = MAINTENANCE_PHASES.indexOf('halted');
const WINDOW = MAINTENANCE_PHASES.indexOf('window');

/** How a wave is to go. */
export interface WavePlan {
  readonly mode: MaintenanceMode;
  readonly workUs: number;
  readonly recoveryUs: number;
  readonly drainUs: number;
  /** 0: domains are not announced. */
  readonly noticeUs: number;
  /** For so long the customer may begin it machine by machine; 0: not at all. */
  readonly selfServiceUs: number;
}

/** Begins the wave: with the window of the customer, or at domain 0. */
export function startMaintenance(world: World, set: WaveSet, plan: WavePlan): void {
  const wave = world.maintenanceWave.allocate();
  const { col } = world.maintenanceWave;
  col[set.table][wave] = set.slot + 1;
  col.mode[wave] = MAINTENANCE_MODES.indexOf(plan.mode);
  col.workUs[wave] = plan.workUs;
  col.recoveryUs[wave] = plan.recoveryUs;
  col.drainUs[wave] = plan.drainUs;
  col.noticeUs[wave] = plan.noticeUs;
  const { workUs, recoveryUs, drainUs, noticeUs, selfServiceUs, mode } = plan;
  const own = selfServiceUs === 0 ? {} : { selfServiceUs };
  col.cause[wave] = happen(world, {
    kind: 'maintenance.started',
    ...set,
    cause: world.decisionId,
    details: { workUs, recoveryUs, drainUs, mode, noticeUs, ...own },
  });
  if (selfServiceUs > 0) setPhase(world, wave, SELF_SERVICE, selfServiceUs);
  else beginDomain(world, wave, 0);
}

/** Whether a wave has left its machines to the customer for now. */
export function isSelfService(world: World, wave: number): boolean {
  return world.maintenanceWave.col.phase[wave] === SELF_SERVICE;
}

/** Whether a machine was done early in this wave. */
export function isMaintained(world: World, wave: number, vm: number): boolean {
  return world.vm.col.maintainedBy[vm] === world.maintenanceWave.col.cause[wave];
}

/** The customer begins the maintenance of one machine; the wave will pass it over. */
export function applyEarly(world: World, wave: number, vm: number): void {
  const { cause: begun } = world.maintenanceWave.col;
  world.vm.col.maintainedBy[vm] = begun[wave]!;
  const cause = happen(world, {
    kind: 'maintenance.applied',
    table: 'vm',
    slot: vm,
    cause: world.decisionId,
  });
  // A machine the customer moves ahead is away for a few minutes only (fact 11).
  startPlannedRestart(world, vm, { durationUs: durationOf(world, 'redeploy'), cause });
  touchSetOfWave(world, wave);
}

/** Takes the next domain that has members in hand, or ends the wave. */
function beginDomain(world: World, wave: number, from: number): void {
  const { col } = world.maintenanceWave;
  const set = setOfWave(world, wave);
  touchSetOfWave(world, wave);
  const count = domainsOf(world, set, groundOf(world, set, pausesOnly(world, wave)));
  for (let domain = from; domain < count; domain += 1) {
    if (col.cancelled[wave] === 1) break;
    const members = membersIn(world, wave, domain);
    if (!members.some((vm) => world.vm.col.powerState[vm] === RUNNING)) continue;
    col.domain[wave] = domain;
    const waitUs = untilHostWindowUs(world, set);
    if (waitUs > 0) {
      setPhase(world, wave, WINDOW, waitUs);
      return;
    }
    if (pausesOnly(world, wave) && servicesFail(world, set)) {
      setPhase(world, wave, HALTED, HALT_US);
      return;
    }
    takeDomain(world, wave, domain);
    return;
  }
  happen(world, { kind: 'maintenance.ended', ...set, cause: col.cause[wave]! });
  world.maintenanceWave.release(wave);
}

/** A domain's turn: announced first when notice is to be given. */
function takeDomain(world: World, wave: number, domain: number): void {
  const { col } = world.maintenanceWave;
  const set = setOfWave(world, wave);
  const by = groundOf(world, set, pausesOnly(world, wave));
  const kinds = {
    updateDomain: 'maintenance.domain',
    faultDomain: 'maintenance.faultDomain',
    rack: 'maintenance.rack',
    whole: 'maintenance.whole',
  } as const;
  const which = by === 'rack' ? world.rack.text('name', domain) : domain;
  const details = by === 'whole' ? {} : { details: { [by]: which } };
  col.domainCause[wave] = happen(world, {
    kind: kinds[by],
    ...set,
    cause: col.cause[wave]!,
    ...details,
  });
  const noticeUs = col.noticeUs[wave]!;
  if (noticeUs === 0) {
    drainDomain(world, wave);
    return;
  }
  const running = membersIn(world, wave, domain).filter(
    (vm) => world.vm.col.powerState[vm] === RUNNING,
  );
  announceEvent(world, {
    type: pausesOnly(world, wave) ? 'Freeze' : 'Reboot',
    source: 'Platform',
    vms: running,
    noticeUs,
    workUs: col.workUs[wave]!,
    wave,
    cause: col.domainCause[wave],
  });
  setPhase(world, wave, ANNOUNCED, noticeUs);
}

function drainDomain(world: World, wave: number): void {
  const { col } = world.maintenanceWave;
  setPhase(world, wave, PHASE_DRAINING, col.drainUs[wave]!);
  const draining = { rotation: DRAINING, cause: col.domainCause[wave]! };
  for (const vm of membersIn(world, wave, col.domain[wave]!)) rotate(world, vm, draining);
}

/** True while a service whose pool has members of the set is in a bad time. */
function servicesFail(world: World, set: WaveSet): boolean {
  return machinesOf(world, set).some((vm) =>
    world.pools
      .backendsOfVm(vm)
      .flatMap((backend) => [
        ...world.pools.servicesOfBalancer(world.backend.col.balancer[backend]! - 1),
      ])
      .some((service) => world.service.col.failing[service] === 1),
  );
}

/** The machines of a domain that the wave has still to do. */
function membersIn(world: World, wave: number, domain: number): number[] {
  const set = setOfWave(world, wave);
  const ground = groundOf(world, set, pausesOnly(world, wave));
  return machinesOf(world, set).filter(
    (vm) => domainOf(world, vm, ground) === domain && !isMaintained(world, wave, vm),
  );
}

function setPhase(world: World, wave: number, phase: number, lastsUs: number): void {
  world.maintenanceWave.col.phase[wave] = phase;
  timePhase(world, wave, lastsUs);
}

/** A backend under maintenance gets no new requests; afterwards the next probe decides. */
function rotate(world: World, vm: number, change: { rotation: number; cause: number }): void {
  for (const backend of world.pools.backendsOfVm(vm)) {
    world.backend.col.failedProbes[backend] = 0;
    setRotation(world, { backend, ...change });
  }
}

/** The event by which a wave announced the domain under way; -1 when it did not. */
function eventOfWave(world: World, wave: number): number {
  const { wave: owner } = world.scheduledEvent.col;
  return [...world.scheduledEvent.slots()].find((event) => owner[event] === wave + 1) ?? -1;
}

/** Event: a phase of the wave is over. */
export function onMaintenance(world: World, wave: number, serial: number): void {
  const { col } = world.maintenanceWave;
  if (col.serial[wave] !== serial) return;
  const domain = col.domain[wave]!;
  const event = eventOfWave(world, wave);
  switch (col.phase[wave]) {
    case SELF_SERVICE:
      beginDomain(world, wave, 0);
      return;
    case HALTED:
    case WINDOW:
      beginDomain(world, wave, domain);
      return;
    case ANNOUNCED:
      if (event >= 0) beginEvent(world, event);
      drainDomain(world, wave);
      return;
    case PHASE_DRAINING:
      setPhase(world, wave, WORKING, workOnDomain(world, wave));
      return;
    case WORKING: {
      if (event >= 0) endEvent(world, event);
      const unknown = { rotation: UNKNOWN, cause: col.domainCause[wave]! };
      for (const vm of membersIn(world, wave, domain)) rotate(world, vm, unknown);
      setPhase(world, wave, RECOVERING, col.recoveryUs[wave]!);
      return;
    }
    default:
      beginDomain(world, wave, domain + 1);
  }
}

/** Restarts or freezes the members of the domain under way; returns how long that lasts. */
function workOnDomain(world: World, wave: number): number {
  const { col } = world.maintenanceWave;
  const cause = col.domainCause[wave]!;
  const given = col.workUs[wave]!;
  const members = membersIn(world, wave, col.domain[wave]!);
  if (!pausesOnly(world, wave)) {
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
