/**
 * What can be done with a scale set, and with a machine because it is an instance of one. Whether
 * an act is possible is left to the engine.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { modelValues, policyValues } from '../sets/policy-values.ts';
import { maintenanceActions } from './maintenance-actions.ts';
import { command, form, removal, type RowAction } from './row-action.ts';

/** What can be done with an instance because it is one. */
export function instanceActions(row: RowOf<'vm'>, busy: string | undefined): RowAction[] {
  const vm = row.id;
  const shielded = row.protectedFromActions === true;
  const protect = { type: 'scaleSet.protect', vm, protect: !shielded, actions: !shielded } as const;
  return [
    {
      id: 'reimage',
      icon: 'refresh',
      does: command({ type: 'scaleSet.reimage', vm }),
      unless: busy ?? (row.powerState === 'running' ? undefined : 'notRunning'),
    },
    { id: shielded ? 'unshield' : 'shield', icon: 'lock', does: command(protect) },
    {
      id: 'detach',
      icon: 'unlink',
      does: command({ type: 'scaleSet.detach', vm }),
      unless: busy,
    },
  ];
}

/** Acts for a scale set, most useful first. */
export function scaleSetActions(row: RowOf<'scaleSet'>): RowAction[] {
  const scaleSet = row.id;
  const capacity = String(row.capacity);
  const clear: RowAction = {
    id: 'clearRules',
    icon: 'close',
    does: command({ type: 'autoscale.clear', scaleSet }),
    unless: row.autoscale === undefined ? 'noRules' : undefined,
  };
  return [
    { id: 'scale', icon: 'plus', does: form('scaleSet.scale', { scaleSet, capacity }) },
    { id: 'changeModel', icon: 'wrench', does: form('scaleSet.update', modelValues(row)) },
    { id: 'changePolicies', icon: 'wrench', does: form('scaleSet.policy', policyValues(row)) },
    ...maintenanceActions(row, { scaleSet }),
    ...(row.orchestration === 'flexible'
      ? [{ id: 'attach', icon: 'link' as const, does: form('scaleSet.attach', { scaleSet }) }]
      : []),
    clear,
    removal(row, { type: 'scaleSet.remove', scaleSet }),
  ];
}
