/**
 * The events inside operating systems: which they are, when they are stale, and who handles them.
 * The loop asks here, so that it need not know systems and tasks.
 */
import { EVENT } from '../event-kinds.ts';
import type { EventCell } from '../event-queue.ts';
import type { World } from '../world/world.ts';
import { onGuestLimit } from './guest-processes.ts';
import { onGuestTask, onGuestTaskEnd } from './guest-tasks.ts';

/** True for an event inside an operating system. */
export function isGuestEvent(kind: number): boolean {
  return kind >= EVENT.guestLimit && kind <= EVENT.guestTaskEnd;
}

/** True when what such an event was about is gone or has changed its mind. */
export function isStaleGuestEvent(world: World, cell: Readonly<EventCell>): boolean {
  const { kind, slot, payload } = cell;
  if (kind === EVENT.guestLimit) {
    const { generation, col } = world.guest;
    return generation[slot] !== cell.generation || col.limitSerial[slot] !== payload;
  }
  const { serial, pid } = world.guestTask.col;
  const now = kind === EVENT.guestTask ? serial : pid;
  return world.guestTask.generation[slot] !== cell.generation || now[slot] !== payload;
}

/** Carries out such an event. */
export function onGuestEvent(world: World, cell: Readonly<EventCell>): void {
  if (cell.kind === EVENT.guestLimit) onGuestLimit(world, cell.slot);
  else if (cell.kind === EVENT.guestTask) onGuestTask(world, cell.slot);
  else onGuestTaskEnd(world, cell.slot);
}
