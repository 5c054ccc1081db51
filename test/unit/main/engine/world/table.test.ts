/**
 * Goal: the promises of a table, one by one [ENG-C1..C4, C7..C10]. Method: a small table with a
 * column of every kind, and its hash after each change that must or must not count.
 */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { StateHasher } from '../../../../../src/shared/kernel/hash.ts';
import { findDanglingRefs } from '../../../../../src/main/engine/world/dangling-refs.ts';
import {
  ref,
  text,
  u32,
  u8,
  type ColumnNames,
} from '../../../../../src/main/engine/world/columns.ts';
import { StringTable } from '../../../../../src/main/engine/world/string-table.ts';
import {
  NO_SLOT,
  Table,
  TABLE_SLOTS_MAX,
  type Column,
} from '../../../../../src/main/engine/world/table.ts';
import {
  hashOfWorld,
  makeSampleWorld,
  type BOX_COLUMNS,
} from '../../../../support/sample-tables.ts';

describe('[ENG-C1] a declaration', () => {
  it('gives each column its array and no others', () => {
    const { box } = makeSampleWorld();
    expectTypeOf(box.col.flag).toEqualTypeOf<Uint8Array>();
    expectTypeOf(box.col.height).toEqualTypeOf<Uint16Array>();
    expectTypeOf(box.col.balance).toEqualTypeOf<Int32Array>();
    expectTypeOf(box.col.sinceUs).toEqualTypeOf<Float64Array>();
    expectTypeOf(box.col.name).toEqualTypeOf<Uint32Array>();
    expectTypeOf(box.col.shelf).toEqualTypeOf<Uint32Array>();
    expectTypeOf<keyof typeof box.col>().toEqualTypeOf<keyof typeof BOX_COLUMNS>();
    expectTypeOf<ColumnNames<typeof BOX_COLUMNS, 'string'>>().toEqualTypeOf<
      'name' | 'label' | 'note'
    >();
    expectTypeOf<ColumnNames<typeof BOX_COLUMNS, 'ref'>>().toEqualTypeOf<'shelf'>();
    expect(box.columns.map((column) => column.array.constructor.name)).toEqual([
      'Uint32Array',
      'Uint32Array',
      'Uint8Array',
      'Uint16Array',
      'Uint32Array',
      'Int32Array',
      'Float64Array',
      'Uint32Array',
      'Uint32Array',
      'Float64Array',
    ]);
  });

  it('is refused with a default that its kind cannot hold, or a strange name', () => {
    const strings = new StringTable();
    const make = (declaration: ConstructorParameters<typeof Table>[0]['declaration']): unknown =>
      new Table({ name: 'bad', declaration, strings });
    expect(() => make({ memory: u32('MiB', { default: -1 }) })).toThrow('default of a column');
    expect(() => make({ memory: u32('MiB', { default: 0.5 }) })).toThrow('default of a column');
    expect(() => make({ 'a/b': text() })).toThrow('column name');
  });
});

