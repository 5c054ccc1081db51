/**
 * Tables and their texts as sections of a snapshot: one section per column, named `table/column`,
 * and one for the slots. Reading checks everything before anything is changed; what it returns can
 * be adopted without a failure, so a refused snapshot leaves the old state as it was.
 */
import { ok, type Result } from '../../../shared/kernel/result.ts';
import {
  makeArray,
  type ColumnArray,
  type ColumnKind,
  type TableDeclaration,
} from '../world/columns.ts';
import { STRINGS_MAX, type StringTable } from '../world/string-table.ts';
import { TABLE_SLOTS_MAX, type Column, type Table, type TableImage } from '../world/table.ts';
import { ByteReader, ByteWriter } from './byte-io.ts';
import type { Section } from './codec.ts';
import { invalidSnapshot, type SectionReader } from './section-reader.ts';

/** A table as this file sees it. */
export type SavedTable = Pick<
  Table<TableDeclaration>,
  'name' | 'columns' | 'slotEnd' | 'alive' | 'generation' | 'adopt'
>;

/** Tables and texts of a snapshot, checked and ready to be adopted. */
export interface TablesImage {
  readonly texts: readonly string[];
  readonly images: readonly TableImage[];
}

const STRINGS_SECTION = 'strings';
/** No column can have this name: the sign is not allowed there. */
const SLOTS = '@slots';

/** First byte of a column's section. Numbers are never given a new meaning. */
const KIND_CODES: Readonly<Record<ColumnKind, number>> = {
  u8: 1,
  u16: 2,
  u32: 3,
  i32: 4,
  f64: 5,
  string: 6,
  ref: 7,
};

/** The sections of all tables and of their texts. */
export function tableSections(tables: readonly SavedTable[], strings: StringTable): Section[] {
  const sections: Section[] = [stringsSection(strings)];
  for (const table of tables) {
    const { name, slotEnd } = table;
    const slots = new ByteWriter().u32(slotEnd);
    slots.elements(table.alive.subarray(0, slotEnd));
    slots.elements(table.generation.subarray(0, slotEnd));
    sections.push({ name: `${name}/${SLOTS}`, bytes: slots.finish() });
    for (const column of table.columns) {
      const writer = new ByteWriter().u8(KIND_CODES[column.declaration.kind]);
      writer.elements(column.array.subarray(0, slotEnd));
      sections.push({ name: `${name}/${column.name}`, bytes: writer.finish() });
    }
  }
  return sections;
}

/** Reads and checks the sections of these tables. Refuses with `snapshot.invalid`. */
export function readTables(
  sections: SectionReader,
  tables: readonly SavedTable[],
): Result<TablesImage> {
  const texts = readTexts(sections);
  if (!texts.ok) return texts;
  const images: TableImage[] = [];
  for (const table of tables) {
    const image = readTable({ sections, table, textCount: texts.value.length });
    if (!image.ok) return image;
    images.push(image.value);
  }
  const wrong = findWildRef(tables, images);
  if (wrong !== undefined) return invalidSnapshot(`${wrong} points behind the last slot`);
  return ok({ texts: texts.value, images });
}

/** Replaces the content of tables and texts by what readTables returned for the same tables. */
export function adoptTables(
  target: { tables: readonly SavedTable[]; strings: StringTable },
  image: TablesImage,
): void {
  target.strings.adopt(image.texts);
  for (const [index, table] of target.tables.entries()) {
    const part = image.images[index];
    if (part !== undefined) table.adopt(part);
  }
}

function stringsSection(strings: StringTable): Section {
  const texts = strings.snapshot();
  const writer = new ByteWriter().u32(texts.length);
  for (const text of texts) writer.text(text);
  return { name: STRINGS_SECTION, bytes: writer.finish() };
}

function readTexts(sections: SectionReader): Result<readonly string[]> {
  const section = sections.take(STRINGS_SECTION);
  if (!section.ok) return section;
  const reader = new ByteReader(section.value);
  const count = reader.u32();
  const texts: string[] = [];
  for (let i = 0; i < count && i < STRINGS_MAX && !reader.isBroken; i += 1) {
    texts.push(reader.text());
  }
  if (!reader.isAtEnd) return invalidSnapshot('the texts have a wrong length');
  if (texts[0] !== '') return invalidSnapshot('the first text is not the empty one');
  if (new Set(texts).size !== texts.length) return invalidSnapshot('a text stands there twice');
  return ok(texts);
}

function readTable(input: {
  sections: SectionReader;
  table: SavedTable;
  textCount: number;
}): Result<TableImage> {
  const { sections, table, textCount } = input;
  const slots = readSlots(sections, table.name);
  if (!slots.ok) return slots;
  const { slotEnd, alive, generation } = slots.value;
  const arrays: ColumnArray[] = [];
  for (const column of table.columns) {
    const name = `${table.name}/${column.name}`;
    const array = readColumn({ sections, column, name, slotEnd });
    if (!array.ok) return array;
    if (column.declaration.kind === 'string' && array.value.some((index) => index >= textCount)) {
      return invalidSnapshot(`${name} names a text that is not there`);
    }
    arrays.push(array.value);
  }
  return ok({ slotEnd, alive, generation, arrays });
}

function readSlots(
  sections: SectionReader,
  tableName: string,
): Result<Pick<TableImage, 'slotEnd' | 'alive' | 'generation'>> {
  const section = sections.take(`${tableName}/${SLOTS}`);
  if (!section.ok) return section;
  const reader = new ByteReader(section.value);
  const slotEnd = reader.u32();
  const fits = slotEnd <= TABLE_SLOTS_MAX && reader.remaining === slotEnd * 5;
  if (!fits) return invalidSnapshot(`the slots of ${tableName} have a wrong length`);
  const alive = new Uint8Array(slotEnd);
  const generation = new Uint32Array(slotEnd);
  reader.elements(alive);
  reader.elements(generation);
  if (alive.some((flag) => flag > 1)) {
    return invalidSnapshot(`a slot of ${tableName} is neither used nor free`);
  }
  return ok({ slotEnd, alive, generation });
}

function readColumn(input: {
  sections: SectionReader;
  column: Column;
  name: string;
  slotEnd: number;
}): Result<ColumnArray> {
  const { column, name, slotEnd } = input;
  const { kind } = column.declaration;
  const section = input.sections.take(name);
  if (!section.ok) return section;
  const reader = new ByteReader(section.value);
  if (reader.u8() !== KIND_CODES[kind]) return invalidSnapshot(`${name} is not of kind ${kind}`);
  const array = makeArray(kind, slotEnd);
  if (reader.remaining !== array.byteLength) return invalidSnapshot(`${name} has a wrong length`);
  reader.elements(array);
  return ok(array);
}

/** The first column with a ref behind the last slot of its table. */
function findWildRef(
  tables: readonly SavedTable[],
  images: readonly TableImage[],
): string | undefined {
  const ends = new Map(tables.map((table, index) => [table.name, images[index]?.slotEnd ?? 0]));
  for (const [index, table] of tables.entries()) {
    for (const [place, { name, declaration }] of table.columns.entries()) {
      if (declaration.kind !== 'ref') continue;
      const end = ends.get(declaration.to) ?? 0;
      const array = images[index]?.arrays[place];
      if (array?.some((pointer) => pointer > end) === true) return `${table.name}/${name}`;
    }
  }
  return undefined;
}
