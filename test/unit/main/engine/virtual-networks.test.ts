/**
 * Goal: virtual networks narrow who reaches whom, in the product's services and probes as well as
 * in its answers, and say why [ENG-VN1] to [ENG-VN13], [INV-100] to [INV-104]. Method: a web tier
 * with a database in two subnets; what a decision changes is read off requests, ledger and run log.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { expectOk } from '../../../support/expect-ok.ts';
import { given, worldOf, type Scene } from '../../../support/make-engine.ts';

const networks: Command[] = [
  { type: 'network.add', name: 'vnet', ranges: ['10.1.0.0/16'] },
  {
    type: 'securityGroup.add',
    name: 'nsg-web',
    rules: [rule('web', 100, { source: 'Internet', ports: '80' })],
  },
  { type: 'securityGroup.add', name: 'nsg-db' },
  {
    type: 'subnet.add',
    name: 'front',
    network: 'vnet',
    range: '10.1.1.0/24',
    securityGroup: 'nsg-web',
  },
  {
    type: 'subnet.add',
    name: 'data',
    network: 'vnet',
    range: '10.1.2.0/29',
    securityGroup: 'nsg-db',
  },
  { type: 'balancer.add', name: 'lb' },
  ...[1, 2].map((n) => vm(`web-${n}`, { balancers: ['lb'], subnet: 'front' })),
  vm('db', { subnet: 'data', privateAddress: '10.1.2.5' }),
  { type: 'service.add', name: 'shop', balancer: 'lb', dependsOn: [{ on: 'db', port: 5432 }] },
  { type: 'load.set', service: 'shop', curve: { points: [{ at: '0s', perSecond: 20 }] } },
];

const denyDb: Command = {
  type: 'securityGroup.setRule',
  securityGroup: 'nsg-db',
  rule: 'no-web',
  priority: 200,
  direction: 'inbound',
  access: 'deny',
  source: '10.1.1.0/24',
  ports: '5432',
};

function vm(name: string, more: Partial<Extract<Command, { type: 'vm.create' }>> = {}): Command {
  return { type: 'vm.create', name, size: 'D2s_v5', image: 'Ubuntu2204', ...more };
}

function rule(name: string, priority: number, more: { source?: string; ports?: string } = {}) {
  return { name, priority, direction: 'inbound', access: 'allow', ...more } as const;
}

function shop(more: Command[] = []): Scene {
  return given({}, [...networks, ...more]);
}

function ask(scene: Scene, from: string, to: string, port: number) {
  return expectOk(scene.engine.reach({ from, to, port }));
}

/** Kinds of the hops, each with `!` where it is closed. */
function hops(scene: Scene, from: string, to: string, port: number): string[] {
  return ask(scene, from, to, port).hops.map(({ hop, open }) => (open ? hop : `${hop}!`));
}

