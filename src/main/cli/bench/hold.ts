/**
 * The hold model (Jones 1986), the classic measure of an event queue: so many events are pending,
 * and each step takes the earliest and puts it back later by an exponential increment. The random
 * draw and its logarithm are inside the loop, as in other programs that report it, so the figure
 * is what a loop of events without any work of its own would reach. Printing is not done here.
 */
import { RandomStream } from '../../../shared/kernel/prng.ts';
import { CalendarQueue, HeapQueue, makeEventCell, type EventQueue } from '../../engine/index.ts';

/** Mean distance of neighbouring events, whatever the number pending: coarse enough that few fall
 * on one microsecond, so that the queues sort by time and not by arrival. */
const MEAN_GAP_US = 1_000;
const SEED = 1;

/** The queues of the engine by the names they have in a case. */
export const HOLD_QUEUES: Readonly<Record<string, () => EventQueue>> = {
  heap: () => new HeapQueue(),
  calendar: () => new CalendarQueue(),
};

/** A filled queue that can be held again and again. */
export interface HoldModel {
  /** Takes and puts back so many events. Returns a sum over what was taken, which is the same for
   * every right queue: it shows that the work was done, and in the same order. */
  hold(count: number): number;
}

/**
 * Fills a queue with events at exponential times.
 * @param input.pending events that stay pending all the time
 */
export function startHold(input: { queue: EventQueue; pending: number }): HoldModel {
  const { queue, pending } = input;
  const random = new RandomStream(SEED, 'hold');
  const meanUs = MEAN_GAP_US * pending;
  const cell = makeEventCell();
  for (let slot = 0; slot < pending; slot += 1) {
    queue.push(Math.floor(random.nextExponential(meanUs)), 0, 1, slot, 0, 0);
  }
  function hold(count: number): number {
    let sum = 0;
    for (let step = 0; step < count; step += 1) {
      queue.popInto(cell);
      sum = (Math.imul(sum, 31) + cell.slot) | 0;
      const timeUs = cell.timeUs + Math.floor(random.nextExponential(meanUs));
      queue.push(timeUs, cell.priority, cell.kind, cell.slot, cell.generation, cell.payload);
    }
    return sum >>> 0;
  }
  return { hold };
}
