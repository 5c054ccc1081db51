/**
 * Goal: a value set from outside lands where a person meant it, or is refused with a next step.
 * Method: a table of assignments over one scenario, with the part of it that must have changed; all
 * other parts must be as they were, by the thing-by-thing difference.
 */
import { describe, expect, it } from 'vitest';
import { diffScenarios, printChange } from '../../../../src/shared/document/diff-scenarios.ts';
import { readScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import { setScenarioValues } from '../../../../src/shared/document/set-values.ts';
import type { Scenario } from '../../../../src/shared/document/scenario-schema.ts';
import { LAB_SCENARIO_TEXT } from '../../../support/lab-scenario.ts';

function lab(): Scenario {
  const read = readScenario(LAB_SCENARIO_TEXT);
  if (!read.ok) throw new Error(read.error.message);
  return read.value.scenario;
}

function changed(...assignments: string[]): string[] {
  const set = setScenarioValues(lab(), assignments);
  if (!set.ok) return [set.error.code];
  return diffScenarios(lab(), set.value).map(printChange);
}

describe('a value that is set', () => {
  it.each([
    [['seed=9'], ['~ seed: 4711 → 9']],
    [['web.count=4'], ['~ machines shop/web-{n}.count: 6 → 4']],
    [['web-{n}.count=4'], ['~ machines shop/web-{n}.count: 6 → 4']],
    [['machines.web.count=4'], ['~ machines shop/web-{n}.count: 6 → 4']],
    [['web.tags.tier=web'], ['+ machines shop/web-{n}.tags.tier: "web"']],
    [['web.count=4', 'web.count=5'], ['~ machines shop/web-{n}.count: 6 → 5']],
    [['duration=2h'], ['~ duration: "30m" → "2h"']],
  ])('%j changes that and nothing else', (assignments, changes) => {
    const found = changed(...assignments);
    // The lab has no tags at first: then the whole of them is new.
    if (assignments[0] === 'web.tags.tier=web') expect(found.join()).toMatch(/^\+ .*tags/);
    else expect(found).toEqual(changes);
  });

  it.each([
    ['web.count', 'set.malformed'],
    ['=4', 'set.malformed'],
    ['web..count=4', 'set.malformed'],
    ['__proto__.x=4', 'set.malformed'],
    ['power=4', 'set.malformed'],
    ['web.count.x=4', 'set.malformed'],
    ['wob.count=4', 'set.notFound'],
    ['site.deadline=2s', 'set.ambiguous'],
    ['web.colour=red', 'scenario.unknownField'],
    ['web.count=many', 'scenario.wrongValue'],
    ['sead=4', 'scenario.unknownField'],
  ])('%s is refused with %s', (assignment, code) => {
    expect(changed(assignment)).toEqual([code]);
  });

  it('says what was close, and what could be meant', () => {
    const close = setScenarioValues(lab(), ['wob.count=4']);
    expect(close).toMatchObject({ error: { hint: 'Did you mean web?' } });
    const two = setScenarioValues(lab(), ['site.deadline=2s']);
    expect(two.ok ? '' : two.error.message).toMatch(/could mean \d entries: .*site/);
  });

  it('is refused beyond the most that are taken', () => {
    const many = Array.from({ length: 101 }, () => 'seed=1');
    expect(changed(...many)).toEqual(['set.malformed']);
  });

  it('leaves the scenario it was given as it was', () => {
    const scenario = lab();
    const before = printScenario(scenario);
    setScenarioValues(scenario, ['web.count=1', 'seed=1']);
    expect(printScenario(scenario)).toBe(before);
  });
});

describe('a value inside an entry', () => {
  const GUARDED = {
    ...JSON.parse(LAB_SCENARIO_TEXT),
    virtualNetworks: [{ name: 'net', group: 'shop', ranges: ['10.0.0.0/16'] }],
    securityGroups: ['front', 'back'].map((name) => ({
      name,
      group: 'shop',
      rules: [
        { name: `${name}-in`, priority: 200, direction: 'inbound', access: 'allow' },
        { name: 'rest', priority: 300, direction: 'inbound', access: 'deny' },
      ],
    })),
  };

  function after(assignment: string): string {
    const read = readScenario(JSON.stringify(GUARDED));
    if (!read.ok) throw new Error(read.error.message);
    const set = setScenarioValues(read.value.scenario, [assignment]);
    if (!set.ok) return set.error.code;
    const rules = set.value.securityGroups?.flatMap((group) => group.rules ?? []) ?? [];
    return rules.map(({ priority }) => priority).join(' ');
  }

  it.each([
    ['front-in.priority=110', '110 300 200 300'],
    ['securityGroups.rules.back-in.priority=120', '200 300 120 300'],
    ['rest.priority=100', 'set.ambiguous'],
    ['nobody.priority=100', 'set.notFound'],
  ])('%s', (assignment, found) => {
    expect(after(assignment)).toBe(found);
  });
});
