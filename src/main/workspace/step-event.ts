/**
 * One step: the next event, or the next recorded decision when that comes first.
 *
 * After a rewind the future of a branch is known; stepping through it must meet its decisions at
 * their places, each as a step of its own.
 */
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { formatSimTime } from '../../shared/kernel/time.ts';
import { runSlice } from './course.ts';
import type { WorkspaceCore } from './workspace-core.ts';

/** Refuses with `playback.nothingPending` when nothing is going to happen any more. */
export function stepEvent(core: WorkspaceCore): Result<undefined> {
  const { engine, history, clock } = core.parts;
  const { path } = history.branch;
  const { applied } = history.head;
  const next = history.findNode(path[applied] ?? 0);
  if (next !== undefined && next.place.eventCount === engine.eventCount) {
    const slice = runSlice(
      { engine, clock, node: (seq) => history.node(seq) },
      { to: next.place, path, applied, appliedMax: applied + 1, budgetMs: Infinity },
    );
    if (!slice.ok) throw new Error(slice.error.message);
    core.moved(slice.value.applied);
    return ok(undefined);
  }
  const nextAtUs = engine.nextEventAtUs();
  if (nextAtUs === undefined) return err(nothingPending(engine.nowUs));
  engine.runUntil(nextAtUs, { maxEvents: 1 });
  core.moved(applied);
  return ok(undefined);
}

function nothingPending(atUs: number): { code: string; message: string; hint: string } {
  return {
    code: 'playback.nothingPending',
    message: `Nothing is going to happen after ${formatSimTime(atUs)}: no event is scheduled.`,
    hint: 'Start a machine or set a load, then step again.',
  };
}
