/**
 * Figures: what services, machines and the power graph are doing, as numbers with units.
 *
 * Everything here is read from the state as it stands at the present moment; nothing is changed,
 * so looking at a figure can never alter one.
 */
import { PROCESS_STATES } from '../../../shared/model/guest-kinds.ts';
import type {
  MetricsFrame,
  ServiceFigures,
  ServiceSeries,
} from '../../../shared/views/metrics-frame.ts';
import type { LedgerRow, RunSummary } from '../../../shared/views/workspace-view.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { FAILURE_REASONS, POWER_STATES } from '../../../shared/model/kinds.ts';
import { SERIES_BUCKET_US } from '../series-log.ts';
import { ratePerSecond } from '../systems/arrivals.ts';
import { judgedSeconds } from '../systems/availability.ts';
import { totalCostMicroUsd } from '../systems/billing.ts';
import { allCostMicroUsd } from '../systems/costs.ts';
import { readMeter, shareUp } from '../systems/meters.ts';
import { latencyCounts, percentilesOf } from '../systems/work-latency.ts';
import { serviceLimit } from './service-limit.ts';
import { migrationFigures } from './hypervisor-part.ts';
import { imageFigures } from './image-rows.ts';
import { environmentFigures } from './environment-part.ts';
import { moveFigures } from './move-rows.ts';
import { some } from './row-parts.ts';
import { sessionFigures } from './session-rows.ts';
import { storeFigures, storeSummaries } from './store-rows.ts';
import { webAppSummaries } from './web-app-rows.ts';
import { workloadSummaries } from './workload-rows.ts';
import { coresInUse } from '../systems/work-grounds.ts';
import { textIdOf } from '../world/names.ts';
import type { World } from '../world/world.ts';

const BILLED = POWER_STATES.map((state) =>
  ['starting', 'running', 'stopping', 'stopped'].includes(state),
);
const PER_MILLE = 1_000;
/** Workloads with live figures; the summary at the end has all of them. */
const FRAME_WORKLOADS_MAX = 100;
/** Points of a series given out at once. */
const SERIES_POINTS_MAX = 20_000;

/** served ÷ (offered − inFlight), 1 while nothing has been answered. */
function servedFraction(world: World, service: number): number {
  const { served, offered, inFlight } = world.service.col;
  const answered = offered[service]! - inFlight[service]!;
  return answered === 0 ? 1 : served[service]! / answered;
}

/**
 * Requests a second that `backends` machines of a service can serve: workers × machines ÷ mean
 * time.
 */
export function capacityPerSecond(world: World, service: number, backends: number): number {
  const { workers, serviceTimeUs } = world.service.col;
  return (backends * workers[service]! * US_PER_SECOND) / serviceTimeUs[service]!;
}

function sumOf(pools: readonly number[], count: (pool: number) => number): number {
  return pools.reduce((sum, pool) => sum + count(pool), 0);
}

/** All figures of one service. */
export function serviceFigures(world: World, service: number): ServiceFigures {
  const { col } = world.service;
  const judged = judgedSeconds(world, service);
  const seconds = judged.up + judged.down;
  const pools = world.traffic.poolsOf(service);
  const backends = sumOf(pools, (pool) => world.pools.backendsOfBalancer(pool).length);
  const backendsUp = sumOf(pools, (pool) => world.pools.rotationOf(pool).up.length);
  return {
    id: textIdOf(world, 'service', service),
    name: world.service.text('name', service),
    offered: col.offered[service]!,
    served: col.served[service]!,
    late: col.late[service]!,
    refused: col.refused[service]!,
    lost: col.lost[service]!,
    inFlight: col.inFlight[service]!,
    servedFraction: servedFraction(world, service),
    availability: seconds === 0 ? 1 : judged.up / seconds,
    secondsUp: judged.up,
    secondsDown: judged.down,
    demandPerSecond: ratePerSecond(world, service),
    ...recentRates(world, service),
    backendsUp,
    backends,
    capacityPerSecond: capacityPerSecond(world, service, backendsUp),
    ...some('sessions', sessionFigures(world, service)),
  };
}

