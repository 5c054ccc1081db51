/**
 * Web apps written as a scenario: the instances they have now are those they begin with. Patches
 * and scaling that were under way begin anew.
 */
import type { RowOf } from '../views/topology-view.ts';
import { WEB_IN_BELOW, WEB_OUT_ABOVE } from '../model/web-app-kinds.ts';
import type { RowSource } from './room-from-rows.ts';
import type { Scenario } from './scenario-schema.ts';
import type { WebAppEntry } from './scenario-web-schema.ts';

/** The section of web apps; left out when there are none. */
export function webAppsFromRows({ table }: RowSource): Pick<Scenario, 'webApps'> {
  const webApps = table.of('webApp').map(entryOf);
  return webApps.length === 0 ? {} : { webApps };
}

function entryOf(row: RowOf<'webApp'>): WebAppEntry {
  const { autoscale, capacity, tags } = row;
  const ordinary = autoscale?.minimum ?? 1;
  return {
    name: row.name,
    group: row.group,
    tier: row.tier,
    ...(capacity === ordinary ? {} : { instances: capacity }),
    ...(autoscale === undefined ? {} : { autoscale: scalingOf(autoscale) }),
    ...(Object.keys(tags).length === 0 ? {} : { tags: { ...tags } }),
  };
}

function scalingOf(
  autoscale: NonNullable<RowOf<'webApp'>['autoscale']>,
): NonNullable<WebAppEntry['autoscale']> {
  const { minimum, maximum, outAbove, inBelow } = autoscale;
  return {
    minimum,
    maximum,
    ...(outAbove === WEB_OUT_ABOVE ? {} : { outAbove }),
    ...(inBelow === WEB_IN_BELOW ? {} : { inBelow }),
  };
}
