/**
 * Goal: the history of a thing has what was decided about it and what the run did to it, once and
 * in order; a small chart keeps its beginning and never more than it may; what ails around a thing
 * is found without walking a whole room. Method: hand-made entries, happenings and rows.
 */
import { describe, expect, it } from 'vitest';
import { ailingAbove, ailingBelow } from '../../../src/renderer/inspector/ailing-around.ts';
import { historyOf, names } from '../../../src/renderer/inspector/history-lines.ts';
import {
  countedRates,
  sparkline,
  TRACK_MAX,
  withPast,
  withPoint,
  type TrackPoint,
} from '../../../src/renderer/live/live-track.ts';
import type { Command } from '../../../src/shared/commands/index.ts';
import type { Happening } from '../../../src/shared/events/happenings.ts';
import type { TopologyRow } from '../../../src/shared/views/topology-view.ts';
import type { HistoryEntry } from '../../../src/shared/views/workspace-view.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

const room = syntheticRoom({ racks: 2, racksPerRow: 2, hostsPerRack: 2, machines: 4 });

function rowOf(id: string): TopologyRow {
  const row = room.find((one) => one.id === id);
  if (row === undefined) throw new Error(`no ${id}`);
  return row;
}

function decided(seq: number, atUs: number, command: Command): HistoryEntry {
  return { seq, branch: 'main', atUs, afterEvent: 0, command, undone: false };
}

function happened(id: number, of: Omit<Happening, 'id'>): Happening {
  return { id, ...of };
}

describe('the history of a thing', () => {
  const rack = rowOf('rack:r1');

  it('knows commands by id, by name and by what they make', () => {
    expect(names({ type: 'rack.edit', rack: 'rack:r1', position: 3 }, rack)).toBe(true);
    expect(names({ type: 'rack.edit', rack: 'r1', position: 3 }, rack)).toBe(true);
    expect(names({ type: 'fault.cut', target: 'rack:r1' }, rack)).toBe(true);
    expect(names({ type: 'rack.add', name: 'r1', row: 'row-1' }, rack)).toBe(true);
    expect(names({ type: 'rack.add', name: 'r3', row: 'row-1' }, rack)).toBe(false);
    expect(names({ type: 'cluster.add', name: 'r1' }, rack)).toBe(false);
    const vm = rowOf('vm:lab/vm-2');
    expect(names({ type: 'vm.stop', vm: 'lab/vm-2' }, vm)).toBe(true);
    expect(names({ type: 'vm.create', name: 'x', size: 'r1', image: 'r1' }, rack)).toBe(false);
    const pool: Command = { type: 'scaleSet.updateInstances', scaleSet: 's', instances: [vm.id] };
    expect(names(pool, vm)).toBe(true);
  });

  it('tells a decision once, and who brought it about', () => {
    const entries = [
      decided(1, 5, { type: 'fault.cut', target: 'rack:r1' }),
      decided(2, 9, { type: 'fault.cut', target: 'rack:r2' }),
    ];
    const cut = { command: 'fault.cut' };
    const happenings = [
      happened(1, { atUs: 5, kind: 'decision', subject: 'rack:r1', details: cut }),
      happened(2, { atUs: 5, kind: 'part.cut', subject: 'rack:r1', cause: 1 }),
      happened(3, { atUs: 7, kind: 'decision', subject: 'rack:r1', details: cut }),
      happened(4, { atUs: 8, kind: 'host.lostPower', subject: 'host:r1-h1', cause: 3 }),
      happened(5, { atUs: 9, kind: 'vm.lost', subject: 'vm:x', details: { rack: 'rack:r1' } }),
    ];
    const lines = historyOf(rack, { entries, happenings });
    expect(lines.map(({ by, atUs, key }) => [by, atUs, key])).toEqual([
      ['run', 9, 'h5'],
      ['schedule', 7, 'h3'],
      ['run', 5, 'h2'],
      ['person', 5, 'd1'],
    ]);
  });
});