describe('rows', () => {
  it('[ENG-C2] take the lowest free slot, whatever the order of the releases', () => {
    const { box } = makeSampleWorld();
    const taken = Array.from({ length: 40 }, () => box.allocate());
    expect(taken).toEqual(Array.from({ length: 40 }, (_, index) => index));
    for (const slot of [30, 3, 17, 0, 39, 8]) box.release(slot);
    expect([box.count, box.slotEnd, Array.from(box.slots()).length]).toEqual([34, 40, 34]);
    expect(Array.from({ length: 7 }, () => box.allocate())).toEqual([0, 3, 8, 17, 30, 39, 40]);
  });

  it('[ENG-C2] [ENG-C3] start at the defaults, also in a slot used before', () => {
    const { box } = makeSampleWorld();
    const first = box.allocate();
    const values = (slot: number): unknown => box.columns.map((column) => column.array[slot]);
    const fresh = values(first);
    expect([box.text('label', first), box.ref('shelf', first), box.col.height[first]]).toEqual([
      'new',
      NO_SLOT,
      2,
    ]);
    for (const column of box.columns) column.array[first] = 3;
    box.release(first);
    expect(values(first)).toEqual(fresh);
    expect(values(box.allocate())).toEqual(fresh);
  });

  it('[ENG-C3] raise the generation when released, and keep it', () => {
    const { box } = makeSampleWorld();
    const slot = box.allocate();
    expect(box.generation[slot]).toBe(0);
    box.release(slot);
    expect([box.generation[slot], box.isAlive(slot)]).toEqual([1, false]);
    box.allocate();
    expect([box.generation[slot], box.bumpGeneration(slot), box.isAlive(slot)]).toEqual([
      1,
      2,
      true,
    ]);
    box.generation[slot] = 0xffff_ffff;
    expect(box.bumpGeneration(slot)).toBe(0);
  });

  it('[ENG-C4] keep slot and values while the table grows, and its arrays are replaced', () => {
    const { box } = makeSampleWorld();
    const before = box.col.memoryMib;
    for (let i = 0; i < 1_000; i += 1) {
      const slot = box.allocate();
      box.col.memoryMib[slot] = i;
      box.setText({ column: 'name', slot, text: `box-${i}` });
    }
    expect(box.col.memoryMib).not.toBe(before);
    expect(box.col.memoryMib.subarray(0, 1_000)).toEqual(
      Uint32Array.from({ length: 1_000 }, (_, i) => i),
    );
    expect([box.text('name', 777), box.capacity]).toEqual(['box-777', 1024]);
    expect(box.col.height.subarray(990, 1_000)).toEqual(new Uint16Array(10).fill(2));
  });

  it('refuse what only a bug would ask', () => {
    const { box } = makeSampleWorld();
    const slot = box.allocate();
    expect(() => box.text('name', slot + 1)).toThrow('used slot');
    expect(() => box.setRef({ column: 'shelf', slot, to: -2 })).toThrow('ref');
    expect(() => box.bumpGeneration(99)).toThrow('never used');
    box.release(slot);
    expect(() => box.release(slot)).toThrow('used slot');
    expect(() => box.setText({ column: 'name', slot, text: 'x' })).toThrow('used slot');
  });

  it('[ENG-C10] know when there is no room', () => {
    const { box } = makeSampleWorld();
    box.allocate();
    expect([box.hasRoomFor(TABLE_SLOTS_MAX - 1), box.hasRoomFor(TABLE_SLOTS_MAX)]).toEqual([
      true,
      false,
    ]);
  });
});

describe('[ENG-C7] [ENG-C8] the hash of a table', () => {
  it('changes with every bit of every hashed column, and with no bit of the others', () => {
    const world = makeSampleWorld();
    const { box } = world;
    for (let i = 0; i < 5; i += 1) {
      const slot = box.allocate();
      for (const column of box.columns) column.array[slot] = i + 1;
      world.strings.intern(`text ${i}`);
    }
    box.release(3);
    const original = hashOfWorld(world);
    for (const column of box.columns.filter(({ declaration }) => declaration.kind !== 'string')) {
      for (const slot of box.slots()) {
        for (let bit = 0; bit < column.array.BYTES_PER_ELEMENT * 8; bit += 1) {
          const what = `${column.name} at ${slot}, bit ${bit}`;
          flipBit(column, { slot, bit });
          expect([what, hashOfWorld(world) !== original]).toEqual([
            what,
            column.declaration.hashed,
          ]);
          flipBit(column, { slot, bit });
        }
      }
    }
    expect(hashOfWorld(world)).toBe(original);
  });

  it('changes with every bit of a generation, used slot or not, and with the use of a slot', () => {
    const world = makeSampleWorld();
    const { box } = world;
    for (let i = 0; i < 3; i += 1) box.allocate();
    box.release(1);
    const seen = new Set([hashOfWorld(world)]);
    for (let slot = 0; slot < 3; slot += 1) {
      for (let bit = 0; bit < 32; bit += 1) {
        box.generation[slot] = box.generation[slot]! ^ (1 << bit);
        seen.add(hashOfWorld(world));
        box.generation[slot] = box.generation[slot]! ^ (1 << bit);
      }
      box.alive[slot] = box.alive[slot]! ^ 1;
      seen.add(hashOfWorld(world));
      box.alive[slot] = box.alive[slot]! ^ 1;
    }
    expect(seen.size).toBe(1 + 3 * 33);
  });

  it('sees texts by their content and not by when they were met', () => {
    const left = makeSampleWorld();
    const right = makeSampleWorld();
    for (const word of ['b', 'unused', 'a']) right.strings.intern(word);
    for (const { box } of [left, right]) {
      for (const word of ['a', 'b']) {
        box.setText({ column: 'name', slot: box.allocate(), text: word });
      }
    }
    expect(right.box.col.name).not.toEqual(left.box.col.name);
    expect(hashOfWorld(right)).toBe(hashOfWorld(left));
    right.box.setText({ column: 'note', slot: 0, text: 'anything' });
    expect(hashOfWorld(right)).toBe(hashOfWorld(left));
    right.box.setText({ column: 'name', slot: 0, text: 'A' });
    expect(hashOfWorld(right)).not.toBe(hashOfWorld(left));
  });
});

