/**
 * Single files that a host reads and writes for itself: what a dialog chose, and small settings.
 *
 * Writing is atomic and reading is bounded, by the same means that documents are kept with; faults
 * of the disk become refusals. It must not know what the texts mean.
 */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ipcError } from '../../shared/contract/ipc-error.ts';
import { err, ok, OK, type Result } from '../../shared/kernel/result.ts';
import { readFileFully, writeFileAtomically } from '../persistence/atomic-file.ts';
import { createNodeFileLayer } from '../persistence/node-file-layer.ts';

const files = createNodeFileLayer();

/** A whole text file. Refuses with `file.unreadable`, also when it is larger than `limitBytes`. */
export async function readTextFile(path: string, limitBytes: number): Promise<Result<string>> {
  try {
    const bytes = await readFileFully(files, { path, limitBytes });
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : 'unknown';
    return err(
      ipcError('file.unreadable', {
        message: `${path} could not be read: ${reason}.`,
        details: { path, limitBytes },
      }),
    );
  }
}

/** Replaces a file; its folder is made if it is missing. Refuses with `file.unwritable`. */
export async function writeTextFile(path: string, text: string): Promise<Result<undefined>> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const bytes = new TextEncoder().encode(text);
    await writeFileAtomically(files, { path, bytes, uniqueId: randomUUID() });
    return OK;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : 'unknown';
    return err(
      ipcError('file.unwritable', {
        message: `${path} could not be written: ${reason}.`,
        details: { path },
      }),
    );
  }
}
