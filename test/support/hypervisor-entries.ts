/**
 * Commands on hypervisors for the three tables that have a row for each command: accepted and
 * refused cases, random acts, and acts that are accepted in the large room.
 */
import type { Command, CommandOf } from '../../src/shared/commands/index.ts';
import type { RoomOptions } from './make-engine.ts';
import { nestedRefusals } from './nested-entries.ts';
import type { NetworkDice } from './network-acts.ts';

const web: RoomOptions = { machines: 2 };

interface HypervisorCase {
  readonly room?: RoomOptions;
  readonly setup?: Command[];
  readonly before?: Command[];
  readonly at?: string;
  readonly when: Command;
}

interface HypervisorEntry {
  readonly accepted: HypervisorCase;
  readonly refused: Readonly<Record<string, HypervisorCase>>;
}

const bare: CommandOf<'host.add'> = {
  type: 'host.add',
  name: 'bare',
  rack: 'r1',
  cores: 4,
  memoryMib: 16_384,
  diskGib: 200,
  system: 'operatingSystem',
};
const hosted: CommandOf<'hypervisor.install'> = {
  type: 'hypervisor.install',
  host: 'bare',
  kind: 'hosted',
};
const metal: CommandOf<'hypervisor.install'> = { ...hosted, kind: 'bareMetal' };
const set: CommandOf<'hypervisor.set'> = { type: 'hypervisor.set', host: 'r1-h1', reserveMib: 512 };
const remove: CommandOf<'hypervisor.remove'> = { type: 'hypervisor.remove', host: 'r1-h2' };
const migrate: CommandOf<'vm.migrate'> = { type: 'vm.migrate', vm: 'web-1' };
const app: Command = { type: 'app.install', on: 'bare', application: 'cache' };
const narrow: Command[] = [
  { type: 'cluster.add', name: 'narrow', sizes: ['D4s_v5'] },
  { type: 'rack.edit', rack: 'r2', cluster: 'narrow' },
];
/** A set whose members never leave their fault domain. */
const bound: Command[] = [
  { type: 'availabilitySet.add', name: 'as' },
  {
    type: 'vm.create',
    name: 'member',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    availabilitySet: 'as',
    host: 'r1-h1',
  },
];

/** Entries for `refusals.test.ts`. */
export const hypervisorEntries = {
  'hypervisor.install': {
    accepted: { setup: [bare], when: hosted },
    refused: {
      ...nestedRefusals['hypervisor.install'],
      'host.notFound': { when: hosted },
      'hypervisor.present': { setup: [bare, hosted], when: metal },
      'host.hasApplications': { setup: [bare, app], when: metal },
      'hypervisor.memoryShort': { setup: [bare], when: { ...hosted, reserveMib: 16_384 } },
      'hypervisor.swapNeedsPolicy': { setup: [bare], when: { ...hosted, memoryPercent: 150 } },
      'hypervisor.hostedSwap': { setup: [bare], when: { ...hosted, memoryPolicy: 'swap' } },
    },
  },
  'hypervisor.remove': {
    accepted: { when: remove },
    refused: {
      ...nestedRefusals['hypervisor.remove'],
      'host.notFound': { when: { ...remove, host: 'r9-h1' } },
      'hypervisor.absent': { setup: [bare], when: { ...remove, host: 'bare' } },
      'host.inUse': { room: web, when: { ...remove, host: 'r1-h1' } },
    },
  },
  'hypervisor.set': {
    accepted: { when: set },
    refused: {
      ...nestedRefusals['hypervisor.set'],
      'host.notFound': { when: { ...set, host: 'r9-h1' } },
      'hypervisor.absent': { setup: [bare], when: { ...set, host: 'bare' } },
      'hypervisor.promisedMore': { room: web, when: { ...set, reserveCores: 14 } },
      'hypervisor.memoryShort': { when: { ...set, overheadMib: 65_536 } },
      'hypervisor.swapNeedsPolicy': { when: { ...set, memoryPercent: 120 } },
      'hypervisor.hostedSwap': {
        setup: [bare, hosted],
        when: { ...set, host: 'bare', memoryPolicy: 'swap' },
      },
    },
  },
  'vm.migrate': {
    accepted: { room: web, when: migrate },
    refused: {
      ...nestedRefusals['vm.migrate'],
      'vm.notFound': { when: migrate },
      'vm.busy': { room: web, before: [{ type: 'vm.restart', vm: 'web-1' }], when: migrate },
      'vm.notRunning': { room: web, setup: [{ type: 'vm.stop', vm: 'web-1' }], when: migrate },
      'host.notFound': { room: web, when: { ...migrate, to: 'r9-h1' } },
      'host.noHypervisor': { room: web, setup: [bare], when: { ...migrate, to: 'bare' } },
      'host.down': {
        room: web,
        before: [{ type: 'fault.cut', target: 'host:r1-h2' }],
        when: { ...migrate, to: 'r1-h2' },
      },
      'vm.sameHost': { room: web, when: { ...migrate, to: 'r1-h1' } },
      AllocationFailed: { room: { racks: 1, hostsPerRack: 1, machines: 1 }, when: migrate },
      OverconstrainedAllocationRequest: {
        room: web,
        setup: narrow,
        when: { ...migrate, to: 'r2-h1' },
      },
      'vm.migrationBound': {
        setup: bound,
        when: { type: 'vm.migrate', vm: 'member', to: 'r2-h1' },
      },
    },
  },
} satisfies Readonly<Record<string, HypervisorEntry>>;

