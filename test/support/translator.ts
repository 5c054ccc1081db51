/**
 * The translator of the screen for tests, with the words of a language at hand: the screen itself
 * fetches them.
 */
import { createTranslator as createFrom } from '../../src/renderer/i18n/i18n.ts';
import type { LocaleName } from '../../src/renderer/i18n/locale-choice.ts';
import en from '../../src/renderer/locales/en.json';
import ptBr from '../../src/renderer/locales/pt-BR.json';

/** A translator in one language. */
export function createTranslator(locale: LocaleName): ReturnType<typeof createFrom> {
  return createFrom(locale, locale === 'en' ? en : ptBr);
}
