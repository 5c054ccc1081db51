/**
 * Reading measures: the value of each in a run. The list itself, with units and formulas, stands in
 * `measures.ts`; this file only adds up and compares what a run has measured.
 */
import type { MeasureName } from './measures.ts';

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
  readonly sessions?: { readonly begun: number; readonly lost: number } | undefined;
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
  readonly environments?: readonly { readonly microUsdStopped: number }[] | undefined;
  readonly moves?:
    | {
        readonly serversMoved: number;
        readonly moveOutageUs: number;
        readonly movesRolledBack: number;
        readonly moveRemains: number;
      }
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
    case 'serversMoved':
    case 'movesRolledBack':
    case 'moveRemains':
      return run.moves?.[measure] ?? 0;
    case 'stoppedCost':
      return (run.environments ?? []).reduce((sum, one) => sum + one.microUsdStopped, 0) / MICRO;
    case 'moveOutage':
      return (run.moves?.moveOutageUs ?? 0) / MICRO;
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
    case 'sessionsBegun':
    case 'sessionsLost':
      return readSessions(run, { measure, service: query.service });
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

/** Undefined where no service keeps sessions. */
function readSessions(
  run: MeasuredRun,
  query: { measure: 'sessionsBegun' | 'sessionsLost'; service: string | undefined },
): number | undefined {
  const { measure, service } = query;
  const pools = run.services
    .filter(({ name }) => service === undefined || name === service)
    .flatMap(({ sessions }) => sessions ?? []);
  if (pools.length === 0) return undefined;
  return pools.reduce((sum, { begun, lost }) => {
    return sum + (measure === 'sessionsBegun' ? begun : lost);
  }, 0);
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
