/**
 * Snapshots of the engine beside the journal: derived, deletable, and only ever a short cut. Each
 * file says after which entry it was taken and carries the sum of that entry's line, so a keyframe
 * of a journal that lost its end, or took another course, is never used. A damaged one is reported
 * and dropped. It must not know what the bytes mean.
 */
import { join } from 'node:path';
import { assert } from '../../shared/kernel/assert.ts';
import { OK, err, ok } from '../../shared/kernel/result.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { readFileFully, removeTemporaryFiles, writeFileAtomically } from './atomic-file.ts';
import { NEWLINE, digestOf, openLine, sealLine } from './checked-line.ts';
import { FileFault, faultError, isMissing, isNameTaken } from './file-layer.ts';
import type { PersistenceEnvironment } from './file-layer.ts';
import { toBytes } from './json-text.ts';
import type { JsonObject } from './json-text.ts';

const FORMAT = 'racklab.keyframe';
const FORMAT_VERSION = 1;
const HEADER_BYTES_MAX = 4_096;
/** Payload of one keyframe. */
export const KEYFRAME_BYTES_MAX = 512 * 1024 * 1024;
/** Keyframes of one document; the caller thins them out long before. */
export const KEYFRAMES_MAX = 10_000;
const NAME = /^(\d{9})-(\d{16})-(\d{16})\.bin$/;

/** The place of a keyframe in the history: after entry `entrySeq`, at this time and event count. */
export interface KeyframePosition {
  readonly entrySeq: number;
  readonly atUs: number;
  readonly afterEvent: number;
}

export interface KeyframeInfo extends KeyframePosition {
  readonly name: string;
  readonly sizeBytes: number;
}

export interface KeyframePlace {
  readonly environment: PersistenceEnvironment;
  readonly folder: string;
  readonly isWritable: boolean;
  /** Sum of the line of an entry, `undefined` when the journal has no such entry. */
  sumAt(seq: number): string | undefined;
}

/** The keyframes of one open document, newest first. */
export class KeyframeStore {
  readonly #place: KeyframePlace;
  #list: KeyframeInfo[] = [];

  constructor(place: KeyframePlace) {
    this.#place = place;
  }

  get list(): readonly KeyframeInfo[] {
    return this.#list;
  }

