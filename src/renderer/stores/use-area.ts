/**
 * A stretch of the run that somebody marked on the track, and what happened in it: requests by the
 * buckets of the series, time down and money by the course of the branch. Both ends lie on buckets,
 * so that what is summed is whole. Figures are the workspace's own, only added and subtracted.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { createCancelSource, type CancelSource } from '../../shared/contract/cancellation.ts';
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import type { CourseView } from '../../shared/views/course-view.ts';
import { useLive } from './use-live.ts';
import { useMetrics } from './use-metrics.ts';
import { usePlayback } from './use-playback.ts';
import { useSession } from './use-session.ts';

/** Both ends lie on whole buckets of the series. */
const GRAIN_US = 10 * US_PER_SECOND;
/** Without a wish the area is so much of the end of the run. */
const USUAL_SHARE = 1 / 4;
const REST_MS = 200;

export interface AreaSums {
  readonly offered: number;
  readonly served: number;
  readonly failed: number;
  /** Of the service that was down longest; absent while it is worked out, or given up. */
  readonly secondsDown?: number;
  readonly microUsd?: number;
}

export const useArea = defineStore('area', () => {
  const session = useSession();
  const playback = usePlayback();
  const metrics = useMetrics();
  const live = useLive();
  const area = shallowRef<{ readonly fromUs: number; readonly toUs: number }>();
  const sums = shallowRef<AreaSums>();
  const busy = ref(false);
  let stop: CancelSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isOn = computed(() => area.value !== undefined);

  function mark(oneUs: number, otherUs: number): void {
    const last = Math.max(GRAIN_US, Math.floor(playback.nowUs / GRAIN_US) * GRAIN_US);
    const [low, high] = [Math.min(oneUs, otherUs), Math.max(oneUs, otherUs)];
    const fromUs = Math.min(last - GRAIN_US, Math.max(0, Math.floor(low / GRAIN_US) * GRAIN_US));
    const toUs = Math.min(last, Math.max(fromUs + GRAIN_US, Math.ceil(high / GRAIN_US) * GRAIN_US));
    area.value = { fromUs, toUs };
  }

  function markUsual(): void {
    mark(playback.nowUs * (1 - USUAL_SHARE), playback.nowUs);
  }

  function clear(): void {
    stop?.cancel();
    area.value = undefined;
    sums.value = undefined;
    busy.value = false;
  }

  async function ask(): Promise<void> {
    const span = area.value;
    stop?.cancel();
    if (span === undefined) return;
    const mine = createCancelSource();
    stop = mine;
    busy.value = true;
    const requests = { offered: 0, served: 0, failed: 0 };
    for (const { id } of metrics.services) {
      const asked = { service: id, fromUs: span.fromUs, toUs: span.toUs - 1 };
      const answer = await session.call('workspace.series', asked);
      if (stop !== mine) return;
      if (!answer.ok) continue;
      requests.offered += sum(answer.value.offered);
      requests.served += sum(answer.value.served);
      const { late, refused, lost } = answer.value;
      requests.failed += sum(late) + sum(refused) + sum(lost);
    }
    sums.value = requests;
    let [secondsDown, microUsd] = [0, 0];
    for (const id of [...metrics.services.map((one) => one.id), ''].slice(0, 4)) {
      const answer = await session.call(
        'branches.course',
        { fill: true, ...(id === '' ? {} : { service: id }) },
        { signal: mine.signal },
      );
      if (stop !== mine) return;
      if (!answer.ok) break;
      secondsDown = Math.max(secondsDown, between(answer.value, 'secondsDown', span));
      microUsd = between(answer.value, 'microUsd', span);
      sums.value = { ...requests, secondsDown, microUsd };
    }
    busy.value = false;
  }

  function cancel(): void {
    stop?.cancel();
    busy.value = false;
  }

  /** While a stretch is dragged its ends change with every move. */
  watch(area, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), REST_MS);
  });
  watch([() => live.following, () => playback.view?.branch], clear);

  return { area, sums, busy, isOn, mark, markUsual, clear, cancel };
});

function sum(column: Float64Array): number {
  return column.reduce((total, value) => total + value, 0);
}

/** What a counter grew by between the looks at the two ends, or next before them. */
function between(
  course: CourseView,
  name: 'secondsDown' | 'microUsd',
  { fromUs, toUs }: { readonly fromUs: number; readonly toUs: number },
): number {
  function at(us: number): number {
    const place = course.atUs.findLastIndex((one) => one <= us);
    return place < 0 ? 0 : (course[name][place] ?? 0);
  }
  return Math.max(0, at(toUs) - at(fromUs));
}