/** Rates over the last whole bucket and the one under way: 10 to 20 seconds. */
function recentRates(
  world: World,
  service: number,
): Pick<ServiceFigures, 'offeredPerSecond' | 'servedPerSecond' | 'failedPerSecond'> {
  const current = Math.floor(world.nowUs / SERIES_BUCKET_US);
  const from = Math.max(0, current - 1);
  const seconds = Math.max(1, (world.nowUs - from * SERIES_BUCKET_US) / US_PER_SECOND);
  function rate(field: 'offered' | 'served' | 'late' | 'refused' | 'lost'): number {
    const counts = world.series.read({ service, field, from, to: current + 1 });
    return counts.reduce((sum, value) => sum + value, 0) / seconds;
  }
  return {
    offeredPerSecond: rate('offered'),
    servedPerSecond: rate('served'),
    failedPerSecond: rate('late') + rate('refused') + rate('lost'),
  };
}

/** The live figures of the whole lab. */
export function metricsFrame(world: World): MetricsFrame {
  const vms = world.vm.slots();
  const count = vms.length;
  const vmBusy = new Uint32Array(count);
  const vmQueued = new Uint32Array(count);
  const vmJobs = new Uint32Array(count);
  const vmCpuPermille = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) {
    const vm = vms[i]!;
    let workers = 0;
    for (const backend of world.pools.backendsOfVm(vm)) {
      vmBusy[i]! += world.backend.col.busy[backend]!;
      vmQueued[i]! += world.backend.col.queued[backend]!;
      const balancer = world.backend.col.balancer[backend]! - 1;
      for (const service of world.pools.servicesOfBalancer(balancer))
        workers += world.service.col.workers[service]!;
    }
    vmJobs[i] = world.vm.col.jobsRunning[vm]!;
    vmCpuPermille[i] = cpuPermille({
      cores: coresInUse(world, vm) + grantedCores(world, vm),
      busy: vmBusy[i]!,
      workers,
      jobs: vmJobs[i]!,
      vCpu: world.vm.col.vCpu[vm]!,
    });
  }
  const powerSlot = world.power.slots();
  return {
    atUs: world.nowUs,
    services: [...world.service.slots()].map((service) => serviceFigures(world, service)),
    stores: [...world.store.slots()].map((store) => storeFigures(world, store)),
    ...some('workloads', workloadSummaries(world, FRAME_WORKLOADS_MAX)),
    vmSlot: new Uint32Array(vms),
    vmBusy,
    vmQueued,
    vmJobs,
    vmCpuPermille,
    powerSlot: new Uint32Array(powerSlot),
    powerMilliwatts: Float64Array.from(powerSlot, (slot) => world.power.col.loadMilliwatt[slot]!),
    costMicroUsd: totalCostMicroUsd(world),
    costMicroUsdPerHour: costPerHour(world),
  };
}

/** Cores that the processes of a machine were granted. */
function grantedCores(world: World, vm: number): number {
  const guest = world.guests.inVm(vm);
  return guest < 0 ? 0 : world.guest.col.grantedMillicores[guest]! / PER_MILLE;
}

/**
 * Share of a machine's vCPU in use: busy workers of its workers, a core for each job, or the cores
 * that its uses and processes have.
 */
function cpuPermille(input: {
  cores: number;
  busy: number;
  workers: number;
  jobs: number;
  vCpu: number;
}): number {
  const serving = input.workers === 0 ? 0 : input.busy / input.workers;
  const computing = Math.min(1, input.jobs / input.vCpu);
  const working = input.cores / input.vCpu;
  return Math.round(Math.min(1, Math.max(serving, computing, working)) * PER_MILLE);
}

function costPerHour(world: World): number {
  let total = 0;
  const { col } = world.vm;
  for (const vm of world.vm.slots())
    if (BILLED[col.powerState[vm]!] === true) total += col.microUsdPerHour[vm]!;
  return total;
}

