/**
 * Judges what a crash left of a session: everything acknowledged is there, nothing is half applied,
 * an interrupted write is reported, and work can go on. It reads the session's notes and the
 * document, first beside the product's code (raw bytes), then through it. It throws on the first
 * broken promise, with a sentence that names it.
 */
import { join } from 'node:path';
import { openDocument } from '../../src/main/persistence/document-opening.ts';
import { readFileFully } from '../../src/main/persistence/atomic-file.ts';
import type { FileLayer, PersistenceEnvironment } from '../../src/main/persistence/file-layer.ts';
import type { OpenDocument } from '../../src/main/persistence/open-document.ts';
import type { AppError, Result } from '../../src/shared/kernel/result.ts';
import {
  SMALL_LIMITS,
  START_TEXT,
  decodeShape,
  momentOf,
  noteFor,
  openRaised,
  payloadFor,
  raisedFormat,
} from './document-session.ts';
import type { SessionEntry } from './document-session.ts';

const FILE_BYTES_MAX = 64 * 1024 * 1024;

/** A value that is replaced as a whole: the last acknowledged one or one tried since is there. */
interface Register {
  acked: number;
  readonly tried: number[];
}

/** What the notes of a session say. */
export class SessionNotes {
  createTried = false;
  created = false;
  migrateTried = false;
  migrated = false;
  done = false;
  submitted = 0;
  acked = 0;
  readonly refused: number[] = [];
  readonly head: Register = { acked: 0, tried: [] };
  readonly view: Register = { acked: 0, tried: [] };
  readonly keyframes = new Set<number>();
  readonly maybeKeyframes = new Set<number>();

  /** Takes one line of the protocol. */
  note(line: string): void {
    const [word = '', digits = '0'] = line.split(' ');
    const number = Number(digits);
    if (word === 'create-try') this.createTried = true;
    else if (word === 'created') this.created = true;
    else if (word === 'migrate-try') this.migrateTried = true;
    else if (word === 'migrated') this.migrated = true;
    else if (word === 'done') this.done = true;
    else if (word === 'submit') this.submitted = Math.max(this.submitted, number);
    else if (word === 'acked') this.acked = Math.max(this.acked, number);
    else if (word === 'refused') this.refused.push(number);
    else this.#noteFile(word, number);
  }

  #noteFile(word: string, number: number): void {
    if (word === 'head-try') this.head.tried.push(number);
    else if (word === 'view-try') this.view.tried.push(number);
    else if (word === 'head') settle(this.head, number);
    else if (word === 'view') settle(this.view, number);
    else if (word === 'keyframe-try') this.maybeKeyframes.add(number);
    else if (word === 'keyframe') this.keyframes.add(number);
    else if (word === 'unkeyframe-try') this.keyframes.delete(number);
    else throw new Error(`The session noted something unknown: ${word}`);
  }
}

function settle(register: Register, value: number): void {
  register.acked = value;
  register.tried.length = 0;
}

/** What was found, for counting over many crashes. */
export interface Verdict {
  readonly existed: boolean;
  readonly version: number;
  readonly entries: number;
  /** Entries that were on the disk without having been acknowledged. */
  readonly unackedEntries: number;
  readonly tornTail: boolean;
  readonly lockTakenOver: boolean;
}

export interface Evidence {
  /** A process started after the crash. */
  readonly environment: PersistenceEnvironment;
  readonly path: string;
  readonly notes: SessionNotes;
}

function check(condition: boolean, promise: string): asserts condition {
  if (!condition) throw new Error(`Broken promise: ${promise}`);
}

function must<T>(result: Result<T>, promise: string): T {
  if (result.ok) return result.value;
  throw new Error(`Broken promise: ${promise} (${result.error.code}: ${result.error.message})`);
}

/** Opens what is left and holds it against the notes; see the head of this file. */
export async function judge(evidence: Evidence): Promise<Verdict> {
  const { environment, path, notes } = evidence;
  if ((await environment.files.status(path)) === undefined) {
    check(!notes.created, 'a created document exists');
    const none = { existed: false, version: 0, entries: 0, unackedEntries: 0 };
    return { ...none, tornTail: false, lockTakenOver: false };
  }
  check(notes.createTried, 'a document exists only when somebody made it');
  const raw = await readRaw(environment.files, path);
  check(raw.version === 1 || notes.migrateTried, 'only a migration changes the version');
  check(raw.version === 2 || !notes.migrated, 'an acknowledged migration stays');
  const beside = await readBeside(evidence);
  const document = must(await openForWork(evidence), 'the document opens after the crash');
  check(
    JSON.stringify(beside.entries) === JSON.stringify(document.entries),
    'reading and writing find the same entries',
  );
  checkEntries(document, notes);
  checkTail({ document, isTorn: raw.isTorn });
  await checkFiles(document, notes);
  await checkGoesOn(evidence, document);
  return {
    existed: true,
    version: raw.version,
    entries: document.entries.length,
    unackedEntries: document.entries.length - notes.acked,
    tornTail: hasNotice(document, 'journal.tornTail'),
    lockTakenOver: hasNotice(document, 'document.lockTakenOver'),
  };
}

function hasNotice(document: OpenDocument<SessionEntry>, code: string): boolean {
  return document.notices.some((notice: AppError) => notice.code === code);
}

