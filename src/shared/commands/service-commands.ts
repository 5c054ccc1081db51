/**
 * Commands of the machine service beside the lifecycle itself: another size, a new OS disk,
 * eviction, quotas and tags. Rules ENG-RZ1 to ENG-QU2 say what each asks of the machine.
 */
import { z } from 'zod';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';

/**
 * Gives a machine another size: a running one restarts, on hardware of its cluster; a deallocated
 * one stays so and may go anywhere at its next start. Refusals: vm.notFound, vm.busy,
 * vm.inScaleSet, size.notFound, resize.same, image.sizeMismatch, resize.tempDisk, disk.premiumSize,
 * disk.tooMany, nic.tooMany, dedicatedHost.series, reservation.mismatch, QuotaExceeded,
 * OperationNotAllowed, AllocationFailed, nested.unsupported, nested.outerShort,
 * hypervisor.promisedMore.
 */
export const vmResizeSchema = z.strictObject({
  type: z.literal('vm.resize'),
  vm: referenceSchema,
  size: z.string().min(1).max(64),
});

/**
 * Puts a fresh system on the OS disk of a running machine, as its image has it; data disks stay.
 * Refusals: vm.notFound, vm.busy, vm.inScaleSet, vm.notRunning, nested.inUse.
 */
export const vmReimageSchema = z.strictObject({
  type: z.literal('vm.reimage'),
  vm: referenceSchema,
  /** Empties the temporary disk too; false when absent. */
  tempDisk: z.boolean().optional(),
});

/**
 * The platform takes a spot machine back: it is told, and has 30 s. Refusals: vm.notFound,
 * vm.inScaleSet, OperationNotAllowed, vm.notAllocated, spot.noticed.
 */
export const vmEvictSchema = z.strictObject({ type: z.literal('vm.evict'), vm: referenceSchema });

/** What `quota.set` and the section of a scenario file share. */
export const quotaShape = {
  /** Location of resource groups; `lab` when absent. */
  location: nameSchema.optional(),
  /** `cores` (the whole region), `lowPriorityCores` (spot), or a family of the catalogue. */
  family: z.string().min(1).max(80),
  vCpus: z.number().int().min(0).max(1_000_000),
};

/** Sets how many vCPUs of a family a region gives. Refusals: quota.familyNotFound. */
export const quotaSetSchema = z.strictObject({ type: z.literal('quota.set'), ...quotaShape });

/** Takes a quota away: nothing is limited by it any more. Refusals: quota.notFound. */
export const quotaClearSchema = z.strictObject({
  type: z.literal('quota.clear'),
  quota: referenceSchema,
});

/** Replaces the tags of any resource. Refusals: resource.notFound. */
export const tagSetSchema = z.strictObject({
  type: z.literal('tag.set'),
  resource: referenceSchema,
  tags: tagsSchema,
});

export const serviceCommandSchemas = [
  vmResizeSchema,
  vmReimageSchema,
  vmEvictSchema,
  quotaSetSchema,
  quotaClearSchema,
  tagSetSchema,
] as const;
