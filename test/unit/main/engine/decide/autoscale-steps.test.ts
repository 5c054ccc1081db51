/**
 * Goal: a rule changes the count by what it says, per cent rounded away from zero and at least by
 * one (fact 95) [ENG-X1]. Method: a rule that fires at the first look, whatever is measured; the
 * sums stand beside each row.
 */
import { expect, it } from 'vitest';
import type { AutoscaleRule } from '../../../../../src/shared/commands/autoscale-commands.ts';
import { given } from '../../../../support/make-engine.ts';

type Step = Pick<AutoscaleRule, 'direction' | 'change' | 'value'>;

it.each([
  // 10 × 25 / 100 = 2.5, away from zero 3.
  [10, { direction: 'out', change: 'percent', value: 25 }, 13],
  [10, { direction: 'in', change: 'percent', value: 25 }, 7],
  // 10 × 1 / 100 = 0.1, at least 1.
  [10, { direction: 'out', change: 'percent', value: 1 }, 11],
  [10, { direction: 'in', change: 'percent', value: 1 }, 9],
  // 3 × 50 / 100 = 1.5, away from zero 2; 4 × 50 / 100 = 2.
  [3, { direction: 'out', change: 'percent', value: 50 }, 5],
  [3, { direction: 'in', change: 'percent', value: 50 }, 1],
  [4, { direction: 'out', change: 'percent', value: 50 }, 6],
  [4, { direction: 'in', change: 'count', value: 3 }, 1],
  [4, { direction: 'out', change: 'exact', value: 9 }, 9],
  // 4 + 20 = 24 and 4 − 100 % = 0 are brought back to 15 and to 1.
  [4, { direction: 'out', change: 'count', value: 20 }, 15],
  [4, { direction: 'in', change: 'percent', value: 100 }, 1],
] as const)('%i instances, %j: %i', (capacity, step: Step, expected) => {
  const scene = given({ racks: 3, hostsPerRack: 1 }, [
    { type: 'scaleSet.add', name: 'ss', size: 'F2s_v2', image: 'Ubuntu2204', capacity },
    {
      type: 'autoscale.set',
      scaleSet: 'ss',
      minimum: 1,
      maximum: 15,
      rules: [{ metric: 'memory', operator: '>', threshold: 0, ...step }],
    },
  ]);
  scene.until('61s');
  expect(scene.row('scaleSet', 'ss').capacity).toBe(expected);
  expect(scene.happened('autoscale.evaluated')[0]?.details).toMatchObject({
    from: capacity,
    to: expected,
  });
});
