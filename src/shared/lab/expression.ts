/**
 * Works out the expressions of labs: numbers, texts and truths, from names and calls that whoever
 * asks provides.
 *
 * Every operator says which kinds it takes; a mistake is a refusal with the expression in it, never
 * a silent number. A division by zero is refused as well: a learner must not be graded by infinity.
 */
import { err, ok, type AppError, type Result } from '../kernel/result.ts';
import { parseExpression, type BinaryOperator, type Expression } from './expression-parser.ts';

/** What an expression comes to. */
export type Value = number | string | boolean;

/** A call: its arguments are worked out already. */
export type LabFunction = (given: readonly Value[]) => Result<Value>;

/** What names and calls mean. */
export interface Scope {
  readonly names: Readonly<Record<string, Value>>;
  readonly calls: Readonly<Record<string, LabFunction>>;
}

/** Works out an expression given as text. Refuses with `lab.badExpression`. */
export function evaluate(text: string, scope: Scope): Result<Value> {
  const parsed = parseExpression(text);
  return parsed.ok ? valueOf(parsed.value, { text, scope }) : parsed;
}

/** As `evaluate`, for what must be a number. */
export function evaluateNumber(expression: string | number, scope: Scope): Result<number> {
  if (typeof expression === 'number') return ok(expression);
  const value = evaluate(expression, scope);
  if (!value.ok) return value;
  if (typeof value.value === 'number') return ok(value.value);
  return err(bad(expression, 'it does not come to a number'));
}

/** As `evaluate`, for what must be true or false. */
export function evaluateTruth(expression: string, scope: Scope): Result<boolean> {
  const value = evaluate(expression, scope);
  if (!value.ok) return value;
  if (typeof value.value === 'boolean') return ok(value.value);
  return err(bad(expression, 'it does not come to true or false'));
}

interface Context {
  readonly text: string;
  readonly scope: Scope;
}

function valueOf(expression: Expression, context: Context): Result<Value> {
  switch (expression.kind) {
    case 'value':
      return ok(expression.value);
    case 'name':
      return nameValue(expression.name, context);
    case 'not':
    case 'minus':
      return unaryValue(expression, context);
    case 'call':
      return callValue(expression, context);
    default:
      return binaryValue(expression, context);
  }
}

function nameValue(name: string, { text, scope }: Context): Result<Value> {
  const value = Object.hasOwn(scope.names, name) ? scope.names[name] : undefined;
  if (value !== undefined) return ok(value);
  const known = Object.keys(scope.names).join(', ');
  return err(bad(text, `"${name}" is no variable here; there are: ${known === '' ? '-' : known}`));
}

function unaryValue(
  expression: Extract<Expression, { kind: 'not' | 'minus' }>,
  context: Context,
): Result<Value> {
  const of = valueOf(expression.of, context);
  if (!of.ok) return of;
  const { value } = of;
  if (expression.kind === 'not' && typeof value === 'boolean') return ok(!value);
  if (expression.kind === 'minus' && typeof value === 'number') return ok(-value);
  const sign = expression.kind === 'not' ? '!' : '-';
  return err(bad(context.text, `"${sign}" does not go with ${typeof value}`));
}

function callValue(
  expression: Extract<Expression, { kind: 'call' }>,
  context: Context,
): Result<Value> {
  const { name } = expression;
  const { calls } = context.scope;
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (call === undefined) {
    const known = Object.keys(calls).join(', ');
    return err(bad(context.text, `there is no call ${name}(); there are: ${known}`));
  }
  const given: Value[] = [];
  for (const one of expression.given) {
    const value = valueOf(one, context);
    if (!value.ok) return value;
    given.push(value.value);
  }
  const result = call(given);
  if (result.ok && typeof result.value === 'number' && !Number.isFinite(result.value)) {
    return err(bad(context.text, `${name}() has no finite value here`));
  }
  return result;
}

