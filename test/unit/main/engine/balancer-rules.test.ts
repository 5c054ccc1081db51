/**
 * Goal: several frontends, probes and rules of one balancer do what they say, and one that has none
 * stays what it was [ENG-LR1] [ENG-LR2] [ENG-LR3] [ENG-LR4] [ENG-LR5] [ENG-LR6]. Method: two tiers
 * on three machines behind one balancer, at moments of probes worked out from their intervals.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/shared/commands/index.ts';
import { hashOfClient } from '../../../../src/main/engine/systems/client-hash.ts';
import { given, SECOND, type Scene } from '../../../support/make-engine.ts';

const WIDE = { workers: 1_000, queueLimit: 1_000, serviceTime: '20ms' } as const;

function machine(name: string, host: string, balancers: string[]): Command {
  return { type: 'vm.create', name, size: 'D2s_v5', image: 'Ubuntu2204', host, balancers };
}

function load(service: string, perSecond: number): Command {
  return { type: 'load.set', service, curve: { points: [{ at: '0s', perSecond }] } };
}

/** `web` on port 80 by the balancer's own rule, `api` on 8080 by one that asks deeper. */
const shared: Command[] = [
  { type: 'balancer.add', name: 'front' },
  {
    type: 'balancerProbe.set',
    balancer: 'front',
    name: 'deep',
    probeProtocol: 'http',
    probePath: '/ready',
  },
  { type: 'balancerRule.add', name: 'api', balancer: 'front', port: 8080, probe: 'deep' },
  machine('a', 'r1-h1', ['front']),
  machine('b', 'r2-h1', ['front']),
  machine('db', 'r2-h2', []),
  { type: 'service.add', name: 'web', balancer: 'front', ...WIDE },
  { type: 'service.add', name: 'orders', balancer: 'api', ...WIDE, dependsOn: [{ on: 'vm:db' }] },
  load('web', 20),
  load('orders', 20),
];

function scene(commands: readonly Command[] = shared): Scene {
  return given({}, [...commands]);
}

function rotations(of: Scene, name: string): string[] {
  return of.row('balancer', name).backends.map(({ rotation }) => rotation);
}

