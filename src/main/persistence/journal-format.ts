/**
 * The text of a journal: names of its segment files, the header that opens a segment and the lines
 * that follow. Each line repeats the sum of the line before it, so that a dropped, doubled or moved
 * line breaks the chain, across segments too. It must not touch a disk.
 */
import type { Result } from '../../shared/kernel/result.ts';
import { sealLine } from './checked-line.ts';
import type { JsonValue } from '../../shared/kernel/canonical-json.ts';

/** What every entry has: its place in the journal, 1, 2, 3 … without gaps. */
export interface JournalEntry {
  readonly seq: number;
}

/** Turns the JSON of a stored entry into an entry, or says why not; raises older shapes. */
export type DecodeEntry<E extends JournalEntry> = (value: JsonValue) => Result<E>;

const JOURNAL_FORMAT = 'racklab.journal';
const JOURNAL_FORMAT_VERSION = 1;

/** A journal stops growing here: six digits in the file name. */
export const SEGMENTS_MAX = 999_999;
const SEGMENT_NAME = /^(\d{6})\.jsonl$/;

/** `000001.jsonl` for segment 1. */
export function segmentName(segment: number): string {
  return `${String(segment).padStart(6, '0')}.jsonl`;
}

/** The number in a segment's file name, or `undefined` for any other name. */
export function segmentOf(name: string): number | undefined {
  const digits = SEGMENT_NAME.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** What must stand in the first line of a segment. */
export interface SegmentStart {
  readonly journalId: string;
  readonly segment: number;
  readonly firstSeq: number;
  /** Sum of the last line of the segment before; for segment 1 the journal's id. */
  readonly previousSum: string;
}

/** The first line of a segment, without newline. Equal starts give equal text. */
export function printHeader(start: SegmentStart): { line: string; sum: string } {
  return sealLine(
    JSON.stringify({
      format: JOURNAL_FORMAT,
      formatVersion: JOURNAL_FORMAT_VERSION,
      journalId: start.journalId,
      segment: start.segment,
      firstSeq: start.firstSeq,
      prev: start.previousSum,
    }),
  );
}

/**
 * One entry as a line, without newline. `entryText` is its JSON; `durableSeq` is the last entry
 * known to be on the disk when the line was written: it tells later whether a spoilt line before it
 * had been acknowledged.
 */
export function printEntry(entry: { entryText: string; durableSeq: number; previousSum: string }): {
  line: string;
  sum: string;
} {
  const { entryText, durableSeq, previousSum } = entry;
  return sealLine(`{"entry":${entryText},"durable":${durableSeq},"prev":"${previousSum}"}`);
}
