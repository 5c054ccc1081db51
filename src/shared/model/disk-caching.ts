/**
 * Which disks a host can cache, and how it does when nobody says (docs/facts.md, disks D11 and
 * D13). Engine and export share it, so that what goes without saying is the same for both.
 */
import type { Catalogue } from './catalogue.ts';
import type { VmSize } from './catalogue-compute.ts';
import { seriesOf } from './catalogue-lookup.ts';
import type { DiskCaching, DiskRole } from './kinds.ts';

/** From this size on a host does not cache a disk ([GEN], disks D11). */
export const UNCACHED_FROM_GIB = 4_096;

/** Whether the disks of a size can be cached on its host. */
export function hasHostCache(catalogue: Catalogue, size: VmSize): boolean {
  return seriesOf(catalogue, size)?.hostCaching === true && size.io.cached !== undefined;
}

/** The caching of a disk nobody said it for: OS disks read-write where that is possible. */
export function ordinaryCachingOf(
  catalogue: Catalogue,
  disk: { readonly role: DiskRole; readonly sizeGib: number; readonly size: VmSize },
): DiskCaching {
  const cached = disk.role === 'os' && disk.sizeGib < UNCACHED_FROM_GIB;
  return cached && hasHostCache(catalogue, disk.size) ? 'readWrite' : 'none';
}
