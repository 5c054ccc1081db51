/**
 * Goal: the promises of an event queue, one by one, for both of them. Method: small hand-made
 * histories, and large ones whose right answer is plain.
 */
import { describe, expect, it } from 'vitest';
import {
  makeEventCell,
  type EventCell,
  type EventColumns,
  type EventQueue,
} from '../../../../../src/main/engine/event-queue.ts';
import { CalendarQueue } from '../../../../../src/main/engine/queue/calendar-queue.ts';
import { createEventQueue } from '../../../../../src/main/engine/queue/create-event-queue.ts';
import { HeapQueue } from '../../../../../src/main/engine/queue/heap-queue.ts';
import { StateHasher } from '../../../../../src/shared/kernel/hash.ts';
import { RandomStream } from '../../../../../src/shared/kernel/prng.ts';
import { SIM_TIME_MAX_US } from '../../../../../src/shared/kernel/time.ts';

const QUEUES: readonly (readonly [string, () => EventQueue])[] = [
  ['heap', () => new HeapQueue()],
  ['calendar', () => new CalendarQueue()],
];

const NO_EVENTS: readonly (readonly [Parameters<EventQueue['push']>, string])[] = [
  [[-1, 0, 0, 0, 0, 0], 'time'],
  [[0.5, 0, 0, 0, 0, 0], 'time'],
  [[NaN, 0, 0, 0, 0, 0], 'time'],
  [[SIM_TIME_MAX_US + 1, 0, 0, 0, 0, 0], 'time'],
  [[0, 256, 0, 0, 0, 0], 'priority'],
  [[0, -1, 0, 0, 0, 0], 'priority'],
  [[0, 0, 256, 0, 0, 0], 'kind'],
  [[0, 0, 0, -1, 0, 0], 'slot'],
  [[0, 0, 0, 0, 2 ** 32, 0], 'slot'],
  [[0, 0, 0, 0, 0, 1.5], 'payload'],
];

/** Pushes an event that is known by its slot. */
function add(queue: EventQueue, slot: number, at: { timeUs: number; priority?: number }): void {
  queue.push(at.timeUs, at.priority ?? 0, 1, slot, 0, 0);
}

function drain(queue: EventQueue): number[] {
  const cell = makeEventCell();
  const slots: number[] = [];
  while (queue.popInto(cell)) slots.push(cell.slot);
  return slots;
}

function hashOf(queue: EventQueue, isStale?: (cell: Readonly<EventCell>) => boolean): string {
  const hasher = new StateHasher();
  queue.addTo(hasher, isStale);
  return hasher.digestHex();
}

