/**
 * The labs a trainer writes, as files: a folder for each lab and beside them the keys, in the very
 * layout in which labs are shipped, so that the command line proves and marks them where they lie.
 *
 * A file is written whole, old or new and never between, and is on the disk when it is
 * acknowledged. What stands in the files this does not know.
 */
import { lstat, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import { err, ok, OK, type AppError, type Result } from '../../shared/kernel/result.ts';
import {
  DRAFT_FILES_MAX,
  draftPathSchema,
  type DraftChange,
} from '../../shared/lab/author-view.ts';
import { KEY_FOLDER } from '../../shared/lab/lab-finding.ts';
import { readBoundedText } from '../lab/bounded-text.ts';
import { sha256 } from '../lab/lab-files.ts';
import { writeFileAtomically } from '../persistence/atomic-file.ts';
import type { PersistenceEnvironment } from '../persistence/file-layer.ts';

/** Where keys stand beside the labs. */
const KEYS = '_keys';
/** Where labs lie that were taken off the list, each in a folder with its two parts. */
const REMOVED = '_removed';
const LAB_PART = 'lab';
const KEY_PART = 'key';
const FILE_BYTES_MAX = 8 * 1_024 * 1_024;
/** Folders below that of a lab. */
const DEPTH_MAX = 3;
const LABS_MAX = 200;
const ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Texts by their path in the lab. */
export type DraftFiles = ReadonlyMap<string, string>;

export class DraftFolder {
  readonly #folder: string;
  readonly #environment: PersistenceEnvironment;

  constructor(at: { readonly folder: string; readonly environment: PersistenceEnvironment }) {
    this.#folder = at.folder;
    this.#environment = at.environment;
  }

  /** Names of the labs there are, in order. A folder that does not exist has none. */
  async list(): Promise<string[]> {
    try {
      const entries = await readdir(this.#folder, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isDirectory() && ID_PATTERN.test(entry.name))
        .map(({ name }) => name)
        .toSorted(compareCodeUnits)
        .slice(0, LABS_MAX);
    } catch {
      return [];
    }
  }

  /** When the lab file was written last, in milliseconds; 0 when it cannot be told. */
  async modifiedMs(lab: string): Promise<number> {
    try {
      return (await lstat(join(this.#folder, lab, 'lab.json'))).mtimeMs;
    } catch {
      return 0;
    }
  }

  /** All texts of a lab and its key. Refuses with `lab.notFound` and `lab.unreadable`. */
  async read(lab: string): Promise<Result<DraftFiles>> {
    const known = await this.list();
    if (!known.includes(lab)) return err(notFound(lab, known.length));
    const files = new Map<string, string>();
    for (const prefix of ['', `${KEY_FOLDER}/`]) {
      const root = this.#pathOf(lab, prefix);
      for (const path of await filesUnder(root)) {
        if (files.size >= DRAFT_FILES_MAX) break;
        const text = await readBoundedText(join(root, path), FILE_BYTES_MAX);
        if (!text.ok) return text;
        files.set(`${prefix}${path}`, text.value);
      }
    }
    return ok(files);
  }

  /**
   * Writes files one after the other. Refuses with `author.changed` when one is not what it was
   * (nothing is written then), and with `author.writeFailed`.
   */
  async write(lab: string, changes: readonly DraftChange[]): Promise<Result<undefined>> {
    for (const { path, before } of changes) {
      if (before === undefined) continue;
      const found = await readBoundedText(this.#pathOf(lab, path), FILE_BYTES_MAX);
      if (found.ok && sha256(found.value) !== before) return err(changed(path));
    }
    for (const { path, text } of changes) {
      const written = await this.#writeOne(this.#pathOf(lab, path), text);
      if (!written.ok) return written;
    }
    return OK;
  }

  /** Removes a file; one that is not there is no fault. */
  async remove(lab: string, path: string): Promise<Result<undefined>> {
    const full = this.#pathOf(lab, path);
    try {
      await this.#environment.files.removeFile(full);
      await this.#environment.files.syncFolder(dirname(full));
      return OK;
    } catch (thrown) {
      return (await isThere(full)) ? err(writeFailed(path, thrown)) : OK;
    }
  }

  /**
   * Puts a whole lab aside, with its key, and says where: nothing is lost. Refuses with
   * `lab.notFound` and `author.writeFailed`.
   */
  async discard(lab: string): Promise<Result<string>> {
    const known = await this.list();
    if (!known.includes(lab)) return err(notFound(lab, known.length));
    const kept = this.#environment.newId();
    const moved = await this.#moveWhole(lab, { kept, isBack: false });
    return moved.ok ? ok(kept) : moved;
  }

  /**
   * Brings back a lab that was put aside. Refuses with `lab.idTaken`, `lab.notFound` and
   * `author.writeFailed`.
   */
  async restore(lab: string, kept: string): Promise<Result<undefined>> {
    const known = await this.list();
    if (known.includes(lab)) return err(idTaken(lab));
    if (!(await isThere(join(this.#folder, REMOVED, kept, LAB_PART)))) {
      return err(notFound(lab, known.length));
    }
    return this.#moveWhole(lab, { kept, isBack: true });
  }

  /** The folder of the lab last when it comes back: until then it is not there at all. */
  async #moveWhole(
    lab: string,
    how: { readonly kept: string; readonly isBack: boolean },
  ): Promise<Result<undefined>> {
    const aside = join(this.#folder, REMOVED, how.kept);
    const parts = [
      { here: join(this.#folder, lab), there: join(aside, LAB_PART) },
      { here: join(this.#folder, KEYS, lab), there: join(aside, KEY_PART) },
    ];
    try {
      await mkdir(how.isBack ? join(this.#folder, KEYS) : aside, { recursive: true });
      for (const { here, there } of how.isBack ? parts.toReversed() : parts) {
        const [from, to] = how.isBack ? [there, here] : [here, there];
        if (!(await isThere(from))) continue;
        await this.#environment.files.rename({ from, to });
      }
      await this.#environment.files.syncFolder(this.#folder);
      return OK;
    } catch (thrown) {
      return err(writeFailed(lab, thrown));
    }
  }

  async #writeOne(path: string, text: string): Promise<Result<undefined>> {
    const { files } = this.#environment;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFileAtomically(files, {
        path,
        bytes: new TextEncoder().encode(text),
        uniqueId: this.#environment.newId(),
      });
      return OK;
    } catch (thrown) {
      return err(writeFailed(path, thrown));
    }
  }

  #pathOf(lab: string, path: string): string {
    const isKey = path.startsWith(`${KEY_FOLDER}/`);
    return isKey
      ? join(this.#folder, KEYS, lab, path.slice(KEY_FOLDER.length + 1))
      : join(this.#folder, lab, path);
  }
}

/** Files below a folder that a lab can have, by their path from there, in order. */
async function filesUnder(root: string, under = '', depth = 0): Promise<string[]> {
  if (depth > DEPTH_MAX) return [];
  let entries;
  try {
    entries = await readdir(join(root, under), { withFileTypes: true });
  } catch {
    return [];
  }
  const found: string[] = [];
  for (const entry of entries.toSorted((a, b) => compareCodeUnits(a.name, b.name))) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesUnder(root, path, depth + 1)));
    else if (entry.isFile() && draftPathSchema.safeParse(path).success) found.push(path);
  }
  return found;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}

function notFound(lab: string, count: number): AppError {
  return {
    code: 'lab.notFound',
    message: `There is no lab "${lab}"; there are ${count}.`,
    hint: 'Choose one from the list.',
    details: { lab },
  };
}

function idTaken(lab: string): AppError {
  return {
    code: 'lab.idTaken',
    message: `There is another lab "${lab}" by now.`,
    hint: 'Remove or rename that one first.',
    details: { lab },
  };
}

function changed(path: string): AppError {
  return {
    code: 'author.changed',
    message: `${path} was changed by another hand since it was read here.`,
    hint: 'Read it again; what you wrote is still in the editor.',
    details: { file: path },
  };
}

function writeFailed(path: string, thrown: unknown): AppError {
  const reason = thrown instanceof Error ? thrown.message : 'unknown';
  return {
    code: 'author.writeFailed',
    message: `${path} could not be written: ${reason}.`,
    hint: 'Check the free space and the permissions of the folder, and try again.',
    details: { file: path, reason },
  };
}
