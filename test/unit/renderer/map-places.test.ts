/**
 * Goal: a large room is found one's way in: sums and worst states of racks, rows and halls are
 * right and stay right, trouble out of view is told by side, the trail names where the view is,
 * and names stand in the order in which people count. Method: synthetic rooms through the pure
 * parts of the map, against sums made from scratch.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../src/renderer/topology/layout.ts';
import { alarmsOf, troubledRacks } from '../../../src/renderer/topology/map-alarms.ts';
import { trailOf } from '../../../src/renderer/topology/map-trail.ts';
import { byName } from '../../../src/renderer/topology/name-order.ts';
import { sortRoom, type RoomRows } from '../../../src/renderer/topology/room-rows.ts';
import { RoomSums } from '../../../src/renderer/topology/room-sums.ts';
import type { RowOf, TopologyKind, TopologyRow } from '../../../src/shared/views/topology-view.ts';
import { count } from '../../support/counts.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

const rows = new Map(
  syntheticRoom({ racks: 12, racksPerRow: 4, hostsPerRack: 5, machines: 90 }).map((row) => [
    row.id,
    row,
  ]),
);

function list<K extends TopologyKind>(kind: K): RowOf<K>[] {
  return [...rows.values()].filter((row): row is RowOf<K> => row.kind === kind);
}

/** A room, or as much of it as has arrived, in the order of the map. */
function sortedOf(room: ReadonlyMap<string, TopologyRow>): RoomRows {
  function some<K extends TopologyKind>(kind: K): RowOf<K>[] {
    return [...room.values()].filter((row): row is RowOf<K> => row.kind === kind);
  }
  return sortRoom({
    places: some('place'),
    racks: some('rack'),
    hosts: some('host'),
    switches: some('switch'),
    powers: some('power'),
    machines: some('vm'),
    balancers: [],
    services: [],
    storages: [],
  });
}

const sorted = sortedOf(rows);
const layout = layOut(sorted);

/** A room in which rows can be exchanged. */
function liveSums(): { sums: RoomSums; put: (row: TopologyRow) => void } {
  const now = new Map(rows);
  const sums = new RoomSums(sorted, (id) => now.get(id));
  return {
    sums,
    put: (row) => {
      now.set(row.id, row);
      sums.touch(row);
    },
  };
}

function hostRow(id: string): RowOf<'host'> {
  const row = rows.get(id);
  if (row?.kind !== 'host') throw new Error(`no host ${id}`);
  return row;
}

describe('sums of places', () => {
  it('add up from racks to rows to halls', () => {
    const { sums } = liveSums();
    expect(sums.rack('rack:r1')).toMatchObject({ racks: 1, hosts: 5, hostsUp: 5, worst: 'ok' });
    expect(sums.band('row:row-2')).toMatchObject({ racks: 4, hosts: 20, troubled: 0 });
    expect(sums.hall('room:hall')).toMatchObject({ racks: 12, hosts: 60, machines: 90 });
  });

  it('take in what changed, and count the racks in trouble', () => {
    const { sums, put } = liveSums();
    expect(sums.hall('room:hall').worst).toBe('ok');
    put({ ...hostRow('host:r5-h1'), state: 'down', powered: false });
    expect(sums.rack('rack:r5')).toMatchObject({ hostsUp: 4, worst: 'harm' });
    expect(sums.band('row:row-2')).toMatchObject({ hostsUp: 19, worst: 'harm', troubled: 1 });
    expect(sums.hall('room:hall')).toMatchObject({ worst: 'harm', troubled: 1 });
    put(hostRow('host:r5-h1'));
    expect(sums.hall('room:hall')).toMatchObject({ hostsUp: 60, worst: 'ok', troubled: 0 });
    const tor = rows.get('switch:r9-tor');
    if (tor?.kind !== 'switch') throw new Error('no switch');
    put({ ...tor, cut: true });
    expect(sums.rack('rack:r9')).toMatchObject({ hostsUp: 5, worst: 'harm' });
    expect(sums.hall('room:hall')).toMatchObject({ worst: 'harm', troubled: 1 });
    put(tor);
    expect(sums.hall('room:hall')).toMatchObject({ worst: 'ok', troubled: 0 });
  });
});

