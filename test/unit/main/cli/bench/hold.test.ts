/**
 * Goal: the hold benchmark does the work it claims. Method: the order that each queue of the
 * engine gave, summed up, against the sorted list doing the same holds.
 */
import { describe, expect, it } from 'vitest';
import { HOLD_QUEUES, startHold } from '../../../../../src/main/cli/bench/hold.ts';
import type { EventCell, EventQueue } from '../../../../../src/main/engine/event-queue.ts';
import { HeapQueue } from '../../../../../src/main/engine/queue/heap-queue.ts';
import { SortedQueue } from '../../../../support/sorted-queue.ts';

const PENDING = 200;
const HOLDS = 3_000;

/** The slow twin in the shape of an event queue, as far as a hold needs it. */
class TwinQueue extends HeapQueue {
  private readonly twin = new SortedQueue();

  override push(...event: Parameters<EventQueue['push']>): void {
    const [timeUs, priority, kind, slot, generation, payload] = event;
    this.twin.push({ timeUs, priority, kind, slot, generation, payload });
  }

  override popInto(cell: EventCell): boolean {
    const event = this.twin.pop();
    if (event !== undefined) Object.assign(cell, event);
    return event !== undefined;
  }
}

describe('the hold model', () => {
  it('takes the same events in the same order from every queue', () => {
    const expected = startHold({ queue: new TwinQueue(), pending: PENDING }).hold(HOLDS);
    const sums = Object.values(HOLD_QUEUES).map((make) => {
      const queue = make();
      const sum = startHold({ queue, pending: PENDING }).hold(HOLDS);
      expect(queue.size).toBe(PENDING);
      return sum;
    });
    expect(sums).toEqual(Object.keys(HOLD_QUEUES).map(() => expected));
  });

  it('goes on where it stopped', () => {
    const model = startHold({ queue: new HeapQueue(), pending: PENDING });
    expect(model.hold(HOLDS)).not.toBe(model.hold(HOLDS));
  });
});
