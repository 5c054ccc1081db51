/**
 * What downtime is counted for. A position in the list is stored in columns and keyframes, so
 * entries are only ever appended.
 */
export const DOWNTIME_OWNERS = [
  'service',
  'vm',
  'availabilitySet',
  'scaleSet',
  'balancer',
] as const;
export type DowntimeOwner = (typeof DOWNTIME_OWNERS)[number];

/** Groups of machines that are up while one of them is. */
export const METERED_GROUPS = ['availabilitySet', 'scaleSet', 'balancer'] as const;
export type MeteredGroup = (typeof METERED_GROUPS)[number];

/**
 * Machines that must be deployed for the time of a group to count: the promise for sets begins
 * with the second instance, a pool may be one machine (docs/facts.md, fact 49).
 */
export const DEPLOYED_NEEDED: Readonly<Record<MeteredGroup, number>> = {
  availabilitySet: 2,
  scaleSet: 2,
  balancer: 1,
};

/** Kinds of resource that cost money. */
export const COST_KINDS = [
  'vm',
  'disk',
  'balancer',
  'dedicatedHost',
  'reservation',
  'snapshot',
  'managedImage',
  'imageDefinition',
  'webApp',
  'publicIp',
] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** What costs are summed by: resources of a kind, and what crossed a border between machines. */
export const COST_SORTS = [...COST_KINDS, 'traffic'] as const;
export type CostSort = (typeof COST_SORTS)[number];
