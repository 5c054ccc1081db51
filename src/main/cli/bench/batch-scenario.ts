/**
 * The public batch workload as a scenario: H hosts of 16 cores with 1,000 MIPS and 64 GiB, V
 * machines of one core and 1 GiB placed first fit, C jobs of one core, job i on machine i mod V,
 * all submitted at once and sharing their machine's time.
 *
 * It is an ordinary scenario value: written to a file it runs as any other, with the same hash.
 */
import type { Scenario } from '../../../shared/document/scenario-schema.ts';

/** Hosts in one rack. */
const HOSTS_PER_RACK = 40;
const CATALOGUE = 'azure-2026-11';

export interface BatchSize {
  readonly hosts: number;
  readonly vms: number;
  readonly jobs: number;
  /** All jobs of 10,000 MI; otherwise 1,000 + (i × 7,919 mod 9,973). */
  readonly same: boolean;
}

/** The name under which results of a size are compared. */
export function batchCaseName(size: BatchSize): string {
  return `batch-${size.same ? 'same' : 'var'}-${size.hosts}x${size.vms}x${size.jobs}`;
}

/** The scenario of one size. The run must last until the last job is done: see `duration`. */
export function batchScenario(size: BatchSize): Scenario {
  const { hosts, vms, jobs, same } = size;
  return {
    format: 'racklab.scenario',
    formatVersion: 1,
    title: `Batch of ${jobs} jobs on ${vms} machines and ${hosts} hosts`,
    catalogue: CATALOGUE,
    seed: 1,
    // Even if one machine had every job of a million: each is done after 11 s of its own time.
    duration: '24h',
    operations: 'instant',
    sizes: [{ name: 'pe-1', vCpu: 1, memoryMib: 1_024 }],
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
    hosts: hostEntries(hosts),
    groups: [{ name: 'bench' }],
    machines: [{ name: 'vm-{n}', count: vms, group: 'bench', size: 'pe-1', image: 'Ubuntu2204' }],
    batches: [
      {
        name: 'jobs',
        group: 'bench',
        machines: ['vm-*'],
        jobs,
        work: same ? { baseMi: 10_000 } : { baseMi: 1_000, stride: 7_919, modulo: 9_973 },
      },
    ],
  };
}

/** Full racks in one entry, what is left over in another. */
function hostEntries(hosts: number): NonNullable<Scenario['hosts']> {
  const hardware = { cores: 16, mipsPerCore: 1_000, memoryMib: 65_536 };
  const full = Math.floor(hosts / HOSTS_PER_RACK);
  const left = hosts - full * HOSTS_PER_RACK;
  const entries: NonNullable<Scenario['hosts']> = [];
  if (full > 0) {
    entries.push({
      name: 'r{rack}-h{n:02}',
      each: { rack: `1-${full}` },
      rack: 'r{rack}',
      units: `1-${HOSTS_PER_RACK}`,
      ...hardware,
    });
  }
  if (left > 0) {
    const rack = `r${full + 1}`;
    entries.push({ name: `${rack}-h{n:02}`, rack, units: `1-${left}`, ...hardware });
  }
  return entries;
}
