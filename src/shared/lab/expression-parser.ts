/**
 * Reads the expressions of labs: `ceil(peakRps / perVm) + 1`, `distinct('vm', 'rack') >= 2`.
 *
 * An expression is a value of a lab and never code: it has numbers, texts, names, operators and
 * calls from a fixed list, no loops and no side effects. Its length, its depth and so its cost are
 * bounded before it is worked out. What names and calls mean is the evaluator's matter.
 */
import { err, ok, type AppError, type Result } from '../kernel/result.ts';

/** Longest expression, in characters. */
export const EXPRESSION_LENGTH_MAX = 400;
/** Deepest nesting; one level for each operator, bracket or call. */
const EXPRESSION_DEPTH_MAX = 32;

/** Binary operators by how strongly they bind, weakest first. */
const OPERATORS = [
  ['||'],
  ['&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
] as const;
export type BinaryOperator = (typeof OPERATORS)[number][number];

/** An expression taken apart. */
export type Expression =
  | { readonly kind: 'value'; readonly value: number | string | boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'not' | 'minus'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] };

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|'([^']*)'|([A-Za-z_][A-Za-z0-9_]*)|(\|\||&&|[=!<>]=|[-+*/%<>!(),]))/y;

/** Takes an expression apart. Refuses with `lab.badExpression`, naming the place. O(length). */
export function parseExpression(text: string): Result<Expression> {
  if (text.length > EXPRESSION_LENGTH_MAX) {
    return err(bad(text, `it has ${text.length} characters; ${EXPRESSION_LENGTH_MAX} are read`));
  }
  const tokens = tokensOf(text);
  if (!tokens.ok) return tokens;
  return new Parser(text, tokens.value).whole();
}

function tokensOf(text: string): Result<Token[]> {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) return err(bad(text, `"${text.slice(at).trim()[0] ?? ''}" means nothing`));
    const [, number, quoted, name, sign] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted, at });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at });
    else tokens.push({ kind: 'sign', text: sign ?? '', at });
  }
  tokens.push({ kind: 'end', text: 'the end', at: text.length });
  return ok(tokens);
}

/** Recursive descent over the tokens; a problem is kept and ends the reading. */
class Parser {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private next = 0;
  private problem: AppError | undefined;

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text;
    this.tokens = tokens;
  }

  whole(): Result<Expression> {
    const expression = this.binary(0, 1);
    if (this.problem === undefined && this.token().kind !== 'end') this.unexpected();
    return this.problem === undefined ? ok(expression) : err(this.problem);
  }

  private token(): Token {
    return this.tokens[this.next] ?? { kind: 'end', text: 'the end', at: this.text.length };
  }

  private takesSign(...signs: readonly string[]): string | undefined {
    const token = this.token();
    if (token.kind !== 'sign' || !signs.includes(token.text)) return undefined;
    this.next += 1;
    return token.text;
  }

  private binary(level: number, depth: number): Expression {
    const operators: readonly BinaryOperator[] | undefined = OPERATORS[level];
    if (operators === undefined) return this.unary(depth);
    let left = this.binary(level + 1, depth);
    for (let nesting = depth; ; nesting += 1) {
      const taken = this.takesSign(...operators);
      const operator = operators.find((one) => one === taken);
      if (operator === undefined || this.isTooDeep(nesting)) return left;
      left = { kind: 'binary', operator, left, right: this.binary(level + 1, nesting + 1) };
    }
  }

  private unary(depth: number): Expression {
    if (this.isTooDeep(depth)) return { kind: 'value', value: 0 };
    const sign = this.takesSign('!', '-');
    if (sign === undefined) return this.primary(depth);
    return { kind: sign === '!' ? 'not' : 'minus', of: this.unary(depth + 1) };
  }

  private primary(depth: number): Expression {
    const { kind, text } = this.token();
    this.next += 1;
    if (kind === 'number') return { kind: 'value', value: Number(text) };
    if (kind === 'text') return { kind: 'value', value: text };
    if (kind === 'name') return this.named(text, depth);
    if (text === '(' && kind === 'sign') {
      const inner = this.binary(0, depth + 1);
      if (this.takesSign(')') === undefined) this.unexpected();
      return inner;
    }
    this.next -= 1;
    this.unexpected();
    return { kind: 'value', value: 0 };
  }

  private named(name: string, depth: number): Expression {
    if (name === 'true' || name === 'false') return { kind: 'value', value: name === 'true' };
    if (this.takesSign('(') === undefined) return { kind: 'name', name };
    const given: Expression[] = [];
    if (this.takesSign(')') !== undefined) return { kind: 'call', name, given };
    do given.push(this.binary(0, depth + 1));
    while (this.problem === undefined && this.takesSign(',') !== undefined);
    if (this.takesSign(')') === undefined) this.unexpected();
    return { kind: 'call', name, given };
  }

  private isTooDeep(depth: number): boolean {
    if (depth <= EXPRESSION_DEPTH_MAX) return false;
    this.problem ??= bad(this.text, `it is nested deeper than ${EXPRESSION_DEPTH_MAX} levels`);
    return true;
  }

  private unexpected(): void {
    const { kind, text, at } = this.token();
    const found = kind === 'end' ? text : `"${text}"`;
    this.problem ??= bad(this.text, `${found} at character ${at + 1} was not expected`);
  }
}

function bad(text: string, why: string): AppError {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return {
    code: 'lab.badExpression',
    message: `The expression "${shown}" cannot be read: ${why}.`,
    hint: "Use numbers, 'texts', names, + - * / % == != < <= > >= && || ! and calls.",
    details: { expression: shown },
  };
}
