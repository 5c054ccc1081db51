/**
 * Sorts the rows of the room into what the layout needs: racks by row, hosts by rack, machines by
 * host, and the power graph as lines. Only order and grouping are decided here; machines are put
 * into order when a host is looked at, because a large room has thousands of hosts.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { byName } from './name-order.ts';

/** The lists the layout reads; a topology store provides them. */
export interface RoomSource {
  readonly places: readonly RowOf<'place'>[];
  readonly racks: readonly RowOf<'rack'>[];
  readonly hosts: readonly RowOf<'host'>[];
  readonly switches: readonly RowOf<'switch'>[];
  readonly powers: readonly RowOf<'power'>[];
  readonly machines: readonly RowOf<'vm'>[];
  readonly balancers: readonly RowOf<'balancer'>[];
  readonly services: readonly RowOf<'service'>[];
  readonly storages: readonly RowOf<'storage'>[];
}

export interface RoomRows {
  /** Hall id (a room, or what holds racks) → ids of its rows, in order of name. */
  readonly rowsByHall: ReadonlyMap<string, readonly string[]>;
  readonly racksByPlace: ReadonlyMap<string, readonly RowOf<'rack'>[]>;
  readonly hostsByRack: ReadonlyMap<string, readonly RowOf<'host'>[]>;
  readonly switchesByRack: ReadonlyMap<string, readonly RowOf<'switch'>[]>;
  readonly pdusByRack: ReadonlyMap<string, readonly RowOf<'power'>[]>;
  readonly storageByRack: ReadonlyMap<string, readonly RowOf<'storage'>[]>;
  /** Machines on a host, in order of name. */
  readonly machinesOn: (hostId: string) => readonly RowOf<'vm'>[];
  readonly machineCount: (hostId: string) => number;
  /** The rack a thing stands in, also through its host; undefined when it stands in none. */
  readonly homeOf: (
    id: string,
  ) => { readonly rack: string; readonly isMachine: boolean } | undefined;
  /** Things that stand inside racks. */
  readonly insideCount: number;
  /** Every part of the power graph → the number of the feed it belongs to, upstream and down. */
  readonly feedOf: ReadonlyMap<string, number>;
  readonly servicesByBalancer: ReadonlyMap<string, readonly RowOf<'service'>[]>;
  readonly balancers: readonly RowOf<'balancer'>[];
  /** Core first, then aggregation, and top-of-rack switches that stand in no rack. */
  readonly upperSwitches: readonly RowOf<'switch'>[];
  readonly feeds: readonly RowOf<'power'>[];
  /** From the source to the feed; a part that feeds several stands in the first line only. */
  readonly powerChains: readonly (readonly string[])[];
  readonly looseMachines: readonly RowOf<'vm'>[];
  readonly looseStorage: readonly RowOf<'storage'>[];
}

/** A power graph deeper than this is a loop; the engine refuses loops, a screen must not hang. */
const CHAIN_DEPTH_MAX = 16;

/** Items by a key of theirs, in order; those without one are left out. */
export function grouped<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Groups and orders. O(rows), and sorts what a person reads in order. */
export function sortRoom(source: RoomSource): RoomRows {
  const rackIds = new Set(source.racks.map((rack) => rack.id));
  const racksByPlace = grouped(
    source.racks.toSorted((a, b) => a.position - b.position || byName(a.name, b.name)),
    (rack) => rack.row,
  );
  const inRack = source.switches.filter((row) => row.rack !== undefined && rackIds.has(row.rack));
  const layerOrder = { core: 0, aggregation: 1, tor: 2 } as const;
  const outside = source.powers
    .filter((row) => row.powerKind !== 'pdu' || row.rack === undefined)
    .toSorted((a, b) => byName(a.name, b.name));
  const feeds = outside.filter((row) => row.powerKind === 'feed');
  const hostIds = new Set(source.hosts.map((host) => host.id));
  return {
    rowsByHall: hallsOf(source.places, racksByPlace),
    racksByPlace,
    switchesByRack: grouped(inRack, (row) => row.rack),
    storageByRack: grouped(source.storages, (row) => row.rack),
    servicesByBalancer: grouped(source.services, (row) => row.balancer),
    balancers: source.balancers.toSorted(
      (a, b) =>
        byName(groundName(a), groundName(b)) || ruleRank(a) - ruleRank(b) || byName(a.name, b.name),
    ),
    upperSwitches: source.switches
      .filter((row) => row.rack === undefined || !rackIds.has(row.rack))
      .toSorted((a, b) => layerOrder[a.layer] - layerOrder[b.layer] || byName(a.name, b.name)),
    feeds,
    feedOf: feedsOf(feeds, source.powers),
    powerChains: chainsOf(source.powers, outside),
    looseMachines: source.machines.filter((vm) => vm.host === undefined || !hostIds.has(vm.host)),
    looseStorage: source.storages.filter((row) => row.rack === undefined),
    ...insidesOf(source, inRack),
  };
}

