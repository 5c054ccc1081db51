/**
 * A table: rows of declared columns (columns.ts), found by slot. Allocation, growth, release,
 * hashing and restoring follow from the declaration. The columns hold the whole truth: what a table
 * keeps beside them can be rebuilt from them, so that a restored table continues exactly like the
 * one that was saved. Nothing here knows what any column means.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { StateHasher } from '../../../shared/kernel/hash.ts';
import {
  makeArray,
  type ColumnArray,
  type ColumnDeclaration,
  type ColumnNames,
  type ColumnsOf,
  type TableDeclaration,
} from './columns.ts';
import { DirtySet } from './dirty-set.ts';
import { FreeSlots } from './free-slots.ts';
import type { StringTable } from './string-table.ts';

/** Slots are below this, so that slot + 1 and small tags fit in one word beside it. */
export const TABLE_SLOTS_MAX = 16_777_216;
/** What a table answers where there is no slot to name. */
export const NO_SLOT = -1;

const INITIAL_CAPACITY = 16;
/** Below this share of touched rows they are put back one by one. */
const TOUCHED_SHARE = 4;
const ARRAY_KINDS = [Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array] as const;
const COLUMN_NAME_PATTERN = /^[a-z][A-Za-z0-9]*$/;

/** One column as the generic parts of the engine see it. */
export interface Column {
  readonly name: string;
  readonly declaration: ColumnDeclaration;
  /** The default as the array stores it; that of a text may change with a restore. */
  fill: number;
  /** Replaced when the table grows. */
  array: ColumnArray;
}

/** What replaces the content of a table on restore; checked already (table-snapshot.ts). */
export interface TableImage {
  readonly slotEnd: number;
  readonly alive: Uint8Array;
  readonly generation: Uint32Array;
  /** In the order of the declaration, each `slotEnd` long. */
  readonly arrays: readonly ColumnArray[];
}

/** A copy of a table's content to which it can go back (`Table.rollback`). */
export interface TableMark extends TableImage {
  /** Rows made and given back when it was taken. */
  readonly shape: number;
}

export class Table<D extends TableDeclaration> {
  readonly name: string;
  readonly strings: StringTable;
  /** Slots touched since the projections last drained it. Allocation, release, setText and setRef
   * touch by themselves; whoever writes a column directly calls `dirty.touch(slot)`. */
  readonly dirty = new DirtySet();
  /** All columns in the order of the declaration, for generic work. */
  readonly columns: readonly Column[];
  /** The typed arrays, for hot loops: read them into constants, again after any allocation,
   * because growth replaces them. */
  readonly col: ColumnsOf<D>;
  /** 1 for a used slot. Only the table writes it. */
  alive: Uint8Array = new Uint8Array(INITIAL_CAPACITY);
  /** Counts the uses of a slot, and cancellations: an event that carries another generation than
   * its slot has now is stale. Kept when a slot is free. Only the table writes it. */
  generation: Uint32Array = new Uint32Array(INITIAL_CAPACITY);

  private readonly byName: ReadonlyMap<string, Column>;
  /** Columns by the kind of their arrays: a loop that meets one kind only is much faster. */
  private readonly alike: readonly (readonly Column[])[];
  private readonly free = new FreeSlots();
  private end = 0;
  /** Counts rows made and given back. */
  private shape = 0;

  /** A late table counts for the hash from its first row on, so that older rooms keep theirs. */
  private readonly late: boolean;

  constructor(input: { name: string; declaration: D; strings: StringTable; late?: boolean }) {
    this.name = input.name;
    this.late = input.late ?? false;
    this.strings = input.strings;
    this.columns = Object.entries(input.declaration).map(([name, declaration]) =>
      makeColumn({ name, declaration, strings: input.strings }),
    );
    this.byName = new Map(this.columns.map((column) => [column.name, column]));
    this.alike = ARRAY_KINDS.map((kind) =>
      this.columns.filter(({ array }) => array instanceof kind),
    ).filter((columns) => columns.length > 0);
    this.col = arraysOf<D>(this.columns);
  }

  /** Loops run over slots 0 .. slotEnd - 1 and skip those not alive. It never goes down. */
  get slotEnd(): number {
    return this.end;
  }

  /** Slots in use. */
  get count(): number {
    return this.end - this.free.count;
  }

  /** Slots there is room for before the next growth. */
  get capacity(): number {
    return this.alive.length;
  }

  /** False when `more` rows would pass TABLE_SLOTS_MAX: decide refuses then, apply asserts. */
  hasRoomFor(more: number): boolean {
    return this.count + more <= TABLE_SLOTS_MAX;
  }

  isAlive(slot: number): boolean {
    return this.alive[slot] === 1;
  }

