/**
 * Dedicated hosts: drawn hosts that one host group has for itself, and where its machines go
 * (rules ENG-DH1 to ENG-DH4; docs/facts.md, fact 58). Nobody else is placed there, whatever room
 * there is.
 */
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { HOST_STATES, HOST_SYSTEMS } from '../../../shared/model/kinds.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { faultDomainOfRack, leastUsed } from './fault-domains.ts';
import { zoneOfHost } from './place-fate.ts';
import { checkHost, type Demand } from './placement.ts';

const UP = HOST_STATES.indexOf('up');
const HYPERVISOR = HOST_SYSTEMS.indexOf('hypervisor');

/** Hosts of a group, in the order they were taken. */
export function hostsOfGroup(world: World, group: number): number[] {
  const { hostGroup } = world.dedicatedHost.col;
  return [...world.dedicatedHost.slots()].filter((host) => hostGroup[host] === group + 1);
}

/** Machines that name a group. */
export function machinesOfGroup(world: World, group: number): number[] {
  const { hostGroup } = world.vm.col;
  return [...world.vm.slots()].filter((vm) => hostGroup[vm] === group + 1);
}

/** Machines that stand on a dedicated host, or will when they start. */
export function machinesOfHost(world: World, dedicated: number): number[] {
  const { host, hostGroup, dedicatedHost } = world.vm.col;
  const drawn = world.dedicatedHost.col.host[dedicated]!;
  return [...world.vm.slots()].filter(
    (vm) => dedicatedHost[vm] === dedicated + 1 || (hostGroup[vm]! > 0 && host[vm] === drawn),
  );
}

/** True for a drawn host that nobody uses and that a group could take. */
function isFree(world: World, host: number): boolean {
  const { col } = world.host;
  if (col.dedicated[host]! > 0 || col.system[host] !== HYPERVISOR) return false;
  return col.state[host] === UP && col.connected[host] === 1 && col.vCpuCommitted[host] === 0;
}

/** What a group asks of a drawn host. */
export interface HostWish {
  readonly group: number;
  /** From 0; below 0 for the one with the fewest hosts. */
  readonly faultDomain: number;
  /** The drawn host somebody named, or -1. */
  readonly host: number;
}

/** A drawn host for a group and its fault domain, or undefined when none is free there. */
export function chooseDrawnHost(
  world: World,
  wish: HostWish,
): { host: number; faultDomain: number } | undefined {
  const { faultDomains, zone } = world.hostGroup.col;
  const count = faultDomains[wish.group]!;
  const wantedZone = zone[wish.group]! - 1;
  const taken = hostsOfGroup(world, wish.group).map(
    (host) => world.dedicatedHost.col.faultDomain[host]!,
  );
  function domainOf(host: number): number {
    return faultDomainOfRack(world, world.host.col.rack[host]! - 1, count);
  }
  function fits(host: number): boolean {
    return isFree(world, host) && (wantedZone < 0 || zoneOfHost(world, host) === wantedZone);
  }
  if (wish.host >= 0) {
    const faultDomain = domainOf(wish.host);
    const agrees = wish.faultDomain < 0 || wish.faultDomain === faultDomain;
    return fits(wish.host) && agrees ? { host: wish.host, faultDomain } : undefined;
  }
  const faultDomain = wish.faultDomain >= 0 ? wish.faultDomain : leastUsed(taken, count);
  const host = [...world.host.slots()].find((one) => fits(one) && domainOf(one) === faultDomain);
  return host === undefined ? undefined : { host, faultDomain };
}

/** What a machine asks of a group. */
export interface DedicatedWish {
  readonly group: number;
  /** The dedicated host it names, or -1. */
  readonly dedicated: number;
  readonly demand: Demand;
}

/**
 * The drawn host of a machine of a group: of the dedicated host it names, else, with automatic
 * placement, of the first one with room. Refuses with `dedicatedHost.series`, `AllocationFailed`,
 * `hostGroup.notAutomatic` and what can be wrong with a host.
 */
export function chooseDedicated(world: World, wish: DedicatedWish): Result<number> {
  const { group, dedicated, demand } = wish;
  const id = textIdOf(world, 'hostGroup', group);
  if (dedicated < 0 && world.hostGroup.col.automatic[group] === 0) {
    return err({
      code: 'hostGroup.notAutomatic',
      message: `${id} does not place machines by itself, and none of its hosts was named.`,
      hint: 'Name a dedicated host, or use a group with automatic placement.',
      details: { hostGroup: id },
    });
  }
  const size = world.lookup.size(demand.size);
  const series = size.ok ? size.value.series : '';
  const candidates = dedicated >= 0 ? [dedicated] : hostsOfGroup(world, group);
  const fitting = candidates.filter((one) => world.dedicatedHost.text('series', one) === series);
  if (fitting.length === 0) {
    const offered = [...new Set(candidates.map((one) => world.dedicatedHost.text('series', one)))];
    return err({
      code: 'dedicatedHost.series',
      message:
        candidates.length === 0
          ? `${id} has no hosts yet.`
          : `${demand.size} is of series ${series}; the hosts run ${offered.join(', ')} alone.`,
      hint: 'Choose a size of the series the host runs, or add a host of this one.',
      details: { hostGroup: id, series, offered },
    });
  }
  let refusal: Result<number> | undefined;
  for (const one of fitting) {
    const host = world.dedicatedHost.col.host[one]! - 1;
    const found = checkHost(world, { host, demand });
    if (found.ok) return ok(host);
    refusal ??= found;
  }
  return refusal ?? ok(-1);
}

/** Another host of the group for a machine that cannot stay; -1 when it has to wait. */
export function dedicatedElsewhere(world: World, vm: number): number {
  const demand = {
    size: world.vm.text('size', vm),
    vCpu: world.vm.col.vCpu[vm]!,
    memoryMib: world.vm.col.memoryMib[vm]!,
  };
  // A machine that names its host stays there, whatever happens to it.
  if (world.vm.col.dedicatedHost[vm]! > 0) return -1;
  const found = chooseDedicated(world, {
    group: world.vm.ref('hostGroup', vm),
    dedicated: -1,
    demand,
  });
  return found.ok && found.value !== world.vm.col.host[vm]! - 1 ? found.value : -1;
}
