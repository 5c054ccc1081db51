/**
 * Random acts on a room for property tests: commands of every type, faults, and time.
 * An act is drawn as a type and a handful of numbers; which thing it is aimed at is read off those
 * numbers when its turn comes, mostly among what exists by then and sometimes not. So sequences
 * shrink, and most commands are accepted even late in a sequence. Which are refused is the
 * engine's business.
 */
import * as fc from 'fast-check';
import { FAULT_KINDS, FAULT_RULES } from '../../src/shared/model/fault-kinds.ts';
import { commandTypes, type Command, type CommandType } from '../../src/shared/commands/index.ts';
import type { Engine } from '../../src/main/engine/index.ts';
import type { TopologyRow } from '../../src/shared/views/topology-view.ts';
import { roomCommands } from './make-engine.ts';
import { balancerMakers } from './balancer-entries.ts';
import { hypervisorMakers } from './hypervisor-entries.ts';
import { environmentMakers } from './environment-entries.ts';
import { moveMakers } from './move-entries.ts';
import { interfaceMaker, networkMakers } from './network-acts.ts';

export type Act =
  | { readonly do: 'command'; readonly type: CommandType; readonly dice: readonly number[] }
  | { readonly do: 'run'; readonly us: number }
  | { readonly do: 'events'; readonly count: number };

/** Dice of one command: more than any type reads. */
const DICE = 12;
const FACES = 10_000;
/** Some events must come within this time, or the clock moves on. */
const EVENTS_WITHIN_US = 30_000_000;

/** Reads one number after the other. */
class Dice {
  private at = 0;
  private readonly rows: readonly TopologyRow[];
  private readonly dice: readonly number[];

  constructor(rows: readonly TopologyRow[], dice: readonly number[]) {
    this.rows = rows;
    this.dice = dice;
  }

  next(): number {
    this.at += 1;
    return this.dice[(this.at - 1) % this.dice.length] ?? 0;
  }

  one<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.next() % choices.length] ?? choices[0];
  }

  /** True in about one of `times`. */
  seldom(times: number): boolean {
    return this.next() % times === 0;
  }

  /** The id of something that exists, seldom of something that does not. */
  some(...kinds: TopologyRow['kind'][]): string {
    const found = this.rows.filter((row) => kinds.includes(row.kind));
    const roll = this.next();
    const missing = `${kinds[0] === 'power' ? 'pdu' : (kinds[0] ?? 'vm')}:missing`;
    return roll % 40 === 39
      ? missing
      : (found[Math.floor(roll / 40) % found.length]?.id ?? missing);
  }

  few(kind: TopologyRow['kind'], most: number): string[] {
    const wanted = this.next() % (most + 1);
    const found = this.rows.filter((row) => row.kind === kind).map((row) => row.id);
    const from = this.next();
    return Array.from({ length: Math.min(wanted, found.length) }, (_, index) => {
      return found[(from + index) % found.length] ?? '';
    });
  }

  pdu(): string {
    const pdus = this.rows.filter((row) => row.kind === 'power' && row.powerKind === 'pdu');
    return pdus[this.next() % Math.max(1, pdus.length)]?.id ?? 'pdu:missing';
  }

  name(prefix: string): string {
    return `${prefix}${this.next() % 9}`;
  }
}

type Maker = (dice: Dice) => Record<string, unknown>;

const SIZES: [string, ...string[]] = ['D2s_v5', 'D2s_v5', 'D4s_v5', 'B1s', 'D16s_v5'];
const WATTS: [number, ...number[]] = [0, 300, 700, 1_000, 5_000];
const SOURCES: [string, ...string[]] = ['feed:a', 'feed:b', 'ups:ua', 'utility:grid'];

function maybe<T>(dice: Dice, value: (dice: Dice) => T): T | undefined {
  return dice.seldom(2) ? value(dice) : undefined;
}

function curve(dice: Dice): unknown {
  if (dice.seldom(2)) return { points: [{ at: '0s', perSecond: dice.next() % 60 }] };
  return {
    period: '2m',
    points: [
      { at: '30s', perSecond: dice.next() % 40 },
      { at: '1m', perSecond: dice.next() % 80 },
    ],
  };
}

/** One line for each type; a type without one does not compile. */
/** One of a few versions, so that they meet. */
function versionMaker(d: Dice): string {
  return `${d.next() % 2}.${d.next() % 2}.0`;
}

/** A disk that was prepared elsewhere, some of which cannot be. */
function preparedMaker(d: Dice): Record<string, unknown> {
  return {
    base: d.one(['Debian12', 'Ubuntu2204', 'Win2022DatacenterGen2']),
    osDiskGib: maybe(d, () => d.one([2, 64, 200])),
    state: maybe(d, () => 'specialized'),
    administrator: d.seldom(3) ? { name: 'ops' } : undefined,
    applications: maybe(d, () => [
      { application: d.one(['shop', 'payroll', 'database']) },
      { application: d.one(['chat', 'cache', 'shop']) },
    ]),
    tasks: maybe(d, () => [{ name: 't1', cron: d.one(['* * * * *', '*/5 * * * *']) }]),
  };
}

