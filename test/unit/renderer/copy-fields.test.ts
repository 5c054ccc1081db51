/**
 * Goal: a copy is told everything its original was told. Method: one row of each kind with every
 * field its schema has, which the test proves by walking the schema; the plan of its copy is held
 * against the schema of the command that makes such a thing. A field that is added to a row or to
 * a command and forgotten in the plan fails here until it is copied or excused with a reason.
 */
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { canCopy, planCopy, type CopyRows } from '../../../src/renderer/model/copy-plan.ts';
import { typesOfCopy } from '../../../src/renderer/model/edit-commands.ts';
import {
  commandSchema,
  commandSchemas,
  type Command,
  type CommandType,
} from '../../../src/shared/commands/index.ts';
import { autoscaleShape } from '../../../src/shared/commands/autoscale-commands.ts';
import { hypervisorShape } from '../../../src/shared/commands/hypervisor-commands.ts';
import * as windowCommands from '../../../src/shared/commands/maintenance-window-commands.ts';
import { hypervisorViewSchema } from '../../../src/shared/views/hypervisor-view.ts';
import {
  topologyRowSchema,
  type RowOf,
  type TopologyKind,
  type TopologyRow,
} from '../../../src/shared/views/topology-view.ts';

const cloud = {
  slot: 0,
  group: 'group:shop',
  location: 'lab',
  tags: { team: 'web' },
  revision: 3,
  provisioningState: 'Succeeded',
} as const;
const windows: RowOf<'vm'>['windows'] = [
  { scope: 'guest', days: ['Sunday'], at: '02:30', duration: '2h', timeZone: 'UTC', opensAtUs: 9 },
];
const rule = {
  metric: 'cpu',
  operator: '>',
  threshold: 70,
  window: '5m',
  direction: 'out',
  change: 'count',
  value: 1,
  cooldown: '5m',
} as const;

