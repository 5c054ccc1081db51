/**
 * Rooms for tests of stores: two zones, each with its own core switch and rack of hosts, joined by
 * one link that a test can cut, and a third place for a witness.
 */
import type { Command } from '../../src/shared/commands/index.ts';

export type StoreAdd = Omit<Extract<Command, { type: 'store.add' }>, 'type' | 'name' | 'replicas'>;

/** Link between the two zones. */
export const BRIDGE = 'link:core-1--core-2';

function zoneCommands(zone: number, hosts: number): Command[] {
  const commands: Command[] = [
    { type: 'place.add', kind: 'zone', name: `z${zone}`, parent: 'site:east' },
    { type: 'place.add', kind: 'datacenter', name: `dc-${zone}`, parent: `zone:z${zone}` },
    { type: 'place.add', kind: 'room', name: `room-${zone}`, parent: `datacenter:dc-${zone}` },
    { type: 'place.add', kind: 'row', name: `row-${zone}`, parent: `room:room-${zone}` },
    { type: 'rack.add', name: `r${zone}`, row: `row:row-${zone}` },
    { type: 'switch.add', name: `core-${zone}`, layer: 'core' },
    {
      type: 'switch.add',
      name: `tor-${zone}`,
      layer: 'tor',
      rack: `r${zone}`,
      uplinks: [`core-${zone}`],
    },
  ];
  for (let host = 1; host <= hosts; host += 1) {
    commands.push({
      type: 'host.add',
      name: `h${zone}${host}`,
      rack: `r${zone}`,
      cores: 16,
      memoryMib: 65_536,
    });
  }
  return commands;
}

/**
 * `site:east` with zones z1 and z2, hosts h11… and h21…, machines db-1 (zone 1), db-2 (zone 2),
 * db-3 (zone 1) …, storage units `sa` in zone 1 and `sb` in zone 2, group `lab`, store `db`.
 */
export function storeRoom(
  options: {
    readonly replicas?: number;
    readonly store?: StoreAdd;
    readonly more?: Command[];
  } = {},
): Command[] {
  const { replicas = 2 } = options;
  const names = Array.from({ length: replicas }, (_, index) => `db-${index + 1}`);
  return [
    { type: 'place.add', kind: 'site', name: 'east' },
    ...zoneCommands(1, 5),
    ...zoneCommands(2, 5),
    { type: 'link.add', from: 'switch:core-1', to: 'switch:core-2' },
    { type: 'storage.add', name: 'sa', rack: 'r1', capacityGib: 10_000 },
    { type: 'storage.add', name: 'sb', rack: 'r2', capacityGib: 10_000 },
    { type: 'group.add', name: 'lab' },
    ...names.map((name, index): Command => ({
      type: 'vm.create',
      name,
      size: 'D2s_v5',
      image: 'Ubuntu2204',
      host: `h${(index % 2) + 1}${Math.floor(index / 2) + 1}`,
    })),
    { type: 'store.add', name: 'db', replicas: names, ...options.store },
    ...(options.more ?? []),
  ];
}
