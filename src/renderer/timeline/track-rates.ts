/**
 * Requests a second over a stretch, out of the buckets of a series. Only whole buckets count, so
 * that the one under way does not look like a fall.
 */
import type { ServiceSeries } from '../../shared/views/metrics-frame.ts';
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import type { TimeSpan } from './time-scale.ts';

/** Served in time and not served; undefined where no whole bucket lies in the stretch. */
export function rateBetween(
  series: ServiceSeries | undefined,
  { fromUs, toUs }: TimeSpan,
): { readonly served: number; readonly failed: number } | undefined {
  if (series === undefined || series.bucketUs === 0) return undefined;
  const { bucketUs, firstBucketUs } = series;
  const first = Math.max(0, Math.ceil((fromUs - firstBucketUs) / bucketUs));
  const last = Math.floor((toUs - firstBucketUs) / bucketUs);
  const end = Math.min(series.served.length, last);
  if (end <= first) return undefined;
  const seconds = ((end - first) * bucketUs) / US_PER_SECOND;
  const sums = { served: 0, failed: 0 };
  for (let place = first; place < end; place += 1) {
    sums.served += series.served[place] ?? 0;
    for (const column of [series.late, series.refused, series.lost]) {
      sums.failed += column[place] ?? 0;
    }
  }
  return { served: sums.served / seconds, failed: sums.failed / seconds };
}
