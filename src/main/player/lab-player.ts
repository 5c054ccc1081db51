/**
 * The labs of one session: which attempt the open document is, and the ways into one and out of it.
 *
 * Whenever another document is opened the player meets it: a journal that begins with a note of an
 * attempt is one, whatever way it was opened. A copy to look at stands aside of the documents, and
 * the way back is remembered here.
 */
import { randomBytes } from 'node:crypto';
import type { Command } from '../../shared/commands/index.ts';
import type { StreamSink, StreamSource } from '../../shared/contract/define.ts';
import { printScenario } from '../../shared/document/print-scenario.ts';
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { LabActions } from '../../shared/lab/actions-schema.ts';
import type { BegunEvent } from '../../shared/lab/attempt-schema.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import { drawFor } from '../../shared/lab/draw.ts';
import type { LabBegin, LabEntry, LabStreamEvent } from '../../shared/lab/lab-view.ts';
import { catalogueFolder, loadCatalogue } from '../catalogue/load-catalogue.ts';
import { seedOf } from '../lab/attempt-chain.ts';
import { begunIn, logThatCounts } from '../lab/attempt-log.ts';
import type { LoadedLab } from '../lab/lab-files.ts';
import { startOf } from '../lab/lab-room.ts';
import type { PersistenceEnvironment } from '../persistence/file-layer.ts';
import { copyDocument } from '../persistence/document-store.ts';
import type { DocumentWorkspace } from '../workspace/document-workspace.ts';
import { createJournalDecoder } from '../workspace/journal-decoder.ts';
import type { WallClock } from '../workspace/wall-clock.ts';
import type { Opened, WorkspaceSession } from '../workspace/workspace-session.ts';
import { AUTHOR, viewOf, type CopyView } from './attempt-view.ts';
import { openBenchDesk } from './bench-desk.ts';
import { valuesOf, type BenchSetup } from './check-bench.ts';
import { LabAttempt } from './lab-attempt.ts';
import { ImportedLabs } from './imported-labs.ts';
import {
  entryOf,
  labKeptIn,
  LabLibrary,
  type PracticeKey,
  type ShelvedLab,
} from './lab-library.ts';
import { LabProgressBook } from './lab-progress.ts';
import { attemptsUsed, noMode, noSalt, NOT_OPEN, notAllowed } from './player-refusals.ts';
import { actOut, documentWith, playFromStart } from './room-copies.ts';

export interface PlayerOptions {
  readonly session: WorkspaceSession;
  readonly environment: PersistenceEnvironment;
  readonly documentsRoot: string;
  readonly resourcesDir: string;
  readonly clock: WallClock;
  /** A lab of the author's own, as it is written at the moment. */
  readonly drafts: (lab: string) => Promise<Result<DraftParts>>;
  /** The built entry of a bench's thread; without it checks are worked out on this thread. */
  readonly benchUrl: URL | undefined;
}

/** What a try-out needs of a lab that is being written. */
interface DraftParts {
  readonly key: LabKey | undefined;
  readonly actions: ReadonlyMap<string, LabActions>;
}

/** Who practises alone and gave no name. */
const SOMEBODY = 'me';
const SEED_BYTES = 32;

export class LabPlayer {
  readonly #options: PlayerOptions;
  readonly #received: ImportedLabs;
  readonly #library: LabLibrary;
  readonly #progress: LabProgressBook;
  readonly #sinks = new Set<StreamSink>();
  #attempt: LabAttempt | undefined;
  /** The document of the attempt, while a copy of it is open. */
  #copy: { readonly attempt: LabAttempt; readonly view: CopyView } | undefined;

  constructor(options: PlayerOptions) {
    this.#options = options;
    const { documentsRoot: folder, environment } = options;
    this.#received = new ImportedLabs(options);
    this.#library = new LabLibrary(options.resourcesDir, this.#received);
    this.#progress = new LabProgressBook({ folder, environment });
  }

