/**
 * Frames as a web socket carries them: text where possible, one binary layout where there are
 * columns.
 *
 * A frame without typed arrays is JSON text. One with typed arrays is
 * `magic u32 | header length u32 | header JSON | pad to 8 | for each column: length u32, 0 u32,
 * bytes, pad to 8`, all little-endian, where the header holds the frame with its columns replaced
 * by zero and a table of their paths, kinds and lengths. What cannot be read becomes an
 * `UnreadableMessage`; nothing here throws on bytes from outside.
 */
import { z } from 'zod';
import { columnKinds, columnKindOf, isColumn, type ColumnArray } from '../views/column.ts';
import { COLUMNS_MAX, type PayloadColumn, type PayloadPath } from './payload.ts';
import { UnreadableMessage } from './transport.ts';

/** UTF-8 of the host: `TextEncoder` and a fatal `TextDecoder`, which pure code has not. */
export interface TextCodec {
  encode(text: string): Uint8Array;
  /** Throws on bytes that are not UTF-8. */
  decode(bytes: Uint8Array): string;
}

export type WireMessage = string | ArrayBuffer;

/** "RKL1" when read as little-endian bytes. */
const MAGIC = 0x314c_4b52;
const HEADER_OFFSET = 8;
/** Bytes before each column's numbers: its length in bytes, and four zeros for alignment. */
const PREFIX_BYTES = 8;
const PATH_DEPTH_MAX = 40;
/** Stands in the header's frame where a column belongs. */
const PLACEHOLDER = 0;

const headerSchema = z.strictObject({
  frame: z.unknown(),
  columns: z
    .array(
      z.strictObject({
        path: z
          .array(z.string().or(z.int().min(0)))
          .min(1)
          .max(PATH_DEPTH_MAX),
        kind: z.enum(['f32', 'f64', 'i8', 'i16', 'i32', 'u8', 'u16', 'u32']),
        length: z.int().min(0),
      }),
    )
    .max(COLUMNS_MAX),
});

type ColumnEntry = z.infer<typeof headerSchema>['columns'][number];

/** Writes a frame whose columns were found by `surveyPayload`. */
export function encodeWire(
  frame: unknown,
  columns: readonly PayloadColumn[],
  texts: TextCodec,
): WireMessage {
  if (columns.length === 0) return JSON.stringify(frame);
  const table = columns.map(({ path, column }) => ({
    path,
    kind: columnKindOf(column),
    length: column.length,
  }));
  const json = JSON.stringify({ frame, columns: table }, (_key, value: unknown) =>
    isColumn(value) ? PLACEHOLDER : value,
  );
  const header = texts.encode(json);
  let size = align(HEADER_OFFSET + header.length);
  for (const { column } of columns) size += PREFIX_BYTES + align(column.byteLength);
  const message = new ArrayBuffer(size);
  const bytes = new Uint8Array(message);
  const words = new DataView(message);
  words.setUint32(0, MAGIC, true);
  words.setUint32(4, header.length, true);
  bytes.set(header, HEADER_OFFSET);
  let offset = align(HEADER_OFFSET + header.length);
  for (const { column } of columns) {
    words.setUint32(offset, column.byteLength, true);
    const source = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    bytes.set(source, offset + PREFIX_BYTES);
    offset += PREFIX_BYTES + align(column.byteLength);
  }
  return message;
}

/** Reads a message; gives the frame, unchecked, or an `UnreadableMessage` that says why not. */
export function decodeWire(message: unknown, texts: TextCodec): unknown {
  try {
    if (typeof message === 'string') return parseJson(message);
    if (message instanceof ArrayBuffer) return decodeBinary(message, texts);
    if (message instanceof Uint8Array) return decodeBinary(message.slice().buffer, texts);
    return new UnreadableMessage(`expected text or bytes, received ${typeof message}`);
  } catch (error) {
    // JSON.parse, the text decoder and typed array views throw on bad bytes, and only on those.
    const reason = error instanceof Error ? error.message : 'unknown';
    return new UnreadableMessage(`the message could not be read (${reason})`);
  }
}

/** JSON.parse whose value nobody has checked yet. */
function parseJson(text: string): unknown {
  return JSON.parse(text);
}

function decodeBinary(message: ArrayBuffer, texts: TextCodec): unknown {
  const words = new DataView(message);
  if (message.byteLength < HEADER_OFFSET || words.getUint32(0, true) !== MAGIC) {
    return new UnreadableMessage('the binary message does not begin with its mark');
  }
  const headerLength = words.getUint32(4, true);
  if (headerLength > message.byteLength - HEADER_OFFSET) {
    return new UnreadableMessage('the header is longer than the message');
  }
  const header = headerSchema.safeParse(
    parseJson(texts.decode(new Uint8Array(message, HEADER_OFFSET, headerLength))),
  );
  if (!header.success) return new UnreadableMessage('the header does not fit its layout');
  let offset = align(HEADER_OFFSET + headerLength);
  for (const entry of header.data.columns) {
    const column = readColumn(words, { entry, offset });
    if (column === undefined || !place(header.data.frame, { path: entry.path, column })) {
      return new UnreadableMessage(`the column ${entry.path.join('.')} does not fit the message`);
    }
    offset += PREFIX_BYTES + align(column.byteLength);
  }
  if (offset !== message.byteLength) {
    return new UnreadableMessage(`${message.byteLength - offset} bytes follow the last column`);
  }
  return header.data.frame;
}

/** A column over its own copy of the bytes, or undefined when prefix, kind and size disagree. */
function readColumn(
  words: DataView<ArrayBuffer>,
  at: { entry: ColumnEntry; offset: number },
): ColumnArray | undefined {
  const { entry, offset } = at;
  const kind = columnKinds[entry.kind];
  const bytes = entry.length * kind.bytes;
  if (offset + PREFIX_BYTES + align(bytes) > words.byteLength) return undefined;
  if (words.getUint32(offset, true) !== bytes) return undefined;
  const start = offset + PREFIX_BYTES;
  return kind.view(words.buffer.slice(start, start + bytes), 0, entry.length);
}

/** Puts a column where the header left zero for it; false when there is no such place. */
function place(frame: unknown, at: { path: PayloadPath; column: ColumnArray }): boolean {
  let container: unknown = frame;
  for (const key of at.path.slice(0, -1)) {
    if (!hasOwn(container, key)) return false;
    container = container[key];
  }
  const last = at.path.at(-1);
  if (last === undefined || !hasOwn(container, last) || container[last] !== PLACEHOLDER)
    return false;
  container[last] = at.column;
  return true;
}

function hasOwn(
  container: unknown,
  key: string | number,
): container is Record<string | number, unknown> {
  return typeof container === 'object' && container !== null && Object.hasOwn(container, key);
}

/** The next multiple of eight, so that columns of every kind start where a view may. */
function align(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
