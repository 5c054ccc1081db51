/**
 * The journal of a document: decisions, one checksummed line each, appended in groups. An entry is
 * acknowledged only after fdatasync returned for it. When the disk refuses once, nothing written
 * since the last success is believed any more: the journal turns read-only, because a later sync
 * may report success for pages that the kernel has already given up. Knows no command.
 */
import { join } from 'node:path';
import { assert } from '../../shared/kernel/assert.ts';
import { JSON_DEPTH_MAX } from '../../shared/kernel/canonical-json.ts';
import { OK, err, ok } from '../../shared/kernel/result.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { removeTemporaryFiles, writeFileAtomically, writeFully } from './atomic-file.ts';
import { FileFault, faultError } from './file-layer.ts';
import type { OpenFile, PersistenceEnvironment } from './file-layer.ts';
import { SEGMENTS_MAX, printEntry, printHeader, segmentName } from './journal-format.ts';
import type { DecodeEntry, JournalEntry } from './journal-format.ts';
import { damagedError, readJournal, tornTailNotice } from './journal-read.ts';
import type { JournalContent, JournalPlace } from './journal-read.ts';
import { cutToTrusted, setDamageAside } from './journal-repair.ts';
import type { WritingPlace } from './journal-repair.ts';
import { depthOf, toBytes } from './json-text.ts';

/** Every limit of a journal; tests make them small. */
export interface JournalLimits {
  /** A segment that has reached this size is closed and the next begun. */
  readonly segmentBytes: number;
  /** Entries and bytes of one group commit. */
  readonly batchEntries: number;
  readonly batchBytes: number;
  /** Entries waiting for the disk; one more is refused with `journal.busy`. */
  readonly pendingEntries: number;
  readonly entryBytes: number;
  /** How long the first entry of a group waits for others; 0 commits at once, and entries that
   * arrive during a sync form the next group. At most GATHER_MS_MAX. */
  readonly gatherMs: number;
}

/** No acknowledgement waits longer than this for company. */
export const GATHER_MS_MAX = 10;

export const JOURNAL_LIMITS: JournalLimits = {
  segmentBytes: 8 * 1024 * 1024,
  batchEntries: 1_000,
  batchBytes: 1024 * 1024,
  pendingEntries: 10_000,
  entryBytes: 1024 * 1024,
  gatherMs: 0,
};

/** A journal open for writing. One per folder: the document's lock sees to that. */
export interface Journal<E extends JournalEntry> {
  /** The last entry that is on the disk; 0 when there is none. */
  readonly durableSeq: number;
  /** The seq that the next append must have. */
  readonly nextSeq: number;
  /** Sum of the line of a durable entry; entry 0 stands for the beginning. */
  sumAt(seq: number): string | undefined;
  /**
   * Resolves when the entry is durable (fdatasync returned). `entry.seq` must be `nextSeq`; another
   * is a bug and throws. Refusals: `journal.writeFailed` (the journal is read-only from then on),
   * `journal.entryTooLarge` (also for nesting too deep) and `journal.busy` (nothing was taken; the
   * seq is still free), `journal.closed`.
   */
  append(entry: E): Promise<Result<undefined>>;
  /** Waits for what was appended before; then closes the file. Closing twice is no fault. */
  close(): Promise<void>;
}

export interface JournalOpening<E extends JournalEntry> {
  readonly journal: Journal<E>;
  readonly entries: readonly E[];
  /** What was found and mended: `journal.tornTail`, `journal.recovered`. */
  readonly notices: readonly AppError[];
}

export interface JournalRequest<E extends JournalEntry> {
  readonly environment: PersistenceEnvironment;
  readonly folder: string;
  readonly journalId: string;
  readonly decodeEntry: DecodeEntry<E>;
  /** Keep the readable part of a damaged journal and set the rest aside. */
  readonly recover?: boolean;
  readonly limits?: JournalLimits;
}

/** Writes the first segment into an existing empty folder. The caller syncs what lies above it.
 * Throws FileFault. */
export async function createJournal(request: {
  environment: PersistenceEnvironment;
  folder: string;
  journalId: string;
}): Promise<void> {
  const { environment, folder, journalId } = request;
  const header = printHeader({ journalId, segment: 1, firstSeq: 1, previousSum: journalId });
  await writeFileAtomically(environment.files, {
    path: join(folder, segmentName(1)),
    bytes: toBytes(`${header.line}\n`),
    uniqueId: environment.newId(),
  });
}

/**
 * Opens a journal for writing. A torn tail is cut and reported; damage is refused with
 * `journal.damaged` (file, line, reason) unless `recover` is set. Also refuses with
 * `journal.unreadable` and `journal.writeFailed` when the disk does.
 */
