/**
 * Reads the bytes of one journal segment as far as they can be trusted, and judges what stops the
 * reading. Two judgements matter: *torn* is what an interrupted, never acknowledged write leaves
 * at the very end (part of a line, or sectors of zeros where data never arrived) and may be cut;
 * *damaged* is everything else and is never repaired without being asked. Pure: bytes in, value
 * out.
 */
import { NEWLINE, beginsWithCheckedLine, openLine } from './checked-line.ts';
import { printHeader } from './journal-format.ts';
import type { SegmentStart } from './journal-format.ts';
import type { JsonValue } from '../../shared/kernel/canonical-json.ts';
import type { JsonObject } from './json-text.ts';
import { isJsonObject, toBytes } from './json-text.ts';

/** The smallest unit a disk writes at once; unwritten ones inside a file read as zeros. */
const SECTOR_BYTES = 512;

/** Why and where the reading stopped. */
export interface SegmentStop {
  readonly kind: 'torn' | 'damaged';
  /** The first line that cannot be trusted; the header is line 1. */
  readonly line: number;
  readonly offsetBytes: number;
  /** From there to the end of the segment. */
  readonly lostBytes: number;
  /** Lines that begin there; each held at most one entry. */
  readonly lostLines: number;
  /** A clause that says what is wrong with the line. */
  readonly reason: string;
  /** The entry that should have stood there. */
  readonly seq: number;
}

export interface ScannedSegment {
  /** The stored entries up to the stop, not yet decoded. */
  readonly values: readonly JsonValue[];
  /** The sum of each of their lines. */
  readonly sums: readonly string[];
  readonly headerRead: boolean;
  /** Sum of the last trusted line, header included. */
  readonly lastSum: string;
  readonly nextSeq: number;
  /** Everything before this offset is trusted. */
  readonly goodBytes: number;
  readonly stop: SegmentStop | undefined;
}

interface Reading {
  values: JsonValue[];
  sums: string[];
  lastSum: string;
  seq: number;
  line: number;
  offset: number;
}

/** `isLast` says that no segment follows: only there can an interrupted write be. O(bytes). */
export function scanSegment(
  bytes: Uint8Array,
  expected: { start: SegmentStart; isLast: boolean },
): ScannedSegment {
  const header = printHeader(expected.start);
  const reading: Reading = {
    values: [],
    sums: [],
    lastSum: expected.start.previousSum,
    seq: expected.start.firstSeq,
    line: 1,
    offset: 0,
  };
  let problem = readHeader(reading, bytes, header);
  const headerRead = problem === undefined;
  while (problem === undefined && reading.offset < bytes.length) {
    problem = readEntry(reading, bytes);
  }
  return {
    values: reading.values,
    sums: reading.sums,
    headerRead,
    lastSum: reading.lastSum,
    nextSeq: reading.seq,
    goodBytes: reading.offset,
    stop:
      problem === undefined
        ? undefined
        : {
            kind: expected.isLast && isTorn(bytes, reading) ? 'torn' : 'damaged',
            line: reading.line,
            offsetBytes: reading.offset,
            lostBytes: bytes.length - reading.offset,
            lostLines: countLines(bytes.subarray(reading.offset)),
            reason: problem,
            seq: reading.seq,
          },
  };
}

/** Lines in some bytes; one without newline at the end counts too. O(bytes). */
export function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = 0; at < bytes.length; lines += 1) {
    const end = bytes.indexOf(NEWLINE, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

/** The bytes of the line at the reading's offset, or `undefined` when no newline ends it. */
function lineAt(bytes: Uint8Array, offset: number): Uint8Array | undefined {
  const end = bytes.indexOf(NEWLINE, offset);
  return end < 0 ? undefined : bytes.subarray(offset, end);
}

const UNFINISHED = 'the line is not finished';

function readHeader(
  reading: Reading,
  bytes: Uint8Array,
  header: { line: string; sum: string },
): string | undefined {
  const line = lineAt(bytes, 0);
  if (line === undefined) return UNFINISHED;
  if (!sameBytes(line, toBytes(header.line))) {
    const opened = openLine(line);
    if (!opened.ok) return opened.reason;
    return 'the header belongs to another journal or another place in this one';
  }
  reading.lastSum = header.sum;
  advance(reading, line);
  return undefined;
}

function readEntry(reading: Reading, bytes: Uint8Array): string | undefined {
  const line = lineAt(bytes, reading.offset);
  if (line === undefined) return UNFINISHED;
  const opened = openLine(line);
  if (!opened.ok) return opened.reason;
  if (opened.value['prev'] !== reading.lastSum) {
    return 'the line does not follow the one before it: lines are missing, doubled or moved';
  }
  const entry = opened.value['entry'];
  const stored = isJsonObject(entry) ? entry['seq'] : undefined;
  if (entry === undefined || stored !== reading.seq) {
    return `the line should hold entry ${reading.seq}`;
  }
  reading.values.push(entry);
  reading.sums.push(opened.sum);
  reading.lastSum = opened.sum;
  reading.seq += 1;
  advance(reading, line);
  return undefined;
}

function advance(reading: Reading, line: Uint8Array): void {
  reading.offset += line.length + 1;
  reading.line += 1;
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** Whether the rest is what an interrupted write leaves; see the head of this file. */
function isTorn(bytes: Uint8Array, reading: Reading): boolean {
  const rest = bytes.subarray(reading.offset);
  const line = lineAt(rest, 0);
  const fragment = line ?? rest;
  // A power cut may let later sectors arrive and earlier ones not, but only inside the one batch
  // that was being written. A line that was written after the spoilt one was known to be durable
  // proves that the spoilt one had been acknowledged.
  if (hasHole(bytes, reading.offset, reading.offset + fragment.length)) {
    return !isAcked(rest, reading);
  }
  // Part of a line is torn; a whole line whose newline changed into something else is not.
  return line === undefined && !beginsWithCheckedLine(fragment);
}

/** True when the span holds a run of zeros that begins at the span's start or at a sector and ends
 * at a sector or at the end of the file. One flipped bit cannot make such a run: no line begins or
 * ends with a byte that is one bit away from zero. */
function hasHole(bytes: Uint8Array, from: number, to: number): boolean {
  let index = bytes.indexOf(0, from);
  while (index >= 0 && index < to) {
    let end = index;
    while (end < bytes.length && bytes[end] === 0) end += 1;
    const starts = index === from || index % SECTOR_BYTES === 0;
    const ends = end === bytes.length || end % SECTOR_BYTES === 0;
    if (starts && ends) return true;
    index = bytes.indexOf(0, end);
  }
  return false;
}

/** True when a sound line somewhere in the rest says that the spoilt entry was durable. */
function isAcked(rest: Uint8Array, reading: Reading): boolean {
  let offset = 0;
  for (;;) {
    const line = lineAt(rest, offset);
    if (line === undefined) return false;
    const opened = openLine(line);
    if (opened.ok && durableOf(opened.value) >= reading.seq) return true;
    offset += line.length + 1;
  }
}

function durableOf(line: JsonObject): number {
  const durable = line['durable'];
  return typeof durable === 'number' ? durable : 0;
}
