/**
 * Lets buttons, keys and search move the map's view without knowing the map. The map registers
 * itself while it is on the screen; without it the commands do nothing.
 */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { LensKind } from '../lens/lens-kinds.ts';

export interface MapHandle {
  fitAll(): void;
  fitSelection(): void;
  zoomBy(factor: number): void;
  /** As near as things are drawn: 100 %. */
  zoomToWhole(): void;
  focus(): void;
  /** What is on the map at the moment. */
  picture(): HTMLCanvasElement | undefined;
  /** The same as a file of shapes. */
  svg(title: string): string | undefined;
}

export const useMapCommands = defineStore('mapCommands', () => {
  const handle = shallowRef<MapHandle>();
  /** What the map shows besides the room. */
  const showPower = ref(true);
  const showTraffic = ref(true);
  const showNetwork = ref(true);
  const showFaultDomains = ref(true);
  const showUpdateDomains = ref(true);
  /** The figure that fills the boxes, at most one. */
  const lens = ref<LensKind>();
  /** What dragging the floor does: moves the view, or draws a frame around things. */
  const tool = ref<'hand' | 'select'>('hand');
  /** What lines and marks mean, on a card. */
  const showLegend = ref(false);
  /** What the legend takes from the room at its foot. */
  const legendPx = ref(0);
  /** The menu of all overlays. */
  const overlaysOpen = ref(false);

  function toggleLens(kind: LensKind): void {
    lens.value = lens.value === kind ? undefined : kind;
  }

  /** Views on the screen; acts go to the one that was looked at last. */
  const shown = new Set<MapHandle>();

  function register(map: MapHandle): () => void {
    shown.add(map);
    handle.value ??= map;
    return () => {
      shown.delete(map);
      if (handle.value === map) handle.value = [...shown][0];
    };
  }

  /** A view got the focus. */
  function activate(map: MapHandle): void {
    if (shown.has(map)) handle.value = map;
  }

  return {
    showPower,
    showTraffic,
    showNetwork,
    showFaultDomains,
    showUpdateDomains,
    lens,
    tool,
    showLegend,
    overlaysOpen,
    legendPx,
    toggleLens,
    register,
    activate,
    fitAll: () => handle.value?.fitAll(),
    fitSelection: () => handle.value?.fitSelection(),
    zoomBy: (factor: number) => handle.value?.zoomBy(factor),
    zoomToWhole: () => handle.value?.zoomToWhole(),
    focus: () => handle.value?.focus(),
    picture: () => handle.value?.picture(),
    svg: (title: string) => handle.value?.svg(title),
  };
});
