/**
 * Deciders for managed disks as resources of their own: made, attached, detached, changed (rules
 * ENG-DK3 to ENG-DK6). What a change costs the machine that uses the disk (nothing, a moment
 * without it, a restart) is told with it.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import {
  DISK_CACHINGS,
  DISK_REDUNDANCIES,
  DISK_ROLES,
  POWER_STATES,
  type DiskCaching,
} from '../../../shared/model/kinds.ts';
import type { DiskTier } from '../../../shared/model/catalogue-services.ts';
import {
  attachDisk,
  changeDisk,
  detachFromMachine,
  makeLooseDisk,
  type DiskChange,
} from '../systems/disk-changes.ts';
import { sizeOf, tierOf } from '../systems/disk-ceilings.ts';
import { storageInZone } from '../systems/disk-zones.ts';
import { startOperation } from '../systems/lifecycle.ts';
import { mismatch } from '../systems/placement-bounds.ts';
import { textIdOf } from '../world/names.ts';
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
import {
  checkBursting,
  checkCaching,
  checkDiskCount,
  checkDiskIdle,
  checkOsSize,
  checkPremium,
  dataDisksOf,
  tierOfRequest,
} from './disk-rules.ts';
import { checkRedundancy, checkStorageRoom, storageDown } from './machine-plan.ts';
import { checkStandsAlone } from './nested-rules.ts';
import { findIdle, instanceRefused } from './vm-deciders.ts';
import { findZone } from './zone-checks.ts';

const OS = DISK_ROLES.indexOf('os');
const RUNNING = POWER_STATES.indexOf('running');
const DEALLOCATED = POWER_STATES.indexOf('deallocated');
/** A disk that grows to or past this must be off its machine ([GEN]). */
const ONLINE_GROWTH_BELOW_GIB = 4_096;

/** Looks at `disk.create`; its refusals stand with its schema in `shared/commands`. */
export function decideDiskCreate(world: World, command: CommandOf<'disk.create'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = world.group.text('name', group.value);
  const free = checkFree(world, { word: 'disk', name: command.name, group: groupName });
  if (!free.ok) return free;
  const { name, sizeGib, role = 'data' } = command;
  const fits = checkOsSize({ name, sizeGib, role });
  if (!fits.ok) return fits;
  const tier = tierOfRequest(world, command);
  if (!tier.ok) return tier;
  const asked = { name, sku: tier.value.sku, redundancy: command.redundancy };
  const redundancy = checkRedundancy(world, asked);
  if (!redundancy.ok) return redundancy;
  const { bursting = false } = command;
  const bursts = checkBursting({ disk: name, bursting, tier: tier.value });
  if (!bursts.ok) return bursts;
  const place = placeOfDisk(world, command);
  if (!place.ok) return place;
  const tags = tagsText(command.tags);
  return ok(() => {
    const plan = { name, sizeGib, role, tags, group: group.value, redundancy: redundancy.value };
    makeLooseDisk(world, { ...plan, ...place.value, tier: tier.value.tier, bursting });
  });
}

/** Where a disk made by itself lives. */
function placeOfDisk(
  world: World,
  command: CommandOf<'disk.create'>,
): Result<{ storage: number; zone: number }> {
  const zone = findZone(world, command.zone);
  if (!zone.ok) return zone;
  const named = findOptional(world, 'storage', command.storage);
  if (!named.ok) return named;
  const { sizeGib } = command;
  const where = { storage: named.value, zone: zone.value, askedGib: sizeGib };
  const storage = storageInZone(world, where);
  if (!storage.ok) return storage;
  if (storage.value >= 0 && world.storage.col.up[storage.value] === 0) {
    return storageDown(world, storage.value);
  }
  const room = checkStorageRoom(world, { storage: storage.value, askedGib: sizeGib });
  return room.ok ? ok({ storage: storage.value, zone: zone.value }) : room;
}

/** Looks at `disk.attach`; its refusals stand with its schema in `shared/commands`. */
export function decideDiskAttach(world: World, command: CommandOf<'disk.attach'>): Decided {
  const found = find(world, 'disk', command.disk);
  if (!found.ok) return found;
  const disk = found.value;
  const idle = findIdle(world, command.vm);
  if (!idle.ok) return idle;
  const vm = idle.value;
  if (world.vm.col.scaleSet[vm]! > 0) return instanceRefused(world, vm);
  const alone = checkStandsAlone(world, vm);
  if (!alone.ok) return alone;
  const { caching = 'none' } = command;
  const fits = checkAttachable(world, { disk, vm, caching });
  if (!fits.ok) return fits;
  return ok(() => {
    const cause = world.decisionId;
    world.vm.col.cause[vm] = cause;
    attachDisk(world, disk, { vm, caching, cause });
    startOperation(world, vm, 'update');
  });
}

