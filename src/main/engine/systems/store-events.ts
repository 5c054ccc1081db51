/**
 * The events of stores, in one place, so that the loop needs to know none of them. What each of
 * them does stands with the part of the store it belongs to.
 */
import { EVENT } from '../event-kinds.ts';
import type { EventCell } from '../event-queue.ts';
import type { World } from '../world/world.ts';
import { onBackedUp, onBackupTime, onLogBackupTime } from './store-backup.ts';
import { onRestored } from './store-restore.ts';
import { isStaleSessionEvent, onLogin, onSessionEnd } from './sessions.ts';
import { onPartnersMissing, onPromoted, onWatch } from './store-settle.ts';
import { onStoreLoad } from './store-load.ts';
import { finishCopy, onBlock } from './store-replication.ts';

const OF_REPLICAS: ReadonlySet<number> = new Set([
  EVENT.storeBlock,
  EVENT.storeWatch,
  EVENT.storePartners,
  EVENT.storePromoted,
  EVENT.storeCopied,
]);
const OF_STORES: ReadonlySet<number> = new Set([
  EVENT.storeLoad,
  EVENT.storeBackup,
  EVENT.storeLogBackup,
  EVENT.storeRestored,
]);

/** True for the events this file answers for. */
export function isStoreEvent(kind: number): boolean {
  if (kind === EVENT.login || kind === EVENT.sessionEnd) return true;
  return OF_STORES.has(kind) || OF_REPLICAS.has(kind) || kind === EVENT.storeBackedUp;
}

/** True when what a store's event was about is gone or has changed its mind. */
export function isStaleStoreEvent(world: World, cell: Readonly<EventCell>): boolean {
  const { kind, slot, payload } = cell;
  if (kind === EVENT.login || kind === EVENT.sessionEnd) return isStaleSessionEvent(world, cell);
  if (kind === EVENT.storeBackedUp) return world.backup.generation[slot] !== cell.generation;
  if (OF_STORES.has(kind)) {
    return (
      world.store.generation[slot] !== cell.generation || serialOf(world, kind)[slot] !== payload
    );
  }
  const { col } = world.replica;
  if (world.replica.generation[slot] !== cell.generation) return true;
  switch (kind) {
    case EVENT.storeBlock:
      return col.blockSerial[slot] !== payload;
    case EVENT.storeWatch:
      return col.watchSerial[slot] !== payload;
    case EVENT.storePartners:
      return col.partnerSerial[slot] !== payload;
    case EVENT.storePromoted:
      return col.promoteSerial[slot] !== payload || col.promoting[slot] === 0;
    default:
      return col.copySerial[slot] !== payload;
  }
}

/** The column that voids events of this kind. */
function serialOf(world: World, kind: number): Uint32Array {
  const { loadSerial, backupSerial, logSerial, restoreSerial } = world.store.col;
  if (kind === EVENT.storeLoad) return loadSerial;
  if (kind === EVENT.storeBackup) return backupSerial;
  return kind === EVENT.storeLogBackup ? logSerial : restoreSerial;
}

/** Carries out an event of a store. */
export function onStoreEvent(world: World, cell: Readonly<EventCell>): void {
  const { kind, slot } = cell;
  switch (kind) {
    case EVENT.storeLoad:
      onStoreLoad(world, slot);
      return;
    case EVENT.login:
      onLogin(world, slot);
      return;
    case EVENT.sessionEnd:
      onSessionEnd(world, slot);
      return;
    case EVENT.storeBackup:
      onBackupTime(world, slot);
      return;
    case EVENT.storeLogBackup:
      onLogBackupTime(world, slot);
      return;
    case EVENT.storeBackedUp:
      onBackedUp(world, slot);
      return;
    case EVENT.storeRestored:
      onRestored(world, slot);
      return;
    case EVENT.storeBlock:
      onBlock(world, slot);
      return;
    case EVENT.storeWatch:
      onWatch(world, slot);
      return;
    case EVENT.storePartners:
      onPartnersMissing(world, slot);
      return;
    case EVENT.storePromoted:
      onPromoted(world, slot);
      return;
    default:
      finishCopy(world, slot);
  }
}
