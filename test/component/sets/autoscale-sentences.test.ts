/**
 * Goal: every outcome of an evaluation is one sentence from which a person can check the decision,
 * in both languages. Method: a table of details as the engine writes them, through the real locale
 * files; numbers are rounded nowhere but to two digits.
 */
import { describe, expect, it } from 'vitest';
import { autoscaleSentence } from '../../../src/renderer/i18n/autoscale-words.ts';
import type { LocaleName } from '../../../src/renderer/i18n/locale-choice.ts';
import { createTranslator } from '../../support/translator.ts';
import { formatTimeParts } from '../../../src/renderer/i18n/use-figures.ts';
import { ruleSentence } from '../../../src/renderer/sets/rule-words.ts';
import type { AutoscaleRule } from '../../../src/shared/commands/autoscale-commands.ts';
import { US_PER_HOUR, US_PER_MINUTE } from '../../../src/shared/kernel/time.ts';
import { AUTOSCALE_OUTCOMES, type AutoscaleOutcome } from '../../../src/shared/model/kinds.ts';

type Details = Record<string, string | number>;

const busy = {
  metric: 'cpu',
  value: 81.2,
  operator: '>',
  threshold: 65,
  windowUs: 5 * US_PER_MINUTE,
};
const idle = {
  metric: 'cpu',
  value: 21.25,
  operator: '<',
  threshold: 30,
  windowUs: 10 * US_PER_MINUTE,
};
const tenPastTen = 10 * US_PER_HOUR + 10 * US_PER_MINUTE;

const table: Record<AutoscaleOutcome, { details: Details; en: string; 'pt-BR': string }> = {
  scaledOut: {
    details: { from: 4, to: 6, ...busy },
    en: 'Scaled out 4 → 6: CPU 81.2% > 65% over 5 min',
    'pt-BR': 'Ampliado 4 → 6: CPU 81,2% > 65% em 5 min',
  },
  scaledIn: {
    details: { from: 4, to: 3, ...idle },
    en: 'Scaled in 4 → 3: CPU 21.25% < 30% over 10 min',
    'pt-BR': 'Reduzido 4 → 3: CPU 21,25% < 30% em 10 min',
  },
  adjusted: {
    details: { from: 6, to: 5, ...idle },
    en: 'Scaled in only 6 → 5, since fewer would scale out again: CPU 21.25% < 30% over 10 min',
    'pt-BR': 'Reduzido só 6 → 5, pois menos voltaria a ampliar: CPU 21,25% < 30% em 10 min',
  },
  flapping: {
    details: { from: 4, to: 3, ...idle, outValue: 67.5, projected: 90, outThreshold: 85 },
    en: '67.5 × 4 ÷ 3 = 90 > 85: not scaled in',
    'pt-BR': '67,5 × 4 ÷ 3 = 90 > 85: não reduzido',
  },
  cooldown: {
    details: { from: 4, to: 4, ...busy, untilUs: tenPastTen },
    en: 'CPU 81.2% > 65% over 5 min, but cooldown until 10:10',
    'pt-BR': 'CPU 81,2% > 65% em 5 min, mas em espera até 10:10',
  },
  predicted: {
    details: {
      from: 4,
      to: 8,
      ...busy,
      value: 112.5,
      projected: 56.25,
      days: 8,
      forecastAtUs: tenPastTen,
    },
    en: 'Scaled out 4 → 8 ahead of 10:10: 8 days let expect CPU 112.5%, with 8 it is 56.25%',
    'pt-BR':
      'Ampliado 4 → 8 antes de 10:10: 8 dias de histórico indicam CPU 112,5%; com 8 fica em 56,25%',
  },
  forecast: {
    details: { from: 4, to: 4, ...busy, days: 9, ahead: 6, forecastAtUs: tenPastTen },
    en: '9 days let expect CPU 81.2% at 10:10: 6 instances would be needed; it only tells',
    'pt-BR':
      '9 dias de histórico indicam CPU 81,2% às 10:10: seriam precisas 6 instâncias; só avisa',
  },
  noForecast: {
    details: { from: 4, to: 4, days: 3, daysNeeded: 7 },
    en: 'No forecast yet: 3 of 7 whole days are known',
    'pt-BR': 'Ainda sem previsão: 3 de 7 dias inteiros conhecidos',
  },
  atLimit: {
    details: { from: 10, to: 10, ...busy, metric: 'queue', value: 12.5, threshold: 8 },
    en: '12.5 waiting for each instance > 8 over 5 min, but 10 is the limit',
    'pt-BR': '12,5 em espera por instância > 8 em 5 min, mas 10 é o limite',
  },
  clamped: {
    details: { from: 1, to: 2, minimum: 2, maximum: 10 },
    en: 'Brought 1 → 2, inside the limits 2 to 10',
    'pt-BR': 'Levado 1 → 2, dentro dos limites de 2 a 10',
  },
  metricsMissing: {
    details: { from: 2, to: 3 },
    en: 'Nothing measured yet: 2 → 3, the default',
    'pt-BR': 'Nada medido ainda: 2 → 3, o padrão',
  },
};

function toolsOf(locale: LocaleName) {
  const { t, n } = createTranslator(locale).global;
  return {
    t: (key: string, values: Record<string, string>) => t(key, values),
    n: (value: number, format: 'upToTwo' | 'whole' | 'percent2') => n(value, format),
    span: (us: number) => `${us / US_PER_MINUTE} min`,
    clock: formatTimeParts,
  };
}

describe.each(['en', 'pt-BR'] as const)('a decision in %s', (locale) => {
  it.each(AUTOSCALE_OUTCOMES)('%s', (outcome) => {
    const { details, [locale]: said } = table[outcome];
    expect(autoscaleSentence({ outcome, ...details }, toolsOf(locale))).toBe(said);
  });

  it('is undefined for an outcome of a newer engine', () => {
    expect(autoscaleSentence({ outcome: 'guessed' }, toolsOf(locale))).toBeUndefined();
    expect(autoscaleSentence(undefined, toolsOf(locale))).toBeUndefined();
  });
});

it('names equality when the projection meets the threshold exactly', () => {
  const details = { outcome: 'flapping', from: 4, to: 3, outValue: 60, projected: 80 };
  const said = autoscaleSentence({ ...details, outThreshold: 80 }, toolsOf('en'));
  expect(said).toBe('60 × 4 ÷ 3 = 80 = 80: not scaled in');
});

describe('a rule as a sentence', () => {
  const rules: [AutoscaleRule, string, string][] = [
    [
      { metric: 'cpu', operator: '>', threshold: 65, direction: 'out', value: 2 },
      'CPU > 65% over 5 min: 2 more, then wait 5 min',
      'CPU > 65% em 5 min: 2 a mais, depois espera 5 min',
    ],
    [
      {
        metric: 'queue',
        operator: '<=',
        threshold: 0.5,
        window: '15m',
        direction: 'in',
        change: 'percent',
        value: 20,
        cooldown: '10m',
      },
      'Waiting for each instance ≤ 0.5 over 15 min: 20% fewer, then wait 10 min',
      'Em espera por instância ≤ 0,5 em 15 min: 20% a menos, depois espera 10 min',
    ],
  ];

  it.each(rules)('says what it leaves out too: %o', (rule, en, ptBr) => {
    expect(ruleSentence(rule, toolsOf('en'))).toBe(en);
    expect(ruleSentence(rule, toolsOf('pt-BR'))).toBe(ptBr);
  });
});
