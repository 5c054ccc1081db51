/**
 * Deciders for hosts: racking, moving and removing them. A new host is wired to the PDUs and the
 * top-of-rack switches of its rack unless the command says otherwise.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { HOST_SYSTEMS, SWITCH_LAYERS } from '../../../shared/model/kinds.ts';
import { forgetGuest } from '../systems/guest-records.ts';
import { forgetHypervisor } from '../systems/hypervisor-cost.ts';
import { textIdOf, type TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';
import {
  checkFree,
  checkUnused,
  find,
  findAll,
  refuse,
  rowsWhere,
  type Decided,
} from './decide-kit.ts';
import { checkLinkNames, connect, disconnect } from './network-deciders.ts';
import { CORDS_MAX, findPdu, plugIn, unplug } from './power-deciders.ts';

const TOR = SWITCH_LAYERS.indexOf('tor');

interface Hardware {
  readonly model: string;
  readonly cores: number;
  readonly mipsPerCore: number;
  readonly memoryMib: number;
  readonly diskGib: number;
  readonly nicMbps: number;
  readonly idleMilliwatt: number;
  readonly fullMilliwatt: number;
  readonly heightUnits: number;
}

/**
 * Figures of a host: its model's, replaced by what the command gives. Refuses with
 * `host.incomplete`.
 */
function hardwareOf(world: World, command: CommandOf<'host.add'>): Result<Hardware> {
  const model = command.model === undefined ? ok(undefined) : world.lookup.hostModel(command.model);
  if (!model.ok) return model;
  const base = model.value;
  const cores = command.cores ?? base?.cores;
  const memoryMib = command.memoryMib ?? base?.memoryMib;
  if (cores === undefined || memoryMib === undefined) {
    return refuse({
      code: 'host.incomplete',
      message: 'A host needs a model, or at least cores and memory.',
      hint: 'Name a model of the catalogue, or give cores and memory.',
      details: { host: command.name },
    });
  }
  return ok({
    model: base?.model ?? '',
    cores,
    memoryMib,
    mipsPerCore: command.mipsPerCore ?? base?.mipsPerCore ?? 2_500,
    diskGib: command.diskGib ?? base?.diskGib ?? 1_000,
    nicMbps: command.nicMbps ?? base?.nicMbps ?? 10_000,
    idleMilliwatt:
      command.idleWatts === undefined ? (base?.idleMilliwatt ?? 0) : command.idleWatts * 1_000,
    fullMilliwatt:
      command.fullWatts === undefined ? (base?.fullMilliwatt ?? 0) : command.fullWatts * 1_000,
    heightUnits: command.heightUnits ?? base?.heightUnits ?? 1,
  });
}

/**
 * Lowest rack unit a device of this height goes to. Refuses with `rack.unitTaken` or `rack.full`.
 */
function chooseUnit(
  world: World,
  input: { rack: number; heightUnits: number; unit: number | undefined; self: number },
): Result<number> {
  const units = world.rack.col.units[input.rack]!;
  const owner = new Map<number, number>();
  const { col } = world.host;
  for (const host of world.racks.hostsOf(input.rack)) {
    if (host === input.self) continue;
    for (let at = 0; at < col.heightUnits[host]!; at += 1) owner.set(col.unit[host]! + at, host);
  }
  function fits(unit: number): boolean {
    if (unit + input.heightUnits - 1 > units) return false;
    for (let at = 0; at < input.heightUnits; at += 1) if (owner.has(unit + at)) return false;
    return true;
  }
  const id = textIdOf(world, 'rack', input.rack);
  if (input.unit !== undefined) {
    if (fits(input.unit)) return ok(input.unit);
    const holder = owner.get(input.unit);
    return refuse({
      code: 'rack.unitTaken',
      message:
        holder === undefined
          ? `${input.heightUnits} units from unit ${input.unit} do not fit into ` +
            `${id} with ${units} units.`
          : `Unit ${input.unit} of ${id} holds ${textIdOf(world, 'host', holder)}.`,
      hint: 'Choose another unit, or leave it out to take the first free place.',
      details: { rack: id, unit: input.unit, units, heightUnits: input.heightUnits },
    });
  }
  for (let unit = 1; unit <= units; unit += 1) if (fits(unit)) return ok(unit);
  return refuse({
    code: 'rack.full',
    message:
      `${id} has no ${input.heightUnits} free units in a row; ${owner.size} of ` +
      `${units} are taken.`,
    hint: 'Use another rack, or remove a host.',
    details: { rack: id, taken: owner.size, units, heightUnits: input.heightUnits },
  });
}

