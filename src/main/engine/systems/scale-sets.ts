/**
 * Scale sets: one model, many instances (rules ENG-K1 to ENG-K5; docs/facts.md, facts 63 to 77).
 *
 * The capacity says how many instances are wanted. Growing makes them one by one where they fit
 * and tells when one fits nowhere; shrinking chooses by the set's policy and deletes the instance
 * with all that belongs to it.
 */
import { ORCHESTRATIONS, POWER_STATES, SCALE_IN_POLICIES } from '../../../shared/model/kinds.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { faultDomainOfRack, leastUsed } from './fault-domains.ts';
import { administratorOfSet, dataDisksOf } from './instance-equipment.ts';
import { choicesOf } from './instance-mix.ts';
import { hasAddressFor, interfaceOfInstance } from './instance-network.ts';
import { bornFrom, type ModelFacts } from './instance-model.ts';
import { startInstance } from './lifecycle.ts';
import { makeMachine } from './machine-records.ts';
import { chooseHostWhere, mostFree, takeHost, type Demand } from './placement.ts';
import { nextIsSpot, spotIsShort, surplusPriority } from './priority-mix.ts';
import { letGo } from './instance-termination.ts';
import { instancesMaxOf, instancesOf } from './set-instances.ts';
import { roomyStorage, zoneCandidates, zonesOfSet, zonesToTry } from './zone-balance.ts';
import { zoneOfRack } from './place-fate.ts';
import { hostTest } from './placement-bounds.ts';
import { durationOf } from './operation-durations.ts';
import { deploymentTimes } from './set-deployment.ts';
import { dropSurge, dropSurplus, markCandidates, surplusFor } from './set-surplus.ts';
import { checkQuotas } from './quotas.ts';
import { priceOf } from './spot-price.ts';

const UNIFORM = ORCHESTRATIONS.indexOf('uniform');
const CREATING = POWER_STATES.indexOf('creating');
const NEWEST = SCALE_IN_POLICIES.indexOf('newestVm');
const OLDEST = SCALE_IN_POLICIES.indexOf('oldestVm');

/**
 * Sets the capacity and begins to make or delete instances. `cause` is the happening that asked;
 * `isNew` says that the set itself is being made.
 */
export function scaleTo(
  world: World,
  set: number,
  asked: { capacity: number; cause: number; isNew?: boolean },
): void {
  const { col } = world.scaleSet;
  const plan = { ...asked, capacity: Math.min(asked.capacity, instancesMaxOf(world, set)) };
  dropSurge(world, set, plan.cause);
  dropSurplus(world, set);
  const before = instancesOf(world, set).length;
  col.capacity[set] = plan.capacity;
  col.repairsOwed[set] = 0;
  col.revision[set]! += 1;
  world.scaleSet.dirty.touch(set);
  const cause = happen(world, {
    kind: 'scaleSet.scaled',
    table: 'scaleSet',
    slot: set,
    cause: plan.cause,
    details: { from: before, to: plan.capacity },
  });
  if (plan.capacity > before) {
    const { isNew = false } = asked;
    grow(world, set, { count: plan.capacity - before, cause, isNew });
  }
  letGo(world, set, { vms: chooseVictims(world, set, before - plan.capacity), cause });
  // Protected instances stay, and the capacity counts them.
  col.capacity[set] = Math.max(col.capacity[set], Math.min(before, instancesOf(world, set).length));
}

function grow(
  world: World,
  set: number,
  input: { count: number; cause: number; isNew: boolean },
): void {
  const { count, cause, isNew } = input;
  const asked = overprovisions(world, set) ? count + surplusFor(count) : count;
  const times = isNew ? deploymentTimes(world, { made: asked, wanted: count }) : [];
  const vms: number[] = [];
  while (vms.length < count) {
    const vm = addInstance(world, set, { cause, durationUs: times[vms.length] });
    if (vm < 0) {
      // What could not be placed is not wanted any more: the set must not pretend to be larger.
      world.scaleSet.col.capacity[set] = instancesOf(world, set).length;
      return;
    }
    vms.push(vm);
  }
  while (vms.length < asked) {
    const vm = addInstance(world, set, { cause, quiet: true, durationUs: times[vms.length] });
    if (vm < 0) break;
    vms.push(vm);
  }
  if (vms.length > count) markCandidates(world, set, { vms, wanted: count });
}

/** Where making takes no time, nothing is gained by making more than was asked for. */
function overprovisions(world: World, set: number): boolean {
  const { orchestration, overprovision } = world.scaleSet.col;
  if (world.settingUp || world.operations === 'instant') return false;
  return orchestration[set] === UNIFORM && overprovision[set] === 1;
}

/** The code of a failed allocation, and the subnet where it is addresses that are missing. */
function shortage(
  world: World,
  set: number,
  found: { readonly inQuota: boolean; readonly addressed: boolean },
): { code: string; subnet?: string } {
  if (!found.addressed) {
    const subnet = textIdOf(world, 'subnet', world.scaleSet.ref('subnet', set));
    return { code: 'SubnetIsFull', subnet };
  }
  if (!found.inQuota) return { code: 'QuotaExceeded' };
  const zonal = zonesOfSet(world, set).length > 0;
  return { code: zonal ? 'ZonalAllocationFailed' : 'AllocationFailed' };
}

