/**
 * Commands on what narrows placement: proximity placement groups, dedicated hosts and capacity
 * reservations (docs/facts.md, facts 57 to 60). Bounds and contradictions are the service's.
 */
import { z } from 'zod';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';

const sizeName = z.string().min(1).max(64);
/** Places one reservation may hold. */
const RESERVATION_QUANTITY_MAX = 1_000;
const quantity = z.number().int().min(1).max(RESERVATION_QUANTITY_MAX);

/**
 * Adds a proximity placement group: members share one datacenter. Refusals: name.taken,
 * group.notFound, group.ambiguous, size.notFound, zone.notFound, proximityGroup.zoneNeedsSizes.
 */
export const proximityGroupAddSchema = z.strictObject({
  type: z.literal('proximityGroup.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  /** Sizes its members will have: the datacenter chosen runs them all. */
  sizes: z.array(sizeName).min(1).max(20).optional(),
  /** The zone of that datacenter; only together with sizes, and for life. */
  zone: referenceSchema.optional(),
  tags: tagsSchema.optional(),
});

/** Removes a group without members. Refusals: proximityGroup.notFound, proximityGroup.notEmpty. */
export const proximityGroupRemoveSchema = z.strictObject({
  type: z.literal('proximityGroup.remove'),
  proximityGroup: referenceSchema,
});

/** Adds a group of dedicated hosts. Refusals: name.taken, group.notFound, group.ambiguous,
 * zone.notFound.
 */
export const hostGroupAddSchema = z.strictObject({
  type: z.literal('hostGroup.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  /** The zone of all its hosts; regional when absent. */
  zone: referenceSchema.optional(),
  /** Groups of racks its hosts are spread over; 1 when absent. */
  faultDomains: z.number().int().min(1).max(3).optional(),
  /** The service chooses the host of each machine; false when absent: the machine names it. */
  automaticPlacement: z.boolean().optional(),
  tags: tagsSchema.optional(),
});

/** Removes a group without hosts and machines. Refusals: hostGroup.notFound, hostGroup.notEmpty. */
export const hostGroupRemoveSchema = z.strictObject({
  type: z.literal('hostGroup.remove'),
  hostGroup: referenceSchema,
});

/**
 * Takes a drawn host for one host group alone. Refusals: name.taken, hostGroup.notFound,
 * dedicatedHost.sku, dedicatedHost.faultDomain, dedicatedHost.noHost, dedicatedHost.unfit,
 * host.notFound.
 */
export const dedicatedHostAddSchema = z.strictObject({
  type: z.literal('dedicatedHost.add'),
  name: nameSchema,
  hostGroup: referenceSchema,
  /** Series and hardware of the catalogue such as `Dsv5-Type1`; it gives series and price. */
  sku: z.string().min(1).max(64),
  /** From 0; the one with the fewest hosts of the group when absent. */
  faultDomain: z.number().int().min(0).max(2).optional(),
  /** The drawn host; the first one that is free and fits when absent. */
  host: referenceSchema.optional(),
  tags: tagsSchema.optional(),
});

/** Gives it back. Refusals: dedicatedHost.notFound, dedicatedHost.inUse. */
export const dedicatedHostRemoveSchema = z.strictObject({
  type: z.literal('dedicatedHost.remove'),
  dedicatedHost: referenceSchema,
});

/**
 * Reserves places for machines of one size, paid whether used or not. Refusals: name.taken,
 * group.notFound, group.ambiguous, size.notFound, zone.notFound, AllocationFailed,
 * ZonalAllocationFailed.
 */
export const reservationAddSchema = z.strictObject({
  type: z.literal('reservation.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  size: sizeName,
  quantity,
  /** The zone of its places; regional when absent. */
  zone: referenceSchema.optional(),
  tags: tagsSchema.optional(),
});

/**
 * Changes how many places it holds; nothing else of it can change. Refusals: reservation.notFound,
 * reservation.inUse, AllocationFailed, ZonalAllocationFailed.
 */
export const reservationEditSchema = z.strictObject({
  type: z.literal('reservation.edit'),
  reservation: referenceSchema,
  quantity,
});

/** Removes one that no machine names. Refusals: reservation.notFound, reservation.inUse. */
export const reservationRemoveSchema = z.strictObject({
  type: z.literal('reservation.remove'),
  reservation: referenceSchema,
});

export const placementCommandSchemas = [
  proximityGroupAddSchema,
  proximityGroupRemoveSchema,
  hostGroupAddSchema,
  hostGroupRemoveSchema,
  dedicatedHostAddSchema,
  dedicatedHostRemoveSchema,
  reservationAddSchema,
  reservationEditSchema,
  reservationRemoveSchema,
] as const;
