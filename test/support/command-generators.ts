/**
 * For every command there is: a plausible one for a room as it stands, with whatever must be done
 * before it.
 *
 * The table has a row for each type, by its own type; a command without a generator does not
 * compile, and a test looks once more. Generators look at the rows of the room, so they fit any
 * moment of a run; names are made from a counter, so that they never meet.
 */
import type { Command, CommandOf, CommandType } from '../../src/shared/commands/index.ts';
import type { RandomStream } from '../../src/shared/kernel/prng.ts';
import { US_PER_SECOND } from '../../src/shared/kernel/time.ts';
import type { RowOf, TopologyKind, TopologyRow } from '../../src/shared/views/topology-view.ts';
import { BALANCER_GENERATORS } from './balancer-entries.ts';
import { HYPERVISOR_GENERATORS } from './hypervisor-entries.ts';
import { ENVIRONMENT_GENERATORS } from './environment-entries.ts';
import { MOVE_GENERATORS } from './move-entries.ts';
import { NETWORK_GENERATORS, someSubnet } from './network-generators.ts';

/** The room as a generator sees it, and chance. */
export class RoomSight {
  readonly #rows: readonly TopologyRow[];
  readonly #random: RandomStream;
  readonly #serial: number;

  constructor(from: { rows: readonly TopologyRow[]; random: RandomStream; serial: number }) {
    this.#rows = from.rows;
    this.#random = from.random;
    this.#serial = from.serial;
  }

  /** A name nobody has. */
  fresh(prefix: string): string {
    return `${prefix}${this.#serial}`;
  }

  below(limit: number): number {
    return this.#random.nextUint32() % limit;
  }

  /** One of the rows of a kind that fit; throws when there is none. */
  one<K extends TopologyKind>(kind: K, fits: (row: RowOf<K>) => boolean = () => true): RowOf<K> {
    const found = this.#rows.filter((row): row is RowOf<K> => row.kind === kind);
    const fitting = found.filter(fits);
    const row = fitting[this.below(Math.max(1, fitting.length))];
    if (row === undefined) throw new Error(`no ${kind} fits among ${found.length}`);
    return row;
  }

  place(placeKind: RowOf<'place'>['placeKind']): string {
    return this.one('place', (row) => row.placeKind === placeKind).id;
  }

  /** A machine that runs and has nothing going on. */
  runningVm(): string {
    return this.one('vm', (row) => row.powerState === 'running' && row.operation === 'none').id;
  }

  /** A machine that rests and whose host, if it kept one, could run it. */
  startableVm(): string {
    const up = new Set(
      this.#rows.flatMap((row) => (row.kind === 'host' && row.state === 'up' ? [row.id] : [])),
    );
    return this.one('vm', (row) => isResting(row) && (row.host === undefined || up.has(row.host)))
      .id;
  }

  /** A host that no injected fault was aimed at. */
  soundHost(): string {
    const hit = new Set(this.#rows.flatMap((row) => (row.kind === 'fault' ? [row.target] : [])));
    return this.one('host', ({ id }) => !hit.has(id)).id;
  }

  /** A machine that runs and has no scheduled event before it. */
  untoldVm(): string {
    const told = new Set(
      this.#rows.flatMap((row) =>
        row.kind === 'scheduledEvent' ? row.machines.map(({ vm }) => vm) : [],
      ),
    );
    const fits = (row: RowOf<'vm'>): boolean => row.powerState === 'running' && !told.has(row.id);
    return this.one('vm', (row) => fits(row) && row.operation === 'none').id;
  }

  /** A machine that prepares for no events. */
  unhookedVm(): string {
    const hooked = new Set(
      this.#rows.flatMap((row) => (row.kind === 'drainHook' ? [row.target] : [])),
    );
    return this.one('vm', ({ id }) => !hooked.has(id)).id;
  }

  /** The id the engine will give to the next row of a kind that it numbers by itself. */
  numbered(kind: 'scheduledEvent' | 'drainHook', letter: string): string {
    const taken = new Set(this.#rows.flatMap((row) => (row.kind === kind ? [row.name] : [])));
    let number = 1;
    while (taken.has(`${letter}${number}`)) number += 1;
    return `${kind}:${letter}${number}`;
  }

  /** A rack with room for one more host. */
  rackForHosts(): string {
    return hostAdd(this).rack;
  }

  /** A service with a machine of its own behind its balancer. */
  servedService(): string {
    const served = new Set(
      this.#rows.flatMap((row) =>
        row.kind === 'balancer' && row.backends.length > 0 ? [row.id] : [],
      ),
    );
    return this.one('service', ({ balancer }) => served.has(balancer)).id;
  }

  pdu(): string {
    return this.one('power', (row) => row.powerKind === 'pdu').id;
  }
}

/** Something done before the command itself: another command, or letting time pass. */
export type Step = Command | { readonly waitUs: number };

export interface Generated<T extends CommandType = CommandType> {
  /** Carried out before, in this order. */
  readonly prepare?: readonly Step[];
  readonly command: CommandOf<T>;
}

type Generator<T extends CommandType> = (sight: RoomSight) => Generated<T>;

const HARDWARE = {
  cores: 8,
  mipsPerCore: 1_000,
  memoryMib: 32_768,
  diskGib: 500,
  nicMbps: 1_000,
  idleWatts: 80,
  fullWatts: 200,
};
/** A machine asked for is running after this time. */
const CREATED_WITHIN_US = 900 * US_PER_SECOND;
const MACHINE = { group: 'shop', size: 'Standard_D2s_v5', image: 'Ubuntu2204' };

function rackAdd(sight: RoomSight): CommandOf<'rack.add'> {
  return { type: 'rack.add', name: sight.fresh('rk'), row: sight.place('row') };
}

function hostAdd(sight: RoomSight): CommandOf<'host.add'> {
  const rack = sight.one('rack', ({ name }) => name.startsWith('r') && !name.startsWith('rk')).id;
  return { type: 'host.add', name: sight.fresh('ho'), rack, ...HARDWARE };
}

function switchAdd(sight: RoomSight): CommandOf<'switch.add'> {
  return { type: 'switch.add', name: sight.fresh('sw'), layer: 'aggregation', uplinks: ['core'] };
}

