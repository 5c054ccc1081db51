/**
 * Remembers what the track showed before time was dragged back, so that it stays visible, faintly,
 * behind what happens now: the story one left is the one to compare with.
 *
 * It lasts until the next journey back, or until the moment it reached has been passed on the same
 * branch. Nothing here is asked of the engine again.
 */
import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import type { Happening } from '../../shared/events/happenings.ts';
import type { ServiceSeries } from '../../shared/views/metrics-frame.ts';
import { EventColumns } from '../model/event-marks.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { useTimeline } from '../stores/use-timeline.ts';
import { HAPPENING_FILTERS, markOf } from './happening-tone.ts';

export interface EarlierRun {
  readonly branch: string;
  readonly untilUs: number;
  readonly marks: EventColumns;
  readonly series: ServiceSeries | undefined;
}

function marksOf(items: readonly Happening[]): EventColumns {
  const marks = new EventColumns(HAPPENING_FILTERS.length);
  for (const item of items) marks.push(markOf(item));
  return marks;
}

/** `series` gives the requests shown at the moment; call inside setup. */
export function useEarlierRun(
  series: () => ServiceSeries | undefined,
): ComputedRef<EarlierRun | undefined> {
  const playback = usePlayback();
  const timeline = useTimeline();
  const kept = shallowRef<EarlierRun>();
  let lastItems: readonly Happening[] = [];
  let lastSeries: ServiceSeries | undefined;
  let lastNowUs = 0;

  function remember(): void {
    if (playback.view === undefined) return;
    const { nowUs, branch } = playback.view;
    if (nowUs < lastNowUs) {
      const marks = marksOf(lastItems);
      kept.value = { branch, untilUs: lastNowUs, marks, series: lastSeries };
    }
    lastNowUs = nowUs;
  }

  watch(() => playback.nowUs, remember, { flush: 'sync' });
  watch(
    () => timeline.items,
    (items) => {
      // A journey back empties the list before the clock is told; keep the longer story.
      const last = items.at(-1)?.atUs ?? 0;
      if (last >= (lastItems.at(-1)?.atUs ?? 0) || playback.nowUs >= lastNowUs) lastItems = items;
    },
    { flush: 'sync' },
  );
  watch(
    series,
    (now) => {
      if (now !== undefined && playback.nowUs >= lastNowUs) lastSeries = now;
    },
    { flush: 'sync' },
  );

  return computed(() => {
    const run = kept.value;
    const view = playback.view;
    if (run === undefined || view === undefined) return undefined;
    const passed = view.branch === run.branch && view.nowUs >= run.untilUs;
    return passed ? undefined : run;
  });
}
