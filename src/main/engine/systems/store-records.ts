/**
 * The rows that make up a store, made and unmade together: the store, its replicas, its reigns.
 * What they mean is decided elsewhere.
 */
import { happen, type World } from '../world/world.ts';
import { forgetBackups, loseBackupsOf } from './store-backup.ts';
import { dropStoreOfSessions } from './sessions.ts';
import { forgetReigns } from './store-log.ts';
import { crown, dethrone } from './store-throne.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import { SYNCED, vmIdOf } from './store-replication.ts';

const RUNNING = POWER_STATES.indexOf('running');

/** Makes the replicas of a new store: all alike and in step, the first that runs leads. */
export function makeReplicas(world: World, store: number, vms: readonly number[]): void {
  const made = vms.map((vm) => makeReplica(world, store, vm));
  for (const replica of made) {
    world.replica.col.synced[replica] = SYNCED;
    world.replica.col.running[replica] =
      world.vm.col.powerState[world.replica.col.vm[replica]! - 1] === RUNNING ? 1 : 0;
  }
  const first = made.find((replica) => world.replica.col.running[replica] === 1) ?? made[0]!;
  crown(world, first);
  for (const replica of made) {
    if (replica !== first) world.replica.col.reign[replica] = world.replica.col.reign[first]!;
  }
  // Nobody runs yet: the first is the one that was primary last, and leads once it is there.
  if (world.replica.col.running[first] === 0) dethrone(world, first);
  world.storesDirty = true;
}

/** Makes one replica without any data. */
export function makeReplica(world: World, store: number, vm: number): number {
  const replica = world.replica.allocate();
  const { col } = world.replica;
  col.store[replica] = store + 1;
  col.vm[replica] = vm + 1;
  world.stores.invalidate();
  world.store.dirty.touch(store);
  world.vm.dirty.touch(vm);
  world.storesDirty = true;
  return replica;
}

/** Takes a replica away; a primary's reign ends with it. */
export function dropReplica(world: World, replica: number, cause: number): void {
  const { col } = world.replica;
  const store = col.store[replica]! - 1;
  const stores = world.store.col;
  if (col.primary[replica] === 1) {
    stores.cause[store] = happen(world, {
      kind: 'store.primaryLost',
      table: 'store',
      slot: store,
      cause,
      details: { replica: vmIdOf(world, replica) },
    });
    dethrone(world, replica);
  }
  loseBackupsOf(world, replica);
  if (stores.witnessHolder[store] === replica + 1) stores.witnessHolder[store] = 0;
  if (stores.switchTo[store] === replica + 1) stores.switchTo[store] = 0;
  world.vm.dirty.touch(col.vm[replica]! - 1);
  world.store.dirty.touch(store);
  world.replica.release(replica);
  world.stores.invalidate();
  world.storesDirty = true;
}

/** A machine that is deleted takes its replicas with it. */
export function dropReplicasOfVm(world: World, vm: number, cause: number): void {
  for (const replica of world.stores.replicasOfVm(vm)) dropReplica(world, replica, cause);
}

/** Removes a store with everything that belongs to it. */
export function removeStore(world: World, store: number): void {
  world.store.col.openReign[store] = 0;
  world.store.col.witnessHolder[store] = 0;
  world.store.col.switchTo[store] = 0;
  for (const replica of world.stores.replicasOf(store)) {
    world.vm.dirty.touch(world.replica.col.vm[replica]! - 1);
    world.replica.release(replica);
  }
  dropStoreOfSessions(world, store);
  forgetBackups(world, store);
  forgetReigns(world, store);
  world.names.remove('store', store);
  world.store.release(store);
  world.stores.invalidate();
}

/** A service is removed: the store its requests wrote to keeps its own load. */
export function forgetServiceOfStores(world: World, service: number): void {
  for (const store of world.store.slots()) {
    if (world.store.ref('service', store) !== service) continue;
    world.store.setRef({ column: 'service', slot: store, to: -1 });
    world.stores.invalidate();
  }
}
