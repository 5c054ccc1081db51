/**
 * What happens to managed disks as resources: they are made, attached, detached, grow, change
 * their tier and their caching (rules ENG-DK3 to ENG-DK6; docs/facts.md, disks D2, D7 and D11).
 * Whether any of it is allowed was decided before.
 */
import { DISK_CACHINGS, DISK_REDUNDANCIES, DISK_ROLES } from '../../../shared/model/kinds.ts';
import type { DiskCaching, DiskRedundancy } from '../../../shared/model/kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { textIdOf } from '../world/names.ts';
import { happen, type World } from '../world/world.ts';
import { costSoFar } from './costs.ts';
import { durationOf } from './operation-durations.ts';
import { drivesChanged } from './work-drives.ts';

/** A disk to be made by itself. */
export interface LooseDiskPlan {
  readonly name: string;
  readonly group: number;
  readonly role: 'os' | 'data';
  readonly sizeGib: number;
  readonly tier: string;
  readonly redundancy: DiskRedundancy;
  /** Storage unit and zone, or -1. */
  readonly storage: number;
  readonly zone: number;
  readonly tags: string;
  readonly bursting: boolean;
}

/** Makes a disk no machine uses; it is ready after the measured time. */
export function makeLooseDisk(world: World, plan: LooseDiskPlan): number {
  const slot = world.disk.allocate();
  const { col } = world.disk;
  world.disk.setText({ column: 'name', slot, text: plan.name });
  world.disk.setText({ column: 'tier', slot, text: plan.tier });
  world.disk.setText({ column: 'tags', slot, text: plan.tags });
  col.group[slot] = plan.group + 1;
  col.role[slot] = DISK_ROLES.indexOf(plan.role);
  col.sizeGib[slot] = plan.sizeGib;
  col.redundancy[slot] = DISK_REDUNDANCIES.indexOf(plan.redundancy);
  col.storage[slot] = plan.storage + 1;
  col.zone[slot] = plan.redundancy === 'zrs' ? 0 : plan.zone + 1;
  col.billedFromUs[slot] = world.nowUs;
  col.onDemand[slot] = plan.bursting ? 1 : 0;
  takeRoom(world, { storage: plan.storage, gib: plan.sizeGib });
  world.names.add('disk', slot);
  world.cloud.invalidate();
  beginDiskOperation(world, slot);
  return slot;
}

function takeRoom(world: World, given: { storage: number; gib: number }): void {
  if (given.storage < 0) return;
  world.storage.col.usedGib[given.storage]! += given.gib;
  world.storage.dirty.touch(given.storage);
}

function beginDiskOperation(world: World, disk: number): void {
  const { col } = world.disk;
  const durationUs = durationOf(world, 'diskCreate');
  if (durationUs === 0) return;
  col.operationSerial[disk]! += 1;
  col.operationEndsAtUs[disk] = world.nowUs + durationUs;
  world.schedule({
    atUs: world.nowUs + durationUs,
    priority: PRIORITY.lifecycle,
    kind: EVENT.diskDone,
    slot: disk,
    generation: world.disk.generation[disk]!,
    payload: col.operationSerial[disk]!,
  });
}

/** Event: a disk is ready. */
export function onDiskDone(world: World, disk: number): void {
  world.disk.col.operationEndsAtUs[disk] = 0;
  touchDisk(world, disk);
  const { sizeGib } = world.disk.col;
  const details = { sizeGib: sizeGib[disk]!, tier: world.disk.text('tier', disk) };
  happen(world, { kind: 'disk.ready', table: 'disk', slot: disk, cause: 0, details });
}

function touchDisk(world: World, disk: number): void {
  world.disk.col.revision[disk]! += 1;
  world.disk.dirty.touch(disk);
}

/** The row of the machine that uses a disk shows it too. */
function touchUser(world: World, vm: number): void {
  world.vm.col.revision[vm]! += 1;
  world.vm.dirty.touch(vm);
}

/** Gives a disk to a machine. */
export function attachDisk(
  world: World,
  disk: number,
  given: { vm: number; caching: DiskCaching; cause: number },
): void {
  world.disk.setRef({ column: 'vm', slot: disk, to: given.vm });
  world.disk.col.caching[disk] = DISK_CACHINGS.indexOf(given.caching);
  world.cloud.invalidate();
  world.impairments.invalidate();
  touchDisk(world, disk);
  touchUser(world, given.vm);
  drivesChanged(world, given.vm);
  const details = { vm: textIdOf(world, 'vm', given.vm), caching: given.caching };
  happen(world, { kind: 'disk.attached', table: 'disk', slot: disk, cause: given.cause, details });
}

/** Takes a disk from its machine; what was on it stays on it. */
export function detachFromMachine(world: World, disk: number, cause: number): void {
  const vm = world.disk.ref('vm', disk);
  world.disk.setRef({ column: 'vm', slot: disk, to: -1 });
  world.disk.col.caching[disk] = 0;
  world.cloud.invalidate();
  world.impairments.invalidate();
  touchDisk(world, disk);
  touchUser(world, vm);
  drivesChanged(world, vm);
  const details = { vm: textIdOf(world, 'vm', vm) };
  happen(world, { kind: 'disk.detached', table: 'disk', slot: disk, cause, details });
}

/** What a disk is to become; what is absent stays. */
export interface DiskChange {
  readonly sizeGib: number;
  readonly tier: string;
  readonly caching: DiskCaching;
  readonly bursting: boolean;
  /** What the machine that uses it notices. */
  readonly outage: 'none' | 'disk' | 'restart';
  readonly cause: number;
}

/** Changes a disk; what it cost at its tier until now stays owed. */
export function changeDisk(world: World, disk: number, change: DiskChange): void {
  const { col } = world.disk;
  const before = col.sizeGib[disk]!;
  col.earlierMicroUsd[disk] = costSoFar(world, 'disk', disk);
  col.billedFromUs[disk] = world.nowUs;
  takeRoom(world, { storage: world.disk.ref('storage', disk), gib: change.sizeGib - before });
  col.sizeGib[disk] = change.sizeGib;
  world.disk.setText({ column: 'tier', slot: disk, text: change.tier });
  col.caching[disk] = DISK_CACHINGS.indexOf(change.caching);
  col.onDemand[disk] = change.bursting ? 1 : 0;
  touchDisk(world, disk);
  const vm = world.disk.ref('vm', disk);
  if (vm >= 0) {
    touchUser(world, vm);
    drivesChanged(world, vm);
  }
  const { sizeGib, tier, caching, outage } = change;
  const bursting = change.bursting ? { bursting: 1 } : {};
  const details = { sizeGib, tier, caching, outage, ...bursting };
  happen(world, { kind: 'disk.changed', table: 'disk', slot: disk, cause: change.cause, details });
  if (vm < 0) beginDiskOperation(world, disk);
}