describe('[ENG-LR3] a rule on the pool of its balancer', () => {
  it('has its machines, whoever joins or leaves', () => {
    const it = scene([...shared, machine('c', 'r1-h2', [])]).until('7s');
    const members = () => it.row('balancer', 'api').backends.map(({ vm }) => vm);
    expect(members()).toEqual(['vm:lab/a', 'vm:lab/b']);
    it.when({ type: 'balancer.join', balancer: 'api', vm: 'c' });
    expect(it.row('balancer', 'front').backends.map(({ vm }) => vm)).toEqual(members());
    expect(members()).toContain('vm:lab/c');
    it.when({ type: 'balancer.leave', balancer: 'front', vm: 'a' });
    expect(members()).toEqual(['vm:lab/b', 'vm:lab/c']);
    it.when({ type: 'balancer.admit', balancer: 'api', vm: 'b', state: 'down' });
    for (const name of ['front', 'api']) {
      const [first] = it.row('balancer', name).backends;
      expect(first).toMatchObject({ vm: 'vm:lab/b', admin: 'down' });
    }
  });

  it('shares a named pool with the other rules that name it, and with nobody else', () => {
    const it = scene([
      ...shared.slice(0, 3),
      { type: 'balancerRule.add', name: 'in', balancer: 'front', port: 90, pool: 'p' },
      machine('a', 'r1-h1', ['in']),
      { type: 'balancerRule.add', name: 'out', balancer: 'front', port: 91, pool: 'p' },
      machine('b', 'r2-h1', ['front', 'out']),
    ]);
    const members = (name: string) =>
      it.row('balancer', name).backends.map(({ vm }) => vm.slice(-1));
    expect(['front', 'api', 'in', 'out'].map(members)).toEqual([
      ['b'],
      ['b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    // Another pool means other machines; a name nobody else uses begins without any.
    it.when({ type: 'balancerRule.edit', rule: 'out', own: ['pool'] });
    expect(members('out')).toEqual(['b']);
    it.when({ type: 'balancerRule.edit', rule: 'out', pool: 'empty' });
    expect(members('out')).toEqual([]);
  });
});

describe('[ENG-LR4] rules ask by probes of their own', () => {
  it('so one goes out while the other goes on with the same machines', () => {
    const it = scene().until('11s').when({ type: 'vm.stop', vm: 'db' });
    it.until('60s');
    expect(rotations(it, 'front')).toEqual(['up', 'up']);
    expect(rotations(it, 'api')).toEqual(['down', 'down']);
    const [web, orders] = ['web', 'orders'].map((name) => it.service(name));
    expect(web).toMatchObject({ refused: 0, lost: 0, late: 0 });
    expect(orders?.refused).toBeGreaterThan(100);
    expect(it.engine.ledger('orders').some(({ reason }) => reason === 'noBackendInRotation')).toBe(
      true,
    );
    // The machine that was needed is found at the root of what was refused.
    const [refused] = it.engine.ledger('orders').filter(({ reason }) => /InRotation/.test(reason));
    expect(refused?.chain[0]?.subject).toBe('vm:lab/db');
  });

  it('and a probe that is shared asks once for all services behind it', () => {
    const it = scene();
    // Both services answer where the shared probe asks: port 80 of the same machines.
    it.when({ type: 'balancer.edit', balancer: 'front', probePort: 80 });
    it.when({ type: 'balancerRule.edit', rule: 'api', own: ['probe'] }).until('20s');
    expect(rotations(it, 'api')).toEqual(['up', 'up']);
    expect(it.row('balancer', 'api').probeWarning).toBeUndefined();
    it.when({ type: 'balancer.edit', balancer: 'front', probePort: 81 }).until('40s');
    expect(rotations(it, 'api')).toEqual(['down', 'down']);
  });

  it('asks on from the moment its probe is changed', () => {
    const it = scene().until('7s');
    const wider = { probeInterval: '8s', probeThreshold: 3 } as const;
    it.when({ type: 'balancerProbe.set', balancer: 'front', name: 'deep', ...wider });
    it.until('7s').cut('rack:r1');
    // At once at 7 s, then at 15, 23 and 31 s; the own probe of the balancer at 10 and 15 s.
    it.until('15s');
    expect([rotations(it, 'front')[0], rotations(it, 'api')[0]]).toEqual(['down', 'up']);
    it.until('30999999us');
    expect(rotations(it, 'api')[0]).toBe('up');
    it.until('31s');
    expect(rotations(it, 'api')[0]).toBe('down');
  });
});

/** The rule `api` under a private frontend; `mate` is in its network, `far` in another one. */
const networks: Command[] = [
  { type: 'network.add', name: 'net', ranges: ['10.1.0.0/16'] },
  { type: 'network.add', name: 'other', ranges: ['10.2.0.0/16'] },
  { type: 'subnet.add', name: 'app', network: 'net', range: '10.1.1.0/24', outbound: 'default' },
  { type: 'subnet.add', name: 'away', network: 'other', range: '10.2.1.0/24', outbound: 'default' },
  { type: 'balancer.add', name: 'front' },
  {
    type: 'balancerFrontend.add',
    balancer: 'front',
    name: 'inner',
    exposure: 'private',
    subnet: 'app',
  },
  { type: 'balancerRule.add', name: 'api', balancer: 'front', frontend: 'inner', port: 8080 },
  {
    type: 'balancerRule.add',
    name: 'open',
    balancer: 'front',
    port: 443,
    backendPort: 8443,
  },
  ...['a', 'mate'].map((name): Command => ({
    ...(machine(name, 'r1-h1', name === 'a' ? ['front'] : []) as Extract<
      Command,
      { type: 'vm.create' }
    >),
    subnet: 'app',
  })),
  {
    ...(machine('far', 'r2-h1', []) as Extract<Command, { type: 'vm.create' }>),
    subnet: 'away',
  },
];

describe('[ENG-LR5] a private frontend', () => {
  it('is reached from its network and from nowhere else, public ones from everywhere', () => {
    const it = scene(networks).until('10s');
    const ask = (from: string, to: string, port: number) => {
      const answer = it.engine.reach({ from, to, port });
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.value.reachable;
    };
    expect(ask('mate', 'rule:api', 8080)).toBe(true);
    expect(ask('far', 'rule:api', 8080)).toBe(false);
    expect(ask('internet', 'rule:api', 8080)).toBe(false);
    // A rule takes its own port; the balancer finds the rule of the port.
    expect(ask('mate', 'rule:api', 8081)).toBe(false);
    expect(it.engine.reach({ from: 'mate', to: 'rule:api', port: 8081 })).toMatchObject({
      value: { message: 'rule:lab/api does not take this port.' },
    });
  });

  it('takes an address of its subnet that nobody else gets', () => {
    const it = scene(networks);
    const [inner] = it.row('balancer', 'front').frontends ?? [];
    expect(inner).toMatchObject({ exposure: 'private', address: '10.1.1.4' });
    expect(it.row('nic', 'a-nic').privateAddress).toBe('10.1.1.5');
    it.when({
      type: 'balancerFrontend.edit',
      balancer: 'front',
      name: 'inner',
      address: '10.1.1.99',
    });
    expect(it.row('balancer', 'front').frontends).toMatchObject([{ address: '10.1.1.99' }]);
    expect(it.refusal({ type: 'subnet.remove', subnet: 'app' }).code).toBe('subnet.inUse');
    expect(it.refusal({ type: 'balancer.remove', balancer: 'front' }).code).toBe('balancer.inUse');
  });

  it('has users in its network, so rules against the outside do not stop them', () => {
    const guarded: Command[] = [
      ...networks,
      { type: 'securityGroup.add', name: 'guard' },
      { type: 'securityGroup.attach', securityGroup: 'guard', subnet: 'app' },
      { type: 'service.add', name: 'orders', balancer: 'api', ...WIDE },
      { type: 'service.add', name: 'shop', balancer: 'open', ...WIDE },
      load('orders', 20),
      load('shop', 20),
    ];
    const it = scene(guarded).until('30s');
    // The defaults of the group let the network in and the outside not (fact 104).
    expect(it.service('orders')).toMatchObject({ lost: 0 });
    expect(it.service('shop').lost).toBeGreaterThan(100);
    expect(it.engine.ledger('shop').map(({ reason }) => reason)).toContain('blockedByRule');
  });
});

describe('[ENG-LR6] a rule over UDP', () => {
  const over = (transport: 'tcp' | 'udp'): Command[] => [
    { type: 'balancer.add', name: 'front' },
    {
      type: 'balancerRule.add',
      name: 'api',
      balancer: 'front',
      port: 53,
      transport,
      distribution: 'sourceIpProtocol',
    },
    machine('a', 'r1-h1', ['front']),
    machine('b', 'r2-h1', ['front']),
    machine('c', 'r1-h2', ['front']),
    {
      type: 'service.add',
      name: 'names',
      balancer: 'api',
      ...WIDE,
      serviceTime: '30s',
      clients: 12,
    },
    load('names', 20),
  ];

  it('ends what stands with its last member, where TCP keeps it (fact 101)', () => {
    const [tcp, udp] = (['tcp', 'udp'] as const).map((transport) => {
      const it = scene(over(transport)).until('20s');
      it.when({ type: 'balancer.edit', balancer: 'front', probePort: 9_999 }).until('21s');
      return it.engine.ledger('names').map(({ reason }) => reason);
    });
    expect(tcp).not.toContain('flowsCut');
    expect(udp).toContain('flowsCut');
  });

  it('leads users by its own protocol number (fact 99)', () => {
    const it = scene(over('udp')).until('10s');
    const expected = [0, 0, 0];
    for (let user = 0; user < 12; user += 1) {
      const place = hashOfClient(user, 2, 1) % 3;
      expected[place] = (expected[place] ?? 0) + 1 / 12;
    }
    const shares = it.row('balancer', 'api').backends.map(({ sharePpm = 0 }) => sharePpm);
    expect(shares).toEqual(expected.map((share) => Math.round(share * 1_000_000)));
    const tcp = Array.from({ length: 12 }, (_, user) => hashOfClient(user, 2) % 3);
    const udp = Array.from({ length: 12 }, (_, user) => hashOfClient(user, 2, 1) % 3);
    expect(udp).not.toEqual(tcp);
  });
});

describe('[ENG-LR2] what a rule costs', () => {
  it('is paid from the sixth on; its own rule is the first of a balancer', () => {
    const rules = [1, 2, 3, 4, 5, 6].map((port): Command => ({
      type: 'balancerRule.add',
      name: `r${port}`,
      balancer: 'front',
      port,
    }));
    const it = scene([{ type: 'balancer.add', name: 'front' }, ...rules]).until('1h');
    const lines = it.engine.costs().lines.filter(({ kind }) => kind === 'balancer');
    const hourly = Object.fromEntries(
      lines.map(({ name, microUsdPerHour }) => [name, microUsdPerHour]),
    );
    expect(hourly['front']).toBeGreaterThan(0);
    for (const name of ['r1', 'r2', 'r3', 'r4']) expect(hourly[name]).toBe(0);
    expect(hourly['r5']).toBeGreaterThan(0);
    expect(hourly['r6']).toBe(hourly['r5']);
  });

  it('is one share of ports for each machine, by whichever rule its requests come', () => {
    const it = scene([
      ...shared.slice(0, 3),
      machine('a', 'r1-h1', ['front']),
      { type: 'service.add', name: 'web', balancer: 'front', ...WIDE, outboundCalls: 100 },
      { type: 'service.add', name: 'orders', balancer: 'api', ...WIDE, outboundCalls: 100 },
      load('web', 20),
      load('orders', 20),
    ]).until('60s');
    const held = it.world.backend.slots().map((row) => it.world.backend.col.portsInUse[row] ?? 0);
    const sum = held.reduce((all, one) => all + one, 0);
    // 1,024 ports of a small pool: ten calls of a hundred each fit, over both rules together.
    expect(sum).toBe(1_000);
    expect(it.engine.nowUs).toBe(60 * SECOND);
  });
});

describe('[ENG-LR1] a balancer without rules', () => {
  it('shows nothing of them, and goes with what it has when they are gone', () => {
    const it = scene().until('5s');
    expect(it.row('balancer', 'front')).toMatchObject({ rules: ['rule:lab/api'] });
    it.when({ type: 'service.remove', service: 'orders' });
    it.when({ type: 'balancerRule.remove', rule: 'api' });
    const row = it.row('balancer', 'front');
    expect(row).not.toHaveProperty('rules');
    expect(row.probes).toHaveLength(1);
    it.when({ type: 'service.remove', service: 'web' });
    it.when({ type: 'balancer.remove', balancer: 'front' });
    expect(it.world.balancerProbe.count).toBe(0);
    expect(it.row('vm', 'a').balancers).toEqual([]);
  });
});