describe.each(QUEUES)('the %s queue', (_name, make) => {
  it('[ENG-Q1] orders by time, then priority, then arrival', () => {
    const queue = make();
    add(queue, 1, { timeUs: 20 });
    add(queue, 2, { timeUs: 10, priority: 5 });
    add(queue, 3, { timeUs: 10, priority: 2 });
    add(queue, 4, { timeUs: 10, priority: 5 });
    add(queue, 5, { timeUs: SIM_TIME_MAX_US });
    add(queue, 6, { timeUs: 0, priority: 255 });
    expect([queue.size, queue.peekTimeUs()]).toEqual([6, 0]);
    expect(drain(queue)).toEqual([6, 3, 2, 4, 1, 5]);
    expect([queue.size, queue.peekTimeUs()]).toEqual([0, Infinity]);
  });

  it('[ENG-Q2] gives an event back as it was put in', () => {
    const queue = make();
    const event = {
      timeUs: 9_007_199_254_740_000,
      priority: 255,
      kind: 255,
      slot: 4_294_967_295,
      generation: 4_294_967_294,
      payload: 4_294_967_293,
    };
    queue.push(
      event.timeUs,
      event.priority,
      event.kind,
      event.slot,
      event.generation,
      event.payload,
    );
    expect(queue.head()).toEqual(event);
    const cell = makeEventCell();
    expect([queue.popInto(cell), cell]).toEqual([true, event]);
    expect([queue.popInto(cell), cell]).toEqual([false, event]);
    expect(() => queue.head()).toThrow('no head');
  });

  it.each(NO_EVENTS)('[ENG-Q2] takes no event like %j', (event, what) => {
    const queue = make();
    expect(() => queue.push(...event)).toThrow(what);
    expect(queue.size).toBe(0);
  });

  it('[ENG-Q1] keeps the order of arrival of a hundred thousand events of one instant', () => {
    const queue = make();
    const expected: number[] = [];
    for (let slot = 0; slot < 100_000; slot += 1) {
      add(queue, slot, { timeUs: 77 });
      expected.push(slot);
    }
    expect(drain(queue)).toEqual(expected);
  });

  it('[ENG-Q1] takes events before all that it has seen, and before the last one looked at', () => {
    const queue = make();
    for (let slot = 0; slot < 1_000; slot += 1) add(queue, slot, { timeUs: 1_000_000 + slot * 7 });
    expect(queue.peekTimeUs()).toBe(1_000_000);
    add(queue, 5_000, { timeUs: 3 });
    expect(queue.head().slot).toBe(5_000);
    expect(drain(queue).slice(0, 3)).toEqual([5_000, 0, 1]);
  });

  it('[ENG-Q4] hashes what is pending and not how it came about', () => {
    const left = make();
    const right = make();
    for (let slot = 0; slot < 500; slot += 1) add(left, slot, { timeUs: (slot * 7919) % 1000 });
    // The same events with the same order among equals, after other events have come and gone.
    for (let i = 0; i < 300; i += 1) add(right, i, { timeUs: i });
    drain(right);
    for (let slot = 0; slot < 500; slot += 1) add(right, slot, { timeUs: (slot * 7919) % 1000 });
    expect(hashOf(right)).toBe(hashOf(left));
    right.restore(left.snapshot());
    expect(hashOf(right)).toBe(hashOf(left));
  });

  it('[ENG-Q4] hashes every part of an event and the order of equals', () => {
    const base = [50, 3, 4, 5, 6, 7] as const;
    const hashes = new Set<string>();
    for (let part = -1; part < base.length; part += 1) {
      const queue = make();
      const [time, priority, kind, slot, generation, payload] = base.map((value, i) =>
        i === part ? value + 1 : value,
      );
      queue.push(time!, priority!, kind!, slot!, generation!, payload!);
      hashes.add(hashOf(queue));
    }
    for (const slots of [
      [1, 2],
      [2, 1],
    ]) {
      const queue = make();
      for (const slot of slots) add(queue, slot, { timeUs: 1 });
      hashes.add(hashOf(queue));
    }
    expect(hashes.size).toBe(base.length + 1 + 2);
  });

  it('[ENG-Q4] leaves stale events out of hash and snapshot when told which they are', () => {
    const queue = make();
    const clean = make();
    const isStale = (cell: Readonly<EventCell>): boolean => cell.slot >= 100;
    for (let slot = 0; slot < 200; slot += 1) {
      add(queue, slot, { timeUs: slot % 10 });
      if (slot < 100) add(clean, slot, { timeUs: slot % 10 });
    }
    expect(hashOf(queue)).not.toBe(hashOf(clean));
    expect(hashOf(queue, isStale)).toBe(hashOf(clean));
    expect(queue.snapshot(isStale)).toEqual(clean.snapshot());
    expect([queue.size, queue.compact(isStale), queue.size]).toEqual([200, 100, 100]);
    expect(drain(queue)).toEqual(drain(clean));
  });

  it('[ENG-Q5] puts later arrivals behind restored events of the same key', () => {
    const queue = make();
    for (let slot = 0; slot < 5; slot += 1) add(queue, slot, { timeUs: 10, priority: 1 });
    queue.restore(queue.snapshot());
    add(queue, 5, { timeUs: 10, priority: 1 });
    add(queue, 6, { timeUs: 10, priority: 0 });
    expect(drain(queue)).toEqual([6, 0, 1, 2, 3, 4, 5]);
  });

  it('[ENG-Q5] takes over nothing that is out of order', () => {
    const queue = make();
    add(queue, 1, { timeUs: 5 });
    add(queue, 2, { timeUs: 9 });
    const saved = queue.snapshot();
    const turned: EventColumns = { ...saved, timeUs: saved.timeUs.toReversed() };
    expect(() => queue.restore(turned)).toThrow('in order');
    const sameTime: EventColumns = {
      ...saved,
      timeUs: Float64Array.of(5, 5),
      priority: Uint8Array.of(2, 1),
    };
    expect(() => queue.restore(sameTime)).toThrow('in order');
  });

  it('[ENG-Q8] grows to a million and gives them back in order', () => {
    const queue = make();
    const random = new RandomStream(1, 'growth');
    const PENDING = 1_000_000;
    for (let i = 0; i < PENDING; i += 1) add(queue, i, { timeUs: random.nextBelow(1e12) });
    const cell = makeEventCell();
    let lastUs = 0;
    let inOrder = 0;
    while (queue.popInto(cell)) {
      if (cell.timeUs >= lastUs) inOrder += 1;
      lastUs = cell.timeUs;
    }
    expect([inOrder, queue.size]).toEqual([PENDING, 0]);
  });
});

describe('the queue of the engine', () => {
  it('is the one that the decision names', () => {
    expect(createEventQueue()).toBeInstanceOf(CalendarQueue);
  });
});
