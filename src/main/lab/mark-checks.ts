/**
 * All checks of a lab over one room: guards first, surprises out of the key, each check once.
 * A check that goes wrong by itself is not gradable, and takes no other with it.
 */
import { ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import { canonicalJson } from '../../shared/kernel/canonical-json.ts';
import type { AnswerValue } from '../../shared/lab/attempt-schema.ts';
import type { Check, CheckOf } from '../../shared/lab/check-schema.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import { runAnswer } from './answer-check.ts';
import { notYet, shareOutcome, type CheckOutcome } from './check-outcome.ts';
import { runExperiment } from './experiment-check.ts';
import { runInvariant } from './invariant-check.ts';
import { sha256 } from './lab-files.ts';
import { runMetric } from './metric-check.ts';
import { runProcess } from './process-check.ts';
import type { Measure } from './measured-answer.ts';
import type { SeenRoom } from './room-scope.ts';
import { runState } from './state-check.ts';
import type { TrainerMark } from './trainer-marks.ts';

/** A check with what it came to. */
export interface MarkedCheck {
  readonly check: Check;
  readonly outcome: CheckOutcome;
  /** Points reached. */
  readonly points: number;
}

export interface CheckGround {
  readonly lab: Lab;
  readonly key: LabKey | undefined;
  readonly seen: SeenRoom;
  readonly answers: ReadonlyMap<string, AnswerValue>;
  /** Outcomes to take as they are, where the guards are passed. */
  readonly known?: ReadonlyMap<string, CheckOutcome>;
  /** Since when checks are passed that stay so, in microseconds. */
  readonly latched?: ReadonlyMap<string, number>;
  /** What the trainer gave, by check. */
  readonly byHand?: ReadonlyMap<string, TrainerMark>;
  /** What experiments came to where predictions about them were made; here when absent. */
  readonly measure?: Measure;
  /** The first check this is true of is the last that is marked. */
  readonly until?: (marked: MarkedCheck) => boolean;
}

/** Marks every check, in the order of the lab. What goes wrong with one stays with that one. */
export function markChecks(ground: CheckGround): MarkedCheck[] {
  const marked = new Map<string, MarkedCheck>();
  for (const check of ground.lab.checks) {
    const outcome = outcomeOf(check, { ...ground, marked });
    const one = { check, outcome, points: check.points * outcome.share };
    marked.set(check.id, one);
    if (ground.until?.(one) === true) break;
  }
  return [...marked.values()];
}

interface Ground extends CheckGround {
  readonly marked: ReadonlyMap<string, MarkedCheck>;
}

/** Without the key nobody here can say what it comes to: it is left to the trainer. */
const KEPT_IN_KEY: CheckOutcome = { state: 'sealed', share: 0, evidence: {} };

function isKeptInKey(check: Check, { key }: Ground): boolean {
  if (key !== undefined) return false;
  const isAsked = check.kind === 'question' || check.kind === 'predict';
  return check.kind === 'sealed' || (isAsked && check.solution === undefined);
}

function outcomeOf(check: Check, ground: Ground): CheckOutcome {
  const now = outcomeNow(check, ground);
  const sinceUs = ground.latched?.get(check.id);
  if (sinceUs === undefined || now.state === 'passed') return now;
  return { state: 'passed', share: 1, evidence: { ...now.evidence, latchedAtUs: sinceUs } };
}

function outcomeNow(check: Check, ground: Ground): CheckOutcome {
  if (isKeptInKey(check, ground)) return KEPT_IN_KEY;
  const unmet = check.guards?.find((id) => ground.marked.get(id)?.outcome.state !== 'passed');
  if (unmet !== undefined) return notYet(guarded(unmet), { guard: unmet });
  const known = ground.known?.get(check.id);
  if (known !== undefined) return known;
  const outcome = run(check, ground);
  return outcome.ok ? outcome.value : notYet(outcome.error);
}

function run(check: Check, ground: Ground): Result<CheckOutcome> {
  const { seen, key, answers } = ground;
  const { scope } = seen;
  switch (check.kind) {
    case 'state':
      return runState(check, seen);
    case 'invariant':
      return runInvariant(check, seen);
    case 'experiment':
      return runExperiment(check, seen);
    case 'metric':
      return runMetric(check, seen);
    case 'question':
    case 'predict':
      return runAnswer(check, {
        answer: answers.get(check.id),
        solution: key?.solutions?.[check.id] ?? check.solution,
        scope,
        rows: seen.rows,
        measure: ground.measure ?? ((one) => measureHere(one, ground)),
      });
    case 'process':
      return runProcess(check, seen);
    case 'manual':
      return ok(marked(check, ground));
    default:
      return runSealed(check, ground);
  }
}

/** What the experiment of a prediction measures in the room as it stands. */
function measureHere({ before }: CheckOf<'predict'>, ground: Ground): Result<CheckOutcome> {
  const experiment = ground.lab.checks.find(({ id }) => id === before);
  if (experiment?.kind !== 'experiment') return ok(notYet(guarded(before)));
  return runExperiment(experiment, ground.seen);
}

/** As the trainer marked it, if that has happened, with what was answered. */
function marked(check: Extract<Check, { kind: 'manual' }>, ground: Ground): CheckOutcome {
  const answer = ground.answers.get(check.id);
  const mark = ground.byHand?.get(check.id);
  const evidence = {
    ...(typeof answer === 'string' ? { answered: answer } : {}),
    ...(mark === undefined || mark.note === '' ? {} : { note: mark.note }),
  };
  if (mark === undefined) return { state: 'byHand', share: 0, evidence };
  return shareOutcome(check.points === 0 ? 1 : mark.points / check.points, evidence);
}

/** The surprise of the key, if it is the one the lab was bound to. */
function runSealed(
  check: Extract<Check, { kind: 'sealed' }>,
  ground: Ground,
): Result<CheckOutcome> {
  const sealed = ground.key?.sealed?.[check.id];
  if (sealed === undefined) return ok(KEPT_IN_KEY);
  if (commitOf(sealed) !== check.commit) return ok(notYet(otherSeal(check.id)));
  return run(sealed.check, ground);
}

/** What binds a surprise to its lab: SHA-256 over salt and canonical JSON. */
export function commitOf(sealed: { readonly salt: string; readonly check: unknown }): string {
  const written = canonicalJson(sealed.check);
  return sha256(`${sealed.salt}${written.ok ? written.value : ''}`);
}

function guarded(id: string): AppError {
  return {
    code: 'lab.guarded',
    message: `It is looked at once ${id} is passed.`,
    hint: 'Do that first.',
    details: { check: id },
  };
}

function otherSeal(id: string): AppError {
  return {
    code: 'lab.otherSeal',
    message: `The surprise ${id} of the key is not the one this lab was made with.`,
    hint: 'Use the key of this revision.',
  };
}