/** A use of machines with its source, at times with a figure of its own or another it asks. */
function workloadMaker(d: Dice): Record<string, unknown> {
  const sources: [Record<string, unknown>, ...Record<string, unknown>[]] = [
    {
      kind: 'requests',
      curve: curve(d),
      spike: maybe(d, () => ({ at: '20s', lasts: '30s', times: 3 })),
    },
    { kind: 'database', curve: curve(d), durability: maybe(d, () => 'lazy') },
    { kind: 'dataGateway', trace: { every: '30s', counts: [200, 0, 900] } },
    { kind: 'reverseProxy', curve: curve(d), calls: { on: d.some('workload') } },
    { kind: 'desktop', users: 1 + (d.next() % 20), think: '2s' },
    { kind: 'batch', jobs: 1 + (d.next() % 40) },
    { kind: 'cron', cron: '* * * * *', jobs: 1 + (d.next() % 9), lease: maybe(d, () => true) },
    { kind: 'polling', jobs: 1 + (d.next() % 90), every: '10s' },
    { kind: 'jumpbox', curve: curve(d), manages: [d.some('vm')] },
  ];
  const isOnWebApp = d.next() % 4 === 0;
  return {
    name: d.name('w'),
    group: d.some('group'),
    ...(isOnWebApp
      ? { webApp: d.some('webApp') }
      : { machines: d.one([['web-*'], ['*'], [d.some('vm')]]) }),
    ...d.one(sources),
    threads: maybe(d, () => 1 + (d.next() % 4)),
    queueLimit: maybe(d, () => d.next() % 5),
    shape: maybe(d, () => d.one(['fixed', 'varied'])),
    mode: maybe(d, () => d.one(['requests', 'flow'])),
  };
}

/** A version that may be a bad one. */
function buildMaker(d: Dice): Record<string, unknown> {
  return { version: d.name('v'), faulty: maybe(d, () => d.seldom(2)) };
}

/** Policies of a scale set, some of which contradict each other. */
function policyMaker(d: Dice): Record<string, unknown> {
  return {
    health: maybe(d, () => d.one(['application', 'application', 'probe', 'none'])),
    upgrade: maybe(d, () => ({
      mode: d.one(['rolling', 'rolling', 'automatic', 'manual']),
      batchPercent: maybe(d, () => d.one([1, 50, 100])),
      maxUnhealthyPercent: maybe(d, () => d.one([0, 100])),
      maxUnhealthyUpgradedPercent: maybe(d, () => d.one([0, 100])),
      pause: maybe(d, () => '30s'),
      prioritizeUnhealthy: maybe(d, () => true),
      maxSurge: maybe(d, () => true),
      rollback: maybe(d, () => true),
    })),
    repairs: maybe(d, () => ({
      action: maybe(d, () => d.one(['replace', 'reimage', 'restart'])),
      grace: maybe(d, () => '15m'),
    })),
    terminateNotice: d.seldom(3) ? '5m' : undefined,
  };
}

/** What maintenance goes through: mostly one of the two sets. */
function setToMaintain(d: Dice): Record<string, unknown> {
  if (d.seldom(4)) return { vm: d.some('vm') };
  return d.next() % 2 === 0
    ? { availabilitySet: d.some('availabilitySet') }
    : { scaleSet: d.some('scaleSet') };
}

/** How a balancer asks and picks. */
function probeMaker(d: Dice): Readonly<Record<string, unknown>> {
  const protocol = maybe(d, () => d.one(['tcp', 'http']));
  return {
    probeProtocol: protocol,
    probePath: protocol === 'http' ? d.one(['/', '/health', '/ready', '/no']) : undefined,
    probePort: maybe(d, () => d.one([0, 22, 8080])),
    distribution: maybe(d, () => d.one(['default', 'sourceIp', 'sourceIpProtocol'])),
    idleTimeout: maybe(d, () => '4m'),
    outbound: maybe(d, () => d.one(['balancer', 'natGateway', 'publicIp', 'none'])),
  };
}

/** Names that applications are given and asked for by. */
const APPS = ['shop', 'payroll', 'database', 'reports', 'chat', 'intranet', 'x1'] as const;

