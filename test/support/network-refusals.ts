/**
 * Commands on virtual networks, each accepted once and refused with every code its docstring names,
 * for the table of `refusals.test.ts`.
 */
import type { Command } from '../../src/shared/commands/index.ts';
import type { RoomOptions } from './make-engine.ts';

const web: RoomOptions = { machines: 2 };

/** As the table's own cases. */
interface NetworkCase {
  readonly room?: RoomOptions;
  readonly setup?: Command[];
  readonly before?: Command[];
  readonly at?: string;
  readonly when: Command;
}

interface NetworkEntry {
  readonly accepted: NetworkCase;
  readonly refused: Readonly<Record<string, NetworkCase>>;
}

type Extracted<T extends Command['type']> = Extract<Command, { type: T }>;

const net: Extracted<'network.add'> = {
  type: 'network.add',
  name: 'vnet',
  ranges: ['10.1.0.0/16'],
};
const sub: Extracted<'subnet.add'> = {
  type: 'subnet.add',
  name: 'front',
  network: 'vnet',
  range: '10.1.1.0/29',
};
const rule = { name: 'web', priority: 100, direction: 'inbound', access: 'allow' } as const;
const guard: Extracted<'securityGroup.add'> = {
  type: 'securityGroup.add',
  name: 'nsg',
  rules: [{ ...rule, ports: '80' }],
};
const card: Extracted<'nic.add'> = { type: 'nic.add', name: 'card' };
const ip: Extracted<'publicIp.add'> = { type: 'publicIp.add', name: 'ip' };
const lan: Command[] = [net, sub];
const inLan = { ...card, subnet: 'front' };
const crowd: Command[] = ['a', 'b', 'c'].map((name) => ({ ...inLan, name }));
const held: Command[] = [ip, { ...card, publicIp: 'ip' }];
const set: Extracted<'securityGroup.setRule'> = {
  type: 'securityGroup.setRule',
  securityGroup: 'nsg',
  rule: 'tls',
  priority: 110,
  direction: 'inbound',
  access: 'allow',
};
const full: Extracted<'securityGroup.add'> = {
  type: 'securityGroup.add',
  name: 'nsg',
  rules: Array.from({ length: 200 }, (_, index) => ({
    ...rule,
    name: `r${index}`,
    priority: 1_000 + index,
  })),
};
const other: Command = { type: 'group.add', name: 'other' };
/** web-1 at rest, decided on in time. */
const resting: Command = { type: 'vm.deallocate', vm: 'web-1' };
const attach: Command = { type: 'nic.attach', nic: 'card', vm: 'web-1' };
const detach: Command = { type: 'nic.detach', nic: 'card' };
const far: Command[] = [net, sub, inLan];
const guardAttach: Extracted<'securityGroup.attach'> = {
  type: 'securityGroup.attach',
  securityGroup: 'nsg',
  nic: 'card',
};
/** web-1 with a second interface, from the beginning. */
const plugged: Command[] = [card, attach];

/** The interface of machines and of its own is refused alike. */
export function interfaceRefusals(when: Command): Record<string, NetworkCase> {
  const asked = (more: object): Command => ({ ...when, ...more });
  return {
    'subnet.notFound': { when: asked({ subnet: 'front' }) },
    'subnet.full': { setup: [...lan, ...crowd], when: asked({ subnet: 'front' }) },
    'address.invalid': {
      setup: lan,
      when: asked({ subnet: 'front', privateAddress: '10.1.1.x' }),
    },
    'address.outsideSubnet': {
      setup: lan,
      when: asked({ subnet: 'front', privateAddress: '10.1.2.4' }),
    },
    'address.reserved': {
      setup: lan,
      when: asked({ subnet: 'front', privateAddress: '10.1.1.3' }),
    },
    'address.taken': {
      setup: [...lan, { ...inLan, name: 'first' }],
      when: asked({ subnet: 'front', privateAddress: '10.1.1.4' }),
    },
    'securityGroup.notFound': { when: asked({ securityGroup: 'nsg' }) },
    'publicIp.notFound': { when: asked({ publicIp: 'ip' }) },
    'publicIp.inUse': {
      setup: [ip, { ...card, name: 'first', publicIp: 'ip' }],
      when: asked({ publicIp: 'ip' }),
    },
  };
}

function withAddress(when: Command): Command {
  const more = { privateAddress: '10.1.1.4' };
  return { ...when, ...more };
}

