/**
 * What a gesture would write into the journal: the decisions of the history, as pure functions.
 *
 * Each looks at the history, changes nothing, and answers with the record to be written or with a
 * refusal. Whoever carries it out writes the record first and lets the history take it in after.
 */
import type { Command } from '../../shared/commands/index.ts';
import { formatSimTime, printDuration } from '../../shared/kernel/time.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { compensationOf } from './compensation.ts';
import { DECISIONS_MAX, type Branch, type History, type HistoryNode } from './history.ts';
import {
  BRANCH_NAME_LENGTH_MAX,
  MARK_SIZE_MAX,
  samePlace,
  type Place,
  type RecordOf,
} from '../../shared/document/journal-record.ts';

/** Most branches of one document, the first included. */
export const BRANCHES_MAX = 8;

/** Where to travel: the first `applied` decisions of `path`, and a place or the end of a moment. */
export interface Destination {
  readonly path: readonly number[];
  readonly applied: number;
  readonly to: Place | { readonly atUs: number };
}

/** The fields every record begins with: its number, and where the head stands now. */
export function stand(history: History): {
  seq: number;
  branch: string;
  parent: number;
  atUs: number;
  afterEvent: number;
} {
  const { branch, place } = history.head;
  return {
    seq: history.lastSeq + 1,
    branch,
    parent: history.lastApplied,
    atUs: place.atUs,
    afterEvent: place.eventCount,
  };
}

/** A record of how far time has come. */
export function planClock(history: History): RecordOf<'clock'> {
  return { kind: 'clock', ...stand(history) };
}

/** A record of something said beside the history. */
export function planNote(history: History, note: RecordOf<'note'>['note']): RecordOf<'note'> {
  return { kind: 'note', ...stand(history), note };
}

/** A decision at the head. Refuses with `history.full` and, in the past, `history.branchesFull`. */
export function planCommand(
  history: History,
  given: {
    command: Command;
    eventsAtNow: number;
    midInstant: boolean;
    actionsDone: number;
    mark: string | undefined;
  },
): Result<RecordOf<'command'>> {
  if (history.size >= DECISIONS_MAX) return err(historyFull());
  const fork = planForkInPast(history, describeCommand(given.command));
  if (!fork.ok) return fork;
  return ok({
    kind: 'command',
    ...stand(history),
    eventsAtNow: given.eventsAtNow,
    ...(given.midInstant ? { midInstant: true, actionsDone: given.actionsDone } : {}),
    command: given.command,
    ...(given.mark === undefined ? {} : { mark: given.mark }),
    ...(fork.value === undefined ? {} : { fork: fork.value }),
  });
}

/** The decisions one undo would take back, oldest first; undefined when there is none at all. */
export function lastGroup(history: History): readonly HistoryNode[] | undefined {
  const { path } = history.branch;
  const end = history.head.applied;
  if (end === 0) return undefined;
  return groupBackwards(history, path.slice(Math.max(0, end - MARK_SIZE_MAX), end));
}

function groupBackwards(history: History, seqs: readonly number[]): readonly HistoryNode[] {
  const group: HistoryNode[] = [];
  for (let index = seqs.length - 1; index >= 0; index -= 1) {
    const node = history.node(seqs[index] ?? 0);
    const newest = group[0];
    if (newest !== undefined && (node.mark === undefined || node.mark !== newest.mark)) break;
    group.unshift(node);
  }
  return group;
}

/**
 * Takes back the last mark. Refuses with `history.nothingToUndo`, and with `history.timePassed`
 * once the clock has moved; its details name the decision to go back before and how far that is.
 */
export function planUndo(history: History): Result<RecordOf<'undo'>> {
  const group = lastGroup(history);
  const first = group?.[0];
  if (group === undefined || first === undefined) return err(nothingToUndo());
  if (!samePlace(first.place, history.head.place)) {
    return err(timePassed(history.head.place, first));
  }
  const fork = planForkInPast(history, `undo ${describeCommand(first.command)}`);
  if (!fork.ok) return fork;
  return ok({
    kind: 'undo',
    ...stand(history),
    seqs: group.map(({ seq }) => seq),
    ...(fork.value === undefined ? {} : { fork: fork.value }),
  });
}

/**
 * The decisions one redo would bring back, oldest first: what was undone here, else what the branch
 * recorded at this very place (as after going back to before a decision).
 */
export function nextGroup(history: History): readonly number[] {
  const undone = history.undone.at(-1);
  if (undone !== undefined) return undone;
  const { path } = history.branch;
  const group: number[] = [];
  for (let index = history.head.applied; index < path.length; index += 1) {
    const node = history.node(path[index] ?? 0);
    const first = group[0] === undefined ? undefined : history.node(group[0]);
    if (!samePlace(node.place, history.head.place) || group.length >= MARK_SIZE_MAX) break;
    if (first !== undefined && (first.mark === undefined || first.mark !== node.mark)) break;
    group.push(node.seq);
  }
  return group;
}

