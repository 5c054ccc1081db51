/**
 * The records of network interfaces: where one is, under which address, who guards it. Deciding
 * whether it may be there is done before.
 */
import { ADDRESS_ALLOCATIONS } from '../../../shared/model/network-kinds.ts';
import type { World } from '../world/world.ts';
import { FIRST_PRIVATE, freeAddress } from './address-leases.ts';

const STATIC = ADDRESS_ALLOCATIONS.indexOf('static');

/** An interface to be made, decided already; below 0 for what it has not. */
export interface InterfacePlan {
  readonly subnet: number;
  readonly securityGroup: number;
  readonly publicIp: number;
  /** A static address; below 0: the lowest free one. */
  readonly address: number;
}

/** An interface in the network that everybody shares, as rooms without networks have them. */
export const ORDINARY_INTERFACE: InterfacePlan = {
  subnet: -1,
  securityGroup: -1,
  publicIp: -1,
  address: -1,
};

/** Writes where a new interface is; its name, group and machine are written by the caller. */
export function putInterface(world: World, nic: number, plan: InterfacePlan): void {
  const { col } = world.nic;
  const { subnet, securityGroup, publicIp } = plan;
  // Outside subnets the lowest free slot is the lowest free address.
  const given = subnet < 0 ? FIRST_PRIVATE + nic : freeAddress(world, subnet);
  const address = plan.address >= 0 ? plan.address : given;
  col.privateAddress[nic] = address;
  col.allocation[nic] = plan.address >= 0 ? STATIC : 0;
  if (subnet >= 0) {
    world.networks.addressesOf(subnet).add(address);
    world.nic.setRef({ column: 'subnet', slot: nic, to: subnet });
    world.subnet.dirty.touch(subnet);
  }
  if (securityGroup >= 0) {
    world.nic.setRef({ column: 'securityGroup', slot: nic, to: securityGroup });
    world.securityGroup.dirty.touch(securityGroup);
  }
  if (publicIp >= 0) world.publicIp.setRef({ column: 'nic', slot: publicIp, to: nic });
}

/** An interface goes: its address is free, and what it was in or guarded by shows it no more. */
export function leaveSubnet(world: World, nic: number): void {
  const subnet = world.nic.ref('subnet', nic);
  const guard = world.nic.ref('securityGroup', nic);
  if (subnet >= 0) world.subnet.dirty.touch(subnet);
  if (guard >= 0) world.securityGroup.dirty.touch(guard);
}
