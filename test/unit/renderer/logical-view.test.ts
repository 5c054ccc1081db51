/**
 * Goal: the logical view shows what there is, once, where it belongs: machines in pools in subnets
 * in networks, gates that say what the rules say, ways that end where things end; and it stays
 * within its number of elements however large the room is. Method: rooms of random size and rooms
 * drawn by hand, through the real graph, layout and choice of elements.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseLogic, LOGIC_ELEMENTS_MAX } from '../../../src/renderer/logic/logic-display.ts';
import { logicRoutes } from '../../../src/renderer/logic/logic-flows.ts';
import { graphOf, type LogicSource } from '../../../src/renderer/logic/logic-graph.ts';
import { logicKeyOf } from '../../../src/renderer/logic/logic-keys.ts';
import { layOutLogic, type LogicLayout } from '../../../src/renderer/logic/logic-layout.ts';
import { linkedMachines } from '../../../src/renderer/logic/linked-ids.ts';
import { PoolSums } from '../../../src/renderer/logic/pool-sums.ts';
import { parentOf } from '../../../src/renderer/model/parents.ts';
import { contains, overlaps } from '../../../src/renderer/topology/geometry.ts';
import type { ServiceFigures } from '../../../src/shared/views/metrics-frame.ts';
import type { RowOf, TopologyKind, TopologyRow } from '../../../src/shared/views/topology-view.ts';
import { count } from '../../support/counts.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

const cloud = {
  group: 'lab',
  location: 'lab',
  tags: {},
  revision: 1,
  provisioningState: 'Succeeded',
  slot: 0,
} as const;

function network(name: string, subnets: string[], peers: string[] = []): RowOf<'network'> {
  const id = `network:lab/${name}`;
  return { kind: 'network', ...cloud, id, name, ranges: ['10.1.0.0/16'], subnets, peers };
}

function subnet(name: string, of: string, guard?: string): RowOf<'subnet'> {
  return {
    kind: 'subnet',
    ...cloud,
    id: `subnet:lab/${name}`,
    name,
    network: `network:lab/${of}`,
    range: '10.1.1.0/24',
    outbound: 'default',
    addressesUsed: 0,
    addressesUsable: 251,
    ...(guard === undefined ? {} : { securityGroup: `securityGroup:lab/${guard}` }),
  };
}

function nic(vm: string, more: Partial<RowOf<'nic'>> = {}): RowOf<'nic'> {
  return {
    kind: 'nic',
    ...cloud,
    id: `nic:lab/${vm}`,
    name: vm,
    vm: `vm:lab/${vm}`,
    privateAddress: '10.1.1.4',
    allocation: 'dynamic',
    primary: true,
    outbound: 'none',
    ...more,
  };
}

function guard(name: string, rules: RowOf<'securityGroup'>['rules']): RowOf<'securityGroup'> {
  const id = `securityGroup:lab/${name}`;
  return { kind: 'securityGroup', ...cloud, id, name, rules, subnets: [], nics: [] };
}

/** Only what the view reads of a balancer. */
function balancer(name: string, vms: readonly string[]): RowOf<'balancer'> {
  const backends = vms.map((vm) => ({ vm, rotation: 'up', failedProbes: 0, answer: 'ok' }));
  const id = `balancer:lab/${name}`;
  return { kind: 'balancer', ...cloud, id, name, backends } as unknown as RowOf<'balancer'>;
}

function service(name: string, more: Partial<RowOf<'service'>> = {}): RowOf<'service'> {
  const id = `service:lab/${name}`;
  const base = { kind: 'service', ...cloud, id, name, balancer: `balancer:lab/${name}`, port: 80 };
  return { ...base, ...more } as unknown as RowOf<'service'>;
}

function layoutOf(rows: readonly TopologyRow[]): LogicLayout {
  function list<K extends TopologyKind>(kind: K): RowOf<K>[] {
    return rows.filter((row): row is RowOf<K> => row.kind === kind);
  }
  const source: LogicSource = {
    networks: list('network'),
    subnets: list('subnet'),
    securityGroups: list('securityGroup'),
    publicIps: list('publicIp'),
    nics: list('nic'),
    machines: list('vm'),
    balancers: list('balancer'),
    services: list('service'),
    stores: list('store'),
    webApps: list('webApp'),
    dnsProfiles: list('dnsProfile'),
  };
  return layOutLogic(graphOf(source));
}

/** Services of equal size, each in a subnet of its own or all in none. */
function tiers(at: { services: number; machines: number; subnets: boolean }): TopologyRow[] {
  const machines = syntheticRoom({
    racks: 1,
    racksPerRow: 1,
    hostsPerRack: 1,
    machines: at.services * at.machines,
  }).filter((row) => row.kind === 'vm');
  const rows: TopologyRow[] = [...machines];
  const ids = Array.from({ length: at.services }, (_, index) => `s${index + 1}`);
  ids.forEach((name, index) => {
    const own = machines.slice(index * at.machines, (index + 1) * at.machines);
    rows.push(
      balancer(
        name,
        own.map(({ id }) => id),
      ),
      service(name),
    );
    if (!at.subnets) return;
    rows.push(subnet(name, 'net'));
    for (const vm of own) rows.push(nic(vm.name, { subnet: `subnet:lab/${name}` }));
  });
  const subnets = ids.map((name) => `subnet:lab/${name}`);
  if (at.subnets) rows.push(network('net', subnets));
  return rows;
}

