/**
 * Automatic instance repairs: what stays unhealthy is replaced, reimaged or restarted
 * (rules ENG-U13 to ENG-U16; docs/facts.md, fact 79).
 *
 * Few at once, and none right after something changed it by itself: a repair that cures nothing
 * must not take a set down. When repairs do not help, they stop and say so.
 */
import {
  POWER_STATES,
  PROVISIONING_STATES,
  REPAIR_ACTIONS,
  REPAIR_STATES,
  ROLLOUT_MARKS,
} from '../../../shared/model/kinds.ts';
import { happen, type World } from '../world/world.ts';
import { healthOf, isSick } from './instance-health.ts';
import { isIdle, reimageInstance } from './instance-upgrade.ts';
import { startOperation } from './lifecycle.ts';
import { addInstance } from './scale-sets.ts';
import { instancesOf, removeInstance } from './set-instances.ts';
import { touchInstance } from './touch-instance.ts';

/** At most this share of the instances at once, and one at a time in a small set (fact 79). */
const AT_ONCE_PERCENT = 5;
const ONE_AT_A_TIME_BELOW = 20;
/** Repairs in a row that cure nothing, after which the service suspends itself (assumed). */
const FRUITLESS_MAX = 3;
const WHOLE_PERCENT = 100;

const RUNNING = POWER_STATES.indexOf('running');
const FAILED = PROVISIONING_STATES.indexOf('Failed');
const SUSPENDED = REPAIR_STATES.indexOf('suspended');
const REPLACE = REPAIR_ACTIONS.indexOf('replace');
const REIMAGE = REPAIR_ACTIONS.indexOf('reimage');
const BEING_UPGRADED: readonly number[] = ['inProgress', 'surging', 'leaving'].map((mark) =>
  ROLLOUT_MARKS.findIndex((one) => one === mark),
);

/** How many instances of so many may be under repair at once (fact 79). */
export function repairsAtOnce(instances: number): number {
  if (instances < ONE_AT_A_TIME_BELOW) return 1;
  return Math.max(1, Math.floor((instances * AT_ONCE_PERCENT) / WHOLE_PERCENT));
}

/** Looks at every instance of a set and begins the repairs that are due. */
export function lookForRepairs(world: World, set: number): void {
  const { col } = world.scaleSet;
  if (col.repairs[set] === 0 || col.repairState[set] === SUSPENDED) return;
  replaceOwed(world, set);
  judgeRepairs(world, set);
  if (col.repairState[set] === SUSPENDED) return;
  const members = instancesOf(world, set);
  let room = repairsAtOnce(members.length + col.repairsOwed[set]!) - underRepair(world, set);
  for (const vm of members) {
    if (room <= 0) return;
    if (!isDue(world, set, vm)) continue;
    repair(world, set, vm);
    room -= 1;
  }
}

/** Instances whose repair has not shown its result, those still to be made again among them. */
function underRepair(world: World, set: number): number {
  const { repairing } = world.vm.col;
  const now = instancesOf(world, set).filter((vm) => repairing[vm] === 1).length;
  return now + world.scaleSet.col.repairsOwed[set]!;
}

/**
 * Unhealthy for everybody to see, at rest, unprotected, and its grace period is over. What could
 * not be provisioned is not repaired.
 */
function isDue(world: World, set: number, vm: number): boolean {
  const { col } = world.vm;
  const action = world.scaleSet.col.repairAction[set];
  return (
    isSick(world, vm) &&
    isIdle(world, vm) &&
    col.repairing[vm] === 0 &&
    col.protectedFromActions[vm] === 0 &&
    col.provisioningState[vm] !== FAILED &&
    !BEING_UPGRADED.includes(col.rolloutMark[vm]!) &&
    (action === REPLACE || col.powerState[vm] === RUNNING) &&
    graceIsOver(world, set, vm)
  );
}

/** The grace period begins with every change of the instance's state (fact 79). */
function graceIsOver(world: World, set: number, vm: number): boolean {
  return world.nowUs - world.vm.col.settledUs[vm]! >= world.scaleSet.col.repairGraceUs[set]!;
}

function repair(world: World, set: number, vm: number): void {
  const { repairAction, repairsOwed } = world.scaleSet.col;
  const action = repairAction[set]!;
  const cause = happen(world, {
    kind: 'repair.begun',
    table: 'vm',
    slot: vm,
    cause: world.vm.col.appCause[vm]! || world.vm.col.cause[vm]!,
    details: { action: REPAIR_ACTIONS[action]! },
  });
  world.scaleSet.dirty.touch(set);
  if (action === REPLACE) {
    // Made again once the old one has given its place back.
    repairsOwed[set]! += 1;
    removeInstance(world, vm, cause);
    return;
  }
  setRepairing(world, vm, 1);
  if (action === REIMAGE) {
    reimageInstance(world, vm, cause);
    return;
  }
  world.vm.col.cause[vm] = cause;
  startOperation(world, vm, 'restart');
}

function setRepairing(world: World, vm: number, value: 0 | 1): void {
  world.vm.col.repairing[vm] = value;
  touchInstance(world, vm);
}

/** Makes instances in place of those a repair has deleted, as far as there is room. */
export function replaceOwed(world: World, set: number): void {
  const { repairsOwed, capacity } = world.scaleSet.col;
  while (repairsOwed[set]! > 0 && instancesOf(world, set).length < capacity[set]!) {
    const vm = addInstance(world, set, { cause: 0 });
    if (vm < 0) return;
    repairsOwed[set]! -= 1;
    setRepairing(world, vm, 1);
  }
}

/** A repair is judged when the instance is healthy, or when its grace period has passed again. */
function judgeRepairs(world: World, set: number): void {
  const { col } = world.scaleSet;
  for (const vm of instancesOf(world, set)) {
    if (world.vm.col.repairing[vm] === 0 || !isIdle(world, vm)) continue;
    if (healthOf(world, vm) === 'healthy') {
      setRepairing(world, vm, 0);
      col.repairFailures[set] = 0;
    } else if (graceIsOver(world, set, vm)) {
      setRepairing(world, vm, 0);
      col.repairFailures[set]! += 1;
    }
  }
  if (col.repairFailures[set]! < FRUITLESS_MAX) return;
  col.repairState[set] = SUSPENDED;
  world.scaleSet.dirty.touch(set);
  happen(world, {
    kind: 'repair.suspended',
    table: 'scaleSet',
    slot: set,
    cause: 0,
    details: { fruitless: col.repairFailures[set]! },
  });
}
