/**
 * Goal: both queues are the sorted list of their events, whatever is done to them [ENG-Q1, Q3, Q4,
 * Q5, Q6]. Method: long random histories of pushes, pops, looks, compactions and restores, with
 * times of very different shapes, against the slow twin; the hashes are compared on the way.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeEventCell,
  type EventCell,
  type EventQueue,
} from '../../src/main/engine/event-queue.ts';
import { CalendarQueue } from '../../src/main/engine/queue/calendar-queue.ts';
import { HeapQueue } from '../../src/main/engine/queue/heap-queue.ts';
import { StateHasher } from '../../src/shared/kernel/hash.ts';
import { RandomStream } from '../../src/shared/kernel/prng.ts';
import { count } from '../support/counts.ts';
import { SortedQueue } from '../support/sorted-queue.ts';

/** The full count takes minutes: the twin is slow. */
const LONG_RUN_MS = 600_000;

/** How far ahead an event is scheduled: each shape stresses another part of a calendar. */
const SHAPES: Readonly<Record<string, (random: RandomStream) => number>> = {
  sameInstant: () => 0,
  fewInstants: (random) => random.nextBelow(4),
  uniform: (random) => random.nextBelow(1_000_000_000),
  exponential: (random) => Math.floor(random.nextExponential(1_000_000)),
  burstsAndYears: (random) => (random.nextBelow(8) === 0 ? 10 ** 13 : random.nextBelow(20)),
  allScales: (random) => Math.floor(10 ** (random.nextUnit() * 14)),
};

const history = fc.record({
  seed: fc.integer(),
  shape: fc.constantFrom(...Object.keys(SHAPES)),
  pending: fc.constantFrom(1, 5, 60, 300),
  steps: fc.integer({ min: 50, max: 800 }),
});

function hashOf(queue: EventQueue): string {
  const hasher = new StateHasher();
  queue.addTo(hasher);
  return hasher.digestHex();
}

function listOf(queue: EventQueue): EventCell[] {
  const columns = queue.snapshot();
  return Array.from(columns.timeUs, (timeUs, i) => ({
    timeUs,
    priority: columns.priority[i]!,
    kind: columns.kind[i]!,
    slot: columns.slot[i]!,
    generation: columns.generation[i]!,
    payload: columns.payload[i]!,
  }));
}

class Trio {
  readonly twin = new SortedQueue();
  readonly both: readonly EventQueue[] = [new HeapQueue(), new CalendarQueue()];
  nowUs = 0;
  private readonly cell = makeEventCell();

  push(event: EventCell): void {
    const { timeUs, priority, kind, slot, generation, payload } = event;
    this.twin.push(event);
    for (const queue of this.both) queue.push(timeUs, priority, kind, slot, generation, payload);
  }

  pop(): void {
    const expected = this.twin.pop();
    for (const queue of this.both) {
      expect(queue.peekTimeUs()).toBe(expected?.timeUs ?? Infinity);
      if (expected !== undefined) expect({ ...queue.head() }).toEqual(expected);
      expect(queue.popInto(this.cell)).toBe(expected !== undefined);
      if (expected !== undefined) expect({ ...this.cell }).toEqual(expected);
    }
    this.nowUs = expected?.timeUs ?? this.nowUs;
  }

  compact(remainder: number): void {
    const isStale = (event: Readonly<EventCell>): boolean => event.slot % 3 === remainder;
    const before = this.both.map((queue) => {
      const hasher = new StateHasher();
      queue.addTo(hasher, isStale);
      return hasher.digestHex();
    });
    const dropped = this.twin.drop(isStale);
    expect(this.both.map((queue) => queue.compact(isStale))).toEqual([dropped, dropped]);
    expect(this.both.map(hashOf)).toEqual(before);
  }

  compare(): void {
    const expected = this.twin.inOrder();
    const [heap, calendar] = this.both;
    expect(this.both.map((queue) => queue.size)).toEqual([expected.length, expected.length]);
    expect(this.both.map(listOf)).toEqual([expected, expected]);
    expect(hashOf(heap!)).toBe(hashOf(calendar!));
  }

  /** Each queue takes over what the other one saved. */
  exchange(): void {
    const [heap, calendar] = this.both;
    const saved = heap!.snapshot();
    heap!.restore(calendar!.snapshot());
    calendar!.restore(saved);
  }
}

function play(plan: { seed: number; shape: string; pending: number; steps: number }): void {
  const random = new RandomStream(plan.seed, 'history');
  const ahead = SHAPES[plan.shape]!;
  const trio = new Trio();
  for (let step = 0; step < plan.steps; step += 1) {
    const isFilling = trio.twin.size < plan.pending && random.nextBelow(4) > 0;
    if (isFilling) {
      trio.push({
        timeUs: trio.nowUs + ahead(random),
        priority: random.nextBelow(3),
        kind: random.nextBelow(256),
        slot: step,
        generation: random.nextUint32(),
        payload: random.nextUint32(),
      });
    } else {
      trio.pop();
    }
    const rare = random.nextBelow(200);
    if (rare === 0) trio.compact(random.nextBelow(3));
    if (rare === 1) trio.exchange();
    if (rare === 2) trio.compare();
  }
  trio.compare();
  while (trio.twin.size > 0) trio.pop();
  trio.pop();
}

describe('[ENG-Q1] [ENG-Q3] the event queues', { timeout: LONG_RUN_MS }, () => {
  it('equal the sorted list through any history', () => {
    fc.assert(fc.property(history, play), { numRuns: count('propertyRuns') });
  });
});
