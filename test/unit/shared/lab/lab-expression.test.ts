/**
 * Goal: an expression of a lab has the value it seems to have, or a refusal that says why; none
 * runs for long, and none can reach anything it was not given. Method: a table worked by hand, a
 * table of refusals, and random texts, which must come back as a value or a refusal.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../../src/shared/kernel/result.ts';
import { COMMON_CALLS, evaluate, type Scope } from '../../../../src/shared/lab/expression.ts';
import { count } from '../../../support/counts.ts';

const SCOPE: Scope = {
  names: { peak: 68, perMachine: 16, tier: 'web', isHot: true },
  calls: { ...COMMON_CALLS, count: ([selector]) => ok(selector === 'vm' ? 8 : 0) },
};

describe('an expression', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['7 % 4', 3],
    ['-peak + 70', 2],
    ['ceil(peak / (perMachine * 0.85))', 5],
    ['minSurviving(5, 3)', 8],
    ['minSurviving(6, 3)', 9],
    ['max(1, 2, 3) - min(4, 5)', -1],
    ["tier == 'web' && !(peak < 10)", true],
    ['peak > 100 || isHot', true],
    ["count('vm') >= 8", true],
    ['false && 1 / 0 == 1', false],
    ['2 < 3 == true', true],
    ["if(tier == 'web', 'r1', 'r2')", 'r1'],
    ['if(peak < 10, 1, if(isHot, 2, 3))', 2],
  ])('%s is %s', (text, value) => {
    expect(evaluate(text, SCOPE)).toEqual({ ok: true, value });
  });

  it.each([
    ['1 +', 'the end'],
    ['1 ? 2', '"?" means nothing'],
    ['(1', 'the end'],
    ['1 2', '"2" at character'],
    ['peek + 1', '"peek" is no variable'],
    ['constructor', '"constructor" is no variable'],
    ['__proto__ == 1', '"__proto__" is no variable'],
    ['toString()', 'no call toString()'],
    ['1 / 0', 'no finite value'],
    ['minSurviving(5, 1)', 'no finite value'],
    ["1 + 'a'", 'does not go with number and string'],
    ['!1', '"!" does not go with number'],
    ['ceil()', 'it takes numbers'],
    ["if(1, 'a', 'b')", 'it takes a truth and two values'],
    ["if(true, 'a')", 'it takes a truth and two values'],
    ['1 && 2', 'does not go with numbers'],
    ['('.repeat(40) + '1' + ')'.repeat(40), 'nested deeper'],
    ['-'.repeat(60) + '1', 'nested deeper'],
    ['1'.repeat(401), '401 characters'],
  ])('%s is refused', (text, why) => {
    const outcome = evaluate(text, SCOPE);
    expect(outcome.ok ? '' : outcome.error.message).toContain(why);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'lab.badExpression' } });
  });

  it('comes back from any text', () => {
    const words = "1 0 peak tier 'x' ( ) + - * / < == && ! , ceil( count( \" ? .5 true".split(' ');
    const piece = fc.constantFrom(...words, ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const outcome = evaluate(pieces.join(''), SCOPE);
        if (outcome.ok) expect(Number.isNaN(outcome.value)).toBe(false);
        else expect(outcome.error.code).toBe('lab.badExpression');
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});
