/**
 * A short memory of amounts over simulated time, for small charts. It keeps a bounded number of
 * moments: when it is full every second one is let go, so that it always reaches back to its
 * beginning. Going back in time forgets what lies ahead.
 */

import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import type { ServiceSeries } from '../../shared/views/metrics-frame.ts';

/** Moments kept at most. */
export const TRACK_MAX = 240;

export interface TrackPoint {
  readonly atUs: number;
  readonly amounts: ReadonlyMap<string, number>;
}

/** The track with one more moment; the last one is replaced while time stands still. */
export function withPoint(track: readonly TrackPoint[], point: TrackPoint): readonly TrackPoint[] {
  const before = track.filter(({ atUs }) => atUs < point.atUs);
  const kept = before.length < TRACK_MAX ? before : before.filter((_, index) => index % 2 === 0);
  return [...kept, point];
}

/** What was counted of a service before anybody looked at it, as moments of its rates. */
export function countedRates(series: ServiceSeries, untilUs: number): TrackPoint[] {
  const { bucketUs, firstBucketUs } = series;
  if (bucketUs === 0) return [];
  const seconds = bucketUs / US_PER_SECOND;
  return Array.from(series.offered, (offered, index) => {
    const failed = [series.late, series.refused, series.lost];
    return {
      atUs: firstBucketUs + (index + 1) * bucketUs,
      amounts: new Map([
        ['offeredRate', offered / seconds],
        ['servedRate', (series.served[index] ?? 0) / seconds],
        ['failedRate', failed.reduce((sum, one) => sum + (one[index] ?? 0), 0) / seconds],
      ]),
    };
  }).filter(({ atUs }) => atUs <= untilUs);
}

/** The track with what is known of the time before it began, in at most half of its moments. */
export function withPast(
  track: readonly TrackPoint[],
  past: readonly TrackPoint[],
): readonly TrackPoint[] {
  const beginUs = track[0]?.atUs ?? Number.POSITIVE_INFINITY;
  const before = past.filter(({ atUs }) => atUs < beginUs);
  const step = Math.max(1, Math.ceil(before.length / (TRACK_MAX / 2)));
  return [...before.filter((_, index) => index % step === 0), ...track];
}

export interface Sparkline {
  /** Corners of the line in a box of `width` by `height`, as SVG writes them. */
  readonly points: string;
  readonly least: number;
  readonly most: number;
  readonly fromUs: number;
}

/** One figure of a track as a line; undefined until there are two moments to join. */
export function sparkline(
  track: readonly TrackPoint[],
  box: { readonly key: string; readonly width: number; readonly height: number },
): Sparkline | undefined {
  const found = track.flatMap(({ atUs, amounts }) => {
    const amount = amounts.get(box.key);
    return amount === undefined ? [] : [{ atUs, amount }];
  });
  const [first] = found;
  const last = found.at(-1);
  if (first === undefined || last === undefined || last.atUs <= first.atUs) return undefined;
  let least = first.amount;
  let most = first.amount;
  for (const { amount } of found) {
    least = Math.min(least, amount);
    most = Math.max(most, amount);
  }
  // Drawn from nothing upwards, so that a small change of much looks small.
  const top = most === 0 ? 1 : most;
  const points = found
    .map(({ atUs, amount }) => {
      const x = ((atUs - first.atUs) / (last.atUs - first.atUs)) * box.width;
      const y = box.height - (amount / top) * box.height;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
  return { points, least, most, fromUs: first.atUs };
}
