/**
 * Goal: a pattern with `*` matches as people expect, in a file as in the engine. Method: random
 * texts and patterns against a regular expression.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeclaredNames } from '../../../../src/shared/document/declared-names.ts';
import { matchesPattern } from '../../../../src/shared/kernel/text-pattern.ts';
import { count } from '../../../support/counts.ts';

describe('a pattern', () => {
  it('matches what its regular expression matches', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*'), maxLength: 6 });
    fc.assert(
      fc.property(letters, pattern, (text, drawn) => {
        const regular = new RegExp(`^${drawn.split('*').join('.*')}$`);
        expect(matchesPattern({ text, pattern: drawn })).toBe(regular.test(text));
      }),
      { numRuns: 10 * count('propertyRuns') },
    );
  });

  it('sees what is declared after it was first asked', () => {
    const names = new DeclaredNames();
    names.declare({ kind: 'rack', name: 'r1', group: undefined });
    expect(names.matching('rack', 'r*')).toEqual(['r1']);
    names.declare({ kind: 'rack', name: 'r2', group: undefined });
    expect(names.matching('rack', 'rack:r*')).toEqual(['r1', 'r2']);
  });
});
