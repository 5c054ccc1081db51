/**
 * Creating and copying documents. A new folder is put together under a name that nobody opens,
 * synced, and renamed into place, so a document exists whole or not at all. Opening is the
 * business of document-opening.ts, listing of document-list.ts; what a scenario or an entry means
 * is nobody's here.
 */
import { dirname, join, resolve } from 'node:path';
import {
  DOCUMENT_FORMAT,
  DOCUMENT_FORMAT_VERSION,
} from '../../shared/document/document-manifest.ts';
import type { DocumentParts } from '../../shared/document/document-manifest.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { JsonValue } from '../../shared/kernel/canonical-json.ts';
import { OK, err } from '../../shared/kernel/result.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { readFileFully, removeTree, renameWithRetry, writeNewFile } from './atomic-file.ts';
import { digestOf } from './checked-line.ts';
import {
  DOCUMENT_EXTENSION,
  LOCK_FOLDER,
  MANIFEST_FILE,
  PLAIN_PARTS,
  documentNameOf,
  isUnbornName,
  unbornName,
} from './document-layout.ts';
import { acquireLock, lookAtLock } from './document-lock.ts';
import type { DocumentLock } from './document-lock.ts';
import { acceptStored } from './document-migration.ts';
import { openLocked } from './document-opening.ts';
import type { OpenRequest } from './document-opening.ts';
import { FileFault, faultError, isMissing, isNameTaken } from './file-layer.ts';
import type { PersistenceEnvironment } from './file-layer.ts';
import { segmentName } from './journal-format.ts';
import type { JournalEntry } from './journal-format.ts';
import { damagedError, readJournal } from './journal-read.ts';
import { createJournal } from './journal.ts';
import { toBytes } from './json-text.ts';
import { checkManifest, printManifest, readManifest } from './manifest-file.ts';
import type { OpenDocument } from './open-document.ts';

/** A folder that has no lock yet is only taken for abandoned after this time. */
const UNBORN_AGE_MS = 60 * 60 * 1_000;
const COPY_BYTES_MAX = 1024 * 1024 * 1024;

/** What the creator decides; the rest of the manifest is made here. */
export interface NewManifest {
  readonly title: string;
  readonly behaviourVersion: number;
  readonly catalogueId: string;
  readonly seed: number;
  readonly createdBy: { readonly name: string; readonly version: string };
  readonly head: JsonValue;
  readonly branches: JsonValue;
}

export interface CreateRequest<E extends JournalEntry> extends Omit<
  OpenRequest<E>,
  'access' | 'recover' | 'breakLockGeneration' | 'format'
> {
  readonly manifest: NewManifest;
  /** Stored as it is, and handed back as it is. */
  readonly startScenarioText: string;
  readonly view?: JsonValue;
}

/** Makes a document at `path` and opens it for writing. Refuses with `document.exists`,
 * `document.badName` and `document.writeFailed`; there is no document then, or, when only the very
 * last sync was refused, a whole and empty one. */
export function createDocument<E extends JournalEntry>(
  request: CreateRequest<E>,
): Promise<Result<OpenDocument<E>>> {
  const { environment } = request;
  return giveBirth(request, (folder) => fillNew({ environment, folder, request }));
}

/**
 * Copies the document at `from`, as it stands on the disk, to the new document at `to` and opens
 * the copy. The source may be open for writing, also by this program: what it acknowledged is in
 * the copy. Refuses with `document.exists`, `document.writeFailed` and whatever reading `from`
 * refuses.
 */
export async function copyDocument<E extends JournalEntry>(
  request: Omit<
    OpenRequest<E>,
    'path' | 'access' | 'recover' | 'breakLockGeneration' | 'format'
  > & {
    readonly from: string;
    readonly to: string;
    readonly title?: string;
  },
): Promise<Result<OpenDocument<E>>> {
  const { environment, title } = request;
  const from = resolve(request.from);
  const source = await readManifest(environment, {
    path: from,
    currentVersion: DOCUMENT_FORMAT_VERSION,
    recover: false,
  });
  if (!source.ok) return source;
  const manifest = checkManifest(from, source.value.fields);
  if (!manifest.ok) return manifest;
  const fields = {
    ...source.value.fields,
    documentId: environment.newId(),
    title: title ?? manifest.value.title,
  };
  return await giveBirth({ ...request, path: request.to }, async (folder) => {
    const { parts, journalId } = manifest.value;
    const copied = await copyParts({ environment, from, folder, parts, journalId });
    if (!copied.ok) return copied;
    const path = join(folder, MANIFEST_FILE);
    await writeNewFile(environment.files, { path, bytes: toBytes(printManifest(fields)) });
    return OK;
  });
}

