/**
 * Uses of machines as rows: what is asked, on which machines, which steps a request takes, and what
 * is in hand. A `ground` is the machine as its workloads see it: a processor they share, a disk and
 * a network that serve one after the other.
 */
import { f64, ref, text, u16, u32, u8 } from './columns.ts';

export const workloadColumns = {
  name: text(),
  group: ref('group'),
  kind: u8('enum'),
  source: u8('enum'),
  mode: u8('enum'),
  tags: text(),
  revision: u32(),
  startedUs: f64(),
  curvePeriodUs: f64(),
  curveStartUs: f64(),
  spikeFromUs: f64(),
  spikeUntilUs: f64(),
  spikeTimes: f64('factor', { default: 1 }),
  perSecond: f64('requests/s'),
  /** Raised whenever pending arrivals, or pending changes of the rate, become void. */
  arrivalSerial: u32(),
  rateSerial: u32(),
  users: u32(),
  thinkUs: f64(),
  jobs: u32('jobs'),
  cron: text(),
  lease: u8(),
  everyUs: f64(),
  shape: u8('enum'),
  cpuUs: f64(),
  reads: u32(),
  writes: u32(),
  writePpm: u32('ppm'),
  ioKib: u32(),
  networkKib: u32(),
  waitUs: f64(),
  hitPpm: u32('ppm'),
  /** Share of its reads that the cache of the host answers, where the disks are cached. */
  cachedReadPpm: u32('ppm', { late: true }),
  lockUs: f64(),
  writers: u32(),
  durability: u8('enum'),
  flushUs: f64(),
  threads: u32(),
  connections: u32(),
  memoryMib: u32(),
  queueLimit: u32(),
  deadlineUs: f64(),
  calls: ref('workload'),
  callPpm: u32('ppm'),
  /** Place that takes the next request. */
  turn: u32(),
  offered: f64('requests'),
  served: f64('requests'),
  late: f64('requests'),
  refused: f64('requests'),
  lost: f64('requests'),
  inFlight: f64('requests'),
  /** Answers counted as flow, and those of them whose figures are estimates. */
  flowed: f64('requests'),
  estimated: f64('requests'),
  /** Sum of the times of all answers. */
  tookUs: f64(),
  lastAnswerUs: f64(),
  /** Of a cron job or poll: moments it was due, machines that began it, runs too many. */
  due: f64('times'),
  runs: f64('times'),
  duplicates: f64('times'),
  overruns: f64('times'),
  /** Answered writes that a crash took. */
  writesLost: f64('writes'),
  /** The web app it runs on, instead of machines. */
  webApp: ref('webApp'),
};

/** One step of the requests of a workload. */
export const workStepColumns = {
  workload: ref('workload'),
  index: u16(),
  kind: u8('enum'),
  amount: f64('us, operations or KiB'),
  sharePpm: u32('ppm'),
};

/** One step of the curve of an open load. */
export const workRateColumns = { workload: ref('workload'), atUs: f64(), perSecond: f64() };

/** A machine that is managed through a jumpbox. */
export const workTargetColumns = { workload: ref('workload'), vm: ref('vm') };

/** A workload on one machine. */
export const workPlaceColumns = {
  workload: ref('workload'),
  ground: ref('workGround'),
  /** Bound of requests worked on at once, and which bound it is. */
  slots: u32('requests'),
  slotLimit: u8('enum'),
  /** Users who have room, of a closed load. */
  users: u32(),
  serial: u32(),
  busy: u32('requests'),
  queued: u32('requests'),
  queueHead: ref('workRequest'),
  queueTail: ref('workRequest'),
  /** Jobs that wait and need no row yet, and the moment they were due. */
  backlog: f64('jobs'),
  backlogUs: f64(),
  lockBusy: u32('requests'),
  lockHead: ref('workRequest'),
  lockTail: ref('workRequest'),
  calling: u32('requests'),
  /** Sums over time up to `advancedUs`, and their values at the last sample. */
  advancedUs: f64(),
  activeUs: f64(),
  busyUs: f64(),
  lockBusyUs: f64(),
  callingUs: f64(),
  activeSeenUs: f64(),
  busySeenUs: f64(),
  lockSeenUs: f64(),
  callingSeenUs: f64(),
  /** Lazy writes since the last flush, and the number of that flush. */
  unflushed: u32('writes'),
  flush: f64('count'),
  flowing: u8(),
  flowPerSecond: f64('requests/s'),
  flowAtUs: f64(),
  carry: f64('requests'),
  carryRefused: f64('requests'),
};

