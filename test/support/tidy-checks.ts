/**
 * The house style as functions from source text to complaints.
 * Each takes one file and returns lines `path:line what`, so that the tests can plant a violation
 * as text. Limits stand here by name. It must not know which files exist.
 */
import ts from 'typescript';
import { parse as parseVue } from 'vue/compiler-sfc';
import { lineOf, parseSource, scriptText, walk, type SourceText } from './source-tree.ts';

export const FUNCTION_LINES_MAX = 70;
export const FILE_LINES_MAX = 400;
export const LINE_CHARACTERS_MAX = 100;
const HEADER_SENTENCES_MIN = 2;
const HEADER_SENTENCES_MAX = 6;

/** Texts for people are tables of long strings: neither counted nor cut. */
export function isTextTable(path: string): boolean {
  return path.startsWith('src/renderer/locales/');
}

export function isTest(path: string): boolean {
  return path.startsWith('test/');
}

function endLine(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
}

function linesOf(node: ts.Node): number {
  return endLine(node) - lineOf(node) + 1;
}

function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)
  );
}

function nameOf(node: ts.FunctionLikeDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return parent.name.getText();
  if (ts.isCallExpression(parent)) return `callback of ${parent.expression.getText()}`;
  return '(anonymous)';
}

/**
 * Lines of a function without the functions declared directly in its body: a factory that returns
 * a handful of named functions is counted like a class, part by part.
 */
function ownLines(node: ts.FunctionLikeDeclaration): number {
  const body = node.body;
  if (body === undefined || !ts.isBlock(body)) return linesOf(node);
  const parts = body.statements.filter(ts.isFunctionDeclaration);
  return linesOf(node) - parts.reduce((sum, part) => sum + linesOf(part), 0);
}

/** Functions longer than the limit. */
export function findLongFunctions(source: SourceText): string[] {
  const found: string[] = [];
  walk(parseSource(source), (node) => {
    if (!isFunction(node)) return;
    const lines = ownLines(node);
    if (lines <= FUNCTION_LINES_MAX) return;
    found.push(`${source.path}:${lineOf(node)} ${nameOf(node)} has ${lines} lines`);
  });
  return found;
}

function isTable(node: ts.Node): boolean {
  let value = node;
  while (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) value = value.expression;
  if (!ts.isObjectLiteralExpression(value) && !ts.isArrayLiteralExpression(value)) return false;
  let hasBody = false;
  walk(value, (inner) => {
    if (isFunction(inner) && inner.body !== undefined && ts.isBlock(inner.body)) hasBody = true;
  });
  return !hasBody;
}

/** Lines taken by tables: top-level constants that are literals without function bodies. */
function tableLines(file: ts.SourceFile): number {
  const declarations = file.statements
    .filter(ts.isVariableStatement)
    .flatMap((statement) => [...statement.declarationList.declarations]);
  return declarations
    .flatMap((declaration) => declaration.initializer ?? [])
    .filter(isTable)
    .reduce((sum, table) => sum + linesOf(table) - 1, 0);
}

function styleLines(source: SourceText): number {
  if (!source.path.endsWith('.vue')) return 0;
  const { descriptor } = parseVue(source.text, { sourceMap: false });
  return descriptor.styles.reduce((sum, { loc }) => sum + loc.end.line - loc.start.line + 1, 0);
}

/** Files longer than the limit; tables and style sheets are not counted. */
export function findLongFile(source: SourceText): string[] {
  const all = source.text.trimEnd().split('\n').length;
  if (all <= FILE_LINES_MAX) return [];
  const counted = all - tableLines(parseSource(source)) - styleLines(source);
  if (counted <= FILE_LINES_MAX) return [];
  return [`${source.path}:1 the file has ${counted} lines`];
}

/** Lines longer than the limit, except one that is a single unbreakable address. */
export function findLongLines(source: SourceText): string[] {
  return source.text.split('\n').flatMap((line, index) => {
    const length = Array.from(line).length;
    if (length <= LINE_CHARACTERS_MAX) return [];
    if (/https?:\/\/\S{60,}/.test(line)) return [];
    return [`${source.path}:${index + 1} the line has ${length} characters`];
  });
}

