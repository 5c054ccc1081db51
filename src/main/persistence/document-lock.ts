/**
 * The lock that lets one process write a document. It lies in the document as numbered folders,
 * `lock/000007/holder.json`; the highest number is the valid one and belongs to its holder until
 * that one releases it or is proved dead. Taking over means publishing the next number by renaming
 * a finished folder, which the file system grants to one process only; the highest number is never
 * deleted, so two processes that found the same stale lock cannot both win. Knows no document.
 */
import { join } from 'node:path';
import { assert } from '../../shared/kernel/assert.ts';
import { err, ok } from '../../shared/kernel/result.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import { readFileFully, removeTree, renameWithRetry } from './atomic-file.ts';
import { FileFault, faultError, isMissing, isNameTaken } from './file-layer.ts';
import type { PersistenceEnvironment, ProcessIdentity } from './file-layer.ts';
import type { JsonObject } from './json-text.ts';
import { isJsonObject, readJson, toBytes } from './json-text.ts';

/** Older numbers stay this long, so that a slow listing of another process still meets one that
 * is higher than what it believes to be free. */
const GENERATIONS_KEPT = 8;
/** Each try ends in a lock, a live holder, or somebody else having been faster. */
const TRIES_MAX = 50;
const HOLDER_BYTES_MAX = 16 * 1024;
const PREPARED_PREFIX = 'new-';
const HOLDER_FILE = 'holder.json';
const GENERATION_NAME = /^\d{6,15}$/;
const FORMAT = 'racklab.lock';

/** Who holds a lock. */
export interface LockHolder {
  readonly identity: ProcessIdentity;
  /** ISO 8601, by the holder's clock. */
  readonly since: string;
  /** Chosen anew for each lock taken. */
  readonly nonce: string;
}

interface LockState {
  readonly generation: number;
  /** `undefined` when nobody holds it: released, never taken, or unreadable after a power cut. */
  readonly holder: LockHolder | undefined;
}

export interface DocumentLock {
  readonly generation: number;
  /** Who held it before and was found dead; `undefined` when it was free. */
  readonly takenOverFrom: LockHolder | undefined;
  /** Gives the lock back. Releasing twice is no fault; a disk that refuses is ignored, because the
   * lock of a process that ended is found stale anyway. */
  release(): Promise<void>;
  /** Follows a document whose folder was renamed. */
  moveTo(folder: string): void;
}

export interface LockRequest {
  readonly environment: PersistenceEnvironment;
  /** The lock folder; made when missing. */
  readonly folder: string;
  /** Take the lock of this generation although its holder may live: a person said so. */
  readonly breakGeneration?: number;
}

/**
 * Takes the lock. Refuses with `document.locked` (details: pid, hostName, since, generation) while
 * the holder lives or cannot be proved dead, and with `document.writeFailed` when the disk refuses.
 */
export async function acquireLock(request: LockRequest): Promise<Result<DocumentLock>> {
  const { environment, folder } = request;
  try {
    await makeFolderOnce(environment, folder);
    for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
      const state = await readLock(environment, folder);
      const held = await refusalFor(request, state);
      if (held !== undefined) return err(held);
      const generation = state.generation + 1;
      const nonce = environment.newId();
      if (!(await publish(request, { generation, nonce }))) continue;
      const after = await readLock(environment, folder);
      if (after.generation === generation && after.holder?.nonce === nonce) {
        const lock = createLock({ environment, folder, generation, before: state.holder, nonce });
        await clearLeftovers(request, generation);
        return ok(lock);
      }
      // This number had been used and cleared away while we were slow; the valid one is higher.
      await clearTree(environment, generationPath(folder, generation));
    }
    return err(contended());
  } catch (thrown) {
    if (!(thrown instanceof FileFault)) throw thrown;
    const what = 'The document could not be locked for writing';
    return err(faultError(thrown, { code: 'document.writeFailed', what }));
  }
}

export interface LockView {
  /** False until somebody has taken it for the first time. */
  readonly wasTaken: boolean;
  /** Who holds it and is not proved dead. */
  readonly holder: LockHolder | undefined;
}

/** Looks at a lock without taking it. Throws FileFault. */
export async function lookAtLock(request: LockRequest): Promise<LockView> {
  const { environment, folder } = request;
  const state = await readLock(environment, folder);
  const held = await refusalFor(request, state);
  return { wasTaken: state.generation > 0, holder: held === undefined ? undefined : state.holder };
}

