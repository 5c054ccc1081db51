/**
 * What both queues do with all their events at once: list them in order, hash them, take them over.
 * Only the order counts here, never the inside of a queue, so that saving, restoring and exchanging
 * one queue for the other cannot be noticed.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { StateHasher } from '../../../shared/kernel/hash.ts';
import { makeEventCell, type EventColumns, type EventQueue, type IsStale } from '../event-queue.ts';
import type { EventRecords } from './event-records.ts';

/** The records without the stale ones, sorted; sorts the list it is given. */
export function inOrder(input: {
  records: EventRecords;
  list: Uint32Array;
  isStale: IsStale | undefined;
}): Uint32Array {
  const { records, list, isStale } = input;
  records.sort(list);
  if (isStale === undefined) return list;
  const cell = makeEventCell();
  return list.filter((record) => {
    records.read(record, cell);
    return !isStale(cell);
  });
}

/** The columns of records that are in order. */
export function columnsOf(records: EventRecords, list: Uint32Array): EventColumns {
  const { length } = list;
  const columns = {
    timeUs: new Float64Array(length),
    priority: new Uint8Array(length),
    kind: new Uint8Array(length),
    slot: new Uint32Array(length),
    generation: new Uint32Array(length),
    payload: new Uint32Array(length),
  };
  const cell = makeEventCell();
  for (let i = 0; i < length; i += 1) {
    records.read(list[i]!, cell);
    columns.timeUs[i] = cell.timeUs;
    columns.priority[i] = cell.priority;
    columns.kind[i] = cell.kind;
    columns.slot[i] = cell.slot;
    columns.generation[i] = cell.generation;
    columns.payload[i] = cell.payload;
  }
  return columns;
}

/** Adds records that are in order to a state hash. */
export function addRecordsTo(input: {
  hasher: StateHasher;
  records: EventRecords;
  list: Uint32Array;
}): void {
  const { hasher, records, list } = input;
  const cell = makeEventCell();
  hasher.addUint32(list.length);
  for (let i = 0; i < list.length; i += 1) {
    records.read(list[i]!, cell);
    hasher.addFloat64(cell.timeUs).addUint32(cell.priority).addUint32(cell.kind);
    hasher.addUint32(cell.slot).addUint32(cell.generation).addUint32(cell.payload);
  }
}

/** Pushes all events of the columns, which must be in order, to an empty queue. */
export function pushAll(queue: EventQueue, columns: EventColumns): void {
  const { timeUs, priority, kind, slot, generation, payload } = columns;
  assert(queue.size === 0, 'A queue is emptied before it is filled');
  for (let i = 0; i < timeUs.length; i += 1) {
    assert(i === 0 || comesAfter(columns, i), 'Saved events must be in order');
    queue.push(timeUs[i]!, priority[i]!, kind[i]!, slot[i]!, generation[i]!, payload[i]!);
  }
}

/** Whether event i does not come before event i - 1. */
export function comesAfter(columns: EventColumns, i: number): boolean {
  const { timeUs, priority } = columns;
  if (timeUs[i]! !== timeUs[i - 1]!) return timeUs[i]! > timeUs[i - 1]!;
  return priority[i]! >= priority[i - 1]!;
}
