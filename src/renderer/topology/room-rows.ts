/**
 * Sorts the rows of the room into what the layout needs: racks by row, hosts by rack, machines by
 * host, and the power graph as lines. Only order and grouping are decided here.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';

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
  readonly machinesByHost: ReadonlyMap<string, readonly RowOf<'vm'>[]>;
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

const collator = new Intl.Collator('en', { numeric: true });

/** `r2` before `r10`: the order in which people count. */
export function byName(a: string, b: string): number {
  return collator.compare(a, b);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
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

/** Groups and orders. O(rows log rows). */
export function sortRoom(source: RoomSource): RoomRows {
  const rackIds = new Set(source.racks.map((rack) => rack.id));
  const hostIds = new Set(source.hosts.map((host) => host.id));
  const racksByPlace = grouped(
    source.racks.toSorted((a, b) => a.position - b.position || byName(a.name, b.name)),
    (rack) => rack.row,
  );
  const inRack = source.switches.filter((row) => row.rack !== undefined && rackIds.has(row.rack));
  const layerOrder = { core: 0, aggregation: 1, tor: 2 } as const;
  const inOrder = source.powers.toSorted((a, b) => byName(a.name, b.name));
  return {
    rowsByHall: hallsOf(source.places, racksByPlace),
    racksByPlace,
    hostsByRack: grouped(source.hosts, (host) => host.rack),
    switchesByRack: grouped(inRack, (row) => row.rack),
    pdusByRack: grouped(
      inOrder.filter((row) => row.powerKind === 'pdu'),
      (row) => row.rack,
    ),
    storageByRack: grouped(source.storages, (row) => row.rack),
    machinesByHost: grouped(
      source.machines.toSorted((a, b) => byName(a.name, b.name)),
      (vm) => vm.host,
    ),
    servicesByBalancer: grouped(source.services, (row) => row.balancer),
    balancers: source.balancers.toSorted((a, b) => byName(a.name, b.name)),
    upperSwitches: source.switches
      .filter((row) => row.rack === undefined || !rackIds.has(row.rack))
      .toSorted((a, b) => layerOrder[a.layer] - layerOrder[b.layer] || byName(a.name, b.name)),
    feeds: inOrder.filter((row) => row.powerKind === 'feed'),
    powerChains: chainsOf(inOrder),
    looseMachines: source.machines.filter((vm) => vm.host === undefined || !hostIds.has(vm.host)),
    looseStorage: source.storages.filter((row) => row.rack === undefined),
  };
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
function chainsOf(powers: readonly RowOf<'power'>[]): string[][] {
  const byId = new Map(powers.map((row) => [row.id, row]));
  const drawn = powers.filter((row) => row.powerKind !== 'pdu' || row.rack === undefined);
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
