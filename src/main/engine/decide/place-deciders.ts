/**
 * Deciders for the ground: places, clusters, racks and storage units (rules ENG-G1 and ENG-G2). The
 * ground is edited freely; only what still carries something is kept.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { PLACE_KINDS, type PlaceKind } from '../../../shared/model/kinds.ts';
import { touchSets } from '../systems/fault-domains.ts';
import { textIdOf } from '../world/names.ts';
import { checkZoneKept, usersOfPlace } from './zone-checks.ts';
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

/** Default height of a rack, in rack units. */
const RACK_UNITS = 42;

/** What may stand directly in what; a level may be left out, never turned around. */
const PARENTS: Readonly<Record<PlaceKind, readonly PlaceKind[]>> = {
  site: [],
  zone: ['site'],
  datacenter: ['site', 'zone'],
  room: ['site', 'zone', 'datacenter'],
  row: ['room'],
};

/** Looks at `place.add`; its refusals stand with its schema in `shared/commands`. */
export function decidePlaceAdd(world: World, command: CommandOf<'place.add'>): Decided {
  const free = checkFree(world, { word: command.kind, name: command.name });
  if (!free.ok) return free;
  const parent = findOptional(world, 'place', command.parent);
  if (!parent.ok) return parent;
  const allowed = PARENTS[command.kind];
  const parentKind =
    parent.value < 0 ? undefined : PLACE_KINDS[world.place.col.kind[parent.value]!];
  const fits = parentKind === undefined ? allowed.length === 0 : allowed.includes(parentKind);
  if (!fits) {
    return refuse({
      code: 'place.wrongParent',
      message:
        `A ${kindSaid(command.kind)} cannot stand ` +
        `${parentKind === undefined ? 'by itself' : `in a ${kindSaid(parentKind)}`}.`,
      hint:
        allowed.length === 0
          ? 'Leave the parent out.'
          : `Name a ${allowed.map(kindSaid).join(' or a ')} as its parent.`,
      details: { kind: command.kind, parent: parentKind ?? '', allowed: [...allowed] },
    });
  }
  return ok(() => {
    const slot = world.place.allocate();
    world.place.setText({ column: 'name', slot, text: command.name });
    world.place.col.kind[slot] = PLACE_KINDS.indexOf(command.kind);
    world.place.setRef({ column: 'parent', slot, to: parent.value });
    world.names.add('place', slot);
  });
}

/** Looks at `place.remove`; its refusals stand with its schema in `shared/commands`. */
export function decidePlaceRemove(world: World, command: CommandOf<'place.remove'>): Decided {
  const place = find(world, 'place', command.place);
  if (!place.ok) return place;
  const slot = place.value;
  const users = [
    ...rowsWhere(world, 'place', (other) => world.place.col.parent[other] === slot + 1),
    ...rowsWhere(world, 'rack', (rack) => world.rack.col.row[rack] === slot + 1),
    ...usersOfPlace(world, slot),
  ];
  const unused = checkUnused(world, {
    code: 'place.notEmpty',
    id: textIdOf(world, 'place', slot),
    users,
  });
  if (!unused.ok) return unused;
  return ok(() => {
    world.names.remove('place', slot);
    world.place.release(slot);
  });
}

/** Looks at `cluster.add`; its refusals stand with its schema in `shared/commands`. */
export function decideClusterAdd(world: World, command: CommandOf<'cluster.add'>): Decided {
  const free = checkFree(world, { word: 'cluster', name: command.name });
  if (!free.ok) return free;
  const sizes: string[] = [];
  for (const name of command.sizes ?? []) {
    const size = world.lookup.size(name);
    if (!size.ok) return size;
    sizes.push(size.value.name);
  }
  return ok(() => {
    const slot = world.cluster.allocate();
    world.cluster.setText({ column: 'name', slot, text: command.name });
    world.cluster.setText({ column: 'sizes', slot, text: sizes.join('\n') });
    world.names.add('cluster', slot);
  });
}

/** Looks at `cluster.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideClusterRemove(world: World, command: CommandOf<'cluster.remove'>): Decided {
  const cluster = find(world, 'cluster', command.cluster);
  if (!cluster.ok) return cluster;
  const slot = cluster.value;
  const users = rowsWhere(world, 'rack', (rack) => world.rack.col.cluster[rack] === slot + 1);
  const unused = checkUnused(world, {
    code: 'cluster.notEmpty',
    id: textIdOf(world, 'cluster', slot),
    users,
  });
  if (!unused.ok) return unused;
  return ok(() => {
    world.names.remove('cluster', slot);
    world.cluster.release(slot);
  });
}

/** Where in its row a rack would stand; refuses a place that is taken. */
function choosePosition(
  world: World,
  input: { row: number; position: number | undefined; self: number },
): Result<never> | number {
  const taken = new Set<number>();
  for (const rack of world.rack.slots()) {
    if (rack !== input.self && world.rack.col.row[rack] === input.row + 1)
      taken.add(world.rack.col.position[rack]!);
  }
  if (input.position === undefined) {
    let position = 1;
    while (taken.has(position)) position += 1;
    return position;
  }
  if (!taken.has(input.position)) return input.position;
  return refuse({
    code: 'rack.positionTaken',
    message:
      `Position ${input.position} of ${textIdOf(world, 'place', input.row)} holds ` +
      'a rack already.',
    hint: 'Choose another position, or leave it out to take the first free one.',
    details: { position: input.position, row: textIdOf(world, 'place', input.row) },
  });
}

