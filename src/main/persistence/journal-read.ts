/**
 * Reads a journal folder from its first segment to the place where it stops making sense, and
 * reports that place. It changes nothing on the disk, so it also serves documents that somebody
 * else is writing to. Repair is the business of journal-repair.ts, writing that of journal.ts.
 */
import { join } from 'node:path';
import { err, ok } from '../../shared/kernel/result.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { readFileFully } from './atomic-file.ts';
import { NEWLINE } from './checked-line.ts';
import { FileFault, faultError } from './file-layer.ts';
import type { FileLayer } from './file-layer.ts';
import { printHeader, segmentName, segmentOf } from './journal-format.ts';
import type { DecodeEntry, JournalEntry, SegmentStart } from './journal-format.ts';
import { countLines, scanSegment } from './journal-scan.ts';
import type { ScannedSegment, SegmentStop } from './journal-scan.ts';

/** A segment above this size was not written by us. */
const SEGMENT_READ_BYTES_MAX = 256 * 1024 * 1024;

/** Where the trusted part ends and why; `segment` is the file it happened in. */
export interface JournalStop extends SegmentStop {
  readonly segment: number;
  readonly file: string;
}

/** What a journal folder holds. */
export interface JournalContent<E extends JournalEntry> {
  readonly entries: readonly E[];
  /** Sum of the line of each entry; index 0 belongs to entry 1. */
  readonly sums: readonly string[];
  /** The segment in which writing goes on, and what its header must say. */
  readonly last: SegmentStart;
  readonly lastHeaderRead: boolean;
  /** Trusted bytes of that segment. */
  readonly lastGoodBytes: number;
  readonly lastSum: string;
  readonly segments: readonly number[];
  readonly stop: JournalStop | undefined;
}

export interface JournalPlace {
  readonly files: FileLayer;
  readonly folder: string;
  readonly journalId: string;
}

interface Progress<E extends JournalEntry> {
  readonly entries: E[];
  readonly sums: string[];
  start: SegmentStart;
  scanned: ScannedSegment | undefined;
  stop: JournalStop | undefined;
}

/**
 * Reads everything up to the first place that cannot be trusted; that place is in `stop`, and is no
 * refusal yet. Refuses with `journal.unreadable` when the disk does.
 */
export async function readJournal<E extends JournalEntry>(
  place: JournalPlace,
  decodeEntry: DecodeEntry<E>,
): Promise<Result<JournalContent<E>>> {
  try {
    return ok(await readSegments(place, decodeEntry));
  } catch (thrown) {
    if (!(thrown instanceof FileFault)) throw thrown;
    return err(
      faultError(thrown, { code: 'journal.unreadable', what: 'The journal could not be read' }),
    );
  }
}

async function readSegments<E extends JournalEntry>(
  place: JournalPlace,
  decodeEntry: DecodeEntry<E>,
): Promise<JournalContent<E>> {
  const segments = await listSegments(place);
  const highest = segments.at(-1) ?? 0;
  const progress: Progress<E> = {
    entries: [],
    sums: [],
    start: { journalId: place.journalId, segment: 1, firstSeq: 1, previousSum: place.journalId },
    scanned: undefined,
    stop: undefined,
  };
  for (let segment = 1; segment <= Math.max(highest, 1); segment += 1) {
    if (segments[segment - 1] !== segment) {
      progress.stop = missingSegment(progress, segment);
      break;
    }
    await readSegment(place, { progress, segment, isLast: segment === highest, decodeEntry });
    if (progress.stop !== undefined) break;
  }
  const { scanned, start } = progress;
  return {
    entries: progress.entries,
    sums: progress.sums,
    last: start,
    lastHeaderRead: scanned?.headerRead ?? false,
    lastGoodBytes: scanned?.goodBytes ?? 0,
    lastSum: scanned?.lastSum ?? start.previousSum,
    segments,
    stop: progress.stop,
  };
}

async function listSegments(place: JournalPlace): Promise<number[]> {
  const segments: number[] = [];
  for (const entry of await place.files.list(place.folder)) {
    const segment = segmentOf(entry.name);
    if (entry.kind === 'file' && segment !== undefined) segments.push(segment);
  }
  return segments;
}

function missingSegment(progress: Progress<JournalEntry>, segment: number): JournalStop {
  const { scanned, start } = progress;
  return {
    kind: 'damaged',
    segment,
    file: segmentName(segment),
    line: 1,
    offsetBytes: 0,
    lostBytes: 0,
    lostLines: 0,
    reason: 'the file is missing',
    seq: scanned?.nextSeq ?? start.firstSeq,
  };
}

