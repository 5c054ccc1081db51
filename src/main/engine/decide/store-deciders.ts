/**
 * Deciders for stores: their replicas, their rules, who leads and what they are asked. What
 * follows from a decision is the business of `systems/store-*.ts`.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { durationUs, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import {
  FAILOVER_MODES,
  PARTNER_MISSING,
  QUORUM_RULES,
  READ_FROM,
  REPLICATION_MODES,
  STORE_REPLICAS_MAX,
  WITNESS_KINDS,
} from '../../../shared/model/kinds.ts';
import { areTwins } from '../systems/identities.ts';
import { startStoreLoad } from '../systems/store-load.ts';
import { sendBlock } from '../systems/store-replication.ts';
import { dropReplica, makeReplica, makeReplicas, removeStore } from '../systems/store-records.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  checkFree,
  find,
  findGroup,
  findOptional,
  refuse,
  tagsText,
  type Decided,
} from './decide-kit.ts';

const PPM = 1_000_000;
const BYTES_PER_KIB = 1_024;
const DETECT_US = 10 * US_PER_SECOND;
const PROMOTE_US = 5 * US_PER_SECOND;
const SITE_LATENCY_US = 15_000;
const DISK = WITNESS_KINDS.indexOf('disk');

type Rules = CommandOf<'store.edit'>;

/** Machines of a list, each once. */
function findMachines(world: World, references: readonly string[]): Result<number[]> {
  const vms: number[] = [];
  for (const reference of references) {
    const vm = find(world, 'vm', reference);
    if (!vm.ok) return vm;
    if (vms.includes(vm.value)) return refuseTwice(textIdOf(world, 'vm', vm.value));
    const own = checkIdentities(world, vm.value, vms);
    if (!own.ok) return own;
    vms.push(vm.value);
  }
  return ok(vms);
}

function refuseTwice(vm: string): Result<never> {
  return refuse({
    code: 'store.alreadyReplica',
    message: `${vm} has a replica of this store already; a second on it would fall with the first.`,
    hint: 'Choose another machine, best in another rack.',
    details: { vm },
  });
}

/** Replicas know each other by the identity of their systems, so two of one refuse each other. */
function checkIdentities(world: World, vm: number, others: readonly number[]): Result<void> {
  const twin = others.find((other) => areTwins(world, vm, other));
  if (twin === undefined) return ok(undefined);
  const ids = { vm: textIdOf(world, 'vm', vm), other: textIdOf(world, 'vm', twin) };
  return refuse({
    code: 'store.sameIdentity',
    message:
      `${ids.vm} has the identity of ${ids.other}: one was cloned from the other, and a replica ` +
      'takes the other for itself.',
    hint: 'Empty one of them (vm.deprovision) and restart it, or use another machine.',
    details: ids,
  });
}

/** A disk witness needs a storage unit to lie on, and nothing else does. */
function checkWitness(
  world: World,
  rules: { readonly kind: number; readonly storage: number },
): Result<void> {
  if ((rules.kind === DISK) === rules.storage >= 0) return ok(undefined);
  const kind = WITNESS_KINDS[rules.kind]!;
  return refuse({
    code: 'store.witness',
    message:
      rules.kind === DISK
        ? 'A disk witness lies on a storage unit, and none was named.'
        : `A witness of kind "${kind}" lies on no storage unit.`,
    hint: rules.kind === DISK ? 'Say which storage unit.' : 'Leave the storage unit out.',
    details: {
      witness: kind,
      storage: rules.storage < 0 ? '' : textIdOf(world, 'storage', rules.storage),
    },
  });
}

interface RuleSlots {
  readonly witness: number;
  readonly storage: number;
}

/** What the rules of a command come to for a store; -1: a new one. */
function findRules(
  world: World,
  rules: Omit<Rules, 'type' | 'store'>,
  store: number,
): Result<RuleSlots> {
  const storage = findOptional(world, 'storage', rules.witnessStorage);
  if (!storage.ok) return storage;
  const before = store < 0 ? 0 : world.store.col.witness[store]!;
  const kept = store < 0 ? -1 : world.store.ref('witnessStorage', store);
  const witness = rules.witness === undefined ? before : WITNESS_KINDS.indexOf(rules.witness);
  const place = storage.value >= 0 ? storage.value : witness === DISK ? kept : -1;
  const checked = checkWitness(world, { kind: witness, storage: place });
  return checked.ok ? ok({ witness, storage: place }) : checked;
}

