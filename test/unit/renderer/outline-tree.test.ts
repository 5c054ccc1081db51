/**
 * Goal: the outline holds everything, in an order a person expects, an alarm is never hidden by
 * folding, and a hundred thousand lines are listed as well as ten. Method: synthetic rooms through
 * the pure tree, compared line by line; worst states kept by walking against a search from scratch,
 * over random changes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parentOf } from '../../../src/renderer/model/parents.ts';
import { stateOf, worseTone, type Tone } from '../../../src/renderer/model/row-state.ts';
import { ORDERS } from '../../../src/renderer/outline/outline-orders.ts';
import {
  outlineLines,
  outlineParent,
  OutlineTree,
  type RowOrder,
} from '../../../src/renderer/outline/outline-tree.ts';
import { WorstBelow } from '../../../src/renderer/outline/worst-below.ts';
import { topologyRowSchema, type TopologyRow } from '../../../src/shared/views/topology-view.ts';
import { count, isLongRun } from '../../support/counts.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

const KINDS = topologyRowSchema.options.map((option) => option.shape.kind.value);
const small = syntheticRoom({ racks: 2, racksPerRow: 2, hostsPerRack: 2, machines: 3 });

function treeOf(rows: readonly TopologyRow[], order?: RowOrder): OutlineTree {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const inside = new Map<string, string[]>();
  for (const row of rows) {
    const parent = parentOf(row) ?? '';
    const known = inside.get(parent);
    if (known === undefined) inside.set(parent, [row.id]);
    else known.push(row.id);
  }
  const source = {
    list: (kind: TopologyRow['kind']) => rows.filter((row) => row.kind === kind),
    get: (id: string) => byId.get(id),
    idsIn: (id: string) => inside.get(id) ?? [],
  };
  return new OutlineTree(source, KINDS, order);
}

function linesOf(rows: readonly TopologyRow[], folded: readonly string[] = []) {
  return outlineLines(treeOf(rows), {
    isExpanded: (id) => !folded.includes(id),
    matches: undefined,
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
    const ids = linesOf(small)
      .filter((line) => line.group === undefined)
      .map((line) => line.id);
    expect(ids.toSorted()).toEqual(small.map((row) => row.id).toSorted());
  });

  it('numbers siblings for screen readers', () => {
    const rack = linesOf(small).find((line) => line.id === 'rack:r2');
    expect([rack?.position, rack?.siblings, rack?.depth]).toEqual([2, 2, 4]);
  });

  it('leaves what is folded out', () => {
    const lines = linesOf(small, ['row:row-1']);
    expect(lines.find((line) => line.id === 'row:row-1')).toMatchObject({
      expandable: true,
      expanded: false,
    });
    expect(lines.some((line) => line.id === 'rack:r2')).toBe(false);
  });

  it('filters to what matches and the way there, whatever is folded', () => {
    const lines = outlineLines(treeOf(small), {
      isExpanded: () => false,
      matches: new Set(['vm:lab/vm-3', 'link:unlisted']),
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
    const tree = treeOf(small);
    expect(tree.pathTo('host:r1-h1')).toEqual([
      'group-room',
      'site:lab',
      'room:hall',
      'row:row-1',
      'rack:r1',
    ]);
    expect(tree.pathTo('host:none')).toBeUndefined();
  });

  it('puts the worst first where that is asked for', () => {
    const broken = breakHost(small, 'r2-h1');
    const worst = new WorstBelow();
    for (const row of broken) worst.put(row);
    const tree = treeOf(
      broken,
      ORDERS.state((id) => worst.of(id)),
    );
    expect(tree.childrenOf('row:row-1')).toEqual(['rack:r2', 'rack:r1']);
    expect(
      treeOf(
        broken,
        ORDERS.name(() => 'ok'),
      ).childrenOf('row:row-1')[0],
    ).toBe('rack:r1');
  });

  it('lists ever so many lines, each once', () => {
    const machines = isLongRun ? 92_000 : 8_000;
    const large = syntheticRoom({ racks: 400, racksPerRow: 20, hostsPerRack: 20, machines });
    const lines = linesOf(large);
    expect(lines.length).toBeGreaterThan(machines + 8_400);
    expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
  });
});

function breakHost(rows: readonly TopologyRow[], name: string): TopologyRow[] {
  return rows.map((row) =>
    row.kind === 'host' && row.name === name ? { ...row, powered: false } : row,
  );
}

/** The same by looking at everything. */
function searched(rows: readonly TopologyRow[], id: string): Tone {
  let worst: Tone = 'off';
  for (const row of rows) {
    let at: string | undefined = row.id;
    while (at !== undefined && at !== id) {
      const now: string = at;
      const found = rows.find((one) => one.id === now);
      at = found === undefined ? undefined : outlineParent(found);
    }
    if (at === id) worst = worseTone(worst, stateOf(row).tone);
  }
  return worst === 'off' ? 'ok' : worst;
}

describe('the worst state below a line', () => {
  const places = ['group-room', 'room:hall', 'row:row-1', 'rack:r1', 'rack:r2', 'host:r1-h1'];

  it('is what a search finds, after any changes and in any order of arrival', () => {
    const change = fc.record({ at: fc.nat(), powered: fc.boolean(), gone: fc.boolean() });
    fc.assert(
      fc.property(fc.shuffledSubarray(small), fc.array(change, { maxLength: 12 }), (some, all) => {
        const worst = new WorstBelow();
        const rest = small.filter((row) => !some.includes(row));
        let rows = [...some, ...rest];
        for (const row of rows) worst.put(row);
        for (const { at, powered, gone } of all) {
          const row = rows[at % Math.max(1, rows.length)];
          if (row?.kind === 'host') {
            const changed = { ...row, powered };
            rows = rows.map((one) => (one.id === row.id ? changed : one));
            worst.put(changed);
          } else if (gone && row?.kind === 'vm') {
            rows = rows.filter((one) => one.id !== row.id);
            worst.remove(row.id);
          }
        }
        for (const place of places) expect(worst.of(place)).toBe(searched(rows, place));
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it('follows a machine from one host to another', () => {
    const worst = new WorstBelow();
    for (const row of small) worst.put(row);
    const vm = small.find((row) => row.id === 'vm:lab/vm-1');
    if (vm?.kind !== 'vm') throw new Error('no machine');
    const failed = { ...vm, powerState: 'stopped' as const, lost: true, cause: 1 };
    worst.put(failed);
    expect(worst.of('rack:r1')).toBe('harm');
    worst.put({ ...failed, host: 'host:r2-h1' });
    expect([worst.of('rack:r1'), worst.of('rack:r2')]).toEqual(['ok', 'harm']);
    worst.remove(vm.id);
    expect(worst.of('group-room')).toBe('ok');
  });
});
