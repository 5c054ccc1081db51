/**
 * The state hash: 64 bits over words, doubles, texts and columns, in the order they are added. Two
 * lanes of 32 bits run side by side, because JavaScript multiplies 32-bit integers fast and 64-bit
 * ones not at all. Every step of a lane is a bijection of the word it takes in, so a single changed
 * word always changes the result; the steps and constants are those of MurmurHash3 (A. Appleby,
 * public domain). It finds accidents, not forgers: never use it as a signature.
 */
import { assert } from './assert.ts';
import { highWord, lowWord } from './float-bits.ts';

/** Columns whose elements fit in one word. */
export type IntegerColumn = Uint8Array | Uint16Array | Uint32Array | Int32Array;

/** Every NaN is hashed as this one: which NaN an operation gives is left to the processor. */
const CANONICAL_NAN_HIGH = 0x7ff80000;
const HEX_DIGITS_PER_WORD = 8;

/** Scrambles one lane so that each bit of the result depends on each bit of the lane. */
function finish(lane: number): number {
  let h = lane;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function hexOfWord(word: number): string {
  return (word >>> 0).toString(16).padStart(HEX_DIGITS_PER_WORD, '0');
}

/** The column itself, or its elements as words. */
function asWords(column: IntegerColumn): Uint32Array {
  return column instanceof Uint32Array ? column : new Uint32Array(column);
}

/** The words of a column of doubles, with one form each for 0 and NaN. */
function canonicalWords(column: Float64Array): Uint32Array {
  const doubles = new Float64Array(column);
  const words = new Uint32Array(doubles.buffer);
  for (let i = 0; i < doubles.length; i += 1) {
    const value = doubles[i]!;
    if (value === 0) {
      words[2 * i + 1] = 0;
    } else if (value !== value) {
      words[2 * i] = 0;
      words[2 * i + 1] = CANONICAL_NAN_HIGH;
    }
  }
  return words;
}

/** The two words of a finished hash, unsigned. */
export interface HashWords {
  readonly first: number;
  readonly second: number;
}

/** Collects what is to be hashed. The sequence of calls is part of what is hashed only through the
 * words it produces: callers add lengths or names where two sequences could look alike. */
export class StateHasher {
  private laneA = 0x2f9be6cc;
  private laneB = 0x6c078965;
  private wordCount = 0;

  /** One word; of a greater or negative number the lower 32 bits. */
  addUint32(word: number): this {
    let k = Math.imul(word, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    let lane = this.laneA ^ k;
    this.laneA = (Math.imul((lane << 13) | (lane >>> 19), 5) + 0xe6546b64) | 0;
    k = Math.imul(word, 0xab0e9789);
    k = Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
    lane = this.laneB ^ k;
    this.laneB = (Math.imul((lane << 17) | (lane >>> 15), 5) + 0x0bcaa747) | 0;
    this.wordCount = (this.wordCount + 1) | 0;
    return this;
  }

  /** One double; -0 counts as 0 and every NaN as the same NaN. Also the way to add a safe integer
   * that needs more than 32 bits. */
  addFloat64(value: number): this {
    if (value === 0) return this.addUint32(0).addUint32(0);
    if (value !== value) return this.addUint32(0).addUint32(CANONICAL_NAN_HIGH);
    return this.addUint32(lowWord(value)).addUint32(highWord(value));
  }

  /** A text: its length, then its UTF-16 code units, two in a word. */
  addText(text: string): this {
    this.addUint32(text.length);
    const pairsEnd = text.length - (text.length % 2);
    for (let i = 0; i < pairsEnd; i += 2) {
      this.addUint32(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
    }
    if (pairsEnd < text.length) this.addUint32(text.charCodeAt(pairsEnd));
    return this;
  }

  /** Bytes: their count, then four in a word. */
  addBytes(bytes: Uint8Array): this {
    const length = bytes.length;
    this.addUint32(length);
    const wordsEnd = length - (length % 4);
    for (let i = 0; i < wordsEnd; i += 4) {
      this.addUint32(
        bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24),
      );
    }
    for (let i = wordsEnd; i < length; i += 1) this.addUint32(bytes[i]!);
    return this;
  }

  /** Words, without their count. */
  addWords(words: Uint32Array): this {
    for (let i = 0; i < words.length; i += 1) this.addUint32(words[i]!);
    return this;
  }

  /** The elements of an integer column at `slots[0..count)`, one word each, in that order. */
  addIntegersAt(input: { column: IntegerColumn; slots: Uint32Array; count: number }): this {
    const { column, slots, count } = input;
    assert(count <= slots.length, 'More slots are asked for than are listed');
    this.mixAt({ words: asWords(column), slots, count, stride: 1, offset: 0 });
    return this;
  }

  /** The elements of a column of doubles at `slots[0..count)`, canonical: first the lower words of
   * all of them, then the upper ones. */
  addFloat64At(input: { column: Float64Array; slots: Uint32Array; count: number }): this {
    const { column, slots, count } = input;
    assert(count <= slots.length, 'More slots are asked for than are listed');
    const words = canonicalWords(column);
    this.mixAt({ words, slots, count, stride: 2, offset: 0 });
    this.mixAt({ words, slots, count, stride: 2, offset: 1 });
    return this;
  }

  /** addUint32 for `words[slot * stride + offset]` of each slot, with the lanes kept in registers
   * and only one kind of array: three times as fast as mixed arrays were. */
  private mixAt(input: {
    words: Uint32Array;
    slots: Uint32Array;
    count: number;
    stride: number;
    offset: number;
  }): void {
    const { words, slots, count, stride, offset } = input;
    let a = this.laneA;
    let b = this.laneB;
    for (let i = 0; i < count; i += 1) {
      const word = words[slots[i]! * stride + offset]!;
      let k = Math.imul(word, 0xcc9e2d51);
      a ^= Math.imul((k << 15) | (k >>> 17), 0x1b873593);
      a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
      k = Math.imul(word, 0xab0e9789);
      b ^= Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
      b = (Math.imul((b << 17) | (b >>> 15), 5) + 0x0bcaa747) | 0;
    }
    this.laneA = a;
    this.laneB = b;
    this.wordCount = (this.wordCount + count) | 0;
  }

  /** The hash of all that was added so far; adding may go on afterwards. */
  words(): HashWords {
    let a = this.laneA ^ this.wordCount;
    let b = this.laneB ^ this.wordCount;
    a = (a + b) | 0;
    b = (b + a) | 0;
    a = finish(a);
    b = finish(b);
    a = (a + b) | 0;
    b = (b + a) | 0;
    return { first: a >>> 0, second: b >>> 0 };
  }

  /** The hash as 16 hexadecimal digits. */
  digestHex(): string {
    const { first, second } = this.words();
    return hexOfWord(first) + hexOfWord(second);
  }
}

/** The hash of one text, for keys and seeds. */
export function hashText(text: string): HashWords {
  return new StateHasher().addText(text).words();
}