const MAKERS: Readonly<Record<CommandType, Maker>> = {
  'place.add': (d) => ({
    kind: d.one(['zone', 'row', 'datacenter']),
    name: d.name('p'),
    parent: d.some('place'),
  }),
  'place.remove': (d) => ({ place: d.some('place') }),
  'cluster.add': (d) => ({
    name: d.name('c'),
    sizes: maybe(d, () => d.one([['D2s_v5'], ['D4s_v5', 'B1s']])),
  }),
  'cluster.remove': (d) => ({ cluster: d.some('cluster') }),
  'rack.add': (d) => ({
    name: d.name('x'),
    row: 'row:a',
    units: maybe(d, () => d.one([2, 42])),
    cluster: maybe(d, () => d.some('cluster')),
  }),
  'rack.edit': (d) => ({
    rack: d.some('rack'),
    position: maybe(d, () => 1 + (d.next() % 6)),
    cluster: maybe(d, () => d.some('cluster')),
  }),
  'rack.remove': (d) => ({ rack: d.some('rack') }),
  'storage.add': (d) => ({
    name: d.name('s'),
    rack: maybe(d, () => d.some('rack')),
    capacityGib: d.one([100, 10_000]),
  }),
  'storage.remove': (d) => ({ storage: d.some('storage') }),
  'power.add': (d) => ({
    kind: d.one(['pdu', 'pdu', 'feed', 'ups']),
    name: d.name('e'),
    from: d.one(SOURCES),
    ratingWatts: d.one(WATTS),
    rack: maybe(d, () => d.some('rack')),
  }),
  'power.edit': (d) => ({
    power: d.some('power'),
    from: maybe(d, () => d.one(SOURCES)),
    ratingWatts: maybe(d, () => d.one(WATTS)),
    batteryMinutes: maybe(d, () => d.one([0, 1, 5])),
  }),
  'power.remove': (d) => ({ power: d.some('power') }),
  'cord.add': (d) => ({ device: d.some('host', 'switch'), pdu: d.pdu() }),
  'cord.remove': (d) => ({ device: d.some('host', 'switch'), pdu: d.pdu() }),
  'switch.add': (d) => ({
    name: d.name('w'),
    layer: d.one(['tor', 'aggregation', 'core']),
    rack: maybe(d, () => d.some('rack')),
    pdus: maybe(d, () => [d.pdu()]),
    uplinks: d.few('switch', 2),
  }),
  'switch.remove': (d) => ({ switch: d.some('switch') }),
  'link.add': (d) => ({ from: d.some('host', 'switch'), to: d.some('switch') }),
  'link.remove': (d) => ({ link: d.some('link') }),
  'host.add': (d) => ({
    name: d.name('h'),
    rack: d.some('rack'),
    cores: 8,
    memoryMib: 32_768,
    idleWatts: 100,
    fullWatts: 300,
    system: maybe(d, () => d.one(['hypervisor', 'operatingSystem'])),
    pdus: maybe(d, () => [d.pdu()]),
    switches: maybe(d, () => d.few('switch', 2)),
  }),
  'host.edit': (d) => ({
    host: d.some('host'),
    rack: maybe(d, () => d.some('rack')),
    system: maybe(d, () => d.one(['hypervisor', 'operatingSystem'])),
  }),
  'host.remove': (d) => ({ host: d.some('host') }),
  'fault.cut': (d) => ({ target: d.some('power', 'rack', 'switch', 'link', 'host', 'storage') }),
  'fault.restore': (d) => ({ target: brokenPart(d) }),
  'fault.inject': faultToInject,
  'event.schedule': (d) => ({
    event: d.one(['Freeze', 'Reboot', 'Redeploy']),
    target: d.some('vm', 'host', 'rack', 'availabilitySet', 'scaleSet'),
    notice: maybe(d, () => d.one(['15m', '20m', '1m'])),
    work: maybe(d, () => d.one(['5s', '2m'])),
  }),
  'event.approve': (d) => ({ event: d.some('scheduledEvent') }),
  'event.cancel': (d) => ({ event: d.some('scheduledEvent') }),
  'hook.add': (d) => ({
    target: d.some('vm', 'availabilitySet', 'scaleSet', 'balancer'),
    drain: d.one(['0s', '20s', '3m']),
    approve: maybe(d, () => d.seldom(2)),
  }),
  'hook.remove': (d) => ({ hook: d.some('drainHook') }),
  'reliability.add': (d) => ({
    name: d.name('wear'),
    of: maybe(d, () => d.one(['host', 'rack', 'pdu', 'switch', 'link', 'feed', 'storage'])),
    mtbf: maybe(d, () => d.one(['4m', '1h', '900h'])),
    mttr: maybe(d, () => d.one(['30s', '6m'])),
    together: maybe(d, () => d.seldom(3)),
  }),
  'reliability.remove': (d) => ({ reliability: d.some('reliability') }),
  'platform.set': (d) => ({
    healing: maybe(d, () => d.seldom(2)),
    liveMigration: d.seldom(2),
    dirtyMibPerSecond: maybe(d, () => d.one([0, 300, 5_000])),
  }),
  'vm.redeploy': (d) => ({ vm: d.some('vm') }),
  'vm.reapply': (d) => ({ vm: d.some('vm') }),
  'fault.clear': (d) => ({ target: d.some('fault', 'fault', 'vm', 'host', 'rack') }),
  'group.add': (d) => ({ name: d.name('g') }),
  'group.remove': (d) => ({ group: d.some('group') }),
  'vm.create': (d) => ({
    name: d.name('m'),
    size: d.one(SIZES),
    image: d.one(['Ubuntu2204', 'Win2022Datacenter']),
    group: d.some('group'),
    host: d.seldom(5) ? d.some('host') : undefined,
    inside: d.seldom(6) ? d.some('vm') : undefined,
    storage: maybe(d, () => d.some('storage')),
    balancers: d.few('balancer', 2),
    availabilitySet: maybe(d, () => d.some('availabilitySet')),
    proximityGroup: d.seldom(8) ? d.some('proximityGroup') : undefined,
    hostGroup: d.seldom(8) ? d.some('hostGroup') : undefined,
    reservation: d.seldom(8) ? d.some('reservation') : undefined,
    zone: d.seldom(8) ? d.some('place') : undefined,
    ...(d.seldom(2) ? interfaceMaker(d) : {}),
    dataDisks: d.one([[], [{ sizeGib: 100 }], [{ sizeGib: 32 }, { sizeGib: 64 }]]),
    administrator: d.seldom(4) ? { name: d.one(['ops', 'ops', 'root']) } : undefined,
    openPorts: d.seldom(6) ? d.one(['80', '443,22', 'all']) : undefined,
  }),
  ...networkMakers,
  ...balancerMakers,
  ...hypervisorMakers,
  ...moveMakers,
  ...environmentMakers,
  'vm.start': (d) => ({ vm: d.some('vm') }),
  'vm.stop': (d) => ({ vm: d.some('vm'), by: d.one(['guest', 'api']) }),
  'vm.deallocate': (d) => ({ vm: d.some('vm') }),
  'vm.restart': (d) => ({ vm: d.some('vm'), by: d.one(['guest', 'api']) }),
  'vm.delete': (d) => ({ vm: d.some('vm'), withResources: d.seldom(2) }),
  'vm.recreate': (d) => ({
    vm: d.some('vm'),
    availabilitySet: maybe(d, () => d.some('availabilitySet')),
  }),
  'vm.tag': (d) => ({ vm: d.some('vm'), tags: d.one([{}, { tier: 'web' }]) }),
  'disk.delete': (d) => ({ disk: d.some('disk') }),
  'nic.delete': (d) => ({ nic: d.some('nic') }),
  'vm.resize': (d) => ({
    vm: d.some('vm'),
    size: d.one(['D4s_v5', 'B2s', 'D8s_v5', 'B1s', 'D2ds_v5', 'D64s_v5']),
  }),
  'vm.reimage': (d) => ({ vm: d.some('vm'), tempDisk: maybe(d, () => true) }),
  'vm.evict': (d) => ({ vm: d.some('vm') }),
  'quota.set': (d) => ({
    family: d.one(['cores', 'standardDSv5Family', 'lowPriorityCores', 'none']),
    vCpus: d.one([4, 40, 400]),
  }),
  'quota.clear': (d) => ({ quota: d.some('quota') }),
  'tag.set': (d) => ({
    resource: d.some('vm', 'disk', 'nic', 'balancer', 'group'),
    tags: d.one([{}, { owner: 'ann' }]),
  }),
  'disk.create': (d) => ({
    name: d.name('dk'),
    group: d.some('group'),
    sizeGib: d.one([4, 128, 5_000]),
    tier: maybe(d, () => d.one(['P10', 'E10', 'S10', 'P60'])),
    role: maybe(d, () => d.one(['os', 'data'])),
    storage: maybe(d, () => d.some('storage')),
  }),
  'disk.attach': (d) => ({
    disk: d.some('disk'),
    vm: d.some('vm'),
    caching: maybe(d, () => d.one(['none', 'readOnly', 'readWrite'])),
  }),
  'disk.detach': (d) => ({ disk: d.some('disk') }),
  'disk.edit': (d) => ({
    disk: d.some('disk'),
    sizeGib: maybe(d, () => d.one([16, 64, 200, 4_200])),
    tier: maybe(d, () => d.one(['P20', 'E20', 'S4'])),
    caching: maybe(d, () => d.one(['none', 'readOnly', 'readWrite'])),
  }),
  'balancer.add': (d) => ({
    name: d.name('b'),
    group: d.some('group'),
    probeInterval: maybe(d, () => d.one(['5s', '15s'])),
    allDown: maybe(d, () => d.one(['refuse', 'sendToAll'])),
    sku: maybe(d, () => d.one(['standard', 'basic'])),
    ...probeMaker(d),
  }),
  'balancer.edit': (d) => ({
    balancer: d.some('balancer'),
    probeInterval: maybe(d, () => d.one(['5s', '7s'])),
    probeThreshold: maybe(d, () => 1 + (d.next() % 3)),
    allDown: maybe(d, () => d.one(['refuse', 'sendToAll'])),
    ...probeMaker(d),
  }),
  'dnsProfile.add': (d) => ({
    name: d.name('n'),
    group: d.some('group'),
    service: d.some('service'),
    endpoints: d.few('balancer', 3).map((balancer) => ({ balancer, weight: 1 + (d.next() % 3) })),
    routing: maybe(d, () => d.one(['priority', 'weighted'])),
    ttl: maybe(d, () => d.one(['0s', '2s', '60s'])),
    probeInterval: maybe(d, () => '10s'),
    toleratedFailures: maybe(d, () => d.next() % 3),
    resolvers: maybe(d, () => 1 + (d.next() % 5)),
  }),
  'dnsProfile.edit': (d) => ({
    dnsProfile: d.some('dnsProfile'),
    ttl: maybe(d, () => d.one(['0s', '2s', '60s'])),
  }),
  'dnsProfile.switch': (d) => ({
    dnsProfile: d.some('dnsProfile'),
    balancer: d.some('balancer'),
    enabled: maybe(d, () => d.seldom(2)),
    weight: maybe(d, () => 1 + (d.next() % 3)),
  }),
  'dnsProfile.remove': (d) => ({ dnsProfile: d.some('dnsProfile') }),
  'balancer.admit': (d) => ({
    balancer: d.some('balancer'),
    vm: d.some('vm'),
    state: d.one(['none', 'up', 'down']),
  }),
  'application.break': (d) => ({
    vm: d.some('vm'),
    as: d.one(['failing', 'hung', 'crashed']),
  }),
  'application.restore': (d) => ({ vm: d.some('vm') }),
  'balancer.remove': (d) => ({ balancer: d.some('balancer') }),
  'balancer.join': (d) => ({ balancer: d.some('balancer'), vm: d.some('vm') }),
  'balancer.leave': (d) => ({ balancer: d.some('balancer'), vm: d.some('vm') }),
  'service.add': (d) => ({
    name: d.name('v'),
    group: d.some('group'),
    balancer: d.some('balancer'),
    workers: maybe(d, () => 1 + (d.next() % 4)),
    serviceTime: maybe(d, () => d.one(['50ms', '400ms'])),
    queueLimit: maybe(d, () => d.next() % 4),
    deadline: maybe(d, () => d.one(['500ms', '2s'])),
    threshold: maybe(d, () => d.one([0.5, 0.99])),
    clients: maybe(d, () => 1 + (d.next() % 9)),
    largestClientShare: maybe(d, () => d.one([0.3, 1])),
    outboundCalls: maybe(d, () => d.one([1, 200])),
    outboundHold: maybe(d, () => d.one(['2s', '30s'])),
    dependsOn: maybe(d, () => [
      { on: d.one([d.some('vm'), d.some('balancer'), d.some('service')]), share: d.one([0.3, 1]) },
    ]),
  }),
  'service.remove': (d) => ({ service: d.some('service') }),
  'load.set': (d) => ({ service: d.some('service'), curve: curve(d) }),
  'workload.add': (d) => workloadMaker(d),
  'workload.edit': (d) => {
    const { name: _name, group: _group, ...told } = workloadMaker(d);
    return { workload: d.some('workload'), ...told };
  },
  'webApp.add': (d) => ({
    name: d.name('e'),
    group: d.some('group'),
    tier: d.one(['B1', 'S1', 'P0v3']),
    instances: maybe(d, () => 1 + (d.next() % 4)),
    autoscale: maybe(d, () => ({ minimum: 1, maximum: 1 + (d.next() % 4) })),
  }),
  'webApp.scale': (d) => ({ webApp: d.some('webApp'), instances: 1 + (d.next() % 4) }),
  'webApp.tier': (d) => ({ webApp: d.some('webApp'), tier: d.one(['B1', 'S2', 'P1v3']) }),
  'webApp.autoscale': (d) => ({
    webApp: d.some('webApp'),
    minimum: 1,
    maximum: 1 + (d.next() % 5),
    inBelow: maybe(d, () => 10 + (d.next() % 40)),
  }),
  'webApp.manual': (d) => ({ webApp: d.some('webApp') }),
  'webApp.remove': (d) => ({ webApp: d.some('webApp') }),
  'workload.load': (d) => ({ workload: d.some('workload'), curve: curve(d) }),
  'workload.mode': (d) => ({
    workload: d.some('workload'),
    mode: d.one(['auto', 'requests', 'flow']),
  }),
  'workload.remove': (d) => ({ workload: d.some('workload') }),
  'batch.submit': (d) => ({
    name: d.name('j'),
    group: d.some('group'),
    machines: d.one([['web-*'], ['*'], [d.some('vm')]]),
    count: 1 + (d.next() % 30),
    work: d.one([{ baseMi: 10_000 }, { baseMi: 1_000, stride: 7_919, modulo: 9_973 }]),
  }),
  'availabilitySet.add': (d) => ({
    name: d.name('a'),
    group: d.some('group'),
    faultDomains: maybe(d, () => 1 + (d.next() % 3)),
    updateDomains: maybe(d, () => 1 + (d.next() % 5)),
  }),
  'availabilitySet.remove': (d) => ({ availabilitySet: d.some('availabilitySet') }),
  'maintenance.start': (d) => ({
    ...setToMaintain(d),
    selfService: d.seldom(3) ? d.one(['1m', '10m']) : undefined,
    work: maybe(d, () => '2m'),
    recovery: maybe(d, () => '1m'),
    drain: maybe(d, () => d.one(['0s', '30s'])),
    mode: maybe(d, () => d.one(['reboot', 'noReboot'])),
    notice: d.seldom(4) ? '15m' : undefined,
  }),
  'scaleSet.add': (d) => ({
    name: d.name('z'),
    group: d.some('group'),
    size: d.one(SIZES),
    image: 'Ubuntu2204',
    capacity: d.next() % 4,
    orchestration: maybe(d, () => d.one(['uniform', 'flexible'])),
    faultDomains: maybe(d, () => 1 + (d.next() % 3)),
    scaleIn: maybe(d, () => d.one(['default', 'newestVm', 'oldestVm'])),
    balancers: d.few('balancer', 1),
    build: maybe(d, () => buildMaker(d)),
    ...policyMaker(d),
    mix: d.seldom(3) ? { sizes: SIZES.slice(0, 1 + (d.next() % 3)) } : undefined,
    overprovision: d.seldom(4) ? false : undefined,
    spot: maybe(d, () => ({
      base: maybe(d, () => d.next() % 2),
      eviction: maybe(d, () => d.one(['deallocate', 'delete'])),
      restore: maybe(d, () => '20m'),
    })),
  }),
  'scaleSet.update': (d) => ({
    scaleSet: d.some('scaleSet'),
    size: maybe(d, () => d.one(SIZES)),
    build: maybe(d, () => buildMaker(d)),
  }),
  'scaleSet.policy': (d) => ({
    scaleSet: d.some('scaleSet'),
    scaleIn: maybe(d, () => d.one(['default', 'newestVm', 'oldestVm'])),
    ...policyMaker(d),
  }),
  'scaleSet.updateInstances': (d) => ({
    scaleSet: d.some('scaleSet'),
    instances: d.seldom(4) ? [d.some('vm')] : undefined,
  }),
  'scaleSet.startUpgrade': (d) => ({ scaleSet: d.some('scaleSet') }),
  'scaleSet.cancelUpgrade': (d) => ({ scaleSet: d.some('scaleSet') }),
  'scaleSet.reimage': (d) => ({ vm: d.some('vm') }),
  'scaleSet.repairs': (d) => ({
    scaleSet: d.some('scaleSet'),
    state: d.one(['suspended', 'running']),
  }),
  'scaleSet.evict': (d) => ({
    scaleSet: d.some('scaleSet'),
    count: maybe(d, () => 1),
    for: maybe(d, () => '5m'),
  }),
  'scaleSet.attach': (d) => ({ scaleSet: d.some('scaleSet'), vm: d.some('vm') }),
  'scaleSet.detach': (d) => ({ vm: d.some('vm') }),
  'build.deploy': (d) => ({ vm: d.some('vm'), ...buildMaker(d) }),
  'scaleSet.scale': (d) => ({ scaleSet: d.some('scaleSet'), capacity: d.next() % 5 }),
  'scaleSet.protect': (d) => ({
    vm: d.some('vm'),
    protect: d.seldom(2),
    actions: maybe(d, () => d.seldom(2)),
  }),
  'scaleSet.remove': (d) => ({ scaleSet: d.some('scaleSet') }),
  'autoscale.set': (d) => ({
    scaleSet: d.some('scaleSet'),
    minimum: d.next() % 2,
    maximum: 1 + (d.next() % 4),
    rules: [
      { metric: 'cpu', operator: '>', threshold: 60, direction: 'out', value: 1 },
      { metric: 'cpu', operator: '<', threshold: 20, direction: 'in', value: 1 },
    ],
    profiles: maybe(d, () => [
      {
        name: 'early',
        minimum: 0,
        maximum: 1 + (d.next() % 3),
        rules: [],
        recurrence: { days: ['Monday'], at: d.one(['00:01', '00:05']), until: '00:07' },
      },
    ]),
    warmUp: maybe(d, () => '1m'),
    forecast: maybe(d, () => ({ mode: d.one(['enabled', 'forecastOnly']) })),
  }),
  'proximityGroup.add': (d) => ({
    name: d.name('pg'),
    sizes: maybe(d, () => [d.one(['D2s_v5', 'D4s_v5'])]),
    zone: maybe(d, () => d.some('place')),
  }),
  'proximityGroup.remove': (d) => ({ proximityGroup: d.some('proximityGroup') }),
  'hostGroup.add': (d) => ({
    name: d.name('hg'),
    faultDomains: maybe(d, () => d.one([1, 2, 3])),
    automaticPlacement: d.one([true, false]),
  }),
  'hostGroup.remove': (d) => ({ hostGroup: d.some('hostGroup') }),
  'dedicatedHost.add': (d) => ({
    name: d.name('dh'),
    hostGroup: d.some('hostGroup'),
    sku: d.one(['Dsv5-Type1', 'Esv5-Type1', 'Nothing']),
    host: maybe(d, () => d.some('host')),
  }),
  'dedicatedHost.remove': (d) => ({ dedicatedHost: d.some('dedicatedHost') }),
  'reservation.add': (d) => ({
    name: d.name('cr'),
    size: d.one(['D2s_v5', 'D4s_v5']),
    quantity: d.one([1, 2, 5]),
    zone: maybe(d, () => d.some('place')),
  }),
  'reservation.edit': (d) => ({ reservation: d.some('reservation'), quantity: d.one([1, 3]) }),
  'reservation.remove': (d) => ({ reservation: d.some('reservation') }),
  'store.add': (d) => ({
    name: d.name('db'),
    replicas: [d.some('vm'), ...d.few('vm', 2)],
    replication: d.one(['asynchronous', 'synchronous', 'majority']),
    quorum: d.one(['majority', 'none']),
    writesPerSecond: d.one([0, 3, 20]),
    readsPerSecond: d.one([0, 5]),
    service: maybe(d, () => d.some('service')),
  }),
  'store.edit': (d) => ({
    store: d.some('store'),
    replication: d.one(['asynchronous', 'synchronous', 'majority']),
    witness: d.one(['none', 'cloud']),
    failover: d.one(['automatic', 'manual']),
  }),
  'store.load': (d) => ({ store: d.some('store'), writesPerSecond: d.one([0, 10, 30]) }),
  'store.join': (d) => ({ store: d.some('store'), vm: d.some('vm') }),
  'store.leave': (d) => ({ store: d.some('store'), vm: d.some('vm') }),
  'store.failover': (d) => ({
    store: d.some('store'),
    vm: d.some('vm'),
    force: maybe(d, () => true),
  }),
  'store.setBackup': (d) => ({
    store: d.some('store'),
    every: d.one(['20m', '1h', '0s']),
    keep: d.one([1, 3]),
    mbPerSecond: d.one([50, 1_000]),
    logEvery: maybe(d, () => '1m'),
  }),
  'store.backUp': (d) => ({ store: d.some('store') }),
  'store.deleteData': (d) => ({ store: d.some('store'), share: maybe(d, () => 0.3) }),
  'store.restore': (d) => ({ store: d.some('store'), to: maybe(d, () => d.one(['5m', '30m'])) }),
  'sessions.set': (d) => {
    const keptIn = d.one(['machine', 'store', 'cookie']);
    return {
      service: d.some('service'),
      keptIn,
      store: keptIn === 'store' ? d.some('store') : undefined,
      perSecond: d.one([0, 2]),
      lifetime: d.one(['1m', '20m']),
    };
  },
  'sessions.clear': (d) => ({ service: d.some('service') }),
  'snapshot.create': (d) => ({
    name: d.name('sn'),
    disk: d.some('disk'),
    usedGib: d.one([1, 10, 500]),
  }),
  'snapshot.delete': (d) => ({ snapshot: d.some('snapshot') }),
  'image.acceptTerms': (d) => ({ image: d.one(['RabbitMQ', 'FlatcarLinuxFreeGen2', 'Debian12']) }),
  'image.upload': (d) => ({
    name: d.name('im'),
    ...preparedMaker(d),
    mbps: maybe(d, () => d.one([100, 10_000])),
  }),
  'image.delete': (d) => ({ managedImage: d.some('managedImage') }),
  'vm.deprovision': (d) => ({ vm: d.some('vm') }),
  'vm.generalize': (d) => ({ vm: d.some('vm') }),
  'vm.capture': (d) => ({ vm: d.some('vm'), name: d.name('im') }),
  'vm.clone': (d) => ({
    vm: d.some('vm'),
    name: d.name('vm'),
    size: maybe(d, () => d.one(SIZES)),
    balancers: maybe(d, () => d.few('balancer', 1)),
  }),
  'gallery.add': (d) => ({ name: d.name('ga') }),
  'gallery.remove': (d) => ({ gallery: d.some('gallery') }),
  'imageDefinition.add': (d) => ({
    name: d.name('de'),
    gallery: d.some('gallery'),
    os: d.one(['linux', 'linux', 'windows']),
    state: maybe(d, () => d.one(['specialized', 'generalized'])),
  }),
  'imageDefinition.remove': (d) => ({ imageDefinition: d.some('imageDefinition') }),
  'imageVersion.add': (d) => ({
    imageDefinition: d.some('imageDefinition'),
    version: versionMaker(d),
    regions: maybe(d, () => [d.one(['lab', 'northeurope'])]),
    excludeFromLatest: maybe(d, () => true),
    ...d.one<Record<string, unknown>>([
      { vm: d.some('vm') },
      { managedImage: d.some('managedImage') },
      { disk: preparedMaker(d) },
    ]),
  }),
  'imageVersion.replicate': (d) => ({
    imageDefinition: d.some('imageDefinition'),
    version: versionMaker(d),
    regions: [d.one(['lab', 'northeurope', 'westeurope'])],
  }),
  'imageVersion.exclude': (d) => ({
    imageDefinition: d.some('imageDefinition'),
    version: versionMaker(d),
    exclude: d.seldom(2),
  }),
  'imageVersion.remove': (d) => ({
    imageDefinition: d.some('imageDefinition'),
    version: versionMaker(d),
  }),
  'store.remove': (d) => ({ store: d.some('store') }),
  'app.install': (d) => ({
    on: d.some('vm', 'host'),
    application: d.one(['shop', 'payroll', 'database', 'reports', 'chat', 'intranet', 'shp']),
    name: maybe(d, () => d.one(APPS)),
    serviceName: maybe(d, () => d.one(APPS)),
    ports: maybe(d, () => ({ http: d.one([80, 81, 3_000]) })),
    memoryMib: maybe(d, () => d.one([64, 3_000, 9_000])),
    memoryGrowthMibPerHour: maybe(d, () => d.one([0, 40_000])),
    diskGrowthMibPerHour: maybe(d, () => d.one([0, 400_000])),
    dependsOn: maybe(d, () => [d.one(APPS)]),
    replaceRuntimes: maybe(d, () => true),
    start: maybe(d, () => d.seldom(2)),
  }),
  'app.start': (d) => ({ on: d.some('vm', 'host'), app: d.one(APPS) }),
  'app.stop': (d) => ({ on: d.some('vm', 'host'), app: d.one(APPS) }),
  'app.remove': (d) => ({ on: d.some('vm', 'host'), app: d.one(APPS) }),
  'app.configure': (d) => ({
    on: d.some('vm', 'host'),
    app: d.one(APPS),
    cpuMillicores: maybe(d, () => d.one([0, 500, 9_000])),
    dependsOn: maybe(d, () => [d.one(APPS)]),
  }),
  'os.patch': (d) => ({ on: d.some('vm', 'host'), reboot: maybe(d, () => false) }),
  'os.reboot': (d) => ({ on: d.some('vm', 'host') }),
  'task.add': (d) => ({
    on: d.some('vm', 'host'),
    name: d.one(['t1', 't2']),
    cron: d.one(['* * * * *', '*/3 * * * *', '0 0 31 4 *']),
    lasts: maybe(d, () => d.one(['30s', '5m'])),
    memoryMib: maybe(d, () => d.one([0, 4_000])),
  }),
  'task.remove': (d) => ({ on: d.some('vm', 'host'), task: d.one(['t1', 't2']) }),
  'autoscale.clear': (d) => ({ scaleSet: d.some('scaleSet') }),
  'maintenance.cancel': (d) => setToMaintain(d),
  'maintenance.apply': (d) => ({ vm: d.some('vm') }),
  'maintenance.configure': (d) => ({
    ...setToMaintain(d),
    scope: d.one(['guest', 'guest', 'osImage']),
    days: d.one([['Monday'], ['Monday', 'Tuesday', 'Sunday']]),
    at: d.one(['00:16', '00:30', '12:00']),
    duration: d.one(['1h30m', '2h', '5h']),
    timeZone: maybe(d, () => d.one(['E. South America Standard Time', 'Nowhere'])),
  }),
  'maintenance.unconfigure': (d) => ({
    ...setToMaintain(d),
    scope: d.one(['guest', 'osImage']),
  }),
};

