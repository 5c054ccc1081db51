/**
 * Every table of the world, declared once.
 *
 * From these lines come allocation, snapshot, restore and hash; adding a column is one line here.
 * Units stand in the names. `cause` columns hold the id of the happening that explains the
 * present bad state (0: none). A `ref` is a slot of the named table, or nothing.
 */
import { autoscalerColumns } from './autoscale-columns.ts';
import { f64, ref, text, u16, u32, u8 } from './columns.ts';
import { diskServiceColumns, vmServiceColumns } from './service-columns.ts';
import { hostHealthColumns, rackHealthColumns, vmHealthColumns } from './fault-columns.ts';
import { vmImageColumns } from './image-columns.ts';
import { buildColumns, scaleInstanceColumns, scaleSetPolicyColumns } from './scale-set-columns.ts';
import { groupEnvironmentColumns, vmStoppedColumns } from './environment-columns.ts';
import { hypervisorColumns } from './hypervisor-columns.ts';
import { serverSystemColumns, serviceServerColumns } from './move-columns.ts';
import { vmNestColumns } from './nested-columns.ts';
import { nicNetworkColumns } from './network-tables.ts';
import { groupMeterColumns, machineMeterColumns, secondBlameColumns } from './measure-columns.ts';

/** Places: site, zone, datacenter, room, row. */
export const placeColumns = {
  name: text(),
  kind: u8(),
  parent: ref('place'),
  cut: u8(),
  cause: u32(),
};

/** Racks of one hardware generation; `sizes` one name per line, empty: all that fit. */
export const clusterColumns = { name: text(), sizes: text() };

export const rackColumns = {
  name: text(),
  row: ref('place'),
  position: u16(),
  units: u16(),
  cluster: ref('cluster'),
  cut: u8(),
  cause: u32(),
  ...rackHealthColumns,
};

/** Utility, UPS, feed, PDU. Loads are whole milliwatts, so that their sums have no order. */
export const powerColumns = {
  name: text(),
  kind: u8(),
  from: ref('power'),
  rack: ref('rack'),
  /** Where it stands when it stands in no rack. */
  place: ref('place'),
  ratingMilliwatt: f64(),
  batteryUs: f64(),
  /** When the battery will be empty; 0 while it is not discharging. */
  batteryEmptyAtUs: f64(),
  batteryEmpty: u8(),
  /** Raised whenever a pending emptiness becomes void. */
  batterySerial: u32(),
  cut: u8(),
  tripped: u8(),
  /** A breaker that will trip unless the load falls first, what for, and its serial. */
  tripPending: u8(),
  tripCause: u32(),
  tripSerial: u32(),
  energised: u8(),
  loadMilliwatt: f64(),
  cause: u32(),
};

export const switchColumns = {
  name: text(),
  layer: u8(),
  rack: ref('rack'),
  place: ref('place'),
  milliwatt: f64(),
  cut: u8(),
  powered: u8(),
  connected: u8(),
  cause: u32(),
  /** 1: added while the room runs, and not connected yet: it will not be back, it will be new. */
  fresh: u8('flag', { late: true }),
};

/** A link leads from a host or a lower switch up to a switch. */
export const linkColumns = {
  name: text(),
  host: ref('host'),
  lower: ref('switch'),
  upper: ref('switch'),
  gbps: f64(),
  cut: u8(),
  up: u8(),
  cause: u32(),
};

/** A power cord from a host or switch to a PDU. */
export const cordColumns = { host: ref('host'), switch: ref('switch'), pdu: ref('power') };

export const storageColumns = {
  name: text(),
  rack: ref('rack'),
  place: ref('place'),
  capacityGib: u32(),
  usedGib: u32(),
  cut: u8(),
  up: u8(),
  cause: u32(),
};

