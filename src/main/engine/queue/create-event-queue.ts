/**
 * Which event queue the engine uses. Both give the same order, so this line changes speed and
 * nothing else; the choice was measured (docs/decisions, event queue).
 */
import type { EventQueue } from '../event-queue.ts';
import { CalendarQueue } from './calendar-queue.ts';

/** An empty queue for a new world. */
export function createEventQueue(): EventQueue {
  return new CalendarQueue();
}
