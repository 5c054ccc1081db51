/**
 * Planning a new machine: size, image, price, disks, storage, and the place it goes to.
 *
 * Creating a machine and making one again ask the same questions; they are answered here.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import type { VmSize } from '../../../shared/model/catalogue-compute.ts';
import { ordinaryCachingOf } from '../../../shared/model/disk-caching.ts';
import { ZRS_ZONES, storageInZone } from '../systems/disk-zones.ts';
import { insideOf, type ImageSource } from '../systems/image-source.ts';
import { chooseDomains } from '../systems/fault-domains.ts';
import type { DiskRedundancy } from '../../../shared/model/kinds.ts';
import type { DiskPlan, MachinePlan } from '../systems/machine-records.ts';
import { checkHost } from '../systems/placement.ts';
import { checkHostZone, hostTest } from '../systems/placement-bounds.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  checkTogether,
  chooseWithin,
  findNarrowing,
  zoneIn,
  type Narrowing,
} from './placement-plan.ts';
import { findZone, zonesOf } from './zone-checks.ts';
import { planInside } from './nested-rules.ts';
import { checkPools } from './probe-rules.ts';
import { checkComputerName, planAdministrator } from './access-rules.ts';
import { checkCaching, checkOsSize, checkPremium, tierOfRequest } from './disk-rules.ts';
import { planInterface } from './interface-plan.ts';
import { checkOsDisk, planImage } from './image-plan.ts';
import { checkFree, findAll, findGroup, findOptional, refuse, tagsText } from './decide-kit.ts';

/** What size and image of a new machine come to. */
interface Compute {
  /** Kept apart, so that a plan is one literal: taking fields out of an object is slow. */
  readonly figures: Omit<
    MachinePlan,
    'group' | 'storage' | 'disks' | 'balancers' | 'tags' | 'name'
  >;
  readonly osDiskGib: number;
  readonly maxDataDisks: number;
  readonly vmSize: VmSize;
  readonly source: ImageSource;
}

/** Size, image and price of the machine asked for. */
function planCompute(
  world: World,
  command: CommandOf<'vm.create'>,
  given: { group: number; source?: ImageSource | undefined },
): Result<Compute> {
  const size = world.lookup.size(command.size);
  if (!size.ok) return size;
  const image = planImage(world, command, { ...given, size: size.value });
  if (!image.ok) return image;
  const { os, osDiskGib } = image.value.image;
  const { linuxMicroUsdPerHour, windowsMicroUsdPerHour } = size.value;
  const price = os === 'windows' ? windowsMicroUsdPerHour : linuxMicroUsdPerHour;
  return ok({
    figures: {
      size: size.value.name,
      vCpu: size.value.vCpu,
      memoryMib: size.value.memoryMib,
      microUsdPerHour: price ?? linuxMicroUsdPerHour,
      image: image.value.reference,
      exactImage: image.value.exact,
      inside: insideOf(image.value, command.withContents !== false),
      medium: image.value.isMedium ? os : undefined,
    },
    osDiskGib,
    maxDataDisks: size.value.maxDataDisks,
    vmSize: size.value,
    source: image.value,
  });
}

type DiskAsked = NonNullable<CommandOf<'vm.create'>['osDisk']> & {
  readonly role: 'os' | 'data';
  readonly name: string;
};

