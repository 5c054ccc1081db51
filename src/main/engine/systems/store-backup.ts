/**
 * Backups of a store, and the way back (rules ENG-ST17 to ENG-ST20).
 *
 * A backup is a place in a log: everything before it, nothing after. A bad query is a write like
 * any other, so every replica takes it over at once and no backup made before it holds it. Going
 * back begins a new reign at the place, and what was written since is lost by the usual count.
 */
import type { BackupFailure } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { commonPrefix } from './store-log.ts';

const BYTES_PER_GIB = 1_073_741_824;

/** Time to move so many bytes at the speed of the store's backups, in microseconds. */
export function backupUs(world: World, store: number, bytes: number): number {
  // A megabyte a second is a byte a microsecond.
  return Math.ceil(bytes / world.store.col.backupMbPerSecond[store]!);
}

/** Bytes of a whole backup. */
export function wholeBytes(world: World, store: number): number {
  return world.store.col.dataGib[store]! * BYTES_PER_GIB;
}

/** Begins to back up by the rules as they are now; call it when they were set. */
export function scheduleBackups(world: World, store: number): void {
  const { col } = world.store;
  col.backupSerial[store]! += 1;
  col.logSerial[store]! += 1;
  plan(world, store, { kind: EVENT.storeBackup, afterUs: col.backupEveryUs[store]! });
  plan(world, store, { kind: EVENT.storeLogBackup, afterUs: col.logEveryUs[store]! });
}

function plan(world: World, store: number, next: { kind: number; afterUs: number }): void {
  if (next.afterUs === 0) return;
  const { backupSerial, logSerial } = world.store.col;
  world.schedule({
    atUs: world.nowUs + next.afterUs,
    priority: PRIORITY.lifecycle,
    kind: next.kind,
    slot: store,
    generation: world.store.generation[store]!,
    payload: (next.kind === EVENT.storeBackup ? backupSerial : logSerial)[store]!,
  });
}

/** The replica backups are read from: the newest primary, or nobody. */
export function backupSource(world: World, store: number): number {
  const { number } = world.reign.col;
  const { primary, reign } = world.replica.col;
  const leading = world.stores.replicasOf(store).filter((one) => primary[one] === 1);
  leading.sort((a, b) => number[reign[b]! - 1]! - number[reign[a]! - 1]!);
  return leading[0] ?? -1;
}

/** True when the place backups lie in can be used. */
export function backupsReachable(world: World, store: number): boolean {
  const storage = world.store.col.backupStorage[store]! - 1;
  return storage < 0 || world.storage.col.up[storage] === 1;
}

/** Event: time for a whole backup. */
export function onBackupTime(world: World, store: number): void {
  plan(world, store, { kind: EVENT.storeBackup, afterUs: world.store.col.backupEveryUs[store]! });
  beginBackup(world, store);
}

/** Begins a whole backup: it shows this moment, however long it takes. */
export function beginBackup(world: World, store: number): void {
  const source = backupSource(world, store);
  if (source < 0 || !backupsReachable(world, store) || world.store.col.restoring[store]! > 0) {
    failBackup(world, store, source < 0 ? 'noPrimary' : 'unreachable');
    return;
  }
  const bytes = wholeBytes(world, store);
  const row = addBackup(world, source, { whole: 1, bytes });
  const { col } = world.backup;
  col.source[row] = source + 1;
  col.endsUs[row] = world.nowUs + backupUs(world, store, bytes);
  world.schedule({
    atUs: col.endsUs[row],
    priority: PRIORITY.lifecycle,
    kind: EVENT.storeBackedUp,
    slot: row,
    generation: world.backup.generation[row]!,
    payload: 0,
  });
}

function addBackup(
  world: World,
  source: number,
  made: { readonly whole: number; readonly bytes: number },
): number {
  const row = world.backup.allocate();
  const { col } = world.backup;
  const store = world.replica.col.store[source]! - 1;
  col.store[row] = store + 1;
  col.whole[row] = made.whole;
  col.bytes[row] = made.bytes;
  col.reign[row] = world.replica.col.reign[source]!;
  col.position[row] = world.replica.col.position[source]!;
  col.pointUs[row] = world.nowUs;
  world.stores.invalidate();
  world.store.dirty.touch(store);
  return row;
}

