/**
 * Opens a document folder: recognises it, takes its lock, raises its format, mends its journal,
 * checks its keyframes, and reports whatever it found on the way. Reading only takes no lock and
 * changes nothing, so it also works beside a writer. Creating, copying and listing are the business
 * of document-store.ts.
 */
import { join, resolve } from 'node:path';
import type { DocumentManifest } from '../../shared/document/document-manifest.ts';
import { documentFormat } from '../../shared/document/migrations/document-format.ts';
import type { DocumentFormat } from '../../shared/document/migrations/document-format.ts';
import { collectResults, err, ok } from '../../shared/kernel/result.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { removeTemporaryFiles } from './atomic-file.ts';
import { LOCK_FOLDER } from './document-layout.ts';
import { acquireLock } from './document-lock.ts';
import type { DocumentLock, LockHolder } from './document-lock.ts';
import {
  acceptStored,
  loadMigratedImage,
  migrateFolder,
  readStart,
  readViewFile,
  removeLeftoverParts,
} from './document-migration.ts';
import type { StoredStart } from './document-migration.ts';
import { FileFault } from './file-layer.ts';
import type { PersistenceEnvironment } from './file-layer.ts';
import type { DecodeEntry, JournalEntry } from './journal-format.ts';
import { damagedError, readJournal, tornTailNotice } from './journal-read.ts';
import { openJournal } from './journal.ts';
import type { JournalLimits } from './journal.ts';
import { KeyframeStore } from './keyframe-store.ts';
import { checkManifest, readManifest, unreadable, writeManifest } from './manifest-file.ts';
import type { ReadManifest } from './manifest-file.ts';
import { createOpenDocument } from './open-document.ts';
import type { OpenDocument } from './open-document.ts';

export interface OpenRequest<E extends JournalEntry> {
  readonly environment: PersistenceEnvironment;
  /** The document folder. */
  readonly path: string;
  /** Checks and raises one stored entry; a refusal counts as damage of the journal. */
  readonly decodeEntry: DecodeEntry<E>;
  /** `read` needs no lock and changes nothing. Default: `write`. */
  readonly access?: 'write' | 'read';
  /** Accept what can be read of a damaged document and set the rest aside. */
  readonly recover?: boolean;
  /** Take the lock from a holder that cannot be proved dead: the `generation` in the details of
   * `document.locked`, handed back after a person agreed. */
  readonly breakLockGeneration?: number;
  readonly limits?: JournalLimits;
  /** Only tests read formats of their own. */
  readonly format?: DocumentFormat;
}

/**
 * Opens a document. Refusals: `document.notFound`, `.notOurs`, `.newerFormat`, `.locked`,
 * `.damaged`, `.migrationFailed`, `.unreadable`, `.writeFailed`, `journal.damaged`,
 * `journal.unreadable`, `journal.writeFailed`. What was mended is in `notices` of the document.
 */
export async function openDocument<E extends JournalEntry>(
  request: OpenRequest<E>,
): Promise<Result<OpenDocument<E>>> {
  const at = { ...request, path: resolve(request.path) };
  try {
    return await (request.access === 'read' ? openForReading(at) : openForWriting(at));
  } catch (thrown) {
    if (!(thrown instanceof FileFault)) throw thrown;
    return err(unreadable(thrown, 'The document could not be opened'));
  }
}

async function openForWriting<E extends JournalEntry>(
  request: OpenRequest<E>,
): Promise<Result<OpenDocument<E>>> {
  // Before a lock is put into it: is this folder ours at all?
  const first = await readManifestFor(request);
  if (!first.ok) return first;
  const { breakLockGeneration } = request;
  const lock = await acquireLock({
    environment: request.environment,
    folder: join(request.path, LOCK_FOLDER),
    ...(breakLockGeneration === undefined ? {} : { breakGeneration: breakLockGeneration }),
  });
  return lock.ok ? await openLocked(request, lock.value) : lock;
}

/** Opens for writing under a lock that is already held; gives it back on a refusal. */
export async function openLocked<E extends JournalEntry>(
  request: OpenRequest<E>,
  lock: DocumentLock,
): Promise<Result<OpenDocument<E>>> {
  try {
    const opened = await mendAndOpen(request, lock);
    if (!opened.ok) await lock.release();
    return opened;
  } catch (thrown) {
    await lock.release();
    throw thrown;
  }
}

function readManifestFor<E extends JournalEntry>(
  request: OpenRequest<E>,
): Promise<Result<ReadManifest>> {
  return readManifest(request.environment, {
    path: request.path,
    currentVersion: formatOf(request).currentVersion,
    recover: request.recover === true,
  });
}

