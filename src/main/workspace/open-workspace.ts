/**
 * From a document's records to a living workspace: the head of the history, in an engine.
 *
 * The records are read as a tree first; then the nearest keyframe on the head's path is restored
 * and the rest run again. A document that another version of the engine made is continued from its
 * newest keyframe on a branch of its own, because running its past again would give another past.
 */
import { assert } from '../../shared/kernel/assert.ts';
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { formatSimTime } from '../../shared/kernel/time.ts';
import { newBranch, type Destination } from './history-plan.ts';
import { History } from './history.ts';
import type { JournalRecord } from '../../shared/document/journal-record.ts';
import { KeyframeKeeper, type KeeperParts, type KeyframeFiles } from './keyframe-keeper.ts';
import { travel } from './travel.ts';
import { SILENT_WAY, type OpeningWay } from './opening-way.ts';
import { TAIL_RECORDS_MAX, type WorkspaceParts } from './workspace-core.ts';
import { Workspace } from './workspace.ts';

/** What the first branch of a document is called. */
const MAIN_NAME = 'main';

export interface OpeningParts extends Omit<WorkspaceParts, 'history' | 'keeper' | 'tail'> {
  /** Everything the journal holds, in order. */
  readonly records: readonly JournalRecord[];
  readonly files: KeyframeFiles;
  readonly keyframeLimits?: KeeperParts['limits'];
  /** Whoever waits for it: is told how far it is, and may give it up. */
  readonly way?: OpeningWay;
  /** The engine's rules: those the document was made under, and those in force. */
  readonly behaviour: { readonly document: number; readonly current: number };
}

export interface OpenedWorkspace {
  readonly workspace: Workspace;
  /** What had to be done that the person should know. */
  readonly notice: AppError | undefined;
}

/** Reads records into a history. Refuses with `journal.inconsistent`. O(records). */
export function readHistory(records: readonly JournalRecord[]): Result<History> {
  const history = new History(MAIN_NAME);
  for (const record of records) {
    const applied = history.apply(record);
    if (!applied.ok) return applied;
  }
  return ok(history);
}

/**
 * Opens a workspace at the head. The engine must stand at the start, its script set. Refuses with
 * `journal.inconsistent`, `document.diverged`, `document.otherBehaviour`, `history.noWay`.
 */
export async function openWorkspace(parts: OpeningParts): Promise<Result<OpenedWorkspace>> {
  const { engine, files, records, behaviour } = parts;
  assert(engine.eventCount === 0 && engine.nowUs === 0, 'The engine must stand at the start');
  const history = readHistory(records);
  if (!history.ok) return history;
  const keeper = new KeyframeKeeper({
    engine,
    history: history.value,
    files,
    ...(parts.keyframeLimits === undefined ? {} : { limits: parts.keyframeLimits }),
  });
  keeper.keepStart();
  const tail = records.slice(-TAIL_RECORDS_MAX);
  const workspaceParts: WorkspaceParts = { ...parts, history: history.value, keeper, tail };
  const isSame = behaviourOf(records, behaviour.document) === behaviour.current;
  const way = parts.way ?? SILENT_WAY;
  const arrived = isSame
    ? await goToHead(workspaceParts, way)
    : await rebase(workspaceParts, behaviour);
  if (!arrived.ok) return arrived;
  return ok({ workspace: new Workspace(workspaceParts), notice: arrived.value });
}

/** The rules the document's present was made under. */
function behaviourOf(records: readonly JournalRecord[], documentVersion: number): number {
  const rebases = records.filter((record) => record.kind === 'rebase');
  return rebases.at(-1)?.behaviourVersion ?? documentVersion;
}

function headDestination(history: History): Destination {
  const { head, branch } = history;
  return { path: branch.path, applied: head.applied, to: head.place };
}

async function goToHead(parts: WorkspaceParts, way: OpeningWay): Promise<Result<undefined>> {
  const { history, keeper } = parts;
  const { branch } = history;
  const arrived = await travel(parts, headDestination(history), {
    branch: branch.id,
    standing: branch.base === undefined ? { parent: 0 } : undefined,
    signal: way.signal,
    onProgress: (standing) => {
      keeper.captureIfDue(standing);
      way.tell('replay', parts.engine.nowUs / Math.max(1, history.head.place.atUs));
    },
  });
  return arrived.ok ? ok(undefined) : way.outcome(arrived);
}

/** Continues from the newest keyframe on the head's path, on a branch of its own. */
async function rebase(
  parts: WorkspaceParts,
  behaviour: OpeningParts['behaviour'],
): Promise<Result<AppError>> {
  const { history, keeper, journal, engine } = parts;
  for (const departure of keeper.departuresOnDisk(headDestination(history))) {
    const keyframe = departure.name;
    const bytes = await departure.load();
    if (!bytes.ok || !engine.restore(bytes.value).ok) continue;
    const fork = newBranchBeyondLimit(history, `continued with rules ${behaviour.current}`);
    const { head } = history;
    const record: JournalRecord = {
      kind: 'rebase',
      seq: history.lastSeq + 1,
      branch: head.branch,
      parent: history.lastApplied,
      atUs: head.place.atUs,
      afterEvent: head.place.eventCount,
      to: {
        parent: departure.parent,
        atUs: departure.place.atUs,
        afterEvent: departure.place.eventCount,
      },
      fork,
      keyframe,
      behaviourVersion: behaviour.current,
    };
    const written = await journal.append(record);
    if (!written.ok) return written;
    const applied = history.apply(record);
    if (!applied.ok) return applied;
    await keeper.keepOnly(keyframe);
    return ok(
      continuedNotice({
        behaviour,
        atUs: departure.place.atUs,
        isHead: head.place.atUs === departure.place.atUs,
      }),
    );
  }
  return err(otherBehaviour(behaviour));
}

/** A ninth branch is allowed here: without it the document could not be opened at all. */
function newBranchBeyondLimit(history: History, name: string): { id: string; name: string } {
  const fork = newBranch(history, name);
  return fork.ok ? fork.value : { id: `b${history.lastSeq + 1}`, name };
}

function continuedNotice(facts: {
  behaviour: OpeningParts['behaviour'];
  atUs: number;
  isHead: boolean;
}): AppError {
  const { behaviour, atUs, isHead } = facts;
  const left = isHead ? '' : ' What was decided after it stays on the old branch.';
  return {
    code: 'document.continued',
    message:
      `The document was made under rules ${behaviour.document}; this Racklab has rules ` +
      `${behaviour.current}. It continues from its newest keyframe, ${formatSimTime(atUs)}, on a ` +
      `new branch; the time before can be read, not run again.${left}`,
    hint: 'Go on from here, or open the document with the version that made it.',
    details: { documentBehaviour: behaviour.document, behaviour: behaviour.current, atUs },
  };
}

function otherBehaviour(behaviour: OpeningParts['behaviour']): AppError {
  return {
    code: 'document.otherBehaviour',
    message:
      `The document was made under rules ${behaviour.document}, this Racklab has rules ` +
      `${behaviour.current}, and no keyframe of it can be read to continue from.`,
    hint: 'Open it with the version that made it, and export the room as a scenario file.',
    details: { documentBehaviour: behaviour.document, behaviour: behaviour.current },
  };
}
