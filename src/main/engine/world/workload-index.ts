/**
 * Places, steps and counters of workloads by what asks for them: every request does. Like every
 * index it is not state; it is dropped when a row comes or goes and built again, in slot order,
 * when needed. It decides nothing.
 */
import { LATENCY_BUCKETS } from '../../../shared/model/latency-buckets.ts';
import { WORK_LIMITS, WORK_STEPS } from '../../../shared/model/workload-kinds.ts';
import type { RandomStream } from '../../../shared/kernel/prng.ts';
import type { CronSchedule } from '../../../shared/model/cron.ts';
import { textIdOf } from './names.ts';
import { GammaShapes } from './work-gamma.ts';
import type { WorldTables } from './world-tables.ts';

const NOBODY: readonly number[] = [];
const PPM = 1_000_000;

/** Disk operations of one size; a cache, if there is one, does not answer `missShare` of them. */
export interface DiskIo {
  readonly operations: number;
  readonly ioKib: number;
  readonly missShare: number;
}

/**
 * The steps of a workload, side by side; `skipTo` leads behind the unlock of a lock, `disk`
 * says what a visit there asks, made once because every request asks it.
 */
export interface WorkSteps {
  readonly kinds: readonly number[];
  readonly amounts: readonly number[];
  readonly sharesPpm: readonly number[];
  readonly skipTo: readonly number[];
  readonly disk: readonly DiskIo[];
}

/** Whose answers are counted. */
export type LatencyOwner = 'workload' | 'service';

export class WorkloadIndex {
  /** Shapes of times, made when a flow first needs one; they follow from a number alone. */
  readonly shapes = new GammaShapes();
  /** Streams by workload, once they were asked for; filled by whoever knows the streams. */
  readonly streamCache: (RandomStream | undefined)[] = [];
  /** Cron lines, read. */
  readonly schedules: (CronSchedule | undefined)[] = [];
  /** Ground whose processor is being settled, and planned when that is done; below 0: none. */
  settling = -1;
  private built = false;
  private drops = 0;
  private places: (number[] | undefined)[] = [];
  private grounds: (number | undefined)[] = [];
  private onGround: (number[] | undefined)[] = [];
  private steps: (WorkSteps | undefined)[] = [];
  private stepRows: (number[] | undefined)[] = [];
  private rates: (number[] | undefined)[] = [];
  private jumpboxes: (number[] | undefined)[] = [];
  private streams: (string | undefined)[] = [];
  private limits: (Int32Array | undefined)[] = [];
  private latencies: Record<LatencyOwner, (Int32Array | undefined)[]> = empty();
  private readonly world: WorldTables;

  constructor(world: WorldTables) {
    this.world = world;
  }

  invalidate(): void {
    this.drops += 1;
    this.built = false;
  }

  /**
   * How often it was dropped, while no workload is there: answers of services alone need no drop
   * when the world goes back, because a row is held against its columns before it is used.
   */
  get changes(): number | undefined {
    return this.world.workload.count === 0 ? this.drops : undefined;
  }

  /** Its places, in slot order. */
  placesOf(workload: number): readonly number[] {
    if (!this.built) this.build();
    return this.places[workload] ?? NOBODY;
  }

  /** The ground a machine is for its workloads; -1 while it has none. */
  groundOf(vm: number): number {
    if (!this.built) this.build();
    return this.grounds[vm] ?? -1;
  }

  placesOn(ground: number): readonly number[] {
    if (!this.built) this.build();
    return this.onGround[ground] ?? NOBODY;
  }

  stepsOf(workload: number): WorkSteps {
    if (!this.built) this.build();
    return (this.steps[workload] ??= this.readSteps(workload));
  }

  /** Steps of its curve, in order of time. */
  ratesOf(workload: number): readonly number[] {
    if (!this.built) this.build();
    return this.rates[workload] ?? NOBODY;
  }

  /** Workloads through which a machine is managed. */
  jumpboxesOf(vm: number): readonly number[] {
    if (!this.built) this.build();
    return this.jumpboxes[vm] ?? NOBODY;
  }

  /** Name of the stream from which all chance of a workload comes. */
  streamOf(workload: number): string {
    if (!this.built) this.build();
    return (this.streams[workload] ??= `work/${textIdOf(this.world, 'workload', workload)}`);
  }

  /** Row + 1 of the time a place was limited, by limit. */
  limitRows(place: number): Int32Array {
    if (!this.built) this.build();
    return (this.limits[place] ??= new Int32Array(WORK_LIMITS.length));
  }

