/**
 * Goal: no refusal exists that nobody has ever seen. Method: every code of the list must be quoted
 * whole in some test, where it is expected of a call that produces it; the list of cases of the
 * engine's commands counts, this file does not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/shared/contract/error-codes.ts';
import { listFiles, ROOT } from '../support/source-tree.ts';

const OWN = 'test/architecture/error-cases.test.ts';
const QUOTED = /['"`[]([A-Za-z]+(?:\.[A-Za-z]+)?)['"`\]]/g;
/** A case in a table goes by its code, which needs no quotes where it is a word. */
const KEYED = /^\s+([A-Z][A-Za-z]+): /gm;

function quotedInTests(): Set<string> {
  const quoted = new Set<string>();
  for (const file of listFiles('test')) {
    if (!file.endsWith('.ts') || file === OWN) continue;
    const text = readFileSync(join(ROOT, file), 'utf8');
    for (const pattern of [QUOTED, KEYED]) {
      for (const [, code = ''] of text.matchAll(pattern)) quoted.add(code);
    }
  }
  return quoted;
}

describe('refusal codes', () => {
  it('each have a case in a test', () => {
    const quoted = quotedInTests();
    expect(Object.keys(errorCodes).filter((code) => !quoted.has(code))).toEqual([]);
  });
});