function formatOf<E extends JournalEntry>(request: OpenRequest<E>): DocumentFormat {
  return request.format ?? documentFormat;
}

async function mendAndOpen<E extends JournalEntry>(
  request: OpenRequest<E>,
  lock: DocumentLock,
): Promise<Result<OpenDocument<E>>> {
  const { environment, path } = request;
  const notices: AppError[] = [];
  if (lock.takenOverFrom !== undefined) notices.push(lockTakenOver(lock.takenOverFrom));
  await removeTemporaryFiles(environment.files, path);
  const current = await readCurrentManifest(request, notices);
  if (!current.ok) return current;
  const { manifest, read } = current.value;
  // Which parts are left over is only known from a manifest that can be trusted.
  if (read.isSound) await removeLeftoverParts(environment.files, { path, parts: manifest.parts });
  const start = await readStartFor(request, { read, notices });
  if (!start.ok) return start;
  const fields = { ...read.fields, startDigest: start.value.digest };
  const opening = await openJournal({
    environment,
    folder: join(path, manifest.parts.journal),
    journalId: manifest.journalId,
    decodeEntry: request.decodeEntry,
    recover: request.recover === true,
    ...(request.limits === undefined ? {} : { limits: request.limits }),
  });
  if (!opening.ok) return opening;
  const { journal, entries } = opening.value;
  notices.push(...opening.value.notices);
  // What was accepted for recovery is sealed again, or every later opening would refuse it.
  if (!read.isSound || !start.value.isSound) await writeManifest(environment, { path, fields });
  const keyframes = new KeyframeStore({
    environment,
    folder: join(path, manifest.parts.keyframes),
    isWritable: true,
    sumAt: (seq) => journal.sumAt(seq),
  });
  notices.push(...(await keyframes.load()));
  notices.push(...(await viewNotices(request, manifest)));
  return ok(
    createOpenDocument({
      environment,
      path,
      manifest,
      fields,
      startScenarioText: start.value.text,
      entries,
      notices,
      keyframes,
      writing: { journal, lock },
    }),
  );
}

interface CurrentManifest {
  readonly manifest: DocumentManifest;
  readonly read: ReadManifest;
}

/** The manifest under the lock, after the document was raised to the current format. */
async function readCurrentManifest<E extends JournalEntry>(
  request: OpenRequest<E>,
  notices: AppError[],
): Promise<Result<CurrentManifest>> {
  const format = formatOf(request);
  let read = await readManifestFor(request);
  if (!read.ok) return read;
  if (!read.value.isSound) notices.push(manifestAccepted(request.path));
  if (read.value.envelope.formatVersion < format.currentVersion) {
    const raised = await raise(request, { read: read.value, notices });
    if (!raised.ok) return raised;
    read = await readManifestFor(request);
    if (!read.ok) return read;
  }
  const manifest = checkManifest(request.path, read.value.fields);
  return manifest.ok ? ok({ manifest: manifest.value, read: read.value }) : manifest;
}

async function raise<E extends JournalEntry>(
  request: OpenRequest<E>,
  found: { read: ReadManifest; notices: AppError[] },
): Promise<Result<undefined>> {
  const { environment, path } = request;
  const { envelope, fields } = found.read;
  if (request.recover === true) {
    // Recovery first, in the old format: a migration reads undamaged journals only.
    const recovered = await openJournal({
      environment,
      folder: join(path, envelope.parts.journal),
      journalId: envelope.journalId,
      decodeEntry: acceptStored,
      recover: true,
    });
    if (!recovered.ok) return recovered;
    found.notices.push(...recovered.value.notices);
    await recovered.value.journal.close();
  }
  const format = formatOf(request);
  const migrated = await migrateFolder({ environment, path, envelope, fields, format });
  if (!migrated.ok) return migrated;
  found.notices.push(...migrated.value);
  return ok(undefined);
}

async function readStartFor<E extends JournalEntry>(
  request: OpenRequest<E>,
  found: { read: ReadManifest; notices: AppError[] },
): Promise<Result<StoredStart>> {
  const { path, environment } = request;
  const { envelope } = found.read;
  const recover = request.recover === true;
  const start = await readStart(environment.files, { path, envelope, recover });
  if (start.ok && !start.value.isSound) found.notices.push(startAccepted(path));
  return start;
}

async function viewNotices<E extends JournalEntry>(
  request: OpenRequest<E>,
  manifest: DocumentManifest,
): Promise<AppError[]> {
  const path = join(request.path, manifest.parts.view);
  const view = await readViewFile(request.environment.files, path);
  return view.ok ? [] : [view.error];
}

