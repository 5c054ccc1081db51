/**
 * The kinds of hypervisors and of placement, as closed lists. Positions are stored, so lists only
 * grow.
 */

/** Type 1 on the hardware, type 2 in an operating system (docs/facts.md, fact 114). */
export const HYPERVISOR_TYPES = ['bareMetal', 'hosted'] as const;
export type HypervisorType = (typeof HYPERVISOR_TYPES)[number];

/** What becomes of memory asked for beyond what there is (docs/facts.md, fact 116). */
export const MEMORY_POLICIES = ['refuse', 'swap'] as const;

/** Which host with room a machine goes to (docs/facts.md, fact 119). */
export const PLACEMENT_RULES = ['firstFit', 'bestFit', 'worstFit', 'spread'] as const;
export type PlacementRule = (typeof PLACEMENT_RULES)[number];