/** What stands in racks, and how to find the rack of a thing. */
function insidesOf(
  source: RoomSource,
  switches: readonly RowOf<'switch'>[],
): Pick<
  RoomRows,
  'hostsByRack' | 'pdusByRack' | 'machinesOn' | 'machineCount' | 'homeOf' | 'insideCount'
> {
  const hostsByRack = grouped(source.hosts, (host) => host.rack);
  const pdusByRack = grouped(
    source.powers.filter((row) => row.powerKind === 'pdu'),
    (row) => row.rack,
  );
  for (const pdus of pdusByRack.values()) pdus.sort((a, b) => byName(a.name, b.name));
  const machinesByHost = grouped(source.machines, (vm) => vm.host);
  const sorted = new Set<string>();
  function machinesOn(hostId: string): readonly RowOf<'vm'>[] {
    const machines = machinesByHost.get(hostId) ?? [];
    if (!sorted.has(hostId)) {
      machines.sort((a, b) => byName(a.name, b.name));
      sorted.add(hostId);
    }
    return machines;
  }
  let rackOf: Map<string, string> | undefined;
  let hostOf: Map<string, string> | undefined;
  /** Made when somebody first asks, which is long after the room was first shown. */
  function homeOf(id: string): { rack: string; isMachine: boolean } | undefined {
    rackOf ??= homes<{ readonly id: string; readonly rack?: string | undefined }>(
      [source.hosts, switches, source.powers, source.storages],
      (row) => row.rack,
    );
    const own = rackOf.get(id);
    if (own !== undefined) return { rack: own, isMachine: false };
    hostOf ??= homes([source.machines], (vm) => vm.host);
    const rack = rackOf.get(hostOf.get(id) ?? '');
    return rack === undefined ? undefined : { rack, isMachine: true };
  }
  return {
    hostsByRack,
    pdusByRack,
    machinesOn,
    machineCount: (hostId) => machinesByHost.get(hostId)?.length ?? 0,
    homeOf,
    insideCount: source.hosts.length + source.machines.length + switches.length,
  };
}

function homes<T extends { readonly id: string }>(
  lists: readonly (readonly T[])[],
  homeOf: (row: T) => string | undefined,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const list of lists) {
    for (const row of list) {
      const home = homeOf(row);
      if (home !== undefined) found.set(row.id, home);
    }
  }
  return found;
}

/** Numbers the feeds and tells every part which of them it belongs to. */
function feedsOf(
  feeds: readonly RowOf<'power'>[],
  powers: readonly RowOf<'power'>[],
): Map<string, number> {
  const feedOf = new Map<string, number>();
  feeds.forEach((feed, index) => {
    feedOf.set(feed.id, index);
    if (feed.from !== undefined && !feedOf.has(feed.from)) feedOf.set(feed.from, index);
  });
  for (const row of powers) {
    const feed = row.from === undefined ? undefined : feedOf.get(row.from);
    if (row.powerKind === 'pdu' && feed !== undefined) feedOf.set(row.id, feed);
  }
  return feedOf;
}

/** A hall is the place a row stands in; a place that holds racks itself is its own hall and row. */
function hallsOf(
  places: readonly RowOf<'place'>[],
  racksByPlace: ReadonlyMap<string, unknown>,
): Map<string, string[]> {
  const halls = new Map<string, string[]>();
  for (const place of places.toSorted((a, b) => byName(a.name, b.name))) {
    const holdsRacks = racksByPlace.has(place.id);
    if (place.placeKind !== 'row' && !holdsRacks) continue;
    const hall = place.placeKind === 'row' ? (place.parent ?? place.id) : place.id;
    const rows = halls.get(hall);
    if (rows === undefined) halls.set(hall, [place.id]);
    else rows.push(place.id);
  }
  return halls;
}

/** One line for each feed, and one for every other end that feeds nothing drawn here. */
function chainsOf(powers: readonly RowOf<'power'>[], drawn: readonly RowOf<'power'>[]): string[][] {
  const byId = new Map(powers.map((row) => [row.id, row]));
  const sources = new Set(drawn.map((row) => row.from));
  const ends = drawn.filter((row) => !sources.has(row.id));
  return ends.map((end) => {
    const chain: string[] = [];
    let at: RowOf<'power'> | undefined = end;
    while (at !== undefined && chain.length < CHAIN_DEPTH_MAX) {
      chain.unshift(at.id);
      at = at.from === undefined ? undefined : byId.get(at.from);
    }
    return chain;
  });
}

/** Rules stand beside their balancer, whatever they are called. */
function groundName({ id, rule }: RowOf<'balancer'>): string {
  return rule?.balancer ?? id;
}

function ruleRank({ rule }: RowOf<'balancer'>): number {
  return rule === undefined ? 0 : 1;
}
