/**
 * What is left of a check that is made of several things, as lines of a results page: parts in the
 * words of the lab, things by name, demands on the way in words of the page. What holds is not
 * listed; it must not know how a page looks.
 */
import { fillText, textIn, type Figures } from '../../shared/lab/fill-text.ts';
import type { LabLocale } from '../../shared/lab/lab-words.ts';
import type { CheckOutcome, ItemOutcome } from './check-outcome.ts';

/** Things told of one check. */
const ITEMS_TOLD_MAX = 8;

const DEMANDS: Readonly<Record<LabLocale, Readonly<Record<string, string>>>> = {
  en: {
    never: 'done although it was ruled out: {note}',
    order: 'steps in their order, next: {note}',
    commandsMax: 'decisions: {note}',
    healthy: 'not held all the way: {note}',
  },
  'pt-BR': {
    never: 'feito embora estivesse excluído: {note}',
    order: 'passos na sua ordem, próximo: {note}',
    commandsMax: 'decisões: {note}',
    healthy: 'não se manteve o caminho todo: {note}',
  },
};

/** A line for each item that does not hold, the first of them. */
export function itemNotes(
  { items = [], evidence }: CheckOutcome,
  given: { readonly locale: LabLocale; readonly values: Figures; readonly kind: string },
): string[] {
  const figures = { ...given.values, ...evidence };
  return items
    .filter(({ share }) => share < 1)
    .slice(0, ITEMS_TOLD_MAX)
    .map((item) => `✗ ${said(item, { ...given, figures })}`);
}

function said(
  { name, text, note = '' }: ItemOutcome,
  given: { readonly locale: LabLocale; readonly figures: Figures; readonly kind: string },
): string {
  const { locale, figures, kind } = given;
  if (text !== undefined) return fillText(textIn(text, locale), figures, locale);
  const demand = kind === 'process' ? DEMANDS[locale][name] : undefined;
  if (demand !== undefined) return demand.replace('{note}', () => note);
  return note === '' ? name : `${name}: ${note}`;
}
