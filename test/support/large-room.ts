/**
 * A generated hall with services in it, as the text of a scenario: the room of 200 racks, 4,000
 * hosts and 20,000 machines that sweeps are held against, or a smaller one of the same make.
 *
 * Groups of five racks carry five services each. A host belongs to one service; a service has its
 * machines on four hosts of each rack of its group, so that a rack takes a fifth of five services.
 */

export interface LargeRoom {
  /** A multiple of five. */
  readonly racks: number;
  /** Each has five machines. */
  readonly hostsPerRack: number;
  /** Requests a second of each service. */
  readonly perSecond: number;
}

export const THE_LARGE_ROOM: LargeRoom = { racks: 200, hostsPerRack: 20, perSecond: 1 };

const GROUP = 5;
const MACHINES_PER_HOST = 5;

function serviceOf(rack: number, host: number): string {
  return `s${Math.floor(rack / GROUP) * GROUP + (host % GROUP) + 1}`;
}

/** The text of the scenario. */
export function largeRoom(room: LargeRoom): string {
  const services = Array.from({ length: room.racks }, (_, index) => `s${index + 1}`);
  const machines: unknown[] = [];
  for (let rack = 0; rack < room.racks; rack += 1) {
    for (let host = 0; host < room.hostsPerRack; host += 1) {
      const name = `r${rack + 1}-h${host + 1}`;
      machines.push({
        name: `${name}-m{n}`,
        count: MACHINES_PER_HOST,
        group: 'hall',
        size: 'Standard_D2s_v5',
        image: 'Ubuntu2204',
        host: name,
        balancers: [serviceOf(rack, host)],
      });
    }
  }
  return JSON.stringify({
    format: 'racklab.scenario',
    formatVersion: 1,
    title: 'A large hall',
    catalogue: 'azure-2026-11',
    seed: 7,
    duration: '1h',
    places: {
      sites: [{ name: 'lab' }],
      rooms: [{ name: 'hall', parent: 'lab' }],
      rows: [{ name: 'row-{n}', count: room.racks / GROUP, parent: 'hall' }],
    },
    racks: Array.from({ length: room.racks }, (_, index) => ({
      name: `r${index + 1}`,
      row: `row-${Math.floor(index / GROUP) + 1}`,
    })),
    power: {
      utilities: [{ name: 'grid' }],
      upses: [{ name: 'ups-{side}', each: { side: ['a', 'b'] }, from: 'grid', batteryMinutes: 8 }],
      feeds: [{ name: '{side}', each: { side: ['a', 'b'] }, from: 'ups-{side}' }],
      pdus: [
        {
          name: '{rack}-{feed}',
          each: { rack: '*', feed: '*' },
          from: '{feed}',
          ratingWatts: 11_000,
          rack: '{rack}',
        },
      ],
    },
    network: {
      switches: [
        { name: 'core-{n}', count: 2, layer: 'core' },
        {
          name: '{rack}-tor',
          each: { rack: '*' },
          layer: 'tor',
          rack: '{rack}',
          pdus: ['{rack}-*'],
          uplinks: ['core-*'],
          watts: 60,
        },
      ],
    },
    hosts: [
      {
        name: '{rack}-h{n}',
        each: { rack: '*' },
        count: room.hostsPerRack,
        rack: '{rack}',
        cores: 16,
        memoryMib: 65_536,
        idleWatts: 100,
        fullWatts: 300,
      },
    ],
    groups: [{ name: 'hall' }],
    balancers: services.map((name) => ({ name, group: 'hall', probeInterval: '15s' })),
    machines,
    applications: {
      services: services.map((name) => ({ name, group: 'hall', balancer: name, workers: 2 })),
    },
    load: services.map((service) => ({ service, perSecond: room.perSecond })),
  });
}
