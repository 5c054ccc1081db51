/**
 * The interval around the mean of independent runs: mean ± t · s ÷ √n, with Student's t for n − 1
 * degrees of freedom. It supposes that the mean of the runs is about normally distributed, so runs
 * should be long enough to see several failures each.
 */
import { studentQuantile } from '../../shared/kernel/student.ts';

/** What is said of the interval wherever it is printed. */
export const METHOD =
  'independent runs with one seed each; mean ± t · s ÷ √n, Student, n − 1 degrees of freedom';

export interface Interval {
  readonly mean: number;
  /** Absent when all runs came to the same: nothing varied, so nothing is known of the spread. */
  readonly low?: number;
  readonly high?: number;
  readonly min: number;
  readonly max: number;
  /** s and t of the formula; absent as above. */
  readonly deviation?: number;
  readonly quantile?: number;
}

/** The interval in which the true share lies with this confidence; a share stays in 0 to 1. */
export function intervalOf(shares: readonly number[], confidence: number): Interval {
  const count = shares.length;
  const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, count);
  const extent = { mean, min: Math.min(...shares), max: Math.max(...shares) };
  if (count < 2 || extent.min === extent.max) return extent;
  const squares = shares.reduce((sum, share) => sum + (share - mean) * (share - mean), 0);
  const deviation = Math.sqrt(squares / (count - 1));
  const quantile = studentQuantile(confidence, count - 1);
  const half = quantile * Math.sqrt(squares / (count - 1) / count);
  const ends = { low: Math.max(0, mean - half), high: Math.min(1, mean + half) };
  return { ...extent, ...ends, deviation, quantile };
}
