/**
 * Instances above the capacity: those a rolling upgrade makes before the old ones go, and those
 * that overprovisioning makes so that slow ones need not be waited for (rules ENG-U10, ENG-U18;
 * docs/facts.md, facts 67 and 72). They count for nothing when the capacity changes.
 */
import { POWER_STATES, ROLLOUT_MARKS } from '../../../shared/model/kinds.ts';
import { happen, type World } from '../world/world.ts';
import { instancesOf, removeInstance } from './set-instances.ts';
import { touchInstance } from './touch-instance.ts';

const NO_MARK = ROLLOUT_MARKS.indexOf('none');
const SURGING = ROLLOUT_MARKS.indexOf('surging');
const LEAVING = ROLLOUT_MARKS.indexOf('leaving');
const RUNNING = POWER_STATES.indexOf('running');
/** What is made beside what was asked for: a fifth, and at least two (fact 67). */
const SURPLUS_PERCENT = 20;
const SURPLUS_MIN = 2;
const WHOLE_PERCENT = 100;

/** How many instances are made beside those asked for. */
export function surplusFor(count: number): number {
  return Math.max(SURPLUS_MIN, Math.ceil((count * SURPLUS_PERCENT) / WHOLE_PERCENT));
}

/** The capacity changes in the middle of an exchange: the new ones go, the old ones stay. */
export function dropSurge(world: World, set: number, cause: number): void {
  if (world.scaleSet.col.surge[set] === 0) return;
  world.scaleSet.col.surge[set] = 0;
  const { rolloutMark } = world.vm.col;
  for (const vm of instancesOf(world, set)) {
    if (rolloutMark[vm] === SURGING) removeInstance(world, vm, cause);
    else if (rolloutMark[vm] === LEAVING) {
      rolloutMark[vm] = NO_MARK;
      touchInstance(world, vm);
    }
  }
}

/** Instances of which the first to run stay and the others go, in order of their numbers. */
function candidatesOf(world: World, set: number): number[] {
  const { candidate, instance } = world.vm.col;
  return instancesOf(world, set)
    .filter((vm) => candidate[vm] === 1)
    .sort((a, b) => instance[a]! - instance[b]!);
}

/** How many of the instances are there only until others have succeeded. */
export function surplusOf(world: World, set: number): number {
  const wanted = world.scaleSet.col.candidatesWanted[set]!;
  return wanted === 0 ? 0 : Math.max(0, candidatesOf(world, set).length - wanted);
}

/** Marks new instances as candidates of which only so many are wanted. */
export function markCandidates(
  world: World,
  set: number,
  made: { readonly vms: readonly number[]; readonly wanted: number },
): void {
  for (const vm of made.vms) world.vm.col.candidate[vm] = 1;
  world.scaleSet.col.candidatesWanted[set]! += made.wanted;
  world.scaleSet.dirty.touch(set);
}

/** An instance has come up: it is one of those wanted, and once all are, the others go. */
export function settleSurplus(world: World, set: number): void {
  const { col } = world.scaleSet;
  if (col.candidatesWanted[set] === 0) return;
  for (const vm of candidatesOf(world, set)) {
    if (world.vm.col.powerState[vm] !== RUNNING || col.candidatesWanted[set] === 0) continue;
    world.vm.col.candidate[vm] = 0;
    col.candidatesWanted[set]! -= 1;
  }
  if (col.candidatesWanted[set] === 0) removeCandidates(world, set, candidatesOf(world, set));
}

/** The capacity changes while candidates are being made: only as many stay as were wanted. */
export function dropSurplus(world: World, set: number): void {
  const wanted = world.scaleSet.col.candidatesWanted[set]!;
  if (wanted === 0) return;
  const candidates = candidatesOf(world, set);
  world.scaleSet.col.candidatesWanted[set] = 0;
  world.scaleSet.dirty.touch(set);
  for (const vm of candidates) world.vm.col.candidate[vm] = 0;
  removeCandidates(world, set, candidates.slice(wanted));
}

function removeCandidates(world: World, set: number, candidates: readonly number[]): void {
  if (candidates.length === 0) return;
  const cause = happen(world, {
    kind: 'scaleSet.surplusDeleted',
    table: 'scaleSet',
    slot: set,
    cause: 0,
    details: { instances: candidates.length },
  });
  for (const vm of candidates) {
    world.vm.col.candidate[vm] = 0;
    removeInstance(world, vm, cause);
  }
}
