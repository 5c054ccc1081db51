/**
 * The work half of a state written as a scenario: groups, availability sets, balancers, machines,
 * services and their load. Machines are pinned to the hosts they stand on, because a scenario that
 * begins here must begin like this; figures the catalogue gives by itself are left out.
 */
import { durationUs, printDuration } from '../kernel/time.ts';
import type { RatePoint } from '../model/quantities.ts';
import type { RowOf } from '../views/topology-view.ts';
import { installedFromRows, tasksFromRows } from './guest-from-rows.ts';
import { imageOfRow } from './images-from-rows.ts';
import { onePerPool, ownBalancers } from './balancers-from-rows.ts';
import { environmentFrom } from './environment-from-row.ts';
import { disksOf, spotFrom } from './service-from-rows.ts';
import { interfaceOf, refOf } from './networks-from-rows.ts';
import { narrowingOf } from './placement-from-rows.ts';
import { windowsFrom } from './windows-from-rows.ts';
import { withoutEmpty, type RowSource } from './room-from-rows.ts';
import { autoscaleFromRow } from './autoscale-from-row.ts';
import { scaleSetPolicies } from './scale-set-policies-from-row.ts';
import type { Scenario } from './scenario-schema.ts';
import type { BalancerEntry } from './scenario-balancer-schema.ts';
import type {
  DnsProfileEntry,
  LoadEntry,
  MachineEntry,
  ScaleSetEntry,
  ServiceEntry,
  StartPowerState,
} from './scenario-work-schema.ts';

const LOCATION = 'lab';
const PROBE_INTERVAL_US = 5_000_000;
const PROBE_THRESHOLD = 2;
const IDLE_TIMEOUT_US = 240_000_000;
const HTTP_PORT = 80;
const OUTBOUND_HOLD_US = 240_000_000;
const RESOLVERS = 100;
const TTL_US = 60_000_000;
const DNS_INTERVAL_US = 30_000_000;
const TOLERATED = 3;
const FAULT_DOMAINS = 2;
const UPDATE_DOMAINS = 5;
const UNIFORM_FAULT_DOMAINS = 5;
const WORKERS = 4;
const SERVICE_TIME_US = 100_000;
const QUEUE_LIMIT = 8;
const DEADLINE_US = 2_000_000;
const THRESHOLD_PPM = 990_000;
const PPM = 1_000_000;

type Work = Pick<
  Scenario,
  | 'groups'
  | 'availabilitySets'
  | 'balancers'
  | 'machines'
  | 'scaleSets'
  | 'applications'
  | 'load'
  | 'dnsProfiles'
>;

/** A source with the moment it shows, in the run and in the calendar. */
export type WorkSource = RowSource & { readonly atUs: number; readonly calendarUs: number };

/** The sections of the work; empty ones are left out. */
export function workFromRows(source: WorkSource): Work {
  const { table } = source;
  const services = needsFirst(table.of('service'));
  return withoutEmpty({
    groups: table.of('group').map((group) => ({
      name: group.name,
      ...(group.location === LOCATION ? {} : { location: group.location }),
      ...tagsOf(group.tags),
      ...environmentFrom(group.environment),
    })),
    availabilitySets: table.of('availabilitySet').map((set) => ({
      name: set.name,
      group: set.group,
      ...(set.faultDomains === FAULT_DOMAINS ? {} : { faultDomains: set.faultDomains }),
      ...(set.updateDomains === UPDATE_DOMAINS ? {} : { updateDomains: set.updateDomains }),
      ...windowsFrom(set.windows),
      ...tagsOf(set.tags),
    })),
    balancers: ownBalancers(table).map((balancer) => ({
      name: balancer.name,
      group: balancer.group,
      ...unless(PROBE_INTERVAL_US, balancer.probeIntervalUs, 'probeInterval'),
      ...(balancer.probeThreshold === PROBE_THRESHOLD
        ? {}
        : { probeThreshold: balancer.probeThreshold }),
      ...(balancer.allDown === 'refuse' ? {} : { allDown: balancer.allDown }),
      ...(balancer.zone === undefined ? {} : { zone: source.references.short(balancer.zone) }),
      ...balancerRules(balancer),
    })),
    machines: machinesInOrder(source).map((vm) => machineEntry(source, vm)),
    scaleSets: table.of('scaleSet').map((set) => scaleSetEntry(source, set)),
    applications: withoutEmpty({
      services: services.map((service) => serviceEntry(source, service)),
      installed: installedFromRows(source),
      tasks: tasksFromRows(source),
    }),
    dnsProfiles: table.of('dnsProfile').map((profile) => profileEntry(source, profile)),
    load: services.flatMap((service) => loadEntry(source, service)),
  });
}

