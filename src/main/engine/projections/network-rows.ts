/**
 * Rows of virtual networks, read from the columns. Reading changes nothing.
 */
import {
  ADDRESS_ALLOCATIONS,
  RULE_DIRECTIONS,
  SUBNET_OUTBOUNDS,
} from '../../../shared/model/network-kinds.ts';
import { printAddress, printRange, usableAddresses } from '../../../shared/model/ip-addresses.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { rangeOfSubnet } from '../systems/address-leases.ts';
import { peersOf } from '../systems/peerings.ts';
import { outboundStep } from '../systems/network-paths.ts';
import { textIdOf, type TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { cloud, idOf, some } from './row-parts.ts';

function idsWhere(world: World, table: TableName, fits: (slot: number) => boolean): string[] {
  return [...world[table].slots()].filter(fits).map((slot) => textIdOf(world, table, slot));
}

/** A virtual network with its ranges and subnets. */
export function networkRow(world: World, slot: number): RowOf<'network'> {
  const peers = peersOf(world, slot).map((one) => textIdOf(world, 'network', one));
  return {
    kind: 'network',
    ...cloud(world, 'network', slot),
    ranges: world.network.text('ranges', slot).split('\n'),
    subnets: idsWhere(world, 'subnet', (one) => world.subnet.ref('network', one) === slot),
    ...some('peers', peers.length === 0 ? undefined : peers),
  };
}

/** A subnet with how much of it is given out. */
export function subnetRow(world: World, slot: number): RowOf<'subnet'> {
  const { col } = world.subnet;
  const range = rangeOfSubnet(world, slot);
  return {
    kind: 'subnet',
    ...cloud(world, 'subnet', slot),
    network: idOf(world, 'network', col.network[slot]!) ?? '',
    range: printRange(range),
    ...some('securityGroup', idOf(world, 'securityGroup', col.securityGroup[slot]!)),
    outbound: SUBNET_OUTBOUNDS[col.outbound[slot]!]!,
    ...some('appliance', idOf(world, 'vm', col.appliance[slot]!)),
    addressesUsed: world.networks.nicsOfSubnet(slot).length,
    addressesUsable: usableAddresses(range),
  };
}

/** A security group with its own rules and what it guards. */
export function securityGroupRow(world: World, slot: number): RowOf<'securityGroup'> {
  return {
    kind: 'securityGroup',
    ...cloud(world, 'securityGroup', slot),
    rules: RULE_DIRECTIONS.flatMap((direction) =>
      world.networks
        .rulesOf(slot, direction)
        .filter((held) => held.slot >= 0)
        .map(({ rule }) => ({ ...rule })),
    ),
    subnets: idsWhere(world, 'subnet', (one) => world.subnet.ref('securityGroup', one) === slot),
    nics: idsWhere(world, 'nic', (one) => world.nic.ref('securityGroup', one) === slot),
  };
}

/** A public address and who has it. */
export function publicIpRow(world: World, slot: number): RowOf<'publicIp'> {
  const { address, allocation, nic } = world.publicIp.col;
  return {
    kind: 'publicIp',
    ...cloud(world, 'publicIp', slot),
    allocation: ADDRESS_ALLOCATIONS[allocation[slot]!]!,
    ...some('address', address[slot] === 0 ? undefined : printAddress(address[slot]!)),
    ...some('nic', idOf(world, 'nic', nic[slot]!)),
  };
}

/** A network interface with its address, who guards it and how it goes outwards. */
export function nicRow(world: World, slot: number): RowOf<'nic'> {
  const { col } = world.nic;
  const publicIp = world.networks.publicIpOf(slot);
  return {
    kind: 'nic',
    ...cloud(world, 'nic', slot),
    privateAddress: printAddress(col.privateAddress[slot]!),
    ...some('vm', idOf(world, 'vm', col.vm[slot]!)),
    ...some('subnet', idOf(world, 'subnet', col.subnet[slot]!)),
    ...some('securityGroup', idOf(world, 'securityGroup', col.securityGroup[slot]!)),
    ...some('publicIp', publicIp < 0 ? undefined : textIdOf(world, 'publicIp', publicIp)),
    allocation: ADDRESS_ALLOCATIONS[col.allocation[slot]!]!,
    primary: col.secondary[slot] === 0,
    outbound: outboundStep(world, slot),
  };
}
