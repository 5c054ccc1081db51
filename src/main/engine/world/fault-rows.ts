/**
 * Rows of the fault table: what they point at, and their end when that goes.
 *
 * A fault may be aimed at a row of any named table, so it keeps table and slot instead of a ref.
 * Whoever removes a named row tells the name index, and from there the row's faults are dropped.
 */
import { DISK_ROLES } from '../../../shared/model/kinds.ts';
import type { WorldTables } from './world-tables.ts';

const OS_DISK = DISK_ROLES.indexOf('os');

/** Tables a fault may point at; positions are stored, so the list is only ever appended to. */
export const FAULT_TABLES = [
  'place',
  'rack',
  'power',
  'switch',
  'link',
  'storage',
  'host',
  'vm',
  'disk',
  'nic',
  'scaleSet',
  'availabilitySet',
  'balancer',
  'dnsProfile',
  'store',
] as const;
export type FaultTable = (typeof FAULT_TABLES)[number];

/** What planned maintenance can go through. */
export const MAINTAINED = ['availabilitySet', 'scaleSet', 'vm', 'dedicatedHost'] as const;

/** A row a fault points at. */
export interface FaultPart {
  readonly table: FaultTable;
  readonly slot: number;
}

/** What a fault was aimed at; undefined when it is a shared property of machines. */
export function targetOf(world: WorldTables, fault: number): FaultPart | undefined {
  const { table, slot } = world.fault.col;
  return partAt(table[fault]!, slot[fault]!);
}

/** True when a failed disk is the one a machine's system lives on. */
export function losesSystemDisk(world: WorldTables, fault: number): boolean {
  const target = targetOf(world, fault);
  return target?.table !== 'disk' || world.disk.col.role[target.slot] === OS_DISK;
}

/** The far side of a partition. */
export function otherOf(world: WorldTables, fault: number): FaultPart | undefined {
  const { otherTable, otherSlot } = world.fault.col;
  return partAt(otherTable[fault]!, otherSlot[fault]!);
}

function partAt(table: number, slot: number): FaultPart | undefined {
  const name = table === 0 ? undefined : FAULT_TABLES[table - 1];
  return name === undefined ? undefined : { table: name, slot: slot - 1 };
}

/** Faults that point at a row, at either side. */
export function faultsAt(world: WorldTables, table: string, slot: number): number[] {
  const index = FAULT_TABLES.findIndex((name) => name === table) + 1;
  if (index === 0 || world.fault.count === 0) return [];
  const { col } = world.fault;
  return [...world.fault.slots()].filter(
    (fault) =>
      (col.table[fault] === index && col.slot[fault] === slot + 1) ||
      (col.otherTable[fault] === index && col.otherSlot[fault] === slot + 1),
  );
}

/** What dropping faults needs of a world. */
interface FaultWorld extends WorldTables {
  readonly names: {
    remove: (table: 'fault' | 'drainHook' | 'scheduledEvent', slot: number) => void;
  };
  readonly impairments: { invalidate: () => void };
  plantDirty: boolean;
}

/** A named row goes: the faults that point at it go with it. */
export function dropFaultsOf(world: FaultWorld, table: string, slot: number): void {
  dropHooksOf(world, table, slot);
  if (table === 'vm') dropEventMachinesOf(world, slot);
  const maintained = MAINTAINED.find((one) => one === table);
  if (maintained !== undefined) dropWavesOf(world, maintained, slot);
  for (const fault of faultsAt(world, table, slot)) {
    world.names.remove('fault', fault);
    world.fault.release(fault);
    world.impairments.invalidate();
    world.plantDirty = true;
  }
}

/** What machines of a part do when an event is announced goes with the part. */
function dropHooksOf(world: FaultWorld, table: string, slot: number): void {
  const index = FAULT_TABLES.findIndex((name) => name === table) + 1;
  if (index === 0 || world.drainHook.count === 0) return;
  const { col } = world.drainHook;
  for (const hook of world.drainHook.slots()) {
    if (col.table[hook] !== index || col.slot[hook] !== slot + 1) continue;
    world.names.remove('drainHook', hook);
    world.drainHook.release(hook);
  }
}

/** A machine that goes is no machine of an event any more. */
function dropEventMachinesOf(world: FaultWorld, vm: number): void {
  const { col } = world.eventMachine;
  for (const row of world.eventMachine.slots()) {
    if (col.vm[row] !== vm + 1) continue;
    world.scheduledEvent.dirty.touch(col.event[row]! - 1);
    world.eventMachine.release(row);
  }
}

/** The wave going through something, and its windows, go with it. */
function dropWavesOf(world: FaultWorld, table: (typeof MAINTAINED)[number], slot: number): void {
  const { [table]: owner } = world.maintenanceWave.col;
  for (const wave of world.maintenanceWave.slots()) {
    if (owner[wave] !== slot + 1) continue;
    dropEventsOfWave(world, wave);
    world.maintenanceWave.release(wave);
  }
  const { [table]: windowOwner } = world.maintenanceWindow.col;
  for (const row of world.maintenanceWindow.slots())
    if (windowOwner[row] === slot + 1) world.maintenanceWindow.release(row);
}

/** What a wave has announced goes with it. */
function dropEventsOfWave(world: FaultWorld, of: number): void {
  const { wave } = world.scheduledEvent.col;
  const machines = world.eventMachine;
  for (const event of world.scheduledEvent.slots()) {
    if (wave[event] !== of + 1) continue;
    for (const row of machines.slots())
      if (machines.col.event[row] === event + 1) machines.release(row);
    world.names.remove('scheduledEvent', event);
    world.scheduledEvent.release(event);
  }
}
