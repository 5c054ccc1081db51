/**
 * The queue of coming events, behind one small interface so that its inside can be chosen by
 * measurement. Its order is total: time, then priority, then order of arrival; two queues with the
 * same events give them out in the same order whatever their inside looks like. An event is six
 * numbers and nothing is allocated for one. The queue does not know what a kind or a slot means.
 */
import type { StateHasher } from '../../shared/kernel/hash.ts';

/** One event, taken out or looked at. The same cell is filled again and again. */
export interface EventCell {
  timeUs: number;
  priority: number;
  kind: number;
  slot: number;
  generation: number;
  payload: number;
}

/** All pending events in their order, column by column; equal states have equal columns. */
export interface EventColumns {
  readonly timeUs: Float64Array;
  readonly priority: Uint8Array;
  readonly kind: Uint8Array;
  readonly slot: Uint32Array;
  readonly generation: Uint32Array;
  readonly payload: Uint32Array;
}

/** Says that an event no longer matters, because its slot has moved on. The cell is shared. */
export type IsStale = (cell: Readonly<EventCell>) => boolean;

export interface EventQueue {
  /** Pending events, stale ones included. */
  readonly size: number;
  /** Adds an event. `timeUs` is a safe integer >= 0; `priority` and `kind` have 8 bits, a lower
   * priority comes first; `slot`, `generation` and `payload` have 32 bits. Positional against the
   * habit of the house: an object per event would be an allocation per event. */
  push(
    timeUs: number,
    priority: number,
    kind: number,
    slot: number,
    generation: number,
    payload: number,
  ): void;
  /** Time of the next event; Infinity when there is none. */
  peekTimeUs(): number;
  /** The next event without taking it out, in a cell that the queue keeps and fills again; there
   * must be one. Asking twice for the same event costs a comparison. */
  head(): Readonly<EventCell>;
  /** Takes the next event out unread, for who has looked at it with `head`; there must be one. What
   * `head` gave stays as it was until it is asked again. */
  drop(): void;
  /** Takes the next event out into `cell`; false, and the cell untouched, when there is none. */
  popInto(cell: EventCell): boolean;
  /** Drops every stale event and says how many; the order of the others stays. */
  compact(isStale: IsStale): number;
  /** All pending events that are not stale, in their order. */
  snapshot(isStale?: IsStale): EventColumns;
  /** Replaces the content by columns that are in order; equal keys keep the order given. */
  restore(columns: EventColumns): void;
  /** Adds all pending events that are not stale, in their order, to a state hash. How the queue is
   * laid out, and which numbers of arrival it gave, does not count: only the order does. */
  addTo(hasher: StateHasher, isStale?: IsStale): void;
}

/** A cell to pop into; made once by whoever runs the loop. The time starts as a fraction so that
 * the field is a double from the beginning and is then overwritten in place. */
export function makeEventCell(): EventCell {
  return { timeUs: 0.5, priority: 0, kind: 0, slot: 0, generation: 0, payload: 0 };
}
