/**
 * The room half of a state written as a scenario: places, clusters, racks, power, network, storage
 * and hosts. What follows by itself (wiring of a host to its rack, figures of its model, defaults)
 * is left out, so that the file stays short and a change in it stands out.
 */
import { POWER_KINDS, type PlaceKind, type PowerKind } from '../model/kinds.ts';
import { findHostModel } from '../model/catalogue-lookup.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { RowOf } from '../views/topology-view.ts';
import type { RowReferences } from './row-references.ts';
import type { RowTable } from './row-table.ts';
import type { HostEntry } from './scenario-room-schema.ts';
import type { Scenario } from './scenario-schema.ts';

/** What a state is written from. */
export interface RowSource {
  readonly table: RowTable;
  readonly references: RowReferences;
  readonly catalogue: Catalogue;
}

/** Speed of a link when none is given; the engine's own default. */
const LINK_GBPS = 10;
const BATTERY_MINUTES = 5;
const SWITCH_WATTS = 150;
const RACK_UNITS = 42;
/** Cords a host gets by itself at most; the engine's own limit. */
const CORDS_MAX = 4;
/** Layers from the root downwards: the order in which switches are made. */
const LAYERS = ['core', 'aggregation', 'tor'] as const;

type Room = Pick<
  Scenario,
  'places' | 'clusters' | 'racks' | 'power' | 'network' | 'storage' | 'hosts'
>;

/** The sections of the room; empty ones are left out. */
export function roomFromRows(source: RowSource): Room {
  const { table, references } = source;
  const wiring = wiringOf(source);
  return withoutEmpty({
    places: placesOf(source),
    clusters: table.of('cluster').map(({ name, sizes }) => {
      return { name, ...(sizes.length === 0 ? {} : { sizes }) };
    }),
    racks: table.of('rack').map((rack) => ({
      name: rack.name,
      row: references.short(rack.row),
      position: rack.position,
      ...(rack.units === RACK_UNITS ? {} : { units: rack.units }),
      ...(rack.cluster === undefined ? {} : { cluster: references.short(rack.cluster) }),
    })),
    power: powerOf(source),
    network: wiring.network,
    storage: table.of('storage').map((unit) => ({
      name: unit.name,
      ...(unit.rack === undefined ? {} : { rack: references.short(unit.rack) }),
      ...(unit.place === undefined ? {} : { place: references.short(unit.place) }),
      ...(unit.capacityGib === 0 ? {} : { capacityGib: unit.capacityGib }),
    })),
    hosts: table.of('host').map((host) => hostEntry(source, { host, wiring })),
  });
}

/** Drops empty lists and objects, so that a file has no empty sections. */
export function withoutEmpty<T extends object>(sections: T): Partial<T> {
  const kept = Object.entries(sections).filter(([, value]: [string, unknown]) => {
    if (Array.isArray(value)) return value.length > 0;
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  });
  // Only whole entries were left out.
  return Object.fromEntries(kept) as Partial<T>;
}

function placesOf({ table, references }: RowSource): Partial<NonNullable<Scenario['places']>> {
  function of(kind: PlaceKind): { name: string; parent?: string }[] {
    return table
      .of('place')
      .filter(({ placeKind }) => placeKind === kind)
      .map(({ name, parent }) => {
        return { name, ...(parent === undefined ? {} : { parent: references.short(parent) }) };
      });
  }
  return withoutEmpty({
    sites: of('site').map(({ name }) => ({ name })),
    zones: of('zone'),
    datacenters: of('datacenter'),
    rooms: of('room'),
    rows: of('row'),
  });
}

const POWER_SECTIONS: Readonly<Record<PowerKind, string>> = {
  utility: 'utilities',
  ups: 'upses',
  feed: 'feeds',
  pdu: 'pdus',
};

function powerOf({ table, references }: RowSource): NonNullable<Scenario['power']> {
  const sections = POWER_KINDS.map((kind) => [
    POWER_SECTIONS[kind],
    table
      .of('power')
      .filter(({ powerKind }) => powerKind === kind)
      .map((part) => ({
        name: part.name,
        ...(part.from === undefined ? {} : { from: references.short(part.from) }),
        ...(part.ratingWatts === 0 ? {} : { ratingWatts: part.ratingWatts }),
        ...(kind === 'ups' && part.batteryMinutes !== BATTERY_MINUTES
          ? { batteryMinutes: part.batteryMinutes }
          : {}),
        ...(part.rack === undefined ? {} : { rack: references.short(part.rack) }),
        ...(part.place === undefined ? {} : { place: references.short(part.place) }),
      })),
  ]);
  return withoutEmpty(Object.fromEntries(sections));
}

/** How hosts and switches are linked. */
interface Wiring {
  readonly network: NonNullable<Scenario['network']>;
  /** Switches of each host by ordinary links, in order. */
  readonly switchesOfHost: ReadonlyMap<string, readonly string[]>;
}

