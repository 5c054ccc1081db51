/**
 * What one person likes: theme, language, panel sizes, overlays. It belongs to the machine and
 * never to a document, so looking at a room cannot change it. What is read back is checked field
 * by field: an old or damaged entry gives the default.
 */
import { defineStore } from 'pinia';
import { computed, reactive, ref, watch } from 'vue';
import { isLocaleName, preferredLocale, type LocaleName } from '../i18n/i18n.ts';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

export interface PanelSizes {
  left: number;
  right: number;
  dock: number;
}

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

export const usePreferences = defineStore('preferences', () => {
  const stored = readStored();
  const theme = ref<Theme>(THEMES.find((name) => name === stored['theme']) ?? 'system');
  const locale = ref<LocaleName>(
    isLocaleName(stored['locale']) ? stored['locale'] : preferredLocale(navigator.languages),
  );
  const sizes = reactive<PanelSizes>({
    left: storedSize(stored['left'], { ...PANEL_LIMITS.left, usual: DEFAULT_SIZES.left }),
    right: storedSize(stored['right'], { ...PANEL_LIMITS.right, usual: DEFAULT_SIZES.right }),
    dock: storedSize(stored['dock'], { ...PANEL_LIMITS.dock, usual: DEFAULT_SIZES.dock }),
  });
  const open = reactive({
    left: stored['leftOpen'] !== false,
    right: stored['rightOpen'] !== false,
    dock: stored['dockOpen'] !== false,
  });
  const reducedMotion = ref(stored['reducedMotion'] === true);
  const singleKeys = ref(stored['singleKeys'] !== false);
  const firstStepsDone = ref(stored['firstStepsDone'] === true);

  const darkSystem = window.matchMedia('(prefers-color-scheme: dark)');
  const systemIsDark = ref(darkSystem.matches);
  darkSystem.addEventListener('change', (event) => {
    systemIsDark.value = event.matches;
  });
  const stillSystem = window.matchMedia('(prefers-reduced-motion: reduce)');
  const systemIsStill = ref(stillSystem.matches);
  stillSystem.addEventListener('change', (event) => {
    systemIsStill.value = event.matches;
  });

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
      ...sizes,
      leftOpen: open.left,
      rightOpen: open.right,
      dockOpen: open.dock,
      reducedMotion: reducedMotion.value,
      singleKeys: singleKeys.value,
      firstStepsDone: firstStepsDone.value,
    };
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify(value));
    } catch {
      // A full or forbidden storage only means that the wish is forgotten.
    }
  }

  watch(
    [theme, locale, sizes, open, reducedMotion, singleKeys, firstStepsDone],
    () => {
      save();
      show();
    },
    { deep: true },
  );
  watch([systemIsDark], show);

  /** Puts theme, motion and language on the page itself. */
  function show(): void {
    const root = document.documentElement;
    root.dataset['theme'] = shownTheme.value;
    root.dataset['motion'] = still.value ? 'reduced' : 'full';
    root.lang = locale.value;
  }
  show();

  return {
    theme,
    shownTheme,
    locale,
    sizes,
    open,
    reducedMotion,
    still,
    singleKeys,
    firstStepsDone,
  };
});
