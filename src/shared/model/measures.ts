/**
 * The one list of measures: what a run can be asked, in which unit, and how it is worked out.
 *
 * A scenario's expectations, the command line and the checks of labs name measures by these words
 * and read them with `readMeasure`, so a figure cannot mean two things. Definitions follow
 * docs/definitions: offered = served + late + refused + lost + inFlight at every event.
 */

/** What a figure is taken over. */
export const MEASURE_SCOPES = [
  'run',
  'service',
  'machines',
  'batch',
  'applications',
  'store',
  'workload',
] as const;
export type MeasureScope = (typeof MEASURE_SCOPES)[number];

/** Units of measures; `share` runs from 0 to 1. */
export const MEASURE_UNITS = [
  'requests',
  'share',
  'machines',
  'jobs',
  'seconds',
  'USD',
  'applications',
  'writes',
  'reads',
  'times',
  'milliseconds',
  'answers/s',
  'users',
] as const;
export type MeasureUnit = (typeof MEASURE_UNITS)[number];

interface Measure {
  readonly scope: MeasureScope;
  readonly unit: MeasureUnit;
  /** How it is worked out, in words; shown by help and screen. */
  readonly formula: string;
}

/** All measures by name. A name is never given a second meaning; new ones are added at the end. */
export const MEASURES = {
  offered: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests that arrived since the start',
  },
  served: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests answered within the deadline of their service',
  },
  late: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests answered after the deadline of their service',
  },
  refused: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests turned away because no machine had room or none was in rotation',
  },
  lost: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests taken by a machine that was dead or died before it answered',
  },
  inFlight: {
    scope: 'service',
    unit: 'requests',
    formula: 'requests being worked on or waiting at this moment',
  },
  servedFraction: {
    scope: 'service',
    unit: 'share',
    formula: 'served ÷ (offered − inFlight); 1 while nothing has been answered',
  },
  availability: {
    scope: 'service',
    unit: 'share',
    formula:
      'share of finished seconds whose servedFraction reached the threshold of the service; ' +
      'a second without demand counts as up; over all services: the lowest',
  },
  machines: {
    scope: 'machines',
    unit: 'machines',
    formula: 'machines in the power state named, or all when none is named',
  },
  jobsDone: { scope: 'batch', unit: 'jobs', formula: 'jobs finished since the start' },
  jobsInterrupted: {
    scope: 'batch',
    unit: 'jobs',
    formula: 'jobs that ended with the machine they ran on',
  },
  lastFinish: {
    scope: 'batch',
    unit: 'seconds',
    formula: 'simulated time at which the last finished job finished; no value while none has',
  },
  cost: {
    scope: 'run',
    unit: 'USD',
    formula: 'price of the machines for the time they were allocated, since the start',
  },
  applications: {
    scope: 'applications',
    unit: 'applications',
    formula:
      'applications on operating systems whose process is in the state named, or all when none ' +
      'is ' +
      'named; restarts of a system end them for that time',
  },
  writesOffered: { scope: 'store', unit: 'writes', formula: 'writes that arrived at stores' },
  writesAcknowledged: {
    scope: 'store',
    unit: 'writes',
    formula: 'writes that were answered as kept, by the rule of their store',
  },
  writesRefused: {
    scope: 'store',
    unit: 'writes',
    formula: 'writes that no primary took',
  },
  writesUnanswered: {
    scope: 'store',
    unit: 'writes',
    formula: 'writes given up with the primary that had taken them',
  },
  writesLost: {
    scope: 'store',
    unit: 'writes',
    formula: 'acknowledged writes that no primary has any more',
  },
  writesDiverged: {
    scope: 'store',
    unit: 'writes',
    formula: 'acknowledged writes that only an older of two primaries has, at this moment',
  },
  readsMissing: {
    scope: 'store',
    unit: 'reads',
    formula: 'reads that looked for what a bad query had deleted',
  },
  readsStale: {
    scope: 'store',
    unit: 'reads',
    formula: 'reads served without every acknowledged write',
  },
  storeDownSeconds: {
    scope: 'store',
    unit: 'seconds',
    formula: 'time in which a store took no writes',
  },
  failovers: {
    scope: 'store',
    unit: 'times',
    formula: 'changes of the primary of a store',
  },
  recoveryPoint: {
    scope: 'store',
    unit: 'seconds',
    formula: 'last restore: from the moment gone back to until the harm; the longest of several',
  },
  recoveryTime: {
    scope: 'store',
    unit: 'seconds',
    formula: 'last restore: from the harm until writes were taken; the longest of several',
  },
  slaAvailability: {
    scope: 'service',
    unit: 'share',
    formula:
      'as the provider counts: share of the wanted time in which at least one machine of its ' +
      'balancer ran; over all services: the lowest',
  },
  totalCost: {
    scope: 'run',
    unit: 'USD',
    formula: 'price of machines, disks and everything else there is or was, since the start',
  },
  sharedIdentities: {
    scope: 'run',
    unit: 'machines',
    formula: 'running machines that carry the identity of another running one',
  },
  driftedMachines: {
    scope: 'run',
    unit: 'machines',
    formula: 'machines whose disk differs from the image they were made from',
  },
  p95: {
    scope: 'service',
    unit: 'milliseconds',
    formula: 'time that 95 % of the answers did not exceed; over all services: the longest',
  },
  workOffered: {
    scope: 'workload',
    unit: 'requests',
    formula: 'requests and jobs that came to uses of machines',
  },
  workServed: {
    scope: 'workload',
    unit: 'requests',
    formula: 'of those, answered by the deadline of their use',
  },
  workRefused: {
    scope: 'workload',
    unit: 'requests',
    formula: 'of those, turned away because all places and the queue were full',
  },
  workLost: {
    scope: 'workload',
    unit: 'requests',
    formula: 'of those, lost with their machine, with whom they asked, or with a poll left out',
  },
  workThroughput: {
    scope: 'workload',
    unit: 'answers/s',
    formula:
      'answers of uses of machines a second; of batches, cron jobs and polls only while they have ' +
      'something to do',
  },
  workMean: {
    scope: 'workload',
    unit: 'milliseconds',
    formula: 'mean time of an answer; over all uses: the longest',
  },
  workP95: {
    scope: 'workload',
    unit: 'milliseconds',
    formula: 'time that 95 % of the answers did not exceed; over all uses: the longest',
  },
  workLimitedShare: {
    scope: 'workload',
    unit: 'share',
    formula: 'share of the time in which a resource limited the use; 0 while only the load does',
  },
  workDuplicates: {
    scope: 'workload',
    unit: 'times',
    formula: 'runs of cron jobs beyond the first, because several machines hold the job',
  },
  workWritesLost: {
    scope: 'workload',
    unit: 'writes',
    formula: 'answered lazy writes that a crash took before they were on the disk',
  },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof MEASURES;