const DENY_DB = {
  name: 'deny-db',
  priority: 200,
  direction: 'inbound',
  access: 'deny',
  protocol: 'tcp',
  source: '*',
  destination: '*',
  ports: '5432',
} as const;

/** A web tier that needs a database behind a group of its own. */
function shop(rules: RowOf<'securityGroup'>['rules']): TopologyRow[] {
  const vms = syntheticRoom({ racks: 1, racksPerRow: 1, hostsPerRack: 1, machines: 3 }).filter(
    (row) => row.kind === 'vm',
  );
  const [one, two, db] = vms.map(({ id }) => id);
  const needs = { dependsOn: [{ on: db ?? '', share: 0.5, port: 5_432 }] };
  return [
    ...vms,
    network('net', ['subnet:lab/web', 'subnet:lab/data']),
    subnet('web', 'net', 'web'),
    subnet('data', 'net', 'data'),
    guard('web', [{ ...DENY_DB, name: 'allow-web', priority: 100, access: 'allow', ports: '80' }]),
    guard('data', rules),
    nic('vm-1', { subnet: 'subnet:lab/web', privateAddress: '10.1.1.4' }),
    nic('vm-2', { subnet: 'subnet:lab/web', privateAddress: '10.1.1.5' }),
    nic('vm-3', { subnet: 'subnet:lab/data', privateAddress: '10.1.2.4' }),
    balancer('shop', [one ?? '', two ?? '']),
    service('shop', needs),
  ];
}

