/**
 * What can be done about planned maintenance: of a set that may have it, and of one of its
 * machines while the customer may begin it early. Whether it is possible is left to the engine.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { command, form, type RowAction } from './row-action.ts';

type MaintainedRow = RowOf<'availabilitySet' | 'scaleSet' | 'vm' | 'dedicatedHost'>;
type MaintainedTarget =
  | { readonly availabilitySet: string }
  | { readonly scaleSet: string }
  | { readonly vm: string }
  | { readonly dedicatedHost: string };

/** What can be done about the maintenance of a set, a machine in none, or a dedicated host. */
export function maintenanceActions(row: MaintainedRow, target: MaintainedTarget): RowAction[] {
  const configure = form('maintenance.configure', target);
  return [waveAction(row, target), { id: 'configureWindow', icon: 'clock', does: configure }];
}

/** Begins the maintenance of a set, or ends the one under way. */
function waveAction(row: MaintainedRow, target: MaintainedTarget): RowAction {
  const { maintenance } = row;
  if (maintenance === undefined) {
    return { id: 'maintain', icon: 'wrench', does: form('maintenance.start', target) };
  }
  return {
    id: 'cancelMaintenance',
    icon: 'close',
    does: command({ type: 'maintenance.cancel', ...target }),
    unless: maintenance.cancelled ? 'cancelled' : undefined,
  };
}
