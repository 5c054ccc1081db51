/**
 * Commands on what a load balancer has beside its own frontend, probe and rule: frontends under
 * further addresses, named probes, and rules that lead from a frontend and port to a pool. A rule
 * stands among the balancers: whatever may name a balancer, from services to names, may name it.
 */
import { z } from 'zod';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';
import {
  ALL_DOWN_BEHAVIOURS,
  DISTRIBUTIONS,
  FRONTEND_EXPOSURES,
  PROBE_PROTOCOLS,
  RULE_TRANSPORTS,
} from '../model/kinds.ts';

const addressSchema = z.string().min(7).max(15);
const portSchema = z.number().int().min(1).max(65_535);

/** Under which address a frontend is reached; what it is fixed to when it is made. */
export const frontendShape = {
  name: nameSchema,
  /** `public`: reached from everywhere. `private`: from its network alone. `public`. */
  exposure: z.enum(FRONTEND_EXPOSURES).optional(),
  /** Pins it to one zone; zone-redundant when absent. */
  zone: referenceSchema.optional(),
  /** The subnet of a private one. */
  subnet: referenceSchema.optional(),
  /** A private address asked for; the lowest free one when absent. */
  address: addressSchema.optional(),
};

/**
 * Adds a frontend to a balancer. Refusals: balancer.notFound, balancer.isRule, name.taken,
 * zone.notFound, balancer.basicZone, subnet.notFound, balancerFrontend.subnet, subnet.full,
 * address.invalid, address.outsideSubnet, address.reserved, address.taken.
 */
export const balancerFrontendAddSchema = z.strictObject({
  type: z.literal('balancerFrontend.add'),
  balancer: referenceSchema,
  ...frontendShape,
});

/**
 * Gives a private frontend another address. Refusals: balancer.notFound, balancer.isRule,
 * balancerFrontend.notFound, balancerFrontend.subnet, address.invalid, address.outsideSubnet,
 * address.reserved, address.taken.
 */
export const balancerFrontendEditSchema = z.strictObject({
  type: z.literal('balancerFrontend.edit'),
  balancer: referenceSchema,
  name: nameSchema,
  address: addressSchema,
});

/**
 * Removes a frontend no rule uses. Refusals: balancer.notFound, balancer.isRule,
 * balancerFrontend.notFound, balancerFrontend.inUse.
 */
export const balancerFrontendRemoveSchema = z.strictObject({
  type: z.literal('balancerFrontend.remove'),
  balancer: referenceSchema,
  name: nameSchema,
});

/** How a named probe asks; the words are those of a balancer's own probe. */
export const namedProbeShape = {
  name: nameSchema,
  /** `tcp` when absent. */
  probeProtocol: z.enum(PROBE_PROTOCOLS).optional(),
  /** 0, or absent: the backend port of the rule. */
  probePort: z.number().int().min(0).max(65_535).optional(),
  probePath: z
    .string()
    .max(128)
    .regex(/^\/[A-Za-z0-9._~/-]*$/, { message: 'begin with /, without spaces' })
    .optional(),
  /** 5s when absent, the least the service takes. */
  probeInterval: durationSchema.optional(),
  /** 2 when absent. */
  probeThreshold: z.number().int().min(1).max(20).optional(),
};

/**
 * Adds a probe to a balancer, or puts another in place of the one of this name; rules that use it
 * ask by it from now on. Refusals: balancer.notFound, balancer.isRule, balancer.probeTooFast,
 * balancer.httpsNeedsStandard, balancer.probePathUnused, balancer.probePortBarred.
 */
export const balancerProbeSetSchema = z.strictObject({
  type: z.literal('balancerProbe.set'),
  balancer: referenceSchema,
  ...namedProbeShape,
});

/**
 * Removes a probe no rule asks by. Refusals: balancer.notFound, balancer.isRule,
 * balancerProbe.notFound, balancerProbe.inUse.
 */
export const balancerProbeRemoveSchema = z.strictObject({
  type: z.literal('balancerProbe.remove'),
  balancer: referenceSchema,
  name: nameSchema,
});

/** From a frontend and port to a pool and port, and how. */
export const balancerRuleShape = {
  /** The frontend, by its name; the balancer's own when absent. */
  frontend: nameSchema.optional(),
  /** The port users ask. */
  port: portSchema,
  /** `tcp` when absent. */
  transport: z.enum(RULE_TRANSPORTS).optional(),
  /** The port of the machines; the same as `port` when absent. */
  backendPort: portSchema.optional(),
  /** The pool, by its name: rules of one balancer that name it share it; its own when absent. */
  pool: nameSchema.optional(),
  /** The probe, by its name; the balancer's own when absent. */
  probe: nameSchema.optional(),
  /** Each connection anew, or each user's address to one machine; `default` when absent. */
  distribution: z.enum(DISTRIBUTIONS).optional(),
  /** 4 to 30 minutes; 4m when absent. */
  idleTimeout: durationSchema.optional(),
  /** New flows while every backend is down; `refuse` when absent. */
  allDown: z.enum(ALL_DOWN_BEHAVIOURS).optional(),
};

/**
 * Adds a rule to a balancer. Refusals: balancer.notFound, balancer.isRule, name.taken,
 * balancerFrontend.notFound, balancerProbe.notFound, balancerRule.conflict,
 * balancerRule.backendConflict, balancer.idleOutOfRange, balancer.probePortBarred.
 */
export const balancerRuleAddSchema = z.strictObject({
  type: z.literal('balancerRule.add'),
  name: nameSchema,
  balancer: referenceSchema,
  ...balancerRuleShape,
});

/**
 * Changes a rule; what is not said stays. Refusals: balancer.notFound, balancer.notRule,
 * balancerFrontend.notFound, balancerProbe.notFound, balancerRule.conflict,
 * balancerRule.backendConflict, balancer.idleOutOfRange, balancer.probePortBarred,
 * service.portMismatch, dnsProfile.privateAnswer.
 */
export const balancerRuleEditSchema = z.strictObject({
  type: z.literal('balancerRule.edit'),
  rule: referenceSchema,
  ...balancerRuleShape,
  port: portSchema.optional(),
  /** What it uses of the balancer itself again. */
  own: z
    .array(z.enum(['frontend', 'pool', 'probe']))
    .max(3)
    .optional(),
});

/** Removes a rule no service stands behind. Refusals: balancer.notFound, balancer.notRule,
 * balancer.inUse. */
export const balancerRuleRemoveSchema = z.strictObject({
  type: z.literal('balancerRule.remove'),
  rule: referenceSchema,
});

export const balancerRuleCommandSchemas = [
  balancerFrontendAddSchema,
  balancerFrontendEditSchema,
  balancerFrontendRemoveSchema,
  balancerProbeSetSchema,
  balancerProbeRemoveSchema,
  balancerRuleAddSchema,
  balancerRuleEditSchema,
  balancerRuleRemoveSchema,
] as const;
