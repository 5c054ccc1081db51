/**
 * The row of a balancer, with what it has beside its own frontend, probe and rule; and what a rule
 * says, which has a row among the balancers. A balancer with nothing beside its own shows none of
 * that.
 */
import { z } from 'zod';
import {
  ALL_DOWN_BEHAVIOURS,
  BALANCER_SKUS,
  DISTRIBUTIONS,
  FRONTEND_EXPOSURES,
  OUTBOUND_WAYS,
  PROBE_ANSWERS,
  PROBE_PROTOCOLS,
  ROTATION_STATES,
  RULE_TRANSPORTS,
} from '../model/kinds.ts';
import { cause, cloud, count, id } from './row-base.ts';

/** A frontend: its address, and where it can be reached from. */
const frontendRowSchema = z.strictObject({
  name: z.string(),
  exposure: z.enum(FRONTEND_EXPOSURES),
  address: z.string(),
  zone: z.string().optional(),
  subnet: z.string().optional(),
});

const namedProbeRowSchema = z.strictObject({
  name: z.string(),
  probeProtocol: z.enum(PROBE_PROTOCOLS),
  /** Absent: the backend port of the rule that asks by it. */
  probePort: count.optional(),
  probePath: z.string().optional(),
  probeIntervalUs: count,
  probeThreshold: count,
});

const balancerPartsShape = {
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

const backendSchema = z.strictObject({
  vm: id,
  rotation: z.enum(ROTATION_STATES),
  failedProbes: count,
  /** What its last probe heard. */
  answer: z.enum(PROBE_ANSWERS),
  /** What a person says of it over its probe. */
  admin: z.enum(['up', 'down']).optional(),
  /** Share of the requests it gets, where users stick to machines. */
  sharePpm: count.optional(),
  cause,
});

export const balancerRowSchema = z.strictObject({
  kind: z.literal('balancer'),
  ...cloud,
  probeIntervalUs: count,
  probeThreshold: count,
  allDown: z.enum(ALL_DOWN_BEHAVIOURS),
  sku: z.enum(BALANCER_SKUS),
  probeProtocol: z.enum(PROBE_PROTOCOLS),
  /** The port asked for, where it is not that of the service. */
  probePort: count.optional(),
  /** The path asked for over HTTP. */
  probePath: z.string().optional(),
  /** Why no machine can ever answer this probe. */
  probeWarning: z.enum(['portClosed', 'pathUnknown', 'noHttpThere']).optional(),
  distribution: z.enum(DISTRIBUTIONS),
  idleTimeoutUs: count,
  outbound: z.enum(OUTBOUND_WAYS),
  /** Ports one machine may hold for calls outwards; with a gateway all together. */
  outboundPorts: count,
  /** The zone of its frontend; absent: zone-redundant. */
  zone: id.optional(),
  backends: z.array(backendSchema),
  ...balancerPartsShape,
});

export type BalancerFrontendRow = z.infer<typeof frontendRowSchema>;
export type NamedProbeRow = z.infer<typeof namedProbeRowSchema>;
