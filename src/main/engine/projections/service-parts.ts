/**
 * Parts of rows that the machine service adds: how disks are cached and what is under way on them.
 * They only read.
 */
import {
  DISK_CACHINGS,
  type DiskCaching,
  type ProvisioningState,
} from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';
import { some } from './row-parts.ts';

/** What a disk is beside size, tier and place. */
export function diskService(
  world: World,
  slot: number,
): { provisioningState: ProvisioningState; caching: DiskCaching; readyAtUs?: number } {
  const { caching, operationEndsAtUs, operationSerial } = world.disk.col;
  const endsAtUs = operationEndsAtUs[slot]!;
  const busy = operationSerial[slot] === 1 ? 'Creating' : 'Updating';
  return {
    provisioningState: endsAtUs === 0 ? 'Succeeded' : busy,
    caching: DISK_CACHINGS[caching[slot]!]!,
    ...some('readyAtUs', endsAtUs === 0 ? undefined : endsAtUs),
  };
}
