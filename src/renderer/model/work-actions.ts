/**
 * What can be done with a use of machines and with a web app. Whether an act is possible is left to
 * the engine.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { command, form, removal, type RowAction } from './row-action.ts';
import { workloadValues } from './workload-values.ts';

/** Acts for a use: what is asked of it, what it is, its end. */
export function workloadActions(row: RowOf<'workload'>): RowAction[] {
  const workload = row.id;
  const perSecond = row.curve?.points[0]?.perSecond;
  const load: RowAction = {
    id: 'setWorkLoad',
    icon: 'activity',
    does: form('workload.load', { workload, curve: String(perSecond ?? 0) }),
  };
  return [
    ...(row.source === 'open' ? [load] : []),
    { id: 'editWork', icon: 'wrench', does: form('workload.edit', workloadValues(row)) },
    removal(row, { type: 'workload.remove', workload }),
  ];
}

/** Acts for a web app, most useful first. */
export function webAppActions(row: RowOf<'webApp'>): RowAction[] {
  const webApp = row.id;
  const { autoscale, capacity, tier } = row;
  return [
    {
      id: 'webScale',
      icon: 'plus',
      does: form('webApp.scale', { webApp, instances: String(capacity) }),
      unless: autoscale === undefined ? undefined : 'scalesByItself',
    },
    { id: 'webTier', icon: 'wrench', does: form('webApp.tier', { webApp, tier }) },
    {
      id: 'webAutoscale',
      icon: 'activity',
      does: form('webApp.autoscale', {
        webApp,
        minimum: String(autoscale?.minimum ?? 1),
        maximum: String(autoscale?.maximum ?? row.maxInstances),
        outAbove: String(autoscale?.outAbove ?? ''),
        inBelow: String(autoscale?.inBelow ?? ''),
      }),
    },
    {
      id: 'webManual',
      icon: 'close',
      does: command({ type: 'webApp.manual', webApp }),
      unless: autoscale === undefined ? 'noRules' : undefined,
    },
    removal(row, { type: 'webApp.remove', webApp }),
  ];
}
