/**
 * Where the interfaces of a scale set's instances are (rule ENG-VN16): in its subnet, each with an
 * address of its own, guarded by the group of the set. A set without a subnet is in the network
 * that everybody shares, where addresses do not run out.
 */
import { usableAddresses } from '../../../shared/model/ip-addresses.ts';
import type { World } from '../world/world.ts';
import { freeAddress, rangeOfSubnet } from './address-leases.ts';
import { ORDINARY_INTERFACE, type InterfacePlan } from './interface-records.ts';

/** Where the interface of the next instance is. */
export function interfaceOfInstance(world: World, set: number): InterfacePlan {
  const subnet = world.scaleSet.ref('subnet', set);
  const securityGroup = world.scaleSet.ref('securityGroup', set);
  return { ...ORDINARY_INTERFACE, subnet, securityGroup };
}

/** True when the subnet of a set has an address for one more instance. */
export function hasAddressFor(world: World, set: number): boolean {
  const subnet = world.scaleSet.ref('subnet', set);
  return subnet < 0 || freeAddress(world, subnet) >= 0;
}

/** Addresses of a subnet that nobody has. */
export function addressesLeft(world: World, subnet: number): number {
  return usableAddresses(rangeOfSubnet(world, subnet)) - world.networks.addressesOf(subnet).size;
}

/** Scale sets whose instances get addresses of a subnet. */
export function setsInSubnet(world: World, subnet: number): number[] {
  return [...world.scaleSet.slots()].filter((set) => world.scaleSet.ref('subnet', set) === subnet);
}
