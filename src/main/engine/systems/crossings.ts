/**
 * Bytes that cross a border between two machines, and what they cost (rules ENG-TF1 to ENG-TF3;
 * docs/facts.md, D16): joined networks, regions, zones. Who sends them counts them here; the border
 * is found from the interfaces the machines speak through, their groups and their hosts.
 */
import {
  CROSSING_CHARGES,
  CROSSINGS,
  type Crossing,
} from '../../../shared/model/crossing-kinds.ts';
import { findCharge } from '../../../shared/model/catalogue-lookup.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { networkOf, primaryNic } from './network-paths.ts';
import { zoneOfHost } from './place-fate.ts';

const BYTES_PER_GB = 1e9;
const BYTES_PER_KIB = 1_024;

/** Two ends of a way, and the border that lies between them. */
interface Border {
  readonly crossing: Crossing;
  readonly ends: readonly [string, string];
}

/** Counts bytes that went between two machines; nothing when no border lies between them. */
export function carry(
  world: World,
  between: { readonly from: number; readonly to: number },
  bytes: number,
): void {
  const row = rowBetween(world, between.from, between.to);
  if (row >= 0) world.crossing.col.bytes[row]! += bytes;
}

/** Counts bytes that went from one region to another for a resource group. */
export function carryToRegion(
  world: World,
  way: { readonly group: number; readonly from: string; readonly to: string },
  bytes: number,
): void {
  if (way.from === way.to) return;
  const border: Border = { crossing: 'region', ends: [way.from, way.to] };
  const row = rowOf(world, border, world.group.text('name', way.group));
  world.crossing.col.bytes[row]! += bytes;
}

/**
 * A request of one workload is taken by a place of another: what it sends and receives goes between
 * their machines. Called for every such request, so its arguments are plain numbers. Instances of
 * web apps stand outside the drawing, and nothing is counted to or from them.
 */
export function carryCall(world: World, parent: number, place: number): void {
  const { ground } = world.workPlace.col;
  const { vm } = world.workGround.col;
  const caller = world.workRequest.col.place[parent]! - 1;
  const from = vm[ground[caller]! - 1]! - 1;
  const to = vm[ground[place]! - 1]! - 1;
  if (from < 0 || to < 0 || from === to) return;
  const row = rowBetween(world, from, to);
  if (row < 0) return;
  const asked = world.workPlace.col.workload[place]! - 1;
  world.crossing.col.bytes[row]! += world.workload.col.networkKib[asked]! * BYTES_PER_KIB;
}

function rowBetween(world: World, from: number, to: number): number {
  return world.crossings.rowOf(from, to, () => {
    const border = borderBetween(world, { from, to });
    if (border === undefined) return -1;
    return rowOf(world, border, world.group.text('name', world.vm.ref('group', from)));
  });
}

/** The border between two machines; regions come before networks, and these before zones. */
function borderBetween(
  world: World,
  { from, to }: { readonly from: number; readonly to: number },
): Border | undefined {
  const regions = [from, to].map((vm) => world.group.text('location', world.vm.ref('group', vm)));
  const networks = [from, to].map((vm) => networkOfMachine(world, vm));
  const zones = [from, to].map((vm) => zoneOfHost(world, world.vm.ref('host', vm)));
  const [network = -1, other = -1] = networks;
  const isPeered = network !== other && world.networks.joins(network, other);
  const names = networks.map((slot) => (slot < 0 ? '' : textIdOf(world, 'network', slot)));
  if (regions[0] !== regions[1]) {
    return isPeered
      ? { crossing: 'globalPeering', ends: pair(names) }
      : { crossing: 'region', ends: pair(regions) };
  }
  if (isPeered) return { crossing: 'peering', ends: pair(names) };
  const [zone = -1, otherZone = -1] = zones;
  if (zone < 0 || otherZone < 0 || zone === otherZone) return undefined;
  return { crossing: 'zone', ends: pair(zones.map((slot) => textIdOf(world, 'place', slot))) };
}

function networkOfMachine(world: World, vm: number): number {
  const nic = primaryNic(world, vm);
  return nic < 0 ? -1 : networkOf(world, nic);
}

function pair([from = '', to = '']: readonly string[]): readonly [string, string] {
  return [from, to];
}

/** The row of a border and of the group that pays; a new one where nothing went before. */
function rowOf(world: World, border: Border, group: string): number {
  const { crossing } = world;
  const sort = CROSSINGS.indexOf(border.crossing);
  const [from, to] = border.ends;
  const known = [...crossing.slots()].find(
    (row) =>
      crossing.col.sort[row] === sort &&
      crossing.text('from', row) === from &&
      crossing.text('to', row) === to &&
      crossing.text('group', row) === group,
  );
  if (known !== undefined) return known;
  const row = crossing.allocate();
  crossing.col.sort[row] = sort;
  crossing.setText({ column: 'from', slot: row, text: from });
  crossing.setText({ column: 'to', slot: row, text: to });
  crossing.setText({ column: 'group', slot: row, text: group });
  return row;
}

/** What went over one border, and what that comes to. */
export interface CrossingCost {
  readonly crossing: Crossing;
  readonly from: string;
  readonly to: string;
  readonly group: string;
  readonly bytes: number;
  /** Price of one GB, and how often it is paid. */
  readonly microUsdPerGb: number;
  readonly times: number;
  readonly microUsd: number;
  readonly assumed: boolean;
}

/** Everything that crossed a border so far, in the order in which each was first crossed. */
export function crossingCosts(world: World): CrossingCost[] {
  const { crossing } = world;
  return [...crossing.slots()]
    .filter((row) => crossing.col.bytes[row]! > 0)
    .map((row) => {
      const sort = CROSSINGS[crossing.col.sort[row]!]!;
      const { charge: id, times } = CROSSING_CHARGES[sort];
      const charge = findCharge(world.catalogue, id);
      const microUsdPerGb = charge?.steps[0]?.microUsd ?? 0;
      const bytes = crossing.col.bytes[row]!;
      return {
        crossing: sort,
        from: crossing.text('from', row),
        to: crossing.text('to', row),
        group: crossing.text('group', row),
        bytes,
        microUsdPerGb,
        times,
        microUsd: (bytes / BYTES_PER_GB) * microUsdPerGb * times,
        assumed: charge === undefined || charge.assumed !== undefined,
      };
    });
}

/** What all of it comes to. */
export function crossingMicroUsd(world: World): number {
  return crossingCosts(world).reduce((sum, { microUsd }) => sum + microUsd, 0);
}
