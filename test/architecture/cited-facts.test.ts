/**
 * Goal: whoever meets "fact 39" in code, tests or rules can look it up in the repository.
 * Method: every number cited in a source, test or document must have its line in docs/facts.md, and
 * each line there a number of its own.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, ROOT } from '../support/source-tree.ts';

const FACTS = readFileSync(join(ROOT, 'docs/facts.md'), 'utf8');
const STATED = [...FACTS.matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]));

/** Numbers after "fact" or "facts": single ones, lists, and ranges written with "to" or a dash. */
function cited(text: string): number[] {
  const numbers: number[] = [];
  const list = /\bfacts? (\d+(?:(?:,| and| to|–|-)? ?\d+)*)/g;
  for (const [, found = ''] of text.matchAll(list)) {
    for (const [number] of found.matchAll(/\d+/g)) numbers.push(Number(number));
  }
  return numbers;
}

function isText(path: string): boolean {
  return ['.ts', '.vue', '.md'].some((extension) => path.endsWith(extension));
}

describe('cited facts', () => {
  it('are stated once each, in order', () => {
    expect(STATED).toEqual(STATED.map((_, index) => index + 1));
    expect(STATED.length).toBeGreaterThan(100);
  });

  it('are read from lists and ranges', () => {
    expect(cited('facts 2, 7 and 10; fact 39; facts 86 to 97')).toEqual([2, 7, 10, 39, 86, 97]);
    expect(cited('in fact 3 is few')).toEqual([3]);
    expect(cited('artifact 5')).toEqual([]);
  });

  it('can all be looked up', () => {
    const known = new Set(STATED);
    const missing = ['src', 'test', 'docs']
      .flatMap(listFiles)
      .filter(isText)
      .flatMap((file) =>
        cited(readFileSync(join(ROOT, file), 'utf8'))
          .filter((number) => !known.has(number))
          .map((number) => `${file}: fact ${number}`),
      );
    expect(missing).toEqual([]);
  });
});