export async function openJournal<E extends JournalEntry>(
  request: JournalRequest<E>,
): Promise<Result<JournalOpening<E>>> {
  const { environment, folder, journalId } = request;
  const place: JournalPlace = { files: environment.files, folder, journalId };
  const read = await readJournal(place, request.decodeEntry);
  if (!read.ok) return read;
  const content = read.value;
  if (content.stop?.kind === 'damaged' && request.recover !== true) {
    return err(damagedError(content.stop));
  }
  try {
    await removeTemporaryFiles(environment.files, folder);
    const { writing, notices } = await mend({ environment, place, content });
    const file = await environment.files.open({ path: writing.path, mode: 'update' });
    const limits = request.limits ?? JOURNAL_LIMITS;
    const journal = new FileJournal<E>({ environment, place, content, writing, file, limits });
    return ok({ journal, entries: content.entries, notices });
  } catch (thrown) {
    if (!(thrown instanceof FileFault)) throw thrown;
    return err(writeFailed(thrown, 'The journal could not be made ready for writing'));
  }
}

async function mend<E extends JournalEntry>(job: {
  environment: PersistenceEnvironment;
  place: JournalPlace;
  content: JournalContent<E>;
}): Promise<{ writing: WritingPlace; notices: AppError[] }> {
  const { place, content } = job;
  const repair = { place, content, uniqueId: job.environment.newId() };
  if (content.stop?.kind !== 'damaged') {
    const notices = content.stop === undefined ? [] : [tornTailNotice(content.stop, true)];
    return { writing: await cutToTrusted(repair), notices };
  }
  const { asideFiles, lostBytes, lostLines, writing } = await setDamageAside(repair);
  const damage = damagedError(content.stop);
  const notice: AppError = {
    code: 'journal.recovered',
    message: `${damage.message} The rest was set aside in ${asideFiles.join(', ') || 'no file'}.`,
    hint: 'Look through the last entries before you go on; keep the set-aside files.',
    details: { ...damage.details, asideFiles, lostBytes, lostLines },
  };
  return { writing, notices: [notice] };
}

function writeFailed(fault: FileFault, what: string): AppError {
  return faultError(fault, { code: 'journal.writeFailed', what });
}

interface Waiting {
  readonly seq: number;
  readonly text: string;
  readonly bytes: number;
  readonly answer: (result: Result<undefined>) => void;
}

class FileJournal<E extends JournalEntry> implements Journal<E> {
  readonly #environment: PersistenceEnvironment;
  readonly #place: JournalPlace;
  readonly #limits: JournalLimits;
  readonly #sums: string[];
  #file: OpenFile;
  #path: string;
  #segment: number;
  #sizeBytes: number;
  #lastSum: string;
  #durableSeq: number;
  #nextSeq: number;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #failure: AppError | undefined;
  #isClosed = false;

  constructor(from: {
    environment: PersistenceEnvironment;
    place: JournalPlace;
    content: JournalContent<E>;
    writing: WritingPlace;
    file: OpenFile;
    limits: JournalLimits;
  }) {
    assert(
      from.limits.gatherMs <= GATHER_MS_MAX,
      'A group must not wait longer than GATHER_MS_MAX',
    );
    this.#environment = from.environment;
    this.#place = from.place;
    this.#limits = from.limits;
    this.#sums = [...from.content.sums];
    this.#file = from.file;
    this.#path = from.writing.path;
    this.#segment = from.content.last.segment;
    this.#sizeBytes = from.writing.sizeBytes;
    this.#lastSum = from.writing.lastSum;
    this.#durableSeq = this.#sums.length;
    this.#nextSeq = this.#durableSeq + 1;
  }

