/**
 * What the inspector lists of a web app: its plan, its instances, and what it did by itself. What
 * runs on it, and how well, is drawn in a panel of its own; nothing is worked out here.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import type { Fact, FactTools } from './fact-kit.ts';
import { withUnit } from '../i18n/with-unit.ts';

/** Plan, instances, scaling and patches of a web app. */
export function webAppFacts(row: RowOf<'webApp'>, { words, figures }: FactTools): Fact[] {
  const { autoscale, cpuShare } = row;
  const ready = row.instances.filter(({ state }) => state === 'ready').length;
  const facts: Fact[] = [
    { key: 'webTier', value: row.tier, short: true },
    {
      key: 'instanceHas',
      value: `${withUnit(figures.whole(row.vCpu), 'vCPU')}, ${figures.memory(row.memoryMib)}`,
      ...(row.assumed.length === 0 ? {} : { formula: words('webApp.assumed') }),
    },
    { key: 'webInstances', value: `${ready} / ${row.capacity}`, short: true },
  ];
  if (cpuShare !== undefined) {
    facts.push({ key: 'webCpu', value: figures.share(cpuShare), share: cpuShare, short: true });
  }
  facts.push({
    key: 'webScaling',
    value:
      autoscale === undefined
        ? words('webApp.byHand')
        : words('webApp.between', { minimum: autoscale.minimum, maximum: autoscale.maximum }),
    ...(autoscale === undefined
      ? {}
      : { formula: words('webApp.rule', { out: autoscale.outAbove, in: autoscale.inBelow }) }),
  });
  facts.push(
    { key: 'webPatches', value: String(row.patches), formula: words('webApp.patchesWhy') },
    { key: 'priceMonth', value: figures.moneyPerMonth(row.microUsdPerHour) },
  );
  return facts;
}
