/**
 * The room as the screen may see it: one flat row for each thing that exists.
 *
 * Rows are plain values without behaviour. Whatever could be computed wrongly by a screen
 * (states, sums, what is reachable) is in the row already. Numbers carry their unit in the name.
 * `cause` is the id of the happening that explains a bad state; follow it with `workspace.explain`.
 */
import { z } from 'zod';
import {
  APP_FAULTS,
  DISK_REDUNDANCIES,
  DISK_ROLES,
  DNS_HEALTHS,
  DNS_ROUTINGS,
  ORCHESTRATIONS,
  POWER_STATES,
  REPLICA_STATES,
  SCALE_IN_POLICIES,
  VM_OPERATIONS,
} from '../model/kinds.ts';
import { rateCurveSchema } from '../model/quantities.ts';
import {
  autoscaleProfileSchema,
  autoscaleRuleSchema,
  forecastSchema,
} from '../commands/autoscale-commands.ts';
import { balancerRowSchema } from './balancer-parts-view.ts';
import { environmentViewSchema } from './environment-view.ts';
import { faultRowShape, vmMarksShape } from './fault-view.ts';
import { guestViewSchema } from './guest-view.ts';
import {
  galleryRowSchema,
  imageDefinitionRowSchema,
  managedImageRowSchema,
  termsRowSchema,
  vmImageShape,
} from './image-view.ts';
import { nestViewSchema } from './hypervisor-view.ts';
import { maintainedRowShape } from './maintenance-view.ts';
import { moveRowSchema } from './move-view.ts';
import { instanceRowShape, scaleSetPolicyRowShape } from './scale-set-view.ts';
import { diskServiceShape, quotaRowSchema, vmServiceShape } from './service-view.ts';
import { sessionsViewSchema, storeViewShape } from './store-view.ts';
import {
  platformRowSchema,
  reliabilityRowSchema,
  proximityGroupRowSchema,
  hostGroupRowSchema,
  dedicatedHostRowSchema,
  reservationRowSchema,
  scheduledEventRowSchema,
  drainHookRowSchema,
  snapshotRowSchema,
} from './platform-row-view.ts';
import {
  placeRowSchema,
  clusterRowSchema,
  rackRowSchema,
  powerRowSchema,
  switchRowSchema,
  linkRowSchema,
  storageRowSchema,
  hostRowSchema,
} from './plant-row-view.ts';
import {
  networkRowSchema,
  nicNetworkShape,
  publicIpRowSchema,
  securityGroupRowSchema,
  subnetRowSchema,
} from './virtual-network-view.ts';
import { webAppViewShape } from './web-app-view.ts';
import { workloadViewShape } from './workload-view.ts';
import { base, cause, cloud, count, id } from './row-base.ts';

export const groupRowSchema = z.strictObject({
  kind: z.literal('group'),
  ...base,
  location: z.string(),
  tags: z.record(z.string(), z.string()),
  revision: count,
  environment: environmentViewSchema.optional(),
});

export const vmRowSchema = z.strictObject({
  kind: z.literal('vm'),
  ...cloud,
  size: z.string(),
  vCpu: count,
  memoryMib: count,
  image: z.string(),
  /** The version `latest` meant when the machine was created. */
  exactImage: z.string(),
  host: id.optional(),
  powerState: z.enum(POWER_STATES),
  operation: z.enum(VM_OPERATIONS),
  /** Stopped because what it stood on failed; it starts by itself when that works again. */
  lost: z.boolean(),
  operationEndsAtUs: count.optional(),
  disks: z.array(id),
  nics: z.array(id),
  balancers: z.array(id),
  /** Price of compute while it is allocated, in millionths of a dollar an hour. */
  microUsdPerHour: count,
  /** The zone it is pinned to; absent: regional. Where it stands now, its host says. */
  zone: id.optional(),
  proximityGroup: id.optional(),
  hostGroup: id.optional(),
  /** The dedicated host it names for life. */
  dedicatedHost: id.optional(),
  reservation: id.optional(),
  /** Availability set and its domains there, counted from 0. */
  availabilitySet: id.optional(),
  /** Weight of its vCPU where cores are short, unless it is the usual 100. */
  cpuWeight: count.optional(),
  /** Share of the processor it asks for that its neighbours have, in millionths; none: nothing. */
  stealPpm: count.optional(),
  faultDomain: count.optional(),
  updateDomain: count.optional(),
  scaleSet: id.optional(),
  /** Number of the instance in its set, from 0 in order of making. */
  instance: count.optional(),
  protected: z.boolean().optional(),
  /** Stores it has a replica of, and what that does. */
  replicaOf: z.array(z.strictObject({ store: id, state: z.enum(REPLICA_STATES) })).optional(),
  /** Its operating system, once somebody has touched it. */
  guest: guestViewSchema.optional(),
  /** The machine it runs inside; absent: it stands on its host. */
  inside: id.optional(),
  /** What it runs machines with, when a hypervisor is installed in it. */
  hypervisor: nestViewSchema.optional(),
  /** What its application does, unless it serves as it should. */
  application: z.enum(APP_FAULTS).optional(),
  ...instanceRowShape,
  ...vmServiceShape,
  ...maintainedRowShape,
  ...vmImageShape,
  cause,
  ...vmMarksShape,
});