async function makeFolderOnce(environment: PersistenceEnvironment, folder: string): Promise<void> {
  try {
    await environment.files.makeFolder(folder);
  } catch (thrown) {
    if (!isNameTaken(thrown)) throw thrown;
  }
}

function generationPath(folder: string, generation: number): string {
  return join(folder, String(generation).padStart(6, '0'));
}

async function readLock(environment: PersistenceEnvironment, folder: string): Promise<LockState> {
  const generation = Math.max(0, ...(await listGenerations(environment, folder)));
  if (generation === 0) return { generation, holder: undefined };
  const path = join(generationPath(folder, generation), HOLDER_FILE);
  try {
    const limitBytes = HOLDER_BYTES_MAX;
    const bytes = await readFileFully(environment.files, { path, limitBytes });
    return { generation, holder: parseHolder(bytes) };
  } catch (thrown) {
    // The folder was published with this file in it. Without it, a power cut ended everybody.
    if (isMissing(thrown)) return { generation, holder: undefined };
    throw thrown;
  }
}

async function listGenerations(
  environment: PersistenceEnvironment,
  folder: string,
): Promise<number[]> {
  try {
    const entries = await environment.files.list(folder);
    return entries.filter((entry) => GENERATION_NAME.test(entry.name)).map((e) => Number(e.name));
  } catch (thrown) {
    if (isMissing(thrown)) return [];
    throw thrown;
  }
}

async function refusalFor(request: LockRequest, state: LockState): Promise<AppError | undefined> {
  const { holder, generation } = state;
  if (holder === undefined || generation === request.breakGeneration) return undefined;
  const { self } = request.environment.processes;
  const { identity } = holder;
  const isOwnSession =
    identity.pid === self.pid &&
    identity.startedToken === self.startedToken &&
    identity.bootId === self.bootId &&
    identity.hostName === self.hostName &&
    identity.session === self.session &&
    !request.environment.heldLocks.has(holder.nonce);
  if (isOwnSession) return undefined;
  const life = await request.environment.processes.isAlive(identity);
  return life === 'dead'
    ? undefined
    : lockedError({ holder, generation, isSure: life === 'alive' });
}

function lockedError(lock: { holder: LockHolder; generation: number; isSure: boolean }): AppError {
  const { holder, generation, isSure } = lock;
  const { pid, hostName } = holder.identity;
  return {
    code: 'document.locked',
    message:
      `Another Racklab has this document open for writing: process ${pid} on ${hostName},` +
      ` since ${holder.since}.`,
    hint: isSure
      ? 'Close it there, or open it here for reading only.'
      : 'Close it there, or open it here for reading only. If it is gone, break the lock.',
    details: { pid, hostName, since: holder.since, generation, holderIsAlive: isSure },
    retryable: true,
  };
}

function contended(): AppError {
  return {
    code: 'document.locked',
    message: `Other programs took the lock of this document ${TRIES_MAX} times in a row.`,
    hint: 'Wait a moment and try again, or open it for reading only.',
    retryable: true,
  };
}

/** Makes a finished lock folder appear under its number, or says that somebody else was faster. */
async function publish(
  request: LockRequest,
  as: { generation: number; nonce: string },
): Promise<boolean> {
  const { environment, folder } = request;
  const prepared = join(folder, `${PREPARED_PREFIX}${as.nonce}`);
  const holder: LockHolder = {
    identity: environment.processes.self,
    since: new Date(environment.nowMs()).toISOString(),
    nonce: as.nonce,
  };
  try {
    await environment.files.makeFolder(prepared);
    await writeHolder(environment, { folder: prepared, text: printHolder(holder) });
    await renameFolder(environment, { from: prepared, to: generationPath(folder, as.generation) });
    return true;
  } catch (thrown) {
    await clearTree(environment, prepared);
    // Missing: a new holder tidied up before we were done; the next look finds that holder.
    if (isNameTaken(thrown) || isMissing(thrown)) return false;
    throw thrown;
  }
}

