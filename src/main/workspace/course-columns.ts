/**
 * Turns looks at a room into the columns of its course: rates and percentiles of what happened
 * between two looks, and what stood at the later one. Figures are only subtracted and divided.
 */
import { LATENCY_BUCKETS, quantilesUs } from '../../shared/model/latency-buckets.ts';
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import type { CourseView } from '../../shared/views/course-view.ts';
import type { CourseLook, CourseService } from '../engine/index.ts';

const PER_MILLE = 1_000;
const US_PER_MS = 1_000;
const SHARES = [0.5, 0.95, 0.99];

/** Which service is meant: the one asked for, or the first there is. */
export function chooseService(
  looks: readonly CourseLook[],
  wanted: string | undefined,
): CourseService | undefined {
  const services = looks.at(-1)?.services ?? [];
  return services.find(({ id }) => id === wanted) ?? services[0];
}

/** The columns, one number for each look but the first. O(looks × buckets that hold answers). */
export function columnsOf(
  looks: readonly CourseLook[],
  service: string | undefined,
): Omit<CourseView, 'branch' | 'service' | 'services' | 'missing'> {
  const pairs = looks.flatMap((look, index) => {
    const before = looks[index - 1];
    return before === undefined ? [] : [{ before, look }];
  });
  const steps = pairs.map(({ before, look }) => {
    const now = serviceIn(look, service);
    const then = serviceIn(before, service);
    const seconds = (look.atUs - before.atUs) / US_PER_SECOND;
    const judged = (now?.secondsUp ?? 0) + (now?.secondsDown ?? 0);
    const [p50 = 0, p95 = 0, p99 = 0] = percentiles(now, then);
    return {
      atUs: look.atUs,
      demanded: perSecond(now?.offered, then?.offered, seconds),
      served: perSecond(now?.served, then?.served, seconds),
      failed: perSecond(now?.failed, then?.failed, seconds),
      availability: judged === 0 ? 1 : (now?.secondsUp ?? 0) / judged,
      secondsDown: now?.secondsDown ?? 0,
      p50Ms: p50 / US_PER_MS,
      p95Ms: p95 / US_PER_MS,
      p99Ms: p99 / US_PER_MS,
      backendsUp: now?.backendsUp ?? 0,
      backends: now?.backends ?? 0,
      machines: look.machines,
      cpuShare: look.cpuPermille / PER_MILLE,
      milliwatts: look.milliwatts,
      microUsd: look.microUsd,
      microUsdPerHour: look.microUsdPerHour,
    };
  });
  function column(name: keyof (typeof steps)[number]): Float64Array<ArrayBuffer> {
    return Float64Array.from(steps, (step) => step[name]);
  }
  return {
    atUs: column('atUs'),
    demanded: column('demanded'),
    served: column('served'),
    failed: column('failed'),
    availability: column('availability'),
    secondsDown: column('secondsDown'),
    p50Ms: column('p50Ms'),
    p95Ms: column('p95Ms'),
    p99Ms: column('p99Ms'),
    backendsUp: column('backendsUp'),
    backends: column('backends'),
    machines: column('machines'),
    cpuShare: column('cpuShare'),
    milliwatts: column('milliwatts'),
    microUsd: column('microUsd'),
    microUsdPerHour: column('microUsdPerHour'),
  };
}

function serviceIn(look: CourseLook, id: string | undefined): CourseService | undefined {
  return look.services.find((one) => one.id === id);
}

/** A service that was made anew under the same name counts from the beginning. */
function perSecond(now: number | undefined, then: number | undefined, seconds: number): number {
  if (now === undefined || seconds <= 0) return 0;
  const before = then ?? 0;
  return (now >= before ? now - before : now) / seconds;
}

/** Percentiles of the answers between two looks; none where nothing was answered. */
function percentiles(
  now: CourseService | undefined,
  then: CourseService | undefined,
): readonly number[] {
  if (now === undefined || now.answerTimes.length === 0) return [];
  const counts = new Float64Array(LATENCY_BUCKETS);
  for (const [bucket, count] of now.answerTimes) counts[bucket] = count;
  for (const [bucket, count] of then?.answerTimes ?? []) {
    counts[bucket] = Math.max(0, (counts[bucket] ?? 0) - count);
  }
  return quantilesUs(counts, SHARES) ?? [];
}
