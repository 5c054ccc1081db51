/**
 * The words of the screen: a file for each language, fetched when that language is first wanted.
 * The one that nobody reads does not come with the start.
 */
import type en from '../locales/en.json';
import type ptBr from '../locales/pt-BR.json';
import type { LocaleName } from './locale-choice.ts';

export type Texts = typeof en | typeof ptBr;

const FETCHERS: Readonly<Record<LocaleName, () => Promise<{ readonly default: Texts }>>> = {
  en: () => import('../locales/en.json'),
  'pt-BR': () => import('../locales/pt-BR.json'),
};

const here = new Map<LocaleName, Texts>();

/** The texts of a language as they were written, once they have been fetched. */
export function textsOf(locale: LocaleName): Texts | undefined {
  return here.get(locale);
}

/** Fetches the texts of a language once. Rejects when their file cannot be had any more. */
export async function fetchTexts(locale: LocaleName): Promise<Texts> {
  const known = here.get(locale);
  if (known !== undefined) return known;
  const { default: texts } = await FETCHERS[locale]();
  here.set(locale, texts);
  return texts;
}
