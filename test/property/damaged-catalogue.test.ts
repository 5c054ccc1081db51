/**
 * Goal: a damaged catalogue is refused or read, and never brings anything down. Method: cut,
 * overwrite and repeat random parts of the committed file's text and parse what is left.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_CATALOGUE_ID, parseCatalogue } from '../../src/main/catalogue/load-catalogue.ts';
import { CATALOGUE_FOLDER } from '../support/the-catalogue.ts';
import { count } from '../support/counts.ts';

const text = readFileSync(join(CATALOGUE_FOLDER, `${DEFAULT_CATALOGUE_ID}.json`), 'utf8');
/** A whole parse takes tens of milliseconds, a hundred times that of a journal line. */
const SHARE_OF_RUNS = 10;

const damage = fc.record({
  from: fc.nat({ max: text.length - 1 }),
  length: fc.nat({ max: 40 }),
  instead: fc.oneof(
    fc.constant(''),
    fc.string({ maxLength: 10 }),
    fc.constantFrom(
      'null',
      '-1',
      '1e999',
      '{}',
      '[]',
      '"x"',
      '"__proto__": {}',
      ',',
      '9'.repeat(400),
    ),
  ),
});

it('survives random damage', () => {
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      let broken = text;
      for (const { from, length, instead } of damages) {
        broken = broken.slice(0, from) + instead + broken.slice(from + length);
      }
      const parsed = parseCatalogue({ text: broken, id: DEFAULT_CATALOGUE_ID });
      if (parsed.ok) return;
      expect(parsed.error.code).toMatch(/^catalogue\.(invalid|notOurFile|newerFormat)$/);
      expect(parsed.error.hint).not.toBe('');
      expect(parsed.error.message.length).toBeLessThan(5_000);
    }),
    { numRuns: Math.ceil(count('corruptFiles') / SHARE_OF_RUNS) },
  );
});
