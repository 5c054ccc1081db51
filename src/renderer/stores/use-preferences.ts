/**
 * What one person likes: theme, language, panel sizes, overlays. It belongs to the machine and
 * never to a document, so looking at a room cannot change it. What is read back is checked field
 * by field: an old or damaged entry gives the default.
 */
import { defineStore } from 'pinia';
import { computed, reactive, ref, watch, type Ref } from 'vue';
import { CLOUDS, type CloudName } from '../glossary/cloud-names.ts';
import { readKeyChanges } from '../composables/key-choice.ts';
import { readTrackPins } from '../timeline/track-pins.ts';
import { isLocaleName, preferredLocale, type LocaleName } from '../i18n/i18n.ts';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

export interface PanelSizes {
  left: number;
  right: number;
  dock: number;
}

/** Windows in which side panels, or the time panel, would leave no room for the map. */
const NARROW_LEFT = '(max-width: 900px)';
const NARROW_RIGHT = '(max-width: 1100px)';
const LOW = '(max-height: 560px)';
const STORAGE_KEY = 'racklab.preferences.1';
const DEFAULT_SIZES: PanelSizes = { left: 248, right: 312, dock: 212 };
/** Limits of the panels in pixels; the map keeps what is left. */
export const PANEL_LIMITS = {
  left: { min: 200, max: 460 },
  right: { min: 260, max: 520 },
  dock: { min: 150, max: 460 },
} as const;

function readStored(): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Storage can be switched off or hold anything; preferences are not worth an error.
    return {};
  }
}

function storedSize(value: unknown, limits: { min: number; max: number; usual: number }): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return limits.usual;
  return Math.min(limits.max, Math.max(limits.min, Math.round(value)));
}

function storedSizes(stored: Readonly<Record<string, unknown>>): PanelSizes {
  function size(name: keyof PanelSizes): number {
    return storedSize(stored[name], { ...PANEL_LIMITS[name], usual: DEFAULT_SIZES[name] });
  }
  return { left: size('left'), right: size('right'), dock: size('dock') };
}

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
function makePanels(stored: Readonly<Record<string, unknown>>) {
  const wide = reactive({
    left: stored['leftOpen'] !== false,
    right: stored['rightOpen'] !== false,
    dock: stored['dockOpen'] !== false,
  });
  const drawers = reactive({ left: false, right: false, dock: false });
  const isNarrow = useMedia(NARROW_LEFT);
  const isNarrowRight = useMedia(NARROW_RIGHT);
  const isLow = useMedia(LOW);

  function panel(name: keyof typeof wide, isSmall: Ref<boolean>): Ref<boolean> {
    return computed({
      get: () => (isSmall.value ? drawers[name] : wide[name]),
      set: (opened) => {
        if (!isSmall.value) wide[name] = opened;
        else {
          if (opened && name === 'left') drawers.right = false;
          if (opened && name === 'right') drawers.left = false;
          drawers[name] = opened;
        }
      },
    });
  }

  const open = reactive({
    left: panel('left', isNarrow),
    right: panel('right', isNarrowRight),
    dock: panel('dock', isLow),
  });
  return { wide, open };
}

export const usePreferences = defineStore('preferences', () => {
  const stored = readStored();
  const theme = ref<Theme>(THEMES.find((name) => name === stored['theme']) ?? 'system');
  const locale = ref<LocaleName>(
    isLocaleName(stored['locale']) ? stored['locale'] : preferredLocale(navigator.languages),
  );
  /** The cloud whose names the screen uses. */
  const cloud = ref<CloudName>(CLOUDS.find((name) => name === stored['cloud']) ?? 'azure');
  const sizes = reactive<PanelSizes>(storedSizes(stored));
  const { wide, open } = makePanels(stored);
  const reducedMotion = ref(stored['reducedMotion'] === true);
  /** Large type and calm bars, for an audience. */
  const presenter = ref(stored['presenter'] === true);
  const singleKeys = ref(stored['singleKeys'] !== false);
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

  function save(): void {
    const value = {
      theme: theme.value,
      locale: locale.value,
      cloud: cloud.value,
      ...sizes,
      leftOpen: wide.left,
      rightOpen: wide.right,
      dockOpen: wide.dock,
      reducedMotion: reducedMotion.value,
      presenter: presenter.value,
      singleKeys: singleKeys.value,
      keyChanges: keyChanges.value,
      trackPins: trackPins.value,
      firstStepsDone: firstStepsDone.value,
    };
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(value));
    } catch {
      // A full or forbidden storage only means that the wish is forgotten.
    }
  }

  watch(
    [
      theme,
      locale,
      cloud,
      sizes,
      wide,
      reducedMotion,
      presenter,
      singleKeys,
      keyChanges,
      trackPins,
      firstStepsDone,
    ],
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
    open,
    reducedMotion,
    presenter,
    still,
    singleKeys,
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