describe('addresses', () => {
  it('gives the lowest free ones, keeps static ones and the five of the service [ENG-VN3]', () => {
    const scene = shop();
    expect(scene.row('nic', 'web-1-nic').privateAddress).toBe('10.1.1.4');
    expect(scene.row('nic', 'db-nic').privateAddress).toBe('10.1.2.5');
    expect(scene.row('subnet', 'data')).toMatchObject({ addressesUsed: 1, addressesUsable: 3 });
    scene.when({ type: 'nic.add', name: 'a', subnet: 'data' });
    scene.when({ type: 'nic.add', name: 'b', subnet: 'data' });
    expect(scene.row('nic', 'b').privateAddress).toBe('10.1.2.6');
    expect(scene.refusal({ type: 'nic.add', name: 'c', subnet: 'data' }).code).toBe('subnet.full');
    scene.when({ type: 'nic.setAddress', nic: 'db-nic' });
    expect(scene.row('nic', 'db-nic')).toMatchObject({
      privateAddress: '10.1.2.5',
      allocation: 'dynamic',
    });
    scene.when({ type: 'nic.delete', nic: 'a' }, { type: 'nic.add', name: 'd', subnet: 'data' });
    expect(scene.row('nic', 'd').privateAddress).toBe('10.1.2.4');
  });

  it('keeps the private address over a deallocation, not the dynamic public one [ENG-VN4]', () => {
    const scene = shop([
      { type: 'publicIp.add', name: 'stays' },
      { type: 'publicIp.add', name: 'goes', allocation: 'dynamic' },
      vm('jump', { subnet: 'front', publicIp: 'goes' }),
    ]);
    const before = scene.row('publicIp', 'goes').address;
    const stays = scene.row('publicIp', 'stays').address;
    expect(before).toMatch(/^198\.18\./);
    const own = scene.row('nic', 'jump-nic').privateAddress;
    scene.when({ type: 'vm.deallocate', vm: 'jump' }).until('10m');
    expect(scene.row('publicIp', 'goes').address).toBeUndefined();
    expect(scene.row('publicIp', 'stays').address).toBe(stays);
    scene.when({ type: 'vm.start', vm: 'jump' }).until('20m');
    const after = scene.row('publicIp', 'goes').address;
    expect(after).toMatch(/^198\.18\./);
    expect(after).not.toBe(before);
    expect(scene.row('nic', 'jump-nic').privateAddress).toBe(own);
    scene.when({ type: 'vm.redeploy', vm: 'jump' }).until('30m');
    expect(scene.row('publicIp', 'goes').address).not.toBe(after);
    // A stop that still bills keeps everything.
    const third = scene.row('publicIp', 'goes').address;
    scene.when({ type: 'vm.stop', vm: 'jump' }).until('40m');
    expect(scene.row('publicIp', 'goes').address).toBe(third);
  });

  it('leaves interface and public address behind a deleted machine, or frees them', () => {
    const scene = shop([
      { type: 'publicIp.add', name: 'ip' },
      vm('jump', { subnet: 'front', publicIp: 'ip' }),
    ]);
    scene.when({ type: 'vm.delete', vm: 'jump', withResources: true }).until('5m');
    expect(scene.row('publicIp', 'ip').nic).toBeUndefined();
    expect(scene.row('publicIp', 'ip').address).toBeDefined();
    expect(scene.row('subnet', 'front').addressesUsed).toBe(2);
  });

  it('lets a machine have further interfaces of its network at rest [ENG-VN5]', () => {
    const scene = shop([{ type: 'nic.add', name: 'second', subnet: 'data' }]);
    scene.when({ type: 'vm.deallocate', vm: 'web-1' }).until('5m');
    scene.when({ type: 'nic.attach', nic: 'second', vm: 'web-1' });
    expect(scene.row('vm', 'web-1').nics).toHaveLength(2);
    expect(scene.row('nic', 'second').primary).toBe(false);
    scene.when({ type: 'nic.detach', nic: 'second' });
    expect(scene.row('vm', 'web-1').nics).toHaveLength(1);
  });
});