  /** Takes the lowest free slot into use, all columns at their defaults. May replace the arrays. */
  allocate(): number {
    let slot = this.end;
    if (this.free.count > 0) {
      slot = this.free.takeLowest();
    } else {
      assert(slot < TABLE_SLOTS_MAX, 'A table is full');
      if (slot === this.capacity) this.grow();
      this.end += 1;
    }
    this.alive[slot] = 1;
    this.shape += 1;
    this.dirty.touch(slot);
    return slot;
  }

  /** Gives a slot back: its columns return to their defaults and its events become stale. */
  release(slot: number): void {
    assert(this.alive[slot] === 1, 'Only a used slot can be released');
    this.alive[slot] = 0;
    this.shape += 1;
    this.bumpGeneration(slot);
    for (const alike of this.alike)
      for (let i = 0; i < alike.length; i += 1) alike[i]!.array[slot] = alike[i]!.fill;
    this.free.add(slot);
    this.dirty.touch(slot);
  }

  /** Makes every pending event of this slot stale and returns the new generation. */
  bumpGeneration(slot: number): number {
    assert(slot >= 0 && slot < this.end, 'The slot was never used');
    const next = (this.generation[slot]! + 1) >>> 0;
    this.generation[slot] = next;
    return next;
  }

  /** The used slots in ascending order, as a list that stays valid while the table changes. */
  slots(): Uint32Array {
    const slots = new Uint32Array(this.count);
    let length = 0;
    for (let slot = 0; slot < this.end; slot += 1) {
      if (this.alive[slot] === 1) {
        slots[length] = slot;
        length += 1;
      }
    }
    return slots;
  }

  /** The text of a string column; for cold code. */
  text(column: ColumnNames<D, 'string'>, slot: number): string {
    return this.strings.text(this.cell(column, slot).array[slot]!);
  }

  /** Writes a string column. */
  setText(input: { column: ColumnNames<D, 'string'>; slot: number; text: string }): void {
    this.cell(input.column, input.slot).array[input.slot] = this.strings.intern(input.text);
    this.dirty.touch(input.slot);
  }

  /** The slot a ref column points at, or NO_SLOT; for cold code. */
  ref(column: ColumnNames<D, 'ref'>, slot: number): number {
    return this.cell(column, slot).array[slot]! - 1;
  }

  /** Points a ref column at a slot of its table, or at nothing with NO_SLOT. */
  setRef(input: { column: ColumnNames<D, 'ref'>; slot: number; to: number }): void {
    assert(input.to >= NO_SLOT && input.to < TABLE_SLOTS_MAX, 'A ref needs a slot');
    this.cell(input.column, input.slot).array[input.slot] = input.to + 1;
    this.dirty.touch(input.slot);
  }

  /** Adds the table to a state hash: which slots are used, the generations of all slots, and the
   * hashed columns over the used slots in slot order, texts by their own hash. */
  addTo(hasher: StateHasher): void {
    if (this.late && this.end === 0) return;
    const slots = this.slots();
    const count = slots.length;
    hasher.addText(this.name).addUint32(this.end).addUint32(count);
    hasher.addWords(slots).addWords(this.generation.subarray(0, this.end));
    for (const column of this.columns) {
      if (!column.declaration.hashed || isUnseen(column, slots)) continue;
      addColumn({ hasher, column, slots, strings: this.strings });
    }
  }

  /** Replaces the whole content by a checked image, after the texts were. Arrays are new then. */
  adopt(image: TableImage): void {
    assert(image.arrays.length === this.columns.length, 'An image has every column');
    let capacity = INITIAL_CAPACITY;
    while (capacity < image.slotEnd) capacity *= 2;
    this.end = image.slotEnd;
    this.alive = new Uint8Array(capacity);
    this.alive.set(image.alive);
    this.generation = new Uint32Array(capacity);
    this.generation.set(image.generation);
    for (const [index, column] of this.columns.entries()) {
      const saved = image.arrays[index];
      assert(saved !== undefined, 'An image has every column');
      column.fill = fillOf(column.declaration, this.strings);
      column.array = resized({ column, capacity, from: saved });
    }
    this.republish();
    this.free.clear();
    this.findFree();
    this.dirty.touchEverything();
  }

  /** Copies the content, so that the table can go back to it any number of times. */
  mark(): TableMark {
    const { end, shape } = this;
    this.dirty.drain();
    return {
      slotEnd: end,
      alive: this.alive.slice(0, end),
      generation: this.generation.slice(0, end),
      arrays: this.columns.map(({ array }) => array.slice(0, end)),
      shape,
    };
  }

