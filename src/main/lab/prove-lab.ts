/**
 * Proves a lab before anybody meets it: references pass for every draw, the untouched room does
 * not, near misses fail what they should, and no step of a lean reference is idle.
 *
 * What is found is a list with places; an empty list is the proof. Draws are listed whole while
 * there are few and sampled otherwise, and the report says which. It goes attempt by attempt, so
 * that whoever waits for it can show how far it has come.
 */
import { mapResult, ok, type Result } from '../../shared/kernel/result.ts';
import type { LabEvent } from '../../shared/lab/attempt-schema.ts';
import type { LabActions } from '../../shared/lab/actions-schema.ts';
import type { ProofProgress } from '../../shared/lab/author-view.ts';
import { allDraws, drawFor, type Draw } from '../../shared/lab/draw.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import {
  finding,
  KEY_FILE,
  KEY_FOLDER,
  type Finding,
  type FindingPlace,
} from '../../shared/lab/lab-finding.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { answersOf } from './answers.ts';
import { logThatCounts } from './attempt-log.ts';
import { sha256, type LoadedLab } from './lab-files.ts';
import { openRoom, startOf, type LabStart } from './lab-room.ts';
import { LatchFollower, type Latched } from './latch-follower.ts';
import { lintLab } from './lint-lab.ts';
import { markRoom, type RoomMark } from './mark-attempt.ts';
import { markChecks, type MarkedCheck } from './mark-checks.ts';
import {
  measuredPredictions,
  measureFrom,
  waysOfPredictions,
  type Measure,
} from './measured-answer.ts';
import { playRoom } from './play-actions.ts';
import { lookAt, type SeenRoom } from './room-scope.ts';

/** Draws tried when a lab has more than can be listed, or than somebody wants to wait for. */
export const DRAWS_TRIED = 200;

/** What a proof comes to. */
export type Proof = Pick<ProofProgress, 'findings' | 'draws' | 'isComplete'>;

export interface ProofGround {
  readonly loaded: LoadedLab;
  readonly key: LabKey | undefined;
  readonly catalogue: Catalogue;
  /** Written attempts of the key, by path. */
  readonly actions: ReadonlyMap<string, LabActions>;
  readonly drawsMax: number;
}

