/**
 * Availability sets: which fault and update domain a member gets, and where that may be
 * (rules ENG-AS1 to ENG-AS6; docs/facts.md, facts 36 to 44).
 *
 * A fault domain of a set is a group of racks of its cluster: rack number i of the cluster, in the
 * order racks were made, belongs to domain i mod count. What those racks share beyond that (a feed,
 * a switch further up) is not promised away: a fault shows it.
 */
import { err, type Result } from '../../../shared/kernel/result.ts';
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { chooseHostWhere, mostFree, type Demand } from './placement.ts';

/** Members of one set at most (docs/facts.md, fact 43). */
export const SET_MEMBERS_MAX = 200;
const DEALLOCATED = POWER_STATES.indexOf('deallocated');

/** Where a member goes. Domains count from 0. */
export interface DomainChoice {
  readonly faultDomain: number;
  readonly updateDomain: number;
  readonly host: number;
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

/** Racks were added, moved or removed: the rows of all sets show them. */
export function touchSets(world: World): void {
  for (const set of world.availabilitySet.slots()) world.availabilitySet.dirty.touch(set);
}

/** Members of a set, in the order they were made. */
export function membersOf(world: World, set: number): number[] {
  const members: number[] = [];
  const { availabilitySet } = world.vm.col;
  for (const vm of world.vm.slots()) if (availabilitySet[vm] === set + 1) members.push(vm);
  return members;
}

/** The fault domain of a rack for a set of `count` domains: its number in its cluster mod count. */
export function faultDomainOfRack(world: World, rack: number, count: number): number {
  const cluster = world.rack.col.cluster[rack]!;
  let number = 0;
  for (let other = 0; other < rack; other += 1) {
    if (world.rack.alive[other] === 1 && world.rack.col.cluster[other] === cluster) number += 1;
  }
  return number % count;
}

/** The cluster the set is pinned to as ref value (slot + 1, 0: racks without cluster), or -1. */
export function pinnedCluster(world: World, set: number): number {
  for (const vm of membersOf(world, set)) {
    const host = world.vm.col.host[vm]! - 1;
    if (host < 0) continue;
    const rack = world.host.col.rack[host]! - 1;
    return world.rack.col.cluster[rack]!;
  }
  return -1;
}

/** The number below `count` that occurs least, the lowest of several. */
export function leastUsed(values: readonly number[], count: number): number {
  const uses = zeros(count);
  for (const value of values) if (value >= 0 && value < count) uses[value]! += 1;
  return uses.indexOf(Math.min(...uses));
}

/** The domain with the fewest allocated members, the lowest of several (docs/facts.md, fact 39). */
function emptiest(
  world: World,
  input: { set: number; count: number; column: 'faultDomain' | 'updateDomain' },
): number {
  const { powerState, [input.column]: domains } = world.vm.col;
  const allocated = membersOf(world, input.set).filter((vm) => powerState[vm] !== DEALLOCATED);
  return leastUsed(
    allocated.map((vm) => domains[vm]! - 1),
    input.count,
  );
}

/**
 * Domains and host of a new member. A host somebody named decides the fault domain by its rack.
 * Refuses with `availabilitySet.full`, `AllocationFailed` or `OverconstrainedAllocationRequest`.
 */
export function chooseDomains(
  world: World,
  input: { set: number; demand: Demand; host: number; allowed?: (host: number) => boolean },
): Result<DomainChoice> {
  const { set, demand } = input;
  const { faultDomains, updateDomains } = world.availabilitySet.col;
  const id = textIdOf(world, 'availabilitySet', set);
  const members = membersOf(world, set).length;
  if (members >= SET_MEMBERS_MAX) {
    return err({
      code: 'availabilitySet.full',
      message: `${id} has ${members} members, the most a set can have.`,
      hint: 'Use a second set, or a scale set.',
      details: { availabilitySet: id, members, max: SET_MEMBERS_MAX },
    });
  }
  const updateDomain = emptiest(world, { set, count: updateDomains[set]!, column: 'updateDomain' });
  const count = faultDomains[set]!;
  if (input.host >= 0) {
    const rack = world.host.col.rack[input.host]! - 1;
    const cluster = pinnedCluster(world, set);
    if (cluster >= 0 && world.rack.col.cluster[rack] !== cluster)
      return err(otherCluster(world, set, input.host));
    return {
      ok: true,
      value: { faultDomain: faultDomainOfRack(world, rack, count), updateDomain, host: input.host },
    };
  }
  const faultDomain = emptiest(world, { set, count, column: 'faultDomain' });
  const { allowed } = input;
  const host = hostInDomain(world, {
    set,
    demand,
    faultDomain,
    ...(allowed === undefined ? {} : { allowed }),
  });
  return host.ok ? { ok: true, value: { faultDomain, updateDomain, host: host.value } } : host;
}

/** A host of one fault domain of the set's cluster. Refuses with `AllocationFailed`. */
export function hostInDomain(
  world: World,
  input: {
    set: number;
    demand: Demand;
    faultDomain: number;
    /** Hosts a proximity group allows; all when absent. */
    allowed?: (host: number) => boolean;
  },
): Result<number> {
  const { set, demand, faultDomain } = input;
  const count = world.availabilitySet.col.faultDomains[set]!;
  const cluster = pinnedCluster(world, set);
  const inSet = domainTest(world, { cluster, faultDomain, count });
  const { allowed = () => true } = input;
  function inDomain(host: number): boolean {
    return inSet(host) && allowed(host);
  }
  const host = chooseHostWhere(world, demand, inDomain);
  if (host >= 0) return { ok: true, value: host };
  const free = mostFree(world, inDomain);
  const id = textIdOf(world, 'availabilitySet', set);
  const where = cluster < 1 ? '' : ` of ${textIdOf(world, 'cluster', cluster - 1)}`;
  return err({
    code: 'AllocationFailed',
    message:
      free.hosts === 0
        ? `Fault domain ${faultDomain}${where} has no host that is up, so ${id} ` +
          'cannot place a member there.'
        : `No host in fault domain ${faultDomain}${where} has ${demand.vCpu} cores ` +
          `and ${demand.memoryMib} MiB free (most: ${free.cores} cores, ` +
          `${free.memoryMib} MiB).`,
    hint:
      cluster < 0
        ? 'Add a rack to that fault domain, or use a smaller size.'
        : 'The set is pinned to its cluster while any member is allocated: use a ' +
          'smaller size, add hosts there, or deallocate the whole set.',
    details: {
      availabilitySet: id,
      faultDomain,
      hosts: free.hosts,
      mostCores: free.cores,
      mostMemoryMib: free.memoryMib,
    },
  });
}

/** A test for hosts of one fault domain; racks are numbered once for all. */
function domainTest(
  world: World,
  input: { cluster: number; faultDomain: number; count: number },
): (host: number) => boolean {
  const numberOfCluster = new Map<number, number>();
  const inDomain = new Set<number>();
  for (const rack of world.rack.slots()) {
    const cluster = world.rack.col.cluster[rack]!;
    const number = numberOfCluster.get(cluster) ?? 0;
    numberOfCluster.set(cluster, number + 1);
    const fits = input.cluster < 0 || cluster === input.cluster;
    if (fits && number % input.count === input.faultDomain) inDomain.add(rack);
  }
  return (host) => inDomain.has(world.host.col.rack[host]! - 1);
}

function otherCluster(world: World, set: number, host: number) {
  const id = textIdOf(world, 'availabilitySet', set);
  const hostId = textIdOf(world, 'host', host);
  return {
    code: 'OverconstrainedAllocationRequest',
    message: `${id} is pinned to another cluster than the one ${hostId} stands in.`,
    hint: 'Choose a host of the same cluster, or deallocate every member first.',
    details: { availabilitySet: id, host: hostId },
  };
}

/** How many allocated members each pair of domains holds, by fault domain and update domain. */
export function domainMatrix(world: World, set: number): number[][] {
  const { faultDomains, updateDomains } = world.availabilitySet.col;
  const matrix = Array.from({ length: faultDomains[set]! }, () => zeros(updateDomains[set]!));
  for (const vm of membersOf(world, set)) {
    if (world.vm.col.powerState[vm] === DEALLOCATED) continue;
    const row = matrix[world.vm.col.faultDomain[vm]! - 1];
    const updateDomain = world.vm.col.updateDomain[vm]! - 1;
    if (row !== undefined && updateDomain >= 0) row[updateDomain]! += 1;
  }
  return matrix;
}

/** The racks a set may use and the fault domain of each; those of its cluster once it is pinned. */
export function racksOfSet(world: World, set: number): { rack: string; faultDomain: number }[] {
  const pinned = pinnedCluster(world, set);
  const count = world.availabilitySet.col.faultDomains[set]!;
  const found: { rack: string; faultDomain: number }[] = [];
  for (const rack of world.rack.slots()) {
    if (pinned >= 0 && world.rack.col.cluster[rack] !== pinned) continue;
    found.push({
      rack: textIdOf(world, 'rack', rack),
      faultDomain: faultDomainOfRack(world, rack, count),
    });
  }
  return found;
}

/**
 * The pair of a lost fault domain and an update domain under maintenance that takes most members.
 */
export function worstPair(
  matrix: readonly (readonly number[])[],
): { faultDomain: number; updateDomain: number; lost: number; left: number } | undefined {
  const total = matrix.flat().reduce((sum, value) => sum + value, 0);
  let worst: { faultDomain: number; updateDomain: number; lost: number; left: number } | undefined;
  for (const [faultDomain, row] of matrix.entries()) {
    const inRow = row.reduce((sum, value) => sum + value, 0);
    for (const [updateDomain, both] of row.entries()) {
      const inColumn = matrix.reduce((sum, other) => sum + (other[updateDomain] ?? 0), 0);
      const lost = inRow + inColumn - both;
      if (worst === undefined || lost > worst.lost)
        worst = { faultDomain, updateDomain, lost, left: total - lost };
    }
  }
  return total === 0 ? undefined : worst;
}
