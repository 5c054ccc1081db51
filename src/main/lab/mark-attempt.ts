/**
 * Marks one attempt: holds it against lab and seed, runs it again, works out every check.
 *
 * An attempt that was altered, begun under another learner's seed or made for another lab gets no
 * mark at all, and the result says why; a mark is never given in silence. The same attempt always
 * gets the same mark, on every machine.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { AnswerValue, Attempt } from '../../shared/lab/attempt-schema.ts';
import { drawFor, type Values } from '../../shared/lab/draw.ts';
import { evaluateTruth, type LabFunction, type Scope } from '../../shared/lab/expression.ts';
import type { LabKey } from '../../shared/lab/key-schema.ts';
import type { Lab } from '../../shared/lab/lab-schema.ts';
import type { Catalogue } from '../../shared/model/catalogue.ts';
import { BEHAVIOUR_VERSION } from '../engine/index.ts';
import { brokenAt, seedOf } from './attempt-chain.ts';
import type { LoadedLab } from './lab-files.ts';
import { replayRoom, startOf, type LabRoom } from './lab-room.ts';
import { markChecks, type MarkedCheck } from './mark-checks.ts';
import { lookAt, type SeenRoom } from './room-scope.ts';

/** What is needed to mark attempts at one lab. */
export interface Marking {
  readonly loaded: LoadedLab;
  readonly key: LabKey | undefined;
  readonly catalogue: Catalogue;
  /** The salt of the class; without it a seed is taken as it is. */
  readonly salt: string | undefined;
}

export interface Mark {
  readonly learner: string;
  readonly values: Values;
  /** Points reached of all that can be reached by machine, from 0 to 1. */
  readonly score: number;
  readonly passed: boolean;
  readonly checks: readonly MarkedCheck[];
  /** Ids of the feedback rules that apply, best first. */
  readonly feedback: readonly string[];
  readonly hints: number;
  /** Share taken off for hints. */
  readonly hintCost: number;
  /** Things the trainer should look at; never a verdict. */
  readonly flags: readonly string[];
}

/** Most messages shown at once. */
const FEEDBACK_MAX = 2;

/**
 * Marks an attempt. Refuses with `attempt.otherLab`, `attempt.altered`, `attempt.foreignSeed`,
 * `attempt.otherEngine`, `lab.noDraw`, and as running it again does.
 */
export function markAttempt(marking: Marking, attempt: Attempt): Result<Mark> {
  const refusal = refusalOf(marking, attempt);
  if (refusal !== undefined) return err(refusal);
  const { loaded, key, catalogue } = marking;
  const draw = drawFor(loaded.lab, attempt.seed);
  if (!draw.ok) return draw;
  const start = startOf(loaded, { draw: draw.value, catalogue });
  if (!start.ok) return start;
  const records = attempt.log.flatMap(({ record }) => (record === undefined ? [] : [record]));
  const room = replayRoom(start.value, records);
  if (!room.ok) return room;
  const answers = answersOf(loaded.lab, attempt);
  const seen = lookAt(room.value);
  const checks = markChecks({ lab: loaded.lab, key, seen, answers });
  return ok(sumUp({ lab: loaded.lab, attempt, seen, checks }));
}

function refusalOf({ loaded, salt }: Marking, attempt: Attempt): AppError | undefined {
  const { lab, sha256 } = loaded;
  if (attempt.lab.id !== lab.id || attempt.lab.sha256 !== sha256) return otherLab(attempt, lab);
  const broken = brokenAt(attempt);
  if (broken !== undefined) return altered(broken);
  if (salt !== undefined && seedOf(salt, { lab, learner: attempt.learner.id }) !== attempt.seed) {
    return foreignSeed(attempt.learner.id);
  }
  if (attempt.engine.behaviourVersion !== BEHAVIOUR_VERSION) return otherEngine(attempt);
  return undefined;
}

/**
 * The answers that count: the last of each question; of a prediction, the last one before the
 * checks were first tried. In graded modes the first answer stands.
 */
function answersOf(lab: Lab, attempt: Attempt): Map<string, AnswerValue> {
  const predictions = new Set(
    lab.checks.flatMap((check) => (check.kind === 'predict' ? [check.id] : [])),
  );
  const answers = new Map<string, AnswerValue>();
  let isTried = false;
  for (const { event } of attempt.log) {
    if (event?.kind === 'tried') isTried = true;
    if (event?.kind !== 'answer') continue;
    const isClosed = predictions.has(event.check) && isTried;
    const stands = attempt.mode !== 'practice' && answers.has(event.check);
    if (!isClosed && !stands) answers.set(event.check, event.value);
  }
  return answers;
}

