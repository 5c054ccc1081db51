/**
 * Meters: since when a machine is deployed, how long it was up, and the same for the groups it is
 * in (rules ENG-Y1 to ENG-Y3; docs/facts.md, fact 49).
 *
 * A machine is deployed from the moment it runs until nobody wants it to; a set, or the pool of a
 * balancer, is down while enough machines are deployed and none of them runs. Times are advanced
 * where something changes and nowhere else, so no slice boundary can shift a microsecond.
 */
import {
  DEPLOYED_NEEDED,
  type DowntimeOwner,
  type MeteredGroup,
} from '../../../shared/model/downtime-owners.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { addDowntime, beginDowntime, forgetDowntime } from './downtime.ts';

const RUNNING = POWER_STATES.indexOf('running');

/** What a machine adds to the count of a group, and what to blame should that take it down. */
interface Share {
  readonly deployed: number;
  readonly up: number;
  readonly cause: number;
}

/** Brings the meters in line with a machine whose state, wish or membership has changed. */
export function meterMachine(world: World, vm: number): void {
  const { col } = world.vm;
  const before = { deployed: col.meterDeployed[vm]!, up: col.meterUp[vm]! };
  advanceMachine(world, vm);
  const running = col.powerState[vm] === RUNNING;
  const deployed = running || (before.deployed === 1 && col.wanted[vm] === 1) ? 1 : 0;
  const up = running ? 1 : 0;
  const cause = col.cause[vm]!;
  col.meterDeployed[vm] = deployed;
  col.meterUp[vm] = up;
  if (up === 1 && before.up === 0) col.runningSinceUs[vm] = world.nowUs;
  // Losing its ground again while it comes back begins a span with a cause of its own.
  const lostAgain = col.lost[vm] === 1 && cause !== col.downCause[vm];
  if (deployed === 1 && up === 0 && (before.up === 1 || lostAgain)) {
    col.downCause[vm] = cause;
    beginDowntime(world, { owner: 'vm', slot: vm, reason: 0, cause });
  }
  const change = { deployed: deployed - before.deployed, up: up - before.up, cause };
  countMemberships(world, vm, { change, before: { ...before, cause } });
  if (change.deployed === 0 && change.up === 0) return;
  // Whether a machine has run yet is part of what a rotation is read from.
  if (change.deployed !== 0) world.pools.forgetRotations();
  for (const backend of world.pools.backendsOfVm(vm)) {
    count(world, { table: 'balancer', slot: world.backend.col.balancer[backend]! - 1 }, change);
  }
}

/** Sets a machine belongs to; one it has left or joined since is put right as well. */
function countMemberships(
  world: World,
  vm: number,
  shares: { readonly change: Share; readonly before: Share },
): void {
  const { col } = world.vm;
  const groups = [
    { table: 'availabilitySet', counted: col.meterSet, present: col.availabilitySet },
    { table: 'scaleSet', counted: col.meterScaleSet, present: col.scaleSet },
  ] as const;
  for (const { table, counted, present } of groups) {
    const from = counted[vm]! - 1;
    const to = present[vm]! - 1;
    if (from === to) {
      if (to >= 0) count(world, { table, slot: to }, shares.change);
      continue;
    }
    const { before, change } = shares;
    const gone = { deployed: -before.deployed, up: -before.up, cause: before.cause };
    const come = {
      deployed: before.deployed + change.deployed,
      up: before.up + change.up,
      cause: change.cause,
    };
    if (from >= 0) count(world, { table, slot: from }, gone);
    if (to >= 0) count(world, { table, slot: to }, come);
    counted[vm] = to + 1;
  }
}

/** Counts the time of a machine up to now. */
function advanceMachine(world: World, vm: number): void {
  const { col } = world.vm;
  const us = world.nowUs - col.meterAtUs[vm]!;
  col.meterAtUs[vm] = world.nowUs;
  if (us === 0 || col.meterDeployed[vm] === 0) return;
  col.meteredUs[vm]! += us;
  if (col.meterUp[vm] === 1) col.meterUpUs[vm]! += us;
  else addOwn(world, { owner: 'vm', slot: vm, cause: col.downCause[vm]! }, us);
}

function addOwn(
  world: World,
  blame: { readonly owner: DowntimeOwner; readonly slot: number; readonly cause: number },
  us: number,
): void {
  addDowntime(world, { ...blame, reason: 0 }, { us, endUs: world.nowUs });
}

