/**
 * A scaling rule as one line of words, and as the texts of its form. Defaults are the service's
 * own, so a rule that leaves them out reads and edits as what will happen.
 */
import type { AutoscaleRule } from '../../shared/commands/autoscale-commands.ts';
import { parseDuration } from '../../shared/kernel/time.ts';
import { figure, operatorSign } from '../i18n/autoscale-words.ts';

/** What the engine takes for a rule that does not say (facts 86 to 97 of the service). */
export const RULE_DEFAULTS = {
  window: '5m',
  change: 'count',
  value: '1',
  cooldown: '5m',
} as const;

export interface RuleTexts {
  metric: string;
  operator: string;
  threshold: string;
  window: string;
  direction: string;
  change: string;
  value: string;
  cooldown: string;
  statistic: string;
  aggregation: string;
  /** `yes` or `no`. */
  dividePerInstance: string;
}

/** A rule to begin with: out when the processor is busy. */
export function freshRule(direction: 'out' | 'in'): RuleTexts {
  const out = direction === 'out';
  return {
    metric: 'cpu',
    operator: out ? '>' : '<',
    threshold: out ? '70' : '30',
    direction,
    statistic: 'average',
    aggregation: 'average',
    dividePerInstance: 'no',
    ...RULE_DEFAULTS,
  };
}

/** The texts of a rule that exists. */
export function textsOf(rule: AutoscaleRule): RuleTexts {
  return {
    metric: rule.metric,
    operator: rule.operator,
    threshold: String(rule.threshold),
    window: rule.window ?? RULE_DEFAULTS.window,
    direction: rule.direction,
    change: rule.change ?? RULE_DEFAULTS.change,
    value: String(rule.value ?? RULE_DEFAULTS.value),
    cooldown: rule.cooldown ?? RULE_DEFAULTS.cooldown,
    statistic: rule.statistic ?? 'average',
    aggregation: rule.aggregation ?? 'average',
    dividePerInstance: rule.dividePerInstance === true ? 'yes' : 'no',
  };
}

/** What a rule's sentence needs of the language in force. */
export interface RuleTools {
  readonly t: (key: string, values: Record<string, string>) => string;
  readonly n: (value: number, format: 'percent2' | 'upToTwo') => string;
  readonly span: (us: number) => string;
}

/** `CPU > 65% over 5 min: 2 more, then wait 5 min`, in the words of the language in force. */
export function ruleSentence(rule: AutoscaleRule, tools: RuleTools): string {
  const { t, n } = tools;
  const texts = textsOf(rule);
  const whole = t(`rule.${rule.metric}`, {
    sign: operatorSign(rule.operator),
    threshold: figure({ n }, rule.metric, rule.threshold),
    change: t(`ruleChange.${texts.change}.${texts.direction}`, { value: texts.value }),
    window: spanOf(texts.window, tools),
    cooldown: spanOf(texts.cooldown, tools),
  });
  const how = [
    ...(texts.statistic === 'average' ? [] : [t(`metricStatistic.${texts.statistic}`, {})]),
    ...(texts.aggregation === 'average' ? [] : [t(`metricAggregation.${texts.aggregation}`, {})]),
    ...(texts.dividePerInstance === 'no' ? [] : [t('ruleField.dividePerInstance', {})]),
  ];
  return how.length === 0 ? whole : t('rule.with', { whole, how: how.join(', ') });
}

function spanOf(text: string, tools: RuleTools): string {
  const us = parseDuration(text);
  return us.ok ? tools.span(us.value) : text;
}
