/**
 * The trainer's desk: labs of one's own, made, read, written and given a start out of a room.
 *
 * It acts on files and on the open document, one act after the other. What a learner would meet
 * and how a lab is proved are others' business; labs that came with the program are only copied.
 */
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import { setJsonValue } from '../../shared/document/json-edits.ts';
import { err, mapResult, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type {
  Draft,
  DraftChange,
  DraftCreate,
  DraftEntry,
  DraftKeep,
} from '../../shared/lab/author-view.ts';
import { keySchema } from '../../shared/lab/key-schema.ts';
import { KEY_FILE, KEY_FOLDER, LAB_FILE } from '../../shared/lab/lab-finding.ts';
import { labSchema, type Lab } from '../../shared/lab/lab-schema.ts';
import type { LabText } from '../../shared/lab/lab-words.ts';
import { parseFile, sha256 } from '../lab/lab-files.ts';
import { exportDocument } from '../workspace/document-export.ts';
import { startScenario } from '../workspace/document-workspace.ts';
import { readTemplate } from '../workspace/templates.ts';
import { TurnQueue } from '../workspace/turns.ts';
import type { Opened, WorkspaceSession } from '../workspace/workspace-session.ts';
import type { DraftFiles, DraftFolder } from './draft-folder.ts';
import { lintDraft, wholeDraft, type WholeDraft } from './draft-lab.ts';
import { labIdFrom, newKeyText, newLabFiles, printJson } from './new-lab.ts';
import { actionsOf } from './played-actions.ts';

export interface DeskOptions {
  readonly session: WorkspaceSession;
  /** The trainer's own labs. */
  readonly own: DraftFolder;
  /** Those that came with the program; nothing is written there. */
  readonly shipped: DraftFolder;
  readonly resourcesDir: string;
}

export class AuthorDesk {
  readonly #options: DeskOptions;
  readonly #acts = new TurnQueue();

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** All labs of one's own, also those that cannot be read. */
  async list(): Promise<Result<DraftEntry[]>> {
    const { own } = this.#options;
    const entries: DraftEntry[] = [];
    for (const lab of await own.list()) {
      const files = await own.read(lab);
      entries.push(entryOf(lab, { files, modifiedMs: await own.modifiedMs(lab) }));
    }
    return ok(entries);
  }

  read(lab: string): Promise<Result<Draft>> {
    return this.#acts.run(() => this.#draft(lab));
  }

  /** A draft that can be played. Refuses as `wholeDraft` does. */
  async whole(lab: string): Promise<Result<WholeDraft>> {
    const files = await this.#options.own.read(lab);
    return files.ok ? wholeDraft(files.value) : files;
  }

  /** Makes a lab. Refuses as reading and exporting what it is made of do. */
  create(request: DraftCreate, signal: CancelSignal): Promise<Result<Draft>> {
    return this.#acts.run(async () => {
      const { own, shipped } = this.#options;
      const taken = new Set([...(await own.list()), ...(await shipped.list())]);
      const id = labIdFrom(request.title.en, taken);
      const made = await this.#filesFor(request, { id, signal });
      if (!made.ok) return made;
      const written = await own.write(id, made.value);
      return written.ok ? this.#draft(id) : written;
    });
  }

  write(lab: string, changes: readonly DraftChange[]): Promise<Result<Draft>> {
    return this.#change(lab, (folder) => folder.write(lab, changes));
  }

  remove(lab: string, path: string): Promise<Result<Draft>> {
    return this.#change(lab, (folder) => folder.remove(lab, path));
  }

  /** Takes a whole lab off the list; what is given says where it is kept. */
  discard(lab: string): Promise<Result<{ kept: string }>> {
    return this.#acts.run(async () =>
      mapResult(await this.#options.own.discard(lab), (kept) => ({ kept })),
    );
  }

  /** Brings back a lab that was taken off the list. */
  restore(lab: string, kept: string): Promise<Result<undefined>> {
    return this.#acts.run(() => this.#options.own.restore(lab, kept));
  }

  /** The open room as it stands becomes the start. */
  recordStart(
    lab: string,
    signal: CancelSignal,
  ): Promise<Result<{ draft: Draft; notCarried: string[] }>> {
    return this.#acts.run(async () => {
      const { own } = this.#options;
      const files = await own.read(lab);
      if (!files.ok) return files;
      const room = await this.#roomAsStart(signal);
      if (!room.ok) return room;
      const { text, notCarried } = room.value;
      const change = { path: startPathOf(files.value), text };
      const written = await own.write(lab, [change]);
      if (!written.ok) return written;
      return mapResult(await this.#draft(lab), (draft) => ({ draft, notCarried }));
    });
  }

  /** Opens the start of a lab as a room of its own. */
  async openStart(lab: string): Promise<Result<Opened>> {
    const { own, session } = this.#options;
    const files = await own.read(lab);
    if (!files.ok) return files;
    const text = files.value.get(startPathOf(files.value)) ?? '';
    return session.import({ text, name: undefined });
  }

  /** What was played in the open try-out of a lab is written into its key. */
  keep(lab: string, request: DraftKeep): Promise<Result<{ lab: string; path: string }>> {
    return this.#acts.run(async () => {
      const { own, session } = this.#options;
      const { current } = session;
      if (!current.ok) return current;
      const now = await current.value.workspace.ask((engine) => ok(engine.nowUs));
      if (!now.ok) return now;
      const actions = actionsOf(current.value.records, now.value);
      if (!actions.ok) return actions;
      const files = await own.read(lab);
      if (!files.ok) return files;
      const file = `${request.name}.actions.json`;
      const key = keyWith(files.value, { lab, request, file });
      if (!key.ok) return key;
      const path = `${KEY_FOLDER}/${file}`;
      const changes = [
        { path, text: printJson(actions.value) },
        { path: KEY_FILE, text: key.value },
      ];
      const written = await own.write(lab, changes);
      return written.ok ? ok({ lab, path }) : written;
    });
  }

  #change(
    lab: string,
    change: (folder: DraftFolder) => Promise<Result<undefined>>,
  ): Promise<Result<Draft>> {
    return this.#acts.run(async () => {
      const { own } = this.#options;
      const known = await own.read(lab);
      if (!known.ok) return known;
      const done = await change(own);
      return done.ok ? this.#draft(lab) : done;
    });
  }

  async #draft(lab: string): Promise<Result<Draft>> {
    const files = await this.#options.own.read(lab);
    if (!files.ok) return files;
    const findings = await lintDraft(lab, files.value);
    const texts = [...files.value].map(([path, text]) => ({ path, text, sha256: sha256(text) }));
    return ok({ lab, files: texts, findings });
  }

  async #filesFor(
    { from, title }: DraftCreate,
    given: { readonly id: string; readonly signal: CancelSignal },
  ): Promise<Result<DraftChange[]>> {
    const { id, signal } = given;
    if (from.kind === 'lab') {
      const files = await this.#options.shipped.read(from.lab);
      return files.ok ? ok(copyOf(files.value, { id, title })) : files;
    }
    const text =
      from.kind === 'room'
        ? mapResult(await this.#roomAsStart(signal), (room) => room.text)
        : readTemplate(this.#options.resourcesDir, from.template);
    if (!text.ok) return text;
    const started = startScenario(text.value, this.#options.resourcesDir);
    if (!started.ok) return started;
    const { engine, scenario } = started.value;
    const machines = engine.rows().filter(({ kind }) => kind === 'vm').length;
    const { catalogue } = scenario;
    return ok(newLabFiles({ id, title, catalogue, scenarioText: text.value, machines }));
  }

  async #roomAsStart(
    signal: CancelSignal,
  ): Promise<Result<{ text: string; notCarried: string[] }>> {
    const { session, resourcesDir } = this.#options;
    const { current } = session;
    if (!current.ok) return current;
    const now = await current.value.workspace.ask((engine) => ok(engine.nowUs));
    if (!now.ok) return now;
    return exportDocument(current.value, { atUs: now.value, signal, resourcesDir });
  }
}

function labIn(files: DraftFiles): Lab | undefined {
  const lab = parseFile(files.get(LAB_FILE) ?? '', { schema: labSchema, what: 'lab' });
  return lab.ok ? lab.value : undefined;
}

function startPathOf(files: DraftFiles): string {
  return labIn(files)?.start.scenario ?? 'start.scenario.json';
}

function entryOf(
  lab: string,
  given: { readonly files: Result<DraftFiles>; readonly modifiedMs: number },
): DraftEntry {
  const { files, modifiedMs } = given;
  const none = { lab, tasks: 0, checks: 0, references: 0, nearMisses: 0, modifiedMs };
  const unnamed = { ...none, title: { en: lab }, summary: { en: lab } };
  if (!files.ok) return { ...unnamed, problem: files.error.message };
  const text = files.value.get(LAB_FILE) ?? '';
  const parsed = parseFile(text, { schema: labSchema, what: 'lab' });
  if (!parsed.ok) return { ...unnamed, problem: parsed.error.message };
  const { title, summary, tasks, checks } = parsed.value;
  const key = parseFile(files.value.get(KEY_FILE) ?? '', { schema: keySchema, what: 'key' });
  return {
    ...none,
    title,
    summary,
    tasks: tasks.length,
    checks: checks.length,
    references: key.ok ? key.value.references.length : 0,
    nearMisses: key.ok ? key.value.nearMisses.length : 0,
  };
}

/** The files of a lab under another name, as the first revision of a lab of its own. */
function copyOf(
  files: DraftFiles,
  as: { readonly id: string; readonly title: LabText },
): DraftChange[] {
  return [...files].map(([path, text]) => {
    if (path === LAB_FILE) {
      const named = setJsonValue(text, { path: ['id'], value: as.id });
      const titled = setJsonValue(named, { path: ['title'], value: as.title });
      return { path, text: withoutSchema(setJsonValue(titled, { path: ['revision'], value: 1 })) };
    }
    if (path !== KEY_FILE) return { path, text };
    const named = setJsonValue(text, { path: ['lab'], value: as.id });
    return { path, text: withoutSchema(setJsonValue(named, { path: ['revision'], value: 1 })) };
  });
}

/** The way to the schema is another one from where the copy lies. */
function withoutSchema(text: string): string {
  return setJsonValue(text, { path: ['$schema'], value: undefined });
}

/** The key with one attempt more, or with another in its place. */
function keyWith(
  files: DraftFiles,
  given: { readonly lab: string; readonly request: DraftKeep; readonly file: string },
): Result<string> {
  const { request, file } = given;
  const text = files.get(KEY_FILE);
  const base = text ?? newKeyText(given.lab, labIn(files)?.revision ?? 1);
  const key = parseFile(base, { schema: keySchema, what: 'key' });
  if (!key.ok) return key;
  const { name, as, fails } = request;
  if (as === 'nearMiss' && fails.length === 0) return err(failsNothing(name));
  const list = as === 'reference' ? 'references' : 'nearMisses';
  const others = as === 'reference' ? key.value.nearMisses : key.value.references;
  if (others.some((one) => one.name === name)) return err(nameTaken(name));
  const entry =
    as === 'reference' ? { name, actions: file } : { name, actions: file, fails: [...fails] };
  const index = key.value[list].findIndex((one) => one.name === name);
  const at = index < 0 ? key.value[list].length : index;
  return ok(setJsonValue(base, { path: [list, at], value: entry }));
}

function failsNothing(name: string): AppError {
  return {
    code: 'author.failsNothing',
    message: `The near miss ${name} names no check that must fail.`,
    hint: 'Name the check that such an attempt fails.',
    details: { name },
  };
}

function nameTaken(name: string): AppError {
  return {
    code: 'author.nameTaken',
    message: `The key has another attempt of the name ${name}.`,
    hint: 'Choose another name.',
    details: { name },
  };
}