function figures(d: NetworkDice) {
  return {
    vCpuPerCore: d.seldom(2) ? d.one([1, 2, 4]) : undefined,
    memoryPolicy: d.seldom(2) ? d.one(['refuse', 'swap']) : undefined,
    memoryPercent: d.seldom(4) ? d.one([100, 150]) : undefined,
    reserveMib: d.seldom(3) ? d.one([0, 1_024, 8_192]) : undefined,
    cpuOverheadPercent: d.seldom(3) ? d.one([0, 5, 20]) : undefined,
    machineOverheadMib: d.seldom(4) ? d.one([0, 128]) : undefined,
  };
}

/** One maker for each command on hypervisors. */
export const hypervisorMakers = {
  'hypervisor.install': (d: NetworkDice) => ({
    host: d.some(d.seldom(3) ? 'vm' : 'host'),
    kind: d.one(['hosted', 'hosted', 'bareMetal']),
    ...figures(d),
  }),
  'hypervisor.remove': (d: NetworkDice) => ({ host: d.some(d.seldom(3) ? 'vm' : 'host') }),
  'hypervisor.set': (d: NetworkDice) => ({
    host: d.some(d.seldom(3) ? 'vm' : 'host'),
    ...figures(d),
  }),
  'vm.migrate': (d: NetworkDice) => ({
    vm: d.some('vm'),
    to: d.seldom(2) ? d.some('host') : undefined,
    dirtyMibPerSecond: d.seldom(2) ? d.one([0, 100, 5_000]) : undefined,
  }),
} as const;

/** What these generators ask of the room. */
interface Sight {
  fresh(prefix: string): string;
  runningVm(): string;
  rackForHosts(): string;
}

function hostAdd(sight: Sight): CommandOf<'host.add'> {
  const name = sight.fresh('hv');
  return { ...bare, name, rack: sight.rackForHosts() };
}

/** One row for each type of command, for `command-generators.ts`. */
export const HYPERVISOR_GENERATORS = {
  'hypervisor.install': (sight: Sight) => ({
    prepare: [hostAdd(sight)],
    command: { type: 'hypervisor.install', host: sight.fresh('hv'), kind: 'hosted' } as const,
  }),
  'hypervisor.remove': (sight: Sight) => ({
    prepare: [hostAdd(sight), { ...hosted, host: sight.fresh('hv') }],
    command: { type: 'hypervisor.remove', host: sight.fresh('hv') } as const,
  }),
  'hypervisor.set': (sight: Sight) => ({
    prepare: [hostAdd(sight), { ...hosted, host: sight.fresh('hv') }],
    command: { type: 'hypervisor.set', host: sight.fresh('hv'), reserveMib: 512 } as const,
  }),
  'vm.migrate': (sight: Sight) => ({
    command: { type: 'vm.migrate', vm: sight.runningVm() } as const,
  }),
};
