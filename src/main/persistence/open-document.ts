/**
 * One document that is open: its journal, keyframes, manifest, view and blobs behind one object,
 * and the promise that everything but the journal changes as a whole file. It exists so that the
 * workspace sees entries and values and never a path. It must not know what an entry means.
 */
import { join } from 'node:path';
import { VIEW_BYTES_MAX, readViewFile } from './document-migration.ts';
import type { DocumentManifest } from '../../shared/document/document-manifest.ts';
import { assert } from '../../shared/kernel/assert.ts';
import type { JsonValue } from '../../shared/kernel/canonical-json.ts';
import { OK, err, ok } from '../../shared/kernel/result.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { readFileFully, writeFileAtomically } from './atomic-file.ts';
import { digestOf } from './checked-line.ts';
import type { DocumentLock } from './document-lock.ts';
import { documentNameOf } from './document-layout.ts';
import { FileFault, faultError, isMissing, isNameTaken } from './file-layer.ts';
import type { PersistenceEnvironment } from './file-layer.ts';
import type { JournalEntry } from './journal-format.ts';
import type { Journal } from './journal.ts';
import { readJson, toBytes } from './json-text.ts';
import type { JsonObject } from './json-text.ts';
import type { KeyframeInfo, KeyframePosition, KeyframeStore } from './keyframe-store.ts';
import { checkManifest, damaged, unreadable, writeManifest } from './manifest-file.ts';

/** File writes of one document (other than the journal's) that may wait for their turn. */
const WRITES_WAITING_MAX = 100;
const BLOB_BYTES_MAX = 1024 * 1024 * 1024;

/** The fields that the workspace changes during the life of a document. */
export interface ManifestChange {
  readonly title?: string;
  readonly behaviourVersion?: number;
  readonly catalogueId?: string;
  readonly head?: JsonValue;
  readonly branches?: JsonValue;
}

export interface OpenDocument<E extends JournalEntry> {
  readonly path: string;
  /** The folder's name without its ending. */
  readonly name: string;
  readonly access: 'write' | 'read';
  readonly manifest: DocumentManifest;
  /** Exactly the text that was handed to createDocument. */
  readonly startScenarioText: string;
  /** What the journal held when the document was opened, in order; later ones are not added. */
  readonly entries: readonly E[];
  /** What was found, mended or passed over at opening, for people; never silent. */
  readonly notices: readonly AppError[];
  /** The last entry known to be on the disk. */
  readonly durableSeq: number;
  /** Resolves when the entry is durable; see Journal.append. Also `document.readOnly`. */
  append(entry: E): Promise<Result<undefined>>;
  /** Newest first. */
  keyframes(): readonly KeyframeInfo[];
  /** `entrySeq` must be durable. Refusals: `document.writeFailed`, `.readOnly`, `.closed`. */
  writeKeyframe(at: KeyframePosition & { bytes: Uint8Array }): Promise<Result<KeyframeInfo>>;
  /** Refuses with `keyframe.damaged`; the keyframe is then gone from the list: try the next. */
  readKeyframe(keyframe: KeyframeInfo): Promise<Result<Uint8Array>>;
  removeKeyframe(keyframe: KeyframeInfo): Promise<Result<undefined>>;
  /** Map positions and the like; `undefined` when none was ever written. */
  readView(): Promise<Result<JsonValue | undefined>>;
  writeView(view: JsonValue): Promise<Result<undefined>>;
  /** All of the change or none of it is there after a crash. */
  updateManifest(change: ManifestChange): Promise<Result<undefined>>;
  /** Stores bytes under their SHA-256, which is returned; storing them twice is one blob. */
  writeBlob(bytes: Uint8Array): Promise<Result<string>>;
  readBlob(digest: string): Promise<Result<Uint8Array>>;
  /** Waits for everything under way, then gives the lock back. Closing twice is no fault. */
  close(): Promise<void>;
}

