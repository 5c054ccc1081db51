/**
 * Goal: pure code gives the same bits on every machine. Method: walk the syntax tree of every pure
 * file and refuse the names through which wall time, chance, locale or an inexact function enter.
 */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { lineOf, parseSource, readTree, walk, type SourceText } from '../support/source-tree.ts';

/** Names of the language or the host that a pure file may not mention. */
const BANNED_NAMES: Readonly<Record<string, string>> = {
  Date: 'wall clock; simulated time is SimTimeUs',
  Intl: 'locale; format on the screen',
  Temporal: 'wall clock; simulated time is SimTimeUs',
  performance: 'wall clock; measure outside',
  setTimeout: 'timer; schedule an event',
  setInterval: 'timer; schedule an event',
  setImmediate: 'timer; schedule an event',
  queueMicrotask: 'asynchrony; run to the end in one turn',
  requestAnimationFrame: 'timer; the screen alone has frames',
  WeakRef: 'depends on garbage collection',
  FinalizationRegistry: 'depends on garbage collection',
  SharedArrayBuffer: 'shared memory has races',
  Atomics: 'shared memory has races',
  globalThis: 'hides which global is used',
  eval: 'runs text',
};

/** Functions of Math whose last bit the standard leaves open, and chance. */
const BANNED_MATH = new Set(
  (
    'random exp expm1 log log1p log2 log10 pow cbrt hypot sin cos tan asin acos atan atan2 ' +
    'sinh cosh tanh asinh acosh atanh'
  ).split(' '),
);

const BANNED_METHODS: Readonly<Record<string, string>> = {
  localeCompare: 'locale; use compareCodeUnits of kernel/order.ts',
  toLocaleString: 'locale; format on the screen',
  toLocaleDateString: 'locale; format on the screen',
  toLocaleTimeString: 'locale; format on the screen',
  toLocaleLowerCase: 'locale; use toLowerCase',
  toLocaleUpperCase: 'locale; use toUpperCase',
};

function isPure(path: string): boolean {
  return path.startsWith('src/shared/') || path.startsWith('src/main/engine/');
}

function isEngine(path: string): boolean {
  return path.startsWith('src/main/engine/');
}

/** Whether an identifier stands for a value or type, and not for a member or a key of its own. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  if (ts.isQualifiedName(parent) && parent.right === node) return false;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return false;
  if (ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) return false;
  if (ts.isPropertyDeclaration(parent) || ts.isMethodDeclaration(parent)) return false;
  return true;
}

function judgeMember(node: ts.PropertyAccessExpression): string | undefined {
  const member = node.name.text;
  if (ts.isIdentifier(node.expression) && node.expression.text === 'Math') {
    if (BANNED_MATH.has(member)) return `Math.${member}: use kernel/det-math.ts or kernel/prng.ts`;
  }
  const reason = Object.hasOwn(BANNED_METHODS, member) ? BANNED_METHODS[member] : undefined;
  return reason === undefined ? undefined : `${member}: ${reason}`;
}

function isPower(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AsteriskAsteriskToken ||
    kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken
  );
}

/** Powers that every machine computes alike: of two with a literal exponent, and of a bigint. */
function isExactPower(node: ts.BinaryExpression): boolean {
  if (ts.isBigIntLiteral(node.left)) return true;
  return (
    ts.isNumericLiteral(node.left) &&
    node.left.text === '2' &&
    ts.isNumericLiteral(node.right) &&
    /^\d+$/.test(node.right.text)
  );
}

/** Rules for the engine alone: one turn, and no order that a prototype could change. */
function judgeEngineNode(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async: the engine runs in one turn';
  if (ts.isAwaitExpression(node)) return 'await: the engine runs in one turn';
  if (ts.isIdentifier(node) && node.text === 'Promise' && isReference(node)) {
    return 'Promise: the engine runs in one turn';
  }
  if (ts.isForInStatement(node)) return 'for-in: iterate by slot or over an ordered list';
  return undefined;
}

function judgeNode(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node) && Object.hasOwn(BANNED_NAMES, node.text) && isReference(node)) {
    return `${node.text}: ${BANNED_NAMES[node.text]}`;
  }
  if (ts.isPropertyAccessExpression(node)) return judgeMember(node);
  if (ts.isElementAccessExpression(node) && node.expression.getText() === 'Math') {
    return 'Math[...]: name the function';
  }
  if (ts.isBinaryExpression(node) && isPower(node.operatorToken.kind) && !isExactPower(node)) {
    return '**: inexact; multiply or use kernel/det-math.ts';
  }
  return undefined;
}

/** Every use of a banned thing in pure files, as `path:line what: why`. */
function findNondeterminism(sources: readonly SourceText[]): string[] {
  const found: string[] = [];
  for (const source of sources.filter((candidate) => isPure(candidate.path))) {
    walk(parseSource(source), (node) => {
      const reason = judgeNode(node) ?? (isEngine(source.path) ? judgeEngineNode(node) : undefined);
      if (reason !== undefined) found.push(`${source.path}:${lineOf(node)} ${reason}`);
    });
  }
  return found;
}

describe('pure code', () => {
  it('names nothing that differs between machines', () => {
    expect(findNondeterminism(readTree())).toEqual([]);
  });
});

describe('each ban can fail', () => {
  function check(path: string, text: string): string[] {
    return findNondeterminism([{ path, text }]);
  }

  it.each(Object.keys(BANNED_NAMES))('refuses the name %s', (name) => {
    expect(check('src/shared/kernel/a.ts', `const x = ${name};`)).toHaveLength(1);
    expect(check('src/shared/kernel/a.ts', `const x = { ${name}: 1 }.${name};`)).toEqual([]);
    expect(check('src/renderer/a.ts', `const x = ${name};`)).toEqual([]);
  });

  it.each([...BANNED_MATH])('refuses Math.%s', (name) => {
    expect(check('src/main/engine/a.ts', `const x = Math.${name}(1);`)).toHaveLength(1);
  });

  it.each(Object.keys(BANNED_METHODS))('refuses the method %s', (name) => {
    expect(check('src/shared/model/a.ts', `const x = 'a'.${name}('b');`)).toHaveLength(1);
  });

  it.each([
    'const x = Math["exp"](1);',
    'let x = 2; x **= 3;',
    'const x = 10 ** 3;',
    'const x = 2 ** y;',
  ])('refuses %s in all pure code', (text) => {
    expect(check('src/shared/model/a.ts', text)).toHaveLength(1);
  });

  it.each([
    'async function f(): Promise<void> {}',
    'const x = Promise.resolve(1);',
    'for (const key in {}) f(key);',
  ])('refuses %s in the engine', (text) => {
    expect(check('src/main/engine/a.ts', text).length).toBeGreaterThan(0);
    expect(check('src/shared/contract/a.ts', text)).toEqual([]);
  });

  it('accepts what the standard makes exact', () => {
    const text =
      'const x = Math.sqrt(2) + Math.floor(1.5) + Math.imul(2, 3) + 2 ** 53 + Number(10n ** y);';
    expect(check('src/main/engine/a.ts', text)).toEqual([]);
  });
});