/** The address codes a machine is refused with beside those above. */
export function machineInterfaceRefusals(when: Command): Record<string, NetworkCase> {
  return {
    ...interfaceRefusals(when),
    'address.noSubnet': { when: withAddress(when) },
  };
}

/** A second network, and the two joined. */
const second: Extracted<'network.add'> = { ...net, name: 'far', ranges: ['10.2.0.0/16'] };
const peer: Extracted<'network.peer'> = { type: 'network.peer', network: 'vnet', with: 'far' };

const networks = {
  'network.add': {
    accepted: { when: net },
    refused: {
      'name.taken': { setup: [net], when: net },
      'group.notFound': { when: { ...net, group: 'nowhere' } },
      'group.ambiguous': { setup: [other], when: net },
      'network.badRange': { when: { ...net, ranges: ['10.1.2.3/16'] } },
      'network.rangesOverlap': { when: { ...net, ranges: ['10.0.0.0/8', '10.1.0.0/16'] } },
    },
  },
  'network.peer': {
    accepted: { setup: [net, second], when: peer },
    refused: {
      'network.notFound': { setup: [net], when: peer },
      'network.peerSelf': { setup: [net], when: { ...peer, with: 'vnet' } },
      'network.peered': { setup: [net, second], before: [peer], when: peer },
      'network.peersOverlap': {
        setup: [net, { ...second, ranges: ['10.1.4.0/24'] }],
        when: peer,
      },
    },
  },
  'network.unpeer': {
    accepted: { setup: [net, second], before: [peer], when: { ...peer, type: 'network.unpeer' } },
    refused: {
      'network.notFound': { setup: [net], when: { ...peer, type: 'network.unpeer' } },
      'network.notPeered': { setup: [net, second], when: { ...peer, type: 'network.unpeer' } },
    },
  },
  'network.remove': {
    accepted: { setup: [net], when: { type: 'network.remove', network: 'vnet' } },
    refused: {
      'network.notFound': { when: { type: 'network.remove', network: 'vnet' } },
      'network.inUse': { setup: lan, when: { type: 'network.remove', network: 'vnet' } },
    },
  },
  'subnet.add': {
    accepted: { setup: [net], when: sub },
    refused: {
      'name.taken': { setup: lan, when: sub },
      'network.notFound': { when: sub },
      'network.badRange': { setup: [net], when: { ...sub, range: 'everywhere' } },
      'subnet.outsideNetwork': { setup: [net], when: { ...sub, range: '10.2.0.0/24' } },
      'subnet.overlaps': { setup: lan, when: { ...sub, name: 'b', range: '10.1.0.0/20' } },
      'subnet.tooSmall': { setup: [net], when: { ...sub, range: '10.1.1.0/30' } },
      'securityGroup.notFound': { setup: [net], when: { ...sub, securityGroup: 'nsg' } },
      'vm.notFound': { setup: [net], when: { ...sub, appliance: 'nva' } },
    },
  },
  'subnet.setOutbound': {
    accepted: {
      setup: lan,
      when: { type: 'subnet.setOutbound', subnet: 'front', outbound: 'default' },
    },
    refused: {
      'subnet.notFound': { when: { type: 'subnet.setOutbound', subnet: 'front' } },
      'vm.notFound': {
        setup: lan,
        when: { type: 'subnet.setOutbound', subnet: 'front', appliance: 'nva' },
      },
    },
  },
  'subnet.remove': {
    accepted: { setup: lan, when: { type: 'subnet.remove', subnet: 'front' } },
    refused: {
      'subnet.notFound': { when: { type: 'subnet.remove', subnet: 'front' } },
      'subnet.inUse': { setup: far, when: { type: 'subnet.remove', subnet: 'front' } },
    },
  },
} satisfies Readonly<Record<string, NetworkEntry>>;

