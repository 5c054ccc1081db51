/**
 * Goal: the outline holds everything, in an order a person expects, and an alarm is never hidden by
 * folding. Method: synthetic rooms through the pure tree functions, compared line by line.
 */
import { describe, expect, it } from 'vitest';
import { parentOf } from '../../../src/renderer/model/parents.ts';
import {
  outlineLines,
  outlineTree,
  pathTo,
  type OutlineSource,
} from '../../../src/renderer/outline/outline-tree.ts';
import type { TopologyRow } from '../../../src/shared/views/topology-view.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

function sourceOf(rows: readonly TopologyRow[]): OutlineSource {
  return {
    list: (kind) => rows.filter((row) => row.kind === kind),
    children: (id) => rows.filter((row) => parentOf(row) === id),
  };
}

const small = syntheticRoom({ racks: 2, racksPerRow: 2, hostsPerRack: 2, machines: 3 });

function linesOf(rows: readonly TopologyRow[], folded: readonly string[] = []) {
  return outlineLines(outlineTree(sourceOf(rows)), {
    isExpanded: (id) => !folded.includes(id),
    filtered: false,
    matches: () => true,
  });
}

describe('the tree of the outline', () => {
  it('lists the room from the outside in, racks from the top down', () => {
    const shown = linesOf(small).map((line) => `${'  '.repeat(line.depth)}${line.id}`);
    expect(shown.slice(0, 14)).toEqual([
      'group-room',
      '  site:lab',
      '    room:hall',
      '      row:row-1',
      '        rack:r1',
      '          switch:r1-tor',
      '          host:r1-h2',
      '            vm:lab/vm-2',
      '          host:r1-h1',
      '            vm:lab/vm-1',
      '          pdu:r1-a',
      '          pdu:r1-b',
      '        rack:r2',
      '          switch:r2-tor',
    ]);
  });

  it('holds every row but links exactly once', () => {
    const ids = linesOf(small).flatMap((line) => line.row?.id ?? []);
    expect(ids.toSorted()).toEqual(small.map((row) => row.id).toSorted());
  });

  it('numbers siblings for screen readers', () => {
    const rack = linesOf(small).find((line) => line.id === 'rack:r2');
    expect([rack?.position, rack?.siblings, rack?.depth]).toEqual([2, 2, 4]);
  });

  it('shows the worst state below on a folded line', () => {
    const broken = small.map((row) =>
      row.kind === 'host' && row.name === 'r2-h1' ? { ...row, powered: false } : row,
    );
    const lines = linesOf(broken, ['row:row-1']);
    expect(lines.find((line) => line.id === 'row:row-1')).toMatchObject({
      worst: 'harm',
      expanded: false,
    });
    expect(lines.some((line) => line.id === 'rack:r2')).toBe(false);
  });

  it('filters to what matches and the way there', () => {
    const lines = outlineLines(outlineTree(sourceOf(small)), {
      isExpanded: () => false,
      filtered: true,
      matches: (row) => row.name === 'vm-3',
    });
    expect(lines.map((line) => line.id)).toEqual([
      'group-room',
      'site:lab',
      'room:hall',
      'row:row-1',
      'rack:r2',
      'host:r2-h1',
      'vm:lab/vm-3',
    ]);
  });

  it('knows the way to a thing', () => {
    expect(pathTo(outlineTree(sourceOf(small)), 'host:r1-h1')).toEqual([
      'group-room',
      'site:lab',
      'room:hall',
      'row:row-1',
      'rack:r1',
    ]);
    expect(pathTo(outlineTree(sourceOf(small)), 'host:none')).toBeUndefined();
  });
});
