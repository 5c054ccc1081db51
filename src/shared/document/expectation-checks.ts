/**
 * Checks of a scenario's expectations that need more than their shape: bounds that can be met,
 * moments within the run, services and batches that exist, selectors that fit the measure. They
 * find what would make an expectation empty before a long run does.
 */
import { parseDuration } from '../kernel/time.ts';
import { MEASURES } from '../model/measures.ts';
import type { Expansion } from './expansion.ts';
import type { ScenarioIssue, ValuePath } from './scenario-issue.ts';
import type { Expectation, Scenario } from './scenario-schema.ts';

/** Selectors of an expectation and the scope of measures they go with. */
const SELECTORS = [
  ['service', ['service']],
  ['state', ['machines', 'applications']],
  ['batch', ['batch']],
  ['store', ['store']],
  ['workload', ['workload']],
] as const;

/** Reports every expectation that no run could be held against. */
export function checkExpectations(input: {
  expansion: Expansion;
  scenario: Scenario;
  durationUs: number;
}): void {
  const { expansion, scenario, durationUs } = input;
  scenario.expect?.forEach((expectation, index) => {
    const path = ['expect', index];
    const issue =
      boundsProblem(expectation, path) ??
      momentProblem({ expectation, path, durationUs }) ??
      selectorProblem({ expansion, expectation, path });
    if (issue !== undefined) expansion.report(issue);
  });
}

function boundsProblem(expectation: Expectation, path: ValuePath): ScenarioIssue | undefined {
  const { min, max } = expectation;
  if (min === undefined && max === undefined) {
    return {
      code: 'scenario.contradiction',
      path,
      reason: 'it has neither min nor max, so every run meets it',
      hint: 'Give the least value, the greatest, or both.',
    };
  }
  if (min === undefined || max === undefined || min <= max) return undefined;
  return {
    code: 'scenario.contradiction',
    path: [...path, 'max'],
    reason: `max ${max} is below min ${min}, so no run can meet it`,
    hint: 'Exchange the two.',
  };
}

function momentProblem(input: {
  expectation: Expectation;
  path: ValuePath;
  durationUs: number;
}): ScenarioIssue | undefined {
  const at = parseDuration(input.expectation.at ?? '0s');
  if (!at.ok || at.value <= input.durationUs) return undefined;
  return {
    code: 'scenario.contradiction',
    path: [...input.path, 'at'],
    reason: 'the moment lies after the end of the run',
    hint: 'Make the run longer (duration) or the moment earlier.',
  };
}

function selectorProblem(input: {
  expansion: Expansion;
  expectation: Expectation;
  path: ValuePath;
}): ScenarioIssue | undefined {
  const { expansion, expectation, path } = input;
  const { scope } = MEASURES[expectation.measure];
  for (const [selector, fits] of SELECTORS) {
    const value = expectation[selector];
    if (value === undefined) continue;
    if (!fits.some((one) => one === scope)) {
      return {
        code: 'scenario.contradiction',
        path: [...path, selector],
        reason: `${expectation.measure} is not measured by ${selector}`,
        hint: `Leave ${selector} out.`,
      };
    }
    if (selector === 'state' || expansion.names.has([selector], value)) continue;
    return expansion.names.missing({
      kinds: [selector],
      reference: value,
      path: [...path, selector],
    });
  }
  return undefined;
}
