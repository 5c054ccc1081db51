/**
 * Keeps the screen in the language and with the names of the cloud that are chosen. Texts that are
 * there are shown at once; those of another language come first and are shown then.
 */
import { watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { namedTexts } from '../glossary/use-cloud-names.ts';
import { usePreferences } from '../stores/use-preferences.ts';
import { LOCALES, isLocaleName, type LocaleName } from './locale-choice.ts';
import { fetchTexts, textsOf, type Texts } from './texts.ts';

/** Fetches all languages, for the moment before one of them is chosen. */
export function fetchAllTexts(): void {
  // What cannot be had is asked for again when it is chosen, and told then.
  for (const locale of LOCALES) fetchTexts(locale).catch(() => undefined);
}

/** Follows the choice; call once, where the screen begins. */
export function useLanguage(): void {
  const i18n = useI18n({ useScope: 'global' });
  const preferences = usePreferences();

  function show(locale: LocaleName, texts: Texts): void {
    i18n.setLocaleMessage(locale, namedTexts(texts, preferences.cloud));
    i18n.locale.value = locale;
  }

  async function showSoon(locale: LocaleName): Promise<void> {
    try {
      const texts = await fetchTexts(locale);
      // Another one may have been chosen meanwhile.
      if (preferences.locale === locale) show(locale, texts);
    } catch (error) {
      // The program is gone or was built anew: the screen stays in the language it has.
      const shown = i18n.locale.value;
      if (isLocaleName(shown)) preferences.locale = shown;
      reportError(error);
    }
  }

  watch([() => preferences.locale, () => preferences.cloud], ([locale]) => {
    const texts = textsOf(locale);
    if (texts === undefined) void showSoon(locale);
    else show(locale, texts);
  });
}