function powerAdd(sight: RoomSight): CommandOf<'power.add'> {
  return { type: 'power.add', kind: 'pdu', name: sight.fresh('pd'), from: 'feed:b' };
}

function balancerAdd(sight: RoomSight): CommandOf<'balancer.add'> {
  return { type: 'balancer.add', name: sight.fresh('lb'), group: 'shop' };
}

/** A service behind two balancers, so that a name can lead to either. */
function twoFronts(sight: RoomSight): readonly Step[] {
  return [
    balancerAdd(sight),
    { type: 'balancer.add', name: sight.fresh('lc'), group: 'shop' },
    { type: 'service.add', name: sight.fresh('se'), group: 'shop', balancer: sight.fresh('lb') },
  ];
}

/** A name for the service of `twoFronts`. */
function dnsProfileAdd(sight: RoomSight): CommandOf<'dnsProfile.add'> {
  return {
    type: 'dnsProfile.add',
    name: sight.fresh('dn'),
    group: 'shop',
    service: sight.fresh('se'),
    endpoints: [{ balancer: sight.fresh('lb') }, { balancer: sight.fresh('lc') }],
  };
}

function vmCreate(sight: RoomSight): CommandOf<'vm.create'> {
  return { type: 'vm.create', name: sight.fresh('vm'), ...MACHINE };
}

function vmCreateNamed(sight: RoomSight, prefix: string): CommandOf<'vm.create'> {
  // Not in the rack that the lab's own script cuts.
  return { type: 'vm.create', name: sight.fresh(prefix), ...MACHINE, host: 'r1-h1' };
}

/** Two machines for a store. */
function machines(sight: RoomSight): readonly Step[] {
  return [vmCreateNamed(sight, 'sv-a'), vmCreateNamed(sight, 'sv-b')];
}

function hostGroupAdd(sight: RoomSight): CommandOf<'hostGroup.add'> {
  return { type: 'hostGroup.add', name: sight.fresh('hg'), group: 'shop' };
}

/** A host group, and a host nobody uses yet that has had time to boot. */
function dedicatedGround(sight: RoomSight): readonly Step[] {
  return [hostGroupAdd(sight), hostAdd(sight), { waitUs: CREATED_WITHIN_US }];
}

function dedicatedHostAdd(sight: RoomSight): CommandOf<'dedicatedHost.add'> {
  const [name, hostGroup, host] = [sight.fresh('dh'), sight.fresh('hg'), sight.fresh('ho')];
  return { type: 'dedicatedHost.add', name, hostGroup, sku: 'Dsv5-Type1', host };
}

function reservationAdd(sight: RoomSight): CommandOf<'reservation.add'> {
  const { group, size } = MACHINE;
  return { type: 'reservation.add', name: sight.fresh('cr'), group, size, quantity: 1 };
}

function snapshotOf(sight: RoomSight): CommandOf<'snapshot.create'> {
  return {
    type: 'snapshot.create',
    name: sight.fresh('sn'),
    disk: sight.one('disk').id,
    usedGib: 5,
  };
}

function diskCreate(sight: RoomSight): CommandOf<'disk.create'> {
  return { type: 'disk.create', name: sight.fresh('dk'), group: 'shop', sizeGib: 32 };
}

/** The longest a replica was measured to take. */
const REPLICATED_WITHIN_US = 600 * US_PER_SECOND;

function uploadOf(sight: RoomSight): CommandOf<'image.upload'> {
  return { type: 'image.upload', name: sight.fresh('im'), group: 'shop', base: 'Debian12' };
}

function galleryOf(sight: RoomSight): CommandOf<'gallery.add'> {
  return { type: 'gallery.add', name: sight.fresh('ga'), group: 'shop' };
}

function definitionOf(sight: RoomSight): CommandOf<'imageDefinition.add'> {
  const gallery = sight.fresh('ga');
  return { type: 'imageDefinition.add', name: sight.fresh('de'), gallery, os: 'linux' };
}

function versionOf(sight: RoomSight): CommandOf<'imageVersion.add'> {
  return {
    type: 'imageVersion.add',
    imageDefinition: sight.fresh('de'),
    version: '1.0.0',
    disk: { base: 'Debian12', applications: [{ application: 'shop' }] },
  };
}

/** A machine whose system was emptied and that is stopped. */
function emptied(sight: RoomSight): readonly Step[] {
  return [
    vmCreateNamed(sight, 'sv-x'),
    { waitUs: CREATED_WITHIN_US },
    { type: 'vm.deprovision', vm: sight.fresh('sv-x') },
    { type: 'vm.deallocate', vm: sight.fresh('sv-x') },
    { waitUs: CREATED_WITHIN_US },
  ];
}

/** As `machines`, with the time it takes until they run. */
function machinesThatRun(sight: RoomSight): readonly Step[] {
  return [...machines(sight), { waitUs: CREATED_WITHIN_US }];
}

function storeAdd(sight: RoomSight): CommandOf<'store.add'> {
  return {
    type: 'store.add',
    name: sight.fresh('st'),
    group: 'shop',
    replicas: [sight.fresh('sv-a'), sight.fresh('sv-b')],
    writesPerSecond: 5,
  };
}

function vmOf(sight: RoomSight): string {
  return `vm:shop/${sight.fresh('vm')}`;
}

function setAdd(sight: RoomSight): CommandOf<'availabilitySet.add'> {
  return { type: 'availabilitySet.add', name: sight.fresh('as'), group: 'shop' };
}

/** A small application that gets in nobody's way. */
function appInstall(sight: RoomSight): CommandOf<'app.install'> {
  const name = sight.fresh('ap');
  return {
    type: 'app.install',
    on: sight.runningVm(),
    application: 'web-server',
    name,
    serviceName: name,
    ports: { http: 1_024 + sight.below(30_000), https: 32_000 + sight.below(30_000) },
    paths: { site: `/srv/${name}` },
    memoryMib: 16,
  };
}

function taskAdd(sight: RoomSight): CommandOf<'task.add'> {
  const on = sight.runningVm();
  return { type: 'task.add', on, name: sight.fresh('tk'), cron: '*/5 * * * *', lasts: '90s' };
}