/** Windows answers EPERM where others say that the name is taken. */
async function renameFolder(
  environment: PersistenceEnvironment,
  names: { from: string; to: string },
): Promise<void> {
  try {
    await environment.files.rename(names);
  } catch (thrown) {
    if (!(thrown instanceof FileFault) || isNameTaken(thrown)) throw thrown;
    if ((await environment.files.status(names.to)) !== undefined) {
      const reason = 'the name is already taken';
      throw new FileFault({ code: 'EEXIST', operation: 'rename', path: names.to, reason });
    }
    await renameWithRetry(environment.files, names);
  }
}

async function writeHolder(
  environment: PersistenceEnvironment,
  target: { folder: string; text: string },
): Promise<void> {
  const path = join(target.folder, HOLDER_FILE);
  const file = await environment.files.open({ path, mode: 'createNew' });
  try {
    // Not synced: after a power cut no holder lives, and an unreadable lock counts as free.
    await file.write({ positionBytes: 0, bytes: toBytes(target.text) });
  } finally {
    await file.close();
  }
}

/** Removes numbers long out of use, and what processes left that died while taking the lock. */
async function clearLeftovers(request: LockRequest, generation: number): Promise<void> {
  const { environment, folder } = request;
  await quietly(async () => {
    for (const entry of await environment.files.list(folder)) {
      const isOld =
        GENERATION_NAME.test(entry.name) && Number(entry.name) <= generation - GENERATIONS_KEPT;
      if (isOld || entry.name.startsWith(PREPARED_PREFIX)) {
        await clearTree(environment, join(folder, entry.name));
      }
    }
  });
}

function clearTree(environment: PersistenceEnvironment, path: string): Promise<void> {
  return quietly(() => removeTree(environment.files, path));
}

/** For tidying: somebody may be clearing the same folder, or still be writing into it; what stays
 * is cleared by a later holder. */
async function quietly(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    if (!(thrown instanceof FileFault)) throw thrown;
  }
}

function createLock(from: {
  environment: PersistenceEnvironment;
  folder: string;
  generation: number;
  nonce: string;
  before: LockHolder | undefined;
}): DocumentLock {
  const { environment, generation, nonce } = from;
  let { folder } = from;
  let isReleased = false;
  environment.heldLocks.add(nonce);
  async function release(): Promise<void> {
    if (isReleased) return;
    isReleased = true;
    environment.heldLocks.delete(nonce);
    await quietly(() => writeReleased(environment, generationPath(folder, generation)));
  }
  function moveTo(moved: string): void {
    assert(!isReleased, 'Only a lock that is held can move');
    folder = moved;
  }
  return { generation, takenOverFrom: from.before, release, moveTo };
}

/** The number stays, marked as free: deleting it would let its number be used twice. */
async function writeReleased(environment: PersistenceEnvironment, folder: string): Promise<void> {
  const { files } = environment;
  const path = join(folder, HOLDER_FILE);
  const beside = join(folder, `released-${environment.newId()}`);
  const file = await files.open({ path: beside, mode: 'createNew' });
  try {
    await file.write({ positionBytes: 0, bytes: toBytes(printHolder(undefined)) });
  } finally {
    await file.close();
  }
  await renameWithRetry(files, { from: beside, to: path });
}

function printHolder(holder: LockHolder | undefined): string {
  const { identity, since, nonce } = holder ?? {};
  const fields = identity === undefined ? { released: true } : { ...identity, since, nonce };
  return `${JSON.stringify({ format: FORMAT, ...fields })}\n`;
}

function parseHolder(bytes: Uint8Array): LockHolder | undefined {
  const reading = readJson(bytes);
  if (!reading.ok || !isJsonObject(reading.value)) return undefined;
  const fields = reading.value;
  const pid = fields['pid'];
  if (fields['format'] !== FORMAT || typeof pid !== 'number' || !Number.isSafeInteger(pid)) {
    return undefined;
  }
  return {
    identity: {
      pid,
      startedToken: textField(fields, 'startedToken'),
      hostName: textField(fields, 'hostName'),
      machineId: textField(fields, 'machineId'),
      bootId: textField(fields, 'bootId'),
      session: textField(fields, 'session'),
    },
    since: textField(fields, 'since'),
    nonce: textField(fields, 'nonce'),
  };
}

function textField(fields: JsonObject, key: string): string {
  const value = fields[key];
  return typeof value === 'string' ? value : '';
}
