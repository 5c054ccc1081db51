/**
 * Instances above the capacity: those a rolling upgrade makes before the old ones go
 * (rule ENG-U10; docs/facts.md, fact 72). They count for nothing when the capacity changes.
 */
import { ROLLOUT_MARKS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { instancesOf, removeInstance } from './set-instances.ts';

const NO_MARK = ROLLOUT_MARKS.indexOf('none');
const SURGING = ROLLOUT_MARKS.indexOf('surging');
const LEAVING = ROLLOUT_MARKS.indexOf('leaving');

/** The capacity changes in the middle of an exchange: the new ones go, the old ones stay. */
export function dropSurge(world: World, set: number, cause: number): void {
  if (world.scaleSet.col.surge[set] === 0) return;
  world.scaleSet.col.surge[set] = 0;
  const { rolloutMark } = world.vm.col;
  for (const vm of instancesOf(world, set)) {
    if (rolloutMark[vm] === SURGING) removeInstance(world, vm, cause);
    else if (rolloutMark[vm] === LEAVING) rolloutMark[vm] = NO_MARK;
  }
}