/** Copies an open document to `path`, closes it and opens the copy in its place. On a refusal the
 * old one stays open. */
export async function saveDocumentAs<E extends JournalEntry>(
  document: OpenDocument<E>,
  request: Omit<OpenRequest<E>, 'access' | 'recover' | 'breakLockGeneration' | 'format'> & {
    readonly title?: string;
  },
): Promise<Result<OpenDocument<E>>> {
  const { path: to, ...rest } = request;
  const copy = await copyDocument({ ...rest, from: document.path, to });
  if (copy.ok) await document.close();
  return copy;
}

/** Puts a document together under a name nobody opens and renames it into place, locked. */
async function giveBirth<E extends JournalEntry>(
  request: OpenRequest<E>,
  fill: (folder: string) => Promise<Result<undefined>>,
): Promise<Result<OpenDocument<E>>> {
  const { environment } = request;
  const path = resolve(request.path);
  if (!path.endsWith(DOCUMENT_EXTENSION)) return err(badEnding(path));
  const { files } = environment;
  const unborn = join(dirname(path), unbornName(environment.newId()));
  try {
    if ((await files.status(path)) !== undefined) return err(exists(path));
    await removeAbandoned(environment, dirname(path));
    await files.makeFolder(unborn);
    const lock = await acquireLock({ environment, folder: join(unborn, LOCK_FOLDER) });
    if (!lock.ok) {
      await removeQuietly(environment, unborn);
      return lock;
    }
    const born = await bear({ environment, unborn, path, lock: lock.value, fill });
    return born.ok ? await openLocked({ ...request, path }, lock.value) : born;
  } catch (thrown) {
    if (!(thrown instanceof FileFault)) throw thrown;
    const what = `The document ${documentNameOf(path)} could not be made`;
    return err(faultError(thrown, { code: 'document.writeFailed', what }));
  }
}

async function bear(birth: {
  environment: PersistenceEnvironment;
  unborn: string;
  path: string;
  lock: DocumentLock;
  fill: (folder: string) => Promise<Result<undefined>>;
}): Promise<Result<undefined>> {
  const { environment, unborn, path, lock } = birth;
  const { files } = environment;
  try {
    const filled = await birth.fill(unborn);
    if (filled.ok) {
      await files.syncFolder(unborn);
      await renameWithRetry(files, { from: unborn, to: path });
      lock.moveTo(join(path, LOCK_FOLDER));
      await files.syncFolder(dirname(path));
      return OK;
    }
    await discard(birth);
    return filled;
  } catch (thrown) {
    await discard(birth);
    if (isNameTaken(thrown)) return err(exists(path));
    throw thrown;
  }
}

/** Clearing up after a failure must not hide the failure itself. */
async function discard(birth: {
  environment: PersistenceEnvironment;
  unborn: string;
  lock: DocumentLock;
}): Promise<void> {
  await birth.lock.release();
  await removeQuietly(birth.environment, birth.unborn);
}

async function removeQuietly(environment: PersistenceEnvironment, path: string): Promise<void> {
  try {
    await removeTree(environment.files, path);
  } catch (thrown) {
    if (!(thrown instanceof FileFault)) throw thrown;
  }
}

/** Removes what creators left that died before their document was whole. */
async function removeAbandoned(environment: PersistenceEnvironment, root: string): Promise<void> {
  const { files } = environment;
  for (const entry of await files.list(root)) {
    if (entry.kind !== 'folder' || !isUnbornName(entry.name)) continue;
    const unborn = join(root, entry.name);
    const folder = join(unborn, LOCK_FOLDER);
    const { holder, wasTaken } = await lookAtLock({ environment, folder });
    const status = await files.status(unborn);
    const isOld = (status?.modifiedAtMs ?? 0) < environment.nowMs() - UNBORN_AGE_MS;
    if (holder === undefined && (wasTaken || isOld)) await removeTree(files, unborn);
  }
}

