/**
 * Snapshots of disks as rows, each with its price. The disk may be gone; its id stays.
 */
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { snapshotHourly } from '../systems/costs.ts';
import type { World } from '../world/world.ts';
import { cloud } from './row-parts.ts';

/** A snapshot with what it keeps and costs. */
export function snapshotRow(world: World, slot: number): RowOf<'snapshot'> {
  const { col } = world.snapshot;
  return {
    kind: 'snapshot',
    ...cloud(world, 'snapshot', slot),
    disk: world.snapshot.text('disk', slot),
    sizeGib: col.sizeGib[slot]!,
    usedGib: col.usedGib[slot]!,
    createdAtUs: col.billedFromUs[slot]!,
    microUsdPerHour: Math.round(snapshotHourly(world, slot)),
  };
}