async function openForReading<E extends JournalEntry>(
  request: OpenRequest<E>,
): Promise<Result<OpenDocument<E>>> {
  const read = await readManifestFor(request);
  if (!read.ok) return read;
  const isOld = read.value.envelope.formatVersion < formatOf(request).currentVersion;
  return await (isOld ? readOld(request, read.value) : readCurrent(request, read.value));
}

async function readCurrent<E extends JournalEntry>(
  request: OpenRequest<E>,
  read: ReadManifest,
): Promise<Result<OpenDocument<E>>> {
  const { environment, path } = request;
  const manifest = checkManifest(path, read.fields);
  if (!manifest.ok) return manifest;
  const { parts, journalId } = manifest.value;
  const notices: AppError[] = read.isSound ? [] : [manifestAccepted(path)];
  const start = await readStartFor(request, { read, notices });
  if (!start.ok) return start;
  const place = { files: environment.files, folder: join(path, parts.journal), journalId };
  const content = await readJournal(place, request.decodeEntry);
  if (!content.ok) return content;
  const { stop, entries, sums } = content.value;
  if (stop?.kind === 'damaged' && request.recover !== true) return err(damagedError(stop));
  if (stop?.kind === 'damaged') notices.push(damagedError(stop));
  if (stop?.kind === 'torn') notices.push(tornTailNotice(stop, false));
  const keyframes = await loadForReading(request, { read, sums });
  notices.push(...keyframes.notices, ...(await viewNotices(request, manifest.value)));
  return ok(
    createOpenDocument({
      environment,
      path,
      manifest: manifest.value,
      fields: read.fields,
      startScenarioText: start.value.text,
      entries,
      notices,
      keyframes: keyframes.store,
      writing: undefined,
    }),
  );
}

/** An older document, raised in memory only: the folder stays as it is. */
async function readOld<E extends JournalEntry>(
  request: OpenRequest<E>,
  read: ReadManifest,
): Promise<Result<OpenDocument<E>>> {
  const { environment, path } = request;
  const { envelope, fields } = read;
  const format = formatOf(request);
  const loaded = await loadMigratedImage({ environment, path, envelope, fields, format });
  if (!loaded.ok) return loaded;
  const { image, sums, stop } = loaded.value;
  const raisedFields = { ...image.manifest, formatVersion: format.currentVersion };
  const manifest = checkManifest(path, raisedFields);
  if (!manifest.ok) return manifest;
  const entries = collectResults(image.entries.map((entry) => request.decodeEntry(entry)));
  if (!entries.ok) return entries;
  const keyframes = await loadForReading(request, { read, sums });
  const notices = stop === undefined ? [] : [tornTailNotice(stop, false)];
  return ok(
    createOpenDocument({
      environment,
      path,
      manifest: manifest.value,
      fields: raisedFields,
      startScenarioText: image.startScenarioText,
      migratedView: { value: image.view },
      entries: entries.value,
      notices: [...notices, ...keyframes.notices],
      keyframes: keyframes.store,
      writing: undefined,
    }),
  );
}

async function loadForReading<E extends JournalEntry>(
  request: OpenRequest<E>,
  from: { read: ReadManifest; sums: readonly string[] },
): Promise<{ store: KeyframeStore; notices: AppError[] }> {
  const { parts, journalId } = from.read.envelope;
  const store = new KeyframeStore({
    environment: request.environment,
    folder: join(request.path, parts.keyframes),
    isWritable: false,
    sumAt: (seq) => (seq === 0 ? journalId : from.sums[seq - 1]),
  });
  return { store, notices: await store.load() };
}

function lockTakenOver(holder: LockHolder): AppError {
  const { pid, hostName } = holder.identity;
  return {
    code: 'document.lockTakenOver',
    message:
      `The last program that wrote here (process ${pid}, since ${holder.since})` +
      ' ended without closing the document.',
    hint: 'Nothing acknowledged was lost; look whether your last act is there.',
    details: { pid, hostName, since: holder.since },
  };
}

function manifestAccepted(path: string): AppError {
  return {
    code: 'document.manifestAccepted',
    message: 'The manifest does not fit its checksum; its content was accepted for recovery.',
    hint: 'Check title, time and branch of the document before you go on.',
    details: { path },
  };
}

function startAccepted(path: string): AppError {
  return {
    code: 'document.startAccepted',
    message: 'The start scenario is not the text the document was made from; it was accepted.',
    hint: 'Compare the room with what you remember: decisions may not fit another start.',
    details: { path },
  };
}
