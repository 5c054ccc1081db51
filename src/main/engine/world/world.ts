/**
 * The world: all tables, the clock, the queue and the streams of one run.
 *
 * It is plain state with lookups. What may happen to it is written in `decide/` (commands) and
 * `systems/` (events); only they and `settle` write it. Fields ending in `Dirty` ask for work at
 * the end of the present step and are never true between steps.
 */
import type { HappeningKind } from '../../../shared/events/happenings.ts';
import { assert } from '../../../shared/kernel/assert.ts';
import { parseCalendar, STARTS_AT_DEFAULT } from '../../../shared/model/calendar.ts';
import type { Catalogue } from '../../../shared/model/catalogue.ts';
import { RandomStreams } from '../../../shared/kernel/prng.ts';
import { SIM_TIME_MAX_US } from '../../../shared/kernel/time.ts';
import type { EventQueue } from '../event-queue.ts';
import { createEventQueue } from '../queue/create-event-queue.ts';
import { RunLog } from '../run-log.ts';
import { SeriesLog } from '../series-log.ts';
import { CatalogueIndex } from './catalogue-index.ts';
import { CrossingIndex } from './crossing-index.ts';
import { DowntimeIndex } from './downtime-index.ts';
import { GuestIndex } from './guest-index.ts';
import { CloudIndex, FailureIndex, PlantIndex, RackIndex, SlotStreams } from './indexes.ts';
import { dropFaultsOf } from './fault-rows.ts';
import { HostMachines } from './host-machines.ts';
import { ImpairmentIndex } from './impairment-index.ts';
import { MarkedMachines } from './marked-machines.ts';
import { NetworkIndex } from './network-index.ts';
import { NetworkPieces } from './network-pieces.ts';
import { NameIndex, textIdOf, type TableName } from './names.ts';
import { PoolIndex } from './pool-index.ts';
import type { RequestWatch } from './request-watch.ts';
import { TrafficIndex } from './traffic-index.ts';
import { StoreIndex } from './store-index.ts';
import { WorkloadIndex } from './workload-index.ts';
import { WorldTables } from './world-tables.ts';

export interface WorldOptions {
  readonly catalogue: Catalogue;
  readonly seed: number;
  readonly operations: 'measured' | 'instant';
  /** Calendar moment of time 0, such as `2026-03-31T18:30`, UTC. */
  readonly startsAt?: string;
}

export interface ScheduledEvent {
  readonly atUs: number;
  readonly priority: number;
  readonly kind: number;
  readonly slot: number;
  readonly generation: number;
  readonly payload: number;
}

export class World extends WorldTables {
  readonly catalogue: Catalogue;
  readonly operations: 'measured' | 'instant';
  readonly queue: EventQueue = createEventQueue();
  readonly streams: RandomStreams;
  readonly log = new RunLog(() => namedCauses(this));
  readonly series = new SeriesLog();
  readonly names: NameIndex = new NameIndex(this);
  readonly plant: PlantIndex = new PlantIndex(this);
  readonly racks: RackIndex = new RackIndex(this);
  readonly hostMachines: HostMachines = new HostMachines(this);
  readonly marked: MarkedMachines = new MarkedMachines(this);
  readonly impairments: ImpairmentIndex = new ImpairmentIndex(this);
  readonly pieces: NetworkPieces = new NetworkPieces(this);
  readonly pools: PoolIndex = new PoolIndex(this);
  readonly cloud: CloudIndex = new CloudIndex(this);
  readonly failures: FailureIndex = new FailureIndex(this);
  readonly downtimes: DowntimeIndex = new DowntimeIndex(this);
  readonly traffic: TrafficIndex = new TrafficIndex(this);
  readonly stores: StoreIndex = new StoreIndex(this);
  readonly workloads: WorkloadIndex = new WorkloadIndex(this);
  readonly networks: NetworkIndex = new NetworkIndex(this);
  readonly crossings: CrossingIndex = new CrossingIndex(this);
  readonly slotStreams: SlotStreams = new SlotStreams(this);
  readonly lookup: CatalogueIndex;
  readonly guests: GuestIndex;

