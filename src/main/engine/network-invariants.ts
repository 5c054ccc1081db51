/**
 * Invariants of virtual networks (rules INV-100 to INV-104): recomputed from the rows, as plainly
 * as possible. They know nothing of how addresses were chosen.
 */
import {
  inRange,
  isReserved,
  parseRange,
  rangeInside,
  rangesOverlap,
} from '../../shared/model/ip-addresses.ts';
import { ADDRESS_ALLOCATIONS } from '../../shared/model/network-kinds.ts';
import { rangeOfSubnet } from './systems/address-leases.ts';
import { textIdOf } from './world/names.ts';
import type { World } from './world/world.ts';

type Report = (rule: string, message: string) => void;

const STATIC = ADDRESS_ALLOCATIONS.indexOf('static');

/** INV-100: subnets lie in their network and share no address with another one of it. */
function checkSubnets(world: World, report: Report): void {
  const subnets = [...world.subnet.slots()];
  for (const subnet of subnets) {
    const id = textIdOf(world, 'subnet', subnet);
    const network = world.subnet.ref('network', subnet);
    const range = rangeOfSubnet(world, subnet);
    const around = world.network.text('ranges', network).split('\n').map(parseRange);
    if (!around.some((outer) => outer !== undefined && rangeInside(range, outer)))
      report('INV-100', `${id} lies outside its network`);
    const other = subnets.find(
      (one) =>
        one > subnet &&
        world.subnet.ref('network', one) === network &&
        rangesOverlap(range, rangeOfSubnet(world, one)),
    );
    if (other !== undefined)
      report('INV-100', `${id} shares addresses with ${textIdOf(world, 'subnet', other)}`);
  }
}

/** INV-101: an interface has an address of its subnet that nobody else there has. */
function checkAddresses(world: World, report: Report): void {
  const held = new Set<string>();
  for (const nic of world.nic.slots()) {
    const id = textIdOf(world, 'nic', nic);
    const subnet = world.nic.ref('subnet', nic);
    const address = world.nic.col.privateAddress[nic]!;
    const key = `${subnet}/${address}`;
    if (held.has(key)) report('INV-101', `${id} has the address of another interface`);
    held.add(key);
    if (subnet < 0) continue;
    const range = rangeOfSubnet(world, subnet);
    if (!inRange(range, address) || isReserved(range, address))
      report('INV-101', `${id} has an address it cannot have`);
    if (!world.networks.addressesOf(subnet).has(address))
      report('INV-101', `the address of ${id} counts as free`);
  }
}

/** INV-102: a public address is one interface's, given once; a static one is always there. */
function checkPublic(world: World, report: Report): void {
  const { address, allocation, nic } = world.publicIp.col;
  const addresses = new Set<number>();
  const nics = new Set<number>();
  for (const publicIp of world.publicIp.slots()) {
    const id = textIdOf(world, 'publicIp', publicIp);
    if (allocation[publicIp] === STATIC && address[publicIp] === 0)
      report('INV-102', `${id} is static and has no address`);
    if (address[publicIp]! > 0 && addresses.has(address[publicIp]!))
      report('INV-102', `${id} has the address of another one`);
    addresses.add(address[publicIp]!);
    if (nic[publicIp]! > 0 && nics.has(nic[publicIp]!))
      report('INV-102', `${id} shares its interface with another one`);
    nics.add(nic[publicIp]!);
  }
}

/** INV-103: rules of one group and direction have priorities of their own, and names. */
function checkRules(world: World, report: Report): void {
  const { securityGroup, priority, direction } = world.securityRule.col;
  const held = new Set<string>();
  for (const rule of world.securityRule.slots()) {
    const group = securityGroup[rule]!;
    const keys = [
      `${group}/${direction[rule]!}/${priority[rule]!}`,
      `${group}=${world.securityRule.text('name', rule)}`,
    ];
    for (const key of keys) {
      if (held.has(key)) {
        const id = textIdOf(world, 'securityGroup', group - 1);
        report('INV-103', `${id} has two rules of one priority or name`);
      }
      held.add(key);
    }
  }
}

/** INV-104: a machine speaks through one interface, and all of them are in one network. */
function checkInterfaces(world: World, report: Report): void {
  for (const vm of world.vm.slots()) {
    const nics = world.cloud.nicsOfVm(vm);
    const id = textIdOf(world, 'vm', vm);
    const firsts = nics.filter((nic) => world.nic.col.secondary[nic] === 0);
    if (nics.length > 0 && firsts.length !== 1)
      report('INV-104', `${id} has ${firsts.length} first interfaces`);
    const networks = new Set(
      nics.map((nic) => {
        const subnet = world.nic.ref('subnet', nic);
        return subnet < 0 ? -1 : world.subnet.ref('network', subnet);
      }),
    );
    if (networks.size > 1) report('INV-104', `${id} is in several networks`);
  }
}

/** Everything that is wrong with the virtual networks. */
export function checkNetworks(world: World, report: Report): void {
  checkSubnets(world, report);
  checkAddresses(world, report);
  checkPublic(world, report);
  checkRules(world, report);
  checkInterfaces(world, report);
}