describe('sums that are kept', () => {
  const anyChange = fc.oneof(
    fc.record({
      of: fc.constantFrom(...list('host')),
      state: fc.constantFrom<RowOf<'host'>['state']>('up', 'down'),
      vCpuCommitted: fc.nat(40),
    }),
    fc.record({ of: fc.constantFrom(...list('switch'), ...list('rack')), cut: fc.boolean() }),
    fc.record({ of: fc.constantFrom(...list('vm')), microUsdPerHour: fc.nat(9_000) }),
  );

  it('are those that would be made from scratch, whatever changed and was asked between', () => {
    const asked = fc.constantFrom('none', 'band', 'all');
    fc.assert(
      fc.property(fc.array(fc.tuple(anyChange, asked), { maxLength: 12 }), (changes) => {
        const now = new Map(rows);
        const kept = new RoomSums(sorted, (id) => now.get(id));
        for (const [{ of, ...change }, look] of changes) {
          // A change names fields of the kind it is drawn for.
          const row = { ...now.get(of.id), ...change } as TopologyRow;
          now.set(row.id, row);
          kept.touch(row);
          if (look === 'band') kept.band('row:row-1');
          if (look === 'all') kept.hall('room:hall');
        }
        const anew = new RoomSums(sorted, (id) => now.get(id));
        expect(kept.hall('room:hall')).toEqual(anew.hall('room:hall'));
        for (const { id } of list('rack')) expect(kept.rack(id)).toEqual(anew.rack(id));
        for (const row of ['row:row-1', 'row:row-2', 'row:row-3']) {
          expect(kept.band(row)).toEqual(anew.band(row));
        }
        expect(troubledRacks(layout, kept)).toEqual(troubledRacks(layout, anew));
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it('outlive the layouts of a room that arrives, in whatever order and whoever asks', () => {
    const some = [...rows.values()];
    const order = fc.shuffledSubarray(some, { minLength: some.length, maxLength: some.length });
    const step = fc.record({
      rows: fc.integer({ min: 1, max: 60 }),
      looks: fc.boolean(),
      laysOut: fc.boolean(),
      fails: fc.constantFrom(...list('host')),
    });
    const steps = fc.array(step, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(order, steps, (arrival, parts) => {
        const now = new Map<string, TopologyRow>();
        let kept = new RoomSums(sortedOf(now), (id) => now.get(id));
        let at = 0;
        function put(row: TopologyRow): void {
          now.set(row.id, row);
          kept.touch(row);
        }
        for (const part of parts) {
          for (const row of arrival.slice(at, at + part.rows)) put(row);
          at += part.rows;
          if (now.has(part.fails.id)) put({ ...part.fails, state: 'down', powered: false });
          if (part.looks) for (const { id } of list('rack')) kept.rack(id);
          if (part.laysOut) kept = kept.grown(sortedOf(now));
        }
        kept = kept.grown(sortedOf(now));
        const anew = new RoomSums(sortedOf(now), (id) => now.get(id));
        for (const { id } of list('rack')) expect(kept.rack(id)).toEqual(anew.rack(id));
        expect(kept.hall('room:hall')).toEqual(anew.hall('room:hall'));
      }),
      { numRuns: Math.ceil(count('propertyRuns') / 4) },
    );
  });
});

describe('trouble out of view', () => {
  const { sums, put } = liveSums();
  put({ ...hostRow('host:r5-h1'), state: 'down', powered: false });
  put({ ...hostRow('host:r8-h1'), state: 'down', powered: false });
  const troubled = troubledRacks(layout, sums);

  it('is found by rack', () => {
    expect(troubled.map((rack) => rack.id)).toEqual(['rack:r5', 'rack:r8']);
  });

  it('is told by side with the nearest, and not at all when it is in view', () => {
    const rack = layout.boxes.get('rack:r5');
    if (rack === undefined) throw new Error('r5 has no place');
    const right = { x: rack.x + rack.w + 20, y: rack.y, w: 160, h: rack.h };
    const [left, ...others] = alarmsOf(troubled, right).toSorted((a, b) =>
      a.side < b.side ? -1 : 1,
    );
    expect(left).toEqual({ side: 'left', count: 1, nearest: 'rack:r5' });
    expect(others).toEqual([{ side: 'right', count: 1, nearest: 'rack:r8' }]);
    expect(alarmsOf(troubled, layout.bounds)).toEqual([]);
  });
});

describe('the trail', () => {
  it('says nothing while everything is in view', () => {
    expect(trailOf(layout, layout.bounds)).toEqual([]);
  });

  it('leads from the whole room to what fills the view', () => {
    const host = layout.boxes.get('host:r6-h2');
    if (host === undefined) throw new Error('no host');
    const ids = trailOf(layout, { x: host.x, y: host.y, w: host.w, h: host.h }).map(({ id }) => id);
    expect(ids.slice(0, 5)).toEqual([undefined, 'room:hall', 'row:row-2', 'rack:r6', 'host:r6-h2']);
  });
});

describe('the order of names', () => {
  it('counts numbers and puts capitals beside small letters', () => {
    const names = ['r10', 'r2', 'R3', 'r1-h10', 'r1-h9', 'r1', 'émile', 'zoo'];
    expect(names.toSorted(byName)).toEqual([
      'émile',
      'r1',
      'r1-h9',
      'r1-h10',
      'r2',
      'R3',
      'r10',
      'zoo',
    ]);
  });

  it('is an order', () => {
    const name = fc.stringMatching(/^[a-cA-C0-3_.-]{0,6}$/);
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(byName(a, b))).toBe(-Math.sign(byName(b, a)) + 0);
        if (byName(a, b) <= 0 && byName(b, c) <= 0) expect(byName(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});
