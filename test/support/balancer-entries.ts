/**
 * Commands on frontends, probes and rules of balancers for the three tables that have a row for
 * each command: accepted and refused cases, random acts, and acts that are accepted in the large
 * room.
 */
import type { Command, CommandOf } from '../../src/shared/commands/index.ts';
import type { RoomOptions } from './make-engine.ts';
import type { NetworkDice } from './network-acts.ts';

const web: RoomOptions = { machines: 2 };

interface BalancerCase {
  readonly room?: RoomOptions;
  readonly setup?: Command[];
  readonly before?: Command[];
  readonly at?: string;
  readonly when: Command;
}

interface BalancerEntry {
  readonly accepted: BalancerCase;
  readonly refused: Readonly<Record<string, BalancerCase>>;
}

const networks: Command[] = [
  { type: 'network.add', name: 'net', ranges: ['10.1.0.0/16'] },
  { type: 'subnet.add', name: 'app', network: 'net', range: '10.1.0.0/29' },
];
const nics: Command[] = ['n1', 'n2', 'n3'].map((name) => ({
  type: 'nic.add',
  name,
  subnet: 'app',
}));
const second: CommandOf<'balancerFrontend.add'> = {
  type: 'balancerFrontend.add',
  balancer: 'front',
  name: 'second',
};
const inner: CommandOf<'balancerFrontend.add'> = {
  ...second,
  name: 'inner',
  exposure: 'private',
  subnet: 'app',
};
const move: CommandOf<'balancerFrontend.edit'> = {
  type: 'balancerFrontend.edit',
  balancer: 'front',
  name: 'inner',
  address: '10.1.0.6',
};
const noSecond: CommandOf<'balancerFrontend.remove'> = {
  type: 'balancerFrontend.remove',
  balancer: 'front',
  name: 'second',
};
const deep: CommandOf<'balancerProbe.set'> = {
  type: 'balancerProbe.set',
  balancer: 'front',
  name: 'deep',
  probeProtocol: 'http',
  probePath: '/ready',
};
const noDeep: CommandOf<'balancerProbe.remove'> = {
  type: 'balancerProbe.remove',
  balancer: 'front',
  name: 'deep',
};
const api: CommandOf<'balancerRule.add'> = {
  type: 'balancerRule.add',
  name: 'api',
  balancer: 'front',
  port: 8080,
};
const editApi: CommandOf<'balancerRule.edit'> = {
  type: 'balancerRule.edit',
  rule: 'api',
  port: 8081,
};
const noApi: CommandOf<'balancerRule.remove'> = { type: 'balancerRule.remove', rule: 'api' };
const behindApi: Command = { type: 'service.add', name: 'orders', balancer: 'api' };
const basic: Command = { type: 'balancer.add', name: 'old', sku: 'basic' };
const zone: Command = { type: 'place.add', kind: 'zone', name: 'z1', parent: 'site:school' };
const front = 'rule:lab/api';

const apiAt80: Command = { ...api, port: 80, backendPort: 8080, pool: 'api' };
const sendsTo80: Command = { ...api, backendPort: 80 };
const late: Command = { type: 'service.add', name: 'late', balancer: 'bare' };
const bareFront: Command = { type: 'balancer.add', name: 'bare' };
const innerApi: Command[] = [...networks, inner, { ...api, frontend: 'inner' }];
const answers: CommandOf<'dnsProfile.add'> = {
  type: 'dnsProfile.add',
  name: 'shop',
  service: 'orders',
  endpoints: [{ balancer: 'api' }],
};

/** What rules add to the refusals of commands that were there before. */
export const refusedBesideRules = {
  'balancer.edit': {
    'balancer.isRule': {
      room: web,
      setup: [api],
      when: { type: 'balancer.edit', balancer: 'api', probeThreshold: 3 } satisfies Command,
    },
  },
  'balancer.remove': {
    'balancer.isRule': {
      room: web,
      setup: [api],
      when: { type: 'balancer.remove', balancer: 'api' } satisfies Command,
    },
  },
  'service.add': {
    'service.portMismatch': {
      room: web,
      setup: [api],
      when: { type: 'service.add', name: 'x', balancer: 'api', port: 9_000 } satisfies Command,
    },
    'balancerRule.conflict': {
      setup: [bareFront, { ...apiAt80, balancer: 'bare' }],
      when: late,
    },
    'balancerRule.backendConflict': {
      setup: [bareFront, { ...sendsTo80, balancer: 'bare' }],
      when: late,
    },
  },
  'dnsProfile.add': {
    'dnsProfile.privateAnswer': { room: web, setup: [...innerApi, behindApi], when: answers },
  },
};

