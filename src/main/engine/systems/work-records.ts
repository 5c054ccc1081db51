/**
 * The rows of a workload: made with it, and unmade with it. What happens in between stands with the
 * sources and stations.
 */
import { durationUs } from '../../../shared/kernel/time.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import type { RateCurve } from '../../../shared/model/quantities.ts';
import { spikeOfWorkload, timesOfWorkload } from '../../../shared/model/workload-command.ts';
import {
  DURABILITIES,
  stepsOf,
  WORK_MODES,
  WORK_SHAPES,
  WORK_STEPS,
  WORKLOAD_KINDS,
  WORKLOAD_SOURCES,
  type WorkloadFigures,
} from '../../../shared/model/workload-kinds.ts';
import type { World } from '../world/world.ts';
import { refreshGround, settleGround } from './work-flow.ts';
import {
  addPlaceOn,
  ensureGround,
  groundsOfWebApp,
  measurePlace,
  releasePlace,
} from './work-grounds.ts';
import { keepClock } from './work-clock.ts';
import { forgetLatency } from './work-latency.ts';
import { startSource, startUsers } from './work-sources.ts';

const PPM = 1_000_000;

/** A workload to be made, with everything found that it names. */
export interface NewWorkload {
  readonly command: CommandOf<'workload.add'>;
  readonly figures: WorkloadFigures;
  readonly curve: RateCurve | undefined;
  readonly group: number;
  readonly machines: readonly number[];
  /** The web app it runs on instead; below 0: none. */
  readonly webApp: number;
  readonly manages: readonly number[];
  /** The workload it asks; below 0: none. */
  readonly calls: number;
}

/** Makes a workload on its machines and begins it. */
export function addWorkload(world: World, input: NewWorkload): void {
  const { command, figures, machines, calls } = input;
  const slot = world.workload.allocate();
  world.workload.setText({ column: 'name', slot, text: command.name });
  world.workload.setRef({ column: 'group', slot, to: input.group });
  writeFigures(world, slot, figures);
  writeSource(world, slot, command);
  const { col } = world.workload;
  col.calls[slot] = calls + 1;
  col.callPpm[slot] = calls < 0 ? 0 : Math.round((command.calls?.share ?? 1) * PPM);
  world.names.add('workload', slot);
  const share = col.callPpm[slot] / PPM;
  const steps = stepsOf(figures, calls < 0 ? undefined : { share });
  for (const [index, step] of steps.entries()) {
    const row = world.workStep.allocate();
    const stepCol = world.workStep.col;
    stepCol.workload[row] = slot + 1;
    stepCol.index[row] = index;
    stepCol.kind[row] = WORK_STEPS.indexOf(step.kind);
    stepCol.amount[row] = step.amount;
    stepCol.sharePpm[row] = Math.round(step.share * PPM);
    world.workloads.addStep(row);
  }
  for (const vm of input.manages) {
    const row = world.workTarget.allocate();
    world.workTarget.col.workload[row] = slot + 1;
    world.workTarget.col.vm[row] = vm + 1;
  }
  if (input.manages.length > 0) world.workloads.invalidate();
  if (input.curve !== undefined) setCurve(world, slot, input.curve);
  if (input.webApp >= 0) world.workload.setRef({ column: 'webApp', slot, to: input.webApp });
  const grounds =
    input.webApp >= 0
      ? groundsOfWebApp(world, input.webApp)
      : machines.map((vm) => ensureGround(world, vm));
  const places = grounds.map((ground) => addPlaceOn(world, slot, ground));
  for (const place of places) settlePlaceIn(world, place);
  keepClock(world);
  startSource(world, slot);
}

function settlePlaceIn(world: World, place: number): void {
  const ground = world.workPlace.col.ground[place]! - 1;
  // Memory is shared with whoever is there already.
  for (const one of world.workloads.placesOn(ground)) measurePlace(world, one);
  refreshGround(world, ground);
  if (world.workGround.col.running[ground] === 1) startUsers(world, place);
  const vm = world.workGround.col.vm[ground]! - 1;
  if (vm >= 0) world.vm.dirty.touch(vm);
}