function isWithinQuotas(
  world: World,
  set: number,
  asked: { size: string; vCpu: number; spot: boolean },
): boolean {
  const { size, vCpu, spot } = asked;
  const group = world.scaleSet.ref('group', set);
  return checkQuotas(world, { group, size, vCpu, spot, instead: -1 }).ok;
}

/**
 * Makes one instance from the latest model; -1, and a happening that says why, when it fits
 * nowhere.
 */
export function addInstance(
  world: World,
  set: number,
  input: { cause: number; quiet?: boolean; durationUs?: number | undefined },
): number {
  const { cause } = input;
  const spot = nextIsSpot(world, set);
  const latest = world.scaleSet.ref('latestModel', set);
  const wished = choicesOf(world, set);
  const choices = wished.filter((choice) => isWithinQuotas(world, set, { ...choice, spot }));
  const short = spot && spotIsShort(world, set);
  const addressed = hasAddressFor(world, set);
  const found = short || !addressed ? undefined : firstWithRoom(world, set, choices);
  if (found === undefined) {
    if (input.quiet === true) return -1;
    const free = mostFree(world, () => true);
    happen(world, {
      kind: 'scaleSet.allocationFailed',
      table: 'scaleSet',
      slot: set,
      cause,
      details: {
        ...shortage(world, set, { inQuota: choices.length > 0, addressed }),
        size: wished.map(({ size }) => size).join(', '),
        hosts: free.hosts,
        mostCores: free.cores,
        mostMemoryMib: free.memoryMib,
      },
    });
    return -1;
  }
  const { model, place } = found;
  const { number, name } = nextInstance(world, set);
  const disks = [
    { name: `${name}-os`, role: 'os' as const, sizeGib: model.osDiskGib, tier: model.osDiskTier },
    ...dataDisksOf(world, set, name),
  ];
  const sizeGib = disks.reduce((sum, disk) => sum + disk.sizeGib, 0);
  const vm = makeMachine(world, {
    ...model,
    name,
    disks,
    group: world.scaleSet.ref('group', set),
    zone: place.zone,
    storage: roomyStorage(world, { zone: place.zone, sizeGib }),
    balancers: poolsOf(world, set),
    tags: world.scaleSet.text('tags', set),
    nic: interfaceOfInstance(world, set),
    administrator: administratorOfSet(world, set),
  });
  bornFrom(world, vm, latest);
  takeHost(world, { vm, host: place.host });
  const vms = world.vm.col;
  vms.spot[vm] = spot ? 1 : 0;
  vms.microUsdPerHour[vm] = priceOf(world, vm, model.microUsdPerHour);
  vms.scaleSet[vm] = set + 1;
  vms.instance[vm] = number + 1;
  vms.faultDomain[vm] = place.faultDomain + 1;
  vms.updateDomain[vm] = place.updateDomain + 1;
  vms.createdUs[vm] = world.nowUs;
  vms.powerState[vm] = CREATING;
  vms.wanted[vm] = 1;
  vms.cause[vm] = cause;
  startInstance(world, vm, input.durationUs ?? durationOf(world, 'create'));
  return vm;
}

/** The first kind of instance that fits somewhere, with its place. */
function firstWithRoom(
  world: World,
  set: number,
  choices: readonly ModelFacts[],
): { model: ModelFacts; place: Place } | undefined {
  for (const model of choices) {
    const place = choosePlace(world, set, model);
    if (place !== undefined) return { model, place };
  }
  return undefined;
}

/** Balancers whose pools the instances join. */
function poolsOf(world: World, set: number): number[] {
  const { scaleSet, balancer } = world.scaleSetPool.col;
  const rows = [...world.scaleSetPool.slots()].filter((row) => scaleSet[row] === set + 1);
  return rows.map((row) => balancer[row]! - 1);
}

/** Number and name of the next instance. What somebody called like that already is passed over. */
function nextInstance(world: World, set: number): { number: number; name: string } {
  const { nextInstance: next } = world.scaleSet.col;
  const group = world.group.text('name', world.scaleSet.ref('group', set));
  for (;;) {
    const number = next[set]!;
    next[set]! += 1;
    const name = instanceName(world, set, number);
    const ids = [`vm:${group}/${name}`, `nic:${group}/${name}-nic`, `disk:${group}/${name}-os`];
    if (!ids.some((id) => world.names.has(id))) return { number, name };
  }
}

/** `web_3` in a uniform set, `web_` and eight hexadecimal digits in a flexible one (fact 63). */
function instanceName(world: World, set: number, number: number): string {
  const prefix = world.scaleSet.text('name', set);
  if (world.scaleSet.col.orchestration[set] === UNIFORM) return `${prefix}_${number}`;
  const stream = world.streams.stream(`names/${textIdOf(world, 'scaleSet', set)}`);
  return `${prefix}_${stream.nextUint32().toString(16).padStart(8, '0')}`;
}

