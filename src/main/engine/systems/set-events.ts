/**
 * The events of scale sets: which of them have become void, and what each does. The loop need not
 * know any of them by name.
 */
import { fail } from '../../../shared/kernel/assert.ts';
import { EVENT } from '../event-kinds.ts';
import type { EventCell } from '../event-queue.ts';
import type { World } from '../world/world.ts';
import { onAutoscale } from './autoscale.ts';
import { onRollout } from './rolling-upgrade.ts';
import { onInstanceDone, onSetWatch } from './set-watch.ts';

const KINDS: ReadonlySet<number> = new Set([
  EVENT.autoscale,
  EVENT.rollout,
  EVENT.setWatch,
  EVENT.instanceDone,
]);

/** True for an event of a scale set. */
export function isSetEvent(kind: number): boolean {
  return KINDS.has(kind);
}

/** True when the set is gone, or what the event was about has become void. */
export function isStaleSetEvent(world: World, cell: Readonly<EventCell>): boolean {
  const { kind, slot, payload } = cell;
  if (world.scaleSet.generation[slot] !== cell.generation) return true;
  const { autoscaleSerial, rolloutSerial, watchSerial } = world.scaleSet.col;
  if (kind === EVENT.autoscale) return autoscaleSerial[slot] !== payload;
  if (kind === EVENT.rollout) return rolloutSerial[slot] !== payload;
  return kind === EVENT.setWatch && watchSerial[slot] !== payload;
}

/** Event: something of a scale set is due. */
export function onSetEvent(world: World, cell: Readonly<EventCell>): void {
  switch (cell.kind) {
    case EVENT.autoscale:
      onAutoscale(world, cell.slot);
      return;
    case EVENT.rollout:
      onRollout(world, cell.slot);
      return;
    case EVENT.setWatch:
      onSetWatch(world, cell.slot);
      return;
    case EVENT.instanceDone:
      onInstanceDone(world, cell.slot);
      return;
    default:
      fail('An event of a scale set is of no kind it knows');
  }
}
