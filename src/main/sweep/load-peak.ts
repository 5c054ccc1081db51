/**
 * When the load is highest: the moment at which a fault hurts most.
 *
 * Curves are piecewise constant, so the highest sum begins at one of their steps; those are tried.
 */
import { durationUs } from '../../shared/kernel/time.ts';
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';

/** Steps looked at; a year of daily curves with a step every minute is beyond it. */
const STEPS_MAX = 20_000;

/** A service's curve with times in microseconds. */
interface Curve {
  readonly startUs: number;
  readonly periodUs: number;
  readonly points: readonly { readonly atUs: number; readonly perSecond: number }[];
}

/** The first moment in [fromUs, toUs] at which all services together ask for most. */
export function loadPeakUs(
  rows: readonly TopologyRow[],
  span: { fromUs: number; toUs: number },
): number {
  const curves = rows
    .filter((row): row is RowOf<'service'> => row.kind === 'service')
    .flatMap(curveOf);
  let peakUs = span.fromUs;
  let highest = demandAt(curves, span.fromUs);
  for (const atUs of stepsOf(curves, span)) {
    const demand = demandAt(curves, atUs);
    if (demand > highest || (demand === highest && atUs < peakUs)) {
      highest = demand;
      peakUs = atUs;
    }
  }
  return peakUs;
}

function curveOf(service: RowOf<'service'>): Curve[] {
  if (service.curve === undefined) return [];
  const points = service.curve.points.map((point) => ({
    atUs: durationUs(point.at, 0),
    perSecond: point.perSecond,
  }));
  return [{ startUs: service.curveStartUs, periodUs: durationUs(service.curve.period, 0), points }];
}

/** Moments inside the span at which some curve takes a step. */
function stepsOf(curves: readonly Curve[], span: { fromUs: number; toUs: number }): number[] {
  const steps: number[] = [];
  for (const { startUs, periodUs, points } of curves) {
    const first = periodUs > 0 ? Math.max(0, Math.floor((span.fromUs - startUs) / periodUs)) : 0;
    const last = periodUs > 0 ? Math.floor((span.toUs - startUs) / periodUs) : 0;
    for (let turn = first; turn <= last && steps.length < STEPS_MAX; turn += 1) {
      for (const point of points) {
        const atUs = startUs + turn * periodUs + point.atUs;
        if (atUs >= span.fromUs && atUs <= span.toUs) steps.push(atUs);
      }
    }
  }
  return steps;
}

function demandAt(curves: readonly Curve[], atUs: number): number {
  let sum = 0;
  for (const { startUs, periodUs, points } of curves) {
    const since = atUs - startUs;
    const position = periodUs > 0 ? since % periodUs : since;
    let rate = periodUs > 0 ? (points.at(-1)?.perSecond ?? 0) : 0;
    for (const point of points) if (point.atUs <= position) rate = point.perSecond;
    sum += rate;
  }
  return sum;
}
