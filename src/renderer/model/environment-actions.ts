/**
 * Acts on resource groups. One that is an environment has a clock; whether an act is accepted is
 * the engine's decision.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { command, form, removal, type RowAction } from './row-action.ts';

/** A group that is for something can be switched off by the clock. */
export function groupActions(row: RowOf<'group'>): RowAction[] {
  const group = row.id;
  const remove = removal(row, { type: 'group.remove', group });
  if (row.environment === undefined) return [remove];
  const { clock } = row.environment;
  const values = clock === undefined ? {} : { off: clock.off, acts: clock.acts, from: clock.from };
  return [
    { id: 'setClock', icon: 'clock', does: form('environment.clock', { group, ...values }) },
    ...(clock === undefined
      ? []
      : [
          {
            id: 'clearClock',
            icon: 'close',
            does: command({ type: 'environment.clearClock', group }),
          } as const,
        ]),
    remove,
  ];
}
