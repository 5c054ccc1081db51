/**
 * The labs that came with the program: a folder each in `resources/labs`, and beside them the keys
 * of those one can practise alone. A lab is named, never pathed. Nothing here opens a room.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareCodeUnits } from '../../shared/kernel/order.ts';
import { err, type AppError, type Result } from '../../shared/kernel/result.ts';
import { actionsSchema, type LabActions } from '../../shared/lab/actions-schema.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import { LAB_MODES } from '../../shared/lab/lab-schema.ts';
import type { LabEntry } from '../../shared/lab/lab-view.ts';
import { readBoundedText } from '../lab/bounded-text.ts';
import { loadKey, loadLab, parseFile, type LoadedLab } from '../lab/lab-files.ts';

/** Labs shown at most. */
const LABS_MAX = 200;
/** Largest file of steps, in bytes. */
const STEPS_BYTES_MAX = 1_024 * 1_024;
const ID_PATTERN = /^[a-z0-9][a-z0-9-]{0,63}$/;
const KEYS_FOLDER = '_keys';

/** A key with the steps that solve the lab. */
export interface PracticeKey {
  readonly key: LabKey;
  readonly solution: LabActions | undefined;
}

/** The labs of a folder. */
export class LabLibrary {
  readonly #folder: string;

  constructor(resourcesDir: string) {
    this.#folder = join(resourcesDir, 'labs');
  }

  /** All labs that can be read, in order of their ids. */
  async list(): Promise<LoadedLab[]> {
    const found: LoadedLab[] = [];
    for (const id of await this.#ids()) {
      const loaded = await loadLab(join(this.#folder, id));
      if (loaded.ok && loaded.value.lab.id === id) found.push(loaded.value);
    }
    return found;
  }

  /** A lab by its id. Refuses with `lab.notFound`, and as reading it does. */
  async load(id: string): Promise<Result<LoadedLab>> {
    const known = await this.#ids();
    if (!known.includes(id)) return err(notFound(id, known));
    return loadLab(join(this.#folder, id));
  }

  /** What belongs to a lab for practising alone; undefined where its trainer keeps the key. */
  async practiceKey(lab: LoadedLab['lab']): Promise<PracticeKey | undefined> {
    const folder = join(this.#folder, KEYS_FOLDER, lab.id);
    const key = await loadKey(join(folder, 'key.json'));
    if (!key.ok || key.value.lab !== lab.id || key.value.revision !== lab.revision) {
      return undefined;
    }
    const path = key.value.references[0]?.actions;
    const text =
      path === undefined ? undefined : await readBoundedText(join(folder, path), STEPS_BYTES_MAX);
    const steps =
      text?.ok === true
        ? parseFile(text.value, { schema: actionsSchema, what: 'list of steps' })
        : undefined;
    return { key: key.value, solution: steps?.ok === true ? steps.value : undefined };
  }

  async #ids(): Promise<string[]> {
    try {
      const names = await readdir(this.#folder);
      return names
        .filter((name) => ID_PATTERN.test(name))
        .toSorted(compareCodeUnits)
        .slice(0, LABS_MAX);
    } catch {
      return [];
    }
  }
}

/** A lab as the list shows it. */
export function entryOf({ lab }: LoadedLab, progress: LabEntry['progress'] | undefined): LabEntry {
  return {
    id: lab.id,
    revision: lab.revision,
    title: lab.title,
    summary: lab.summary,
    objectives: lab.objectives.map(({ text }) => text),
    prerequisites: [...(lab.prerequisites ?? [])],
    minutes: lab.estimatedMinutes,
    modes: LAB_MODES.flatMap((mode) => {
      const rules = lab.modes[mode];
      if (rules === undefined) return [];
      const { hints, rewind, minutes, extensionMax, attempts } = rules;
      return [
        {
          mode,
          hints,
          rewind,
          attempts,
          ...(minutes === undefined ? {} : { minutes }),
          ...(extensionMax === undefined ? {} : { extensionMax }),
        },
      ];
    }),
    ...(progress === undefined ? {} : { progress }),
  };
}

function notFound(id: string, known: readonly string[]): AppError {
  return {
    code: 'lab.notFound',
    message: `There is no lab "${id}"; there are ${known.length}.`,
    hint: known.length > 0 ? `Choose one of: ${known.join(', ')}.` : 'Reinstall Racklab.',
    details: { lab: id, known: [...known] },
  };
}