/** The disks of a new machine. Refuses too many, and tiers the catalogue does not know. */
function planDisks(
  world: World,
  command: CommandOf<'vm.create'>,
  limits: {
    osDiskGib: number;
    maxDataDisks: number;
    size: string;
    vmSize: VmSize;
    source: ImageSource;
  },
): Result<DiskPlan[]> {
  const fromImage = command.withContents === false ? [] : limits.source.dataDisksGib;
  const count = fromImage.length + (command.dataDisks?.length ?? 0);
  if (count > limits.maxDataDisks) {
    return refuse({
      code: 'disk.tooMany',
      message: `${limits.size} takes ${limits.maxDataDisks} data disks; ${count} were asked for.`,
      hint: 'Ask for fewer disks or a larger size.',
      details: { size: limits.size, maxDataDisks: limits.maxDataDisks, asked: count },
    });
  }
  const os = command.osDisk ?? { sizeGib: limits.osDiskGib };
  const holds = checkOsDisk(limits.source, os.sizeGib);
  if (!holds.ok) return holds;
  const asked: DiskAsked[] = [{ ...os, role: 'os', name: `${command.name}-os` }];
  if (count > 0) {
    const data = [...fromImage.map((sizeGib) => ({ sizeGib })), ...(command.dataDisks ?? [])];
    for (const [index, disk] of data.entries()) {
      asked.push({ ...disk, role: 'data', name: `${command.name}-data-${index}` });
    }
  }
  const plans: DiskPlan[] = [];
  for (const disk of asked) {
    const planned = planDisk(world, disk, limits.vmSize);
    if (!planned.ok) return planned;
    plans.push(planned.value);
  }
  return ok(plans);
}

/** One disk of a machine of some size. */
export function planDisk(world: World, disk: DiskAsked, size: VmSize): Result<DiskPlan> {
  const { name, role, sizeGib } = disk;
  const os = checkOsSize(disk);
  if (!os.ok) return os;
  const tier = tierOfRequest(world, { ...disk, size });
  if (!tier.ok) return tier;
  const { sku } = tier.value;
  const premium = checkPremium(world, { disk: name, sku, size });
  if (!premium.ok) return premium;
  const redundancy = checkRedundancy(world, { ...disk, sku });
  if (!redundancy.ok) return redundancy;
  const caching = disk.caching ?? ordinaryCachingOf(world.catalogue, { role, sizeGib, size });
  const cached = checkCaching(world, { disk: name, caching, sku, sizeGib, size });
  if (!cached.ok) return cached;
  return ok({
    name,
    role,
    sizeGib,
    tier: tier.value.tier,
    redundancy: redundancy.value,
    caching,
  });
}

/** Kinds of disk that are offered zone-redundant ([GEN]; fact 55 names the redundancy alone). */
const ZRS_SKUS: readonly string[] = ['Premium_LRS', 'StandardSSD_LRS'];

/** Refuses zone redundancy where the region or the kind of disk has none. */
export function checkRedundancy(
  world: World,
  disk: { name: string; sku: string; redundancy?: DiskRedundancy | undefined },
): Result<DiskRedundancy> {
  if (disk.redundancy !== 'zrs') return ok('lrs');
  const zones = zonesOf(world).length;
  if (zones < ZRS_ZONES) {
    return refuse({
      code: 'disk.zrsZones',
      message: `Zone-redundant disks need ${ZRS_ZONES} zones; the drawing has ${zones}.`,
      hint: 'Add zones, or keep the disk in one place (lrs).',
      details: { disk: disk.name, zones, needed: ZRS_ZONES },
    });
  }
  if (ZRS_SKUS.includes(disk.sku)) return ok('zrs');
  return refuse({
    code: 'disk.zrsTier',
    message: `${disk.name} is a ${disk.sku} disk, which is not offered zone-redundant.`,
    hint: 'Choose a P or E tier, or keep the disk in one place (lrs).',
    details: { disk: disk.name, sku: disk.sku },
  });
}

function checkNames(world: World, name: string, group: string): Result<void> {
  const vm = checkFree(world, { word: 'vm', name, group });
  return vm.ok ? checkFree(world, { word: 'nic', name: `${name}-nic`, group }) : vm;
}

/** Name and first user of the system; a disk that is copied whole has both already. */
function planAccess(
  command: CommandOf<'vm.create'>,
  source: ImageSource,
  how: PlanHow,
): Result<string> {
  const isNamed = how.replaces || how.source !== undefined;
  const named = isNamed ? ok(undefined) : checkComputerName(command.name, source);
  return named.ok ? planAdministrator(command, source) : named;
}