/** Entries for `refusals.test.ts`. */
export const balancerEntries = {
  'balancerFrontend.add': {
    accepted: { room: web, setup: networks, when: inner },
    refused: {
      'balancer.notFound': { when: second },
      'balancer.isRule': { room: web, setup: [api], when: { ...second, balancer: front } },
      'name.taken': { room: web, setup: [second], when: second },
      'zone.notFound': { room: web, when: { ...second, zone: 'z9' } },
      'balancer.basicZone': {
        setup: [basic, zone],
        when: { ...second, balancer: 'old', zone: 'z1' },
      },
      'subnet.notFound': { room: web, when: inner },
      'balancerFrontend.subnet': { room: web, when: { ...second, exposure: 'private' } },
      'subnet.full': { room: web, setup: [...networks, ...nics], when: inner },
      'address.invalid': {
        room: web,
        setup: networks,
        when: { ...inner, address: '10.1.0.999' },
      },
      'address.outsideSubnet': {
        room: web,
        setup: networks,
        when: { ...inner, address: '10.2.0.5' },
      },
      'address.reserved': { room: web, setup: networks, when: { ...inner, address: '10.1.0.1' } },
      'address.taken': {
        room: web,
        setup: [...networks, { ...inner, name: 'first', address: '10.1.0.5' }],
        when: { ...inner, address: '10.1.0.5' },
      },
    },
  },
  'balancerFrontend.edit': {
    accepted: { room: web, setup: [...networks, inner], when: move },
    refused: {
      'balancer.notFound': { when: move },
      'balancer.isRule': { room: web, setup: [api], when: { ...move, balancer: front } },
      'balancerFrontend.notFound': { room: web, when: move },
      'balancerFrontend.subnet': {
        room: web,
        setup: [second],
        when: { ...move, name: 'second' },
      },
      'address.invalid': {
        room: web,
        setup: [...networks, inner],
        when: { ...move, address: '10.1.0.x' },
      },
      'address.outsideSubnet': {
        room: web,
        setup: [...networks, inner],
        when: { ...move, address: '10.1.0.9' },
      },
      'address.reserved': {
        room: web,
        setup: [...networks, inner],
        when: { ...move, address: '10.1.0.7' },
      },
      'address.taken': {
        room: web,
        setup: [...networks, nics[0]!, { ...inner, address: '10.1.0.5' }],
        when: { ...move, address: '10.1.0.4' },
      },
    },
  },
  'balancerFrontend.remove': {
    accepted: { room: web, setup: [second], when: noSecond },
    refused: {
      'balancer.notFound': { when: noSecond },
      'balancer.isRule': { room: web, setup: [api], when: { ...noSecond, balancer: front } },
      'balancerFrontend.notFound': { room: web, when: noSecond },
      'balancerFrontend.inUse': {
        room: web,
        setup: [second, { ...api, frontend: 'second' }],
        when: noSecond,
      },
    },
  },
  'balancerProbe.set': {
    accepted: { room: web, when: deep },
    refused: {
      'balancer.notFound': { when: deep },
      'balancer.isRule': { room: web, setup: [api], when: { ...deep, balancer: front } },
      'balancer.probeTooFast': { room: web, when: { ...deep, probeInterval: '4s' } },
      'balancer.httpsNeedsStandard': {
        setup: [basic],
        when: { ...deep, balancer: 'old', probeProtocol: 'https' },
      },
      'balancer.probePathUnused': { room: web, when: { ...deep, probeProtocol: 'tcp' } },
      'balancer.probePortBarred': {
        room: web,
        setup: [deep, { ...api, backendPort: 80, port: 8080, pool: 'p', probe: 'deep' }],
        when: { ...deep, probePort: 25 },
      },
    },
  },
  'balancerProbe.remove': {
    accepted: { room: web, setup: [deep], when: noDeep },
    refused: {
      'balancer.notFound': { when: noDeep },
      'balancer.isRule': { room: web, setup: [api], when: { ...noDeep, balancer: front } },
      'balancerProbe.notFound': { room: web, when: noDeep },
      'balancerProbe.inUse': {
        room: web,
        setup: [deep, { ...api, probe: 'deep' }],
        when: noDeep,
      },
    },
  },
  'balancerRule.add': {
    accepted: { room: web, setup: [deep, second], when: { ...api, frontend: 'second' } },
    refused: {
      'balancer.notFound': { when: api },
      'balancer.isRule': { room: web, setup: [api], when: { ...api, balancer: front } },
      'name.taken': { room: web, setup: [api], when: { ...api, port: 9090 } },
      'balancerFrontend.notFound': { room: web, when: { ...api, frontend: 'second' } },
      'balancerProbe.notFound': { room: web, when: { ...api, probe: 'deep' } },
      'balancerRule.conflict': { room: web, when: { ...api, port: 80 } },
      'balancerRule.backendConflict': { room: web, when: { ...api, backendPort: 80 } },
      'balancer.idleOutOfRange': { room: web, when: { ...api, idleTimeout: '3m' } },
      'balancer.probePortBarred': {
        room: web,
        setup: [deep],
        when: { ...api, backendPort: 25, probe: 'deep' },
      },
    },
  },
  'balancerRule.edit': {
    accepted: { room: web, setup: [api], when: editApi },
    refused: {
      'balancer.notFound': { room: web, when: editApi },
      'balancer.notRule': { room: web, when: { ...editApi, rule: 'front' } },
      'balancerFrontend.notFound': {
        room: web,
        setup: [api],
        when: { ...editApi, frontend: 'second' },
      },
      'balancerProbe.notFound': { room: web, setup: [api], when: { ...editApi, probe: 'deep' } },
      'balancerRule.conflict': { room: web, setup: [api], when: { ...editApi, port: 80 } },
      'balancerRule.backendConflict': {
        room: web,
        setup: [api],
        when: { ...editApi, backendPort: 80 },
      },
      'balancer.idleOutOfRange': {
        room: web,
        setup: [api],
        when: { ...editApi, idleTimeout: '31m' },
      },
      'balancer.probePortBarred': {
        room: web,
        setup: [deep, { ...api, probe: 'deep' }],
        when: { ...editApi, backendPort: 21 },
      },
      'service.portMismatch': { room: web, setup: [api, behindApi], when: editApi },
      'dnsProfile.privateAnswer': {
        room: web,
        setup: [...networks, inner, api, behindApi, answers],
        when: { type: 'balancerRule.edit', rule: 'api', frontend: 'inner' },
      },
    },
  },
  'balancerRule.remove': {
    accepted: { room: web, setup: [api], when: noApi },
    refused: {
      'balancer.notFound': { room: web, when: noApi },
      'balancer.notRule': { room: web, when: { ...noApi, rule: 'front' } },
      'balancer.inUse': { room: web, setup: [api, behindApi], when: noApi },
    },
  },
} satisfies Readonly<Record<string, BalancerEntry>>;