/** Time that a place was limited by each limit. */
export const workLimitColumns = { place: ref('workPlace'), limit: u8('enum'), us: f64() };

/** A machine as its workloads see it. */
export const workGroundColumns = {
  vm: ref('vm'),
  running: u8(),
  vCpu: u32(),
  /** Speed of a core, 1 for an ordinary one. */
  speed: f64('factor', { default: 1 }),
  iops: f64('operations/s'),
  kbytesPerSecond: f64('kB/s'),
  /** What the host's cache lets through, while all disks that are used are cached; 0: none. */
  cacheIops: f64('operations/s', { late: true }),
  cacheKbytes: f64('kB/s', { late: true }),
  /** Whether its disks burst from credits: 0 no, 1 and all are full, 2 and some are not. */
  bursts: u8('enum', { late: true }),
  /** What reached the disks since the last look, flows up to `flowIoAtUs`; what flows ask. */
  diskOps: f64('operations', { late: true }),
  diskKbytes: f64('kB', { late: true }),
  flowOps: f64('operations/s', { late: true }),
  flowKbytes: f64('kB/s', { late: true }),
  flowIoAtUs: f64('us', { late: true }),
  networkMbps: f64('Mbit/s'),
  cpuCount: u32('requests'),
  cpuHead: ref('workRequest'),
  cpuSerial: u32(),
  /** Core time each request has received since the processor was last idle. */
  cpuProgress: f64(),
  cpuAtUs: f64(),
  cpuBusyUs: f64(),
  diskFreeUs: f64(),
  diskBusyUs: f64(),
  networkFreeUs: f64(),
  networkBusyUs: f64(),
  cpuSeenUs: f64(),
  /** Core time of flows up to the moment beside it; and what counted for credits already. */
  flowCoreUs: f64('us', { late: true }),
  flowCoreAtUs: f64('us', { late: true }),
  creditedCoreUs: f64('us', { late: true }),
  /** Cores of flows while their machine gets less than it asks for, as they would be with all. */
  flowAsked: f64('cores', { late: true }),
  /** Time times idle cores, as a share of all, while neighbours had them; and at the last look. */
  stolenUs: f64('us', { late: true }),
  stolenSeenUs: f64('us', { late: true }),
  /** What asks for the processor beside the uses: jobs and processes. */
  besideCores: f64('cores', { late: true }),
  diskSeenUs: f64(),
  networkSeenUs: f64(),
  sampledUs: f64(),
  /** Taken by flows: cores, and shares of disk and network. */
  flowCores: f64('cores'),
  flowDisk: f64('share'),
  flowNetwork: f64('share'),
  /** The instance of a web app it is, instead of a machine, and what that has of memory. */
  webInstance: ref('webInstance'),
  memoryMib: u32('MiB'),
};

/** A request in hand; `next` chains it in the one queue it stands in. */
export const workRequestColumns = {
  place: ref('workPlace'),
  arrivedUs: f64(),
  step: u16(),
  flags: u8('bits'),
  finishesAt: f64(),
  parent: ref('workRequest'),
  next: ref('workRequest'),
};

/** Answers by the time they took, in buckets of a 64th of an octave; of workloads and services. */
export const latencyColumns = {
  workload: ref('workload'),
  service: ref('service'),
  bucket: u16('bucket'),
  count: f64('answers'),
};

/** The one clock at which all grounds are sampled. */
export const workClockColumns = { serial: u32() };