  nowUs = 0;
  /** Calendar moment of time 0, in microseconds since 1970, UTC. */
  calendarStartUs: number;
  eventCount = 0;
  eventsAtNow = 0;
  /** Cost of machines that no longer exist, in millionths of a dollar. */
  closedCostMicroUsd = 0;
  /** True while the start state is built: operations take no time and nothing is announced. */
  settingUp = false;
  /** Power, network, hosts and machines must be settled. */
  plantDirty = false;
  /** Hosts that alone must be settled, with their links and what runs on them. */
  readonly hostsDirty: number[] = [];
  /** Machines with machines inside them that started or ended running. */
  readonly nestsDirty: number[] = [];
  /** Happening that stands for the decision being carried out; 0 between decisions. */
  decisionId = 0;
  /**
   * In a trial: 1 for each balancer whose probes and requests happen, those of the others being
   * dropped as stale. It is not state; without it everything happens.
   */
  focus: Uint8Array | undefined;
  /** Somebody who follows a request, on a copy made for that; it is not state. */
  watch: RequestWatch | undefined = undefined;
  /** Machines, network or partners of stores may have changed. */
  storesDirty = false;
  /** Only the loads of the power graph must be settled. */
  loadDirty = false;
  /** Hosts whose machines ask for more or less processor than they did; may name one twice. */
  readonly sharesDirty: number[] = [];
  /** Machines in which work came or went beside other work; may name one twice. */
  readonly sharersDirty: number[] = [];

  constructor(options: WorldOptions) {
    super();
    this.catalogue = options.catalogue;
    this.lookup = new CatalogueIndex(options.catalogue);
    this.guests = new GuestIndex(this, options.catalogue);
    this.operations = options.operations;
    this.names.onRemove = (table, slot) => dropFaultsOf(this, table, slot);
    this.streams = new RandomStreams(options.seed);
    const starts = parseCalendar(options.startsAt ?? STARTS_AT_DEFAULT);
    assert(starts.ok, 'The calendar start was checked with the scenario');
    this.calendarStartUs = starts.value;
  }

  /** Drops everything that is rebuilt from the columns; call it after they were replaced. */
  forgetDerived(): void {
    this.names.invalidate();
    this.plant.invalidate();
    this.racks.invalidate();
    this.hostMachines.invalidate();
    this.marked.invalidate();
    this.impairments.invalidate();
    this.pieces.invalidate();
    this.pools.invalidate();
    this.cloud.invalidate();
    this.failures.invalidate();
    this.traffic.invalidate();
    this.downtimes.invalidate();
    this.stores.invalidate();
    this.networks.invalidate();
    this.crossings.invalidate();
    this.slotStreams.invalidate();
    this.guests.invalidate();
    this.workloads.invalidate();
  }

  /** Queues an event; one beyond the last moment that can be named never comes [ENG-T6]. */
  schedule(event: ScheduledEvent): void {
    if (event.atUs > SIM_TIME_MAX_US) return;
    this.queue.push(
      event.atUs,
      event.priority,
      event.kind,
      event.slot,
      event.generation,
      event.payload,
    );
  }
}

/** Happenings that a ledger of losses names; their chains must stay walkable [ENG-Y4]. */
function* namedCauses(world: WorldTables): Iterable<number> {
  for (const row of world.ledger.slots()) yield world.ledger.col.cause[row]!;
  for (const row of world.downtime.slots()) yield world.downtime.col.cause[row]!;
  for (const row of world.sessionLoss.slots()) yield world.sessionLoss.col.cause[row]!;
}

/**
 * What to blame for a loss that is being announced: what was found standing in the way, or the
 * decision being carried out when that is newer, because it has just unplugged or moved something.
 */
export function blameFor(world: World, found: number): number {
  return Math.max(found, world.decisionId);
}

/** Notes that something happened to a row and returns the id of the happening; 0 in setup. */
export function happen(
  world: World,
  input: {
    kind: HappeningKind;
    table: TableName;
    slot: number;
    cause: number;
    details?: Readonly<Record<string, string | number>>;
  },
): number {
  if (world.settingUp) return 0;
  return world.log.add({
    atUs: world.nowUs,
    kind: input.kind,
    subject: textIdOf(world, input.table, input.slot),
    cause: input.cause,
    ...(input.details === undefined ? {} : { details: input.details }),
  });
}