/** Rows of everything that can be copied, and of what they lead to. */
const ROWS: readonly TopologyRow[] = [
  {
    kind: 'rack',
    id: 'rack:r1',
    name: 'r1',
    slot: 0,
    row: 'row:a',
    position: 2,
    units: 48,
    cluster: 'cluster:gen1',
    zone: 'zone:z1',
    cut: true,
    cause: 4,
    inletMilliC: 22_000,
  },
  {
    kind: 'power',
    id: 'ups:r1-u',
    name: 'r1-u',
    slot: 0,
    powerKind: 'ups',
    from: 'utility:u',
    rack: 'rack:r1',
    place: 'room:hall',
    ratingWatts: 4_000,
    batteryMinutes: 7,
    cut: false,
    tripped: false,
    energised: true,
    batteryEmptyAtUs: 8,
    cause: 1,
  },
  {
    kind: 'switch',
    id: 'switch:r1-one',
    name: 'r1-one',
    slot: 0,
    layer: 'tor',
    rack: 'rack:r1',
    place: 'room:hall',
    pdus: ['ups:r1-u'],
    watts: 210,
    powered: true,
    connected: true,
    cut: false,
    cause: 1,
  },
  {
    kind: 'switch',
    id: 'switch:r1-two',
    name: 'r1-two',
    slot: 1,
    layer: 'tor',
    rack: 'rack:r1',
    pdus: [],
    watts: 100,
    powered: true,
    connected: true,
    cut: false,
  },
  {
    kind: 'switch',
    id: 'switch:core',
    name: 'core',
    slot: 2,
    layer: 'core',
    pdus: [],
    watts: 100,
    powered: true,
    connected: true,
    cut: false,
  },
  link('switch:r1-one', 'switch:core', 10),
  link('switch:r1-one', 'switch:r1-two', 10),
  link('host:r1-h1', 'switch:r1-one', 10),
  link('host:r1-h1', 'switch:r1-two', 25),
  {
    kind: 'storage',
    id: 'storage:r1-s',
    name: 'r1-s',
    slot: 0,
    rack: 'rack:r1',
    place: 'room:hall',
    capacityGib: 900,
    usedGib: 4,
    up: true,
    cut: false,
    cause: 1,
  },
  {
    kind: 'host',
    id: 'host:r1-h1',
    name: 'r1-h1',
    slot: 0,
    rack: 'rack:r1',
    unit: 3,
    heightUnits: 2,
    dedicated: 'dedicatedHost:shop/d',
    model: 'm1',
    cores: 16,
    vCpuPerCore: 3,
    mipsPerCore: 2_000,
    memoryMib: 65_536,
    diskGib: 500,
    nicMbps: 10_000,
    idleWatts: 90,
    fullWatts: 300,
    system: 'hypervisor',
    installed: 'Ubuntu2204',
    state: 'up',
    pdus: ['ups:r1-u'],
    powered: true,
    connected: true,
    cut: false,
    vCpuCommitted: 4,
    memoryCommittedMib: 8_192,
    cause: 1,
    speedPermille: 900,
    tooHot: true,
    failing: true,
    hypervisor: {
      kind: 'bareMetal',
      memoryPolicy: 'swap',
      memoryPercent: 140,
      reserveCores: 1,
      reserveMib: 512,
      cpuOverheadPercent: 3,
      overheadMib: 256,
      machineOverheadMib: 64,
      vCpuOffered: 45,
      memoryOfferedMib: 90_000,
      memoryPromisedMib: 8_256,
      swappedMib: 0,
    },
  },
  {
    kind: 'availabilitySet',
    id: 'availabilitySet:shop/web',
    name: 'web',
    ...cloud,
    faultDomains: 3,
    updateDomains: 7,
    cluster: 'cluster:gen1',
    members: ['vm:shop/web-1'],
    matrix: [[1]],
    worstPair: { faultDomain: 0, updateDomain: 0, lost: 1, left: 0 },
    racks: [],
    maintenance: undefined,
    windows,
  },
  {
    kind: 'scaleSet',
    id: 'scaleSet:shop/pool',
    name: 'pool',
    ...cloud,
    orchestration: 'flexible',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity: 4,
    instances: [],
    faultDomains: 2,
    updateDomains: 0,
    scaleIn: 'newestVm',
    zoneBalance: true,
    matrix: [[1]],
    zones: [{ zone: 'zone:z1', instances: 4 }],
    balancers: ['balancer:shop/front'],
    subnet: 'subnet:shop/a',
    securityGroup: 'securityGroup:shop/g',
    maintenance: undefined,
    windows,
    model: 2,
    build: { version: 'v2' },
    health: 'application',
    behind: 0,
    unhealthy: 0,
    upgrade: { mode: 'rolling', batchPercent: 30 },
    rollout: undefined,
    overprovision: true,
    singlePlacementGroup: true,
    dataDisks: [{ sizeGib: 64, tier: 'P6', caching: 'readOnly' }],
    administrator: { name: 'ops', signIn: 'sshKey' },
    terminateNotice: '5m',
    terminating: 0,
    surplus: 0,
    repairs: { action: 'restart', grace: '20m', state: 'suspended', underRepair: 0 },
    mix: { strategy: 'prioritized', sizes: [{ size: 'D2s_v5', instances: 4 }] },
    automaticImage: { version: '1' },
    spot: {
      base: 1,
      regularPercent: 50,
      eviction: 'delete',
      restore: '1h',
      regular: 2,
      spot: 2,
      evicted: 0,
    },
    autoscale: {
      minimum: 2,
      maximum: 9,
      default: 3,
      name: 'day',
      rules: [rule],
      warmUp: '2m',
      profiles: [
        {
          name: 'sale',
          minimum: 5,
          maximum: 9,
          default: 5,
          rules: [],
          recurrence: { days: ['Monday'], at: '08:00' },
        },
      ],
      forecast: { mode: 'enabled', lookAhead: '10m' },
      profile: 'sale',
      cooldownUntilUs: 5,
    },
  },
  {
    kind: 'vm',
    id: 'vm:shop/web-1',
    name: 'web-1',
    ...cloud,
    size: 'D2s_v5',
    vCpu: 2,
    memoryMib: 8_192,
    image: 'Ubuntu2204',
    exactImage: 'u:1',
    host: 'host:r1-h1',
    powerState: 'running',
    operation: 'none',
    lost: false,
    operationEndsAtUs: 1,
    disks: ['disk:shop/web-1-os', 'disk:shop/web-1-data-1'],
    nics: ['nic:shop/web-1-nic'],
    balancers: ['balancer:shop/front'],
    microUsdPerHour: 1,
    zone: 'zone:z1',
    proximityGroup: 'proximityGroup:shop/p',
    hostGroup: 'hostGroup:shop/h',
    dedicatedHost: 'dedicatedHost:shop/d',
    reservation: 'reservation:shop/r',
    availabilitySet: 'availabilitySet:shop/web',
    cpuWeight: 300,
    faultDomain: 0,
    updateDomain: 0,
    inside: 'vm:shop/outer',
    build: { version: 'v2' },
    windows,
    administrator: { name: 'ada', signIn: 'sshKey' },
    spotOf: { eviction: 'delete', evicted: false },
  },
  disk({ name: 'web-1-os', role: 'os', sizeGib: 64 }),
  disk({ name: 'web-1-data-1', role: 'data', sizeGib: 256 }),
  {
    kind: 'nic',
    id: 'nic:shop/web-1-nic',
    name: 'web-1-nic',
    ...cloud,
    privateAddress: '10.0.0.4',
    vm: 'vm:shop/web-1',
    subnet: 'subnet:shop/a',
    primary: true,
    securityGroup: 'securityGroup:shop/g',
    publicIp: 'publicIp:shop/web-ip',
    outbound: 'publicIp',
    allocation: 'static',
  },
  { kind: 'publicIp', id: 'publicIp:shop/web-ip', name: 'web-ip', ...cloud, allocation: 'static' },
];

