/**
 * A place in the time panel for something that is looked at there: brought up at a height at which
 * it can be read, and given back at the height the panel had, unless that was changed meanwhile.
 * One is up at a time: whoever comes up sends the others away. What is shown there it must not
 * know, so several stores can share this one way.
 */
import { defineStore } from 'pinia';
import { ref, type Ref } from 'vue';
import { usePreferences } from './use-preferences.ts';

interface DockPlace {
  readonly open: Ref<boolean>;
  readonly bringUp: () => void;
  readonly hide: () => void;
}

/** How the places of this screen are sent away. */
const useDockPlaces = defineStore('dockPlaces', () => ({ hides: new Set<() => void>() }));

/** A place that wants at least this height; call inside a store. */
export function useDockPlace(heightMin: number): DockPlace {
  const preferences = usePreferences();
  const { hides } = useDockPlaces();
  const open = ref(false);
  let heightBefore = preferences.sizes.dock;

  function bringUp(): void {
    preferences.open.dock = true;
    if (open.value) return;
    for (const other of hides) if (other !== hide) other();
    open.value = true;
    heightBefore = preferences.sizes.dock;
    preferences.sizes.dock = Math.max(heightBefore, heightMin);
  }

  function hide(): void {
    if (!open.value) return;
    open.value = false;
    if (preferences.sizes.dock === heightMin) preferences.sizes.dock = heightBefore;
  }

  hides.add(hide);
  return { open, bringUp, hide };
}
