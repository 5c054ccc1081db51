/**
 * What a balancer has beside its own frontend, probe and rule, as its row shows it; and what a rule
 * says, which has a row among the balancers. Laid into the rows of `topology-view.ts`; a balancer
 * with nothing beside its own shows none of it.
 */
import { z } from 'zod';
import { FRONTEND_EXPOSURES, PROBE_PROTOCOLS, RULE_TRANSPORTS } from '../model/kinds.ts';

const count = z.number().int().min(0);

/** A frontend: its address, and where it can be reached from. */
export const frontendRowSchema = z.strictObject({
  name: z.string(),
  exposure: z.enum(FRONTEND_EXPOSURES),
  address: z.string(),
  zone: z.string().optional(),
  subnet: z.string().optional(),
});

export const namedProbeRowSchema = z.strictObject({
  name: z.string(),
  probeProtocol: z.enum(PROBE_PROTOCOLS),
  /** Absent: the backend port of the rule that asks by it. */
  probePort: count.optional(),
  probePath: z.string().optional(),
  probeIntervalUs: count,
  probeThreshold: count,
});

export const balancerPartsShape = {
  frontends: z.array(frontendRowSchema).optional(),
  probes: z.array(namedProbeRowSchema).optional(),
  /** Rules beside its own, each with a row of its own. */
  rules: z.array(z.string()).optional(),
  /** What it says when it is a rule of a balancer. */
  rule: z
    .strictObject({
      balancer: z.string(),
      /** Absent: the balancer's own. */
      frontend: z.string().optional(),
      exposure: z.enum(FRONTEND_EXPOSURES),
      port: count,
      transport: z.enum(RULE_TRANSPORTS),
      pool: z.string().optional(),
      backendPort: count,
      probe: z.string().optional(),
    })
    .optional(),
};

export type BalancerFrontendRow = z.infer<typeof frontendRowSchema>;
export type NamedProbeRow = z.infer<typeof namedProbeRowSchema>;