export const availabilitySetRowSchema = z.strictObject({
  kind: z.literal('availabilitySet'),
  ...cloud,
  faultDomains: count,
  updateDomains: count,
  /** The cluster it is pinned to while any member is allocated there. */
  cluster: id.optional(),
  members: z.array(id),
  /** Allocated members by fault domain, then update domain. */
  matrix: z.array(z.array(count)),
  /** What is left when one fault domain is lost while one update domain is maintained, at worst. */
  worstPair: z
    .strictObject({ faultDomain: count, updateDomain: count, lost: count, left: count })
    .optional(),
  racks: z.array(z.strictObject({ rack: id, faultDomain: count })),
  ...maintainedRowShape,
});

export const scaleSetRowSchema = z.strictObject({
  kind: z.literal('scaleSet'),
  ...cloud,
  orchestration: z.enum(ORCHESTRATIONS),
  size: z.string(),
  image: z.string(),
  /** Instances wanted; those being made or deleted are on their way there. */
  capacity: count,
  instances: z.array(id),
  faultDomains: count,
  /** 0: the set has none. */
  updateDomains: count,
  scaleIn: z.enum(SCALE_IN_POLICIES),
  /** Zones it is spread over with the instances in each; empty: it is regional. */
  zones: z.array(z.strictObject({ zone: id, instances: count })),
  /** Never out of balance over its zones. */
  zoneBalance: z.boolean(),
  balancers: z.array(id),
  /** Where the interfaces of its instances are, and who guards each of them. */
  subnet: id.optional(),
  securityGroup: id.optional(),
  /** Instances by fault domain and update domain; absent where the set has no update domains. */
  matrix: z.array(z.array(count)).optional(),
  ...scaleSetPolicyRowShape,
  autoscale: z
    .strictObject({
      minimum: count,
      maximum: count,
      default: count,
      name: z.string(),
      rules: z.array(autoscaleRuleSchema),
      /** Beside the default profile, which has the limits and rules above. */
      profiles: z.array(autoscaleProfileSchema),
      warmUp: z.string().optional(),
      forecast: forecastSchema.optional(),
      /** Name of the profile in force. */
      profile: z.string(),
      /** No rule acts before this moment. */
      cooldownUntilUs: count,
    })
    .optional(),
});

export const diskRowSchema = z.strictObject({
  kind: z.literal('disk'),
  ...cloud,
  role: z.enum(DISK_ROLES),
  sizeGib: count,
  tier: z.string(),
  vm: id.optional(),
  storage: id.optional(),
  redundancy: z.enum(DISK_REDUNDANCIES),
  /** The zone it is pinned to; absent: regional, or in several zones. */
  zone: id.optional(),
  ...diskServiceShape,
});

export const nicRowSchema = z.strictObject({
  kind: z.literal('nic'),
  ...cloud,
  privateAddress: z.string(),
  vm: id.optional(),
  ...nicNetworkShape,
});

