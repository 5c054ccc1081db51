/**
 * Goal: the hash sees every bit and nothing but the values [ENG-H1..3]. Method: golden digests,
 * every single-bit change of small inputs, and values with two forms.
 */
import { describe, expect, it } from 'vitest';
import { hashText, StateHasher } from '../../../../src/shared/kernel/hash.ts';
import { doubleOf } from '../../../support/ulp.ts';

function slotsUpTo(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}

function hashDoubles(values: readonly number[]): string {
  const column = Float64Array.from(values);
  const count = values.length;
  return new StateHasher().addFloat64At({ column, slots: slotsUpTo(count), count }).digestHex();
}

function hashIntegers(column: Uint8Array | Uint16Array | Uint32Array | Int32Array): string {
  const count = column.length;
  return new StateHasher().addIntegersAt({ column, slots: slotsUpTo(count), count }).digestHex();
}

describe('the state hash', () => {
  it('[ENG-H1] gives these digests on every machine', () => {
    expect([
      new StateHasher().digestHex(),
      new StateHasher().addUint32(0).digestHex(),
      new StateHasher().addFloat64(Math.PI).addText('zone-1').digestHex(),
      new StateHasher().addBytes(Uint8Array.of(1, 2, 3, 4, 5)).digestHex(),
      hashText('host:r1-h01'),
    ]).toMatchInlineSnapshot(`
      [
        "b06c628d989da506",
        "f31cb6c9510782c3",
        "6809a5b32c874f39",
        "646d773498019ba2",
        {
          "first": 3747523885,
          "second": 1365875880,
        },
      ]
    `);
  });

  it('[ENG-H2] changes with any single bit, anywhere', () => {
    const words = Uint32Array.of(0, 1, 0xffff_ffff, 77);
    const seen = new Set([hashIntegers(words)]);
    for (let bit = 0; bit < words.length * 32; bit += 1) {
      const changed = words.slice();
      changed[bit >> 5] = changed[bit >> 5]! ^ (1 << (bit & 31));
      seen.add(hashIntegers(changed));
    }
    expect(seen.size).toBe(words.length * 32 + 1);
  });

  it('[ENG-H2] changes with any single bit of a double that means another number', () => {
    const seen = new Set<string>();
    for (let bit = 0n; bit < 64n; bit += 1n)
      seen.add(hashDoubles([1, doubleOf(0x3ff8_0000_0000_0001n ^ (1n << bit))]));
    expect(seen.size).toBe(64);
  });

  it('[ENG-H3] has one form of zero and one of NaN', () => {
    const otherNan = doubleOf(0x7ff8_0000_0000_0001n);
    expect(hashDoubles([0, NaN])).toBe(hashDoubles([-0, otherNan]));
    expect(hashDoubles([0])).not.toBe(hashDoubles([NaN]));
    const one = (value: number): string => new StateHasher().addFloat64(value).digestHex();
    expect([one(-0), one(otherNan)]).toEqual([one(0), one(NaN)]);
    expect(new Set([one(0), one(NaN), one(Infinity), one(5e-324)]).size).toBe(4);
  });

  it('[ENG-H1] counts order and length', () => {
    const text = (...parts: string[]): string =>
      parts.reduce((hasher, part) => hasher.addText(part), new StateHasher()).digestHex();
    const seen = [
      text(),
      text(''),
      text('', ''),
      text('ab', 'c'),
      text('a', 'bc'),
      text('c', 'ab'),
    ];
    expect(new Set(seen).size).toBe(seen.length);
    expect(hashIntegers(Uint32Array.of(1, 2))).not.toBe(hashIntegers(Uint32Array.of(2, 1)));
    expect(hashIntegers(Uint32Array.of(0))).not.toBe(hashIntegers(Uint32Array.of(0, 0)));
    const bytes = (...values: number[]): string =>
      new StateHasher().addBytes(Uint8Array.from(values)).digestHex();
    expect(new Set([bytes(), bytes(0), bytes(0, 0), bytes(0, 0, 0, 0), bytes(0, 1)]).size).toBe(5);
  });

  it('[ENG-H1] takes columns of every kind as their values, at the slots asked for', () => {
    const same = [Uint8Array.of(1, 200), Uint16Array.of(1, 200), Int32Array.of(1, 200)];
    for (const column of same)
      expect(hashIntegers(column)).toBe(hashIntegers(Uint32Array.of(1, 200)));
    expect(hashIntegers(Int32Array.of(-1))).toBe(hashIntegers(Uint32Array.of(0xffff_ffff)));
    const column = Uint32Array.of(5, 6, 7, 8);
    const slots = Uint32Array.of(1, 3, 0);
    const picked = new StateHasher().addIntegersAt({ column, slots, count: 2 }).digestHex();
    expect(picked).toBe(new StateHasher().addWords(Uint32Array.of(6, 8)).digestHex());
    expect(() => new StateHasher().addIntegersAt({ column, slots, count: 4 })).toThrow('slots');
  });

  it('can be read and then continued', () => {
    const hasher = new StateHasher().addUint32(1);
    const early = hasher.digestHex();
    expect(hasher.digestHex()).toBe(early);
    expect(hasher.addUint32(2).digestHex()).toBe(
      new StateHasher().addUint32(1).addUint32(2).digestHex(),
    );
    expect(early).toMatch(/^[0-9a-f]{16}$/);
  });

  it('spreads close inputs over all bits', () => {
    const CASES = 20_000;
    const ones = new Uint32Array(64);
    for (let i = 0; i < CASES; i += 1) {
      const { first, second } = new StateHasher().addUint32(i).words();
      for (let bit = 0; bit < 32; bit += 1) {
        ones[bit] = ones[bit]! + ((first >>> bit) & 1);
        ones[bit + 32] = ones[bit + 32]! + ((second >>> bit) & 1);
      }
    }
    // Five standard deviations of a fair coin.
    for (const count of ones)
      expect(Math.abs(count - CASES / 2)).toBeLessThan(2.5 * Math.sqrt(CASES));
  });
});
