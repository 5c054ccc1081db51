/**
 * What stands above machines in the drawing: everything whose loss could reach them, found by
 * following each thing to what it depends on. It answers where to look, not what falls.
 */
import type { Found, TableName } from '../world/names.ts';
import type { World } from '../world/world.ts';

/** Every part some machine depends on in any way, nearest first, each once. */
export function partsAbove(world: World, vms: readonly number[]): Found[] {
  const found: Found[] = [];
  const seen = new Set<string>();
  function add(table: TableName, slot: number): void {
    const key = `${table} ${slot}`;
    if (slot < 0 || seen.has(key)) return;
    seen.add(key);
    found.push({ table, slot });
  }
  for (const vm of vms) {
    add('host', world.vm.col.host[vm]! - 1);
    for (const disk of world.cloud.disksOfVm(vm)) {
      add('storage', world.disk.col.storage[disk]! - 1);
    }
  }
  // The list grows while it is read: each part adds what it hangs on.
  for (let next = 0; next < found.length; next += 1) {
    for (const { table, slot } of directlyAbove(world, found[next]!)) add(table, slot);
  }
  return found;
}

function parts(table: TableName, slots: readonly number[]): Found[] {
  return slots.map((slot) => ({ table, slot }));
}

function pdusAt(world: World, cords: readonly number[]): Found[] {
  return parts(
    'power',
    cords.map((cord) => world.cord.col.pdu[cord]! - 1),
  );
}

/** What one part hangs on directly. */
export function directlyAbove(world: World, part: Found): Found[] {
  const { slot } = part;
  switch (part.table) {
    case 'host':
      return [
        ...parts('rack', [world.host.col.rack[slot]! - 1]),
        ...pdusAt(world, world.plant.cordsOfHost(slot)),
        ...parts('switch', uppersOf(world, world.plant.linksOfHost(slot), slot)),
      ];
    case 'switch':
      return [
        ...groundOf(world, 'switch', slot),
        ...pdusAt(world, world.plant.cordsOfSwitch(slot)),
        ...parts('switch', uppersOf(world, world.plant.linksOfSwitch(slot), slot)),
      ];
    case 'power':
      return [
        ...parts('power', [world.power.col.from[slot]! - 1]),
        ...groundOf(world, 'power', slot),
      ];
    case 'storage':
      return [
        ...groundOf(world, 'storage', slot),
        ...parts('power', world.racks.pdusOf(world.storage.col.rack[slot]! - 1)),
      ];
    case 'rack':
      return parts('place', [world.rack.col.row[slot]! - 1]);
    case 'place':
      return parts('place', [world.place.col.parent[slot]! - 1]);
    default:
      return [];
  }
}

function groundOf(world: World, table: 'power' | 'switch' | 'storage', slot: number): Found[] {
  const { rack, place } = world[table].col;
  return rack[slot]! > 0 ? parts('rack', [rack[slot]! - 1]) : parts('place', [place[slot]! - 1]);
}

/** Switches at the other end of some links; a way to the core may lead over any of them. */
function uppersOf(world: World, links: readonly number[], self: number): number[] {
  const { host, lower, upper } = world.link.col;
  return links.map((link) => {
    if (host[link]! > 0) return upper[link]! - 1;
    return upper[link] === self + 1 ? lower[link]! - 1 : upper[link]! - 1;
  });
}
