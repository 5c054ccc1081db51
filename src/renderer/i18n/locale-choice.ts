/**
 * The two languages of the screen, and which of them a person gets. It is read before anything of
 * the screen is there, so it needs nothing: neither stores nor the words themselves.
 */

export const LOCALES = ['en', 'pt-BR'] as const;
export type LocaleName = (typeof LOCALES)[number];

/** Each language's own name for itself; never translated. */
export const localeNames: Readonly<Record<LocaleName, string>> = {
  en: 'English',
  'pt-BR': 'Português (Brasil)',
};

/** Where a window keeps what its person likes. */
export const PREFERENCES_KEY = 'racklab.preferences.1';

/** True for one of the languages there are. */
export function isLocaleName(value: unknown): value is LocaleName {
  return LOCALES.some((name) => name === value);
}

/** The language of the machine if we have it, English otherwise. */
export function preferredLocale(wanted: readonly string[]): LocaleName {
  for (const tag of wanted) {
    if (tag.toLowerCase().startsWith('pt')) return 'pt-BR';
    if (tag.toLowerCase().startsWith('en')) return 'en';
  }
  return 'en';
}

/** What was kept, or nothing: storage can be switched off or hold anything. */
export function readPreferences(): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PREFERENCES_KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** The language that was chosen once, else that of the machine. */
export function chosenLocale(kept: Readonly<Record<string, unknown>>): LocaleName {
  const { locale } = kept;
  return isLocaleName(locale) ? locale : preferredLocale(navigator.languages);
}
