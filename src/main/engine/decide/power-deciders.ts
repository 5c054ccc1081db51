/**
 * Deciders for the power graph: its parts and the cords that plug devices into it. Who has power is
 * found by settling, never set here.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { POWER_KINDS, type PowerKind } from '../../../shared/model/kinds.ts';
import { US_PER_MINUTE } from '../../../shared/kernel/time.ts';
import { textIdOf } from '../world/names.ts';
import { kindSaid } from '../world/refusal-words.ts';
import type { World } from '../world/world.ts';
import {
  checkFree,
  checkUnused,
  find,
  findGround,
  findOptional,
  refuse,
  rowsWhere,
  type Decided,
} from './decide-kit.ts';

/** Battery time of a UPS when none is given (assumed). */
const BATTERY_MINUTES = 5;
/** Cords of one device at most. */
export const CORDS_MAX = 4;

/** What may feed what. */
const SOURCES: Readonly<Record<PowerKind, readonly PowerKind[]>> = {
  utility: [],
  ups: ['utility'],
  feed: ['utility', 'ups'],
  pdu: ['feed', 'ups'],
};

/** Checks that a part may be fed from another; a PDU must be fed by something. */
function checkSource(world: World, kind: PowerKind, source: number): Result<void> {
  const allowed = SOURCES[kind];
  const sourceKind = source < 0 ? undefined : POWER_KINDS[world.power.col.kind[source]!];
  const fits = sourceKind === undefined ? kind !== 'pdu' : allowed.includes(sourceKind);
  if (fits) return ok(undefined);
  return refuse({
    code: 'power.wrongSource',
    message:
      `A ${kindSaid(kind)} cannot be fed ` +
      `${sourceKind === undefined ? 'by nothing' : `by a ${kindSaid(sourceKind)}`}.`,
    hint:
      allowed.length === 0
        ? 'Leave out what it is fed from.'
        : `Feed it from a ${allowed.map(kindSaid).join(' or a ')}.`,
    details: { kind, source: sourceKind ?? '', allowed: [...allowed] },
  });
}

/** Looks at `power.add`; its refusals stand with its schema in `shared/commands`. */
export function decidePowerAdd(world: World, command: CommandOf<'power.add'>): Decided {
  const free = checkFree(world, { word: command.kind, name: command.name });
  if (!free.ok) return free;
  const source = findOptional(world, 'power', command.from);
  if (!source.ok) return source;
  const fits = checkSource(world, command.kind, source.value);
  if (!fits.ok) return fits;
  const rack = findOptional(world, 'rack', command.rack);
  if (!rack.ok) return rack;
  const ground = findGround(world, command);
  if (!ground.ok) return ground;
  return ok(() => {
    const slot = world.power.allocate();
    const { col } = world.power;
    world.power.setText({ column: 'name', slot, text: command.name });
    col.kind[slot] = POWER_KINDS.indexOf(command.kind);
    world.power.setRef({ column: 'from', slot, to: source.value });
    world.power.setRef({ column: 'rack', slot, to: command.kind === 'pdu' ? rack.value : -1 });
    world.power.setRef({ column: 'place', slot, to: ground.value });
    col.ratingMilliwatt[slot] = (command.ratingWatts ?? 0) * 1_000;
    const minutes = command.kind === 'ups' ? (command.batteryMinutes ?? BATTERY_MINUTES) : 0;
    col.batteryUs[slot] = Math.round(minutes * US_PER_MINUTE);
    // It begins without power only when its source has none: settling announces changes alone.
    col.energised[slot] = source.value < 0 || col.energised[source.value] === 1 ? 1 : 0;
    world.names.add('power', slot);
    world.racks.invalidate();
    world.plantDirty = true;
  });
}

/** Looks at `power.edit`; its refusals stand with its schema in `shared/commands`. */
export function decidePowerEdit(world: World, command: CommandOf<'power.edit'>): Decided {
  const power = find(world, 'power', command.power);
  if (!power.ok) return power;
  const slot = power.value;
  const source =
    command.from === undefined
      ? ok(world.power.ref('from', slot))
      : find(world, 'power', command.from);
  if (!source.ok) return source;
  const kind = POWER_KINDS[world.power.col.kind[slot]!]!;
  const fits = checkSource(world, kind, source.value);
  if (!fits.ok) return fits;
  return ok(() => {
    const { col } = world.power;
    world.power.setRef({ column: 'from', slot, to: source.value });
    if (command.ratingWatts !== undefined) col.ratingMilliwatt[slot] = command.ratingWatts * 1_000;
    if (command.batteryMinutes !== undefined && kind === 'ups') {
      col.batteryUs[slot] = Math.round(command.batteryMinutes * US_PER_MINUTE);
    }
    world.plantDirty = true;
  });
}

/** Looks at `power.remove`; its refusals stand with its schema in `shared/commands`. */
export function decidePowerRemove(world: World, command: CommandOf<'power.remove'>): Decided {
  const power = find(world, 'power', command.power);
  if (!power.ok) return power;
  const slot = power.value;
  const cords = [...world.cord.slots()].filter((cord) => world.cord.col.pdu[cord] === slot + 1);
  const users = [
    ...rowsWhere(world, 'power', (other) => world.power.col.from[other] === slot + 1),
    ...rowsWhere(world, 'host', (host) =>
      cords.some((cord) => world.cord.col.host[cord] === host + 1),
    ),
    ...rowsWhere(world, 'switch', (other) =>
      cords.some((cord) => world.cord.col.switch[cord] === other + 1),
    ),
  ];
  const unused = checkUnused(world, {
    code: 'power.inUse',
    id: textIdOf(world, 'power', slot),
    users,
  });
  if (!unused.ok) return unused;
  return ok(() => {
    world.names.remove('power', slot);
    world.power.release(slot);
    world.racks.invalidate();
    world.plantDirty = true;
  });
}