interface Group {
  readonly table: MeteredGroup;
  readonly slot: number;
}

function isDown(world: World, { table, slot }: Group): boolean {
  const { meterDeployed, meterUp } = world[table].col;
  return meterDeployed[slot]! >= DEPLOYED_NEEDED[table] && meterUp[slot] === 0;
}

/** Changes the counts of a group, after the time up to now was counted. */
function count(world: World, group: Group, share: Share): void {
  const { table, slot } = group;
  const { col } = world[table];
  advanceGroup(world, group);
  const wasDown = isDown(world, group);
  col.meterDeployed[slot]! += share.deployed;
  col.meterUp[slot]! += share.up;
  if (wasDown || !isDown(world, group)) return;
  col.downCause[slot] = share.cause;
  beginDowntime(world, { owner: table, slot, reason: 0, cause: share.cause });
}

function advanceGroup(world: World, group: Group): void {
  const { table, slot } = group;
  const { col } = world[table];
  const us = world.nowUs - col.meterAtUs[slot]!;
  col.meterAtUs[slot] = world.nowUs;
  if (us === 0 || col.meterDeployed[slot]! < DEPLOYED_NEEDED[table]) return;
  col.meteredUs[slot]! += us;
  if (col.meterUp[slot]! > 0) col.meterUpUs[slot]! += us;
  else addOwn(world, { owner: table, slot, cause: col.downCause[slot]! }, us);
}

/** A machine joins a pool as it stands. */
export function meterJoin(world: World, place: { balancer: number; vm: number }): void {
  const { meterDeployed, meterUp, cause } = world.vm.col;
  const { balancer: slot, vm } = place;
  const share = { deployed: meterDeployed[vm]!, up: meterUp[vm]!, cause: cause[vm]! };
  count(world, { table: 'balancer', slot }, share);
}

/** A machine leaves a pool as it stands; `cause` explains a pool that is down without it. */
export function meterLeave(
  world: World,
  place: { balancer: number; vm: number; cause: number },
): void {
  const { meterDeployed, meterUp } = world.vm.col;
  const { balancer: slot, vm, cause } = place;
  const share = { deployed: -meterDeployed[vm]!, up: -meterUp[vm]!, cause };
  count(world, { table: 'balancer', slot }, share);
}

/** A machine that is about to be removed counts nowhere any more. */
export function forgetMachine(world: World, vm: number): void {
  const { col } = world.vm;
  advanceMachine(world, vm);
  const gone = { deployed: -col.meterDeployed[vm]!, up: -col.meterUp[vm]!, cause: col.cause[vm]! };
  if (col.meterSet[vm]! > 0) {
    count(world, { table: 'availabilitySet', slot: col.meterSet[vm]! - 1 }, gone);
  }
  if (col.meterScaleSet[vm]! > 0) {
    count(world, { table: 'scaleSet', slot: col.meterScaleSet[vm]! - 1 }, gone);
  }
  // Whoever was never down has no row, and the table need not be walked.
  if (col.meterUpUs[vm] !== col.meteredUs[vm] || col.downCause[vm] !== 0) {
    forgetDowntime(world, { owner: 'vm', slot: vm });
  }
}

/** Deployed and up time of a meter as they would stand if they were counted now. */
export function readMeter(
  world: World,
  meter: { readonly owner: 'vm' | MeteredGroup; readonly slot: number },
): { readonly meteredUs: number; readonly upUs: number; readonly openUs: number } {
  const { owner, slot } = meter;
  const { meterDeployed, meterUp, meterAtUs, meteredUs, meterUpUs } = world[owner].col;
  const needed = owner === 'vm' ? 1 : DEPLOYED_NEEDED[owner];
  const us = meterDeployed[slot]! >= needed ? world.nowUs - meterAtUs[slot]! : 0;
  const up = meterUp[slot]! > 0 ? us : 0;
  return {
    meteredUs: meteredUs[slot]! + us,
    upUs: meterUpUs[slot]! + up,
    openUs: us - up,
  };
}

/** upUs ÷ meteredUs; 1 while nothing was counted. */
export function shareUp(meter: { readonly meteredUs: number; readonly upUs: number }): number {
  return meter.meteredUs === 0 ? 1 : meter.upUs / meter.meteredUs;
}
