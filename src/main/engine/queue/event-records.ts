/**
 * The store of pending events shared by both queues: one record of 32 bytes per event in one
 * buffer, so that looking at an event costs one cache line. A record is named by its number;
 * freed records are used again, the last one first, because it is still in the cache. The order of
 * events is the order of (time, tie), where the tie joins priority and number of arrival.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { EventCell } from '../event-queue.ts';
import { sortByKeys } from './radix-sort.ts';

/** Most pending events; the link of a record has 24 bits and one value means "none". */
export const PENDING_EVENTS_MAX = 16_777_215;
/** The link of a record that has no successor. */
export const NO_RECORD = 0xff_ffff;

const INITIAL_CAPACITY = 64;
const BYTES_PER_RECORD = 32;
/** Arrivals that can be told apart within one priority: 2^44, about a year at 500 000 a second. */
const ARRIVALS_MAX = 17592186044416;
const PRIORITY_MAX = 255;

/* Places within a record, in doubles and in words. */
const TIME = 0;
const TIE = 1;
const SLOT = 4;
const GENERATION = 5;
const PAYLOAD = 6;
/** The kind in the upper 8 bits, the link in the lower 24. */
const KIND_AND_NEXT = 7;
/** The words of tie and time, low word of each double first. */
const KEY_WORDS_LEAST_FIRST = [2, 3, 0, 1];

export class EventRecords {
  private doubles = new Float64Array((INITIAL_CAPACITY * BYTES_PER_RECORD) / 8);
  private words = new Uint32Array(this.doubles.buffer);
  /** Freed records are chained by their links. */
  private firstFree = NO_RECORD;
  /** Records that were used at least once. */
  private end = 0;
  private arrivals = 0;

  /** Stores an event and returns the number of its record. */
  allocate(
    timeUs: number,
    priority: number,
    kind: number,
    slot: number,
    generation: number,
    payload: number,
  ): number {
    assert(Number.isSafeInteger(timeUs) && timeUs >= 0, 'An event needs a time in microseconds');
    assert((priority & PRIORITY_MAX) === priority, 'A priority has 8 bits');
    assert((kind & 0xff) === kind, 'A kind has 8 bits');
    assert(slot >>> 0 === slot && generation >>> 0 === generation, 'A slot has 32 bits');
    assert(payload >>> 0 === payload, 'A payload has 32 bits');
    assert(this.arrivals < ARRIVALS_MAX, 'Too many events for one run');
    const record = this.takeFree();
    const { doubles, words } = this;
    doubles[record * 4 + TIME] = timeUs;
    doubles[record * 4 + TIE] = priority * ARRIVALS_MAX + this.arrivals;
    words[record * 8 + SLOT] = slot;
    words[record * 8 + GENERATION] = generation;
    words[record * 8 + PAYLOAD] = payload;
    words[record * 8 + KIND_AND_NEXT] = (kind << 24) | NO_RECORD;
    this.arrivals += 1;
    return record;
  }

  /** Gives a record back. */
  free(record: number): void {
    this.setNext(record, this.firstFree);
    this.firstFree = record;
  }

  timeUs(record: number): number {
    return this.doubles[record * 4 + TIME]!;
  }

  tie(record: number): number {
    return this.doubles[record * 4 + TIE]!;
  }

  /** The record that follows in a chain, or NO_RECORD. */
  next(record: number): number {
    return this.words[record * 8 + KIND_AND_NEXT]! & NO_RECORD;
  }

  setNext(record: number, next: number): void {
    const { words } = this;
    const at = record * 8 + KIND_AND_NEXT;
    words[at] = (words[at]! & 0xff00_0000) | next;
  }

  /** Fills a cell with the event of a record. */
  read(record: number, cell: EventCell): void {
    const { doubles, words } = this;
    cell.timeUs = doubles[record * 4 + TIME]!;
    cell.priority = Math.floor(doubles[record * 4 + TIE]! / ARRIVALS_MAX);
    cell.kind = words[record * 8 + KIND_AND_NEXT]! >>> 24;
    cell.slot = words[record * 8 + SLOT]!;
    cell.generation = words[record * 8 + GENERATION]!;
    cell.payload = words[record * 8 + PAYLOAD]!;
  }

  /** Forgets everything, the numbers of arrival too. */
  clear(): void {
    this.firstFree = NO_RECORD;
    this.end = 0;
    this.arrivals = 0;
  }

  /** Sorts record numbers by (time, tie) in place. Bits of doubles that are not negative order like
   * the numbers, so a radix sort by words, the least first, does it: a million in about 0.2 s. */
  sort(records: Uint32Array): void {
    const keys = new Uint32Array(records.length);
    for (const word of KEY_WORDS_LEAST_FIRST) {
      for (let i = 0; i < records.length; i += 1) keys[i] = this.words[records[i]! * 8 + word]!;
      sortByKeys(records, keys);
    }
  }

  private takeFree(): number {
    const record = this.firstFree;
    if (record !== NO_RECORD) {
      this.firstFree = this.next(record);
      return record;
    }
    assert(this.end < PENDING_EVENTS_MAX, 'Too many events are pending');
    if (this.end * 4 === this.doubles.length) this.grow();
    this.end += 1;
    return this.end - 1;
  }

  private grow(): void {
    const doubles = new Float64Array(this.doubles.length * 2);
    const words = new Uint32Array(doubles.buffer);
    // Copied as words: a double that is moved might have its bits tidied on the way.
    words.set(this.words);
    this.doubles = doubles;
    this.words = words;
  }
}