/** Brings back what undo took. Refuses with `history.nothingToRedo`. */
export function planRedo(history: History): Result<RecordOf<'redo'>> {
  const group = nextGroup(history);
  if (group.length === 0) return err(nothingToRedo());
  return ok({ kind: 'redo', ...stand(history), seqs: [...group] });
}

/**
 * Where a rewind to `toUs` leads: the end of that moment, the decisions made in it included.
 * Refuses with `history.beyondTip` and `history.otherBehaviour`.
 */
export function destinationAt(history: History, toUs: number): Result<Destination> {
  const { branch } = history;
  if (toUs > branch.tip.atUs) return err(beyondTip(toUs, branch));
  if (branch.base !== undefined && toUs < branch.base.place.atUs) {
    return err(otherBehaviour(branch.base.place));
  }
  if (toUs === branch.tip.atUs) return ok(destinationTip(branch));
  return ok(destinationUpTo(history, { path: branch.path, atUs: toUs }));
}

/** The end of a moment on a path, with the decisions made until then. */
export function destinationUpTo(
  history: History,
  at: { readonly path: readonly number[]; readonly atUs: number },
): Destination {
  const { path, atUs } = at;
  const later = path.findIndex((seq) => history.node(seq).place.atUs > atUs);
  return { path, applied: later < 0 ? path.length : later, to: { atUs } };
}

/** The furthest place of a branch, with all its decisions. */
export function destinationTip(branch: Branch): Destination {
  return { path: branch.path, applied: branch.path.length, to: branch.tip };
}

/** Just before one decision. Refuses with `history.entryNotFound`, `history.entryElsewhere`. */
export function destinationBefore(history: History, seq: number): Result<Destination> {
  const node = history.findNode(seq);
  if (node === undefined) return err(entryNotFound(seq));
  const { branch } = history;
  const applied = branch.path.indexOf(seq);
  if (applied < 0) return err(entryElsewhere(node, branch));
  if (branch.base !== undefined && node.place.atUs < branch.base.place.atUs) {
    return err(otherBehaviour(branch.base.place));
  }
  return ok({ path: branch.path, applied, to: node.place });
}

/** The record of a journey along the branch; `arrived` is where it ended. */
export function planRewind(
  history: History,
  arrived: { readonly parent: number; readonly place: Place },
): RecordOf<'rewind'> {
  const { parent, place } = arrived;
  return {
    kind: 'rewind',
    ...stand(history),
    to: { parent, atUs: place.atUs, afterEvent: place.eventCount },
  };
}

/** A branch by hand. Refuses with `history.branchesFull`. */
export function planFork(history: History, name: string): Result<RecordOf<'fork'>> {
  const fork = newBranch(history, name);
  return fork.ok ? ok({ kind: 'fork', ...stand(history), fork: fork.value }) : fork;
}

/**
 * Changes to the tip of another branch. Refuses with `history.branchNotFound` and, for a branch of
 * an older engine, `history.otherBehaviour`.
 */
export function planSwitch(history: History, id: string): Result<RecordOf<'switchBranch'>> {
  const branch = history.findBranch(id);
  if (branch === undefined) return err(branchNotFound(id, history));
  if (branch.isFrozen) return err(frozen(branch));
  return ok({
    kind: 'switchBranch',
    ...stand(history),
    to: {
      branch: id,
      parent: branch.path.at(-1) ?? 0,
      atUs: branch.tip.atUs,
      afterEvent: branch.tip.eventCount,
    },
  });
}

/** A name and id for a new branch. Refuses with `history.branchesFull`. */
export function newBranch(history: History, name: string): Result<{ id: string; name: string }> {
  if (history.branches.length >= BRANCHES_MAX) return err(branchesFull(history));
  return ok({ id: `b${history.lastSeq + 1}`, name: freeBranchName(history, name) });
}

function planForkInPast(
  history: History,
  name: string,
): Result<{ id: string; name: string } | undefined> {
  return history.isBehindTip ? newBranch(history, name) : ok(undefined);
}

/** The name cut to its limit; `(2)`, `(3)` and so on when another branch has it. */
function freeBranchName(history: History, wanted: string): string {
  const taken = new Set(history.branches.map(({ name }) => name));
  let name = wanted.slice(0, BRANCH_NAME_LENGTH_MAX);
  for (let number = 2; taken.has(name); number += 1) {
    const suffix = ` (${number})`;
    name = wanted.slice(0, BRANCH_NAME_LENGTH_MAX - suffix.length) + suffix;
  }
  return name;
}

/** Fields that say how, not what; they do not name a command's object. */
const ADVERBS: ReadonlySet<string> = new Set(['type', 'kind', 'layer', 'by', 'location', 'group']);

