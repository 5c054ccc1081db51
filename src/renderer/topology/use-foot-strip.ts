/**
 * Tells the map how high a strip at its foot is, so that everything is fitted above it. The strip
 * alone knows its height, which follows its words and the width of the window.
 */
import { onBeforeUnmount, onMounted, type Ref } from 'vue';
import { useMapCommands } from '../stores/use-map-commands.ts';

/** Heights of the strips that are there; they lie at the same foot, so the highest counts. */
const heights = new Map<symbol, number>();

/** Call inside setup, with the element of the strip. */
export function useFootStrip(strip: Readonly<Ref<HTMLElement | null | undefined>>): void {
  const map = useMapCommands();
  const id = Symbol('strip');
  function tell(): void {
    map.legendPx = Math.max(0, ...heights.values());
  }
  const observer = new ResizeObserver(() => {
    heights.set(id, strip.value?.offsetHeight ?? 0);
    tell();
  });
  onMounted(() => {
    if (strip.value) observer.observe(strip.value);
  });
  onBeforeUnmount(() => {
    observer.disconnect();
    heights.delete(id);
    tell();
  });
}