function failBackup(world: World, store: number, reason: BackupFailure): void {
  happen(world, {
    kind: 'store.backupFailed',
    table: 'store',
    slot: store,
    cause: world.store.col.cause[store]!,
    details: { reason },
  });
}

/** Event: a whole backup is complete; the oldest ones beyond the number kept go. */
export function onBackedUp(world: World, row: number): void {
  const { col } = world.backup;
  const store = col.store[row]! - 1;
  if (!backupsReachable(world, store)) {
    dropBackup(world, row);
    failBackup(world, store, 'unreachable');
    return;
  }
  col.doneUs[row] = world.nowUs;
  col.source[row] = 0;
  world.store.dirty.touch(store);
  happen(world, {
    kind: 'store.backedUp',
    table: 'store',
    slot: store,
    cause: 0,
    details: { tookUs: world.nowUs - col.pointUs[row]!, position: col.position[row]! },
  });
  dropOld(world, store);
}

function dropOld(world: World, store: number): void {
  const { col } = world.backup;
  const complete = world.stores.backupsOf(store).filter((row) => col.doneUs[row]! > 0);
  const whole = complete.filter((row) => col.whole[row] === 1);
  const first = whole[Math.max(0, whole.length - world.store.col.backupKeep[store]!)];
  if (first === undefined) return;
  // Log without the whole backup it continues is of no use.
  const kept = world.store.col.restoring[store]! - 1;
  for (const row of complete) {
    if (col.pointUs[row]! < col.pointUs[first]! && row !== kept) dropBackup(world, row);
  }
}

function dropBackup(world: World, row: number): void {
  const store = world.backup.col.store[row]! - 1;
  world.backup.release(row);
  world.stores.invalidate();
  world.store.dirty.touch(store);
}

/** A machine stopped: what was being read from its replica, or restored onto it, is void. */
export function loseBackupsOf(world: World, replica: number): void {
  const store = world.replica.col.store[replica]! - 1;
  for (const row of world.stores.backupsOf(store)) {
    if (world.backup.col.source[row] !== replica + 1) continue;
    dropBackup(world, row);
    failBackup(world, store, 'sourceLost');
  }
  const { col } = world.store;
  if (col.restoreTo[store] !== replica + 1) return;
  endRestore(world, store);
  happen(world, {
    kind: 'store.restoreFailed',
    table: 'store',
    slot: store,
    cause: world.vm.col.cause[world.replica.col.vm[replica]! - 1]!,
  });
}

/** Ends a restore, done or not. */
export function endRestore(world: World, store: number): void {
  const { col } = world.store;
  col.restoring[store] = 0;
  col.restoreTo[store] = 0;
  col.restoreSerial[store]! += 1;
  world.store.dirty.touch(store);
}

/** Event: the log up to now is kept, where a whole backup exists that it continues. */
export function onLogBackupTime(world: World, store: number): void {
  plan(world, store, { kind: EVENT.storeLogBackup, afterUs: world.store.col.logEveryUs[store]! });
  const source = backupSource(world, store);
  if (source < 0 || !backupsReachable(world, store)) return;
  const { col } = world.backup;
  const last = world.stores.backupsOf(store).findLast((row) => col.doneUs[row]! > 0);
  if (last === undefined) return;
  const here = {
    reign: world.replica.col.reign[source]! - 1,
    position: world.replica.col.position[source]!,
  };
  const there = { reign: col.reign[last]! - 1, position: col.position[last]! };
  // A log that does not go on from the last one kept waits for the next whole backup.
  if (commonPrefix(world, here, there) < there.position) return;
  const bytes = (here.position - there.position) * world.store.col.writeBytes[store]!;
  const row = addBackup(world, source, { whole: 0, bytes });
  col.doneUs[row] = world.nowUs;
}

/** Removes what is kept of a store that is removed. */
export function forgetBackups(world: World, store: number): void {
  world.store.col.restoring[store] = 0;
  world.store.col.restoreTo[store] = 0;
  for (const row of world.stores.backupsOf(store)) world.backup.release(row);
  for (const row of world.stores.damagesOf(store)) world.damage.release(row);
  world.stores.invalidate();
}
