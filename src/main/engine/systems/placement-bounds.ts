/**
 * Placement inside bounds: a machine that may not stand just anywhere (rules ENG-Z4 and ENG-PP2;
 * docs/facts.md, facts 55 and 60).
 *
 * A bound takes hosts away; which code a refusal gets follows from which bounds left no host. The
 * order in which hosts are tried stays that of `placement.ts`.
 */
import { err, ok, type AppError, type Result } from '../../../shared/kernel/result.ts';
import { textIdOf } from '../world/names.ts';
import { memoryFree } from './hypervisor-cost.ts';
import type { World } from '../world/world.ts';
import { zoneOfHost } from './place-fate.ts';
import { pinnedDatacenter, proximityTest } from './proximity.ts';
import { chooseHost, chooseHostWhere, clusterTakes, hasRoom, mostFree } from './placement.ts';
import type { Demand } from './placement.ts';

/** Where a machine has to stand. */
export interface Bounds {
  /** Slot of the zone, or -1 for a regional machine. */
  readonly zone: number;
  /** Slot of the proximity placement group, or -1; none when absent. */
  readonly proximityGroup?: number;
}

/** A test for hosts inside the bounds. */
export function hostTest(world: World, bounds: Bounds): (host: number) => boolean {
  const { zone, proximityGroup = -1 } = bounds;
  const isNear = proximityGroup < 0 ? undefined : proximityTest(world, proximityGroup);
  if (isNear === undefined) return zone < 0 ? () => true : inZone;
  return (host) => (zone < 0 || inZone(host)) && isNear(host);

  function inZone(host: number): boolean {
    return zoneOfHost(world, host) === zone;
  }
}

/**
 * The first host inside the bounds with room. Refuses with `AllocationFailed` and
 * `OverconstrainedAllocationRequest`, in a zone with `ZonalAllocationFailed`,
 * `OverconstrainedZonalAllocationRequest` or `SkuNotAvailable`.
 */
export function chooseBoundHost(world: World, demand: Demand, bounds: Bounds): Result<number> {
  const { zone, proximityGroup = -1 } = bounds;
  if (zone < 0 && proximityGroup < 0) return chooseHost(world, demand);
  const host = chooseHostWhere(world, demand, hostTest(world, bounds));
  if (host >= 0) return ok(host);
  if (proximityGroup >= 0) return err(proximityRefusal(world, demand, { zone, proximityGroup }));
  return err(zonalRefusal(world, demand, zone));
}

/** Why a proximity group has no place for a machine (facts 57 and 60). */
export function proximityRefusal(
  world: World,
  demand: Demand,
  bounds: { zone: number; proximityGroup: number },
): AppError {
  const { zone, proximityGroup } = bounds;
  const allowed = hostTest(world, bounds);
  const hosts = [...world.host.slots()].filter(allowed);
  const offering = hosts.filter((host) => clusterTakes(world, host, demand.size));
  const id = textIdOf(world, 'proximityGroup', proximityGroup);
  const pinned = pinnedDatacenter(world, proximityGroup);
  const where = pinned < 0 ? 'no datacenter' : textIdOf(world, 'place', pinned);
  const details = { proximityGroup: id, datacenter: where, size: demand.size };
  if (offering.length === 0) {
    const inZone = zone < 0 ? '' : ` in ${textIdOf(world, 'place', zone)}`;
    return {
      code: zone < 0 ? 'OverconstrainedAllocationRequest' : 'OverconstrainedZonalAllocationRequest',
      message:
        pinned < 0
          ? `No datacenter${inZone} runs every size ${id} is meant for.`
          : `${id} is pinned to ${where}, where nothing${inZone} runs ${demand.size}.`,
      hint: 'Choose another size or zone, or deallocate every member, which frees the group.',
      details,
    };
  }
  const free = mostFree(world, allowed);
  return {
    code: 'AllocationFailed',
    message:
      `${id} is pinned to ${where}, where no host has ${demand.vCpu} cores and ` +
      `${demand.memoryMib} MiB free (most: ${free.cores} cores, ${free.memoryMib} MiB).`,
    hint: 'Use a smaller size, add a host there, or deallocate every member of the group.',
    details: { ...details, mostCores: free.cores, mostMemoryMib: free.memoryMib },
  };
}

/**
 * Hosts for several machines of one size, filled one after the other; a host that takes two is
 * listed twice. Refuses with `AllocationFailed` or `ZonalAllocationFailed`, telling how many fit.
 */
