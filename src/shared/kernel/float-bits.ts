/**
 * The two 32-bit halves of a double, for code that must see bits: deterministic mathematics and
 * hashing. One shared cell serves all callers, so a value must be taken out before the next is put
 * in. The program runs on little-endian machines only, which is checked when this file is loaded.
 */
import { assert } from './assert.ts';

const cell = new Float64Array(1);
const halves = new Uint32Array(cell.buffer);

cell[0] = 1;
assert(halves[1] === 0x3ff00000, 'A little-endian machine is needed');

/** Sign, exponent and the 20 upper bits of the fraction, as a signed 32-bit integer. */
export function highWord(value: number): number {
  cell[0] = value;
  return halves[1]! | 0;
}

/** The 32 lower bits of the fraction, unsigned. */
export function lowWord(value: number): number {
  cell[0] = value;
  return halves[0]!;
}

/** The double made of both halves; only the lower 32 bits of each argument count. */
export function fromWords(high: number, low: number): number {
  halves[1] = high;
  halves[0] = low;
  return cell[0]!;
}

/** `value` with another upper half. */
export function withHighWord(value: number, high: number): number {
  cell[0] = value;
  halves[1] = high;
  return cell[0];
}

/** `value` without its 32 lower bits: a head short enough to be multiplied exactly. */
export function clearLowWord(value: number): number {
  cell[0] = value;
  halves[0] = 0;
  return cell[0];
}