function binaryValue(
  expression: Extract<Expression, { kind: 'binary' }>,
  context: Context,
): Result<Value> {
  const { operator } = expression;
  const left = valueOf(expression.left, context);
  if (!left.ok) return left;
  // As everywhere: what cannot matter any more is not looked at.
  if (operator === '&&' && left.value === false) return ok(false);
  if (operator === '||' && left.value === true) return ok(true);
  const right = valueOf(expression.right, context);
  if (!right.ok) return right;
  return combine({ operator, left: left.value, right: right.value }, context);
}

function combine(
  given: { readonly operator: BinaryOperator; readonly left: Value; readonly right: Value },
  { text }: Context,
): Result<Value> {
  const { operator, left, right } = given;
  if (operator === '==') return ok(left === right);
  if (operator === '!=') return ok(left !== right);
  if (typeof left === 'number' && typeof right === 'number') {
    const value = numbers(operator, [left, right]);
    if (value === undefined) return err(bad(text, `"${operator}" does not go with numbers`));
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return err(bad(text, `${left} ${operator} ${right} has no finite value`));
    }
    return ok(value);
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') {
    if (operator === '&&') return ok(left && right);
    if (operator === '||') return ok(left || right);
  }
  return err(bad(text, `"${operator}" does not go with ${typeof left} and ${typeof right}`));
}

function numbers(
  operator: BinaryOperator,
  [left, right]: readonly [number, number],
): number | boolean | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return undefined;
  }
}

function numeric(name: string, work: (...given: readonly number[]) => number): LabFunction {
  return (given) => {
    const all = given.filter((value) => typeof value === 'number');
    if (all.length === given.length && all.length > 0) return ok(work(...all));
    return err(bad(`${name}()`, 'it takes numbers'));
  };
}

/** Between the parts of a list, which is a text. */
export const LIST_SEPARATOR = ' ';

/** Calls that every expression has. */
export const COMMON_CALLS: Readonly<Record<string, LabFunction>> = {
  ceil: numeric('ceil', (value = 0) => Math.ceil(value)),
  floor: numeric('floor', (value = 0) => Math.floor(value)),
  round: numeric('round', (value = 0) => Math.round(value)),
  abs: numeric('abs', (value = 0) => Math.abs(value)),
  min: numeric('min', (...values) => Math.min(...values)),
  max: numeric('max', (...values) => Math.max(...values)),
  /** Fewest machines over so many groups, evenly, that leave enough when one group is lost. */
  minSurviving: numeric('minSurviving', (needed = 0, groups = 0) => leastSurviving(needed, groups)),
  /** The second where the first is true, else the third. */
  if: ([isTrue, then, otherwise]) =>
    typeof isTrue === 'boolean' && then !== undefined && otherwise !== undefined
      ? ok(isTrue ? then : otherwise)
      : err(bad('if()', 'it takes a truth and two values')),
  /** One of a list that was drawn in some order, counted from 1. */
  nth: ([list, place]) => {
    const part = typeof list === 'string' ? list.split(LIST_SEPARATOR) : [];
    const found = typeof place === 'number' ? part[place - 1] : undefined;
    return found === undefined ? err(bad('nth()', 'it takes a list and a place in it')) : ok(found);
  },
};

/** Machines looked at; above it there is no answer, which is refused as not finite. */
const SURVIVING_MAX = 100_000;

function leastSurviving(needed: number, groups: number): number {
  for (let total = Math.max(0, Math.ceil(needed)); total <= SURVIVING_MAX; total += 1) {
    if (total - Math.ceil(total / groups) >= needed) return total;
  }
  return Infinity;
}

function bad(expression: string | number, why: string): AppError {
  return {
    code: 'lab.badExpression',
    message: `The expression "${expression}" has no value: ${why}.`,
    hint: 'Correct the expression; the refusal lists what may be used.',
    details: { expression: String(expression) },
  };
}
