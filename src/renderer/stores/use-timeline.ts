/**
 * What happened, as the run log tells it: newest last, bounded, with look-up by id so that a
 * cause can be followed. After a rewind the stream begins anew and so does this.
 */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { Happening } from '../../shared/events/happenings.ts';

/** Happenings kept for the list; older ones are still asked for by `workspace.explain`. */
const HAPPENINGS_KEPT = 5_000;

export const useTimeline = defineStore('timeline', () => {
  const items = shallowRef<readonly Happening[]>([]);

  function apply(event: { reset: boolean; items: readonly Happening[] }): void {
    const all = event.reset ? event.items : [...items.value, ...event.items];
    items.value = all.slice(-HAPPENINGS_KEPT);
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
    items.value = [];
  }

  return { items, apply, byId, clear };
});