function link(from: string, to: string, gbps: number): RowOf<'link'> {
  const id = `link:${from}-${to}`;
  return { kind: 'link', id, name: id, slot: 0, from, to, gbps, cut: false, up: true };
}

function disk(own: { name: string; role: 'os' | 'data'; sizeGib: number }): RowOf<'disk'> {
  return {
    kind: 'disk',
    id: `disk:shop/${own.name}`,
    ...cloud,
    ...own,
    tier: 'P10',
    vm: 'vm:shop/web-1',
    redundancy: 'lrs',
    caching: 'readOnly',
  };
}

const byId = new Map(ROWS.map((row) => [row.id, row]));
const rows: CopyRows = {
  get: (id) => byId.get(id),
  // The rows were compared by their kind.
  list: <K extends TopologyKind>(kind: K) => ROWS.filter((row) => row.kind === kind) as RowOf<K>[],
  all: () => ROWS,
  models: new Set(['m1']),
};

/** Fields of rows that say what the thing is doing or what it follows from, and are not told. */
const OF_THE_RUN: Readonly<Record<string, readonly string[]>> = {
  vm: [
    'operationEndsAtUs',
    'stealPpm',
    'scaleSet',
    'instance',
    'protected',
    'replicaOf',
    'guest',
    'hypervisor',
    'application',
    'maintenance',
    'latestModel',
    'model',
    'health',
    'rollout',
    'protectedFromActions',
    'repairing',
    'spot',
    'evicted',
    'terminating',
    'noticeAtUs',
    'credits',
    'tempDisk',
    'pendingSize',
    'baseImage',
    'generation',
    'generalized',
    'deprovisioned',
    'agent',
    'identity',
    'drift',
    'newerVersion',
    'cause',
    'faults',
    'silent',
    'pausedUntilUs',
  ],
  host: ['guest'],
  availabilitySet: ['maintenance'],
  scaleSet: ['maintenance', 'rollout'],
};

