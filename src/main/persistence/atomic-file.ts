/**
 * Whole files that are old or new and never between: written beside the target, synced, renamed
 * over it, and the folder synced. Also the small tools around it: a write loop (one write may take
 * fewer bytes than given), a bounded read, and removal of a tree. It must not know what is written.
 */
import { dirname, join } from 'node:path';
import { assert } from '../../shared/kernel/assert.ts';
import { FileFault, isMissing } from './file-layer.ts';
import type { FileLayer, OpenFile } from './file-layer.ts';

/** Marks a file that is still being written; a name with it is never read, only cleared away. */
const TEMPORARY_MARK = '.writing-';

/** Virus scanners and indexers hold a fresh file for a moment, mostly on Windows. */
const RENAME_TRIES_MAX = 10;
const RENAME_PAUSE_MS = 20;
const RENAME_RETRY_CODES: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Deeper trees are not ours; the limit keeps a removal inside a document. */
const REMOVE_DEPTH_MAX = 8;

/** Writes all of `bytes` at `positionBytes`. */
export async function writeFully(
  file: OpenFile,
  piece: { positionBytes: number; bytes: Uint8Array; path: string },
): Promise<void> {
  let taken = 0;
  while (taken < piece.bytes.length) {
    const written = await file.write({
      positionBytes: piece.positionBytes + taken,
      bytes: piece.bytes.subarray(taken),
    });
    if (written === 0) {
      // A disk that takes nothing and reports nothing would keep this loop running for ever.
      throw new FileFault({
        code: 'EIO',
        operation: 'write',
        path: piece.path,
        reason: 'the write took no bytes',
      });
    }
    taken += written;
  }
}

/** Renames and tries again while another program holds the file; RENAME_TRIES_MAX tries. */
export async function renameWithRetry(
  files: FileLayer,
  names: { from: string; to: string },
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await files.rename(names);
      return;
    } catch (thrown) {
      const held = thrown instanceof FileFault && RENAME_RETRY_CODES.has(thrown.code);
      if (!held || attempt >= RENAME_TRIES_MAX) throw thrown;
    }
    await files.pause(RENAME_PAUSE_MS * attempt);
  }
}

/**
 * Puts `bytes` into `path`: after a crash at any moment the file holds all of the old or all of the
 * new content, and once this returned the new one is durable. `uniqueId` names the temporary file.
 */
export async function writeFileAtomically(
  files: FileLayer,
  target: { path: string; bytes: Uint8Array; uniqueId: string },
): Promise<void> {
  const temporary = `${target.path}${TEMPORARY_MARK}${target.uniqueId}`;
  try {
    await writeNewFile(files, { path: temporary, bytes: target.bytes });
    await renameWithRetry(files, { from: temporary, to: target.path });
  } catch (thrown) {
    await removeQuietly(files, temporary);
    throw thrown;
  }
  await files.syncFolder(dirname(target.path));
}

/** Writes a file that must not exist yet and syncs its content; its name is durable only after the
 * caller synced the folder. */
export async function writeNewFile(
  files: FileLayer,
  target: { path: string; bytes: Uint8Array },
): Promise<void> {
  const file = await files.open({ path: target.path, mode: 'createNew' });
  try {
    await writeFully(file, { positionBytes: 0, bytes: target.bytes, path: target.path });
    await file.syncAll();
  } finally {
    await file.close();
  }
}

/** Clearing up after a failure must not hide the failure itself. */
async function removeQuietly(files: FileLayer, path: string): Promise<void> {
  try {
    await files.removeFile(path);
  } catch (thrown) {
    if (!(thrown instanceof FileFault)) throw thrown;
  }
}

/** The whole content; FileFault EFBIG above `limitBytes`, so that no foreign file fills memory. */
export async function readFileFully(
  files: FileLayer,
  source: { path: string; limitBytes: number },
): Promise<Uint8Array> {
  const file = await files.open({ path: source.path, mode: 'read' });
  try {
    const sizeBytes = await file.sizeBytes();
    if (sizeBytes > source.limitBytes) {
      throw new FileFault({
        code: 'EFBIG',
        operation: 'read',
        path: source.path,
        reason: `it has ${sizeBytes} bytes, the limit is ${source.limitBytes}`,
      });
    }
    return await file.read({ positionBytes: 0, lengthBytes: sizeBytes });
  } finally {
    await file.close();
  }
}

/** True for a name that an interrupted write left behind. */
export function isTemporaryName(name: string): boolean {
  return name.includes(TEMPORARY_MARK);
}

/** Removes what interrupted writes left in one folder. Only its one writer may call this. */
export async function removeTemporaryFiles(files: FileLayer, folder: string): Promise<void> {
  for (const entry of await files.list(folder)) {
    if (entry.kind === 'file' && isTemporaryName(entry.name)) {
      await files.removeFile(join(folder, entry.name));
    }
  }
}

/** Removes a folder with everything in it; what is already gone is no fault. */
export async function removeTree(files: FileLayer, path: string, depth = 0): Promise<void> {
  assert(depth <= REMOVE_DEPTH_MAX, 'A tree to remove is deeper than any document');
  for (const entry of await unlessMissing(files.list(path), [])) {
    const child = join(path, entry.name);
    if (entry.kind === 'folder') await removeTree(files, child, depth + 1);
    else await unlessMissing(files.removeFile(child), undefined);
  }
  await unlessMissing(files.removeFolder(path), undefined);
}

async function unlessMissing<T>(act: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await act;
  } catch (thrown) {
    if (isMissing(thrown)) return otherwise;
    throw thrown;
  }
}
