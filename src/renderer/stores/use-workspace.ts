/**
 * The open document: opening, closing, and carrying out commands in it.
 *
 * While a document is open the four streams feed their stores; when the connection comes back
 * they are subscribed again and begin with the whole view. A thing that a command is aimed at
 * counts as pending until the room's revision has caught up: there is no optimistic state.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Command } from '../../shared/commands/index.ts';
import type {
  CatalogueOptions,
  Contract,
  DocumentEntry,
  TemplateEntry,
} from '../../shared/contract/contract.ts';
import type { CallOutput } from '../../shared/contract/define.ts';
import type { AppError, Result } from '../../shared/kernel/result.ts';
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import type { OpeningStep, OpeningView } from '../../shared/views/opening-view.ts';
import { useReopening, useSureSending } from './coming-back.ts';
import { useDecisionNotices } from './decision-notices.ts';
import { useActs } from './use-acts.ts';
import { useLive } from './use-live.ts';
import { useNotices } from './use-notices.ts';
import { usePreferences } from './use-preferences.ts';
import { usePresenter } from './use-presenter.ts';
import { usePlayback } from './use-playback.ts';
import { useRooms } from './use-rooms.ts';
import { useSession, type RacklabClient } from './use-session.ts';

type Opened = CallOutput<Contract, 'documents.open'>;

export const useWorkspace = defineStore('workspace', () => {
  const session = useSession();
  const notices = useNotices();
  const preferences = usePreferences();
  const presenter = usePresenter();
  const playback = usePlayback();
  const live = useLive();

  const documents = shallowRef<readonly DocumentEntry[]>();
  const templates = shallowRef<readonly TemplateEntry[]>();
  const listFailure = shallowRef<AppError>();
  const catalogue = shallowRef<CatalogueOptions>();
  /** What is being opened, while it is. */
  const opening = ref<string>();
  /** The template the document was made from in this session, for the first steps. */
  const template = ref<string>();
  /** What had to be mended when the document was opened. */
  const recovered = shallowRef<AppError>();
  /** The host had lost the room, and it was opened again as it was. */
  const reopened = ref(false);
  const isOpen = computed(() => live.following && playback.view !== undefined);

  const act = useOpeningAct();
  const sure = useSureSending();
  const { reopening } = useReopening(noteReopened);
  useDecisionNotices();

  function noteReopened(opened: Opened): void {
    recovered.value = lossOf(opened);
    reopened.value = true;
  }

  function follow(client: RacklabClient): () => void {
    // A tab that was reloaded finds its document still open, and is asked for nothing before it.
    live.follow();
    const stop = act.listen(client, () => {
      // Given up too late, it may have been opened all the same.
      if (opening.value === undefined && !live.following) live.follow();
    });
    void refreshLists();
    void loadCatalogue();
    return () => {
      stop();
      live.pause();
    };
  }
  session.whenConnected(follow);

  /** The room was closed, here or from elsewhere, such as the menu of the window. */
  function startAgain(): Promise<void> {
    template.value = undefined;
    recovered.value = undefined;
    return refreshLists();
  }
  live.whenClosed(() => void startAgain());

  async function loadCatalogue(): Promise<void> {
    const answer = await session.call('app.catalogue', {});
    if (answer.ok) catalogue.value = answer.value;
  }

  async function refreshLists(): Promise<void> {
    listFailure.value = undefined;
    const [found, offered] = await Promise.all([
      session.call('documents.list', {}),
      session.call('documents.templates', {}),
    ]);
    if (found.ok) documents.value = found.value;
    else listFailure.value = found.error;
    if (offered.ok) templates.value = offered.value;
    else listFailure.value = offered.error;
  }

  /** Opens by a call that can be given up; what is not opened leaves everything as it was. */
  async function take(
    label: string,
    ask: (signal: CancelSignal) => Promise<Result<Opened>>,
  ): Promise<boolean> {
    opening.value = label;
    // What is open stays in sight until there is something else to see.
    live.pause();
    const result = await act.run(ask);
    opening.value = undefined;
    if (!result.ok) {
      notices.refuse(result.error);
      live.follow();
      return false;
    }
    live.stop();
    recovered.value = mended(result.value);
    reopened.value = false;
    live.follow();
    return true;
  }

  /** Makes a document from a template and opens it; with `run` it starts at once. */
  async function create(from: string, options: { run: boolean }): Promise<boolean> {
    const asked = { template: from, locale: preferences.locale };
    const opened = await take(from, (signal) =>
      session.call('documents.create', asked, { signal }),
    );
    if (!opened) return false;
    template.value = from;
    if (options.run) await playback.setRunning(true);
    return true;
  }

  async function open(name: string): Promise<boolean> {
    const held = useRooms().holderOf(name);
    if (held !== undefined) {
      await useRooms().goTo(held.place);
      return true;
    }
    template.value = undefined;
    return take(name, (signal) => session.call('documents.open', { name }, { signal }));
  }

  /** Follows whatever a call of its own has opened. */
  function enter(label: string, answer: Promise<Result<Opened>>): Promise<boolean> {
    template.value = undefined;
    return take(label, () => answer);
  }

  function importText(text: string, label: string): Promise<boolean> {
    template.value = undefined;
    return take(label, (signal) => session.call('documents.import', { text }, { signal }));
  }

  async function close(): Promise<void> {
    live.stop();
    const answer = await session.call('documents.close', {});
    if (!answer.ok) notices.refuse(answer.error);
    await startAgain();
  }

  /** Carries out a command. A refusal is shown unless the caller shows it beside its own field. */
  async function execute(
    command: Command,
    options: { mark?: string; quiet?: boolean } = {},
  ): Promise<Result<{ seq: number; rev: number; atUs: number }>> {
    const mark = options.mark === undefined ? {} : { mark: options.mark };
    const answer = await sure.send(command, mark);
    if (!answer.ok && options.quiet !== true) notices.refuseAct(answer.error);
    if (answer.ok) presenter.noteCommand(command);
    if (answer.ok) for (const warning of answer.value.warnings) notices.warn(warning);
    return answer;
  }

  async function undo(): Promise<void> {
    const answer = await session.call('workspace.undo', {});
    if (answer.ok) return;
    // Undo never undoes time; when time has passed the refusal names the decision to go back to.
    const seq = answer.error.details?.['seq'];
    const back = {
      label: 'action.goBack',
      run: () => void playback.rewindBefore(Number(seq)),
    } as const;
    notices.refuseAct(answer.error, typeof seq === 'number' ? back : undefined);
  }

  async function redo(): Promise<void> {
    const answer = await session.call('workspace.redo', {});
    if (!answer.ok) notices.refuseAct(answer.error);
  }

  return {
    documents,
    templates,
    listFailure,
    catalogue,
    opening,
    template,
    recovered,
    reopened,
    reopening,
    isOpen,
    refreshLists,
    create,
    open,
    importText,
    enter,
    close,
    execute,
    undo,
    redo,
  };
});

