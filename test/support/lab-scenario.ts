/**
 * A small room in which every kind of thing exists and something is always in flight.
 *
 * Two feeds behind a UPS, four racks, eight hosts, a web service of six machines under load, a
 * batch, spare parts of every kind, and timed actions that cut and restore a rack. Tests of the
 * workspace open documents made of it.
 */

const scenario = {
  format: 'racklab.scenario',
  formatVersion: 1,
  title: { en: 'Test lab', 'pt-BR': 'Laboratório de teste' },
  catalogue: 'azure-2026-11',
  seed: 4_711,
  duration: '30m',
  places: {
    sites: [{ name: 'campus' }],
    datacenters: [{ name: 'dc', parent: 'campus' }],
    rooms: [{ name: 'room', parent: 'dc' }],
    rows: [{ name: 'row', parent: 'room' }],
  },
  clusters: [{ name: 'gen' }],
  racks: [{ name: 'r{n}', count: 4, row: 'row', cluster: 'gen' }],
  power: {
    utilities: [{ name: 'grid' }],
    upses: [{ name: 'ups', from: 'grid', batteryMinutes: 3 }],
    feeds: [
      { name: 'a', from: 'ups' },
      { name: 'b', from: 'grid' },
    ],
    pdus: [
      { name: 'r{n}-a', count: 4, from: 'a', rack: 'r{n}' },
      { name: 'r{n}-b', count: 4, from: 'b', rack: 'r{n}' },
    ],
  },
  network: {
    switches: [
      { name: 'core', layer: 'core' },
      { name: 'tor{n}', count: 4, layer: 'tor', rack: 'r{n}', pdus: ['r{n}-a'], uplinks: ['core'] },
    ],
  },
  storage: [{ name: 'store', capacityGib: 100_000 }],
  hosts: [
    {
      name: 'r{n}-h1',
      count: 4,
      rack: 'r{n}',
      cores: 128,
      mipsPerCore: 2_000,
      memoryMib: 1_048_576,
      diskGib: 20_000,
      nicMbps: 10_000,
      idleWatts: 100,
      fullWatts: 300,
    },
    {
      name: 'r{n}-h2',
      count: 4,
      rack: 'r{n}',
      cores: 128,
      mipsPerCore: 2_000,
      memoryMib: 1_048_576,
      diskGib: 20_000,
      nicMbps: 10_000,
      idleWatts: 100,
      fullWatts: 300,
    },
  ],
  groups: [{ name: 'shop' }],
  balancers: [{ name: 'front', group: 'shop' }],
  machines: [
    {
      name: 'web-{n}',
      count: 6,
      group: 'shop',
      size: 'Standard_D2s_v5',
      image: 'Ubuntu2204',
      balancers: ['front'],
    },
    { name: 'work-{n}', count: 2, group: 'shop', size: 'Standard_D2s_v5', image: 'Ubuntu2204' },
  ],
  applications: { services: [{ name: 'site', group: 'shop', balancer: 'front' }] },
  load: [{ service: 'site', perSecond: 8 }],
  batches: [
    {
      name: 'night',
      group: 'shop',
      machines: ['work-*'],
      jobs: 200,
      work: { baseMi: 50_000, stride: 7_919, modulo: 90_000 },
    },
  ],
  actions: [
    { at: '5m', do: 'fault.cut', target: 'rack:r2' },
    { at: '8m', do: 'fault.restore', target: 'rack:r2' },
    { at: '12m', do: 'vm.stop', vm: 'web-3' },
  ],
};

function textOf(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** The file's text. */
export const LAB_SCENARIO_TEXT = textOf(scenario);

/** The same room with a request every five seconds and no batch: long spans without an event. */
export function quietLab(): string {
  const { batches: _batches, ...quiet } = scenario;
  return textOf({ ...quiet, load: [{ service: 'site', perSecond: 0.2 }] });
}

/** A scenario's text with a timed action every 1.7 seconds for eight minutes. */
export function busyScript(text: string): string {
  const lab: typeof scenario = JSON.parse(text);
  const actions = Array.from({ length: 280 }, (_, index) => ({
    at: `${index * 1_700 + 13}ms`,
    do: 'vm.tag',
    vm: 'web-1',
    tags: { turn: String(index) },
  }));
  return textOf({ ...lab, actions });
}