  /** Row + 1 of the answers of an owner, by bucket; a row may be gone, or another's by now. */
  latencyRows(owner: LatencyOwner, slot: number): Int32Array {
    if (!this.built) this.build();
    return (this.latencies[owner][slot] ??= new Int32Array(LATENCY_BUCKETS));
  }

  /** Notes a place whose columns are written; one by one, because a room may make thousands. */
  addPlace(place: number): void {
    if (!this.built) return;
    const { workload, ground } = this.world.workPlace.col;
    (this.places[workload[place]! - 1] ??= []).push(place);
    (this.onGround[ground[place]! - 1] ??= []).push(place);
  }

  /** Notes a ground in the same way. */
  addGround(ground: number): void {
    const vm = this.world.workGround.col.vm[ground]! - 1;
    if (this.built && vm >= 0) this.grounds[vm] = ground;
  }

  /** Notes a step of a workload in the same way; steps come in their order. */
  addStep(row: number): void {
    if (!this.built) return;
    (this.stepRows[this.world.workStep.col.workload[row]! - 1] ??= []).push(row);
  }

  /** Notes a step of a curve in the same way, and in order of time. */
  addRate(row: number): void {
    if (!this.built) return;
    (this.rates[this.world.workRate.col.workload[row]! - 1] ??= []).push(row);
  }

  private build(): void {
    this.built = true;
    this.streamCache.length = 0;
    this.schedules.length = 0;
    this.stepRows = [];
    this.places = [];
    this.grounds = [];
    this.onGround = [];
    this.steps = [];
    this.rates = [];
    this.jumpboxes = [];
    this.streams = [];
    this.limits = [];
    this.latencies = empty();
    const { workPlace, workGround, workRate, workStep, workTarget, workLimit, latency } =
      this.world;
    for (const ground of workGround.slots()) {
      // Instances of web apps are found by themselves.
      const vm = workGround.col.vm[ground]! - 1;
      if (vm >= 0) this.grounds[vm] = ground;
    }
    for (const place of workPlace.slots()) {
      (this.places[workPlace.col.workload[place]! - 1] ??= []).push(place);
      (this.onGround[workPlace.col.ground[place]! - 1] ??= []).push(place);
    }
    for (const row of workRate.slots()) {
      (this.rates[workRate.col.workload[row]! - 1] ??= []).push(row);
    }
    const { atUs } = workRate.col;
    for (const list of this.rates) list?.sort((a, b) => atUs[a]! - atUs[b]!);
    for (const row of workStep.slots()) {
      (this.stepRows[workStep.col.workload[row]! - 1] ??= []).push(row);
    }
    const { index } = workStep.col;
    for (const list of this.stepRows) list?.sort((a, b) => index[a]! - index[b]!);
    for (const row of workTarget.slots()) {
      (this.jumpboxes[workTarget.col.vm[row]! - 1] ??= []).push(workTarget.col.workload[row]! - 1);
    }
    for (const row of workLimit.slots()) {
      this.limitRows(workLimit.col.place[row]! - 1)[workLimit.col.limit[row]!] = row + 1;
    }
    const { workload, service, bucket } = latency.col;
    for (const row of latency.slots()) {
      const isWork = workload[row]! > 0;
      const slot = isWork ? workload[row]! - 1 : service[row]! - 1;
      this.latencyRows(isWork ? 'workload' : 'service', slot)[bucket[row]!] = row + 1;
    }
  }

  private readSteps(workload: number): WorkSteps {
    const { col } = this.world.workStep;
    const rows = this.stepRows[workload] ?? [];
    const kinds = rows.map((row) => col.kind[row]!);
    const unlock = kinds.indexOf(WORK_STEPS.indexOf('unlock'));
    const { reads, cachedReadPpm, ioKib } = this.world.workload.col;
    const firstRead = reads[workload] === 0 ? -1 : kinds.indexOf(WORK_STEPS.indexOf('disk'));
    return {
      kinds,
      disk: rows.map((row, at) => ({
        operations: col.amount[row]!,
        ioKib: ioKib[workload]!,
        // Reads come first; a cache answers some of them, and no write.
        missShare: at === firstRead ? 1 - cachedReadPpm[workload]! / PPM : 1,
      })),
      amounts: rows.map((row) => col.amount[row]!),
      sharesPpm: rows.map((row) => col.sharePpm[row]!),
      skipTo: kinds.map((kind, at) => (kind === WORK_STEPS.indexOf('lock') ? unlock + 1 : at + 1)),
    };
  }
}

function empty(): Record<LatencyOwner, (Int32Array | undefined)[]> {
  return { workload: [], service: [] };
}
