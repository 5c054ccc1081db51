/**
 * Goal: a journal file says exactly what was written into it, or says where it stopped doing so.
 * Method: print random entries, then cut the file at every byte, flip every bit, drop, double and
 * swap lines, and blank out sectors, and compare what the reader trusts with what was written.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printEntry, printHeader } from '../../src/main/persistence/journal-format.ts';
import { scanSegment } from '../../src/main/persistence/journal-scan.ts';
import type { ScannedSegment } from '../../src/main/persistence/journal-scan.ts';
import { toBytes } from '../../src/main/persistence/json-text.ts';
import type { JsonValue } from '../../src/shared/kernel/canonical-json.ts';
import { count } from '../support/counts.ts';

const SECTOR_BYTES = 512;
const START = { journalId: 'a'.repeat(32), segment: 1, firstSeq: 1, previousSum: 'a'.repeat(32) };
const RUNS = { numRuns: count('propertyRuns') };

interface Written {
  readonly entries: readonly JsonValue[];
  readonly bytes: Uint8Array;
  /** Offset behind each line; the first is the header's. */
  readonly ends: readonly number[];
}

/** Prints the values in groups: each entry says that all groups before its own are durable. */
function write(groups: readonly (readonly unknown[])[]): Written {
  const header = printHeader(START);
  const entries: JsonValue[] = [];
  let text = `${header.line}\n`;
  const ends = [toBytes(text).length];
  let previousSum = header.sum;
  for (const group of groups) {
    const durableSeq = entries.length;
    for (const value of group) {
      const entryText = JSON.stringify({ seq: entries.length + 1, value });
      const printed = printEntry({ entryText, durableSeq, previousSum });
      const entry: JsonValue = JSON.parse(entryText);
      entries.push(entry);
      previousSum = printed.sum;
      text += `${printed.line}\n`;
      ends.push(toBytes(text).length);
    }
  }
  return { entries, bytes: toBytes(text), ends };
}

function scan(bytes: Uint8Array): ScannedSegment {
  return scanSegment(bytes, { start: START, isLast: true });
}

const values = fc.array(fc.jsonValue(), { maxLength: 6 });
const groups = fc.array(values, { maxLength: 6 });
/** Entries long enough to fill sectors. */
const longGroups = fc.array(
  fc.array(fc.string({ minLength: 0, maxLength: 900 }), { minLength: 1, maxLength: 5 }),
  { minLength: 1, maxLength: 4 },
);

/** A file with all kinds of content, for the checks that try everything. */
const SAMPLE = write([
  [{ kind: 'vm.create', name: 'web-1' }],
  ['façade 電源 🙂', [1, -2.5, 1e21, true, null], ''],
  [{ nested: { sum: '0123456789abcdef' } }, 'plain'],
]);

describe('a journal', () => {
  it('is read as it was printed', () => {
    fc.assert(
      fc.property(groups, (written) => {
        const { entries, bytes } = write(written);
        const read = scan(bytes);
        expect(read.stop).toBeUndefined();
        expect(read.values).toEqual(entries);
        expect(read.goodBytes).toBe(bytes.length);
      }),
      RUNS,
    );
  });

  it('cut at any byte gives exactly the complete lines before the cut', () => {
    for (let cut = 0; cut < SAMPLE.bytes.length; cut += 1) expectPrefix(SAMPLE, cut);
    fc.assert(
      fc.property(groups, fc.double({ min: 0, max: 1, noNaN: true }), (written, part) => {
        const file = write(written);
        expectPrefix(file, Math.floor(part * (file.bytes.length - 1)));
      }),
      RUNS,
    );
  });

  it('with any one bit flipped is damaged, never torn and never whole', () => {
    for (let bit = 0; bit < SAMPLE.bytes.length * 8; bit += 1) expectDamage(SAMPLE, bit);
    fc.assert(
      fc.property(groups, fc.double({ min: 0, max: 1, noNaN: true }), (written, part) => {
        const file = write(written);
        expectDamage(file, Math.floor(part * (file.bytes.length * 8 - 1)));
      }),
      RUNS,
    );
  });

  it('with lines dropped, doubled or swapped is damaged', () => {
    const lines = SAMPLE.ends.map((end, at) => SAMPLE.bytes.slice(SAMPLE.ends[at - 1] ?? 0, end));
    for (let at = 0; at < lines.length - 1; at += 1) {
      const [line, next] = [lines[at]!, lines[at + 1]!];
      const spoilt = {
        dropped: lines.toSpliced(at, 1),
        doubled: lines.toSpliced(at, 0, line),
        swapped: lines.toSpliced(at, 2, next, line),
      };
      for (const [act, rest] of Object.entries(spoilt)) {
        const read = scan(Buffer.concat(rest));
        expect({ act, at, kind: read.stop?.kind }).toEqual({ act, at, kind: 'damaged' });
      }
    }
  });

  it('with a sector missing is torn, unless a later line proves that it had been durable', () => {
    fc.assert(
      fc.property(longGroups, fc.nat(), (written, chosen) => {
        const file = write(written);
        const from = (chosen % Math.ceil(file.bytes.length / SECTOR_BYTES)) * SECTOR_BYTES;
        const to = from + SECTOR_BYTES;
        const read = scan(file.bytes.slice().fill(0, from, to));
        const spoilt = read.stop!.seq;
        const groupOf = written.flatMap((group, at) => group.map(() => at));
        const isProved = groupOf.some((group, at) => {
          const isLater = group > groupOf[spoilt - 1]!;
          return isLater && (file.ends[at]! >= to || file.ends[at + 1]! <= from);
        });
        expect(read.stop?.kind).toBe(isProved ? 'damaged' : 'torn');
        expect(read.values).toEqual(file.entries.slice(0, spoilt - 1));
        expect(file.ends[spoilt - 1]! <= from || spoilt === 1).toBe(true);
      }),
      RUNS,
    );
  });
});

function expectPrefix(file: Written, cut: number): void {
  const read = scan(file.bytes.subarray(0, cut));
  const whole = file.ends.filter((end) => end <= cut);
  const isBetween = cut > 0 && whole.at(-1) === cut;
  expect({
    cut,
    values: read.values,
    goodBytes: read.goodBytes,
    stop: read.stop?.kind,
    lostBytes: read.stop?.lostBytes ?? 0,
  }).toEqual({
    cut,
    values: file.entries.slice(0, Math.max(0, whole.length - 1)),
    goodBytes: whole.at(-1) ?? 0,
    // Also an empty file: a segment is never without its header.
    stop: isBetween ? undefined : 'torn',
    lostBytes: cut - (whole.at(-1) ?? 0),
  });
}

function expectDamage(file: Written, bit: number): void {
  const bytes = file.bytes.slice();
  const at = bit >> 3;
  bytes[at] = bytes[at]! ^ (1 << (bit & 7));
  const read = scan(bytes);
  const line = file.ends.findIndex((end) => at < end);
  expect({ bit, kind: read.stop?.kind, values: read.values }).toEqual({
    bit,
    kind: 'damaged',
    values: file.entries.slice(0, Math.max(0, line - 1)),
  });
}
