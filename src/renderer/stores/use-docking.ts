/**
 * The panels around the map as they stand now: which are open at each edge, how large each edge is
 * in this window, and the acts of moving one to another edge and of putting all back. What a person
 * wished is kept by the preferences; what is shown is bounded so that the map stays usable.
 */
import { defineStore } from 'pinia';
import { computed, nextTick, reactive, shallowReactive } from 'vue';
import {
  edgeLimits,
  edgeSize,
  ownSize,
  PANELS,
  panelsAt,
  sizeWith,
  usualLayout,
  usualLength,
  usualSizes,
  wishedSize,
  type PanelEdge,
  type PanelName,
} from './panel-layout.ts';
import { usePreferences } from './use-preferences.ts';

/** Marks the button of a panel's menu by the panel. */
export const PANEL_MENU = 'data-panel-menu';

/** As much as type grows for an audience, see `tokens.css`. */
const PRESENTER_GROWTH = 1.34;

export const useDocking = defineStore('docking', () => {
  const preferences = usePreferences();
  const { sizes, layout, open } = preferences;
  const page = reactive({ width: window.innerWidth, height: window.innerHeight });
  window.addEventListener('resize', () => {
    page.width = window.innerWidth;
    page.height = window.innerHeight;
  });

  /** Where each open panel stands in the page. */
  const places = shallowReactive<Partial<Record<PanelName, HTMLElement>>>({});

  function offer(panel: PanelName, place: HTMLElement | undefined): void {
    if (place !== undefined) places[panel] = place;
  }

  /** A panel that only moves keeps its old place until the new one is there. */
  function withdraw(panel: PanelName, place: HTMLElement | undefined): void {
    if (!open[panel] && places[panel] === place) delete places[panel];
  }

  /** The workbench is gone, and all places with it. */
  function withdrawAll(): void {
    for (const panel of PANELS) delete places[panel];
  }

  /** The open panels of each edge, in the order in which they stand there. */
  const shown = computed(() => ({
    left: openAt('left'),
    right: openAt('right'),
    bottom: openAt('bottom'),
  }));
  const ground = computed(() => ({
    layout,
    sizes,
    open,
    window: page,
    growth: preferences.presenter ? PRESENTER_GROWTH : 1,
  }));
  const limits = computed(() => ({
    left: edgeLimits('left', ground.value),
    right: edgeLimits('right', ground.value),
    bottom: edgeLimits('bottom', ground.value),
  }));

  function openAt(edge: PanelEdge): readonly PanelName[] {
    return panelsAt(layout, edge).filter((panel) => open[panel]);
  }

  /** What an edge takes of the window, in pixels; nothing when no panel is open there. */
  function sizeOf(edge: PanelEdge): number {
    return edgeSize(edge, ground.value);
  }

  /** What an edge is to be where the window has the room; a bar moves it from there. */
  function wishOf(edge: PanelEdge): number {
    return wishedSize(edge, ground.value);
  }

  /** Gives an edge a size by hand, which it keeps in windows of any size. */
  function resize(edge: PanelEdge, size: number): void {
    sizes[edge] = ownSize(edge, size);
  }

  /** Docks a panel to an edge and opens it there; whoever chose it goes on from its menu. */
  async function move(panel: PanelName, edge: PanelEdge): Promise<void> {
    const scrollBack = rememberScroll(places[panel]);
    layout.edges[panel] = edge;
    layout.lengths[panel] = usualLength(edge);
    const wish = wishOf(edge);
    const needed = sizeWith(panel, { edge, size: wish });
    if (needed > wish) sizes[edge] = needed;
    open[panel] = true;
    await nextTick();
    // After the menu or the search has closed and given the focus back to what is gone by now.
    requestAnimationFrame(() => {
      scrollBack();
      document.querySelector<HTMLElement>(`[${PANEL_MENU}="${panel}"]`)?.focus();
    });
  }

  /** Every panel back where it stood to begin with, open, at its usual size. */
  function reset(): void {
    const usual = usualLayout();
    Object.assign(layout.edges, usual.edges);
    Object.assign(layout.lengths, usual.lengths);
    Object.assign(sizes, usualSizes());
    for (const panel of PANELS) open[panel] = true;
  }

  /** Closes all that is open at an edge. */
  function fold(edge: PanelEdge): void {
    for (const panel of shown.value[edge]) open[panel] = false;
  }

  const ways = { wishOf, resize, move, reset, fold };
  return { places, offer, withdraw, withdrawAll, shown, limits, sizeOf, ...ways };
});

/** How far everything in a panel is scrolled, which a page forgets of what is moved in it. */
function rememberScroll(place: HTMLElement | undefined): () => void {
  const parts = [...(place?.querySelectorAll('*') ?? [])]
    .map((part) => ({ part, top: part.scrollTop, left: part.scrollLeft }))
    .filter(({ top, left }) => top > 0 || left > 0);
  return () => {
    for (const { part, top, left } of parts) part.scrollTo({ top, left, behavior: 'instant' });
  };
}