/** The act of opening something, with its steps as the workspace tells them. */
function useOpeningAct() {
  const acts = useActs();
  const view = shallowRef<OpeningView>();

  /** Listens to the steps; `ended` hears that nothing is being opened any more. */
  function listen(client: RacklabClient, ended: () => void): () => void {
    return client.subscribe('documents.opening', {}, (next) => {
      view.value = next;
      if (next.step === undefined) ended();
    });
  }

  function run(ask: (signal: CancelSignal) => Promise<Result<Opened>>): Promise<Result<Opened>> {
    return acts.run('opening', async ({ signal, tell }) => {
      const unwatch = watch(view, (now) => {
        if (now?.step === undefined) return;
        tell({ share: shareOf(now.step, now.share), word: now.step });
      });
      const answer = await ask(signal);
      unwatch();
      return answer;
    });
  }

  return { listen, run };
}

/** Each step as a part of the whole: building the room is most of it. */
const STEP_SPANS: Readonly<Record<OpeningStep, readonly [from: number, to: number]>> = {
  check: [0, 0.4],
  write: [0.4, 0.45],
  build: [0.45, 0.85],
  replay: [0.85, 1],
};

function shareOf(step: OpeningStep, share: number): number {
  const [from, to] = STEP_SPANS[step];
  return from + share * (to - from);
}

/** What had to be mended, in the shape of everything else that is put into words by its code. */
function mended(opened: Opened): AppError | undefined {
  if (opened.recovered === undefined) return undefined;
  const { code, message, droppedBytes, droppedEntries } = opened.recovered;
  return { code, message, details: { droppedBytes, droppedEntries } };
}

/** Of what was mended only what was lost: that the host before was gone is said already. */
function lossOf(opened: Opened): AppError | undefined {
  const { droppedBytes = 0, droppedEntries = 0 } = opened.recovered ?? {};
  return droppedBytes + droppedEntries > 0 ? mended(opened) : undefined;
}
