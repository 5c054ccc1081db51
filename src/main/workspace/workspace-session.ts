/**
 * One person's session: the documents folder, and at most one open document.
 *
 * Opening another document opens it first and closes the present one after, so that a refusal
 * leaves everything as it was. Acts that open or close come strictly one after another.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import type { Contract, DocumentEntry } from '../../shared/contract/contract.ts';
import type { CallOutput } from '../../shared/contract/define.ts';
import { err, mapResult, ok, OK, type AppError, type Result } from '../../shared/kernel/result.ts';
import { documentPath } from '../persistence/document-layout.ts';
import { listDocuments } from '../persistence/document-list.ts';
import { openDocument } from '../persistence/document-opening.ts';
import { copyDocument, createDocument } from '../persistence/document-store.ts';
import type { OpenDocument } from '../persistence/open-document.ts';
import {
  animateDocument,
  startScenarioSteps,
  type DocumentSurroundings,
  type DocumentWorkspace,
} from './document-workspace.ts';
import { beginningOf, type DocumentBeginning, type Locale } from './document-content.ts';
import { createJournalDecoder } from './journal-decoder.ts';
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import { reportOf } from './opening-report.ts';
import { OpeningBoard, SILENT_WAY, type OpeningWay } from './opening-way.ts';
import { readTemplate } from './templates.ts';
import { TurnQueue } from './turns.ts';

export type Opened = CallOutput<Contract, 'documents.open'>;

/** Free names tried for a new document: `Room`, `Room 2`, … */
const NAMES_TRIED_MAX = 1_000;
const NAME_LENGTH_MAX = 80;
/**
 * Holds the document aside; its name keeps it off the list of documents. Workspaces side by side
 * have one each, by their place.
 */
const ASIDE_FOLDER = '.aside';
const PLACE_FIRST = 1;
const ASIDE_NAME = 'aside';

export interface SessionOptions extends DocumentSurroundings {
  /** The folder of the documents; made when it is first needed. */
  readonly documentsRoot: string;
  /** Which of several workspaces side by side it is; the first when absent. */
  readonly place?: number;
}

export class WorkspaceSession {
  readonly #options: SessionOptions;
  readonly #acts = new TurnQueue();
  /** What is being opened, for the screen. */
  readonly opening = new OpeningBoard();
  #current: DocumentWorkspace | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** The open document. Refuses with `document.notOpen`. */
  get current(): Result<DocumentWorkspace> {
    return this.#current === undefined ? err(NOT_OPEN) : ok(this.#current);
  }

  async list(): Promise<Result<DocumentEntry[]>> {
    const { environment, documentsRoot: root } = this.#options;
    const found = await listDocuments({ environment, root });
    return mapResult(found, (listings) =>
      listings.map(({ name, title, modifiedAtMs, lockedBy, problem }) => ({
        name,
        title,
        modifiedMs: modifiedAtMs,
        ...(lockedBy === undefined || name === this.#current?.document.name
          ? {}
          : { lockedBy: `${lockedBy.hostName} (${lockedBy.pid})` }),
        ...(problem === undefined ? {} : { problem: problem.message }),
      })),
    );
  }