export const hostColumns = {
  name: text(),
  rack: ref('rack'),
  unit: u16(),
  heightUnits: u16(),
  /** The dedicated host it stands for: only machines of that group go there. */
  dedicated: ref('dedicatedHost'),
  model: text(),
  cores: u32(),
  vCpuPerCore: u8('vCPU', { default: 1 }),
  mipsPerCore: u32(),
  memoryMib: u32(),
  diskGib: u32(),
  nicMbps: u32(),
  idleMilliwatt: f64(),
  fullMilliwatt: f64(),
  system: u8(),
  state: u8(),
  cut: u8(),
  powered: u8(),
  connected: u8(),
  /** Promised to machines placed here, running or stopped but not deallocated. */
  vCpuCommitted: u32(),
  memoryCommittedMib: u32(),
  /** vCPU of machines that are executing now; what the watts follow. */
  vCpuRunning: u32(),
  /** 1: a machine on it gets less processor than it asks for. */
  contended: u8('flag', { late: true }),
  /** Raised whenever a pending boot becomes void. */
  bootSerial: u32(),
  cause: u32(),
  ...hostHealthColumns,
  ...hypervisorColumns,
  ...serverSystemColumns,
};

export const groupColumns = {
  name: text(),
  location: text(),
  tags: text(),
  revision: u32(),
  ...groupEnvironmentColumns,
};

export const vmColumns = {
  name: text(),
  group: ref('group'),
  size: text(),
  vCpu: u32(),
  memoryMib: u32(),
  image: text(),
  exactImage: text(),
  host: ref('host'),
  powerState: u8(),
  provisioningState: u8(),
  operation: u8(),
  operationEndsAtUs: f64(),
  /** Raised whenever a pending operation becomes void. */
  operationSerial: u32(),
  /** 1: somebody wants it running, so the platform brings it back after a fault. */
  wanted: u8(),
  /** 1: it stopped because what it stood on was lost. */
  lost: u8(),
  /** 1: disks and NIC go with it when it is deleted. */
  deleteResources: u8(),
  tags: text(),
  microUsdPerHour: u32(),
  billedUs: f64(),
  /** Start of the billed span under way; meaningful while `billing` is 1. */
  billedSinceUs: f64(),
  billing: u8(),
  revision: u32(),
  cause: u32(),
  /** The zone it is pinned to; none: it is regional. */
  zone: ref('place'),
  proximityGroup: ref('proximityGroup'),
  hostGroup: ref('hostGroup'),
  /** The one it names for life; none with automatic placement. */
  dedicatedHost: ref('dedicatedHost'),
  reservation: ref('reservation'),
  availabilitySet: ref('availabilitySet'),
  scaleSet: ref('scaleSet'),
  /** Number in its scale set, from 1. */
  instance: u32(),
  cpuWeight: u32('weight', { default: 100 }),
  /** What its host gives it of the processor it asks for; and how much that is, below all. */
  cpuShare: f64('share', { default: 1, late: true }),
  cpuGivenMillicores: f64('millicores', { late: true }),
  /** What asks for the processor beside its jobs: processes and requests, and flows. */
  besideMillicores: f64('millicores', { late: true }),
  besideFlowMillicores: f64('millicores', { late: true }),
  protectedFromScaleIn: u8(),
  createdUs: f64(),
  /** Domains of its set, counted from 1; 0 outside a set. They stay for life. */
  faultDomain: u8('enum'),
  updateDomain: u8('enum'),
  /** The wave in which it was done early, by the happening that began that. */
  maintainedBy: u32('id'),
  /** The window in which it was patched, by the happening of its opening. */
  patchedIn: u32('id'),
  /** Jobs under way, first to finish at the head of the list. */
  jobHead: ref('job'),
  jobsRunning: u32(),
  /** Work one job has received since the machine began computing, in thousand instructions. */
  jobProgress: f64(),
  jobProgressAtUs: f64(),
  jobSerial: u32(),
  ...machineMeterColumns,
  /** What its application does while the machine runs, and why it does not serve. */
  appState: u8('enum'),
  appCause: u32('id'),
  ...scaleInstanceColumns,
  ...buildColumns,
  ...vmHealthColumns,
  /** The host a live migration under way was told to go to, and its generation then. */
  migratesTo: u32('slot'),
  migratesToGeneration: u32('count'),
  migrationBeganUs: f64(),
  migrationPlannedPauseUs: f64(),
  /** Live migrations that are over, how long they took, and how much of that it stood still. */
  migrations: u32('count'),
  migrationUs: f64(),
  migrationPauseUs: f64(),
  ...vmServiceColumns,
  ...vmImageColumns,
  ...vmStoppedColumns,
  ...vmNestColumns,
};