/** PDUs and switches a host is wired to when nobody says: those of its rack. */
function wiringOf(
  world: World,
  command: CommandOf<'host.add'>,
  rack: number,
): Result<{ pdus: number[]; switches: number[] }> {
  const pdus: number[] = [];
  for (const reference of command.pdus ?? []) {
    const pdu = findPdu(world, reference);
    if (!pdu.ok) return pdu;
    if (!pdus.includes(pdu.value)) pdus.push(pdu.value);
  }
  if (command.pdus === undefined) pdus.push(...world.racks.pdusOf(rack).slice(0, CORDS_MAX));
  const named = findAll(world, 'switch', command.switches ?? []);
  if (!named.ok) return named;
  const switches = [...named.value];
  if (command.switches === undefined) switches.push(...torSwitchesOf(world, rack));
  return ok({ pdus, switches });
}

function torSwitchesOf(world: World, rack: number): number[] {
  return world.racks.switchesOf(rack).filter((slot) => world.switch.col.layer[slot] === TOR);
}

/** Looks at `host.add`; its refusals stand with its schema in `shared/commands`. */
export function decideHostAdd(world: World, command: CommandOf<'host.add'>): Decided {
  const free = checkFree(world, { word: 'host', name: command.name });
  if (!free.ok) return free;
  const rack = find(world, 'rack', command.rack);
  if (!rack.ok) return rack;
  const hardware = hardwareOf(world, command);
  if (!hardware.ok) return hardware;
  const unit = chooseUnit(world, {
    rack: rack.value,
    heightUnits: hardware.value.heightUnits,
    unit: command.unit,
    self: -1,
  });
  if (!unit.ok) return unit;
  const wiring = wiringOf(world, command, rack.value);
  if (!wiring.ok) return wiring;
  const named = checkLinkNames(world, command.name, wiring.value.switches);
  if (!named.ok) return named;
  const installed =
    command.installed === undefined ? undefined : world.lookup.image(command.installed);
  if (installed !== undefined && !installed.ok) return installed;
  return ok(() => {
    const slot = world.host.allocate();
    const system = installed?.value.image.alias ?? '';
    world.host.setText({ column: 'installed', slot, text: system });
    const { model, ...figures } = hardware.value;
    world.host.setText({ column: 'name', slot, text: command.name });
    world.host.setRef({ column: 'rack', slot, to: rack.value });
    world.host.col.unit[slot] = unit.value;
    world.host.setText({ column: 'model', slot, text: model });
    writeFigures(world, slot, figures);
    world.host.col.vCpuPerCore[slot] = command.vCpuPerCore ?? 1;
    world.host.col.system[slot] = HOST_SYSTEMS.indexOf(command.system ?? 'hypervisor');
    world.names.add('host', slot);
    world.racks.addHost(slot);
    for (const pdu of wiring.value.pdus) plugIn(world, { host: slot, switch: -1, pdu });
    for (const upper of wiring.value.switches) connect(world, { host: slot, lower: -1, upper });
    world.plant.invalidate();
    world.plantDirty = true;
  });
}

/** Writes what a host is made of into its columns. */
function writeFigures(world: World, slot: number, figures: Omit<Hardware, 'model'>): void {
  const { col } = world.host;
  col.cores[slot] = figures.cores;
  col.mipsPerCore[slot] = figures.mipsPerCore;
  col.memoryMib[slot] = figures.memoryMib;
  col.diskGib[slot] = figures.diskGib;
  col.nicMbps[slot] = figures.nicMbps;
  col.idleMilliwatt[slot] = figures.idleMilliwatt;
  col.fullMilliwatt[slot] = figures.fullMilliwatt;
  col.heightUnits[slot] = figures.heightUnits;
}

/** Machines placed on a host, running or not, and whoever holds it or places on it. */
export function machinesOn(world: World, host: number): { table: TableName; slot: number }[] {
  const { host: reserved, reservation } = world.reservedPlace.col;
  const held = new Set(
    [...world.reservedPlace.slots()]
      .filter((place) => reserved[place] === host + 1)
      .map((place) => reservation[place]! - 1),
  );
  return [
    ...rowsWhere(world, 'vm', (vm) => world.vm.col.host[vm] === host + 1),
    ...rowsWhere(world, 'dedicatedHost', (one) => world.dedicatedHost.col.host[one] === host + 1),
    ...rowsWhere(world, 'reservation', (one) => held.has(one)),
    ...rowsWhere(world, 'move', (one) => world.move.col.server[one] === host + 1),
    ...rowsWhere(world, 'service', (one) => needsServer(world, one, host)),
  ];
}

