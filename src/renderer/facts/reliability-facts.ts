/**
 * Facts about a rule by which parts fail by themselves. They say what it covers, how often it
 * strikes on average, and how often it has.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import type { Fact, FactTools } from './fact-kit.ts';

/** What the rule says, and what it has done so far. */
export function reliabilityFacts(row: RowOf<'reliability'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  const covers =
    row.of === undefined
      ? row.parts.map((id) => id.slice(id.indexOf(':') + 1)).join(', ')
      : `${figures.whole(row.covers)} × ${words(`kind.${row.of}`)}`;
  return [
    { key: 'wearCovers', value: covers },
    { key: 'mtbf', value: figures.span(row.mtbfUs), short: true },
    { key: 'mttr', value: figures.span(row.mttrUs), short: true },
    ...(row.together ? [{ key: 'commonCause', value: words('platform.on'), short: true }] : []),
    { key: 'failures', value: figures.whole(row.failures), short: true },
    { key: 'failedNow', value: figures.whole(row.failed), short: true },
  ];
}
