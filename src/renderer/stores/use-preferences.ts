/**
 * What one person likes: theme, language, panel sizes, overlays. It belongs to the machine and
 * never to a document, so looking at a room cannot change it. What is read back is checked field
 * by field: an old or damaged entry gives the default.
 */
import { defineStore } from 'pinia';
import { computed, reactive, ref, watch, type Ref } from 'vue';
import { CLOUDS, type CloudName } from '../glossary/cloud-names.ts';
import { readKeyChanges } from '../composables/key-choice.ts';
import {
  OTHER_SIDE,
  PANELS,
  readEdgeSizes,
  readPanelLayout,
  type PanelEdge,
  type PanelLayout,
  type PanelName,
} from './panel-layout.ts';
import { NEWS_LEVELS, type NewsLevel } from '../shell/spoken-news.ts';
import { readTrackPins } from '../timeline/track-pins.ts';
import {
  chosenLocale,
  PREFERENCES_KEY,
  readPreferences,
  type LocaleName,
} from '../i18n/locale-choice.ts';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

/** Windows in which side panels, or the time panel, would leave no room for the map. */
const NARROW_LEFT = '(max-width: 900px)';
const NARROW_RIGHT = '(max-width: 1100px)';
const LOW = '(max-height: 560px)';
/** A media query as a value that follows the window. */
function useMedia(query: string): Ref<boolean> {
  const media = window.matchMedia(query);
  const matches = ref(media.matches);
  media.addEventListener('change', (event) => {
    matches.value = event.matches;
  });
  return matches;
}

/**
 * Which panels are open. In a small window panels are drawers over the map: they begin closed, one
 * side at a time, and that is not remembered as a wish.
 */
function makePanels(stored: Readonly<Record<string, unknown>>, layout: PanelLayout) {
  const wide = reactive({
    left: stored['leftOpen'] !== false,
    right: stored['rightOpen'] !== false,
    dock: stored['dockOpen'] !== false,
  });
  const drawers = reactive({ left: false, right: false, dock: false });
  const small: Record<PanelEdge, Ref<boolean>> = {
    left: useMedia(NARROW_LEFT),
    right: useMedia(NARROW_RIGHT),
    bottom: useMedia(LOW),
  };

  function openDrawer(name: PanelName): void {
    const edge = layout.edges[name];
    for (const other of PANELS) {
      if (edge !== 'bottom' && layout.edges[other] === OTHER_SIDE[edge]) drawers[other] = false;
    }
    drawers[name] = true;
  }

  function panel(name: PanelName): Ref<boolean> {
    return computed({
      get: () => (small[layout.edges[name]].value ? drawers : wide)[name],
      set: (opened) => {
        if (!small[layout.edges[name]].value) wide[name] = opened;
        else if (opened) openDrawer(name);
        else drawers[name] = false;
      },
    });
  }

  const open = reactive({ left: panel('left'), right: panel('right'), dock: panel('dock') });
  return { wide, open };
}

export const usePreferences = defineStore('preferences', () => {
  const stored = readPreferences();
  const theme = ref<Theme>(THEMES.find((name) => name === stored['theme']) ?? 'system');
  const locale = ref<LocaleName>(chosenLocale(stored));
  /** The cloud whose names the screen uses. */
  const cloud = ref<CloudName>(CLOUDS.find((name) => name === stored['cloud']) ?? 'azure');
  /** How large the edges are at which panels stand. */
  const sizes = reactive(readEdgeSizes(stored));
  /** Which edge each panel is docked to, and what is open in it. */
  const layout = reactive(readPanelLayout(stored['layout']));
  const { wide, open } = makePanels(stored, layout);
  const reducedMotion = ref(stored['reducedMotion'] === true);
  /** Large type and calm bars, for an audience. */
  const presenter = ref(stored['presenter'] === true);
  const singleKeys = ref(stored['singleKeys'] !== false);
  /** How much of the run a screen reader is told. */
  const news = ref<NewsLevel>(NEWS_LEVELS.find((name) => name === stored['news']) ?? 'important');
  /** Keys the person chose instead of the usual ones, by act; empty for none at all. */
  const keyChanges = ref(readKeyChanges(stored['keyChanges']));
  /** Figures that stand on the time track, in this order. */
  const trackPins = ref(readTrackPins(stored['trackPins']));
  const firstStepsDone = ref(stored['firstStepsDone'] === true);

  const systemIsDark = useMedia('(prefers-color-scheme: dark)');
  const systemIsStill = useMedia('(prefers-reduced-motion: reduce)');

  /** The theme in force once `system` is resolved. */
  const shownTheme = computed<'light' | 'dark' | 'contrast'>(() => {
    if (theme.value === 'system') return systemIsDark.value ? 'dark' : 'light';
    return theme.value;
  });
  const still = computed(() => reducedMotion.value || systemIsStill.value);

  /** What is kept for the next time. */
  function kept() {
    return {
      theme: theme.value,
      locale: locale.value,
      cloud: cloud.value,
      ...sizes,
      layout,
      leftOpen: wide.left,
      rightOpen: wide.right,
      dockOpen: wide.dock,
      reducedMotion: reducedMotion.value,
      presenter: presenter.value,
      singleKeys: singleKeys.value,
      news: news.value,
      keyChanges: keyChanges.value,
      trackPins: trackPins.value,
      firstStepsDone: firstStepsDone.value,
    };
  }

  function save(): void {
    try {
      localStorage.setItem(PREFERENCES_KEY, JSON.stringify(kept()));
    } catch {
      // A full or forbidden storage only means that the wish is forgotten.
    }
  }

  watch(
    kept,
    () => {
      save();
      show();
    },
    { deep: true },
  );
  watch([systemIsDark], show);

  function show(): void {
    showOnPage({
      theme: shownTheme.value,
      presenter: presenter.value ? 'on' : 'off',
      motion: still.value ? 'reduced' : 'full',
      locale: locale.value,
    });
  }
  show();

  return {
    theme,
    shownTheme,
    locale,
    cloud,
    sizes,
    layout,
    open,
    reducedMotion,
    presenter,
    still,
    singleKeys,
    news,
    keyChanges,
    trackPins,
    firstStepsDone,
  };
});

/** Puts theme, size, motion and language on the page itself. */
function showOnPage({ locale, ...looks }: Readonly<Record<string, string>>): void {
  const root = document.documentElement;
  Object.assign(root.dataset, looks);
  root.lang = locale ?? '';
}