async function readSegment<E extends JournalEntry>(
  place: JournalPlace,
  step: { progress: Progress<E>; segment: number; isLast: boolean; decodeEntry: DecodeEntry<E> },
): Promise<void> {
  const { progress, segment } = step;
  const before = progress.scanned;
  const start: SegmentStart = {
    journalId: place.journalId,
    segment,
    firstSeq: before?.nextSeq ?? progress.start.firstSeq,
    previousSum: before?.lastSum ?? progress.start.previousSum,
  };
  const path = join(place.folder, segmentName(segment));
  const limitBytes = SEGMENT_READ_BYTES_MAX;
  const bytes = await readFileFully(place.files, { path, limitBytes });
  const scanned = scanSegment(bytes, { start, isLast: step.isLast });
  progress.start = start;
  progress.scanned = scanned;
  if (scanned.stop !== undefined) {
    progress.stop = { ...scanned.stop, segment, file: segmentName(segment) };
  }
  decodeValues(bytes, step, scanned);
}

/** Entries that are whole on the disk but mean nothing to this program stop the reading as well:
 * going on after them would apply later entries to another world. */
function decodeValues<E extends JournalEntry>(
  bytes: Uint8Array,
  step: { progress: Progress<E>; segment: number; decodeEntry: DecodeEntry<E> },
  scanned: ScannedSegment,
): void {
  const { progress, segment } = step;
  for (const [index, value] of scanned.values.entries()) {
    const decoded = step.decodeEntry(value);
    if (!decoded.ok) {
      const cut = cutBefore(bytes, { scanned, index, start: progress.start });
      progress.scanned = cut;
      progress.stop = {
        kind: 'damaged',
        segment,
        file: segmentName(segment),
        line: index + 2,
        offsetBytes: cut.goodBytes,
        lostBytes: bytes.length - cut.goodBytes,
        lostLines: countLines(bytes.subarray(cut.goodBytes)),
        reason: `the entry is not valid (${decoded.error.code}: ${decoded.error.message})`,
        seq: cut.nextSeq,
      };
      return;
    }
    progress.entries.push(decoded.value);
    progress.sums.push(scanned.sums[index] ?? '');
  }
}

/** The same segment as if it ended before its entry number `index`. */
function cutBefore(
  bytes: Uint8Array,
  at: { scanned: ScannedSegment; index: number; start: SegmentStart },
): ScannedSegment {
  const { scanned, index, start } = at;
  let goodBytes = 0;
  for (let line = 0; line <= index; line += 1) goodBytes = bytes.indexOf(NEWLINE, goodBytes) + 1;
  return {
    ...scanned,
    values: scanned.values.slice(0, index),
    sums: scanned.sums.slice(0, index),
    lastSum: scanned.sums[index - 1] ?? printHeader(start).sum,
    nextSeq: start.firstSeq + index,
    goodBytes,
    stop: undefined,
  };
}

/** The notice that an interrupted write was found at the end. */
export function tornTailNotice(stop: JournalStop, isCut: boolean): AppError {
  const act = isCut ? 'It was cut off' : 'It was passed over';
  return {
    code: 'journal.tornTail',
    message:
      `The last write to ${stop.file} was interrupted: line ${stop.line}` +
      ` (${stop.lostBytes} bytes) is not whole. ${act}; what was acknowledged before it is there.`,
    hint: `Check whether your last act, entry ${stop.seq}, has to be done again.`,
    details: stopDetails(stop),
  };
}

/** The refusal for a journal that is spoilt in a way no interrupted write explains. */
export function damagedError(stop: JournalStop): AppError {
  return {
    code: 'journal.damaged',
    message:
      `The journal is damaged in ${stop.file}, line ${stop.line}: ${stop.reason}.` +
      ` Entries 1 to ${stop.seq - 1} can be read.`,
    hint: 'Open it with recovery: the readable part is kept and the rest set aside in a file.',
    details: stopDetails(stop),
  };
}

function stopDetails(stop: JournalStop): NonNullable<AppError['details']> {
  return {
    file: stop.file,
    line: stop.line,
    offsetBytes: stop.offsetBytes,
    lostBytes: stop.lostBytes,
    lostLines: stop.lostLines,
    firstLostSeq: stop.seq,
    reason: stop.reason,
  };
}
