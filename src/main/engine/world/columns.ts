/**
 * The words in which a table is declared: one line per column, giving its kind, and where needed
 * its unit, default and whether it counts for the state hash. What is many in the world (hosts,
 * machines, disks) lives in such columns, one typed array per property, indexed by slot; table.ts
 * derives everything else from the declaration. Nothing here knows what any column means.
 */

/** The array behind each kind of column. A `string` holds indexes of the world's StringTable; a
 * `ref` holds slot + 1 of another table, 0 for none. Moments and spans are `f64`, for 53 bits. */
export interface ArrayOfKind {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  readonly string: Uint32Array;
  readonly ref: Uint32Array;
}

export type ColumnKind = keyof ArrayOfKind;
export type ColumnArray = ArrayOfKind[ColumnKind];

export type NumberKind = 'u8' | 'u16' | 'u32' | 'i32' | 'f64';

export interface NumberColumn<Kind extends NumberKind = NumberKind> {
  readonly kind: Kind;
  /** What one stands for: `MiB`, `us`, `milliwatt`, `flag`, `enum`, `count`. */
  readonly unit: string;
  /** Value of a new row. */
  readonly default: number;
  /** False only for what can be computed from hashed columns or does not steer the simulation;
   * such a column is still saved. */
  readonly hashed: boolean;
  /** Came after rooms had been hashed without it: it counts once a row differs from the default. */
  readonly late?: boolean;
}

export interface StringColumn {
  readonly kind: 'string';
  readonly default: string;
  readonly hashed: boolean;
  readonly late?: boolean;
}

export interface RefColumn {
  readonly kind: 'ref';
  /** Name of the table that is pointed at. */
  readonly to: string;
  readonly hashed: boolean;
  readonly late?: boolean;
}

export type ColumnDeclaration = NumberColumn | StringColumn | RefColumn;

export type TableDeclaration = Readonly<Record<string, ColumnDeclaration>>;

/** The typed arrays of a declaration by column name. */
export type ColumnsOf<D extends TableDeclaration> = {
  readonly [Name in keyof D]: ArrayOfKind[D[Name]['kind']];
};

/** The names of the columns of some kinds. */
export type ColumnNames<D extends TableDeclaration, Kind extends ColumnKind> = {
  [Name in keyof D & string]: D[Name]['kind'] extends Kind ? Name : never;
}[keyof D & string];

/** What a column may say beside its kind and unit; by default 0 or '', and hashed. */
export interface ColumnOptions<Value> {
  readonly default?: Value;
  readonly hashed?: boolean;
  readonly late?: boolean;
}

type NumberOptions = ColumnOptions<number>;

function numberColumn<Kind extends NumberKind>(input: {
  kind: Kind;
  unit: string;
  options: NumberOptions;
}): NumberColumn<Kind> {
  const { default: value = 0, hashed = true, late = false } = input.options;
  return { kind: input.kind, unit: input.unit, default: value, hashed, late };
}

/** Whole numbers 0 .. 255: flags and enumerations. */
export function u8(unit = 'flag', options: NumberOptions = {}): NumberColumn<'u8'> {
  return numberColumn({ kind: 'u8', unit, options });
}

/** Whole numbers 0 .. 65 535. */
export function u16(unit = 'count', options: NumberOptions = {}): NumberColumn<'u16'> {
  return numberColumn({ kind: 'u16', unit, options });
}

/** Whole numbers 0 .. 2^32 - 1. */
export function u32(unit = 'count', options: NumberOptions = {}): NumberColumn<'u32'> {
  return numberColumn({ kind: 'u32', unit, options });
}

/** Whole numbers -2^31 .. 2^31 - 1. */
export function i32(unit = 'count', options: NumberOptions = {}): NumberColumn<'i32'> {
  return numberColumn({ kind: 'i32', unit, options });
}

/** Doubles, and whole numbers up to 2^53: moments, spans, sums. */
export function f64(unit = 'us', options: NumberOptions = {}): NumberColumn<'f64'> {
  return numberColumn({ kind: 'f64', unit, options });
}

/** Texts, each stored once for all rows that share it. */
export function text(options: ColumnOptions<string> = {}): StringColumn {
  const { default: value = '', hashed = true, late = false } = options;
  return { kind: 'string', default: value, hashed, late };
}

/** A slot of the named table, or nothing. */
export function ref(to: string, options: ColumnOptions<never> = {}): RefColumn {
  return { kind: 'ref', to, hashed: options.hashed ?? true, late: options.late ?? false };
}

/** An array of zeros of the column's kind. */
export function makeArray(kind: ColumnKind, length: number): ColumnArray {
  switch (kind) {
    case 'u8':
      return new Uint8Array(length);
    case 'u16':
      return new Uint16Array(length);
    case 'i32':
      return new Int32Array(length);
    case 'f64':
      return new Float64Array(length);
    default:
      return new Uint32Array(length);
  }
}
