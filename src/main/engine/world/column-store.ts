/**
 * All tables of a world and the texts they share, made from one list of declarations. It is what
 * the generic parts of the engine (hash, save, restore, checks) work on; the meaning of the tables
 * is none of its business. Tables come in the order of their declaration, everywhere.
 */
import { assert } from '../../../shared/kernel/assert.ts';
import type { StateHasher } from '../../../shared/kernel/hash.ts';
import type { TableDeclaration } from './columns.ts';
import { StringTable } from './string-table.ts';
import { Table } from './table.ts';

export type Declarations = Readonly<Record<string, TableDeclaration>>;

/** The tables by the names they were declared under. */
export type TablesOf<D extends Declarations> = {
  readonly [Name in keyof D & string]: Table<D[Name]>;
};

/** A table whose columns are not known by type. */
export type AnyTable = Table<TableDeclaration>;

export interface ColumnStore<D extends Declarations> {
  readonly strings: StringTable;
  readonly tables: TablesOf<D>;
  /** The same tables for generic work, in the order of their declaration. */
  readonly list: readonly AnyTable[];
}

const TABLE_NAME_PATTERN = /^[a-z][A-Za-z0-9]*$/;

/** Makes empty tables. Every ref must name one of them. */
export function createColumnStore<D extends Declarations>(declarations: D): ColumnStore<D> {
  const strings = new StringTable();
  const list: AnyTable[] = [];
  for (const [name, declaration] of Object.entries(declarations)) {
    assert(TABLE_NAME_PATTERN.test(name), 'A table name is one word in camel case');
    for (const column of Object.values(declaration)) {
      const known = column.kind !== 'ref' || Object.hasOwn(declarations, column.to);
      assert(known, 'A ref names a table that is not declared');
    }
    list.push(new Table({ name, declaration, strings }));
  }
  // The one cast of this file: the loop made exactly one table per declaration, under its name.
  const tables = Object.fromEntries(list.map((table) => [table.name, table])) as TablesOf<D>;
  return { strings, tables, list };
}

/** Adds all tables to a state hash. Texts count where columns use them, unused ones do not. */
export function addTablesTo(hasher: StateHasher, list: readonly AnyTable[]): void {
  hasher.addUint32(list.length);
  for (const table of list) table.addTo(hasher);
}

/** A ref that points at a slot which is not in use. */
export interface DanglingRef {
  readonly table: string;
  readonly column: string;
  readonly slot: number;
}

/** Every ref of a used slot that points at a slot not in use; for the invariants. */
export function findDanglingRefs(list: readonly AnyTable[]): DanglingRef[] {
  const byName = new Map(list.map((table) => [table.name, table]));
  const dangling: DanglingRef[] = [];
  for (const table of list) {
    const slots = table.slots();
    for (const { name, declaration, array } of table.columns) {
      const target = declaration.kind === 'ref' ? byName.get(declaration.to) : undefined;
      if (target === undefined) continue;
      for (const slot of slots) {
        const pointer = array[slot]!;
        if (pointer > 0 && !target.isAlive(pointer - 1)) {
          dangling.push({ table: table.name, column: name, slot });
        }
      }
    }
  }
  return dangling;
}