export const serviceRowSchema = z.strictObject({
  kind: z.literal('service'),
  ...cloud,
  balancer: id,
  workers: count,
  serviceTimeUs: count,
  queueLimit: count,
  deadlineUs: count,
  thresholdPpm: count,
  port: count,
  /** Calls outwards of one request, and for how long each keeps its port. */
  outboundCalls: count.optional(),
  outboundHoldUs: count.optional(),
  /** Addresses its users come from, and the share of the largest. */
  clients: count.optional(),
  largestClientShare: z.number().optional(),
  /** What it needs, with the share of requests that do; without `on` it is gone. */
  dependsOn: z
    .array(z.strictObject({ on: id.optional(), share: z.number(), port: count.optional() }))
    .optional(),
  /** A server of one's own it began at, and whether its users are led there now. */
  server: id.optional(),
  atServer: z.boolean().optional(),
  /** What each request calls, and what one call takes there and back. */
  calls: z.array(z.strictObject({ to: z.string(), times: count, roundTripUs: count })).optional(),
  sessions: sessionsViewSchema.optional(),
  curve: rateCurveSchema.optional(),
  /** Moment on which the curve's own time 0 fell. */
  curveStartUs: count,
});

export const dnsProfileRowSchema = z.strictObject({
  kind: z.literal('dnsProfile'),
  ...cloud,
  service: id,
  routing: z.enum(DNS_ROUTINGS),
  ttlUs: count,
  probeIntervalUs: count,
  toleratedFailures: count,
  resolvers: count,
  /** In order of preference. */
  endpoints: z.array(
    z.strictObject({
      balancer: id,
      weight: count,
      enabled: z.boolean(),
      health: z.enum(DNS_HEALTHS),
      failures: count,
      /** Resolvers whose last answer it was. */
      holders: count,
      cause,
    }),
  ),
});

export const batchRowSchema = z.strictObject({
  kind: z.literal('batch'),
  ...cloud,
  count,
  done: count,
  interrupted: count,
  lastFinishUs: count.optional(),
});

export const faultRowSchema = z.strictObject({
  kind: z.literal('fault'),
  ...base,
  ...faultRowShape,
});

/** A workload with its settings; see workload-view.ts. */
export const workloadRowSchema = z.strictObject({
  kind: z.literal('workload'),
  ...cloud,
  ...workloadViewShape,
});

/** A web app with its plan and instances; see web-app-view.ts. */
export const webAppRowSchema = z.strictObject({
  kind: z.literal('webApp'),
  ...cloud,
  ...webAppViewShape,
});

/** A store with its rules and replicas; see store-view.ts. */
export const storeRowSchema = z.strictObject({
  kind: z.literal('store'),
  ...cloud,
  ...storeViewShape,
});

export const topologyRowSchema = z.discriminatedUnion('kind', [
  placeRowSchema,
  clusterRowSchema,
  rackRowSchema,
  powerRowSchema,
  switchRowSchema,
  linkRowSchema,
  storageRowSchema,
  hostRowSchema,
  groupRowSchema,
  availabilitySetRowSchema,
  scaleSetRowSchema,
  vmRowSchema,
  diskRowSchema,
  nicRowSchema,
  balancerRowSchema,
  serviceRowSchema,
  dnsProfileRowSchema,
  batchRowSchema,
  storeRowSchema,
  snapshotRowSchema,
  workloadRowSchema,
  faultRowSchema,
  platformRowSchema,
  reliabilityRowSchema,
  scheduledEventRowSchema,
  drainHookRowSchema,
  proximityGroupRowSchema,
  hostGroupRowSchema,
  dedicatedHostRowSchema,
  reservationRowSchema,
  quotaRowSchema,
  networkRowSchema,
  subnetRowSchema,
  securityGroupRowSchema,
  publicIpRowSchema,
  managedImageRowSchema,
  galleryRowSchema,
  imageDefinitionRowSchema,
  termsRowSchema,
  moveRowSchema,
  webAppRowSchema,
]);

export type TopologyRow = z.infer<typeof topologyRowSchema>;
export type TopologyKind = TopologyRow['kind'];
export type RowOf<K extends TopologyKind> = Extract<TopologyRow, { kind: K }>;

/**
 * A change of the view from one revision to the next. `reset` means: forget all rows, these are
 * everything (sent first, after a rewind or an undo, and when revisions do not meet).
 */
export const topologyPatchSchema = z.strictObject({
  fromRev: count,
  toRev: count,
  reset: z.boolean(),
  /** Rows that are new or different, in the order they were made. */
  upserted: z.array(topologyRowSchema),
  removed: z.array(id),
  /** The next part of everything follows at once. */
  more: z.literal(true).optional(),
});

export type TopologyPatch = z.infer<typeof topologyPatchSchema>;