describe('a small chart', () => {
  function point(atUs: number, amount: number): TrackPoint {
    return { atUs, amounts: new Map([['load', amount]]) };
  }

  it('keeps its beginning within its bound, and forgets what lies ahead', () => {
    let track: readonly TrackPoint[] = [];
    for (let at = 0; at < TRACK_MAX * 5; at += 1) track = withPoint(track, point(at, at));
    expect(track.length).toBeLessThanOrEqual(TRACK_MAX);
    expect(track[0]?.atUs).toBe(0);
    expect(track.at(-1)?.atUs).toBe(TRACK_MAX * 5 - 1);
    track = withPoint(track, point(10, 3));
    expect(track.every(({ atUs }) => atUs <= 10)).toBe(true);
    expect(withPoint(track, point(10, 4)).at(-1)?.amounts.get('load')).toBe(4);
  });

  it('begins with what was counted before anybody looked', () => {
    const series = {
      bucketUs: 10_000_000,
      firstBucketUs: 0,
      offered: Float64Array.of(100, 200, 50),
      served: Float64Array.of(100, 150, 40),
      late: Float64Array.of(0, 20, 0),
      refused: Float64Array.of(0, 20, 0),
      lost: Float64Array.of(0, 10, 0),
    };
    const past = countedRates(series, 25_000_000);
    expect(past.map(({ atUs }) => atUs)).toEqual([10_000_000, 20_000_000]);
    expect(Object.fromEntries(past[1]?.amounts ?? [])).toEqual({
      offeredRate: 20,
      servedRate: 15,
      failedRate: 5,
    });
    const track = withPast([point(20_000_000, 1), point(30_000_000, 2)], past);
    expect(track.map(({ atUs }) => atUs)).toEqual([10_000_000, 20_000_000, 30_000_000]);
    const long = Array.from({ length: TRACK_MAX * 3 }, (_, at) => point(at, at));
    expect(withPast([], long).length).toBeLessThanOrEqual(TRACK_MAX / 2);
    expect(withPast([], long)[0]?.atUs).toBe(0);
  });

  it('is drawn from nothing to the most there was', () => {
    const box = { key: 'load', width: 10, height: 4 };
    expect(sparkline([point(0, 2)], box)).toBeUndefined();
    const drawn = sparkline([point(0, 2), point(5, 0), point(10, 4)], box);
    expect(drawn).toEqual({ points: '0.0,2.0 5.0,4.0 10.0,0.0', least: 0, most: 4, fromUs: 0 });
    expect(sparkline([point(0, 0), point(1, 0)], box)?.points).toBe('0.0,4.0 10.0,4.0');
  });
});

describe('what ails around a thing', () => {
  const host = rowOf('host:r1-h1');
  const ailing = new Map(room.map((row) => [row.id, row]));
  ailing.set('rack:r1', { ...rowOf('rack:r1'), cause: 7 } as TopologyRow);
  ailing.set('host:r2-h1', { ...rowOf('host:r2-h1'), cause: 8 } as TopologyRow);
  const rows = {
    get: (id: string) => ailing.get(id),
    children: (id: string) =>
      [...ailing.values()].filter((row) =>
        [Reflect.get(row, 'rack'), Reflect.get(row, 'row'), Reflect.get(row, 'parent')].includes(
          id,
        ),
      ),
  };

  it('is what it stands in, or its parts', () => {
    expect(ailingAbove(host, rows)?.id).toBe('rack:r1');
    expect(ailingAbove(rowOf('host:r2-h2'), rows)).toBeUndefined();
    const hall = rowOf('room:hall');
    const found = ailingBelow(hall, { rows, max: 8 }).map(({ id }) => id);
    expect(found).toEqual(['rack:r1', 'host:r2-h1']);
    expect(ailingBelow(hall, { rows, max: 1 })).toHaveLength(1);
    expect(ailingBelow(rowOf('host:r2-h2'), { rows, max: 8 })).toEqual([]);
  });
});