/** A set with one machine that runs. */
function setWithMachine(sight: RoomSight): readonly Step[] {
  return [
    setAdd(sight),
    // Not in the rack that the lab's own script cuts.
    { ...vmCreate(sight), availabilitySet: sight.fresh('as'), host: 'r1-h1' },
    { waitUs: CREATED_WITHIN_US },
  ];
}

/** The nightly window of a set. */
function windowOf(sight: RoomSight): CommandOf<'maintenance.configure'> {
  return {
    type: 'maintenance.configure',
    availabilitySet: sight.fresh('as'),
    scope: 'guest',
    days: ['Monday', 'Tuesday'],
    at: '02:00',
    duration: '2h',
  };
}

function scaleSetAdd(sight: RoomSight): CommandOf<'scaleSet.add'> {
  return {
    type: 'scaleSet.add',
    name: sight.fresh('ss'),
    ...MACHINE,
    capacity: 2,
    orchestration: 'uniform',
    // Without surplus, so that instances 0 and 1 are there.
    overprovision: false,
  };
}

function autoscaleSet(sight: RoomSight): CommandOf<'autoscale.set'> {
  return {
    type: 'autoscale.set',
    scaleSet: sight.fresh('ss'),
    minimum: 1,
    maximum: 4,
    rules: [
      { metric: 'cpu', operator: '>', threshold: 70, direction: 'out' },
      { metric: 'cpu', operator: '<', threshold: 20, direction: 'in' },
    ],
  };
}

const ROLLING = {
  health: 'application',
  upgrade: { mode: 'rolling', batchPercent: 50, maxUnhealthyPercent: 100, maxSurge: true },
} as const;

function spotSetAdd(sight: RoomSight): CommandOf<'scaleSet.add'> {
  return {
    ...scaleSetAdd(sight),
    orchestration: 'flexible',
    overprovision: undefined,
    spot: { regularPercent: 50, eviction: sight.below(2) === 0 ? 'delete' : 'deallocate' },
  };
}

/** A set with two instances that run and are behind its model. */
function setBehind(sight: RoomSight): readonly Step[] {
  return [
    scaleSetAdd(sight),
    { waitUs: CREATED_WITHIN_US },
    { type: 'scaleSet.update', scaleSet: sight.fresh('ss'), build: { version: '2' } },
  ];
}

/** An open load on a running machine, few enough to come one by one or many enough to flow. */
function workloadAdd(sight: RoomSight): CommandOf<'workload.add'> {
  return {
    type: 'workload.add',
    name: sight.fresh('wl'),
    group: 'shop',
    kind: 'requests',
    machines: [sight.runningVm()],
    curve: { points: [{ at: '0s', perSecond: 1 + sight.below(90) }] },
  };
}

/** A web app with one instance or two. */
function webAppAdd(sight: RoomSight): CommandOf<'webApp.add'> {
  const instances = 1 + sight.below(2);
  return { type: 'webApp.add', name: sight.fresh('wa'), group: 'shop', tier: 'S1', instances };
}

