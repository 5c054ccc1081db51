/**
 * Goal: the house style holds by itself. Method: run every check of `support/tidy-checks.ts` over
 * the whole tree, and over a planted violation of each.
 */
import { describe, expect, it } from 'vitest';
import { readTree, type SourceText } from '../support/source-tree.ts';
import * as tidy from '../support/tidy-checks.ts';

const tree = readTree();
const product = tree.filter((source) => source.path.startsWith('src/'));
const written = tree.filter((source) => !tidy.isTextTable(source.path));
const untested = written.filter((source) => !tidy.isTest(source.path));

describe('the tree is tidy', () => {
  it('has sources to look at', () => {
    expect(product.length).toBeGreaterThan(20);
  });

  it(`has no function above ${tidy.FUNCTION_LINES_MAX} lines`, () => {
    expect(untested.flatMap(tidy.findLongFunctions)).toEqual([]);
  });

  it(`has no file above ${tidy.FILE_LINES_MAX} lines`, () => {
    expect(untested.flatMap(tidy.findLongFile)).toEqual([]);
  });

  it(`has no line above ${tidy.LINE_CHARACTERS_MAX} characters`, () => {
    expect(written.flatMap(tidy.findLongLines)).toEqual([]);
  });

  it('opens every file with a comment that introduces it', () => {
    expect(tree.flatMap(tidy.findBadHeader)).toEqual([]);
  });

  it('documents every exported function of the product', () => {
    expect(product.flatMap(tidy.findBareExports)).toEqual([]);
  });

  it('gives a reason for every type assertion of the product', () => {
    expect(product.flatMap(tidy.findUnexplainedCasts)).toEqual([]);
  });

  it('has no reminder without a rule or a decision', () => {
    expect(tree.flatMap(tidy.findLooseReminders)).toEqual([]);
  });

  it('has no code put to sleep in a comment', () => {
    expect(tree.flatMap(tidy.findSleepingCode)).toEqual([]);
  });

  it('takes the counts of repeated tests from the one table', () => {
    expect(tree.flatMap(tidy.findOwnCounts)).toEqual([]);
  });

  it('uses every file name once', () => {
    expect(tidy.findSharedNames(tree)).toEqual([]);
  });

  it('names files in kebab-case and components in PascalCase', () => {
    expect(tidy.findOddNames(tree)).toEqual([]);
  });
});

