/**
 * The two rooms that the screen is measured with, as texts of scenario files: the large hall with
 * services under load, and a hall of 100,000 hosts in which a few machines serve.
 */
import { largeRoom, THE_LARGE_ROOM } from '../support/large-room.ts';

const RACKS = 5_000;
const RACKS_PER_ROW = 25;
const HOSTS_PER_RACK = 20;
const SERVING = 100;

export interface MeasuredRoom {
  readonly name: string;
  readonly title: string;
  readonly scenario: string;
}

/** 200 racks, 4,000 hosts, 20,000 machines in 200 services. */
export function theHall(): MeasuredRoom {
  return { name: 'hall', title: 'A large hall', scenario: largeRoom(THE_LARGE_ROOM) };
}

/** 5,000 racks with 100,000 hosts; a hundred machines serve, so that figures are alive. */
export function theCampus(): MeasuredRoom {
  const title = 'A campus of 100,000 hosts';
  const rows = RACKS / RACKS_PER_ROW;
  const scenario = JSON.stringify({
    format: 'racklab.scenario',
    formatVersion: 1,
    title,
    catalogue: 'azure-2026-11',
    seed: 7,
    duration: '1h',
    places: {
      sites: [{ name: 'campus' }],
      rooms: [{ name: 'room-{n}', count: 4, parent: 'campus' }],
      rows: Array.from({ length: rows }, (_, index) => ({
        name: `row-${index + 1}`,
        parent: `room-${(index % 4) + 1}`,
      })),
    },
    racks: Array.from({ length: RACKS }, (_, index) => ({
      name: `r${index + 1}`,
      row: `row-${Math.floor(index / RACKS_PER_ROW) + 1}`,
    })),
    power: {
      utilities: [{ name: 'grid' }],
      feeds: [{ name: '{side}', each: { side: ['a', 'b'] }, from: 'grid' }],
      pdus: [
        { name: '{rack}-{feed}', each: { rack: '*', feed: '*' }, from: '{feed}', rack: '{rack}' },
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
        count: HOSTS_PER_RACK,
        rack: '{rack}',
        cores: 16,
        memoryMib: 65_536,
        idleWatts: 100,
        fullWatts: 300,
      },
    ],
    groups: [{ name: 'lab' }],
    balancers: [{ name: 'front', group: 'lab', probeInterval: '15s' }],
    machines: Array.from({ length: SERVING }, (_, index) => ({
      name: `m${index + 1}`,
      group: 'lab',
      size: 'Standard_D2s_v5',
      image: 'Ubuntu2204',
      host: `r${index + 1}-h1`,
      balancers: ['front'],
    })),
    applications: { services: [{ name: 'web', group: 'lab', balancer: 'front', workers: 2 }] },
    load: [{ service: 'web', perSecond: 200 }],
  });
  return { name: 'campus', title, scenario };
}