export function roomForMany(
  world: World,
  demand: Demand,
  wish: { zone: number; count: number },
): Result<number[]> {
  const allowed = hostTest(world, { zone: wish.zone });
  const { cores, vCpuCommitted } = world.host.col;
  const hosts: number[] = [];
  for (const host of world.host.slots()) {
    if (!allowed(host) || !hasRoom(world, host, demand)) continue;
    if (!clusterTakes(world, host, demand.size)) continue;
    const fit = Math.min(
      Math.floor((cores[host]! - vCpuCommitted[host]!) / demand.vCpu),
      Math.floor(memoryFree(world, host) / demand.memoryMib),
    );
    for (let place = 0; place < fit && hosts.length < wish.count; place += 1) hosts.push(host);
  }
  if (hosts.length === wish.count) return ok(hosts);
  const where = wish.zone < 0 ? '' : ` in ${textIdOf(world, 'place', wish.zone)}`;
  return err({
    code: wish.zone < 0 ? 'AllocationFailed' : 'ZonalAllocationFailed',
    message: `There is room for ${hosts.length} of ${wish.count} ${demand.size}${where}.`,
    hint: 'Reserve fewer, use a smaller size, or add hosts.',
    details: { size: demand.size, fit: hosts.length, asked: wish.count },
  });
}

/** Why a zone has no place for a machine (fact 60). */
function zonalRefusal(world: World, demand: Demand, zone: number): AppError {
  const hosts = [...world.host.slots()].filter((host) => zoneOfHost(world, host) === zone);
  const offering = hosts.filter((host) => clusterTakes(world, host, demand.size));
  const roomy = hosts.filter((host) => hasRoom(world, host, demand));
  const id = textIdOf(world, 'place', zone);
  const details = { zone: id, size: demand.size, hosts: hosts.length };
  if (hosts.length > 0 && offering.length === 0) {
    return {
      code: 'SkuNotAvailable',
      message: `${demand.size} is not offered in ${id}: none of the clusters there runs it.`,
      hint: 'Choose another zone or another size, or add a cluster that runs it.',
      details,
    };
  }
  if (roomy.length > 0) {
    return {
      code: 'OverconstrainedZonalAllocationRequest',
      message:
        `${roomy.length} hosts of ${id} have room for ${demand.size} but do not run that size, ` +
        'and those that run it are full.',
      hint: 'Choose another size or another zone, or add a host to the cluster that runs it.',
      details: { ...details, hostsWithRoom: roomy.length },
    };
  }
  const free = mostFree(world, (host) => zoneOfHost(world, host) === zone);
  return {
    code: 'ZonalAllocationFailed',
    message:
      free.hosts === 0
        ? `${id} has no host that is up, so nothing can be placed there.`
        : `None of ${free.hosts} hosts in ${id} has ${demand.vCpu} cores and ` +
          `${demand.memoryMib} MiB free for ${demand.size}; the most free are ${free.cores} ` +
          `cores and ${free.memoryMib} MiB (not always on the same host).`,
    hint: 'Choose another zone, use a smaller size, or add hosts to this one.',
    details: {
      ...details,
      vCpu: demand.vCpu,
      memoryMib: demand.memoryMib,
      mostCores: free.cores,
      mostMemoryMib: free.memoryMib,
    },
  };
}

/** Refuses a host somebody named that stands outside the zone, with `zone.mismatch`. */
export function checkHostZone(world: World, input: { host: number; zone: number }): Result<void> {
  const { host, zone } = input;
  if (host < 0 || zone < 0) return ok(undefined);
  const actual = zoneOfHost(world, host);
  return actual === zone
    ? ok(undefined)
    : err(mismatch(world, { id: textIdOf(world, 'host', host), actual, zone }));
}

/** What is said of a part that stands in another zone than the machine. */
export function mismatch(
  world: World,
  input: { id: string; actual: number; zone: number },
): AppError {
  const wanted = textIdOf(world, 'place', input.zone);
  const where = input.actual < 0 ? 'in no zone' : `in ${textIdOf(world, 'place', input.actual)}`;
  return {
    code: 'zone.mismatch',
    message: `${input.id} stands ${where}; the machine is to be in ${wanted}.`,
    hint: 'Name one of the same zone, or leave one of the two out.',
    details: { part: input.id, zone: wanted },
  };
}
