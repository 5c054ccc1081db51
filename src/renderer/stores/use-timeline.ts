/**
 * What happened, as the run log tells it: newest last, bounded, with look-up by id so that a
 * cause can be followed. Of everything that was told a mark is kept, so that the track shows a
 * whole long run. After a rewind the stream begins anew and so does this.
 */
import { defineStore } from 'pinia';
import { markRaw, ref, shallowRef } from 'vue';
import type { Happening } from '../../shared/events/happenings.ts';
import { EventColumns } from '../model/event-marks.ts';
import { HAPPENING_FILTERS, markOf } from '../timeline/happening-tone.ts';

/** Happenings kept for the list; older ones are still asked for by `workspace.explain`. */
const HAPPENINGS_KEPT = 5_000;

export const useTimeline = defineStore('timeline', () => {
  const items = shallowRef<readonly Happening[]>([]);
  /** Marks of everything that was told; it changes whenever `items` does. */
  const marks = markRaw(new EventColumns(HAPPENING_FILTERS.length));
  const total = ref(0);
  /** The event whose causes are shown in the list. */
  const opened = ref<number>();

  function apply(event: { reset: boolean; items: readonly Happening[] }): void {
    if (event.reset) marks.clear();
    for (const item of event.items) marks.push(markOf(item));
    const all = event.reset ? event.items : [...items.value, ...event.items];
    items.value = all.slice(-HAPPENINGS_KEPT);
    total.value = marks.length;
    // After a journey back it may not have happened yet.
    if (event.reset && opened.value !== undefined && !byId(opened.value)) opened.value = undefined;
  }

  /** The happening with this id, when it is among those kept. Ids rise, so halving finds it. */
  function byId(id: number): Happening | undefined {
    let low = 0;
    let high = items.value.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const item = items.value[middle];
      if (item === undefined || item.id === id) return item;
      if (item.id < id) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  function clear(): void {
    marks.clear();
    items.value = [];
    total.value = 0;
    opened.value = undefined;
  }

  return { items, marks, total, opened, apply, byId, clear };
});