function wiringOf(source: RowSource): Wiring {
  const { table, references } = source;
  const switches = LAYERS.flatMap((layer) =>
    table.of('switch').filter((one) => one.layer === layer),
  );
  const rank = new Map(switches.map((one, index) => [one.id, index]));
  const uplinks = new Map<string, string[]>();
  const switchesOfHost = new Map<string, string[]>();
  const links: { from: string; to: string; gbps?: number }[] = [];
  for (const link of table.of('link')) {
    const lower = rank.get(link.from);
    const isOrdinary = link.gbps === LINK_GBPS;
    if (isOrdinary && lower === undefined) add(switchesOfHost, link.from, link.to);
    else if (isOrdinary && (rank.get(link.to) ?? 0) < (lower ?? 0))
      add(uplinks, link.from, link.to);
    else {
      const gbps = isOrdinary ? {} : { gbps: link.gbps };
      // Hosts and switches are looked up together, so both ends say what they are.
      links.push({ from: link.from, to: link.to, ...gbps });
    }
  }
  const entries = switches.map((one) => {
    const upper = uplinks.get(one.id) ?? [];
    return {
      name: one.name,
      layer: one.layer,
      ...(one.rack === undefined ? {} : { rack: references.short(one.rack) }),
      ...(one.place === undefined ? {} : { place: references.short(one.place) }),
      ...(one.pdus.length === 0 ? {} : { pdus: one.pdus.map((pdu) => references.short(pdu)) }),
      ...(upper.length === 0 ? {} : { uplinks: upper.map((id) => references.short(id)) }),
      ...(one.watts === SWITCH_WATTS ? {} : { watts: one.watts }),
    };
  });
  return { network: withoutEmpty({ switches: entries, links }), switchesOfHost };
}

function add(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

function hostEntry(source: RowSource, given: { host: RowOf<'host'>; wiring: Wiring }): HostEntry {
  const { table, references } = source;
  const { host, wiring } = given;
  const rackPdus = table
    .of('power')
    .filter((part) => part.powerKind === 'pdu' && part.rack === host.rack)
    .map(({ id }) => id)
    .slice(0, CORDS_MAX);
  const rackSwitches = table
    .of('switch')
    .filter((one) => one.layer === 'tor' && one.rack === host.rack)
    .map(({ id }) => id);
  const switches = wiring.switchesOfHost.get(host.id) ?? [];
  return {
    name: host.name,
    rack: references.short(host.rack),
    unit: host.unit,
    ...hardwareOf(source, host),
    ...(host.vCpuPerCore === 1 ? {} : { vCpuPerCore: host.vCpuPerCore }),
    ...(host.system === 'hypervisor' ? {} : { system: host.system }),
    ...(host.installed === undefined ? {} : { installed: host.installed }),
    ...hypervisorOf(host),
    ...(sameList(host.pdus, rackPdus)
      ? {}
      : { pdus: host.pdus.map((pdu) => references.short(pdu)) }),
    ...(sameList(switches, rackSwitches)
      ? {}
      : { switches: switches.map((id) => references.short(id)) }),
  };
}

/** What differs from a hypervisor nobody said anything of. */
function hypervisorOf(host: RowOf<'host'>): Pick<HostEntry, 'hypervisor'> {
  const { hypervisor } = host;
  if (hypervisor === undefined) return {};
  const { kind, memoryPolicy, memoryPercent } = hypervisor;
  const { reserveCores, reserveMib, cpuOverheadPercent, overheadMib, machineOverheadMib } =
    hypervisor;
  const figures = { reserveCores, reserveMib, cpuOverheadPercent, overheadMib, machineOverheadMib };
  const isHosted = kind === 'hosted';
  const isFree = Object.values(figures).every((figure) => figure === 0);
  if (!isHosted && isFree && memoryPolicy === 'refuse') return {};
  return {
    hypervisor: {
      ...(isHosted ? { kind, vCpuPerCore: host.vCpuPerCore } : {}),
      ...(memoryPolicy === 'refuse' ? {} : { memoryPolicy, memoryPercent }),
      ...figures,
    },
  };
}

const FIGURES = [
  'cores',
  'mipsPerCore',
  'memoryMib',
  'diskGib',
  'nicMbps',
  'idleWatts',
  'fullWatts',
  'heightUnits',
] as const;

/** The model and the figures in which the host differs from it; all figures without a model. */
function hardwareOf(
  source: RowSource,
  host: RowOf<'host'>,
): Partial<Record<(typeof FIGURES)[number], number>> & { model?: string } {
  const found = host.model === '' ? undefined : findHostModel(source.catalogue, host.model);
  const model = found?.ok === true ? found.value : undefined;
  const pattern =
    model === undefined
      ? undefined
      : {
          ...model,
          idleWatts: Math.round(model.idleMilliwatt / 1_000),
          fullWatts: Math.round(model.fullMilliwatt / 1_000),
        };
  const different = FIGURES.filter((figure) => host[figure] !== pattern?.[figure]);
  return {
    ...(model === undefined ? {} : { model: host.model }),
    ...Object.fromEntries(different.map((figure) => [figure, host[figure]])),
  };
}