/** What opening put together. */
export interface DocumentContent<E extends JournalEntry> {
  readonly environment: PersistenceEnvironment;
  readonly path: string;
  readonly manifest: DocumentManifest;
  readonly fields: JsonObject;
  readonly startScenarioText: string;
  /** The view of a document that was migrated in memory only. */
  readonly migratedView?: { readonly value: JsonValue | undefined };
  readonly entries: readonly E[];
  readonly notices: readonly AppError[];
  readonly keyframes: KeyframeStore;
  /** Both are there when the document is open for writing. */
  readonly writing: { readonly journal: Journal<E>; readonly lock: DocumentLock } | undefined;
}

/** The open document over its content. */
export function createOpenDocument<E extends JournalEntry>(
  content: DocumentContent<E>,
): OpenDocument<E> {
  return new FileDocument(content);
}

class FileDocument<E extends JournalEntry> implements OpenDocument<E> {
  readonly #content: DocumentContent<E>;
  #manifest: DocumentManifest;
  #fields: JsonObject;
  #isClosed = false;
  /** File writes happen one after the other, so that the last one asked for stays. */
  #writes: Promise<unknown> = Promise.resolve();
  #writesWaiting = 0;

  constructor(content: DocumentContent<E>) {
    this.#content = content;
    this.#manifest = content.manifest;
    this.#fields = content.fields;
  }

  get path(): string {
    return this.#content.path;
  }

