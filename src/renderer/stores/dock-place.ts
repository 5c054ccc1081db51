/**
 * A place in the time panel for something that is looked at there: brought up at a size at which
 * it can be read, and given back at the size the panel had, unless that was changed meanwhile.
 * One is up at a time: whoever comes up sends the others away. What is shown there it must not
 * know, so several stores can share this one way.
 */
import { defineStore } from 'pinia';
import { ref, watch, type Ref } from 'vue';
import { useLive } from './use-live.ts';
import { usePreferences } from './use-preferences.ts';

/** Width that a table needs where the panel stands at a side. */
const WIDTH_MIN = 420;

interface DockPlace {
  readonly open: Ref<boolean>;
  readonly bringUp: () => void;
  readonly hide: () => void;
  /** What is looked at belongs to one document: it is forgotten, and goes, with it. */
  readonly whenClosed: (forget: () => void) => void;
}

/** How the places of this screen are sent away. */
const useDockPlaces = defineStore('dockPlaces', () => ({ hides: new Set<() => void>() }));

/** Makes the time panel at least so high, where it stands below; call inside setup. */
export function useDockHeight(): (heightMin: number) => void {
  const { sizes, layout } = usePreferences();
  return (heightMin) => {
    if (layout.edges.dock === 'bottom') sizes.bottom = Math.max(sizes.bottom, heightMin);
  };
}

/** A place that wants at least this height; call inside a store. */
export function useDockPlace(heightMin: number): DockPlace {
  const preferences = usePreferences();
  const live = useLive();
  const { hides } = useDockPlaces();
  const open = ref(false);
  const { sizes, layout } = preferences;
  /** What the edge was before, and what it was made for this. */
  let before = { edge: layout.edges.dock, size: 0, made: 0 };

  function bringUp(): void {
    preferences.open.dock = true;
    if (open.value) return;
    for (const other of hides) if (other !== hide) other();
    open.value = true;
    const edge = layout.edges.dock;
    const made = Math.max(sizes[edge], edge === 'bottom' ? heightMin : WIDTH_MIN);
    before = { edge, size: sizes[edge], made };
    sizes[edge] = made;
  }

  function hide(): void {
    if (!open.value) return;
    open.value = false;
    if (sizes[before.edge] === before.made) sizes[before.edge] = before.size;
  }

  function whenClosed(forget: () => void): void {
    watch(
      () => live.following,
      (following) => {
        if (following) return;
        forget();
        hide();
      },
    );
  }

  hides.add(hide);
  return { open, bringUp, hide, whenClosed };
}
