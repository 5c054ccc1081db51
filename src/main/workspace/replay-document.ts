/**
 * Runs a document again from its start, and holds what is stored against what comes out.
 *
 * For `racklab replay` and `racklab verify`: the journal is read as it is, nothing is written, and
 * no keyframe is used except to be checked, or where another engine made what lies before it.
 */
import { err, mapResult, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { JournalRecord, Place } from '../../shared/document/journal-record.ts';
import type { Engine, Violation } from '../engine/index.ts';
import type { KeyframeInfo } from '../persistence/keyframe-store.ts';
import type { OpenDocument } from '../persistence/open-document.ts';
import { runSlice } from './course.ts';
import { startScenario, type StartedScenario } from './document-workspace.ts';
import { destinationAt } from './history-plan.ts';
import type { Branch, History } from './history.ts';
import { leadsTo } from './keyframes.ts';
import { readHistory } from './open-workspace.ts';
import { processClock } from './wall-clock.ts';

export interface ReplayedDocument extends StartedScenario {
  /** The engine stands at the head. */
  readonly history: History;
  readonly hash: string;
}

export interface VerifiedDocument extends ReplayedDocument {
  /** Keyframes on the way to the head whose state is the one that comes out. */
  readonly keyframesGood: number;
  /** Those that differ or cannot be read, with the reason. */
  readonly keyframesBad: readonly AppError[];
  readonly violations: readonly Violation[];
}

/** Reports how far a replay has come; called a few times a second at most. */
export type ReplayProgress = (place: Place) => void;

export interface ReplayOptions {
  readonly resourcesDir: string;
  readonly onProgress?: ReplayProgress;
  /** To the end of this moment of the head's branch instead of the head. */
  readonly toUs?: number;
}

/** Wall time between two reports of progress. */
const REPORT_EVERY_MS = 250;

/**
 * Takes a document (open for reading is enough) to its head. Refuses with `journal.inconsistent`,
 * `document.diverged`, `history.beyondTip`, and as starting the scenario or reading a base
 * keyframe does.
 */
export async function replayDocument(
  document: OpenDocument<JournalRecord>,
  options: ReplayOptions,
): Promise<Result<ReplayedDocument>> {
  const way = await begin(document, options);
  if (!way.ok) return way;
  const { started, history } = way.value;
  const end = endOf(history, options.toUs);
  if (!end.ok) return end;
  const arrived = way.value.goTo(end.value);
  if (!arrived.ok) return arrived;
  return ok({ ...started, history, hash: started.engine.hash() });
}

/**
 * As `replayDocument`, comparing every keyframe on the way and checking the invariants at the head.
 * A bad keyframe is a finding, not a refusal: the journal is the truth.
 */
export async function verifyDocument(
  document: OpenDocument<JournalRecord>,
  options: ReplayOptions,
): Promise<Result<VerifiedDocument>> {
  const way = await begin(document, options);
  if (!way.ok) return way;
  const { started, history } = way.value;
  const probe = startScenario(document.startScenarioText, options.resourcesDir);
  if (!probe.ok) return probe;
  const keyframesBad: AppError[] = [];
  let keyframesGood = 0;
  for (const keyframe of keyframesOnTheWay(document, history)) {
    const arrived = way.value.goTo(stopOf(keyframe, history));
    if (!arrived.ok) return arrived;
    const problem = await compare(document, {
      keyframe,
      probe: probe.value.engine,
      hash: started.engine.hash(),
    });
    if (problem === undefined) keyframesGood += 1;
    else keyframesBad.push(problem);
  }
  const arrived = way.value.goTo(headOf(history));
  if (!arrived.ok) return arrived;
  const { engine } = started;
  return ok({
    ...started,
    history,
    hash: engine.hash(),
    keyframesGood,
    keyframesBad,
    violations: engine.checkInvariants(),
  });
}

interface Stop {
  readonly applied: number;
  readonly place: Place | { readonly atUs: number };
}

interface Way {
  readonly started: StartedScenario;
  readonly history: History;
  goTo(stop: Stop): Result<undefined>;
}

async function begin(
  document: OpenDocument<JournalRecord>,
  options: ReplayOptions,
): Promise<Result<Way>> {
  const history = readHistory(document.entries);
  if (!history.ok) return history;
  const started = startScenario(document.startScenarioText, options.resourcesDir);
  if (!started.ok) return started;
  const { branch } = history.value;
  const { engine } = started.value;
  let applied = 0;
  if (branch.base !== undefined) {
    const based = await restoreBase(document, { base: branch.base, engine });
    if (!based.ok) return based;
    applied = based.value === 0 ? 0 : branch.path.indexOf(based.value) + 1;
  }
  return ok({
    started: started.value,
    history: history.value,
    goTo(stop) {
      const gone = goAlong({ engine, history: history.value, applied, stop, options });
      if (gone.ok) applied = stop.applied;
      return gone;
    },
  });
}

function goAlong(journey: {
  engine: Engine;
  history: History;
  applied: number;
  stop: Stop;
  options: ReplayOptions;
}): Result<undefined> {
  const { engine, history, stop, options } = journey;
  const { path } = history.branch;
  let { applied } = journey;
  for (;;) {
    const slice = runSlice(
      { engine, clock: processClock, node: (seq) => history.node(seq) },
      { to: stop.place, path, applied, appliedMax: stop.applied, budgetMs: REPORT_EVERY_MS },
    );
    if (!slice.ok) return slice;
    if (slice.value.arrived) return ok(undefined);
    applied = slice.value.applied;
    options.onProgress?.({ atUs: engine.nowUs, eventCount: engine.eventCount });
  }
}

/** Puts the engine where a branch begins that another engine's keyframe was the ground of. */
async function restoreBase(
  document: OpenDocument<JournalRecord>,
  from: { base: NonNullable<Branch['base']>; engine: Engine },
): Promise<Result<number>> {
  const { base, engine } = from;
  const info = document.keyframes().find(({ name }) => name === base.keyframe);
  if (info === undefined) return err(baseMissing(base.keyframe));
  const bytes = await document.readKeyframe(info);
  if (!bytes.ok) return bytes;
  const restored = engine.restore(bytes.value);
  return restored.ok ? ok(info.entrySeq) : restored;
}

function endOf(history: History, toUs: number | undefined): Result<Stop> {
  if (toUs === undefined) return ok(headOf(history));
  return mapResult(destinationAt(history, toUs), ({ applied, to }) => ({ applied, place: to }));
}

function headOf(history: History): Stop {
  const { applied, place } = history.head;
  return { applied, place };
}

function stopOf(keyframe: KeyframeInfo, history: History): Stop {
  const { entrySeq, atUs, afterEvent } = keyframe;
  const applied = entrySeq === 0 ? 0 : history.branch.path.indexOf(entrySeq) + 1;
  return { applied, place: { atUs, eventCount: afterEvent } };
}

/** Those that the run to the head passes, in its order; a base is no news to itself. */
function keyframesOnTheWay(
  document: OpenDocument<JournalRecord>,
  history: History,
): KeyframeInfo[] {
  const { branch, head } = history;
  const destination = { path: branch.path, applied: head.applied, to: head.place };
  const from = branch.base?.place;
  return document
    .keyframes()
    .filter((info) => {
      const place = { atUs: info.atUs, eventCount: info.afterEvent };
      const mark = { place, parent: info.entrySeq, branch: branch.id, sizeBytes: info.sizeBytes };
      return leadsTo(mark, destination, history) && (from === undefined || place.atUs > from.atUs);
    })
    .toSorted(
      (left, right) =>
        left.afterEvent - right.afterEvent ||
        left.atUs - right.atUs ||
        left.entrySeq - right.entrySeq,
    );
}

async function compare(
  document: OpenDocument<JournalRecord>,
  check: { keyframe: KeyframeInfo; probe: Engine; hash: string },
): Promise<AppError | undefined> {
  const { keyframe, probe, hash } = check;
  const bytes = await document.readKeyframe(keyframe);
  if (!bytes.ok) return bytes.error;
  const restored = probe.restore(bytes.value);
  if (!restored.ok) return restored.error;
  const stored = probe.hash();
  return stored === hash ? undefined : differs({ name: keyframe.name, stored, hash });
}

function differs(found: { name: string; stored: string; hash: string }): AppError {
  return {
    code: 'keyframe.differs',
    message:
      `The keyframe ${found.name} holds state ${found.stored}; running the journal again gives ` +
      `${found.hash}.`,
    hint: 'Delete the file: the journal is the truth. If it comes back, please report it.',
    details: { file: found.name, stored: found.stored, replayed: found.hash },
  };
}

function baseMissing(name: string): AppError {
  return {
    code: 'history.noWay',
    message: `The branch begins with the keyframe ${name}, which is not there.`,
    hint: 'Take the file from a copy of the document.',
    details: { file: name },
  };
}
