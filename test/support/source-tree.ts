/**
 * Reads the repository's own sources as values for the architecture tests.
 * A check takes a list of `SourceText`, so that the same check runs over the real tree and over a
 * few lines planted by the test that proves the check can fail. It must not know any rule.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { parse as parseVue } from 'vue/compiler-sfc';

export const ROOT = resolve(import.meta.dirname, '../..');

const FOLDERS = ['src', 'test', 'scripts', 'bin'];
const EXTENSIONS = ['.ts', '.mjs', '.vue'];
const SKIPPED = ['test/fixtures/'];

/** One file: its path from the root with forward slashes, and its whole text. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** One import or re-export as written. */
export interface ImportEdge {
  readonly from: string;
  /** Path from the root when relative, else the package or node module as written. */
  readonly to: string;
  readonly line: number;
  readonly typeOnly: boolean;
  readonly reExport: boolean;
}

/** Every file below a folder of the repository, as paths from the root, in a stable order. */
export function listFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** All program and test sources of the repository. */
export function readTree(): SourceText[] {
  return FOLDERS.flatMap(listFiles)
    .filter((path) => EXTENSIONS.some((extension) => path.endsWith(extension)))
    .filter((path) => !SKIPPED.some((folder) => path.startsWith(folder)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

function blank(character: string): string {
  return character === '\n' ? '\n' : ' ';
}

/**
 * The script part of a file with everything else blanked, so that line numbers stay true.
 * For a `.vue` file these are its script blocks, for any other file the whole text.
 */
export function scriptText(source: SourceText): string {
  if (!source.path.endsWith('.vue')) return source.text;
  const { descriptor } = parseVue(source.text, { sourceMap: false });
  const blocks = [descriptor.script, descriptor.scriptSetup].filter((block) => block !== null);
  const kept = source.text.split('').map(blank);
  for (const { loc } of blocks) {
    for (let at = loc.start.offset; at < loc.end.offset; at += 1) {
      kept[at] = source.text[at] ?? ' ';
    }
  }
  return kept.join('');
}

/** Trees already built, so that a dozen checks over one file parse it once. */
const parsed = new WeakMap<SourceText, ts.SourceFile>();

/** The syntax tree of a file's script. */
export function parseSource(source: SourceText): ts.SourceFile {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const kind = /\.[mc]?js$/.test(source.path) ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const text = scriptText(source);
  const tree = ts.createSourceFile(source.path, text, ts.ScriptTarget.ES2023, true, kind);
  parsed.set(source, tree);
  return tree;
}

/** Line number (from 1) of a node's first token. */
export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

/** Calls `visit` for a node and all nodes below it, parents first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

function resolveTarget(options: { from: string; written: string }): string {
  const bare = options.written.replace(/\?.*$/, '');
  if (!bare.startsWith('.')) return bare;
  return posix.normalize(posix.join(posix.dirname(options.from), bare));
}

function isTypeOnlyImport(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  if (clause.name !== undefined || named === undefined || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

function isTypeOnlyExport(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return true;
  const clause = node.exportClause;
  if (clause === undefined || !ts.isNamedExports(clause)) return false;
  return clause.elements.length > 0 && clause.elements.every((element) => element.isTypeOnly);
}

/** `import('x').T` in a type position. */
function importTypeTarget(node: ts.Node): ts.Expression | undefined {
  if (!ts.isImportTypeNode(node) || !ts.isLiteralTypeNode(node.argument)) return undefined;
  return ts.isStringLiteral(node.argument.literal) ? node.argument.literal : undefined;
}

/** Every import of a file: static, re-export, dynamic with a literal, and in types. */
export function importsOf(source: SourceText): ImportEdge[] {
  const edges: ImportEdge[] = [];
  walk(parseSource(source), (node) => {
    let target: ts.Expression | undefined;
    let typeOnly = false;
    if (ts.isImportDeclaration(node)) {
      target = node.moduleSpecifier;
      typeOnly = isTypeOnlyImport(node);
    } else if (ts.isExportDeclaration(node)) {
      target = node.moduleSpecifier;
      typeOnly = isTypeOnlyExport(node);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      target = node.arguments[0];
    } else if (importTypeTarget(node) !== undefined) {
      target = importTypeTarget(node);
      typeOnly = true;
    }
    if (target === undefined) return;
    const written = ts.isStringLiteralLike(target) ? target.text : '(computed)';
    edges.push({
      from: source.path,
      to: resolveTarget({ from: source.path, written }),
      line: lineOf(node),
      typeOnly,
      reExport: ts.isExportDeclaration(node),
    });
  });
  return edges;
}
