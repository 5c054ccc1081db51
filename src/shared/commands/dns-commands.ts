/**
 * Commands on names: one name of a service that is resolved to one of several balancers, in other
 * zones or regions. Users keep what they were told for as long as the name says.
 */
import { z } from 'zod';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';
import { DNS_ROUTINGS } from '../model/kinds.ts';

/** How a name chooses and how soon it notices. */
export const dnsProfileShape = {
  /** The first good answer, or one drawn by weight; `priority` when absent. */
  routing: z.enum(DNS_ROUTINGS).optional(),
  /** Users keep an answer for so long; 60s when absent. */
  ttl: durationSchema.optional(),
  /** Time between two checks of a balancer; 30s when absent, 10s at least. */
  probeInterval: durationSchema.optional(),
  /** Failed checks that are borne before a balancer counts as down; 3 when absent. */
  toleratedFailures: z.number().int().min(0).max(9).optional(),
};

/** One answer of a name. */
export const dnsEndpointShape = z.strictObject({
  balancer: referenceSchema,
  /** Its share among the good answers with routing by weight; 1 when absent. */
  weight: z.number().int().min(1).max(1_000).optional(),
});

/**
 * Adds a name for a service. Refusals: name.taken, group.notFound, group.ambiguous,
 * service.notFound, balancer.notFound, balancer.taken, dnsProfile.serviceTaken,
 * dnsProfile.homeMissing, dnsProfile.endpointTwice, dnsProfile.probeTooFast,
 * dnsProfile.privateAnswer.
 */
export const dnsProfileAddSchema = z.strictObject({
  type: z.literal('dnsProfile.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  service: referenceSchema,
  /** In order of preference; the balancer of the service is one of them. */
  endpoints: z.array(dnsEndpointShape).min(1).max(32),
  /** Resolvers of the users, each with answers of its own; 100 when absent. */
  resolvers: z.number().int().min(1).max(1_000).optional(),
  ...dnsProfileShape,
});

/** Changes how it chooses and checks. Refusals: dnsProfile.notFound, dnsProfile.probeTooFast. */
export const dnsProfileEditSchema = z.strictObject({
  type: z.literal('dnsProfile.edit'),
  dnsProfile: referenceSchema,
  ...dnsProfileShape,
});

/**
 * Switches one answer on or off, or changes its weight. Refusals: dnsProfile.notFound,
 * balancer.notFound, dnsProfile.noEndpoint, dnsProfile.lastEndpoint.
 */
export const dnsProfileSwitchSchema = z.strictObject({
  type: z.literal('dnsProfile.switch'),
  dnsProfile: referenceSchema,
  balancer: referenceSchema,
  enabled: z.boolean().optional(),
  weight: z.number().int().min(1).max(1_000).optional(),
});

/** Removes a name; users then know the balancer of the service. Refusals: dnsProfile.notFound. */
export const dnsProfileRemoveSchema = z.strictObject({
  type: z.literal('dnsProfile.remove'),
  dnsProfile: referenceSchema,
});

export const dnsCommandSchemas = [
  dnsProfileAddSchema,
  dnsProfileEditSchema,
  dnsProfileSwitchSchema,
  dnsProfileRemoveSchema,
] as const;
