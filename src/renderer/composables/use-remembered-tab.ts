/**
 * The tab at which a panel was left, kept from one start to the next. A tab that is not there at
 * the moment, such as one that only machines have, gives way to the first and comes back with what
 * has it.
 */
import { computed, type ComputedRef, type WritableComputedRef } from 'vue';
import type { PanelName } from '../stores/panel-layout.ts';
import { usePreferences } from '../stores/use-preferences.ts';

/** The open tab of a panel; call inside a component's setup. */
export function useRememberedTab(
  panel: PanelName,
  tabs: ComputedRef<readonly { readonly id: string }[]>,
): WritableComputedRef<string> {
  const { layout } = usePreferences();
  return computed({
    get: () => {
      const wanted = layout.tabs[panel];
      const isThere = tabs.value.some(({ id }) => id === wanted);
      return isThere ? wanted : (tabs.value[0]?.id ?? '');
    },
    set: (id) => {
      layout.tabs[panel] = id;
    },
  });
}
