/**
 * A binary min-heap of events by (time, tie), in three parallel arrays. It is the whole inside of
 * the heap queue and the short front of the calendar queue. Four children per node, and one array
 * of joined keys, were tried and were not faster (docs/decisions).
 */

const INITIAL_CAPACITY = 64;

export class KeyHeap {
  private times = new Float64Array(INITIAL_CAPACITY);
  private ties = new Float64Array(INITIAL_CAPACITY);
  private records = new Uint32Array(INITIAL_CAPACITY);
  private length = 0;

  get size(): number {
    return this.length;
  }

  clear(): void {
    this.length = 0;
  }

  /** Time of the least entry; Infinity when there is none. */
  peekTimeUs(): number {
    return this.length === 0 ? Infinity : this.times[0]!;
  }

  /** Record of the least entry. There must be one. */
  peekRecord(): number {
    return this.records[0]!;
  }

  push(timeUs: number, tie: number, record: number): void {
    if (this.length === this.times.length) this.grow();
    const { times, ties, records } = this;
    let hole = this.length;
    this.length += 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentTime = times[parent]!;
      if (parentTime < timeUs || (parentTime === timeUs && ties[parent]! < tie)) break;
      times[hole] = parentTime;
      ties[hole] = ties[parent]!;
      records[hole] = records[parent]!;
      hole = parent;
    }
    times[hole] = timeUs;
    ties[hole] = tie;
    records[hole] = record;
  }

  /** Takes out the least entry and returns its record. There must be one. */
  pop(): number {
    const { times, ties, records } = this;
    const least = records[0]!;
    const last = this.length - 1;
    this.length = last;
    if (last === 0) return least;
    const time = times[last]!;
    const tie = ties[last]!;
    let hole = 0;
    for (;;) {
      let child = hole * 2 + 1;
      if (child >= last) break;
      let childTime = times[child]!;
      const other = child + 1;
      if (other < last) {
        const otherTime = times[other]!;
        if (otherTime < childTime || (otherTime === childTime && ties[other]! < ties[child]!)) {
          child = other;
          childTime = otherTime;
        }
      }
      if (childTime > time || (childTime === time && ties[child]! > tie)) break;
      times[hole] = childTime;
      ties[hole] = ties[child]!;
      records[hole] = records[child]!;
      hole = child;
    }
    times[hole] = time;
    ties[hole] = tie;
    records[hole] = records[last]!;
    return least;
  }

  /** Copies the records, in no order, to `into` from `offset`; returns the place behind them. */
  copyTo(into: Uint32Array, offset: number): number {
    into.set(this.records.subarray(0, this.length), offset);
    return offset + this.length;
  }

  private grow(): void {
    const capacity = this.times.length * 2;
    const times = new Float64Array(capacity);
    times.set(this.times);
    this.times = times;
    const ties = new Float64Array(capacity);
    ties.set(this.ties);
    this.ties = ties;
    const records = new Uint32Array(capacity);
    records.set(this.records);
    this.records = records;
  }
}
