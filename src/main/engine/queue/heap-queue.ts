/**
 * The event queue as a binary heap: the plain choice, whose cost grows with the logarithm of what
 * is pending. It stands beside the calendar queue as its twin in tests and its rival in benchmarks.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { StateHasher } from '../../../shared/kernel/hash.ts';
import {
  makeEventCell,
  type EventCell,
  type EventColumns,
  type EventQueue,
  type IsStale,
} from '../event-queue.ts';
import { EventRecords, NO_RECORD } from './event-records.ts';
import { KeyHeap } from './key-heap.ts';
import { addRecordsTo, columnsOf, inOrder, pushAll } from './record-order.ts';

export class HeapQueue implements EventQueue {
  private readonly records = new EventRecords();
  private readonly heap = new KeyHeap();
  /** What head() answers, and the record it was read from. A record at the head stays there
   * unchanged until it is popped, so its number tells whether the cell is still right. */
  private readonly headCell = makeEventCell();
  private headRecord = NO_RECORD;

  get size(): number {
    return this.heap.size;
  }

  push(
    timeUs: number,
    priority: number,
    kind: number,
    slot: number,
    generation: number,
    payload: number,
  ): void {
    const record = this.records.allocate(timeUs, priority, kind, slot, generation, payload);
    this.heap.push(timeUs, this.records.tie(record), record);
  }

  peekTimeUs(): number {
    return this.heap.peekTimeUs();
  }

  head(): Readonly<EventCell> {
    assert(this.size > 0, 'An empty queue has no head');
    const record = this.heap.peekRecord();
    if (record !== this.headRecord) {
      this.records.read(record, this.headCell);
      this.headRecord = record;
    }
    return this.headCell;
  }

  drop(): void {
    assert(this.heap.size > 0, 'An empty queue has no head');
    this.records.free(this.heap.pop());
    this.headRecord = NO_RECORD;
  }

  popInto(cell: EventCell): boolean {
    if (this.heap.size === 0) return false;
    const record = this.heap.pop();
    this.records.read(record, cell);
    this.records.free(record);
    this.headRecord = NO_RECORD;
    return true;
  }

  compact(isStale: IsStale): number {
    const before = this.size;
    this.restore(this.snapshot(isStale));
    return before - this.size;
  }

  snapshot(isStale?: IsStale): EventColumns {
    return columnsOf(this.records, this.ordered(isStale));
  }

  restore(columns: EventColumns): void {
    this.heap.clear();
    this.records.clear();
    this.headRecord = NO_RECORD;
    pushAll(this, columns);
  }

  addTo(hasher: StateHasher, isStale?: IsStale): void {
    addRecordsTo({ hasher, records: this.records, list: this.ordered(isStale) });
  }

  private ordered(isStale: IsStale | undefined): Uint32Array {
    const list = new Uint32Array(this.size);
    this.heap.copyTo(list, 0);
    return inOrder({ records: this.records, list, isStale });
  }
}
