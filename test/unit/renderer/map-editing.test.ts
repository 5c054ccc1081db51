/**
 * Goal: arranging puts things where its words say and never lets two of them stand in one place,
 * names of copies are free, and picking what is the same picks that and nothing else. Method:
 * random racks and hosts through the plans, carried out one command after the other.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARRANGEMENTS, planArrangement } from '../../../src/renderer/model/arrange-plan.ts';
import { FreeNames } from '../../../src/renderer/model/free-names.ts';
import { sameAs, sameWays } from '../../../src/renderer/model/same-as.ts';
import type { RowOf, TopologyRow } from '../../../src/shared/views/topology-view.ts';
import { count } from '../../support/counts.ts';
import { syntheticRoom } from '../../support/synthetic-room.ts';

const room = syntheticRoom({ racks: 4, racksPerRow: 2, hostsPerRack: 3, machines: 12 });

function rowsOf<K extends TopologyRow['kind']>(kind: K): RowOf<K>[] {
  return room.filter((row): row is RowOf<K> => row.kind === kind);
}

function racksAt(positions: readonly number[]): RowOf<'rack'>[] {
  const [rack] = rowsOf('rack');
  if (rack === undefined) throw new Error('no rack');
  return positions.map((position, index) => ({ ...rack, id: `rack:x${index}`, position }));
}

/** Carries the moves out one by one, as a row of racks would take them. */
function moved(racks: readonly RowOf<'rack'>[], how: (typeof ARRANGEMENTS)[number]): number[] {
  const places = new Map(racks.map(({ id, position }) => [id, position]));
  for (const command of planArrangement(racks, how)) {
    if (command.type !== 'rack.edit' || command.position === undefined) throw new Error('odd');
    expect([...places.values()], 'the place is taken').not.toContain(command.position);
    places.set(command.rack, command.position);
  }
  return [...places.values()].toSorted((a, b) => a - b);
}

describe('arranging', () => {
  it('never stands in its own way, and keeps the order', () => {
    const draw = fc.tuple(
      fc.uniqueArray(fc.integer({ min: 2, max: 60 }), { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...ARRANGEMENTS),
    );
    fc.assert(
      fc.property(draw, ([positions, how]) => {
        const racks = racksAt(positions);
        const after = moved(racks, how);
        expect(new Set(after).size).toBe(positions.length);
        const from = Math.min(...positions);
        const to = Math.max(...positions);
        if (how === 'packStart') expect(after).toEqual(after.map((_, index) => from + index));
        if (how === 'packEnd') expect(after.at(-1)).toBe(to);
        if (how === 'spread') {
          expect([after[0], after.at(-1)]).toEqual([from, to]);
          const gaps = after.slice(1).map((place, index) => place - (after[index] ?? 0));
          expect(Math.max(0, ...gaps) - Math.min(...gaps, Infinity)).toBeLessThanOrEqual(1);
        }
        if (how === 'forth') expect(after[0]).toBe(from + 1);
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it('gives hosts room for their height', () => {
    const hosts = rowsOf('host').slice(0, 3);
    const at = hosts.map((host, index) => ({ ...host, unit: 1 + index * 7, heightUnits: 2 }));
    const units = planArrangement(at, 'packStart').map((command) =>
      command.type === 'host.edit' ? command.unit : undefined,
    );
    expect(units).toEqual([3, 5]);
    expect(planArrangement(rowsOf('vm'), 'forth')).toEqual([]);
  });
});

describe('the name of a copy', () => {
  it('counts on to the first free one', () => {
    const names = new FreeNames(room);
    expect(names.next('rack', 'r1')).toBe('r5');
    expect(names.next('rack', 'r1')).toBe('r6');
    expect(names.next('host', 'gateway')).toBe('gateway-2');
    expect(names.take('host', 'r5-h1')).toBe('r5-h1');
    expect(names.take('host', 'r5-h1')).toBe('r5-h2');
    const long = `${'x'.repeat(63)}9`;
    expect(names.next('vm', long)).toHaveLength(64);
  });
});

describe('the same', () => {
  const byId = new Map(room.map((row) => [row.id, row]));
  const rows = { get: (id: string) => byId.get(id), list: rowsOf };

  it('is of the same kind, rack, size or state, and itself first', () => {
    const vm = byId.get('vm:lab/vm-2');
    if (vm?.kind !== 'vm') throw new Error('no machine');
    byId.set('vm:lab/vm-3', { ...vm, id: 'vm:lab/vm-3' });
    expect(sameWays(vm, rows)).toEqual(['kind', 'rack', 'size', 'state']);
    expect(sameAs(vm, 'kind', rows)).toHaveLength(12);
    expect(sameAs(vm, 'kind', rows)[0]).toBe(vm.id);
    const here = sameAs(vm, 'rack', rows);
    expect(here).toContain(vm.id);
    const racks = here.map((id) => {
      const one = byId.get(id);
      const host = one?.kind === 'vm' ? byId.get(one.host ?? '') : undefined;
      return host?.kind === 'host' ? host.rack : '';
    });
    expect(new Set(racks).size).toBe(1);
    const [rack] = rowsOf('rack');
    if (rack === undefined) throw new Error('no rack');
    expect(sameWays(rack, rows)).toEqual(['kind', 'state']);
  });
});
