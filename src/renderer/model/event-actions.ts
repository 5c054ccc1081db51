/**
 * Acts on scheduled events: approving and cancelling one, announcing one for machines, and
 * teaching machines to prepare. Whether an act is accepted is the engine's decision.
 */
import type { RowOf, TopologyRow } from '../../shared/views/topology-view.ts';
import { command, form, type RowAction } from './row-action.ts';

/** What can be done with a scheduled event. */
export function eventActions(row: RowOf<'scheduledEvent'>): RowAction[] {
  const event = row.id;
  const unless = row.status === 'Started' ? 'started' : undefined;
  return [
    { id: 'approve', icon: 'check', does: command({ type: 'event.approve', event }), unless },
    { id: 'cancelEvent', icon: 'close', does: command({ type: 'event.cancel', event }), unless },
  ];
}

/** Announcing an event for machines, and teaching them to prepare for one. */
export function announceActions(row: TopologyRow): RowAction[] {
  const target = row.id;
  const announce: RowAction = {
    id: 'announce',
    icon: 'clock',
    does: form('event.schedule', { target }),
  };
  const prepare: RowAction = { id: 'prepare', icon: 'wrench', does: form('hook.add', { target }) };
  switch (row.kind) {
    case 'vm':
    case 'availabilitySet':
    case 'scaleSet':
      return [announce, prepare];
    case 'host':
    case 'rack':
      return [announce];
    case 'balancer':
      return [prepare];
    default:
      return [];
  }
}