function checkAttachable(
  world: World,
  given: { disk: number; vm: number; caching: DiskCaching },
): Result<void> {
  const { disk, vm, caching } = given;
  const id = textIdOf(world, 'disk', disk);
  const user = world.disk.ref('vm', disk);
  if (user >= 0) return inUse(world, { disk, user });
  const ready = checkDiskIdle(world, disk);
  if (!ready.ok) return ready;
  if (world.disk.col.role[disk] === OS) return osDisk(id, 'attached to a machine that has one');
  const size = sizeOf(world, vm);
  const count = checkDiskCount(world, { size, count: dataDisksOf(world, vm).length + 1 });
  if (!count.ok) return count;
  const { sku } = tierOf(world, disk);
  const premium = checkPremium(world, { disk: id, sku, size });
  if (!premium.ok) return premium;
  const sizeGib = world.disk.col.sizeGib[disk]!;
  const cached = checkCaching(world, { disk: id, caching, sku, sizeGib, size });
  if (!cached.ok) return cached;
  const zone = world.disk.ref('zone', disk);
  const machineZone = world.vm.ref('zone', vm);
  if (zone >= 0 && machineZone >= 0 && zone !== machineZone) {
    return refuse(mismatch(world, { id, actual: zone, zone: machineZone }));
  }
  const storage = world.disk.ref('storage', disk);
  if (storage >= 0 && world.storage.col.up[storage] === 0) return storageDown(world, storage);
  return ok(undefined);
}

function inUse(world: World, given: { disk: number; user: number }): Result<never> {
  const id = textIdOf(world, 'disk', given.disk);
  const vm = textIdOf(world, 'vm', given.user);
  return refuse({
    code: 'disk.inUse',
    message: `${id} is still used by ${vm}.`,
    hint: 'Detach it there first (disk.detach).',
    details: { id, users: 1, first: [vm] },
  });
}

function osDisk(id: string, what: string): Result<never> {
  return refuse({
    code: 'disk.osDisk',
    message: `${id} is an OS disk, which cannot be ${what}.`,
    hint: 'Only data disks come and go; delete the machine to free its OS disk.',
    details: { disk: id },
  });
}

/** Looks at `disk.detach`; its refusals stand with its schema in `shared/commands`. */
export function decideDiskDetach(world: World, command: CommandOf<'disk.detach'>): Decided {
  const found = find(world, 'disk', command.disk);
  if (!found.ok) return found;
  const disk = found.value;
  const vm = world.disk.ref('vm', disk);
  const id = textIdOf(world, 'disk', disk);
  if (vm < 0) return notAttached(id, 'there is nothing to detach it from');
  if (world.disk.col.role[disk] === OS) return osDisk(id, 'detached from its machine');
  const idle = findIdle(world, textIdOf(world, 'vm', vm));
  if (!idle.ok) return idle;
  const alone = checkStandsAlone(world, vm);
  if (!alone.ok) return alone;
  return ok(() => {
    const cause = world.decisionId;
    world.vm.col.cause[vm] = cause;
    detachFromMachine(world, disk, cause);
    startOperation(world, vm, 'update');
  });
}

function notAttached(id: string, why: string): Result<never> {
  return refuse({
    code: 'disk.notAttached',
    message: `No machine uses ${id}, so ${why}.`,
    hint: 'Attach it first (disk.attach).',
    details: { disk: id },
  });
}

/** Looks at `disk.edit`; its refusals stand with its schema in `shared/commands`. */
export function decideDiskEdit(world: World, command: CommandOf<'disk.edit'>): Decided {
  const found = find(world, 'disk', command.disk);
  if (!found.ok) return found;
  const disk = found.value;
  const id = textIdOf(world, 'disk', disk);
  const { sizeGib, tier, caching, bursting } = command;
  if ([sizeGib, tier, caching, bursting].every((field) => field === undefined)) {
    return refuse({
      code: 'disk.nothingSaid',
      message: `Neither size, tier, caching nor bursting of ${id} was named: nothing would change.`,
      hint: 'Give it another size, tier, caching or bursting.',
      details: { disk: id, named: 0, known: 4 },
    });
  }
  const ready = checkDiskIdle(world, disk);
  if (!ready.ok) return ready;
  const vm = world.disk.ref('vm', disk);
  const idle = vm < 0 ? ok(-1) : findIdle(world, textIdOf(world, 'vm', vm));
  if (!idle.ok) return idle;
  const planned = planChange(world, disk, command);
  if (!planned.ok) return planned;
  return ok(() => {
    const cause = world.decisionId;
    if (vm >= 0) world.vm.col.cause[vm] = cause;
    changeDisk(world, disk, { ...planned.value, cause });
    if (vm < 0) return;
    startOperation(world, vm, planned.value.outage === 'restart' ? 'restart' : 'update');
  });
}