/** What differs from an ordinary balancer: its kind, its questions, how it picks machines. */
function balancerRules(
  balancer: RowOf<'balancer'>,
): Omit<BalancerEntry, 'name' | 'group' | 'probeInterval' | 'probeThreshold' | 'allDown' | 'zone'> {
  const { sku, probeProtocol, probePort, probePath, distribution } = balancer;
  return {
    ...(sku === 'standard' ? {} : { sku }),
    ...(probeProtocol === 'tcp' ? {} : { probeProtocol }),
    ...(probePort === undefined ? {} : { probePort }),
    ...(probePath === undefined || probePath === '/' ? {} : { probePath }),
    ...(distribution === 'default' ? {} : { distribution }),
    ...unless(IDLE_TIMEOUT_US, balancer.idleTimeoutUs, 'idleTimeout'),
    ...(balancer.outbound === 'balancer' ? {} : { outbound: balancer.outbound }),
  };
}

function tagsOf(tags: Readonly<Record<string, string>>): { tags?: Record<string, string> } {
  return Object.keys(tags).length === 0 ? {} : { tags: { ...tags } };
}

/** A duration under its name, unless it is the default. */
function unless<K extends string>(
  ordinaryUs: number,
  durationUs: number,
  field: K,
): Partial<Record<K, string>> {
  if (durationUs === ordinaryUs) return {};
  // An object with exactly this one field.
  return { [field]: printDuration(durationUs) } as Record<K, string>;
}

/** The state a machine will be in when what is under way has ended. */
export function startStateOf(vm: RowOf<'vm'>): StartPowerState {
  if (vm.generalized === true) return 'generalized';
  if (vm.lost) return 'running';
  switch (vm.operation) {
    case 'powerOff':
    case 'guestShutdown':
      return 'stopped';
    case 'deallocate':
    case 'delete':
      return 'deallocated';
    default:
      // One that does not run stays as it is while its disks or its size are changed.
      if (vm.powerState === 'stopped' || vm.powerState === 'deallocated') return vm.powerState;
      return 'running';
  }
}

/** A generalized machine begins deallocated: it keeps a host for nothing otherwise. */
export function holdsNoHost(power: StartPowerState): boolean {
  return power === 'deallocated' || power === 'generalized';
}

/**
 * Machines that hold no host come first: to be made they need one for an instant, and once the
 * others stand there may be none. Members of a set keep their order, which gave them their domains;
 * what is inside a machine comes after all that stand on hosts.
 */
function machinesInOrder(source: WorkSource): readonly RowOf<'vm'>[] {
  const all = source.table.of('vm').filter(({ scaleSet }) => scaleSet === undefined);
  const machines = all.filter(({ inside }) => inside === undefined);
  const inner = all.filter(({ inside }) => inside !== undefined);
  function isEarly(vm: RowOf<'vm'>): boolean {
    return holdsNoHost(startStateOf(vm)) && vm.availabilitySet === undefined;
  }
  return [machines, inner].flatMap((storey) => [
    ...storey.filter(isEarly),
    ...storey.filter((vm) => !isEarly(vm)),
  ]);
}

function machineEntry(source: WorkSource, vm: RowOf<'vm'>): MachineEntry {
  const { references } = source;
  const power = startStateOf(vm);
  const disks = vm.disks.flatMap((id) => source.table.get('disk', id) ?? []);
  const storage = disks.find((disk) => disk.storage !== undefined)?.storage;
  // Reserved places are found anew, so a machine that uses one follows it.
  const isFree = holdsNoHost(power) || vm.reservation !== undefined || vm.inside !== undefined;
  const pinned = isFree ? undefined : vm.host;
  return {
    name: vm.name,
    group: vm.group,
    size: vm.size,
    ...imageOfRow(source.table, vm),
    ...(pinned === undefined ? {} : { host: references.short(pinned) }),
    ...(vm.inside === undefined ? {} : { inside: references.short(vm.inside) }),
    ...nestFrom(vm.hypervisor),
    ...(power === 'running' ? {} : { power }),
    ...(vm.cpuWeight === undefined ? {} : { cpuWeight: vm.cpuWeight }),
    ...(vm.availabilitySet === undefined
      ? {}
      : { availabilitySet: references.short(vm.availabilitySet) }),
    ...(vm.zone === undefined ? {} : { zone: references.short(vm.zone) }),
    ...narrowingOf(references, vm),
    ...(vm.balancers.length === 0
      ? {}
      : { balancers: onePerPool(source.table, vm.balancers).map((id) => references.short(id)) }),
    ...disksOf(source, { vm, disks }),
    ...(storage === undefined ? {} : { storage: references.short(storage) }),
    ...interfaceOf(source, vm),
    ...(vm.administrator === undefined ? {} : { administrator: vm.administrator }),
    ...(vm.build === undefined ? {} : { build: vm.build }),
    ...windowsFrom(vm.windows),
    ...spotFrom(vm),
    ...tagsOf(vm.tags),
  };
}

