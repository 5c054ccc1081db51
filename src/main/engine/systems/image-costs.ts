/**
 * What images cost: what is used of their disks, at the price of the catalogue, from the moment
 * they are asked for until they are deleted; a gallery version once for each region (rule
 * ENG-IM10). These are rates and sums only: who makes or deletes an image writes down from when it
 * is paid and what it came to.
 */
import { US_PER_HOUR } from '../../../shared/kernel/time.ts';
import { findCharge } from '../../../shared/model/catalogue-lookup.ts';
import type { World } from '../world/world.ts';
import { replicasOf, versionsOf } from './image-source.ts';

/** The charge of an image, for each GB of what is used and month; a snapshot has it too. */
export const IMAGE_CHARGE = 'snapshot';
/** Prices count in thousands, disks in powers of two. */
const GB_PER_GIB = 1.073741824;

function hourlyOf(world: World, usedGib: number): number {
  const microUsd = findCharge(world.catalogue, IMAGE_CHARGE)?.steps[0]?.microUsd ?? 0;
  return (usedGib * GB_PER_GIB * microUsd) / world.catalogue.monthHours;
}

/** Price of an hour of an image outside a gallery. */
export function imageHourly(world: World, slot: number): number {
  return hourlyOf(world, world.managedImage.col.usedGib[slot]!);
}

/** Price of an hour of all replicas of all versions of a definition. */
export function definitionHourly(world: World, slot: number): number {
  let hourly = 0;
  for (const row of versionsOf(world, slot)) {
    hourly += replicasOf(world, row).length * hourlyOf(world, world.imageVersion.col.usedGib[row]!);
  }
  return hourly;
}

/** What the replicas of a version have cost so far. */
export function versionCost(world: World, row: number): number {
  const hourly = hourlyOf(world, world.imageVersion.col.usedGib[row]!);
  let microUsd = 0;
  for (const replica of replicasOf(world, row)) {
    const hours = (world.nowUs - world.imageReplica.col.billedFromUs[replica]!) / US_PER_HOUR;
    microUsd += hours * hourly;
  }
  return microUsd;
}

/** What a definition has cost so far, with versions that are gone. */
export function definitionCost(world: World, slot: number): number {
  let microUsd = world.imageDefinition.col.closedMicroUsd[slot]!;
  for (const row of versionsOf(world, slot)) microUsd += versionCost(world, row);
  return microUsd;
}
