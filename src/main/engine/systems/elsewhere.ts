/**
 * Another host for a machine that cannot stay: within its datacenter, and within everything it was
 * promised when it was placed (rule ENG-PR3; docs/facts.md, facts 42 and 46).
 *
 * A member of a set stays in its fault domain and cluster, an instance in its fault domain, a
 * zonal machine in its zone. Whoever finds no such host waits rather than break a promise.
 */
import { PLACE_KINDS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { dedicatedElsewhere } from './dedicated-hosts.ts';
import { faultDomainOfRack, pinnedCluster } from './fault-domains.ts';
import { memoryFree } from './hypervisor-cost.ts';
import { zoneOfHost } from './place-fate.ts';
import { chooseHostWhere, vCpuOffered, type Demand } from './placement.ts';

/** Kinds of place that stand for the datacenter of a host, nearest sense first. */
const GROUNDS = ['datacenter', 'zone', 'site'].map((kind) =>
  PLACE_KINDS.findIndex((known) => known === kind),
);

/** The datacenter a host stands in: a drawing without one takes the zone, or the site. */
export function datacenterOf(world: World, host: number): number {
  const rack = world.host.col.rack[host]! - 1;
  const { kind, parent } = world.place.col;
  for (const ground of GROUNDS) {
    let at = rack < 0 ? -1 : world.rack.col.row[rack]! - 1;
    while (at >= 0 && kind[at] !== ground) at = parent[at]! - 1;
    if (at >= 0) return at;
  }
  return -1;
}

/** The first other host that keeps every promise made to a machine; -1 when there is none. */
export function chooseElsewhere(world: World, vm: number): number {
  const { col } = world.vm;
  if (col.hostGroup[vm]! > 0) return dedicatedElsewhere(world, vm);
  const demand = {
    size: world.vm.text('size', vm),
    vCpu: col.vCpu[vm]!,
    memoryMib: col.memoryMib[vm]!,
  };
  return chooseHostWhere(world, demand, elsewhereTest(world, vm));
}

/** A test for other hosts on which every promise made to a machine still holds, room left aside. */
export function elsewhereTest(world: World, vm: number): (host: number) => boolean {
  const { col } = world.vm;
  // Nor does one inside another leave it: it goes where that one goes [ENG-NV4].
  if (col.hostGroup[vm]! > 0 || col.inside[vm]! > 0) return () => false;
  const from = col.host[vm]! - 1;
  const ground = datacenterOf(world, from);
  const zone = world.vm.ref('zone', vm);
  const inDomain = domainTest(world, vm);
  return (host) => {
    if (host === from || datacenterOf(world, host) !== ground) return false;
    return (zone < 0 || zoneOfHost(world, host) === zone) && inDomain(host);
  };
}

/** A test for hosts of the fault domain a machine was given for life. */
function domainTest(world: World, vm: number): (host: number) => boolean {
  const { col } = world.vm;
  const domain = col.faultDomain[vm]! - 1;
  const set = col.availabilitySet[vm]! - 1;
  const scaleSet = col.scaleSet[vm]! - 1;
  if (set >= 0) {
    const cluster = pinnedCluster(world, set);
    const count = world.availabilitySet.col.faultDomains[set]!;
    return (host) => {
      const rack = world.host.col.rack[host]! - 1;
      const here = cluster < 0 || world.rack.col.cluster[rack] === cluster;
      return here && faultDomainOfRack(world, rack, count) === domain;
    };
  }
  const count = scaleSet < 0 ? 1 : world.scaleSet.col.faultDomains[scaleSet]!;
  if (count <= 1 || domain < 0) return () => true;
  return (host) => faultDomainOfRack(world, world.host.col.rack[host]! - 1, count) === domain;
}

/**
 * The host for a machine of another size: its own where that has room beside its neighbours, else
 * another one of its cluster that keeps every promise; -1 when there is none (fact 12).
 */
export function hostForSize(world: World, vm: number, demand: Demand): number {
  const { col } = world.vm;
  const own = col.host[vm]! - 1;
  const more = {
    size: demand.size,
    vCpu: demand.vCpu - col.vCpu[vm]!,
    memoryMib: demand.memoryMib - col.memoryMib[vm]!,
  };
  if (col.inside[vm]! > 0) return own;
  if (col.hostGroup[vm]! > 0) return hasDedicatedRoom(world, own, more) ? own : -1;
  if (chooseHostWhere(world, more, (host) => host === own) >= 0) return own;
  const cluster = clusterOf(world, own);
  const ground = datacenterOf(world, own);
  const zone = world.vm.ref('zone', vm);
  const inDomain = domainTest(world, vm);
  return chooseHostWhere(world, demand, (host) => {
    if (host === own || clusterOf(world, host) !== cluster) return false;
    if (datacenterOf(world, host) !== ground) return false;
    return (zone < 0 || zoneOfHost(world, host) === zone) && inDomain(host);
  });
}

/** The cluster a host stands in, as a column value: 0 outside any. */
function clusterOf(world: World, host: number): number {
  const rack = world.host.col.rack[host]! - 1;
  return rack < 0 ? 0 : world.rack.col.cluster[rack]!;
}

function hasDedicatedRoom(world: World, host: number, more: Demand): boolean {
  const { col } = world.host;
  const cores = vCpuOffered(world, host) - col.vCpuCommitted[host]!;
  const memoryMib = memoryFree(world, host);
  return cores >= more.vCpu && memoryMib >= more.memoryMib;
}
