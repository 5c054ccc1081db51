/**
 * The event queue as a calendar: the near future is a small heap (today), the time after it a row
 * of days of equal length, each an unsorted chain, and everything later one unsorted list. An event
 * is put into its day at once and sorted only when its day comes, so the cost hardly grows with
 * what is pending. Days are measured out anew from the events themselves when the last one is over,
 * or when today has become crowded. After R. Brown (1988), with a heap for today in place of a
 * sorted list: then many events of one instant cost a heap's price and not a list's.
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

/** Up to this many events all live in today: a heap this small stays in the nearest cache. */
const TODAY_LIMIT_MIN = 48;
/** Today is crowded when it holds more than this part of all events (a quarter). */
const CROWDED_SHIFT = 2;
/** Times looked at to find how far the days should reach. */
const SAMPLES_MAX = 255;
/** The days should take up this part of the waiting events, three quarters; the rest is later. */
const REACH_NUMERATOR = 3;
const REACH_DENOMINATOR = 4;
const DAYS_MIN = 16;

export class CalendarQueue implements EventQueue {
  private readonly records = new EventRecords();
  private readonly today = new KeyHeap();
  /** What head() answers, and the record it was read from. A record at the head stays there
   * unchanged until it is popped, so its number tells whether the cell is still right. */
  private readonly headCell = makeEventCell();
  private headRecord = NO_RECORD;
  private count = 0;
  /** When `today` exceeds this, the days are measured out anew. */
  private todayLimit = TODAY_LIMIT_MIN;

  /** First record of the chain of each day, by number of the day. */
  private days = new Uint32Array(DAYS_MIN).fill(NO_RECORD);
  /** Days in use; 0 while everything is in today. */
  private dayCount = 0;
  private currentDay = 0;
  private firstDayUs = 0;
  private daysPerUs = 0;
  private inDays = 0;

  /** Events behind the last day, times beside records so that a scan stays in one array. */
  private laterTimes = new Float64Array(TODAY_LIMIT_MIN);
  private laterRecords = new Uint32Array(TODAY_LIMIT_MIN);
  private laterCount = 0;

  private readonly samples = new Float64Array(SAMPLES_MAX);

  get size(): number {
    return this.count;
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
    this.count += 1;
    const day = this.dayOf(timeUs);
    if (day <= this.currentDay) {
      this.today.push(timeUs, this.records.tie(record), record);
      if (this.today.size > this.todayLimit) this.measureOut();
    } else {
      this.putAhead({ timeUs, day, record });
    }
  }

  peekTimeUs(): number {
    if (this.today.size === 0) this.advance();
    return this.today.peekTimeUs();
  }

  head(): Readonly<EventCell> {
    assert(this.size > 0, 'An empty queue has no head');
    if (this.today.size === 0) this.advance();
    const record = this.today.peekRecord();
    if (record !== this.headRecord) {
      this.records.read(record, this.headCell);
      this.headRecord = record;
    }
    return this.headCell;
  }

  drop(): void {
    assert(this.count > 0, 'An empty queue has no head');
    if (this.today.size === 0) this.advance();
    this.records.free(this.today.pop());
    this.headRecord = NO_RECORD;
    this.count -= 1;
  }

  popInto(cell: EventCell): boolean {
    if (this.count === 0) return false;
    if (this.today.size === 0) this.advance();
    const record = this.today.pop();
    this.records.read(record, cell);
    this.records.free(record);
    this.headRecord = NO_RECORD;
    this.count -= 1;
    return true;
  }

  compact(isStale: IsStale): number {
    const before = this.count;
    this.restore(this.snapshot(isStale));
    return before - this.count;
  }

  snapshot(isStale?: IsStale): EventColumns {
    return columnsOf(this.records, this.ordered(isStale));
  }

  restore(columns: EventColumns): void {
    this.records.clear();
    this.headRecord = NO_RECORD;
    this.today.clear();
    this.laterCount = 0;
    this.count = 0;
    this.closeDays();
    this.todayLimit = TODAY_LIMIT_MIN;
    pushAll(this, columns);
  }

  addTo(hasher: StateHasher, isStale?: IsStale): void {
    addRecordsTo({ hasher, records: this.records, list: this.ordered(isStale) });
  }

  /** Number of the day of a time. It need only grow with the time: rounding cannot reorder. */
  private dayOf(timeUs: number): number {
    return Math.floor((timeUs - this.firstDayUs) * this.daysPerUs);
  }

  private putAhead(input: { timeUs: number; day: number; record: number }): void {
    const { timeUs, day, record } = input;
    if (day < this.dayCount) {
      this.records.setNext(record, this.days[day]!);
      this.days[day] = record;
      this.inDays += 1;
      return;
    }
    if (this.laterCount === this.laterTimes.length) this.growLater();
    this.laterTimes[this.laterCount] = timeUs;
    this.laterRecords[this.laterCount] = record;
    this.laterCount += 1;
  }