async function fillNew<E extends JournalEntry>(birth: {
  environment: PersistenceEnvironment;
  folder: string;
  request: CreateRequest<E>;
}): Promise<Result<undefined>> {
  const { environment, folder, request } = birth;
  const { files } = environment;
  const startBytes = toBytes(request.startScenarioText);
  const journalId = environment.newId();
  const fields = {
    format: DOCUMENT_FORMAT,
    formatVersion: DOCUMENT_FORMAT_VERSION,
    documentId: environment.newId(),
    journalId,
    createdAt: new Date(environment.nowMs()).toISOString(),
    ...request.manifest,
    startDigest: digestOf(startBytes),
    parts: PLAIN_PARTS,
  };
  assert(checkManifest(folder, fields).ok, 'A new document needs a valid manifest');
  for (const name of [PLAIN_PARTS.journal, PLAIN_PARTS.keyframes, PLAIN_PARTS.blobs]) {
    await files.makeFolder(join(folder, name));
  }
  await writeNewFile(files, { path: join(folder, PLAIN_PARTS.start), bytes: startBytes });
  if (request.view !== undefined) {
    const bytes = toBytes(`${JSON.stringify(request.view)}\n`);
    await writeNewFile(files, { path: join(folder, PLAIN_PARTS.view), bytes });
  }
  await createJournal({ environment, folder: join(folder, PLAIN_PARTS.journal), journalId });
  const path = join(folder, MANIFEST_FILE);
  await writeNewFile(files, { path, bytes: toBytes(printManifest(fields)) });
  return OK;
}

interface PartCopy {
  readonly environment: PersistenceEnvironment;
  readonly from: string;
  readonly folder: string;
  readonly parts: DocumentParts;
  readonly journalId: string;
}

async function copyParts(copy: PartCopy): Promise<Result<undefined>> {
  const { environment, from, folder, parts } = copy;
  const journal = await copyJournal(copy);
  if (!journal.ok) return journal;
  for (const part of [parts.start, parts.view]) {
    await copyFile(environment, { from: join(from, part), to: join(folder, part) });
  }
  for (const part of [parts.keyframes, parts.blobs]) {
    await environment.files.makeFolder(join(folder, part));
    const place = { from: join(from, part), to: join(folder, part) };
    await copyFilesOf(environment, place);
    await environment.files.syncFolder(place.to);
  }
  return OK;
}

/** The trusted part of the journal, as it is on the disk: a writer may be within a line. */
async function copyJournal(copy: PartCopy): Promise<Result<undefined>> {
  const { environment, parts, journalId } = copy;
  const { files } = environment;
  const folder = join(copy.from, parts.journal);
  const read = await readJournal({ files, folder, journalId }, acceptStored);
  if (!read.ok) return read;
  const { stop, last, lastGoodBytes, segments } = read.value;
  if (stop?.kind === 'damaged') return err(damagedError(stop));
  await files.makeFolder(join(copy.folder, parts.journal));
  for (const segment of segments) {
    if (segment > last.segment) break;
    const path = join(folder, segmentName(segment));
    const bytes = await readFileFully(files, { path, limitBytes: COPY_BYTES_MAX });
    const to = join(copy.folder, parts.journal, segmentName(segment));
    const kept = segment === last.segment ? bytes.subarray(0, lastGoodBytes) : bytes;
    await writeNewFile(files, { path: to, bytes: kept });
  }
  await files.syncFolder(join(copy.folder, parts.journal));
  return OK;
}

async function copyFilesOf(
  environment: PersistenceEnvironment,
  place: { from: string; to: string },
): Promise<void> {
  if ((await environment.files.status(place.from)) === undefined) return;
  for (const entry of await environment.files.list(place.from)) {
    if (entry.kind !== 'file') continue;
    const from = join(place.from, entry.name);
    await copyFile(environment, { from, to: join(place.to, entry.name) });
  }
}

/** What is not there (a view never stored, a keyframe just thinned out) is not copied. */
async function copyFile(
  environment: PersistenceEnvironment,
  place: { from: string; to: string },
): Promise<void> {
  const { files } = environment;
  try {
    const bytes = await readFileFully(files, { path: place.from, limitBytes: COPY_BYTES_MAX });
    await writeNewFile(files, { path: place.to, bytes });
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
}

function badEnding(path: string): AppError {
  return {
    code: 'document.badName',
    message: `${path} cannot name a document: the folder's name has to end in .racklab.`,
    hint: `Use ${path}.racklab.`,
    details: { path, reason: 'the ending is missing' },
  };
}

function exists(path: string): AppError {
  return {
    code: 'document.exists',
    message: `There already is something at ${path}.`,
    hint: 'Choose another name, or open what is there.',
    details: { path },
  };
}
