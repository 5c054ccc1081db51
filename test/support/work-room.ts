/**
 * One machine with everything it can have set by hand, and workloads on it: what measured tests of
 * uses begin with. It goes the way of any scenario, so that files and commands are tested with it.
 */
import type { Scenario } from '../../src/shared/document/scenario-schema.ts';
import { expandScenario } from '../../src/shared/document/expand-scenario.ts';
import type { WorkloadEntry } from '../../src/shared/document/scenario-workload-schema.ts';
import type { WorkloadFiguresView } from '../../src/shared/views/workload-view.ts';
import { startEngine } from '../../src/main/workspace/start-engine.ts';
import type { Engine } from '../../src/main/engine/index.ts';
import { expectOk } from './expect-ok.ts';
import { theCatalogue } from './the-catalogue.ts';

/** What the machines of a room have. */
export interface WorkMachine {
  readonly vCpu?: number;
  readonly memoryMib?: number;
  readonly networkMbps?: number;
  readonly diskIops?: number;
  readonly diskMbps?: number;
}

export interface WorkRoom extends WorkMachine {
  readonly machines?: number;
  readonly duration?: string;
  readonly seed?: number;
  readonly actions?: NonNullable<Scenario['actions']>;
}

/** A use on all machines of a room, unless it says otherwise. */
export type Use = Omit<WorkloadEntry, 'name' | 'machines'> & { name?: string; machines?: string[] };

/** A scenario of machines of one size and uses on them. */
export function workScenario(uses: readonly Use[], room: WorkRoom = {}): Scenario {
  const { machines = 1, duration = '10m', seed = 1, actions = [] } = room;
  return {
    format: 'racklab.scenario',
    formatVersion: 1,
    title: 'Uses of machines',
    catalogue: 'azure-2026-11',
    seed,
    duration,
    operations: 'instant',
    sizes: [
      {
        name: 'box',
        vCpu: room.vCpu ?? 16,
        memoryMib: room.memoryMib ?? 131_072,
        networkMbps: room.networkMbps ?? 100_000,
        diskIops: room.diskIops ?? 20_000,
        diskMbps: room.diskMbps ?? 2_000,
      },
    ],
    places: {
      sites: [{ name: 'lab' }],
      rooms: [{ name: 'hall', parent: 'lab' }],
      rows: [{ name: 'row', parent: 'hall' }],
    },
    racks: [{ name: 'r1', row: 'row' }],
    power: {
      feeds: [{ name: 'a' }],
      pdus: [{ name: 'r1-a', from: 'a', rack: 'r1' }],
    },
    network: { switches: [{ name: 'core', layer: 'core', rack: 'r1', pdus: ['r1-a'] }] },
    hosts: [
      {
        name: 'h1',
        rack: 'r1',
        unit: 1,
        cores: 512,
        mipsPerCore: 1_000,
        memoryMib: 1_048_576,
        switches: ['core'],
      },
    ],
    groups: [{ name: 'g' }],
    machines: [
      {
        name: 'vm-{n}',
        count: machines,
        group: 'g',
        size: 'box',
        image: 'Ubuntu2204',
        dataDisks: [{ tier: 'P80', sizeGib: 1_024 }],
      },
    ],
    workloads: uses.map((use, index) => ({ name: `w${index + 1}`, machines: ['vm-*'], ...use })),
    actions,
  };
}

/** An engine at the start of a scenario. */
export function startWork(scenario: Scenario): Engine {
  const expanded = expandScenario(scenario);
  if (expanded.issues.length > 0) throw new Error(JSON.stringify(expanded.issues[0]));
  return expectOk(startEngine({ scenario, expanded, catalogue: theCatalogue() }));
}

/** The figures of every use at the end of a run. */
export function runWork(uses: readonly Use[], room: WorkRoom = {}): WorkloadFiguresView[] {
  const scenario = workScenario(uses, room);
  const engine = startWork(scenario);
  engine.runUntil(expandScenario(scenario).durationUs);
  return [...(engine.summary().workloads ?? [])];
}

/** The figures of the first use. */
export function runUse(use: Use, room: WorkRoom = {}): WorkloadFiguresView {
  const [figures] = runWork([use], room);
  if (figures === undefined) throw new Error('A run of a use has figures');
  return figures;
}

/** A steady rate. */
export function steady(perSecond: number): NonNullable<Use['curve']> {
  return { points: [{ at: '0s', perSecond }] };
}
