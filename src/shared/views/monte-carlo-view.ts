/**
 * Monte Carlo as the screen sees it: what many runs of one lab, each with a seed of its own, say
 * together of each availability. Every figure that stands in the formula is here, so that the
 * screen can show the working.
 */
import { z } from 'zod';
import { durationSchema } from '../model/quantities.ts';

const share = z.number().min(0).max(1);
const count = z.number().int().min(0);

/** Runs that can be asked for at once on the screen; the command line takes more. */
export const SEEDS_ASKED_MAX = 10_000;

export const intervalSchema = z.strictObject({
  mean: share,
  /** Absent when all runs came to the same. */
  low: share.optional(),
  high: share.optional(),
  min: share,
  max: share,
  /** Of the sample, and Student's quantile: mean ± t · s ÷ √n. Absent as above. */
  deviation: z.number().min(0).optional(),
  quantile: z.number().min(0).optional(),
});

/** How many runs were down for how long; `from` ≤ minutes < `to`, the first from above 0. */
export const histogramSchema = z.strictObject({
  never: count,
  bars: z.array(z.strictObject({ from: z.number().min(0), to: z.number().min(0), runs: count })),
});
export type DownHistogram = z.infer<typeof histogramSchema>;

export const ownerEstimateSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['service', 'availabilitySet', 'scaleSet']),
  /** Time up ÷ time wanted. */
  upShare: intervalSchema,
  /** Share of seconds in which enough requests were served; of services with demand. */
  availability: intervalSchema.optional(),
  /** Minutes down in one run, on average. */
  downMinutes: z.number().min(0),
  runsDown: count,
  histogram: histogramSchema,
});
export type OwnerEstimateView = z.infer<typeof ownerEstimateSchema>;

export const monteCarloAskedSchema = z.strictObject({
  seeds: z.number().int().min(2).max(SEEDS_ASKED_MAX),
  /** How long each run lasts; the scenario's duration when absent. */
  lasts: durationSchema.optional(),
  /** Share of cases in which the interval holds the true value; 0.99 when absent. */
  confidence: z.number().min(0.5).max(0.999).optional(),
});
export type MonteCarloAsked = z.infer<typeof monteCarloAskedSchema>;

/** Progress; the owners are those of the runs done so far, none before two are. */
export const monteCarloProgressSchema = z.strictObject({
  seeds: count,
  done: count,
  workers: count,
  firstSeed: count,
  untilUs: count,
  confidence: share,
  owners: z.array(ownerEstimateSchema),
});
export type MonteCarloProgress = z.infer<typeof monteCarloProgressSchema>;
