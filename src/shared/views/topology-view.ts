/**
 * The room as the screen may see it: one flat row for each thing that exists.
 *
 * Rows are plain values without behaviour. Whatever could be computed wrongly by a screen
 * (states, sums, what is reachable) is in the row already. Numbers carry their unit in the name.
 * `cause` is the id of the happening that explains a bad state; follow it with `workspace.explain`.
 */
import { z } from 'zod';
import {
  ALL_DOWN_BEHAVIOURS,
  APP_FAULTS,
  BALANCER_SKUS,
  DISK_REDUNDANCIES,
  DISK_ROLES,
  DISTRIBUTIONS,
  DNS_HEALTHS,
  DNS_ROUTINGS,
  HOST_STATES,
  HOST_SYSTEMS,
  ORCHESTRATIONS,
  PLACE_KINDS,
  POWER_KINDS,
  POWER_STATES,
  PROBE_ANSWERS,
  PROBE_PROTOCOLS,
  PROVISIONING_STATES,
  REPLICA_STATES,
  ROTATION_STATES,
  SCALE_IN_POLICIES,
  SWITCH_LAYERS,
  VM_OPERATIONS,
  OUTBOUND_WAYS,
} from '../model/kinds.ts';
import {
  autoscaleProfileSchema,
  autoscaleRuleSchema,
  forecastSchema,
} from '../commands/autoscale-commands.ts';
import { guestViewSchema } from './guest-view.ts';
import {
  EVENT_MACHINE_STATES,
  EVENT_SOURCES,
  EVENT_STATUSES,
  EVENT_TYPES,
  MAINTENANCE_MODES,
} from '../model/scheduled-event-kinds.ts';
import { rateCurveSchema } from '../model/quantities.ts';
import {
  dedicatedHostShape,
  hostGroupShape,
  proximityGroupShape,
  reservationShape,
} from './placement-view.ts';
import { faultRowShape, hostMarksShape, rackMarksShape, vmMarksShape } from './fault-view.ts';
import { reliabilityRowShape } from './reliability-view.ts';
import { instanceRowShape, scaleSetPolicyRowShape } from './scale-set-view.ts';
import { sessionsViewSchema, storeViewShape } from './store-view.ts';

const id = z.string();
const count = z.number().int().min(0);
const cause = z.number().int().min(1).optional();
/** Every row: its text id, its name, and the slot that metric columns use for it. */
const base = { id, name: z.string(), slot: count };
/** Every cloud resource, as a REST surface will show it. */
const cloud = {
  ...base,
  group: z.string(),
  location: z.string(),
  tags: z.record(z.string(), z.string()),
  revision: count,
  provisioningState: z.enum(PROVISIONING_STATES),
};

export const placeRowSchema = z.strictObject({
  kind: z.literal('place'),
  ...base,
  placeKind: z.enum(PLACE_KINDS),
  parent: id.optional(),
  cut: z.boolean(),
  cause,
});

export const clusterRowSchema = z.strictObject({
  kind: z.literal('cluster'),
  ...base,
  /** Empty: every size that fits. */
  sizes: z.array(z.string()),
});

export const rackRowSchema = z.strictObject({
  kind: z.literal('rack'),
  ...base,
  row: id,
  position: count,
  units: count,
  cluster: id.optional(),
  /** The zone it stands in. */
  zone: id.optional(),
  cut: z.boolean(),
  cause,
  ...rackMarksShape,
});

export const powerRowSchema = z.strictObject({
  kind: z.literal('power'),
  ...base,
  powerKind: z.enum(POWER_KINDS),
  from: id.optional(),
  rack: id.optional(),
  /** Where it stands when it stands in no rack. */
  place: id.optional(),
  /** 0: not rated. */
  ratingWatts: count,
  batteryMinutes: z.number().min(0),
  cut: z.boolean(),
  tripped: z.boolean(),
  energised: z.boolean(),
  /** Simulated time at which the battery is empty, while it is discharging. */
  batteryEmptyAtUs: count.optional(),
  cause,
});

export const switchRowSchema = z.strictObject({
  kind: z.literal('switch'),
  ...base,
  layer: z.enum(SWITCH_LAYERS),
  rack: id.optional(),
  place: id.optional(),
  pdus: z.array(id),
  watts: count,
  powered: z.boolean(),
  /** Powered, not cut, and with a path to a core switch (a core switch is its own). */
  connected: z.boolean(),
  cut: z.boolean(),
  cause,
});

export const linkRowSchema = z.strictObject({
  kind: z.literal('link'),
  ...base,
  from: id,
  to: id,
  gbps: z.number(),
  cut: z.boolean(),
  up: z.boolean(),
});

export const storageRowSchema = z.strictObject({
  kind: z.literal('storage'),
  ...base,
  rack: id.optional(),
  place: id.optional(),
  capacityGib: count,
  usedGib: count,
  up: z.boolean(),
  cut: z.boolean(),
  cause,
});