/** Availability sets. */
export const availabilitySetColumns = {
  name: text(),
  group: ref('group'),
  faultDomains: u8('count'),
  updateDomains: u8('count'),
  ...groupMeterColumns,
  tags: text(),
  revision: u32(),
};

/** Scale sets with their model and, when they have rules, the state of their autoscaler. */
export const scaleSetColumns = {
  name: text(),
  group: ref('group'),
  orchestration: u8('enum'),
  size: text(),
  image: text(),
  capacity: u32(),
  /** Number the next instance gets. */
  nextInstance: u32(),
  faultDomains: u8('count'),
  updateDomains: u8('count'),
  scaleIn: u8('enum'),
  /** 1: never out of balance over its zones. */
  zoneStrict: u8(),
  autoscale: u8(),
  minimum: u32(),
  maximum: u32(),
  defaultCount: u32(),
  cooldownUntilUs: f64(),
  /** Raised whenever pending evaluations become void. */
  autoscaleSerial: u32(),
  /** Outcome and target last written to the run log, so that it is not written every minute. */
  lastOutcome: u8('enum'),
  lastTarget: u32(),
  ...autoscalerColumns,
  ...groupMeterColumns,
  tags: text(),
  revision: u32(),
  ...scaleSetPolicyColumns,
};

/** Pools the instances of a scale set join. */
export const scaleSetPoolColumns = { scaleSet: ref('scaleSet'), balancer: ref('balancer') };

/** Zones a scale set spreads over, in the order given; none: it is regional. */
export const scaleSetZoneColumns = { scaleSet: ref('scaleSet'), zone: ref('place') };

export const diskColumns = {
  name: text(),
  group: ref('group'),
  vm: ref('vm'),
  role: u8(),
  sizeGib: u32(),
  tier: text(),
  storage: ref('storage'),
  /** When it was made; it is billed from then on. */
  billedFromUs: f64(),
  zone: ref('place'),
  redundancy: u8('enum'),
  tags: text(),
  revision: u32(),
  ...diskServiceColumns,
};

export const nicColumns = {
  name: text(),
  group: ref('group'),
  vm: ref('vm'),
  privateAddress: u32(),
  ...nicNetworkColumns,
  tags: text(),
  revision: u32(),
};

export const balancerColumns = {
  name: text(),
  group: ref('group'),
  probeIntervalUs: f64(),
  probeThreshold: u32(),
  probeSerial: u32(),
  allDown: u8(),
  /** Why the pool last lost a member; explains an empty pool. */
  cause: u32(),
  /** When it was made; it is billed from then on. */
  billedFromUs: f64(),
  ...groupMeterColumns,
  tags: text(),
  revision: u32(),
  sku: u8('enum'),
  probeProtocol: u8('enum'),
  /** 0: the port of the service behind it. */
  probePort: u32('port'),
  /** Empty: the root. */
  probePath: text(),
  distribution: u8('enum'),
  idleTimeoutUs: f64('us', { default: 240_000_000 }),
  /** The zone of its frontend; none: it is zone-redundant. */
  zone: ref('place'),
  /** How its machines call outwards. */
  outbound: u8('enum'),
  /** 1: it is a rule of another one, see `balancerRule`. */
  isRule: u8('flag', { late: true }),
  /** 1: its frontend is private. */
  isInternal: u8('flag', { late: true }),
  transport: u8('enum', { late: true }),
};