/** What of a command a copy does not say, with the reason. */
const UNSAID: Readonly<Partial<Record<CommandType, Readonly<Record<string, string>>>>> = {
  'rack.add': { position: 'it goes to the first free place of its row' },
  'power.add': { place: 'the rack says where it stands' },
  'switch.add': { place: 'the rack says where it stands' },
  'storage.add': { place: 'the rack says where it stands' },
  'vm.create': {
    host: 'where it stands is decided anew',
    storage: 'where its disks are kept is decided anew',
    privateAddress: 'addresses are its own',
    withContents: 'what is on a prepared disk comes along',
    openPorts: 'they are rules of the security group, which it shares',
  },
  'scaleSet.add': {
    openPorts: 'they are rules of the security group, which it shares',
  },
};

function shapeOf(type: CommandType): string[] {
  const schema = commandSchemas.find((one) => one.shape.type.value === type);
  return Object.keys(schema?.shape ?? {});
}

/** Fields of all commands of one type in a plan. */
function saidBy(commands: readonly Command[], type: CommandType): Set<string> {
  return new Set(commands.filter((one) => one.type === type).flatMap((one) => Object.keys(one)));
}

function rowShape(kind: TopologyKind): z.ZodRawShape {
  const schema = topologyRowSchema.options.find((one) => one.shape.kind.value === kind);
  return schema?.shape ?? {};
}

const copyOfAll = planCopy(
  ['rack:r1', 'availabilitySet:shop/web', 'scaleSet:shop/pool'],
  rows,
).commands;

describe('rows of the test', () => {
  const KINDS = ['rack', 'power', 'switch', 'storage', 'host', 'availabilitySet', 'scaleSet', 'vm'];

  it.each(KINDS)('have every field that a %s is told', (kind) => {
    const full = ROWS.find((row) => row.kind === kind);
    // The kinds are spelt above.
    const fields = Object.keys(rowShape(kind as TopologyKind));
    const left = fields.filter((field) => !Object.hasOwn(full ?? {}, field));
    expect(left.toSorted()).toEqual(
      (OF_THE_RUN[kind] ?? []).filter((field) => !Object.hasOwn(full ?? {}, field)).toSorted(),
    );
  });

  it('are rows', () => {
    for (const row of ROWS) expect(topologyRowSchema.safeParse(row).error).toBeUndefined();
  });
});

