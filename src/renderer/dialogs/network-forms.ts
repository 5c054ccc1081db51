/**
 * Forms of virtual networks: networks and subnets, security groups and their rules, addresses and
 * interfaces. Suggestions are only beginnings; the engine decides.
 */
import {
  parseRange,
  printRange,
  rangeInside,
  rangesOverlap,
} from '../../shared/model/ip-addresses.ts';
import {
  ADDRESS_ALLOCATIONS,
  RULE_ACCESSES,
  RULE_DIRECTIONS,
  RULE_PROTOCOLS,
  SUBNET_OUTBOUNDS,
} from '../../shared/model/network-kinds.ts';
import { freePriority } from '../model/free-priority.ts';
import { NAME, only, rowsOf, wordsOf } from './form-choices.ts';
import { freeName, type FormContext, type FormField, type FormSpec } from './form-spec.ts';

/** Size of the subnets that are suggested. */
const SUBNET_PREFIX = 24;
/** First of the ranges suggested for networks: 10.1.0.0/16 and on. */
const FIRST_NETWORK = 1;
const NETWORKS_MAX = 255;

const SUBNET: FormField = {
  name: 'subnet',
  label: 'subnet',
  kind: 'choice',
  choices: rowsOf('subnet'),
};
const GUARD: FormField = {
  name: 'securityGroup',
  label: 'securityGroup',
  kind: 'choice',
  choices: rowsOf('securityGroup'),
};
const NIC: FormField = { name: 'nic', label: 'nic', kind: 'choice', choices: rowsOf('nic') };
const WAY_OUT: readonly FormField[] = [
  {
    name: 'outbound',
    label: 'wayOut',
    kind: 'choice',
    choices: wordsOf('subnetOutbound', SUBNET_OUTBOUNDS),
  },
  {
    name: 'appliance',
    label: 'appliance',
    kind: 'choice',
    hint: 'appliance',
    choices: rowsOf('vm'),
  },
];

/** A range no network has: 10.1.0.0/16, 10.2.0.0/16 and so on. */
function freeNetworkRange(context: FormContext): string {
  const taken = context.list('network').flatMap(({ ranges }) => ranges.map(parseRange));
  for (let second = FIRST_NETWORK; second <= NETWORKS_MAX; second += 1) {
    const range = parseRange(`10.${second}.0.0/16`);
    if (range === undefined) break;
    if (!taken.some((one) => one !== undefined && rangesOverlap(one, range)))
      return printRange(range);
  }
  return '';
}

/** The first /24 of a network that no subnet has. */
function freeSubnetRange(context: FormContext, network: string): string {
  const row = context.list('network').find(({ id }) => id === network);
  const outer = parseRange(row?.ranges[0] ?? '');
  if (outer === undefined) return '';
  const taken = context
    .list('subnet')
    .filter((subnet) => subnet.network === network)
    .flatMap(({ range }) => parseRange(range) ?? []);
  const size = 2 ** (32 - SUBNET_PREFIX);
  for (let step = 0; step <= taken.length; step += 1) {
    const range = { first: outer.first + step * size, prefix: SUBNET_PREFIX };
    if (!rangeInside(range, outer)) return '';
    if (!taken.some((one) => rangesOverlap(one, range))) return printRange(range);
  }
  return '';
}

function rulesOf(context: FormContext, securityGroup: string) {
  return context.list('securityGroup').find(({ id }) => id === securityGroup)?.rules ?? [];
}

const NETWORK: FormField = {
  name: 'network',
  label: 'network',
  kind: 'choice',
  required: true,
  choices: rowsOf('network'),
};
/** Networks beside the one that is chosen: those it is joined with, or the others. */
function otherNetworks(isJoined: boolean) {
  return function choices(context: FormContext, values: Readonly<Record<string, string>>) {
    const all = context.list('network');
    const peers = all.find(({ id }) => id === values['network'])?.peers ?? [];
    return all
      .filter(({ id }) => id !== values['network'] && peers.includes(id) === isJoined)
      .map(({ id, name, ranges }) => ({ value: id, label: name, note: ranges.join(', ') }));
  };
}

const peerings: readonly FormSpec[] = (['network.peer', 'network.unpeer'] as const).map((id) => ({
  id,
  icon: id === 'network.peer' ? 'link' : 'unlink',
  fields: [
    NETWORK,
    {
      name: 'with',
      label: 'otherNetwork',
      kind: 'choice',
      required: true,
      choices: otherNetworks(id === 'network.unpeer'),
    },
  ],
  begin: (context) => ({ network: only(context, 'network') }),
}));

