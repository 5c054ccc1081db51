/**
 * Parts of rows that the machine service adds: how disks are cached, what machines have of their
 * nodes, quotas. They only read.
 */
import {
  DISK_CACHINGS,
  EVICTION_POLICIES,
  type DiskCaching,
  type ProvisioningState,
} from '../../../shared/model/kinds.ts';
import type { RowOf } from '../../../shared/views/topology-view.ts';
import { baseOf, creditRuleOf } from '../systems/burst-credits.ts';
import { sizeOf } from '../systems/disk-ceilings.ts';
import { creditsLeft } from '../systems/work-drives.ts';
import { quotaUsed } from '../systems/quotas.ts';
import type { World } from '../world/world.ts';
import { base, some } from './row-parts.ts';

/** What a disk is beside size, tier and place. */
export function diskService(
  world: World,
  slot: number,
): {
  provisioningState: ProvisioningState;
  caching: DiskCaching;
  readyAtUs?: number;
  burst?: { operations: number; bytes: number };
  onDemand?: { transactions: number };
} {
  const { caching, operationEndsAtUs, operationSerial, onDemand, paidTransactions } =
    world.disk.col;
  const endsAtUs = operationEndsAtUs[slot]!;
  const busy = operationSerial[slot] === 1 ? 'Creating' : 'Updating';
  return {
    provisioningState: endsAtUs === 0 ? 'Succeeded' : busy,
    caching: DISK_CACHINGS[caching[slot]!]!,
    ...some('readyAtUs', endsAtUs === 0 ? undefined : endsAtUs),
    ...some('burst', creditsLeft(world, slot)),
    ...some(
      'onDemand',
      onDemand[slot] === 0 ? undefined : { transactions: paidTransactions[slot]! },
    ),
  };
}

/** What a machine has of its node, and how it is paid for. */
export function vmService(world: World, vm: number) {
  const { col } = world.vm;
  const size = sizeOf(world, vm);
  const { tempDiskMib } = size;
  const credits = creditRuleOf(world, vm);
  const burst =
    credits === undefined
      ? undefined
      : {
          balance: col.credits[vm]!,
          max: credits.maxBanked,
          baseMillicores: baseOf(world, vm),
          throttled: col.cpuCapMillicores[vm]! > 0,
        };
  const spotAlone = col.scaleSet[vm] === 0 && col.spot[vm] === 1;
  return {
    ...some('credits', burst),
    ...some(
      'tempDisk',
      tempDiskMib === 0 ? undefined : { mib: tempDiskMib, had: col.tempDisks[vm]! },
    ),
    ...some('spotOf', spotAlone ? spotPart(world, vm) : undefined),
    ...some('pendingSize', world.vm.text('pendingSize', vm) || undefined),
  };
}

function spotPart(world: World, vm: number) {
  const { eviction, evicted, noticeAtUs } = world.vm.col;
  return {
    eviction: EVICTION_POLICIES[eviction[vm]!]!,
    evicted: evicted[vm] === 1,
    ...some('noticeAtUs', noticeAtUs[vm] === 0 ? undefined : noticeAtUs[vm]!),
  };
}

/** A quota with what is used of it. */
export function quotaRow(world: World, slot: number): RowOf<'quota'> {
  return {
    kind: 'quota',
    ...base(world, 'quota', slot),
    location: world.quota.text('location', slot),
    family: world.quota.text('family', slot),
    limit: world.quota.col.limit[slot]!,
    used: quotaUsed(world, slot),
  };
}
