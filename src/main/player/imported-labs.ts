/**
 * Labs that somebody sent: the archives they came in, one for each lab, beside the documents. An
 * archive is kept as it came and looked at anew whenever it is read, so nothing is ever believed
 * because it was believed before. Attempts hold their own copy of a lab and never need these.
 */
import { mkdir, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import { err, OK, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { LoadedLab } from '../lab/lab-files.ts';
import { LAB_ARCHIVE_EXTENSION, openLab } from '../lab/open-lab.ts';
import { writeFileAtomically } from '../persistence/atomic-file.ts';
import type { PersistenceEnvironment } from '../persistence/file-layer.ts';

const FOLDER = 'received-labs';
/** Labs kept at most. */
const LABS_MAX = 200;

export class ImportedLabs {
  readonly #folder: string;
  readonly #environment: PersistenceEnvironment;

  constructor(at: {
    readonly documentsRoot: string;
    readonly environment: PersistenceEnvironment;
  }) {
    this.#folder = join(at.documentsRoot, FOLDER);
    this.#environment = at.environment;
  }

  /** All that can be read, in order of their ids. */
  async list(): Promise<LoadedLab[]> {
    const found: LoadedLab[] = [];
    for (const id of await this.#ids()) {
      const loaded = await openLab(this.#pathOf(id));
      if (loaded.ok && loaded.value.lab.id === id) found.push(loaded.value);
    }
    return found;
  }

  /** A lab by its id; undefined when it was never received. Refuses as archives and labs do. */
  async load(id: string): Promise<Result<LoadedLab> | undefined> {
    return (await this.#ids()).includes(id) ? openLab(this.#pathOf(id)) : undefined;
  }

  /**
   * Keeps the archive a lab came in and says whether one of the same id made room for it. Refuses
   * with `lab.tooMany` and `lab.notKept`.
   */
  async add(id: string, bytes: Uint8Array): Promise<Result<boolean>> {
    const known = await this.#ids();
    const replaced = known.includes(id);
    if (!replaced && known.length >= LABS_MAX) return err(tooMany());
    const environment = this.#environment;
    try {
      await mkdir(this.#folder, { recursive: true });
      const uniqueId = environment.newId();
      await writeFileAtomically(environment.files, { path: this.#pathOf(id), bytes, uniqueId });
    } catch (error) {
      return err(notKept(error));
    }
    return ok(replaced);
  }

  /** Takes a lab off the shelf; attempts at it stay. Refuses with `lab.notKept`. */
  async remove(id: string): Promise<Result<undefined>> {
    if (!(await this.#ids()).includes(id)) return OK;
    try {
      await unlink(this.#pathOf(id));
      return OK;
    } catch (error) {
      return err(notKept(error));
    }
  }

  #pathOf(id: string): string {
    return join(this.#folder, `${id}${LAB_ARCHIVE_EXTENSION}`);
  }

  async #ids(): Promise<string[]> {
    try {
      const names = await readdir(this.#folder);
      return names
        .filter((name) => name.endsWith(LAB_ARCHIVE_EXTENSION))
        .map((name) => name.slice(0, -LAB_ARCHIVE_EXTENSION.length))
        .toSorted(compareCodeUnits)
        .slice(0, LABS_MAX);
    } catch {
      return [];
    }
  }
}

function tooMany(): AppError {
  return {
    code: 'lab.tooMany',
    message: `There are ${LABS_MAX} labs of others already, which is as many as are kept.`,
    hint: 'Remove one from the shelf first.',
    details: { max: LABS_MAX },
  };
}

function notKept(error: unknown): AppError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return {
    code: 'lab.notKept',
    message: `The folder of labs could not be changed (${reason}).`,
    hint: 'Check that the disk has room and may be written.',
    details: { reason },
  };
}