/** A hypervisor in a machine, all its figures told: what a kind usually takes may change. */
function nestFrom(nest: RowOf<'vm'>['hypervisor']): Pick<MachineEntry, 'hypervisor'> {
  if (nest === undefined) return {};
  const { kind, vCpuPerCore, reserveCores, reserveMib } = nest;
  const { cpuOverheadPercent, overheadMib, machineOverheadMib } = nest;
  const costs = { cpuOverheadPercent, overheadMib, machineOverheadMib };
  return { hypervisor: { kind, vCpuPerCore, reserveCores, reserveMib, ...costs } };
}

/** Windows as a file says them; whether one is open is of the run. */
function scaleSetEntry(source: WorkSource, set: RowOf<'scaleSet'>): ScaleSetEntry {
  const isUniform = set.orchestration === 'uniform';
  const ordinaryDomains = isUniform && set.zones.length === 0 ? UNIFORM_FAULT_DOMAINS : 1;
  return {
    name: set.name,
    group: set.group,
    size: set.size,
    image: set.image,
    capacity: set.capacity,
    ...(isUniform ? { orchestration: set.orchestration } : {}),
    ...(set.faultDomains === ordinaryDomains ? {} : { faultDomains: set.faultDomains }),
    ...(set.scaleIn === 'default' ? {} : { scaleIn: set.scaleIn }),
    ...(set.zones.length === 0
      ? {}
      : { zones: set.zones.map(({ zone }) => source.references.short(zone)) }),
    ...(set.zoneBalance ? { zoneBalance: true } : {}),
    ...(set.balancers.length === 0
      ? {}
      : { balancers: set.balancers.map((id) => source.references.short(id)) }),
    ...refOf(source.references, 'subnet', set.subnet),
    ...refOf(source.references, 'securityGroup', set.securityGroup),
    ...scaleSetPolicies(set),
    ...windowsFrom(set.windows),
    ...(set.autoscale === undefined
      ? {}
      : { autoscale: autoscaleFromRow(set.autoscale, source.calendarUs) }),
    ...tagsOf(set.tags),
  };
}

function serviceEntry(source: WorkSource, service: RowOf<'service'>): ServiceEntry {
  return {
    name: service.name,
    group: service.group,
    balancer: source.references.short(service.balancer),
    ...(service.workers === WORKERS ? {} : { workers: service.workers }),
    ...unless(SERVICE_TIME_US, service.serviceTimeUs, 'serviceTime'),
    ...(service.queueLimit === QUEUE_LIMIT ? {} : { queueLimit: service.queueLimit }),
    ...unless(DEADLINE_US, service.deadlineUs, 'deadline'),
    ...(service.thresholdPpm === THRESHOLD_PPM ? {} : { threshold: service.thresholdPpm / PPM }),
    ...(service.port === HTTP_PORT ? {} : { port: service.port }),
    ...(service.clients === undefined ? {} : { clients: service.clients }),
    ...(service.largestClientShare === undefined
      ? {}
      : { largestClientShare: service.largestClientShare }),
    ...(service.outboundCalls === undefined ? {} : { outboundCalls: service.outboundCalls }),
    ...unless(OUTBOUND_HOLD_US, service.outboundHoldUs ?? OUTBOUND_HOLD_US, 'outboundHold'),
    ...needsOf(source, service),
    ...serverOf(source, service),
  };
}

/** A server whose users were led away is no beginning any more. */
function serverOf(
  source: WorkSource,
  service: RowOf<'service'>,
): Pick<ServiceEntry, 'server' | 'calls'> {
  if (service.server === undefined || service.atServer !== true) return {};
  const calls = (service.calls ?? []).filter(({ to }) => to !== '');
  return {
    server: source.references.short(service.server),
    ...(calls.length === 0
      ? {}
      : {
          calls: calls.map(({ to, times }) => ({ to: source.references.short(to), times })),
        }),
  };
}