/** The comment a file opens with, without its decoration; undefined when there is none. */
function headerOf(source: SourceText): string | undefined {
  const text = (source.path.endsWith('.vue') ? openingOfVue(source) : source.text)
    .replace(/^#!.*\n/, '')
    .trimStart();
  const block = /^\/\*\*?([\s\S]*?)\*\//.exec(text) ?? /^<!--([\s\S]*?)-->/.exec(text);
  if (block?.[1] !== undefined) return block[1].replace(/^\s*\*\s?/gm, ' ').trim();
  const lines = /^(?:\/\/.*\n)+/.exec(text)?.[0];
  return lines?.replace(/^\/\/\s?/gm, '').trim();
}

function openingOfVue(source: SourceText): string {
  if (source.text.trimStart().startsWith('<!--')) return source.text;
  return scriptText(source).trimStart();
}

/** Sentences of a text: ends of `.`, `!`, `?` or `:` before a space, a line or the end. */
function countSentences(text: string): number {
  return (text.match(/[.!?](?=["')`]*(\s|$))/g) ?? []).length;
}

/** Files that do not open with a comment of the right size. Tests need one sentence. */
export function findBadHeader(source: SourceText): string[] {
  const header = headerOf(source);
  if (header === undefined) return [`${source.path}:1 there is no header comment`];
  const sentences = countSentences(header);
  const least = isTest(source.path) ? 1 : HEADER_SENTENCES_MIN;
  if (sentences >= least && sentences <= HEADER_SENTENCES_MAX) return [];
  return [`${source.path}:1 the header has ${sentences} sentences`];
}

/** Exported functions of the product without a docstring. */
export function findBareExports(source: SourceText): string[] {
  return parseSource(source)
    .statements.filter(ts.isFunctionDeclaration)
    .filter((node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .filter((node) => ts.getJSDocCommentsAndTags(node).length === 0 && node.body !== undefined)
    .map((node) => `${source.path}:${lineOf(node)} ${nameOf(node)} has no docstring`);
}

interface Comment {
  readonly line: number;
  readonly text: string;
  readonly block: boolean;
}

/** All comments, found by the scanner so that text inside strings is not mistaken for one. */
function commentsOf(source: SourceText): Comment[] {
  const file = parseSource(source);
  const text = file.text;
  const seen = new Map<number, Comment>();
  const add = (range: ts.CommentRange): void => {
    const line = file.getLineAndCharacterOfPosition(range.pos).line + 1;
    const block = range.kind === ts.SyntaxKind.MultiLineCommentTrivia;
    seen.set(range.pos, { line, text: text.slice(range.pos, range.end), block });
  };
  const visit = (node: ts.Node): void => {
    ts.getLeadingCommentRanges(text, node.getFullStart())?.forEach(add);
    ts.getTrailingCommentRanges(text, node.getEnd())?.forEach(add);
    node.getChildren(file).forEach(visit);
  };
  visit(file);
  return [...seen.values()].sort((a, b) => a.line - b.line);
}

const REMINDER = /\b(TODO|FIXME|XXX|HACK)\b/;
const REMINDER_WITH_ID = /\b(TODO|FIXME|XXX|HACK)\b[ :]*(\[[A-Z]+-\d+\]|\(\d{4}\))/;

/** Reminders that name neither a rule `[ENG-12]` nor a decision `(0003)`. */
export function findLooseReminders(source: SourceText): string[] {
  return commentsOf(source)
    .filter((comment) => REMINDER.test(comment.text) && !REMINDER_WITH_ID.test(comment.text))
    .map((comment) => `${source.path}:${comment.line} a reminder without a rule or decision`);
}

/** Shapes of a line of code: a statement, a call, an assignment, a closing bracket. */
const CODE_LIKE = [
  /^(import|export|const|let|var|return|throw|await|if|for|while|switch|function|class)\b.*[;{(]$/,
  /^[\w.]+\(.*\);?$/,
  /^[\w.[\]]+ [-+*]?= .*;$/,
  /^[})\]]+[;,]?$/,
];

function isCodeLike(line: string): boolean {
  const bare = line.replace(/^\s*\*?\s*/, '').trim();
  return CODE_LIKE.some((shape) => shape.test(bare));
}

/** Comments that are code put to sleep. */
export function findSleepingCode(source: SourceText): string[] {
  return commentsOf(source)
    .filter((comment) => !comment.text.startsWith('/**'))
    .flatMap((comment) => {
      const lines = comment.text.replace(/^\/[/*]|\*\/$/g, '').split('\n');
      const sleeping = lines.some(isCodeLike);
      return sleeping ? [`${source.path}:${comment.line} commented-out code`] : [];
    });
}

function enclosingStatement(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent !== undefined && !ts.isStatement(at) && !ts.isClassElement(at)) at = at.parent;
  return at;
}

/** Type assertions without a comment that says why they hold; `as const` needs none. */
export function findUnexplainedCasts(source: SourceText): string[] {
  const comments = commentsOf(source);
  const explained = new Set(
    comments.flatMap((comment) => {
      const last = comment.line + comment.text.split('\n').length - 1;
      // A comment speaks for its own line and for the statement that follows it.
      return [comment.line, last, last + 1];
    }),
  );
  const found: string[] = [];
  walk(parseSource(source), (node) => {
    if (!ts.isAsExpression(node) && !ts.isTypeAssertionExpression(node)) return;
    if (ts.isConstTypeReference(node.type)) return;
    const places = [lineOf(node), lineOf(node.type), lineOf(enclosingStatement(node))];
    if (places.some((line) => explained.has(line))) return;
    found.push(`${source.path}:${lineOf(node)} \`as ${node.type.getText()}\` without a reason`);
  });
  return found;
}

/** Entry files and doors, whose names the layout fixes. */
const SHARED_NAMES = new Set(['index.ts', 'main.ts']);

/** Base names that several files carry; a name is unique so that it can be said aloud. */
export function findSharedNames(sources: readonly SourceText[]): string[] {
  const byName = new Map<string, string[]>();
  for (const { path } of sources) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    // A migration is named after the record whose old shapes it knows, like the record itself.
    if (SHARED_NAMES.has(name) || path.includes('/migrations/')) continue;
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return [...byName.values()].filter((paths) => paths.length > 1).map((paths) => paths.join(', '));
}

/** File names that are not kebab-case, or for components not PascalCase. */
export function findOddNames(sources: readonly SourceText[]): string[] {
  return sources
    .map(({ path }) => path)
    .filter((path) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (name.endsWith('.vue')) return !/^[A-Z][A-Za-z0-9]*\.vue$/.test(name);
      return !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*\.(ts|mjs)$/.test(name);
    });
}

/** Repeated tests whose count is a number of their own instead of a row of `counts.ts`. */
export function findOwnCounts(source: SourceText): string[] {
  const found: string[] = [];
  walk(parseSource(source), (node) => {
    if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'numRuns') return;
    if (!ts.isNumericLiteral(node.initializer)) return;
    found.push(`${source.path}:${lineOf(node)} numRuns is a number: take it from counts.ts`);
  });
  return found;
}
