/**
 * Commands on managed disks as resources of their own: made, attached, detached, changed. What the
 * service asks for each change (nothing, a restart, a deallocated machine) is refused or done by
 * rules ENG-DK3 to ENG-DK6. Disks that come with a machine stand with `vm.create`.
 */
import { z } from 'zod';
import { DISK_CACHINGS, DISK_REDUNDANCIES } from '../model/kinds.ts';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';

const sizeGibSchema = z.number().int().min(1).max(65_536);
const tierSchema = z.string().min(1).max(32);

/** What `disk.create` and the section of a scenario file share. */
export const diskShape = {
  sizeGib: sizeGibSchema,
  /** A tier of the catalogue such as `P10`; the smallest premium one that holds it when absent. */
  tier: tierSchema.optional(),
  redundancy: z.enum(DISK_REDUNDANCIES).optional(),
  /** `os`: an operating system is on it; `data` when absent. */
  role: z.enum(['os', 'data']).optional(),
  /** Bursts on demand above the base, for a fee (rule ENG-DK10); off when absent. */
  bursting: z.boolean().optional(),
};

export const cachingSchema = z.enum(DISK_CACHINGS);

/**
 * Makes a disk no machine uses yet. Refusals: name.taken, group.notFound, group.ambiguous,
 * tier.notFound, disk.tierTooSmall, disk.osTooLarge, storage.notFound, storage.down, storage.full,
 * zone.notFound, zone.mismatch, disk.zrsZones, disk.zrsTier, disk.burstingUnfit.
 */
export const diskCreateSchema = z.strictObject({
  type: z.literal('disk.create'),
  name: nameSchema,
  group: referenceSchema.optional(),
  ...diskShape,
  storage: referenceSchema.optional(),
  zone: referenceSchema.optional(),
  tags: tagsSchema.optional(),
});

/**
 * Attaches a data disk to a machine, which goes on running. Refusals: disk.notFound, vm.notFound,
 * vm.busy, vm.inScaleSet, disk.inUse, disk.busy, disk.osDisk, disk.tooMany, disk.premiumSize,
 * disk.cachingUnfit, zone.mismatch, storage.down, nested.bound.
 */
export const diskAttachSchema = z.strictObject({
  type: z.literal('disk.attach'),
  disk: referenceSchema,
  vm: referenceSchema,
  /** `none` when absent, as the service does for data disks. */
  caching: cachingSchema.optional(),
});

/**
 * Detaches a data disk; it stays and goes on costing. Refusals: disk.notFound, disk.notAttached,
 * disk.osDisk, vm.busy, nested.bound.
 */
export const diskDetachSchema = z.strictObject({
  type: z.literal('disk.detach'),
  disk: referenceSchema,
});

/**
 * Changes size, tier, caching or on-demand bursting of a disk. Refusals: disk.notFound,
 * disk.nothingSaid, disk.busy, vm.busy, disk.shrink, disk.osTooLarge, tier.notFound,
 * disk.tierTooSmall, disk.zrsTier, disk.premiumSize, disk.needsDeallocated, disk.notAttached,
 * disk.cachingUnfit, storage.full, disk.burstingUnfit.
 */
export const diskEditSchema = z.strictObject({
  type: z.literal('disk.edit'),
  disk: referenceSchema,
  sizeGib: sizeGibSchema.optional(),
  tier: tierSchema.optional(),
  caching: cachingSchema.optional(),
  bursting: z.boolean().optional(),
});

export const diskCommandSchemas = [
  diskCreateSchema,
  diskAttachSchema,
  diskDetachSchema,
  diskEditSchema,
] as const;
