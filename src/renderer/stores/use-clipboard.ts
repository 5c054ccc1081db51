/**
 * What was copied or cut last. Of a copy only the ids are kept: a paste makes it as the thing is at
 * that time. Of what was cut the room is kept in which it stood, since it is there no more. It is
 * the lab's own clipboard; that of the system is left alone.
 */
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { TopologyRow } from '../../shared/views/topology-view.ts';

/** The room in which something was cut. */
export interface CutFrom {
  readonly rows: ReadonlyMap<string, TopologyRow>;
  /** The moment of the calendar, where a copy of it depends on it. */
  readonly calendarUs: number;
}

export const useClipboard = defineStore('clipboard', () => {
  const ids = shallowRef<readonly string[]>([]);
  const cutFrom = shallowRef<CutFrom>();

  function hold(what: readonly string[], from?: CutFrom): void {
    ids.value = what;
    cutFrom.value = from;
  }

  return { ids, cutFrom, hold };
});
