/**
 * Going back to a backup (rule ENG-ST20): how long it takes, and the new reign it begins. What was
 * written since is counted as lost here and nowhere else.
 */
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { endRestore } from './store-backup.ts';
import { damageOfReplica, forgetHealed } from './store-damage.ts';
import { followersOf, leavePrimary, touch, vmIdOf } from './store-replication.ts';
import { settleStore } from './store-settle.ts';
import { crown, dethrone } from './store-throne.ts';
import { mayLead } from './store-votes.ts';

/** Bytes that have to be read to go back to a backup: the whole one, and the log since. */
export function bytesToRestore(world: World, row: number): number {
  const { col } = world.backup;
  const store = col.store[row]! - 1;
  const until = col.pointUs[row]!;
  const before = world.stores
    .backupsOf(store)
    .filter((one) => col.doneUs[one]! > 0 && col.pointUs[one]! <= until);
  const whole = before.findLast((one) => col.whole[one] === 1);
  if (whole === undefined) return col.bytes[row]!;
  const log = before.filter(
    (one) => col.whole[one] === 0 && col.pointUs[one]! > col.pointUs[whole]!,
  );
  return log.reduce((sum, one) => sum + col.bytes[one]!, col.bytes[whole]!);
}

/** Begins to put a backup in place; the store takes nothing meanwhile. */
export function beginRestore(
  world: World,
  plan_: { readonly backup: number; readonly onto: number; readonly lastsUs: number },
): void {
  const { backup, onto, lastsUs } = plan_;
  const store = world.backup.col.store[backup]! - 1;
  const { col } = world.store;
  const damage = damageOfReplica(world, onto);
  col.restoring[store] = backup + 1;
  col.restoreTo[store] = onto + 1;
  col.restoreSerial[store]! += 1;
  col.restoreEndsUs[store] = world.nowUs + lastsUs;
  col.harmedUs[store] = damage < 0 ? world.nowUs : world.damage.col.atUs[damage]!;
  world.store.dirty.touch(store);
  happen(world, {
    kind: 'store.restoring',
    table: 'store',
    slot: store,
    cause: world.decisionId,
    details: { durationUs: lastsUs, replica: vmIdOf(world, onto) },
  });
  world.schedule({
    atUs: col.restoreEndsUs[store],
    priority: PRIORITY.lifecycle,
    kind: EVENT.storeRestored,
    slot: store,
    generation: world.store.generation[store]!,
    payload: col.restoreSerial[store]!,
  });
}

/** Event: the backup is in place; its replica leads with it, and the others follow. */
export function onRestored(world: World, store: number): void {
  const { col } = world.store;
  const backup = col.restoring[store]! - 1;
  const replica = col.restoreTo[store]! - 1;
  if (!mayLead(world, replica)) {
    endRestore(world, store);
    happen(world, {
      kind: 'store.restoreFailed',
      table: 'store',
      slot: store,
      cause: col.cause[store]!,
    });
    settleStore(world, store);
    return;
  }
  const lostBefore = col.lost[store]!;
  for (const one of world.stores.replicasOf(store)) {
    if (world.replica.col.primary[one] === 1) dethrone(world, one, 'restored');
    for (const follower of followersOf(world, one)) leavePrimary(world, follower);
    world.replica.col.promoting[one] = 0;
  }
  world.replica.col.reign[replica] = world.backup.col.reign[backup]!;
  world.replica.col.position[replica] = world.backup.col.position[backup]!;
  world.replica.col.whole[replica] = 1;
  leavePrimary(world, replica);
  col.restoredPointUs[store] = world.backup.col.pointUs[backup]!;
  endRestore(world, store);
  crown(world, replica, 'restored');
  col.restoredUs[store] = world.nowUs;
  col.restoreLost[store] = col.lost[store]! - lostBefore;
  touch(world, replica);
  happen(world, {
    kind: 'store.restored',
    table: 'store',
    slot: store,
    cause: world.decisionId,
    details: {
      lostWrites: col.restoreLost[store],
      backUs: Math.max(0, col.harmedUs[store]! - col.restoredPointUs[store]),
      tookUs: world.nowUs - col.harmedUs[store]!,
    },
  });
  forgetHealed(world, store);
  settleStore(world, store);
}
