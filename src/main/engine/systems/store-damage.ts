/**
 * What a bad query does to a store (rule ENG-ST19): a write that damages everything after it in the
 * log it is in. Every replica takes it over like any other write; going back before it heals.
 */
import { happen, type World } from '../world/world.ts';
import { commonPrefix, liveReigns, type LogPlace } from './store-log.ts';

const PPM = 1_000_000;
const PPM_PER_PERMILLE = 1_000;

/** Notes that the last write of a primary was a bad query. */
export function deleteData(
  world: World,
  primary: number,
  harm: { readonly sharePpm: number; readonly cause: number },
): void {
  const { sharePpm, cause } = harm;
  const { col } = world.replica;
  const store = col.store[primary]! - 1;
  const row = world.damage.allocate();
  const damage = world.damage.col;
  damage.store[row] = store + 1;
  damage.reign[row] = col.reign[primary]!;
  damage.position[row] = col.position[primary]!;
  damage.atUs[row] = world.nowUs;
  damage.sharePpm[row] = sharePpm;
  damage.cause[row] = happen(world, {
    kind: 'store.dataDeleted',
    table: 'store',
    slot: store,
    cause,
    details: { sharePermille: Math.round(sharePpm / PPM_PER_PERMILLE) },
  });
  world.stores.invalidate();
  world.store.dirty.touch(store);
}

/** The place in the log of a row that names one. */
function placeOf(at: { reign: Uint32Array; position: Float64Array }, row: number): LogPlace {
  return { reign: at.reign[row]! - 1, position: at.position[row]! };
}

/** The worst damage inside a log; -1 for none. */
export function damageWithin(world: World, store: number, log: LogPlace): number {
  const { col } = world.damage;
  let worst = -1;
  for (const row of world.stores.damagesOf(store)) {
    const place = placeOf(col, row);
    if (commonPrefix(world, place, log) < place.position) continue;
    if (worst < 0 || col.sharePpm[row]! > col.sharePpm[worst]!) worst = row;
  }
  return worst;
}

/** Damage in what a replica holds; -1 for none. */
export function damageOfReplica(world: World, replica: number): number {
  const { col } = world.replica;
  if (replica < 0 || world.damage.count === 0 || col.reign[replica] === 0) return -1;
  return damageWithin(world, col.store[replica]! - 1, placeOf(col, replica));
}

/** True when a backup holds the damage too. */
export function backupIsDamaged(world: World, row: number): boolean {
  const store = world.backup.col.store[row]! - 1;
  return damageWithin(world, store, placeOf(world.backup.col, row)) >= 0;
}

/** True when a read of a damaged replica looks for what is gone; draws only where some is left. */
export function readMisses(world: World, replica: number): boolean {
  const damage = damageOfReplica(world, replica);
  if (damage < 0) return false;
  const share = world.damage.col.sharePpm[damage]!;
  const store = world.replica.col.store[replica]! - 1;
  const stream = world.streams.stream(world.stores.streamOf(store));
  return share >= PPM || stream.nextBelow(PPM) < share;
}

/** Damage that nobody holds any more, neither replica nor backup, is forgotten. */
export function forgetHealed(world: World, store: number): void {
  const { replica, backup, damage } = world;
  const logs = [
    ...world.stores
      .replicasOf(store)
      .filter((one) => replica.col.reign[one]! > 0)
      .map((one) => placeOf(replica.col, one)),
    ...world.stores.backupsOf(store).map((row) => placeOf(backup.col, row)),
    ...liveReigns(world, store).map((reign) => ({ reign, position: world.reign.col.head[reign]! })),
  ];
  for (const row of world.stores.damagesOf(store)) {
    const place = placeOf(damage.col, row);
    if (logs.some((log) => commonPrefix(world, place, log) === place.position)) continue;
    damage.release(row);
  }
  world.stores.invalidate();
}
