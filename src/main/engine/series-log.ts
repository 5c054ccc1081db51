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
export type SeriesMark = readonly (Columns | undefined)[];

export class SeriesLog {
  /** By slot of the service; every request counts twice, so this is no map. */
  private byService: (Columns | undefined)[] = [];
  /** Services whose columns belong to no mark; undefined: there is no mark. */
  private own: Set<number> | undefined;
  private marked: SeriesMark = [];
  /** Columns that may be written, by service; those of a mark are copied first. */
  private writable: (Columns | undefined)[] = [];

  /** Counts one request of a service at a moment. */
  count(service: number, atUs: number, field: SeriesField): void {
    const bucket = Math.floor(atUs / SERIES_BUCKET_US);
    if (bucket >= BUCKETS_MAX) return;
    const column = (this.writable[service] ?? this.toWrite(service))[field];
    while (column.length <= bucket) column.push(0);
    column[bucket]! += 1;
  }

  /** Forgets a service whose slot may be used again. */
  forget(service: number): void {
    this.byService[service] = undefined;
    this.writable[service] = undefined;
    this.own?.add(service);
  }

  /** Counts of one field over buckets `from` up to, not including, `to`. */
  read(query: {
    service: number;
    field: SeriesField;
    from: number;
    to: number;
  }): Float64Array<ArrayBuffer> {
    const column = this.byService[query.service]?.[query.field] ?? [];
    const values = new Float64Array(Math.max(0, query.to - query.from));
    for (let i = 0; i < values.length; i += 1) values[i] = column[query.from + i] ?? 0;
    return values;
  }

  toText(): string {
    const kept = [...this.byService.entries()].filter(([, columns]) => columns !== undefined);
    return JSON.stringify(kept);
  }

  restore(saved: [number, Columns][]): void {
    this.byService = [];
    this.writable = [];
    for (const [service, columns] of saved) this.byService[service] = columns;
    this.own = undefined;
    this.marked = [];
  }

  /** Keeps the present series, so that `rollback` can go back to it any number of times. */
  mark(): SeriesMark {
    const marked = [...this.byService];
    this.marked = marked;
    this.writable = [];
    this.own = new Set();
    return marked;
  }

  /** Goes back to a mark; to the newest one it costs only what was written since. */
  rollback(mark: SeriesMark): void {
    if (mark !== this.marked || this.own === undefined) {
      this.byService = [...mark];
      this.marked = mark;
      this.writable = [];
    } else {
      for (const service of this.own) {
        this.byService[service] = mark[service];
        this.writable[service] = undefined;
      }
    }
    this.own = new Set();
  }

  private toWrite(service: number): Columns {
    const known = this.byService[service];
    const isShared = this.own !== undefined && !this.own.has(service);
    const columns =
      known !== undefined && !isShared
        ? known
        : {
            offered: [...(known?.offered ?? [])],
            served: [...(known?.served ?? [])],
            late: [...(known?.late ?? [])],
            refused: [...(known?.refused ?? [])],
            lost: [...(known?.lost ?? [])],
          };
    this.own?.add(service);
    this.byService[service] = columns;
    this.writable[service] = columns;
    return columns;
  }
}