/** Looks at `rack.add`; its refusals stand with its schema in `shared/commands`. */
export function decideRackAdd(world: World, command: CommandOf<'rack.add'>): Decided {
  const free = checkFree(world, { word: 'rack', name: command.name });
  if (!free.ok) return free;
  const row = find(world, 'place', command.row);
  if (!row.ok) return row;
  const cluster = findOptional(world, 'cluster', command.cluster);
  if (!cluster.ok) return cluster;
  const position = choosePosition(world, { row: row.value, position: command.position, self: -1 });
  if (typeof position !== 'number') return position;
  return ok(() => {
    const slot = world.rack.allocate();
    world.rack.setText({ column: 'name', slot, text: command.name });
    world.rack.setRef({ column: 'row', slot, to: row.value });
    world.rack.col.position[slot] = position;
    world.rack.col.units[slot] = command.units ?? RACK_UNITS;
    world.rack.setRef({ column: 'cluster', slot, to: cluster.value });
    world.names.add('rack', slot);
    touchSets(world);
  });
}

/** Looks at `rack.edit`; its refusals stand with its schema in `shared/commands`. */
export function decideRackEdit(world: World, command: CommandOf<'rack.edit'>): Decided {
  const rack = find(world, 'rack', command.rack);
  if (!rack.ok) return rack;
  const slot = rack.value;
  const row =
    command.row === undefined ? ok(world.rack.ref('row', slot)) : find(world, 'place', command.row);
  if (!row.ok) return row;
  const cluster =
    command.cluster === undefined
      ? ok(world.rack.ref('cluster', slot))
      : find(world, 'cluster', command.cluster);
  if (!cluster.ok) return cluster;
  const moves = command.row !== undefined || command.position !== undefined;
  const position = moves
    ? choosePosition(world, { row: row.value, position: command.position, self: slot })
    : world.rack.col.position[slot]!;
  if (typeof position !== 'number') return position;
  const stays = checkZoneKept(world, { rack: slot, row: row.value });
  if (!stays.ok) return stays;
  if (cluster.value !== world.rack.ref('cluster', slot)) {
    const users = rowsWhere(world, 'vm', (vm) => {
      const host = world.vm.col.host[vm]! - 1;
      return host >= 0 && world.host.col.rack[host] === slot + 1;
    });
    const unused = checkUnused(world, {
      code: 'rack.inUse',
      id: textIdOf(world, 'rack', slot),
      users,
    });
    if (!unused.ok) return unused;
  }
  return ok(() => {
    world.rack.setRef({ column: 'row', slot, to: row.value });
    world.rack.col.position[slot] = position;
    world.rack.setRef({ column: 'cluster', slot, to: cluster.value });
    touchSets(world);
  });
}

/** Looks at `rack.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideRackRemove(world: World, command: CommandOf<'rack.remove'>): Decided {
  const rack = find(world, 'rack', command.rack);
  if (!rack.ok) return rack;
  const slot = rack.value;
  const users = [
    ...rowsWhere(world, 'host', (host) => world.host.col.rack[host] === slot + 1),
    ...rowsWhere(world, 'switch', (other) => world.switch.col.rack[other] === slot + 1),
    ...rowsWhere(world, 'power', (other) => world.power.col.rack[other] === slot + 1),
    ...rowsWhere(world, 'storage', (other) => world.storage.col.rack[other] === slot + 1),
  ];
  const unused = checkUnused(world, {
    code: 'rack.notEmpty',
    id: textIdOf(world, 'rack', slot),
    users,
  });
  if (!unused.ok) return unused;
  return ok(() => {
    world.names.remove('rack', slot);
    world.rack.release(slot);
    touchSets(world);
  });
}

/** Looks at `storage.add`; its refusals stand with its schema in `shared/commands`. */
export function decideStorageAdd(world: World, command: CommandOf<'storage.add'>): Decided {
  const free = checkFree(world, { word: 'storage', name: command.name });
  if (!free.ok) return free;
  const rack = findOptional(world, 'rack', command.rack);
  if (!rack.ok) return rack;
  const ground = findGround(world, command);
  if (!ground.ok) return ground;
  return ok(() => {
    const slot = world.storage.allocate();
    world.storage.setText({ column: 'name', slot, text: command.name });
    world.storage.setRef({ column: 'rack', slot, to: rack.value });
    world.storage.setRef({ column: 'place', slot, to: ground.value });
    world.storage.col.capacityGib[slot] = command.capacityGib ?? 100_000;
    world.names.add('storage', slot);
    world.plantDirty = true;
  });
}

/** True when the witness or the backups of a store lie on a storage unit. */
function storesLieOn(world: World, store: number, storage: number): boolean {
  const { witnessStorage, backupStorage } = world.store.col;
  return witnessStorage[store] === storage + 1 || backupStorage[store] === storage + 1;
}

/** Looks at `storage.remove`; its refusals stand with its schema in `shared/commands`. */
export function decideStorageRemove(world: World, command: CommandOf<'storage.remove'>): Decided {
  const storage = find(world, 'storage', command.storage);
  if (!storage.ok) return storage;
  const slot = storage.value;
  const users = [
    ...rowsWhere(world, 'disk', (disk) => world.disk.col.storage[disk] === slot + 1),
    ...rowsWhere(world, 'store', (store) => storesLieOn(world, store, slot)),
  ];
  const unused = checkUnused(world, {
    code: 'storage.notEmpty',
    id: textIdOf(world, 'storage', slot),
    users,
  });
  if (!unused.ok) return unused;
  return ok(() => {
    world.names.remove('storage', slot);
    world.storage.release(slot);
  });
}
