/**
 * Canonical JSON after RFC 8785: one value has one text, so that texts can be compared, chained by
 * checksums and stored without noise in a diff. Keys stand in code-unit order, numbers as the
 * language prints them, no white space. A value that JSON cannot carry is refused by its path,
 * because it may come from a file or a caller; the text is never silently different from the value.
 */
import { compareCodeUnits } from './order.ts';
import { err, ok, type Err, type Result } from './result.ts';

/** Deeper values are refused: the recursion here and in every JSON reader has an end. */
export const JSON_DEPTH_MAX = 128;

/** What JSON can carry. */
export type JsonValue =
  | undefined
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

interface Writer {
  text: string;
  refusal: Err | undefined;
  readonly path: string[];
}

/** The canonical text of `value`. As in JSON.stringify, properties that are undefined are left
 * out. Refuses with `json.notCanonical`: NaN, infinities, lone surrogates, undefined in a list,
 * objects that are not plain, and nesting deeper than JSON_DEPTH_MAX (so also cycles). */
export function canonicalJson(value: unknown): Result<string> {
  const writer: Writer = { text: '', refusal: undefined, path: [] };
  writeValue(writer, value);
  return writer.refusal ?? ok(writer.text);
}

function writeValue(writer: Writer, value: unknown): void {
  if (writer.refusal !== undefined) return;
  switch (typeof value) {
    case 'string':
      writeText(writer, value);
      break;
    case 'number':
      if (Number.isFinite(value)) writer.text += JSON.stringify(value);
      else refuse(writer, `${value} is not a JSON number`);
      break;
    case 'boolean':
      writer.text += value ? 'true' : 'false';
      break;
    case 'object':
      if (value === null) writer.text += 'null';
      else writeNested(writer, value);
      break;
    default:
      refuse(writer, `JSON has no ${typeof value}`);
  }
}

function writeNested(writer: Writer, value: object): void {
  if (writer.path.length >= JSON_DEPTH_MAX) {
    refuse(writer, `it is nested deeper than ${JSON_DEPTH_MAX} levels`);
  } else if (Array.isArray(value)) {
    writeList(writer, value);
  } else if (isPlain(value)) {
    writeRecord(writer, value);
  } else {
    refuse(writer, 'only plain objects and lists have a JSON form');
  }
}

function writeList(writer: Writer, list: readonly unknown[]): void {
  writer.text += '[';
  for (let i = 0; i < list.length && writer.refusal === undefined; i += 1) {
    if (i > 0) writer.text += ',';
    writer.path.push(`${i}`);
    writeValue(writer, list[i]);
    writer.path.pop();
  }
  writer.text += ']';
}

function writeRecord(writer: Writer, record: object): void {
  const entries: [string, unknown][] = Object.entries(record);
  entries.sort(([left], [right]) => compareCodeUnits(left, right));
  let separator = '';
  writer.text += '{';
  for (const [key, value] of entries) {
    if (value === undefined) continue;
    writer.text += separator;
    separator = ',';
    writer.path.push(key);
    writeText(writer, key);
    writer.text += ':';
    writeValue(writer, value);
    writer.path.pop();
  }
  writer.text += '}';
}

/** JSON.stringify escapes exactly as RFC 8785 asks, except for lone surrogates. */
function writeText(writer: Writer, text: string): void {
  if (hasLoneSurrogate(text)) refuse(writer, 'a text holds half of a surrogate pair');
  else writer.text += JSON.stringify(text);
}

/** Half of a pair: with the `u` flag a whole pair is one character and does not match. */
function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function refuse(writer: Writer, reason: string): void {
  if (writer.refusal !== undefined) return;
  const path = `/${writer.path.join('/')}`;
  writer.refusal = err({
    code: 'json.notCanonical',
    message: `The value at ${path} cannot be written as JSON: ${reason}.`,
    hint: 'Use finite numbers, well-formed texts, lists and plain objects.',
    details: { path, reason },
  });
}
