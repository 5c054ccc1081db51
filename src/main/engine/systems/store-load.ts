/**
 * Reads and writes that arrive at a store: its own Poisson stream, and the requests of a service
 * (rules ENG-ST15, ENG-ST16). Each store draws from a stream of its own.
 */
import { READ_FROM } from '../../../shared/model/kinds.ts';
import { SIM_TIME_MAX_US, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import type { World } from '../world/world.ts';
import { backupSource } from './store-backup.ts';
import { damageOfReplica, deleteData, readMisses } from './store-damage.ts';
import { acknowledgedOf, appendWrite } from './store-log.ts';
import { answers, canReach } from './impairments.ts';
import { advanceAnswers, followersOf, sendBlock } from './store-replication.ts';
import { acceptingPrimaries } from './store-standing.ts';

const ANY = READ_FROM.indexOf('any');
const PPM = 1_000_000;

/** Begins (again) to offer a store its own load. Call it when its rates were set. */
export function startStoreLoad(world: World, store: number): void {
  const { col } = world.store;
  col.loadSerial[store] = (col.loadSerial[store]! + 1) >>> 0;
  scheduleNext(world, store);
}

function scheduleNext(world: World, store: number): void {
  const { col } = world.store;
  const perSecond = col.writesPerSecond[store]! + col.readsPerSecond[store]!;
  if (perSecond <= 0) return;
  const stream = world.streams.stream(world.stores.streamOf(store));
  const gapUs = Math.max(1, Math.round(stream.nextExponential(US_PER_SECOND / perSecond)));
  const atUs = world.nowUs + gapUs;
  if (atUs > SIM_TIME_MAX_US) return;
  world.queue.push(
    atUs,
    PRIORITY.arrival,
    EVENT.storeLoad,
    store,
    world.store.generation[store]!,
    col.loadSerial[store]!,
  );
}

/** Event: a read or a write of the store's own load arrives. */
export function onStoreLoad(world: World, store: number): void {
  scheduleNext(world, store);
  const { writesPerSecond, readsPerSecond } = world.store.col;
  const writes = writesPerSecond[store]!;
  const reads = readsPerSecond[store]!;
  const stream = world.streams.stream(world.stores.streamOf(store));
  const isWrite = reads === 0 || (writes > 0 && stream.nextUnit() * (writes + reads) < writes);
  if (isWrite) offerWrite(world, store, -1);
  else offerRead(world, store, -1);
}

/** What became of a read or write. */
export type StoreAnswer = 'taken' | 'refused' | 'missing';

/**
 * What a request of a service does at its store, from the machine that took it [ENG-ST16]. Taken
 * as well when the service has no store.
 */
export function askStore(world: World, asked: { service: number; vm: number }): StoreAnswer {
  const store = world.stores.storeOfService(asked.service);
  if (store < 0) return 'taken';
  const { vm } = asked;
  const share = world.store.col.writeSharePpm[store]!;
  const stream = world.streams.stream(world.stores.streamOf(store));
  const isWrite = stream.nextUnit() * PPM < share;
  return isWrite ? offerWrite(world, store, vm) : offerRead(world, store, vm);
}

/** Of several, those a machine can talk with, or without one those that answer the outside. */
function heardFrom(world: World, replicas: readonly number[], vm: number): number[] {
  const own = world.replica.col.vm;
  return replicas.filter((one) =>
    vm < 0 ? answers(world, own[one]! - 1) : canReach(world, { from: vm, to: own[one]! - 1 }),
  );
}

function pickOne(world: World, store: number, among: readonly number[]): number {
  if (among.length <= 1) return among[0] ?? -1;
  const stream = world.streams.stream(world.stores.streamOf(store));
  return among[stream.nextBelow(among.length)] ?? -1;
}

/** One write. Where several primaries accept, each gets its share: its side of the users. */
function offerWrite(world: World, store: number, vm: number): StoreAnswer {
  return writeTo(world, store, vm) < 0 ? 'refused' : 'taken';
}

/** A bad query is a write like any other, and damages what comes after it. False: not taken. */
export function offerBadQuery(
  world: World,
  store: number,
  harm: { readonly sharePpm: number; readonly cause: number },
): void {
  const primary = writeTo(world, store, -1);
  if (primary >= 0) deleteData(world, primary, harm);
}

/** The primary that took one write, or -1. */
export function writeTo(world: World, store: number, vm: number): number {
  const { col } = world.store;
  col.offered[store]! += 1;
  const primary = pickOne(world, store, heardFrom(world, acceptingPrimaries(world, store), vm));
  world.watch?.take({ note: 'store', replica: primary, isWrite: true });
  if (primary < 0) {
    col.refused[store]! += 1;
    return -1;
  }
  appendWrite(world, primary);
  for (const follower of followersOf(world, primary)) sendBlock(world, follower);
  advanceAnswers(world, primary);
  return primary;
}

/** One read, from a primary, or from any whole replica where the store allows it. */
function offerRead(world: World, store: number, vm: number): StoreAnswer {
  const { col } = world.store;
  const replicas = world.replica.col;
  col.readsOffered[store]! += 1;
  const fromAny = col.readFrom[store] === ANY;
  const able = world.stores
    .replicasOf(store)
    .filter(
      (one) =>
        replicas.running[one] === 1 &&
        col.restoring[store] === 0 &&
        replicas.whole[one] === 1 &&
        (replicas.primary[one] === 1 || (fromAny && replicas.leader[one]! > 0)),
    );
  const chosen = pickOne(world, store, heardFrom(world, able, vm));
  world.watch?.take({ note: 'store', replica: chosen, isWrite: false });
  if (chosen < 0) {
    col.readsRefused[store]! += 1;
    return 'refused';
  }
  col.readsServed[store]! += 1;
  const misses = readMisses(world, chosen);
  if (misses) col.readsMissing[store]! += 1;
  const leader = replicas.leader[chosen]! - 1;
  if (leader < 0) return misses ? 'missing' : 'taken';
  const answered = acknowledgedOf(world, replicas.reign[leader]! - 1);
  if (replicas.position[chosen]! < answered) col.readsStale[store]! += 1;
  return misses ? 'missing' : 'taken';
}

/** The happening to blame for a store that does not serve its service; 0 when none is known. */
export function storeFault(world: World, service: number): number {
  const store = world.stores.storeOfService(service);
  if (store < 0) return 0;
  const { cause } = world.replica.col;
  const damage = damageOfReplica(world, backupSource(world, store));
  const harm = damage < 0 ? 0 : world.damage.col.cause[damage]!;
  const own = Math.max(world.store.col.cause[store]!, harm);
  return world.stores.replicasOf(store).reduce((newest, one) => Math.max(newest, cause[one]!), own);
}
