/**
 * Reads and writes `manifest.json`, the one file whose replacement changes what a document is. It
 * sorts out what is not ours, what is newer than this program and what is damaged, in this order:
 * a newer format may well compute its checksum otherwise. It must not interpret head or branches.
 */
import { join } from 'node:path';
import {
  DOCUMENT_FORMAT,
  documentEnvelopeSchema,
  documentManifestSchema,
} from '../../shared/document/document-manifest.ts';
import type {
  DocumentEnvelope,
  DocumentManifest,
} from '../../shared/document/document-manifest.ts';
import type { JsonValue } from '../../shared/kernel/canonical-json.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { readFileFully, writeFileAtomically } from './atomic-file.ts';
import { sumOf } from './checked-line.ts';
import { MANIFEST_FILE, PLAIN_PARTS } from './document-layout.ts';
import { FileFault, faultError, isMissing } from './file-layer.ts';
import type { PersistenceEnvironment } from './file-layer.ts';
import { isJsonObject, readJson, toBytes } from './json-text.ts';
import type { JsonObject } from './json-text.ts';

const MANIFEST_BYTES_MAX = 64 * 1024 * 1024;

/** A manifest of any version that this program can open. */
export interface ReadManifest {
  readonly envelope: DocumentEnvelope;
  /** All fields except the checksum. */
  readonly fields: JsonObject;
  /** False only when recovery was asked for and the checksum did not fit. */
  readonly isSound: boolean;
}

/** The text of the file: every field on lines of its own, the checksum last. */
export function printManifest(fields: JsonObject): string {
  return `${JSON.stringify({ ...fields, sum: manifestSum(fields) }, undefined, 2)}\n`;
}

function manifestSum(fields: JsonObject): string {
  return sumOf(JSON.stringify(fields));
}

/** Replaces the manifest; durable when it returns. Throws FileFault. */
export async function writeManifest(
  environment: PersistenceEnvironment,
  target: { path: string; fields: JsonObject },
): Promise<void> {
  await writeFileAtomically(environment.files, {
    path: join(target.path, MANIFEST_FILE),
    bytes: toBytes(printManifest(target.fields)),
    uniqueId: environment.newId(),
  });
}

/**
 * Reads the manifest of the document at `path`. Refuses with `document.notFound`,
 * `document.notOurs`, `document.newerFormat`, `document.damaged` or `document.unreadable`. With
 * `recover`, a manifest whose checksum does not fit but which is otherwise in order is accepted.
 */
export async function readManifest(
  environment: PersistenceEnvironment,
  source: { path: string; currentVersion: number; recover: boolean },
): Promise<Result<ReadManifest>> {
  try {
    const status = await environment.files.status(source.path);
    if (status === undefined) return err(notFound(source.path));
    if (status.kind !== 'folder') return err(notOurs(source.path, 'it is not a folder'));
    const path = join(source.path, MANIFEST_FILE);
    const bytes = await readFileFully(environment.files, { path, limitBytes: MANIFEST_BYTES_MAX });
    return parseManifestBytes(bytes, source);
  } catch (thrown) {
    if (!(thrown instanceof FileFault)) throw thrown;
    if (isMissing(thrown)) return err(await missingManifest(environment, source.path));
    return err(unreadable(thrown, 'The document could not be read'));
  }
}

/** A refusal of the disk while a document was being read. */
export function unreadable(fault: FileFault, what: string): AppError {
  return faultError(fault, { code: 'document.unreadable', what });
}

/** The refusal for a part of a document that is not as it was written. */
export function damaged(part: { path: string; part: string; reason: string }): AppError {
  return {
    code: 'document.damaged',
    message: `The document's ${part.part} is damaged: ${part.reason}.`,
    hint: 'Open it with recovery, or take this file from a backup of the document.',
    details: { path: part.path, part: part.part, reason: part.reason },
  };
}

async function missingManifest(
  environment: PersistenceEnvironment,
  path: string,
): Promise<AppError> {
  const journal = await environment.files.status(join(path, PLAIN_PARTS.journal));
  return journal === undefined
    ? notOurs(path, `it has no ${MANIFEST_FILE}`)
    : damaged({ path, part: MANIFEST_FILE, reason: 'the file is missing' });
}

function parseManifestBytes(
  bytes: Uint8Array,
  source: { path: string; currentVersion: number; recover: boolean },
): Result<ReadManifest> {
  const spoilt = { path: source.path, part: MANIFEST_FILE };
  const reading = readJson(bytes);
  if (!reading.ok) return err(damaged({ ...spoilt, reason: reading.reason }));
  if (!isJsonObject(reading.value) || reading.value['format'] !== DOCUMENT_FORMAT) {
    return err(notOurs(source.path, `its ${MANIFEST_FILE} is not that of a document`));
  }
  const { sum, ...fields } = reading.value;
  const version = fields['formatVersion'];
  if (typeof version === 'number' && version > source.currentVersion) {
    return err(newerFormat({ path: source.path, version, currentVersion: source.currentVersion }));
  }
  const isSound = sum === manifestSum(fields);
  if (!isSound && !source.recover) {
    return err(damaged({ ...spoilt, reason: 'its checksum does not fit its content' }));
  }
  const envelope = documentEnvelopeSchema.safeParse(fields);
  if (!envelope.success) {
    return err(damaged({ ...spoilt, reason: issueText(envelope.error.issues[0]) }));
  }
  return ok({ envelope: envelope.data, fields, isSound });
}

/** Checks the fields of a manifest of the current version. Refuses with `document.damaged`. */
export function checkManifest(path: string, fields: JsonValue): Result<DocumentManifest> {
  const checked = documentManifestSchema.safeParse(fields);
  if (checked.success) return ok(checked.data);
  const reason = issueText(checked.error.issues[0]);
  return err(damaged({ path, part: MANIFEST_FILE, reason }));
}

function issueText(issue: { path: PropertyKey[]; message: string } | undefined): string {
  const at = issue?.path.map(String).join('.') ?? '';
  return `the field "${at}" is not valid (${issue?.message ?? 'no reason given'})`;
}

function notFound(path: string): AppError {
  return {
    code: 'document.notFound',
    message: `There is no document at ${path}.`,
    hint: 'Check the name; the list of documents shows what is there.',
    details: { path },
  };
}

function notOurs(path: string, reason: string): AppError {
  return {
    code: 'document.notOurs',
    message: `${path} is not a Racklab document: ${reason}.`,
    hint: 'Choose a folder whose name ends in .racklab.',
    details: { path, reason },
  };
}

function newerFormat(found: { path: string; version: number; currentVersion: number }): AppError {
  const { path, version, currentVersion } = found;
  return {
    code: 'document.newerFormat',
    message:
      `The document has format version ${version}; this Racklab reads up to ${currentVersion}.` +
      ' Nothing was changed.',
    hint: 'Open it with a newer Racklab.',
    details: { path, formatVersion: version, currentVersion },
  };
}