/** All names in the order of the list. Object.keys forgets that they are the table's own keys. */
export const MEASURE_NAMES = Object.keys(MEASURES) as [MeasureName, ...MeasureName[]];

/** The figures of a service that measures read. */
interface MeasuredService {
  readonly name: string;
  readonly offered: number;
  readonly served: number;
  readonly late: number;
  readonly refused: number;
  readonly lost: number;
  readonly inFlight: number;
  readonly availability: number;
  readonly slaAvailability: number;
  readonly p95Ms?: number | undefined;
}

/** The figures of a use of machines that measures read. */
interface MeasuredWorkload {
  readonly name: string;
  readonly offered: number;
  readonly served: number;
  readonly refused: number;
  readonly lost: number;
  readonly throughputPerSecond: number;
  readonly meanMs?: number | undefined;
  readonly p95Ms?: number | undefined;
  readonly limitedShare: number;
  readonly duplicates?: number | undefined;
  readonly writesLost?: number | undefined;
}

/** The figures of a run that measures read; the summary of a run has this shape. */
export interface MeasuredRun {
  readonly machines: Readonly<Record<string, number>>;
  readonly applications?: Readonly<Record<string, number>> | undefined;
  readonly services: readonly MeasuredService[];
  readonly batches: readonly {
    readonly name: string;
    readonly done: number;
    readonly interrupted: number;
    readonly lastFinishUs?: number | undefined;
  }[];
  readonly costMicroUsd: number;
  readonly totalCostMicroUsd: number;
  readonly stores?: readonly MeasuredStore[] | undefined;
  readonly workloads?: readonly MeasuredWorkload[] | undefined;
  readonly images?:
    | { readonly sharedIdentities: number; readonly driftedMachines: number }
    | undefined;
}

