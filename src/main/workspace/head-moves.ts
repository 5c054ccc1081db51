/**
 * The moves of the head: undo, redo, rewind, fork, change of branch.
 *
 * A move goes there first and is written down when it has arrived, so that the journal names only
 * moves that worked. When the journey or the journal refuses, the engine goes back to where it was:
 * a snapshot of that moment was taken before leaving.
 */
import type { CancelSignal } from '../../shared/contract/cancellation.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import {
  destinationAt,
  destinationBefore,
  destinationTip,
  planFork,
  planRedo,
  planRewind,
  planSwitch,
  planUndo,
  type Destination,
} from './history-plan.ts';
import { planDropBranch } from './branch-drop.ts';
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import { travel, type Arrival } from './travel.ts';
import type { WorkspaceCore } from './workspace-core.ts';

/** What an undo or redo answers: its number, the room's revision, and the time it holds for. */
export interface Moved {
  readonly seq: number;
  readonly rev: number;
  readonly atUs: number;
}

/** Takes back the last mark. Refusals: see `planUndo`, and those of the journal. */
export async function undo(core: WorkspaceCore): Promise<Result<Moved>> {
  const { history } = core.parts;
  const planned = planUndo(history);
  if (!planned.ok) return planned;
  const { branch, head } = history;
  const applied = head.applied - planned.value.seqs.length;
  const to: Destination = { path: branch.path.slice(0, applied), applied, to: head.place };
  const moved = await moveHead(core, { branch: branch.id, to, record: () => planned.value });
  return moved.ok ? ok(answer(core, planned.value.seq)) : moved;
}

/** Brings back what undo took. Refusals: see `planRedo`, and those of the journal. */
export async function redo(core: WorkspaceCore): Promise<Result<Moved>> {
  const { history } = core.parts;
  const planned = planRedo(history);
  if (!planned.ok) return planned;
  const { branch, head } = history;
  const path = [...branch.path.slice(0, head.applied), ...planned.value.seqs];
  const to: Destination = { path, applied: path.length, to: head.place };
  const moved = await moveHead(core, { branch: branch.id, to, record: () => planned.value });
  return moved.ok ? ok(answer(core, planned.value.seq)) : moved;
}

/** Goes to the end of a simulated moment. Refusals: see `destinationAt`, and those of travel. */
export function rewind(
  core: WorkspaceCore,
  request: { readonly toUs: number; readonly signal: CancelSignal },
): Promise<Result<undefined>> {
  return goAlong(core, destinationAt(core.parts.history, request.toUs), request.signal);
}

/** Goes to just before a decision. Refusals: see `destinationBefore`, and those of travel. */
export function rewindBefore(
  core: WorkspaceCore,
  request: { readonly seq: number; readonly signal: CancelSignal },
): Promise<Result<undefined>> {
  return goAlong(core, destinationBefore(core.parts.history, request.seq), request.signal);
}

/** Begins a branch where the head stands. Refuses with `history.branchesFull`. */
export async function fork(core: WorkspaceCore, name: string): Promise<Result<undefined>> {
  const planned = planFork(core.parts.history, name);
  return planned.ok ? core.write(planned.value) : planned;
}

/** Lets go of a branch. Refusals: see `planDropBranch`, and those of the journal. */
export async function dropBranch(core: WorkspaceCore, branch: string): Promise<Result<undefined>> {
  const planned = planDropBranch(core.parts.history, branch);
  return planned.ok ? core.write(planned.value) : planned;
}

/** Goes to the tip of another branch. Refusals: see `planSwitch`, and those of travel. */
export async function switchBranch(
  core: WorkspaceCore,
  request: { readonly branch: string; readonly signal: CancelSignal },
): Promise<Result<undefined>> {
  const { history } = core.parts;
  const planned = planSwitch(history, request.branch);
  if (!planned.ok) return planned;
  const target = history.findBranch(request.branch) ?? history.branch;
  return moveHead(core, {
    branch: target.id,
    to: destinationTip(target),
    record: () => planned.value,
    signal: request.signal,
  });
}

async function goAlong(
  core: WorkspaceCore,
  destination: Result<Destination>,
  signal: CancelSignal,
): Promise<Result<undefined>> {
  if (!destination.ok) return destination;
  const { history } = core.parts;
  core.playback.pause();
  return moveHead(core, {
    branch: history.head.branch,
    to: destination.value,
    record: (arrival) => planRewind(history, arrival),
    signal,
  });
}

interface Move {
  readonly branch: string;
  readonly to: Destination;
  readonly record: (arrival: Arrival) => JournalRecord;
  readonly signal?: CancelSignal;
}

async function moveHead(core: WorkspaceCore, move: Move): Promise<Result<undefined>> {
  const { history, keeper } = core.parts;
  const from = core.standing;
  const { place } = history.head;
  const back: Destination = { path: history.branch.path, applied: from.applied, to: place };
  keeper.capture(from);
  core.beginTravel();
  const arrival = await travel(core.parts, move.to, {
    branch: move.branch,
    standing: from,
    onProgress: (standing) => {
      keeper.captureIfDue(standing);
      core.publisher.changed();
    },
    ...(move.signal === undefined ? {} : { signal: move.signal }),
  });
  const written = arrival.ok ? await core.write(move.record(arrival.value)) : arrival;
  if (!written.ok) await goBack(core, back);
  core.endTravel();
  return written;
}

/** To where the head still is; it was there a moment ago, so a way that fails is a bug. */
async function goBack(core: WorkspaceCore, destination: Destination): Promise<void> {
  const { branch } = core.standing;
  const returned = await travel(core.parts, destination, { branch, standing: undefined });
  if (!returned.ok) throw new Error(returned.error.message);
}

function answer(core: WorkspaceCore, seq: number): Moved {
  const { engine } = core.parts;
  return { seq, rev: core.publisher.drain(), atUs: engine.nowUs };
}
