/**
 * Raises a document folder to the current format version. The new parts are written under new
 * names beside the old ones and synced; then the manifest is replaced, and that single rename is
 * the moment of change: a crash leaves the old document or the new one, never a mixture. What the
 * loser leaves behind is cleared away afterwards, or at the next opening. Steps are pure and live
 * in src/shared/document/migrations.
 */
import { join } from 'node:path';
import type { DocumentEnvelope, DocumentParts } from '../../shared/document/document-manifest.ts';
import { migrateImage } from '../../shared/document/migrations/document-format.ts';
import type {
  DocumentFormat,
  DocumentImage,
} from '../../shared/document/migrations/document-format.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { JsonValue } from '../../shared/kernel/canonical-json.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { readFileFully, removeTree, writeNewFile } from './atomic-file.ts';
import { digestOf } from './checked-line.ts';
import { isLeftoverPart, migratedParts } from './document-layout.ts';
import { isMissing } from './file-layer.ts';
import type { FileLayer, PersistenceEnvironment } from './file-layer.ts';
import { printEntry, printHeader, segmentName } from './journal-format.ts';
import type { JournalEntry } from './journal-format.ts';
import { damagedError, readJournal, tornTailNotice } from './journal-read.ts';
import type { JournalStop } from './journal-read.ts';
import { JOURNAL_LIMITS } from './journal.ts';
import { isJsonObject, readJson, toBytes, toText } from './json-text.ts';
import type { JsonObject } from './json-text.ts';
import { KeyframeStore, printKeyframe } from './keyframe-store.ts';
import { damaged, writeManifest } from './manifest-file.ts';

/** The text of a scenario, also of a generated one. */
export const START_BYTES_MAX = 256 * 1024 * 1024;
export const VIEW_BYTES_MAX = 64 * 1024 * 1024;

/** A document read into memory, at whatever version it is stored. */
export interface LoadedImage {
  readonly image: DocumentImage;
  /** Sums of the stored journal lines, to which stored keyframes refer. */
  readonly sums: readonly string[];
  /** Where the journal ends in an interrupted write. */
  readonly stop: JournalStop | undefined;
}

export interface MigrationJob {
  readonly environment: PersistenceEnvironment;
  readonly path: string;
  readonly envelope: DocumentEnvelope;
  readonly fields: JsonObject;
  readonly format: DocumentFormat;
}

/** Any stored entry is accepted as it is: a step knows the shapes of its time. */
export function acceptStored(
  value: JsonValue,
): Result<JournalEntry & { readonly stored: JsonValue }> {
  const seq = isJsonObject(value) ? value['seq'] : undefined;
  assert(typeof seq === 'number', 'The reading checked the number of the entry');
  return ok({ seq, stored: value });
}

/** Reads the whole document and raises it in memory; nothing is written. Throws FileFault. */
export async function loadMigratedImage(job: MigrationJob): Promise<Result<LoadedImage>> {
  const loaded = await loadImage(job);
  if (!loaded.ok) return loaded;
  const fromVersion = job.envelope.formatVersion;
  const raised = migrateImage(job.format, { image: loaded.value.image, fromVersion });
  return raised.ok ? ok({ ...loaded.value, image: raised.value }) : raised;
}

async function loadImage(job: MigrationJob): Promise<Result<LoadedImage>> {
  const { environment, path, envelope } = job;
  const { parts, journalId } = envelope;
  const place = { files: environment.files, folder: join(path, parts.journal), journalId };
  const read = await readJournal(place, acceptStored);
  if (!read.ok) return read;
  const { entries, sums, stop } = read.value;
  if (stop?.kind === 'damaged') return err(damagedError(stop));
  const start = await readStart(environment.files, { path, envelope, recover: false });
  if (!start.ok) return start;
  const image: DocumentImage = {
    manifest: job.fields,
    startScenarioText: start.value.text,
    view: await readViewValue(environment.files, join(path, parts.view)),
    entries: entries.map((entry) => entry.stored),
  };
  return ok({ image, sums, stop });
}

/** The stored start scenario; `isSound` is false when it is not the text it was. */
export interface StoredStart {
  readonly text: string;
  readonly digest: string;
  readonly isSound: boolean;
}

/** Reads the start scenario. Refuses with `document.damaged`; a text that only differs from the
 * original is accepted with `recover`. Throws FileFault. */
export async function readStart(
  files: FileLayer,
  source: { path: string; envelope: DocumentEnvelope; recover: boolean },
): Promise<Result<StoredStart>> {
  const { path, envelope } = source;
  const part = envelope.parts.start;
  try {
    const limitBytes = START_BYTES_MAX;
    const bytes = await readFileFully(files, { path: join(path, part), limitBytes });
    const text = toText(bytes);
    if (text === undefined) return err(damaged({ path, part, reason: 'it is not UTF-8 text' }));
    const digest = digestOf(bytes);
    const isSound = digest === envelope.startDigest;
    if (isSound || source.recover) return ok({ text, digest, isSound });
    return err(damaged({ path, part, reason: 'it is not the text the document was made from' }));
  } catch (thrown) {
    if (isMissing(thrown)) return err(damaged({ path, part, reason: 'the file is missing' }));
    throw thrown;
  }
}

/** Presentation only: a missing or spoilt one counts as none. Throws FileFault. */
async function readViewValue(files: FileLayer, path: string): Promise<JsonValue | undefined> {
  const read = await readViewFile(files, path);
  return read.ok ? read.value : undefined;
}

