/**
 * Arrivals: an open Poisson stream whose rate follows the service's curve (rule ENG-S1).
 *
 * Candidates come at the curve's highest rate and are kept with probability rate ÷ peak
 * (thinning: Lewis and Shedler 1979), so a change of rate needs no bookkeeping. Each service draws
 * from streams of its own: another service never shifts its arrivals.
 */
import { EVENT, PRIORITY } from '../event-kinds.ts';
import { SIM_TIME_MAX_US, US_PER_SECOND } from '../../../shared/kernel/time.ts';
import type { World } from '../world/world.ts';
import { countOfferedInWindow } from './availability.ts';
import { dispatchRequest } from './dispatch.ts';

/** Begins (again) to offer load to a service. Call it when its curve was set. */
export function startArrivals(world: World, service: number): void {
  const { col } = world.service;
  col.arrivalSerial[service] = (col.arrivalSerial[service]! + 1) >>> 0;
  if (col.peakPerSecond[service]! > 0) scheduleCandidate(world, service);
}

function scheduleCandidate(world: World, service: number): void {
  const { col } = world.service;
  const stream = world.slotStreams.load(service);
  const gapUs = Math.max(
    1,
    Math.round(stream.nextExponential(US_PER_SECOND / col.peakPerSecond[service]!)),
  );
  const atUs = world.nowUs + gapUs;
  if (atUs > SIM_TIME_MAX_US) return;
  world.queue.push(
    atUs,
    PRIORITY.arrival,
    EVENT.arrival,
    service,
    world.service.generation[service]!,
    col.arrivalSerial[service]!,
  );
}

/** Event: a candidate arrives. */
export function onArrival(world: World, service: number, serial: number): void {
  const { col } = world.service;
  if (col.arrivalSerial[service] !== serial) return;
  scheduleCandidate(world, service);
  const peak = col.peakPerSecond[service]!;
  const rate = ratePerSecond(world, service);
  const stream = world.slotStreams.load(service);
  if (rate < peak && stream.nextUnit() * peak >= rate) return;
  arrive(world, service);
}

/** One request arrives and goes its way. */
export function arrive(world: World, service: number): void {
  const { col } = world.service;
  col.offered[service]! += 1;
  world.series.count(service, world.nowUs, 'offered');
  countOfferedInWindow(world, service);
  dispatchRequest(world, service);
}

/** The rate the curve asks for now, in requests a second. Changes nothing. */
export function ratePerSecond(world: World, service: number): number {
  const points = world.pools.ratePointsOfService(service);
  if (points.length === 0) return 0;
  const { atUs, perSecond } = world.ratePoint.col;
  const period = world.service.col.curvePeriodUs[service]!;
  const since = world.nowUs - world.service.col.curveStartUs[service]!;
  const position = period > 0 ? since % period : since;
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (atUs[points[middle]!]! <= position) low = middle + 1;
    else high = middle;
  }
  if (low > 0) return perSecond[points[low - 1]!]!;
  // Before the first step: the curve's end carries over when it repeats, otherwise nothing yet.
  return period > 0 ? perSecond[points[points.length - 1]!]! : 0;
}