  /**
   * Goes back to a mark of this very table. Arrays stay where they are, so it costs a copy of the
   * columns and nothing else: a sweep does it thousands of times. `touched`: only rows that were
   * noted as touched, for tables of which every write is noted [ENG-C9].
   */
  rollback(mark: TableMark, rows: 'all' | 'touched' = 'all'): void {
    if (this.end === 0 && mark.slotEnd === 0) return;
    const few = rows === 'touched' && this.dirty.count < mark.slotEnd / TOUCHED_SHARE;
    const everything = this.dirty.drainInto((slot) => {
      if (few) this.rollbackRow(mark, slot);
    });
    if (!few || everything) this.rollbackAll(mark);
    this.end = mark.slotEnd;
    if (this.shape === mark.shape) return;
    this.free.clear();
    this.findFree();
    this.shape = mark.shape;
  }

  private rollbackRow(mark: TableMark, slot: number): void {
    const isKnown = slot < mark.slotEnd;
    this.alive[slot] = isKnown ? mark.alive[slot]! : 0;
    this.generation[slot] = isKnown ? mark.generation[slot]! : 0;
    for (let i = 0; i < this.columns.length; i += 1) {
      const { array, fill } = this.columns[i]!;
      array[slot] = isKnown ? mark.arrays[i]![slot]! : fill;
    }
  }

  private rollbackAll(mark: TableMark): void {
    const { slotEnd } = mark;
    this.alive.set(mark.alive);
    this.alive.fill(0, slotEnd, this.end);
    this.generation.set(mark.generation);
    this.generation.fill(0, slotEnd, this.end);
    for (let i = 0; i < this.columns.length; i += 1) {
      const { array, fill } = this.columns[i]!;
      array.set(mark.arrays[i]!);
      if (this.end > slotEnd) array.fill(fill, slotEnd, this.end);
    }
  }

  private findFree(): void {
    for (let slot = 0; slot < this.end; slot += 1) {
      if (this.alive[slot] === 0) this.free.add(slot);
    }
  }

  private cell(name: string, slot: number): Column {
    const column = this.byName.get(name);
    assert(column !== undefined, 'The table has no such column');
    assert(this.alive[slot] === 1, 'Only a used slot has values');
    return column;
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    const alive = new Uint8Array(capacity);
    alive.set(this.alive);
    this.alive = alive;
    const generation = new Uint32Array(capacity);
    generation.set(this.generation);
    this.generation = generation;
    for (const column of this.columns) {
      column.array = resized({ column, capacity, from: column.array });
    }
    this.republish();
  }

  /** Puts the new arrays where the hot loops look for them. */
  private republish(): void {
    Object.assign(this.col, arraysOf<D>(this.columns));
  }
}

function makeColumn(input: {
  name: string;
  declaration: ColumnDeclaration;
  strings: StringTable;
}): Column {
  const { name, declaration, strings } = input;
  assert(COLUMN_NAME_PATTERN.test(name), 'A column name is one word in camel case');
  const fill = fillOf(declaration, strings);
  const array = makeArray(declaration.kind, INITIAL_CAPACITY).fill(fill);
  const first = array[0];
  assert(Object.is(first, fill), 'The default of a column does not fit its kind');
  return { name, declaration, fill, array };
}

function fillOf(declaration: ColumnDeclaration, strings: StringTable): number {
  switch (declaration.kind) {
    case 'string':
      return strings.intern(declaration.default);
    case 'ref':
      return 0;
    default:
      return declaration.default;
  }
}

/** A longer array with the old content and the default behind it. */
function resized(input: { column: Column; capacity: number; from: ColumnArray }): ColumnArray {
  const { column, capacity, from } = input;
  const array = makeArray(column.declaration.kind, capacity);
  array.set(from);
  return array.fill(column.fill, from.length);
}

/** The arrays under their names. */
function arraysOf<D extends TableDeclaration>(columns: readonly Column[]): ColumnsOf<D> {
  // The loop over the declaration's own entries builds exactly the mapped type, which the compiler
  // cannot follow.
  return Object.fromEntries(columns.map(({ name, array }) => [name, array])) as ColumnsOf<D>;
}

/** True for a late column that says nothing yet; see `columns.ts`. */
function isUnseen({ declaration, array, fill }: Column, slots: Uint32Array): boolean {
  if (declaration.late !== true) return false;
  return slots.every((slot) => array[slot] === fill);
}

function addColumn(input: {
  hasher: StateHasher;
  column: Column;
  slots: Uint32Array;
  strings: StringTable;
}): void {
  const { hasher, column, slots, strings } = input;
  const { array } = column;
  const count = slots.length;
  hasher.addText(column.name);
  if (array instanceof Float64Array) {
    hasher.addFloat64At({ column: array, slots, count });
  } else if (column.declaration.kind === 'string') {
    const indexes = new Uint32Array(count);
    for (let i = 0; i < count; i += 1) indexes[i] = array[slots[i]!]!;
    const { first, second } = strings.hashColumns();
    hasher.addIntegersAt({ column: first, slots: indexes, count });
    hasher.addIntegersAt({ column: second, slots: indexes, count });
  } else {
    hasher.addIntegersAt({ column: array, slots, count });
  }
}
