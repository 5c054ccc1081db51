/**
 * Goal: a language that is read from the right, or that orders its words otherwise, needs no change
 * of the screen: boxes are laid out from the start and not from the left, and no sentence is put
 * together out of translated pieces. Method: style blocks, templates and scripts of the screen are
 * searched; a planted violation of each is found.
 */
import { describe, expect, it } from 'vitest';
import { readTree, ROOT, type SourceText } from '../../support/source-tree.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Drawings: their places are pixels from the left of a picture, the same in any language. */
const DRAWN = [
  /^src\/renderer\/(?:topology|logic|lens)\//,
  /^src\/renderer\/timeline\/TimeTrack\.vue$/,
  /^src\/renderer\/measures\/NinesScale\.vue$/,
  /^src\/renderer\/montecarlo\/DownBars\.vue$/,
];

/**
 * Pieces that stand beside each other and are no sentence: a word with its figure or its sign, or
 * whole sentences one after the other.
 */
const NO_SENTENCE = [
  /^src\/renderer\/shell\/AppearanceMenu\.vue .*shell\.language/,
  /^src\/renderer\/timeline\/TimeTrack\.vue .*time\.day/,
  /^src\/renderer\/state\/WriteFates\.vue .*store\.fate/,
  /^src\/renderer\/i18n\/use-words\.ts .*rollout/,
  /^src\/renderer\/sweep\/VerdictDetail\.vue .*verdict\./,
  /^src\/renderer\/network\/NetworkTab\.vue .*network\.out/,
  /^src\/renderer\/sets\/SpotSection\.vue .*spot\./,
  /^src\/renderer\/experiments\/ExperimentPlan\.vue .*experiment\.warmsUp/,
];

const SIDED = [
  /(?:^|[;{\s])(?:margin|padding|border)-(?:left|right)(?:-[a-z]+)?\s*:/,
  /(?:^|[;{\s])(?:left|right)\s*:/,
  /text-align:\s*(?:left|right)/,
  /(?:^|[;{\s])float\s*:/,
  /border-(?:top|bottom)-(?:left|right)-radius/,
];

/** The styles of a component or of a style sheet, a line each. */
function stylesOf({ path, text }: SourceText): string[] {
  if (path.endsWith('.css')) return text.split('\n');
  const blocks = [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)];
  return blocks.flatMap((block) => (block[1] ?? '').split('\n'));
}

/** Four lengths of which the two at the sides differ. */
function isUneven(line: string): boolean {
  const value = /^\s*(?:margin|padding|inset):\s*([^;]+);/.exec(line)?.[1] ?? '';
  const lengths = value.match(/[^\s(]+\([^)]*\)|\S+/g) ?? [];
  return lengths.length === 4 && lengths[1] !== lengths[3];
}

function findSides(source: SourceText): string[] {
  return stylesOf(source)
    .filter((line) => SIDED.some((rule) => rule.test(line)) || isUneven(line))
    .map((line) => `${source.path} ${line.trim()}`);
}

/** `${t(…)} ${…}` or `…} word`: translated text that goes on in the same breath. */
const GLUED = [
  /\$\{t\([^`]*?\)\} *(?:\$\{|[\p{L}])/u,
  /(?:[\p{L}]|\}) \$\{t\(/u,
  /\bt\([^)]*\) \+ /,
];
/** `{{ … }} {{ t(…) }}` in a template. */
const BESIDE = [/\}\} *\{\{ *t\(/, /\{\{ *t\([^{}]*\) *\}\} *\{\{/];

function findPieces({ path, text }: SourceText): string[] {
  const rules = path.endsWith('.vue') ? [...GLUED, ...BESIDE] : GLUED;
  return text
    .split('\n')
    .filter((line) => rules.some((rule) => rule.test(line)))
    .map((line) => `${path} ${line.trim()}`)
    .filter((found) => !NO_SENTENCE.some((rule) => rule.test(found)));
}

const screen = readTree().filter(({ path }) => path.startsWith('src/renderer/'));
const sheets = ['tokens', 'base', 'kit'].map((name): SourceText => {
  const path = `src/renderer/ui/${name}.css`;
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
});

describe('a language read from the right', () => {
  it('finds no box that is laid out from the left', () => {
    const laidOut = [...screen, ...sheets].filter(
      ({ path }) => !DRAWN.some((rule) => rule.test(path)),
    );
    expect(laidOut.flatMap(findSides)).toEqual([]);
  });

  it.each([
    'margin-left: 4px;',
    'border-right-color: red;',
    'right: 0;',
    'text-align: left;',
    'padding: 1px 2px 3px var(--s-4, 4px);',
    'border-top-left-radius: 4px;',
  ])('would find %s', (line) => {
    const text = `<style scoped>\n.a {\n  ${line}\n}\n</style>`;
    expect(findSides({ path: 'src/renderer/A.vue', text })).toHaveLength(1);
    expect(findSides({ path: 'src/renderer/a.css', text: line })).toHaveLength(1);
  });

  it('accepts what has no side, and scripts', () => {
    const fine = 'padding: 1px 2px 3px 2px;\nmargin-inline-start: 4px;\ninset: 0;';
    expect(findSides({ path: 'src/renderer/a.css', text: fine })).toEqual([]);
    const script = '<script setup>\nconst at = {\n  left: 4 };\n</script>';
    expect(findSides({ path: 'src/renderer/A.vue', text: script })).toEqual([]);
  });
});

describe('a sentence', () => {
  it('is never put together out of translated pieces', () => {
    expect(screen.flatMap(findPieces)).toEqual([]);
  });

  it.each([
    ['const a = `${t("x.one")} ${name}`;', 'a.ts'],
    ['const a = `${name} ${t("x.one")}`;', 'a.ts'],
    ['const a = t("x.one") + name;', 'a.ts'],
    ['<p>{{ name }} {{ t("x.one") }}</p>', 'A.vue'],
  ])('would be found: %s', (text, name) => {
    expect(findPieces({ path: `src/renderer/${name}`, text })).toHaveLength(1);
  });

  it('may stand in a list', () => {
    const listed = 'const a = `${t("x.one")} · ${t("x.two")}`;';
    expect(findPieces({ path: 'src/renderer/a.ts', text: listed })).toEqual([]);
  });
});
