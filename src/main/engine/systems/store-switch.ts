/**
 * A planned switch: the primary takes no more writes, hands over what it has, and only then makes
 * room. Nothing is lost by it; if either side fails on the way it is called off (rule ENG-ST14).
 */
import type { World } from '../world/world.ts';
import { startPromotion } from './store-election.ts';
import { endReign } from './store-log.ts';
import { followersOf, leavePrimary, touch } from './store-replication.ts';
import { disarm, disarmPartner } from './store-timers.ts';

/** Goes on with a switch under way: hands over, calls off, or waits for the next block. */
export function advanceSwitch(world: World, store: number): void {
  const target = world.store.col.switchTo[store]! - 1;
  if (target < 0) return;
  const { col } = world.replica;
  const primary = col.leader[target]! - 1;
  const stands =
    primary >= 0 &&
    col.running[target] === 1 &&
    col.whole[target] === 1 &&
    col.primary[primary] === 1;
  if (!stands) {
    world.store.col.switchTo[store] = 0;
    world.store.dirty.touch(store);
    return;
  }
  if (col.position[target]! < col.position[primary]!) return;
  world.store.col.switchTo[store] = 0;
  world.store.col.lostBeforeFailover[store] = world.store.col.lost[store]!;
  for (const follower of followersOf(world, primary)) leavePrimary(world, follower);
  col.primary[primary] = 0;
  col.refusing[primary] = 0;
  disarm(world, primary);
  disarmPartner(world, primary);
  endReign(world, primary);
  touch(world, primary);
  // It gave up its place, so it does not ask for it back while the other gets ready.
  col.ledNumber[primary] = 0;
  startPromotion(world, target);
}
