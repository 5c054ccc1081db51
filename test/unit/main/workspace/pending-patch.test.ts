/**
 * Goal: a large room goes out in parts that add up to it, and what changes while it is under way is
 * neither lost nor undone. Method: a room of made-up rows behind a pending patch; parts are taken
 * at random moments between changes, replayed, and the rows compared with the room's.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PART_ROWS,
  PendingPatch,
  type FullView,
} from '../../../../src/main/workspace/patch-merge.ts';
import type { TopologyPatch, TopologyRow } from '../../../../src/shared/views/topology-view.ts';
import { count } from '../../../support/counts.ts';
import { syntheticRoom } from '../../../support/synthetic-room.ts';

const HALL = syntheticRoom({ racks: 40, racksPerRow: 10, hostsPerRack: 20, machines: 1_500 });
const KINDS = ['host', 'vm', 'place', 'rack', 'power', 'switch'] as const;

/** A room that changes, and the pending patch of one slow screen. */
class Room {
  readonly rows = new Map(HALL.map((row) => [row.id, row]));
  readonly pending = new PendingPatch();
  #rev = 1;

  view(): FullView {
    return {
      rev: this.#rev,
      kinds: KINDS,
      rowsOf: (kind) => [...this.rows.values()].filter((row) => row.kind === kind),
    };
  }

  take(): TopologyPatch | undefined {
    return this.pending.take(() => this.view());
  }

  change(change: { upserted?: TopologyRow[]; removed?: string[] }): void {
    const { upserted = [], removed = [] } = change;
    for (const id of removed) this.rows.delete(id);
    for (const row of upserted) this.rows.set(row.id, row);
    const fromRev = this.#rev;
    this.#rev += 1;
    this.pending.add({ fromRev, toRev: this.#rev, reset: false, upserted, removed });
  }
}

/** A screen: applies patches and refuses those whose revisions do not meet. */
class Replay {
  readonly rows = new Map<string, TopologyRow>();
  rev = 0;

  apply(patch: TopologyPatch): void {
    if (patch.reset) this.rows.clear();
    else expect(patch.fromRev).toBe(this.rev);
    for (const id of patch.removed) this.rows.delete(id);
    for (const row of patch.upserted) this.rows.set(row.id, row);
    this.rev = patch.toRev;
  }
}

describe('a large room on its way to a screen', () => {
  it('goes out in parts, in the order asked for, and says when more is coming', () => {
    const room = new Room();
    const parts: TopologyPatch[] = [];
    do {
      const part = room.take();
      if (part !== undefined) parts.push(part);
    } while (room.pending.isUnderWay);
    const shown = HALL.filter((row) => KINDS.some((kind) => kind === row.kind));
    expect(parts.length).toBe(Math.ceil(shown.length / PART_ROWS));
    expect(parts.map((part) => part.reset)).toEqual(parts.map((_part, index) => index === 0));
    expect(parts.map((part) => part.more === true)).toEqual(
      parts.map((_part, index) => index < parts.length - 1),
    );
    expect(parts[0]?.upserted.slice(0, 800).every((row) => row.kind === 'host')).toBe(true);
    expect(room.take()).toBeUndefined();
  });

  it('ends as the room is, whatever changes on the way', () => {
    const step = fc.record({
      takes: fc.boolean(),
      at: fc.nat(HALL.length - 1),
      removes: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const room = new Room();
        const screen = new Replay();
        for (const { takes, at, removes } of steps) {
          if (takes) {
            const part = room.take();
            if (part !== undefined) screen.apply(part);
            continue;
          }
          const row = HALL[at];
          if (row?.kind === 'vm' && removes) room.change({ removed: [row.id] });
          else if (row?.kind === 'vm') room.change({ upserted: [{ ...row, lost: true }] });
        }
        for (let part = room.take(); part !== undefined; part = room.take()) screen.apply(part);
        const wanted = [...room.rows.values()].filter((row) =>
          KINDS.some((kind) => kind === row.kind),
        );
        expect(screen.rows).toEqual(new Map(wanted.map((row) => [row.id, row])));
      }),
      { numRuns: Math.ceil(count('propertyRuns') / 10) },
    );
  });
});
