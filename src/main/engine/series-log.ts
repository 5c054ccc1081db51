/**
 * The series log: what became of each service's requests, in buckets of ten seconds, for charts.
 *
 * It is derived like the run log: a replay writes it again, no decision reads it, and it is not
 * part of the state hash. It is bounded by thinning nothing: a bucket costs five numbers.
 */

/** Length of a bucket. */
export const SERIES_BUCKET_US = 10_000_000;
/** Buckets kept for one service: 60 days. Later ones are not recorded, and the chart says so. */
const BUCKETS_MAX = 518_400;

export const SERIES_FIELDS = ['offered', 'served', 'late', 'refused', 'lost'] as const;
export type SeriesField = (typeof SERIES_FIELDS)[number];

type Columns = Record<SeriesField, number[]>;

/** The series of a moment; its columns are shared until they are written to. */
export type SeriesMark = ReadonlyMap<number, Columns>;

export class SeriesLog {
  private byService = new Map<number, Columns>();
  /** Services whose columns belong to no mark; undefined: there is no mark. */
  private own: Set<number> | undefined;

  /** Counts one request of a service at a moment. */
  count(service: number, atUs: number, field: SeriesField): void {
    const bucket = Math.floor(atUs / SERIES_BUCKET_US);
    if (bucket >= BUCKETS_MAX) return;
    const column = this.columns(service)[field];
    while (column.length <= bucket) column.push(0);
    column[bucket]! += 1;
  }

  /** Forgets a service whose slot may be used again. */
  forget(service: number): void {
    this.byService.delete(service);
  }

  /** Counts of one field over buckets `from` up to, not including, `to`. */
  read(query: {
    service: number;
    field: SeriesField;
    from: number;
    to: number;
  }): Float64Array<ArrayBuffer> {
    const column = this.byService.get(query.service)?.[query.field] ?? [];
    const values = new Float64Array(Math.max(0, query.to - query.from));
    for (let i = 0; i < values.length; i += 1) values[i] = column[query.from + i] ?? 0;
    return values;
  }

  toText(): string {
    return JSON.stringify([...this.byService].sort((a, b) => a[0] - b[0]));
  }

  restore(saved: [number, Columns][]): void {
    this.byService = new Map(saved);
    this.own = undefined;
  }

  /** Keeps the present series, so that `rollback` can go back to it any number of times. */
  mark(): SeriesMark {
    const marked = this.byService;
    this.rollback(marked);
    return marked;
  }

  rollback(mark: SeriesMark): void {
    this.byService = new Map(mark);
    this.own = new Set();
  }

  private columns(service: number): Columns {
    const known = this.byService.get(service);
    if (known !== undefined && (this.own === undefined || this.own.has(service))) return known;
    const made: Columns = {
      offered: [...(known?.offered ?? [])],
      served: [...(known?.served ?? [])],
      late: [...(known?.late ?? [])],
      refused: [...(known?.refused ?? [])],
      lost: [...(known?.lost ?? [])],
    };
    this.byService.set(service, made);
    this.own?.add(service);
    return made;
  }
}