/** Writes the rules a command names; the others stay. */
function setRules(
  world: World,
  store: number,
  given: { rules: Omit<Rules, 'type' | 'store'>; slots: RuleSlots },
): void {
  const { rules, slots } = given;
  const { col } = world.store;
  col.witness[store] = slots.witness;
  world.store.setRef({ column: 'witnessStorage', slot: store, to: slots.storage });
  if (rules.replication !== undefined) {
    const replication = REPLICATION_MODES.indexOf(rules.replication);
    if (col.replication[store] !== replication) forgetSteps(world, store);
    col.replication[store] = replication;
  }
  if (rules.partnerMissing !== undefined) {
    col.partnerMissing[store] = PARTNER_MISSING.indexOf(rules.partnerMissing);
  }
  if (rules.quorum !== undefined) col.quorum[store] = QUORUM_RULES.indexOf(rules.quorum);
  if (rules.failover !== undefined) col.failover[store] = FAILOVER_MODES.indexOf(rules.failover);
  if (rules.readFrom !== undefined) col.readFrom[store] = READ_FROM.indexOf(rules.readFrom);
  col.detectUs[store] = durationUs(rules.detectAfter, col.detectUs[store]!);
  col.promoteUs[store] = durationUs(rules.promoteTime, col.promoteUs[store]!);
}

/** Nobody is in step with a new rule until the primary has seen it. */
function forgetSteps(world: World, store: number): void {
  for (const replica of world.stores.replicasOf(store)) {
    if (world.replica.col.primary[replica] === 0) world.replica.col.synced[replica] = 0;
  }
}

/** A service writes to one store at most. */
function checkService(world: World, service: number): Result<void> {
  const taken = [...world.store.slots()].find(
    (one) => world.store.col.service[one] === service + 1,
  );
  if (service < 0 || taken === undefined) return ok(undefined);
  const id = textIdOf(world, 'service', service);
  return refuse({
    code: 'store.serviceTaken',
    message: `The requests of ${id} read and write in ${textIdOf(world, 'store', taken)} already.`,
    hint: 'Give the new store a load of its own, or remove the other first.',
    details: { service: id, store: textIdOf(world, 'store', taken) },
  });
}

/** Looks at `store.add`; its refusals stand with its schema in `shared/commands`. */
export function decideStoreAdd(world: World, command: CommandOf<'store.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'store', name: command.name, group: groupName });
  if (!free.ok) return free;
  const vms = findMachines(world, command.replicas);
  if (!vms.ok) return vms;
  const rules = findRules(world, command, -1);
  if (!rules.ok) return rules;
  const service = findOptional(world, 'service', command.service);
  if (!service.ok) return service;
  const single = checkService(world, service.value);
  if (!single.ok) return single;
  return ok(() => {
    const slot = world.store.allocate();
    world.store.setText({ column: 'name', slot, text: command.name });
    world.store.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    world.store.setRef({ column: 'group', slot, to: group.value });
    world.store.setRef({ column: 'service', slot, to: service.value });
    const { col } = world.store;
    col.detectUs[slot] = DETECT_US;
    col.promoteUs[slot] = PROMOTE_US;
    setRules(world, slot, { rules: command, slots: rules.value });
    setFigures(world, slot, command);
    col.unavailableSinceUs[slot] = world.nowUs;
    world.names.add('store', slot);
    world.stores.invalidate();
    makeReplicas(world, slot, vms.value);
    setLoad(world, slot, command);
  });
}

function setFigures(world: World, store: number, command: CommandOf<'store.add'>): void {
  const { col } = world.store;
  col.dataGib[store] = command.dataGib ?? 100;
  col.writeBytes[store] = (command.writeKib ?? 8) * BYTES_PER_KIB;
  col.logMbps[store] = command.logMbps ?? 0;
  col.sendEveryUs[store] = durationUs(command.sendEvery, 0);
  col.siteLatencyUs[store] = durationUs(command.siteLatency, SITE_LATENCY_US);
  col.writeSharePpm[store] = Math.round((command.writeShare ?? 0.2) * PPM);
}

function setLoad(
  world: World,
  store: number,
  load: {
    readonly writesPerSecond?: number | undefined;
    readonly readsPerSecond?: number | undefined;
  },
): void {
  const { col } = world.store;
  col.writesPerSecond[store] = load.writesPerSecond ?? col.writesPerSecond[store]!;
  col.readsPerSecond[store] = load.readsPerSecond ?? col.readsPerSecond[store]!;
  world.store.dirty.touch(store);
  startStoreLoad(world, store);
}

