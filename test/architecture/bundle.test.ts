/**
 * Goal: the built program is what the hosts may run: no electron outside its host, nothing a strict
 * content policy forbids, no weight that crept in. Method: read `out/` as text and syntax trees.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import {
  ROOT,
  importsOf,
  listFiles,
  parseSource,
  walk,
  type SourceText,
} from '../support/source-tree.ts';

const KIB = 1024;

/** Files of the screen that the page runs before anybody can press anything, but for words. */
const START = ['index', 'start-screen'] as const;
/** Fetched when somebody first edits a text; it is where the editor's library lies. */
const EDITOR = /\/(?:TextEditor|AuthorScreen|ScenarioPane)-[^/]*\.js$/;
const WORDS = /\/(?:en|pt-BR)-[^/]*\.js$/;

type Part = (path: string) => boolean;

/** Largest size of each part, in KiB. Raising one is a decision: say in the commit what it buys. */
const BUDGETS: ReadonlyArray<readonly [string, Part, number]> = [
  ['main side, all entries and chunks', matching(/^out\/main\/.*\.js$/), 3900],
  ['preload', matching(/^out\/preload\/.*\.cjs$/), 8],
  ['screen, scripts of the start', isOfStart, 1860],
  ['screen, words of all languages', matching(WORDS), 480],
  ['screen, scripts of the editor', matching(EDITOR), 560],
  ['screen, scripts of what comes later', isLater, 230],
  ['screen, styles', matching(/^out\/renderer\/.*\.css$/), 190],
];

const ENTRIES = ['electron', 'server', 'cli', 'workspace-worker'];

/** Packages that ws asks for inside a try block and does without. */
const OPTIONAL = ['bufferutil', 'utf-8-validate'];

const NODE_MODULES = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

function read(path: string): SourceText {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** Imports of a built file: those of the syntax, and `require` with a literal. */
function externalsOf(source: SourceText): string[] {
  const names = importsOf(source).map((edge) => edge.to);
  walk(parseSource(source), (node) => {
    if (!ts.isCallExpression(node) || !/^(__)?require$/.test(node.expression.getText())) return;
    const argument = node.arguments[0];
    if (argument !== undefined && ts.isStringLiteralLike(argument)) names.push(argument.text);
  });
  return names;
}

/** An entry and every chunk it can load. */
function reachable(options: {
  entry: string;
  load: (path: string) => SourceText;
}): ReadonlyMap<string, SourceText> {
  const found = new Map<string, SourceText>();
  const waiting = [options.entry];
  while (waiting.length > 0) {
    const path = waiting.pop();
    if (path === undefined || found.has(path)) continue;
    const source = options.load(path);
    found.set(path, source);
    waiting.push(...importsOf(source).flatMap(({ to }) => (to.startsWith('out/') ? [to] : [])));
  }
  return found;
}

/** Packages a group of built files would look for at run time, besides node's own modules. */
function findPackages(sources: Iterable<SourceText>): string[] {
  const names = [...sources].flatMap(externalsOf).filter((name) => !name.startsWith('out/'));
  return [...new Set(names)].filter((name) => !NODE_MODULES.has(name) && !OPTIONAL.includes(name));
}

/**
 * Calls inside packages that look forbidden and are never reached; each with what keeps it asleep.
 * Like every allowlist it may only shrink: an entry nobody needs fails.
 */
const ASLEEP: ReadonlyArray<readonly [string, string]> = [
  ['Function(``)', 'zod asks whether it may compile; jitless is set before its first use'],
  ['Function(`return this`)', 'lodash in cytoscape, only where neither global nor self exists'],
];

/** Text turned into code, which `script-src 'self'` refuses. */
function findRunText(source: SourceText): string[] {
  const found: string[] = [];
  walk(parseSource(source), (node) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const name = node.expression.getText();
    if (name === 'eval' || name === 'Function') {
      const given = node.arguments?.map((argument) => argument.getText()).join(', ') ?? '';
      found.push(`${name}(${given})`);
    }
  });
  return found;
}

