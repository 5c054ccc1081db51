/**
 * The slow obvious twin of the event queues: an array of records, sorted whenever someone looks.
 * It must not share a line with what it checks, so it knows times, priorities and arrivals only.
 */
import type { EventCell } from '../../src/main/engine/event-queue.ts';

interface Waiting extends EventCell {
  readonly arrival: number;
}

export class SortedQueue {
  private waiting: Waiting[] = [];
  private arrivals = 0;

  get size(): number {
    return this.waiting.length;
  }

  push(event: EventCell): void {
    this.waiting.push({ ...event, arrival: this.arrivals });
    this.arrivals += 1;
  }

  /** All events in order, as plain records. */
  inOrder(): EventCell[] {
    const sorted = this.waiting.toSorted(
      (a, b) => a.timeUs - b.timeUs || a.priority - b.priority || a.arrival - b.arrival,
    );
    return sorted.map(({ arrival: _arrival, ...event }) => event);
  }

  /** Takes the first event out; one scan, so that long histories stay testable. */
  pop(): EventCell | undefined {
    let first: Waiting | undefined;
    for (const event of this.waiting) {
      if (first === undefined || comesBefore(event, first)) first = event;
    }
    if (first === undefined) return undefined;
    this.waiting = this.waiting.filter((event) => event !== first);
    const { arrival: _arrival, ...event } = first;
    return event;
  }

  drop(isStale: (event: EventCell) => boolean): number {
    const before = this.size;
    this.waiting = this.waiting.filter((event) => !isStale(event));
    return before - this.size;
  }
}

function comesBefore(left: Waiting, right: Waiting): boolean {
  if (left.timeUs !== right.timeUs) return left.timeUs < right.timeUs;
  if (left.priority !== right.priority) return left.priority < right.priority;
  return left.arrival < right.arrival;
}