export const backendColumns = {
  balancer: ref('balancer'),
  vm: ref('vm'),
  rotation: u8(),
  failedProbes: u32(),
  cause: u32(),
  busy: u32(),
  /** Busy workers times time up to `busyAtUs`, and its value at the last sample. */
  busyTimeUs: f64(),
  busyAtUs: f64(),
  busySampledUs: f64(),
  /** Requests it took and answered, the time of the answers, and each at the last sample. */
  taken: f64('requests'),
  takenSampled: f64('requests'),
  answered: f64('requests'),
  answeredSampled: f64('requests'),
  answeredUs: f64(),
  answeredSampledUs: f64(),
  /** Its value when burst credits were counted last. */
  busyCreditedUs: f64(),
  queued: u32(),
  queueHead: ref('request'),
  queueTail: ref('request'),
  /** Answers in a row while it is down; what its last probe heard; what a person says of it. */
  goodProbes: u32(),
  answer: u8('enum'),
  admin: u8('enum'),
  /** Ports it holds for calls outwards, by the second in which they were taken. */
  portsInUse: u32(),
  portHead: ref('portWindow'),
  portTail: ref('portWindow'),
};

export const serviceColumns = {
  name: text(),
  group: ref('group'),
  balancer: ref('balancer'),
  workers: u32(),
  serviceTimeUs: f64(),
  queueLimit: u32(),
  deadlineUs: f64(),
  thresholdPpm: u32(),
  curvePeriodUs: f64(),
  /** Moment the curve's own time 0 fell on. */
  curveStartUs: f64(),
  peakPerSecond: f64(),
  arrivalSerial: u32(),
  offered: f64(),
  served: f64(),
  late: f64(),
  refused: f64(),
  lost: f64(),
  inFlight: f64(),
  firstSecond: f64(),
  /** First second not yet judged; all before it are in `secondsUp` or `secondsDown`. */
  openSecond: f64(),
  secondsUp: f64(),
  secondsDown: f64(),
  windowHead: ref('window'),
  windowTail: ref('window'),
  failing: u8(),
  lastFailureUs: f64(),
  tags: text(),
  revision: u32(),
  port: u32('port', { default: 80 }),
  /** Addresses its requests come from; 0: each from another one. */
  clients: u32(),
  largestClientPpm: u32('ppm'),
  /** Calls outwards that one request makes, and for how long each keeps its port. */
  outboundCalls: u32(),
  outboundHoldUs: f64(),
  ...serviceServerColumns,
};

/** One step of a service's rate curve; rows of one service in order of time. */
export const ratePointColumns = { service: ref('service'), atUs: f64(), perSecond: f64() };

/** A second whose requests may not all be answered yet. */
export const windowColumns = {
  service: ref('service'),
  second: f64(),
  offered: u32(),
  served: u32(),
  ...secondBlameColumns,
  next: ref('window'),
};

export const requestColumns = {
  service: ref('service'),
  backend: ref('backend'),
  arrivedUs: f64(),
  /** 0 waiting, 1 being served. */
  running: u8(),
  next: ref('request'),
};

/** Failed requests counted by reason and direct cause. */
export const ledgerColumns = {
  service: ref('service'),
  reason: u8(),
  cause: u32(),
  count: f64(),
  firstUs: f64(),
  lastUs: f64(),
};

export const batchColumns = {
  name: text(),
  group: ref('group'),
  count: u32(),
  done: u32(),
  interrupted: u32(),
  lastFinishUs: f64(),
  tags: text(),
  revision: u32(),
};

export const jobColumns = {
  batch: ref('batch'),
  index: u32(),
  vm: ref('vm'),
  state: u8(),
  /** The machine's `jobProgress` at which this job is complete. */
  finishesAt: f64(),
  finishedUs: f64(),
  next: ref('job'),
};