/** A fault of any kind, aimed mostly at something it can happen to. */
function faultToInject(dice: Dice): Record<string, unknown> {
  const kind = FAULT_KINDS[dice.next() % FAULT_KINDS.length] ?? 'latency';
  const { targets, amount, pair } = FAULT_RULES[kind];
  const fitting = dice['rows'].filter((row) => targets.includes(row.id.split(':')[0] ?? ''));
  const target = dice.seldom(8)
    ? dice.one(['tag:tier=web', 'image:Ubuntu2204', 'host:missing'])
    : (fitting[dice.next() % Math.max(1, fitting.length)]?.id ?? 'vm:missing');
  const bounds = amount === undefined ? undefined : [amount.min, amount.otherwise, amount.max];
  return {
    kind,
    target,
    other: pair === true && dice.seldom(2) ? dice.some('rack', 'host', 'vm') : undefined,
    amount: dice.seldom(2) ? bounds?.[dice.next() % 3] : undefined,
    in: dice.seldom(4) ? '20s' : undefined,
    for: dice.seldom(2) ? dice.one(['5s', '90s', '10m']) : undefined,
    every: dice.seldom(4) ? dice.one(['1m', '15m']) : undefined,
  };
}

/** A part that is cut or tripped when there is one. */
function brokenPart(dice: Dice): string {
  const broken = dice['rows'].filter(
    (row) => ('cut' in row && row.cut) || (row.kind === 'power' && row.tripped),
  );
  const roll = dice.next();
  return broken[roll % Math.max(1, broken.length)]?.id ?? 'feed:a';
}

