/**
 * Goal: every command is accepted where it should be, and refused with each code its docstring
 * names, in words that help [ENG-D1] [ENG-D3] [ENG-AS6]. Method: one table with an entry for
 * every type of command; the docstrings are read from the sources, so that neither side can grow
 * alone.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  commandTypes,
  type Command,
  type CommandOf,
  type CommandType,
} from '../../../../src/shared/commands/index.ts';
import { errorCodes } from '../../../../src/shared/contract/error-codes.ts';
import { POWER_STATES } from '../../../../src/shared/model/kinds.ts';
import { TABLE_SLOTS_MAX } from '../../../../src/main/engine/world/table.ts';
import { leaveRunning } from '../../../../src/main/engine/systems/lifecycle.ts';
import { beginRestore } from '../../../../src/main/engine/systems/store-restore.ts';
import { settleStores } from '../../../../src/main/engine/systems/store-settle.ts';
import type { World } from '../../../../src/main/engine/world/world.ts';
import { accessRefusals } from '../../../support/access-refusals.ts';
import {
  equipmentRefusals,
  mixRefusals,
  updateRefusals,
} from '../../../support/equipment-refusals.ts';
import { balancerEntries, refusedBesideRules } from '../../../support/balancer-entries.ts';
import { hypervisorEntries } from '../../../support/hypervisor-entries.ts';
import { environmentEntries } from '../../../support/environment-entries.ts';
import { heldServer, moveEntries } from '../../../support/move-entries.ts';
import { nestedRefusals } from '../../../support/nested-entries.ts';
import { machineInterfaceRefusals, networkEntries } from '../../../support/network-refusals.ts';
import { given, type RoomOptions } from '../../../support/make-engine.ts';

interface Case {
  readonly room?: RoomOptions;
  /** Commands of the start state, behind those of the room. */
  readonly setup?: Command[];
  /** Decisions before the one in question, at 0 s. */
  readonly before?: Command[];
  /** When the one in question is made. */
  readonly at?: string;
  readonly prepare?: (world: World) => void;
  readonly when: Command;
}

interface Entry {
  readonly accepted: Case;
  readonly refused: Readonly<Record<string, Case>>;
}

const COMMANDS = resolve(import.meta.dirname, '../../../../src/shared/commands');

/** Codes behind "Refusals:" in the docstring of each command, by its type. */
function documentedCodes(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of readdirSync(COMMANDS)) {
    const text = readFileSync(join(COMMANDS, file), 'utf8');
    const comment = String.raw`\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/`;
    const schema = String.raw`export const \w+ = z\.strictObject\(\{`;
    const type = String.raw`\s*type: z\.literal\('([\w.]+)'\)`;
    const pattern = new RegExp(String.raw`${comment}\s*${schema}${type}`, 'g');
    for (const [, doc = '', type = ''] of text.matchAll(pattern)) {
      const list = doc.replaceAll(/\s*\n\s*\*\s*/g, ' ').split('Refusals:')[1] ?? '';
      found.set(type, list.match(/[A-Za-z]+\.[A-Za-z]+|[A-Z][A-Za-z]+/g) ?? []);
    }
  }
  return found;
}

const web: RoomOptions = { machines: 2 };
const small: RoomOptions = { racks: 1, hostsPerRack: 1, machines: 1 };

function vm(name: string, more: Partial<Extract<Command, { type: 'vm.create' }>> = {}): Command {
  return { type: 'vm.create', name, size: 'D2s_v5', image: 'Ubuntu2204', ...more };
}

/** An application on the host `bare`. */
function app(
  application: string,
  more: Partial<Extract<Command, { type: 'app.install' }>> = {},
): Command {
  return { type: 'app.install', on: 'bare', application, ...more };
}

function on(
  type: 'app.start' | 'app.stop' | 'app.remove' | 'app.configure',
  name: string,
): Command {
  return { type, on: 'bare', app: name };
}

function start(name: string): Command {
  return on('app.start', name);
}

function task(name: string, more: Partial<Extract<Command, { type: 'task.add' }>> = {}): Command {
  return { type: 'task.add', on: 'bare', name, cron: '0 2 * * *', ...more };
}

const busyRestart: Command = { type: 'vm.deallocate', vm: 'web-1' };

/** As if the machine still ran in the middle of its operation. */
function keepRunning(world: World): void {
  const vm = world.vm.slots()[0] ?? 0;
  world.vm.col.powerState[vm] = POWER_STATES.indexOf('running');
}

function host(name: string, more: Partial<Extract<Command, { type: 'host.add' }>> = {}): Command {
  return { type: 'host.add', name, rack: 'r1', cores: 4, memoryMib: 8_192, ...more };
}

/** A host of 8 GiB with an operating system on its hardware. */
const bareHost: Command[] = [host('bare', { system: 'operatingSystem', diskGib: 100 })];

const twoGroups: Command[] = [{ type: 'group.add', name: 'other' }];
const narrowCluster: Command[] = [
  { type: 'cluster.add', name: 'narrow', sizes: ['D4s_v5'] },
  { type: 'rack.edit', rack: 'r1', cluster: 'narrow' },
];
/** Fills the only host of the small room beside its machine of 2 vCPU and 8 GiB. */
const filled: Command[] = [
  vm('fill-8', { size: 'D8s_v5' }),
  vm('fill-4', { size: 'D4s_v5' }),
  vm('fill-2'),
];
const fullSet: Command[] = [
  host('big', { cores: 4_096, memoryMib: 1_000_000 }),
  { type: 'availabilitySet.add', name: 'crowd', faultDomains: 1 },
  ...Array.from({ length: 200 }, (_, index) =>
    vm(`c-${index}`, { size: 'B1ls', host: 'big', availabilitySet: 'crowd' }),
  ),
];
const basicPool: Command[] = [
  { type: 'balancer.add', name: 'old', sku: 'basic' },
  vm('alone', { balancers: ['old'] }),
];
const secondFront: Command[] = [{ type: 'balancer.add', name: 'second' }];

/** A name that answers with both balancers. */
function dnsName(more: Partial<Extract<Command, { type: 'dnsProfile.add' }>> = {}): Command {
  const endpoints = [{ balancer: 'front' }, { balancer: 'second' }];
  return { type: 'dnsProfile.add', name: 'shop', service: 'web', endpoints, ...more };
}

const smallSet: Command[] = [
  { type: 'availabilitySet.add', name: 'as', faultDomains: 1, updateDomains: 2 },
  vm('member', { availabilitySet: 'as' }),
];
const ownWindow: Command = {
  type: 'maintenance.start',
  availabilitySet: 'as',
  selfService: '1h',
};
const patchWindow: Extract<Command, { type: 'maintenance.configure' }> = {
  type: 'maintenance.configure',
  availabilitySet: 'as',
  scope: 'guest',
  days: ['Sunday'],
  at: '02:00',
  duration: '2h',
};
const noPatchWindow: Command = {
  type: 'maintenance.unconfigure',
  availabilitySet: 'as',
  scope: 'guest',
};

type Maintaining = Extract<
  Command,
  { type: `maintenance.${'start' | 'cancel' | 'configure' | 'unconfigure'}` }
>;

/** Machines and hosts that are not there, or not by themselves. */
function notMaintained(command: Maintaining) {
  return {
    'vm.notFound': { when: { ...command, vm: 'none' } },
    'dedicatedHost.notFound': { when: { ...command, dedicatedHost: 'none' } },
    'maintenance.inSet': { setup: smallSet, when: { ...command, vm: 'member' } },
  };
}
const applyOne: Command = { type: 'maintenance.apply', vm: 'member' };
type AutoscaleSet = Extract<Command, { type: 'autoscale.set' }>;

function autoscaleWith(more: Partial<AutoscaleSet>): Command {
  const base = { scaleSet: 'ss', minimum: 1, maximum: 3, rules: [rule] };
  return { type: 'autoscale.set', ...base, ...more };
}

function profile(
  more: Partial<NonNullable<AutoscaleSet['profiles']>[number]>,
): NonNullable<AutoscaleSet['profiles']>[number] {
  const recurrence = { days: ['Monday' as const], at: '08:00' };
  const { recurrence: given = recurrence, ...rest } = more;
  const made = { name: 'week', minimum: 1, maximum: 2, rules: [], ...rest };
  return 'recurrence' in more && more.recurrence === undefined
    ? made
    : { ...made, recurrence: given };
}

const scaleSet: Command[] = [
  { type: 'scaleSet.add', name: 'ss', size: 'D2s_v5', image: 'Ubuntu2204', capacity: 1 },
];
/** A subnet with three addresses. */
const smallSubnet: Command[] = [
  { type: 'network.add', name: 'vnet', ranges: ['10.1.0.0/16'] },
  { type: 'subnet.add', name: 'small', network: 'vnet', range: '10.1.1.0/29' },
];
/** A uniform set whose instance `un_0` is behind its model. */
const uniformSet: Command[] = [{ ...scaleSet[0], name: 'un', orchestration: 'uniform' } as Command];
const behindSet: Command[] = [
  ...uniformSet,
  { type: 'scaleSet.update', scaleSet: 'un', build: { version: '2' } },
];
const rolling: Command = {
  type: 'scaleSet.policy',
  scaleSet: 'un',
  health: 'application',
  upgrade: { mode: 'rolling' },
};
const repairedSet: Command[] = [
  ...uniformSet,
  { type: 'scaleSet.policy', scaleSet: 'un', health: 'application', repairs: {} },
];
const attach: Command = { type: 'scaleSet.attach', scaleSet: 'ss', vm: 'web-1' };
const startUpgrade: Command = { type: 'scaleSet.startUpgrade', scaleSet: 'un' };
const rollingForward = { setup: behindSet, before: [rolling, startUpgrade] };
const rule = { metric: 'cpu', operator: '>', threshold: 60, direction: 'out' } as const;
const storeMachines: Command[] = [vm('db-1', { host: 'r1-h1' }), vm('db-2', { host: 'r2-h1' })];
const storeAdd: Extract<Command, { type: 'store.add' }> = {
  type: 'store.add',
  name: 'db',
  replicas: ['db-1', 'db-2'],
};
const storePair: Command[] = [...storeMachines, storeAdd];
const takeOver: Extract<Command, { type: 'store.failover' }> = {
  type: 'store.failover',
  store: 'db',
  vm: 'db-2',
};
const setBackup: Extract<Command, { type: 'store.setBackup' }> = {
  type: 'store.setBackup',
  store: 'db',
  every: '1h',
};
const setSessions: Extract<Command, { type: 'sessions.set' }> = {
  type: 'sessions.set',
  service: 'web',
  keptIn: 'machine',
  perSecond: 1,
};
const snapshot: Extract<Command, { type: 'snapshot.create' }> = {
  type: 'snapshot.create',
  name: 'sn',
  disk: 'web-1-os',
};
const upload: Extract<Command, { type: 'image.upload' }> = {
  type: 'image.upload',
  name: 'im',
  base: 'Debian12',
};
const planImage = 'FlatcarLinuxFreeGen2';
const terms: Command = { type: 'image.acceptTerms', image: planImage };
/** A machine that was emptied, stopped and generalized while the room was built. */
const generalized: Command[] = [
  vm('g'),
  { type: 'vm.deprovision', vm: 'g' },
  { type: 'vm.deallocate', vm: 'g' },
  { type: 'vm.generalize', vm: 'g' },
];
const capture: Extract<Command, { type: 'vm.capture' }> = {
  type: 'vm.capture',
  vm: 'g',
  name: 'im',
};
const galleryAdd: Command = { type: 'gallery.add', name: 'ga' };
const definition: Extract<Command, { type: 'imageDefinition.add' }> = {
  type: 'imageDefinition.add',
  name: 'de',
  gallery: 'ga',
  os: 'linux',
};
const defined: Command[] = [galleryAdd, definition];
const version: Extract<Command, { type: 'imageVersion.add' }> = {
  type: 'imageVersion.add',
  imageDefinition: 'de',
  version: '1.0.0',
  disk: { base: 'Debian12' },
};
const { disk: _disk, ...fromNothing } = version;
const versioned: Command[] = [...defined, version];
type ScaleSetAdd = Extract<Command, { type: 'scaleSet.add' }>;
/** A set of one version of a gallery image, for good. */
const pinnedSet: ScaleSetAdd = {
  type: 'scaleSet.add',
  name: 'ss',
  size: 'D2s_v5',
  image: 'de@1.0.0',
  capacity: 0,
  health: 'application',
};
const oneVersion = { imageDefinition: 'de', version: '1.0.0' };
/** A second group in another region, so that groups have to be named. */
const farGroup: Command[] = [{ type: 'group.add', name: 'far', location: 'northeurope' }];
/** Refusals of a clone of `o` with one thing different. */
function cloneCases(
  changes: Readonly<Record<string, Partial<Extract<Command, { type: 'vm.clone' }>>>>,
): Entry['refused'] {
  const clone = { type: 'vm.clone', vm: 'o', name: 'n' } as const;
  return Object.fromEntries(
    Object.entries(changes).map(([code, change]) => [
      code,
      { setup: [vm('o')], when: { ...clone, ...change } },
    ]),
  );
}

/** The set `ss` is to make its instances from another image. */
function newImage(image: string): Command {
  return { type: 'scaleSet.update', scaleSet: 'ss', image };
}

/** The same cases in a room with the set `ss`. */
function withSet(cases: Entry['refused']): Entry['refused'] {
  return Object.fromEntries(
    Object.entries(cases).map(([code, one]) => [
      code,
      { ...one, setup: [...scaleSet, ...(one.setup ?? [])] },
    ]),
  );
}

/** As `imageCases`, of a command whose other references are checked elsewhere. */
function ownImageCases(
  when: (more: { image: string; group: string }) => Command,
): Entry['refused'] {
  const { 'reference.ambiguous': _ambiguous, ...cases } = imageCases(when);
  return cases;
}

/** What any command that names an image may meet. */
function imageCases(when: (more: { image: string; group: string }) => Command): Entry['refused'] {
  const lab = 'lab';
  return {
    'reference.ambiguous': {
      setup: [...versioned, { ...upload, name: 'de' }],
      when: when({ image: 'de', group: lab }),
    },
    'image.termsNotAccepted': { when: when({ image: planImage, group: lab }) },
    'image.isoHost': { when: when({ image: 'iso:Debian12', group: lab }) },
    'image.notReady': { before: [upload], when: when({ image: 'im', group: lab }) },
    'image.otherRegion': {
      setup: [upload, ...farGroup],
      when: when({ image: 'im', group: 'far' }),
    },
    'imageVersion.notFound': { setup: versioned, when: when({ image: 'de@9.0.0', group: lab }) },
    'imageVersion.notReplicated': {
      setup: [...versioned, ...farGroup],
      when: when({ image: 'de', group: 'far' }),
    },
  };
}
/** An open load on both machines, with what a case changes. */
function work(change: Partial<CommandOf<'workload.add'>>): Command {
  return { type: 'workload.add', name: 'w', kind: 'requests', machines: ['web-*'], ...change };
}
/** The same use told anew. */
function rework(change: Partial<CommandOf<'workload.edit'>>): Command {
  return { type: 'workload.edit', workload: 'w', kind: 'requests', machines: ['web-*'], ...change };
}
/** A web app, and an open load on it. */
const site: CommandOf<'webApp.add'> = { type: 'webApp.add', name: 'site', tier: 'S1' };
function onSite(change: Partial<CommandOf<'workload.add'>>): Command {
  return { type: 'workload.add', name: 'w', kind: 'requests', webApp: 'site', ...change };
}
/** A stopped machine is the only way to the other one. */
const jumpbox = work({ kind: 'jumpbox', machines: ['web-2'], manages: ['web-1'] });
/** Two steps at one moment. */
const twice = [
  { at: '5s', perSecond: 1 },
  { at: '5s', perSecond: 2 },
];
/** 100 GiB at 200 MB/s: complete after 537 s. */
const backedUp: Command[] = [...storePair, setBackup, { type: 'store.backUp', store: 'db' }];
const restore: Command = { type: 'store.restore', store: 'db' };
/** The only backup is being put in place. */
function restoreNow(world: World): void {
  beginRestore(world, { backup: 0, onto: 0, lastsUs: 60_000_000 });
  settleStores(world);
}
/** A machine stops, and its stores have seen it. */
function stopAtOnce(world: World, id: string): void {
  const found = world.names.resolve(['vm'], id);
  if (found.ok) leaveRunning(world, found.value.slot);
  settleStores(world);
}
/** Two links that would both be called a--b--c. */
const twins: Command[] = [
  { type: 'switch.add', name: 'b--c', layer: 'tor', rack: 'r1' },
  { type: 'switch.add', name: 'c', layer: 'tor', rack: 'r2' },
  host('a', { switches: ['b--c'] }),
];
const onStorage: Command[] = [vm('stored', { storage: 's1' })];

/** Rack r1 stands in zone z1; whatever else there is stands in none. */
const zoned: Command[] = [
  { type: 'place.add', kind: 'zone', name: 'z1', parent: 'site:school' },
  { type: 'place.add', kind: 'room', name: 'rz', parent: 'zone:z1' },
  { type: 'place.add', kind: 'row', name: 'az', parent: 'room:rz' },
  { type: 'rack.edit', rack: 'r1', row: 'row:az' },
];
const threeZones: Command[] = ['z1', 'z2', 'z3'].map((name) => ({
  type: 'place.add',
  kind: 'zone',
  name,
  parent: 'site:school',
}));
/** A cluster of r1 that also runs D2s_v5 on a second rack, whose one host is full. */
const fullTwin: Command[] = [
  { type: 'rack.add', name: 'r8', row: 'row:az' },
  { type: 'host.add', name: 'r8-h1', rack: 'r8', cores: 2, memoryMib: 8_192, switches: ['agg'] },
  vm('fill', { host: 'r8-h1' }),
];

/** So many walls, each between two of the hosts p0, p1, and so on. */
function wallsBetween(hosts: number, count: number): Command[] {
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor(index / (hosts - 1));
    const to = index % (hosts - 1);
    return {
      type: 'fault.inject',
      kind: 'partition',
      target: `host:p${from}`,
      other: `host:p${to < from ? to : to + 1}`,
    };
  });
}

function disk(
  name: string,
  more: Partial<Extract<Command, { type: 'disk.create' }>> = {},
): Command {
  return { type: 'disk.create', name, sizeGib: 100, ...more };
}

function resize(machine: string, size: string): Command {
  return { type: 'vm.resize', vm: machine, size };
}

function attachDisk(name: string, machine: string): Extract<Command, { type: 'disk.attach' }> {
  return { type: 'disk.attach', disk: name, vm: machine };
}

const fourDisks = Array.from({ length: 4 }, () => ({ sizeGib: 4 }));
/** A disk of one zone and a machine of another. */
const twoZoneRacks: Command[] = [
  ...zoned,
  { type: 'place.add', kind: 'zone', name: 'z2', parent: 'site:school' },
  disk('d', { zone: 'z2' }),
  vm('n', { zone: 'z1' }),
];

const reserved: Command[] = [{ type: 'reservation.add', name: 'cr', size: 'D2s_v5', quantity: 1 }];
const hostGroup: Command[] = [{ type: 'hostGroup.add', name: 'hg', automaticPlacement: true }];
const dedicated: Command[] = [
  ...hostGroup,
  { type: 'dedicatedHost.add', name: 'dh', hostGroup: 'hg', sku: 'Dsv5-Type1', host: 'r1-h1' },
];
const near: Command[] = [{ type: 'proximityGroup.add', name: 'pg' }];

