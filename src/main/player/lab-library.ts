/**
 * The labs there are: those that came with the program, a folder each in `resources/labs`, with the
 * keys of those one can practise alone beside them, and those that somebody sent. A lab is named,
 * never pathed. Nothing here opens a room.
 */
import { join } from 'node:path';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { actionsSchema, type LabActions } from '../../shared/lab/actions-schema.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import { LAB_MODES } from '../../shared/lab/lab-schema.ts';
import type { BegunEvent } from '../../shared/lab/attempt-schema.ts';
import type { LabEntry } from '../../shared/lab/lab-view.ts';
import { readBoundedText } from '../lab/bounded-text.ts';
import { labFromFiles, loadKey, loadLab, parseFile, type LoadedLab } from '../lab/lab-files.ts';
import { labFromArchive, labIdsIn, openShippedLabs } from '../lab/open-lab.ts';
import type { DocumentWorkspace } from '../workspace/document-workspace.ts';
import type { ImportedLabs } from './imported-labs.ts';

/** Largest file of steps, in bytes. */
const STEPS_BYTES_MAX = 1_024 * 1_024;
const KEYS_FOLDER = '_keys';

/** A key with the steps that solve the lab. */
export interface PracticeKey {
  readonly key: LabKey;
  readonly solution: LabActions | undefined;
}

/** A lab on the shelf. */
export interface ShelvedLab {
  readonly loaded: LoadedLab;
  /** Somebody sent it. */
  readonly isReceived: boolean;
}

/** The labs of a folder, and those received. */
export class LabLibrary {
  readonly #folder: string;
  readonly #received: ImportedLabs;

  constructor(resourcesDir: string, received: ImportedLabs) {
    this.#folder = join(resourcesDir, 'labs');
    this.#received = received;
  }

  /** All labs that can be read: those of the program, then those received, each by their ids. */
  async list(): Promise<ShelvedLab[]> {
    const own = await this.#own();
    const ids = new Set(own.map(({ lab }) => lab.id));
    const received = (await this.#received.list()).filter(({ lab }) => !ids.has(lab.id));
    return [
      ...own.map((loaded) => ({ loaded, isReceived: false })),
      ...received.map((loaded) => ({ loaded, isReceived: true })),
    ];
  }

  /**
   * Takes in the archive of a lab. Refuses as archives and labs do, and with `lab.idTaken` for one
   * that goes by the id of a lab of the program and is another.
   */
  async receive(bytes: Uint8Array): Promise<Result<{ shelved: ShelvedLab; replaced: boolean }>> {
    const read = await labFromArchive(bytes);
    if (!read.ok) return read;
    const { lab, sha256 } = read.value;
    const own = (await this.#own()).find((one) => one.lab.id === lab.id);
    if (own !== undefined) {
      if (own.sha256 !== sha256) return err(idTaken(lab.id));
      return ok({ shelved: { loaded: own, isReceived: false }, replaced: false });
    }
    const added = await this.#received.add(lab.id, bytes);
    if (!added.ok) return added;
    return ok({ shelved: { loaded: read.value, isReceived: true }, replaced: added.value });
  }

  #own(): Promise<LoadedLab[]> {
    return openShippedLabs(this.#folder);
  }

  /** A lab by its id. Refuses with `lab.notFound`, and as reading it does. */
  async load(id: string): Promise<Result<LoadedLab>> {
    const known = await this.#ids();
    if (known.includes(id)) return loadLab(join(this.#folder, id));
    return (await this.#received.load(id)) ?? err(notFound(id, known));
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

  #ids(): Promise<string[]> {
    return labIdsIn(this.#folder);
  }
}

/** The lab as it was when the attempt began, whatever became of it since. */
export async function labKeptIn(
  { document }: DocumentWorkspace,
  begun: BegunEvent,
): Promise<Result<LoadedLab>> {
  const bytes = await document.readBlob(begun.files);
  if (!bytes.ok) return bytes;
  const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes.value));
  const files = new Map<string, string>();
  for (const [path, text] of Object.entries(parsed ?? {})) {
    if (typeof text === 'string') files.set(path, text);
  }
  return labFromFiles(files);
}

/** A lab as the list shows it. */
export function entryOf(
  { loaded: { lab }, isReceived }: ShelvedLab,
  progress: LabEntry['progress'] | undefined,
): LabEntry {
  return {
    id: lab.id,
    revision: lab.revision,
    title: lab.title,
    summary: lab.summary,
    objectives: lab.objectives.map(({ text }) => text),
    prerequisites: [...(lab.prerequisites ?? [])],
    ...(lab.variantOf === undefined ? {} : { variantOf: lab.variantOf }),
    ...(lab.bank === undefined ? {} : { bank: lab.bank }),
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
    ...(isReceived ? { received: true as const } : {}),
  };
}

function idTaken(id: string): AppError {
  return {
    code: 'lab.idTaken',
    message: `A lab that came with Racklab is called ${id} too, and is another one.`,
    hint: 'Ask whoever made it to give it an id of its own.',
    details: { lab: id },
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
