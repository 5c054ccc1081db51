/**
 * Backups of a store as its row shows them: how they are made, the newest ones, the last way back.
 * It reads columns and changes nothing.
 */
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { backupSource, backupUs } from '../systems/store-backup.ts';
import { bytesToRestore } from '../systems/store-restore.ts';
import { backupIsDamaged, damageOfReplica } from '../systems/store-damage.ts';
import { acknowledgedOf, commonPrefix } from '../systems/store-log.ts';
import { vmIdOf } from '../systems/store-replication.ts';
import type { World } from '../world/world.ts';
import { cause, idOf, some } from './row-parts.ts';

type StoreRow = RowOf<'store'>;

/** Backups a row lists; the older ones are counted. */
const LISTED_MAX = 12;

/** Everything a row says of backups. */
export function backupsView(
  world: World,
  store: number,
): Pick<StoreRow, 'backup' | 'backups' | 'backupCount' | 'restore' | 'lastRestore' | 'damage'> {
  const all = world.stores.backupsOf(store);
  return {
    ...some('backup', policyOf(world, store)),
    backups: all.slice(-LISTED_MAX).map((row) => backupView(world, row)),
    backupCount: all.length,
    ...some('restore', restoreOf(world, store)),
    ...some('lastRestore', lastRestoreOf(world, store)),
    ...some('damage', damageOf(world, store)),
  };
}

function policyOf(world: World, store: number): StoreRow['backup'] {
  const { col } = world.store;
  const mbPerSecond = col.backupMbPerSecond[store]!;
  if (mbPerSecond === 0) return undefined;
  const newest = world.stores.backupsOf(store).findLast((row) => world.backup.col.doneUs[row]! > 0);
  return {
    everyUs: col.backupEveryUs[store]!,
    keep: col.backupKeep[store]!,
    mbPerSecond,
    logEveryUs: col.logEveryUs[store]!,
    ...some('storage', idOf(world, 'storage', col.backupStorage[store]!)),
    restoreUs: newest === undefined ? 0 : backupUs(world, store, bytesToRestore(world, newest)),
  };
}

function backupView(world: World, row: number): StoreRow['backups'][number] {
  const { col } = world.backup;
  const done = col.doneUs[row]!;
  return {
    whole: col.whole[row] === 1,
    pointAtUs: col.pointUs[row]!,
    ...some('doneAtUs', done === 0 ? undefined : done),
    ...some('endsAtUs', done === 0 ? col.endsUs[row]! : undefined),
    bytes: col.bytes[row]!,
    damaged: backupIsDamaged(world, row),
  };
}

function restoreOf(world: World, store: number): StoreRow['restore'] {
  const { restoring, restoreTo, restoreEndsUs } = world.store.col;
  if (restoring[store] === 0) return undefined;
  return {
    endsAtUs: restoreEndsUs[store]!,
    pointAtUs: world.backup.col.pointUs[restoring[store]! - 1]!,
    onto: vmIdOf(world, restoreTo[store]! - 1),
  };
}

function lastRestoreOf(world: World, store: number): StoreRow['lastRestore'] {
  const { harmedUs, restoredPointUs, restoredUs, restoreLost, restoring } = world.store.col;
  if (restoredUs[store] === 0 || restoring[store]! > 0) return undefined;
  return {
    harmedAtUs: harmedUs[store]!,
    pointAtUs: restoredPointUs[store]!,
    restoredAtUs: restoredUs[store]!,
    recoveryPointUs: Math.max(0, harmedUs[store]! - restoredPointUs[store]!),
    recoveryTimeUs: restoredUs[store]! - harmedUs[store]!,
    lostWrites: restoreLost[store]!,
  };
}

function damageOf(world: World, store: number): StoreRow['damage'] {
  const row = damageOfReplica(world, backupSource(world, store));
  if (row < 0) return undefined;
  const { atUs, sharePpm, cause: why } = world.damage.col;
  return { atUs: atUs[row]!, sharePpm: sharePpm[row]!, ...cause(why[row]!) };
}

/** Answered writes that going back to the newest undamaged backup would lose. */
export function writesSinceBackup(world: World, store: number): number {
  const source = backupSource(world, store);
  if (source < 0) return 0;
  const reign = world.replica.col.reign[source]! - 1;
  const answered = acknowledgedOf(world, reign);
  const { doneUs, reign: reignOf, position } = world.backup.col;
  const newest = world.stores
    .backupsOf(store)
    .findLast((row) => doneUs[row]! > 0 && !backupIsDamaged(world, row));
  if (newest === undefined) return answered;
  const kept = { reign: reignOf[newest]! - 1, position: position[newest]! };
  return answered - commonPrefix(world, kept, { reign, position: answered });
}
