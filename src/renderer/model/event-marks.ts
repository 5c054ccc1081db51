/**
 * Everything that happened, as three numbers for each event: when, which one, and how it is marked.
 *
 * A long run has more events than a list should hold or a screen has dots. The columns keep all of
 * them at a few bytes each, and answer what a track wants to know: which lanes have something at
 * which dot, how much of it, and how grave the gravest is. It must not know words or colours; a
 * mark is a lane and a gravity.
 */

/** How one event is marked: its lane, and how grave it is, both small whole numbers. */
export interface EventMark {
  readonly lane: number;
  readonly gravity: number;
}

/** What the columns take of an event. */
export interface MarkedEvent extends EventMark {
  readonly id: number;
  readonly atUs: number;
}

/** One lane cut into cells of equal length. */
export interface LaneBins {
  /** Events in each cell. */
  readonly counts: Uint32Array;
  /** One more than the gravity of the gravest event in each cell; 0 where there is none. */
  readonly worst: Uint8Array;
}

export interface BinsAsked {
  readonly fromUs: number;
  readonly toUs: number;
  readonly cells: number;
}

/** Lanes and gravities that fit into a byte together. */
const GRAVITIES = 16;
const CAPACITY_FIRST = 1_024;
/** Events kept at once; of more than that the oldest half is let go. */
export const EVENT_COLUMNS_MAX = 500_000;

export class EventColumns {
  readonly lanes: number;
  readonly #max: number;
  #at = new Float64Array(CAPACITY_FIRST);
  #id = new Float64Array(CAPACITY_FIRST);
  #mark = new Uint8Array(CAPACITY_FIRST);
  #length = 0;

  constructor(lanes: number, max = EVENT_COLUMNS_MAX) {
    this.lanes = lanes;
    this.#max = max;
  }

  get length(): number {
    return this.#length;
  }

  /** Takes one more; moments never fall from one to the next. O(1) amortized. */
  push(event: MarkedEvent): void {
    if (this.#length === this.#max) this.#letGoOfHalf();
    if (this.#length === this.#at.length) this.#grow();
    this.#at[this.#length] = event.atUs;
    this.#id[this.#length] = event.id;
    this.#mark[this.#length] = event.lane * GRAVITIES + event.gravity;
    this.#length += 1;
  }

  clear(): void {
    this.#length = 0;
  }

  /** Place of the first event at or after a moment. O(log events). */
  placeOf(us: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#at[middle] ?? 0) < us) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The lanes over a span, cut into cells; its end belongs to the last one. O(events in it). */
  bins({ fromUs, toUs, cells }: BinsAsked): LaneBins[] {
    const bins = Array.from({ length: this.lanes }, () => ({
      counts: new Uint32Array(cells),
      worst: new Uint8Array(cells),
    }));
    const perUs = cells / Math.max(1, toUs - fromUs);
    for (let place = this.placeOf(fromUs); place < this.#length; place += 1) {
      const atUs = this.#at[place] ?? 0;
      if (atUs > toUs) break;
      const mark = this.#mark[place] ?? 0;
      const bin = bins[Math.floor(mark / GRAVITIES)];
      if (bin === undefined) continue;
      const cell = Math.min(cells - 1, Math.floor((atUs - fromUs) * perUs));
      bin.counts[cell] = (bin.counts[cell] ?? 0) + 1;
      bin.worst[cell] = Math.max(bin.worst[cell] ?? 0, (mark % GRAVITIES) + 1);
    }
    return bins;
  }

  /** Events of each lane from one moment to before another. O(events in it). */
  countsBetween(fromUs: number, toUs: number): number[] {
    const counts = Array.from({ length: this.lanes }, () => 0);
    const end = this.placeOf(toUs);
    for (let place = this.placeOf(fromUs); place < end; place += 1) {
      const lane = Math.floor((this.#mark[place] ?? 0) / GRAVITIES);
      counts[lane] = (counts[lane] ?? 0) + 1;
    }
    return counts;
  }

  /** The gravest event of a lane within a span, the newest of several; undefined without any. */
  gravest(lane: number, span: { readonly fromUs: number; readonly toUs: number }) {
    let found: { readonly id: number; readonly atUs: number } | undefined;
    let worst = -1;
    for (let place = this.placeOf(span.fromUs); place < this.#length; place += 1) {
      const atUs = this.#at[place] ?? 0;
      if (atUs > span.toUs) break;
      const mark = this.#mark[place] ?? 0;
      if (Math.floor(mark / GRAVITIES) !== lane || mark % GRAVITIES < worst) continue;
      worst = mark % GRAVITIES;
      found = { id: this.#id[place] ?? 0, atUs };
    }
    return found;
  }

  /** The moment of the next event after one, or of the last before it. O(log events). */
  beside(us: number, way: 'next' | 'previous'): number | undefined {
    const place = way === 'next' ? this.placeOf(us + 1) : this.placeOf(us) - 1;
    return place < 0 || place >= this.#length ? undefined : this.#at[place];
  }

  #letGoOfHalf(): void {
    const from = this.#max >> 1;
    this.#at.copyWithin(0, from, this.#length);
    this.#id.copyWithin(0, from, this.#length);
    this.#mark.copyWithin(0, from, this.#length);
    this.#length -= from;
  }

  #grow(): void {
    const capacity = Math.min(this.#max, this.#at.length * 2);
    const [at, id, mark] = [this.#at, this.#id, this.#mark];
    this.#at = new Float64Array(capacity);
    this.#id = new Float64Array(capacity);
    this.#mark = new Uint8Array(capacity);
    this.#at.set(at.subarray(0, this.#length));
    this.#id.set(id.subarray(0, this.#length));
    this.#mark.set(mark.subarray(0, this.#length));
  }
}
