/**
 * Acts on a disk: give it to a machine or take it back, change it, keep what it holds. Whether an
 * act is accepted is the engine's decision.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { command, form, removal, type RowAction } from './row-action.ts';

/** What can be done with a disk, most useful first. */
export function diskActions(row: RowOf<'disk'>): RowAction[] {
  const disk = row.id;
  const attach: RowAction = { id: 'attachDisk', icon: 'link', does: form('disk.attach', { disk }) };
  const detach: RowAction = {
    id: 'detachDisk',
    icon: 'unlink',
    does: command({ type: 'disk.detach', disk }),
  };
  const moves = row.vm === undefined ? [attach] : [detach];
  return [
    ...(row.role === 'data' ? moves : []),
    {
      id: 'changeDisk',
      icon: 'wrench',
      does: form('disk.edit', {
        disk,
        sizeGib: String(row.sizeGib),
        tier: row.tier,
        ...(row.vm === undefined ? {} : { caching: row.caching }),
        ...(row.onDemand === undefined ? {} : { bursting: 'yes' }),
      }),
    },
    { id: 'snapshot', icon: 'copy', does: form('snapshot.create', { disk }) },
    removal(row, { type: 'disk.delete', disk }),
  ];
}
