/**
 * Facts about virtual networks: what is in them, who guards them, which way leads outwards. The
 * order is the order in which they matter.
 */
import { unreachable } from '../../shared/kernel/assert.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { linkFact, usageFact, type Fact, type FactTools } from './fact-kit.ts';

type NetworkPart = RowOf<'network' | 'subnet' | 'securityGroup' | 'publicIp' | 'nic'>;

/** Facts about anything of the virtual networks. */
export function networkPartFacts(row: NetworkPart, tools: FactTools): Fact[] {
  switch (row.kind) {
    case 'network':
      return networkFacts(row);
    case 'subnet':
      return subnetFacts(row, tools);
    case 'securityGroup':
      return securityGroupFacts(row, tools);
    case 'publicIp':
      return publicIpFacts(row, tools);
    case 'nic':
      return nicFacts(row, tools);
    default:
      return unreachable(row);
  }
}

/** Facts about a virtual network. */
function networkFacts(row: RowOf<'network'>): Fact[] {
  return [
    { key: 'ranges', value: row.ranges.join(', '), short: true },
    ...row.subnets.flatMap((id) => linkFact('subnet', id)),
    ...(row.peers ?? []).flatMap((id) => linkFact('joinedWith', id)),
    { key: 'group', value: row.group },
  ];
}

/** Facts about a subnet. */
function subnetFacts(row: RowOf<'subnet'>, tools: FactTools): Fact[] {
  return [
    { key: 'range', value: row.range, short: true },
    usageFact({
      tools,
      key: 'addresses',
      used: row.addressesUsed,
      of: row.addressesUsable,
      show: tools.figures.whole,
    }),
    ...linkFact('securityGroup', row.securityGroup),
    { key: 'wayOut', value: tools.words(`subnetOutbound.${row.outbound}`), short: true },
    ...linkFact('appliance', row.appliance),
    ...linkFact('network', row.network),
  ];
}

/** Facts about a security group; its rules stand below them. */
function securityGroupFacts(row: RowOf<'securityGroup'>, { figures }: FactTools): Fact[] {
  return [
    { key: 'rules', value: figures.whole(row.rules.length), short: true },
    ...row.subnets.flatMap((id) => linkFact('subnet', id)),
    ...row.nics.flatMap((id) => linkFact('nic', id)),
    { key: 'group', value: row.group },
  ];
}

/** Facts about a public address. */
function publicIpFacts(row: RowOf<'publicIp'>, { words }: FactTools): Fact[] {
  return [
    { key: 'publicAddress', value: row.address ?? words('fact.noAddress'), short: true },
    { key: 'allocation', value: words(`allocation.${row.allocation}`) },
    ...linkFact('nic', row.nic),
    { key: 'group', value: row.group },
  ];
}

/** Facts about a network interface. */
function nicFacts(row: RowOf<'nic'>, { words }: FactTools): Fact[] {
  return [
    { key: 'address', value: row.privateAddress, short: true },
    { key: 'allocation', value: words(`allocation.${row.allocation}`) },
    ...linkFact('publicIp', row.publicIp),
    ...linkFact('subnet', row.subnet),
    ...linkFact('securityGroup', row.securityGroup),
    { key: 'wayOut', value: words(`outboundStep.${row.outbound}`) },
    ...linkFact('machine', row.vm),
  ];
}
