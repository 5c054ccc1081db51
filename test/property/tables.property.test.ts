/**
 * Goal: a saved and restored table is the same table, wherever it is in its life, and the hash
 * depends on the content alone [ENG-C2, C5, C7]. Method: random histories of rows; at a random
 * moment the world is saved through the container into another one that had a life of its own, then
 * both live on alike and are compared.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from '../../src/main/engine/snapshot/codec.ts';
import { SectionReader } from '../../src/main/engine/snapshot/section-reader.ts';
import {
  adoptTables,
  readTables,
  tableSections,
} from '../../src/main/engine/snapshot/table-sections.ts';
import { count } from '../support/counts.ts';
import { hashOfWorld, makeSampleWorld, type SampleWorld } from '../support/sample-tables.ts';

type Step =
  | { readonly act: 'allocate' }
  | { readonly act: 'release'; readonly pick: number }
  | { readonly act: 'write'; readonly pick: number; readonly value: number }
  | { readonly act: 'name'; readonly pick: number; readonly text: string };

const pick = fc.nat(10_000);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constant('allocate' as const) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('release' as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('write' as const), pick, value: fc.double() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('name' as const),
      pick,
      text: fc.string({ unit: 'binary', maxLength: 6 }),
    }),
  },
);
const history = fc.array(step, { maxLength: 120 });

function apply(world: SampleWorld, steps: readonly Step[]): void {
  const { box } = world;
  for (const action of steps) {
    if (action.act === 'allocate') {
      box.allocate();
      continue;
    }
    const slots = box.slots();
    const slot = slots[action.pick % slots.length];
    if (slot === undefined) continue;
    if (action.act === 'release') box.release(slot);
    else if (action.act === 'name') box.setText({ column: 'name', slot, text: action.text });
    else
      for (const column of [box.col.sinceUs, box.col.balance, box.col.cached])
        column[slot] = action.value;
  }
}

function copyInto(target: SampleWorld, source: SampleWorld): void {
  const bytes = encodeSnapshot(tableSections([source.box, source.shelf], source.strings));
  const sections = decodeSnapshot(bytes);
  if (!sections.ok) throw new Error(sections.error.message);
  const tables = [target.box, target.shelf];
  const image = readTables(new SectionReader(sections.value), tables);
  if (!image.ok) throw new Error(image.error.message);
  adoptTables({ tables, strings: target.strings }, image.value);
}

/** What a slow table would say: the used slots and the values of each. */
function contentOf(world: SampleWorld): unknown {
  const { box } = world;
  const rows = Array.from(box.slots(), (slot) => ({
    slot,
    texts: [box.text('name', slot), box.text('label', slot), box.text('note', slot)],
    numbers: box.columns
      .filter(({ declaration }) => declaration.kind !== 'string')
      .map(({ array }) => array[slot]),
  }));
  return { rows, generations: box.generation.slice(0, box.slotEnd), count: box.count };
}

describe('a table', () => {
  it('[ENG-C5] is the same after save and restore, and lives on alike', () => {
    fc.assert(
      fc.property(history, history, history, (before, foreign, after) => {
        const world = makeSampleWorld();
        apply(world, before);
        const other = makeSampleWorld();
        apply(other, foreign);
        copyInto(other, world);
        expect(hashOfWorld(other)).toBe(hashOfWorld(world));
        apply(world, after);
        apply(other, after);
        expect(contentOf(other)).toEqual(contentOf(world));
        expect(hashOfWorld(other)).toBe(hashOfWorld(world));
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it('[ENG-C2] gives out the lowest free slot, as a set of free numbers would', () => {
    const moves = fc.array(fc.option(fc.nat(1_000), { nil: undefined }), { maxLength: 300 });
    fc.assert(
      fc.property(moves, (plan) => {
        const { box } = makeSampleWorld();
        const used = new Set<number>();
        for (const move of plan) {
          if (move === undefined || used.size === 0) {
            let lowest = 0;
            while (used.has(lowest)) lowest += 1;
            expect(box.allocate()).toBe(lowest);
            used.add(lowest);
          } else {
            const slot = [...used][move % used.size]!;
            box.release(slot);
            used.delete(slot);
          }
        }
        expect(Array.from(box.slots())).toEqual([...used].sort((a, b) => a - b));
        expect(box.count).toBe(used.size);
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});

describe('[ENG-H4] a damaged snapshot', () => {
  it('is refused and never thrown at', () => {
    const world = makeSampleWorld();
    apply(world, [{ act: 'allocate' }, { act: 'name', pick: 0, text: 'a' }]);
    const bytes = encodeSnapshot(tableSections([world.box, world.shelf], world.strings));
    const damage = fc.record({
      at: fc.nat(bytes.length - 1),
      change: fc.integer({ min: 1, max: 255 }),
    });
    fc.assert(
      fc.property(
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        fc.nat(bytes.length),
        (list, cut) => {
          const damaged = bytes.slice(0, bytes.length - (cut % 40));
          for (const { at, change } of list)
            if (at < damaged.length) damaged[at] = damaged[at]! ^ change;
          const isSame =
            damaged.length === bytes.length && damaged.every((byte, i) => byte === bytes[i]);
          expect(decodeSnapshot(damaged).ok).toBe(isSame);
        },
      ),
      { numRuns: count('corruptFiles') },
    );
  });
});
