/**
 * Commands on work: load balancers, services under load and batches of jobs.
 *
 * A service is offered requests at a seeded rate; its balancer hands each one to a backend in
 * rotation; a machine serves a bounded number at once and keeps a bounded queue.
 */
import { z } from 'zod';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';
import { durationSchema, rateCurveSchema } from '../model/quantities.ts';
import {
  ADMIN_STATES,
  ALL_DOWN_BEHAVIOURS,
  BALANCER_SKUS,
  DISTRIBUTIONS,
  OUTBOUND_WAYS,
  PROBE_PROTOCOLS,
} from '../model/kinds.ts';

/** How a balancer asks its backends whether they live (docs/facts.md, fact 100). */
export const probeShape = {
  /** Time between probes; 5 s when absent, the least the service takes. */
  probeInterval: durationSchema.optional(),
  /** Failed probes in a row until a backend is down; 2 when absent. */
  probeThreshold: z.number().int().min(1).max(20).optional(),
  /** New flows while every backend is down; `refuse` when absent. */
  allDown: z.enum(ALL_DOWN_BEHAVIOURS).optional(),
  /** A connection, or a question to the application; `tcp` when absent. */
  probeProtocol: z.enum(PROBE_PROTOCOLS).optional(),
  /** The port that is asked; 0, or absent: that of the service. */
  probePort: z.number().int().min(0).max(65_535).optional(),
  /** What is asked for over HTTP: `/` checks nothing, `/health` the application, `/ready` what it
   * needs too; `/` when absent. */
  probePath: z
    .string()
    .max(128)
    .regex(/^\/[A-Za-z0-9._~/-]*$/, { message: 'begin with /, without spaces' })
    .optional(),
  /** Each connection anew, or each user's address to one machine; `default` when absent. */
  distribution: z.enum(DISTRIBUTIONS).optional(),
  /** A connection on which nothing moved for so long is forgotten; 4 to 30 minutes, 4m. */
  idleTimeout: durationSchema.optional(),
  /** Under which address its machines call outwards; `balancer` when absent. */
  outbound: z.enum(OUTBOUND_WAYS).optional(),
};

/**
 * Adds a balancer. Refusals: name.taken, group.notFound, group.ambiguous, balancer.probeTooFast,
 * balancer.idleOutOfRange, balancer.httpsNeedsStandard, balancer.probePathUnused,
 * balancer.probePortBarred, zone.notFound, balancer.basicZone.
 */