/** Everything the new machine needs except a host. */
function planMachine(
  world: World,
  command: CommandOf<'vm.create'>,
  how: PlanHow,
): Result<MachinePlan> {
  const { replaces } = how;
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = world.group.text('name', group.value);
  const unnamed = replaces ? ok(undefined) : checkNames(world, command.name, groupName);
  if (!unnamed.ok) return unnamed;
  const compute = planCompute(world, command, { group: group.value, source: how.source });
  if (!compute.ok) return compute;
  const { osDiskGib, maxDataDisks, vmSize, source, figures } = compute.value;
  const access = planAccess(command, source, how);
  if (!access.ok) return access;
  const limits = { osDiskGib, maxDataDisks, size: figures.size, vmSize, source };
  const disks = planDisks(world, command, limits);
  if (!disks.ok) return disks;
  for (const disk of replaces ? [] : disks.value) {
    const free = checkFree(world, { word: 'disk', name: disk.name, group: groupName });
    if (!free.ok) return free;
  }
  const zone = findZone(world, command.zone);
  if (!zone.ok) return zone;
  const named = findOptional(world, 'storage', command.storage);
  if (!named.ok) return named;
  const askedGib = disks.value.reduce((sum, disk) => sum + disk.sizeGib, 0);
  const storage = storageInZone(world, { storage: named.value, zone: zone.value, askedGib });
  if (!storage.ok) return storage;
  if (storage.value >= 0 && world.storage.col.up[storage.value] === 0)
    return storageDown(world, storage.value);
  const room = checkStorageRoom(world, { storage: storage.value, askedGib });
  if (!room.ok) return room;
  const balancers = findAll(world, 'balancer', command.balancers ?? []);
  if (!balancers.ok) return balancers;
  const set = findOptional(world, 'availabilitySet', command.availabilitySet);
  if (!set.ok) return set;
  const joining = { balancers: balancers.value, vm: -1, availabilitySet: set.value, scaleSet: -1 };
  const pools = replaces ? ok(undefined) : checkPools(world, joining);
  if (!pools.ok) return pools;
  const nic = planInterface(world, command, replaces);
  if (!nic.ok) return nic;
  return ok({
    // Field by field: a spread costs ten times as much, and rooms are built of thousands.
    size: figures.size,
    vCpu: figures.vCpu,
    memoryMib: figures.memoryMib,
    microUsdPerHour: figures.microUsdPerHour,
    image: figures.image,
    exactImage: figures.exactImage,
    inside: figures.inside,
    medium: figures.medium,
    name: command.name,
    group: group.value,
    storage: storage.value,
    disks: disks.value,
    balancers: balancers.value,
    tags: tagsText(command.tags),
    zone: zone.value,
    cpuWeight: command.cpuWeight,
    spot: command.priority === 'spot' ? (command.eviction ?? 'deallocate') : undefined,
    nic: nic.value,
    administrator: access.value,
  });
}

/** The refusal for disks whose storage unit is down. */
export function storageDown(world: World, storage: number): Result<never> {
  const id = textIdOf(world, 'storage', storage);
  return refuse({
    code: 'storage.down',
    message: `${id} is down, so the disks on it cannot be reached.`,
    hint: 'Restore it, or ask why it is down.',
    details: { storage: id },
  });
}

/** Refuses more than a storage unit has free. */
export function checkStorageRoom(
  world: World,
  input: { storage: number; askedGib: number },
): Result<void> {
  if (input.storage < 0) return ok(undefined);
  const asked = input.askedGib;
  const { capacityGib, usedGib } = world.storage.col;
  const free = capacityGib[input.storage]! - usedGib[input.storage]!;
  if (asked <= free) return ok(undefined);
  const id = textIdOf(world, 'storage', input.storage);
  return refuse({
    code: 'storage.full',
    message: `${id} has ${free} GiB free; the disks need ${asked} GiB.`,
    hint: 'Ask for smaller disks, use another storage unit, or delete disks nobody uses.',
    details: { storage: id, freeGib: free, askedGib: asked },
  });
}

/** What a plan is for: `replaces` when its names will be freed first; a source of its own. */
interface PlanHow {
  readonly replaces: boolean;
  readonly source?: ImageSource;
}

