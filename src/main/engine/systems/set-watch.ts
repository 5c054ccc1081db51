/**
 * The minute of a scale set: once a minute a set that has something to watch over looks for
 * repairs, for evicted instances that can return and for newer images; and as soon as an instance
 * is made or gone, what was waiting for that happens (rules ENG-U13, ENG-U18, ENG-U22 and ENG-U25).
 * A set with nothing to watch over costs no event.
 */
import { US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';
import { lookForImage } from './image-upgrade.ts';
import { lookForRepairs, replaceOwed } from './instance-repairs.ts';
import { tryRestore } from './priority-mix.ts';
import { settleSurplus } from './set-surplus.ts';

/** Begins to look once a minute, or stops, as the policies of a set now ask. */
export function watchSet(world: World, set: number): void {
  const { col } = world.scaleSet;
  col.watchSerial[set]! += 1;
  const watches = col.repairs[set] === 1 || col.restoreUs[set]! > 0 || col.imageUpgrade[set] === 1;
  if (watches) scheduleLook(world, set);
}

function scheduleLook(world: World, set: number): void {
  world.schedule({
    atUs: world.nowUs + US_PER_MINUTE,
    priority: PRIORITY.lifecycle,
    kind: EVENT.setWatch,
    slot: set,
    generation: world.scaleSet.generation[set]!,
    payload: world.scaleSet.col.watchSerial[set]!,
  });
}

/** Event: a minute is over. */
export function onSetWatch(world: World, set: number): void {
  scheduleLook(world, set);
  lookForRepairs(world, set);
  tryRestore(world, set);
  lookForImage(world, set);
}

/** Event: an instance was made, or one is gone. */
export function onInstanceDone(world: World, set: number): void {
  settleSurplus(world, set);
  if (world.scaleSet.col.repairs[set] === 1) replaceOwed(world, set);
}