function writeFigures(world: World, slot: number, figures: WorkloadFigures): void {
  const { col } = world.workload;
  col.source[slot] = WORKLOAD_SOURCES.indexOf(figures.source);
  col.shape[slot] = WORK_SHAPES.indexOf(figures.shape);
  col.durability[slot] = DURABILITIES.indexOf(figures.durability);
  col.cpuUs[slot] = figures.cpuUs;
  col.reads[slot] = figures.reads;
  col.writes[slot] = figures.writes;
  col.writePpm[slot] = Math.round(figures.writeShare * PPM);
  col.ioKib[slot] = figures.ioKib;
  col.networkKib[slot] = figures.networkKib;
  col.waitUs[slot] = figures.waitUs;
  col.hitPpm[slot] = Math.round(figures.hitShare * PPM);
  col.cachedReadPpm[slot] = Math.round(figures.cachedReads * PPM);
  col.lockUs[slot] = figures.lockUs;
  col.writers[slot] = figures.writers;
  col.flushUs[slot] = figures.flushUs;
  col.threads[slot] = figures.threads;
  col.connections[slot] = figures.connections;
  col.memoryMib[slot] = figures.memoryMib;
  col.queueLimit[slot] = figures.queueLimit;
  col.deadlineUs[slot] = figures.deadlineUs;
}

function writeSource(world: World, slot: number, command: CommandOf<'workload.add'>): void {
  const { col } = world.workload;
  const spike = spikeOfWorkload(command);
  const times = timesOfWorkload(command);
  world.workload.setText({ column: 'cron', slot, text: command.cron ?? '' });
  col.kind[slot] = WORKLOAD_KINDS.indexOf(command.kind);
  col.mode[slot] = WORK_MODES.indexOf(command.mode ?? 'auto');
  col.startedUs[slot] = world.nowUs;
  col.spikeFromUs[slot] = spike.untilUs === 0 ? 0 : world.nowUs + spike.fromUs;
  col.spikeUntilUs[slot] = spike.untilUs === 0 ? 0 : world.nowUs + spike.untilUs;
  col.spikeTimes[slot] = spike.times;
  col.users[slot] = command.users ?? 0;
  col.thinkUs[slot] = times.thinkUs;
  col.everyUs[slot] = times.everyUs;
  col.jobs[slot] = command.jobs ?? 1;
  col.lease[slot] = command.lease === true ? 1 : 0;
}

/** Replaces the curve of an open load; its time begins now. */
export function setCurve(world: World, slot: number, curve: RateCurve): void {
  const before = world.workloads.ratesOf(slot);
  for (const row of before) world.workRate.release(row);
  if (before.length > 0) world.workloads.invalidate();
  for (const point of curve.points) {
    const row = world.workRate.allocate();
    world.workRate.col.workload[row] = slot + 1;
    world.workRate.col.atUs[row] = durationUs(point.at, 0);
    world.workRate.col.perSecond[row] = point.perSecond;
    world.workloads.addRate(row);
  }
  const { col } = world.workload;
  col.curvePeriodUs[slot] = durationUs(curve.period, 0);
  col.curveStartUs[slot] = world.nowUs;
  col.revision[slot]! += 1;
  world.workload.dirty.touch(slot);
}

/** Ends a workload: what is in hand ends with it, and its figures go. */
export function removeWorkload(world: World, slot: number): void {
  const places = world.workloads.placesOf(slot);
  const grounds = new Set(places.map((place) => world.workPlace.col.ground[place]! - 1));
  for (const ground of grounds) settleGround(world, ground);
  for (const place of places) {
    detachRequests(world, place);
    releasePlace(world, place);
  }
  for (const table of [world.workStep, world.workRate, world.workTarget] as const) {
    for (const row of table.slots()) {
      if (table.col.workload[row] === slot + 1) table.release(row);
    }
  }
  forgetLatency(world, 'workload', slot);
  world.names.remove('workload', slot);
  world.workload.release(slot);
  world.workloads.invalidate();
  for (const ground of grounds) {
    const isMachine = world.workGround.col.vm[ground]! > 0;
    const isEmpty = world.workloads.placesOn(ground).length === 0;
    // An instance of a web app is there whether or not anything runs on it.
    if (isEmpty && isMachine) world.workGround.release(ground);
    else refreshGround(world, ground);
  }
  world.workloads.invalidate();
  keepClock(world);
}

/** Takes the requests of a place off the processor that others of its machine still use. */
function detachRequests(world: World, place: number): void {
  const ground = world.workPlace.col.ground[place]! - 1;
  const { workGround, workRequest } = world;
  let before = -1;
  let at = workGround.col.cpuHead[ground]! - 1;
  while (at >= 0) {
    const next = workRequest.col.next[at]! - 1;
    if (workRequest.col.place[at] !== place + 1) before = at;
    else {
      if (before < 0) workGround.col.cpuHead[ground] = next + 1;
      else workRequest.col.next[before] = next + 1;
      workGround.col.cpuCount[ground]! -= 1;
    }
    at = next;
  }
}
