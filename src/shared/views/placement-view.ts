/**
 * Rows of what narrows placement: proximity placement groups, dedicated host groups and hosts,
 * capacity reservations. `topology-view.ts` takes the shapes into its union.
 */
import { z } from 'zod';

const id = z.string();
const count = z.number().int().min(0);

/** Whether the allocated members of a proximity group share their datacenter (fact 57). */
export const COLOCATION_STATES = ['empty', 'aligned', 'notAligned', 'unknown'] as const;

export const proximityGroupShape = {
  kind: z.literal('proximityGroup'),
  sizes: z.array(z.string()),
  zone: id.optional(),
  /** The datacenter it is pinned to while any member is allocated. */
  datacenter: id.optional(),
  members: z.array(id),
  colocation: z.enum(COLOCATION_STATES),
};

export const hostGroupShape = {
  kind: z.literal('hostGroup'),
  zone: id.optional(),
  faultDomains: count,
  automaticPlacement: z.boolean(),
  hosts: z.array(id),
  machines: z.array(id),
};

/** States of a dedicated host that come up here (fact 58). */
const DEDICATED_STATES = ['available', 'underInvestigation'] as const;

export const dedicatedHostShape = {
  kind: z.literal('dedicatedHost'),
  hostGroup: id,
  /** The drawn host. */
  host: id,
  sku: z.string(),
  series: z.string(),
  faultDomain: count,
  state: z.enum(DEDICATED_STATES),
  machines: z.array(id),
  microUsdPerHour: count,
};

export const reservationShape = {
  kind: z.literal('reservation'),
  size: z.string(),
  zone: id.optional(),
  quantity: count,
  /** Places in use, and machines that name it beyond them. */
  used: count,
  overallocated: count,
  machines: z.array(id),
  hosts: z.array(z.strictObject({ host: id, places: count, used: count })),
  /** Of one place, used or not. */
  microUsdPerHour: count,
};