function maybe<T>(d: NetworkDice, value: () => T): T | undefined {
  return d.seldom(2) ? value() : undefined;
}

function ruleMaker(d: NetworkDice) {
  return {
    frontend: maybe(d, () => d.name('f')),
    transport: maybe(d, () => d.one(['tcp', 'udp'])),
    backendPort: maybe(d, () => d.one([80, 443, 8080, 25])),
    pool: maybe(d, () => d.one(['p1', 'p2'])),
    probe: maybe(d, () => d.name('q')),
    distribution: maybe(d, () => d.one(['default', 'sourceIp', 'sourceIpProtocol'])),
    idleTimeout: maybe(d, () => d.one(['4m', '30m'])),
    allDown: maybe(d, () => d.one(['refuse', 'sendToAll'])),
  };
}

/** One maker for each command on parts and rules of balancers. */
export const balancerMakers = {
  'balancerFrontend.add': (d: NetworkDice) => {
    const isPrivate = d.seldom(2);
    return {
      balancer: d.some('balancer'),
      name: d.name('f'),
      exposure: isPrivate ? 'private' : maybe(d, () => 'public'),
      subnet: isPrivate ? d.some('subnet') : undefined,
      zone: d.seldom(4) ? d.some('place') : undefined,
    };
  },
  'balancerFrontend.edit': (d: NetworkDice) => ({
    balancer: d.some('balancer'),
    name: d.name('f'),
    address: `10.${d.one([1, 2])}.${d.next() % 4}.${d.one([4, 5, 6, 0])}`,
  }),
  'balancerFrontend.remove': (d: NetworkDice) => ({
    balancer: d.some('balancer'),
    name: d.name('f'),
  }),
  'balancerProbe.set': (d: NetworkDice) => {
    const protocol = maybe(d, () => d.one(['tcp', 'http']));
    return {
      balancer: d.some('balancer'),
      name: d.name('q'),
      probeProtocol: protocol,
      probePath: protocol === 'http' ? d.one(['/', '/health', '/ready', '/no']) : undefined,
      probePort: maybe(d, () => d.one([0, 22, 80, 8080])),
      probeInterval: maybe(d, () => d.one(['5s', '7s'])),
      probeThreshold: maybe(d, () => 1 + (d.next() % 3)),
    };
  },
  'balancerProbe.remove': (d: NetworkDice) => ({ balancer: d.some('balancer'), name: d.name('q') }),
  'balancerRule.add': (d: NetworkDice) => ({
    name: d.name('u'),
    balancer: d.some('balancer'),
    port: d.one([80, 443, 8080]),
    ...ruleMaker(d),
  }),
  'balancerRule.edit': (d: NetworkDice) => ({
    rule: d.some('balancer'),
    port: maybe(d, () => d.one([80, 443, 8080])),
    ...ruleMaker(d),
    own: d.seldom(3) ? [d.one(['frontend', 'pool', 'probe'])] : undefined,
  }),
  'balancerRule.remove': (d: NetworkDice) => ({ rule: d.some('balancer') }),
} as const;