/** One row for each type of command. */
export const COMMAND_GENERATORS: { readonly [T in CommandType]: Generator<T> } = {
  ...NETWORK_GENERATORS,
  ...BALANCER_GENERATORS,
  ...HYPERVISOR_GENERATORS,
  ...MOVE_GENERATORS,
  ...ENVIRONMENT_GENERATORS,
  'place.add': (sight) => ({
    command: {
      type: 'place.add',
      kind: 'row',
      name: sight.fresh('row'),
      parent: sight.place('room'),
    },
  }),
  'place.remove': (sight) => ({
    prepare: [
      {
        type: 'place.add',
        kind: 'room',
        name: sight.fresh('rm'),
        parent: sight.place('datacenter'),
      },
    ],
    command: { type: 'place.remove', place: `room:${sight.fresh('rm')}` },
  }),
  'cluster.add': (sight) => ({ command: { type: 'cluster.add', name: sight.fresh('cl') } }),
  'cluster.remove': (sight) => ({
    prepare: [{ type: 'cluster.add', name: sight.fresh('cl') }],
    command: { type: 'cluster.remove', cluster: sight.fresh('cl') },
  }),
  'rack.add': (sight) => ({ command: rackAdd(sight) }),
  'rack.edit': (sight) => ({
    prepare: [rackAdd(sight)],
    command: { type: 'rack.edit', rack: sight.fresh('rk'), position: 9_000 - sight.below(2_000) },
  }),
  'rack.remove': (sight) => ({
    prepare: [rackAdd(sight)],
    command: { type: 'rack.remove', rack: sight.fresh('rk') },
  }),
  'storage.add': (sight) => ({
    command: { type: 'storage.add', name: sight.fresh('st'), capacityGib: 1_000 },
  }),
  'storage.remove': (sight) => ({
    prepare: [{ type: 'storage.add', name: sight.fresh('st') }],
    command: { type: 'storage.remove', storage: sight.fresh('st') },
  }),
  'power.add': (sight) => ({ command: powerAdd(sight) }),
  'power.edit': (sight) => ({
    command: { type: 'power.edit', power: sight.pdu(), ratingWatts: 3_000 + sight.below(3_000) },
  }),
  'power.remove': (sight) => ({
    prepare: [powerAdd(sight)],
    command: { type: 'power.remove', power: `pdu:${sight.fresh('pd')}` },
  }),
  'switch.add': (sight) => ({ command: switchAdd(sight) }),
  'switch.remove': (sight) => ({
    prepare: [switchAdd(sight)],
    command: { type: 'switch.remove', switch: sight.fresh('sw') },
  }),
  'link.add': (sight) => ({
    prepare: [switchAdd(sight)],
    command: {
      type: 'link.add',
      from: sight.one('switch', ({ layer }) => layer === 'tor').id,
      to: `switch:${sight.fresh('sw')}`,
    },
  }),
  'link.remove': (sight) => ({
    command: { type: 'link.remove', link: sight.one('link', ({ up }) => up).id },
  }),
  'cord.add': (sight) => ({
    prepare: [powerAdd(sight)],
    command: {
      type: 'cord.add',
      device: sight.one('host', ({ pdus }) => pdus.length < 4).id,
      pdu: `pdu:${sight.fresh('pd')}`,
    },
  }),
  'cord.remove': (sight) => {
    const host = sight.one('host', ({ pdus }) => pdus.length > 0);
    return { command: { type: 'cord.remove', device: host.id, pdu: host.pdus[0] ?? '' } };
  },
  'host.add': (sight) => ({ command: hostAdd(sight) }),
  'host.edit': (sight) => ({
    prepare: [hostAdd(sight)],
    command: { type: 'host.edit', host: sight.fresh('ho'), system: 'operatingSystem' },
  }),
  'host.remove': (sight) => ({
    prepare: [hostAdd(sight)],
    command: { type: 'host.remove', host: sight.fresh('ho') },
  }),
  'fault.cut': (sight) => ({
    command: {
      type: 'fault.cut',
      target:
        [
          () => sight.one('rack', ({ cut }) => !cut).id,
          () => sight.one('host', ({ cut }) => !cut).id,
          () => sight.one('power', ({ cut }) => !cut).id,
          () => sight.one('switch', ({ cut }) => !cut).id,
          () => sight.one('link', ({ cut }) => !cut).id,
        ][sight.below(5)]?.() ?? '',
    },
  }),
  'event.schedule': (sight) => ({
    command: { type: 'event.schedule', event: 'Reboot', target: sight.untoldVm(), work: '2m' },
  }),
  'event.approve': (sight) => ({
    prepare: [{ type: 'event.schedule', event: 'Freeze', target: sight.untoldVm() }],
    command: { type: 'event.approve', event: sight.numbered('scheduledEvent', 'e') },
  }),
  'event.cancel': (sight) => ({
    prepare: [{ type: 'event.schedule', event: 'Redeploy', target: sight.untoldVm() }],
    command: { type: 'event.cancel', event: sight.numbered('scheduledEvent', 'e') },
  }),
  'hook.add': (sight) => ({
    command: { type: 'hook.add', target: sight.unhookedVm(), drain: '30s', approve: true },
  }),
  'hook.remove': (sight) => ({
    prepare: [{ type: 'hook.add', target: sight.unhookedVm(), drain: '30s' }],
    command: { type: 'hook.remove', hook: sight.numbered('drainHook', 'h') },
  }),
  'reliability.add': (sight) => ({ command: ruleOfHosts(sight.fresh('worn')) }),
  'reliability.remove': (sight) => {
    const rule = ruleOfHosts(sight.fresh('worn'));
    return {
      prepare: [rule],
      command: { type: 'reliability.remove', reliability: rule.name },
    };
  },
  'platform.set': () => ({ command: { type: 'platform.set', healing: true } }),
  'vm.redeploy': (sight) => ({ command: { type: 'vm.redeploy', vm: sight.runningVm() } }),
  'vm.reapply': (sight) => {
    // A machine made for this, whose host is gone for a while just as it restarts.
    const vm = vmOf(sight);
    const host = sight.one('host', (row) => row.state === 'up' && row.connected && !row.cut).id;
    return {
      prepare: [
        { ...vmCreate(sight), size: 'Standard_B1s', host },
        { waitUs: CREATED_WITHIN_US },
        { type: 'vm.restart', vm },
        { type: 'fault.inject', kind: 'cut', target: host, for: '1m' },
      ],
      command: { type: 'vm.reapply', vm },
    };
  },
  'fault.inject': (sight) => ({
    command: {
      type: 'fault.inject',
      kind: 'latency',
      target: sight.soundHost(),
      amount: 300,
      for: '20s',
    },
  }),
  'fault.clear': (sight) => {
    const target = sight.soundHost();
    return {
      prepare: [{ type: 'fault.inject', kind: 'latency', target }],
      command: { type: 'fault.clear', target, kind: 'latency' },
    };
  },
  'fault.restore': (sight) => {
    const target = sight.one('host', ({ cut }) => !cut).id;
    return {
      prepare: [{ type: 'fault.cut', target }],
      command: { type: 'fault.restore', target },
    };
  },
  'group.add': (sight) => ({ command: { type: 'group.add', name: sight.fresh('gr') } }),
  'group.remove': (sight) => ({
    prepare: [{ type: 'group.add', name: sight.fresh('gr') }],
    command: { type: 'group.remove', group: sight.fresh('gr') },
  }),
  'vm.create': (sight) => ({ command: vmCreate(sight) }),
  'vm.start': (sight) => ({
    command: { type: 'vm.start', vm: sight.startableVm() },
  }),
  'vm.stop': (sight) => ({
    command: { type: 'vm.stop', vm: sight.runningVm(), by: sight.below(2) === 0 ? 'guest' : 'api' },
  }),
  'vm.deallocate': (sight) => ({ command: { type: 'vm.deallocate', vm: sight.runningVm() } }),
  'vm.restart': (sight) => ({ command: { type: 'vm.restart', vm: sight.runningVm() } }),
  'vm.delete': (sight) => ({
    command: { type: 'vm.delete', vm: sight.runningVm(), withResources: sight.below(2) === 0 },
  }),
  'vm.tag': (sight) => ({
    command: { type: 'vm.tag', vm: sight.one('vm').id, tags: { owner: sight.fresh('o') } },
  }),
  'disk.delete': (sight) => ({
    command: { type: 'disk.delete', disk: sight.one('disk', isOrphan).id },
  }),
  'vm.resize': (sight) => ({
    prepare: [vmCreateNamed(sight, 'rz'), { waitUs: CREATED_WITHIN_US }],
    command: { type: 'vm.resize', vm: sight.fresh('rz'), size: 'D4s_v5' },
  }),
  'vm.reimage': (sight) => ({ command: { type: 'vm.reimage', vm: sight.runningVm() } }),
  'vm.evict': (sight) => ({
    prepare: [{ ...vmCreateNamed(sight, 'rz'), priority: 'spot' }, { waitUs: CREATED_WITHIN_US }],
    command: { type: 'vm.evict', vm: sight.fresh('rz') },
  }),
  'quota.set': (sight) => ({
    command: { type: 'quota.set', location: sight.fresh('lo'), family: 'cores', vCpus: 50 },
  }),
  'quota.clear': (sight) => ({
    prepare: [{ type: 'quota.set', location: sight.fresh('lo'), family: 'cores', vCpus: 50 }],
    command: { type: 'quota.clear', quota: `quota:${sight.fresh('lo')}.cores` },
  }),
  'tag.set': (sight) => ({
    command: { type: 'tag.set', resource: sight.one('vm').id, tags: { owner: sight.fresh('o') } },
  }),
  'disk.create': (sight) => ({ command: diskCreate(sight) }),
  'disk.attach': (sight) => ({
    prepare: [diskCreate(sight), { waitUs: CREATED_WITHIN_US }],
    command: { type: 'disk.attach', disk: sight.fresh('dk'), vm: sight.runningVm() },
  }),
  'disk.detach': (sight) => {
    const vm = sight.runningVm();
    return {
      prepare: [
        diskCreate(sight),
        { waitUs: CREATED_WITHIN_US },
        { type: 'disk.attach', disk: sight.fresh('dk'), vm },
        { waitUs: CREATED_WITHIN_US },
      ],
      command: { type: 'disk.detach', disk: sight.fresh('dk') },
    };
  },
  'disk.edit': (sight) => ({
    prepare: [diskCreate(sight), { waitUs: CREATED_WITHIN_US }],
    command: { type: 'disk.edit', disk: sight.fresh('dk'), sizeGib: 64 },
  }),
  'nic.delete': (sight) => ({
    command: { type: 'nic.delete', nic: sight.one('nic', isOrphan).id },
  }),
  'balancer.add': (sight) => ({ command: balancerAdd(sight) }),
  'balancer.edit': (sight) => ({
    command: {
      type: 'balancer.edit',
      balancer: 'front',
      probeInterval: `${5 + sight.below(20)}s`,
      probeThreshold: 1 + sight.below(4),
    },
  }),
  'application.break': (sight) => ({
    command: { type: 'application.break', vm: sight.runningVm(), as: 'hung' },
  }),
  'application.restore': (sight) => {
    const { id: vm, application } = sight.one(
      'vm',
      (row) => row.powerState === 'running' && row.operation === 'none',
    );
    return {
      // The room may have broken it already.
      prepare: application === undefined ? [{ type: 'application.break', vm, as: 'failing' }] : [],
      command: { type: 'application.restore', vm },
    };
  },
  'balancer.admit': (sight) => ({
    command: {
      type: 'balancer.admit',
      balancer: 'front',
      vm: sight.one('vm', ({ balancers }) => balancers.includes('balancer:shop/front')).id,
      state: sight.below(2) === 0 ? 'down' : 'up',
    },
  }),
  'dnsProfile.add': (sight) => ({
    prepare: twoFronts(sight),
    command: dnsProfileAdd(sight),
  }),
  'dnsProfile.edit': (sight) => ({
    prepare: [...twoFronts(sight), dnsProfileAdd(sight)],
    command: {
      type: 'dnsProfile.edit',
      dnsProfile: sight.fresh('dn'),
      ttl: `${1 + sight.below(90)}s`,
    },
  }),
  'dnsProfile.switch': (sight) => ({
    prepare: [...twoFronts(sight), dnsProfileAdd(sight)],
    command: {
      type: 'dnsProfile.switch',
      dnsProfile: sight.fresh('dn'),
      balancer: sight.fresh('lb'),
      enabled: false,
    },
  }),
  'dnsProfile.remove': (sight) => ({
    prepare: [...twoFronts(sight), dnsProfileAdd(sight)],
    command: { type: 'dnsProfile.remove', dnsProfile: sight.fresh('dn') },
  }),
  'balancer.remove': (sight) => ({
    prepare: [balancerAdd(sight)],
    command: { type: 'balancer.remove', balancer: sight.fresh('lb') },
  }),
  'balancer.join': (sight) => ({
    prepare: [vmCreate(sight)],
    command: { type: 'balancer.join', balancer: 'front', vm: vmOf(sight) },
  }),
  'balancer.leave': (sight) => ({
    command: {
      type: 'balancer.leave',
      balancer: 'front',
      vm: sight.one('vm', ({ balancers }) => balancers.includes('balancer:shop/front')).id,
    },
  }),
  'service.add': (sight) => ({
    prepare: [balancerAdd(sight)],
    command: {
      type: 'service.add',
      name: sight.fresh('se'),
      group: 'shop',
      balancer: sight.fresh('lb'),
    },
  }),
  'service.remove': (sight) => ({
    prepare: [
      balancerAdd(sight),
      { type: 'service.add', name: sight.fresh('se'), group: 'shop', balancer: sight.fresh('lb') },
      {
        type: 'load.set',
        service: sight.fresh('se'),
        curve: { points: [{ at: '0s', perSecond: 20 }] },
      },
    ],
    command: { type: 'service.remove', service: sight.fresh('se') },
  }),
  'load.set': (sight) => ({
    command: {
      type: 'load.set',
      service: 'site',
      curve: { points: [{ at: '0s', perSecond: 4 + sight.below(12) }] },
    },
  }),
  'workload.add': (sight) => ({ command: workloadAdd(sight) }),
  'workload.edit': (sight) => {
    const { type: _type, name: _name, group: _group, ...told } = workloadAdd(sight);
    return {
      prepare: [workloadAdd(sight)],
      command: { type: 'workload.edit', workload: sight.fresh('wl'), ...told, threads: 4 },
    };
  },
  'webApp.add': (sight) => ({ command: webAppAdd(sight) }),
  'webApp.scale': (sight) => ({
    prepare: [webAppAdd(sight)],
    command: { type: 'webApp.scale', webApp: sight.fresh('wa'), instances: 2 },
  }),
  'webApp.tier': (sight) => ({
    prepare: [webAppAdd(sight)],
    command: { type: 'webApp.tier', webApp: sight.fresh('wa'), tier: 'P1v3' },
  }),
  'webApp.autoscale': (sight) => ({
    prepare: [webAppAdd(sight)],
    command: { type: 'webApp.autoscale', webApp: sight.fresh('wa'), minimum: 1, maximum: 3 },
  }),
  'webApp.manual': (sight) => ({
    prepare: [webAppAdd(sight)],
    command: { type: 'webApp.manual', webApp: sight.fresh('wa') },
  }),
  'webApp.remove': (sight) => ({
    prepare: [webAppAdd(sight)],
    command: { type: 'webApp.remove', webApp: sight.fresh('wa') },
  }),
  'workload.load': (sight) => ({
    prepare: [workloadAdd(sight)],
    command: {
      type: 'workload.load',
      workload: sight.fresh('wl'),
      curve: { points: [{ at: '0s', perSecond: 1 + sight.below(90) }] },
    },
  }),
  'workload.mode': (sight) => ({
    prepare: [workloadAdd(sight)],
    command: {
      type: 'workload.mode',
      workload: sight.fresh('wl'),
      mode: sight.below(2) === 0 ? 'requests' : 'flow',
    },
  }),
  'workload.remove': (sight) => ({
    prepare: [workloadAdd(sight)],
    command: { type: 'workload.remove', workload: sight.fresh('wl') },
  }),
  'batch.submit': (sight) => ({
    command: {
      type: 'batch.submit',
      name: sight.fresh('ba'),
      group: 'shop',
      machines: [sight.runningVm()],
      count: 1 + sight.below(20),
      work: { baseMi: 10_000 },
    },
  }),
  'availabilitySet.add': (sight) => ({ command: setAdd(sight) }),
  'availabilitySet.remove': (sight) => ({
    prepare: [setAdd(sight)],
    command: { type: 'availabilitySet.remove', availabilitySet: sight.fresh('as') },
  }),
  'vm.recreate': (sight) => ({
    prepare: [setAdd(sight)],
    command: {
      type: 'vm.recreate',
      vm: sight.runningVm(),
      availabilitySet: sight.fresh('as'),
    },
  }),
  'maintenance.start': (sight) => ({
    prepare: setWithMachine(sight),
    command: {
      type: 'maintenance.start',
      availabilitySet: sight.fresh('as'),
      work: '1m',
      recovery: '30s',
    },
  }),
  'maintenance.apply': (sight) => ({
    prepare: [
      ...setWithMachine(sight),
      { type: 'maintenance.start', availabilitySet: sight.fresh('as'), selfService: '30d' },
    ],
    command: { type: 'maintenance.apply', vm: vmCreate(sight).name },
  }),
  'maintenance.configure': (sight) => ({
    prepare: setWithMachine(sight),
    command: windowOf(sight),
  }),
  'maintenance.unconfigure': (sight) => ({
    prepare: [...setWithMachine(sight), windowOf(sight)],
    command: {
      type: 'maintenance.unconfigure',
      availabilitySet: sight.fresh('as'),
      scope: 'guest',
    },
  }),
  'maintenance.cancel': (sight) => ({
    prepare: [
      ...setWithMachine(sight),
      { type: 'maintenance.start', availabilitySet: sight.fresh('as'), work: '1m' },
    ],
    command: { type: 'maintenance.cancel', availabilitySet: sight.fresh('as') },
  }),
  'scaleSet.add': (sight) => ({ command: scaleSetAdd(sight) }),
  'scaleSet.scale': (sight) => ({
    prepare: [...someSubnet(sight), { ...scaleSetAdd(sight), subnet: sight.fresh('sn') }],
    command: { type: 'scaleSet.scale', scaleSet: sight.fresh('ss'), capacity: 3 + sight.below(3) },
  }),
  'scaleSet.protect': (sight) => ({
    prepare: [scaleSetAdd(sight), { waitUs: CREATED_WITHIN_US }],
    command: { type: 'scaleSet.protect', vm: `${sight.fresh('ss')}_0`, protect: true },
  }),
  'scaleSet.remove': (sight) => ({
    prepare: [{ ...scaleSetAdd(sight), capacity: 0 }],
    command: { type: 'scaleSet.remove', scaleSet: sight.fresh('ss') },
  }),
  'scaleSet.update': (sight) => ({
    prepare: [scaleSetAdd(sight), { waitUs: CREATED_WITHIN_US }],
    command: {
      type: 'scaleSet.update',
      scaleSet: sight.fresh('ss'),
      build: { version: sight.fresh('v'), faulty: sight.below(2) === 0 },
    },
  }),
  'scaleSet.policy': (sight) => ({
    prepare: [scaleSetAdd(sight)],
    command: {
      type: 'scaleSet.policy',
      scaleSet: sight.fresh('ss'),
      scaleIn: 'oldestVm',
      ...ROLLING,
    },
  }),
  'scaleSet.updateInstances': (sight) => ({
    prepare: [...setBehind(sight)],
    command: { type: 'scaleSet.updateInstances', scaleSet: sight.fresh('ss') },
  }),
  'scaleSet.startUpgrade': (sight) => ({
    prepare: [
      ...setBehind(sight),
      { type: 'scaleSet.policy', scaleSet: sight.fresh('ss'), ...ROLLING },
    ],
    command: { type: 'scaleSet.startUpgrade', scaleSet: sight.fresh('ss') },
  }),
  'scaleSet.cancelUpgrade': (sight) => ({
    prepare: [
      ...setBehind(sight),
      { type: 'scaleSet.policy', scaleSet: sight.fresh('ss'), ...ROLLING },
      { type: 'scaleSet.startUpgrade', scaleSet: sight.fresh('ss') },
    ],
    command: { type: 'scaleSet.cancelUpgrade', scaleSet: sight.fresh('ss') },
  }),
  'scaleSet.reimage': (sight) => ({
    prepare: [scaleSetAdd(sight), { waitUs: CREATED_WITHIN_US }],
    command: { type: 'scaleSet.reimage', vm: `${sight.fresh('ss')}_0` },
  }),
  'scaleSet.repairs': (sight) => ({
    prepare: [
      scaleSetAdd(sight),
      {
        type: 'scaleSet.policy',
        scaleSet: sight.fresh('ss'),
        health: 'application',
        repairs: { action: 'restart' },
      },
    ],
    command: { type: 'scaleSet.repairs', scaleSet: sight.fresh('ss'), state: 'suspended' },
  }),
  'scaleSet.evict': (sight) => ({
    prepare: [spotSetAdd(sight), { waitUs: CREATED_WITHIN_US }],
    command: {
      type: 'scaleSet.evict',
      scaleSet: sight.fresh('ss'),
      for: `${sight.below(60)}m`,
    },
  }),
  'scaleSet.attach': (sight) => ({
    prepare: [spotSetAdd(sight), vmCreate(sight), { waitUs: CREATED_WITHIN_US }],
    command: { type: 'scaleSet.attach', scaleSet: sight.fresh('ss'), vm: vmOf(sight) },
  }),
  'scaleSet.detach': (sight) => ({
    prepare: [
      spotSetAdd(sight),
      vmCreate(sight),
      { waitUs: CREATED_WITHIN_US },
      { type: 'scaleSet.attach', scaleSet: sight.fresh('ss'), vm: vmOf(sight) },
    ],
    command: { type: 'scaleSet.detach', vm: vmOf(sight) },
  }),
  'build.deploy': (sight) => ({
    command: {
      type: 'build.deploy',
      vm: sight.one('vm', ({ scaleSet }) => scaleSet === undefined).id,
      version: sight.fresh('v'),
      faulty: sight.below(2) === 0,
    },
  }),
  'autoscale.set': (sight) => ({
    prepare: [scaleSetAdd(sight)],
    command: autoscaleSet(sight),
  }),
  'proximityGroup.add': (sight) => ({
    command: { type: 'proximityGroup.add', name: sight.fresh('pg'), group: 'shop' },
  }),
  'proximityGroup.remove': (sight) => ({
    prepare: [{ type: 'proximityGroup.add', name: sight.fresh('pg'), group: 'shop' }],
    command: { type: 'proximityGroup.remove', proximityGroup: sight.fresh('pg') },
  }),
  'hostGroup.add': (sight) => ({ command: hostGroupAdd(sight) }),
  'hostGroup.remove': (sight) => ({
    prepare: [hostGroupAdd(sight)],
    command: { type: 'hostGroup.remove', hostGroup: sight.fresh('hg') },
  }),
  'dedicatedHost.add': (sight) => ({
    prepare: dedicatedGround(sight),
    command: dedicatedHostAdd(sight),
  }),
  'dedicatedHost.remove': (sight) => ({
    prepare: [...dedicatedGround(sight), dedicatedHostAdd(sight)],
    command: { type: 'dedicatedHost.remove', dedicatedHost: sight.fresh('dh') },
  }),
  'reservation.add': (sight) => ({ command: reservationAdd(sight) }),
  'reservation.edit': (sight) => ({
    prepare: [reservationAdd(sight)],
    command: { type: 'reservation.edit', reservation: sight.fresh('cr'), quantity: 2 },
  }),
  'reservation.remove': (sight) => ({
    prepare: [reservationAdd(sight)],
    command: { type: 'reservation.remove', reservation: sight.fresh('cr') },
  }),
  'store.add': (sight) => ({ prepare: machines(sight), command: storeAdd(sight) }),
  'store.edit': (sight) => ({
    prepare: [...machines(sight), storeAdd(sight)],
    command: { type: 'store.edit', store: sight.fresh('st'), replication: 'synchronous' },
  }),
  'store.load': (sight) => ({
    prepare: [...machines(sight), storeAdd(sight)],
    command: { type: 'store.load', store: sight.fresh('st'), writesPerSecond: 3 },
  }),
  'store.join': (sight) => ({
    prepare: [...machines(sight), storeAdd(sight), vmCreateNamed(sight, 'sv-c')],
    command: { type: 'store.join', store: sight.fresh('st'), vm: sight.fresh('sv-c') },
  }),
  'store.leave': (sight) => ({
    prepare: [...machines(sight), storeAdd(sight)],
    command: { type: 'store.leave', store: sight.fresh('st'), vm: sight.fresh('sv-b') },
  }),
  'store.failover': (sight) => ({
    prepare: [
      ...machines(sight),
      { waitUs: CREATED_WITHIN_US },
      storeAdd(sight),
      { waitUs: 1_000_000 },
      vmCreateNamed(sight, 'sv-x'),
    ],
    command: { type: 'store.failover', store: sight.fresh('st'), vm: sight.fresh('sv-b') },
  }),
  'store.setBackup': (sight) => ({
    prepare: [...machines(sight), storeAdd(sight)],
    command: { type: 'store.setBackup', store: sight.fresh('st'), every: '1h', logEvery: '5m' },
  }),
  'store.backUp': (sight) => ({
    prepare: [...machinesThatRun(sight), storeAdd(sight), vmCreateNamed(sight, 'sv-x')],
    command: { type: 'store.backUp', store: sight.fresh('st') },
  }),
  'store.deleteData': (sight) => ({
    prepare: [...machinesThatRun(sight), storeAdd(sight), vmCreateNamed(sight, 'sv-x')],
    command: { type: 'store.deleteData', store: sight.fresh('st'), share: 0.5 },
  }),
  'store.restore': (sight) => ({
    prepare: [
      ...machines(sight),
      { waitUs: CREATED_WITHIN_US },
      { ...storeAdd(sight), dataGib: 1 },
      { type: 'store.backUp', store: sight.fresh('st') },
      { waitUs: 20 * US_PER_SECOND },
      vmCreateNamed(sight, 'sv-x'),
    ],
    command: { type: 'store.restore', store: sight.fresh('st') },
  }),
  'sessions.set': (sight) => ({
    prepare: [vmCreateNamed(sight, 'sv-x')],
    command: {
      type: 'sessions.set',
      service: sight.one('service').id,
      keptIn: 'machine',
      perSecond: 2,
      lifetime: '1m',
    },
  }),
  'sessions.clear': (sight) => {
    const service = sight.one('service').id;
    return {
      prepare: [
        vmCreateNamed(sight, 'sv-x'),
        { type: 'sessions.set', service, keptIn: 'cookie', perSecond: 2 },
      ],
      command: { type: 'sessions.clear', service },
    };
  },
  'snapshot.create': (sight) => ({
    prepare: [vmCreateNamed(sight, 'sv-x')],
    command: snapshotOf(sight),
  }),
  'snapshot.delete': (sight) => {
    const create = snapshotOf(sight);
    return {
      prepare: [vmCreateNamed(sight, 'sv-x'), create],
      command: { type: 'snapshot.delete', snapshot: create.name },
    };
  },
  'image.acceptTerms': () => ({
    prepare: [],
    command: { type: 'image.acceptTerms', image: 'RabbitMQ' },
  }),
  'image.upload': (sight) => ({ prepare: [], command: uploadOf(sight) }),
  'image.delete': (sight) => {
    const upload = uploadOf(sight);
    return {
      prepare: [upload],
      command: { type: 'image.delete', managedImage: `shop/${upload.name}` },
    };
  },
  'vm.deprovision': (sight) => ({
    prepare: [vmCreateNamed(sight, 'sv-x'), { waitUs: CREATED_WITHIN_US }],
    command: { type: 'vm.deprovision', vm: sight.fresh('sv-x') },
  }),
  'vm.generalize': (sight) => ({
    prepare: emptied(sight),
    command: { type: 'vm.generalize', vm: sight.fresh('sv-x') },
  }),
  'vm.capture': (sight) => ({
    prepare: [...emptied(sight), { type: 'vm.generalize', vm: sight.fresh('sv-x') }],
    command: { type: 'vm.capture', vm: sight.fresh('sv-x'), name: sight.fresh('im') },
  }),
  'vm.clone': (sight) => ({
    prepare: [vmCreateNamed(sight, 'sv-x'), { waitUs: CREATED_WITHIN_US }],
    command: {
      type: 'vm.clone',
      vm: sight.fresh('sv-x'),
      name: sight.fresh('twin'),
      host: 'r1-h1',
    },
  }),
  'gallery.add': (sight) => ({ prepare: [], command: galleryOf(sight) }),
  'gallery.remove': (sight) => ({
    prepare: [galleryOf(sight)],
    command: { type: 'gallery.remove', gallery: sight.fresh('ga') },
  }),
  'imageDefinition.add': (sight) => ({
    prepare: [galleryOf(sight)],
    command: definitionOf(sight),
  }),
  'imageDefinition.remove': (sight) => ({
    prepare: [galleryOf(sight), definitionOf(sight)],
    command: { type: 'imageDefinition.remove', imageDefinition: sight.fresh('de') },
  }),
  'imageVersion.add': (sight) => ({
    prepare: [galleryOf(sight), definitionOf(sight)],
    command: versionOf(sight),
  }),
  'imageVersion.replicate': (sight) => ({
    prepare: [
      galleryOf(sight),
      definitionOf(sight),
      versionOf(sight),
      { waitUs: REPLICATED_WITHIN_US },
    ],
    command: {
      type: 'imageVersion.replicate',
      imageDefinition: sight.fresh('de'),
      version: '1.0.0',
      regions: ['northeurope'],
    },
  }),
  'imageVersion.exclude': (sight) => ({
    prepare: [galleryOf(sight), definitionOf(sight), versionOf(sight)],
    command: {
      type: 'imageVersion.exclude',
      imageDefinition: sight.fresh('de'),
      version: '1.0.0',
      exclude: true,
    },
  }),
  'imageVersion.remove': (sight) => ({
    prepare: [galleryOf(sight), definitionOf(sight), versionOf(sight)],
    command: {
      type: 'imageVersion.remove',
      imageDefinition: sight.fresh('de'),
      version: '1.0.0',
    },
  }),
  'store.remove': (sight) => ({
    prepare: [...machines(sight), storeAdd(sight)],
    command: { type: 'store.remove', store: sight.fresh('st') },
  }),
  'autoscale.clear': (sight) => ({
    prepare: [scaleSetAdd(sight), autoscaleSet(sight)],
    command: { type: 'autoscale.clear', scaleSet: sight.fresh('ss') },
  }),
  'app.install': (sight) => ({ command: appInstall(sight) }),
  'app.start': (sight) => {
    const install = { ...appInstall(sight), start: false };
    return {
      prepare: [install],
      command: { type: 'app.start', on: install.on, app: sight.fresh('ap') },
    };
  },
  'app.stop': (sight) => {
    const install = appInstall(sight);
    return {
      prepare: [install],
      command: { type: 'app.stop', on: install.on, app: sight.fresh('ap') },
    };
  },
  'app.remove': (sight) => {
    const install = { ...appInstall(sight), start: false };
    return {
      prepare: [install],
      command: { type: 'app.remove', on: install.on, app: sight.fresh('ap') },
    };
  },
  'app.configure': (sight) => {
    const install = { ...appInstall(sight), start: false };
    return {
      prepare: [install],
      command: {
        type: 'app.configure',
        on: install.on,
        app: sight.fresh('ap'),
        cpuMillicores: 10 + sight.below(500),
      },
    };
  },
  'os.patch': (sight) => ({ command: { type: 'os.patch', on: sight.runningVm() } }),
  'os.reboot': (sight) => ({ command: { type: 'os.reboot', on: sight.runningVm() } }),
  'task.add': (sight) => ({ command: taskAdd(sight) }),
  'task.remove': (sight) => {
    const task = taskAdd(sight);
    return {
      prepare: [task],
      command: { type: 'task.remove', on: task.on, task: task.name },
    };
  },
};

/** A rule by which hosts fail, seldom enough not to disturb what is tested. */
function ruleOfHosts(name: string): Extract<Command, { type: 'reliability.add' }> {
  return { type: 'reliability.add', name, of: 'host', mtbf: '400h', mttr: '5h' };
}

/** A command of a type known only at run time. */
export function generate(
  type: CommandType,
  sight: RoomSight,
): { readonly prepare?: readonly Step[]; readonly command: Command } {
  return COMMAND_GENERATORS[type](sight);
}

function isResting(row: RowOf<'vm'>): boolean {
  const rests = row.powerState === 'stopped' || row.powerState === 'deallocated';
  return rests && row.operation === 'none';
}

function isOrphan(row: { vm?: string | undefined }): boolean {
  return row.vm === undefined;
}