const CASES: Readonly<Record<CommandType, Entry>> = {
  ...networkEntries,
  ...balancerEntries,
  ...hypervisorEntries,
  ...moveEntries,
  ...environmentEntries,
  'application.break': {
    accepted: { room: web, when: { type: 'application.break', vm: 'web-1', as: 'hung' } },
    refused: {
      'vm.notFound': { when: { type: 'application.break', vm: 'web-1', as: 'hung' } },
      'vm.notRunning': {
        room: web,
        setup: [{ type: 'vm.stop', vm: 'web-1' }],
        when: { type: 'application.break', vm: 'web-1', as: 'hung' },
      },
      'application.alreadyBroken': {
        room: web,
        before: [{ type: 'application.break', vm: 'web-1', as: 'crashed' }],
        when: { type: 'application.break', vm: 'web-1', as: 'crashed' },
      },
    },
  },
  'application.restore': {
    accepted: {
      room: web,
      before: [{ type: 'application.break', vm: 'web-1', as: 'crashed' }],
      when: { type: 'application.restore', vm: 'web-1' },
    },
    refused: {
      'vm.notFound': { when: { type: 'application.restore', vm: 'web-1' } },
      'application.notBroken': {
        room: web,
        when: { type: 'application.restore', vm: 'web-1' },
      },
    },
  },
  'balancer.admit': {
    accepted: {
      room: web,
      when: { type: 'balancer.admit', balancer: 'front', vm: 'web-1', state: 'down' },
    },
    refused: {
      'balancer.notFound': {
        room: web,
        when: { type: 'balancer.admit', balancer: 'back', vm: 'web-1', state: 'down' },
      },
      'vm.notFound': {
        room: web,
        when: { type: 'balancer.admit', balancer: 'front', vm: 'web-9', state: 'down' },
      },
      'balancer.notMember': {
        room: web,
        setup: [vm('other')],
        when: { type: 'balancer.admit', balancer: 'front', vm: 'other', state: 'down' },
      },
      'balancer.adminUnchanged': {
        room: web,
        when: { type: 'balancer.admit', balancer: 'front', vm: 'web-1', state: 'none' },
      },
    },
  },
  'dnsProfile.add': {
    accepted: { room: web, setup: secondFront, when: dnsName() },
    refused: {
      'name.taken': { room: web, setup: [...secondFront, dnsName()], when: dnsName() },
      'group.notFound': { room: web, when: dnsName({ group: 'shop' }) },
      'group.ambiguous': { room: web, setup: twoGroups, when: dnsName() },
      'service.notFound': { setup: secondFront, when: dnsName() },
      'balancer.notFound': { room: web, when: dnsName() },
      ...refusedBesideRules['dnsProfile.add'],
      'balancer.taken': {
        room: web,
        setup: [...secondFront, { type: 'service.add', name: 'api', balancer: 'second' }],
        when: dnsName(),
      },
      'dnsProfile.serviceTaken': {
        room: web,
        setup: [...secondFront, dnsName({ name: 'first' })],
        when: dnsName(),
      },
      'dnsProfile.homeMissing': {
        room: web,
        setup: secondFront,
        when: dnsName({ endpoints: [{ balancer: 'second' }] }),
      },
      'dnsProfile.endpointTwice': {
        room: web,
        when: dnsName({ endpoints: [{ balancer: 'front' }, { balancer: 'front' }] }),
      },
      'dnsProfile.probeTooFast': {
        room: web,
        setup: secondFront,
        when: dnsName({ probeInterval: '9s' }),
      },
    },
  },
  'dnsProfile.edit': {
    accepted: {
      room: web,
      setup: [...secondFront, dnsName()],
      when: { type: 'dnsProfile.edit', dnsProfile: 'shop', ttl: '5s' },
    },
    refused: {
      'dnsProfile.notFound': { when: { type: 'dnsProfile.edit', dnsProfile: 'shop' } },
      'dnsProfile.probeTooFast': {
        room: web,
        setup: [...secondFront, dnsName()],
        when: { type: 'dnsProfile.edit', dnsProfile: 'shop', probeInterval: '1s' },
      },
    },
  },
  'dnsProfile.switch': {
    accepted: {
      room: web,
      setup: [...secondFront, dnsName()],
      when: { type: 'dnsProfile.switch', dnsProfile: 'shop', balancer: 'front', enabled: false },
    },
    refused: {
      'dnsProfile.notFound': {
        room: web,
        when: { type: 'dnsProfile.switch', dnsProfile: 'shop', balancer: 'front' },
      },
      'balancer.notFound': {
        room: web,
        setup: [...secondFront, dnsName()],
        when: { type: 'dnsProfile.switch', dnsProfile: 'shop', balancer: 'third' },
      },
      'dnsProfile.noEndpoint': {
        room: web,
        setup: [...secondFront, dnsName({ endpoints: [{ balancer: 'front' }] })],
        when: { type: 'dnsProfile.switch', dnsProfile: 'shop', balancer: 'second' },
      },
      'dnsProfile.lastEndpoint': {
        room: web,
        setup: [dnsName({ endpoints: [{ balancer: 'front' }] })],
        when: { type: 'dnsProfile.switch', dnsProfile: 'shop', balancer: 'front', enabled: false },
      },
    },
  },
  'dnsProfile.remove': {
    accepted: {
      room: web,
      setup: [...secondFront, dnsName()],
      when: { type: 'dnsProfile.remove', dnsProfile: 'shop' },
    },
    refused: {
      'dnsProfile.notFound': { when: { type: 'dnsProfile.remove', dnsProfile: 'shop' } },
    },
  },
  'place.add': {
    accepted: { when: { type: 'place.add', kind: 'row', name: 'b', parent: 'room:room' } },
    refused: {
      'name.taken': { when: { type: 'place.add', kind: 'row', name: 'a', parent: 'room:room' } },
      'place.notFound': { when: { type: 'place.add', kind: 'row', name: 'b', parent: 'hall' } },
      'place.wrongParent': { when: { type: 'place.add', kind: 'row', name: 'b' } },
    },
  },
  'place.remove': {
    accepted: {
      setup: [{ type: 'place.add', kind: 'row', name: 'b', parent: 'room:room' }],
      when: { type: 'place.remove', place: 'row:b' },
    },
    refused: {
      'place.notFound': { when: { type: 'place.remove', place: 'row:b' } },
      'place.notEmpty': { when: { type: 'place.remove', place: 'row:a' } },
    },
  },
  'cluster.add': {
    accepted: { when: { type: 'cluster.add', name: 'gen1', sizes: ['D2s_v5'] } },
    refused: {
      'name.taken': { setup: narrowCluster, when: { type: 'cluster.add', name: 'narrow' } },
      'size.notFound': { when: { type: 'cluster.add', name: 'gen1', sizes: ['D2s_v55'] } },
    },
  },
  'cluster.remove': {
    accepted: {
      setup: [{ type: 'cluster.add', name: 'gen1' }],
      when: { type: 'cluster.remove', cluster: 'gen1' },
    },
    refused: {
      'cluster.notFound': { when: { type: 'cluster.remove', cluster: 'gen1' } },
      'cluster.notEmpty': {
        setup: narrowCluster,
        when: { type: 'cluster.remove', cluster: 'narrow' },
      },
    },
  },
  'rack.add': {
    accepted: { when: { type: 'rack.add', name: 'r9', row: 'row:a' } },
    refused: {
      'name.taken': { when: { type: 'rack.add', name: 'r1', row: 'row:a' } },
      'place.notFound': { when: { type: 'rack.add', name: 'r9', row: 'row:z' } },
      'rack.positionTaken': { when: { type: 'rack.add', name: 'r9', row: 'row:a', position: 1 } },
      'cluster.notFound': {
        when: { type: 'rack.add', name: 'r9', row: 'row:a', cluster: 'gen9' },
      },
    },
  },
  'rack.edit': {
    accepted: { when: { type: 'rack.edit', rack: 'r1', position: 7 } },
    refused: {
      'rack.notFound': { when: { type: 'rack.edit', rack: 'r9' } },
      'place.notFound': { when: { type: 'rack.edit', rack: 'r1', row: 'row:z' } },
      'zone.inUse': {
        setup: [...zoned, vm('zonal', { zone: 'z1' })],
        when: { type: 'rack.edit', rack: 'r1', row: 'row:a' },
      },
      'rack.positionTaken': { when: { type: 'rack.edit', rack: 'r1', position: 2 } },
      'cluster.notFound': { when: { type: 'rack.edit', rack: 'r1', cluster: 'gen9' } },
      'rack.inUse': {
        room: web,
        setup: [{ type: 'cluster.add', name: 'gen1' }],
        when: { type: 'rack.edit', rack: 'r1', cluster: 'gen1' },
      },
    },
  },
  'rack.remove': {
    accepted: {
      setup: [{ type: 'rack.add', name: 'r9', row: 'row:a' }],
      when: { type: 'rack.remove', rack: 'r9' },
    },
    refused: {
      'rack.notFound': { when: { type: 'rack.remove', rack: 'r9' } },
      'rack.notEmpty': { when: { type: 'rack.remove', rack: 'r1' } },
    },
  },
  'storage.add': {
    accepted: { when: { type: 'storage.add', name: 's2', rack: 'r1' } },
    refused: {
      'name.taken': { when: { type: 'storage.add', name: 's1' } },
      'place.notFound': { when: { type: 'storage.add', name: 's2', place: 'room:x' } },
      'place.inRack': {
        when: { type: 'storage.add', name: 's2', rack: 'r1', place: 'room:room' },
      },
      'rack.notFound': { when: { type: 'storage.add', name: 's2', rack: 'r9' } },
    },
  },
  'storage.remove': {
    accepted: { when: { type: 'storage.remove', storage: 's1' } },
    refused: {
      'storage.notFound': { when: { type: 'storage.remove', storage: 's9' } },
      'storage.notEmpty': { setup: onStorage, when: { type: 'storage.remove', storage: 's1' } },
    },
  },
  'power.add': {
    accepted: { when: { type: 'power.add', kind: 'pdu', name: 'x', from: 'feed:a', rack: 'r1' } },
    refused: {
      'name.taken': { when: { type: 'power.add', kind: 'feed', name: 'a', from: 'ups:ua' } },
      'place.notFound': {
        when: { type: 'power.add', kind: 'utility', name: 'x', place: 'room:x' },
      },
      'place.inRack': {
        when: {
          type: 'power.add',
          kind: 'pdu',
          name: 'x',
          from: 'feed:a',
          rack: 'r1',
          place: 'room:room',
        },
      },
      'power.notFound': { when: { type: 'power.add', kind: 'pdu', name: 'x', from: 'feed:z' } },
      'power.wrongSource': { when: { type: 'power.add', kind: 'pdu', name: 'x' } },
      'rack.notFound': {
        when: { type: 'power.add', kind: 'pdu', name: 'x', from: 'feed:a', rack: 'r9' },
      },
    },
  },
  'power.edit': {
    accepted: { when: { type: 'power.edit', power: 'pdu:r1-a', from: 'feed:b' } },
    refused: {
      'power.notFound': { when: { type: 'power.edit', power: 'feed:z' } },
      'power.wrongSource': { when: { type: 'power.edit', power: 'ups:ua', from: 'feed:a' } },
    },
  },
  'power.remove': {
    accepted: {
      setup: [{ type: 'power.add', kind: 'pdu', name: 'x', from: 'feed:a' }],
      when: { type: 'power.remove', power: 'pdu:x' },
    },
    refused: {
      'power.notFound': { when: { type: 'power.remove', power: 'pdu:x' } },
      'power.inUse': { when: { type: 'power.remove', power: 'pdu:r1-a' } },
    },
  },
  'switch.add': {
    accepted: {
      when: { type: 'switch.add', name: 'w', layer: 'tor', rack: 'r1', uplinks: ['agg'] },
    },
    refused: {
      'name.taken': { when: { type: 'switch.add', name: 'core', layer: 'core' } },
      'place.notFound': {
        when: { type: 'switch.add', name: 'w', layer: 'core', place: 'room:x' },
      },
      'place.inRack': {
        when: { type: 'switch.add', name: 'w', layer: 'tor', rack: 'r1', place: 'room:room' },
      },
      'rack.notFound': { when: { type: 'switch.add', name: 'w', layer: 'tor', rack: 'r9' } },
      'power.notFound': { when: { type: 'switch.add', name: 'w', layer: 'tor', pdus: ['z'] } },
      'power.wrongSource': {
        when: { type: 'switch.add', name: 'w', layer: 'tor', pdus: ['feed:a'] },
      },
      'switch.notFound': {
        when: { type: 'switch.add', name: 'w', layer: 'tor', uplinks: ['nowhere'] },
      },
    },
  },
  'switch.remove': {
    accepted: { when: { type: 'switch.remove', switch: 'core' } },
    refused: {
      'switch.notFound': { when: { type: 'switch.remove', switch: 'w' } },
      'switch.inUse': { when: { type: 'switch.remove', switch: 'r1-tor' } },
    },
  },
  'link.add': {
    accepted: { when: { type: 'link.add', from: 'r1-h1', to: 'r2-tor' } },
    refused: {
      'link.endNotFound': { when: { type: 'link.add', from: 'r1-h9', to: 'r2-tor' } },
      'link.exists': { when: { type: 'link.add', from: 'core', to: 'agg' } },
      'link.toItself': { when: { type: 'link.add', from: 'core', to: 'core' } },
      'name.taken': {
        setup: [...twins, host('a--b')],
        when: { type: 'link.add', from: 'a--b', to: 'switch:c' },
      },
    },
  },
  'link.remove': {
    accepted: { when: { type: 'link.remove', link: 'agg--core' } },
    refused: { 'link.notFound': { when: { type: 'link.remove', link: 'core--agg' } } },
  },
  'cord.add': {
    accepted: { when: { type: 'cord.add', device: 'r1-h1', pdu: 'r2-a' } },
    refused: {
      'cord.deviceNotFound': { when: { type: 'cord.add', device: 'r1-h9', pdu: 'r1-a' } },
      'power.notFound': { when: { type: 'cord.add', device: 'r1-h1', pdu: 'r9-a' } },
      'power.wrongSource': { when: { type: 'cord.add', device: 'r1-h1', pdu: 'feed:a' } },
      'cord.exists': { when: { type: 'cord.add', device: 'r1-h1', pdu: 'r1-a' } },
      'cord.tooMany': {
        before: [
          { type: 'cord.add', device: 'r1-h1', pdu: 'r2-a' },
          { type: 'cord.add', device: 'r1-h1', pdu: 'r2-b' },
          { type: 'power.add', kind: 'pdu', name: 'x', from: 'feed:a' },
        ],
        when: { type: 'cord.add', device: 'r1-h1', pdu: 'x' },
      },
    },
  },
  'cord.remove': {
    accepted: { when: { type: 'cord.remove', device: 'r1-h1', pdu: 'r1-a' } },
    refused: {
      'cord.deviceNotFound': { when: { type: 'cord.remove', device: 'r1-h9', pdu: 'r1-a' } },
      'power.notFound': { when: { type: 'cord.remove', device: 'r1-h1', pdu: 'r9-a' } },
      'power.wrongSource': { when: { type: 'cord.remove', device: 'r1-h1', pdu: 'ups:ua' } },
      'cord.notFound': { when: { type: 'cord.remove', device: 'r1-h1', pdu: 'r2-a' } },
    },
  },
  'host.add': {
    accepted: { when: host('n') },
    refused: {
      'name.taken': { when: host('r1-h1') },
      'rack.notFound': { when: host('n', { rack: 'r9' }) },
      'rack.unitTaken': { when: host('n', { unit: 1 }) },
      'rack.full': {
        setup: [{ type: 'rack.add', name: 'low', row: 'row:a', units: 1 }],
        when: host('n', { rack: 'low', heightUnits: 2 }),
      },
      'model.notFound': { when: host('n', { model: 'abacus' }) },
      'image.notFound': { when: host('n', { installed: 'None1' }) },
      'host.incomplete': { when: { type: 'host.add', name: 'n', rack: 'r1', cores: 4 } },
      'power.notFound': { when: host('n', { pdus: ['z'] }) },
      'power.wrongSource': { when: host('n', { pdus: ['utility:grid'] }) },
      'switch.notFound': { when: host('n', { switches: ['nowhere'] }) },
    },
  },
  'host.edit': {
    accepted: { when: { type: 'host.edit', host: 'r1-h1', rack: 'r2' } },
    refused: {
      'host.notFound': { when: { type: 'host.edit', host: 'r1-h9' } },
      'host.inUse': {
        room: web,
        when: { type: 'host.edit', host: 'r1-h1', system: 'operatingSystem' },
      },
      'rack.notFound': { when: { type: 'host.edit', host: 'r1-h1', rack: 'r9' } },
      'rack.unitTaken': { when: { type: 'host.edit', host: 'r1-h1', unit: 2 } },
      'rack.full': {
        setup: [
          { type: 'rack.add', name: 'low', row: 'row:a', units: 1 },
          host('n', { rack: 'low' }),
        ],
        when: { type: 'host.edit', host: 'r1-h1', rack: 'low' },
      },
      'name.taken': {
        setup: [...twins, host('a--b')],
        when: { type: 'host.edit', host: 'a--b', rack: 'r2' },
      },
      'host.hasApplications': {
        setup: [...bareHost, app('shop')],
        when: { type: 'host.edit', host: 'bare', system: 'hypervisor' },
      },
    },
  },
  'host.remove': {
    accepted: { when: { type: 'host.remove', host: 'r1-h1' } },
    refused: {
      'host.notFound': { when: { type: 'host.remove', host: 'r1-h9' } },
      'host.inUse': { room: web, when: { type: 'host.remove', host: 'r1-h1' } },
      'host.hasApplications': {
        setup: [...bareHost, app('shop')],
        when: { type: 'host.remove', host: 'bare' },
      },
    },
  },
  'fault.cut': {
    accepted: { when: { type: 'fault.cut', target: 'feed:a' } },
    refused: {
      'fault.targetNotFound': { when: { type: 'fault.cut', target: 'feed:z' } },
      'fault.alreadyCut': {
        before: [{ type: 'fault.cut', target: 'feed:a' }],
        when: { type: 'fault.cut', target: 'feed:a' },
      },
    },
  },
  'event.schedule': {
    accepted: {
      setup: [vm('told')],
      when: { type: 'event.schedule', event: 'Redeploy', target: 'told', notice: '10m' },
    },
    refused: {
      'event.targetNotFound': {
        when: { type: 'event.schedule', event: 'Freeze', target: 'rack:z' },
      },
      'event.noticeTooShort': {
        setup: [vm('told')],
        when: { type: 'event.schedule', event: 'Freeze', target: 'told', notice: '14m' },
      },
      'event.alreadyAnnounced': {
        setup: [vm('told')],
        before: [{ type: 'event.schedule', event: 'Freeze', target: 'told' }],
        when: { type: 'event.schedule', event: 'Reboot', target: 'vm:lab/told' },
      },
      'maintenance.empty': {
        when: { type: 'event.schedule', event: 'Freeze', target: 'rack:r1' },
      },
    },
  },
  'event.approve': {
    accepted: {
      setup: [vm('told')],
      before: [{ type: 'event.schedule', event: 'Reboot', target: 'told' }],
      when: { type: 'event.approve', event: 'e1' },
    },
    refused: {
      'event.notFound': { when: { type: 'event.approve', event: 'e1' } },
      'event.started': {
        setup: [vm('told')],
        before: [
          { type: 'event.schedule', event: 'Reboot', target: 'told' },
          { type: 'event.approve', event: 'e1' },
        ],
        at: '1s',
        when: { type: 'event.approve', event: 'e1' },
      },
    },
  },
  'event.cancel': {
    accepted: {
      setup: [vm('told')],
      before: [{ type: 'event.schedule', event: 'Reboot', target: 'told' }],
      when: { type: 'event.cancel', event: 'e1' },
    },
    refused: {
      'event.ofScaleSet': {
        setup: [{ ...scaleSet[0], spot: {} } as Command],
        before: [{ type: 'scaleSet.evict', scaleSet: 'ss' }],
        when: { type: 'event.cancel', event: 'e1' },
      },
      'event.notFound': { when: { type: 'event.cancel', event: 'e1' } },
      'event.started': {
        setup: [vm('told')],
        before: [
          { type: 'event.schedule', event: 'Reboot', target: 'told' },
          { type: 'event.approve', event: 'e1' },
        ],
        at: '1s',
        when: { type: 'event.cancel', event: 'e1' },
      },
      'event.ofWave': {
        setup: smallSet,
        before: [{ type: 'maintenance.start', availabilitySet: 'as', notice: '15m' }],
        when: { type: 'event.cancel', event: 'e1' },
      },
    },
  },
  'hook.add': {
    accepted: { setup: smallSet, when: { type: 'hook.add', target: 'as', drain: '1m' } },
    refused: {
      'hook.targetNotFound': { when: { type: 'hook.add', target: 'rack:r1', drain: '1m' } },
      'hook.alreadyThere': {
        setup: smallSet,
        before: [{ type: 'hook.add', target: 'as', drain: '1m' }],
        when: { type: 'hook.add', target: 'as', drain: '2m' },
      },
    },
  },
  'hook.remove': {
    accepted: {
      setup: smallSet,
      before: [{ type: 'hook.add', target: 'as', drain: '1m' }],
      when: { type: 'hook.remove', hook: 'h1' },
    },
    refused: { 'hook.notFound': { when: { type: 'hook.remove', hook: 'h1' } } },
  },
  'reliability.add': {
    accepted: { when: { type: 'reliability.add', name: 'wear', of: 'host' } },
    refused: {
      'name.taken': {
        before: [{ type: 'reliability.add', name: 'wear', of: 'host' }],
        when: { type: 'reliability.add', name: 'wear', of: 'rack' },
      },
      'reliability.ofOrParts': { when: { type: 'reliability.add', name: 'wear' } },
      'reliability.noPart': { when: { type: 'reliability.add', name: 'wear', of: 'zone' } },
      'reliability.partNotFound': {
        when: { type: 'reliability.add', name: 'wear', parts: ['rack:none'] },
      },
      'reliability.noFigure': {
        when: { type: 'reliability.add', name: 'wear', parts: ['rack:r1'], mtbf: '9h' },
      },
      'reliability.tooMany': {
        before: Array.from({ length: 100 }, (_, index) => ({
          type: 'reliability.add' as const,
          name: `wear-${index}`,
          parts: ['rack:r1'],
          mtbf: '9h',
          mttr: '1h',
        })),
        when: { type: 'reliability.add', name: 'wear', of: 'host' },
      },
      'reliability.tooShort': {
        when: { type: 'reliability.add', name: 'wear', of: 'host', mtbf: '10ms' },
      },
    },
  },
  'reliability.remove': {
    accepted: {
      before: [{ type: 'reliability.add', name: 'wear', of: 'host' }],
      when: { type: 'reliability.remove', reliability: 'wear' },
    },
    refused: {
      'reliability.notFound': { when: { type: 'reliability.remove', reliability: 'wear' } },
    },
  },
  'platform.set': {
    accepted: { when: { type: 'platform.set', healing: true, liveMigration: false } },
    refused: { 'platform.nothingSaid': { when: { type: 'platform.set' } } },
  },
  'vm.redeploy': {
    accepted: { setup: [vm('stays')], when: { type: 'vm.redeploy', vm: 'stays' } },
    refused: {
      ...nestedRefusals['vm.redeploy'],
      'vm.notFound': { when: { type: 'vm.redeploy', vm: 'nobody' } },
      'vm.generalized': { setup: generalized, when: { type: 'vm.redeploy', vm: 'g' } },
      'vm.busy': {
        setup: [vm('stays')],
        before: [{ type: 'vm.restart', vm: 'stays' }],
        when: { type: 'vm.redeploy', vm: 'stays' },
      },
      'vm.notAllocated': {
        setup: [vm('stays'), { type: 'vm.deallocate', vm: 'stays' }],
        when: { type: 'vm.redeploy', vm: 'stays' },
      },
      'storage.down': {
        setup: onStorage,
        before: [{ type: 'fault.cut', target: 'storage:s1' }],
        when: { type: 'vm.redeploy', vm: 'stored' },
      },
      AllocationFailed: {
        room: { racks: 1, hostsPerRack: 1 },
        setup: [vm('stays')],
        when: { type: 'vm.redeploy', vm: 'stays' },
      },
    },
  },
  'vm.reapply': {
    accepted: {
      setup: [vm('stays')],
      before: [
        { type: 'vm.restart', vm: 'stays' },
        { type: 'fault.cut', target: 'host:r1-h1' },
      ],
      when: { type: 'vm.reapply', vm: 'stays' },
    },
    refused: {
      'vm.notFound': { when: { type: 'vm.reapply', vm: 'nobody' } },
      'vm.busy': {
        setup: [vm('stays')],
        before: [{ type: 'vm.restart', vm: 'stays' }],
        when: { type: 'vm.reapply', vm: 'stays' },
      },
      'vm.notFailed': { setup: [vm('stays')], when: { type: 'vm.reapply', vm: 'stays' } },
    },
  },
  'fault.inject': {
    accepted: { when: { type: 'fault.inject', kind: 'latency', target: 'rack:r1' } },
    refused: {
      'fault.targetNotFound': { when: { type: 'fault.inject', kind: 'latency', target: 'rack:z' } },
      'fault.wrongTarget': {
        when: { type: 'fault.inject', kind: 'cooling', target: 'host:r1-h1' },
      },
      'fault.alreadyThere': {
        before: [{ type: 'fault.inject', kind: 'loss', target: 'rack:r1' }],
        when: { type: 'fault.inject', kind: 'loss', target: 'rack:r1', amount: 5 },
      },
      'fault.alreadyCut': {
        before: [{ type: 'fault.cut', target: 'rack:r1' }],
        when: { type: 'fault.inject', kind: 'cut', target: 'rack:r1', for: '5m' },
      },
      'fault.amountOutOfRange': {
        when: { type: 'fault.inject', kind: 'loss', target: 'rack:r1', amount: 101 },
      },
      'fault.amountUnused': {
        when: { type: 'fault.inject', kind: 'cooling', target: 'rack:r1', amount: 10 },
      },
      'fault.otherUnused': {
        when: { type: 'fault.inject', kind: 'loss', target: 'rack:r1', other: 'rack:r2' },
      },
      'fault.sameParts': {
        when: { type: 'fault.inject', kind: 'partition', target: 'rack:r1', other: 'rack:r1' },
      },
      'fault.timesWithoutEvery': {
        when: { type: 'fault.inject', kind: 'loss', target: 'rack:r1', for: '1m', times: 3 },
      },
      'fault.everyTooShort': {
        when: { type: 'fault.inject', kind: 'loss', target: 'rack:r1', for: '2m', every: '1m' },
      },
      'fault.tooMany': {
        setup: Array.from({ length: 15 }, (_, index) => host(`p${index}`)),
        before: wallsBetween(15, 200),
        when: { type: 'fault.inject', kind: 'latency', target: 'rack:r2' },
      },
      'fault.nobodyHit': {
        when: { type: 'fault.inject', kind: 'appCrash', target: 'tag:tier=none' },
      },
      'fault.tooShort': {
        when: { type: 'fault.inject', kind: 'loss', target: 'rack:r1', for: '0s' },
      },
    },
  },
  'fault.clear': {
    accepted: {
      before: [{ type: 'fault.inject', kind: 'loss', target: 'rack:r1' }],
      when: { type: 'fault.clear', target: 'rack:r1' },
    },
    refused: {
      'fault.targetNotFound': { when: { type: 'fault.clear', target: 'rack:z' } },
      'fault.notThere': { when: { type: 'fault.clear', target: 'rack:r1' } },
    },
  },
  'fault.restore': {
    accepted: {
      before: [{ type: 'fault.cut', target: 'feed:a' }],
      when: { type: 'fault.restore', target: 'feed:a' },
    },
    refused: {
      'fault.targetNotFound': { when: { type: 'fault.restore', target: 'feed:z' } },
      'fault.notCut': { when: { type: 'fault.restore', target: 'feed:a' } },
    },
  },
  'group.add': {
    accepted: { when: { type: 'group.add', name: 'other' } },
    refused: { 'name.taken': { when: { type: 'group.add', name: 'lab' } } },
  },
  'group.remove': {
    accepted: { when: { type: 'group.remove', group: 'lab' } },
    refused: {
      'group.notFound': { when: { type: 'group.remove', group: 'other' } },
      'group.notEmpty': { room: web, when: { type: 'group.remove', group: 'lab' } },
    },
  },
  'vm.create': {
    accepted: { when: vm('n') },
    refused: {
      ...nestedRefusals['vm.create'],
      'balancer.basicPool': { setup: basicPool, when: vm('second', { balancers: ['old'] }) },
      'balancer.skuMixed': {
        room: web,
        setup: basicPool,
        when: vm('both', { balancers: ['front', 'old'] }),
      },
      ...imageCases((more) => vm('n', more)),
      ...machineInterfaceRefusals(vm('n')),
      ...accessRefusals((more) => vm('n', more)),
      'disk.smallerThanImage': {
        setup: [upload],
        when: vm('n', { image: 'im', osDisk: { sizeGib: 8 } }),
      },
      'name.taken': { room: web, when: vm('web-1') },
      'group.notFound': { when: vm('n', { group: 'other' }) },
      'group.ambiguous': { setup: twoGroups, when: vm('n') },
      'size.notFound': { when: vm('n', { size: 'D2' }) },
      'image.notFound': { when: vm('n', { image: 'Ubuntu2205' }) },
      'image.sizeMismatch': { when: vm('n', { size: 'B1ls', image: 'Win2022Datacenter' }) },
      'tier.notFound': { when: vm('n', { osDisk: { sizeGib: 64, tier: 'P999' } }) },
      'disk.tooMany': {
        when: vm('n', { dataDisks: Array.from({ length: 5 }, () => ({ sizeGib: 4 })) }),
      },
      QuotaExceeded: {
        setup: [{ type: 'quota.set', family: 'cores', vCpus: 1 }],
        when: vm('n'),
      },
      'spot.withSet': {
        setup: [{ type: 'availabilitySet.add', name: 'as' }],
        when: vm('n', { priority: 'spot', availabilitySet: 'as' }),
      },
      'spot.withReservation': {
        setup: reserved,
        when: vm('n', { priority: 'spot', reservation: 'cr' }),
      },
      'disk.tierTooSmall': { when: vm('n', { dataDisks: [{ sizeGib: 300, tier: 'P10' }] }) },
      'disk.osTooLarge': { when: vm('n', { osDisk: { sizeGib: 4_096 } }) },
      'disk.premiumSize': {
        when: vm('n', {
          size: 'A2_v2',
          image: 'Win2019Datacenter',
          osDisk: { sizeGib: 128, tier: 'P10' },
        }),
      },
      'disk.cachingUnfit': {
        when: vm('n', { size: 'B2s', osDisk: { sizeGib: 64, caching: 'readWrite' } }),
      },
      'storage.notFound': { when: vm('n', { storage: 's9' }) },
      'storage.down': {
        before: [{ type: 'fault.cut', target: 'storage:s1' }],
        when: vm('n', { storage: 's1' }),
      },
      'storage.full': {
        when: vm('n', { storage: 's1', dataDisks: [{ sizeGib: 9_999 }] }),
      },
      'balancer.notFound': { when: vm('n', { balancers: ['front'] }) },
      'host.notFound': { when: vm('n', { host: 'r1-h9' }) },
      'host.noHypervisor': {
        setup: [{ type: 'host.edit', host: 'r1-h1', system: 'operatingSystem' }],
        when: vm('n', { host: 'r1-h1' }),
      },
      'host.down': {
        before: [{ type: 'fault.cut', target: 'host:r1-h1' }],
        when: vm('n', { host: 'r1-h1' }),
      },
      AllocationFailed: { room: small, setup: filled, when: vm('n') },
      OverconstrainedAllocationRequest: { room: { racks: 1 }, setup: narrowCluster, when: vm('n') },
      'availabilitySet.notFound': { when: vm('n', { availabilitySet: 'as' }) },
      'availabilitySet.full': { setup: fullSet, when: vm('n', { availabilitySet: 'crowd' }) },
      'proximityGroup.notFound': { when: vm('n', { proximityGroup: 'pg' }) },
      'hostGroup.notFound': { when: vm('n', { hostGroup: 'hg' }) },
      'hostGroup.notAutomatic': {
        setup: [{ type: 'hostGroup.add', name: 'hg' }],
        when: vm('n', { hostGroup: 'hg' }),
      },
      'hostGroup.withSet': {
        setup: [...hostGroup, ...smallSet],
        when: vm('n', { hostGroup: 'hg', availabilitySet: 'as' }),
      },
      'dedicatedHost.notFound': { when: vm('n', { dedicatedHost: 'dh' }) },
      'dedicatedHost.unfit': {
        setup: [...dedicated, { type: 'hostGroup.add', name: 'other' }],
        when: vm('n', { dedicatedHost: 'dh', hostGroup: 'other' }),
      },
      'dedicatedHost.series': {
        setup: dedicated,
        when: vm('n', { hostGroup: 'hg', size: 'E2s_v5' }),
      },
      'dedicatedHost.only': { setup: dedicated, when: vm('n', { host: 'r1-h1' }) },
      'reservation.notFound': { when: vm('n', { reservation: 'cr' }) },
      'reservation.mismatch': {
        setup: reserved,
        when: vm('n', { reservation: 'cr', size: 'D4s_v5' }),
      },
      'reservation.withSet': {
        setup: [...reserved, ...smallSet],
        when: vm('n', { reservation: 'cr', availabilitySet: 'as' }),
      },
      'reservation.withProximity': {
        setup: [...reserved, ...near],
        when: vm('n', { reservation: 'cr', proximityGroup: 'pg' }),
      },
      'reservation.withHostGroup': {
        setup: [...dedicated, ...reserved],
        when: vm('n', { reservation: 'cr', hostGroup: 'hg' }),
      },
      'zone.notFound': { setup: zoned, when: vm('n', { zone: 'z9' }) },
      'zone.mismatch': { setup: zoned, when: vm('n', { zone: 'z1', host: 'r2-h1' }) },
      'zone.withSet': {
        setup: [...zoned, ...smallSet],
        when: vm('n', { zone: 'z1', availabilitySet: 'as' }),
      },
      ZonalAllocationFailed: {
        room: small,
        setup: [...zoned, ...filled],
        when: vm('n', { zone: 'z1' }),
      },
      OverconstrainedZonalAllocationRequest: {
        room: { racks: 1 },
        setup: [...zoned, ...fullTwin, ...narrowCluster],
        when: vm('n', { zone: 'z1' }),
      },
      SkuNotAvailable: {
        room: { racks: 1 },
        setup: [...zoned, ...narrowCluster],
        when: vm('n', { zone: 'z1' }),
      },
      'disk.zrsZones': {
        setup: zoned,
        when: vm('n', { osDisk: { sizeGib: 64, redundancy: 'zrs' } }),
      },
      'disk.zrsTier': {
        setup: threeZones,
        when: vm('n', { osDisk: { sizeGib: 64, tier: 'S6', redundancy: 'zrs' } }),
      },
    },
  },
  'vm.start': {
    accepted: {
      room: web,
      before: [{ type: 'vm.stop', vm: 'web-1' }],
      at: '1m',
      when: { type: 'vm.start', vm: 'web-1' },
    },
    refused: {
      ...nestedRefusals['vm.start'],
      'vm.notFound': { when: { type: 'vm.start', vm: 'web-1' } },
      'vm.generalized': { setup: generalized, when: { type: 'vm.start', vm: 'g' } },
      'vm.busy': {
        room: web,
        before: [{ type: 'vm.stop', vm: 'web-1' }],
        when: { type: 'vm.start', vm: 'web-1' },
      },
      'vm.alreadyRunning': { room: web, when: { type: 'vm.start', vm: 'web-1' } },
      'host.down': {
        room: web,
        before: [
          { type: 'vm.stop', vm: 'web-1' },
          { type: 'fault.cut', target: 'switch:core' },
        ],
        at: '1m',
        when: { type: 'vm.start', vm: 'web-1' },
      },
      'storage.down': {
        setup: [...onStorage, { type: 'vm.stop', vm: 'stored' }],
        before: [{ type: 'fault.cut', target: 'storage:s1' }],
        when: { type: 'vm.start', vm: 'stored' },
      },
      AllocationFailed: {
        room: small,
        setup: [{ type: 'vm.deallocate', vm: 'web-1' }, ...filled, vm('fill-3')],
        when: { type: 'vm.start', vm: 'web-1' },
      },
      OverconstrainedAllocationRequest: {
        room: small,
        setup: [{ type: 'vm.deallocate', vm: 'web-1' }, ...narrowCluster],
        when: { type: 'vm.start', vm: 'web-1' },
      },
      ZonalAllocationFailed: {
        setup: [...zoned, vm('zonal', { zone: 'z1' }), { type: 'vm.deallocate', vm: 'zonal' }],
        before: [{ type: 'fault.cut', target: 'zone:z1' }],
        when: { type: 'vm.start', vm: 'zonal' },
      },
      OverconstrainedZonalAllocationRequest: {
        room: { racks: 1 },
        setup: [
          ...zoned,
          vm('zonal', { zone: 'z1' }),
          { type: 'vm.deallocate', vm: 'zonal' },
          ...fullTwin,
          ...narrowCluster,
        ],
        when: { type: 'vm.start', vm: 'zonal' },
      },
      SkuNotAvailable: {
        room: { racks: 1 },
        setup: [
          ...zoned,
          vm('zonal', { zone: 'z1' }),
          { type: 'vm.deallocate', vm: 'zonal' },
          ...narrowCluster,
        ],
        when: { type: 'vm.start', vm: 'zonal' },
      },
    },
  },
  'vm.stop': {
    accepted: { room: web, when: { type: 'vm.stop', vm: 'web-1' } },
    refused: {
      'vm.notFound': { when: { type: 'vm.stop', vm: 'web-1' } },
      'vm.busy': {
        room: web,
        before: [{ type: 'vm.restart', vm: 'web-1' }],
        when: { type: 'vm.stop', vm: 'web-1' },
      },
      'vm.notRunning': {
        room: web,
        setup: [{ type: 'vm.stop', vm: 'web-1' }],
        when: { type: 'vm.stop', vm: 'web-1' },
      },
    },
  },
  'vm.deallocate': {
    accepted: { room: web, when: { type: 'vm.deallocate', vm: 'web-1' } },
    refused: {
      'vm.notFound': { when: { type: 'vm.deallocate', vm: 'web-1' } },
      'vm.busy': {
        room: web,
        before: [{ type: 'vm.restart', vm: 'web-1' }],
        when: { type: 'vm.deallocate', vm: 'web-1' },
      },
      'vm.alreadyDeallocated': {
        room: web,
        setup: [{ type: 'vm.deallocate', vm: 'web-1' }],
        when: { type: 'vm.deallocate', vm: 'web-1' },
      },
    },
  },
  'vm.restart': {
    accepted: { room: web, when: { type: 'vm.restart', vm: 'web-1', by: 'guest' } },
    refused: {
      'vm.notFound': { when: { type: 'vm.restart', vm: 'web-1' } },
      'vm.busy': {
        room: web,
        before: [{ type: 'vm.restart', vm: 'web-1' }],
        when: { type: 'vm.restart', vm: 'web-1' },
      },
      'vm.notRunning': {
        room: web,
        setup: [{ type: 'vm.deallocate', vm: 'web-1' }],
        when: { type: 'vm.restart', vm: 'web-1' },
      },
    },
  },
  'vm.delete': {
    accepted: { room: web, when: { type: 'vm.delete', vm: 'web-1' } },
    refused: {
      ...nestedRefusals['vm.delete'],
      'vm.notFound': { when: { type: 'vm.delete', vm: 'web-1' } },
      'vm.busy': {
        room: web,
        before: [{ type: 'vm.delete', vm: 'web-1' }],
        when: { type: 'vm.delete', vm: 'web-1' },
      },
    },
  },
  'vm.tag': {
    accepted: { room: web, when: { type: 'vm.tag', vm: 'web-1', tags: { tier: 'web' } } },
    refused: { 'vm.notFound': { when: { type: 'vm.tag', vm: 'web-1', tags: {} } } },
  },
  'vm.recreate': {
    accepted: { room: web, when: { type: 'vm.recreate', vm: 'web-1' } },
    refused: {
      ...nestedRefusals['vm.recreate'],
      'zone.notFound': { room: web, when: { type: 'vm.recreate', vm: 'web-1', zone: 'z9' } },
      'zone.withSet': {
        room: web,
        setup: [...zoned, ...smallSet],
        when: { type: 'vm.recreate', vm: 'web-1', zone: 'z1', availabilitySet: 'as' },
      },
      ZonalAllocationFailed: {
        room: web,
        setup: zoned,
        before: [{ type: 'fault.cut', target: 'rack:r1' }],
        when: { type: 'vm.recreate', vm: 'web-1', zone: 'z1' },
      },
      OverconstrainedZonalAllocationRequest: {
        room: { racks: 1, machines: 1 },
        setup: [...zoned, ...fullTwin, { type: 'vm.deallocate', vm: 'web-1' }, ...narrowCluster],
        when: { type: 'vm.recreate', vm: 'web-1', zone: 'z1' },
      },
      SkuNotAvailable: {
        room: { racks: 1, machines: 1 },
        setup: [...zoned, { type: 'vm.deallocate', vm: 'web-1' }, ...narrowCluster],
        when: { type: 'vm.recreate', vm: 'web-1', zone: 'z1' },
      },
      'vm.notFound': { when: { type: 'vm.recreate', vm: 'web-1' } },
      'vm.inScaleSet': { setup: uniformSet, when: { type: 'vm.recreate', vm: 'un_0' } },
      'vm.busy': {
        room: web,
        before: [{ type: 'vm.restart', vm: 'web-1' }],
        when: { type: 'vm.recreate', vm: 'web-1' },
      },
      'availabilitySet.notFound': {
        room: web,
        when: { type: 'vm.recreate', vm: 'web-1', availabilitySet: 'as' },
      },
      'availabilitySet.full': {
        room: web,
        setup: fullSet,
        when: { type: 'vm.recreate', vm: 'web-1', availabilitySet: 'crowd' },
      },
      'storage.down': {
        setup: onStorage,
        before: [{ type: 'fault.cut', target: 'storage:s1' }],
        when: { type: 'vm.recreate', vm: 'stored' },
      },
      'storage.full': {
        setup: [
          { type: 'storage.add', name: 'tight', capacityGib: 32 },
          vm('stored', { storage: 'tight' }),
        ],
        when: { type: 'vm.recreate', vm: 'stored' },
      },
      AllocationFailed: {
        room: small,
        setup: filled,
        when: { type: 'vm.recreate', vm: 'web-1' },
      },
      OverconstrainedAllocationRequest: {
        room: small,
        setup: [{ type: 'vm.deallocate', vm: 'web-1' }, ...narrowCluster],
        when: { type: 'vm.recreate', vm: 'web-1' },
      },
    },
  },
  'disk.delete': {
    accepted: {
      room: web,
      setup: [{ type: 'vm.delete', vm: 'web-1' }],
      when: { type: 'disk.delete', disk: 'web-1-os' },
    },
    refused: {
      'disk.notFound': { when: { type: 'disk.delete', disk: 'web-1-os' } },
      'disk.inUse': { room: web, when: { type: 'disk.delete', disk: 'web-1-os' } },
    },
  },
  'vm.resize': {
    accepted: { room: web, when: resize('web-1', 'D4s_v5') },
    refused: {
      ...nestedRefusals['vm.resize'],
      'vm.notFound': { when: resize('web-1', 'D4s_v5') },
      'vm.busy': { room: web, before: [busyRestart], when: resize('web-1', 'D4s_v5') },
      'vm.inScaleSet': { setup: uniformSet, when: resize('un_0', 'D4s_v5') },
      'size.notFound': { room: web, when: resize('web-1', 'D5s_v5') },
      'resize.same': { room: web, when: resize('web-1', 'D2s_v5') },
      'image.sizeMismatch': { room: web, when: resize('web-1', 'D2ps_v5') },
      'resize.tempDisk': { room: web, when: resize('web-1', 'D2ds_v5') },
      'disk.premiumSize': {
        setup: [
          vm('n', {
            size: 'D2s_v3',
            image: 'Win2019Datacenter',
            osDisk: { sizeGib: 128, tier: 'P10' },
          }),
        ],
        when: resize('n', 'D2_v3'),
      },
      'disk.tooMany': {
        setup: [
          vm('n', { size: 'D4s_v5', dataDisks: Array.from({ length: 5 }, () => ({ sizeGib: 4 })) }),
        ],
        when: resize('n', 'D2s_v5'),
      },
      'nic.tooMany': {
        room: web,
        prepare: (world) => {
          for (let extra = 0; extra < 2; extra += 1) {
            const nic = world.nic.allocate();
            world.nic.setRef({ column: 'vm', slot: nic, to: 0 });
            world.nic.setRef({ column: 'group', slot: nic, to: 0 });
          }
          world.cloud.invalidate();
        },
        when: resize('web-1', 'D4s_v5'),
      },
      'dedicatedHost.series': {
        setup: [...dedicated, vm('n', { hostGroup: 'hg' })],
        when: resize('n', 'E2s_v5'),
      },
      'reservation.mismatch': {
        setup: [...reserved, vm('n', { reservation: 'cr' })],
        when: resize('n', 'D4s_v5'),
      },
      QuotaExceeded: {
        room: web,
        setup: [{ type: 'quota.set', family: 'standardDSv5Family', vCpus: 5 }],
        when: resize('web-1', 'D4s_v5'),
      },
      OperationNotAllowed: {
        setup: [
          { type: 'cluster.add', name: 'old', sizes: ['Standard_D2s_v5'] },
          { type: 'rack.edit', rack: 'r1', cluster: 'old' },
          vm('n', { host: 'r1-h1' }),
        ],
        when: resize('n', 'D4s_v5'),
      },
      AllocationFailed: { room: small, when: resize('web-1', 'D32s_v5') },
    },
  },
  'vm.reimage': {
    accepted: { room: web, when: { type: 'vm.reimage', vm: 'web-1' } },
    refused: {
      ...nestedRefusals['vm.reimage'],
      'vm.notFound': { when: { type: 'vm.reimage', vm: 'web-1' } },
      'vm.busy': { room: web, before: [busyRestart], when: { type: 'vm.reimage', vm: 'web-1' } },
      'vm.inScaleSet': { setup: uniformSet, when: { type: 'vm.reimage', vm: 'un_0' } },
      'vm.notRunning': {
        room: web,
        setup: [{ type: 'vm.stop', vm: 'web-1' }],
        when: { type: 'vm.reimage', vm: 'web-1' },
      },
    },
  },
  'vm.evict': {
    accepted: {
      setup: [vm('n', { priority: 'spot' })],
      when: { type: 'vm.evict', vm: 'n' },
    },
    refused: {
      'vm.notFound': { when: { type: 'vm.evict', vm: 'n' } },
      'vm.inScaleSet': { setup: uniformSet, when: { type: 'vm.evict', vm: 'un_0' } },
      OperationNotAllowed: { room: web, when: { type: 'vm.evict', vm: 'web-1' } },
      'vm.notAllocated': {
        setup: [vm('n', { priority: 'spot' }), { type: 'vm.deallocate', vm: 'n' }],
        when: { type: 'vm.evict', vm: 'n' },
      },
      'spot.noticed': {
        setup: [vm('n', { priority: 'spot' })],
        before: [{ type: 'vm.evict', vm: 'n' }],
        when: { type: 'vm.evict', vm: 'n' },
      },
    },
  },
  'quota.set': {
    accepted: { when: { type: 'quota.set', family: 'cores', vCpus: 8 } },
    refused: {
      'quota.familyNotFound': { when: { type: 'quota.set', family: 'standardDSv9', vCpus: 8 } },
    },
  },
  'quota.clear': {
    accepted: {
      setup: [{ type: 'quota.set', family: 'cores', vCpus: 8 }],
      when: { type: 'quota.clear', quota: 'quota:lab.cores' },
    },
    refused: {
      'quota.notFound': { when: { type: 'quota.clear', quota: 'quota:lab.cores' } },
    },
  },
  'tag.set': {
    accepted: {
      room: web,
      when: { type: 'tag.set', resource: 'balancer:lab/front', tags: { owner: 'ann' } },
    },
    refused: {
      'resource.notFound': { when: { type: 'tag.set', resource: 'nothing', tags: {} } },
    },
  },
  'disk.create': {
    accepted: { when: disk('d') },
    refused: {
      'name.taken': { setup: [disk('d')], when: disk('d') },
      'group.notFound': { when: disk('d', { group: 'nowhere' }) },
      'group.ambiguous': { setup: twoGroups, when: disk('d') },
      'tier.notFound': { when: disk('d', { tier: 'P99' }) },
      'disk.tierTooSmall': { when: disk('d', { sizeGib: 300, tier: 'P10' }) },
      'disk.osTooLarge': { when: disk('d', { sizeGib: 5_000, role: 'os' }) },
      'storage.notFound': { when: disk('d', { storage: 's9' }) },
      'storage.down': {
        before: [{ type: 'fault.cut', target: 'storage:s1' }],
        when: disk('d', { storage: 's1' }),
      },
      'storage.full': { when: disk('d', { storage: 's1', sizeGib: 20_000 }) },
      'zone.notFound': { when: disk('d', { zone: 'z9' }) },
      'zone.mismatch': {
        setup: [
          ...zoned,
          { type: 'place.add', kind: 'zone', name: 'z2', parent: 'site:school' },
          { type: 'storage.add', name: 'sz', rack: 'r1', capacityGib: 900 },
        ],
        when: disk('d', { zone: 'z2', storage: 'sz' }),
      },
      'disk.zrsZones': { setup: zoned, when: disk('d', { redundancy: 'zrs' }) },
      'disk.zrsTier': { setup: threeZones, when: disk('d', { tier: 'S10', redundancy: 'zrs' }) },
      'disk.burstingUnfit': { when: disk('d', { bursting: true }) },
    },
  },
  'disk.attach': {
    accepted: { room: web, setup: [disk('d')], when: attachDisk('d', 'web-1') },
    refused: {
      ...nestedRefusals['disk.attach'],
      'disk.notFound': { room: web, when: attachDisk('d', 'web-1') },
      'vm.notFound': { setup: [disk('d')], when: attachDisk('d', 'web-1') },
      'vm.busy': {
        room: web,
        setup: [disk('d')],
        before: [busyRestart],
        when: attachDisk('d', 'web-1'),
      },
      'vm.inScaleSet': {
        setup: [disk('d'), ...uniformSet],
        when: attachDisk('d', 'un_0'),
      },
      'disk.inUse': {
        room: web,
        setup: [disk('d'), attachDisk('d', 'web-2')],
        when: attachDisk('d', 'web-1'),
      },
      'disk.busy': { room: web, before: [disk('d')], when: attachDisk('d', 'web-1') },
      'disk.osDisk': {
        room: web,
        setup: [disk('d', { role: 'os' })],
        when: attachDisk('d', 'web-1'),
      },
      'disk.tooMany': {
        setup: [disk('d'), vm('n', { dataDisks: fourDisks })],
        when: attachDisk('d', 'n'),
      },
      'disk.premiumSize': {
        setup: [disk('d', { tier: 'P10' }), vm('n', { size: 'A2_v2', image: 'Win2019Datacenter' })],
        when: attachDisk('d', 'n'),
      },
      'disk.cachingUnfit': {
        setup: [disk('d'), vm('n', { size: 'B2s' })],
        when: { ...attachDisk('d', 'n'), caching: 'readOnly' },
      },
      'zone.mismatch': {
        setup: twoZoneRacks,
        when: attachDisk('d', 'n'),
      },
      'storage.down': {
        room: web,
        setup: [disk('d', { storage: 's1' })],
        before: [{ type: 'fault.cut', target: 'storage:s1' }],
        when: attachDisk('d', 'web-1'),
      },
    },
  },
  'disk.detach': {
    accepted: {
      room: web,
      setup: [disk('d'), attachDisk('d', 'web-1')],
      when: { type: 'disk.detach', disk: 'd' },
    },
    refused: {
      ...nestedRefusals['disk.detach'],
      'disk.notFound': { when: { type: 'disk.detach', disk: 'd' } },
      'disk.notAttached': { setup: [disk('d')], when: { type: 'disk.detach', disk: 'd' } },
      'disk.osDisk': { room: web, when: { type: 'disk.detach', disk: 'web-1-os' } },
      'vm.busy': {
        room: web,
        setup: [disk('d'), attachDisk('d', 'web-1')],
        before: [busyRestart],
        when: { type: 'disk.detach', disk: 'd' },
      },
    },
  },
  'disk.edit': {
    accepted: { setup: [disk('d')], when: { type: 'disk.edit', disk: 'd', sizeGib: 256 } },
    refused: {
      'disk.notFound': { when: { type: 'disk.edit', disk: 'd', sizeGib: 256 } },
      'disk.nothingSaid': { setup: [disk('d')], when: { type: 'disk.edit', disk: 'd' } },
      'disk.burstingUnfit': {
        setup: [disk('d')],
        when: { type: 'disk.edit', disk: 'd', bursting: true },
      },
      'disk.busy': { before: [disk('d')], when: { type: 'disk.edit', disk: 'd', sizeGib: 256 } },
      'vm.busy': {
        room: web,
        before: [busyRestart],
        when: { type: 'disk.edit', disk: 'web-1-os', sizeGib: 256 },
      },
      'disk.shrink': { setup: [disk('d')], when: { type: 'disk.edit', disk: 'd', sizeGib: 4 } },
      'disk.osTooLarge': {
        setup: [disk('d', { role: 'os' })],
        when: { type: 'disk.edit', disk: 'd', sizeGib: 5_000 },
      },
      'tier.notFound': {
        setup: [disk('d')],
        when: { type: 'disk.edit', disk: 'd', tier: 'P99' },
      },
      'disk.tierTooSmall': {
        setup: [disk('d')],
        when: { type: 'disk.edit', disk: 'd', tier: 'P4' },
      },
      'disk.zrsTier': {
        setup: [...threeZones, disk('d', { redundancy: 'zrs' })],
        when: { type: 'disk.edit', disk: 'd', tier: 'S10' },
      },
      'disk.premiumSize': {
        setup: [vm('n', { size: 'A2_v2', image: 'Win2019Datacenter' })],
        when: { type: 'disk.edit', disk: 'n-os', tier: 'P10' },
      },
      'disk.needsDeallocated': {
        room: web,
        when: { type: 'disk.edit', disk: 'web-1-os', sizeGib: 256 },
      },
      'disk.notAttached': {
        setup: [disk('d')],
        when: { type: 'disk.edit', disk: 'd', caching: 'readOnly' },
      },
      'disk.cachingUnfit': {
        setup: [vm('n', { size: 'B2s' })],
        when: { type: 'disk.edit', disk: 'n-os', caching: 'readOnly' },
      },
      'storage.full': {
        setup: [disk('d', { storage: 's1' })],
        when: { type: 'disk.edit', disk: 'd', sizeGib: 20_000 },
      },
    },
  },
  'nic.delete': {
    accepted: {
      room: web,
      setup: [{ type: 'vm.delete', vm: 'web-1' }],
      when: { type: 'nic.delete', nic: 'web-1-nic' },
    },
    refused: {
      'nic.notFound': { when: { type: 'nic.delete', nic: 'web-1-nic' } },
      'nic.inUse': { room: web, when: { type: 'nic.delete', nic: 'web-1-nic' } },
    },
  },
  'proximityGroup.add': {
    accepted: { when: { type: 'proximityGroup.add', name: 'pg', sizes: ['D2s_v5'] } },
    refused: {
      'name.taken': { setup: near, when: { type: 'proximityGroup.add', name: 'pg' } },
      'group.notFound': { when: { type: 'proximityGroup.add', name: 'pg', group: 'other' } },
      'group.ambiguous': { setup: twoGroups, when: { type: 'proximityGroup.add', name: 'pg' } },
      'size.notFound': { when: { type: 'proximityGroup.add', name: 'pg', sizes: ['D2'] } },
      'zone.notFound': {
        when: { type: 'proximityGroup.add', name: 'pg', sizes: ['D2s_v5'], zone: 'z1' },
      },
      'proximityGroup.zoneNeedsSizes': {
        setup: zoned,
        when: { type: 'proximityGroup.add', name: 'pg', zone: 'z1' },
      },
    },
  },
  'proximityGroup.remove': {
    accepted: { setup: near, when: { type: 'proximityGroup.remove', proximityGroup: 'pg' } },
    refused: {
      'proximityGroup.notFound': {
        when: { type: 'proximityGroup.remove', proximityGroup: 'pg' },
      },
      'proximityGroup.notEmpty': {
        setup: [...near, vm('m', { proximityGroup: 'pg' })],
        when: { type: 'proximityGroup.remove', proximityGroup: 'pg' },
      },
    },
  },
  'hostGroup.add': {
    accepted: { when: { type: 'hostGroup.add', name: 'hg', faultDomains: 2 } },
    refused: {
      'name.taken': { setup: hostGroup, when: { type: 'hostGroup.add', name: 'hg' } },
      'group.notFound': { when: { type: 'hostGroup.add', name: 'hg', group: 'other' } },
      'group.ambiguous': { setup: twoGroups, when: { type: 'hostGroup.add', name: 'hg' } },
      'zone.notFound': { when: { type: 'hostGroup.add', name: 'hg', zone: 'z1' } },
    },
  },
  'hostGroup.remove': {
    accepted: { setup: hostGroup, when: { type: 'hostGroup.remove', hostGroup: 'hg' } },
    refused: {
      'hostGroup.notFound': { when: { type: 'hostGroup.remove', hostGroup: 'hg' } },
      'hostGroup.notEmpty': {
        setup: dedicated,
        when: { type: 'hostGroup.remove', hostGroup: 'hg' },
      },
    },
  },
  'dedicatedHost.add': {
    accepted: {
      setup: hostGroup,
      when: { type: 'dedicatedHost.add', name: 'dh', hostGroup: 'hg', sku: 'Dsv5-Type1' },
    },
    refused: {
      'name.taken': {
        setup: dedicated,
        when: { type: 'dedicatedHost.add', name: 'dh', hostGroup: 'hg', sku: 'Dsv5-Type1' },
      },
      'hostGroup.notFound': {
        when: { type: 'dedicatedHost.add', name: 'dh', hostGroup: 'hg', sku: 'Dsv5-Type1' },
      },
      'dedicatedHost.sku': {
        setup: hostGroup,
        when: { type: 'dedicatedHost.add', name: 'dh', hostGroup: 'hg', sku: 'Dsv9' },
      },
      'dedicatedHost.faultDomain': {
        setup: hostGroup,
        when: {
          type: 'dedicatedHost.add',
          name: 'dh',
          hostGroup: 'hg',
          sku: 'Dsv5-Type1',
          faultDomain: 1,
        },
      },
      'dedicatedHost.noHost': {
        room: small,
        setup: hostGroup,
        when: { type: 'dedicatedHost.add', name: 'dh', hostGroup: 'hg', sku: 'Dsv5-Type1' },
      },
      'dedicatedHost.unfit': {
        room: small,
        setup: hostGroup,
        when: {
          type: 'dedicatedHost.add',
          name: 'dh',
          hostGroup: 'hg',
          sku: 'Dsv5-Type1',
          host: 'r1-h1',
        },
      },
      'host.notFound': {
        setup: hostGroup,
        when: {
          type: 'dedicatedHost.add',
          name: 'dh',
          hostGroup: 'hg',
          sku: 'Dsv5-Type1',
          host: 'r9-h9',
        },
      },
    },
  },
  'dedicatedHost.remove': {
    accepted: { setup: dedicated, when: { type: 'dedicatedHost.remove', dedicatedHost: 'dh' } },
    refused: {
      'dedicatedHost.notFound': { when: { type: 'dedicatedHost.remove', dedicatedHost: 'dh' } },
      'dedicatedHost.inUse': {
        setup: [...dedicated, vm('m', { hostGroup: 'hg' })],
        when: { type: 'dedicatedHost.remove', dedicatedHost: 'dh' },
      },
    },
  },
  'reservation.add': {
    accepted: { when: { type: 'reservation.add', name: 'cr', size: 'D2s_v5', quantity: 3 } },
    refused: {
      'name.taken': {
        setup: reserved,
        when: { type: 'reservation.add', name: 'cr', size: 'D2s_v5', quantity: 1 },
      },
      'group.notFound': {
        when: { type: 'reservation.add', name: 'cr', size: 'D2s_v5', quantity: 1, group: 'x' },
      },
      'group.ambiguous': {
        setup: twoGroups,
        when: { type: 'reservation.add', name: 'cr', size: 'D2s_v5', quantity: 1 },
      },
      'size.notFound': {
        when: { type: 'reservation.add', name: 'cr', size: 'D2', quantity: 1 },
      },
      'zone.notFound': {
        when: { type: 'reservation.add', name: 'cr', size: 'D2s_v5', quantity: 1, zone: 'z1' },
      },
      AllocationFailed: {
        room: small,
        when: { type: 'reservation.add', name: 'cr', size: 'D2s_v5', quantity: 8 },
      },
      ZonalAllocationFailed: {
        room: small,
        setup: zoned,
        when: { type: 'reservation.add', name: 'cr', size: 'D2s_v5', quantity: 8, zone: 'z1' },
      },
    },
  },
  'reservation.edit': {
    accepted: {
      setup: reserved,
      when: { type: 'reservation.edit', reservation: 'cr', quantity: 2 },
    },
    refused: {
      'reservation.notFound': {
        when: { type: 'reservation.edit', reservation: 'cr', quantity: 2 },
      },
      'reservation.inUse': {
        setup: [
          { type: 'reservation.add', name: 'cr', size: 'D2s_v5', quantity: 2 },
          vm('a', { reservation: 'cr' }),
          vm('b', { reservation: 'cr' }),
        ],
        when: { type: 'reservation.edit', reservation: 'cr', quantity: 1 },
      },
      AllocationFailed: {
        room: small,
        setup: reserved,
        when: { type: 'reservation.edit', reservation: 'cr', quantity: 9 },
      },
      ZonalAllocationFailed: {
        room: small,
        setup: [
          ...zoned,
          { type: 'reservation.add', name: 'cr', size: 'D2s_v5', quantity: 1, zone: 'z1' },
        ],
        when: { type: 'reservation.edit', reservation: 'cr', quantity: 9 },
      },
    },
  },
  'reservation.remove': {
    accepted: { setup: reserved, when: { type: 'reservation.remove', reservation: 'cr' } },
    refused: {
      'reservation.notFound': { when: { type: 'reservation.remove', reservation: 'cr' } },
      'reservation.inUse': {
        setup: [...reserved, vm('m', { reservation: 'cr' })],
        when: { type: 'reservation.remove', reservation: 'cr' },
      },
    },
  },
  'balancer.add': {
    accepted: { when: { type: 'balancer.add', name: 'b' } },
    refused: {
      'zone.notFound': { when: { type: 'balancer.add', name: 'x', zone: 'z9' } },
      'balancer.basicZone': {
        setup: zoned,
        when: { type: 'balancer.add', name: 'x', sku: 'basic', zone: 'z1' },
      },
      'balancer.httpsNeedsStandard': {
        when: { type: 'balancer.add', name: 'lb', sku: 'basic', probeProtocol: 'https' },
      },
      'balancer.probePortBarred': {
        when: { type: 'balancer.add', name: 'lb', probeProtocol: 'http', probePort: 25 },
      },
      'balancer.probePathUnused': {
        when: { type: 'balancer.add', name: 'lb', probePath: '/health' },
      },
      'balancer.idleOutOfRange': { when: { type: 'balancer.add', name: 'lb', idleTimeout: '31m' } },
      'name.taken': { room: web, when: { type: 'balancer.add', name: 'front' } },
      'group.notFound': { when: { type: 'balancer.add', name: 'b', group: 'other' } },
      'group.ambiguous': { setup: twoGroups, when: { type: 'balancer.add', name: 'b' } },
      'balancer.probeTooFast': {
        when: { type: 'balancer.add', name: 'b', probeInterval: '4999ms' },
      },
    },
  },
  'balancer.edit': {
    accepted: { room: web, when: { type: 'balancer.edit', balancer: 'front', probeThreshold: 3 } },
    refused: {
      'balancer.httpsNeedsStandard': {
        room: { ...web, balancer: { sku: 'basic' }, machines: 1 },
        when: { type: 'balancer.edit', balancer: 'front', probeProtocol: 'https' },
      },
      'balancer.probePortBarred': {
        room: web,
        when: { type: 'balancer.edit', balancer: 'front', probeProtocol: 'http', probePort: 25 },
      },
      'balancer.probePathUnused': {
        room: web,
        when: { type: 'balancer.edit', balancer: 'front', probePath: '/health' },
      },
      'balancer.idleOutOfRange': {
        room: web,
        when: { type: 'balancer.edit', balancer: 'front', idleTimeout: '31m' },
      },
      'balancer.notFound': { when: { type: 'balancer.edit', balancer: 'front' } },
      ...refusedBesideRules['balancer.edit'],
      'balancer.probeTooFast': {
        room: web,
        when: { type: 'balancer.edit', balancer: 'front', probeInterval: '1s' },
      },
    },
  },
  'balancer.remove': {
    accepted: {
      setup: [{ type: 'balancer.add', name: 'b' }],
      when: { type: 'balancer.remove', balancer: 'b' },
    },
    refused: {
      'balancer.notFound': { when: { type: 'balancer.remove', balancer: 'b' } },
      ...refusedBesideRules['balancer.remove'],
      'balancer.inUse': { room: web, when: { type: 'balancer.remove', balancer: 'front' } },
    },
  },
  'balancer.join': {
    accepted: {
      room: web,
      setup: [vm('n')],
      when: { type: 'balancer.join', balancer: 'front', vm: 'n' },
    },
    refused: {
      'balancer.basicPool': {
        setup: [...basicPool, vm('second')],
        when: { type: 'balancer.join', balancer: 'old', vm: 'second' },
      },
      'balancer.skuMixed': {
        room: web,
        setup: [{ type: 'balancer.add', name: 'old', sku: 'basic' }],
        when: { type: 'balancer.join', balancer: 'old', vm: 'web-1' },
      },
      'balancer.notFound': {
        setup: [vm('n')],
        when: { type: 'balancer.join', balancer: 'front', vm: 'n' },
      },
      'vm.notFound': { room: web, when: { type: 'balancer.join', balancer: 'front', vm: 'n' } },
      'balancer.alreadyMember': {
        room: web,
        when: { type: 'balancer.join', balancer: 'front', vm: 'web-1' },
      },
    },
  },
  'balancer.leave': {
    accepted: { room: web, when: { type: 'balancer.leave', balancer: 'front', vm: 'web-1' } },
    refused: {
      'balancer.notFound': {
        setup: [vm('n')],
        when: { type: 'balancer.leave', balancer: 'front', vm: 'n' },
      },
      'vm.notFound': { room: web, when: { type: 'balancer.leave', balancer: 'front', vm: 'n' } },
      'balancer.notMember': {
        room: web,
        setup: [vm('n')],
        when: { type: 'balancer.leave', balancer: 'front', vm: 'n' },
      },
    },
  },
  'service.add': {
    accepted: {
      setup: [{ type: 'balancer.add', name: 'b' }],
      when: { type: 'service.add', name: 'api', balancer: 'b' },
    },
    refused: {
      'host.notFound': {
        setup: [{ type: 'balancer.add', name: 'lb' }],
        when: { type: 'service.add', name: 'api', balancer: 'lb', server: 'none' },
      },
      'service.callsNeedServer': {
        setup: [{ type: 'balancer.add', name: 'lb' }],
        when: {
          type: 'service.add',
          name: 'api',
          balancer: 'lb',
          calls: [{ to: 'host:r1-h1', times: 2 }],
        },
      },
      'service.serverHasHypervisor': {
        setup: [{ type: 'balancer.add', name: 'lb' }],
        when: { type: 'service.add', name: 'api', balancer: 'lb', server: 'r1-h1' },
      },
      'service.needNotFound': {
        setup: [{ type: 'balancer.add', name: 'lb' }],
        when: {
          type: 'service.add',
          name: 'api',
          balancer: 'lb',
          dependsOn: [{ on: 'vm:lab/db' }],
        },
      },
      'name.taken': { room: web, when: { type: 'service.add', name: 'web', balancer: 'front' } },
      'group.notFound': {
        when: { type: 'service.add', name: 'api', group: 'other', balancer: 'b' },
      },
      'group.ambiguous': {
        setup: twoGroups,
        when: { type: 'service.add', name: 'api', balancer: 'b' },
      },
      'balancer.notFound': { when: { type: 'service.add', name: 'api', balancer: 'b' } },
      ...refusedBesideRules['service.add'],
      'balancer.taken': {
        room: web,
        when: { type: 'service.add', name: 'api', balancer: 'front' },
      },
    },
  },
  'service.remove': {
    accepted: { room: web, when: { type: 'service.remove', service: 'web' } },
    refused: { 'service.notFound': { when: { type: 'service.remove', service: 'web' } } },
  },
  'load.set': {
    accepted: {
      room: web,
      when: { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 5 }] } },
    },
    refused: {
      'service.notFound': {
        when: { type: 'load.set', service: 'web', curve: { points: [{ at: '0s', perSecond: 5 }] } },
      },
      'load.pointsOutOfOrder': {
        room: web,
        when: {
          type: 'load.set',
          service: 'web',
          curve: {
            points: [
              { at: '10s', perSecond: 5 },
              { at: '10s', perSecond: 6 },
            ],
          },
        },
      },
      'load.pointPastPeriod': {
        room: web,
        when: {
          type: 'load.set',
          service: 'web',
          curve: { period: '1m', points: [{ at: '60s', perSecond: 5 }] },
        },
      },
    },
  },
  'workload.add': {
    accepted: { room: web, when: work({}) },
    refused: {
      'name.taken': { room: web, before: [work({})], when: work({}) },
      'group.notFound': { room: web, when: work({ group: 'other' }) },
      'group.ambiguous': { room: web, setup: twoGroups, when: work({}) },
      'vm.notFound': { room: web, when: work({ machines: ['x'] }) },
      'workload.noMachine': { room: web, when: work({ machines: ['x-*'] }) },
      'workload.noGround': { room: web, setup: [site], when: work({ webApp: 'site' }) },
      'webApp.notFound': { room: web, when: onSite({}) },
      'workload.webAppUnfit': { room: web, setup: [site], when: onSite({ kind: 'database' }) },
      'workload.notFound': { room: web, when: work({ calls: { on: 'db' } }) },
      'workload.sourceUnfit': { room: web, when: work({ users: 4 }) },
      'workload.sourceMissing': { room: web, when: work({ kind: 'cron' }) },
      'workload.unbounded': { room: web, when: work({ threads: 0 }) },
      'workload.flowUnfit': {
        room: web,
        when: work({ kind: 'desktop', users: 3, mode: 'flow' }),
      },
      'load.pointsOutOfOrder': { room: web, when: work({ curve: { points: twice } }) },
      'load.pointPastPeriod': {
        room: web,
        when: work({ curve: { period: '1s', points: [{ at: '2s', perSecond: 1 }] } }),
      },
      'cron.invalid': { room: web, when: work({ kind: 'cron', cron: 'soon' }) },
      'cron.never': { room: web, when: work({ kind: 'cron', cron: '0 0 31 4 *' }) },
    },
  },
  'workload.edit': {
    accepted: { room: web, before: [work({})], when: rework({ threads: 2 }) },
    refused: {
      'workload.notFound': { room: web, when: rework({}) },
      'workload.called': {
        room: web,
        before: [work({}), work({ name: 'front', kind: 'reverseProxy', calls: { on: 'w' } })],
        when: rework({}),
      },
      'vm.notFound': { room: web, before: [work({})], when: rework({ machines: ['x'] }) },
      'workload.noMachine': { room: web, before: [work({})], when: rework({ machines: ['x-*'] }) },
      'workload.noGround': { room: web, before: [work({})], when: rework({ webApp: 'site' }) },
      'webApp.notFound': {
        room: web,
        before: [work({})],
        when: rework({ machines: undefined, webApp: 'site' }),
      },
      'workload.webAppUnfit': {
        room: web,
        setup: [site],
        before: [work({})],
        when: rework({ machines: undefined, webApp: 'site', reads: 1 }),
      },
      'workload.sourceUnfit': { room: web, before: [work({})], when: rework({ users: 4 }) },
      'workload.sourceMissing': { room: web, before: [work({})], when: rework({ kind: 'cron' }) },
      'workload.unbounded': { room: web, before: [work({})], when: rework({ threads: 0 }) },
      'workload.flowUnfit': {
        room: web,
        before: [work({})],
        when: rework({ kind: 'desktop', users: 3, mode: 'flow' }),
      },
      'load.pointsOutOfOrder': {
        room: web,
        before: [work({})],
        when: rework({ curve: { points: twice } }),
      },
      'load.pointPastPeriod': {
        room: web,
        before: [work({})],
        when: rework({ curve: { period: '1s', points: [{ at: '2s', perSecond: 1 }] } }),
      },
      'cron.invalid': {
        room: web,
        before: [work({})],
        when: rework({ kind: 'cron', cron: 'soon' }),
      },
      'cron.never': {
        room: web,
        before: [work({})],
        when: rework({ kind: 'cron', cron: '0 0 31 4 *' }),
      },
    },
  },
  'webApp.add': {
    accepted: { room: web, when: site },
    refused: {
      'name.taken': { room: web, before: [site], when: site },
      'group.notFound': { room: web, when: { ...site, group: 'other' } },
      'group.ambiguous': { room: web, setup: twoGroups, when: site },
      'webPlan.notFound': { room: web, when: { ...site, tier: 'Z9' } },
      'webApp.tooManyInstances': { room: web, when: { ...site, instances: 11 } },
      'webApp.noAutoscale': {
        room: web,
        when: { ...site, tier: 'B1', autoscale: { minimum: 1, maximum: 2 } },
      },
      'webApp.scaleBounds': {
        room: web,
        when: { ...site, autoscale: { minimum: 3, maximum: 2 } },
      },
    },
  },
  'webApp.scale': {
    accepted: {
      room: web,
      before: [site],
      when: { type: 'webApp.scale', webApp: 'site', instances: 2 },
    },
    refused: {
      'webApp.notFound': { when: { type: 'webApp.scale', webApp: 'site', instances: 2 } },
      'webApp.tooManyInstances': {
        room: web,
        before: [site],
        when: { type: 'webApp.scale', webApp: 'site', instances: 11 },
      },
      'webApp.scaledByItself': {
        room: web,
        before: [{ ...site, autoscale: { minimum: 1, maximum: 2 } }],
        when: { type: 'webApp.scale', webApp: 'site', instances: 2 },
      },
    },
  },
  'webApp.tier': {
    accepted: {
      room: web,
      before: [site],
      when: { type: 'webApp.tier', webApp: 'site', tier: 'P1v3' },
    },
    refused: {
      'webApp.notFound': { when: { type: 'webApp.tier', webApp: 'site', tier: 'S2' } },
      'webPlan.notFound': {
        room: web,
        before: [site],
        when: { type: 'webApp.tier', webApp: 'site', tier: 'Z9' },
      },
      'webApp.tooManyInstances': {
        room: web,
        before: [{ ...site, instances: 4 }],
        when: { type: 'webApp.tier', webApp: 'site', tier: 'B1' },
      },
      'webApp.noAutoscale': {
        room: web,
        before: [{ ...site, autoscale: { minimum: 1, maximum: 2 } }],
        when: { type: 'webApp.tier', webApp: 'site', tier: 'B1' },
      },
    },
  },
  'webApp.autoscale': {
    accepted: {
      room: web,
      before: [site],
      when: { type: 'webApp.autoscale', webApp: 'site', minimum: 2, maximum: 3 },
    },
    refused: {
      'webApp.notFound': {
        when: { type: 'webApp.autoscale', webApp: 'site', minimum: 1, maximum: 2 },
      },
      'webApp.tooManyInstances': {
        room: web,
        before: [site],
        when: { type: 'webApp.autoscale', webApp: 'site', minimum: 1, maximum: 11 },
      },
      'webApp.noAutoscale': {
        room: web,
        before: [{ ...site, tier: 'B1' }],
        when: { type: 'webApp.autoscale', webApp: 'site', minimum: 1, maximum: 2 },
      },
      'webApp.scaleBounds': {
        room: web,
        before: [site],
        when: {
          type: 'webApp.autoscale',
          webApp: 'site',
          minimum: 1,
          maximum: 2,
          outAbove: 30,
          inBelow: 30,
        },
      },
    },
  },
  'webApp.manual': {
    accepted: { room: web, before: [site], when: { type: 'webApp.manual', webApp: 'site' } },
    refused: { 'webApp.notFound': { when: { type: 'webApp.manual', webApp: 'site' } } },
  },
  'webApp.remove': {
    accepted: { room: web, before: [site], when: { type: 'webApp.remove', webApp: 'site' } },
    refused: {
      'webApp.notFound': { when: { type: 'webApp.remove', webApp: 'site' } },
      'webApp.inUse': {
        room: web,
        before: [site, onSite({})],
        when: { type: 'webApp.remove', webApp: 'site' },
      },
    },
  },
  'workload.load': {
    accepted: {
      room: web,
      before: [work({})],
      when: {
        type: 'workload.load',
        workload: 'w',
        curve: { points: [{ at: '0s', perSecond: 2 }] },
      },
    },
    refused: {
      'workload.notFound': {
        when: { type: 'workload.load', workload: 'w', curve: { points: twice } },
      },
      'workload.sourceUnfit': {
        room: web,
        before: [work({ kind: 'batch', jobs: 2 })],
        when: { type: 'workload.load', workload: 'w', curve: { points: twice } },
      },
      'load.pointsOutOfOrder': {
        room: web,
        before: [work({})],
        when: { type: 'workload.load', workload: 'w', curve: { points: twice } },
      },
      'load.pointPastPeriod': {
        room: web,
        before: [work({})],
        when: {
          type: 'workload.load',
          workload: 'w',
          curve: { period: '1s', points: [{ at: '2s', perSecond: 1 }] },
        },
      },
    },
  },
  'workload.mode': {
    accepted: {
      room: web,
      before: [work({})],
      when: { type: 'workload.mode', workload: 'w', mode: 'flow' },
    },
    refused: {
      'workload.notFound': { when: { type: 'workload.mode', workload: 'w', mode: 'flow' } },
      'workload.flowUnfit': {
        room: web,
        before: [work({ kind: 'batch', jobs: 2 })],
        when: { type: 'workload.mode', workload: 'w', mode: 'flow' },
      },
    },
  },
  'workload.remove': {
    accepted: {
      room: web,
      before: [work({})],
      when: { type: 'workload.remove', workload: 'w' },
    },
    refused: {
      'workload.notFound': { when: { type: 'workload.remove', workload: 'w' } },
      'workload.called': {
        room: web,
        before: [work({}), work({ name: 'front', kind: 'reverseProxy', calls: { on: 'w' } })],
        when: { type: 'workload.remove', workload: 'w' },
      },
    },
  },
  'batch.submit': {
    accepted: {
      room: web,
      when: {
        type: 'batch.submit',
        name: 'b',
        machines: ['web-*'],
        count: 3,
        work: { baseMi: 10 },
      },
    },
    refused: {
      'name.taken': {
        room: web,
        before: [
          { type: 'batch.submit', name: 'b', machines: ['web-1'], count: 1, work: { baseMi: 1 } },
        ],
        when: {
          type: 'batch.submit',
          name: 'b',
          machines: ['web-1'],
          count: 1,
          work: { baseMi: 1 },
        },
      },
      'group.notFound': {
        when: {
          type: 'batch.submit',
          name: 'b',
          group: 'other',
          machines: ['*'],
          count: 1,
          work: { baseMi: 1 },
        },
      },
      'group.ambiguous': {
        setup: twoGroups,
        when: { type: 'batch.submit', name: 'b', machines: ['*'], count: 1, work: { baseMi: 1 } },
      },
      'vm.notFound': {
        when: { type: 'batch.submit', name: 'b', machines: ['x'], count: 1, work: { baseMi: 1 } },
      },
      'vm.notRunning': {
        room: web,
        setup: [{ type: 'vm.stop', vm: 'web-2' }],
        when: {
          type: 'batch.submit',
          name: 'b',
          machines: ['web-*'],
          count: 1,
          work: { baseMi: 1 },
        },
      },
      'batch.noMachine': {
        when: {
          type: 'batch.submit',
          name: 'b',
          machines: ['x-*'],
          count: 1,
          work: { baseMi: 1 },
        },
      },
      'batch.tooManyJobs': {
        room: web,
        // A table that says it is nearly full: filling it for real takes half a gigabyte.
        prepare: (world) => {
          Object.defineProperty(world.job, 'count', { get: () => TABLE_SLOTS_MAX - 5 });
        },
        when: {
          type: 'batch.submit',
          name: 'b',
          machines: ['web-1'],
          count: 6,
          work: { baseMi: 1 },
        },
      },
    },
  },
  'availabilitySet.add': {
    accepted: { when: { type: 'availabilitySet.add', name: 'as' } },
    refused: {
      'name.taken': { setup: smallSet, when: { type: 'availabilitySet.add', name: 'as' } },
      'group.notFound': { when: { type: 'availabilitySet.add', name: 'as', group: 'other' } },
      'group.ambiguous': { setup: twoGroups, when: { type: 'availabilitySet.add', name: 'as' } },
    },
  },
  'availabilitySet.remove': {
    accepted: {
      setup: [{ type: 'availabilitySet.add', name: 'as' }],
      when: { type: 'availabilitySet.remove', availabilitySet: 'as' },
    },
    refused: {
      'availabilitySet.notFound': {
        when: { type: 'availabilitySet.remove', availabilitySet: 'as' },
      },
      'availabilitySet.notEmpty': {
        setup: smallSet,
        when: { type: 'availabilitySet.remove', availabilitySet: 'as' },
      },
    },
  },
  'maintenance.start': {
    accepted: { setup: smallSet, when: { type: 'maintenance.start', availabilitySet: 'as' } },
    refused: {
      'event.noticeTooShort': {
        setup: smallSet,
        when: { type: 'maintenance.start', availabilitySet: 'as', notice: '5m' },
      },
      'availabilitySet.notFound': { when: { type: 'maintenance.start', availabilitySet: 'as' } },
      'scaleSet.notFound': { when: { type: 'maintenance.start', scaleSet: 'ss' } },
      ...notMaintained({ type: 'maintenance.start' }),
      'maintenance.target': {
        setup: smallSet,
        when: { type: 'maintenance.start', availabilitySet: 'as', scaleSet: 'as' },
      },
      'maintenance.empty': {
        setup: [{ type: 'availabilitySet.add', name: 'as' }],
        when: { type: 'maintenance.start', availabilitySet: 'as' },
      },
      'maintenance.running': {
        setup: smallSet,
        before: [{ type: 'maintenance.start', availabilitySet: 'as' }],
        when: { type: 'maintenance.start', availabilitySet: 'as' },
      },
    },
  },
  'maintenance.configure': {
    accepted: { setup: smallSet, when: patchWindow },
    refused: {
      'maintenance.target': { setup: smallSet, when: { ...patchWindow, scaleSet: 'ss' } },
      'availabilitySet.notFound': { when: patchWindow },
      ...notMaintained({ ...patchWindow, availabilitySet: undefined }),
      'scaleSet.notFound': {
        when: { ...patchWindow, availabilitySet: undefined, scaleSet: 'ss' },
      },
      'maintenance.windowLength': { setup: smallSet, when: { ...patchWindow, duration: '4h' } },
      'maintenance.windowScope': {
        setup: smallSet,
        when: { ...patchWindow, scope: 'osImage', duration: '5h' },
      },
      'maintenance.windowZone': { setup: smallSet, when: { ...patchWindow, timeZone: 'Mars' } },
    },
  },
  'maintenance.unconfigure': {
    accepted: { setup: [...smallSet, patchWindow], when: noPatchWindow },
    refused: {
      'maintenance.target': { when: { type: 'maintenance.unconfigure', scope: 'guest' } },
      'availabilitySet.notFound': { when: noPatchWindow },
      ...notMaintained({ type: 'maintenance.unconfigure', scope: 'guest' }),
      'scaleSet.notFound': {
        when: { type: 'maintenance.unconfigure', scaleSet: 'ss', scope: 'guest' },
      },
      'maintenance.noWindow': { setup: smallSet, when: noPatchWindow },
    },
  },
  'maintenance.apply': {
    accepted: { setup: smallSet, before: [ownWindow], when: applyOne },
    refused: {
      'vm.notFound': { when: { type: 'maintenance.apply', vm: 'none' } },
      'vm.busy': {
        setup: smallSet,
        before: [ownWindow, { type: 'vm.restart', vm: 'member' }],
        when: applyOne,
      },
      'vm.notRunning': {
        setup: [...smallSet, { type: 'vm.stop', vm: 'member' }],
        before: [ownWindow],
        when: applyOne,
      },
      'maintenance.noSelfService': { setup: smallSet, when: applyOne },
      'maintenance.applied': {
        setup: smallSet,
        before: [ownWindow, applyOne],
        at: '5m',
        when: applyOne,
      },
    },
  },
  'maintenance.cancel': {
    accepted: {
      setup: smallSet,
      before: [{ type: 'maintenance.start', availabilitySet: 'as' }],
      when: { type: 'maintenance.cancel', availabilitySet: 'as' },
    },
    refused: {
      'availabilitySet.notFound': { when: { type: 'maintenance.cancel', availabilitySet: 'as' } },
      'scaleSet.notFound': { when: { type: 'maintenance.cancel', scaleSet: 'ss' } },
      ...notMaintained({ type: 'maintenance.cancel' }),
      'maintenance.target': { when: { type: 'maintenance.cancel' } },
      'maintenance.notRunning': {
        setup: smallSet,
        when: { type: 'maintenance.cancel', availabilitySet: 'as' },
      },
    },
  },
  'scaleSet.add': {
    accepted: { when: scaleSet[0] as Command },
    refused: {
      'scaleSet.mixUnfit': {
        when: { ...(scaleSet[0] as ScaleSetAdd), mix: { sizes: ['D2s_v5', 'D2s_v5'] } },
      },
      'scaleSet.imagePinned': {
        setup: versioned,
        when: { ...pinnedSet, automaticImageUpgrade: true },
      },
      ...ownImageCases((more) => ({ ...scaleSet[0], ...more }) as Command),
      'balancer.basicPool': {
        setup: basicPool,
        when: {
          type: 'scaleSet.add',
          name: 'ss',
          size: 'D2s_v5',
          image: 'Ubuntu2204',
          capacity: 1,
          balancers: ['old'],
        },
      },
      'balancer.skuMixed': {
        room: web,
        setup: basicPool,
        when: {
          type: 'scaleSet.add',
          name: 'ss',
          size: 'D2s_v5',
          image: 'Ubuntu2204',
          capacity: 1,
          balancers: ['front', 'old'],
        },
      },
      'zone.notFound': {
        when: {
          type: 'scaleSet.add',
          name: 'ss',
          size: 'D2s_v5',
          image: 'Ubuntu2204',
          capacity: 1,
          zones: ['z1'],
        },
      },
      'name.taken': { setup: scaleSet, when: scaleSet[0] as Command },
      'group.notFound': { when: { ...scaleSet[0], group: 'other' } as Command },
      'group.ambiguous': { setup: twoGroups, when: scaleSet[0] as Command },
      'size.notFound': { when: { ...scaleSet[0], size: 'D2' } as Command },
      'image.notFound': { when: { ...scaleSet[0], image: 'DOS' } as Command },
      'image.sizeMismatch': {
        when: { ...scaleSet[0], size: 'B1ls', image: 'Win2022Datacenter' } as Command,
      },
      'balancer.notFound': { when: { ...scaleSet[0], balancers: ['b'] } as Command },
      'scaleSet.healthSource': { when: { ...scaleSet[0], health: 'probe' } as Command },
      'scaleSet.grace': {
        when: { ...scaleSet[0], health: 'application', repairs: { grace: '5m' } } as Command,
      },
      'scaleSet.notUniform': { when: { ...scaleSet[0], overprovision: true } as Command },
      'scaleSet.notice': { when: { ...scaleSet[0], terminateNotice: '1m' } as Command },
      'scaleSet.tooMany': {
        when: { ...scaleSet[0], orchestration: 'uniform', capacity: 101 } as Command,
      },
      'scaleSet.mixUniform': {
        when: { ...scaleSet[0], orchestration: 'uniform', spot: { base: 1 } } as Command,
      },
      'scaleSet.spotSize': { when: { ...scaleSet[0], size: 'B2s', spot: {} } as Command },
      'subnet.notFound': { when: { ...scaleSet[0], subnet: 'none' } as Command },
      'securityGroup.notFound': { when: { ...scaleSet[0], securityGroup: 'none' } as Command },
      'scaleSet.subnetTooSmall': {
        setup: smallSubnet,
        when: { ...scaleSet[0], subnet: 'small', capacity: 4 } as Command,
      },
      'scaleSet.domains': { when: { ...scaleSet[0], faultDomains: 5 } as Command },
      ...equipmentRefusals(),
    },
  },
  'scaleSet.scale': {
    accepted: { setup: scaleSet, when: { type: 'scaleSet.scale', scaleSet: 'ss', capacity: 2 } },
    refused: {
      'scaleSet.notFound': { when: { type: 'scaleSet.scale', scaleSet: 'ss', capacity: 2 } },
      'scaleSet.tooMany': {
        setup: uniformSet,
        when: { type: 'scaleSet.scale', scaleSet: 'un', capacity: 101 },
      },
      'scaleSet.subnetTooSmall': {
        setup: [...smallSubnet, { ...scaleSet[0], subnet: 'small' } as Command],
        when: { type: 'scaleSet.scale', scaleSet: 'ss', capacity: 4 },
      },
      'scaleSet.unchanged': {
        setup: scaleSet,
        when: { type: 'scaleSet.scale', scaleSet: 'ss', capacity: 1 },
      },
    },
  },
  'scaleSet.protect': {
    accepted: {
      setup: [{ ...scaleSet[0], orchestration: 'uniform' } as Command],
      when: { type: 'scaleSet.protect', vm: 'ss_0', protect: true },
    },
    refused: {
      'vm.notFound': { when: { type: 'scaleSet.protect', vm: 'ss_0', protect: true } },
      'vm.notInScaleSet': {
        room: web,
        when: { type: 'scaleSet.protect', vm: 'web-1', protect: true },
      },
    },
  },
  'scaleSet.update': {
    accepted: {
      setup: scaleSet,
      when: { type: 'scaleSet.update', scaleSet: 'ss', size: 'D4s_v5' },
    },
    refused: {
      'scaleSet.notFound': { when: { type: 'scaleSet.update', scaleSet: 'ss', size: 'D4s_v5' } },
      ...updateRefusals(),
      ...withSet(ownImageCases(({ image }) => newImage(image))),
      'image.otherRegion': {
        setup: [...scaleSet, ...farGroup, { ...upload, group: 'far' }],
        when: newImage('im'),
      },
      'imageVersion.notReplicated': {
        setup: [
          ...scaleSet,
          ...farGroup,
          { type: 'gallery.add', name: 'ga', group: 'far' },
          definition,
          version,
        ],
        when: newImage('de'),
      },
      'size.notFound': {
        setup: scaleSet,
        when: { type: 'scaleSet.update', scaleSet: 'ss', size: 'D4' },
      },
      'image.notFound': {
        setup: scaleSet,
        when: { type: 'scaleSet.update', scaleSet: 'ss', image: 'DOS' },
      },
      'image.sizeMismatch': {
        setup: scaleSet,
        when: {
          type: 'scaleSet.update',
          scaleSet: 'ss',
          size: 'B1ls',
          image: 'Win2022Datacenter',
        },
      },
      'scaleSet.nothingChanged': {
        setup: scaleSet,
        when: { type: 'scaleSet.update', scaleSet: 'ss', size: 'D2s_v5' },
      },
      'scaleSet.rollingForward': {
        ...rollingForward,
        when: { type: 'scaleSet.update', scaleSet: 'un', size: 'D4s_v5' },
      },
    },
  },
  'scaleSet.policy': {
    accepted: {
      setup: scaleSet,
      when: { type: 'scaleSet.policy', scaleSet: 'ss', scaleIn: 'oldestVm' },
    },
    refused: {
      'scaleSet.notFound': {
        when: { type: 'scaleSet.policy', scaleSet: 'ss', scaleIn: 'oldestVm' },
      },
      'scaleSet.nothingChanged': {
        setup: scaleSet,
        when: { type: 'scaleSet.policy', scaleSet: 'ss' },
      },
      'scaleSet.healthSource': {
        setup: scaleSet,
        when: { type: 'scaleSet.policy', scaleSet: 'ss', upgrade: { mode: 'rolling' } },
      },
      'scaleSet.grace': {
        setup: uniformSet,
        when: {
          type: 'scaleSet.policy',
          scaleSet: 'un',
          health: 'application',
          repairs: { grace: '91m' },
        },
      },
      'scaleSet.notice': {
        setup: scaleSet,
        when: { type: 'scaleSet.policy', scaleSet: 'ss', terminateNotice: '16m' },
      },
      'scaleSet.notUniform': {
        setup: scaleSet,
        when: { type: 'scaleSet.policy', scaleSet: 'ss', overprovision: true },
      },
      ...mixRefusals(),
      'scaleSet.mixUnfit': {
        setup: scaleSet,
        when: { type: 'scaleSet.policy', scaleSet: 'ss', mix: { sizes: ['E2s_v5'] } },
      },
      'size.notFound': {
        setup: scaleSet,
        when: { type: 'scaleSet.policy', scaleSet: 'ss', mix: { sizes: ['D2s_v5', 'D9s_v9'] } },
      },
      'image.sizeMismatch': {
        setup: scaleSet,
        when: { type: 'scaleSet.policy', scaleSet: 'ss', mix: { sizes: ['D2s_v5', 'D2ps_v5'] } },
      },
      'scaleSet.imagePinned': {
        setup: [...versioned, pinnedSet],
        when: { type: 'scaleSet.policy', scaleSet: 'ss', automaticImageUpgrade: true },
      },
      'scaleSet.rollingForward': { ...rollingForward, when: rolling },
    },
  },
  'scaleSet.updateInstances': {
    accepted: {
      setup: behindSet,
      when: { type: 'scaleSet.updateInstances', scaleSet: 'un' },
    },
    refused: {
      'scaleSet.notFound': { when: { type: 'scaleSet.updateInstances', scaleSet: 'un' } },
      'vm.notFound': {
        setup: behindSet,
        when: { type: 'scaleSet.updateInstances', scaleSet: 'un', instances: ['un_7'] },
      },
      'vm.notInScaleSet': {
        room: web,
        setup: behindSet,
        when: { type: 'scaleSet.updateInstances', scaleSet: 'un', instances: ['web-1'] },
      },
      'vm.busy': {
        setup: behindSet,
        before: [{ type: 'vm.restart', vm: 'un_0' }],
        when: { type: 'scaleSet.updateInstances', scaleSet: 'un', instances: ['un_0'] },
      },
      'vm.protected': {
        setup: behindSet,
        before: [{ type: 'scaleSet.protect', vm: 'un_0', protect: true, actions: true }],
        when: { type: 'scaleSet.updateInstances', scaleSet: 'un', instances: ['un_0'] },
      },
      'scaleSet.latest': {
        setup: uniformSet,
        when: { type: 'scaleSet.updateInstances', scaleSet: 'un' },
      },
      'scaleSet.rollingForward': {
        ...rollingForward,
        when: { type: 'scaleSet.updateInstances', scaleSet: 'un' },
      },
    },
  },
  'scaleSet.startUpgrade': {
    accepted: { setup: behindSet, before: [rolling], when: startUpgrade },
    refused: {
      'scaleSet.notFound': { when: startUpgrade },
      'scaleSet.notRolling': { setup: behindSet, when: startUpgrade },
      'scaleSet.latest': { setup: uniformSet, before: [rolling], when: startUpgrade },
      'scaleSet.rollingForward': { ...rollingForward, when: startUpgrade },
    },
  },
  'scaleSet.cancelUpgrade': {
    accepted: { ...rollingForward, when: { type: 'scaleSet.cancelUpgrade', scaleSet: 'un' } },
    refused: {
      'scaleSet.notFound': { when: { type: 'scaleSet.cancelUpgrade', scaleSet: 'un' } },
      'scaleSet.noUpgrade': {
        setup: uniformSet,
        when: { type: 'scaleSet.cancelUpgrade', scaleSet: 'un' },
      },
    },
  },
  'scaleSet.reimage': {
    accepted: { setup: uniformSet, when: { type: 'scaleSet.reimage', vm: 'un_0' } },
    refused: {
      'vm.notFound': { when: { type: 'scaleSet.reimage', vm: 'un_0' } },
      'vm.notInScaleSet': { room: web, when: { type: 'scaleSet.reimage', vm: 'web-1' } },
      'vm.busy': {
        setup: uniformSet,
        before: [{ type: 'vm.restart', vm: 'un_0' }],
        when: { type: 'scaleSet.reimage', vm: 'un_0' },
      },
      'vm.notRunning': {
        setup: [...uniformSet, { type: 'vm.stop', vm: 'un_0' }],
        when: { type: 'scaleSet.reimage', vm: 'un_0' },
      },
      'vm.protected': {
        setup: uniformSet,
        before: [{ type: 'scaleSet.protect', vm: 'un_0', protect: true, actions: true }],
        when: { type: 'scaleSet.reimage', vm: 'un_0' },
      },
    },
  },
  'scaleSet.repairs': {
    accepted: {
      setup: repairedSet,
      when: { type: 'scaleSet.repairs', scaleSet: 'un', state: 'suspended' },
    },
    refused: {
      'scaleSet.notFound': {
        when: { type: 'scaleSet.repairs', scaleSet: 'un', state: 'suspended' },
      },
      'scaleSet.noRepairs': {
        setup: uniformSet,
        when: { type: 'scaleSet.repairs', scaleSet: 'un', state: 'suspended' },
      },
      'scaleSet.nothingChanged': {
        setup: repairedSet,
        when: { type: 'scaleSet.repairs', scaleSet: 'un', state: 'running' },
      },
    },
  },
  'scaleSet.evict': {
    accepted: {
      setup: [{ ...scaleSet[0], spot: {} } as Command],
      when: { type: 'scaleSet.evict', scaleSet: 'ss' },
    },
    refused: {
      'scaleSet.notFound': { when: { type: 'scaleSet.evict', scaleSet: 'ss' } },
      'scaleSet.noSpot': { setup: scaleSet, when: { type: 'scaleSet.evict', scaleSet: 'ss' } },
    },
  },
  'scaleSet.attach': {
    accepted: { room: web, setup: scaleSet, when: attach },
    refused: {
      'scaleSet.notFound': { room: web, when: attach },
      'vm.notFound': { setup: scaleSet, when: attach },
      'vm.busy': {
        room: web,
        setup: scaleSet,
        before: [{ type: 'vm.restart', vm: 'web-1' }],
        when: attach,
      },
      'scaleSet.notFlexible': {
        room: web,
        setup: uniformSet,
        when: { ...attach, scaleSet: 'un' },
      },
      'scaleSet.spreads': {
        room: web,
        setup: [{ ...scaleSet[0], faultDomains: 2 } as Command],
        when: attach,
      },
      'vm.inScaleSet': {
        room: web,
        setup: [...scaleSet, ...uniformSet],
        when: { ...attach, vm: 'un_0' },
      },
      'vm.inAvailabilitySet': {
        setup: [...scaleSet, ...smallSet],
        when: { ...attach, vm: 'member' },
      },
      'scaleSet.otherGroup': {
        room: web,
        setup: [...twoGroups, { ...scaleSet[0], group: 'other' } as Command],
        when: attach,
      },
      'scaleSet.full': {
        room: web,
        setup: [
          host('huge', { cores: 4_096, memoryMib: 10_000_000 }),
          { ...scaleSet[0], size: 'B1ls', capacity: 1_000 } as Command,
        ],
        when: attach,
      },
    },
  },
  'scaleSet.detach': {
    accepted: {
      room: web,
      setup: [...scaleSet, attach],
      when: { type: 'scaleSet.detach', vm: 'web-1' },
    },
    refused: {
      'vm.notFound': { when: { type: 'scaleSet.detach', vm: 'web-1' } },
      'vm.busy': {
        room: web,
        setup: [...scaleSet, attach],
        before: [{ type: 'vm.restart', vm: 'web-1' }],
        when: { type: 'scaleSet.detach', vm: 'web-1' },
      },
      'vm.notInScaleSet': { room: web, when: { type: 'scaleSet.detach', vm: 'web-1' } },
      'scaleSet.notFlexible': {
        setup: uniformSet,
        when: { type: 'scaleSet.detach', vm: 'un_0' },
      },
      'scaleSet.rollingForward': {
        room: web,
        setup: [
          { ...scaleSet[0], health: 'application', upgrade: { mode: 'rolling' } } as Command,
          attach,
        ],
        before: [{ type: 'scaleSet.startUpgrade', scaleSet: 'ss' }],
        when: { type: 'scaleSet.detach', vm: 'web-1' },
      },
    },
  },
  'build.deploy': {
    accepted: { room: web, when: { type: 'build.deploy', vm: 'web-1', version: '2' } },
    refused: {
      'vm.notFound': { when: { type: 'build.deploy', vm: 'web-1', version: '2' } },
      'vm.inScaleSet': {
        setup: uniformSet,
        when: { type: 'build.deploy', vm: 'un_0', version: '2' },
      },
      'build.unchanged': {
        room: web,
        before: [{ type: 'build.deploy', vm: 'web-1', version: '2' }],
        when: { type: 'build.deploy', vm: 'web-1', version: '2' },
      },
    },
  },
  'scaleSet.remove': {
    accepted: {
      setup: [{ ...scaleSet[0], capacity: 0 } as Command],
      when: { type: 'scaleSet.remove', scaleSet: 'ss' },
    },
    refused: {
      'scaleSet.notFound': { when: { type: 'scaleSet.remove', scaleSet: 'ss' } },
      'scaleSet.notEmpty': { setup: scaleSet, when: { type: 'scaleSet.remove', scaleSet: 'ss' } },
    },
  },
  'autoscale.set': {
    accepted: {
      setup: scaleSet,
      when: { type: 'autoscale.set', scaleSet: 'ss', minimum: 1, maximum: 3, rules: [rule] },
    },
    refused: {
      'scaleSet.notFound': {
        when: { type: 'autoscale.set', scaleSet: 'ss', minimum: 1, maximum: 3, rules: [rule] },
      },
      'autoscale.singleMachine': {
        room: web,
        when: {
          type: 'autoscale.set',
          scaleSet: 'vm:lab/web-1',
          minimum: 1,
          maximum: 3,
          rules: [],
        },
      },
      'autoscale.range': {
        setup: scaleSet,
        when: { type: 'autoscale.set', scaleSet: 'ss', minimum: 4, maximum: 3, rules: [rule] },
      },
      'autoscale.cooldown': {
        setup: scaleSet,
        when: {
          type: 'autoscale.set',
          scaleSet: 'ss',
          minimum: 1,
          maximum: 3,
          rules: [{ ...rule, cooldown: '59s' }],
        },
      },
      'autoscale.window': {
        setup: scaleSet,
        when: {
          type: 'autoscale.set',
          scaleSet: 'ss',
          minimum: 1,
          maximum: 3,
          rules: [{ ...rule, window: '13h' }],
        },
      },
      'autoscale.contradiction': {
        setup: scaleSet,
        when: {
          type: 'autoscale.set',
          scaleSet: 'ss',
          minimum: 1,
          maximum: 3,
          rules: [rule, { ...rule, operator: '<', direction: 'in', threshold: 70 }],
        },
      },
      'autoscale.rules': {
        setup: scaleSet,
        when: { type: 'autoscale.set', scaleSet: 'ss', minimum: 1, maximum: 3, rules: [] },
      },
      'autoscale.conflict': {
        setup: [
          ...scaleSet,
          { type: 'autoscale.set', scaleSet: 'ss', minimum: 1, maximum: 3, rules: [rule] },
        ],
        when: {
          type: 'autoscale.set',
          scaleSet: 'ss',
          name: 'second',
          minimum: 1,
          maximum: 3,
          rules: [rule],
        },
      },
      'autoscale.profile': {
        setup: scaleSet,
        when: autoscaleWith({ profiles: [profile({}), profile({})] }),
      },
      'autoscale.schedule': {
        setup: scaleSet,
        when: autoscaleWith({ profiles: [profile({ recurrence: undefined })] }),
      },
      'autoscale.past': {
        setup: scaleSet,
        when: autoscaleWith({
          profiles: [
            profile({
              recurrence: undefined,
              fixedDate: { from: '2025-12-24T00:00', to: '2025-12-26T00:00' },
            }),
          ],
        }),
      },
      'autoscale.timeZone': {
        setup: scaleSet,
        when: autoscaleWith({
          profiles: [
            profile({ recurrence: { days: ['Monday'], at: '08:00', timeZone: 'Nowhere Time' } }),
          ],
        }),
      },
      'autoscale.forecast': {
        setup: scaleSet,
        when: autoscaleWith({ forecast: { mode: 'enabled', lookAhead: '2h' } }),
      },
    },
  },
  'store.add': {
    accepted: { setup: storeMachines, when: storeAdd },
    refused: {
      'store.sameIdentity': {
        setup: [vm('db-1'), { type: 'vm.clone', vm: 'db-1', name: 'db-2' }],
        when: storeAdd,
      },
      'name.taken': { setup: storePair, when: storeAdd },
      'group.notFound': { setup: storeMachines, when: { ...storeAdd, group: 'nowhere' } },
      'group.ambiguous': { setup: [...storeMachines, ...twoGroups], when: storeAdd },
      'vm.notFound': { when: storeAdd },
      'storage.notFound': {
        setup: storeMachines,
        when: { ...storeAdd, witness: 'disk', witnessStorage: 'nowhere' },
      },
      'service.notFound': { setup: storeMachines, when: { ...storeAdd, service: 'nowhere' } },
      'store.witness': { setup: storeMachines, when: { ...storeAdd, witness: 'disk' } },
      'store.alreadyReplica': {
        setup: storeMachines,
        when: { ...storeAdd, replicas: ['db-1', 'db-1'] },
      },
      'store.serviceTaken': {
        room: web,
        setup: [...storeMachines, { ...storeAdd, service: 'web' }],
        when: { ...storeAdd, name: 'other', service: 'web' },
      },
    },
  },
  'store.edit': {
    accepted: { setup: storePair, when: { type: 'store.edit', store: 'db', quorum: 'none' } },
    refused: {
      'store.notFound': { when: { type: 'store.edit', store: 'db', quorum: 'none' } },
      'storage.notFound': {
        setup: storePair,
        when: { type: 'store.edit', store: 'db', witness: 'disk', witnessStorage: 'nowhere' },
      },
      'store.witness': {
        setup: storePair,
        when: { type: 'store.edit', store: 'db', witness: 'cloud', witnessStorage: 's1' },
      },
    },
  },
  'store.load': {
    accepted: { setup: storePair, when: { type: 'store.load', store: 'db', writesPerSecond: 5 } },
    refused: {
      'store.notFound': { when: { type: 'store.load', store: 'db', writesPerSecond: 5 } },
    },
  },
  'store.join': {
    accepted: {
      setup: [...storePair, vm('db-3')],
      when: { type: 'store.join', store: 'db', vm: 'db-3' },
    },
    refused: {
      'store.sameIdentity': {
        setup: [...storePair, { type: 'vm.clone', vm: 'db-1', name: 'db-3' }],
        when: { type: 'store.join', store: 'db', vm: 'db-3' },
      },
      'store.notFound': {
        setup: storeMachines,
        when: { type: 'store.join', store: 'db', vm: 'db-1' },
      },
      'vm.notFound': { setup: storePair, when: { type: 'store.join', store: 'db', vm: 'db-3' } },
      'store.alreadyReplica': {
        setup: storePair,
        when: { type: 'store.join', store: 'db', vm: 'db-2' },
      },
      'store.tooManyReplicas': {
        setup: [
          ...Array.from({ length: 10 }, (_, index) => vm(`db-${index + 1}`, { size: 'B1s' })),
          {
            ...storeAdd,
            replicas: Array.from({ length: 9 }, (_, index) => `db-${index + 1}`),
          },
        ],
        when: { type: 'store.join', store: 'db', vm: 'db-10' },
      },
    },
  },
  'store.leave': {
    accepted: { setup: storePair, when: { type: 'store.leave', store: 'db', vm: 'db-2' } },
    refused: {
      'store.notFound': {
        setup: storeMachines,
        when: { type: 'store.leave', store: 'db', vm: 'db-2' },
      },
      'vm.notFound': { setup: storePair, when: { type: 'store.leave', store: 'db', vm: 'nobody' } },
      'store.notReplica': {
        setup: [...storePair, vm('db-3')],
        when: { type: 'store.leave', store: 'db', vm: 'db-3' },
      },
      'store.isPrimary': {
        setup: storePair,
        when: { type: 'store.leave', store: 'db', vm: 'db-1' },
      },
    },
  },
  'store.failover': {
    accepted: { setup: storePair, when: takeOver },
    refused: {
      'store.notFound': { setup: storeMachines, when: takeOver },
      'vm.notFound': { setup: storePair, when: { ...takeOver, vm: 'nobody' } },
      'store.notReplica': { setup: [...storePair, vm('db-3')], when: { ...takeOver, vm: 'db-3' } },
      'store.isPrimary': { setup: storePair, when: { ...takeOver, vm: 'db-1' } },
      'store.replicaUnfit': {
        setup: storePair,
        before: [{ type: 'vm.stop', vm: 'db-2' }],
        when: takeOver,
      },
      'store.primaryAlive': {
        setup: [...storeMachines, { ...storeAdd, quorum: 'none' }],
        before: [
          {
            type: 'fault.inject',
            kind: 'partition',
            target: 'vm:lab/db-1',
            other: 'vm:lab/db-2',
          },
        ],
        when: takeOver,
      },
      'store.noQuorum': {
        setup: storePair,
        before: [{ type: 'vm.stop', vm: 'db-1' }],
        when: takeOver,
      },
      'store.wouldLose': {
        setup: [
          ...storeMachines,
          {
            ...storeAdd,
            quorum: 'none',
            failover: 'manual',
            writesPerSecond: 50,
            sendEvery: '30m',
          },
        ],
        at: '5m',
        prepare: (world) => stopAtOnce(world, 'vm:lab/db-1'),
        when: takeOver,
      },
      'store.busy': {
        setup: storePair,
        before: [takeOver],
        when: takeOver,
      },
    },
  },
  'store.setBackup': {
    accepted: { setup: storePair, when: setBackup },
    refused: {
      'store.notFound': { when: setBackup },
      'storage.notFound': { setup: storePair, when: { ...setBackup, storage: 'nowhere' } },
      'store.backupTooOften': { setup: storePair, when: { ...setBackup, every: '5m' } },
    },
  },
  'store.backUp': {
    accepted: { setup: storePair, when: { type: 'store.backUp', store: 'db' } },
    refused: {
      'store.notFound': { when: { type: 'store.backUp', store: 'db' } },
      'store.noPrimary': {
        setup: storePair,
        before: [{ type: 'vm.stop', vm: 'db-1' }],
        when: { type: 'store.backUp', store: 'db' },
      },
      'store.backupUnreachable': {
        setup: [...storePair, { ...setBackup, storage: 's1' }],
        before: [{ type: 'fault.cut', target: 'storage:s1' }],
        when: { type: 'store.backUp', store: 'db' },
      },
      'store.busy': {
        setup: backedUp,
        at: '10m',
        prepare: (world) => restoreNow(world),
        when: { type: 'store.backUp', store: 'db' },
      },
    },
  },
  'store.deleteData': {
    accepted: { setup: storePair, when: { type: 'store.deleteData', store: 'db' } },
    refused: {
      'store.notFound': { when: { type: 'store.deleteData', store: 'db' } },
      'store.noPrimary': {
        setup: storePair,
        before: [{ type: 'vm.stop', vm: 'db-1' }],
        when: { type: 'store.deleteData', store: 'db' },
      },
    },
  },
  'store.restore': {
    accepted: { setup: backedUp, at: '10m', when: restore },
    refused: {
      'store.notFound': { when: restore },
      'store.noBackup': { setup: storePair, when: restore },
      'store.backupUnreachable': {
        setup: [
          ...storePair,
          { ...setBackup, storage: 's1' },
          { type: 'store.backUp', store: 'db' },
        ],
        at: '10m',
        prepare: (world) => {
          world.storage.col.up[0] = 0;
        },
        when: restore,
      },
      'store.noPrimary': {
        setup: backedUp,
        at: '10m',
        prepare: (world) => stopAtOnce(world, 'vm:lab/db-1'),
        when: restore,
      },
      'store.busy': {
        setup: backedUp,
        at: '10m',
        prepare: (world) => restoreNow(world),
        when: restore,
      },
    },
  },
  'sessions.set': {
    accepted: { room: web, when: setSessions },
    refused: {
      'service.notFound': { when: setSessions },
      'store.notFound': { room: web, when: { ...setSessions, keptIn: 'store', store: 'nowhere' } },
      'sessions.place': { room: web, when: { ...setSessions, keptIn: 'store' } },
    },
  },
  'sessions.clear': {
    accepted: {
      room: web,
      setup: [setSessions],
      when: { type: 'sessions.clear', service: 'web' },
    },
    refused: {
      'service.notFound': { when: { type: 'sessions.clear', service: 'web' } },
      'sessions.none': { room: web, when: { type: 'sessions.clear', service: 'web' } },
    },
  },
  'snapshot.create': {
    accepted: { room: web, when: snapshot },
    refused: {
      'name.taken': { room: web, setup: [snapshot], when: snapshot },
      'group.notFound': { room: web, when: { ...snapshot, group: 'nowhere' } },
      'disk.notFound': { when: snapshot },
      'snapshot.tooLarge': { room: web, when: { ...snapshot, usedGib: 60_000 } },
    },
  },
  'snapshot.delete': {
    accepted: { room: web, setup: [snapshot], when: { type: 'snapshot.delete', snapshot: 'sn' } },
    refused: { 'snapshot.notFound': { when: { type: 'snapshot.delete', snapshot: 'sn' } } },
  },
  'image.acceptTerms': {
    accepted: { when: terms },
    refused: {
      'image.notFound': { when: { ...terms, image: 'Flatcat' } },
      'image.noPlan': { when: { ...terms, image: 'Debian12' } },
      'image.termsAccepted': { setup: [terms], when: terms },
    },
  },
  'image.upload': {
    accepted: { when: upload },
    refused: {
      'name.taken': { setup: [upload], when: upload },
      'group.notFound': { when: { ...upload, group: 'other' } },
      'group.ambiguous': { setup: twoGroups, when: upload },
      'image.notFound': { when: { ...upload, base: 'Debian13' } },
      'image.hostContents': {
        setup: bareHost,
        when: { ...upload, host: 'bare', patchLevel: 2 },
      },
      'image.diskTooLarge': { when: { ...upload, osDiskGib: 4_096 } },
      'image.diskTooSmall': {
        setup: [...bareHost, app('machine-learning')],
        when: { ...upload, host: 'bare', osDiskGib: 1 },
      },
      'host.notFound': { when: { ...upload, host: 'bare' } },
      'guest.hypervisor': { when: { ...upload, host: 'r1-h1' } },
      'application.notFound': { when: { ...upload, applications: [{ application: 'shp' }] } },
      'app.nameTaken': {
        when: {
          ...upload,
          applications: [{ application: 'shop' }, { application: 'shop', serviceName: 'b' }],
        },
      },
      'app.unknownSetting': {
        when: { ...upload, applications: [{ application: 'shop', ports: { ftp: 21 } }] },
      },
      'app.onlyOne': {
        when: {
          ...upload,
          applications: [
            { application: 'cache', name: 'x' },
            { application: 'cache', name: 'y', serviceName: 'y' },
          ],
        },
      },
      'app.serviceTaken': {
        when: {
          ...upload,
          applications: [{ application: 'shop' }, { application: 'shop', name: 'b' }],
        },
      },
      'app.runtimeConflict': {
        when: { ...upload, applications: [{ application: 'shop' }, { application: 'payroll' }] },
      },
      'app.diskFull': {
        when: { ...upload, osDiskGib: 1, applications: [{ application: 'shop' }] },
      },
      'task.nameTaken': {
        when: {
          ...upload,
          tasks: [
            { name: 't', cron: '@daily' },
            { name: 't', cron: '@daily' },
          ],
        },
      },
      'task.noTime': { when: { ...upload, tasks: [{ name: 't', cron: '@daily', lasts: '0s' }] } },
      'cron.invalid': { when: { ...upload, tasks: [{ name: 't', cron: 'soon' }] } },
      'cron.never': { when: { ...upload, tasks: [{ name: 't', cron: '0 0 31 2 *' }] } },
    },
  },
  'image.delete': {
    accepted: { setup: [upload], when: { type: 'image.delete', managedImage: 'im' } },
    refused: {
      'managedImage.notFound': { when: { type: 'image.delete', managedImage: 'im' } },
      'image.inUse': {
        setup: [upload, { ...scaleSet[0], image: 'im' } as Command],
        when: { type: 'image.delete', managedImage: 'im' },
      },
    },
  },
  'vm.deprovision': {
    accepted: { room: web, when: { type: 'vm.deprovision', vm: 'web-1' } },
    refused: {
      'vm.notFound': { when: { type: 'vm.deprovision', vm: 'web-1' } },
      'vm.busy': {
        room: web,
        before: [busyRestart],
        when: { type: 'vm.deprovision', vm: 'web-1' },
      },
      'vm.notRunning': { setup: generalized, when: { type: 'vm.deprovision', vm: 'g' } },
      'vm.inScaleSet': { setup: uniformSet, when: { type: 'vm.deprovision', vm: 'un_0' } },
      'vm.noAgent': {
        setup: [vm('iso', { image: 'iso:Debian12', host: 'r1-h1' })],
        when: { type: 'vm.deprovision', vm: 'iso' },
      },
    },
  },
  'vm.generalize': {
    accepted: { setup: generalized.slice(0, 3), when: { type: 'vm.generalize', vm: 'g' } },
    refused: {
      ...nestedRefusals['vm.generalize'],
      'vm.notFound': { when: { type: 'vm.generalize', vm: 'g' } },
      'vm.busy': {
        room: web,
        before: [busyRestart],
        when: { type: 'vm.generalize', vm: 'web-1' },
      },
      'vm.notStopped': { room: web, when: { type: 'vm.generalize', vm: 'web-1' } },
      'vm.generalized': { setup: generalized, when: { type: 'vm.generalize', vm: 'g' } },
      'vm.inScaleSet': {
        setup: [...uniformSet, { type: 'vm.deallocate', vm: 'un_0' }],
        when: { type: 'vm.generalize', vm: 'un_0' },
      },
    },
  },
  'vm.capture': {
    accepted: { setup: generalized, when: capture },
    refused: {
      'vm.notFound': { when: capture },
      'vm.busy': { room: web, before: [busyRestart], when: { ...capture, vm: 'web-1' } },
      'vm.notStopped': { room: web, when: { ...capture, vm: 'web-1' } },
      'vm.notGeneralized': { setup: generalized.slice(0, 3), when: capture },
      'name.taken': { setup: [...generalized, upload], when: capture },
      'group.notFound': { setup: generalized, when: { ...capture, group: 'other' } },
    },
  },
  'vm.clone': {
    accepted: { setup: [vm('o')], when: { type: 'vm.clone', vm: 'o', name: 'n' } },
    refused: {
      'vm.notFound': { when: { type: 'vm.clone', vm: 'o', name: 'n' } },
      'vm.busy': { before: [vm('o')], when: { type: 'vm.clone', vm: 'o', name: 'n' } },
      'vm.generalized': { setup: generalized, when: { type: 'vm.clone', vm: 'g', name: 'n' } },
      'vm.inScaleSet': { setup: uniformSet, when: { type: 'vm.clone', vm: 'un_0', name: 'n' } },
      ...cloneCases({
        'name.taken': { name: 'o' },
        'group.notFound': { group: 'other' },
        'size.notFound': { size: 'D2' },
        'image.sizeMismatch': { size: 'D2ps_v5' },
        'storage.notFound': { storage: 's9' },
        'balancer.notFound': { balancers: ['front'] },
        'host.notFound': { host: 'r1-h9' },
      }),
      'disk.tooMany': {
        setup: [
          vm('o', { size: 'D4s_v5', dataDisks: Array.from({ length: 6 }, () => ({ sizeGib: 4 })) }),
        ],
        when: { type: 'vm.clone', vm: 'o', name: 'n', size: 'D2s_v5' },
      },
      'storage.down': {
        setup: [{ type: 'storage.add', name: 's2', capacityGib: 100 }, vm('o')],
        before: [{ type: 'fault.cut', target: 'storage:s2' }],
        when: { type: 'vm.clone', vm: 'o', name: 'n', storage: 's2' },
      },
      'storage.full': {
        setup: [{ type: 'storage.add', name: 's2', capacityGib: 10 }, vm('o')],
        when: { type: 'vm.clone', vm: 'o', name: 'n', storage: 's2' },
      },
      'host.noHypervisor': {
        setup: [...bareHost, vm('o')],
        when: { type: 'vm.clone', vm: 'o', name: 'n', host: 'bare' },
      },
      'host.down': {
        setup: [vm('o', { host: 'r2-h1' })],
        before: [{ type: 'fault.cut', target: 'host:r1-h1' }],
        when: { type: 'vm.clone', vm: 'o', name: 'n', host: 'r1-h1' },
      },
      AllocationFailed: {
        room: small,
        setup: filled,
        when: { type: 'vm.clone', vm: 'web-1', name: 'n' },
      },
      OverconstrainedAllocationRequest: {
        room: { racks: 1 },
        setup: [...narrowCluster, vm('o', { size: 'D4s_v5' })],
        when: { type: 'vm.clone', vm: 'o', name: 'n', size: 'D2s_v5' },
      },
    },
  },
  'gallery.add': {
    accepted: { when: galleryAdd },
    refused: {
      'name.taken': { setup: [galleryAdd], when: galleryAdd },
      'group.notFound': { when: { ...galleryAdd, group: 'other' } },
      'group.ambiguous': { setup: twoGroups, when: galleryAdd },
    },
  },
  'gallery.remove': {
    accepted: { setup: [galleryAdd], when: { type: 'gallery.remove', gallery: 'ga' } },
    refused: {
      'gallery.notFound': { when: { type: 'gallery.remove', gallery: 'ga' } },
      'gallery.notEmpty': { setup: defined, when: { type: 'gallery.remove', gallery: 'ga' } },
    },
  },
  'imageDefinition.add': {
    accepted: { setup: [galleryAdd], when: definition },
    refused: {
      'gallery.notFound': { when: definition },
      'name.taken': { setup: defined, when: definition },
    },
  },
  'imageDefinition.remove': {
    accepted: { setup: defined, when: { type: 'imageDefinition.remove', imageDefinition: 'de' } },
    refused: {
      'imageDefinition.notFound': {
        when: { type: 'imageDefinition.remove', imageDefinition: 'de' },
      },
      'imageDefinition.notEmpty': {
        setup: versioned,
        when: { type: 'imageDefinition.remove', imageDefinition: 'de' },
      },
    },
  },
  'imageVersion.add': {
    accepted: { setup: defined, when: version },
    refused: {
      'imageDefinition.notFound': { when: version },
      'imageVersion.taken': { setup: versioned, when: version },
      'imageVersion.oneSource': { setup: defined, when: { ...version, vm: 'g' } },
      'imageDefinition.mismatch': {
        setup: defined,
        when: { ...version, disk: { base: 'Win2022DatacenterGen2' } },
      },
      'vm.notFound': { setup: defined, when: { ...fromNothing, vm: 'g' } },
      'vm.busy': { setup: defined, before: [vm('g')], when: { ...fromNothing, vm: 'g' } },
      'vm.notStopped': { setup: [...defined, vm('g')], when: { ...fromNothing, vm: 'g' } },
      'vm.notGeneralized': {
        setup: [...defined, ...generalized.slice(0, 3)],
        when: { ...fromNothing, vm: 'g' },
      },
      'vm.generalized': {
        setup: [galleryAdd, { ...definition, state: 'specialized' }, ...generalized],
        when: { ...fromNothing, vm: 'g' },
      },
      'managedImage.notFound': { setup: defined, when: { ...fromNothing, managedImage: 'im' } },
      'image.notReady': {
        setup: defined,
        before: [upload],
        when: { ...fromNothing, managedImage: 'im' },
      },
      'image.notFound': { setup: defined, when: { ...version, disk: { base: 'Debian13' } } },
      'image.diskTooLarge': {
        setup: defined,
        when: { ...version, disk: { base: 'Debian12', osDiskGib: 4_096 } },
      },
    },
  },
  'imageVersion.replicate': {
    accepted: {
      setup: versioned,
      when: { type: 'imageVersion.replicate', ...oneVersion, regions: ['northeurope'] },
    },
    refused: {
      'imageDefinition.notFound': {
        when: { type: 'imageVersion.replicate', ...oneVersion, regions: ['northeurope'] },
      },
      'imageVersion.notFound': {
        setup: defined,
        when: { type: 'imageVersion.replicate', ...oneVersion, regions: ['northeurope'] },
      },
      'imageVersion.nothingChanged': {
        setup: versioned,
        when: { type: 'imageVersion.replicate', ...oneVersion, regions: ['lab'] },
      },
      'imageVersion.notReady': {
        setup: defined,
        before: [version],
        when: { type: 'imageVersion.replicate', ...oneVersion, regions: ['northeurope'] },
      },
    },
  },
  'imageVersion.exclude': {
    accepted: {
      setup: versioned,
      when: { type: 'imageVersion.exclude', ...oneVersion, exclude: true },
    },
    refused: {
      'imageDefinition.notFound': {
        when: { type: 'imageVersion.exclude', ...oneVersion, exclude: true },
      },
      'imageVersion.notFound': {
        setup: defined,
        when: { type: 'imageVersion.exclude', ...oneVersion, exclude: true },
      },
      'imageVersion.nothingChanged': {
        setup: versioned,
        when: { type: 'imageVersion.exclude', ...oneVersion, exclude: false },
      },
    },
  },
  'imageVersion.remove': {
    accepted: { setup: versioned, when: { type: 'imageVersion.remove', ...oneVersion } },
    refused: {
      'imageDefinition.notFound': { when: { type: 'imageVersion.remove', ...oneVersion } },
      'imageVersion.notFound': {
        setup: defined,
        when: { type: 'imageVersion.remove', ...oneVersion },
      },
      'image.inUse': {
        setup: [...versioned, { ...scaleSet[0], image: 'de' } as Command],
        when: { type: 'imageVersion.remove', ...oneVersion },
      },
    },
  },
  'store.remove': {
    accepted: { setup: storePair, when: { type: 'store.remove', store: 'db' } },
    refused: { 'store.notFound': { when: { type: 'store.remove', store: 'db' } } },
  },
  'autoscale.clear': {
    accepted: {
      setup: [
        ...scaleSet,
        { type: 'autoscale.set', scaleSet: 'ss', minimum: 1, maximum: 3, rules: [rule] },
      ],
      when: { type: 'autoscale.clear', scaleSet: 'ss' },
    },
    refused: {
      'scaleSet.notFound': { when: { type: 'autoscale.clear', scaleSet: 'ss' } },
      'autoscale.none': { setup: scaleSet, when: { type: 'autoscale.clear', scaleSet: 'ss' } },
    },
  },
  'app.install': {
    accepted: { setup: bareHost, when: app('shop') },
    refused: {
      'guest.notFound': { when: app('shop') },
      'guest.hypervisor': { when: app('shop', { on: 'r1-h1' }) },
      'jumpbox.down': {
        room: web,
        setup: [{ type: 'vm.stop', vm: 'web-2' }, jumpbox],
        when: app('shop', { on: 'web-1' }),
      },
      'guest.down': {
        setup: bareHost,
        before: [{ type: 'fault.cut', target: 'host:bare' }],
        when: app('shop'),
      },
      'application.notFound': { setup: bareHost, when: app('shp') },
      'app.nameTaken': {
        setup: [...bareHost, app('shop')],
        when: app('intranet', { name: 'shop' }),
      },
      'app.unknownSetting': { setup: bareHost, when: app('shop', { ports: { ssh: 22 } }) },
      'app.onlyOne': {
        setup: [...bareHost, app('mail')],
        when: app('mail', { name: 'mail-2', serviceName: 'maild-2' }),
      },
      'app.serviceTaken': {
        setup: [...bareHost, app('shop')],
        when: app('shop', { name: 'shop-2' }),
      },
      'app.runtimeConflict': {
        setup: [...bareHost, app('intranet')],
        when: app('chat', { ports: { http: 3_001 } }),
      },
      'app.diskFull': {
        setup: [host('bare', { system: 'operatingSystem', diskGib: 1 })],
        when: app('machine-learning'),
      },
      'app.dependencyCycle': {
        setup: [...bareHost, app('shop', { dependsOn: ['chat'], start: false })],
        when: app('chat', { dependsOn: ['shop'], start: false }),
      },
      'app.portTaken': { setup: [...bareHost, app('shop')], when: app('web-server') },
      'app.pathTaken': {
        setup: [...bareHost, app('intranet')],
        when: app('mail', { paths: { spool: '/srv/intranet/mail' } }),
      },
      'app.memoryShort': { setup: bareHost, when: app('cache', { memoryMib: 7_681 }) },
      'app.dependencyMissing': { setup: bareHost, when: app('reports') },
    },
  },
  'app.start': {
    accepted: { setup: [...bareHost, app('shop', { start: false })], when: start('shop') },
    refused: {
      'move.serverHeld': {
        ...heldServer,
        when: { type: 'app.start', on: 'host:old', app: 'shop' },
      },
      'guest.notFound': { when: start('shop') },
      'app.notFound': { setup: bareHost, when: start('shop') },
      'jumpbox.down': {
        room: web,
        setup: [
          app('shop', { on: 'web-1', start: false }),
          { type: 'vm.stop', vm: 'web-2' },
          jumpbox,
        ],
        when: { type: 'app.start', on: 'web-1', app: 'shop' },
      },
      'guest.down': {
        setup: [...bareHost, app('shop')],
        before: [{ type: 'os.reboot', on: 'bare' }],
        when: start('shop'),
      },
      'app.running': { setup: [...bareHost, app('shop')], when: start('shop') },
      'app.runtimeMissing': {
        setup: [
          ...bareHost,
          app('shop', { start: false }),
          app('payroll', { ports: { http: 81 }, replaceRuntimes: true }),
        ],
        when: start('shop'),
      },
      'app.dependencyMissing': {
        setup: [...bareHost, app('reports', { start: false })],
        when: start('reports'),
      },
      'app.portTaken': {
        setup: [...bareHost, app('shop'), app('web-server', { start: false })],
        when: start('web-server'),
      },
      'app.pathTaken': {
        setup: [
          ...bareHost,
          app('intranet'),
          app('mail', { paths: { spool: '/srv/intranet/mail' }, start: false }),
        ],
        when: start('mail'),
      },
      'app.memoryShort': {
        setup: [...bareHost, app('cache', { memoryMib: 7_681, start: false })],
        when: start('cache'),
      },
      'app.diskFull': {
        setup: [...bareHost, app('mail', { diskGrowthMibPerHour: 1_000_000 })],
        at: '2h',
        when: start('mail'),
      },
    },
  },
  'app.stop': {
    accepted: { setup: [...bareHost, app('shop')], when: on('app.stop', 'shop') },
    refused: {
      'guest.notFound': { when: on('app.stop', 'shop') },
      'app.notFound': { setup: bareHost, when: on('app.stop', 'shop') },
      'app.notRunning': {
        setup: [...bareHost, app('shop', { start: false })],
        when: on('app.stop', 'shop'),
      },
    },
  },
  'app.remove': {
    accepted: {
      setup: [...bareHost, app('shop', { start: false })],
      when: on('app.remove', 'shop'),
    },
    refused: {
      'guest.notFound': { when: on('app.remove', 'shop') },
      'app.notFound': { setup: bareHost, when: on('app.remove', 'shop') },
      'app.running': { setup: [...bareHost, app('shop')], when: on('app.remove', 'shop') },
      'app.needed': {
        setup: [...bareHost, app('database', { start: false }), app('reports', { start: false })],
        when: on('app.remove', 'database'),
      },
    },
  },
  'app.configure': {
    accepted: {
      setup: [...bareHost, app('shop', { start: false })],
      when: { type: 'app.configure', on: 'bare', app: 'shop', ports: { http: 8_080 } },
    },
    refused: {
      'guest.notFound': { when: on('app.configure', 'shop') },
      'app.notFound': { setup: bareHost, when: on('app.configure', 'shop') },
      'app.running': { setup: [...bareHost, app('shop')], when: on('app.configure', 'shop') },
      'app.unknownSetting': {
        setup: [...bareHost, app('shop', { start: false })],
        when: { type: 'app.configure', on: 'bare', app: 'shop', paths: { home: '/srv' } },
      },
      'app.dependencyCycle': {
        setup: [...bareHost, app('shop', { start: false })],
        when: { type: 'app.configure', on: 'bare', app: 'shop', dependsOn: ['shop'] },
      },
    },
  },
  'os.patch': {
    accepted: { setup: bareHost, when: { type: 'os.patch', on: 'bare' } },
    refused: {
      'guest.notFound': { when: { type: 'os.patch', on: 'bare' } },
      'guest.hypervisor': { when: { type: 'os.patch', on: 'r1-h1' } },
      'jumpbox.down': {
        room: web,
        setup: [{ type: 'vm.stop', vm: 'web-2' }, jumpbox],
        when: { type: 'os.patch', on: 'web-1' },
      },
      'guest.down': {
        setup: bareHost,
        before: [{ type: 'os.reboot', on: 'bare' }],
        when: { type: 'os.patch', on: 'bare' },
      },
      'vm.busy': {
        room: web,
        before: [busyRestart],
        prepare: keepRunning,
        when: { type: 'os.patch', on: 'web-1' },
      },
    },
  },
  'os.reboot': {
    accepted: { room: web, when: { type: 'os.reboot', on: 'web-1' } },
    refused: {
      'guest.notFound': { when: { type: 'os.reboot', on: 'bare' } },
      'guest.hypervisor': { when: { type: 'os.reboot', on: 'r1-h1' } },
      'jumpbox.down': {
        room: web,
        setup: [{ type: 'vm.stop', vm: 'web-2' }, jumpbox],
        when: { type: 'os.reboot', on: 'web-1' },
      },
      'guest.down': {
        setup: bareHost,
        before: [{ type: 'os.reboot', on: 'bare' }],
        when: { type: 'os.reboot', on: 'bare' },
      },
      'vm.busy': {
        room: web,
        before: [busyRestart],
        prepare: keepRunning,
        when: { type: 'os.reboot', on: 'web-1' },
      },
    },
  },
  'task.add': {
    accepted: { setup: bareHost, when: task('nightly') },
    refused: {
      'guest.notFound': { when: task('nightly') },
      'guest.hypervisor': { when: task('nightly', { on: 'r1-h1' }) },
      'task.nameTaken': { setup: [...bareHost, task('nightly')], when: task('nightly') },
      'cron.invalid': { setup: bareHost, when: task('nightly', { cron: '61 * * * *' }) },
      'cron.never': { setup: bareHost, when: task('nightly', { cron: '0 0 31 4,6 *' }) },
      'task.noTime': { setup: bareHost, when: task('nightly', { lasts: '0s' }) },
    },
  },
  'task.remove': {
    accepted: {
      setup: [...bareHost, task('nightly')],
      when: { type: 'task.remove', on: 'bare', task: 'nightly' },
    },
    refused: {
      'guest.notFound': { when: { type: 'task.remove', on: 'bare', task: 'nightly' } },
      'task.notFound': {
        setup: bareHost,
        when: { type: 'task.remove', on: 'bare', task: 'nightly' },
      },
    },
  },
};