/** Type and object of a command, such as `fault.cut rack:r2`. */
export function describeCommand(command: Command): string {
  const fields: [string, unknown][] = Object.entries(command);
  const object = fields.find(([key, value]) => !ADVERBS.has(key) && typeof value === 'string')?.[1];
  return typeof object === 'string' ? `${command.type} ${object}` : command.type;
}

function historyFull(): AppError {
  return {
    code: 'history.full',
    message: `The document already holds ${DECISIONS_MAX} decisions, the most it can carry.`,
    hint: 'Export the room as it is now and import the file as a new document.',
    details: { decisionsMax: DECISIONS_MAX },
  };
}

function nothingToUndo(): AppError {
  return {
    code: 'history.nothingToUndo',
    message: 'Nothing has been changed on this branch yet.',
    hint: 'Change something first; undo then takes it back at the same moment.',
  };
}

function nothingToRedo(): AppError {
  return {
    code: 'history.nothingToRedo',
    message: 'Nothing was undone at this moment, so there is nothing to bring back.',
    hint: 'What was undone earlier stays in the history; give the command again.',
  };
}

function timePassed(now: Place, node: HistoryNode): AppError {
  const passedUs = now.atUs - node.place.atUs;
  const passedEvents = now.eventCount - node.place.eventCount;
  const opposite = compensationOf(node.command.type);
  const compensate = opposite === undefined ? '' : `, or take it back with ${opposite}`;
  return {
    code: 'history.timePassed',
    message:
      `${describeCommand(node.command)} was done at ${formatSimTime(node.place.atUs)}. ` +
      `${printDuration(passedUs)} and ${passedEvents} events have passed since, ` +
      'and undo does not undo time.',
    hint: `Go back to before it (decision ${node.seq})${compensate}.`,
    details: {
      seq: node.seq,
      command: node.command.type,
      passedUs,
      passedEvents,
      ...(opposite === undefined ? {} : { compensateWith: opposite }),
    },
  };
}

function beyondTip(toUs: number, branch: Branch): AppError {
  return {
    code: 'history.beyondTip',
    message:
      `${formatSimTime(toUs)} has not been simulated on branch "${branch.name}" yet; ` +
      `it reaches ${formatSimTime(branch.tip.atUs)}.`,
    hint: 'Run until that time instead.',
    details: { toUs, tipUs: branch.tip.atUs },
  };
}

function otherBehaviour(base: Place): AppError {
  return {
    code: 'history.otherBehaviour',
    message:
      `What lies before ${formatSimTime(base.atUs)} was simulated by another version of Racklab, ` +
      'so it can be read in the history but not run again.',
    hint: `Choose a moment from ${formatSimTime(base.atUs)} on.`,
    details: { baseUs: base.atUs },
  };
}

/** The refusal of a branch that an older engine made. */
export function frozen(branch: Branch): AppError {
  return {
    code: 'history.otherBehaviour',
    message:
      `Branch "${branch.name}" was simulated by another version of Racklab, so it can be read in ` +
      'the history but not run again.',
    hint: 'Choose a branch that was made since, or open the document with the older version.',
    details: { branch: branch.id },
  };
}

function entryNotFound(seq: number): AppError {
  return {
    code: 'history.entryNotFound',
    message: `The history has no decision with the number ${seq}.`,
    hint: 'Choose one from the list of decisions.',
    details: { seq },
  };
}

function entryElsewhere(node: HistoryNode, branch: Branch): AppError {
  return {
    code: 'history.entryElsewhere',
    message:
      `Decision ${node.seq} (${describeCommand(node.command)}) is not part of branch ` +
      `"${branch.name}": it was undone, or made on another branch.`,
    hint: 'Change to the branch it was made on, or choose another decision.',
    details: { seq: node.seq, madeOn: node.branch, branch: branch.id },
  };
}

/** The refusal of a branch there is not. */
export function branchNotFound(id: string, history: History): AppError {
  const names = history.branches.map((branch) => branch.id);
  return {
    code: 'history.branchNotFound',
    message: `There is no branch "${id}"; there are ${names.length}: ${names.join(', ')}.`,
    hint: 'Choose one of the branches there are.',
    details: { branch: id, branches: names },
  };
}

function branchesFull(history: History): AppError {
  const { head } = history;
  const others = history.branches.filter(({ id }) => id !== head.branch);
  const oldest = others.sort((left, right) => left.lastUsedSeq - right.lastUsedSeq)[0];
  return {
    code: 'history.branchesFull',
    message:
      `A change in the past begins a branch, and the document already has ${BRANCHES_MAX}, ` +
      `the most there can be; "${oldest?.name ?? ''}" has gone unused for longest.`,
    hint: 'Drop a branch that is not wanted any more, or go to the end of one and continue there.',
    details: { branchesMax: BRANCHES_MAX, oldestUnused: oldest?.id ?? '' },
  };
}
