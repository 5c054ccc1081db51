/**
 * Deciders for proximity placement groups, dedicated hosts and capacity reservations. Where
 * machines go inside them is decided in `placement-plan.ts`.
 */
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { closeCost } from '../systems/costs.ts';
import {
  chooseDrawnHost,
  hostsOfGroup,
  machinesOfGroup,
  machinesOfHost,
} from '../systems/dedicated-hosts.ts';
import { roomForMany } from '../systems/placement-bounds.ts';
import { proximityMembers } from '../systems/proximity.ts';
import {
  addPlace,
  dropPlace,
  freePlaces,
  placesOf,
  settleUnused,
} from '../systems/reserved-places.ts';
import { nameOf, textIdOf, type TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';
import { findZone } from './zone-checks.ts';
import {
  checkFree,
  checkUnused,
  find,
  findGroup,
  findOptional,
  tagsText,
  type Decided,
} from './decide-kit.ts';

type Table = Extract<TableName, 'proximityGroup' | 'hostGroup' | 'dedicatedHost' | 'reservation'>;

/** The resource group of a new thing whose name must be free in it. */
function groupFor(
  world: World,
  word: Table,
  command: { readonly name: string; readonly group?: string | undefined },
): Result<number> {
  const group = findGroup(world, command.group);
  if (!group.ok) return group;
  const groupName = nameOf(world, 'group', group.value);
  const free = checkFree(world, { word, name: command.name, group: groupName });
  return free.ok ? group : free;
}

/** Writes what every one of these things has, and lists its name. */
function nameRow(
  world: World,
  table: Table,
  row: {
    slot: number;
    group: number;
    command: { name: string; tags?: Record<string, string> | undefined };
  },
): void {
  const { slot, group, command } = row;
  world[table].setText({ column: 'name', slot, text: command.name });
  world[table].setRef({ column: 'group', slot, to: group });
  world[table].setText({ column: 'tags', slot, text: tagsText(command.tags) });
  world.names.add(table, slot);
}

function machines(slots: readonly number[]): { table: 'vm'; slot: number }[] {
  return slots.map((slot) => ({ table: 'vm', slot }));
}

/** Looks at `proximityGroup.add`; its refusals stand with its schema in `shared/commands`. */
export function decideProximityGroupAdd(
  world: World,
  command: CommandOf<'proximityGroup.add'>,
): Decided {
  const group = groupFor(world, 'proximityGroup', command);
  if (!group.ok) return group;
  const sizes: string[] = [];
  for (const name of command.sizes ?? []) {
    const size = world.lookup.size(name);
    if (!size.ok) return size;
    sizes.push(size.value.name);
  }
  const zone = findZone(world, command.zone);
  if (!zone.ok) return zone;
  if (zone.value >= 0 && sizes.length === 0) {
    return err({
      code: 'proximityGroup.zoneNeedsSizes',
      message: 'A zone is part of the intent of a group, which also says the sizes it is for.',
      hint: 'Name the sizes too, or leave the zone out.',
      details: { zone: textIdOf(world, 'place', zone.value) },
    });
  }
  return ok(() => {
    const slot = world.proximityGroup.allocate();
    world.proximityGroup.setText({ column: 'sizes', slot, text: sizes.join('\n') });
    world.proximityGroup.setRef({ column: 'zone', slot, to: zone.value });
    nameRow(world, 'proximityGroup', { slot, group: group.value, command });
  });
}

/** Looks at `proximityGroup.remove`; its refusals stand with its schema. */
export function decideProximityGroupRemove(
  world: World,
  command: CommandOf<'proximityGroup.remove'>,
): Decided {
  const found = find(world, 'proximityGroup', command.proximityGroup);
  if (!found.ok) return found;
  const slot = found.value;
  const unused = checkUnused(world, {
    code: 'proximityGroup.notEmpty',
    id: textIdOf(world, 'proximityGroup', slot),
    users: machines(proximityMembers(world, slot)),
  });
  if (!unused.ok) return unused;
  return ok(() => {
    world.names.remove('proximityGroup', slot);
    world.proximityGroup.release(slot);
  });
}

/** Looks at `hostGroup.add`; its refusals stand with its schema in `shared/commands`. */
export function decideHostGroupAdd(world: World, command: CommandOf<'hostGroup.add'>): Decided {
  const group = groupFor(world, 'hostGroup', command);
  if (!group.ok) return group;
  const zone = findZone(world, command.zone);
  if (!zone.ok) return zone;
  return ok(() => {
    const slot = world.hostGroup.allocate();
    world.hostGroup.setRef({ column: 'zone', slot, to: zone.value });
    world.hostGroup.col.faultDomains[slot] = command.faultDomains ?? 1;
    world.hostGroup.col.automatic[slot] = command.automaticPlacement === true ? 1 : 0;
    nameRow(world, 'hostGroup', { slot, group: group.value, command });
  });
}

/** Looks at `hostGroup.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideHostGroupRemove(
  world: World,
  command: CommandOf<'hostGroup.remove'>,
): Decided {
  const found = find(world, 'hostGroup', command.hostGroup);
  if (!found.ok) return found;
  const slot = found.value;
  const hosts = hostsOfGroup(world, slot);
  const unused = checkUnused(world, {
    code: 'hostGroup.notEmpty',
    id: textIdOf(world, 'hostGroup', slot),
    users: [
      ...hosts.map((host) => ({ table: 'dedicatedHost' as const, slot: host })),
      ...machines(machinesOfGroup(world, slot)),
    ],
  });
  if (!unused.ok) return unused;
  return ok(() => {
    world.names.remove('hostGroup', slot);
    world.hostGroup.release(slot);
  });
}

/** Looks at `dedicatedHost.add`; its refusals stand with its schema in `shared/commands`. */
export function decideDedicatedHostAdd(
  world: World,
  command: CommandOf<'dedicatedHost.add'>,
): Decided {
  const hostGroup = find(world, 'hostGroup', command.hostGroup);
  if (!hostGroup.ok) return hostGroup;
  const owner = world.hostGroup.ref('group', hostGroup.value);
  const group = groupFor(world, 'dedicatedHost', {
    name: command.name,
    group: nameOf(world, 'group', owner),
  });
  if (!group.ok) return group;
  const sku = world.catalogue.dedicatedHosts.find((one) => one.sku === command.sku);
  if (sku === undefined) return unknownSku(world, command.sku);
  const pinned = findOptional(world, 'host', command.host);
  if (!pinned.ok) return pinned;
  const place = findDrawnHost(world, command, { group: hostGroup.value, host: pinned.value });
  if (!place.ok) return place;
  const { host, faultDomain } = place.value;
  return ok(() => {
    const slot = world.dedicatedHost.allocate();
    const { col } = world.dedicatedHost;
    world.dedicatedHost.setRef({ column: 'hostGroup', slot, to: hostGroup.value });
    world.dedicatedHost.setRef({ column: 'host', slot, to: host });
    world.dedicatedHost.setText({ column: 'sku', slot, text: sku.sku });
    world.dedicatedHost.setText({ column: 'series', slot, text: sku.series });
    col.faultDomain[slot] = faultDomain;
    col.microUsdPerHour[slot] = sku.microUsdPerHour;
    col.billedFromUs[slot] = world.nowUs;
    nameRow(world, 'dedicatedHost', { slot, group: group.value, command });
    world.host.setRef({ column: 'dedicated', slot: host, to: slot });
    world.hostGroup.dirty.touch(hostGroup.value);
  });
}

function unknownSku(world: World, sku: string): Result<never> {
  const known = world.catalogue.dedicatedHosts.map((one) => one.sku);
  return err({
    code: 'dedicatedHost.sku',
    message: `The catalogue has no dedicated host "${sku}".`,
    hint: `Choose from ${known.join(', ')}.`,
    details: { sku, known },
  });
}

/** The drawn host a dedicated one stands for. */
function findDrawnHost(
  world: World,
  command: CommandOf<'dedicatedHost.add'>,
  wish: { group: number; host: number },
): Result<{ host: number; faultDomain: number }> {
  const id = textIdOf(world, 'hostGroup', wish.group);
  const count = world.hostGroup.col.faultDomains[wish.group]!;
  const faultDomain = command.faultDomain ?? -1;
  if (faultDomain >= count) {
    return err({
      code: 'dedicatedHost.faultDomain',
      message: `${id} has ${count} fault domains, counted from 0; ${faultDomain} was asked for.`,
      hint: 'Choose one of them, or leave it out.',
      details: { hostGroup: id, faultDomain, faultDomains: count },
    });
  }
  const found = chooseDrawnHost(world, { ...wish, faultDomain });
  if (found !== undefined) return ok(found);
  if (wish.host >= 0) {
    const host = textIdOf(world, 'host', wish.host);
    return err({
      code: 'dedicatedHost.unfit',
      message:
        `${host} cannot be taken for ${id}: it must be up with a hypervisor, empty, not yet ` +
        'dedicated, and in the zone and fault domain asked for.',
      hint: 'Empty it first, or leave the host out to have a free one found.',
      details: { host, hostGroup: id },
    });
  }
  return err({
    code: 'dedicatedHost.noHost',
    message: `No drawn host is empty, up, and in the zone and domain ${id} needs.`,
    hint: 'Add a host to the drawing, or empty one.',
    details: { hostGroup: id, faultDomain },
  });
}

/** Looks at `dedicatedHost.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideDedicatedHostRemove(
  world: World,
  command: CommandOf<'dedicatedHost.remove'>,
): Decided {
  const found = find(world, 'dedicatedHost', command.dedicatedHost);
  if (!found.ok) return found;
  const slot = found.value;
  const unused = checkUnused(world, {
    code: 'dedicatedHost.inUse',
    id: textIdOf(world, 'dedicatedHost', slot),
    users: machines(machinesOfHost(world, slot)),
  });
  if (!unused.ok) return unused;
  return ok(() => {
    closeCost(world, 'dedicatedHost', slot);
    world.host.setRef({
      column: 'dedicated',
      slot: world.dedicatedHost.ref('host', slot),
      to: -1,
    });
    world.hostGroup.dirty.touch(world.dedicatedHost.ref('hostGroup', slot));
    world.names.remove('dedicatedHost', slot);
    world.dedicatedHost.release(slot);
  });
}

/** Looks at `reservation.add`; its refusals stand with its schema in `shared/commands`. */
export function decideReservationAdd(world: World, command: CommandOf<'reservation.add'>): Decided {
  const group = groupFor(world, 'reservation', command);
  if (!group.ok) return group;
  const size = world.lookup.size(command.size);
  if (!size.ok) return size;
  const zone = findZone(world, command.zone);
  if (!zone.ok) return zone;
  const demand = { size: size.value.name, vCpu: size.value.vCpu, memoryMib: size.value.memoryMib };
  const hosts = roomForMany(world, demand, { zone: zone.value, count: command.quantity });
  if (!hosts.ok) return hosts;
  return ok(() => {
    const slot = world.reservation.allocate();
    const { col } = world.reservation;
    world.reservation.setText({ column: 'size', slot, text: demand.size });
    world.reservation.setRef({ column: 'zone', slot, to: zone.value });
    col.vCpu[slot] = demand.vCpu;
    col.memoryMib[slot] = demand.memoryMib;
    col.microUsdPerHour[slot] = size.value.linuxMicroUsdPerHour;
    col.billedAtUs[slot] = world.nowUs;
    nameRow(world, 'reservation', { slot, group: group.value, command });
    for (const host of hosts.value) addPlace(world, { reservation: slot, host });
  });
}

/** Looks at `reservation.edit`; its refusals stand with its schema in `shared/commands`. */
export function decideReservationEdit(
  world: World,
  command: CommandOf<'reservation.edit'>,
): Decided {
  const found = find(world, 'reservation', command.reservation);
  if (!found.ok) return found;
  const slot = found.value;
  const held = placesOf(world, slot).length;
  const free = freePlaces(world, slot);
  const more = command.quantity - held;
  if (-more > free.length) {
    const id = textIdOf(world, 'reservation', slot);
    const used = held - free.length;
    return err({
      code: 'reservation.inUse',
      message: `${used} machines use places of ${id}; it cannot shrink to ${command.quantity}.`,
      hint: 'Deallocate or delete machines first, or keep more places.',
      details: { reservation: id, used, quantity: command.quantity },
    });
  }
  const { vCpu, memoryMib } = world.reservation.col;
  const demand = {
    size: world.reservation.text('size', slot),
    vCpu: vCpu[slot]!,
    memoryMib: memoryMib[slot]!,
  };
  const zone = world.reservation.ref('zone', slot);
  const hosts = more <= 0 ? ok<number[]>([]) : roomForMany(world, demand, { zone, count: more });
  if (!hosts.ok) return hosts;
  return ok(() => {
    for (const host of hosts.value) addPlace(world, { reservation: slot, host });
    for (const place of free.slice(free.length - Math.max(0, -more))) dropPlace(world, place);
    world.reservation.col.revision[slot]! += 1;
    world.reservation.dirty.touch(slot);
  });
}

/** Looks at `reservation.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideReservationRemove(
  world: World,
  command: CommandOf<'reservation.remove'>,
): Decided {
  const found = find(world, 'reservation', command.reservation);
  if (!found.ok) return found;
  const slot = found.value;
  const { reservation } = world.vm.col;
  const unused = checkUnused(world, {
    code: 'reservation.inUse',
    id: textIdOf(world, 'reservation', slot),
    users: machines([...world.vm.slots()].filter((vm) => reservation[vm] === slot + 1)),
  });
  if (!unused.ok) return unused;
  return ok(() => {
    settleUnused(world, slot);
    closeCost(world, 'reservation', slot);
    for (const place of placesOf(world, slot)) dropPlace(world, place);
    world.names.remove('reservation', slot);
    world.reservation.release(slot);
  });
}