function sumUp(given: {
  readonly lab: Lab;
  readonly attempt: Attempt;
  readonly seen: SeenRoom;
  readonly checks: readonly MarkedCheck[];
}): Mark {
  const { lab, attempt, seen, checks } = given;
  const { room } = seen;
  const counted = checks.filter(
    ({ outcome }) => outcome.state !== 'byHand' && outcome.state !== 'sealed',
  );
  const reachable = counted.reduce((sum, { check }) => sum + check.points, 0);
  const reached = counted.reduce((sum, { points }) => sum + points, 0);
  const hintCost = costOfHints(lab, attempt);
  const score = Math.max(0, (reachable === 0 ? 0 : reached / reachable) - hintCost);
  const isGated = (lab.scoring.gates ?? []).every(
    (id) => checks.find(({ check }) => check.id === id)?.outcome.state === 'passed',
  );
  return {
    learner: attempt.learner.id,
    values: room.draw.values,
    score,
    passed: score >= lab.scoring.pass && isGated,
    checks,
    feedback: feedbackFor(lab, withResults(seen.scope, checks)),
    hints: attempt.log.filter(({ event }) => event?.kind === 'hint').length,
    hintCost,
    flags: flagsOf(lab, room),
  };
}

/** Each hint costs once, in graded modes, up to the lab's most. */
function costOfHints(lab: Lab, attempt: Attempt): number {
  if (attempt.mode === 'practice') return 0;
  const taken = new Set<string>();
  for (const { event } of attempt.log) {
    if (event?.kind === 'hint') taken.add(`${event.task}/${event.level}`);
  }
  let cost = 0;
  for (const task of lab.tasks) {
    for (const hint of task.hints ?? [])
      if (taken.has(`${task.id}/${hint.level}`)) cost += hint.cost;
  }
  return Math.min(cost, lab.scoring.hintCostMax ?? 1);
}

function flagsOf(lab: Lab, room: LabRoom): string[] {
  const locked = (lab.start.locks ?? []).flatMap(({ commands }) => commands);
  const used = room.decisions.filter(({ command }) =>
    locked.some((pattern) => isLocked(pattern, command.type)),
  );
  const types = [...new Set(used.map(({ command }) => command.type))];
  return types.map((type) => `locked command used: ${type}`);
}

/** Whether a lock such as `rack.*` or `host.add` means a command. */
export function isLocked(pattern: string, type: string): boolean {
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

function feedbackFor(lab: Lab, scope: Scope): string[] {
  const applies = (lab.feedback ?? []).filter(({ when }) => {
    const met = evaluateTruth(when, scope);
    return met.ok && met.value;
  });
  return applies.slice(0, FEEDBACK_MAX).map(({ id }) => id);
}

/** A scope in which expressions may also ask what checks came to. */
export function withResults(scope: Scope, checks: readonly MarkedCheck[]): Scope {
  const byId = new Map(checks.map((one) => [one.check.id, one]));
  function ask(work: (one: MarkedCheck) => boolean | number): LabFunction {
    return ([id]) => {
      const one = byId.get(String(id));
      return one === undefined ? err(noCheck(String(id))) : ok(work(one));
    };
  }
  return {
    names: scope.names,
    calls: {
      ...scope.calls,
      passed: ask(({ outcome }) => outcome.state === 'passed'),
      failed: ask(({ outcome }) => outcome.state === 'failed'),
      score: ask(({ outcome }) => outcome.share),
    },
  };
}

function noCheck(id: string): AppError {
  return {
    code: 'lab.badExpression',
    message: `There is no check ${id} in this lab.`,
    hint: 'Name a check by its id.',
  };
}

function otherLab(attempt: Attempt, lab: Lab): AppError {
  const { id, revision } = attempt.lab;
  return {
    code: 'attempt.otherLab',
    message:
      `The attempt is for ${id}, revision ${revision}; this is ${lab.id}, revision ` +
      `${lab.revision}, or a copy of it that was changed.`,
    hint: 'Mark it with the very lab it was made with.',
    details: { lab: id, revision },
  };
}

function altered(entry: number): AppError {
  return {
    code: 'attempt.altered',
    message:
      entry === 0
        ? 'The end of the log was cut off or exchanged.'
        : `The log was altered at entry ${entry}, or begins under another seed.`,
    hint: 'Ask the learner for the file as the program wrote it.',
    details: { entry },
  };
}

function foreignSeed(learner: string): AppError {
  return {
    code: 'attempt.foreignSeed',
    message: `The attempt was not begun with the seed of ${learner}.`,
    hint: 'Check the salt of the class, and whose file it is.',
    details: { learner },
  };
}

function otherEngine(attempt: Attempt): AppError {
  const { behaviourVersion } = attempt.engine;
  return {
    code: 'attempt.otherEngine',
    message: `The attempt was made under rules ${behaviourVersion}, not ${BEHAVIOUR_VERSION}.`,
    hint: 'Mark it with the version of Racklab it was made with.',
    details: { behaviourVersion, current: BEHAVIOUR_VERSION },
  };
}
