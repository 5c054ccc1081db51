/**
 * The words of copies of a service for those who make it: what a copy is for, and what the clock
 * does with its machines in the evening. The figures are ours ([GEN], docs/facts.md, line L2).
 */

/** What a copy of a service is for. */
export const ENVIRONMENT_KINDS = ['development', 'test', 'staging'] as const;
export type EnvironmentKind = (typeof ENVIRONMENT_KINDS)[number];

/** Giving the host back ends the bill; shutting down inside keeps the host, and costs on. */
export const CLOCK_ACTS = ['deallocate', 'stop'] as const;
export type ClockAct = (typeof CLOCK_ACTS)[number];

/** When people begin, unless it is said: for the reckoning of a month by the clock. */
export const WORK_FROM = '08:00';
/** The network of a copy: a range nobody else needs to know, as it is joined to nothing. */
export const COPY_RANGE = '10.240.0.0/24';
/** The tag that the resources of a copy carry. */
export const ENVIRONMENT_TAG = 'environment';