/** Everything that is wrong with a lab. Refuses only what has no draw at all. */
export function proveLab(ground: ProofGround): Result<Proof> {
  const steps = proveByStep(ground);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same attempt by attempt: what is yielded is how far it has come. */
export function* proveByStep(ground: ProofGround): Generator<ProofProgress, Result<Proof>> {
  const findings = lintLab(ground.loaded, ground.key);
  const listed = allDraws(ground.loaded.lab);
  if (!listed.ok) return listed;
  const distinct = listed.value?.length;
  const draws = drawsToTry(ground, distinct);
  if (!draws.ok) return draws;
  if (findings.length > 0) return ok({ findings, draws: 0, isComplete: false });
  const found: Finding[] = [];
  const tried = draws.value.length;
  const isComplete = distinct !== undefined && tried >= distinct;
  const total = tried * attemptsOf(ground) + leanSteps(ground);
  let done = 0;
  for (const [index, draw] of draws.value.entries()) {
    for (const step of tryDraw(ground, { draw, isFirst: index === 0 })) {
      found.push(...step.map((one) => ({ ...one, draw: shown(draw.draw) })));
      done = Math.min(total, done + 1);
      yield { done, total, draws: index, isComplete: false, isFinished: false, findings: found };
    }
  }
  return ok({ findings: found, draws: tried, isComplete });
}

function attemptsOf({ key }: ProofGround): number {
  return 1 + (key?.references.length ?? 0) + (key?.nearMisses.length ?? 0);
}

function leanSteps({ key, actions }: ProofGround): number {
  const lean = (key?.references ?? []).filter((one) => one.lean === true);
  return lean.reduce((sum, one) => sum + (actions.get(one.actions)?.steps.length ?? 0), 0);
}

interface SeededDraw {
  readonly seed: string;
  readonly draw: Draw;
}

/** One seed for each different set of values, found by trying seeds in order. */
function drawsToTry(ground: ProofGround, distinct: number | undefined): Result<SeededDraw[]> {
  const wanted = Math.min(ground.drawsMax, distinct ?? ground.drawsMax);
  const found = new Map<string, SeededDraw>();
  for (let serial = 0; found.size < wanted && serial < wanted * 50; serial += 1) {
    const seed = sha256(`proof ${ground.loaded.lab.id} ${serial}`);
    const draw = drawFor(ground.loaded.lab, seed);
    if (!draw.ok) return draw;
    const key = JSON.stringify(draw.value.values);
    if (!found.has(key)) found.set(key, { seed, draw: draw.value });
  }
  return ok([...found.values()]);
}

interface TryGround extends ProofGround {
  readonly start: LabStart;
  /** Attempts of one draw share what was measured for their predictions. */
  readonly measureAt: ReturnType<typeof measureFrom>;
  readonly seed: string;
  /** Steps are left out one by one for the first draw only. */
  readonly isFirst: boolean;
}

/** What one draw comes to; every attempt is a step of its own. */
function* tryDraw(
  ground: ProofGround,
  given: { readonly draw: SeededDraw; readonly isFirst: boolean },
): Generator<Finding[]> {
  const { draw, seed } = given.draw;
  const { loaded, catalogue, key } = ground;
  const start = startOf(loaded, { draw, catalogue });
  const inStart = { file: loaded.lab.start.scenario, path: [] };
  if (!start.ok) {
    yield [finding('startRefused', { why: start.error.message }, inStart)];
    return;
  }
  const built = openRoom(start.value);
  if (!built.ok) {
    yield [finding('roomRefused', { why: built.error.message }, inStart)];
    return;
  }
  if (key === undefined) return;
  const measureAt = measureFrom(start.value, loaded.lab);
  const one = { ...ground, start: start.value, measureAt, seed, isFirst: given.isFirst };
  yield tryUntouched(one, key);
  for (const [index, { name, actions, lean }] of key.references.entries()) {
    const steps = ground.actions.get(actions) ?? emptyActions();
    const at = { file: KEY_FILE, path: ['references', index] };
    yield* tryReference(one, { name, steps, isLean: lean === true, at, actions });
  }
  for (const [index, { name, actions, fails }] of key.nearMisses.entries()) {
    const steps = ground.actions.get(actions) ?? emptyActions();
    const at = { file: KEY_FILE, path: ['nearMisses', index] };
    yield tryNearMiss(one, { name, steps, fails, at, actions });
  }
}

function tryUntouched(ground: TryGround, key: LabKey): Finding[] {
  const nothing = attemptAt(ground, emptyActions());
  const at = { file: KEY_FILE, path: ['nullScoreMax'] };
  if (!nothing.ok) return [finding('untouchedRefused', { why: nothing.error.message }, at)];
  const { score } = nothing.value;
  if (score <= key.nullScoreMax) return [];
  return [finding('untouchedPasses', { score, most: key.nullScoreMax }, at)];
}

interface Written {
  readonly name: string;
  readonly steps: LabActions;
  readonly at: FindingPlace;
  /** The file of the steps, as the key names it. */
  readonly actions: string;
}

function* tryReference(
  ground: TryGround,
  reference: Written & { readonly isLean: boolean },
): Generator<Finding[]> {
  const { name, steps, isLean, at, actions } = reference;
  const mark = attemptAt(ground, steps);
  if (!mark.ok) {
    const inSteps = { file: `${KEY_FOLDER}/${actions}`, path: [] };
    yield [finding('referenceRefused', { name, why: mark.error.message }, inSteps)];
    return;
  }
  const { passed, score } = mark.value;
  const missed = missedChecks(mark.value);
  if (!passed || missed.length > 0) {
    yield [finding('referenceMisses', { name, checks: missed.join(', '), score }, at)];
    return;
  }
  yield [];
  if (!isLean || !ground.isFirst) return;
  for (const left of steps.steps.keys()) {
    const shorter = { ...steps, steps: steps.steps.filter((_step, index) => index !== left) };
    // Without a step the others may not be possible at all: then it was needed.
    const isNeeded = failsSomething(ground, shorter);
    const inSteps = { file: `${KEY_FOLDER}/${actions}`, path: ['steps', left] };
    yield isNeeded ? [] : [finding('idleStep', { name, step: left + 1 }, inSteps)];
  }
}

function tryNearMiss(
  ground: TryGround,
  miss: Written & { readonly fails: readonly string[] },
): Finding[] {
  const { name, at, actions } = miss;
  const mark = attemptAt(ground, miss.steps);
  if (!mark.ok) {
    const inSteps = { file: `${KEY_FOLDER}/${actions}`, path: [] };
    return [finding('missRefused', { name, why: mark.error.message }, inSteps)];
  }
  const missed = missedChecks(mark.value);
  const wanted = [...miss.fails].sort();
  if (missed.join() === wanted.join()) return [];
  const found = missed.length === 0 ? 'nothing' : missed.join(', ');
  return [finding('missFailsOther', { name, wanted: wanted.join(', '), found }, at)];
}

/** Checks that a machine could pass and that were not, without those that were not looked at. */
function missedChecks(mark: RoomMark): string[] {
  return mark.checks
    .filter(isMissed)
    .map(({ check }) => check.id)
    .sort();
}

/** Failed, or not gradable for a reason of its own and not because another check comes first. */
function isMissed({ outcome: { state, problem } }: MarkedCheck): boolean {
  if (state === 'failed' || state === 'partial') return true;
  return state === 'notYet' && problem?.code !== 'lab.guarded';
}

interface Played {
  readonly seen: SeenRoom;
  /** Checks that stay passed, as whoever marks the attempt would find them. */
  readonly latched: Latched;
  readonly events: readonly LabEvent[];
  readonly measure: Measure;
}

const MODE = 'graded';

function playedAt(ground: TryGround, actions: LabActions): Result<Played> {
  const { start, loaded, key, measureAt } = ground;
  const { lab } = loaded;
  const played = playRoom({ start, actions });
  if (!played.ok) return played;
  const { entries, records, room, way } = played.value;
  const latched = new LatchFollower(start, lab).follow(way);
  if (!latched.ok) return latched;
  const log = logThatCounts(entries);
  if (!log.ok) return log;
  const predictions = measuredPredictions(lab, key);
  const ways = waysOfPredictions(predictions, { lab, mode: MODE, log: log.value, records });
  return mapResult(ways, (found) => {
    const { events } = log.value;
    return { seen: lookAt(room), events, latched: latched.value, measure: measureAt(found) };
  });
}

function attemptAt(ground: TryGround, actions: LabActions): Result<RoomMark> {
  const { lab } = ground.loaded;
  const { key } = ground;
  return mapResult(playedAt(ground, actions), (played) =>
    markRoom({ lab, key, mode: MODE, ...played }),
  );
}

/** Whether steps cannot be played, or miss a check; it is enough to find the first. */
function failsSomething(ground: TryGround, actions: LabActions): boolean {
  const played = playedAt(ground, actions);
  if (!played.ok) return true;
  const { seen, events, latched, measure } = played.value;
  const { lab } = ground.loaded;
  const answers = answersOf(lab, { mode: MODE, events });
  const { key } = ground;
  const asked = { lab, key, seen, answers, latched, measure };
  return markChecks({ ...asked, until: isMissed }).some(isMissed);
}

function emptyActions(): LabActions {
  return { format: 'racklab.actions', formatVersion: 1, steps: [], until: '1m' };
}

function shown(draw: Draw): string {
  const values = Object.entries(draw.values).map(([name, value]) => `${name}=${value}`);
  return values.length === 0 ? 'no variables' : values.join(' ');
}
