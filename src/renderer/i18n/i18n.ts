/**
 * The two languages of the screen.
 *
 * Messages are compiled into syntax trees, never into code, so the strict content policy holds.
 * All words a person reads stand in the locale files; a test compares the files with each other
 * and with the sources.
 */
import { createI18n } from 'vue-i18n';
import en from '../locales/en.json';
import ptBr from '../locales/pt-BR.json';

export const LOCALES = ['en', 'pt-BR'] as const;
export type LocaleName = (typeof LOCALES)[number];

/** Each language's own name for itself; never translated. */
export const localeNames: Readonly<Record<LocaleName, string>> = {
  en: 'English',
  'pt-BR': 'Português (Brasil)',
};

/** Two digits after the point for shares; a share is never rounded up to a whole (see figures). */
const numberFormats = {
  whole: { maximumFractionDigits: 0 },
  one: { minimumFractionDigits: 1, maximumFractionDigits: 1 },
  upToOne: { maximumFractionDigits: 1 },
  upToTwo: { maximumFractionDigits: 2 },
  percent: { style: 'percent', maximumFractionDigits: 0 },
  percent2: { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 2 },
  percent4: { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 4 },
  money: { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 2 },
  dollars: { style: 'currency', currency: 'USD', maximumFractionDigits: 0 },
  moneyFine: {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 3,
    maximumFractionDigits: 4,
  },
  moneyTiny: {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: 6,
  },
} as const;

const datetimeFormats = {
  moment: { dateStyle: 'medium', timeStyle: 'short' },
} as const;

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

/** Makes the translator of one app; `locale` is the language to begin with. */
export function createTranslator(locale: LocaleName) {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'en',
    missingWarn: false,
    fallbackWarn: false,
    messages: { en, 'pt-BR': ptBr },
    numberFormats: { en: numberFormats, 'pt-BR': numberFormats },
    datetimeFormats: { en: datetimeFormats, 'pt-BR': datetimeFormats },
  });
}

export type Translator = ReturnType<typeof createTranslator>;
