/**
 * Beginning and ending a reign, with everything that hangs on it: followers, timers, the figures of
 * the last failover. Who may lead is decided elsewhere.
 */
import { happen, type World } from '../world/world.ts';
import { beginReign, endReign, liveReigns } from './store-log.ts';
import { followersOf, leavePrimary, SYNCED, touch, vmIdOf } from './store-replication.ts';
import { loseSessionsOfStore } from './sessions.ts';
import { disarm, disarmPartner } from './store-timers.ts';
import { takeWitness } from './store-votes.ts';

/** Ends the reign of a primary without a word in the run log. */
export function dethrone(
  world: World,
  replica: number,
  by: 'failure' | 'restored' = 'failure',
): void {
  const { col } = world.replica;
  const store = col.store[replica]! - 1;
  const { failedUs, failoverFrom, lostBeforeFailover, lost } = world.store.col;
  if (by === 'failure' && liveReigns(world, store).length === 1) {
    failedUs[store] = world.nowUs;
    lostBeforeFailover[store] = lost[store]!;
    failoverFrom[store] = world.vm.col.name[col.vm[replica]! - 1]!;
  }
  for (const follower of followersOf(world, replica)) leavePrimary(world, follower);
  col.primary[replica] = 0;
  col.refusing[replica] = 0;
  disarmPartner(world, replica);
  disarm(world, replica);
  endReign(world, replica);
  loseSessionsOfStore(world, store);
  touch(world, replica);
}

/** Makes a replica primary, now. */
export function crown(
  world: World,
  replica: number,
  by: 'failover' | 'restored' = 'failover',
): void {
  const { col } = world.replica;
  const stores = world.store.col;
  const store = col.store[replica]! - 1;
  const isFirst = world.stores.reignsOf(store).length === 0;
  disarm(world, replica);
  leavePrimary(world, replica);
  const reign = beginReign(world, replica);
  loseSessionsOfStore(world, store);
  col.primary[replica] = 1;
  col.ledNumber[replica] = world.reign.col.number[reign]!;
  col.synced[replica] = SYNCED;
  stores.stalled[store] = 0;
  takeWitness(world, replica);
  touch(world, replica);
  if (isFirst || by === 'restored') return;
  const isSame = stores.failoverFrom[store] === world.vm.col.name[col.vm[replica]! - 1];
  if (!isSame) stores.failovers[store]! += 1;
  stores.resumedUs[store] = world.nowUs;
  stores.failoverTo[store] = world.vm.col.name[col.vm[replica]! - 1]!;
  stores.failoverLost[store] = stores.lost[store]! - stores.lostBeforeFailover[store]!;
  const isSecond = liveReigns(world, store).length > 1;
  const details = { primary: vmIdOf(world, replica), lostWrites: stores.failoverLost[store] };
  happen(world, {
    kind: isSecond ? 'store.splitBrain' : 'store.failedOver',
    table: 'store',
    slot: store,
    cause: Math.max(stores.cause[store]!, col.cause[replica]!),
    details: isSecond ? details : { ...details, tookUs: world.nowUs - stores.failedUs[store]! },
  });
  col.cause[replica] = 0;
}