  /** The open attempt. Refuses with `lab.notOpen`. */
  get current(): Result<LabAttempt> {
    return this.#attempt === undefined ? err(NOT_OPEN) : ok(this.#attempt);
  }

  /** Why a lab does not let a command through; undefined when it does, or none is open. */
  refusalOf(command: Pick<Command, 'type'>): AppError | undefined {
    return this.#attempt?.refusalOf(command);
  }

  get refusalOfRewind(): AppError | undefined {
    return this.#attempt?.refusalOfRewind;
  }

  async list(): Promise<Result<LabEntry[]>> {
    const entries: LabEntry[] = [];
    for (const shelved of await this.#library.list()) entries.push(await this.#entryOf(shelved));
    return ok(entries);
  }

  /** Puts the lab of an archive on the shelf; one of the same id that was sent makes room. */
  async receive(bytes: Uint8Array): Promise<Result<{ entry: LabEntry; replaced: boolean }>> {
    const received = await this.#library.receive(bytes);
    if (!received.ok) return received;
    const { shelved, replaced } = received.value;
    return ok({ entry: await this.#entryOf(shelved), replaced });
  }

  /** Takes a lab that was sent off the shelf; attempts at it stay. */
  discard(lab: string): Promise<Result<undefined>> {
    return this.#received.remove(lab);
  }

  async #entryOf(shelved: ShelvedLab): Promise<LabEntry> {
    return entryOf(shelved, await this.#progress.of(shelved.loaded.lab.id));
  }

  /** Makes the room of a learner and opens it. */
  async begin(request: LabBegin): Promise<Result<Opened>> {
    const loaded = await this.#library.load(request.lab);
    if (!loaded.ok) return loaded;
    const { lab } = loaded.value;
    const rules = lab.modes[request.mode];
    if (rules === undefined) return err(noMode(request.mode));
    const used = await this.#progress.used(lab.id, request.mode);
    if (rules.attempts > 0 && used >= rules.attempts) return err(attemptsUsed(rules.attempts));
    const learner = request.learner ?? SOMEBODY;
    const seed = seedFor(request, { lab, learner });
    if (!seed.ok) return seed;
    const text = this.#startText(loaded.value, seed.value);
    if (!text.ok) return text;
    const opened = await this.#options.session.import({
      text: text.value,
      name: undefined,
      locale: request.locale,
    });
    if (!opened.ok) return opened;
    const extension = Math.min(request.extension ?? 1, rules.extensionMax ?? 1);
    const minutes = rules.minutes === undefined ? undefined : rules.minutes * extension;
    const begun = await this.#writeBegun(loaded.value, {
      learner: { id: learner },
      seed: seed.value,
      mode: request.mode,
      ...(minutes === undefined ? {} : { minutes, extension }),
    });
    if (!begun.ok) return begun;
    const { name: document } = opened.value;
    await this.#progress.begun(lab.id, { mode: request.mode, document });
    await this.meet();
    return opened;
  }

  /** Opens a lab that is being written as a learner meets it, in a room of its own. */
  async tryOut(loaded: LoadedLab, locale: LabBegin['locale']): Promise<Result<Opened>> {
    const seed = randomBytes(SEED_BYTES).toString('hex');
    const text = this.#startText(loaded, seed);
    if (!text.ok) return text;
    const { session } = this.#options;
    const opened = await session.import({ text: text.value, name: undefined, locale });
    if (!opened.ok) return opened;
    const learner = { id: AUTHOR };
    const begun = await this.#writeBegun(loaded, { learner, seed, mode: 'practice' });
    if (!begun.ok) return begun;
    await this.meet();
    return opened;
  }

  /** The lab whose try-out is open; undefined when none is. */
  get tryOutOf(): string | undefined {
    const begun = this.#attempt?.parts.begun;
    return begun?.learner.id === AUTHOR ? begun.lab.id : undefined;
  }

  /** Looks at the document that is open now: it may be an attempt. */
  async meet(): Promise<void> {
    this.#leave();
    this.#copy = undefined;
    const { current } = this.#options.session;
    this.#attempt = current.ok ? await this.#attemptIn(current.value) : undefined;
    this.tell();
  }

  /** Lets go of what is open. */
  close(): void {
    this.#leave();
    this.#copy = undefined;
    this.tell();
  }

  /** Shows the solution from the start on a copy, running. */
  async showSolution(): Promise<Result<Opened>> {
    const attempt = this.current;
    if (!attempt.ok) return attempt;
    const { parts } = attempt.value;
    if (!parts.hasSolution || parts.begun.mode !== 'practice') return err(notAllowed('solution'));
    const records = await parts.desk.do<'solution'>({ kind: 'solution' });
    if (!records.ok) return records;
    const { document, scenario } = parts.opened;
    const opened = await this.#openAside(
      attempt.value,
      { of: document.name, shows: 'solution', fromUs: 0 },
      (place) => documentWith(place, { scenario, records: records.value }),
    );
    if (!opened.ok) return opened;
    const shown = this.#options.session.current;
    const played = shown.ok ? await playFromStart(shown.value) : shown;
    return played.ok ? opened : played;
  }

  /** Shows one case of an experiment on a copy, from just before it happens. */
  async showCase(which: {
    readonly check: string;
    readonly name: string;
  }): Promise<Result<Opened>> {
    const attempt = this.current;
    if (!attempt.ok) return attempt;
    const { parts } = attempt.value;
    const room = await attempt.value.state();
    if (!room.ok) return room;
    const script = await parts.desk.do<'case'>({ kind: 'case', room: room.value, ...which });
    if (!script.ok) return script;
    const settled = await parts.opened.workspace.settle();
    if (!settled.ok) return settled;
    const { document } = parts.opened;
    const fromUs = Math.max(0, script.value.fromUs - US_PER_SECOND);
    const text = parts.loaded.lab.checks.find(({ id }) => id === which.check)?.text;
    const opened = await this.#openAside(
      attempt.value,
      {
        of: document.name,
        shows: 'case',
        case: which.name,
        fromUs,
        ...(text === undefined ? {} : { text }),
      },
      ({ path, environment }) =>
        copyDocument({
          environment,
          from: document.path,
          to: path,
          decodeEntry: createJournalDecoder(),
        }),
    );
    if (!opened.ok) return opened;
    const shown = this.#options.session.current;
    const acted = shown.ok ? await actOut(shown.value, { script: script.value, fromUs }) : shown;
    return acted.ok ? opened : acted;
  }

  /** From a copy back to the attempt it was made of. */
  async back(): Promise<Result<Opened>> {
    const copy = this.#copy;
    if (copy === undefined) return err(NOT_OPEN);
    const { session } = this.#options;
    const opened = await session.open({ name: copy.view.of, recover: false });
    if (opened.ok) await this.meet();
    return opened;
  }

  /** The stream of the view: the whole of it whenever something has changed. */
  view(sink: StreamSink): StreamSource<LabStreamEvent> {
    this.#sinks.add(sink);
    return {
      pull: () => this.#shown(),
      dispose: () => void this.#sinks.delete(sink),
    };
  }

  tell(): void {
    for (const sink of this.#sinks) sink.notify();
  }

  #shown(): LabStreamEvent {
    if (this.#copy !== undefined) {
      return { attempt: viewOf(this.#copy.attempt, this.#copy.view) };
    }
    return this.#attempt === undefined ? {} : { attempt: viewOf(this.#attempt) };
  }

  #leave(): void {
    this.#attempt?.close();
    this.#attempt = undefined;
  }

  async #openAside(
    attempt: LabAttempt,
    view: CopyView,
    make: Parameters<WorkspaceSession['openAside']>[0],
  ): Promise<Result<Opened>> {
    const opened = await this.#options.session.openAside(make);
    if (!opened.ok) return opened;
    this.#leave();
    this.#copy = { attempt, view };
    this.tell();
    return opened;
  }

  #startText(loaded: LoadedLab, seed: string): Result<string> {
    const { lab } = loaded;
    const catalogue = loadCatalogue({
      folder: catalogueFolder(this.#options.resourcesDir),
      id: lab.catalogue,
    });
    if (!catalogue.ok) return catalogue;
    const draw = drawFor(lab, seed);
    if (!draw.ok) return draw;
    const start = startOf(loaded, { draw: draw.value, catalogue: catalogue.value });
    if (!start.ok) return start;
    return ok(printScenario({ ...start.value.scenario, title: lab.title }));
  }

  /** The note that makes the open document an attempt, with the lab's files beside it. */
  async #writeBegun(
    { lab, sha256, files }: LoadedLab,
    who: Omit<BegunEvent, 'kind' | 'lab' | 'files' | 'wallMs'>,
  ): Promise<Result<undefined>> {
    const { current } = this.#options.session;
    if (!current.ok) return current;
    const { document, workspace } = current.value;
    const text = JSON.stringify(Object.fromEntries(files));
    const blob = await document.writeBlob(new TextEncoder().encode(text));
    if (!blob.ok) return blob;
    const event: BegunEvent = {
      kind: 'begun',
      lab: { id: lab.id, revision: lab.revision, sha256 },
      files: blob.value,
      ...who,
      wallMs: this.#options.clock.dateMs(),
    };
    return workspace.note({ ...event });
  }

  /** What belongs to an attempt that is practised alone, or tried out by its author. */
  async #practiceKey({ lab }: LoadedLab, begun: BegunEvent): Promise<PracticeKey | undefined> {
    if (begun.mode !== 'practice') return undefined;
    if (begun.learner.id !== AUTHOR) return this.#library.practiceKey(lab);
    const draft = await this.#options.drafts(lab.id);
    return draft.ok ? keyOfDraft(draft.value) : undefined;
  }

  async #attemptIn(opened: DocumentWorkspace): Promise<LabAttempt | undefined> {
    const begun = begunIn(opened.records);
    if (begun === undefined) return undefined;
    const loaded = await labKeptIn(opened, begun);
    const catalogue = opened.catalogue;
    const log = logThatCounts(opened.records.map((record) => ({ record: { ...record } })));
    if (!loaded.ok || !log.ok) return undefined;
    const { seed, mode } = begun;
    const practice = await this.#practiceKey(loaded.value, begun);
    const setup: BenchSetup = {
      loaded: loaded.value,
      catalogue,
      seed,
      mode,
      key: practice?.key,
      solution: practice?.solution,
    };
    const desk = openBenchDesk(setup, this.#options.benchUrl);
    const { id } = loaded.value.lab;
    const isTryOut = begun.learner.id === AUTHOR;
    return new LabAttempt({
      opened,
      begun,
      events: log.value.events,
      loaded: loaded.value,
      key: practice?.key,
      hasSolution: practice?.solution !== undefined,
      values: valuesOf(setup),
      desk,
      clock: this.#options.clock,
      onChange: () => this.tell(),
      onMark: (mark) => void (isTryOut || this.#progress.reached(id, mark)),
    });
  }
}

/** The key of a draft, with the first of its references as the solution. */
function keyOfDraft({ key, actions }: DraftParts): PracticeKey | undefined {
  if (key === undefined) return undefined;
  const path = key.references[0]?.actions;
  return { key, solution: path === undefined ? undefined : actions.get(path) };
}

function seedFor(
  request: LabBegin,
  whose: { readonly lab: LoadedLab['lab']; readonly learner: string },
): Result<string> {
  const { salt, mode } = request;
  if (salt !== undefined) return ok(seedOf(salt.trim(), whose));
  if (mode !== 'practice') return err(noSalt());
  return ok(randomBytes(SEED_BYTES).toString('hex'));
}