interface Place {
  readonly host: number;
  /** From 0; -1 where the set has none to show. */
  readonly faultDomain: number;
  readonly updateDomain: number;
  /** Slot of its zone, -1 in a regional set. */
  readonly zone: number;
}

/**
 * Where the next instance goes. With one fault domain the racks with the fewest instances come
 * first (max spreading); otherwise only the domain with the fewest is taken (fact 65).
 */
function choosePlace(world: World, set: number, model: Demand): Place | undefined {
  for (const zone of zonesToTry(world, set)) {
    const place = placeInZone(world, set, { model, zone });
    if (place !== undefined) return place;
  }
  return undefined;
}

/** As `choosePlace`, in one zone of the set; -1 for a regional set. */
function placeInZone(
  world: World,
  set: number,
  input: { model: Demand; zone: number },
): Place | undefined {
  const { model, zone } = input;
  const { faultDomains, updateDomains } = world.scaleSet.col;
  const members = instancesOf(world, set).filter((vm) => world.vm.col.zone[vm] === zone + 1);
  const inZone = hostTest(world, { zone });
  const updateDomain =
    updateDomains[set] === 0
      ? -1
      : leastUsed(
          members.map((vm) => world.vm.col.updateDomain[vm]! - 1),
          updateDomains[set]!,
        );
  if (faultDomains[set] === 1) {
    const host = hostOnEmptiestRack(world, members, { model, zone });
    return host < 0 ? undefined : { host, faultDomain: 0, updateDomain, zone };
  }
  const count = faultDomains[set]!;
  const faultDomain = leastUsed(
    members.map((vm) => world.vm.col.faultDomain[vm]! - 1),
    count,
  );
  const domainOf = world.rack.slots().map((rack) => faultDomainOfRack(world, rack, count));
  const racks = new Set(
    [...world.rack.slots()].filter((_, index) => domainOf[index] === faultDomain),
  );
  const host = chooseHostWhere(
    world,
    model,
    (candidate) => racks.has(world.host.col.rack[candidate]! - 1) && inZone(candidate),
  );
  return host < 0 ? undefined : { host, faultDomain, updateDomain, zone };
}

function rackOf(world: World, vm: number): number {
  const host = world.vm.col.host[vm]! - 1;
  return host < 0 ? -1 : world.host.col.rack[host]! - 1;
}

function hostOnEmptiestRack(
  world: World,
  members: readonly number[],
  input: { model: Demand; zone: number },
): number {
  const uses = new Map<number, number>();
  for (const vm of members) uses.set(rackOf(world, vm), (uses.get(rackOf(world, vm)) ?? 0) + 1);
  // Looking through the racks of other zones cost 20 ms an instance in a room of 200 racks.
  const racks = [...world.rack.slots()]
    .filter((rack) => input.zone < 0 || zoneOfRack(world, rack) === input.zone)
    .sort((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0) || a - b);
  for (const rack of racks) {
    const host = chooseHostWhere(
      world,
      input.model,
      (candidate) => world.host.col.rack[candidate] === rack + 1,
    );
    if (host >= 0) return host;
  }
  return -1;
}

/**
 * Which instances go, in the order they go. Default: from the fault domain (of one: the rack) with
 * most instances, then the highest number; newest and oldest by time of making (fact 74).
 */
export function chooseVictims(world: World, set: number, count: number): number[] {
  const left = instancesOf(world, set).filter((vm) => world.vm.col.protectedFromScaleIn[vm] === 0);
  const policy = world.scaleSet.col.scaleIn[set];
  const victims: number[] = [];
  while (victims.length < count && left.length > 0) {
    const inZone = zoneCandidates(world, set, surplusPriority(world, set, { left, victims }));
    const byAge = policy === NEWEST || policy === OLDEST;
    const pool = byAge ? inZone : fullestGroup(world, set, inZone);
    const victim = pool.reduce((best, vm) =>
      goesBefore(world, vm, best, policy === OLDEST) ? vm : best,
    );
    victims.push(victim);
    left.splice(left.indexOf(victim), 1);
  }
  return victims;
}

/** Highest number first; lowest first when the oldest goes. Numbers follow the time of making. */
function goesBefore(world: World, vm: number, other: number, oldest: boolean): boolean {
  const { instance } = world.vm.col;
  return oldest ? instance[vm]! < instance[other]! : instance[vm]! > instance[other]!;
}

/** The instances of the fault domain, or rack, that holds most of those left. */
function fullestGroup(world: World, set: number, left: readonly number[]): number[] {
  const byRack = world.scaleSet.col.faultDomains[set] === 1;
  const groups = new Map<number, number[]>();
  for (const vm of left) {
    const key = byRack ? rackOf(world, vm) : world.vm.col.faultDomain[vm]!;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [vm]);
    else group.push(vm);
  }
  const keys = [...groups.keys()].sort((a, b) => a - b);
  let fullest: number[] = [];
  for (const key of keys) {
    const group = groups.get(key) ?? [];
    if (group.length > fullest.length) fullest = group;
  }
  return fullest;
}
