/**
 * Deciders for virtual networks and subnets (rules ENG-VN1 and ENG-VN2). Ranges never overlap
 * inside a network, and a subnet keeps five of its addresses for the service.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import {
  parseRange,
  printRange,
  rangeInside,
  rangesOverlap,
  SUBNET_PREFIX_MAX,
  SUBNET_PREFIX_MIN,
  usableAddresses,
  type AddressRange,
} from '../../../shared/model/ip-addresses.ts';
import { SUBNET_OUTBOUNDS } from '../../../shared/model/network-kinds.ts';
import { rangeOfSubnet } from '../systems/address-leases.ts';
import { networkChanged } from '../systems/blocked-traffic.ts';
import { setsInSubnet } from '../systems/instance-network.ts';
import { wayOfSubnetChanged } from '../systems/ways-outwards.ts';
import { forgetPeerings } from '../systems/peerings.ts';
import { nameOf, textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  checkFree,
  checkUnused,
  find,
  findGroup,
  findOptional,
  refuse,
  rowsWhere,
  tagsText,
  type Decided,
} from './decide-kit.ts';

/** A range a person wrote. Refuses with `network.badRange`. */
function readRange(text: string): Result<AddressRange> {
  const range = parseRange(text);
  if (range !== undefined) return ok(range);
  return refuse({
    code: 'network.badRange',
    message: `"${text}" is no range of addresses that begins at its first address.`,
    hint: 'Write one such as 10.1.0.0/16.',
    details: { range: text },
  });
}

/** Ranges of a network. */
export function rangesOf(world: World, network: number): AddressRange[] {
  return world.network
    .text('ranges', network)
    .split('\n')
    .flatMap((text) => parseRange(text) ?? []);
}

/** Looks at `network.add`; its refusals stand with its schema in `shared/commands`. */
export function decideNetworkAdd(world: World, command: CommandOf<'network.add'>): Decided {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word: 'network', name: command.name, group: groupName });
  if (!free.ok) return free;
  const ranges: AddressRange[] = [];
  for (const text of command.ranges) {
    const range = readRange(text);
    if (!range.ok) return range;
    const other = ranges.find((one) => rangesOverlap(one, range.value));
    if (other !== undefined) {
      return refuse({
        code: 'network.rangesOverlap',
        message: `${printRange(range.value)} and ${printRange(other)} share addresses.`,
        hint: 'Leave one of them out, or choose another one.',
        details: { range: printRange(range.value), other: printRange(other) },
      });
    }
    ranges.push(range.value);
  }
  return ok(() => {
    const slot = world.network.allocate();
    world.network.setText({ column: 'name', slot, text: command.name });
    world.network.setRef({ column: 'group', slot, to: group.value });
    world.network.setText({ column: 'ranges', slot, text: ranges.map(printRange).join('\n') });
    world.network.setText({ column: 'tags', slot, text: tagsText(command.tags) });
    world.names.add('network', slot);
    networkChanged(world);
  });
}

/** Looks at `network.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideNetworkRemove(world: World, command: CommandOf<'network.remove'>): Decided {
  const network = find(world, 'network', command.network);
  if (!network.ok) return network;
  const unused = checkUnused(world, {
    code: 'network.inUse',
    id: textIdOf(world, 'network', network.value),
    users: rowsWhere(
      world,
      'subnet',
      (subnet) => world.subnet.ref('network', subnet) === network.value,
    ),
  });
  if (!unused.ok) return unused;
  return ok(() => {
    forgetPeerings(world, network.value);
    world.names.remove('network', network.value);
    world.network.release(network.value);
    networkChanged(world);
  });
}

/** Where a subnet may lie. Refuses what is outside, overlaps, or is too small to be of use. */
function checkSubnetRange(world: World, network: number, range: AddressRange): Result<void> {
  const text = printRange(range);
  const ranges = rangesOf(world, network);
  if (!ranges.some((outer) => rangeInside(range, outer))) {
    const all = ranges.map(printRange);
    return refuse({
      code: 'subnet.outsideNetwork',
      message: `${text} is not inside ${all.join(' or ')}.`,
      hint: 'Choose a part of the ranges of the network.',
      details: { range: text, ranges: all },
    });
  }
  if (range.prefix > SUBNET_PREFIX_MAX || range.prefix < SUBNET_PREFIX_MIN) {
    const usable = usableAddresses(range);
    return refuse({
      code: 'subnet.tooSmall',
      message:
        `${text} has ${usable} addresses beside the five that are kept; subnets go from ` +
        `/${SUBNET_PREFIX_MIN} to /${SUBNET_PREFIX_MAX}.`,
      hint: 'Choose a range of that size.',
      details: { range: text, usable },
    });
  }
  for (const subnet of world.subnet.slots()) {
    if (world.subnet.ref('network', subnet) !== network) continue;
    if (!rangesOverlap(range, rangeOfSubnet(world, subnet))) continue;
    const other = textIdOf(world, 'subnet', subnet);
    const theirs = printRange(rangeOfSubnet(world, subnet));
    return refuse({
      code: 'subnet.overlaps',
      message: `${text} shares addresses with ${theirs} of ${other}.`,
      hint: 'Choose a range that nobody has.',
      details: { range: text, subnet: other },
    });
  }
  return ok(undefined);
}

