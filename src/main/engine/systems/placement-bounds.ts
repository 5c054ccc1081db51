/**
 * Placement inside bounds: a machine that may not stand just anywhere (rules ENG-Z4 and ENG-A4;
 * docs/facts.md, facts 55 and 60).
 *
 * A bound takes hosts away; which code a refusal gets follows from which bounds left no host. The
 * order in which hosts are tried stays that of `placement.ts`.
 */
import { err, ok, type AppError, type Result } from '../../../shared/kernel/result.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { zoneOfHost } from './place-fate.ts';
import { chooseHost, chooseHostWhere, clusterTakes, hasRoom, mostFree } from './placement.ts';
import type { Demand } from './placement.ts';

/** Where a machine has to stand. */
export interface Bounds {
  /** Slot of the zone, or -1 for a regional machine. */
  readonly zone: number;
}

/** No bounds at all. */
export const ANYWHERE: Bounds = { zone: -1 };

/** A test for hosts inside the bounds. */
export function hostTest(world: World, bounds: Bounds): (host: number) => boolean {
  if (bounds.zone < 0) return () => true;
  return (host) => zoneOfHost(world, host) === bounds.zone;
}

/**
 * The first host inside the bounds with room. Refuses with `AllocationFailed` and
 * `OverconstrainedAllocationRequest`, in a zone with `ZonalAllocationFailed`,
 * `OverconstrainedZonalAllocationRequest` or `SkuNotAvailable`.
 */
export function chooseBoundHost(world: World, demand: Demand, bounds: Bounds): Result<number> {
  if (bounds.zone < 0) return chooseHost(world, demand);
  const allowed = hostTest(world, bounds);
  const host = chooseHostWhere(world, demand, allowed);
  return host >= 0 ? ok(host) : err(zonalRefusal(world, demand, bounds.zone));
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
