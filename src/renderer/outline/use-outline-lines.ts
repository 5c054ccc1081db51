/**
 * The lines of the outline, kept up to date: which branches are open, what the filter leaves, in
 * which order, and the worst state below each line. A state that changes redraws the lines in
 * view; only what comes, goes or moves makes the list of lines anew.
 */
import { computed, onBeforeUnmount, ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { topologyRowSchema, type TopologyRow } from '../../shared/views/topology-view.ts';
import { kindWord } from '../model/row-actions.ts';
import { useTopology } from '../stores/use-topology.ts';
import { outlineLines, OutlineTree, type OutlineLine } from './outline-tree.ts';
import { ORDERS, type OutlineOrder } from './outline-orders.ts';
import { WorstBelow } from './worst-below.ts';

/** Where there are more hosts than this, racks begin folded. */
const HOSTS_OPEN_MAX = 400;
const KINDS = topologyRowSchema.options.map((option) => option.shape.kind.value);

/** Call inside setup. */
export function useOutlineLines() {
  const { t, locale } = useI18n();
  const topology = useTopology();
  const filter = ref('');
  const order = ref<OutlineOrder>('place');
  const folded = shallowRef<ReadonlySet<string>>(new Set());
  const opened = shallowRef<ReadonlySet<string>>(new Set());
  const worst = new WorstBelow();
  for (const row of topology.rows.values()) worst.put(row);

  const stop = topology.whenChanged((change) => {
    if (change.reset) worst.clear();
    for (const id of change.removed) worst.remove(id);
    for (const row of change.upserted) worst.put(row);
  });
  onBeforeUnmount(stop);

  const tree = computed(() => {
    void topology.structure;
    return new OutlineTree(
      {
        list: (kind) => topology.list(kind),
        get: (id) => topology.rows.get(id),
        idsIn: (id) => topology.idsIn(id),
      },
      KINDS,
      ORDERS[order.value]((id) => worst.of(id)),
    );
  });
  const isLarge = computed(() => topology.countOf('host') > HOSTS_OPEN_MAX);

  /** Machines' disks and network cards begin folded, in a large hall racks too. */
  function isExpanded(id: string): boolean {
    if (folded.value.has(id)) return false;
    if (opened.value.has(id)) return true;
    const kind = topology.rows.get(id)?.kind;
    if (isLarge.value && (kind === 'rack' || kind === 'balancer')) return false;
    return kind !== 'vm' && kind !== 'power';
  }

  const matches = computed(() => {
    const needle = filter.value.trim().toLowerCase();
    if (needle === '') return undefined;
    void topology.structure;
    void locale.value;
    const found = new Set<string>();
    const words = new Map<string, boolean>();
    for (const row of topology.rows.values()) {
      if (row.name.toLowerCase().includes(needle) || kindMatches(row, needle, words)) {
        found.add(row.id);
      }
    }
    return found;
  });

  function kindMatches(row: TopologyRow, needle: string, known: Map<string, boolean>): boolean {
    const word = kindWord(row);
    let matching = known.get(word);
    if (matching === undefined) {
      matching = t(`kind.${word}`).toLowerCase().includes(needle);
      known.set(word, matching);
    }
    return matching;
  }

  const lines = computed<readonly OutlineLine[]>(() =>
    outlineLines(tree.value, { isExpanded, matches: matches.value }),
  );

  function setExpanded(ids: readonly string[], wanted: boolean): void {
    const nowFolded = new Set(folded.value);
    const nowOpened = new Set(opened.value);
    for (const id of ids) {
      (wanted ? nowOpened : nowFolded).add(id);
      (wanted ? nowFolded : nowOpened).delete(id);
    }
    folded.value = nowFolded;
    opened.value = nowOpened;
  }

  /** The worst state below a line; read in a template it is told of changes. */
  function worstOf(id: string) {
    void topology.version;
    return worst.of(id);
  }

  return { filter, order, lines, tree, setExpanded, worstOf };
}
