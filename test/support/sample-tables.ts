/**
 * Two small tables with a column of every kind, for tests of what works on any table. The names
 * mean nothing; `note` and `cached` are declared as not hashed.
 */
import { f64, i32, ref, text, u16, u32, u8 } from '../../src/main/engine/world/columns.ts';
import { StringTable } from '../../src/main/engine/world/string-table.ts';
import { Table } from '../../src/main/engine/world/table.ts';
import { StateHasher } from '../../src/shared/kernel/hash.ts';

export const BOX_COLUMNS = {
  name: text(),
  label: text({ default: 'new' }),
  flag: u8(),
  height: u16('units', { default: 2 }),
  memoryMib: u32('MiB', { default: 1024 }),
  balance: i32('count', { default: -1 }),
  sinceUs: f64(),
  shelf: ref('shelf'),
  note: text({ hashed: false }),
  cached: f64('ratio', { hashed: false, default: 0.5 }),
};

export const SHELF_COLUMNS = { name: text(), below: ref('shelf') };

export interface SampleWorld {
  readonly strings: StringTable;
  readonly box: Table<typeof BOX_COLUMNS>;
  readonly shelf: Table<typeof SHELF_COLUMNS>;
}

/**
 * A new, empty world of two tables.
 * @param wordsBefore texts that were met before the tables were made, so that numbers differ
 */
export function makeSampleWorld(wordsBefore: readonly string[] = []): SampleWorld {
  const strings = new StringTable();
  for (const word of wordsBefore) strings.intern(word);
  const box = new Table({ name: 'box', declaration: BOX_COLUMNS, strings });
  const shelf = new Table({ name: 'shelf', declaration: SHELF_COLUMNS, strings });
  return { strings, box, shelf };
}

/** The hash of both tables. */
export function hashOfWorld(world: SampleWorld): string {
  const hasher = new StateHasher();
  world.box.addTo(hasher);
  world.shelf.addTo(hasher);
  return hasher.digestHex();
}