/** A machine and the place it goes to. */
export interface PlacedPlan {
  readonly plan: MachinePlan;
  readonly host: number;
  /** Domains of its availability set from 0, or -1 outside one. */
  readonly faultDomain: number;
  readonly updateDomain: number;
  readonly availabilitySet: number;
  /** The reserved place it takes, or -1. */
  readonly place: number;
  readonly narrowing: Narrowing;
  /** The machine it runs inside, if it does. */
  readonly inside?: number;
}

/** Everything of a new machine, place included. Refuses with the codes of `vm.create`. */
export function planPlacement(
  world: World,
  command: CommandOf<'vm.create'>,
  how: PlanHow,
): Result<PlacedPlan> {
  const planned = planMachine(world, command, how);
  if (!planned.ok) return planned;
  if (command.inside !== undefined) return placeInside(world, command, planned.value);
  const found = findNarrowing(world, command);
  if (!found.ok) return found;
  const narrowing = found.value;
  const pinned = findOptional(world, 'host', command.host);
  if (!pinned.ok) return pinned;
  const set = findOptional(world, 'availabilitySet', command.availabilitySet);
  if (!set.ok) return set;
  const { hostGroup, proximityGroup } = narrowing;
  const inZone = zoneIn(world, { zone: planned.value.zone ?? -1, hostGroup });
  if (!inZone.ok) return inZone;
  const zone = inZone.value;
  if (set.value >= 0 && zone >= 0) return setAndZone(world, set.value, zone);
  const together = checkTogether(world, narrowing, { availabilitySet: set.value });
  if (!together.ok) return together;
  const there = checkHostZone(world, { host: pinned.value, zone });
  if (!there.ok) return there;
  // On a dedicated host a machine costs nothing: the host is paid for (fact 58).
  const plan = hostGroup < 0 ? planned.value : { ...planned.value, zone, microUsdPerHour: 0 };
  if (set.value < 0) {
    const chosen = chooseWithin(world, plan, { ...narrowing, zone, pinned: pinned.value });
    if (!chosen.ok) return chosen;
    const { host, place } = chosen.value;
    const outside = { faultDomain: -1, updateDomain: -1, availabilitySet: -1 } as const;
    return ok({ plan, narrowing, host, place, ...outside });
  }
  const named = pinned.value < 0 ? ok(-1) : checkHost(world, { host: pinned.value, demand: plan });
  if (!named.ok) return named;
  const allowed = hostTest(world, { zone: -1, proximityGroup });
  const domains = chooseDomains(world, {
    set: set.value,
    demand: plan,
    host: named.value,
    allowed,
  });
  return domains.ok
    ? ok({ plan, narrowing, place: -1, availabilitySet: set.value, ...domains.value })
    : domains;
}

/** A machine inside another one stands where that stands, and is paid for with it [ENG-NV5]. */
function placeInside(
  world: World,
  command: CommandOf<'vm.create'>,
  plan: MachinePlan,
): Result<PlacedPlan> {
  const outer = planInside(world, command, plan);
  if (!outer.ok) return outer;
  const nowhere = { proximityGroup: -1, hostGroup: -1, dedicatedHost: -1, reservation: -1 };
  return ok({
    plan: { ...plan, microUsdPerHour: 0 },
    host: world.vm.ref('host', outer.value),
    inside: outer.value,
    place: -1,
    narrowing: nowhere,
    faultDomain: -1,
    updateDomain: -1,
    availabilitySet: -1,
  });
}

/** One machine cannot be in a set and in a zone (docs/facts.md, fact 43). */
function setAndZone(world: World, set: number, zone: number): Result<never> {
  const ids = { availabilitySet: textIdOf(world, 'availabilitySet', set) };
  const zoneId = textIdOf(world, 'place', zone);
  return refuse({
    code: 'zone.withSet',
    message:
      `A machine cannot be in ${ids.availabilitySet} and in ${zoneId}: a set spreads its members ` +
      'over the racks of one cluster, which stands in one datacentre, a zone is a choice between ' +
      'datacentres.',
    hint: 'Leave one of the two out: zones protect against more, a set needs only one of them.',
    details: { ...ids, zone: zoneId },
  });
}
