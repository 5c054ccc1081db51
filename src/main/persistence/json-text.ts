/**
 * JSON read from files that anybody may have changed: bytes in, a typed value or a reason out. It
 * refuses text that is not UTF-8 and nesting deeper than any of our files has, because later code
 * walks values recursively. It must not know what the values mean.
 */
import { JSON_DEPTH_MAX } from '../../shared/kernel/canonical-json.ts';
import type { JsonValue } from '../../shared/kernel/canonical-json.ts';

export type JsonObject = { readonly [key: string]: JsonValue };

export type JsonReading =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** UTF-8 bytes of a text. */
export function toBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes, or `undefined` when they are not UTF-8. */
export function toText(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Parses one JSON text; the reason of a refusal is a clause that fits after a colon. */
export function readJson(bytes: Uint8Array): JsonReading {
  const text = toText(bytes);
  if (text === undefined) return { ok: false, reason: 'it is not UTF-8 text' };
  const depth = depthOf(text);
  if (depth > JSON_DEPTH_MAX) {
    return { ok: false, reason: `it nests ${depth} levels deep, the limit is ${JSON_DEPTH_MAX}` };
  }
  try {
    const value: JsonValue = JSON.parse(text);
    return { ok: true, value };
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : 'it cannot be parsed';
    return { ok: false, reason: `it is not JSON (${detail})` };
  }
}

/** True for an object, false for arrays, `null` and everything else. */
export function isJsonObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The deepest nesting of lists and objects in a JSON text, without parsing it. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return deepest;
}
