/**
 * Goal: the difference of two scenarios names every thing that differs and no other. Method: a few
 * differences by hand, and random scenarios: none differs from itself, and from one to another the
 * additions are the removals of the way back.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffScenarios, printChange } from '../../../../src/shared/document/diff-scenarios.ts';
import { parseScenario } from '../../../../src/shared/document/parse-scenario.ts';
import { printScenario } from '../../../../src/shared/document/print-scenario.ts';
import type { Scenario } from '../../../../src/shared/document/scenario-schema.ts';
import { count } from '../../../support/counts.ts';
import { LAB_SCENARIO_TEXT } from '../../../support/lab-scenario.ts';
import { anyScenario } from '../../../support/scenario-arbitrary.ts';

function parsed(text: string): Scenario {
  const outcome = parseScenario(text);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value.scenario;
}

/** The lab after a change of its parsed text. */
function labWith(change: (lab: Scenario) => void): Scenario {
  const lab = parsed(LAB_SCENARIO_TEXT);
  change(lab);
  return parsed(printScenario(lab));
}

function lines(from: Scenario, to: Scenario): string[] {
  return diffScenarios(from, to).map(printChange);
}

describe('the difference of two scenarios', () => {
  const lab = parsed(LAB_SCENARIO_TEXT);

  it('is none for another order of entries', () => {
    const turned = labWith((one) => {
      one.machines?.reverse();
      one.racks?.reverse();
    });
    expect(lines(lab, turned)).toEqual([]);
  });

  it('names what was added, removed and changed by its name', () => {
    const other = labWith((one) => {
      one.groups?.push({ name: 'extra' });
      one.clusters?.pop();
      one.seed = 1;
    });
    expect(lines(lab, other)).toEqual([
      `~ seed: ${lab.seed} → 1`,
      ...(lab.clusters ?? []).slice(-1).map(({ name }) => `- clusters ${name}: {"name":"${name}"}`),
      '+ groups extra: {"name":"extra"}',
    ]);
  });

  it('keeps the timed actions that stayed', () => {
    const fewer = labWith((one) => one.actions?.splice(1, 1));
    const removed = lab.actions?.[1];
    expect(lines(lab, fewer)).toEqual([expect.stringMatching(/^- actions 2: /)]);
    expect(diffScenarios(lab, fewer)[0]?.from).toEqual(removed);
    expect(diffScenarios(fewer, lab)[0]?.to).toEqual(removed);
  });

  it('tells of very long lists only that they differ', () => {
    const action = { at: '1m', do: 'fault.cut' as const, target: 'rack:r1' };
    const long = labWith((one) => {
      one.actions = Array.from({ length: 2_100 }, () => ({ ...action }));
    });
    expect(lines(lab, long).filter((line) => line.includes('actions'))).toEqual([
      expect.stringMatching(/^~ actions: "\d+ items" → "2100 items"$/),
    ]);
  });

  it('is none from a scenario to itself, and turns around', () => {
    fc.assert(
      fc.property(anyScenario, anyScenario, (one, other) => {
        expect(diffScenarios(one, parsed(printScenario(one)))).toEqual([]);
        const there = diffScenarios(one, other);
        const back = diffScenarios(other, one);
        const kinds = (list: typeof there, kind: string): string[] =>
          list.flatMap((change) => (change.kind === kind ? [change.where] : [])).toSorted();
        expect(kinds(there, 'changed')).toEqual(kinds(back, 'changed'));
        expect(kinds(there, 'added')).toHaveLength(kinds(back, 'removed').length);
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});
