/**
 * Planned maintenance of an availability set: one update domain after the other
 * (rules ENG-M1 to ENG-M4; docs/facts.md, facts 45 and 111).
 *
 * A wave takes the machines of one domain out of rotation, restarts them together, waits until a
 * recovery time has passed, and goes on. It never touches two domains at once, whatever fails
 * meanwhile: a domain that was lost to a fault is waited for no longer than its own turn.
 */
import { POWER_STATES, ROTATION_STATES } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { startMaintenanceRestart } from './lifecycle.ts';
import { membersOf } from './fault-domains.ts';
import { setRotation } from './rotation.ts';

const RUNNING = POWER_STATES.indexOf('running');
const DRAINING = ROTATION_STATES.indexOf('draining');
const UNKNOWN = ROTATION_STATES.indexOf('unknown');

/** What a wave is doing. */
export const MAINTENANCE_PHASES = ['none', 'draining', 'working', 'recovering'] as const;
export type MaintenancePhase = (typeof MAINTENANCE_PHASES)[number];
const NONE = 0;
const PHASE_DRAINING = 1;
const WORKING = 2;
const RECOVERING = 3;

/** Begins the wave at update domain 0. */
export function startMaintenance(
  world: World,
  set: number,
  plan: { workUs: number; recoveryUs: number; drainUs: number },
): void {
  const { col } = world.availabilitySet;
  col.workUs[set] = plan.workUs;
  col.recoveryUs[set] = plan.recoveryUs;
  col.drainUs[set] = plan.drainUs;
  col.maintenanceCancelled[set] = 0;
  col.maintenanceCause[set] = happen(world, {
    kind: 'maintenance.started',
    table: 'availabilitySet',
    slot: set,
    cause: world.decisionId,
    details: { workUs: plan.workUs, recoveryUs: plan.recoveryUs, drainUs: plan.drainUs },
  });
  beginDomain(world, set, 0);
}

/** Takes the next domain that has members in hand, or ends the wave. */
function beginDomain(world: World, set: number, from: number): void {
  const { col } = world.availabilitySet;
  world.availabilitySet.dirty.touch(set);
  for (let domain = from; domain < col.updateDomains[set]!; domain += 1) {
    if (col.maintenanceCancelled[set] === 1) break;
    if (!membersIn(world, set, domain).some((vm) => world.vm.col.powerState[vm] === RUNNING))
      continue;
    col.maintenanceDomain[set] = domain;
    col.domainCause[set] = happen(world, {
      kind: 'maintenance.domain',
      table: 'availabilitySet',
      slot: set,
      cause: col.maintenanceCause[set]!,
      details: { updateDomain: domain },
    });
    setPhase(world, set, PHASE_DRAINING, col.drainUs[set]!);
    const draining = { rotation: DRAINING, cause: col.domainCause[set] };
    for (const vm of membersIn(world, set, domain)) rotate(world, vm, draining);
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

function membersIn(world: World, set: number, domain: number): number[] {
  return membersOf(world, set).filter((vm) => world.vm.col.updateDomain[vm] === domain + 1);
}

function setPhase(world: World, set: number, phase: number, lastsUs: number): void {
  const { col } = world.availabilitySet;
  col.maintenancePhase[set] = phase;
  col.maintenanceEndsAtUs[set] = world.nowUs + lastsUs;
  col.maintenanceSerial[set]! += 1;
  world.availabilitySet.dirty.touch(set);
  world.schedule({
    atUs: world.nowUs + lastsUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.maintenance,
    slot: set,
    generation: world.availabilitySet.generation[set]!,
    payload: col.maintenanceSerial[set]!,
  });
}

/** A backend under maintenance gets no new requests; afterwards the next probe decides. */
function rotate(world: World, vm: number, change: { rotation: number; cause: number }): void {
  for (const backend of world.pools.backendsOfVm(vm)) {
    world.backend.col.failedProbes[backend] = 0;
    setRotation(world, { backend, ...change });
  }
}

/** Event: a phase of the wave is over. */
export function onMaintenance(world: World, set: number, serial: number): void {
  const { col } = world.availabilitySet;
  if (col.maintenanceSerial[set] !== serial) return;
  const domain = col.maintenanceDomain[set]!;
  const members = membersIn(world, set, domain);
  if (col.maintenancePhase[set] === PHASE_DRAINING) {
    for (const vm of members) {
      startMaintenanceRestart(world, vm, {
        durationUs: col.workUs[set]!,
        cause: col.domainCause[set]!,
      });
    }
    setPhase(world, set, WORKING, col.workUs[set]!);
  } else if (col.maintenancePhase[set] === WORKING) {
    const unknown = { rotation: UNKNOWN, cause: col.domainCause[set]! };
    for (const vm of members) rotate(world, vm, unknown);
    setPhase(world, set, RECOVERING, col.recoveryUs[set]!);
  } else if (col.maintenancePhase[set] === RECOVERING) {
    beginDomain(world, set, domain + 1);
  }
}