const networkAndSubnet: readonly FormSpec[] = [
  {
    id: 'network.add',
    icon: 'network',
    fields: [
      NAME,
      { name: 'ranges', label: 'range', kind: 'text', hint: 'range', required: true, list: true },
    ],
    begin: (context) => ({
      name: freeName('vnet-', context.list('network')),
      ranges: freeNetworkRange(context),
    }),
  },
  {
    id: 'subnet.add',
    icon: 'network',
    fields: [
      NAME,
      {
        name: 'network',
        label: 'network',
        kind: 'choice',
        required: true,
        choices: rowsOf('network'),
      },
      { name: 'range', label: 'range', kind: 'text', hint: 'subnetRange', required: true },
      GUARD,
      ...WAY_OUT,
    ],
    begin: (context) => {
      const network = only(context, 'network');
      return {
        name: freeName('subnet-', context.list('subnet')),
        network,
        range: freeSubnetRange(context, network),
        outbound: 'private',
      };
    },
  },
  {
    id: 'subnet.setOutbound',
    icon: 'network',
    fields: [{ ...SUBNET, required: true }, ...WAY_OUT],
    begin: (context) => ({ subnet: only(context, 'subnet') }),
  },
];

const guards: readonly FormSpec[] = [
  {
    id: 'securityGroup.add',
    icon: 'shield',
    fields: [NAME],
    begin: (context) => ({ name: freeName('nsg-', context.list('securityGroup')) }),
  },
  {
    id: 'securityGroup.setRule',
    icon: 'shield',
    fields: [
      { ...GUARD, required: true },
      { name: 'rule', label: 'ruleName', kind: 'text', required: true },
      { name: 'priority', label: 'priority', kind: 'number', hint: 'priority', required: true },
      {
        name: 'direction',
        label: 'direction',
        kind: 'choice',
        required: true,
        choices: wordsOf('trafficDirection', RULE_DIRECTIONS),
      },
      {
        name: 'access',
        label: 'access',
        kind: 'choice',
        required: true,
        choices: wordsOf('ruleAccess', RULE_ACCESSES),
      },
      {
        name: 'protocol',
        label: 'protocol',
        kind: 'choice',
        choices: wordsOf('ruleProtocol', RULE_PROTOCOLS),
      },
      { name: 'source', label: 'sender', kind: 'text', hint: 'ruleAddress' },
      { name: 'destination', label: 'destination', kind: 'text', hint: 'ruleAddress' },
      { name: 'ports', label: 'ports', kind: 'text', hint: 'rulePorts' },
    ],
    begin: (context) => {
      const securityGroup = only(context, 'securityGroup');
      return {
        securityGroup,
        priority: freePriority(rulesOf(context, securityGroup), 'inbound'),
        direction: 'inbound',
        access: 'allow',
        protocol: 'tcp',
        source: '*',
        destination: '*',
        ports: '443',
      };
    },
  },
  {
    id: 'securityGroup.attach',
    icon: 'shield',
    fields: [
      { ...GUARD, required: true },
      { ...SUBNET, when: ({ nic = '' }) => nic === '' },
      { ...NIC, when: ({ subnet = '' }) => subnet === '' },
    ],
    begin: (context) => ({ securityGroup: only(context, 'securityGroup') }),
  },
  {
    id: 'vm.openPort',
    icon: 'shield',
    fields: [
      { name: 'vm', label: 'machine', kind: 'choice', required: true, choices: rowsOf('vm') },
      { name: 'ports', label: 'ports', kind: 'text', hint: 'rulePorts', required: true },
      { name: 'priority', label: 'priority', kind: 'number', hint: 'openPortPriority' },
    ],
    begin: () => ({ ports: '443' }),
  },
];

const addresses: readonly FormSpec[] = [
  {
    id: 'publicIp.add',
    icon: 'globe',
    fields: [
      NAME,
      {
        name: 'allocation',
        label: 'allocation',
        kind: 'choice',
        choices: wordsOf('allocation', ADDRESS_ALLOCATIONS),
      },
    ],
    begin: (context) => ({
      name: freeName('ip-', context.list('publicIp')),
      allocation: 'static',
    }),
  },
  {
    id: 'publicIp.attach',
    icon: 'globe',
    fields: [
      {
        name: 'publicIp',
        label: 'publicIp',
        kind: 'choice',
        required: true,
        choices: rowsOf('publicIp'),
      },
      { ...NIC, required: true },
    ],
    begin: (context) => ({ publicIp: only(context, 'publicIp'), nic: only(context, 'nic') }),
  },
  {
    id: 'nic.add',
    icon: 'network',
    fields: [
      NAME,
      SUBNET,
      { name: 'privateAddress', label: 'address', kind: 'text', hint: 'privateAddress' },
      GUARD,
      { name: 'publicIp', label: 'publicIp', kind: 'choice', choices: rowsOf('publicIp') },
    ],
    begin: (context) => ({
      name: freeName('nic-', context.list('nic')),
      subnet: only(context, 'subnet'),
    }),
  },
  {
    id: 'nic.attach',
    icon: 'network',
    fields: [
      { ...NIC, required: true },
      { name: 'vm', label: 'machine', kind: 'choice', required: true, choices: rowsOf('vm') },
    ],
    begin: () => ({}),
  },
  {
    id: 'nic.setAddress',
    icon: 'network',
    fields: [
      { ...NIC, required: true },
      { name: 'privateAddress', label: 'address', kind: 'text', hint: 'staticAddress' },
    ],
    begin: () => ({}),
  },
];

/** All forms about virtual networks. */
export const networkForms: readonly FormSpec[] = [
  ...networkAndSubnet,
  ...peerings,
  ...guards,
  ...addresses,
];
