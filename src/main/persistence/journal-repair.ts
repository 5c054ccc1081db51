/**
 * Brings a journal folder to the state in which writing can go on: cuts a torn tail, or, when the
 * owner asked for recovery, sets everything after the first damage aside. Each step leaves a state
 * from which the same repair can start again, so a crash during repair costs nothing. Bytes are
 * never thrown away here without being reported; damaged ones are kept in a file.
 */
import { join } from 'node:path';
import { readFileFully, renameWithRetry, writeFileAtomically } from './atomic-file.ts';
import { printHeader, segmentName } from './journal-format.ts';
import { countLines } from './journal-scan.ts';
import type { JournalEntry } from './journal-format.ts';
import type { JournalContent, JournalPlace } from './journal-read.ts';
import { toBytes } from './json-text.ts';

/** Damaged parts of one segment that may lie beside it; more means that somebody should look. */
const ASIDE_FILES_MAX = 1_000;
const ASIDE_READ_BYTES_MAX = 1024 * 1024 * 1024;

/** Where writing goes on. */
export interface WritingPlace {
  readonly path: string;
  readonly sizeBytes: number;
  readonly lastSum: string;
}

/** What was set aside, in which files. */
interface SetAside {
  readonly asideFiles: readonly string[];
  readonly lostBytes: number;
  readonly lostLines: number;
  readonly writing: WritingPlace;
}

interface RepairJob<E extends JournalEntry> {
  readonly place: JournalPlace;
  readonly content: JournalContent<E>;
  readonly uniqueId: string;
}

/** Cuts the last segment back to its trusted part and makes that durable, together with everything
 * read from it: what was read will be built upon. Throws FileFault. */
export async function cutToTrusted<E extends JournalEntry>(
  job: RepairJob<E>,
): Promise<WritingPlace> {
  const { place, content } = job;
  const path = join(place.folder, segmentName(content.last.segment));
  if (!content.lastHeaderRead) {
    const header = printHeader(content.last);
    const bytes = toBytes(`${header.line}\n`);
    await writeFileAtomically(place.files, { path, bytes, uniqueId: job.uniqueId });
    return { path, sizeBytes: bytes.length, lastSum: header.sum };
  }
  const file = await place.files.open({ path, mode: 'update' });
  try {
    if (content.stop !== undefined) await file.truncate(content.lastGoodBytes);
    await file.syncAll();
  } finally {
    await file.close();
  }
  return { path, sizeBytes: content.lastGoodBytes, lastSum: content.lastSum };
}

/** Keeps what cannot be trusted in files of its own (`000003.jsonl.damaged-1`), then cuts. Returns
 * their names, what is in them, and the place where writing goes on. Throws FileFault. */
export async function setDamageAside<E extends JournalEntry>(job: RepairJob<E>): Promise<SetAside> {
  const { place, content } = job;
  const taken = new Set((await place.files.list(place.folder)).map((entry) => entry.name));
  const asideFiles: string[] = [];
  let lostBytes = 0;
  let lostLines = 0;
  const tail = await readTail(job);
  if (tail.length > 0) {
    lostBytes += tail.length;
    lostLines += countLines(tail);
    const name = freeAsideName(taken, content.last.segment);
    const path = join(place.folder, name);
    await writeFileAtomically(place.files, { path, bytes: tail, uniqueId: job.uniqueId });
    asideFiles.push(name);
  }
  // From the last one down: whatever a crash leaves is again a prefix with damage after it.
  for (const segment of content.segments.toReversed()) {
    if (segment <= content.last.segment) continue;
    const name = freeAsideName(taken, segment);
    const bytes = await readSegment(place, segment);
    lostBytes += bytes.length;
    // Its first line is no entry.
    lostLines += Math.max(0, countLines(bytes) - 1);
    await renameWithRetry(place.files, {
      from: join(place.folder, segmentName(segment)),
      to: join(place.folder, name),
    });
    asideFiles.push(name);
  }
  await place.files.syncFolder(place.folder);
  return { asideFiles: asideFiles.sort(), lostBytes, lostLines, writing: await cutToTrusted(job) };
}

async function readTail<E extends JournalEntry>(job: RepairJob<E>): Promise<Uint8Array> {
  const { place, content } = job;
  if (!content.segments.includes(content.last.segment)) return new Uint8Array(0);
  const bytes = await readSegment(place, content.last.segment);
  return bytes.subarray(content.lastGoodBytes);
}

function readSegment(place: JournalPlace, segment: number): Promise<Uint8Array> {
  const path = join(place.folder, segmentName(segment));
  return readFileFully(place.files, { path, limitBytes: ASIDE_READ_BYTES_MAX });
}

function freeAsideName(taken: Set<string>, segment: number): string {
  for (let number = 1; number < ASIDE_FILES_MAX; number += 1) {
    const name = `${segmentName(segment)}.damaged-${number}`;
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
  }
  return `${segmentName(segment)}.damaged-${ASIDE_FILES_MAX}`;
}
