/**
 * Who takes over when nobody leads (rules ENG-ST9, ENG-ST10).
 *
 * A side elects once one of its replicas has waited long enough: the replica with the longest log
 * that may be trusted with it. Under a quorum rule the side needs the majority, and an election
 * waits for a primary elsewhere to step down, which it does in the same time.
 */
import {
  FAILOVER_MODES,
  QUORUM_RULES,
  REPLICATION_MODES,
  type StallReason,
} from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { lastReignNumber } from './store-log.ts';
import { SYNCED, touch, vmIdOf } from './store-replication.ts';
import { hasMajority, sideOf, takeWitness, votesInAll, votesOf } from './store-votes.ts';

const AUTOMATIC = FAILOVER_MODES.indexOf('automatic');
const MAJORITY = QUORUM_RULES.indexOf('majority');
const SYNCHRONOUS = REPLICATION_MODES.indexOf('synchronous');

/** Lets every side of a store without a primary elect one, where it may. */
export function electPrimary(world: World, store: number): void {
  const { col } = world.replica;
  if (world.store.col.failover[store] !== AUTOMATIC) return;
  for (const replica of world.stores.replicasOf(store)) {
    if (col.due[replica] === 0 || col.primary[replica] === 1) continue;
    const side = sideOf(world, replica);
    if (side.some((one) => col.promoting[one] === 1 || col.primary[one] === 1)) continue;
    electWithin(world, { store, side });
  }
}

function electWithin(
  world: World,
  input: { readonly store: number; readonly side: readonly number[] },
): void {
  const { store, side } = input;
  const { col } = world.replica;
  if (world.store.col.quorum[store] === MAJORITY) {
    if (world.stores.replicasOf(store).some((one) => col.primary[one] === 1)) return;
    if (!hasMajority(world, side)) {
      noteStalled(world, store, {
        reason: 'noQuorum',
        votes: votesOf(world, side),
        ofVotes: votesInAll(world, store),
      });
      return;
    }
  }
  const candidate = bestCandidate(world, store, side);
  if (candidate < 0) {
    noteStalled(world, store, { reason: 'noCandidate', votes: 0, ofVotes: 0 });
    return;
  }
  startPromotion(world, candidate);
}

/** True when a replica may take over by itself: losing nothing where the rule promises that. */
export function mayTakeOver(world: World, replica: number): boolean {
  const { col } = world.replica;
  const store = col.store[replica]! - 1;
  if (col.whole[replica] === 0 || col.running[replica] === 0) return false;
  const isGuarded =
    world.store.col.replication[store] === SYNCHRONOUS &&
    world.store.col.quorum[store] === MAJORITY;
  return !isGuarded || col.synced[replica] === SYNCED;
}

/** The replica with the newest and longest log among those that may take over; -1 for none. */
export function bestCandidate(world: World, store: number, side: readonly number[]): number {
  let best = -1;
  for (const replica of side) {
    if (!mayTakeOver(world, replica)) continue;
    if (best < 0 || isAhead(world, replica, best)) best = replica;
  }
  return best;
}

/** True when the log of one replica is newer, or as new and longer. */
export function isAhead(world: World, replica: number, other: number): boolean {
  const { reign, position } = world.replica.col;
  function numberOf(one: number): number {
    if (reign[one] === 0) return 0;
    return lastReignNumber(world, { reign: reign[one]! - 1, position: position[one]! });
  }
  const difference = numberOf(replica) - numberOf(other);
  return difference > 0 || (difference === 0 && position[replica]! > position[other]!);
}

/** Takes the time of taking over; the event that ends it makes the replica primary. */
export function startPromotion(world: World, replica: number): void {
  const { col } = world.replica;
  const store = col.store[replica]! - 1;
  const lastsUs = world.settingUp ? 0 : world.store.col.promoteUs[store]!;
  col.promoting[replica] = 1;
  col.promoteSerial[replica]! += 1;
  col.promoteEndsUs[replica] = world.nowUs + lastsUs;
  takeWitness(world, replica);
  touch(world, replica);
  happen(world, {
    kind: 'store.promoting',
    table: 'store',
    slot: store,
    cause: Math.max(world.store.col.cause[store]!, col.cause[replica]!, world.decisionId),
    details: { replica: vmIdOf(world, replica), durationUs: lastsUs },
  });
  world.schedule({
    atUs: world.nowUs + lastsUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.storePromoted,
    slot: replica,
    generation: world.replica.generation[replica]!,
    payload: col.promoteSerial[replica]!,
  });
}

function noteStalled(
  world: World,
  store: number,
  details: { readonly reason: StallReason; readonly votes: number; readonly ofVotes: number },
): void {
  const { col } = world.store;
  if (col.stalled[store] === 1) return;
  col.stalled[store] = 1;
  happen(world, {
    kind: 'store.stalled',
    table: 'store',
    slot: store,
    cause: col.cause[store]!,
    details,
  });
}
