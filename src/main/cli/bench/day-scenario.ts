/**
 * A day of many machines as a scenario: the mix of uses stands in a file, each machine has one use
 * of its own, and all is placed first fit on hosts of 64 cores.
 *
 * It is an ordinary scenario value: written to a file it runs as any other, with the same hash.
 */
import type { Scenario } from '../../../shared/document/scenario-schema.ts';
import type { WorkloadEntry } from '../../../shared/document/scenario-workload-schema.ts';
import type { SizeEntry } from '../../../shared/document/scenario-work-schema.ts';

const CATALOGUE = 'azure-2026-11';
const HOSTS_PER_RACK = 40;
const CORES_PER_HOST = 64;
const MEMORY_PER_HOST_MIB = 524_288;
const ALL_PERCENT = 100;

/** A mix: the size of the machines, and shares of them with the use each has. */
export interface DayMix {
  readonly about: string;
  readonly size: Omit<SizeEntry, 'name'>;
  readonly parts: readonly {
    readonly name: string;
    /** Of the machines; the parts make up 100. */
    readonly percent: number;
    readonly use: Omit<WorkloadEntry, 'name' | 'machines' | 'group'>;
  }[];
}

/** The scenario of a day for so many machines; what does not divide goes to the first part. */
export function dayScenario(mix: DayMix, vms: number): Scenario {
  const counts = mix.parts.map(({ percent }) => Math.floor((vms * percent) / ALL_PERCENT));
  counts[0] = (counts[0] ?? 0) + vms - counts.reduce((sum, count) => sum + count, 0);
  const perHost = Math.min(
    Math.floor(CORES_PER_HOST / mix.size.vCpu),
    Math.floor(MEMORY_PER_HOST_MIB / mix.size.memoryMib),
  );
  const hosts = Math.max(1, Math.ceil(vms / Math.max(1, perHost)));
  const parts = mix.parts.filter((_, index) => (counts[index] ?? 0) > 0);
  return {
    format: 'racklab.scenario',
    formatVersion: 1,
    title: `A day of ${vms} machines`,
    catalogue: CATALOGUE,
    seed: 1,
    duration: '24h',
    operations: 'instant',
    sizes: [{ name: 'day', ...mix.size }],
    places: {
      sites: [{ name: 'lab' }],
      rooms: [{ name: 'hall', parent: 'lab' }],
      rows: [{ name: 'row', parent: 'hall' }],
    },
    racks: [{ name: 'r{n}', count: Math.ceil(hosts / HOSTS_PER_RACK), row: 'row' }],
    power: {
      feeds: [{ name: 'a' }],
      pdus: [{ name: '{rack}-a', each: { rack: '*' }, from: 'a', rack: '{rack}' }],
    },
    network: {
      switches: [
        { name: 'core', layer: 'core' },
        {
          name: '{rack}-tor',
          each: { rack: '*' },
          layer: 'tor',
          rack: '{rack}',
          uplinks: ['core'],
        },
      ],
    },
    hosts: [
      {
        name: '{rack}-h{n:02}',
        each: { rack: '*' },
        rack: '{rack}',
        units: `1-${Math.min(hosts, HOSTS_PER_RACK)}`,
        cores: CORES_PER_HOST,
        mipsPerCore: 1_000,
        memoryMib: MEMORY_PER_HOST_MIB,
      },
    ],
    groups: [{ name: 'day' }],
    machines: parts.map((part) => ({
      name: `${part.name}-{n}`,
      count: counts[mix.parts.indexOf(part)] ?? 0,
      group: 'day',
      size: 'day',
      image: 'Ubuntu2204',
    })),
    workloads: parts.map((part) => ({
      ...part.use,
      name: `${part.name}-{n}`,
      count: counts[mix.parts.indexOf(part)] ?? 0,
      group: 'day',
      machines: [`${part.name}-{n}`],
    })),
  };
}