export const balancerAddSchema = z.strictObject({
  type: z.literal('balancer.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  /** Basic pools hold one set and have no HTTPS probe; `standard` when absent. */
  sku: z.enum(BALANCER_SKUS).optional(),
  /** Pins its frontend to one zone; zone-redundant when absent. Basic ones have no zones. */
  zone: referenceSchema.optional(),
  ...probeShape,
});

/**
 * Changes its probe and rules. Refusals: balancer.notFound, balancer.isRule, balancer.probeTooFast,
 * balancer.idleOutOfRange, balancer.httpsNeedsStandard, balancer.probePathUnused,
 * balancer.probePortBarred.
 */
export const balancerEditSchema = z.strictObject({
  type: z.literal('balancer.edit'),
  balancer: referenceSchema,
  ...probeShape,
});

/**
 * Removes a balancer without rules that no service stands behind. Refusals: balancer.notFound,
 * balancer.isRule, balancer.inUse.
 */
export const balancerRemoveSchema = z.strictObject({
  type: z.literal('balancer.remove'),
  balancer: referenceSchema,
});

/**
 * Puts a machine into the backend pool. Refusals: balancer.notFound, vm.notFound,
 * balancer.alreadyMember, balancer.skuMixed, balancer.basicPool.
 */
export const balancerJoinSchema = z.strictObject({
  type: z.literal('balancer.join'),
  balancer: referenceSchema,
  vm: referenceSchema,
});

/**
 * Takes it out; requests it is serving are lost with it. Refusals: balancer.notFound,
 * vm.notFound, balancer.notMember.
 */
export const balancerLeaveSchema = z.strictObject({
  type: z.literal('balancer.leave'),
  balancer: referenceSchema,
  vm: referenceSchema,
});

/**
 * Says of a member what its probe does not: `down` gives it no new requests while it answers those
 * it has, `up` sends it requests whatever the probe says, `none` leaves it to the probe. Refusals:
 * balancer.notFound, vm.notFound, balancer.notMember, balancer.adminUnchanged.
 */
export const balancerAdmitSchema = z.strictObject({
  type: z.literal('balancer.admit'),
  balancer: referenceSchema,
  vm: referenceSchema,
  state: z.enum(ADMIN_STATES),
});

/** What one machine of a service can do, and what its users expect. */
export const serviceShape = {
  /** Requests one machine serves at the same time; 4 when absent. */
  workers: z.number().int().min(1).max(10_000).optional(),
  /** Mean time one request needs; exponential, seeded; 100ms when absent. */
  serviceTime: durationSchema.optional(),
  /** Requests one machine keeps waiting; 8 when absent. */
  queueLimit: z.number().int().min(0).max(100_000).optional(),
  /** A request served later than this counts as late; 2s when absent. */
  deadline: durationSchema.optional(),
  /** Share of a second's requests that must be served in time for it to count as up; 0.99. */
  threshold: z.number().min(0).max(1).optional(),
  /** The port on which it listens; 80 when absent. */
  port: z.number().int().min(1).max(65_535).optional(),
  /** Addresses its users come from; 0, or absent: each request from another one. */
  clients: z.number().int().min(0).max(10_000).optional(),
  /** Share of the requests that comes from the largest address, such as an office; 0: all alike. */
  largestClientShare: z.number().min(0).max(1).optional(),
  /** Calls outwards that one request makes, each over a connection of its own; 0 when absent. */
  outboundCalls: z.number().int().min(0).max(1_000).optional(),
  /** For how long a call keeps its port; 4m when absent, the idle timeout of the service. */
  outboundHold: durationSchema.optional(),
  /** What it needs to answer: machines, balancers, other services. */
  dependsOn: z
    .array(
      z.strictObject({
        on: referenceSchema,
        /** Share of the requests that need it; all when absent. */
        share: z.number().min(0).max(1).optional(),
        /** Port it is reached on, where networks may stand in the way. */
        port: z.number().int().min(1).max(65_535).optional(),
      }),
    )
    .max(16)
    .optional(),
  /** A server of one's own that its users are led to, until a move leads them to the balancer. */
  server: referenceSchema.optional(),
  /** What each request calls, one call after the other, and how often. */
  calls: z
    .array(
      z.strictObject({
        to: referenceSchema,
        times: z.number().int().min(1).max(10_000),
      }),
    )
    .max(16)
    .optional(),
};

/**
 * Adds a service behind a balancer. Refusals: name.taken, group.notFound, group.ambiguous,
 * balancer.notFound, balancer.taken, service.needNotFound, service.portMismatch,
 * balancerRule.conflict, balancerRule.backendConflict, host.notFound,
 * service.callsNeedServer, service.serverHasHypervisor.
 */
export const serviceAddSchema = z.strictObject({
  type: z.literal('service.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  balancer: referenceSchema,
  ...serviceShape,
});

/**
 * Removes a service with its figures; what it has in flight ends with it. Refusals:
 * service.notFound.
 */
export const serviceRemoveSchema = z.strictObject({
  type: z.literal('service.remove'),
  service: referenceSchema,
});

/**
 * Sets the load of a service from now on. Refusals: service.notFound, load.pointsOutOfOrder,
 * load.pointPastPeriod.
 */
export const loadSetSchema = z.strictObject({
  type: z.literal('load.set'),
  service: referenceSchema,
  curve: rateCurveSchema,
});

/** Length of job i, in MI (million instructions): base + (i × stride mod modulo). */
export const workFormulaSchema = z.strictObject({
  baseMi: z.number().int().min(1).max(1_000_000_000),
  stride: z.number().int().min(0).max(1_000_000).optional(),
  modulo: z.number().int().min(1).max(1_000_000_000).optional(),
});

/**
 * Submits jobs, job i to the machine i mod n of the list, time-shared with what runs there.
 * Refusals: name.taken, group.notFound, group.ambiguous, vm.notFound, vm.notRunning,
 * batch.noMachine, batch.tooManyJobs.
 */
export const batchSubmitSchema = z.strictObject({
  type: z.literal('batch.submit'),
  name: nameSchema,
  group: referenceSchema.optional(),
  /** References, or patterns with `*` such as `vm-*`, in the order machines were created. */
  machines: z.array(z.string().min(1).max(200)).min(1).max(1_000),
  count: z.number().int().min(1).max(10_000_000),
  work: workFormulaSchema,
});

export const workCommandSchemas = [
  balancerAddSchema,
  balancerEditSchema,
  balancerRemoveSchema,
  balancerJoinSchema,
  balancerLeaveSchema,
  balancerAdmitSchema,
  serviceAddSchema,
  serviceRemoveSchema,
  loadSetSchema,
  batchSubmitSchema,
] as const;
