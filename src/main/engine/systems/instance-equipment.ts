/**
 * What every instance of a scale set comes with beside its system: data disks, and an administrator
 * (rule ENG-K5). The set keeps both for as long as it is there, each in one text of its own; what
 * was asked for was checked when the set was made or its model changed.
 */
import { DISK_CACHINGS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import type { DiskPlan } from './machine-records.ts';

/** A data disk of each instance. */
export type SetDisk = Required<Pick<DiskPlan, 'sizeGib' | 'tier' | 'caching'>>;

/** Disks as one text, for a column; none is the empty text. */
export function printDisks(disks: readonly SetDisk[]): string {
  return disks.map(({ tier, sizeGib, caching }) => `${tier}:${sizeGib}:${caching}`).join(' ');
}

/** The data disks of a set, in their order. */
export function disksOfSet(world: World, set: number): SetDisk[] {
  const text = world.scaleSet.text('dataDisks', set);
  if (text === '') return [];
  return text.split(' ').map((one) => {
    const [tier = '', sizeGib = '', how] = one.split(':');
    const caching = DISK_CACHINGS.find((known) => known === how) ?? 'none';
    return { tier, sizeGib: Number(sizeGib), caching };
  });
}

/** The data disks of one instance, named after it. */
export function dataDisksOf(world: World, set: number, name: string): DiskPlan[] {
  return disksOfSet(world, set).map((disk, index) => ({
    ...disk,
    name: `${name}-data-${index}`,
    role: 'data',
  }));
}

/** The first user of each instance, as the column of machines says it; nobody is empty. */
export function administratorOfSet(world: World, set: number): string {
  return world.scaleSet.text('administrator', set);
}
