/**
 * What can be done with a proximity group, a host group, a dedicated host and a reservation, in
 * the words of `row-actions.ts`. Whether an act is possible is left to the engine.
 */
import { unreachable } from '../../shared/kernel/assert.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { maintenanceActions } from './maintenance-actions.ts';
import { form, removal, type RowAction } from './row-action.ts';

type PlacementRow = RowOf<'proximityGroup' | 'hostGroup' | 'dedicatedHost' | 'reservation'>;

/** The acts for what narrows placement, most useful first. */
export function placementActions(row: PlacementRow): RowAction[] {
  switch (row.kind) {
    case 'proximityGroup':
      return [removal(row, { type: 'proximityGroup.remove', proximityGroup: row.id })];
    case 'hostGroup':
      return [
        {
          id: 'addDedicatedHost',
          icon: 'plus',
          does: form('dedicatedHost.add', { hostGroup: row.id }),
        },
        removal(row, { type: 'hostGroup.remove', hostGroup: row.id }),
      ];
    case 'dedicatedHost':
      return [
        ...maintenanceActions(row, { dedicatedHost: row.id }),
        removal(row, { type: 'dedicatedHost.remove', dedicatedHost: row.id }),
      ];
    case 'reservation':
      return [
        {
          id: 'setQuantity',
          icon: 'wrench',
          does: form('reservation.edit', {
            reservation: row.id,
            quantity: String(row.quantity),
          }),
        },
        removal(row, { type: 'reservation.remove', reservation: row.id }),
      ];
    default:
      return unreachable(row);
  }
}
