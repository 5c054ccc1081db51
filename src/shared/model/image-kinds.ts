/**
 * The kinds of thing around images, as closed lists. As in kinds.ts a position in a list is stored
 * in columns and keyframes, so entries are only ever appended.
 */

/** Firmware generations: V1 starts from BIOS, V2 from UEFI. */
export const HYPERVISOR_GENERATIONS = ['V1', 'V2'] as const;
export const ARCHITECTURES = ['x64', 'arm64'] as const;
export const OS_KINDS = ['linux', 'windows'] as const;
export type OsKind = (typeof OS_KINDS)[number];

/** Whether an image has lost the identity of its machine, or still carries it (fact 21). */
export const IMAGE_STATES = ['generalized', 'specialized'] as const;
export type ImageState = (typeof IMAGE_STATES)[number];

/** Where a disk that machines are made from came from. */
export const IMAGE_ORIGINS = ['captured', 'uploaded'] as const;
export type ImageOrigin = (typeof IMAGE_ORIGINS)[number];

/**
 * What no longer works between machines that carry one identity: the name leads to one of them
 * only; replicas of a store refuse each other; whoever counts machines counts one; keys of the
 * remote shell (Linux) or accounts (Windows) are the same on all.
 */
export const IDENTITY_BREAKS = [
  'name',
  'replication',
  'inventory',
  'hostKeys',
  'accounts',
] as const;
export type IdentityBreak = (typeof IDENTITY_BREAKS)[number];

/** Before the name of a marketplace image: its installation medium, not its disk. */
export const ISO_PREFIX = 'iso:';

/** Regions one image version is replicated to, at most; a bound of this product. */
export const REGIONS_MAX = 50;
