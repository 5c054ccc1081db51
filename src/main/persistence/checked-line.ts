/**
 * One line of JSON that carries its own checksum as its last field, `…,"sum":"16 hex digits"}`.
 * Journals, keyframe headers and manifests use it, so that a flipped bit is found where it happened
 * and the file stays readable and diffable. The sum covers the exact bytes before it: the first 64
 * bits of SHA-256. It guards against accidents, not against people. It knows no meaning of a field.
 */
import { createHash } from 'node:crypto';
import { assert } from '../../shared/kernel/assert.ts';
import type { JsonObject } from './json-text.ts';
import { isJsonObject, readJson, toBytes } from './json-text.ts';

/** Hexadecimal digits of a line's sum. */
const SUM_DIGITS = 16;
const SUM_PREFIX = ',"sum":"';
const SUM_SUFFIX = '"}';
/** Bytes from the comma before `sum` to the closing brace. */
const SEAL_LENGTH = SUM_PREFIX.length + SUM_DIGITS + SUM_SUFFIX.length;
const SEAL_PATTERN = /^,"sum":"([0-9a-f]{16})"\}$/;

export const NEWLINE = 0x0a;

export type CheckedLine =
  | { readonly ok: true; readonly value: JsonObject; readonly sum: string }
  | { readonly ok: false; readonly reason: string };

/** The sum of some bytes as it stands in a line. */
export function sumOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, SUM_DIGITS);
}

/** The full SHA-256 in hexadecimal, for whole files. */
export function digestOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Seals the text of a JSON object that has at least one field; returns the line without newline
 * and its sum. */
export function sealLine(objectText: string): { line: string; sum: string } {
  assert(objectText.length > 2 && objectText.endsWith('}'), 'Only an object can be sealed');
  const open = objectText.slice(0, -1);
  const sum = sumOf(open);
  return { line: `${open}${SUM_PREFIX}${sum}${SUM_SUFFIX}`, sum };
}

/** Checks one line (without its newline) and parses it; `sum` is no longer among its fields. */
export function openLine(bytes: Uint8Array): CheckedLine {
  const sum = sealOf(bytes);
  if (sum === undefined) return { ok: false, reason: 'the line has no checksum at its end' };
  const body = bytes.subarray(0, bytes.length - SEAL_LENGTH);
  if (sumOf(body) !== sum) return { ok: false, reason: 'the checksum does not fit the line' };
  const reading = readJson(closed(body));
  if (!reading.ok) return { ok: false, reason: reading.reason };
  if (!isJsonObject(reading.value)) return { ok: false, reason: 'the line is not an object' };
  return { ok: true, value: reading.value, sum };
}

/** True when some line that fits its checksum begins at the start of `bytes` and ends before their
 * end: such bytes are not the beginning of one interrupted line. */
export function beginsWithCheckedLine(bytes: Uint8Array): boolean {
  const needle = toBytes(SUM_PREFIX);
  let at = indexOfBytes(bytes, needle, 0);
  while (at >= 0) {
    const end = at + SEAL_LENGTH;
    if (end < bytes.length && openLine(bytes.subarray(0, end)).ok) return true;
    at = indexOfBytes(bytes, needle, at + 1);
  }
  return false;
}

function sealOf(bytes: Uint8Array): string | undefined {
  if (bytes.length <= SEAL_LENGTH) return undefined;
  const seal = String.fromCharCode(...bytes.subarray(bytes.length - SEAL_LENGTH));
  return SEAL_PATTERN.exec(seal)?.[1];
}

function closed(body: Uint8Array): Uint8Array {
  const whole = new Uint8Array(body.length + 1);
  whole.set(body);
  whole[body.length] = 0x7d;
  return whole;
}

function indexOfBytes(bytes: Uint8Array, needle: Uint8Array, from: number): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(needle, from);
}