/** What a page may not carry under the policy: inline code or style, and addresses elsewhere. */
function findPageFaults(html: string): string[] {
  const faults: string[] = [];
  const scripts = [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)];
  if (scripts.some(([, , body]) => (body ?? '').trim() !== '')) faults.push('inline script');
  if (/<style\b/.test(html)) faults.push('inline style');
  if (/\sstyle\s*=/.test(html)) faults.push('style attribute');
  if (/\son[a-z]+\s*=/.test(html)) faults.push('inline handler');
  if (/\b(src|href)\s*=\s*["']?(https?:)?\/\//.test(html)) faults.push('address elsewhere');
  return faults;
}

const built = existsSync(join(ROOT, 'out')) ? listFiles('out') : [];
const texts = built.filter((path) => /\.(js|cjs|css|html)$/.test(path)).map(read);

describe('the build', () => {
  it('has every entry', () => {
    const expected = [
      ...ENTRIES.map((name) => `out/main/${name}.js`),
      'out/preload/preload.cjs',
      'out/renderer/index.html',
    ];
    expect(expected.filter((path) => !built.includes(path))).toEqual([]);
  });

  it.each(ENTRIES)('%s needs no package beside it, and electron only in its host', (name) => {
    const sources = reachable({ entry: `out/main/${name}.js`, load: read });
    expect(findPackages(sources.values())).toEqual(name === 'electron' ? ['electron'] : []);
  });

  it('has a preload in one file that needs electron and nothing else', () => {
    expect(built.filter((path) => path.startsWith('out/preload/'))).toEqual([
      'out/preload/preload.cjs',
    ]);
    expect(externalsOf(read('out/preload/preload.cjs'))).toEqual(['electron']);
  });

  it('has a screen that never runs text as code', () => {
    const scripts = texts.filter(({ path }) => /^out\/renderer\/.*\.js$/.test(path));
    expect(scripts.length).toBeGreaterThan(0);
    const found = [...new Set(scripts.flatMap(findRunText))].sort(compareText);
    expect(found).toEqual(ASLEEP.map(([call]) => call).sort(compareText));
  });

  it('has a page that a strict policy accepts', () => {
    expect(findPageFaults(read('out/renderer/index.html').text)).toEqual([]);
  });

  it('names no folder of the machine that built it', () => {
    expect(texts.filter(({ text }) => text.includes(ROOT)).map(({ path }) => path)).toEqual([]);
  });

  it('begins with the words of no language that nobody reads', () => {
    expect(startScripts().size).toBeGreaterThan(START.length);
    expect([...startScripts()].filter((path) => WORDS.test(path))).toEqual([]);
    expect(built.filter((path) => WORDS.test(path))).toHaveLength(2);
  });

  it.each(BUDGETS)('keeps its budget: %s', (_part, isOfPart, limitKib) => {
    const sizes = built.filter((path) => isOfPart(path)).map((path) => fileBytes(path));
    expect(sizes.length).toBeGreaterThan(0);
    const kib = sizes.reduce((sum, bytes) => sum + bytes, 0) / KIB;
    expect(kib).toBeLessThanOrEqual(limitKib);
  });
});

function matching(pattern: RegExp): Part {
  return (path) => pattern.test(path);
}

let ofStart: ReadonlySet<string> | undefined;

/** The scripts of the start and all that they import before they run. */
function startScripts(): ReadonlySet<string> {
  if (ofStart !== undefined) return ofStart;
  const found = new Set<string>();
  const begin = new RegExp(`^out/renderer/assets/(?:${START.join('|')})-[^/]*\\.js$`);
  const waiting = built.filter((path) => begin.test(path));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    waiting.push(...importedBefore(read(path)));
  }
  ofStart = found;
  return found;
}

/** What a built script names at its top: needed before it runs. */
function importedBefore(source: SourceText): string[] {
  return parseSource(source).statements.flatMap((statement) => {
    const isNaming = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
    const named = isNaming ? statement.moduleSpecifier : undefined;
    if (named === undefined || !ts.isStringLiteralLike(named)) return [];
    return [join(dirname(source.path), named.text)];
  });
}

function isOfStart(path: string): boolean {
  return startScripts().has(path);
}

function isLater(path: string): boolean {
  const isScript = /^out\/renderer\/.*\.js$/.test(path);
  return isScript && !isOfStart(path) && !EDITOR.test(path) && !WORDS.test(path);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function fileBytes(path: string): number {
  return statSync(join(ROOT, path)).size;
}

describe('each check can fail', () => {
  function planted(files: Readonly<Record<string, string>>) {
    return (path: string): SourceText => ({ path, text: files[path] ?? '' });
  }

  it('tells what a script runs first from what it fetches later', () => {
    const text = `import{a}from"./a.js";import"./b.js";export{c}from"./c.js";import("./d.js");`;
    const path = 'out/renderer/assets/index-1.js';
    expect(importedBefore({ path, text })).toEqual(
      ['a', 'b', 'c'].map((name) => `out/renderer/assets/${name}.js`),
    );
  });

  it('finds electron behind two chunks, static and dynamic', () => {
    const load = planted({
      'out/main/server.js': `import './chunks/a.js';`,
      'out/main/chunks/a.js': `const b = await import('./b.js');`,
      'out/main/chunks/b.js': `import { app } from 'electron'; import 'node:fs'; import 'fs';`,
    });
    const sources = reachable({ entry: 'out/main/server.js', load });
    expect(findPackages(sources.values())).toEqual(['electron']);
  });

  it('finds a package that was not bundled, also behind require', () => {
    const text = `const z = require('zod'); const w = __require('ws'); require('bufferutil');`;
    expect(findPackages([{ path: 'out/main/cli.js', text }])).toEqual(['zod', 'ws']);
  });

  it.each(['eval("1")', 'new Function("return 1")', 'Function("return 1")()'])(
    'finds %s',
    (text) => {
      expect(findRunText({ path: 'out/renderer/a.js', text })).toHaveLength(1);
    },
  );

  it('does not mistake a name that merely contains eval', () => {
    const text = 'retrieval(1); x.eval; "eval(1)"; isFunction(2);';
    expect(findRunText({ path: 'out/renderer/a.js', text })).toEqual([]);
  });

  it.each([
    ['<script>1</script>', 'inline script'],
    ['<style>a{}</style>', 'inline style'],
    ['<p style="color: red">', 'style attribute'],
    ['<p onclick="x()">', 'inline handler'],
    ['<link href="https://example.org/a.css">', 'address elsewhere'],
    ['<script src="//example.org/a.js"></script>', 'address elsewhere'],
  ])('finds %s in a page', (html, fault) => {
    expect(findPageFaults(html)).toEqual([fault]);
  });

  it('accepts the page of a plain build', () => {
    const html = '<script type="module" src="./assets/a.js"></script><link href="data:,">';
    expect(findPageFaults(html)).toEqual([]);
  });
});