export const hostRowSchema = z.strictObject({
  kind: z.literal('host'),
  ...base,
  rack: id,
  unit: count,
  heightUnits: count,
  /** The dedicated host it stands for. */
  dedicated: id.optional(),
  model: z.string(),
  cores: count,
  /** vCPU its hypervisor promises for each core. */
  vCpuPerCore: count,
  mipsPerCore: count,
  memoryMib: count,
  diskGib: count,
  nicMbps: count,
  idleWatts: count,
  fullWatts: count,
  system: z.enum(HOST_SYSTEMS),
  state: z.enum(HOST_STATES),
  pdus: z.array(id),
  powered: z.boolean(),
  connected: z.boolean(),
  cut: z.boolean(),
  vCpuCommitted: count,
  memoryCommittedMib: count,
  /** Its operating system, once somebody has touched it. */
  guest: guestViewSchema.optional(),
  cause,
  ...hostMarksShape,
});

export const groupRowSchema = z.strictObject({
  kind: z.literal('group'),
  ...base,
  location: z.string(),
  tags: z.record(z.string(), z.string()),
  revision: count,
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
  /** What its application does, unless it serves as it should. */
  application: z.enum(APP_FAULTS).optional(),
  ...instanceRowShape,
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
  maintenance: z
    .strictObject({
      phase: z.enum(['none', 'draining', 'working', 'recovering', 'announced', 'halted']),
      /** Update domains are restarted, fault domains only paused. */
      mode: z.enum(MAINTENANCE_MODES),
      updateDomain: count,
      endsAtUs: count,
      cancelled: z.boolean(),
    })
    .optional(),
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
});

export const nicRowSchema = z.strictObject({
  kind: z.literal('nic'),
  ...cloud,
  privateAddress: z.string(),
  vm: id.optional(),
});

export const backendSchema = z.strictObject({
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
  dependsOn: z.array(z.strictObject({ on: id.optional(), share: z.number() })).optional(),
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

/** A store with its rules and replicas; see store-view.ts. */
export const storeRowSchema = z.strictObject({
  kind: z.literal('store'),
  ...cloud,
  ...storeViewShape,
});

/** What the platform does by itself; absent where nobody acts. */
export const platformRowSchema = z.strictObject({
  kind: z.literal('platform'),
  ...base,
  healing: z.boolean(),
  liveMigration: z.boolean(),
  dirtyMibPerSecond: z.number().min(0),
});

/** A rule by which parts fail by themselves. */
export const reliabilityRowSchema = z.strictObject({
  kind: z.literal('reliability'),
  ...base,
  ...reliabilityRowShape,
});

const proximityGroupRowSchema = z.strictObject({ ...cloud, ...proximityGroupShape });
const hostGroupRowSchema = z.strictObject({ ...cloud, ...hostGroupShape });
const dedicatedHostRowSchema = z.strictObject({ ...cloud, ...dedicatedHostShape });
const reservationRowSchema = z.strictObject({ ...cloud, ...reservationShape });

/** Something the platform will do to machines, as their document tells it. */
export const scheduledEventRowSchema = z.strictObject({
  kind: z.literal('scheduledEvent'),
  ...base,
  eventType: z.enum(EVENT_TYPES),
  status: z.enum(EVENT_STATUSES),
  source: z.enum(EVENT_SOURCES),
  notBeforeUs: count,
  /** Incarnation of the document when it last changed. */
  incarnation: count,
  machines: z.array(
    z.strictObject({ vm: id, state: z.enum(EVENT_MACHINE_STATES), prepares: z.boolean() }),
  ),
  /** Machines that can read of it. */
  deliveredTo: z.array(id),
  /** The set whose maintenance announced it. */
  wave: id.optional(),
  cause,
});

/** What machines of a part do when an event is announced. */
export const drainHookRowSchema = z.strictObject({
  kind: z.literal('drainHook'),
  ...base,
  target: id,
  drainUs: count,
  approves: z.boolean(),
});

/** What one disk held at a moment, kept as a resource of its own. */
export const snapshotRowSchema = z.strictObject({
  kind: z.literal('snapshot'),
  ...cloud,
  /** Id of the disk; it may be gone. */
  disk: id,
  sizeGib: count,
  usedGib: count,
  createdAtUs: count,
  microUsdPerHour: count,
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
  faultRowSchema,
  platformRowSchema,
  reliabilityRowSchema,
  scheduledEventRowSchema,
  drainHookRowSchema,
  proximityGroupRowSchema,
  hostGroupRowSchema,
  dedicatedHostRowSchema,
  reservationRowSchema,
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
});

export type TopologyPatch = z.infer<typeof topologyPatchSchema>;
