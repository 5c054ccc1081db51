/**
 * A scaling rule as one line of words, and as the texts of its form. Defaults are the service's
 * own, so a rule that leaves them out reads and edits as what will happen.
 */
import type { AutoscaleRule } from '../../shared/commands/scale-set-commands.ts';
import { operatorSign } from '../i18n/autoscale-words.ts';

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
}

/** A rule to begin with: out when the processor is busy. */
export function freshRule(direction: 'out' | 'in'): RuleTexts {
  const out = direction === 'out';
  return {
    metric: 'cpu',
    operator: out ? '>' : '<',
    threshold: out ? '70' : '30',
    direction,
    ...RULE_DEFAULTS,
  };
}

/** The texts of a rule that exists. */
export function textsOf(rule: AutoscaleRule): RuleTexts {
  return {
    metric: rule.metric,
    operator: rule.operator,
    threshold: String(rule.threshold),
    window: rule.window === undefined ? RULE_DEFAULTS.window : String(rule.window),
    direction: rule.direction,
    change: rule.change ?? RULE_DEFAULTS.change,
    value: String(rule.value ?? RULE_DEFAULTS.value),
    cooldown: rule.cooldown === undefined ? RULE_DEFAULTS.cooldown : String(rule.cooldown),
  };
}

/** `CPU > 65 % over 5m: 2 more, then wait 5m`, in the words of the language in force. */
export function ruleSentence(
  rule: AutoscaleRule,
  t: (key: string, values: Record<string, string>) => string,
): string {
  const texts = textsOf(rule);
  const sign = operatorSign(rule.operator);
  const threshold = rule.metric === 'cpu' ? `${texts.threshold} %` : texts.threshold;
  const change = t(`ruleChange.${texts.change}.${texts.direction}`, { value: texts.value });
  return t(`rule.${rule.metric}`, {
    sign,
    threshold,
    change,
    window: texts.window,
    cooldown: texts.cooldown,
  });
}