/** The stored view, `undefined` when there is none. Refuses with `view.damaged`. */
export async function readViewFile(
  files: FileLayer,
  path: string,
): Promise<Result<JsonValue | undefined>> {
  try {
    const reading = readJson(await readFileFully(files, { path, limitBytes: VIEW_BYTES_MAX }));
    return reading.ok ? ok(reading.value) : err(damagedView(path, reading.reason));
  } catch (thrown) {
    if (isMissing(thrown)) return ok(undefined);
    throw thrown;
  }
}

function damagedView(path: string, reason: string): AppError {
  return {
    code: 'view.damaged',
    message: `The stored positions and panels cannot be used: ${reason}.`,
    hint: 'Nothing of the work is lost; the map is laid out anew.',
    details: { path, reason },
  };
}

/**
 * Raises the document on the disk; the caller holds its lock. Returns the notices to show. Refuses
 * with `document.migrationFailed`, `journal.damaged` or `document.damaged`, and changes nothing
 * then. Throws FileFault.
 */
export async function migrateFolder(job: MigrationJob): Promise<Result<AppError[]>> {
  const { environment, path, envelope, format } = job;
  const loaded = await loadMigratedImage(job);
  if (!loaded.ok) return loaded;
  await removeLeftoverParts(environment.files, { path, parts: envelope.parts });
  const parts = migratedParts(format.currentVersion, envelope.parts.blobs);
  const { image } = loaded.value;
  const startBytes = toBytes(image.startScenarioText);
  const { files } = environment;
  await writeNewFile(files, { path: join(path, parts.start), bytes: startBytes });
  if (image.view !== undefined) {
    const bytes = toBytes(`${JSON.stringify(image.view)}\n`);
    await writeNewFile(files, { path: join(path, parts.view), bytes });
  }
  const sums = await writeWholeJournal(job, { folder: join(path, parts.journal), image });
  await carryKeyframes(job, { parts, oldSums: loaded.value.sums, newSums: sums });
  await files.syncFolder(path);
  const fields = {
    ...image.manifest,
    format: envelope.format,
    formatVersion: format.currentVersion,
    journalId: envelope.journalId,
    startDigest: digestOf(startBytes),
    parts,
  };
  await writeManifest(environment, { path, fields });
  await removeLeftoverParts(files, { path, parts });
  const { stop } = loaded.value;
  const notice = migratedNotice(envelope.formatVersion, format.currentVersion);
  return ok(stop === undefined ? [notice] : [notice, tornTailNotice(stop, true)]);
}

/** Removes parts that the manifest does not speak of. Only the holder of the lock may call it. */
export async function removeLeftoverParts(
  files: FileLayer,
  document: { path: string; parts: DocumentParts },
): Promise<void> {
  for (const entry of await files.list(document.path)) {
    if (!isLeftoverPart(entry.name, document.parts)) continue;
    const path = join(document.path, entry.name);
    await (entry.kind === 'folder' ? removeTree(files, path) : files.removeFile(path));
  }
}

/** Writes all entries as segments of a new journal; returns the sums of their lines. */
async function writeWholeJournal(
  job: MigrationJob,
  target: { folder: string; image: DocumentImage },
): Promise<string[]> {
  const { files } = job.environment;
  const { journalId } = job.envelope;
  const { entries } = target.image;
  await files.makeFolder(target.folder);
  const sums: string[] = [];
  let previousSum = journalId;
  let segment = 0;
  do {
    segment += 1;
    const firstSeq = sums.length + 1;
    const header = printHeader({ journalId, segment, firstSeq, previousSum });
    previousSum = header.sum;
    let text = `${header.line}\n`;
    while (sums.length < entries.length && text.length < JOURNAL_LIMITS.segmentBytes) {
      const entryText = JSON.stringify(entries[sums.length]);
      const printed = printEntry({ entryText, durableSeq: sums.length, previousSum });
      text += `${printed.line}\n`;
      previousSum = printed.sum;
      sums.push(printed.sum);
    }
    const path = join(target.folder, segmentName(segment));
    await writeNewFile(files, { path, bytes: toBytes(text) });
  } while (sums.length < entries.length);
  await files.syncFolder(target.folder);
  return sums;
}

/** Keyframes hold the engine's bytes, which a document format does not touch; only their link to
 * the journal changes. A damaged one stays behind. */
async function carryKeyframes(
  job: MigrationJob,
  change: { parts: DocumentParts; oldSums: readonly string[]; newSums: readonly string[] },
): Promise<void> {
  const { environment, path, envelope } = job;
  const { files } = environment;
  const { journalId } = envelope;
  const store = new KeyframeStore({
    environment,
    folder: join(path, envelope.parts.keyframes),
    isWritable: false,
    sumAt: (seq) => (seq === 0 ? journalId : change.oldSums[seq - 1]),
  });
  await store.load();
  const folder = join(path, change.parts.keyframes);
  await files.makeFolder(folder);
  for (const keyframe of store.list) {
    const payload = await store.read(keyframe);
    const { entrySeq } = keyframe;
    const entrySum = entrySeq === 0 ? journalId : change.newSums[entrySeq - 1];
    if (!payload.ok || entrySum === undefined) continue;
    const bytes = printKeyframe({ ...keyframe, entrySum }, payload.value);
    await writeNewFile(files, { path: join(folder, keyframe.name), bytes });
  }
  await files.syncFolder(folder);
}

function migratedNotice(fromVersion: number, toVersion: number): AppError {
  return {
    code: 'document.migrated',
    message: `The document was raised from format version ${fromVersion} to ${toVersion}.`,
    hint: 'Older versions of Racklab can no longer open it.',
    details: { fromVersion, toVersion },
  };
}