  /** Reads the folder; headers only. Returns what was dropped (`keyframe.damaged`,
   * `keyframe.orphaned`). Throws FileFault. */
  async load(): Promise<AppError[]> {
    const { files } = this.#place.environment;
    const notices: AppError[] = [];
    for (const name of await this.#listNames()) {
      const path = join(this.#place.folder, name);
      const checked = checkHeader({ name, bytes: await readStart(this.#place, path) }, this.#place);
      if (checked.ok) this.#list.push(checked.value);
      else {
        notices.push(checked.error);
        if (this.#place.isWritable) await files.removeFile(path);
      }
    }
    this.#list.sort(newestFirst);
    return notices;
  }

  /** Refuses with `document.writeFailed`; the keyframe is then not there. */
  async write(at: KeyframePosition & { bytes: Uint8Array }): Promise<Result<KeyframeInfo>> {
    const { entrySeq, atUs, afterEvent, bytes } = at;
    const entrySum = this.#place.sumAt(entrySeq);
    assert(entrySum !== undefined, 'A keyframe is taken after an entry that is durable');
    assert(bytes.length <= KEYFRAME_BYTES_MAX, 'A keyframe is larger than KEYFRAME_BYTES_MAX');
    assert(this.#list.length < KEYFRAMES_MAX, 'Keyframes are thinned out before KEYFRAMES_MAX');
    const name = keyframeName({ entrySeq, atUs, afterEvent });
    const content = printKeyframe({ entrySeq, atUs, afterEvent, entrySum }, bytes);
    try {
      await ensureFolder(this.#place);
      await writeFileAtomically(this.#place.environment.files, {
        path: join(this.#place.folder, name),
        bytes: content,
        uniqueId: this.#place.environment.newId(),
      });
    } catch (thrown) {
      if (!(thrown instanceof FileFault)) throw thrown;
      const what = 'The keyframe could not be saved';
      return err(faultError(thrown, { code: 'document.writeFailed', what }));
    }
    const info = { entrySeq, atUs, afterEvent, name, sizeBytes: content.length };
    this.#list = [...this.#list.filter((other) => other.name !== name), info].sort(newestFirst);
    return ok(info);
  }

  /** Refuses with `keyframe.damaged`, and forgets the keyframe, when it is not as written. */
  async read(keyframe: KeyframeInfo): Promise<Result<Uint8Array>> {
    const path = join(this.#place.folder, keyframe.name);
    const limitBytes = KEYFRAME_BYTES_MAX + HEADER_BYTES_MAX;
    let reason: string;
    try {
      const bytes = await readFileFully(this.#place.environment.files, { path, limitBytes });
      const checked = checkKeyframe({ name: keyframe.name, bytes }, this.#place);
      if (checked.ok) return checked;
      reason = checked.error.message;
    } catch (thrown) {
      if (!(thrown instanceof FileFault)) throw thrown;
      reason = thrown.message;
    }
    this.#list = this.#list.filter((other) => other.name !== keyframe.name);
    if (this.#place.isWritable) await this.remove(keyframe);
    return err(damagedKeyframe(keyframe.name, reason));
  }

  /** What is already gone is no refusal. */
  async remove(keyframe: KeyframeInfo): Promise<Result<undefined>> {
    this.#list = this.#list.filter((other) => other.name !== keyframe.name);
    try {
      await this.#place.environment.files.removeFile(join(this.#place.folder, keyframe.name));
    } catch (thrown) {
      if (!(thrown instanceof FileFault)) throw thrown;
      if (isMissing(thrown)) return OK;
      const what = 'The keyframe could not be removed';
      return err(faultError(thrown, { code: 'document.writeFailed', what }));
    }
    return OK;
  }

  async #listNames(): Promise<string[]> {
    const { environment, folder, isWritable } = this.#place;
    try {
      if (isWritable) await removeTemporaryFiles(environment.files, folder);
      const entries = await environment.files.list(folder);
      return entries.filter((entry) => NAME.test(entry.name)).map((entry) => entry.name);
    } catch (thrown) {
      // Derived: a copy tool that leaves empty folders out does no harm.
      if (isMissing(thrown)) return [];
      throw thrown;
    }
  }
}

async function ensureFolder(place: KeyframePlace): Promise<void> {
  try {
    await place.environment.files.makeFolder(place.folder);
  } catch (thrown) {
    if (!isNameTaken(thrown)) throw thrown;
  }
}

async function readStart(place: KeyframePlace, path: string): Promise<Uint8Array> {
  const file = await place.environment.files.open({ path, mode: 'read' });
  try {
    return await file.read({ positionBytes: 0, lengthBytes: HEADER_BYTES_MAX });
  } finally {
    await file.close();
  }
}

function newestFirst(left: KeyframePosition, right: KeyframePosition): number {
  if (left.entrySeq !== right.entrySeq) return right.entrySeq - left.entrySeq;
  if (left.atUs !== right.atUs) return right.atUs - left.atUs;
  return right.afterEvent - left.afterEvent;
}

function keyframeName(at: KeyframePosition): string {
  const seq = String(at.entrySeq).padStart(9, '0');
  const atUs = String(at.atUs).padStart(16, '0');
  return `${seq}-${atUs}-${String(at.afterEvent).padStart(16, '0')}.bin`;
}

/** A header line that a person can read, then the payload. */
export function printKeyframe(
  at: KeyframePosition & { entrySum: string },
  payload: Uint8Array,
): Uint8Array {
  const header = sealLine(
    JSON.stringify({
      format: FORMAT,
      formatVersion: FORMAT_VERSION,
      entrySeq: at.entrySeq,
      atUs: at.atUs,
      afterEvent: at.afterEvent,
      entrySum: at.entrySum,
      payloadBytes: payload.length,
      payloadDigest: digestOf(payload),
    }),
  );
  const start = toBytes(`${header.line}\n`);
  const bytes = new Uint8Array(start.length + payload.length);
  bytes.set(start);
  bytes.set(payload, start.length);
  return bytes;
}

interface FoundFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The header of a keyframe file, when it is sound, rightly named and of this journal. */
function checkHeader(file: FoundFile, place: Pick<KeyframePlace, 'sumAt'>): Result<KeyframeInfo> {
  const fields = openHeader(file.bytes);
  if (typeof fields === 'string') return err(damagedKeyframe(file.name, fields));
  const at = {
    entrySeq: numberField(fields, 'entrySeq'),
    atUs: numberField(fields, 'atUs'),
    afterEvent: numberField(fields, 'afterEvent'),
  };
  if (keyframeName(at) !== file.name) {
    return err(damagedKeyframe(file.name, 'its header belongs to a file of another name'));
  }
  const entrySum = place.sumAt(at.entrySeq);
  if (entrySum === undefined || fields['entrySum'] !== entrySum) {
    return err(orphaned(file.name, at.entrySeq));
  }
  const headerBytes = file.bytes.indexOf(NEWLINE) + 1;
  const sizeBytes = headerBytes + numberField(fields, 'payloadBytes');
  return ok({ ...at, name: file.name, sizeBytes });
}

function checkKeyframe(file: FoundFile, place: Pick<KeyframePlace, 'sumAt'>): Result<Uint8Array> {
  const header = checkHeader(file, place);
  if (!header.ok) return header;
  const fields = openHeader(file.bytes);
  const payload = file.bytes.subarray(file.bytes.indexOf(NEWLINE) + 1);
  const isWhole =
    file.bytes.length === header.value.sizeBytes &&
    typeof fields !== 'string' &&
    fields['payloadDigest'] === digestOf(payload);
  if (!isWhole) return err(damagedKeyframe(file.name, 'its checksum does not fit its content'));
  return ok(payload);
}

/** The fields of the header line, or what is wrong with it. */
function openHeader(bytes: Uint8Array): JsonObject | string {
  const end = bytes.indexOf(NEWLINE);
  if (end < 0 || end > HEADER_BYTES_MAX) return 'it has no header';
  const opened = openLine(bytes.subarray(0, end));
  if (!opened.ok) return opened.reason;
  const { value } = opened;
  if (value['format'] !== FORMAT || value['formatVersion'] !== FORMAT_VERSION) {
    return 'its header is of another format';
  }
  return value;
}

function numberField(fields: JsonObject, key: string): number {
  const value = fields[key];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}

function damagedKeyframe(name: string, reason: string): AppError {
  return {
    code: 'keyframe.damaged',
    message: `The keyframe ${name} cannot be used: ${reason}.`,
    hint: 'Nothing is lost: the state is computed again from an earlier one.',
    details: { file: name, reason },
  };
}

function orphaned(name: string, entrySeq: number): AppError {
  return {
    code: 'keyframe.orphaned',
    message: `The keyframe ${name} was taken after an entry ${entrySeq} that the journal lacks.`,
    hint: 'Look whether the last acts are there: the journal may have lost its end.',
    details: { file: name, entrySeq },
  };
}
