/**
 * What is done when the connection comes back: the document that was open here is opened again if
 * the host has lost it. A command whose answer never came is looked for in the history, so that it
 * is neither lost nor done twice.
 */
import { computed, ref, watch } from 'vue';
import { commandSchema, type Command } from '../../shared/commands/index.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import type { CallOutput } from '../../shared/contract/define.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { useLive } from './use-live.ts';
import { useNotices } from './use-notices.ts';
import { usePlayback } from './use-playback.ts';
import { useRooms } from './use-rooms.ts';
import { notDone, useSession } from './use-session.ts';
import { useTopology } from './use-topology.ts';

type Executed = CallOutput<Contract, 'workspace.execute'>;
type Opened = CallOutput<Contract, 'documents.open'>;

/** Reasons for which a call stays without its answer, whether it was carried out or not. */
const CUT_OFF = ['ipc.closed', 'host.workspaceStopped', 'ipc.tooOften'];

/** True when nobody can tell from it whether a call was carried out. */
export function wasCutOff(refusal: AppError): boolean {
  return CUT_OFF.includes(refusal.code);
}

/** Opens again what the host has lost; `onOpened` hears what had to be mended. */
export function useReopening(onOpened: (opened: Opened) => void) {
  const session = useSession();
  const live = useLive();
  const playback = usePlayback();
  const notices = useNotices();
  const reopening = ref(false);
  /** Opened again by itself once: a document that ends the engine must not do so for ever. */
  let tried: string | undefined;

  function bringBack(): boolean {
    if (reopening.value) return true;
    const name = live.following ? playback.view?.document : useRooms().current?.document;
    if (name === undefined || name === tried) return false;
    tried = name;
    void reopen(name);
    return true;
  }

  async function reopen(name: string): Promise<void> {
    reopening.value = true;
    const answer = await session.call('documents.open', { name });
    reopening.value = false;
    if (answer.ok) {
      onOpened(answer.value);
      live.follow();
      return;
    }
    // Cut off again: the next connection asks again.
    if (answer.error.code === 'ipc.closed' || answer.error.code === 'ipc.notDone') {
      tried = undefined;
      return;
    }
    notices.refuse(answer.error);
    live.stop();
    live.known = true;
  }

  live.whenGone(bringBack);
  watch(
    () => live.inTouch,
    (isThere) => {
      if (isThere) tried = undefined;
    },
  );
  return { reopening };
}

/** Sends commands so that each is carried out once, however the connection goes. */
export function useSureSending() {
  const session = useSession();
  const live = useLive();
  const playback = usePlayback();
  const topology = useTopology();
  /** The last decision that is known to be an earlier one. */
  let last = { document: '', seq: 0 };

  const standing = computed(() => {
    if (session.status === 'stale') return 'gone';
    if (session.ready && live.inTouch) return 'here';
    return session.ready && live.known && !live.following ? 'gone' : 'away';
  });

  async function send(
    command: Command,
    mark: { readonly mark?: string },
  ): Promise<Result<Executed>> {
    const document = playback.view?.document ?? '';
    const known = last.document === document ? last.seq : 0;
    const since = Math.max(known, playback.view?.savedSeq ?? 0);
    const answer = await session.call('workspace.execute', { command, ...mark });
    if (answer.ok) last = { document, seq: answer.value.seq };
    if (answer.ok || !wasCutOff(answer.error)) return answer;
    const isBack = (await settled()) === 'here' && playback.view?.document === document;
    return isBack ? ((await lookFor(command, since)) ?? answer) : answer;
  }

  /** Whether it was carried out, once somebody can tell; undefined when nobody can. */
  async function lookFor(command: Command, since: number): Promise<Result<Executed> | undefined> {
    const history = await session.call('workspace.history', {});
    if (!history.ok) return undefined;
    const wanted = textOf(command);
    const found = history.value.findLast(
      (entry) => entry.seq > since && !entry.undone && textOf(entry.command) === wanted,
    );
    if (found === undefined) return err(notDone());
    const { seq, atUs } = found;
    return ok({ seq, atUs, rev: topology.rev, warnings: [] });
  }

  /** Waits until the room is in sight again, or is known to be gone. */
  function settled(): Promise<'here' | 'gone'> {
    return new Promise((resolve) => {
      const unwatch = watch(standing, (now) => {
        if (now === 'away') return;
        unwatch();
        resolve(now);
      });
    });
  }

  return { send };
}

/** The same for the same command, however its fields came to stand. */
function textOf(command: Command): string {
  return JSON.stringify(commandSchema.parse(command));
}
