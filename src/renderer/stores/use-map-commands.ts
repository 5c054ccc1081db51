/**
 * Lets buttons, keys and search move the map's view without knowing the map. The map registers
 * itself while it is on the screen; without it the commands do nothing.
 */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';

export interface MapHandle {
  fitAll(): void;
  fitSelection(): void;
  zoomBy(factor: number): void;
  focus(): void;
  /** What is on the map at the moment. */
  picture(): HTMLCanvasElement | undefined;
}

export const useMapCommands = defineStore('mapCommands', () => {
  const handle = shallowRef<MapHandle>();
  const zoom = ref(1);
  /** What the map shows besides the room. */
  const showPower = ref(true);
  const showTraffic = ref(true);
  const showNetwork = ref(true);
  const showDomains = ref(true);

  function register(map: MapHandle): () => void {
    handle.value = map;
    return () => {
      if (handle.value === map) handle.value = undefined;
    };
  }

  return {
    zoom,
    showPower,
    showTraffic,
    showNetwork,
    showDomains,
    register,
    fitAll: () => handle.value?.fitAll(),
    fitSelection: () => handle.value?.fitSelection(),
    zoomBy: (factor: number) => handle.value?.zoomBy(factor),
    focus: () => handle.value?.focus(),
    picture: () => handle.value?.picture(),
  };
});
