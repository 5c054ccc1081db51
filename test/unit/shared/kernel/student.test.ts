/**
 * Goal: quantiles of Student's distribution are right. Method: the printed table (two-sided), and
 * the share between -t and t taken back.
 */
import { expect, it } from 'vitest';
import { studentBetween, studentQuantile } from '../../../../src/shared/kernel/student.ts';

/** Two-sided 95 % and 99 % of the usual table, by degrees of freedom. */
const TABLE: readonly (readonly [number, number, number])[] = [
  [1, 12.706, 63.657],
  [2, 4.303, 9.925],
  [3, 3.182, 5.841],
  [4, 2.776, 4.604],
  [9, 2.262, 3.25],
  [10, 2.228, 3.169],
  [19, 2.093, 2.861],
  [29, 2.045, 2.756],
  [30, 2.042, 2.75],
  [120, 1.98, 2.617],
];

it.each(TABLE)('has the printed values for %i degrees', (degrees, at95, at99) => {
  expect(studentQuantile(0.95, degrees)).toBeCloseTo(at95, 3);
  expect(studentQuantile(0.99, degrees)).toBeCloseTo(at99, 3);
  expect(studentBetween(studentQuantile(0.99, degrees), degrees)).toBeCloseTo(0.99, 12);
});
