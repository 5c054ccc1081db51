/**
 * Proximity placement groups: which datacenter a group is pinned to and whether its members share
 * one (rules ENG-PP1 to ENG-PP3; docs/facts.md, fact 57). Where a machine goes within its
 * datacenter is left to placement.
 */
import type { World } from '../world/world.ts';
import { datacenterOf } from './elsewhere.ts';
import { zoneOfHost } from './place-fate.ts';
import { clusterTakes } from './placement.ts';

/** Machines of a group, in the order they were made. */
export function proximityMembers(world: World, group: number): number[] {
  const { proximityGroup } = world.vm.col;
  return [...world.vm.slots()].filter((vm) => proximityGroup[vm] === group + 1);
}

/** The datacenter of the first allocated member, or -1 while there is none. */
export function pinnedDatacenter(world: World, group: number): number {
  for (const vm of proximityMembers(world, group)) {
    const host = world.vm.col.host[vm]! - 1;
    if (host >= 0) return datacenterOf(world, host);
  }
  return -1;
}

/** Sizes of the intent; none when any datacenter will do. */
export function intentOf(world: World, group: number): string[] {
  const sizes = world.proximityGroup.text('sizes', group);
  return sizes === '' ? [] : sizes.split('\n');
}

/** True when some host of a datacenter runs a size, with or without room. */
function datacenterRuns(world: World, input: { datacenter: number; size: string }): boolean {
  return [...world.host.slots()].some(
    (host) =>
      datacenterOf(world, host) === input.datacenter && clusterTakes(world, host, input.size),
  );
}

/**
 * A test for hosts a group allows: those of the datacenter it is pinned to, else those of any
 * datacenter that runs every size of its intent.
 */
export function proximityTest(world: World, group: number): (host: number) => boolean {
  const pinned = pinnedDatacenter(world, group);
  if (pinned >= 0) return (host) => datacenterOf(world, host) === pinned;
  const sizes = intentOf(world, group);
  if (sizes.length === 0) return () => true;
  const zone = world.proximityGroup.ref('zone', group);
  const known = new Map<number, boolean>();
  return (host) => {
    const datacenter = datacenterOf(world, host);
    if (zone >= 0 && zoneOfHost(world, host) !== zone) return false;
    const answer = known.get(datacenter);
    if (answer !== undefined) return answer;
    const runsAll = sizes.every((size) => datacenterRuns(world, { datacenter, size }));
    known.set(datacenter, runsAll);
    return runsAll;
  };
}

/** How a group stands: no members, all in one datacenter, in several, or some without a host. */
export function colocationOf(
  world: World,
  group: number,
): 'empty' | 'aligned' | 'notAligned' | 'unknown' {
  const hosts = proximityMembers(world, group).map((vm) => world.vm.col.host[vm]! - 1);
  if (hosts.length === 0) return 'empty';
  const places = hosts.filter((host) => host >= 0).map((host) => datacenterOf(world, host));
  if (new Set(places).size > 1) return 'notAligned';
  return places.length < hosts.length ? 'unknown' : 'aligned';
}
