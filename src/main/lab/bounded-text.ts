/**
 * A file as bytes or as text, if it is a plain file, not too large, and for a text UTF-8. Labs and
 * attempts come from strangers: what they name is never taken on trust.
 */
import { lstat, readFile } from 'node:fs/promises';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';

/** Reads at most `bytesMax` bytes of a plain file. Refuses with `lab.unreadable`. */
export async function readBoundedBytes(
  path: string,
  bytesMax: number,
): Promise<Result<Uint8Array>> {
  try {
    const found = await lstat(path);
    if (!found.isFile()) return err(unreadable(path, 'it is no plain file'));
    if (found.size > bytesMax) {
      return err(unreadable(path, `it has ${found.size} bytes and ${bytesMax} are read`));
    }
    return ok(await readFile(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return err(unreadable(path, code === 'ENOENT' ? 'it is not there' : code));
  }
}

/** As `readBoundedBytes`, as text. */
export async function readBoundedText(path: string, bytesMax: number): Promise<Result<string>> {
  const bytes = await readBoundedBytes(path, bytesMax);
  if (!bytes.ok) return bytes;
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value));
  } catch {
    return err(unreadable(path, 'not UTF-8'));
  }
}

function unreadable(path: string, why: string): AppError {
  return {
    code: 'lab.unreadable',
    message: `${path} cannot be read: ${why}.`,
    hint: 'Check the path, and that the file belongs to the lab.',
    details: { path, why },
  };
}
