/**
 * Uses of machines as data: where their requests come from, which steps one request takes and what
 * bounds how many are worked on at once.
 *
 * The engine knows sources, steps and bounds; it knows no kind by name. A kind is a set of ordinary
 * figures from which a person starts. All of them are round figures of our own ([GEN]): whoever
 * measures a program of theirs writes its figures instead.
 */

/** Where requests come from. */
export const WORKLOAD_SOURCES = ['open', 'closed', 'batch', 'cron', 'polling'] as const;
export type WorkloadSource = (typeof WORKLOAD_SOURCES)[number];

/** Uses of a machine. */
export const WORKLOAD_KINDS = [
  'requests',
  'batch',
  'cron',
  'database',
  'forwardProxy',
  'reverseProxy',
  'jumpbox',
  'dataGateway',
  'desktop',
  'polling',
] as const;
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** Steps of one request, in the words of the engine. */
export const WORK_STEPS = ['cpu', 'disk', 'network', 'wait', 'lock', 'unlock', 'call'] as const;
export type WorkStep = (typeof WORK_STEPS)[number];

/** How the processor time of requests varies: all alike, exponential, or a few very long ones. */
export const WORK_SHAPES = ['fixed', 'exponential', 'varied'] as const;
export type WorkShape = (typeof WORK_SHAPES)[number];

/** Request by request, as flow, or flow wherever there are many. */
export const WORK_MODES = ['auto', 'requests', 'flow'] as const;
export type WorkMode = (typeof WORK_MODES)[number];

/** When a write is answered: once it is on the disk, or before. */
export const DURABILITIES = ['commit', 'lazy'] as const;
export type Durability = (typeof DURABILITIES)[number];

/** What can limit a workload; `load`: nothing but what is asked of it. */
export const WORK_LIMITS = [
  'load',
  'cpu',
  'diskIops',
  'diskBytes',
  'network',
  'lock',
  'memory',
  'connections',
  'threads',
  'singleThread',
  'calls',
] as const;
export type WorkLimit = (typeof WORK_LIMITS)[number];

/** Requests a second to one machine from which on they are simulated as flow. */
export const FLOW_FROM_PER_SECOND = 50;

/** The figures of a use, without the machines that do it; times in microseconds. */
export interface WorkloadFigures {
  readonly source: WorkloadSource;
  /** Processor time of one request. */
  readonly cpuUs: number;
  readonly shape: WorkShape;
  /** Disk operations of one request: all read, and a share of the requests writes; with a lock,
   * under it. */
  readonly reads: number;
  readonly writes: number;
  readonly writeShare: number;
  readonly ioKib: number;
  /** Share of its reads that the cache of the host answers, where the disks are cached. */
  readonly cachedReads: number;
  /** Sent and received by one request. */
  readonly networkKib: number;
  /** Time one request waits for somebody outside the lab; `hitShare` of them need not. */
  readonly waitUs: number;
  readonly hitShare: number;
  /** Processor time that a writing request needs while it holds the lock. */
  readonly lockUs: number;
  /** Requests that may hold the lock at once. */
  readonly writers: number;
  readonly durability: Durability;
  /** How often lazy writes go to the disk. */
  readonly flushUs: number;
  /** Requests worked on at once: threads, connections, and memory for each. 0: no bound. */
  readonly threads: number;
  readonly connections: number;
  readonly memoryMib: number;
  readonly queueLimit: number;
  readonly deadlineUs: number;
}

const MS = 1_000;
const SECOND = 1_000_000;

const ORDINARY: WorkloadFigures = {
  source: 'open',
  cpuUs: 10 * MS,
  shape: 'exponential',
  reads: 0,
  writes: 0,
  writeShare: 1,
  ioKib: 8,
  cachedReads: 0,
  networkKib: 0,
  waitUs: 0,
  hitShare: 0,
  lockUs: 0,
  writers: 1,
  durability: 'commit',
  flushUs: SECOND,
  threads: 64,
  connections: 0,
  memoryMib: 0,
  queueLimit: 256,
  deadlineUs: 2 * SECOND,
};

const NEVER_LATE = 86_400 * SECOND;