/** Looks at `subnet.add`; its refusals stand with its schema in `shared/commands`. */
export function decideSubnetAdd(world: World, command: CommandOf<'subnet.add'>): Decided {
  const network = find(world, 'network', command.network);
  if (!network.ok) return network;
  const group = world.network.ref('group', network.value);
  const groupName = nameOf(world, 'group', group);
  const free = checkFree(world, { word: 'subnet', name: command.name, group: groupName });
  if (!free.ok) return free;
  const range = readRange(command.range);
  if (!range.ok) return range;
  const fits = checkSubnetRange(world, network.value, range.value);
  if (!fits.ok) return fits;
  const guard = findOptional(world, 'securityGroup', command.securityGroup);
  if (!guard.ok) return guard;
  const appliance = findOptional(world, 'vm', command.appliance);
  if (!appliance.ok) return appliance;
  return ok(() => {
    const slot = world.subnet.allocate();
    world.subnet.setText({ column: 'name', slot, text: command.name });
    world.subnet.setRef({ column: 'group', slot, to: group });
    world.subnet.setRef({ column: 'network', slot, to: network.value });
    world.subnet.col.first[slot] = range.value.first;
    world.subnet.col.prefix[slot] = range.value.prefix;
    world.subnet.setRef({ column: 'securityGroup', slot, to: guard.value });
    writeOutbound(world, slot, { outbound: command.outbound, appliance: appliance.value });
    world.names.add('subnet', slot);
    if (guard.value >= 0) world.securityGroup.dirty.touch(guard.value);
    world.network.dirty.touch(network.value);
    networkChanged(world);
  });
}

function writeOutbound(
  world: World,
  subnet: number,
  said: { outbound: CommandOf<'subnet.add'>['outbound']; appliance: number },
): void {
  world.subnet.col.outbound[subnet] = SUBNET_OUTBOUNDS.indexOf(said.outbound ?? 'private');
  world.subnet.setRef({ column: 'appliance', slot: subnet, to: said.appliance });
}

/** Looks at `subnet.setOutbound`; its refusals stand with its schema in `shared/commands`. */
export function decideSubnetSetOutbound(
  world: World,
  command: CommandOf<'subnet.setOutbound'>,
): Decided {
  const subnet = find(world, 'subnet', command.subnet);
  if (!subnet.ok) return subnet;
  const appliance = findOptional(world, 'vm', command.appliance);
  if (!appliance.ok) return appliance;
  return ok(() => {
    const { outbound } = command;
    writeOutbound(world, subnet.value, { outbound, appliance: appliance.value });
    world.subnet.col.revision[subnet.value]! += 1;
    wayOfSubnetChanged(world, subnet.value);
    networkChanged(world);
  });
}

/** Looks at `subnet.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideSubnetRemove(world: World, command: CommandOf<'subnet.remove'>): Decided {
  const found = find(world, 'subnet', command.subnet);
  if (!found.ok) return found;
  const subnet = found.value;
  const users = world.networks
    .nicsOfSubnet(subnet)
    .map((slot) => ({ table: 'nic' as const, slot }));
  const frontends = world.networks.frontendsIn(subnet).map((row) => ({
    table: 'balancer' as const,
    slot: world.balancerFrontend.ref('balancer', row),
  }));
  const id = textIdOf(world, 'subnet', subnet);
  const sets = setsInSubnet(world, subnet).map((slot) => ({ table: 'scaleSet' as const, slot }));
  const all = [...users, ...frontends, ...sets];
  const unused = checkUnused(world, { code: 'subnet.inUse', id, users: all });
  if (!unused.ok) return unused;
  return ok(() => {
    const guard = world.subnet.ref('securityGroup', subnet);
    const network = world.subnet.ref('network', subnet);
    world.names.remove('subnet', subnet);
    world.subnet.release(subnet);
    if (guard >= 0) world.securityGroup.dirty.touch(guard);
    world.network.dirty.touch(network);
    networkChanged(world);
  });
}