describe('requests and probes', () => {
  it('serves through rules that let them in, and rooms without networks as ever [ENG-VN2]', () => {
    const scene = shop().until('60s');
    expect(scene.service('shop')).toMatchObject({ refused: 0, lost: 0 });
    expect(scene.service('shop').served).toBeGreaterThan(500);
    expect(worldOf(given({ machines: 2 }).engine).networks.narrows).toBe(false);
  });

  it('loses what a web tier needs of a database behind a rule, and names it [ENG-VN12]', () => {
    const scene = shop().until('30s');
    const before = scene.service('shop').served;
    scene.when(denyDb).until('60s');
    // What was being served when the rule came is served to its end.
    expect(scene.service('shop').served - before).toBeLessThan(10);
    const lost = scene.engine.ledger().find(({ reason }) => reason === 'dependencyDown');
    expect(lost?.count).toBeGreaterThan(400);
    expect(lost?.chain.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'decision securityGroup:lab/nsg-db',
      'traffic.blocked vm:lab/db',
    ]);
    expect(scene.happened('traffic.blocked')[0]?.details).toMatchObject({
      rule: 'no-web',
      priority: 200,
      securityGroup: 'securityGroup:lab/nsg-db',
      port: 5432,
    });
    scene.when({ type: 'securityGroup.removeRule', securityGroup: 'nsg-db', rule: 'no-web' });
    const open = scene.until('90s').service('shop').served;
    expect(open).toBeGreaterThan(before + 400);
  });

  it('lets the probe pass where users are kept out: all up, all lost [ENG-VN11]', () => {
    const scene = shop().until('20s');
    scene.when({ type: 'securityGroup.removeRule', securityGroup: 'nsg-web', rule: 'web' });
    scene.until('60s');
    const backends = scene.row('balancer', 'lb').backends;
    expect(backends.map(({ rotation }) => rotation)).toEqual(['up', 'up']);
    const lost = scene.engine.ledger().find(({ reason }) => reason === 'blockedByRule');
    expect(lost?.count).toBeGreaterThan(600);
    expect(scene.happened('traffic.blocked')[0]?.details).toMatchObject({
      rule: 'DenyAllInBound',
      priority: 65_500,
    });
  });

  it('takes a pool out whose probe a rule keeps away, with the decision in the chain', () => {
    const scene = shop().until('20s');
    scene.when({
      type: 'securityGroup.setRule',
      securityGroup: 'nsg-web',
      rule: 'no-probe',
      priority: 110,
      direction: 'inbound',
      access: 'deny',
      source: 'AzureLoadBalancer',
    });
    scene.until('60s');
    const backends = scene.row('balancer', 'lb').backends;
    expect(backends.map(({ rotation }) => rotation)).toEqual(['down', 'down']);
    expect(scene.chain(backends[0]?.cause)).toEqual([
      'decision securityGroup:lab/nsg-web',
      'traffic.blocked vm:lab/web-1',
      'backend.down vm:lab/web-1',
    ]);
  });

  it('shows in every patch which way an interface goes outwards [ENG-VN8]', () => {
    const scene = given({}, [
      { type: 'network.add', name: 'vnet', ranges: ['10.1.0.0/16'] },
      { type: 'subnet.add', name: 'front', network: 'vnet', range: '10.1.1.0/24' },
      { type: 'balancer.add', name: 'lb', outbound: 'balancer' },
      vm('caller', { subnet: 'front' }),
      vm('gate'),
    ]);
    scene.engine.drainPatch();
    const member = { balancer: 'lb', vm: 'caller' };
    const ways: [Command, string][] = [
      [{ type: 'balancer.join', ...member }, 'balancer'],
      [{ type: 'balancer.edit', balancer: 'lb', outbound: 'natGateway' }, 'natGateway'],
      [{ type: 'balancer.leave', ...member }, 'none'],
      [{ type: 'subnet.setOutbound', subnet: 'front', outbound: 'default' }, 'default'],
      [{ type: 'subnet.setOutbound', subnet: 'front', appliance: 'gate' }, 'appliance'],
    ];
    for (const [command, outbound] of ways) {
      scene.when(command);
      const { upserted } = scene.engine.drainPatch();
      const nic = upserted.find(({ id }) => id === 'nic:lab/caller-nic');
      expect(nic, command.type).toMatchObject({ outbound });
    }
    scene.when({ type: 'vm.delete', vm: 'gate' }).until('10m');
    const { upserted } = scene.engine.drainPatch();
    const nic = upserted.find(({ id }) => id === 'nic:lab/caller-nic');
    expect(nic).toMatchObject({ outbound: 'none' });
  });

  it('finds the way outwards anew when the pool goes another way [ENG-VN8]', () => {
    const scene = given({}, [
      ...networks.slice(0, 2),
      { type: 'subnet.add', name: 'front', network: 'vnet', range: '10.1.1.0/24' },
      { type: 'network.add', name: 'other', ranges: ['10.2.0.0/16'] },
      { type: 'securityGroup.add', name: 'nsg-far', rules: [rule('db', 100, { ports: '5432' })] },
      { type: 'subnet.add', name: 'far', network: 'other', range: '10.2.0.0/24' },
      { type: 'publicIp.add', name: 'ip' },
      { type: 'balancer.add', name: 'lb' },
      vm('web-1', { balancers: ['lb'], subnet: 'front' }),
      vm('db', { subnet: 'far', publicIp: 'ip', securityGroup: 'nsg-far' }),
      { type: 'service.add', name: 'shop', balancer: 'lb', dependsOn: [{ on: 'db', port: 5432 }] },
      { type: 'load.set', service: 'shop', curve: { points: [{ at: '0s', perSecond: 20 }] } },
    ]).until('60s');
    const first = scene.service('shop').served;
    expect(first).toBeGreaterThan(500);
    scene.when({ type: 'balancer.edit', balancer: 'lb', outbound: 'none' }).until('90s');
    const second = scene.service('shop').served;
    expect(second - first).toBeLessThan(20);
    scene.when({ type: 'balancer.edit', balancer: 'lb', outbound: 'natGateway' }).until('120s');
    expect(scene.service('shop').served - second).toBeGreaterThan(400);
  });

  it('sends calls outwards the first way there is, and loses them without one [ENG-VN8]', () => {
    const calls: Command[] = [
      { type: 'balancer.add', name: 'out', outbound: 'none' },
      vm('caller', { subnet: 'front', balancers: ['out'] }),
      { type: 'service.add', name: 'feed', balancer: 'out', outboundCalls: 1, outboundHold: '1s' },
      { type: 'load.set', service: 'feed', curve: { points: [{ at: '0s', perSecond: 10 }] } },
    ];
    const scene = shop(calls).until('30s');
    expect(scene.row('nic', 'caller-nic').outbound).toBe('none');
    const stuck = scene.engine.ledger('feed').find(({ reason }) => reason === 'noOutbound');
    expect(stuck?.count).toBeGreaterThan(150);
    scene.when({ type: 'subnet.setOutbound', subnet: 'front', outbound: 'natGateway' });
    expect(scene.row('nic', 'caller-nic').outbound).toBe('natGateway');
    scene.until('60s');
    expect(scene.service('feed').served).toBeGreaterThan(200);
    scene.when({ type: 'subnet.setOutbound', subnet: 'front', appliance: 'db' });
    scene.when({ type: 'vm.stop', vm: 'db' }).until('120s');
    expect(hops(scene, 'caller', 'internet', 443)).toEqual([
      'machine',
      'rules',
      'outbound',
      'machine!',
    ]);
    expect(scene.happened('vm.stopped')).toHaveLength(1);
  });
});

