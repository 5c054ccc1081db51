/**
 * Questions and predictions: an answer held against what is right.
 *
 * What is right is worked out from the learner's own values and room, so the same question has
 * another answer for another learner. Answers given in order and answers of several parts count
 * part by part, and wrong ticks cost as much as right ones bring.
 */
import { err, ok, type AppError, type Result } from '../../shared/kernel/result.ts';
import type { AnswerValue } from '../../shared/lab/attempt-schema.ts';
import type { CheckOf, Solution } from '../../shared/lab/check-schema.ts';
import { evaluateNumber, type Scope } from '../../shared/lab/expression.ts';
import type { TopologyRow } from '../../shared/views/topology-view.ts';
import { notYet, shareOutcome, truthOutcome, type CheckOutcome } from './check-outcome.ts';
import { measuredValue, type Measure, type MeasuredSolution } from './measured-answer.ts';
import { rowsOf } from './room-scope.ts';
import { withNames } from './written-values.ts';

type AskingCheck = CheckOf<'question'> | CheckOf<'predict'>;

export interface AnswerGround {
  /** What was answered; undefined while nothing was. */
  readonly answer: AnswerValue | undefined;
  readonly solution: Solution | undefined;
  readonly scope: Scope;
  readonly rows: readonly TopologyRow[];
  /** What the experiment a prediction is about measures. */
  readonly measure: Measure;
}

/** Judges an answer. Refuses expressions and selectors that mean nothing. */
export function runAnswer(check: AskingCheck, ground: AnswerGround): Result<CheckOutcome> {
  const { answer, solution } = ground;
  if (solution === undefined) return err(noSolution(check.id));
  if (answer === undefined) return ok(notYet(unanswered(check.id)));
  if ('value' in solution) return number(check, { ...ground, answer, value: solution.value });
  if ('measured' in solution) return measured(check, { ...ground, answer, solution });
  if ('things' in solution) return things(answer, { ...ground, selector: solution.things });
  const { options } = solution;
  switch (check.answer.type) {
    case 'choice':
      return ok(truthOutcome(answer === options[0], { answered: printedAnswer(answer) }));
    case 'order':
      return ok(order(answer, options));
    default:
      return ok(several(answer, options));
  }
}

function number(
  check: AskingCheck,
  given: AnswerGround & { answer: AnswerValue; value: string | number },
): Result<CheckOutcome> {
  const { answer, scope } = given;
  const right = evaluateNumber(given.value, scope);
  if (!right.ok) return right;
  const allowed = check.answer.type === 'number' ? (check.answer.tolerance ?? 0) : 0;
  const tolerance = evaluateNumber(allowed, scope);
  if (!tolerance.ok) return tolerance;
  const evidence = { answered: printedAnswer(answer), right: right.value };
  if (typeof answer !== 'number') return ok(truthOutcome(false, evidence));
  const off = Math.abs(answer - right.value);
  const near = Math.abs(tolerance.value);
  if (off <= near) return ok(truthOutcome(true, evidence));
  const far = check.answer.type === 'number' ? check.answer.zeroAt : undefined;
  if (far === undefined) return ok(truthOutcome(false, evidence));
  const zeroAt = evaluateNumber(far, scope);
  if (!zeroAt.ok) return zeroAt;
  const way = zeroAt.value - near;
  return ok(shareOutcome(way <= 0 ? 0 : 1 - (off - near) / way, evidence));
}

/** Held against what the engine measures; a room nothing can be measured in is no answer. */
function measured(
  check: AskingCheck,
  given: AnswerGround & { answer: AnswerValue; solution: MeasuredSolution },
): Result<CheckOutcome> {
  const { solution, scope, measure } = given;
  if (check.kind !== 'predict') return err(noSolution(check.id));
  const outcome = measure(check);
  if (!outcome.ok) return outcome;
  const value = measuredValue(solution, { check, outcome: outcome.value, scope });
  return value.ok ? number(check, { ...given, value: value.value }) : value;
}

function things(
  answer: AnswerValue,
  given: AnswerGround & { selector: string },
): Result<CheckOutcome> {
  const wanted = rowsOf(given.rows, withNames(given.selector, given.scope));
  if (!wanted.ok) return wanted;
  return ok(
    several(
      answer,
      wanted.value.map(({ id }) => id),
    ),
  );
}

/** Right ticks less wrong ones, of all that are right. */
function several(answer: AnswerValue, options: readonly string[]): CheckOutcome {
  const given = new Set(listOf(answer));
  const right = options.filter((option) => given.has(option)).length;
  const wrong = given.size - right;
  const share = options.length === 0 ? 0 : (right - wrong) / options.length;
  return shareOutcome(share, { right, wrong, wanted: options.length });
}

/** Places that are right, of all. */
function order(answer: AnswerValue, options: readonly string[]): CheckOutcome {
  const given = listOf(answer);
  const right = options.filter((option, place) => given[place] === option).length;
  const share = given.length === options.length ? right / options.length : 0;
  return shareOutcome(share, { right, wanted: options.length });
}

function listOf(answer: AnswerValue): readonly string[] {
  if (typeof answer === 'number') return [];
  return typeof answer === 'string' ? [answer] : answer;
}

function printedAnswer(answer: AnswerValue): string | number {
  return typeof answer === 'object' ? answer.join(', ') : answer;
}

function unanswered(check: string): AppError {
  return {
    code: 'lab.unanswered',
    message: `The question ${check} has no answer yet.`,
    hint: 'Answer it, then check again.',
  };
}

function noSolution(check: string): AppError {
  return {
    code: 'lab.noSolution',
    message: `Nobody says what the right answer to ${check} is.`,
    hint: 'Give the key of the lab, or put the solution into a practice lab.',
  };
}
