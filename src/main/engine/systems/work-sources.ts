/**
 * Where the requests of workloads come from: an open stream with its curve, users who think, jobs
 * of a batch, a cron line, a poll (rules ENG-WL1, ENG-WL8, ENG-WL10 to ENG-WL12).
 *
 * At each step of the rate it is decided whether requests come one by one or as flow. A stream of
 * exponential gaps has no memory, so a new rate simply begins with a new gap.
 */
import { ensure } from '../../../shared/kernel/assert.ts';
import { SIM_TIME_MAX_US, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import { nextFireUs, parseCron, type CronSchedule } from '../../../shared/model/cron.ts';
import {
  FLOW_FROM_PER_SECOND,
  WORK_MODES,
  WORK_STEPS,
  WORKLOAD_SOURCES,
} from '../../../shared/model/workload-kinds.ts';
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { happen, type World } from '../world/world.ts';
import { refreshGround, settleGround } from './work-flow.ts';
import { admit, advancePlace, fillPlace, streamFor, think } from './work-requests.ts';

const OPEN = WORKLOAD_SOURCES.indexOf('open');
const CLOSED = WORKLOAD_SOURCES.indexOf('closed');
const BATCH = WORKLOAD_SOURCES.indexOf('batch');
const CRON = WORKLOAD_SOURCES.indexOf('cron');
const POLLING = WORKLOAD_SOURCES.indexOf('polling');
const FLOW = WORK_MODES.indexOf('flow');
const REQUESTS = WORK_MODES.indexOf('requests');
const LOCK = WORK_STEPS.indexOf('lock');
const CALL = WORK_STEPS.indexOf('call');

/** The rate a curve asks for now, and the moment of its next step (Infinity: none). */
function curveAt(world: World, workload: number): { perSecond: number; nextUs: number } {
  const rows = world.workloads.ratesOf(workload);
  const { atUs, perSecond } = world.workRate.col;
  const { curvePeriodUs, curveStartUs } = world.workload.col;
  const periodUs = curvePeriodUs[workload]!;
  const sinceUs = world.nowUs - curveStartUs[workload]!;
  const position = periodUs > 0 ? sinceUs % periodUs : sinceUs;
  let at = -1;
  while (at + 1 < rows.length && atUs[rows[at + 1]!]! <= position) at += 1;
  const following = rows[at + 1];
  const wraps = periodUs > 0 ? periodUs + (rows.length > 0 ? atUs[rows[0]!]! : 0) : Infinity;
  const nextUs = world.nowUs + (following === undefined ? wraps : atUs[following]!) - position;
  // Before the first step: the curve's end carries over when it repeats, else nothing yet.
  const shown = at >= 0 ? rows[at] : periodUs > 0 ? rows.at(-1) : undefined;
  return { perSecond: shown === undefined ? 0 : perSecond[shown]!, nextUs };
}

/** The rate of an open load now, its spike included, and when it next changes. */
function rateAt(world: World, workload: number): { perSecond: number; nextUs: number } {
  const curve = curveAt(world, workload);
  const { spikeFromUs, spikeUntilUs, spikeTimes } = world.workload.col;
  const [from, until] = [spikeFromUs[workload]!, spikeUntilUs[workload]!];
  if (until === 0 || world.nowUs >= until) return curve;
  if (world.nowUs < from) return { ...curve, nextUs: Math.min(curve.nextUs, from) };
  return {
    perSecond: curve.perSecond * spikeTimes[workload]!,
    nextUs: Math.min(curve.nextUs, until),
  };
}

/** True when flow stands for a workload without more assumptions than its formulas make. */
export function flowFits(world: World, workload: number): 'well' | 'estimated' | 'no' {
  const { kinds } = world.workloads.stepsOf(workload);
  if (world.workload.col.source[workload] !== OPEN || kinds.includes(CALL)) return 'no';
  return kinds.includes(LOCK) ? 'estimated' : 'well';
}

/** Takes over the rate of an open load as it is now, and plans its next change. */
export function applyRate(world: World, workload: number): void {
  const { col } = world.workload;
  if (col.source[workload] !== OPEN) return;
  const places = world.workloads.placesOf(workload);
  const grounds = new Set(places.map((place) => world.workPlace.col.ground[place]! - 1));
  for (const ground of grounds) settleGround(world, ground);
  const { perSecond, nextUs } = rateAt(world, workload);
  col.perSecond[workload] = perSecond;
  col.arrivalSerial[workload] = (col.arrivalSerial[workload]! + 1) >>> 0;
  spreadRate(world, workload);
  for (const ground of grounds) refreshGround(world, ground);
  if (nextUs === Infinity || nextUs > SIM_TIME_MAX_US) return;
  col.rateSerial[workload] = (col.rateSerial[workload]! + 1) >>> 0;
  const generation = world.workload.generation[workload]!;
  const serial = col.rateSerial[workload];
  world.queue.push(nextUs, PRIORITY.lifecycle, EVENT.workRate, workload, generation, serial);
}

/** Gives the rate to the machines as flow, or lets requests come one by one. */
function spreadRate(world: World, workload: number): void {
  const { col } = world.workPlace;
  const places = world.workloads.placesOf(workload);
  const up = places.filter((place) => isUp(world, place));
  const takers = up.length === 0 ? places : up;
  const each = world.workload.col.perSecond[workload]! / Math.max(1, takers.length);
  const flows = isFlow(world, workload, each);
  for (const place of places) {
    advancePlace(world, place);
    if (col.flowing[place] === 0) col.carry[place] = 0;
    col.flowing[place] = flows ? 1 : 0;
    col.flowPerSecond[place] = flows && takers.includes(place) ? each : 0;
    col.flowAtUs[place] = world.nowUs;
  }
  if (!flows) scheduleArrival(world, workload);
}

function isFlow(world: World, workload: number, each: number): boolean {
  const mode = world.workload.col.mode[workload];
  if (mode === REQUESTS || each === 0) return false;
  if (mode === FLOW) return true;
  return each >= FLOW_FROM_PER_SECOND && flowFits(world, workload) === 'well';
}

function scheduleArrival(world: World, workload: number): void {
  const { perSecond, arrivalSerial } = world.workload.col;
  const rate = perSecond[workload]!;
  if (rate === 0) return;
  const stream = streamFor(world, workload);
  const gapUs = Math.max(1, Math.round(stream.nextExponential(US_PER_SECOND / rate)));
  const atUs = world.nowUs + gapUs;
  if (atUs > SIM_TIME_MAX_US) return;
  const generation = world.workload.generation[workload]!;
  const serial = arrivalSerial[workload]!;
  world.queue.push(atUs, PRIORITY.arrival, EVENT.workArrival, workload, generation, serial);
}

/** Event: a request of an open load arrives. */
export function onWorkArrival(world: World, workload: number): void {
  scheduleArrival(world, workload);
  world.workload.col.offered[workload]! += 1;
  admit(world, workload, -1);
}

/** Event: the rate of an open load changes. */
export function onWorkRate(world: World, workload: number): void {
  applyRate(world, workload);
}

/** Users of a place begin to think; call it when its machine is up. */
export function startUsers(world: World, place: number): void {
  const { col } = world.workPlace;
  if (world.workload.col.source[col.workload[place]! - 1] !== CLOSED) return;
  for (let user = 0; user < col.users[place]!; user += 1) think(world, place);
}

/** Begins a workload that was just made. */
export function startSource(world: World, workload: number): void {
  const source = world.workload.col.source[workload];
  if (source === OPEN) applyRate(world, workload);
  else if (source === BATCH) addJobs(world, workload, world.workloads.placesOf(workload));
  else if (source === CRON || source === POLLING) scheduleDue(world, workload);
}

/** Splits the jobs of a run over places; they wait there until there is room. */
function addJobs(world: World, workload: number, places: readonly number[]): void {
  const { col } = world.workPlace;
  const count = world.workload.col.jobs[workload]!;
  const isEach = world.workload.col.source[workload] === CRON;
  for (const [index, place] of places.entries()) {
    const even = Math.floor(count / places.length) + (index < count % places.length ? 1 : 0);
    const share = isEach ? count : even;
    advancePlace(world, place);
    world.workload.col.offered[workload]! += share;
    world.workload.col.inFlight[workload]! += share;
    col.backlog[place]! += share;
    col.backlogUs[place] = world.nowUs;
    if (world.workGround.col.running[col.ground[place]! - 1] === 1) fillPlace(world, place);
  }
}

/** Its cron line, read; kept, because it is asked for at every run. */
function scheduleOf(world: World, workload: number): CronSchedule {
  const { schedules } = world.workloads;
  const known = schedules[workload];
  if (known !== undefined) return known;
  const parsed = parseCron(world.workload.text('cron', workload));
  const schedule = ensure(parsed.ok ? parsed.value : undefined, 'A cron line was checked');
  schedules[workload] = schedule;
  return schedule;
}

function scheduleDue(world: World, workload: number): void {
  const { col } = world.workload;
  let atUs = world.nowUs + col.everyUs[workload]!;
  if (col.source[workload] === CRON) {
    const at = { afterUs: world.nowUs, calendarStartUs: world.calendarStartUs };
    atUs = nextFireUs(scheduleOf(world, workload), at) ?? Infinity;
  }
  if (!(atUs <= SIM_TIME_MAX_US)) return;
  const generation = world.workload.generation[workload]!;
  world.queue.push(atUs, PRIORITY.lifecycle, EVENT.workDue, workload, generation, 0);
}

/**
 * Event: a cron job or a poll is due. With a lease the first machine that runs does a cron job,
 * without one every machine does; a poll is divided among the machines.
 */
export function onWorkDue(world: World, workload: number): void {
  scheduleDue(world, workload);
  const { col } = world.workload;
  const up = world.workloads.placesOf(workload).filter((place) => isUp(world, place));
  col.due[workload]! += 1;
  if (up.length === 0) {
    col.offered[workload]! += col.jobs[workload]!;
    col.lost[workload]! += col.jobs[workload]!;
    return;
  }
  const { backlog, busy } = world.workPlace.col;
  const isBehind = up.some((place) => backlog[place]! + busy[place]! > 0);
  if (isBehind) col.overruns[workload]! += 1;
  const isCron = col.source[workload] === CRON;
  const takers = isCron && col.lease[workload] === 1 ? up.slice(0, 1) : up;
  // A poll that is due before the last is over is left out, and what it would have asked is lost.
  if (!isCron && isBehind) {
    col.offered[workload]! += col.jobs[workload]!;
    col.lost[workload]! += col.jobs[workload]!;
    return;
  }
  col.runs[workload]! += isCron ? takers.length : 1;
  if (isCron && takers.length > 1) noteTwice(world, workload, takers.length);
  addJobs(world, workload, takers);
}

function isUp(world: World, place: number): boolean {
  return world.workGround.col.running[world.workPlace.col.ground[place]! - 1] === 1;
}

/** A cron job that several machines hold has run on each of them. */
function noteTwice(world: World, workload: number, times: number): void {
  const { duplicates } = world.workload.col;
  if (duplicates[workload] === 0) {
    const details = { times };
    happen(world, {
      kind: 'workload.ranTwice',
      table: 'workload',
      slot: workload,
      cause: 0,
      details,
    });
  }
  duplicates[workload]! += times - 1;
}
