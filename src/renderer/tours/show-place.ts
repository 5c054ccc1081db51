/**
 * Shows a learner where a step can be taken: opens the panel it is in, rings the place for a while
 * and gives it the focus. Places are marked in the page by `data-tour`.
 */
import { nextTick } from 'vue';
import type { usePreferences } from '../stores/use-preferences.ts';
import type { TourPlace } from './tour-steps.ts';

const RING_MS = 3_500;
const RING = 'tour-ring';
const FOCUSABLE = 'button, [tabindex="0"], input';

/** Panels that have to be open for a place to be seen. */
const PANELS: Readonly<Partial<Record<TourPlace, 'left' | 'right' | 'dock'>>> = {
  build: 'left',
  inspector: 'right',
  track: 'dock',
};

/** Rings a place and focuses it; false when it is not on the screen. */
export async function showPlace(
  place: TourPlace,
  preferences: ReturnType<typeof usePreferences>,
): Promise<boolean> {
  const panel = PANELS[place];
  if (panel !== undefined) preferences.open[panel] = true;
  await nextTick();
  const found = document.querySelector<HTMLElement>(`[data-tour="${place}"]`);
  if (found === null) return false;
  found.scrollIntoView({ block: 'nearest' });
  found.classList.add(RING);
  setTimeout(() => found.classList.remove(RING), RING_MS);
  const target = found.matches(FOCUSABLE) ? found : found.querySelector<HTMLElement>(FOCUSABLE);
  target?.focus();
  return true;
}
