/**
 * Rooms of any size as topology rows, for tests and benchmarks of the screen: rows of racks with
 * two PDUs and a switch each, hosts from the lowest unit upwards, machines dealt out over the
 * hosts. Only what a screen looks at is varied; the rest has plain values.
 */
import type { RowOf, TopologyRow } from '../../src/shared/views/topology-view.ts';

export interface RoomSize {
  readonly racks: number;
  readonly racksPerRow: number;
  readonly hostsPerRack: number;
  readonly machines: number;
}

const UNITS = 42;
const CORES = 32;
const MEMORY_MIB = 131_072;

/** The rows of a room, in an order in which parents come first. */
export function syntheticRoom(size: RoomSize): TopologyRow[] {
  const rows: TopologyRow[] = [place('site', 'lab'), place('room', 'hall', 'site:lab')];
  for (const name of ['a', 'b']) rows.push(feed(name));
  const hosts: string[] = [];
  for (let number = 0; number < size.racks; number += 1) {
    const row = `row-${Math.floor(number / size.racksPerRow) + 1}`;
    const position = (number % size.racksPerRow) + 1;
    if (position === 1) rows.push(place('row', row, 'room:hall'));
    rows.push(...rackWithHosts({ number, row, position, hosts, count: size.hostsPerRack }));
  }
  for (let slot = 0; slot < size.machines; slot += 1) {
    rows.push(machine({ slot, host: hosts[slot % Math.max(1, hosts.length)] }));
  }
  return rows;
}

function rackWithHosts(at: {
  number: number;
  row: string;
  position: number;
  hosts: string[];
  count: number;
}): TopologyRow[] {
  const name = `r${at.number + 1}`;
  const id = `rack:${name}`;
  const rows: TopologyRow[] = [
    {
      kind: 'rack',
      id,
      name,
      slot: at.number,
      row: `row:${at.row}`,
      position: at.position,
      units: UNITS,
      cut: false,
    },
    pdu({ rack: id, name: `${name}-a`, from: 'feed:a', slot: at.number * 2 + 2 }),
    pdu({ rack: id, name: `${name}-b`, from: 'feed:b', slot: at.number * 2 + 3 }),
    torSwitch({ rack: id, name: `${name}-tor`, slot: at.number }),
  ];
  for (let index = 0; index < at.count; index += 1) {
    const row = host({ rack: id, name: `${name}-h${index + 1}`, slot: at.hosts.length, index });
    at.hosts.push(row.id);
    rows.push(row);
  }
  return rows;
}

function place(
  placeKind: RowOf<'place'>['placeKind'],
  name: string,
  parent?: string,
): RowOf<'place'> {
  const id = `${placeKind}:${name}`;
  const base = { kind: 'place', id, name, slot: 0, placeKind, cut: false } as const;
  return parent === undefined ? base : { ...base, parent };
}

function feed(name: string): RowOf<'power'> {
  return { ...power({ name, slot: name === 'a' ? 0 : 1 }), id: `feed:${name}`, powerKind: 'feed' };
}

function power(at: { name: string; slot: number }): Omit<RowOf<'power'>, 'id' | 'powerKind'> {
  return {
    kind: 'power',
    name: at.name,
    slot: at.slot,
    ratingWatts: 0,
    batteryMinutes: 0,
    cut: false,
    tripped: false,
    energised: true,
  };
}

function pdu(at: { rack: string; name: string; from: string; slot: number }): RowOf<'power'> {
  const { rack, name, from, slot } = at;
  return { ...power({ name, slot }), id: `pdu:${name}`, powerKind: 'pdu', rack, from };
}

function torSwitch(at: { rack: string; name: string; slot: number }): RowOf<'switch'> {
  return {
    kind: 'switch',
    id: `switch:${at.name}`,
    name: at.name,
    slot: at.slot,
    layer: 'tor',
    rack: at.rack,
    pdus: [],
    watts: 60,
    powered: true,
    connected: true,
    cut: false,
  };
}

function host(at: { rack: string; name: string; slot: number; index: number }): RowOf<'host'> {
  return {
    kind: 'host',
    id: `host:${at.name}`,
    name: at.name,
    slot: at.slot,
    rack: at.rack,
    unit: at.index * 2 + 1,
    heightUnits: 2,
    model: 'plain',
    vCpuPerCore: 1,
    cores: CORES,
    mipsPerCore: 1_000,
    memoryMib: MEMORY_MIB,
    diskGib: 1_000,
    nicMbps: 10_000,
    idleWatts: 100,
    fullWatts: 300,
    system: 'hypervisor',
    state: 'up',
    pdus: [],
    powered: true,
    connected: true,
    cut: false,
    vCpuCommitted: 8,
    memoryCommittedMib: MEMORY_MIB / 4,
  };
}

function machine(at: { slot: number; host: string | undefined }): RowOf<'vm'> {
  const name = `vm-${at.slot + 1}`;
  return {
    kind: 'vm',
    id: `vm:lab/${name}`,
    name,
    slot: at.slot,
    group: 'lab',
    location: 'lab',
    tags: {},
    revision: 1,
    provisioningState: 'Succeeded',
    size: 'Standard_D2s_v5',
    vCpu: 2,
    memoryMib: 8_192,
    image: 'Ubuntu2204',
    exactImage: 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest',
    ...(at.host === undefined ? {} : { host: at.host }),
    powerState: 'running',
    operation: 'none',
    lost: false,
    disks: [],
    nics: [],
    balancers: [],
    microUsdPerHour: 96_000,
  };
}