describe('refs', () => {
  it('are found when they dangle', () => {
    const { box, shelf } = makeSampleWorld();
    const [low, high] = [shelf.allocate(), shelf.allocate()];
    const slot = box.allocate();
    box.setRef({ column: 'shelf', slot, to: high });
    shelf.setRef({ column: 'below', slot: high, to: low });
    expect([box.ref('shelf', slot), findDanglingRefs([box, shelf])]).toEqual([high, []]);
    shelf.release(low);
    expect(findDanglingRefs([box, shelf])).toEqual([
      { table: 'shelf', column: 'below', slot: high },
    ]);
    box.setRef({ column: 'shelf', slot, to: NO_SLOT });
    shelf.release(high);
    expect(findDanglingRefs([box, shelf])).toEqual([]);
    box.setRef({ column: 'shelf', slot, to: high });
    expect(findDanglingRefs([box])).toEqual([{ table: 'box', column: 'shelf', slot }]);
  });
});

describe('[ENG-C9] touched slots', () => {
  it('are those allocated, released or written, in ascending order, once each', () => {
    const { box } = makeSampleWorld();
    expect(box.dirty.drain()).toEqual({ everything: true, slots: new Uint32Array(0) });
    for (let i = 0; i < 30; i += 1) box.allocate();
    expect(box.dirty.drain().slots).toHaveLength(30);
    box.setText({ column: 'name', slot: 20, text: 'x' });
    box.setRef({ column: 'shelf', slot: 7, to: 0 });
    box.release(11);
    box.release(7);
    box.dirty.touch(20);
    expect(box.dirty.count).toBe(3);
    expect(box.dirty.drain()).toEqual({ everything: false, slots: Uint32Array.of(7, 11, 20) });
    expect([box.dirty.isEmpty, box.dirty.drain().slots.length]).toEqual([true, 0]);
    box.dirty.touch(20);
    expect(box.dirty.drain().slots).toEqual(Uint32Array.of(20));
  });
});

/** Flips one bit of a column's memory. */
function flipBit(column: Column, place: { slot: number; bit: number }): void {
  const { array } = column;
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const at = place.slot * array.BYTES_PER_ELEMENT + (place.bit >> 3);
  bytes[at] = bytes[at]! ^ (1 << (place.bit & 7));
}

describe('[ENG-C11] what came late', () => {
  function hashOf(table: Table<Record<string, ReturnType<typeof u8>>>): string {
    const hasher = new StateHasher();
    table.addTo(hasher);
    return hasher.digestHex();
  }
  function make(late: boolean, declaration: Record<string, ReturnType<typeof u8>>) {
    return new Table({ name: 'box', declaration, strings: new StringTable(), late });
  }

  it('counts from the first row that says something else, and not before', () => {
    const before = make(false, { a: u8() });
    const after = make(false, { a: u8(), b: u8('flag', { default: 7, late: true }) });
    for (const table of [before, after]) {
      table.allocate();
      table.allocate();
      table.col['a']![1] = 3;
    }
    expect(hashOf(after)).toBe(hashOf(before));
    after.col['b']![1] = 0;
    expect(hashOf(after)).not.toBe(hashOf(before));
    after.col['b']![1] = 7;
    expect(hashOf(after)).toBe(hashOf(before));
    expect(ref('box', { late: true })).toMatchObject({ late: true });
  });

  it('is a whole table, from its first row on', () => {
    const nothing = new StateHasher().digestHex();
    const late = make(true, { a: u8() });
    expect(hashOf(late)).toBe(nothing);
    expect(hashOf(make(false, { a: u8() }))).not.toBe(nothing);
    const slot = late.allocate();
    expect(hashOf(late)).not.toBe(nothing);
    // A slot that was used once goes on counting, as everywhere [ENG-C7].
    late.release(slot);
    expect(hashOf(late)).not.toBe(nothing);
  });
});
