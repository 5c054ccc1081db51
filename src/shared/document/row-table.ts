/**
 * The rows of a state by kind and by id, in the order in which the things were made. It exists so
 * that writing a state as a scenario does not search the rows again for every thing.
 */
import type { Catalogue } from '../model/catalogue.ts';
import type { RowOf, TopologyKind, TopologyRow } from '../views/topology-view.ts';
import type { TimedCommand } from './expand-actions.ts';
import type { Scenario } from './scenario-schema.ts';

/** A moment of a run, as its rows show it. */
export interface RowsAtMoment {
  readonly atUs: number;
  readonly rows: readonly TopologyRow[];
  /** Requests in flight, over all services. */
  readonly requestsInFlight: number;
  /** The scenario the run began with. */
  readonly start: Scenario;
  readonly durationUs: number;
  /** The catalogue with the scenario's own sizes: its defaults need not be written. */
  readonly catalogue: Catalogue;
  /** Timed actions that are still to come. */
  readonly coming: readonly TimedCommand[];
}

export class RowTable {
  private readonly kinds = new Map<string, TopologyRow[]>();
  private readonly ids = new Map<string, TopologyRow>();

  constructor(rows: readonly TopologyRow[]) {
    for (const row of rows) {
      this.ids.set(row.id, row);
      const list = this.kinds.get(row.kind);
      if (list === undefined) this.kinds.set(row.kind, [row]);
      else list.push(row);
    }
  }

  /** All rows of a kind. */
  of<K extends TopologyKind>(kind: K): readonly RowOf<K>[] {
    // Rows were sorted into the lists by their kind.
    return (this.kinds.get(kind) ?? []) as RowOf<K>[];
  }

  /** How many things have ids of this word; for places and power that is not the row's kind. */
  countOf(word: string): number {
    let found = 0;
    for (const id of this.ids.keys()) if (id.startsWith(`${word}:`)) found += 1;
    return found;
  }

  /** The row of an id and kind, if it is there. */
  get<K extends TopologyKind>(kind: K, id: string): RowOf<K> | undefined {
    const row = this.ids.get(id);
    // The kind was compared in the same expression.
    return row?.kind === kind ? (row as RowOf<K>) : undefined;
  }
}