/** The command an act means in the room as it stands, or as its rows were read already. */
export function commandOf(
  room: Pick<Engine, 'rows'>,
  act: Extract<Act, { do: 'command' }>,
): Command {
  const made = MAKERS[act.type](new Dice(room.rows(), act.dice));
  const present = Object.entries({ type: act.type, ...made }).filter(([, v]) => v !== undefined);
  // A cast at the border, as a parsed file would make it: the makers follow the schemas.
  return Object.fromEntries(present) as unknown as Command;
}

/** Lets time pass: a span, or some events, which may end in the middle of an instant. */
export function runAct(engine: Engine, act: Exclude<Act, { do: 'command' }>): void {
  if (act.do === 'run') engine.runUntil(engine.nowUs + act.us);
  else engine.runUntil(engine.nowUs + EVENTS_WITHIN_US, { maxEvents: act.count });
}

/** Does an act; a refused command changes nothing. */
export function doAct(engine: Engine, act: Act): void {
  if (act.do !== 'command') {
    runAct(engine, act);
    return;
  }
  const proposed = engine.propose(commandOf(engine, act));
  if (proposed.ok) engine.commit(proposed.value);
}

const spans = fc.oneof(
  fc.constant(0),
  fc.nat(2_000_000),
  fc.nat(20_000_000),
  fc.constantFrom(5_000_000, 60_000_000, 400_000_000),
);
const dice = fc.array(fc.nat(FACES), { minLength: DICE, maxLength: DICE });
/** Faults and repairs come more often than any other type. */
const types = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...commandTypes) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<CommandType>(
      'fault.cut',
      'fault.restore',
      'fault.inject',
      'fault.clear',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom<CommandType>('vm.create', 'vm.start', 'vm.restart') },
);

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('command' as const), type: types, dice }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('run' as const), us: spans }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('events' as const), count: fc.nat(60) }),
  },
);

