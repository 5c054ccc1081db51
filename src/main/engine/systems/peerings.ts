/**
 * Rows that join virtual networks: made and unmade, nothing more. What is joined reaches each other
 * directly; the walk of a packet asks the index of networks.
 */
import type { World } from '../world/world.ts';

/** Joins two networks. */
export function addPeering(world: World, ends: { first: number; second: number }): void {
  const row = world.peering.allocate();
  world.peering.setRef({ column: 'first', slot: row, to: ends.first });
  world.peering.setRef({ column: 'second', slot: row, to: ends.second });
  world.network.dirty.touch(ends.first);
  world.network.dirty.touch(ends.second);
}

/** Parts the two networks of a row. */
export function dropPeering(world: World, row: number): void {
  world.network.dirty.touch(world.peering.ref('first', row));
  world.network.dirty.touch(world.peering.ref('second', row));
  world.peering.release(row);
}

/** A network goes: nothing is joined with it any more. */
export function forgetPeerings(world: World, network: number): void {
  const { first, second } = world.peering.col;
  for (const row of world.peering.slots()) {
    if (first[row] === network + 1 || second[row] === network + 1) dropPeering(world, row);
  }
}

/** Networks that one is joined with, in the order of their slots. */
export function peersOf(world: World, network: number): number[] {
  const { first, second } = world.peering.col;
  const peers = [...world.peering.slots()].flatMap((row) => {
    if (first[row] === network + 1) return [second[row]! - 1];
    return second[row] === network + 1 ? [first[row]! - 1] : [];
  });
  return peers.sort((a, b) => a - b);
}
