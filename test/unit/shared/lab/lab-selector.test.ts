/**
 * Goal: a selector means the things a trainer would expect, and nothing else. Method: a table over
 * the rows of the lab room, and patterns held against a slow twin.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../../../src/shared/kernel/text-pattern.ts';
import { fieldOf, parseSelector, select } from '../../../../src/shared/model/selector.ts';
import { count } from '../../../support/counts.ts';
import { LAB_SCENARIO_TEXT } from '../../../support/lab-scenario.ts';
import { startLab } from '../../../support/start-lab.ts';

function ids(text: string): string[] {
  const selector = parseSelector(text);
  if (!selector.ok) return [selector.error.code];
  return select(startLab(LAB_SCENARIO_TEXT).rows(), selector.value).map(({ id }) => id);
}

describe('a selector', () => {
  it.each([
    ['feed', ['feed:a', 'feed:b']],
    ['rack:r1', ['rack:r1']],
    ['vm:work-*', ['vm:shop/work-1', 'vm:shop/work-2']],
    ['vm:shop/web-3', ['vm:shop/web-3']],
    ['vm:web-*[powerState=running][host=]', []],
    ['service[deadlineUs!=]', ['service:shop/site']],
    ['power', []],
  ])('%s means %j', (text, wanted) => {
    expect(ids(text)).toEqual(wanted);
  });

  it('enters a list of named things by name', () => {
    const row = { guest: { applications: [{ name: 'mail' }, { name: 'web', state: 'running' }] } };
    expect(fieldOf(row, ['guest', 'applications', 'web', 'state'])).toBe('running');
    expect(fieldOf(row, ['guest', 'applications', 'shop', 'state'])).toBeUndefined();
    expect(fieldOf({ list: [1, null, 'web'] }, ['list', 'web'])).toBeUndefined();
  });

  it.each(['', 'vm[', 'vm[a]', 'vm[a=b', 'vm x', 'vm[=b]', ':r1', 'x'.repeat(201)])(
    '%s is refused',
    (text) => {
      expect(ids(text)).toEqual(['lab.badSelector']);
    },
  );

  it('fits patterns as a regular expression would', () => {
    const part = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 8 });
    const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 12 });
    fc.assert(
      fc.property(part, text, (pattern, letters) => {
        const twin = new RegExp(`^${pattern.join('').replaceAll('*', '[ab]*')}$`);
        expect(matchesPattern({ text: letters.join(''), pattern: pattern.join('') })).toBe(
          twin.test(letters.join('')),
        );
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});