describe('can A reach B?', () => {
  it('answers hop by hop, ending at the rule that decides [ENG-VN6] [ENG-VN13]', () => {
    const scene = shop();
    expect(hops(scene, 'web-1', 'db', 5432)).toEqual([
      'machine',
      'rules',
      'route',
      'rules',
      'wire',
      'machine',
      'listening',
    ]);
    scene.when(denyDb);
    const blocked = ask(scene, 'web-1', 'db', 5432);
    expect(blocked.reachable).toBe(false);
    expect(blocked.message).toBe(
      'Blocked by rule 200 (no-web) of securityGroup:lab/nsg-db, inbound at subnet:lab/data.',
    );
    expect(ask(scene, 'web-1', 'db', 22).reachable).toBe(true);
  });

  it('shows a jumpbox as the only way to manage the others [ENG-VN7] [ENG-VN10]', () => {
    const scene = shop([
      { type: 'publicIp.add', name: 'ip' },
      { type: 'securityGroup.add', name: 'nsg-jump', rules: [rule('ssh', 100, { ports: '22' })] },
      { type: 'subnet.add', name: 'mgmt', network: 'vnet', range: '10.1.3.0/24' },
      vm('jump', { subnet: 'mgmt', publicIp: 'ip', securityGroup: 'nsg-jump' }),
    ]);
    expect(ask(scene, 'internet', 'jump', 22).reachable).toBe(true);
    expect(hops(scene, 'internet', 'db', 22)).toEqual(['publicAddress!']);
    expect(ask(scene, 'jump', 'db', 22).reachable).toBe(true);
    expect(ask(scene, 'internet', 'jump', 3389).message).toContain('rule 65500 (DenyAllInBound)');
    expect(ask(scene, 'internet', 'lb', 80)).toMatchObject({
      reachable: true,
      members: { reachable: 2, total: 2 },
    });
    scene.when({ type: 'vm.openPort', vm: 'jump', ports: '3389' });
    expect(ask(scene, 'internet', 'jump', 3389).reachable).toBe(true);
    expect(scene.row('securityGroup', 'nsg-jump').rules.map(({ priority }) => priority)).toEqual([
      100, 900,
    ]);
  });

  it('goes between networks over public addresses alone [ENG-VN9]', () => {
    const scene = shop([
      { type: 'network.add', name: 'other', ranges: ['10.2.0.0/16'] },
      {
        type: 'subnet.add',
        name: 'far',
        network: 'other',
        range: '10.2.0.0/24',
        outbound: 'default',
      },
      vm('visitor', { subnet: 'far' }),
    ]);
    expect(hops(scene, 'visitor', 'web-1', 80)).toEqual([
      'machine',
      'outbound',
      'route',
      'publicAddress!',
    ]);
    scene.when(
      { type: 'publicIp.add', name: 'ip' },
      { type: 'publicIp.attach', publicIp: 'ip', nic: 'web-1-nic' },
    );
    expect(ask(scene, 'visitor', 'web-1', 80).reachable).toBe(true);
    expect(hops(scene, 'web-1', 'visitor', 80).at(-1)).toBe('publicAddress!');
    scene.when({ type: 'publicIp.detach', publicIp: 'ip' });
    expect(ask(scene, 'visitor', 'web-1', 80).reachable).toBe(false);
  });

  it('names machines that do not run, cables that are cut and ports nobody listens on', () => {
    const scene = shop([{ type: 'app.install', on: 'db', application: 'cache' }]);
    expect(hops(scene, 'web-1', 'db', 5432).at(-1)).toBe('listening!');
    scene.when({ type: 'vm.stop', vm: 'db' }).until('60s');
    const stopped = ask(scene, 'web-1', 'db', 22);
    expect(stopped.hops.at(-1)).toMatchObject({ hop: 'machine', open: false, found: 'stopped' });
    expect(stopped.message).toContain('vm:lab/db does not answer');
  });
});