const interfaces = {
  'nic.add': {
    accepted: { setup: lan, when: inLan },
    refused: {
      'name.taken': { setup: [card], when: card },
      'group.notFound': { when: { ...card, group: 'nowhere' } },
      'group.ambiguous': { setup: [other], when: card },
      ...interfaceRefusals(card),
    },
  },
  'nic.attach': {
    accepted: { room: web, setup: [card], before: [resting], at: '10m', when: attach },
    refused: {
      'nic.notFound': { room: web, when: attach },
      'nic.inUse': { room: web, setup: plugged, when: attach },
      'vm.notFound': { setup: [card], when: attach },
      'vm.busy': { room: web, setup: [card], before: [resting], when: attach },
      'vm.notDeallocated': { room: web, setup: [card], when: attach },
      'nic.tooMany': {
        room: web,
        setup: [{ ...card, name: 'more' }, ...plugged],
        before: [resting],
        at: '10m',
        when: { type: 'nic.attach', nic: 'more', vm: 'web-1' },
      },
      'nic.otherNetwork': { room: web, setup: far, before: [resting], at: '10m', when: attach },
    },
  },
  'nic.detach': {
    accepted: { room: web, setup: plugged, before: [resting], at: '10m', when: detach },
    refused: {
      'nic.notFound': { when: detach },
      'nic.notAttached': { setup: [card], when: detach },
      'vm.busy': { room: web, setup: plugged, before: [resting], when: detach },
      'vm.notDeallocated': { room: web, setup: plugged, when: detach },
      'nic.last': {
        room: web,
        before: [resting],
        at: '10m',
        when: { type: 'nic.detach', nic: 'web-1-nic' },
      },
    },
  },
  'nic.setAddress': {
    accepted: {
      setup: far,
      when: { type: 'nic.setAddress', nic: 'card', privateAddress: '10.1.1.6' },
    },
    refused: {
      'nic.notFound': { when: { type: 'nic.setAddress', nic: 'card' } },
      'address.noSubnet': { setup: [card], when: { type: 'nic.setAddress', nic: 'card' } },
      'address.invalid': {
        setup: far,
        when: { type: 'nic.setAddress', nic: 'card', privateAddress: '1.2.3.4.5' },
      },
      'address.outsideSubnet': {
        setup: far,
        when: { type: 'nic.setAddress', nic: 'card', privateAddress: '10.2.0.4' },
      },
      'address.reserved': {
        setup: far,
        when: { type: 'nic.setAddress', nic: 'card', privateAddress: '10.1.1.7' },
      },
      'address.taken': {
        setup: [...far, { ...inLan, name: 'b' }],
        when: { type: 'nic.setAddress', nic: 'card', privateAddress: '10.1.1.5' },
      },
    },
  },
  'publicIp.add': {
    accepted: { when: ip },
    refused: {
      'name.taken': { setup: [ip], when: ip },
      'group.notFound': { when: { ...ip, group: 'nowhere' } },
      'group.ambiguous': { setup: [other], when: ip },
    },
  },
  'publicIp.remove': {
    accepted: { setup: [ip], when: { type: 'publicIp.remove', publicIp: 'ip' } },
    refused: {
      'publicIp.notFound': { when: { type: 'publicIp.remove', publicIp: 'ip' } },
      'publicIp.inUse': { setup: held, when: { type: 'publicIp.remove', publicIp: 'ip' } },
    },
  },
  'publicIp.attach': {
    accepted: {
      setup: [ip, card],
      when: { type: 'publicIp.attach', publicIp: 'ip', nic: 'card' },
    },
    refused: {
      'publicIp.notFound': { when: { type: 'publicIp.attach', publicIp: 'ip', nic: 'card' } },
      'publicIp.inUse': {
        setup: held,
        when: { type: 'publicIp.attach', publicIp: 'ip', nic: 'card' },
      },
      'nic.notFound': {
        setup: [ip],
        when: { type: 'publicIp.attach', publicIp: 'ip', nic: 'card' },
      },
      'nic.hasPublicIp': {
        setup: [...held, { ...ip, name: 'more' }],
        when: { type: 'publicIp.attach', publicIp: 'more', nic: 'card' },
      },
    },
  },
  'publicIp.detach': {
    accepted: { setup: held, when: { type: 'publicIp.detach', publicIp: 'ip' } },
    refused: {
      'publicIp.notFound': { when: { type: 'publicIp.detach', publicIp: 'ip' } },
      'publicIp.notAttached': { setup: [ip], when: { type: 'publicIp.detach', publicIp: 'ip' } },
    },
  },
} satisfies Readonly<Record<string, NetworkEntry>>;

