/**
 * Measures of a run: how much of the wanted time machines, sets and services were up, and what
 * every second of downtime was due to. Sums of incidents equal the downtime of what they are about.
 */
import { z } from 'zod';
import { happeningSchema } from '../events/happenings.ts';
import { DOWNTIME_OWNERS, METERED_GROUPS } from '../model/downtime-owners.ts';
import { FAILURE_REASONS } from '../model/kinds.ts';

const count = z.number().int().min(0);
const share = z.number().min(0).max(1);

/** Wanted time and time up, as the provider counts them (docs/facts.md, fact 49). */
const meter = {
  id: z.string(),
  name: z.string(),
  meteredUs: count,
  upUs: count,
  /** upUs ÷ meteredUs; 1 while nothing was counted. */
  slaAvailability: share,
};

export const machineMeasureSchema = z.strictObject(meter);

export const groupMeasureSchema = z.strictObject({
  kind: z.enum(METERED_GROUPS),
  ...meter,
  deployed: count,
  up: count,
});

export const serviceMeasureSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  servedFraction: share,
  availability: share,
  /** Of the pool of its balancer: down while no machine of it runs. */
  slaAvailability: share,
  slaMeteredUs: count,
  secondsUp: count,
  secondsDown: count,
});
export type ServiceMeasure = z.infer<typeof serviceMeasureSchema>;

/** Downtime of one owner with one root cause. */
export const incidentSchema = z.strictObject({
  owner: z.string(),
  ownerKind: z.enum(DOWNTIME_OWNERS),
  /** Of the first request that failed in those seconds; only for services. */
  reason: z.enum(FAILURE_REASONS).optional(),
  downUs: count,
  spans: count,
  firstAtUs: count,
  lastAtUs: count,
  /** Requests of the service that failed for this cause; only for services. */
  failedRequests: count.optional(),
  /** From the root cause down; empty when the load alone is to blame. */
  chain: z.array(happeningSchema),
});
export type Incident = z.infer<typeof incidentSchema>;

export const measuresViewSchema = z.strictObject({
  atUs: count,
  services: z.array(serviceMeasureSchema),
  machines: z.array(machineMeasureSchema),
  groups: z.array(groupMeasureSchema),
  /** Longest downtime first. */
  incidents: z.array(incidentSchema),
});
export type MeasuresView = z.infer<typeof measuresViewSchema>;
