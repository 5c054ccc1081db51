/**
 * The author's desk as the screen sees it: the trainer's labs, the one that is being written as
 * texts, and how its proof goes.
 *
 * What is typed is shown at once and written a moment later; *saved* means the disk has it. Every
 * write answers with what is wrong with the lab. What the texts mean is not known here.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import type { AppError } from '../../shared/kernel/result.ts';
import type {
  Draft,
  DraftCreate,
  DraftEntry,
  DraftKeep,
  ProofProgress,
} from '../../shared/lab/author-view.ts';
import type { Finding, FindingPlace } from '../../shared/lab/lab-finding.ts';
import { editHistory, type FileChange } from '../author/edit-history.ts';
import { useNotices } from './use-notices.ts';
import { usePreferences } from './use-preferences.ts';
import { useSession } from './use-session.ts';
import { useWorkspace } from './use-workspace.ts';

/** A text is written this long after the last key. */
const WRITE_AFTER_MS = 400;
/** Draws of a proof on the screen; the command line tries as many as one likes. */
export const PROOF_DRAWS = 20;

export const useAuthor = defineStore('author', () => {
  const session = useSession();
  const workspace = useWorkspace();
  const notices = useNotices();
  const preferences = usePreferences();

  const labs = shallowRef<readonly DraftEntry[]>();
  /** The lab that is being written; undefined while none is. */
  const lab = ref<string>();
  /** The desk stands before the room. */
  const isShown = ref(false);
  const busy = ref<string>();
  const draft = draftTexts(session, { lab, onChange: () => proof.clear() });
  const { take, forget, flush } = draft;
  const proof = proofOf(session, lab);
  /** Where the desk is to look, for whoever shows it. */
  const target = shallowRef<FindingPlace>();

  session.whenConnected(() => {
    void refresh();
    return () => undefined;
  });

  async function refresh(): Promise<void> {
    const answer = await session.call('author.list', {});
    if (answer.ok) labs.value = answer.value;
  }

  function leave(): void {
    proof.clear();
    forget();
    target.value = undefined;
  }

  async function open(name: string): Promise<boolean> {
    await flush();
    const answer = await session.call('author.read', { lab: name });
    if (!answer.ok) {
      notices.refuse(answer.error);
      return false;
    }
    if (lab.value !== name) leave();
    take(answer.value);
    isShown.value = true;
    return true;
  }

  /** Puts the lab away; what was typed is written first. */
  async function close(): Promise<void> {
    await flush();
    isShown.value = false;
    lab.value = undefined;
    leave();
    await refresh();
  }

  async function create(request: DraftCreate): Promise<boolean> {
    busy.value = 'create';
    const answer = await session.call('author.create', request);
    busy.value = undefined;
    if (!answer.ok) {
      notices.refuse(answer.error);
      return false;
    }
    leave();
    take(answer.value);
    isShown.value = true;
    return true;
  }

  /** Reads the files again; what was typed here and not written is given up. */
  async function reload(): Promise<void> {
    draft.giveUp();
    if (lab.value !== undefined) await open(lab.value);
  }

  async function remove(path: string): Promise<void> {
    const name = lab.value;
    if (name === undefined || !(await flush())) return;
    const answer = await session.call('author.remove', { lab: name, path });
    if (answer.ok) take(answer.value);
    else notices.refuse(answer.error);
  }

  const rooms = authorRooms({
    session,
    busy,
    lab,
    flush,
    take,
    enter: workspace.enter,
    locale: () => preferences.locale,
    isShown,
    refuse: notices.refuse,
  });

  /** Shows a place of the files. */
  function jump(place: FindingPlace): void {
    target.value = { ...place };
  }

  return {
    labs,
    lab,
    isShown,
    busy,
    ...draft,
    target,
    progress: proof.progress,
    isProving: proof.isRunning,
    refresh,
    open,
    close,
    create,
    reload,
    remove,
    ...wholeLabs({ session, lab, close, refresh, refuse: notices.refuse }),
    jump,
    ...rooms,
    async prove(): Promise<void> {
      if (await flush()) proof.start();
    },
    stopProof: proof.stop,
  };
});

