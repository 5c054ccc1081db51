/**
 * Several commands as one act: under one mark, so that one undo takes all of it back, with time
 * standing still meanwhile. Where one is refused the whole is taken back, and nothing has changed.
 * What the lab keeps to itself is known before anything is sent.
 */
import type { Command, CommandType } from '../../shared/commands/index.ts';
import type { AppError } from '../../shared/kernel/result.ts';
import { useLab } from '../stores/use-lab.ts';
import { usePlayback } from '../stores/use-playback.ts';
import { useWorkspace } from '../stores/use-workspace.ts';

/** What became of several commands; without a refusal all of them were carried out. */
export interface Together {
  readonly refused?: { readonly at: number; readonly error: AppError };
}

/** Bound to the stores; call inside a component's setup. */
export function useTogether() {
  const lab = useLab();
  const workspace = useWorkspace();
  const playback = usePlayback();

  /** Why the lab keeps one of these commands to itself; undefined when it keeps none of them. */
  function lockOf(types: Iterable<CommandType>): string | undefined {
    if ((lab.attempt?.locks.length ?? 0) === 0) return undefined;
    for (const type of types) {
      const lock = lab.lockOf(type);
      if (lock !== undefined) return lock;
    }
    return undefined;
  }

  /** All of them or none; `act` names the step of the history. */
  async function carryOut(
    commands: readonly Command[],
    act: string,
    options: { quiet?: boolean } = {},
  ): Promise<Together> {
    if (commands.length === 0) return {};
    const wasRunning = playback.running;
    if (wasRunning) await playback.setRunning(false);
    const mark = `${act}-${Date.now()}`;
    let refused: Together['refused'];
    for (const [at, command] of commands.entries()) {
      const answer = await workspace.execute(command, { mark, ...options });
      if (answer.ok) continue;
      refused = { at, error: answer.error };
      break;
    }
    if (refused !== undefined && refused.at > 0) await workspace.undo();
    if (wasRunning) await playback.setRunning(true);
    return refused === undefined ? {} : { refused };
  }

  return { lockOf, carryOut };
}