/** The figures of a store that measures read. */
interface MeasuredStore {
  readonly name: string;
  readonly offered: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly lost: number;
  readonly diverged: number;
  readonly readsMissing: number;
  readonly readsStale: number;
  readonly downSeconds: number;
  readonly failovers: number;
  readonly recoveryPointSeconds?: number | undefined;
  readonly recoveryTimeSeconds?: number | undefined;
}

/** Which figure exactly; without a selector, the whole run. */
export interface MeasureQuery {
  readonly measure: MeasureName;
  readonly service?: string | undefined;
  readonly state?: string | undefined;
  readonly batch?: string | undefined;
  readonly store?: string | undefined;
  readonly workload?: string | undefined;
}

const MICRO = 1_000_000;

type RequestCount = 'offered' | 'served' | 'late' | 'refused' | 'lost' | 'inFlight';

/**
 * The value of a measure in a run, in the measure's unit. Undefined when there is nothing to
 * measure: no such service or batch, or nothing has finished yet. Without `service` or `batch`
 * the counts are sums over all of them.
 */
export function readMeasure(run: MeasuredRun, query: MeasureQuery): number | undefined {
  const { measure } = query;
  switch (measure) {
    case 'machines':
      return countMachines(run.machines, query.state);
    case 'applications':
      return countMachines(run.applications ?? {}, query.state);
    case 'cost':
      return run.costMicroUsd / MICRO;
    case 'totalCost':
      return run.totalCostMicroUsd / MICRO;
    case 'sharedIdentities':
    case 'driftedMachines':
      return run.images?.[measure] ?? 0;
    case 'jobsDone':
    case 'jobsInterrupted':
    case 'lastFinish':
      return readBatches(run, { measure, batch: query.batch });
    case 'recoveryPoint':
    case 'recoveryTime':
      return readRecovery(run, { measure, store: query.store });
    case 'writesOffered':
    case 'writesAcknowledged':
    case 'writesRefused':
    case 'writesUnanswered':
    case 'writesLost':
    case 'writesDiverged':
    case 'readsMissing':
    case 'readsStale':
    case 'storeDownSeconds':
    case 'failovers':
      return readStores(run, { measure, store: query.store });
    case 'p95':
      return longest(
        run.services.filter(({ name }) => query.service === undefined || name === query.service),
        ({ p95Ms }) => p95Ms,
      );
    case 'workOffered':
    case 'workServed':
    case 'workRefused':
    case 'workLost':
    case 'workThroughput':
    case 'workMean':
    case 'workP95':
    case 'workLimitedShare':
    case 'workDuplicates':
    case 'workWritesLost':
      return readWorkloads(run, { measure, workload: query.workload });
    default:
      return readServices(run, { measure, service: query.service });
  }
}

function countMachines(machines: MeasuredRun['machines'], state: string | undefined): number {
  if (state !== undefined) return Object.hasOwn(machines, state) ? (machines[state] ?? 0) : 0;
  return Object.values(machines).reduce((sum, count) => sum + count, 0);
}

function readServices(
  run: MeasuredRun,
  query: {
    measure: RequestCount | 'servedFraction' | 'availability' | 'slaAvailability';
    service: string | undefined;
  },
): number | undefined {
  const { measure, service } = query;
  const chosen =
    service === undefined ? run.services : run.services.filter(({ name }) => name === service);
  if (chosen.length === 0) return undefined;
  function total(count: RequestCount): number {
    return chosen.reduce((sum, figures) => sum + figures[count], 0);
  }
  if (measure === 'availability' || measure === 'slaAvailability') {
    return Math.min(...chosen.map((one) => one[measure]));
  }
  if (measure !== 'servedFraction') return total(measure);
  const answered = total('offered') - total('inFlight');
  return answered === 0 ? 1 : total('served') / answered;
}