  get durableSeq(): number {
    return this.#durableSeq;
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  sumAt(seq: number): string | undefined {
    return seq === 0 ? this.#place.journalId : this.#sums[seq - 1];
  }

  append(entry: E): Promise<Result<undefined>> {
    if (this.#failure !== undefined) return Promise.resolve(err(this.#failure));
    if (this.#isClosed) return Promise.resolve(err(CLOSED));
    assert(entry.seq === this.#nextSeq, 'Entries are appended in order, without gaps');
    if (this.#waiting.length >= this.#limits.pendingEntries) {
      return Promise.resolve(err(busy(this.#waiting.length)));
    }
    const text = JSON.stringify(entry);
    const bytes = Buffer.byteLength(text);
    if (bytes > this.#limits.entryBytes) {
      return Promise.resolve(err(tooLarge(bytes, this.#limits.entryBytes)));
    }
    // The line is one level around the entry; a deeper one could be written but never read again.
    const depth = depthOf(text);
    if (depth >= JSON_DEPTH_MAX) return Promise.resolve(err(tooDeep(depth)));
    this.#nextSeq += 1;
    return new Promise((answer) => {
      this.#waiting.push({ seq: entry.seq, text, bytes, answer });
      this.#running ??= this.#run();
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#running;
    try {
      await this.#file.close();
    } catch (thrown) {
      // Everything acknowledged is durable already; a refused close loses nothing.
      if (!(thrown instanceof FileFault)) throw thrown;
    }
  }

  /** Commits group after group until nothing waits. Only one runs at a time, hence a group is never
   * written before the one before it is durable: at most one group can be torn. */
  async #run(): Promise<void> {
    await this.#gather();
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      const refusal = await this.#commit(group);
      for (const waiting of group) waiting.answer(refusal === undefined ? OK : err(refusal));
    }
    this.#running = undefined;
  }

  /** Lets the appends of the same turn, or of the next few milliseconds, join the first group. */
  async #gather(): Promise<void> {
    if (this.#limits.gatherMs > 0) await this.#environment.files.pause(this.#limits.gatherMs);
    else await Promise.resolve();
  }

  #takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      bytes += waiting.bytes;
      if (count > 0 && (bytes > this.#limits.batchBytes || count >= this.#limits.batchEntries)) {
        break;
      }
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(group: readonly Waiting[]): Promise<AppError | undefined> {
    if (this.#failure !== undefined) return this.#failure;
    try {
      if (this.#sizeBytes >= this.#limits.segmentBytes) await this.#startNextSegment();
      await this.#writeGroup(group);
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof FileFault)) throw thrown;
      await this.#fail(thrown);
      return this.#failure;
    }
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    const sums: string[] = [];
    let text = '';
    let previousSum = this.#lastSum;
    for (const waiting of group) {
      const entryText = waiting.text;
      const printed = printEntry({ entryText, durableSeq: this.#durableSeq, previousSum });
      text += `${printed.line}\n`;
      previousSum = printed.sum;
      sums.push(printed.sum);
    }
    const bytes = toBytes(text);
    await writeFully(this.#file, { positionBytes: this.#sizeBytes, bytes, path: this.#path });
    await this.#file.syncData();
    this.#sizeBytes += bytes.length;
    this.#lastSum = previousSum;
    for (const sum of sums) this.#sums.push(sum);
    this.#durableSeq += group.length;
  }

  async #startNextSegment(): Promise<void> {
    const segment = this.#segment + 1;
    assert(segment <= SEGMENTS_MAX, 'A journal has at most SEGMENTS_MAX segments');
    const start = {
      journalId: this.#place.journalId,
      segment,
      firstSeq: this.#durableSeq + 1,
      previousSum: this.#lastSum,
    };
    const { files } = this.#place;
    const header = printHeader(start);
    const path = join(this.#place.folder, segmentName(segment));
    const bytes = toBytes(`${header.line}\n`);
    await writeFileAtomically(files, { path, bytes, uniqueId: this.#environment.newId() });
    const file = await files.open({ path, mode: 'update' });
    const before = this.#file;
    this.#file = file;
    this.#path = path;
    this.#segment = segment;
    this.#sizeBytes = bytes.length;
    this.#lastSum = header.sum;
    await before.close();
  }

  /** After one refusal nothing is written any more. What may have reached the file since the last
   * success is cut off, so that a refused entry does not come back; when even that is refused, the
   * message says so. */
  async #fail(fault: FileFault): Promise<void> {
    const error = writeFailed(fault, 'The last entries could not be saved');
    let isCutBack = true;
    try {
      await this.#file.truncate(this.#sizeBytes);
      await this.#file.syncAll();
    } catch (thrown) {
      if (!(thrown instanceof FileFault)) throw thrown;
      isCutBack = false;
    }
    const rest = isCutBack
      ? `Everything up to entry ${this.#durableSeq} is safe; nothing after it was kept.`
      : `Everything up to entry ${this.#durableSeq} is safe; what came after may or may not` +
        ' be there when the document is opened again.';
    this.#nextSeq = this.#durableSeq + 1;
    this.#failure = {
      ...error,
      message: `${error.message} ${rest} The document is read-only until it is opened again.`,
      details: { ...error.details, durableSeq: this.#durableSeq, isCutBack },
    };
  }
}

const CLOSED: AppError = {
  code: 'journal.closed',
  message: 'The journal is closed; nothing more can be written to it.',
  hint: 'Open the document again.',
};

function busy(waiting: number): AppError {
  return {
    code: 'journal.busy',
    message: `${waiting} entries are waiting for the disk; no more are taken until it caught up.`,
    hint: 'Wait a moment and try again.',
    details: { waiting },
    retryable: true,
  };
}

function tooLarge(entryBytes: number, limitBytes: number): AppError {
  return {
    code: 'journal.entryTooLarge',
    message: `The entry has ${entryBytes} bytes; a journal takes at most ${limitBytes} in one.`,
    hint: 'Split it, or store the data as a blob of the document.',
    details: { entryBytes, limitBytes },
  };
}

function tooDeep(depth: number): AppError {
  return {
    code: 'journal.entryTooLarge',
    message: `The entry nests ${depth} levels deep; a journal takes at most ${JSON_DEPTH_MAX - 1}.`,
    hint: 'Send a flatter command.',
    details: { depth, limitDepth: JSON_DEPTH_MAX - 1 },
  };
}
