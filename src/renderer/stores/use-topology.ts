/**
 * The room as rows: what the topology stream says, and lookups over it.
 *
 * Rows are plain objects in a Map behind counters: one for everything, and two for each kind, of
 * which one moves with every change and the other only when something of the kind appears, goes
 * away or changes its place. So a machine changing its state wakes up who reads machines, and
 * nobody else. Lists are made once for all who ask. Only `applyPatch` writes rows; a large room
 * arrives in several patches, and of those who reads is told at a pace that leaves the screen to
 * its user. Who subscribes, and when, is decided in live.ts.
 */
import { defineStore } from 'pinia';
import { computed, markRaw, ref, type ComputedRef, type Ref } from 'vue';
import type {
  RowOf,
  TopologyKind,
  TopologyPatch,
  TopologyRow,
} from '../../shared/views/topology-view.ts';
import { ArrivalPace } from './arrival-pace.ts';
import { TopologyRows } from './topology-rows.ts';

/** What a patch did, for who keeps sums over rows. */
export interface TopologyChange {
  readonly reset: boolean;
  readonly upserted: readonly TopologyRow[];
  readonly removed: readonly string[];
  /** True when something that was there went away or changed its place. */
  readonly shifted: boolean;
}

interface KindCounters {
  readonly version: Ref<number>;
  readonly structure: Ref<number>;
}

export const useTopology = defineStore('topology', () => {
  const shelf = new TopologyRows();
  // Raw: a reactive map would wrap every row that is read through the store.
  const rows = markRaw(shelf.rows);
  const counters = new Map<TopologyKind, KindCounters>();
  const lists = new Map<TopologyKind, ComputedRef<TopologyRow[]>>();
  const listeners = new Set<(change: TopologyChange) => void>();
  /** Moves with every patch. */
  const version = ref(0);
  /** Moves when something appears, goes away or changes its place. */
  const structure = ref(0);
  const rev = ref(0);
  const loaded = ref(false);
  /** More of a large room is on its way, or has come and was not told yet. */
  const arriving = ref(false);
  /** Kinds of which something has changed, or come, gone or moved, since it was last told. */
  const changed = new Set<TopologyKind>();
  const shifted = new Set<TopologyKind>();
  let isMoreComing = false;
  const pace = new ArrivalPace(tell);

  function countersOf(kind: TopologyKind): KindCounters {
    const known = counters.get(kind);
    if (known !== undefined) return known;
    const made = { version: ref(0), structure: ref(0) };
    counters.set(kind, made);
    return made;
  }

  function applyPatch(patch: TopologyPatch): 'applied' | 'gap' {
    if (!patch.reset && patch.fromRev !== rev.value) return 'gap';
    const hasShifted = takeIn(patch);
    rev.value = patch.toRev;
    loaded.value = true;
    isMoreComing = patch.more === true;
    const { reset, upserted, removed } = patch;
    for (const listener of listeners) listener({ reset, upserted, removed, shifted: hasShifted });
    // The first part is what a person waits for; the last one may have to wait for a hand.
    if (!arriving.value && !isMoreComing) tell();
    else if (reset) pace.now();
    else pace.ask();
    return 'applied';
  }

  /** Writes the rows of a patch; true when something that was there left or changed its place. */
  function takeIn(patch: TopologyPatch): boolean {
    let hasShifted = patch.reset;
    if (patch.reset) {
      for (const kind of counters.keys()) shifted.add(kind);
      shelf.clear();
    }
    for (const id of patch.removed) {
      const kind = shelf.drop(id);
      if (kind === undefined) continue;
      shifted.add(kind);
      hasShifted = true;
    }
    for (const row of patch.upserted) {
      const wasThere = rows.has(row.id);
      changed.add(row.kind);
      if (!shelf.put(row)) continue;
      shifted.add(row.kind);
      hasShifted ||= wasThere;
    }
    return hasShifted;
  }

  /** Wakes up who reads what has changed since the last time. */
  function tell(): void {
    arriving.value = isMoreComing;
    version.value += 1;
    if (shifted.size > 0) structure.value += 1;
    for (const kind of shifted) countersOf(kind).structure.value += 1;
    for (const kind of new Set([...changed, ...shifted])) countersOf(kind).version.value += 1;
    changed.clear();
    shifted.clear();
  }

  /** Tells of every patch at once, after its rows are there; returns how to stop. */
  function whenChanged(listener: (change: TopologyChange) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  function get(id: string): TopologyRow | undefined {
    const row = rows.get(id);
    // What is not there can only come with a change of structure.
    if (row === undefined) void structure.value;
    else void countersOf(row.kind).version.value;
    return row;
  }

  /** The row of one kind, or undefined when the id is of another or gone. */
  function getOf<K extends TopologyKind>(kind: K, id: string | undefined): RowOf<K> | undefined {
    const row = id === undefined ? undefined : get(id);
    return row !== undefined && isKind(row, kind) ? row : undefined;
  }

  function listOf(kind: TopologyKind): TopologyRow[] {
    const known = lists.get(kind);
    if (known !== undefined) return known.value;
    const made = computed(() => {
      void countersOf(kind).version.value;
      return [...shelf.idsOf(kind)].map((id) => rows.get(id)).filter(isThere);
    });
    lists.set(kind, made);
    return made.value;
  }

  /** All rows of a kind, in the order they were made. The list is shared: do not change it. */
  function list<K extends TopologyKind>(kind: K): RowOf<K>[] {
    // Rows are filed under their own kind.
    return listOf(kind) as unknown as RowOf<K>[];
  }

  /** How many there are of a kind; asking does not make their list. */
  function countOf(kind: TopologyKind): number {
    void countersOf(kind).structure.value;
    return shelf.idsOf(kind).size;
  }

  /** Moves when something of one of the kinds appears, goes away or changes its place. */
  function structureOf(kinds: readonly TopologyKind[]): number {
    return kinds.reduce((sum, kind) => sum + countersOf(kind).structure.value, 0);
  }

  /** What stands in a thing or hangs on it, in the order it was made. */
  function children(id: string): TopologyRow[] {
    void structure.value;
    return shelf
      .idsIn(id)
      .map((child) => get(child))
      .filter(isThere);
  }

  /** Ids of what stands in a thing, without asking to be told of changes. */
  function idsIn(id: string): readonly string[] {
    return shelf.idsIn(id);
  }

  function clear(): void {
    pace.stop();
    changed.clear();
    shifted.clear();
    isMoreComing = false;
    shelf.clear();
    rev.value = 0;
    loaded.value = false;
    arriving.value = false;
    version.value += 1;
    structure.value += 1;
    for (const kind of counters.values()) {
      kind.version.value += 1;
      kind.structure.value += 1;
    }
    for (const listener of listeners)
      listener({ reset: true, upserted: [], removed: [], shifted: true });
  }

  function hasNothing(): boolean {
    void structure.value;
    return loaded.value && rows.size === 0;
  }

  return {
    rows,
    version,
    structure,
    rev,
    loaded,
    arriving,
    isEmpty: computed(hasNothing),
    get,
    getOf,
    list,
    countOf,
    children,
    idsIn,
    structureOf,
    whenChanged,
    /** Resolves when the page has time for the next part of a room that is arriving. */
    timeForMore: () => pace.timeForMore(),
    applyPatch,
    clear,
  };
});

function isThere(row: TopologyRow | undefined): row is TopologyRow {
  return row !== undefined;
}

function isKind<K extends TopologyKind>(row: TopologyRow, kind: K): row is RowOf<K> {
  return row.kind === kind;
}