describe('the logical view', () => {
  it('shows every machine once, in its pool, in its subnet, in its network', () => {
    const draw = fc.record({
      services: fc.integer({ min: 1, max: 11 }),
      machines: fc.integer({ min: 0, max: 12 }),
      subnets: fc.boolean(),
    });
    fc.assert(
      fc.property(draw, (at) => {
        const { boxes, graph, bounds } = layoutOf(tiers(at));
        const all = [...boxes.values()];
        expect(all.filter(({ kind }) => kind === 'vm')).toHaveLength(at.services * at.machines);
        for (const box of all) {
          expect(contains(bounds, box)).toBe(true);
          const around = boxes.get(box.inside ?? '');
          if (around !== undefined) expect(contains(around, box), box.id).toBe(true);
        }
        for (const kind of ['vm', 'pool', 'service', 'balancer', 'network'] as const) {
          const same = all.filter((box) => box.kind === kind);
          same.forEach((box, index) => {
            const other = same.slice(index + 1).find((later) => overlaps(box, later));
            expect(other, `${box.id} and ${other?.id} overlap`).toBeUndefined();
          });
        }
        for (const pool of graph.pools.keys()) expect(boxes.has(pool)).toBe(true);
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it('keeps to its elements in a large room, however it is looked at', () => {
    const { boxes, bounds } = layoutOf(tiers({ services: 200, machines: 100, subnets: false }));
    expect(boxes.size).toBeGreaterThan(20_000);
    // About as wide as a window, so that it can be seen whole.
    expect(bounds.w / bounds.h).toBeGreaterThan(0.7);
    expect(bounds.w / bounds.h).toBeLessThan(3);
    for (const zoom of [0.02, 0.1, 0.5, 1, 2]) {
      for (let at = 0; at < 9; at += 1) {
        const w = 1_280 / zoom;
        const h = 700 / zoom;
        const x = bounds.x + ((at % 3) / 2) * Math.max(0, bounds.w - w);
        const y = bounds.y + (Math.floor(at / 3) / 2) * Math.max(0, bounds.h - h);
        const shown = chooseLogic({ boxes: boxes.values(), view: { x, y, w, h }, zoom });
        if (zoom === 0.02) expect(shown.boxes.length).toBeGreaterThan(0);
        expect(shown.boxes.length).toBeLessThanOrEqual(LOGIC_ELEMENTS_MAX);
      }
    }
  });

  it('puts a gate on a way that says what the rules say', () => {
    function verdicts(rules: RowOf<'securityGroup'>['rules']): [string, boolean | undefined][] {
      const { boxes } = layoutOf(shop(rules));
      return [...boxes.values()]
        .filter(({ kind }) => kind === 'gate')
        .map(({ row, gate }) => [row ?? '', gate?.verdict?.open]);
    }
    const open = [{ ...DENY_DB, access: 'allow' as const }];
    expect(verdicts(open)).toEqual([
      ['securityGroup:lab/web', true],
      ['securityGroup:lab/data', true],
    ]);
    expect(verdicts([DENY_DB])[1]).toEqual(['securityGroup:lab/data', false]);
    // Machines of one network may speak to each other unless a rule says otherwise.
    expect(verdicts([])[1]).toEqual(['securityGroup:lab/data', true]);
    const from = [{ ...DENY_DB, source: '10.1.9.0/24' }];
    expect(verdicts(from)[1]).toEqual(['securityGroup:lab/data', true]);
    expect(verdicts([{ ...DENY_DB, source: '10.1.1.0/24' }])[1]?.[1]).toBe(false);
    const needs = layoutOf(shop([DENY_DB])).edges.find(({ kind }) => kind === 'needs');
    expect(needs).toMatchObject({ shut: true, share: 0.5, to: 'vm:lab/vm-3' });
  });

  it('joins networks that are joined, once', () => {
    const rows = [
      network('a', [], ['network:lab/b']),
      network('b', [], ['network:lab/a']),
      network('c', []),
    ];
    const peers = layoutOf(rows).edges.filter(({ kind }) => kind === 'peer');
    expect(peers.map(({ from, to }) => [from, to])).toEqual([['network:lab/a', 'network:lab/b']]);
  });

  it('lets requests flow to the pools in rotation, and not through a closed gate', () => {
    function flow(rules: RowOf<'securityGroup'>['rules']) {
      const rows = shop([]).map((row) =>
        row.id === 'securityGroup:lab/web' ? guard('web', rules) : row,
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      const figures = {
        id: 'service:lab/shop',
        offeredPerSecond: 30,
        servedPerSecond: 28,
        failedPerSecond: 2,
      } as ServiceFigures;
      return logicRoutes(layoutOf(rows), { services: [figures], get: (id) => byId.get(id) });
    }
    const allowed = flow([{ ...DENY_DB, access: 'allow', ports: '80' }]);
    expect(allowed.map(({ kind, perSecond }) => [kind, perSecond])).toEqual([
      ['asking', 30],
      ['serving', 28],
    ]);
    expect(flow([]).map(({ kind }) => kind)).toEqual(['asking']);
  });

  it('inherits the worst state upwards, and forgets it when it is mended', () => {
    const rows = new Map(shop([]).map((row) => [row.id, row]));
    const { graph } = layoutOf([...rows.values()]);
    const sums = new PoolSums(graph, (id) => rows.get(id));
    expect(sums.worstIn('network:lab/net')).toBe('ok');
    const vm = rows.get('vm:lab/vm-3');
    if (vm?.kind !== 'vm') throw new Error('no machine');
    const lost = { ...vm, powerState: 'stopped', lost: true } as const;
    rows.set(vm.id, lost);
    sums.touch(lost);
    expect(sums.worstIn('subnet:lab/data')).toBe('harm');
    expect(sums.worstIn('subnet:lab/web')).toBe('ok');
    expect(sums.worstIn('network:lab/net')).toBe('harm');
    rows.set(vm.id, vm);
    sums.touch(vm);
    expect(sums.worstIn('network:lab/net')).toBe('ok');
  });

  it('is laid out anew only for what decides about it', () => {
    const front = balancer('front', ['vm:lab/vm-1']);
    const probed = {
      ...front,
      backends: front.backends.map((one) => ({ ...one, failedProbes: 2 })),
    };
    expect(logicKeyOf(probed)).toBe(logicKeyOf(front));
    expect(logicKeyOf(balancer('front', []))).not.toBe(logicKeyOf(front));
    const card = nic('vm-1', { subnet: 'subnet:lab/a' });
    expect(logicKeyOf({ ...card, subnet: 'subnet:lab/b' })).not.toBe(logicKeyOf(card));
  });
});

describe('linked selection', () => {
  const room = syntheticRoom({ racks: 2, racksPerRow: 2, hostsPerRack: 2, machines: 8 });
  const hosts = room.map((row) =>
    row.kind === 'host' ? { ...row, pdus: [`pdu:${row.rack.slice(5)}-a`] } : row,
  );
  const rows = [...hosts, balancer('front', ['vm:lab/vm-2']), service('front')];
  const byId = new Map<string, TopologyRow>(rows.map((row) => [row.id, row]));
  function machines(...ids: string[]): string[] {
    const found = linkedMachines(ids, {
      get: (id) => byId.get(id),
      list: (kind) => rows.filter((row): row is RowOf<typeof kind> => row.kind === kind),
      idsIn: (id) => rows.filter((row) => parentOf(row) === id).map((row) => row.id),
    });
    return [...found].toSorted();
  }

  it('finds the machines of places, plugs, networks, services and sets', () => {
    const all = rows.filter(({ kind }) => kind === 'vm').map(({ id }) => id);
    expect(machines('site:lab')).toEqual(all.toSorted());
    const inRack = all.filter((id) => {
      const vm = byId.get(id);
      const host = vm?.kind === 'vm' ? byId.get(vm.host ?? '') : undefined;
      return host?.kind === 'host' && host.rack === 'rack:r1';
    });
    expect(machines('rack:r1')).toEqual(inRack.toSorted());
    expect(machines('pdu:r1-a')).toEqual(inRack.toSorted());
    expect(machines('feed:a')).toEqual(all.toSorted());
    expect(machines('service:lab/front')).toEqual(['vm:lab/vm-2']);
    expect(machines('vm:lab/vm-3', 'balancer:lab/front')).toEqual(['vm:lab/vm-2', 'vm:lab/vm-3']);
  });
});
