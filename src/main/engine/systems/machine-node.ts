/**
 * What a machine has of the node it runs on: its temporary disk and its burst credits (rules
 * ENG-SV1 and ENG-SV2; docs/facts.md, facts 9, 28 and 34). Both stay while it stays, whatever
 * restarts; on another node it begins with an empty disk and the initial credits.
 */
import { happen, type World } from '../world/world.ts';
import { beginCredits, endCredits, grantInitialCredits } from './burst-credits.ts';
import { sizeOf } from './disk-ceilings.ts';

/** MiB of the temporary disk that comes with the size of a machine; 0: none. */
export function tempDiskMib(world: World, vm: number): number {
  return sizeOf(world, vm).tempDiskMib;
}

/** A machine runs from now on, perhaps on a node it has not run on before. */
export function arriveOnNode(world: World, vm: number): void {
  const { col } = world.vm;
  if (col.onNode[vm] === 0) {
    col.onNode[vm] = 1;
    renewTempDisk(world, vm, col.cause[vm]!);
    grantInitialCredits(world, vm);
  }
  if (col.burstable[vm] === 1) beginCredits(world, vm);
}

/** It runs no more; what the node gave it stays as long as it stays there. */
export function leaveRunningNode(world: World, vm: number): void {
  if (world.vm.col.burstable[vm] === 1) endCredits(world, vm);
}

/** It gets an empty temporary disk; the first one is nothing to tell. */
export function renewTempDisk(world: World, vm: number, cause: number): void {
  const mib = tempDiskMib(world, vm);
  const { tempDisks } = world.vm.col;
  if (mib === 0) return;
  tempDisks[vm]! += 1;
  world.vm.dirty.touch(vm);
  if (tempDisks[vm] === 1) return;
  happen(world, { kind: 'vm.tempDiskLost', table: 'vm', slot: vm, cause, details: { mib } });
}
