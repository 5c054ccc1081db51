/**
 * The translator of the screen: number and date forms, and the words it is given.
 *
 * Messages are compiled into syntax trees, never into code, so the strict content policy holds.
 * All words a person reads stand in the locale files; a test compares the files with each other
 * and with the sources.
 */
import { createI18n } from 'vue-i18n';
import type { LocaleName } from './locale-choice.ts';
import type { Texts } from './texts.ts';

/** Two digits after the point for shares; a share is never rounded up to a whole (see figures). */
const numberFormats = {
  whole: { maximumFractionDigits: 0 },
  one: { minimumFractionDigits: 1, maximumFractionDigits: 1 },
  upToOne: { maximumFractionDigits: 1 },
  upToTwo: { maximumFractionDigits: 2 },
  percent: { style: 'percent', maximumFractionDigits: 0 },
  percent2: { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 2 },
  percent4: { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 4 },
  percent6: { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 6 },
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

/** Makes the translator of one app with the texts of the language to begin with. */
export function createTranslator(locale: LocaleName, texts: Texts) {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'en',
    missingWarn: false,
    fallbackWarn: false,
    messages: { [locale]: texts },
    numberFormats: { en: numberFormats, 'pt-BR': numberFormats },
    datetimeFormats: { en: datetimeFormats, 'pt-BR': datetimeFormats },
  });
}

export type Translator = ReturnType<typeof createTranslator>;
