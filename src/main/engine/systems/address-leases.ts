/**
 * Who has which address, and what becomes of it (rules ENG-VN3 to ENG-VN5; docs/facts.md, fact 9).
 *
 * A private address stays with its interface. A public one that is static stays with its resource;
 * a dynamic one comes when the machine starts, and is another one after it was deallocated.
 */
import { POWER_STATES } from '../../../shared/model/kinds.ts';
import { ADDRESS_ALLOCATIONS } from '../../../shared/model/network-kinds.ts';
import {
  inRange,
  isReserved,
  rangeSize,
  printAddress,
  RESERVED_FIRST,
  type AddressRange,
} from '../../../shared/model/ip-addresses.ts';
import { happen, type World } from '../world/world.ts';
import { wayOfSubnetChanged } from './ways-outwards.ts';

const DYNAMIC = ADDRESS_ALLOCATIONS.indexOf('dynamic');
const DEALLOCATED = POWER_STATES.indexOf('deallocated');
const DEALLOCATING = POWER_STATES.indexOf('deallocating');
/** Addresses that share their first number, and their first two. */
const NET_A = 16_777_216;
const NET_B = 65_536;
/** First public address given out: a range kept for tests of networks, which is nobody's. */
const FIRST_PUBLIC = 198 * NET_A + 18 * NET_B + 4;
/** First private address outside any subnet: 10.0.0.4, as the service keeps the first four. */
export const FIRST_PRIVATE = 10 * NET_A + 4;

/** The range of a subnet. */
export function rangeOfSubnet(world: World, subnet: number): AddressRange {
  const { first, prefix } = world.subnet.col;
  return { first: first[subnet]!, prefix: prefix[subnet]! };
}

/** The lowest address of a subnet that is free; -1 when it is full. */
export function freeAddress(world: World, subnet: number): number {
  const range = rangeOfSubnet(world, subnet);
  const taken = world.networks.addressesOf(subnet);
  const end = range.first + rangeSize(range);
  for (let address = range.first + RESERVED_FIRST; address < end; address += 1) {
    if (!isReserved(range, address) && !taken.has(address)) return address;
  }
  return -1;
}

/** True when an interface may have an address of a subnet. */
export function mayHave(world: World, subnet: number, address: number): boolean {
  const range = rangeOfSubnet(world, subnet);
  return inRange(range, address) && !isReserved(range, address);
}

/** The lowest public address that nobody has and this resource has not just given up. */
function freePublic(world: World, publicIp: number): number {
  return lowestPublic(world, new Set([world.publicIp.col.previous[publicIp]!]));
}

/** The lowest public address that nobody has. */
export function freePublicAddress(world: World): number {
  return lowestPublic(world, new Set());
}

function lowestPublic(world: World, taken: Set<number>): number {
  const { address } = world.publicIp.col;
  for (const slot of world.publicIp.slots()) taken.add(address[slot]!);
  const frontends = world.balancerFrontend;
  for (const row of frontends.slots()) taken.add(frontends.col.address[row]!);
  let free = FIRST_PUBLIC;
  while (taken.has(free)) free += 1;
  return free;
}

/** Gives a public address resource an address. */
export function assignPublic(world: World, publicIp: number): void {
  const { col } = world.publicIp;
  if (col.address[publicIp]! > 0) return;
  col.address[publicIp] = freePublic(world, publicIp);
  changed(world, publicIp);
  happen(world, {
    kind: 'publicIp.assigned',
    table: 'publicIp',
    slot: publicIp,
    cause: world.decisionId,
    details: { address: printAddress(col.address[publicIp]) },
  });
}

/** A dynamic resource loses its address; the next one is another. */
export function releasePublic(world: World, publicIp: number): void {
  const { col } = world.publicIp;
  if (col.allocation[publicIp] !== DYNAMIC || col.address[publicIp] === 0) return;
  const address = col.address[publicIp]!;
  col.previous[publicIp] = address;
  col.address[publicIp] = 0;
  changed(world, publicIp);
  happen(world, {
    kind: 'publicIp.released',
    table: 'publicIp',
    slot: publicIp,
    cause: world.decisionId,
    details: { address: printAddress(address) },
  });
}

function changed(world: World, publicIp: number): void {
  world.publicIp.col.revision[publicIp]! += 1;
  world.publicIp.dirty.touch(publicIp);
  const nic = world.publicIp.ref('nic', publicIp);
  if (nic >= 0) world.nic.dirty.touch(nic);
  world.networks.invalidate();
}

/** Public addresses of a machine, one for each interface that has one. */
function publicIpsOf(world: World, vm: number): number[] {
  return world.cloud
    .nicsOfVm(vm)
    .map((nic) => world.networks.publicIpOf(nic))
    .filter((publicIp) => publicIp >= 0);
}

/** The power state of a machine changed: dynamic addresses come with it and go with its host. */
export function leaseAddresses(world: World, vm: number): void {
  if (world.publicIp.count === 0) return;
  const state = world.vm.col.powerState[vm]!;
  if (state === DEALLOCATING) return;
  for (const publicIp of publicIpsOf(world, vm)) {
    if (state === DEALLOCATED) releasePublic(world, publicIp);
    else assignPublic(world, publicIp);
  }
}

/** A machine was moved through a stop: its dynamic addresses are new ones (fact 9). */
export function renewAddresses(world: World, vm: number): void {
  if (world.publicIp.count === 0) return;
  for (const publicIp of publicIpsOf(world, vm)) {
    releasePublic(world, publicIp);
    assignPublic(world, publicIp);
  }
}

/** An interface goes: its public address is nobody's, and gone if it was a dynamic one. */
export function freePublicOf(world: World, nic: number): void {
  if (world.publicIp.count === 0) return;
  for (const publicIp of world.publicIp.slots()) {
    if (world.publicIp.ref('nic', publicIp) !== nic) continue;
    releasePublic(world, publicIp);
    world.publicIp.setRef({ column: 'nic', slot: publicIp, to: -1 });
    changed(world, publicIp);
  }
}

/** A machine goes: nothing is sent through it any more. */
export function forgetAppliance(world: World, vm: number): void {
  if (world.subnet.count === 0) return;
  for (const subnet of world.subnet.slots()) {
    if (world.subnet.ref('appliance', subnet) !== vm) continue;
    world.subnet.setRef({ column: 'appliance', slot: subnet, to: -1 });
    wayOfSubnetChanged(world, subnet);
  }
  world.networks.invalidate();
}
