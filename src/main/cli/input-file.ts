/**
 * Files that a command reads and writes: whole, as text, with every refusal said as a value. It
 * does not know what is in them.
 */
import { lstat, mkdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';

/** No scenario is longer; the parser's own limit is in characters. */
const FILE_BYTES_MAX = 128 * 1_024 * 1_024;

/** Whether a path is a document: a folder. Refuses with cli.fileNotFound. */
export async function isFolder(path: string): Promise<Result<boolean>> {
  try {
    return ok((await stat(path)).isDirectory());
  } catch (error) {
    return err(unreadable(path, error));
  }
}

/**
 * The text of a file. Refuses with cli.fileNotFound, cli.fileUnreadable, cli.fileTooLarge and
 * cli.notText.
 */
export async function readTextFile(path: string): Promise<Result<string>> {
  try {
    const { size } = await stat(path);
    if (size > FILE_BYTES_MAX) return err(tooLarge(path, size));
    const bytes = await readFile(path);
    return decode(path, bytes);
  } catch (error) {
    return err(unreadable(path, error));
  }
}

function decode(path: string, bytes: Uint8Array): Result<string> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return err({
      code: 'cli.notText',
      message: `${path} is not a text in UTF-8.`,
      hint: 'Save it as UTF-8, or check that it is the file you meant.',
      details: { path },
    });
  }
}

function tooLarge(path: string, bytes: number): AppError {
  return {
    code: 'cli.fileTooLarge',
    message: `${path} has ${bytes} bytes; ${FILE_BYTES_MAX} are read at most.`,
    hint: 'Write repetition once ("count", "each"), or split the scenario.',
    details: { path, bytes, bytesMax: FILE_BYTES_MAX },
  };
}

function unreadable(path: string, error: unknown): AppError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (reason === 'ENOENT' || reason === 'ENOTDIR') {
    return {
      code: 'cli.fileNotFound',
      message: `There is no file ${path}.`,
      hint: 'Check the path; it is taken from the folder you are in.',
      details: { path },
    };
  }
  return {
    code: 'cli.fileUnreadable',
    message: `${path} could not be read (${reason}).`,
    hint: 'Check what it is and that you may read it.',
    details: { path, reason },
  };
}

/**
 * Writes a file so that it is there whole or not at all: beside it first, then renamed. A link is
 * followed never, so nothing outside the folder is replaced. Refuses with cli.writeFailed.
 */
export async function writeTextFile(
  path: string,
  content: string | Uint8Array,
): Promise<Result<undefined>> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    await writeFile(temporary, content, { flag: 'wx' });
    await rename(temporary, path);
    return ok(undefined);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return err({
      code: 'cli.writeFailed',
      message: `${path} could not be written (${reason}); what was there is still there.`,
      hint: 'Check that the folder exists, that you may write there, and that the disk has room.',
      details: { path, reason },
    });
  }
}

/** Writes a file below a folder, which is made where it is missing. Refuses as `writeTextFile`. */
export async function writeUnder(
  folder: string,
  { file, text }: { readonly file: string; readonly text: string },
): Promise<Result<undefined>> {
  const target = join(folder, file);
  try {
    await mkdir(dirname(target), { recursive: true });
  } catch {
    // What stands in the way is told by the file that cannot be written.
  }
  return writeTextFile(target, text);
}

/** Whether something is at a path already. */
export async function isTaken(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