/** Sequences of acts. */
export function anyActs(maxLength = 40): fc.Arbitrary<Act[]> {
  return fc.array(anyAct, { minLength: 1, maxLength, size: 'max' });
}

const scaleSetCommands: Command[] = [
  {
    type: 'scaleSet.add',
    name: 'z1',
    group: 'lab',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity: 2,
    balancers: ['b1'],
  },
  {
    type: 'autoscale.set',
    scaleSet: 'z1',
    minimum: 1,
    maximum: 3,
    rules: [
      { metric: 'cpu', operator: '>', threshold: 60, direction: 'out', value: 1 },
      { metric: 'cpu', operator: '<', threshold: 20, direction: 'in', value: 1 },
    ],
  },
];

/** A set that upgrades itself, repairs itself and may lose its spot half. */
const policySet: Command[] = [
  {
    type: 'scaleSet.add',
    name: 'z2',
    group: 'lab',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    capacity: 3,
    balancers: ['b1'],
    health: 'application',
    upgrade: { mode: 'rolling', batchPercent: 50, maxSurge: true, rollback: true },
    repairs: { action: 'replace' },
    spot: { base: 1, regularPercent: 50, restore: '30m' },
  },
];

/** Two applications on a bare host, one of which leaks and writes; one in a machine; a task. */
const systems: Command[] = [
  {
    type: 'host.add',
    name: 'bare',
    rack: 'r1',
    cores: 2,
    memoryMib: 4_096,
    diskGib: 20,
    system: 'operatingSystem',
  },
  { type: 'app.install', on: 'bare', application: 'intranet', diskGrowthMibPerHour: 60_000 },
  { type: 'app.install', on: 'bare', application: 'shop', memoryGrowthMibPerHour: 5_000 },
  { type: 'app.install', on: 'vm:lab/m1', application: 'chat', cpuMillicores: 3_000 },
  { type: 'task.add', on: 'bare', name: 't1', cron: '*/2 * * * *', lasts: '3m' },
];