/** How a device that is not there is refused. */
const DEVICE_NOT_FOUND = {
  code: 'cord.deviceNotFound',
  hint: 'Name a host or a switch, such as host:r1-h1.',
};

/** A host or a switch. Refuses with the code given, or `reference.ambiguous`. */
export function findDevice(
  world: World,
  reference: string,
  missing: { readonly code: string; readonly hint: string },
): Result<{ table: 'host' | 'switch'; slot: number }> {
  const found = world.names.resolve(['host', 'switch'], reference);
  if (found.ok && (found.value.table === 'host' || found.value.table === 'switch')) {
    return ok({ table: found.value.table, slot: found.value.slot });
  }
  if (!found.ok && found.error.code === 'reference.ambiguous') return found;
  return refuse({
    ...missing,
    message: `There is no host or switch "${reference}".`,
    details: { reference },
  });
}

/** Makes a cord; for deciders that have checked everything. */
export function plugIn(world: World, input: { host: number; switch: number; pdu: number }): void {
  const slot = world.cord.allocate();
  world.cord.setRef({ column: 'host', slot, to: input.host });
  world.cord.setRef({ column: 'switch', slot, to: input.switch });
  world.cord.setRef({ column: 'pdu', slot, to: input.pdu });
  if (input.host >= 0) world.host.dirty.touch(input.host);
  if (input.switch >= 0) world.switch.dirty.touch(input.switch);
  world.plant.invalidate();
  world.plantDirty = true;
}

/** Removes a cord. */
export function unplug(world: World, cord: number): void {
  const host = world.cord.ref('host', cord);
  const device = world.cord.ref('switch', cord);
  if (host >= 0) world.host.dirty.touch(host);
  if (device >= 0) world.switch.dirty.touch(device);
  world.cord.release(cord);
  world.plant.invalidate();
  world.plantDirty = true;
}

/** A PDU by reference. Refuses other parts of the power graph. */
export function findPdu(world: World, reference: string): Result<number> {
  const found = find(world, 'power', reference.includes(':') ? reference : `pdu:${reference}`);
  if (!found.ok) return found;
  if (POWER_KINDS[world.power.col.kind[found.value]!] === 'pdu') return found;
  return refuse({
    code: 'power.wrongSource',
    message: `${textIdOf(world, 'power', found.value)} is not a PDU; cords go to PDUs only.`,
    hint: 'Name a PDU.',
    details: { reference },
  });
}

/** Looks at `cord.add`; its refusals stand with its schema in `shared/commands`. */
export function decideCordAdd(world: World, command: CommandOf<'cord.add'>): Decided {
  const device = findDevice(world, command.device, DEVICE_NOT_FOUND);
  if (!device.ok) return device;
  const pdu = findPdu(world, command.pdu);
  if (!pdu.ok) return pdu;
  const { table, slot } = device.value;
  const cords = table === 'host' ? world.plant.cordsOfHost(slot) : world.plant.cordsOfSwitch(slot);
  const id = textIdOf(world, table, slot);
  if (cords.some((cord) => world.cord.col.pdu[cord] === pdu.value + 1)) {
    return refuse({
      code: 'cord.exists',
      message: `${id} is plugged into ${textIdOf(world, 'power', pdu.value)} already.`,
      hint: 'Choose another PDU; a second cord to the same one protects from nothing.',
      details: { device: id, pdu: textIdOf(world, 'power', pdu.value) },
    });
  }
  if (cords.length >= CORDS_MAX) {
    return refuse({
      code: 'cord.tooMany',
      message: `${id} has ${cords.length} cords, the most a device can have.`,
      hint: 'Unplug one first.',
      details: { device: id, cords: cords.length, max: CORDS_MAX },
    });
  }
  return ok(() => {
    plugIn(world, {
      host: table === 'host' ? slot : -1,
      switch: table === 'switch' ? slot : -1,
      pdu: pdu.value,
    });
  });
}

/** Looks at `cord.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideCordRemove(world: World, command: CommandOf<'cord.remove'>): Decided {
  const device = findDevice(world, command.device, DEVICE_NOT_FOUND);
  if (!device.ok) return device;
  const pdu = findPdu(world, command.pdu);
  if (!pdu.ok) return pdu;
  const { table, slot } = device.value;
  const cords = table === 'host' ? world.plant.cordsOfHost(slot) : world.plant.cordsOfSwitch(slot);
  const cord = cords.find((candidate) => world.cord.col.pdu[candidate] === pdu.value + 1);
  if (cord === undefined) {
    return refuse({
      code: 'cord.notFound',
      message:
        `${textIdOf(world, table, slot)} is not plugged into ` +
        `${textIdOf(world, 'power', pdu.value)}.`,
      hint: 'Look at its cords in the inspector.',
      details: { device: textIdOf(world, table, slot), pdu: textIdOf(world, 'power', pdu.value) },
    });
  }
  return ok(() => unplug(world, cord));
}