/** What these generators ask of the room. */
interface Sight {
  fresh(prefix: string): string;
}

function balancerAdd(sight: Sight): CommandOf<'balancer.add'> {
  return { type: 'balancer.add', name: sight.fresh('lb'), group: 'shop' };
}

function frontendAdd(sight: Sight): CommandOf<'balancerFrontend.add'> {
  return { ...second, balancer: sight.fresh('lb') };
}

function privateAdd(sight: Sight): Command[] {
  const network = sight.fresh('vn');
  return [
    balancerAdd(sight),
    { type: 'network.add', name: network, group: 'shop', ranges: ['10.7.0.0/16'] },
    { type: 'subnet.add', name: sight.fresh('sn'), network, range: '10.7.1.0/24' },
    { ...inner, balancer: sight.fresh('lb'), subnet: sight.fresh('sn') },
  ];
}

function probeSet(sight: Sight): CommandOf<'balancerProbe.set'> {
  return { ...deep, balancer: sight.fresh('lb') };
}

function ruleAdd(sight: Sight): CommandOf<'balancerRule.add'> {
  return { ...api, name: sight.fresh('ru'), balancer: sight.fresh('lb') };
}

/** One row for each type of command, for `command-generators.ts`. */
export const BALANCER_GENERATORS = {
  'balancerFrontend.add': (sight: Sight) => ({
    prepare: [balancerAdd(sight)],
    command: frontendAdd(sight),
  }),
  'balancerFrontend.edit': (sight: Sight) => ({
    prepare: privateAdd(sight),
    command: { ...move, balancer: sight.fresh('lb'), address: '10.7.1.9' },
  }),
  'balancerFrontend.remove': (sight: Sight) => ({
    prepare: [balancerAdd(sight), frontendAdd(sight)],
    command: { ...noSecond, balancer: sight.fresh('lb') },
  }),
  'balancerProbe.set': (sight: Sight) => ({
    prepare: [balancerAdd(sight)],
    command: probeSet(sight),
  }),
  'balancerProbe.remove': (sight: Sight) => ({
    prepare: [balancerAdd(sight), probeSet(sight)],
    command: { ...noDeep, balancer: sight.fresh('lb') },
  }),
  'balancerRule.add': (sight: Sight) => ({
    prepare: [balancerAdd(sight), frontendAdd(sight), probeSet(sight)],
    command: { ...ruleAdd(sight), frontend: 'second', probe: 'deep', pool: 'api' },
  }),
  'balancerRule.edit': (sight: Sight) => ({
    prepare: [balancerAdd(sight), ruleAdd(sight)],
    command: { ...editApi, rule: sight.fresh('ru') },
  }),
  'balancerRule.remove': (sight: Sight) => ({
    prepare: [balancerAdd(sight), ruleAdd(sight)],
    command: { ...noApi, rule: sight.fresh('ru') },
  }),
};
