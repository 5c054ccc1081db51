/**
 * Goal: whatever is done to a room in whatever order, the invariants hold, what the engine keeps
 * step by step is what a restored copy recomputes, and looking changes nothing. Method: random
 * commands of every type, faults and time on a small room with a service under load; after each act
 * everything is checked.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/index.ts';
import { findDanglingRefs } from '../../src/main/engine/world/dangling-refs.ts';
import type { TopologyRow } from '../../src/shared/views/topology-view.ts';
import { anyActs, busyRoom, doAct } from '../support/engine-arbitraries.ts';
import { count } from '../support/counts.ts';
import { emptyEngine, expectOk, makeEngine, worldOf } from '../support/make-engine.ts';
import { plantDisagreements } from '../support/plant-twin.ts';

const SLOW_MS = 3_600_000;

/** A client that knows the room from patches alone. */
class Client {
  readonly rows = new Map<string, TopologyRow>();

  take(engine: Engine): void {
    const patch = engine.drainPatch();
    if (patch.reset) this.rows.clear();
    for (const id of patch.removed) this.rows.delete(id);
    for (const row of patch.upserted) this.rows.set(row.id, row);
  }
}

function sorted(rows: Iterable<TopologyRow>): TopologyRow[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe('a room under random acts', () => {
  it(
    'holds every invariant, at every step',
    () => {
      fc.assert(
        fc.property(anyActs(), fc.nat(1_000), (acts, seed) => {
          const engine = makeEngine(busyRoom, { seed });
          const world = worldOf(engine);
          const client = new Client();
          for (const act of acts) {
            doAct(engine, act);
            expect(engine.checkInvariants()).toEqual([]);
            expect(plantDisagreements(world)).toEqual([]);
            expect(findDanglingRefs(world.tables())).toEqual([]);
            client.take(engine);
            expect(sorted(client.rows.values())).toEqual(sorted(engine.rows()));
          }
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );

  it(
    'continues from a snapshot as if nothing had been',
    () => {
      fc.assert(
        fc.property(anyActs(), fc.nat(1_000), (acts, seed) => {
          const engine = makeEngine(busyRoom, { seed });
          const other = emptyEngine({ seed: seed + 1 });
          for (const act of acts) {
            expectOk(other.restore(engine.snapshot()));
            expect(other.hash()).toBe(engine.hash());
            doAct(engine, act);
            doAct(other, act);
            expect(other.hash()).toBe(engine.hash());
            expect(other.rows()).toEqual(engine.rows());
          }
        }),
        { numRuns: count('roomHistories') },
      );
    },
    SLOW_MS,
  );
});
