/**
 * A lab or a key wherever it lies: a folder with its files, or the one file that people exchange.
 * Whoever asks need not know which; a hash over a lab is the same for both.
 */
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { actionsSchema, type LabActions } from '../../shared/lab/actions-schema.ts';
import { keySchema, type LabKey } from '../../shared/lab/key-schema.ts';
import { ARCHIVE_LIMITS, readArchive } from './archive-read.ts';
import { archiveStray } from './archive-refusals.ts';
import { readBoundedBytes, readBoundedText } from './bounded-text.ts';
import { labFromFiles, loadLab, parseFile, type LoadedLab } from './lab-files.ts';

/** What the archive of a lab is called, and that of a key. */
export const LAB_ARCHIVE_EXTENSION = '.racklab-lab';
export const KEY_ARCHIVE_EXTENSION = '.racklab-key';

const KEY_FILE = 'key.json';
const KEY_FILE_BYTES_MAX = 8 * 1_024 * 1_024;
/** Labs of one folder at most. */
const LABS_MAX = 200;
const ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** How an archive begins. */
const ARCHIVE_BEGIN = 'PK';

/** A key with the written attempts it names. */
export interface OpenedKey {
  readonly key: LabKey;
  /** By their path beside the key. */
  readonly actions: ReadonlyMap<string, LabActions>;
  /** Every file of it, by its path. */
  readonly files: ReadonlyMap<string, string>;
}

/** Reads a lab from its folder or its archive. Refuses as archives and labs do. */
export async function openLab(path: string): Promise<Result<LoadedLab>> {
  if (await isFolder(path)) return loadLab(path);
  const bytes = await readBoundedBytes(path, ARCHIVE_LIMITS.bytesMax);
  return bytes.ok ? labFromArchive(bytes.value) : bytes;
}

/** Every lab that can be read in a folder of labs, in order of their ids. */
export async function openShippedLabs(folder: string): Promise<LoadedLab[]> {
  const found: LoadedLab[] = [];
  for (const id of await labIdsIn(folder)) {
    const loaded = await loadLab(join(folder, id));
    if (loaded.ok && loaded.value.lab.id === id) found.push(loaded.value);
  }
  return found;
}

/** Ids of the labs in a folder of labs, in order; none where it cannot be read. */
export async function labIdsIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => ID_PATTERN.test(name))
      .toSorted(compareCodeUnits)
      .slice(0, LABS_MAX);
  } catch {
    return [];
  }
}

/** Reads a lab out of an archive. Refuses as archives and labs do, and what a lab does not name. */
export async function labFromArchive(bytes: Uint8Array): Promise<Result<LoadedLab>> {
  const files = await readArchive(bytes);
  if (!files.ok) return files;
  const loaded = await labFromFiles(files.value);
  if (!loaded.ok) return loaded;
  const stray = [...files.value.keys()].find((name) => !loaded.value.files.has(name));
  return stray === undefined ? loaded : err(archiveStray(stray));
}

/** Reads a key from its file, its folder or its archive. Refuses as archives and keys do. */
export async function openKey(path: string): Promise<Result<OpenedKey>> {
  if (await isFolder(path)) return keyIn(path, KEY_FILE);
  const bytes = await readBoundedBytes(path, ARCHIVE_LIMITS.bytesMax);
  if (!bytes.ok) return bytes;
  const begin = new TextDecoder('latin1').decode(bytes.value.subarray(0, ARCHIVE_BEGIN.length));
  if (begin !== ARCHIVE_BEGIN) return keyIn(dirname(path), basename(path));
  const files = await readArchive(bytes.value);
  if (!files.ok) return files;
  const opened = await readKey(KEY_FILE, (name) => Promise.resolve(textOf(files.value, name)));
  if (!opened.ok) return opened;
  const stray = [...files.value.keys()].find((name) => !opened.value.files.has(name));
  return stray === undefined ? opened : err(archiveStray(stray));
}

function keyIn(folder: string, file: string): Promise<Result<OpenedKey>> {
  return readKey(file, (name) => readBoundedText(join(folder, name), KEY_FILE_BYTES_MAX));
}

async function readKey(
  file: string,
  read: (name: string) => Promise<Result<string>>,
): Promise<Result<OpenedKey>> {
  const text = await read(file);
  if (!text.ok) return text;
  const key = parseFile(text.value, { schema: keySchema, what: 'key' });
  if (!key.ok) return key;
  const files = new Map([[KEY_FILE, text.value]]);
  const actions = new Map<string, LabActions>();
  for (const { actions: name } of [...key.value.references, ...key.value.nearMisses]) {
    const written = await read(name);
    if (!written.ok) return written;
    const steps = parseFile(written.value, { schema: actionsSchema, what: 'list of steps' });
    if (!steps.ok) return steps;
    files.set(name, written.value);
    actions.set(name, steps.value);
  }
  return ok({ key: key.value, actions, files });
}

function textOf(files: ReadonlyMap<string, string>, name: string): Result<string> {
  const text = files.get(name);
  return text === undefined
    ? err({
        code: 'lab.unreadable',
        message: `${name} cannot be read: the archive does not hold it.`,
        hint: 'Ask for the archive as "racklab lab pack" makes it.',
        details: { path: name, why: 'the archive does not hold it' },
      })
    : ok(text);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch {
    // What is not there is said by whoever reads it.
    return false;
  }
}