/** What the disk becomes, and what its machine notices. */
function planChange(
  world: World,
  disk: number,
  command: CommandOf<'disk.edit'>,
): Result<Omit<DiskChange, 'cause'>> {
  const { col } = world.disk;
  const id = textIdOf(world, 'disk', disk);
  const sizeGib = command.sizeGib ?? col.sizeGib[disk]!;
  if (sizeGib < col.sizeGib[disk]!) return shrinks(id, { sizeGib, from: col.sizeGib[disk]! });
  const role = DISK_ROLES[col.role[disk]!]!;
  const os = checkOsSize({ name: id, sizeGib, role });
  if (!os.ok) return os;
  const tier = tierAfter(world, disk, { ...command, sizeGib });
  if (!tier.ok) return tier;
  const { sku } = tier.value;
  const redundancy = DISK_REDUNDANCIES[col.redundancy[disk]!]!;
  const kept = checkRedundancy(world, { name: id, sku, redundancy });
  if (!kept.ok) return kept;
  const askedGib = sizeGib - col.sizeGib[disk]!;
  const room = checkStorageRoom(world, { storage: world.disk.ref('storage', disk), askedGib });
  if (!room.ok) return room;
  const before = DISK_CACHINGS[col.caching[disk]!]!;
  const caching = command.caching ?? before;
  const bursting = command.bursting ?? col.onDemand[disk] === 1;
  const bursts = checkBursting({ disk: id, bursting, tier: tier.value });
  if (!bursts.ok) return bursts;
  const change = { sizeGib, tier: tier.value.tier, caching, bursting };
  const vm = world.disk.ref('vm', disk);
  if (vm < 0) {
    if (command.caching === undefined) return ok({ ...change, outage: 'none' });
    return notAttached(id, 'no host caches it');
  }
  const fits = checkOnMachine(world, disk, { vm, tier: tier.value, sizeGib, caching });
  if (!fits.ok) return fits;
  const runs = world.vm.col.powerState[vm] === RUNNING;
  if (caching === before || !runs) return ok({ ...change, outage: 'none' });
  return ok({ ...change, outage: role === 'os' ? 'restart' : 'disk' });
}

function shrinks(id: string, given: { sizeGib: number; from: number }): Result<never> {
  const { sizeGib, from } = given;
  return refuse({
    code: 'disk.shrink',
    message: `${id} has ${from} GiB; a disk never becomes smaller (${sizeGib} GiB asked for).`,
    hint: 'Make a smaller disk, copy the data over and delete this one.',
    details: { disk: id, sizeGib, presentGib: from },
  });
}

/** The tier asked for; else the one it has while that holds it, else the next of its kind. */
function tierAfter(
  world: World,
  disk: number,
  asked: { readonly tier?: string | undefined; readonly sizeGib: number },
): Result<DiskTier> {
  const name = textIdOf(world, 'disk', disk);
  const present = tierOf(world, disk);
  const { sizeGib } = asked;
  if (asked.tier !== undefined) return tierOfRequest(world, { ...asked, name });
  if (sizeGib <= present.sizeGib) return ok(present);
  return world.lookup.tierOfKind(present.sku, sizeGib);
}

/** What only counts while a machine uses the disk. */
function checkOnMachine(
  world: World,
  disk: number,
  given: { vm: number; tier: DiskTier; sizeGib: number; caching: DiskCaching },
): Result<void> {
  const { vm, tier, sizeGib, caching } = given;
  const id = textIdOf(world, 'disk', disk);
  const size = sizeOf(world, vm);
  const premium = checkPremium(world, { disk: id, sku: tier.sku, size });
  if (!premium.ok) return premium;
  const cached = checkCaching(world, { disk: id, caching, sku: tier.sku, sizeGib, size });
  if (!cached.ok) return cached;
  if (world.vm.col.powerState[vm] === DEALLOCATED) return ok(undefined);
  const before = world.disk.col.sizeGib[disk]!;
  const grows = sizeGib > before;
  const why =
    tier.sku !== tierOf(world, disk).sku
      ? 'changes its kind'
      : grows && world.disk.col.role[disk] === OS
        ? 'holds the system and grows'
        : grows && before < ONLINE_GROWTH_BELOW_GIB && sizeGib >= ONLINE_GROWTH_BELOW_GIB
          ? `grows past ${ONLINE_GROWTH_BELOW_GIB} GiB`
          : undefined;
  if (why === undefined) return ok(undefined);
  const machine = textIdOf(world, 'vm', vm);
  return refuse({
    code: 'disk.needsDeallocated',
    message: `${id} ${why}, which needs ${machine} deallocated; it is not.`,
    hint: 'Deallocate the machine, change the disk, and start it again; or detach a data disk.',
    details: { disk: id, vm: machine, sizeGib, tier: tier.tier },
  });
}
