/**
 * The instances of a scale set, and how one is taken away. Everything that makes, changes or counts
 * instances stands on this; it knows no policy.
 */
import { VM_OPERATIONS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { cancelOperation, startOperation } from './lifecycle.ts';

const DELETE = VM_OPERATIONS.indexOf('delete');

/** Instances that are there to stay: those being deleted, or told so, do not count. */
export function instancesOf(world: World, set: number): number[] {
  const { scaleSet, operation, terminating } = world.vm.col;
  const found: number[] = [];
  for (const vm of world.vm.slots()) {
    if (scaleSet[vm] !== set + 1 || operation[vm] === DELETE) continue;
    if (terminating[vm] === 0) found.push(vm);
  }
  return found;
}

/** Instances of one set, and of one placement group, at most (docs/facts.md, fact 64). */
const SET_INSTANCES_MAX = 1_000;
const GROUP_INSTANCES_MAX = 100;

/** How many instances a set may have. */
export function instancesMax(singlePlacementGroup: boolean): number {
  return singlePlacementGroup ? GROUP_INSTANCES_MAX : SET_INSTANCES_MAX;
}

/** As `instancesMax`, for a set that exists. */
export function instancesMaxOf(world: World, set: number): number {
  return instancesMax(world.scaleSet.col.singlePlacementGroup[set] === 1);
}

/** Begins to delete an instance with its disk and NIC, whatever it is doing. */
export function removeInstance(world: World, vm: number, cause: number): void {
  const { col } = world.vm;
  cancelOperation(world, vm, cause);
  col.deleteResources[vm] = 1;
  col.wanted[vm] = 0;
  col.lost[vm] = 0;
  col.cause[vm] = cause;
  startOperation(world, vm, 'delete');
}
