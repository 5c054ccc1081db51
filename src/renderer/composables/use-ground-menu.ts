/**
 * The menu of a map where nothing is: what can be done with the room as a whole. The acts are those
 * of the screen, with the same words, keys and reasons why not.
 */
import { computed, type ComputedRef } from 'vue';
import type { MenuEntry } from '../ui/menu-entry.ts';
import { shownKeys } from './key-choice.ts';
import { useActions } from './use-actions.ts';

/** Acts in their order, in groups. */
const GROUPS = [
  ['createMachine', 'paste'],
  ['fitAll', 'overlays', 'mapViews'],
] as const;

/** The entries, bound to the stores; call inside a component's setup. */
export function useGroundMenu(): ComputedRef<readonly MenuEntry[]> {
  const actions = useActions();
  return computed(() =>
    GROUPS.flatMap((ids, group): MenuEntry[] => {
      const entries = ids.flatMap((id) => entryOf(id));
      return group === 0 ? entries : [{ kind: 'line' }, ...entries];
    }),
  );

  function entryOf(id: string): MenuEntry[] {
    const found = actions.value.find((action) => action.id === id);
    if (found === undefined) return [];
    const { label, icon, keys, enabled, note, run } = found;
    return [{ kind: 'item', label, icon, run, note, keys: shownKeys(keys[0]), disabled: !enabled }];
  }
}