  /** Fills today with the next day that has events, if there is any event at all. */
  private advance(): void {
    if (this.inDays === 0) {
      if (this.laterCount > 0) this.measureOut();
      return;
    }
    const { days, records, today } = this;
    let day = this.currentDay + 1;
    while (days[day] === NO_RECORD) day += 1;
    assert(day < this.dayCount, 'A calendar lost an event of its days');
    this.currentDay = day;
    let record = days[day]!;
    days[day] = NO_RECORD;
    while (record !== NO_RECORD) {
      const next = records.next(record);
      today.push(records.timeUs(record), records.tie(record), record);
      this.inDays -= 1;
      record = next;
    }
  }

  /** Gathers all events and spreads them over new days; at least the first fills today. The cost
   * is that of all events, paid by as many pops or pushes as there have been since the last time:
   * the limit of today at least doubles, and the days take up three quarters of the events. */
  private measureOut(): void {
    this.gatherLater();
    const { laterCount } = this;
    if (laterCount <= TODAY_LIMIT_MIN / 2) {
      this.dayCount = 0;
      this.daysPerUs = 0;
      this.currentDay = 0;
    } else {
      this.chooseDays();
    }
    this.spread();
    const crowded = this.count >> CROWDED_SHIFT;
    this.todayLimit = Math.max(TODAY_LIMIT_MIN, this.today.size * 2, crowded);
  }

  /** Moves the events of today and of all days to the list of later ones. */
  private gatherLater(): void {
    const list = new Uint32Array(this.today.size + this.inDays);
    this.copyNear(list);
    this.closeDays();
    this.today.clear();
    this.daysPerUs = 0;
    for (let i = 0; i < list.length; i += 1) {
      const record = list[i]!;
      this.putAhead({ timeUs: this.records.timeUs(record), day: 0, record });
    }
  }

  /** Sets start, length and number of the days from the times of the later events. */
  private chooseDays(): void {
    const { laterTimes, laterCount } = this;
    let firstUs = Infinity;
    for (let i = 0; i < laterCount; i += 1) {
      const timeUs = laterTimes[i]!;
      if (timeUs < firstUs) firstUs = timeUs;
    }
    const reachUs = this.reachOfLater() - firstUs;
    let dayCount = DAYS_MIN;
    while (dayCount * 2 < laterCount) dayCount *= 2;
    if (dayCount > this.days.length) this.days = new Uint32Array(dayCount).fill(NO_RECORD);
    this.dayCount = dayCount;
    this.currentDay = 0;
    this.firstDayUs = firstUs;
    // A day shorter than a microsecond would hold nothing.
    this.daysPerUs = reachUs > dayCount ? dayCount / reachUs : 1;
  }

  /** The time before which three quarters of the later events come, by samples. */
  private reachOfLater(): number {
    const { laterTimes, laterCount, samples } = this;
    const stride = Math.ceil(laterCount / SAMPLES_MAX);
    let sampleCount = 0;
    for (let i = 0; i < laterCount; i += stride) {
      samples[sampleCount] = laterTimes[i]!;
      sampleCount += 1;
    }
    samples.subarray(0, sampleCount).sort();
    return samples[Math.floor((sampleCount * REACH_NUMERATOR) / REACH_DENOMINATOR)]!;
  }

  /** Sends every later event to today or to its day; those behind the last day stay. */
  private spread(): void {
    const { laterTimes, laterRecords, laterCount, records, today } = this;
    this.laterCount = 0;
    for (let i = 0; i < laterCount; i += 1) {
      const timeUs = laterTimes[i]!;
      const record = laterRecords[i]!;
      const day = this.dayOf(timeUs);
      if (day <= this.currentDay) today.push(timeUs, records.tie(record), record);
      else this.putAhead({ timeUs, day, record });
    }
  }

  /** Empties all days without looking at their events. */
  private closeDays(): void {
    if (this.inDays > 0) this.days.fill(NO_RECORD, 0, this.dayCount);
    this.inDays = 0;
    this.dayCount = 0;
    this.currentDay = 0;
    this.daysPerUs = 0;
  }

  /** Copies the records of today and of all days; returns the place behind them. */
  private copyNear(into: Uint32Array): number {
    let place = this.today.copyTo(into, 0);
    for (let day = 0; this.inDays > 0 && day < this.dayCount; day += 1) {
      for (let record = this.days[day]!; record !== NO_RECORD; record = this.records.next(record)) {
        into[place] = record;
        place += 1;
      }
    }
    return place;
  }

  private ordered(isStale: IsStale | undefined): Uint32Array {
    const list = new Uint32Array(this.count);
    const place = this.copyNear(list);
    list.set(this.laterRecords.subarray(0, this.laterCount), place);
    return inOrder({ records: this.records, list, isStale });
  }

  private growLater(): void {
    const capacity = this.laterTimes.length * 2;
    const times = new Float64Array(capacity);
    times.set(this.laterTimes);
    this.laterTimes = times;
    const records = new Uint32Array(capacity);
    records.set(this.laterRecords);
    this.laterRecords = records;
  }
}
