/**
 * What the search box finds, best first: what can be done with what is selected, what can be done
 * anywhere, every form of a command, and every thing in the room. What a lab keeps to itself is
 * listed with its reason. It must not know how the box looks.
 */
import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { allForms } from '../dialogs/forms.ts';
import { iconOf, kindWord } from '../model/row-actions.ts';
import { useDialogs } from '../stores/use-dialogs.ts';
import { useLab } from '../stores/use-lab.ts';
import { useSelection } from '../stores/use-selection.ts';
import { useTopology } from '../stores/use-topology.ts';
import type { IconName } from '../ui/icon-names.ts';
import { shownKeys } from './key-choice.ts';
import { useActions } from './use-actions.ts';
import { useRowActions } from './use-row-actions.ts';

/** Lines shown at once: nobody reads further, typing on is quicker. */
const SHOWN_MAX = 40;

/** A line of the search box. */
export interface FindEntry {
  readonly id: string;
  readonly name: string;
  /** What stands beside the name: its kind, whom it acts on, or why it cannot be chosen. */
  readonly kind: string;
  readonly icon: IconName;
  readonly keys?: string | undefined;
  readonly disabled?: boolean;
  readonly run: () => void;
}

/** The lines, bound to the stores; call inside a component's setup. */
export function useFindEntries() {
  const { t } = useI18n();
  const topology = useTopology();
  const selection = useSelection();
  const actions = useActions();
  const dialogs = useDialogs();
  const lab = useLab();
  const { menuOf } = useRowActions();

  const ofSelected = computed<FindEntry[]>(() => {
    const id = selection.primary;
    const row = id === undefined ? undefined : topology.rows.get(id);
    return menuOf(row).flatMap((entry, index): FindEntry[] => {
      if (entry.kind !== 'item' || row === undefined) return [];
      const { label, icon, run, note, disabled = false } = entry;
      const kind = disabled ? (note ?? row.name) : row.name;
      return [{ id: `of:${index}`, name: label, kind, icon: icon ?? iconOf(row), run, disabled }];
    });
  });

  const acts = computed<FindEntry[]>(() =>
    actions.value
      .filter(({ id, enabled, note }) => (enabled || note !== undefined) && id !== 'find')
      .map(({ id, label, icon, keys, note, run }) => ({
        id: `do:${id}`,
        name: label,
        kind: note ?? t('find.act'),
        icon,
        keys: shownKeys(keys[0]),
        disabled: note !== undefined,
        run,
      })),
  );

  const forms = computed<FindEntry[]>(() =>
    allForms().map(({ id, icon }) => {
      const lock = lab.lockOf(id);
      return {
        id: `form:${id}`,
        name: t(`commandName.${id}`),
        kind: lock ?? t('find.act'),
        icon,
        disabled: lock !== undefined,
        run: () => dialogs.openForm(id, {}),
      };
    }),
  );

  const things = computed<FindEntry[]>(() => {
    void topology.structure;
    return [...topology.rows.values()]
      .filter((row) => row.kind !== 'link')
      .map((row) => ({
        id: row.id,
        name: row.name,
        kind: t(`kind.${kindWord(row)}`),
        icon: iconOf(row),
        run: () => selection.reveal(row.id),
      }));
  });

  /** The best lines for a text; without one, what is nearest at hand. */
  function matches(text: string): readonly FindEntry[] {
    const needle = text.trim().toLowerCase();
    if (needle === '') {
      return [...ofSelected.value, ...acts.value, ...things.value].slice(0, SHOWN_MAX);
    }
    return [...things.value, ...ofSelected.value, ...acts.value, ...forms.value]
      .map((entry) => ({ entry, rank: rankOf(entry, needle) }))
      .filter((one) => one.rank >= 0)
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, SHOWN_MAX)
      .map((one) => one.entry);
  }

  return { matches };
}

/** The name itself counts most, then its beginning, then a word's, then anything inside. */
function rankOf(entry: FindEntry, needle: string): number {
  const name = entry.name.toLowerCase();
  if (name === needle) return 0;
  if (name.startsWith(needle)) return 1;
  if (name.split(/[\s._-]/).some((part) => part.startsWith(needle))) return 2;
  if (name.includes(needle)) return 3;
  return entry.kind.toLowerCase().startsWith(needle) ? 4 : -1;
}
