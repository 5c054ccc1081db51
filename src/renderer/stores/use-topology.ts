/**
 * The room as rows: what the topology stream says, and lookups over it.
 *
 * Rows are plain objects in a Map behind one version counter: a patch of hundreds of rows is one
 * trigger. Lists by kind and by parent depend on a second counter that moves only when something
 * is added, removed or moved, so a machine changing its state does not rebuild them. Only
 * `applyPatch` writes rows. Who subscribes, and when, is decided in live.ts.
 */
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type {
  RowOf,
  TopologyKind,
  TopologyPatch,
  TopologyRow,
} from '../../shared/views/topology-view.ts';
import { parentOf, placeKeyOf } from '../model/parents.ts';

export const useTopology = defineStore('topology', () => {
  const rows = new Map<string, TopologyRow>();
  /** Moves with every patch. */
  const version = ref(0);
  /** Moves when something appears, goes away or changes its place. */
  const structure = ref(0);
  const rev = ref(0);
  const loaded = ref(false);

  function applyPatch(patch: TopologyPatch): 'applied' | 'gap' {
    if (!patch.reset && patch.fromRev !== rev.value) return 'gap';
    let moved = patch.reset || patch.removed.length > 0;
    if (patch.reset) rows.clear();
    for (const id of patch.removed) rows.delete(id);
    for (const row of patch.upserted) {
      const before = rows.get(row.id);
      moved ||= before === undefined || placeKeyOf(before) !== placeKeyOf(row);
      rows.set(row.id, row);
    }
    rev.value = patch.toRev;
    loaded.value = true;
    version.value += 1;
    if (moved) structure.value += 1;
    return 'applied';
  }

  function get(id: string): TopologyRow | undefined {
    void version.value;
    return rows.get(id);
  }

  /** The row of one kind, or undefined when the id is of another or gone. */
  function getOf<K extends TopologyKind>(kind: K, id: string | undefined): RowOf<K> | undefined {
    void version.value;
    const row = id === undefined ? undefined : rows.get(id);
    return row !== undefined && isKind(row, kind) ? row : undefined;
  }

  const idsByKind = computed(() => {
    void structure.value;
    return groupIds([...rows.values()], (row) => row.kind);
  });

  const childIds = computed(() => {
    void structure.value;
    return groupIds([...rows.values()], parentOf);
  });

  /** All rows of a kind, in the order they were made. */
  function list<K extends TopologyKind>(kind: K): RowOf<K>[] {
    void version.value;
    const found: RowOf<K>[] = [];
    for (const id of idsByKind.value.get(kind) ?? []) {
      const row = rows.get(id);
      if (row !== undefined && isKind(row, kind)) found.push(row);
    }
    return found;
  }

  /** What stands in a thing or hangs on it, in the order it was made. */
  function children(id: string): TopologyRow[] {
    void version.value;
    const found: TopologyRow[] = [];
    for (const childId of childIds.value.get(id) ?? []) {
      const row = rows.get(childId);
      if (row !== undefined) found.push(row);
    }
    return found;
  }

  function clear(): void {
    rows.clear();
    rev.value = 0;
    loaded.value = false;
    version.value += 1;
    structure.value += 1;
  }

  const isEmpty = computed(() => {
    void structure.value;
    return loaded.value && rows.size === 0;
  });

  return {
    rows,
    version,
    structure,
    rev,
    loaded,
    isEmpty,
    get,
    getOf,
    list,
    children,
    applyPatch,
    clear,
  };
});

function isKind<K extends TopologyKind>(row: TopologyRow, kind: K): row is RowOf<K> {
  return row.kind === kind;
}

function groupIds(
  all: readonly TopologyRow[],
  keyOf: (row: TopologyRow) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const row of all) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row.id]);
    else group.push(row.id);
  }
  return groups;
}
