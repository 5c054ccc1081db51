/**
 * A workload as a command tells it, put together with what its kind brings: figures, curve, and
 * which fields belong to which source. Shared, so that the form and the engine agree.
 */
import { durationUs, printDuration, US_PER_SECOND } from '../kernel/time.ts';
import type { RateCurve } from './quantities.ts';
import {
  WORKLOAD_FIGURES,
  type Durability,
  type WorkloadFigures,
  type WorkloadKind,
  type WorkloadSource,
  type WorkShape,
} from './workload-kinds.ts';

/** What a command, a form or a file says of a workload; a kind brings the rest. */
export interface WorkloadTold {
  readonly kind: WorkloadKind;
  readonly curve?: RateCurve | undefined;
  readonly spike?: { at: string; lasts: string; times: number } | undefined;
  readonly trace?: { every: string; counts: number[] } | undefined;
  readonly users?: number | undefined;
  readonly think?: string | undefined;
  readonly jobs?: number | undefined;
  readonly cron?: string | undefined;
  readonly lease?: boolean | undefined;
  readonly every?: string | undefined;
  readonly cpu?: string | undefined;
  readonly shape?: WorkShape | undefined;
  readonly reads?: number | undefined;
  readonly writes?: number | undefined;
  readonly writeShare?: number | undefined;
  readonly ioKib?: number | undefined;
  readonly cachedReads?: number | undefined;
  readonly networkKib?: number | undefined;
  readonly wait?: string | undefined;
  readonly hitShare?: number | undefined;
  readonly lock?: string | undefined;
  readonly writers?: number | undefined;
  readonly durability?: Durability | undefined;
  readonly flushEvery?: string | undefined;
  readonly threads?: number | undefined;
  readonly connections?: number | undefined;
  readonly memoryMib?: number | undefined;
  readonly queueLimit?: number | undefined;
  readonly deadline?: string | undefined;
}

type SourceField =
  | 'curve'
  | 'spike'
  | 'trace'
  | 'users'
  | 'think'
  | 'jobs'
  | 'cron'
  | 'lease'
  | 'every';

/** Fields each source understands, those it cannot do without first. */
const FIELDS_OF: Readonly<Record<WorkloadSource, readonly SourceField[]>> = {
  open: ['curve', 'trace', 'spike'],
  closed: ['users', 'think'],
  batch: ['jobs'],
  cron: ['cron', 'jobs', 'lease'],
  polling: ['jobs', 'every'],
};
const NEEDED: Readonly<Record<WorkloadSource, readonly SourceField[]>> = {
  open: [],
  closed: ['users'],
  batch: ['jobs'],
  cron: ['cron'],
  polling: ['jobs', 'every'],
};
const ALL_FIELDS: readonly SourceField[] = [
  'curve',
  'spike',
  'trace',
  'users',
  'think',
  'jobs',
  'cron',
  'lease',
  'every',
];

/** A field that says where requests come from and does not belong to this kind. */
export function unfitSource(command: WorkloadTold): SourceField | undefined {
  const { source } = WORKLOAD_FIGURES[command.kind];
  const known = FIELDS_OF[source];
  const unfit = ALL_FIELDS.find((field) => command[field] !== undefined && !known.includes(field));
  if (unfit !== undefined) return unfit;
  return command.curve !== undefined && command.trace !== undefined ? 'trace' : undefined;
}

/** A field this kind cannot do without and that is not given. */
export function missingSource(command: WorkloadTold): SourceField | undefined {
  const { source } = WORKLOAD_FIGURES[command.kind];
  return NEEDED[source].find((field) => command[field] === undefined);
}

/** What of a use a web app does not do: other sources than open ones, disks, ways for managers. */
export function unfitOnWebApp(
  command: WorkloadTold & { readonly manages?: readonly string[] | undefined },
): string | undefined {
  const { source, reads, writes, writeShare } = figuresOfWorkload(command);
  if (source !== 'open') return 'kind';
  if (reads > 0) return 'reads';
  if (writes > 0 && writeShare > 0) return 'writes';
  return command.manages === undefined ? undefined : 'manages';
}

/** Every figure of a workload: what the command says, else what its kind brings. */
export function figuresOfWorkload(command: WorkloadTold): WorkloadFigures {
  const ordinary = WORKLOAD_FIGURES[command.kind];
  return {
    source: ordinary.source,
    cpuUs: durationUs(command.cpu, ordinary.cpuUs),
    shape: command.shape ?? ordinary.shape,
    reads: command.reads ?? ordinary.reads,
    writes: command.writes ?? ordinary.writes,
    writeShare: command.writeShare ?? ordinary.writeShare,
    ioKib: command.ioKib ?? ordinary.ioKib,
    cachedReads: command.cachedReads ?? ordinary.cachedReads,
    networkKib: command.networkKib ?? ordinary.networkKib,
    waitUs: durationUs(command.wait, ordinary.waitUs),
    hitShare: command.hitShare ?? ordinary.hitShare,
    lockUs: durationUs(command.lock, ordinary.lockUs),
    writers: command.writers ?? ordinary.writers,
    durability: command.durability ?? ordinary.durability,
    flushUs: Math.max(1, durationUs(command.flushEvery, ordinary.flushUs)),
    threads: command.threads ?? ordinary.threads,
    connections: command.connections ?? ordinary.connections,
    memoryMib: command.memoryMib ?? ordinary.memoryMib,
    queueLimit: command.queueLimit ?? ordinary.queueLimit,
    deadlineUs: durationUs(command.deadline, ordinary.deadlineUs),
  };
}

/** The curve of an open load: as given, or from the counts of a trace; undefined without either. */
export function curveOfWorkload(command: WorkloadTold): RateCurve | undefined {
  const { curve, trace } = command;
  if (curve !== undefined || trace === undefined) return curve;
  const everyUs = Math.max(1, durationUs(trace.every, US_PER_SECOND));
  const steps = [...trace.counts, 0];
  return {
    points: steps.map((count, index) => ({
      at: printDuration(index * everyUs),
      perSecond: (count * US_PER_SECOND) / everyUs,
    })),
  };
}

/** A spike in microseconds; none: it never begins. */
export function spikeOfWorkload(command: WorkloadTold): {
  fromUs: number;
  untilUs: number;
  times: number;
} {
  const { spike } = command;
  if (spike === undefined) return { fromUs: 0, untilUs: 0, times: 1 };
  const fromUs = durationUs(spike.at, 0);
  return { fromUs, untilUs: fromUs + durationUs(spike.lasts, 0), times: spike.times };
}

/** Think time, and the time between two polls, in microseconds. */
export function timesOfWorkload(command: WorkloadTold): { thinkUs: number; everyUs: number } {
  return {
    thinkUs: durationUs(command.think, 10 * US_PER_SECOND),
    everyUs: Math.max(US_PER_SECOND, durationUs(command.every, 60 * US_PER_SECOND)),
  };
}
