/**
 * What a case of an experiment came to, as one sentence in the reader's language: the evidence a
 * learner sees before watching it. The figures come as they were measured; what was wanted of them
 * it must not know.
 */
import { useI18n } from 'vue-i18n';
import type { CaseView } from '../../shared/lab/lab-view.ts';
import { useFigures } from '../i18n/use-figures.ts';
import { useWords } from '../i18n/use-words.ts';

const US_PER_SECOND = 1_000_000;
const US_PER_MINUTE = 60 * US_PER_SECOND;

/** Wording bound to the current language; call inside a component's setup. */
export function useCaseWords() {
  const { t } = useI18n();
  const figures = useFigures();
  const words = useWords();

  /** `81 % served, 412 requests went wrong, 3 machines down, from 0:12:00`. */
  function figuresOf(one: CaseView): string {
    const { failed, machinesLost, minutesDown, secondsToRecover = 0, cause, held } = one;
    const said = [
      t('lab.caseServed', { share: figures.share(one.servedFraction) }),
      ...(failed === 0 ? [] : [figures.counted('lab.caseFailed', failed)]),
      ...(machinesLost === 0 ? [] : [figures.counted('lab.caseMachines', machinesLost)]),
      ...(minutesDown === 0
        ? []
        : [t('lab.caseDown', { span: figures.span(minutesDown * US_PER_MINUTE) })]),
      ...(secondsToRecover === 0
        ? []
        : [t('lab.caseRecovered', { span: figures.span(secondsToRecover * US_PER_SECOND) })]),
      ...causeOf(cause),
      ...(one.aborted ? [t('lab.caseAborted')] : []),
      ...(held === undefined ? [] : [t('lab.caseHeld', held)]),
      t('lab.caseFrom', { time: figures.clock(one.atUs).time }),
    ];
    return said.join(', ');
  }

  function causeOf(cause: string): string[] {
    if (cause === '') return [];
    if (cause === 'load') return [t('lab.caseLoad')];
    return [t('lab.caseCause', { cause: words.subject(cause) })];
  }

  return { figuresOf };
}
