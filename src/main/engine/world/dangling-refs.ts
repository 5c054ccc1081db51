/**
 * Finds refs that point at slots not in use, in any set of tables. For the invariants and the
 * tests: a ref left behind by a release would show another row once the slot is used again.
 */
import type { TableDeclaration } from './columns.ts';
import type { Table } from './table.ts';

type LinkedTable = Pick<Table<TableDeclaration>, 'name' | 'columns' | 'slots' | 'isAlive'>;

/** A ref that points at a slot which is not in use, or at a table that is not there. */
export interface DanglingRef {
  readonly table: string;
  readonly column: string;
  readonly slot: number;
}

/** Every such ref of a used slot, in the order of tables, columns and slots. */
export function findDanglingRefs(tables: readonly LinkedTable[]): DanglingRef[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const dangling: DanglingRef[] = [];
  for (const table of tables) {
    const slots = table.slots();
    for (const { name, declaration, array } of table.columns) {
      if (declaration.kind !== 'ref') continue;
      const target = byName.get(declaration.to);
      for (const slot of slots) {
        const pointer = array[slot]!;
        if (pointer > 0 && target?.isAlive(pointer - 1) !== true) {
          dangling.push({ table: table.name, column: name, slot });
        }
      }
    }
  }
  return dangling;
}
