/**
 * Goal: a snapshot comes back as it was, or is refused with the damaged part named [ENG-H4].
 * Method: every cut and every flipped bit of a small snapshot, and headers that are not ours.
 */
import { describe, expect, it } from 'vitest';
import {
  decodeSnapshot,
  encodeSnapshot,
  SECTION_NAME_LENGTH_MAX,
  SECTIONS_MAX,
  SNAPSHOT_VERSION,
  type Section,
} from '../../../../../src/main/engine/snapshot/codec.ts';

const SECTIONS: readonly Section[] = [
  { name: 'clock', bytes: Uint8Array.of(1, 2, 3, 4, 5) },
  { name: 'host/@slots', bytes: new Uint8Array(0) },
  { name: 'größe', bytes: Uint8Array.of(0, 0, 0) },
];
const MAGIC_LENGTH = 8;

function codeOf(bytes: Uint8Array): string {
  const result = decodeSnapshot(bytes);
  return result.ok ? 'accepted' : result.error.code;
}

describe('[ENG-H4] the snapshot container', () => {
  it('gives back sections, names and order', () => {
    expect(decodeSnapshot(encodeSnapshot(SECTIONS))).toEqual({ ok: true, value: SECTIONS });
    expect(decodeSnapshot(encodeSnapshot([]))).toEqual({ ok: true, value: [] });
  });

  it('reads bytes that lie anywhere in a larger buffer', () => {
    const snapshot = encodeSnapshot(SECTIONS);
    const buffer = new Uint8Array(snapshot.length + 13);
    buffer.set(snapshot, 7);
    expect(decodeSnapshot(buffer.subarray(7, 7 + snapshot.length))).toEqual({
      ok: true,
      value: SECTIONS,
    });
  });

  it('refuses every cut', () => {
    const snapshot = encodeSnapshot(SECTIONS);
    for (let length = 0; length < snapshot.length; length += 1) {
      const expected = length < MAGIC_LENGTH ? 'snapshot.notOurs' : 'snapshot.truncated';
      expect([length, codeOf(snapshot.subarray(0, length))]).toEqual([length, expected]);
    }
  });

  it('refuses every flipped bit', () => {
    const snapshot = encodeSnapshot(SECTIONS);
    for (let bit = 0; bit < snapshot.length * 8; bit += 1) {
      const damaged = snapshot.slice();
      damaged[bit >> 3] = damaged[bit >> 3]! ^ (1 << (bit & 7));
      expect([bit, codeOf(damaged)]).not.toEqual([bit, 'accepted']);
    }
  });

  it('names the section that was damaged', () => {
    const snapshot = encodeSnapshot(SECTIONS);
    snapshot[snapshot.length - 1] = 9;
    expect(decodeSnapshot(snapshot)).toMatchObject({
      error: { code: 'snapshot.damaged', details: { part: 'größe' }, hint: expect.any(String) },
    });
  });

  it('refuses what is longer, of another version, or not ours', () => {
    const snapshot = encodeSnapshot(SECTIONS);
    const longer = new Uint8Array(snapshot.length + 1);
    longer.set(snapshot);
    expect(codeOf(longer)).toBe('snapshot.damaged');
    const newer = snapshot.slice();
    newer[MAGIC_LENGTH] = SNAPSHOT_VERSION + 1;
    expect(decodeSnapshot(newer)).toMatchObject({
      error: {
        code: 'snapshot.unknownVersion',
        details: { version: SNAPSHOT_VERSION + 1, supportedVersion: SNAPSHOT_VERSION },
      },
    });
    expect(codeOf(new Uint8Array(100))).toBe('snapshot.notOurs');
  });

  it('is not made of what it could not give back', () => {
    const empty = new Uint8Array(0);
    const many = Array.from({ length: SECTIONS_MAX + 1 }, (_, i) => ({
      name: `${i}`,
      bytes: empty,
    }));
    expect(() => encodeSnapshot(many)).toThrow('too many');
    expect(() => encodeSnapshot([SECTIONS[0]!, SECTIONS[0]!])).toThrow('one name');
    const name = 'x'.repeat(SECTION_NAME_LENGTH_MAX + 1);
    expect(() => encodeSnapshot([{ name, bytes: empty }])).toThrow('too long');
  });
});