function readBatches(
  run: MeasuredRun,
  query: { measure: 'jobsDone' | 'jobsInterrupted' | 'lastFinish'; batch: string | undefined },
): number | undefined {
  const { measure, batch } = query;
  const chosen =
    batch === undefined ? run.batches : run.batches.filter(({ name }) => name === batch);
  if (chosen.length === 0) return undefined;
  if (measure === 'jobsDone') return chosen.reduce((sum, one) => sum + one.done, 0);
  if (measure === 'jobsInterrupted') return chosen.reduce((sum, one) => sum + one.interrupted, 0);
  const finishes = chosen.flatMap(({ lastFinishUs }) => lastFinishUs ?? []);
  return finishes.length === 0 ? undefined : Math.max(...finishes) / MICRO;
}

/** The greatest value there is; undefined without any. */
function longest<T>(all: readonly T[], read: (one: T) => number | undefined): number | undefined {
  const values = all.flatMap((one) => read(one) ?? []);
  return values.length === 0 ? undefined : Math.max(...values);
}

/** The figure of a use that each of its measures reads, and whether figures of several add up. */
const WORK_FIGURES = {
  workOffered: { of: 'offered', adds: true },
  workServed: { of: 'served', adds: true },
  workRefused: { of: 'refused', adds: true },
  workLost: { of: 'lost', adds: true },
  workThroughput: { of: 'throughputPerSecond', adds: true },
  workMean: { of: 'meanMs', adds: false },
  workP95: { of: 'p95Ms', adds: false },
  workLimitedShare: { of: 'limitedShare', adds: false },
  workDuplicates: { of: 'duplicates', adds: true },
  workWritesLost: { of: 'writesLost', adds: true },
} as const;

function readWorkloads(
  run: MeasuredRun,
  query: { measure: keyof typeof WORK_FIGURES; workload: string | undefined },
): number | undefined {
  const { workloads = [] } = run;
  const { of, adds } = WORK_FIGURES[query.measure];
  const chosen = workloads.filter(
    ({ name }) => query.workload === undefined || name === query.workload,
  );
  if (chosen.length === 0) return undefined;
  if (!adds) return longest(chosen, (one) => one[of]);
  return chosen.reduce((sum, one) => sum + (one[of] ?? 0), 0);
}

/** The figure of a store that each of its measures reads. */
const STORE_FIGURES = {
  writesOffered: 'offered',
  writesAcknowledged: 'acknowledged',
  writesRefused: 'refused',
  writesUnanswered: 'unanswered',
  writesLost: 'lost',
  writesDiverged: 'diverged',
  readsMissing: 'readsMissing',
  readsStale: 'readsStale',
  storeDownSeconds: 'downSeconds',
  failovers: 'failovers',
} as const;

function storesOf(run: MeasuredRun, store: string | undefined): readonly MeasuredStore[] {
  const { stores = [] } = run;
  return store === undefined ? stores : stores.filter(({ name }) => name === store);
}

function readStores(
  run: MeasuredRun,
  query: { measure: keyof typeof STORE_FIGURES; store: string | undefined },
): number | undefined {
  const chosen = storesOf(run, query.store);
  if (chosen.length === 0) return undefined;
  return chosen.reduce((sum, store) => sum + store[STORE_FIGURES[query.measure]], 0);
}

function readRecovery(
  run: MeasuredRun,
  query: { measure: 'recoveryPoint' | 'recoveryTime'; store: string | undefined },
): number | undefined {
  const field = query.measure === 'recoveryPoint' ? 'recoveryPointSeconds' : 'recoveryTimeSeconds';
  const values = storesOf(run, query.store).flatMap((store) => store[field] ?? []);
  return values.length === 0 ? undefined : Math.max(...values);
}
