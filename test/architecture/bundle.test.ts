/**
 * Goal: the built program is what the hosts may run: no electron outside its host, nothing a strict
 * content policy forbids, no weight that crept in. Method: read `out/` as text and syntax trees.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
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

/** Fetched when somebody first edits a text; it is where the editor's library lies. */
const EDITOR = 'TextEditor|AuthorScreen|ScenarioPane';
/** Views that are fetched when somebody first asks for them. */
const ON_DEMAND = 'LogicalView|CoursePanel|DesignPanel|FollowPanel|FollowOverlay';

/** Largest size of each part, in KiB. Raising one is a decision: say in the commit what it buys. */
const BUDGETS: ReadonlyArray<readonly [string, RegExp, number]> = [
  ['main side, all entries and chunks', /^out\/main\/.*\.js$/, 3900],
  ['preload', /^out\/preload\/.*\.cjs$/, 8],
  [
    'screen, scripts of the start',
    new RegExp(`^out/renderer/(?!.*(?:${EDITOR}|${ON_DEMAND})-).*\\.js$`),
    2400,
  ],
  ['screen, scripts of the editor', new RegExp(`^out/renderer/.*(?:${EDITOR})-.*\\.js$`), 600],
  [
    'screen, scripts of views on demand',
    new RegExp(`^out/renderer/.*(?:${ON_DEMAND})-.*\\.js$`),
    90,
  ],
  ['screen, styles', /^out\/renderer\/.*\.css$/, 200],
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

  it.each(BUDGETS)('keeps its budget: %s', (_part, files, limitKib) => {
    const sizes = built.filter((path) => files.test(path)).map((path) => fileBytes(path));
    expect(sizes.length).toBeGreaterThan(0);
    const kib = sizes.reduce((sum, bytes) => sum + bytes, 0) / KIB;
    expect(kib).toBeLessThanOrEqual(limitKib);
  });
});

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