/** What each kind begins with; a command replaces any of it. */
export const WORKLOAD_FIGURES: Readonly<Record<WorkloadKind, WorkloadFigures>> = {
  requests: { ...ORDINARY, networkKib: 20 },
  batch: {
    ...ORDINARY,
    source: 'batch',
    cpuUs: SECOND,
    threads: 4,
    queueLimit: 0,
    deadlineUs: NEVER_LATE,
  },
  cron: {
    ...ORDINARY,
    source: 'cron',
    cpuUs: SECOND,
    threads: 1,
    queueLimit: 0,
    deadlineUs: NEVER_LATE,
  },
  database: {
    ...ORDINARY,
    cpuUs: 2 * MS,
    reads: 2,
    writes: 2,
    writeShare: 0.2,
    cachedReads: 0.7,
    networkKib: 4,
    lockUs: MS / 2,
    connections: 100,
    threads: 0,
    memoryMib: 10,
  },
  forwardProxy: { ...ORDINARY, cpuUs: MS, networkKib: 60, waitUs: 80 * MS, hitShare: 0.3 },
  reverseProxy: { ...ORDINARY, cpuUs: MS, networkKib: 40, connections: 512, threads: 0 },
  jumpbox: {
    ...ORDINARY,
    cpuUs: 20 * SECOND,
    networkKib: 20_480,
    waitUs: 600 * SECOND,
    memoryMib: 512,
    threads: 0,
    queueLimit: 0,
    deadlineUs: NEVER_LATE,
  },
  dataGateway: { ...ORDINARY, cpuUs: 5 * MS, networkKib: 512, waitUs: 30 * MS, threads: 32 },
  desktop: {
    ...ORDINARY,
    source: 'closed',
    cpuUs: 200 * MS,
    reads: 4,
    cachedReads: 0.7,
    networkKib: 100,
    memoryMib: 1_024,
    threads: 0,
    queueLimit: 0,
    deadlineUs: SECOND,
  },
  polling: {
    ...ORDINARY,
    source: 'polling',
    cpuUs: 2 * MS,
    networkKib: 2,
    waitUs: 20 * MS,
    threads: 1,
    queueLimit: 0,
    deadlineUs: 60 * SECOND,
  },
};

/** One step as the engine stores it. */
export interface PlannedStep {
  readonly kind: WorkStep;
  /** Microseconds, operations or KiB. */
  readonly amount: number;
  /** Share of the requests that take it; with a lock, that take all up to its unlock. */
  readonly share: number;
}

/**
 * The steps of one request: received, worked on, read, written under the lock, what is asked of
 * others, sent. What is zero is left out. `share` of a lock is that of the writing requests.
 */
export function stepsOf(
  figures: WorkloadFigures,
  calls: { share: number } | undefined,
): PlannedStep[] {
  const { cpuUs, reads, writes, writeShare, waitUs, hitShare, lockUs, networkKib } = figures;
  const all: PlannedStep[] = [
    { kind: 'cpu', amount: cpuUs, share: 1 },
    { kind: 'disk', amount: reads, share: 1 },
  ];
  if (lockUs > 0 && writeShare > 0) {
    all.push(
      { kind: 'lock', amount: 1, share: writeShare },
      { kind: 'cpu', amount: lockUs, share: 1 },
      { kind: 'disk', amount: writes, share: 1 },
      { kind: 'unlock', amount: 1, share: 1 },
    );
  } else all.push({ kind: 'disk', amount: writes, share: writeShare });
  all.push({ kind: 'wait', amount: waitUs, share: 1 - hitShare });
  if (calls !== undefined)
    all.push({ kind: 'call', amount: 1, share: calls.share * (1 - hitShare) });
  all.push({ kind: 'network', amount: networkKib, share: 1 });
  return all.filter(({ amount, share }) => amount > 0 && share > 0);
}

/** Figures that are durations: as a file or form names them, and as a row does. */
export const WORKLOAD_TIMES = {
  cpu: 'cpuUs',
  wait: 'waitUs',
  lock: 'lockUs',
  flushEvery: 'flushUs',
  deadline: 'deadlineUs',
} as const;

/** Figures that are called the same everywhere. */
export const WORKLOAD_PLAIN = [
  'shape',
  'reads',
  'writes',
  'writeShare',
  'ioKib',
  'cachedReads',
  'networkKib',
  'hitShare',
  'writers',
  'durability',
  'threads',
  'connections',
  'memoryMib',
  'queueLimit',
] as const;