/** Services in an order in which each comes after those it needs. */
function needsFirst(services: readonly RowOf<'service'>[]): readonly RowOf<'service'>[] {
  const byId = new Map(services.map((service) => [service.id, service]));
  const ordered = new Set<RowOf<'service'>>();
  function visit(service: RowOf<'service'>): void {
    for (const { on } of service.dependsOn ?? []) {
      const needed = on === undefined ? undefined : byId.get(on);
      if (needed !== undefined && !ordered.has(needed)) visit(needed);
    }
    ordered.add(service);
  }
  for (const service of services) visit(service);
  return [...ordered];
}

function profileEntry(source: WorkSource, profile: RowOf<'dnsProfile'>): DnsProfileEntry {
  const { references } = source;
  return {
    name: profile.name,
    group: profile.group,
    service: references.short(profile.service),
    endpoints: profile.endpoints.map(({ balancer, weight }) => ({
      balancer: references.short(balancer),
      ...(weight === 1 ? {} : { weight }),
    })),
    ...(profile.resolvers === RESOLVERS ? {} : { resolvers: profile.resolvers }),
    ...(profile.routing === 'priority' ? {} : { routing: profile.routing }),
    ...unless(TTL_US, profile.ttlUs, 'ttl'),
    ...unless(DNS_INTERVAL_US, profile.probeIntervalUs, 'probeInterval'),
    ...(profile.toleratedFailures === TOLERATED
      ? {}
      : { toleratedFailures: profile.toleratedFailures }),
  };
}

/** What a service needs and what is still there. */
function needsOf(source: WorkSource, service: RowOf<'service'>): Pick<ServiceEntry, 'dependsOn'> {
  const dependsOn = (service.dependsOn ?? []).flatMap(({ on, share, port }) =>
    on === undefined
      ? []
      : [
          {
            on: source.references.short(on),
            ...(share === 1 ? {} : { share }),
            ...(port === undefined ? {} : { port }),
          },
        ],
  );
  return dependsOn.length === 0 ? {} : { dependsOn };
}

/** The load from now on: the curve turned so that its time 0 is this moment. */
function loadEntry(source: WorkSource, service: RowOf<'service'>): LoadEntry[] {
  const { curve } = service;
  if (curve === undefined) return [];
  const name = source.references.short(service.id);
  const periodUs = curve.period === undefined ? 0 : durationUs(curve.period, 0);
  const points = turnCurve({
    points: curve.points,
    periodUs,
    sinceUs: source.atUs - service.curveStartUs,
  });
  const [first] = points;
  if (points.length === 1 && first !== undefined && first.at === '0s') {
    return [{ service: name, perSecond: first.perSecond }];
  }
  return [
    { service: name, ...(periodUs === 0 ? {} : { period: printDuration(periodUs) }), points },
  ];
}

/**
 * The same curve, told from `sinceUs` after its own beginning. A point at 0 with the rate in force
 * then is added, unless one falls there.
 */
export function turnCurve(given: {
  readonly points: readonly RatePoint[];
  readonly periodUs: number;
  readonly sinceUs: number;
}): RatePoint[] {
  const { points, periodUs, sinceUs } = given;
  const shiftUs = periodUs > 0 ? sinceUs % periodUs : sinceUs;
  const timed = points.map(({ at, perSecond }) => ({ atUs: durationUs(at, 0), perSecond }));
  const past = timed.filter(({ atUs }) => atUs <= shiftUs);
  const coming = timed.filter(({ atUs }) => atUs > shiftUs);
  const before = past.at(-1) ?? (periodUs > 0 ? timed.at(-1) : undefined);
  const turned = coming.map(({ atUs, perSecond }) => ({ atUs: atUs - shiftUs, perSecond }));
  if (periodUs > 0) {
    for (const { atUs, perSecond } of past) {
      const againUs = atUs - shiftUs + periodUs;
      // The point in force now comes round exactly one period later: that is point 0 again.
      if (againUs < periodUs) turned.push({ atUs: againUs, perSecond });
    }
  }
  const now = { atUs: 0, perSecond: before?.perSecond ?? 0 };
  return [now, ...turned].map(({ atUs, perSecond }) => ({ at: printDuration(atUs), perSecond }));
}
