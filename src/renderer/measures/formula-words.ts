/**
 * The formula of a promise in the reader's language: things by their names, shares as the language
 * writes them. The formula itself comes from the model, in signs that both languages share.
 */
import { useI18n } from 'vue-i18n';
import { splitId } from '../i18n/use-words.ts';

/** An id, a share in per cent, or one of the words a formula may hold. */
const TERM = /[a-z][A-Za-z]*:\S+|\d+(?:\.\d+)?%|nothing is promised|\bnone\b/g;

const PERCENT = 100;

/** Bound to the current language; call inside a component's setup. */
export function useFormulaWords(): (formula: string) => string {
  const { t, n } = useI18n();
  return (formula) =>
    formula.replace(TERM, (term) => {
      if (term.endsWith('%')) return n(Number.parseFloat(term) / PERCENT, 'percent6');
      if (term === 'none') return t('sla.formulaNone');
      return term.includes(':') ? splitId(term).name : t('sla.formulaNothing');
    });
}