/** The texts of the lab that is being written, and how far the disk has them. */
function draftTexts(
  session: ReturnType<typeof useSession>,
  of: { readonly lab: { value: string | undefined }; readonly onChange: () => void },
) {
  const { lab, onChange } = of;
  const texts = shallowReactive(new Map<string, string>());
  const findings = shallowRef<readonly Finding[]>([]);
  const problem = shallowRef<AppError>();
  const hashes = new Map<string, string>();
  const dirty = shallowReactive(new Set<string>());
  const edits = formEdits({ texts, write });
  const isSaved = computed(() => dirty.size === 0);
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes over what was read or written; texts that were typed meanwhile stay. */
  function take(draft: Draft): void {
    lab.value = draft.lab;
    // What was proved before was another text.
    if (draft.files.some(({ path, sha256 }) => hashes.get(path) !== sha256)) onChange();
    findings.value = draft.findings;
    const known = new Set(draft.files.map(({ path }) => path));
    for (const path of texts.keys()) if (!known.has(path) && !dirty.has(path)) texts.delete(path);
    for (const { path, text, sha256 } of draft.files) {
      hashes.set(path, sha256);
      if (!dirty.has(path)) texts.set(path, text);
    }
  }

  function forget(): void {
    texts.clear();
    hashes.clear();
    edits.forgetEdits();
    giveUp();
    findings.value = [];
  }

  /** What was typed and not written is let go of. */
  function giveUp(): void {
    dirty.clear();
    problem.value = undefined;
  }

  function write(path: string, text: string): void {
    if (texts.get(path) === text) return;
    texts.set(path, text);
    dirty.add(path);
    onChange();
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), WRITE_AFTER_MS);
  }

  /** Writes what was typed. True when the disk has it. */
  async function flush(): Promise<boolean> {
    clearTimeout(timer);
    const name = lab.value;
    if (name === undefined || dirty.size === 0) return true;
    const sent = [...dirty].map((path) => ({ path, text: texts.get(path) ?? '' }));
    const changes = changesOf(sent, hashes);
    const answer = await session.call('author.write', { lab: name, changes });
    problem.value = answer.ok ? undefined : answer.error;
    if (!answer.ok) return false;
    // What was typed while it was on its way is still to be written.
    for (const { path, text } of sent) if (texts.get(path) === text) dirty.delete(path);
    if (lab.value === name) take(answer.value);
    return true;
  }

  return { texts, findings, problem, isSaved, take, forget, giveUp, write, flush, ...edits };
}

/** Changes of forms, of one file or of several at once: they can be undone. */
function formEdits(files: {
  readonly texts: ReadonlyMap<string, string>;
  readonly write: (path: string, text: string) => void;
}) {
  const { note, undo, redo, clear, canUndo, canRedo } = editHistory({
    textOf: (path) => files.texts.get(path),
    write: files.write,
  });
  function edit(...changes: readonly FileChange[]): void {
    note(changes);
    for (const { path, text } of changes) files.write(path, text);
  }
  return { edit, undo, redo, canUndo, canRedo, forgetEdits: clear };
}

/** Texts to be written, each with the hash of what it replaces. */
function changesOf(
  sent: readonly { readonly path: string; readonly text: string }[],
  hashes: ReadonlyMap<string, string>,
) {
  return sent.map((one) => {
    const before = hashes.get(one.path);
    return before === undefined ? one : { ...one, before };
  });
}

/** A proof that runs: one at a time, ended by whoever waits no more. */
function proofOf(
  session: ReturnType<typeof useSession>,
  lab: { readonly value: string | undefined },
) {
  const progress = shallowRef<ProofProgress>();
  const isRunning = ref(false);
  let end: (() => void) | undefined;

  function stop(): void {
    end?.();
    end = undefined;
    isRunning.value = false;
  }

  function start(): void {
    stop();
    const { client } = session;
    if (client === undefined || lab.value === undefined) return;
    progress.value = undefined;
    isRunning.value = true;
    const asked = { lab: lab.value, drawsMax: PROOF_DRAWS };
    end = client.subscribe('author.prove', asked, (now) => {
      progress.value = now;
      if (now.isFinished) stop();
    });
  }

  function clear(): void {
    stop();
    progress.value = undefined;
  }

  return { progress, isRunning, start, stop, clear };
}