describe('each check can fail', () => {
  function file(text: string, path = 'src/shared/kernel/a.ts'): SourceText {
    return { path, text };
  }

  const line = 'work();\n';

  it('finds a long function, a long method and a long callback', () => {
    const body = line.repeat(tidy.FUNCTION_LINES_MAX);
    expect(tidy.findLongFunctions(file(`function f() {\n${body}}`))).toHaveLength(1);
    expect(tidy.findLongFunctions(file(`class A {\nf() {\n${body}}\n}`))).toHaveLength(1);
    expect(tidy.findLongFunctions(file(`use(() => {\n${body}});`))).toHaveLength(1);
    const fits = line.repeat(tidy.FUNCTION_LINES_MAX - 2);
    expect(tidy.findLongFunctions(file(`function f() {\n${fits}}`))).toEqual([]);
  });

  it('finds a long function inside a component', () => {
    const body = line.repeat(tidy.FUNCTION_LINES_MAX);
    const text = `<script setup lang="ts">\nfunction f() {\n${body}}\n</script>`;
    expect(tidy.findLongFunctions(file(text, 'src/renderer/A.vue'))).toEqual([
      'src/renderer/A.vue:2 f has 72 lines',
    ]);
  });

  it('counts a factory part by part', () => {
    const part = `function part() {\n${line.repeat(40)}}\n`;
    expect(tidy.findLongFunctions(file(`function f() {\n${part}${part}}`))).toEqual([]);
    const long = `function f() {\n${part}${line.repeat(tidy.FUNCTION_LINES_MAX)}}`;
    expect(tidy.findLongFunctions(file(long))).toHaveLength(1);
  });

  it('finds a long file but does not count its tables and styles', () => {
    const rows = `const TABLE = [\n${"  'row',\n".repeat(tidy.FILE_LINES_MAX)}] as const;\n`;
    expect(tidy.findLongFile(file(line.repeat(tidy.FILE_LINES_MAX + 1)))).toHaveLength(1);
    expect(tidy.findLongFile(file(rows))).toEqual([]);
    const code = `const TABLE = [() => {\n${line.repeat(tidy.FILE_LINES_MAX)}}];\n`;
    expect(tidy.findLongFile(file(code))).toHaveLength(1);
    const styled = `<template>\n<p />\n</template>\n<style>\n${'a {}\n'.repeat(450)}</style>\n`;
    expect(tidy.findLongFile(file(styled, 'src/renderer/A.vue'))).toEqual([]);
  });

  it('finds a long line, except a long address', () => {
    expect(tidy.findLongLines(file('x'.repeat(101)))).toHaveLength(1);
    expect(tidy.findLongLines(file('x'.repeat(100)))).toEqual([]);
    expect(tidy.findLongLines(file(`// https://example.org/${'x'.repeat(90)}`))).toEqual([]);
  });

  it('finds a missing, a short and an endless header', () => {
    expect(tidy.findBadHeader(file(line))).toHaveLength(1);
    expect(tidy.findBadHeader(file('/** Only one. */\n'))).toHaveLength(1);
    expect(tidy.findBadHeader(file(`/** ${'So. '.repeat(7)} */\n`))).toHaveLength(1);
    expect(tidy.findBadHeader(file('/** One thing. Two things. */\n'))).toEqual([]);
    expect(tidy.findBadHeader(file('// One thing.\n// Two things.\nwork();\n'))).toEqual([]);
    const test = file('/** One goal. */\n', 'test/unit/a.test.ts');
    expect(tidy.findBadHeader(test)).toEqual([]);
    expect(tidy.findBadHeader({ ...test, text: '/** No end */\n' })).toHaveLength(1);
  });

  it('reads the header of a component above or inside its script', () => {
    const path = 'src/renderer/A.vue';
    expect(tidy.findBadHeader(file('<!-- One. Two. -->\n<template />', path))).toEqual([]);
    const inside = '<script setup lang="ts">\n/** One. Two. */\nwork();\n</script>';
    expect(tidy.findBadHeader(file(inside, path))).toEqual([]);
    expect(tidy.findBadHeader(file('<template />', path))).toHaveLength(1);
  });

  it('finds an exported function without a docstring', () => {
    expect(tidy.findBareExports(file('export function f() {}'))).toHaveLength(1);
    expect(tidy.findBareExports(file('/** Does. */\nexport function f() {}'))).toEqual([]);
    expect(tidy.findBareExports(file('function f() {}'))).toEqual([]);
  });

  it('finds a type assertion without a reason', () => {
    expect(tidy.findUnexplainedCasts(file('const x = y as number;'))).toHaveLength(1);
    expect(tidy.findUnexplainedCasts(file('// Checked above.\nconst x = y as A;'))).toEqual([]);
    expect(tidy.findUnexplainedCasts(file('const x = y as A; // Checked above.'))).toEqual([]);
    expect(tidy.findUnexplainedCasts(file('const x = [1] as const;'))).toEqual([]);
  });

  it('finds a reminder without an id', () => {
    expect(tidy.findLooseReminders(file('// TODO later'))).toHaveLength(1);
    expect(tidy.findLooseReminders(file('/* FIXME: odd */'))).toHaveLength(1);
    expect(tidy.findLooseReminders(file('// TODO [ENG-12] later'))).toEqual([]);
    expect(tidy.findLooseReminders(file("const x = 'TODO';"))).toEqual([]);
  });

  it.each(['// const x = 1;', '// if (x) {', '// }', '/* work(x); */', '// state.x = 1;'])(
    'finds sleeping code in %s',
    (text) => {
      expect(tidy.findSleepingCode(file(`${text}\nwork();`))).toHaveLength(1);
    },
  );

  it.each([
    '// Returns early, for the list is sorted.',
    '// if nothing is left, stop',
    '/** Example: `work(x);` */',
    "const text = '// const x = 1;';",
  ])('takes %s for prose', (text) => {
    expect(tidy.findSleepingCode(file(`${text}\nwork();`))).toEqual([]);
  });

  it('finds a count of its own', () => {
    const path = 'test/property/a.test.ts';
    expect(tidy.findOwnCounts(file('fc.assert(p, { numRuns: 50 });', path))).toHaveLength(1);
    const shared = "fc.assert(p, { numRuns: count('propertyRuns') });";
    expect(tidy.findOwnCounts(file(shared, path))).toEqual([]);
  });

  it('finds a name used twice', () => {
    const twice = [file('', 'src/a/clock.ts'), file('', 'src/b/clock.ts')];
    expect(tidy.findSharedNames(twice)).toEqual(['src/a/clock.ts, src/b/clock.ts']);
    const doors = [file('', 'src/a/index.ts'), file('', 'src/b/index.ts')];
    expect(tidy.findSharedNames(doors)).toEqual([]);
  });

  it('finds an odd name', () => {
    const paths = ['src/a/eventQueue.ts', 'src/a/map-view.vue', 'src/a/event-queue.ts'];
    expect(tidy.findOddNames(paths.map((path) => file('', path)))).toEqual(paths.slice(0, 2));
  });
});
