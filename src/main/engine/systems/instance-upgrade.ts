/**
 * One instance is brought to another model, or given a new system disk (rules ENG-U4, ENG-U5).
 *
 * It stops at once, becomes what the model says, on its own host where that has room and in its
 * own fault domain otherwise, and comes up again after the measured time. Without room it stays
 * what it was and goes on running: half an upgrade would be worse than none.
 */
import { POWER_STATES, VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import { happen, type World } from '../world/world.ts';
import { putBuild } from './builds.ts';
import { faultDomainOfRack } from './fault-domains.ts';
import { forgetHealth } from './instance-health.ts';
import { factsAfter, putModel, replaceSystemDisk } from './instance-model.ts';
import { setPowerState, startOperation } from './lifecycle.ts';
import { zoneOfHost } from './place-fate.ts';
import { chooseHostWhere, mostFree, type Demand } from './placement.ts';

const RUNNING = POWER_STATES.indexOf('running');
const STOPPED = POWER_STATES.indexOf('stopped');
const NONE = VM_OPERATIONS.indexOf('none');

/** What became of an upgrade: under way, done at once, or impossible for want of room. */
export type UpgradeOutcome = 'begun' | 'done' | 'noRoom';

/** True for an instance on which something may be begun now. */
export function isIdle(world: World, vm: number): boolean {
  return world.vm.col.operation[vm] === NONE;
}

/** Brings an idle instance to a model. */
export function upgradeInstance(
  world: World,
  vm: number,
  plan: { model: number; cause: number },
): UpgradeOutcome {
  const { col } = world.vm;
  const holdsHost = col.host[vm]! > 0;
  const host = holdsHost ? hostForModel(world, vm, plan.model) : -1;
  if (holdsHost && host < 0) {
    noteNoRoom(world, vm, plan);
    return 'noRoom';
  }
  const ran = col.powerState[vm] === RUNNING;
  col.cause[vm] = plan.cause;
  if (ran) setPowerState(world, vm, STOPPED);
  putModel(world, vm, { model: plan.model, host });
  if (!ran) return 'done';
  forgetHealth(world, vm);
  startOperation(world, vm, 'upgrade');
  return 'begun';
}

function noteNoRoom(world: World, vm: number, plan: { model: number; cause: number }): void {
  const free = mostFree(world, () => true);
  happen(world, {
    kind: 'scaleSet.allocationFailed',
    table: 'vm',
    slot: vm,
    cause: plan.cause,
    details: {
      code: 'AllocationFailed',
      size: factsAfter(world, vm, plan.model).size,
      hosts: free.hosts,
      mostCores: free.cores,
      mostMemoryMib: free.memoryMib,
    },
  });
}

/** Its own host where the model fits beside the others there, else one of its fault domain. */
function hostForModel(world: World, vm: number, model: number): number {
  const { vCpu, memoryMib, size } = factsAfter(world, vm, model);
  const { col } = world.vm;
  const own = col.host[vm]! - 1;
  const more = { size, vCpu: vCpu - col.vCpu[vm]!, memoryMib: memoryMib - col.memoryMib[vm]! };
  if (chooseHostWhere(world, more, (host) => host === own) >= 0) return own;
  return hostForInstance(world, vm, { size, vCpu, memoryMib });
}

/** The first host with room in the zone and fault domain an instance belongs to, or -1. */
export function hostForInstance(world: World, vm: number, demand: Demand): number {
  const set = world.vm.ref('scaleSet', vm);
  const domains = world.scaleSet.col.faultDomains[set]!;
  const faultDomain = world.vm.col.faultDomain[vm]! - 1;
  const zone = world.vm.ref('zone', vm);
  return chooseHostWhere(world, demand, (host) => {
    if (zone >= 0 && zoneOfHost(world, host) !== zone) return false;
    if (domains <= 1 || faultDomain < 0) return true;
    return faultDomainOfRack(world, world.host.col.rack[host]! - 1, domains) === faultDomain;
  });
}

/** Gives a running instance a new system disk, made from the model it has. */
export function reimageInstance(world: World, vm: number, cause: number): void {
  const { col } = world.vm;
  col.cause[vm] = cause;
  setPowerState(world, vm, STOPPED);
  const model = world.vm.ref('model', vm);
  if (model >= 0) replaceSystemDisk(world, vm, factsAfter(world, vm, model));
  // The same version on a fresh system: whatever else was wrong with it is gone.
  const version = world.vm.text('buildVersion', vm);
  putBuild(world, vm, { version, faulty: col.buildFaulty[vm] === 1, cause: col.buildCause[vm]! });
  forgetHealth(world, vm);
  startOperation(world, vm, 'reimage');
}