  /** Makes a document from a template and opens it. */
  create(request: {
    template: string;
    name: string | undefined;
    locale: Locale | undefined;
    signal?: CancelSignal;
  }): Promise<Result<Opened>> {
    return this.#open(request.signal, (way) => {
      const { template, name, locale } = request;
      const text = readTemplate(this.#options.resourcesDir, template);
      return text.ok ? this.#make({ text: text.value, name, locale }, way) : text;
    });
  }

  /** Makes a document from the text of a scenario file and opens it. */
  import(request: {
    text: string;
    name: string | undefined;
    locale?: Locale;
    signal?: CancelSignal;
  }): Promise<Result<Opened>> {
    return this.#open(request.signal, (way) => this.#make(request, way));
  }

  /**
   * Opens a document; the one that is open already is answered as it is. Given up by its signal it
   * refuses with `document.openingCancelled`, and what was open before is open still.
   */
  open(request: {
    name: string;
    recover: boolean;
    signal?: CancelSignal;
  }): Promise<Result<Opened>> {
    return this.#open(request.signal, async (way) => {
      const { environment, documentsRoot: root } = this.#options;
      const path = documentPath({ root, name: request.name });
      if (!path.ok) return path;
      const current = this.#current;
      if (current?.document.path === path.value) {
        if (!current.workspace.hasCrashed) return ok(openedOf(current));
        await this.#closeCurrent();
      }
      const document = await openDocument({
        environment,
        path: path.value,
        decodeEntry: createJournalDecoder(),
        recover: request.recover,
      });
      return document.ok ? this.#animate(document.value, way) : document;
    });
  }

  /** Takes its turn; then somebody may wait for it, and give it up. */
  #open(
    signal: CancelSignal | undefined,
    act: (way: OpeningWay) => Result<Opened> | Promise<Result<Opened>>,
  ): Promise<Result<Opened>> {
    return this.#acts.run(async () => {
      if (signal === undefined) return act(SILENT_WAY);
      const way = this.opening.begin(signal);
      const before = way.outcome<undefined>(OK);
      if (!before.ok) return before;
      try {
        return await act(way);
      } finally {
        this.opening.end();
      }
    });
  }

  /** Copies the open document under a new name and goes on in the copy. */
  saveAs(name: string): Promise<Result<Opened>> {
    return this.#acts.run(async () => {
      const current = this.current;
      if (!current.ok) return current;
      const { environment, documentsRoot: root } = this.#options;
      const path = documentPath({ root, name });
      if (!path.ok) return path;
      const noted = await current.value.workspace.settle();
      if (!noted.ok && noted.error.code === 'internal.bug') return noted;
      const copy = await copyDocument({
        environment,
        from: current.value.document.path,
        to: path.value,
        title: name,
        decodeEntry: createJournalDecoder(),
      });
      return copy.ok ? this.#animate(copy.value) : copy;
    });
  }

  /**
   * Opens a document that stands aside of the others, to look at something: `make` puts it at the
   * path it is given. There is one such place; what stood there before is gone.
   */
  openAside(
    make: (at: AsidePlace) => Promise<Result<OpenDocument<JournalRecord>>>,
  ): Promise<Result<Opened>> {
    return this.#acts.run(async () => {
      const { environment, documentsRoot, appVersion, place = PLACE_FIRST } = this.#options;
      const folder = place === PLACE_FIRST ? ASIDE_FOLDER : `${ASIDE_FOLDER}-${place}`;
      const root = join(documentsRoot, folder);
      const cleared = await clearFolder(root);
      if (!cleared.ok) return cleared;
      const path = documentPath({ root, name: ASIDE_NAME });
      if (!path.ok) return path;
      const document = await make({ path: path.value, environment, appVersion });
      return document.ok ? this.#animate(document.value) : document;
    });
  }

  /** Closes what is open; nothing open is no fault. */
  close(): Promise<Result<undefined>> {
    return this.#acts.run(async () => {
      await this.#closeCurrent();
      return OK;
    });
  }

  async #make(
    request: { text: string; name: string | undefined; locale?: Locale | undefined },
    way: OpeningWay,
  ): Promise<Result<Opened>> {
    // Refused before anything is written: the file, the catalogue, or the engine may say no.
    const start = startScenarioSteps(request.text, this.#options.resourcesDir);
    const started = await way.inPieces('check', start);
    if (!started.ok) return started;
    const { scenario } = started.value;
    const beginning = beginningOf(scenario, {
      appVersion: this.#options.appVersion,
      locale: request.locale,
    });
    const { title } = beginning.manifest;
    way.tell('write', 0);
    const document = await this.#createUnderFreeName(request.name, title, beginning);
    if (!document.ok) return document;
    const { path } = document.value;
    const opened = await this.#animate(document.value, way);
    // A document that nobody waits for any more was never wanted.
    if (!opened.ok && way.signal.aborted) await removeFolder(path);
    return opened;
  }

  async #createUnderFreeName(
    wanted: string | undefined,
    title: string,
    content: DocumentBeginning,
  ): Promise<Result<OpenDocument<JournalRecord>>> {
    const { environment, documentsRoot: root } = this.#options;
    const made = await makeFolder(root);
    if (!made.ok) return made;
    const base = wanted ?? nameFrom(title);
    for (let number = 1; number <= NAMES_TRIED_MAX; number += 1) {
      const name = number === 1 ? base : `${base} ${number}`;
      const path = documentPath({ root, name });
      if (!path.ok) return path;
      const document = await createDocument({
        environment,
        path: path.value,
        decodeEntry: createJournalDecoder(),
        ...content,
      });
      const isTaken = !document.ok && document.error.code === 'document.exists';
      if (!isTaken || wanted !== undefined) return document;
    }
    return err(noFreeName(base));
  }

  /** Brings a document to life and then lets go of the one before it. */
  async #animate(
    document: OpenDocument<JournalRecord>,
    way: OpeningWay = SILENT_WAY,
  ): Promise<Result<Opened>> {
    const animated = await animateDocument(document, this.#options, way);
    if (!animated.ok) {
      await document.close();
      return animated;
    }
    await this.#closeCurrent();
    this.#current = animated.value;
    return ok(openedOf(animated.value));
  }

  async #closeCurrent(): Promise<void> {
    const current = this.#current;
    if (current === undefined) return;
    this.#current = undefined;
    await current.workspace.close();
    await current.document.close();
  }
}

function openedOf(opened: DocumentWorkspace): Opened {
  const { document, notices } = opened;
  const report = reportOf(notices);
  return {
    name: document.name,
    title: document.manifest.title,
    ...(report === undefined ? {} : { recovered: report }),
  };
}

/** A document name made of a title: what the disk cannot store becomes a space. */
function nameFrom(title: string): string {
  const name = title
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .slice(0, NAME_LENGTH_MAX)
    .replaceAll(/^[^\p{L}\p{N}]+|[. ]+$/gu, '');
  return name === '' ? 'Room' : name;
}

/** Where a document aside is to be put, and with what. */
export interface AsidePlace {
  readonly path: string;
  readonly environment: SessionOptions['environment'];
  readonly appVersion: string;
}

/** Empties a folder that only holds what can be made again. */
async function clearFolder(path: string): Promise<Result<undefined>> {
  await removeFolder(path);
  return makeFolder(path);
}

async function removeFolder(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch {
    // What cannot be removed is in the way of what is made there next, which says so.
  }
}

async function makeFolder(path: string): Promise<Result<undefined>> {
  try {
    await mkdir(path, { recursive: true });
    return OK;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : 'unknown';
    return err({
      code: 'document.writeFailed',
      message: `The folder for documents could not be made: ${reason}.`,
      hint: 'Check the permissions of the folder it lies in.',
      details: { path, reason },
    });
  }
}

const NOT_OPEN: AppError = {
  code: 'document.notOpen',
  message: 'No document is open.',
  hint: 'Open a document, or make one from a template.',
};

function noFreeName(base: string): AppError {
  return {
    code: 'document.exists',
    message: `All names from "${base}" to "${base} ${NAMES_TRIED_MAX}" are taken.`,
    hint: 'Give the new document a name of its own.',
    details: { name: base },
  };
}