  get name(): string {
    return documentNameOf(this.#content.path);
  }

  get access(): 'write' | 'read' {
    return this.#content.writing === undefined ? 'read' : 'write';
  }

  get manifest(): DocumentManifest {
    return this.#manifest;
  }

  get startScenarioText(): string {
    return this.#content.startScenarioText;
  }

  get entries(): readonly E[] {
    return this.#content.entries;
  }

  get notices(): readonly AppError[] {
    return this.#content.notices;
  }

  get durableSeq(): number {
    return this.#content.writing?.journal.durableSeq ?? this.#content.entries.length;
  }

  append(entry: E): Promise<Result<undefined>> {
    const refusal = this.#refusal();
    if (refusal !== undefined) return Promise.resolve(err(refusal));
    const { writing } = this.#content;
    assert(writing !== undefined, 'A document that can be written has a journal');
    return writing.journal.append(entry);
  }

  keyframes(): readonly KeyframeInfo[] {
    return this.#content.keyframes.list;
  }

  writeKeyframe(at: KeyframePosition & { bytes: Uint8Array }): Promise<Result<KeyframeInfo>> {
    return this.#write(() => this.#content.keyframes.write(at));
  }

  readKeyframe(keyframe: KeyframeInfo): Promise<Result<Uint8Array>> {
    return this.#content.keyframes.read(keyframe);
  }

  removeKeyframe(keyframe: KeyframeInfo): Promise<Result<undefined>> {
    return this.#write(() => this.#content.keyframes.remove(keyframe));
  }

  async readView(): Promise<Result<JsonValue | undefined>> {
    const { migratedView, environment } = this.#content;
    if (migratedView !== undefined) return ok(migratedView.value);
    await this.#writes;
    const path = join(this.path, this.#manifest.parts.view);
    return await this.#reading('The view could not be read', () =>
      readViewFile(environment.files, path),
    );
  }

  writeView(view: JsonValue): Promise<Result<undefined>> {
    const bytes = toBytes(`${JSON.stringify(view)}\n`);
    if (bytes.length > VIEW_BYTES_MAX || !readJson(bytes).ok) {
      return Promise.resolve(err(viewTooLarge(bytes.length)));
    }
    return this.#write(async () => {
      await this.#replace(join(this.path, this.#manifest.parts.view), bytes);
      return OK;
    });
  }

  updateManifest(change: ManifestChange): Promise<Result<undefined>> {
    return this.#write(async () => {
      const fields: JsonObject = { ...this.#fields, ...change };
      const checked = checkManifest(this.path, fields);
      assert(checked.ok, 'A manifest changes into another valid manifest');
      await writeManifest(this.#content.environment, { path: this.path, fields });
      this.#fields = fields;
      this.#manifest = checked.value;
      return OK;
    });
  }

  writeBlob(bytes: Uint8Array): Promise<Result<string>> {
    assert(bytes.length <= BLOB_BYTES_MAX, 'A blob is larger than BLOB_BYTES_MAX');
    const digest = digestOf(bytes);
    return this.#write(async () => {
      const { files } = this.#content.environment;
      const folder = join(this.path, this.#manifest.parts.blobs);
      const path = join(folder, digest);
      await makeFolderOnce(this.#content.environment, folder);
      if ((await files.status(path)) === undefined) await this.#replace(path, bytes);
      return ok(digest);
    });
  }

  readBlob(digest: string): Promise<Result<Uint8Array>> {
    return this.#reading('The blob could not be read', async () => {
      const part = `${this.#manifest.parts.blobs}/${digest}`;
      const spoilt = { path: this.path, part };
      const isDigest = /^[0-9a-f]{64}$/.test(digest);
      if (!isDigest) return err(damaged({ ...spoilt, reason: 'this names no blob' }));
      const path = join(this.path, this.#manifest.parts.blobs, digest);
      const { files } = this.#content.environment;
      try {
        const bytes = await readFileFully(files, { path, limitBytes: BLOB_BYTES_MAX });
        if (digestOf(bytes) === digest) return ok(bytes);
        return err(damaged({ ...spoilt, reason: 'its content does not fit its name' }));
      } catch (thrown) {
        if (isMissing(thrown)) return err(damaged({ ...spoilt, reason: 'the file is missing' }));
        throw thrown;
      }
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#writes;
    const { writing } = this.#content;
    if (writing === undefined) return;
    await writing.journal.close();
    await writing.lock.release();
  }

  #refusal(): AppError | undefined {
    if (this.#isClosed) return CLOSED;
    return this.#content.writing === undefined ? READ_ONLY : undefined;
  }

  /** Queues one file write; what the disk refuses becomes `document.writeFailed`. */
  async #write<T>(act: () => Promise<Result<T>>): Promise<Result<T>> {
    const refusal = this.#refusal();
    if (refusal !== undefined) return err(refusal);
    if (this.#writesWaiting >= WRITES_WAITING_MAX) return err(BUSY);
    this.#writesWaiting += 1;
    const done = this.#writes.then(act);
    this.#writes = done.catch(() => undefined);
    try {
      return await done;
    } catch (thrown) {
      if (!(thrown instanceof FileFault)) throw thrown;
      const what = 'The document could not be saved';
      return err(faultError(thrown, { code: 'document.writeFailed', what }));
    } finally {
      this.#writesWaiting -= 1;
    }
  }

  async #reading<T>(what: string, act: () => Promise<Result<T>>): Promise<Result<T>> {
    if (this.#isClosed) return err(CLOSED);
    try {
      return await act();
    } catch (thrown) {
      if (!(thrown instanceof FileFault)) throw thrown;
      return err(unreadable(thrown, what));
    }
  }

  async #replace(path: string, bytes: Uint8Array): Promise<void> {
    const { environment } = this.#content;
    await writeFileAtomically(environment.files, { path, bytes, uniqueId: environment.newId() });
  }
}

async function makeFolderOnce(environment: PersistenceEnvironment, path: string): Promise<void> {
  try {
    await environment.files.makeFolder(path);
  } catch (thrown) {
    if (!isNameTaken(thrown)) throw thrown;
  }
}

const CLOSED: AppError = {
  code: 'document.closed',
  message: 'The document is closed.',
  hint: 'Open it again.',
};

const READ_ONLY: AppError = {
  code: 'document.readOnly',
  message: 'The document was opened for reading only, so nothing can be changed in it.',
  hint: 'Save a copy and work there, or open it for writing once nobody else does.',
};

const BUSY: AppError = {
  code: 'document.busy',
  message: `${WRITES_WAITING_MAX} writes wait for the disk; no more are taken until it caught up.`,
  hint: 'Wait a moment and try again.',
  retryable: true,
};

function viewTooLarge(bytes: number): AppError {
  return {
    code: 'document.viewTooLarge',
    message: `The view has ${bytes} bytes or nests too deeply; the limit is ${VIEW_BYTES_MAX}.`,
    hint: 'Store less of what is shown.',
    details: { bytes, limitBytes: VIEW_BYTES_MAX },
  };
}
