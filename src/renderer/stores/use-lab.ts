/**
 * Labs as the screen sees them: the list to choose from, and the attempt of the open document.
 *
 * What an attempt looks like comes whole from the workspace, whose words these are; here they are
 * only put into the reader's language. Acts are calls, and a refusal is told like any other.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { Contract } from '../../shared/contract/contract.ts';
import type { CallOutput } from '../../shared/contract/define.ts';
import type { CommandType } from '../../shared/commands/index.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type {
  AttemptView,
  LabBegin,
  LabEntry,
  QuestionView,
  TaskView,
} from '../../shared/lab/lab-view.ts';
import type { LabText } from '../../shared/lab/lab-words.ts';
import { saltOfRoomSeed } from '../../shared/lab/room-of-seed.ts';
import { base64Of } from '../lab/file-bytes.ts';
import { saveText } from '../exports/save-file.ts';
import { useNotices } from './use-notices.ts';
import { useNamedSentences } from '../glossary/use-cloud-names.ts';
import { usePreferences } from './use-preferences.ts';
import { useSession, type RacklabClient } from './use-session.ts';
import { useWorkspace } from './use-workspace.ts';

/** Least width of the left panel in which tasks can be read. */
const TASKS_WIDTH_MIN = 348;

type Answer = NonNullable<QuestionView['answer']>;
type Opened = CallOutput<Contract, 'labs.begin'>;

export const useLab = defineStore('lab', () => {
  const session = useSession();
  const workspace = useWorkspace();
  const notices = useNotices();
  const preferences = usePreferences();
  const named = useNamedSentences();

  const labs = shallowRef<readonly LabEntry[]>();
  const attempt = shallowRef<AttemptView>();
  /** The lab whose card was chosen, while its dialog is open. */
  const chosen = shallowRef<LabEntry>();
  /** An act is on its way. */
  const busy = ref<string>();
  /** Moves when the tasks should come to the front. */
  const shown = ref(0);

  session.whenConnected(follow);
  watch(() => !workspace.isOpen, refreshIf);

  function follow(client: RacklabClient): () => void {
    void refresh();
    return client.subscribe('labs.view', {}, (event) => {
      const isNew = attempt.value === undefined && event.attempt !== undefined;
      attempt.value = event.attempt;
      if (isNew) bringUp();
    });
  }

  function refreshIf(isClosed: boolean): void {
    if (isClosed) void refresh();
  }

  async function refresh(): Promise<void> {
    const answer = await session.call('labs.list', {});
    if (answer.ok) labs.value = answer.value;
  }

  /** A text of a lab in the language of the screen. */
  function say(text: LabText | undefined): string {
    if (text === undefined) return '';
    return named((preferences.locale === 'pt-BR' ? text['pt-BR'] : undefined) ?? text.en);
  }

  function bringUp(): void {
    preferences.open.left = true;
    const edge = preferences.layout.edges.left;
    const { sizes } = preferences;
    if (edge !== 'bottom') sizes[edge] = Math.max(sizes[edge], TASKS_WIDTH_MIN);
    shown.value += 1;
  }

  async function act(name: string, answer: Promise<Result<unknown>>): Promise<boolean> {
    busy.value = name;
    const result = await answer;
    busy.value = undefined;
    if (!result.ok) notices.refuse(result.error);
    return result.ok;
  }

  /** Opens something by a call of the labs, as a document is opened. */
  async function enter(name: string, opened: Promise<Result<Opened>>): Promise<boolean> {
    busy.value = name;
    const done = await workspace.enter(name, opened);
    busy.value = undefined;
    return done;
  }

  async function begin(wanted: Omit<LabBegin, 'locale'>): Promise<boolean> {
    const input = { ...wanted, locale: preferences.locale };
    const done = await enter('begin', session.call('labs.begin', input));
    if (done) chosen.value = undefined;
    return done;
  }

  /** Opens a room of the bank as a seed means it: for everybody the same. */
  function practise(room: LabEntry, seed: string): Promise<boolean> {
    return begin({ lab: room.id, mode: 'practice', salt: saltOfRoomSeed(seed) });
  }

  async function goOn(document: string): Promise<boolean> {
    const done = await workspace.open(document);
    if (done) chosen.value = undefined;
    return done;
  }

  /** Puts the lab of a file on the shelf and shows it. */
  async function receive(file: File): Promise<void> {
    busy.value = 'receive';
    const answer = await session.call('labs.import', { base64: await base64Of(file) });
    busy.value = undefined;
    if (!answer.ok) {
      notices.refuse(answer.error);
      return;
    }
    await refresh();
    chosen.value = answer.value.entry;
  }

  /** Takes a lab that was sent off the shelf. */
  async function discard(id: string): Promise<void> {
    if (!(await act('discard', session.call('labs.remove', { lab: id })))) return;
    chosen.value = undefined;
    await refresh();
  }

  const acts = labActs(session, act);
  const copies = labCopies(session, enter);

  /** Hands the attempt to the learner as a file. */
  async function save(): Promise<void> {
    const file = await session.call('labs.attempt', {});
    if (file.ok) saveText(file.value);
    else notices.refuse(file.error);
  }

  /** Why the lab keeps a command to itself; undefined when it does not. */
  function lockOf(command: CommandType | undefined): string | undefined {
    const lock = attempt.value?.locks.find(({ commands }) =>
      commands.some((pattern) =>
        pattern.endsWith('.*')
          ? command?.startsWith(pattern.slice(0, -1)) === true
          : pattern === command,
      ),
    );
    return lock === undefined ? undefined : say(lock.why);
  }

  /** The task one is at: the first that is not done. */
  const current = computed<TaskView | undefined>(
    () => attempt.value?.tasks.find(({ state }) => state !== 'done') ?? attempt.value?.tasks.at(-1),
  );

  return {
    labs,
    attempt,
    chosen,
    busy,
    shown,
    current,
    say,
    bringUp,
    ...acts,
    ...copies,
    begin,
    practise,
    goOn,
    receive,
    discard,
    save,
    lockOf,
  };
});

/** Acts on the open attempt that change nothing but it. */
function labActs(
  session: ReturnType<typeof useSession>,
  act: (name: string, answer: Promise<Result<unknown>>) => Promise<boolean>,
) {
  return {
    answer: (check: string, value: Answer) =>
      act(`answer ${check}`, session.call('labs.answer', { check, value })),
    takeHint: (task: string) => act(`hint ${task}`, session.call('labs.hint', { task })),
    stopCheck: () => act('stopCheck', session.call('labs.stopCheck', {})),
    checkNow: () => act('check', session.call('labs.check', { predictions: false })),
    /** Tries what a prediction holds back; the prediction is closed. */
    tryAnyway: () => act('check', session.call('labs.check', { predictions: true })),
    reset: () => act('reset', session.call('labs.reset', {})),
    finish: () => act('finish', session.call('labs.finish', {})),
  };
}

/** Copies to look at in place of the attempt, and the way back to it. */
function labCopies(
  session: ReturnType<typeof useSession>,
  enter: (name: string, opened: Promise<Result<Opened>>) => Promise<boolean>,
) {
  return {
    showSolution: () => enter('solution', session.call('labs.show', { what: 'solution' })),
    showCase: (check: string, name: string) =>
      enter('case', session.call('labs.show', { what: 'case', check, case: name })),
    back: () => enter('back', session.call('labs.back', {})),
  };
}
