/**
 * Invariants of workloads (rules INV-130 and INV-131): requests are conserved, and what stands in
 * queues is what is counted. They are checked at any event in tests and on demand in the product.
 */
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

type Report = (rule: string, message: string) => void;

/** Everything about workloads that does not hold. */
export function checkWorkloads(world: World, report: Report): void {
  for (const slot of world.workload.slots()) checkRequests(world, slot, report);
  for (const ground of world.workGround.slots()) checkProcessor(world, ground, report);
}

/** INV-130: every request has one fate, and those in hand stand somewhere. */
function checkRequests(world: World, slot: number, report: Report): void {
  const id = textIdOf(world, 'workload', slot);
  const { offered, served, late, refused, lost, inFlight } = world.workload.col;
  const ended = served[slot]! + late[slot]! + refused[slot]! + lost[slot]!;
  if (offered[slot] !== ended + inFlight[slot]!) report('INV-130', `${id} lost count of requests`);
  const { busy, queued, backlog, slots, lockBusy } = world.workPlace.col;
  let inHand = 0;
  for (const place of world.workloads.placesOf(slot)) {
    inHand += busy[place]! + queued[place]! + backlog[place]!;
    if (busy[place]! > slots[place]!) report('INV-130', `${id} works on more than it can`);
    if (lockBusy[place]! > world.workload.col.writers[slot]!)
      report('INV-130', `${id} lets too many hold its lock`);
  }
  if (inHand !== inFlight[slot]) report('INV-130', `${id} holds ${inHand}, not what it says`);
}

/** INV-131: the requests on a processor are those in its list, in order of their end. */
function checkProcessor(world: World, ground: number, report: Report): void {
  const { cpuHead, cpuCount } = world.workGround.col;
  const { next, finishesAt } = world.workRequest.col;
  let count = 0;
  let before = 0;
  for (let at = cpuHead[ground]! - 1; at >= 0; at = next[at]! - 1) {
    if (finishesAt[at]! < before) report('INV-131', 'A processor lists its requests out of order');
    before = finishesAt[at]!;
    count += 1;
    if (count > cpuCount[ground]!) break;
  }
  if (count !== cpuCount[ground]) report('INV-131', 'A processor lost count of its requests');
}