const guards = {
  'securityGroup.add': {
    accepted: { when: guard },
    refused: {
      'name.taken': { setup: [guard], when: guard },
      'group.notFound': { when: { ...guard, group: 'nowhere' } },
      'group.ambiguous': { setup: [other], when: guard },
      'securityGroup.priorityTaken': {
        when: { ...guard, rules: [rule, { ...rule, name: 'b' }] },
      },
      'securityGroup.badPorts': { when: { ...guard, rules: [{ ...rule, ports: '70000' }] } },
      'securityGroup.badAddress': { when: { ...guard, rules: [{ ...rule, source: 'Mars' }] } },
      'securityGroup.ruleTwice': {
        when: { ...guard, rules: [rule, { ...rule, priority: 200 }] },
      },
    },
  },
  'securityGroup.remove': {
    accepted: { setup: [guard], when: { type: 'securityGroup.remove', securityGroup: 'nsg' } },
    refused: {
      'securityGroup.notFound': { when: { type: 'securityGroup.remove', securityGroup: 'nsg' } },
      'securityGroup.inUse': {
        setup: [guard, { ...card, securityGroup: 'nsg' }],
        when: { type: 'securityGroup.remove', securityGroup: 'nsg' },
      },
    },
  },
  'securityGroup.setRule': {
    accepted: { setup: [guard], when: set },
    refused: {
      'securityGroup.notFound': { when: set },
      'securityGroup.priorityTaken': { setup: [guard], when: { ...set, priority: 100 } },
      'securityGroup.badPorts': { setup: [guard], when: { ...set, ports: '9-1' } },
      'securityGroup.badAddress': { setup: [guard], when: { ...set, destination: '10.1' } },
      'securityGroup.tooManyRules': { setup: [full], when: set },
    },
  },
  'securityGroup.removeRule': {
    accepted: {
      setup: [guard],
      when: { type: 'securityGroup.removeRule', securityGroup: 'nsg', rule: 'web' },
    },
    refused: {
      'securityGroup.notFound': {
        when: { type: 'securityGroup.removeRule', securityGroup: 'nsg', rule: 'web' },
      },
      'securityGroup.ruleNotFound': {
        setup: [guard],
        when: { type: 'securityGroup.removeRule', securityGroup: 'nsg', rule: 'wbe' },
      },
      'securityGroup.defaultRule': {
        setup: [guard],
        when: { type: 'securityGroup.removeRule', securityGroup: 'nsg', rule: 'DenyAllInBound' },
      },
    },
  },
  'securityGroup.attach': {
    accepted: { setup: [guard, card], when: guardAttach },
    refused: {
      'securityGroup.notFound': { setup: [card], when: guardAttach },
      'subnet.notFound': {
        setup: [guard],
        when: { type: 'securityGroup.attach', securityGroup: 'nsg', subnet: 'front' },
      },
      'nic.notFound': { setup: [guard], when: guardAttach },
      'securityGroup.guardsWhat': {
        setup: [guard, card, ...lan],
        when: { ...guardAttach, subnet: 'front' },
      },
    },
  },
  'securityGroup.detach': {
    accepted: {
      setup: [guard, { ...card, securityGroup: 'nsg' }],
      when: { type: 'securityGroup.detach', nic: 'card' },
    },
    refused: {
      'subnet.notFound': { when: { type: 'securityGroup.detach', subnet: 'front' } },
      'nic.notFound': { when: { type: 'securityGroup.detach', nic: 'card' } },
      'securityGroup.guardsWhat': { when: { type: 'securityGroup.detach' } },
      'securityGroup.notAttached': {
        setup: [card],
        when: { type: 'securityGroup.detach', nic: 'card' },
      },
    },
  },
  'vm.openPort': {
    accepted: {
      room: web,
      setup: [guard, { ...guardAttach, nic: 'web-1-nic' }],
      when: { type: 'vm.openPort', vm: 'web-1', ports: '443' },
    },
    refused: {
      'vm.notFound': { when: { type: 'vm.openPort', vm: 'web-1', ports: '443' } },
      'securityGroup.notAttached': {
        room: web,
        when: { type: 'vm.openPort', vm: 'web-1', ports: '443' },
      },
      'securityGroup.badPorts': {
        room: web,
        setup: [guard, { ...guardAttach, nic: 'web-1-nic' }],
        when: { type: 'vm.openPort', vm: 'web-1', ports: 'all' },
      },
      'securityGroup.priorityTaken': {
        room: web,
        setup: [guard, { ...guardAttach, nic: 'web-1-nic' }],
        when: { type: 'vm.openPort', vm: 'web-1', ports: '443', priority: 100 },
      },
      'securityGroup.tooManyRules': {
        room: web,
        setup: [full, { ...guardAttach, nic: 'web-1-nic' }],
        when: { type: 'vm.openPort', vm: 'web-1', ports: '443' },
      },
    },
  },
} satisfies Readonly<Record<string, NetworkEntry>>;

/** Entries for `refusals.test.ts`. */
export const networkEntries = { ...networks, ...interfaces, ...guards };
