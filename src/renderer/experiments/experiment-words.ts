/**
 * Sentences about experiments in the reader's language: a bound, a fault, what was tried, a cause.
 * The figures come as they are; only their wording is decided here.
 */
import { useI18n } from 'vue-i18n';
import type { BoundOver, ExperimentFault } from '../../shared/model/experiment-shape.ts';
import type { Experiment, TrialOf } from '../../shared/views/experiment-view.ts';
import { useFigures } from '../i18n/use-figures.ts';
import { useNamedSentences } from '../glossary/use-cloud-names.ts';
import { splitId, useWords } from '../i18n/use-words.ts';

const MICRO = 1_000_000;

/** Wording bound to the current language; call inside a component's setup. */
export function useExperimentWords() {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const figures = useFigures();
  const words = useWords();
  const inNames = useNamedSentences();

  /** A value of a measure, with its unit. */
  function value(measure: BoundOver<number>['measure'], amount: number): string {
    if (measure === 'servedFraction') return figures.share(amount);
    if (measure === 'cost') return figures.money(amount * MICRO);
    if (measure === 'secondsDown' || measure === 'secondsToRecover') {
      return figures.span(amount * MICRO);
    }
    return figures.whole(amount);
  }

  /** `shop: served at least 99 %`. */
  function bound({ measure, service, min, max }: BoundOver<number>): string {
    const parts = [
      ...(min === undefined ? [] : [t('experiment.atLeast', { value: value(measure, min) })]),
      ...(max === undefined ? [] : [t('experiment.atMost', { value: value(measure, max) })]),
    ];
    const of = service === undefined ? t('experiment.allServices') : splitId(service).name;
    const what = t(`experiment.measure.${measure}`);
    return t('experiment.bound', { of, what, limits: parts.join(', ') });
  }

  /** `Each of rack: gone, for 10m`. */
  function fault({ target, kind = 'cut', pick, at, for: lasts }: ExperimentFault): string {
    const what = t(`faultKind.${kind}`);
    const said = t(`experiment.pick.${pick}`, {
      target: target.includes('[') ? target : named(target),
    });
    if (at === undefined) return t('experiment.fault', { said, what, lasts });
    return t('experiment.faultAfter', { said, what, lasts, at });
  }

  /** A selector as words where it names one thing or a kind, else as it is written. */
  function named(target: string): string {
    if (target.includes('*')) return target;
    if (target.includes(':')) return words.subject(target);
    const key = `kind.${target}`;
    return i18n.te(key) ? t(key) : target;
  }

  /** What was tried: the name of an experiment, or kind and target of a fault. */
  function trial(of: TrialOf): string {
    if ('experiment' in of) return of.experiment;
    const { target, kind = 'cut' } = of.aim;
    return t('experiment.aimed', { subject: words.subject(target), what: t(`faultKind.${kind}`) });
  }

  /** What most failures go back to. */
  function cause(id: string): string {
    if (id === '') return t('experiment.noCause');
    return id === 'load' ? t('sweep.loadAlone') : words.subject(id);
  }

  /** What failed in a case, ids as names. */
  function caseName(name: string): string {
    if (name === '') return t('experiment.noFault');
    return name.split(', ').map(words.subject).join(', ');
  }

  function hypothesis(experiment: Experiment): string {
    const { hypothesis: said } = experiment;
    if (said === undefined || typeof said === 'string') return inNames(said ?? '');
    return inNames((locale.value === 'pt-BR' ? said['pt-BR'] : undefined) ?? said.en);
  }

  return { value, bound, fault, trial, cause, caseName, hypothesis };
}