/** A service is served there, or calls something there. */
function needsServer(world: World, service: number, host: number): boolean {
  if (world.service.col.server[service] === host + 1) return true;
  const { service: of, host: to } = world.serviceCall.col;
  return [...world.serviceCall.slots()].some(
    (row) => of[row] === service + 1 && to[row] === host + 1,
  );
}

/**
 * Applications on its own operating system keep a host in its role and in the room. Refuses with
 * `host.hasApplications`.
 */
export function checkNoApplications(world: World, host: number): Result<void> {
  const guest = world.guests.onHost(host);
  const count = guest < 0 ? 0 : world.guests.appsOf(guest).length;
  if (count === 0) return ok(undefined);
  const id = textIdOf(world, 'host', host);
  return refuse({
    code: 'host.hasApplications',
    message: `${id} has ${count} applications installed on its own operating system.`,
    hint: 'Remove them first (app.remove).',
    details: { host: id, applications: count },
  });
}

/** Looks at `host.edit`; its refusals stand with its schema in `shared/commands`. */
export function decideHostEdit(world: World, command: CommandOf<'host.edit'>): Decided {
  const host = find(world, 'host', command.host);
  if (!host.ok) return host;
  const slot = host.value;
  const rack =
    command.rack === undefined
      ? ok(world.host.ref('rack', slot))
      : find(world, 'rack', command.rack);
  if (!rack.ok) return rack;
  const users = machinesOn(world, slot);
  const unused = checkUnused(world, {
    code: 'host.inUse',
    id: textIdOf(world, 'host', slot),
    users,
  });
  if (!unused.ok) return unused;
  const system = command.system ?? HOST_SYSTEMS[world.host.col.system[slot]!];
  const changesSystem = system !== HOST_SYSTEMS[world.host.col.system[slot]!];
  const vacant = changesSystem ? checkNoApplications(world, slot) : ok(undefined);
  if (!vacant.ok) return vacant;
  const moves = command.rack !== undefined || command.unit !== undefined;
  const heightUnits = world.host.col.heightUnits[slot]!;
  const unit = moves
    ? chooseUnit(world, { rack: rack.value, heightUnits, unit: command.unit, self: slot })
    : ok(world.host.col.unit[slot]!);
  if (!unit.ok) return unit;
  const changesRack = rack.value !== world.host.ref('rack', slot);
  // The links it has go before the new ones are made, so their own names are free again.
  const own = new Set(world.plant.linksOfHost(slot).map((link) => world.link.ref('upper', link)));
  const uppers = changesRack ? torSwitchesOf(world, rack.value).filter((up) => !own.has(up)) : [];
  const named = checkLinkNames(world, world.host.text('name', slot), uppers);
  if (!named.ok) return named;
  return ok(() => {
    world.host.setRef({ column: 'rack', slot, to: rack.value });
    world.host.col.unit[slot] = unit.value;
    if (changesSystem) {
      forgetGuest(world, { table: 'host', slot });
      forgetHypervisor(world, slot);
    }
    if (command.system !== undefined)
      world.host.col.system[slot] = HOST_SYSTEMS.indexOf(command.system);
    world.host.dirty.touch(slot);
    world.racks.invalidate();
    if (changesRack) rewire(world, slot, rack.value);
    world.plantDirty = true;
  });
}

/** A host that moved is wired to its new rack, as a new one would be. */
function rewire(world: World, host: number, rack: number): void {
  for (const cord of world.plant.cordsOfHost(host)) unplug(world, cord);
  for (const link of world.plant.linksOfHost(host)) disconnect(world, link);
  for (const pdu of world.racks.pdusOf(rack).slice(0, CORDS_MAX))
    plugIn(world, { host, switch: -1, pdu });
  for (const upper of torSwitchesOf(world, rack)) connect(world, { host, lower: -1, upper });
}

/** Looks at `host.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideHostRemove(world: World, command: CommandOf<'host.remove'>): Decided {
  const host = find(world, 'host', command.host);
  if (!host.ok) return host;
  const slot = host.value;
  const unused = checkUnused(world, {
    code: 'host.inUse',
    id: textIdOf(world, 'host', slot),
    users: machinesOn(world, slot),
  });
  if (!unused.ok) return unused;
  const vacant = checkNoApplications(world, slot);
  if (!vacant.ok) return vacant;
  return ok(() => {
    for (const cord of world.plant.cordsOfHost(slot)) unplug(world, cord);
    for (const link of world.plant.linksOfHost(slot)) disconnect(world, link);
    forgetGuest(world, { table: 'host', slot });
    world.names.remove('host', slot);
    world.host.release(slot);
    world.racks.invalidate();
    world.plant.invalidate();
    world.plantDirty = true;
  });
}