/** Looks at `store.edit`; its refusals stand with its schema in `shared/commands`. */
export function decideStoreEdit(world: World, command: CommandOf<'store.edit'>): Decided {
  const store = find(world, 'store', command.store);
  if (!store.ok) return store;
  const rules = findRules(world, command, store.value);
  if (!rules.ok) return rules;
  return ok(() => {
    setRules(world, store.value, { rules: command, slots: rules.value });
    world.store.col.revision[store.value]! += 1;
    world.store.col.stalled[store.value] = 0;
    for (const replica of world.stores.replicasOf(store.value)) sendBlock(world, replica);
    world.store.dirty.touch(store.value);
    world.storesDirty = true;
  });
}

/** Looks at `store.load`; its refusals stand with its schema in `shared/commands`. */
export function decideStoreLoad(world: World, command: CommandOf<'store.load'>): Decided {
  const store = find(world, 'store', command.store);
  if (!store.ok) return store;
  return ok(() => {
    world.store.col.revision[store.value]! += 1;
    setLoad(world, store.value, command);
  });
}

/** Looks at `store.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideStoreRemove(world: World, command: CommandOf<'store.remove'>): Decided {
  const store = find(world, 'store', command.store);
  return store.ok ? ok(() => removeStore(world, store.value)) : store;
}

/** Store and machine of a command, and the replica they have in common, or -1. */
function findReplica(
  world: World,
  command: { readonly store: string; readonly vm: string },
): Result<{ store: number; vm: number; replica: number }> {
  const store = find(world, 'store', command.store);
  if (!store.ok) return store;
  const vm = find(world, 'vm', command.vm);
  if (!vm.ok) return vm;
  const replica =
    world.stores
      .replicasOf(store.value)
      .find((one) => world.replica.col.vm[one] === vm.value + 1) ?? -1;
  return ok({ store: store.value, vm: vm.value, replica });
}

/** As `findReplica`, refusing a machine without a replica. */
export function findOwnReplica(
  world: World,
  command: { readonly store: string; readonly vm: string },
): Result<{ store: number; vm: number; replica: number }> {
  const found = findReplica(world, command);
  if (!found.ok || found.value.replica >= 0) return found;
  const vm = textIdOf(world, 'vm', found.value.vm);
  const store = textIdOf(world, 'store', found.value.store);
  return refuse({
    code: 'store.notReplica',
    message: `${vm} has no replica of ${store}.`,
    hint: 'The inspector of the store lists its replicas.',
    details: { vm, store },
  });
}

/** Looks at `store.join`; its refusals stand with its schema in `shared/commands`. */
export function decideStoreJoin(world: World, command: CommandOf<'store.join'>): Decided {
  const found = findReplica(world, command);
  if (!found.ok) return found;
  const { store, vm, replica } = found.value;
  if (replica >= 0) return refuseTwice(textIdOf(world, 'vm', vm));
  const replicas = world.stores.replicasOf(store);
  const others = replicas.map((one) => world.replica.ref('vm', one));
  const own = checkIdentities(world, vm, others);
  if (!own.ok) return own;
  const count = replicas.length;
  if (count >= STORE_REPLICAS_MAX) {
    const id = textIdOf(world, 'store', store);
    return refuse({
      code: 'store.tooManyReplicas',
      message: `${id} has ${count} replicas, the most there may be.`,
      hint: 'Take one away first.',
      details: { store: id, count, max: STORE_REPLICAS_MAX },
    });
  }
  return ok(() => {
    const made = makeReplica(world, store, vm);
    world.replica.col.whole[made] = 0;
    world.store.col.revision[store]! += 1;
  });
}

/** Looks at `store.leave`; its refusals stand with its schema in `shared/commands`. */
export function decideStoreLeave(world: World, command: CommandOf<'store.leave'>): Decided {
  const found = findOwnReplica(world, command);
  if (!found.ok) return found;
  const { store, vm, replica } = found.value;
  const isLast = world.stores.replicasOf(store).length === 1;
  if (world.replica.col.primary[replica] === 1 || isLast) {
    const id = textIdOf(world, 'vm', vm);
    return refuse({
      code: 'store.isPrimary',
      message: isLast
        ? `${id} has the only replica there is.`
        : `${id} is the primary, so taking it away would stop the store.`,
      hint: isLast
        ? 'Remove the store, or add a replica first.'
        : 'Let another replica lead first.',
      details: { vm: id, store: textIdOf(world, 'store', store) },
    });
  }
  return ok(() => {
    dropReplica(world, replica, world.decisionId);
    world.store.col.revision[store]! += 1;
  });
}