/** Acts on a lab as a whole, and on what binds it to its key. */
function wholeLabs(tools: {
  readonly session: ReturnType<typeof useSession>;
  readonly lab: { readonly value: string | undefined };
  readonly close: () => Promise<void>;
  readonly refresh: () => Promise<void>;
  readonly refuse: (error: AppError) => void;
}) {
  /** Takes a whole lab off the list. Gives the way to put it back; undefined when refused. */
  async function discard(name: string): Promise<(() => Promise<void>) | undefined> {
    if (tools.lab.value === name) await tools.close();
    const answer = await tools.session.call('author.discard', { lab: name });
    if (!answer.ok) {
      tools.refuse(answer.error);
      return undefined;
    }
    await tools.refresh();
    const { kept } = answer.value;
    return async () => {
      const back = await tools.session.call('author.restore', { lab: name, kept });
      if (!back.ok) tools.refuse(back.error);
      await tools.refresh();
    };
  }

  /** The hash over a surprise and its salt; undefined while it is none, or when refused. */
  async function commitOf(sealed: unknown): Promise<string | undefined> {
    const { salt, check } = Object(sealed);
    if (typeof salt !== 'string' || typeof check !== 'object' || check === null) return undefined;
    const answer = await tools.session.call('author.seal', { salt, check });
    if (answer.ok) return answer.value.commit;
    tools.refuse(answer.error);
    return undefined;
  }

  return { discard, commitOf };
}

interface RoomTools {
  readonly session: ReturnType<typeof useSession>;
  readonly busy: { value: string | undefined };
  readonly lab: { readonly value: string | undefined };
  readonly flush: () => Promise<boolean>;
  readonly take: (draft: Draft) => void;
  readonly enter: ReturnType<typeof useWorkspace>['enter'];
  readonly locale: () => 'en' | 'pt-BR';
  readonly isShown: { value: boolean };
  readonly refuse: (error: AppError) => void;
}

/** Rooms of a lab: its start to be built on, and the lab as a learner meets it. */
function authorRooms(tools: RoomTools) {
  const { session, busy, lab, flush, enter, isShown, refuse } = tools;

  async function into(
    name: string,
    call: (lab: string) => Parameters<typeof enter>[1],
  ): Promise<boolean> {
    const wanted = lab.value;
    if (wanted === undefined || !(await flush())) return false;
    busy.value = name;
    const done = await enter(name, call(wanted));
    busy.value = undefined;
    if (done) isShown.value = false;
    return done;
  }

  /** The open room becomes the start. Gives what it could not carry; undefined when refused. */
  async function recordStart(): Promise<readonly string[] | undefined> {
    if (lab.value === undefined) return undefined;
    busy.value = 'recordStart';
    const answer = await session.call('author.recordStart', { lab: lab.value });
    busy.value = undefined;
    if (!answer.ok) {
      refuse(answer.error);
      return undefined;
    }
    tools.take(answer.value.draft);
    return answer.value.notCarried;
  }

  /** What was played becomes part of the key. */
  async function keep(request: DraftKeep): Promise<boolean> {
    busy.value = 'keep';
    const answer = await session.call('author.keep', request);
    busy.value = undefined;
    if (!answer.ok) refuse(answer.error);
    return answer.ok;
  }

  return {
    openStart: () => into('openStart', (name) => session.call('author.openStart', { lab: name })),
    tryOut: () => {
      const locale = tools.locale();
      return into('tryOut', (name) => session.call('author.tryOut', { lab: name, locale }));
    },
    recordStart,
    keep,
  };
}
