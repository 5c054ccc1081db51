/**
 * Random acts on virtual networks, for the sequences of `engine-arbitraries.ts`: few names, few
 * ranges and few ports, so that acts meet each other often.
 */
import type { TopologyRow } from '../../src/shared/views/topology-view.ts';

/** What these makers ask of the dice. */
export interface NetworkDice {
  next(): number;
  one<T>(choices: readonly [T, ...T[]]): T;
  seldom(times: number): boolean;
  some(...kinds: TopologyRow['kind'][]): string;
  name(prefix: string): string;
}

function maybe<T>(dice: NetworkDice, value: () => T): T | undefined {
  return dice.seldom(2) ? value() : undefined;
}

function subnetRange(d: NetworkDice): string {
  return `10.${d.one([1, 2])}.${d.next() % 4}.0/${d.one([24, 24, 29, 30])}`;
}

function address(d: NetworkDice): string {
  return `10.${d.one([1, 2])}.${d.next() % 4}.${d.one([4, 5, 6, 0, 255])}`;
}

function word(d: NetworkDice): string {
  return d.one(['*', 'VirtualNetwork', 'Internet', 'AzureLoadBalancer', '10.1.0.0/24', '10.1.1.4']);
}

/** A rule without its name. */
function ruleMaker(d: NetworkDice) {
  return {
    priority: d.one([100, 200, 300, 4_096]),
    direction: d.one(['inbound', 'inbound', 'outbound']),
    access: d.one(['allow', 'deny']),
    protocol: maybe(d, () => d.one(['any', 'tcp', 'udp'])),
    source: maybe(d, () => word(d)),
    destination: maybe(d, () => word(d)),
    ports: maybe(d, () => d.one(['*', '80', '22,5432', '1-70000'])),
  };
}

/** Where an interface is. */
export function interfaceMaker(d: NetworkDice) {
  if (d.seldom(3)) return {};
  return {
    subnet: d.some('subnet'),
    privateAddress: d.seldom(4) ? address(d) : undefined,
    securityGroup: d.seldom(3) ? d.some('securityGroup') : undefined,
    publicIp: d.seldom(3) ? d.some('publicIp') : undefined,
  };
}

function guarded(d: NetworkDice) {
  return d.seldom(2) ? { subnet: d.some('subnet') } : { nic: d.some('nic') };
}

function wayOut(d: NetworkDice) {
  return {
    outbound: maybe(d, () => d.one(['private', 'default', 'natGateway'])),
    appliance: d.seldom(4) ? d.some('vm') : undefined,
  };
}

/** One maker for each command on virtual networks. */
export const networkMakers = {
  'network.add': (d: NetworkDice) => ({
    name: d.name('net'),
    group: d.some('group'),
    ranges: d.one([['10.1.0.0/16'], ['10.2.0.0/16'], ['10.1.0.0/16', '10.2.0.0/16'], ['10.1.1/8']]),
  }),
  'network.peer': (d: NetworkDice) => ({ network: d.some('network'), with: d.some('network') }),
  'network.unpeer': (d: NetworkDice) => ({ network: d.some('network'), with: d.some('network') }),
  'network.remove': (d: NetworkDice) => ({ network: d.some('network') }),
  'subnet.add': (d: NetworkDice) => ({
    name: d.name('sub'),
    network: d.some('network'),
    range: subnetRange(d),
    securityGroup: maybe(d, () => d.some('securityGroup')),
    ...wayOut(d),
  }),
  'subnet.setOutbound': (d: NetworkDice) => ({ subnet: d.some('subnet'), ...wayOut(d) }),
  'subnet.remove': (d: NetworkDice) => ({ subnet: d.some('subnet') }),
  'nic.add': (d: NetworkDice) => ({
    name: d.name('nic'),
    group: d.some('group'),
    ...interfaceMaker(d),
  }),
  'nic.attach': (d: NetworkDice) => ({ nic: d.some('nic'), vm: d.some('vm') }),
  'nic.detach': (d: NetworkDice) => ({ nic: d.some('nic') }),
  'nic.setAddress': (d: NetworkDice) => ({
    nic: d.some('nic'),
    privateAddress: maybe(d, () => address(d)),
  }),
  'publicIp.add': (d: NetworkDice) => ({
    name: d.name('ip'),
    group: d.some('group'),
    allocation: maybe(d, () => d.one(['static', 'dynamic'])),
  }),
  'publicIp.remove': (d: NetworkDice) => ({ publicIp: d.some('publicIp') }),
  'publicIp.attach': (d: NetworkDice) => ({ publicIp: d.some('publicIp'), nic: d.some('nic') }),
  'publicIp.detach': (d: NetworkDice) => ({ publicIp: d.some('publicIp') }),
  'securityGroup.add': (d: NetworkDice) => ({
    name: d.name('nsg'),
    group: d.some('group'),
    rules: maybe(d, () => [{ name: 'first', ...ruleMaker(d) }]),
  }),
  'securityGroup.remove': (d: NetworkDice) => ({ securityGroup: d.some('securityGroup') }),
  'securityGroup.setRule': (d: NetworkDice) => ({
    securityGroup: d.some('securityGroup'),
    rule: d.name('rule'),
    ...ruleMaker(d),
  }),
  'securityGroup.removeRule': (d: NetworkDice) => ({
    securityGroup: d.some('securityGroup'),
    rule: d.one(['first', 'rule1', 'rule2', 'DenyAllInBound']),
  }),
  'securityGroup.attach': (d: NetworkDice) => ({
    securityGroup: d.some('securityGroup'),
    ...guarded(d),
  }),
  'securityGroup.detach': (d: NetworkDice) => guarded(d),
  'vm.openPort': (d: NetworkDice) => ({
    vm: d.some('vm'),
    ports: d.one(['80', '22,443', '99999']),
  }),
} as const;