describe('the plan of a copy', () => {
  const ADDS = [
    'rack.add',
    'power.add',
    'switch.add',
    'storage.add',
    'host.add',
    'availabilitySet.add',
    'scaleSet.add',
    'vm.create',
  ] as const;

  it.each(ADDS)('says everything that %s can say', (type) => {
    const unsaid = Object.keys(UNSAID[type] ?? {});
    const expected = shapeOf(type).filter((field) => !unsaid.includes(field));
    expect([...saidBy(copyOfAll, type)].toSorted()).toEqual(expected.toSorted());
  });

  it('says everything of rules, windows, hypervisors and addresses', () => {
    expect([...saidBy(copyOfAll, 'autoscale.set')].toSorted()).toEqual(
      ['type', 'scaleSet', ...Object.keys(autoscaleShape)].toSorted(),
    );
    const said = saidBy(copyOfAll, 'maintenance.configure');
    // The ordinary zone goes without saying.
    const told = Object.keys(windowCommands.maintenanceWindowShape).filter(
      (field) => field !== 'timeZone',
    );
    for (const field of [...told, 'availabilitySet', 'scaleSet', 'vm'])
      expect(said).toContain(field);
    expect([...saidBy(copyOfAll, 'hypervisor.set')].toSorted()).toEqual(
      ['type', 'host', ...Object.keys(hypervisorShape)].toSorted(),
    );
    const seen = Object.keys(hypervisorViewSchema.shape).filter(
      (field) => !Object.hasOwn(hypervisorShape, field),
    );
    expect(seen).toEqual([
      'kind',
      'vCpuOffered',
      'memoryOfferedMib',
      'memoryPromisedMib',
      'swappedMib',
    ]);
    expect([...saidBy(copyOfAll, 'publicIp.add')].toSorted()).toEqual(
      shapeOf('publicIp.add').toSorted(),
    );
    expect(copyOfAll).toContainEqual({
      type: 'scaleSet.repairs',
      scaleSet: 'scaleSet:shop/pool-2',
      state: 'suspended',
    });
  });

  it('is made of commands as the engine reads them, of the types that were told beforehand', () => {
    for (const command of copyOfAll)
      expect(commandSchema.safeParse(command).error?.issues).toBeUndefined();
    const asked = ROWS.filter(({ id }) =>
      ['rack:r1', 'availabilitySet:shop/web', 'scaleSet:shop/pool'].includes(id),
    );
    const inside = ROWS.filter((row) => 'rack' in row && row.rack === 'rack:r1');
    const children = (id: string) => (id === 'rack:r1' ? inside : []);
    // A link that is not of the ordinary speed is added by itself with what it belongs to.
    const told = [...typesOfCopy(asked, { get: rows.get, children }), 'link.add'];
    expect(new Set(copyOfAll.map(({ type }) => type))).toEqual(new Set(told));
  });

  it('keeps the policies as they are, and links to what came along', () => {
    expect(copyOfAll.find(({ type }) => type === 'scaleSet.add')).toMatchObject({
      subnet: 'subnet:shop/a',
      securityGroup: 'securityGroup:shop/g',
      upgrade: { mode: 'rolling', batchPercent: 30 },
      repairs: { action: 'restart', grace: '20m' },
      spot: { base: 1, regularPercent: 50, eviction: 'delete', restore: '1h' },
      mix: { sizes: ['D2s_v5'], strategy: 'prioritized' },
      automaticImageUpgrade: true,
    });
    // The first switch is there before the second, which makes the link between the two.
    const switches = copyOfAll.filter((one) => one.type === 'switch.add');
    expect(switches.map(({ uplinks }) => uplinks)).toEqual([['switch:core'], ['switch:r2-one']]);
    expect(copyOfAll.find(({ type }) => type === 'link.add')).toEqual({
      type: 'link.add',
      from: 'host:r2-h1',
      to: 'switch:r2-two',
      gbps: 25,
    });
    expect(copyOfAll.find(({ type }) => type === 'vm.create')).toMatchObject({
      availabilitySet: 'availabilitySet:shop/web-2',
      publicIp: 'publicIp:shop/web-ip-2',
      osDisk: { sizeGib: 64, tier: 'P10', redundancy: 'lrs', caching: 'readOnly' },
    });
  });

  it('leaves out dates that are over', () => {
    const set = byId.get('scaleSet:shop/pool');
    if (set?.kind !== 'scaleSet' || set.autoscale === undefined) throw new Error('no set');
    const fixedDate = { from: '2026-03-01T08:00', to: '2026-03-02T08:00' };
    const [profile] = set.autoscale.profiles;
    if (profile === undefined) throw new Error('no profile');
    const { recurrence: _days, ...limits } = profile;
    const dated = { ...set, autoscale: { ...set.autoscale, profiles: [{ ...limits, fixedDate }] } };
    function profilesAt(calendarUs: number): number {
      const from = { ...rows, get: (id: string) => (id === dated.id ? dated : byId.get(id)) };
      const { commands } = planCopy([dated.id], from, calendarUs);
      const found = commands.find((one) => one.type === 'autoscale.set');
      return found?.profiles?.length ?? 0;
    }
    expect(profilesAt(0)).toBe(1);
    expect(profilesAt(Number.MAX_SAFE_INTEGER)).toBe(0);
  });

  it('is made of whatever can be copied', () => {
    for (const row of ROWS.filter(canCopy)) {
      expect(planCopy([row.id], rows).made).toHaveLength(1);
      expect(typesOfCopy([row], { get: rows.get, children: () => [] }).size).toBeGreaterThan(0);
    }
  });
});
