/**
 * What every map takes from the stores and is told by them, whatever it shows: traffic and figures,
 * the tool of the pointer, the theme, what is to be brought into view. It holds nothing.
 */
import { watch, type ShallowRef } from 'vue';
import { useMapCommands } from '../stores/use-map-commands.ts';
import { useMetrics } from '../stores/use-metrics.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { usePreferences } from '../stores/use-preferences.ts';
import { useSelection } from '../stores/use-selection.ts';
import type { ServiceFigures } from '../../shared/views/metrics-frame.ts';
import type { MapStage, StageSource } from './map-stage.ts';
import { readPalette } from './style.ts';

/** What a stage asks for, and the services whose requests move. */
export interface LiveStageSource extends StageSource {
  readonly services: () => readonly ServiceFigures[];
}

/** A view of a map that has been made. */
export interface FollowingView {
  readonly stage: Pick<MapStage<string>, 'map' | 'theme'>;
  refreshFigures(): void;
  reveal(id: string): void;
}

/** Call inside setup. */
export function useStageSource(): LiveStageSource {
  const map = useMapCommands();
  const metrics = useMetrics();
  const playback = usePlayback();
  const preferences = usePreferences();
  return {
    services: () => metrics.services,
    showTraffic: () => map.showTraffic,
    running: () => playback.running,
    still: () => preferences.still,
  };
}

/** Tells a view, once there is one, what changed for every map alike; call inside setup. */
export function followStage(view: Readonly<ShallowRef<FollowingView | undefined>>): void {
  const map = useMapCommands();
  const metrics = useMetrics();
  const preferences = usePreferences();
  const selection = useSelection();
  watch([() => map.tool, view], ([tool, made]) => made?.stage.map.tool(tool));
  watch([() => metrics.frame, () => map.showTraffic], () => view.value?.refreshFigures());
  watch(
    () => preferences.shownTheme,
    () => view.value?.stage.theme(readPalette(document.documentElement)),
    { flush: 'post' },
  );
  watch(
    () => selection.revealed,
    () => selection.primary !== undefined && view.value?.reveal(selection.primary),
  );
}