/** Reads version and tail without the product's code for journals. */
async function readRaw(
  files: FileLayer,
  path: string,
): Promise<{ version: number; isTorn: boolean }> {
  const text = await readText(files, join(path, 'manifest.json'));
  const manifest: { formatVersion: number; parts: { journal: string } } = JSON.parse(text);
  const folder = join(path, manifest.parts.journal);
  const last = (await files.list(folder)).findLast((entry) => entry.name.endsWith('.jsonl'));
  check(last !== undefined, 'a document has a journal');
  const tail = await readText(files, join(folder, last.name));
  return { version: manifest.formatVersion, isTorn: !tail.endsWith('\n') || tail.includes('\0') };
}

async function readText(files: FileLayer, path: string): Promise<string> {
  const bytes = await readFileFully(files, { path, limitBytes: FILE_BYTES_MAX });
  return new TextDecoder().decode(bytes);
}

async function readBeside(evidence: Evidence): Promise<OpenDocument<SessionEntry>> {
  const { environment, path, notes } = evidence;
  const shape = notes.migrateTried
    ? { decodeEntry: decodeShape(2), format: raisedFormat }
    : { decodeEntry: decodeShape(1) };
  const opened = await openDocument({ environment, path, access: 'read', ...shape });
  return must(opened, 'the document can be read after the crash');
}

function openForWork(evidence: Evidence): Promise<Result<OpenDocument<SessionEntry>>> {
  const { environment, path, notes } = evidence;
  if (notes.migrateTried) return openRaised(environment, path);
  return openDocument({ environment, path, decodeEntry: decodeShape(1), limits: SMALL_LIMITS });
}

function checkEntries(document: OpenDocument<SessionEntry>, notes: SessionNotes): void {
  const { entries } = document;
  check(entries.length >= notes.acked, `entry ${notes.acked} was acknowledged and is there`);
  check(entries.length <= notes.submitted, 'nothing is there that nobody submitted');
  for (const [index, entry] of entries.entries()) {
    check(entry.seq === index + 1, 'entries stand in order');
    check(entry.note === noteFor(entry.seq), `entry ${entry.seq} is as it was submitted`);
  }
  check(document.startScenarioText === START_TEXT, 'the start scenario is as it was handed over');
}

function checkTail(facts: { document: OpenDocument<SessionEntry>; isTorn: boolean }): void {
  const { document, isTorn } = facts;
  const isReported = hasNotice(document, 'journal.tornTail');
  check(isReported === isTorn, 'an interrupted write is reported, and nothing else is');
  const allowed = ['journal.tornTail', 'document.lockTakenOver', 'document.migrated'];
  for (const notice of document.notices) {
    check(allowed.includes(notice.code), `a crash is not taken for ${notice.code}`);
  }
}

async function checkFiles(
  document: OpenDocument<SessionEntry>,
  notes: SessionNotes,
): Promise<void> {
  checkRegister(notes.head, document.manifest.head, 'head');
  const view = must(await document.readView(), 'the view can be read');
  checkRegister(notes.view, stepOf(view), 'view');
  const present = new Set<number>();
  for (const keyframe of document.keyframes()) {
    const { entrySeq, atUs, afterEvent } = keyframe;
    const payload = must(await document.readKeyframe(keyframe), 'a listed keyframe can be read');
    check(Buffer.compare(payload, payloadFor(entrySeq)) === 0, 'a keyframe is as it was written');
    const moment = momentOf(entrySeq);
    check(atUs === moment.atUs && afterEvent === moment.afterEvent, 'a keyframe keeps its place');
    check(notes.maybeKeyframes.has(entrySeq), 'no keyframe appears that nobody wrote');
    present.add(entrySeq);
  }
  for (const entrySeq of notes.keyframes) {
    check(present.has(entrySeq), `the acknowledged keyframe ${entrySeq} is there`);
  }
}

function checkRegister(register: Register, value: unknown, name: string): void {
  const allowed = [register.acked, ...register.tried];
  check(
    typeof value === 'number' && allowed.includes(value),
    `the ${name} is the last acknowledged one or one tried since: ${String(value)}`,
  );
}

/** `{step}` before the migration, `{raised: {step}}` after it. */
function stepOf(view: unknown): unknown {
  if (typeof view !== 'object' || view === null) return undefined;
  const fields = new Map<string, unknown>(Object.entries(view));
  return fields.has('raised') ? stepOf(fields.get('raised')) : fields.get('step');
}

/** The next entry is taken, and a second opening finds everything in order and says nothing. */
async function checkGoesOn(
  evidence: Evidence,
  document: OpenDocument<SessionEntry>,
): Promise<void> {
  const seq = document.durableSeq + 1;
  const shape = document.manifest.formatVersion === 2 ? { shape: 2 as const } : {};
  must(await document.append({ seq, note: noteFor(seq), ...shape }), 'work goes on');
  await document.close();
  const again = must(await openForWork(evidence), 'the mended document opens again');
  check(again.notices.length === 0, 'a mended document has nothing more to report');
  check(again.entries.length === seq, 'what came after the crash is there as well');
  const leftovers = (await evidence.environment.files.list(again.path)).map((entry) => entry.name);
  const { start, view, journal, keyframes, blobs } = again.manifest.parts;
  const known = [start, view, journal, keyframes, blobs, 'manifest.json', 'lock'];
  for (const name of leftovers) check(known.includes(name), `nothing is left over: ${name}`);
  await again.close();
}
