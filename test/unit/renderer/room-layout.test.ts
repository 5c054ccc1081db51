/**
 * Goal: the picture is the room: nothing overlaps what it does not stand in, everything that
 * exists has its place, and the same room gives the same picture. Method: rooms of random size
 * through the real layout, and a few drawn by hand.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parentOf } from '../../../src/renderer/model/parents.ts';
import type { Box } from '../../../src/renderer/topology/box.ts';
import { contains, overlaps } from '../../../src/renderer/topology/geometry.ts';
import { layOut, type RoomLayout } from '../../../src/renderer/topology/layout.ts';
import {
  innerTiles,
  machineTiles,
  unevenTiles,
} from '../../../src/renderer/topology/machine-tiles.ts';
import { sortRoom } from '../../../src/renderer/topology/room-rows.ts';
import type { RowOf, TopologyKind, TopologyRow } from '../../../src/shared/views/topology-view.ts';
import { count } from '../../support/counts.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

function layoutOf(rows: readonly TopologyRow[]): RoomLayout {
  function list<K extends TopologyKind>(kind: K): RowOf<K>[] {
    return rows.filter((row): row is RowOf<K> => row.kind === kind);
  }
  return layOut(
    sortRoom({
      places: list('place'),
      racks: list('rack'),
      hosts: list('host'),
      switches: list('switch'),
      powers: list('power'),
      machines: list('vm'),
      balancers: list('balancer'),
      services: list('service'),
      storages: list('storage'),
    }),
  );
}

function boxOf(layout: RoomLayout, id: string): Box {
  const box = layout.boxes.get(id);
  if (box === undefined) throw new Error(`${id} has no place`);
  return box;
}

const sizes = fc.record({
  racks: fc.integer({ min: 1, max: 14 }),
  racksPerRow: fc.integer({ min: 1, max: 6 }),
  hostsPerRack: fc.integer({ min: 0, max: 21 }),
  machines: fc.integer({ min: 0, max: 60 }),
});

/** Boxes in the order of their ids, so that two maps can be compared. */
function byId<V>(boxes: ReadonlyMap<string, V>): [string, V][] {
  return [...boxes].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

describe('the layout of a room', () => {
  it('keeps everything apart that is not inside each other', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const layout = layoutOf(syntheticRoom(size));
        const boxes = [...layout.boxes.values()];
        for (const kind of ['rack', 'host', 'vm', 'power', 'switch'] as const) {
          const same = boxes.filter((box) => box.kind === kind);
          same.forEach((box, index) => {
            const other = same.slice(index + 1).find((later) => overlaps(box, later));
            expect(other, `${box.id} and ${other?.id} overlap`).toBeUndefined();
          });
        }
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it('puts hosts into their racks and machines onto their hosts', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const rows = syntheticRoom(size);
        const layout = layoutOf(rows);
        for (const row of rows) {
          if (row.kind === 'host') {
            expect(contains(boxOf(layout, row.rack), boxOf(layout, row.id))).toBe(true);
          }
          if (row.kind === 'vm' && row.host !== undefined && layout.boxes.has(row.id)) {
            expect(contains(boxOf(layout, row.host), boxOf(layout, row.id))).toBe(true);
          }
        }
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it('gives the same picture for the same room, whatever the order of its rows', () => {
    const rows = syntheticRoom({ racks: 9, racksPerRow: 4, hostsPerRack: 5, machines: 30 });
    const one = layoutOf(rows);
    const other = layoutOf(rows.toReversed());
    expect(byId(other.boxes)).toEqual(byId(one.boxes));
  });

  it('stands a higher unit higher up, aligned across the racks of a row', () => {
    const layout = layoutOf(
      syntheticRoom({ racks: 2, racksPerRow: 2, hostsPerRack: 3, machines: 0 }),
    );
    const ys = ['host:r1-h3', 'host:r1-h2', 'host:r1-h1'].map((id) => boxOf(layout, id).y);
    expect(ys).toEqual(ys.toSorted((a, b) => a - b));
    expect(boxOf(layout, 'host:r2-h2').y).toBe(boxOf(layout, 'host:r1-h2').y);
  });

  it('folds the units that are empty in the whole row, and says how many', () => {
    const layout = layoutOf(
      syntheticRoom({ racks: 2, racksPerRow: 2, hostsPerRack: 3, machines: 0 }),
    );
    const runs = layout.halls[0]?.bands[0]?.placed.runs.map(({ from, to, folded }) => ({
      from,
      to,
      folded,
    }));
    expect(runs).toEqual([
      { from: 7, to: 42, folded: true },
      { from: 1, to: 6, folded: false },
    ]);
  });

  it('puts a machine without a host on the shelf below the racks, beside the power', () => {
    const rows = syntheticRoom({ racks: 1, racksPerRow: 1, hostsPerRack: 0, machines: 2 });
    const layout = layoutOf(rows);
    const rack = boxOf(layout, 'rack:r1');
    const machine = boxOf(layout, 'vm:lab/vm-1');
    expect(machine.y).toBeGreaterThan(rack.y + rack.h);
    const power = [...layout.boxes.lanes()].filter((box) => box.kind === 'power');
    expect(power.length).toBeGreaterThan(0);
    expect(power.every((box) => box.x + box.w < machine.x)).toBe(true);
  });

  it('needs no more room when machines of a wide room lose their hosts', () => {
    const rows = syntheticRoom({ racks: 12, racksPerRow: 6, hostsPerRack: 2, machines: 6 });
    const loose = rows.map((row) => (row.kind === 'vm' ? { ...row, host: undefined } : row));
    expect(layoutOf(loose).bounds).toEqual(layoutOf(rows).bounds);
  });

  it('makes few racks as wide as the window has room, and leaves many alone', () => {
    const widthOf = (racks: number) => {
      const size = { racks, racksPerRow: 6, hostsPerRack: 4, machines: 0 };
      return boxOf(layoutOf(syntheticRoom(size)), 'rack:r1').w;
    };
    expect(widthOf(2)).toBe(220);
    expect(widthOf(60)).toBe(140);
    const widths = Array.from({ length: 24 }, (_, index) => widthOf(index + 1));
    expect(new Set(widths).size).toBeGreaterThan(2);
  });
});

describe('tiles on a host', () => {
  const host = { x: 10, y: 20, w: 120, h: 60 };

  it('are as many as there are machines, side by side and one below the other', () => {
    const tiles = machineTiles(
      host,
      Array.from({ length: 5 }, (_, index) => ({ id: String(index) })),
    );
    expect(tiles.map((tile) => tile.id)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('are not made when they would be specks', () => {
    const many = Array.from({ length: 500 }, (_, index) => ({ id: String(index) }));
    expect(machineTiles(host, many)).toEqual([]);
  });
});

describe('machines inside a machine', () => {
  const host = { x: 0, y: 0, w: 126 };

  it.each([36, 44, 160])('lie on its tile, apart from each other, on a host %i high', (h) => {
    const tiles = unevenTiles({ ...host, h }, [
      { id: 'beside', inside: 0 },
      { id: 'outer', inside: 3 },
    ]);
    const [beside, outer] = tiles;
    if (beside === undefined || outer === undefined) throw new Error('no tiles');
    expect(overlaps(beside, outer)).toBe(false);
    const inner = innerTiles(outer, [{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    expect(inner).toHaveLength(3);
    inner.forEach((tile, index) => {
      expect(contains(outer, tile)).toBe(true);
      expect(inner.slice(index + 1).some((later) => overlaps(tile, later))).toBe(false);
    });
  });

  it('are lines below it in the outline', () => {
    const [vm] = syntheticRoom({ racks: 1, racksPerRow: 1, hostsPerRack: 1, machines: 1 }).filter(
      (row) => row.kind === 'vm',
    );
    expect(parentOf({ ...vm!, inside: 'vm:lab/outer' })).toBe('vm:lab/outer');
  });
});
