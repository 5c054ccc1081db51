/**
 * Rows of a moment as they will be when operations under way have ended. An export takes those as
 * done; of most of them only a power state follows, which `work-from-rows.ts` knows. A resize
 * changes figures that several sections tell of, so its machine and disks are settled here, once.
 */
import { findSize } from '../model/catalogue-lookup.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { hasHostCache } from '../model/disk-caching.ts';
import type { TopologyRow } from '../views/topology-view.ts';

/** The rows with machines of the size they wait for, and disks their new size has no cache for. */
export function settledRows(
  rows: readonly TopologyRow[],
  catalogue: Catalogue,
): readonly TopologyRow[] {
  const sizes = new Map<string, string>();
  for (const row of rows) {
    if (row.kind === 'vm' && row.pendingSize !== undefined) sizes.set(row.id, row.pendingSize);
  }
  if (sizes.size === 0) return rows;
  return rows.map((row) => {
    if (row.kind === 'vm') return { ...row, size: sizes.get(row.id) ?? row.size };
    const size = row.kind === 'disk' ? sizes.get(row.vm ?? '') : undefined;
    if (row.kind !== 'disk' || size === undefined) return row;
    const found = findSize(catalogue, size);
    return found.ok && !hasHostCache(catalogue, found.value) ? { ...row, caching: 'none' } : row;
  });
}