/** A machine with a machine inside it. */
const storeys: Command[] = [
  { type: 'vm.create', name: 'm3', group: 'lab', size: 'D4s_v5', image: 'Ubuntu2204' },
  { type: 'hypervisor.install', host: 'vm:lab/m3', kind: 'hosted', vCpuPerCore: 2 },
  {
    type: 'vm.create',
    name: 'm4',
    group: 'lab',
    size: 'B1s',
    image: 'Ubuntu2204',
    inside: 'm3',
    balancers: ['b1'],
  },
];

/** A room with something of every kind in it, small enough to be thrown into disorder. */
export const busyRoom: Command[] = [
  ...roomCommands({ racks: 3, machines: 3, perSecond: 15, feedWatts: 1_500, pduWatts: 700 }),
  { type: 'cluster.add', name: 'c1' },
  { type: 'rack.edit', rack: 'r3', cluster: 'c1' },
  { type: 'group.add', name: 'g1' },
  { type: 'availabilitySet.add', name: 'a1', group: 'lab', faultDomains: 2, updateDomains: 2 },
  { type: 'balancer.add', name: 'b1', group: 'lab' },
  ...scaleSetCommands,
  ...policySet,
  ...[1, 2].map((number) => ({
    type: 'vm.create' as const,
    name: `m${number}`,
    group: 'lab',
    size: 'D2s_v5',
    image: 'Ubuntu2204',
    availabilitySet: 'a1',
    storage: 's1',
    balancers: ['b1'],
  })),
  ...systems,
  ...storeys,
];
