/**
 * Which views of the room are on the screen (where things stand, what belongs together, or both
 * side by side) and how wide the second is. A way of looking: it belongs to the machine it was
 * chosen on and never to a document.
 */
import { defineStore } from 'pinia';
import { ref, watch } from 'vue';

export const MAP_VIEWS = ['room', 'logic', 'both'] as const;
export type MapView = (typeof MAP_VIEWS)[number];

const STORAGE_KEY = 'racklab.views.1';
export const LOGIC_WIDTH = { min: 240, max: 1_600 } as const;
/** Of the window, until somebody moves the divider: about half of what lies between the panels. */
const USUAL_SHARE = 0.36;

function fitted(width: number): number {
  return Math.min(LOGIC_WIDTH.max, Math.max(LOGIC_WIDTH.min, Math.round(width)));
}

function usualWidth(): number {
  return fitted(window.innerWidth * USUAL_SHARE);
}

function stored(): { view: MapView; logicWidth: number } {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    const read = typeof value === 'object' && value !== null ? { ...value } : {};
    const { view, logicWidth }: { view?: unknown; logicWidth?: unknown } = read;
    const width = typeof logicWidth === 'number' && Number.isFinite(logicWidth) ? logicWidth : 0;
    return {
      view: MAP_VIEWS.find((one) => one === view) ?? 'room',
      logicWidth: width === 0 ? usualWidth() : fitted(width),
    };
  } catch {
    // Storage can be switched off or hold anything; a way of looking is not worth an error.
    return { view: 'room', logicWidth: usualWidth() };
  }
}

export const useMapViews = defineStore('mapViews', () => {
  const begun = stored();
  const view = ref<MapView>(begun.view);
  const logicWidth = ref(begun.logicWidth);

  watch([view, logicWidth], () => {
    const value = { view: view.value, logicWidth: logicWidth.value };
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(value));
    } catch {
      // A full or forbidden storage only means that the wish is forgotten.
    }
  });

  /** The next one in turn, for a key. */
  function next(): void {
    const at = MAP_VIEWS.indexOf(view.value);
    view.value = MAP_VIEWS[(at + 1) % MAP_VIEWS.length] ?? 'room';
  }

  return { view, logicWidth, next };
});
