/**
 * Goal: whoever can read at all can read every theme. Method: the tokens are read from their file
 * and the contrast of every pair that is used together is computed by the WCAG formula: 4.5:1 for
 * words, 3:1 for shapes and for the edges of controls.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(
  resolve(import.meta.dirname, '../../../src/renderer/ui/tokens.css'),
  'utf8',
);

function blockOf(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const body = css.slice(start, css.indexOf('\n}', start));
  return new Map(
    [...body.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [
      match[1] ?? '',
      match[2] ?? '',
    ]),
  );
}

const light = blockOf(':root');
const THEMES = {
  light,
  dark: new Map([...light, ...blockOf(":root[data-theme='dark']")]),
  contrast: new Map([...light, ...blockOf(":root[data-theme='contrast']")]),
};

function luminance(hex: string): number {
  const value = Number.parseInt(hex.slice(1), 16);
  const [red = 0, green = 0, blue = 0] = [value >> 16, (value >> 8) & 255, value & 255].map((c) => {
    const share = c / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['surface', 'sunken', 'raised', 'app', 'hover'];
const WORDS = ['text', 'text-2', 'text-3', 'accent', 'ok', 'change', 'warn', 'harm', 'off'];
/** Words on the tinted grounds of their own state, and the few other fixed pairs. */
const WORD_PAIRS = [
  ['ok', 'ok-soft'],
  ['change', 'change-soft'],
  ['warn', 'warn-soft'],
  ['harm', 'harm-soft'],
  ['text', 'accent-soft'],
  ['text-2', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['text-on-ink', 'ink'],
  ['text', 'rack'],
  ['text-3', 'rack'],
  ['text-2', 'host'],
  ['text', 'host'],
  ['text', 'tile'],
  ['text-2', 'plant'],
  ['text-3', 'plant'],
  ['text-2', 'floor'],
  ['harm', 'host'],
];
const SHAPE_PAIRS = [
  ['edge', 'surface'],
  ['edge', 'sunken'],
  ['focus', 'surface'],
  ['focus', 'floor'],
  ['ok-g', 'surface'],
  ['change-g', 'surface'],
  ['warn-g', 'surface'],
  ['harm-g', 'surface'],
  ['off-g', 'surface'],
  ['ok-g', 'floor'],
  ['harm-g', 'floor'],
  ['harm-g', 'harm-soft'],
  ['warn-g', 'warn-soft'],
  ['change-g', 'change-soft'],
  ['tile-edge', 'tile'],
  ['feed-a', 'floor'],
  ['feed-b', 'floor'],
  ['feed-a', 'rack'],
  ['feed-b', 'rack'],
  ['rack-edge', 'floor'],
  ['host-edge', 'host'],
  ['wire', 'floor'],
  ['accent', 'floor'],
];

describe.each(Object.entries(THEMES))('the %s theme', (_name, theme) => {
  function ratio(front: string, back: string): number {
    const a = theme.get(front);
    const b = theme.get(back);
    if (a === undefined || b === undefined) throw new Error(`no token ${front} or ${back}`);
    return contrast(a, b);
  }

  it.each(WORDS.flatMap((word) => GROUNDS.map((ground) => [word, ground])))(
    'has %s readable on %s',
    (word, ground) => {
      expect(ratio(word ?? '', ground ?? '')).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(WORD_PAIRS)('has %s readable on %s', (word, ground) => {
    expect(ratio(word ?? '', ground ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPE_PAIRS)('has the shape %s visible on %s', (shape, ground) => {
    expect(ratio(shape ?? '', ground ?? '')).toBeGreaterThanOrEqual(3);
  });
});
