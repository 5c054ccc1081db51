/**
 * Texts of labs with figures put in: `{peak}` is a value or a figure, `{rack-sweep.value}` a figure
 * of another check. Shares are shown as percentages and ids by their names, so that a text reads
 * like a sentence in both languages. What has no figure stays as it was written.
 */
import type { LabLocale, LabText } from './lab-words.ts';

export type Figures = Readonly<Record<string, string | number | boolean>>;

/** Names of figures that are bounds or values of what `measure` names. */
const MEASURED = new Set(['value', 'min', 'max', 'full', 'zero']);
/** Digits of a percentage: of requests one is enough, availabilities differ in the third. */
const PERCENT_DIGITS = { servedFraction: 1, availability: 3, slaAvailability: 3 } as const;
const PLACE = /\{([A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_]+)?)\}/g;
const ID = /^[a-z][A-Za-z]*:(?:[^/,;]+\/)?(.+)$/;

/** A text in one language with its figures put in. */
export function fillText(text: string, figures: Figures, locale: LabLocale): string {
  return text.replaceAll(PLACE, (whole, name: string) => {
    const value = Object.hasOwn(figures, name) ? figures[name] : undefined;
    return value === undefined ? whole : printFigure(name, { value, figures, locale });
  });
}

/** As `fillText`, in every language the text has. */
export function fillTexts(text: LabText, figures: Figures): LabText {
  const portuguese = text['pt-BR'];
  return {
    en: fillText(text.en, figures, 'en'),
    ...(portuguese === undefined ? {} : { 'pt-BR': fillText(portuguese, figures, 'pt-BR') }),
  };
}

/** A text in a language, in English where it has no other. */
export function textIn(text: LabText, locale: LabLocale): string {
  return text[locale] ?? text.en;
}

function printFigure(
  name: string,
  given: { readonly value: string | number | boolean; figures: Figures; locale: LabLocale },
): string {
  const { value, figures, locale } = given;
  if (typeof value === 'string') return withoutKinds(value);
  if (typeof value === 'boolean') return String(value);
  const dot = name.lastIndexOf('.');
  const measure = figures[`${name.slice(0, dot + 1)}measure`];
  if (isShare(measure) && MEASURED.has(name.slice(dot + 1))) {
    return `${printNumber(value * 100, { digits: PERCENT_DIGITS[measure], locale })} %`;
  }
  return printNumber(value, { digits: 4, locale });
}

function isShare(measure: unknown): measure is keyof typeof PERCENT_DIGITS {
  return typeof measure === 'string' && Object.hasOwn(PERCENT_DIGITS, measure);
}

function printNumber(
  value: number,
  as: { readonly digits: number; readonly locale: LabLocale },
): string {
  if (Number.isInteger(value)) return String(value);
  const text = value.toFixed(as.digits).replace(/\.?0+$/, '');
  return as.locale === 'en' ? text : text.replace('.', ',');
}

/** `rack:r2, vm:shop/web-1` reads `r2, web-1`. */
function withoutKinds(text: string): string {
  return text
    .split(/(, |; )/)
    .map((part) => ID.exec(part)?.[1] ?? part)
    .join('');
}
