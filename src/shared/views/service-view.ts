/**
 * What rows show of the machine service: how disks are cached, what is under way on them. What
 * sizes and tiers let through stands in the catalogue and is not repeated in every row.
 */
import { z } from 'zod';
import { burstCreditsSchema, ioLimitSchema, sizeIoSchema } from '../model/catalogue-compute.ts';
import { DISK_SKUS } from '../model/catalogue-services.ts';
import { DISK_CACHINGS, EVICTION_POLICIES } from '../model/kinds.ts';
import { base, count } from './row-base.ts';

/** Of a disk. */
export const diskServiceShape = {
  /** How its host caches it; `none` while no machine uses it. */
  caching: z.enum(DISK_CACHINGS),
  /** While it is being made or changed: when that is over. */
  readyAtUs: count.optional(),
  /** Shares of its burst credits left, as of the last minute of use; absent: it has none. */
  burst: z
    .strictObject({ operations: z.number().min(0).max(1), bytes: z.number().min(0).max(1) })
    .optional(),
  /** Bursts on demand: transactions paid for so far, as of the last minute of use. */
  onDemand: z.strictObject({ transactions: z.number().min(0) }).optional(),
};

/** Of a machine. */
export const vmServiceShape = {
  /** Burst credits as of its last whole minute; absent: its size has none. */
  credits: z
    .strictObject({
      balance: z.number().min(0),
      max: count,
      /** Use at which they stay as they are, in thousandths of a vCPU. */
      baseMillicores: z.number().min(0),
      /** It has none left, so it gets its base and no more. */
      throttled: z.boolean(),
    })
    .optional(),
  /** The temporary disk that comes with its size; `had` counts how many it had, each empty. */
  tempDisk: z.strictObject({ mib: count, had: count }).optional(),
  /** A spot machine of its own. */
  spotOf: z
    .strictObject({
      eviction: z.enum(EVICTION_POLICIES),
      evicted: z.boolean(),
      noticeAtUs: count.optional(),
    })
    .optional(),
  /** While it is being resized. */
  pendingSize: z.string().optional(),
};

/** vCPUs of a family that a region gives. */
export const quotaRowSchema = z.strictObject({
  kind: z.literal('quota'),
  ...base,
  location: z.string(),
  /** A family of the catalogue, `cores` (the region) or `lowPriorityCores` (spot). */
  family: z.string(),
  limit: count,
  used: count,
});

/** Of a size, beside what every list of sizes shows. */
export const sizeServiceShape = {
  series: z.string(),
  /** Absent: not sold with Windows. */
  windowsMicroUsdPerHour: count.optional(),
  /** 0: no temporary disk. */
  tempDiskMib: count,
  maxNics: count,
  networkMbps: count,
  premiumStorage: z.boolean(),
  hostCaching: z.boolean(),
  credits: burstCreditsSchema.optional(),
  io: sizeIoSchema,
  quotaFamily: z.string(),
};

/** A disk tier to choose from. */
export const diskTierOptionSchema = z.strictObject({
  tier: z.string(),
  sku: z.enum(DISK_SKUS),
  sizeGib: count,
  ...ioLimitSchema.shape,
  burst: z
    .strictObject({ model: z.enum(['credit', 'onDemand']), ...ioLimitSchema.shape })
    .optional(),
  ioUnitKib: count.optional(),
  microUsdPerMonth: count,
  /** Figures of the tier that no source backs. */
  assumed: z.boolean(),
});