/** History of a service in buckets. Refuses with `service.notFound` or `series.tooLong`. */
export function serviceSeries(
  world: World,
  query: { service: string; fromUs: number; toUs: number },
): Result<ServiceSeries> {
  const found = world.names.resolve(['service'], query.service);
  if (!found.ok) return found;
  const from = Math.floor(query.fromUs / SERIES_BUCKET_US);
  const to = Math.max(from, Math.floor(Math.min(query.toUs, world.nowUs) / SERIES_BUCKET_US) + 1);
  if (to - from > SERIES_POINTS_MAX) {
    return err({
      code: 'series.tooLong',
      message:
        `The span asked for has ${to - from} buckets of 10 s; at most ` +
        `${SERIES_POINTS_MAX} are given at once.`,
      hint: 'Ask for a shorter span.',
      details: { buckets: to - from, max: SERIES_POINTS_MAX },
    });
  }
  const service = found.value.slot;
  function read(
    field: 'offered' | 'served' | 'late' | 'refused' | 'lost',
  ): Float64Array<ArrayBuffer> {
    return world.series.read({ service, field, from, to });
  }
  return ok({
    bucketUs: SERIES_BUCKET_US,
    firstBucketUs: from * SERIES_BUCKET_US,
    offered: read('offered'),
    served: read('served'),
    late: read('late'),
    refused: read('refused'),
    lost: read('lost'),
  });
}

/** Failed requests by reason and cause, most first; of one service or of all. */
export function ledgerRows(world: World, service: string | undefined): LedgerRow[] {
  const wanted = service === undefined ? -1 : slotOfService(world, service);
  const { col } = world.ledger;
  const rows: LedgerRow[] = [];
  for (const slot of world.ledger.slots()) {
    const owner = col.service[slot]! - 1;
    if (service !== undefined && owner !== wanted) continue;
    rows.push({
      service: textIdOf(world, 'service', owner),
      reason: FAILURE_REASONS[col.reason[slot]!]!,
      count: col.count[slot]!,
      firstAtUs: col.firstUs[slot]!,
      lastAtUs: col.lastUs[slot]!,
      chain: col.cause[slot] === 0 ? [] : world.log.chain(col.cause[slot]!),
    });
  }
  return rows.sort((a, b) => b.count - a.count || a.firstAtUs - b.firstAtUs);
}

function slotOfService(world: World, reference: string): number {
  const found = world.names.resolve(['service'], reference);
  return found.ok ? found.value.slot : -1;
}

/** The figures of a run so far, as the command line prints them. */
export function runSummary(world: World, hash: string): RunSummary {
  const machines: Record<string, number> = {};
  for (const state of POWER_STATES) machines[state] = 0;
  for (const vm of world.vm.slots()) machines[POWER_STATES[world.vm.col.powerState[vm]!]!]! += 1;
  const applications: Record<string, number> = {};
  for (const app of world.guestApp.slots()) {
    const state = PROCESS_STATES[world.guestApp.col.state[app]!]!;
    applications[state] = (applications[state] ?? 0) + 1;
  }
  return {
    hash,
    seed: world.streams.seed,
    simulatedSeconds: world.nowUs / US_PER_SECOND,
    events: world.eventCount,
    machines,
    applications,
    ...imageFigures(world),
    ...moveFigures(world),
    ...environmentFigures(world),
    ...migrationFigures(world),
    services: [...world.service.slots()].map((service) => {
      const {
        name,
        offered,
        served,
        late,
        refused,
        lost,
        inFlight,
        servedFraction: fraction,
        availability,
        sessions,
      } = serviceFigures(world, service);
      return {
        name,
        offered,
        served,
        late,
        refused,
        lost,
        inFlight,
        servedFraction: fraction,
        availability,
        slaAvailability: shareUp(
          readMeter(world, { owner: 'balancer', slot: world.service.ref('balancer', service) }),
        ),
        ...percentilesOf(latencyCounts(world, 'service', service)),
        ...some('sessions', sessions),
        limitedBy: serviceLimit(world, service),
      };
    }),
    batches: [...world.batch.slots()].map((batch) => {
      const { col } = world.batch;
      const done = col.done[batch]!;
      return {
        name: world.batch.text('name', batch),
        count: col.count[batch]!,
        done,
        interrupted: col.interrupted[batch]!,
        ...(done === 0 ? {} : { lastFinishUs: col.lastFinishUs[batch]! }),
      };
    }),
    ...some('stores', storeSummaries(world)),
    ...some('workloads', workloadSummaries(world)),
    ...some('webApps', webAppSummaries(world)),
    costMicroUsd: totalCostMicroUsd(world),
    totalCostMicroUsd: allCostMicroUsd(world),
  };
}
