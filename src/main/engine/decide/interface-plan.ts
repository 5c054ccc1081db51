/**
 * Planning a network interface: the subnet, the address and the guards it gets, or why it cannot.
 * Interfaces by themselves and those made with a machine are asked about here alike.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import {
  parseAddress,
  printAddress,
  printRange,
  rangeSize,
} from '../../../shared/model/ip-addresses.ts';
import { freeAddress, mayHave, rangeOfSubnet } from '../systems/address-leases.ts';
import type { InterfacePlan } from '../systems/interface-records.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { checkUnused, findOptional, refuse } from './decide-kit.ts';

interface InterfaceAsked {
  readonly subnet?: string | undefined;
  readonly privateAddress?: string | undefined;
  readonly securityGroup?: string | undefined;
  readonly publicIp?: string | undefined;
}

/**
 * Everything a new interface needs. Refuses with the codes of `nic.add`; `replaces` when another
 * one with what it asks for will be gone first.
 */
export function planInterface(
  world: World,
  asked: InterfaceAsked,
  replaces = false,
): Result<InterfacePlan> {
  const subnet = findOptional(world, 'subnet', asked.subnet);
  if (!subnet.ok) return subnet;
  const securityGroup = findOptional(world, 'securityGroup', asked.securityGroup);
  if (!securityGroup.ok) return securityGroup;
  const publicIp = findOptional(world, 'publicIp', asked.publicIp);
  if (!publicIp.ok) return publicIp;
  if (publicIp.value >= 0 && !replaces) {
    const free = checkUnheld(world, publicIp.value);
    if (!free.ok) return free;
  }
  const plan = {
    subnet: subnet.value,
    securityGroup: securityGroup.value,
    publicIp: publicIp.value,
  };
  if (asked.privateAddress === undefined) {
    const room = replaces || subnet.value < 0 || freeAddress(world, subnet.value) >= 0;
    return room ? ok({ ...plan, address: -1 }) : subnetFull(world, subnet.value);
  }
  const where = { subnet: subnet.value, kept: -1 };
  const address = readAddress(world, asked.privateAddress, where, replaces);
  return address.ok ? ok({ ...plan, address: address.value }) : address;
}

/** The refusal of a subnet without a free address. */
export function subnetFull(world: World, subnet: number): Result<never> {
  const id = textIdOf(world, 'subnet', subnet);
  const taken = world.networks.addressesOf(subnet).size;
  return refuse({
    code: 'subnet.full',
    message: `All ${taken} addresses of ${id} are given out.`,
    hint: 'Use another subnet, or delete network cards nobody uses.',
    details: { subnet: id, taken },
  });
}

/** An address a person asked for. Refuses one that is none, not of the subnet, kept or taken. */
export function readAddress(
  world: World,
  text: string,
  where: {
    readonly subnet: number;
    /** The interface, or the frontend of a balancer, that may have it already. */
    readonly kept: number;
    readonly keptBy?: number;
  },
  replaces = false,
): Result<number> {
  const { subnet, kept } = where;
  const address = parseAddress(text);
  if (address === undefined) {
    return refuse({
      code: 'address.invalid',
      message: `"${text}" is no address.`,
      hint: 'Write four numbers up to 255, such as 10.1.0.4.',
      details: { address: text },
    });
  }
  if (subnet < 0) return noSubnet(text);
  const range = rangeOfSubnet(world, subnet);
  const id = textIdOf(world, 'subnet', subnet);
  const details = { address: text, subnet: id, range: printRange(range) };
  if (!mayHave(world, subnet, address)) {
    const isOutside = address < range.first || address >= range.first + rangeSize(range);
    return refuse({
      code: isOutside ? 'address.outsideSubnet' : 'address.reserved',
      message: isOutside
        ? `${text} is not one of ${printRange(range)}, the range of ${id}.`
        : `${text} is one of the five addresses of ${id} that the service keeps.`,
      hint: `Choose one from ${printAddress(range.first + 4)} on.`,
      details,
    });
  }
  const holder = world.networks
    .nicsOfSubnet(subnet)
    .find((nic) => nic !== kept && world.nic.col.privateAddress[nic] === address);
  const { address: fronts, balancer } = world.balancerFrontend.col;
  const front = world.networks
    .frontendsIn(subnet)
    .find((row) => row !== where.keptBy && fronts[row] === address);
  if ((holder === undefined && front === undefined) || replaces) return ok(address);
  const nic =
    holder === undefined
      ? textIdOf(world, 'balancer', balancer[front ?? 0]! - 1)
      : textIdOf(world, 'nic', holder);
  return refuse({
    code: 'address.taken',
    message: `${nic} has ${text}.`,
    hint: 'Choose another address, or leave it out for the lowest free one.',
    details: { ...details, nic },
  });
}

/** The refusal of an address where no subnet could have it. */
export function noSubnet(address: string): Result<never> {
  return refuse({
    code: 'address.noSubnet',
    message: 'Outside any subnet addresses are given out by the room.',
    hint: 'Name a subnet, or leave the address out.',
    details: { address },
  });
}

/** Refuses a public address that an interface has. */
export function checkUnheld(world: World, publicIp: number): Result<void> {
  const nic = world.publicIp.ref('nic', publicIp);
  const users = nic < 0 ? [] : [{ table: 'nic' as const, slot: nic }];
  const id = textIdOf(world, 'publicIp', publicIp);
  return checkUnused(world, { code: 'publicIp.inUse', id, users });
}
