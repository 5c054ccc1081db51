/**
 * What a machine takes with it when it stops: the requests its workloads had in hand, and the
 * answered writes that were not on the disk yet (rules ENG-WL5 and ENG-WL11). Whoever waited for
 * one of them elsewhere learns of it.
 */
import type { World } from '../world/world.ts';
import { advancePlace, returnTo } from './work-requests.ts';

/** Everything a place had in hand is lost with its machine; jobs that wait go on waiting. */
export function losePlace(world: World, place: number): void {
  const { col } = world.workPlace;
  advancePlace(world, place);
  const workload = col.workload[place]! - 1;
  const flush = Math.floor(world.nowUs / world.workload.col.flushUs[workload]!);
  if (flush === col.flush[place]) world.workload.col.writesLost[workload]! += col.unflushed[place]!;
  col.unflushed[place] = 0;
  const inHand = col.busy[place]! + col.queued[place]!;
  col.busy[place] = 0;
  col.queued[place] = 0;
  col.queueHead[place] = 0;
  col.queueTail[place] = 0;
  col.lockBusy[place] = 0;
  col.lockHead[place] = 0;
  col.lockTail[place] = 0;
  col.calling[place] = 0;
  col.serial[place] = (col.serial[place]! + 1) >>> 0;
  if (inHand === 0) return;
  world.workload.col.lost[workload]! += inHand;
  world.workload.col.inFlight[workload]! -= inHand;
  const parents = releaseAll(world, place);
  for (const parent of parents) returnTo(world, parent, false);
}

/** Releases the requests of a place; those of other places that waited for them. */
function releaseAll(world: World, place: number): number[] {
  const { workRequest } = world;
  const { col } = workRequest;
  const gone = new Set<number>();
  const parents: number[] = [];
  for (const request of workRequest.slots()) {
    if (col.place[request] !== place + 1) continue;
    gone.add(request);
    if (col.parent[request]! > 0) parents.push(col.parent[request]! - 1);
    workRequest.release(request);
  }
  for (const request of workRequest.slots()) {
    if (gone.has(col.parent[request]! - 1)) col.parent[request] = 0;
  }
  return parents.filter((parent) => !gone.has(parent));
}