function sceneOf(one: Case) {
  const scene = given(one.room ?? {}, one.setup ?? []).when(...(one.before ?? []));
  if (one.at !== undefined) scene.until(one.at);
  one.prepare?.(scene.world);
  return scene;
}

/** Paths of values that are undefined, anywhere inside. */
function undefinedPaths(value: unknown, path = 'error'): string[] {
  if (value === undefined) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => undefinedPaths(inner, `${path}.${key}`));
}

const documented = documentedCodes();

describe.each(commandTypes)('%s', (type) => {
  const entry = CASES[type];

  it('has a case for each code of its docstring, and no other', () => {
    expect(Object.keys(entry.refused).toSorted()).toEqual(
      (documented.get(type) ?? ['no docstring']).toSorted(),
    );
  });

  it('is accepted and changes the state', () => {
    const scene = sceneOf(entry.accepted);
    const before = scene.engine.hash();
    scene.when(entry.accepted.when);
    expect(scene.engine.hash()).not.toBe(before);
  });

  it.each(Object.entries(entry.refused))('is refused with %s', (code, one) => {
    const error = sceneOf(one).refusal(one.when);
    expect(error.code).toBe(code);
    expect(Object.hasOwn(errorCodes, code)).toBe(true);
    expect(undefinedPaths(error)).toEqual([]);
    expect(error.message).toMatch(/^\S.*[.]$/);
    expect(error.message).not.toContain('undefined');
    expect(error.hint).toMatch(/^\S.*[.?]$/);
    expect(Object.keys(error.details ?? {})).not.toEqual([]);
  });
});

