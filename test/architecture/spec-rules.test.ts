/**
 * Goal: the rules of the engine, its code and its tests speak of the same things. Method: ids are
 * collected from SPEC.md, from the engine's sources and from the tests, written alone
 * (`[ENG-T1]`), as a list (`[ENG-Q1, Q3]`) or as a range (`ENG-T1 to ENG-T4`, `[ENG-H1..3]`); an id
 * that is quoted must be a rule, and a rule must be quoted by a test.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTree, ROOT } from '../support/source-tree.ts';

const SPEC = readFileSync(join(ROOT, 'src/main/engine/SPEC.md'), 'utf8');
/** A rule that says what is not there yet cannot be shown by a test. */
const NOT_YET = /^Not modelled yet/;

interface Rule {
  readonly id: string;
  readonly text: string;
}

function rules(): Rule[] {
  return [...SPEC.matchAll(/^- \*\*\[([A-Z]+-[A-Z]*\d+)\]\*\* (.*)$/gm)].map(
    ([, id = '', text = '']) => ({ id, text }),
  );
}

/** Ids quoted in a text; ranges and lists are written out. */
function quotedIds(text: string): string[] {
  const flat = text.replaceAll(/\n\s*(\*|\/\/)?\s*/g, ' ');
  const found: string[] = [];
  const pattern =
    /\b(ENG-[A-Z]+|INV-)(\d+)(?: to (?:ENG-[A-Z]+|INV-)(\d+)|\.\.(\d+))?((?:, [A-Z]{1,2}\d+)*)/g;
  for (const [, prefix = '', first = '', to, dots, list = ''] of flat.matchAll(pattern)) {
    const last = Number(to ?? dots ?? first);
    for (let number = Number(first); number <= last; number += 1) found.push(`${prefix}${number}`);
    for (const [, more = ''] of list.matchAll(/, ([A-Z]{1,2}\d+)/g)) found.push(`ENG-${more}`);
  }
  return found;
}

function idsIn(folder: RegExp): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { path, text } of readTree()) {
    if (!folder.test(path) || path.endsWith('spec-rules.test.ts')) continue;
    for (const id of quotedIds(text)) places.set(id, [...(places.get(id) ?? []), path]);
  }
  return places;
}

const known = rules();
/** `[ENG-12]` is the example of the house style, not a rule of the engine. */
const EXAMPLES = /^test\/(architecture|support\/tidy)/;

describe('the rules of the engine', () => {
  it('have an id each, used once', () => {
    const ids = known.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(100);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const written = SPEC.match(/\*\*\[[^\]]+\]\*\*/g) ?? [];
    expect(written.length).toBe(ids.length);
  });

  it('are there when the code or a test quotes them', () => {
    const ids = new Set(known.map(({ id }) => id));
    const missing: string[] = [];
    for (const [id, places] of idsIn(/^(src\/main\/engine|test)\/.*\.ts$/)) {
      if (ids.has(id) || places.every((path) => EXAMPLES.test(path))) continue;
      missing.push(`${id} in ${places.join(', ')}`);
    }
    expect(missing).toEqual([]);
  });

  it('are each quoted by a test', () => {
    const quoted = idsIn(/^test\/.*\.test\.ts$/);
    const silent = known.filter(({ id, text }) => !quoted.has(id) && !NOT_YET.test(text));
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('quote each other only when they exist', () => {
    const ids = new Set(known.map(({ id }) => id));
    expect(quotedIds(SPEC).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('are found in every way they are written', () => {
    expect(quotedIds('[ENG-T1] and (rules ENG-P2 to ENG-P4), [ENG-H1..3]')).toEqual([
      'ENG-T1',
      'ENG-P2',
      'ENG-P3',
      'ENG-P4',
      'ENG-H1',
      'ENG-H2',
      'ENG-H3',
    ]);
    expect(quotedIds(' * [ENG-Q1, Q3,\n * Q4] INV-1 to INV-3')).toEqual([
      'ENG-Q1',
      'ENG-Q3',
      'ENG-Q4',
      'INV-1',
      'INV-2',
      'INV-3',
    ]);
  });
});
