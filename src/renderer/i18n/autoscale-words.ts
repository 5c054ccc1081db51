/**
 * An autoscale decision as one sentence with the numbers it was made from, so that a person can
 * check it by hand. The numbers come from the happening; nothing is decided here.
 */
import { AUTOSCALE_METRICS, AUTOSCALE_OUTCOMES } from '../../shared/model/kinds.ts';
import { withUnit } from './with-unit.ts';

type Details = Readonly<Record<string, string | number>>;

/** What the sentence needs of the language in force. */
export interface SentenceTools {
  readonly t: (key: string, values: Record<string, string>) => string;
  readonly n: (value: number, format: 'upToTwo' | 'whole' | 'percent2') => string;
  readonly span: (us: number) => string;
  readonly clock: (us: number) => { readonly day: number; readonly time: string };
}

const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '==': '=', '!=': '≠' };

/** A rule's operator as it is written by hand. */
export function operatorSign(operator: string): string {
  return SIGNS[operator] ?? operator;
}

/** The sentence of one `autoscale.evaluated`; undefined when its outcome is not known here. */
export function autoscaleSentence(
  details: Details | undefined,
  tools: SentenceTools,
): string | undefined {
  const outcome = AUTOSCALE_OUTCOMES.find((known) => known === details?.['outcome']);
  if (details === undefined || outcome === undefined) return undefined;
  const said = tools.t(`autoscale.${outcome}`, valuesOf(details, tools));
  const profile = details['profile'];
  if (typeof profile !== 'string') return said;
  return tools.t('autoscale.inProfile', { said, profile });
}

function valuesOf(details: Details, tools: SentenceTools): Record<string, string> {
  const { n } = tools;
  const values: Record<string, string> = {
    ...wholeNumbers(details, tools),
    operator: operatorSign(String(details['operator'] ?? '')),
    window: tools.span(numberOf(details, 'windowUs')),
    until: tools.clock(numberOf(details, 'untilUs')).time.slice(0, 'hh:mm'.length),
  };
  const metric = details['metric'];
  values['threshold'] = figure(tools, metric, numberOf(details, 'threshold'));
  const value = figure(tools, metric, numberOf(details, 'value'));
  values['reading'] = readingOf(details, { tools, value });
  values['forecastTime'] = tools
    .clock(numberOf(details, 'forecastAtUs'))
    .time.slice(0, 'hh:mm'.length);
  const projected = numberOf(details, 'projected');
  const outThreshold = numberOf(details, 'outThreshold');
  values['outValue'] = n(numberOf(details, 'outValue'), 'upToTwo');
  values['projected'] = n(projected, 'upToTwo');
  values['outThreshold'] = n(outThreshold, 'upToTwo');
  values['sign'] = signBetween(projected, outThreshold);
  return values;
}

/** `CPU 67.5%`, with the statistic before it where it is not the mean. */
function readingOf(details: Details, given: { tools: SentenceTools; value: string }): string {
  const { tools, value } = given;
  const metric = AUTOSCALE_METRICS.find((known) => known === details['metric']) ?? 'cpu';
  const how = details['statistic'];
  if (typeof how !== 'string') return tools.t(`autoscale.${metric}`, { value });
  const statistic = tools.t(`metricStatistic.${how}`, {});
  return tools.t(`autoscale.${metric}Stat`, { value, statistic });
}

function wholeNumbers(details: Details, tools: SentenceTools): Record<string, string> {
  const keys = ['from', 'to', 'minimum', 'maximum', 'days', 'daysNeeded', 'ahead'];
  return Object.fromEntries(keys.map((key) => [key, tools.n(numberOf(details, key), 'whole')]));
}

function numberOf(details: Details, key: string): number {
  const value = details[key];
  return typeof value === 'number' ? value : 0;
}

/** Metrics that are shares of something. */
const PERCENTAGES: readonly unknown[] = ['cpu', 'memory'];

/** The unit a threshold of a metric is typed in; none for what is only counted. */
export function unitOf(metric: string): string | undefined {
  if (PERCENTAGES.includes(metric)) return '%';
  if (metric === 'responseTime') return 'ms';
  return metric === 'requests' ? '/s' : undefined;
}

/** A value with the unit of its metric: `67.5%`, `120 ms`, waiting requests as they are. */
export function figure(
  tools: { readonly n: (value: number, format: 'upToTwo' | 'percent2') => string },
  metric: unknown,
  value: number,
): string {
  if (PERCENTAGES.includes(metric)) return tools.n(value / 100, 'percent2');
  const plain = tools.n(value, 'upToTwo');
  if (metric === 'requests') return `${plain}/s`;
  return metric === 'responseTime' ? withUnit(plain, 'ms') : plain;
}

/** How the projected value stands to the threshold it would pass; the rule need not be named. */
function signBetween(projected: number, threshold: number): string {
  if (projected === threshold) return '=';
  return projected > threshold ? '>' : '<';
}
