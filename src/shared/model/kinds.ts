/**
 * The kinds of thing a lab contains, as closed lists.
 *
 * One list serves the engine (small integers), the files, the command line and the screen
 * (words). A position in a list is stored in columns and keyframes, so entries are only ever
 * appended; renaming or reordering one is a change of behaviour.
 */

/** Places that contain other places, outermost first. */
export const PLACE_KINDS = ['site', 'zone', 'datacenter', 'room', 'row'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** Parts of the power graph, source first. */
export const POWER_KINDS = ['utility', 'ups', 'feed', 'pdu'] as const;
export type PowerKind = (typeof POWER_KINDS)[number];

/** Layers of the network, from the hosts upwards. A core switch is the network's root. */
export const SWITCH_LAYERS = ['tor', 'aggregation', 'core'] as const;
export type SwitchLayer = (typeof SWITCH_LAYERS)[number];

/** What a host runs directly on its hardware. */
export const HOST_SYSTEMS = ['hypervisor', 'operatingSystem'] as const;
export type HostSystem = (typeof HOST_SYSTEMS)[number];

/** What a host is doing. `down` says nothing about why: the cause is kept beside it. */
export const HOST_STATES = ['down', 'booting', 'up'] as const;
export type HostState = (typeof HOST_STATES)[number];

/** Power state of a machine: what it was last seen doing (docs/facts.md, facts 1 to 3). */
export const POWER_STATES = [
  'creating',
  'starting',
  'running',
  'stopping',
  'stopped',
  'deallocating',
  'deallocated',
] as const;
export type PowerState = (typeof POWER_STATES)[number];

/** Provisioning state: the outcome of the last control-plane operation. */
export const PROVISIONING_STATES = [
  'Creating',
  'Updating',
  'Succeeded',
  'Failed',
  'Deleting',
] as const;
export type ProvisioningState = (typeof PROVISIONING_STATES)[number];

/** Operations that take simulated time on a machine; `none` when it is at rest. */
export const VM_OPERATIONS = [
  'none',
  'create',
  'start',
  'powerOff',
  'guestShutdown',
  'deallocate',
  'restart',
  'guestRestart',
  'delete',
  'recover',
  'maintain',
  'upgrade',
  'reimage',
  'redeploy',
  'reapply',
  'migrate',
  'freeze',
  'resize',
  'update',
] as const;
export type VmOperation = (typeof VM_OPERATIONS)[number];

/** Roles of a disk. */
export const DISK_ROLES = ['os', 'data', 'temp'] as const;
export type DiskRole = (typeof DISK_ROLES)[number];

/** How a host caches a disk (docs/facts.md, disks D10). */
export const DISK_CACHINGS = ['none', 'readOnly', 'readWrite'] as const;
export type DiskCaching = (typeof DISK_CACHINGS)[number];

/** What a balancer believes of a backend; `unknown` until the first probe has answered. */
export const ROTATION_STATES = ['unknown', 'up', 'down', 'draining'] as const;
export type RotationState = (typeof ROTATION_STATES)[number];

/** What a balancer does with new flows when every backend is marked down. */
export const ALL_DOWN_BEHAVIOURS = ['refuse', 'sendToAll'] as const;
export type AllDownBehaviour = (typeof ALL_DOWN_BEHAVIOURS)[number];

/** States of a batch job. */
export const JOB_STATES = ['running', 'done', 'interrupted'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Why a request was not served within its deadline; the ledger's first column. */
export const FAILURE_REASONS = [
  'noBackendInRotation',
  'noRoom',
  'backendDead',
  'machineLost',
  'late',
  'appCrashed',
  'appHung',
  'appFailing',
  'dependencyDown',
  'flowsCut',
  'idleTimeout',
  'noAnswer',
  'packetLost',
  'frontendDown',
  'dnsStale',
  'storeUnavailable',
  'dataMissing',
  'snatExhausted',
  'noOutbound',
  'blockedByRule',
  'nameUnresolved',
  'serverDown',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** Things a fault can be aimed at, the words before the colon of their ids. */
export const FAULT_TARGET_KINDS = [
  'utility',
  'ups',
  'feed',
  'pdu',
  'rack',
  'switch',
  'link',
  'host',
  'storage',
  'zone',
  'site',
  'datacenter',
  'room',
  'row',
] as const;
export type FaultTargetKind = (typeof FAULT_TARGET_KINDS)[number];

/**
 * What a sweep tries unless it is told otherwise: everything that may fail by itself. A site, room
 * or row is tried when it is named: the last one of its kind always takes everything.
 */
export const SWEEP_KINDS: readonly FaultTargetKind[] = FAULT_TARGET_KINDS.filter(
  (kind) => !['site', 'datacenter', 'room', 'row'].includes(kind),
);

/** How many places a managed disk is kept in: one storage unit, or three zones (fact 55). */
export const DISK_REDUNDANCIES = ['lrs', 'zrs'] as const;
export type DiskRedundancy = (typeof DISK_REDUNDANCIES)[number];

/** How a scale set keeps its instances (docs/facts.md, fact 63). */
export const ORCHESTRATIONS = ['uniform', 'flexible'] as const;
export type Orchestration = (typeof ORCHESTRATIONS)[number];

/** Which instance goes first when a scale set shrinks (docs/facts.md, fact 74). */
export const SCALE_IN_POLICIES = ['default', 'newestVm', 'oldestVm'] as const;
export type ScaleInPolicy = (typeof SCALE_IN_POLICIES)[number];

/** What autoscale rules look at. */
/** Which of several sizes the next instance of a set gets (docs/facts.md, fact 83). */
export const MIX_STRATEGIES = ['lowestPrice', 'capacityOptimized', 'prioritized'] as const;
export type MixStrategy = (typeof MIX_STRATEGIES)[number];

export const AUTOSCALE_METRICS = ['cpu', 'queue', 'requests', 'responseTime', 'memory'] as const;
export type AutoscaleMetric = (typeof AUTOSCALE_METRICS)[number];

/** How a rule compares its metric with its threshold. */
export const AUTOSCALE_OPERATORS = ['>', '>=', '<', '<=', '==', '!='] as const;
export type AutoscaleOperator = (typeof AUTOSCALE_OPERATORS)[number];

/** Which way a rule changes the number of instances. */
export const SCALE_DIRECTIONS = ['out', 'in'] as const;
export type ScaleDirection = (typeof SCALE_DIRECTIONS)[number];

/** How much a rule changes it. */
export const SCALE_CHANGES = ['count', 'percent', 'exact'] as const;
export type ScaleChange = (typeof SCALE_CHANGES)[number];

/** What an evaluation came to. */
export const AUTOSCALE_OUTCOMES = [
  'clamped',
  'metricsMissing',
  'scaledOut',
  'scaledIn',
  'adjusted',
  'flapping',
  'cooldown',
  'atLimit',
  'predicted',
  'forecast',
  'noForecast',
] as const;
export type AutoscaleOutcome = (typeof AUTOSCALE_OUTCOMES)[number];

/**
 * What the application on a machine is doing while its system lives: serving; answering every
 * request with an error; accepting connections and never answering; gone, its port closed.
 */
export const APP_STATES = ['ok', 'failing', 'hung', 'crashed'] as const;
export type AppState = (typeof APP_STATES)[number];

/** Ways in which an application can be broken by a fault. */
export const APP_FAULTS = ['failing', 'hung', 'crashed'] as const;
export type AppFault = (typeof APP_FAULTS)[number];

/** How a probe asks (docs/facts.md, fact 100). */
export const PROBE_PROTOCOLS = ['tcp', 'http', 'https'] as const;
export type ProbeProtocol = (typeof PROBE_PROTOCOLS)[number];

/** What a probe heard last. `none`: it was not asked yet. */
export const PROBE_ANSWERS = ['none', 'ok', 'noAnswer', 'closed', 'error', 'notFound'] as const;
export type ProbeAnswer = (typeof PROBE_ANSWERS)[number];

/** Paths on which every application answers, and how deep it looks before it does. */
export const PROBE_PATHS = [
  { path: '/', checks: 'nothing' },
  { path: '/health', checks: 'application' },
  { path: '/ready', checks: 'dependencies' },
] as const;

/** How a balancer picks a machine: anew, or by the user's address (docs/facts.md, fact 99). */
export const DISTRIBUTIONS = ['default', 'sourceIp', 'sourceIpProtocol'] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];

/** What a balancer was bought as; Basic was retired on 2025-09-30 (docs/facts.md, fact 102). */
export const BALANCER_SKUS = ['standard', 'basic'] as const;
export type BalancerSku = (typeof BALANCER_SKUS)[number];

/** What a person says of a pool member, over what its probe says. */
export const ADMIN_STATES = ['none', 'up', 'down'] as const;
export type AdminState = (typeof ADMIN_STATES)[number];

/** How instances follow a change of their set's model (docs/facts.md, fact 69). */
export const UPGRADE_MODES = ['manual', 'automatic', 'rolling'] as const;
export type UpgradeMode = (typeof UPGRADE_MODES)[number];

/** Where a rolling upgrade stands (docs/facts.md, fact 71); `none` before the first. */
export const ROLLOUT_STATES = [
  'none',
  'rollingForward',
  'cancelled',
  'completed',
  'faulted',
] as const;
export type RolloutState = (typeof ROLLOUT_STATES)[number];

/** What a rolling upgrade is doing. */
export const ROLLOUT_PHASES = ['none', 'working', 'pausing'] as const;
export type RolloutPhase = (typeof ROLLOUT_PHASES)[number];

/** What a rolling upgrade has made of an instance. */
export const ROLLOUT_MARKS = [
  'none',
  'inProgress',
  'surging',
  'leaving',
  'successful',
  'failed',
  'rolledBack',
] as const;
export type RolloutMark = (typeof ROLLOUT_MARKS)[number];

/** What says whether an instance is well (docs/facts.md, facts 70 and 78). */
export const HEALTH_SOURCES = ['none', 'probe', 'application'] as const;
export type HealthSource = (typeof HEALTH_SOURCES)[number];

/** Health of an instance; unknown until it was asked. */
export const INSTANCE_HEALTHS = ['healthy', 'unhealthy', 'unknown'] as const;
export type InstanceHealth = (typeof INSTANCE_HEALTHS)[number];

/** Replicas of one store at most; a bound of this product. */
export const STORE_REPLICAS_MAX = 9;

/** When a store answers a write: when its primary has it, all partners, or most replicas. */
export const REPLICATION_MODES = ['asynchronous', 'synchronous', 'majority'] as const;
export type ReplicationMode = (typeof REPLICATION_MODES)[number];

/** What a synchronous primary does without one of its partners. */
export const PARTNER_MISSING = ['continue', 'refuse'] as const;
export type PartnerMissing = (typeof PARTNER_MISSING)[number];

/** What a replica needs to lead: nothing, or most of the votes. */
export const QUORUM_RULES = ['majority', 'none'] as const;
export type QuorumRule = (typeof QUORUM_RULES)[number];

/** Where the odd vote of a store lies. */
export const WITNESS_KINDS = ['none', 'disk', 'cloud'] as const;
export type WitnessKind = (typeof WITNESS_KINDS)[number];

/** Who decides that another replica takes over. */
export const FAILOVER_MODES = ['automatic', 'manual'] as const;
export type FailoverMode = (typeof FAILOVER_MODES)[number];

/** Which replicas serve reads. */
export const READ_FROM = ['primary', 'any'] as const;
export type ReadFrom = (typeof READ_FROM)[number];

/** What a replica is doing, in one word. */
export const REPLICA_STATES = [
  'down',
  'primary',
  'refusing',
  'promoting',
  'following',
  'copying',
  'alone',
] as const;
export type ReplicaState = (typeof REPLICA_STATES)[number];

/** What an automatic repair does to an unhealthy instance (docs/facts.md, fact 79). */
export const REPAIR_ACTIONS = ['replace', 'reimage', 'restart'] as const;
export type RepairAction = (typeof REPAIR_ACTIONS)[number];

/** Whether automatic repairs look for work; suspended by a person, or because they do not help. */
export const REPAIR_STATES = ['running', 'suspended'] as const;
export type RepairState = (typeof REPAIR_STATES)[number];

/** What becomes of an evicted spot machine (docs/facts.md, fact 31). */
export const EVICTION_POLICIES = ['deallocate', 'delete'] as const;
export type EvictionPolicy = (typeof EVICTION_POLICIES)[number];

/** How a name chooses among the balancers it may answer with. */
export const DNS_ROUTINGS = ['priority', 'weighted'] as const;
export type DnsRouting = (typeof DNS_ROUTINGS)[number];

/** What the checks of a name found out about a balancer; `unknown` before the first one. */
export const DNS_HEALTHS = ['unknown', 'online', 'degraded'] as const;
export type DnsHealth = (typeof DNS_HEALTHS)[number];

/** How the instances of one minute become one value of a metric (docs/facts.md, fact 88). */
export const METRIC_STATISTICS = ['average', 'minimum', 'maximum', 'sum', 'count'] as const;
export type MetricStatistic = (typeof METRIC_STATISTICS)[number];

/** How the minutes of a window become one value (docs/facts.md, fact 88). */
export const METRIC_AGGREGATIONS = [
  'average',
  'minimum',
  'maximum',
  'total',
  'count',
  'last',
] as const;
export type MetricAggregation = (typeof METRIC_AGGREGATIONS)[number];

/** When an autoscale profile is in force (docs/facts.md, fact 87). */
export const PROFILE_KINDS = ['default', 'recurring', 'fixedDate'] as const;
export type ProfileKind = (typeof PROFILE_KINDS)[number];

/** What a forecast may do (docs/facts.md, fact 96). */
export const FORECAST_MODES = ['disabled', 'forecastOnly', 'enabled'] as const;
export type ForecastMode = (typeof FORECAST_MODES)[number];

/** Parts that may fail by themselves: those a catalogue has mean times for and that can be cut. */
export const WEARING_KINDS = [
  'utility',
  'ups',
  'feed',
  'pdu',
  'rack',
  'switch',
  'link',
  'host',
  'storage',
  'room',
  'datacenter',
  'zone',
  'site',
] as const;
export type WearingKind = (typeof WEARING_KINDS)[number];

/** Where a service keeps the sessions of its users. */
export const SESSION_PLACES = ['machine', 'store', 'cookie'] as const;
export type SessionPlace = (typeof SESSION_PLACES)[number];

/** Why a store without a primary does not get one. */
export const STALL_REASONS = ['noQuorum', 'noCandidate'] as const;
export type StallReason = (typeof STALL_REASONS)[number];

/** Why a backup of a store came to nothing. */
export const BACKUP_FAILURES = ['noPrimary', 'unreachable', 'sourceLost'] as const;
export type BackupFailure = (typeof BACKUP_FAILURES)[number];

/** Whether a frontend of a balancer is reached from everywhere, or from its network alone. */
export const FRONTEND_EXPOSURES = ['public', 'private'] as const;
export type FrontendExposure = (typeof FRONTEND_EXPOSURES)[number];

/** What a rule of a balancer carries; positions are stored. */
export const RULE_TRANSPORTS = ['tcp', 'udp'] as const;
export type RuleTransport = (typeof RULE_TRANSPORTS)[number];

/** Under which address the machines of a pool make calls outwards (docs/facts.md, fact 103). */
export const OUTBOUND_WAYS = ['balancer', 'natGateway', 'publicIp', 'none'] as const;
export type OutboundWay = (typeof OUTBOUND_WAYS)[number];