describe('[ENG-D4] references', () => {
  it('are refused when they could mean several things, with all of them', () => {
    const scene = given(web, [
      { type: 'group.add', name: 'other' },
      vm('web-1', { group: 'other' }),
      { type: 'switch.add', name: 'r1-h1', layer: 'tor' },
    ]);
    expect(scene.refusal({ type: 'vm.stop', vm: 'web-1' })).toMatchObject({
      code: 'reference.ambiguous',
      details: { candidates: ['vm:lab/web-1', 'vm:other/web-1'] },
    });
    for (const command of [
      { type: 'cord.add', device: 'r1-h1', pdu: 'r2-a' },
      { type: 'link.add', from: 'r1-h1', to: 'core' },
      { type: 'fault.cut', target: 'a' },
    ] as const) {
      const target = { type: 'power.add', kind: 'utility', name: 'a' } as const;
      if (command.type === 'fault.cut') scene.when(target);
      expect(scene.refusal(command).code).toBe('reference.ambiguous');
    }
  });

  it('may leave out kind and group while that is enough, or be written in full', () => {
    for (const name of ['web-1', 'lab/web-1', 'vm:web-1', 'vm:lab/web-1']) {
      given(web).when({ type: 'vm.stop', vm: name });
    }
    for (const name of ['r1-a', 'pdu:r1-a']) {
      given().when({ type: 'cord.remove', device: 'host:r1-h1', pdu: name });
    }
  });

  it('are refused with the close names when nothing has them', () => {
    expect(given(web).refusal({ type: 'vm.stop', vm: 'wbe-1' })).toMatchObject({
      code: 'vm.notFound',
      details: { reference: 'wbe-1', known: 2, close: ['web-1'] },
    });
  });
});
