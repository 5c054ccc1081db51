/**
 * Votes: which side of a store may lead (rules ENG-ST10, ENG-ST13).
 *
 * Every replica has one vote and the witness one more; a side is what hears each other. The
 * witness votes for one side only: the one that holds it, while that side still leads or is about
 * to, and can reach it. Where no quorum rule is set nobody counts.
 */
import { QUORUM_RULES, WITNESS_KINDS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { answers, canReach } from './impairments.ts';
import { reachesRack } from './reach.ts';
import { hostOf, majorityOf } from './store-replication.ts';

const MAJORITY = QUORUM_RULES.indexOf('majority');
const NO_WITNESS = WITNESS_KINDS.indexOf('none');
const DISK = WITNESS_KINDS.indexOf('disk');

/** True when the machines of two replicas can talk with each other now. */
export function hears(world: World, replica: number, other: number): boolean {
  const { vm } = world.replica.col;
  return canReach(world, { from: vm[replica]! - 1, to: vm[other]! - 1 });
}

/** Running replicas of the same store that a running replica hears, itself among them. */
export function sideOf(world: World, replica: number): number[] {
  const { running, store } = world.replica.col;
  return world.stores
    .replicasOf(store[replica]! - 1)
    .filter((one) => running[one] === 1 && hears(world, replica, one));
}

/** Votes there are: replicas, and the witness. */
export function votesInAll(world: World, store: number): number {
  const witness = world.store.col.witness[store] === NO_WITNESS ? 0 : 1;
  return world.stores.replicasOf(store).length + witness;
}

/** True when a replica's machine can ask the witness. */
export function reachesWitness(world: World, replica: number): boolean {
  const store = world.replica.col.store[replica]! - 1;
  const host = hostOf(world, replica);
  if (world.replica.col.running[replica] === 0 || host < 0) return false;
  if (!answers(world, world.replica.col.vm[replica]! - 1)) return false;
  if (world.store.col.witness[store] !== DISK) return world.host.col.connected[host] === 1;
  const storage = world.store.col.witnessStorage[store]! - 1;
  if (storage < 0 || world.storage.col.up[storage] === 0) return false;
  const rack = world.storage.col.rack[storage]! - 1;
  if (rack < 0) return world.host.col.connected[host] === 1;
  return reachesRack(world, { host, rack });
}

function witnessVotesFor(world: World, side: readonly number[]): boolean {
  const { col } = world.replica;
  const store = col.store[side[0]!]! - 1;
  if (world.store.col.witness[store] === NO_WITNESS) return false;
  if (!side.some((one) => reachesWitness(world, one))) return false;
  const holder = world.store.col.witnessHolder[store]! - 1;
  if (holder < 0 || side.includes(holder)) return true;
  const leads = col.primary[holder] === 1 || col.promoting[holder] === 1;
  return !(leads && reachesWitness(world, holder));
}

/** Votes a side has. */
export function votesOf(world: World, side: readonly number[]): number {
  return side.length === 0 ? 0 : side.length + (witnessVotesFor(world, side) ? 1 : 0);
}

/** True when a side has more than half of all votes. */
export function hasMajority(world: World, side: readonly number[]): boolean {
  const first = side[0];
  if (first === undefined) return false;
  const store = world.replica.col.store[first]! - 1;
  return votesOf(world, side) >= majorityOf(votesInAll(world, store));
}

/** True when the quorum rule, if there is one, lets the side of a replica lead. */
export function mayLead(world: World, replica: number): boolean {
  const store = world.replica.col.store[replica]! - 1;
  if (world.store.col.quorum[store] !== MAJORITY) return true;
  return hasMajority(world, sideOf(world, replica));
}

/** The witness votes for the side of this replica from now on. */
export function takeWitness(world: World, replica: number): void {
  const store = world.replica.col.store[replica]! - 1;
  world.store.col.witnessHolder[store] = replica + 1;
}
