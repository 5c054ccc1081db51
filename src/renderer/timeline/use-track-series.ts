/**
 * The requests of the first service over the whole run, fetched as it grows: only what is new is
 * asked for, in pieces no longer than one answer may be. After a journey back what was fetched of
 * the same past is kept.
 */
import { onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import type { ServiceSeries } from '../../shared/views/metrics-frame.ts';
import { useMetrics } from '../stores/use-metrics.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { useSession } from '../stores/use-session.ts';

/** How often it is asked for while time goes on. */
const REFRESH_MS = 1_500;
const BUCKET_US = 10 * US_PER_SECOND;
/** Buckets in one answer; the workspace gives no more than 20,000. */
const PIECE = 10_000;

/** What has been fetched, and up to where its buckets are whole. */
export interface TrackSeries {
  readonly series: ShallowRef<ServiceSeries | undefined>;
  readonly untilUs: Ref<number>;
}

/** Call inside setup. */
export function useTrackSeries(): TrackSeries {
  const session = useSession();
  const playback = usePlayback();
  const metrics = useMetrics();
  const series = shallowRef<ServiceSeries>();
  const untilUs = ref(0);
  let timer: ReturnType<typeof setInterval> | undefined;
  let known = '';
  let turn = 0;

  function service(): string | undefined {
    return metrics.services[0]?.id;
  }

  async function refresh(): Promise<void> {
    const id = service();
    turn += 1;
    const mine = turn;
    if (id === undefined) {
      series.value = undefined;
      return;
    }
    const key = `${id} ${playback.view?.branch ?? ''}`;
    if (key !== known) series.value = undefined;
    known = key;
    const nowUs = playback.nowUs;
    // The bucket that was under way when it was asked for is asked for again.
    let done = Math.floor(Math.min(untilUs.value, nowUs) / BUCKET_US);
    let kept = headOf(series.value, done);
    if (kept === undefined) done = 0;
    for (;;) {
      const fromUs = done * BUCKET_US;
      const toUs = Math.min(nowUs, (done + PIECE) * BUCKET_US - 1);
      const answer = await session.call('workspace.series', { service: id, fromUs, toUs });
      if (mine !== turn || !answer.ok) return;
      kept = joined(kept, answer.value);
      done += PIECE;
      if (done * BUCKET_US > nowUs) break;
    }
    series.value = kept;
    untilUs.value = nowUs;
  }

  onMounted(() => {
    timer = setInterval(() => void (playback.running && refresh()), REFRESH_MS);
  });
  onBeforeUnmount(() => clearInterval(timer));
  watch([service, () => playback.running, () => playback.view?.branch], refresh, {
    immediate: true,
  });
  watch(() => !playback.running && playback.nowUs, refresh);
  return { series, untilUs };
}

/** The first so many buckets; undefined when there are not as many. */
function headOf(series: ServiceSeries | undefined, buckets: number): ServiceSeries | undefined {
  if (series === undefined || series.offered.length < buckets || buckets === 0) return undefined;
  return { ...series, ...columnsOf((field) => series[field].subarray(0, buckets)) };
}

/** A piece put after what is there; nothing that was handed out is changed. */
export function joined(before: ServiceSeries | undefined, piece: ServiceSeries): ServiceSeries {
  if (before === undefined) return piece;
  return {
    ...before,
    ...columnsOf((field) => {
      const column = new Float64Array(before[field].length + piece[field].length);
      column.set(before[field]);
      column.set(piece[field], before[field].length);
      return column;
    }),
  };
}

type Field = 'offered' | 'served' | 'late' | 'refused' | 'lost';
type Columns = Pick<ServiceSeries, Field>;

function columnsOf(read: (field: Field) => Columns[Field]): Columns {
  return {
    offered: read('offered'),
    served: read('served'),
    late: read('late'),
    refused: read('refused'),
    lost: read('lost'),
  };
}
