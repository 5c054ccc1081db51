/**
 * Two branches beside each other: what was decided on each since they parted, the same figures at
 * the same moments, and what they come to. It is worked out when it is asked for and is no part of
 * a document.
 */
import { z } from 'zod';
import { commandSchema } from '../commands/index.ts';

const count = z.number().int().min(0);
const figures = z.array(z.number());

/** What a branch comes to over the time in which both are compared. */
const branchTotalsSchema = z.strictObject({
  demanded: count,
  served: count,
  /** Of what ended; 1 when nothing did. */
  servedFraction: z.number().min(0).max(1),
  /** Share of seconds in which every service kept its threshold; of the worst service. */
  availability: z.number().min(0).max(1),
  secondsDown: count,
  costUsd: z.number(),
  /** Machines running at the end. */
  machines: count,
});
export type BranchTotals = z.infer<typeof branchTotalsSchema>;

const branchSideSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  tipUs: count,
  /** Made since the branches parted, oldest first. */
  decisions: z.array(z.strictObject({ seq: count, atUs: count, command: commandSchema })),
  /** Requests a second over the step before each moment. */
  demanded: figures,
  served: figures,
  /** Of the worst service since the parting, at each moment. */
  availability: figures,
  /** Spent since the first moment. */
  costUsd: figures,
  machines: figures,
  totals: branchTotalsSchema,
});
export type BranchSide = z.infer<typeof branchSideSchema>;

export const branchComparisonSchema = z.strictObject({
  /** Where their stories part: the first moment at which one has a decision the other has not. */
  partedUs: count,
  /** Up to where both have been run. */
  toUs: count,
  /** The moments, the parting among them. */
  atUs: z.array(count),
  left: branchSideSchema,
  right: branchSideSchema,
  /** Right less left. */
  difference: z.strictObject({
    servedFraction: z.number(),
    availability: z.number(),
    secondsDown: z.number(),
    costUsd: z.number(),
    machines: z.number(),
  }),
});
export type BranchComparison = z.infer<typeof branchComparisonSchema>;
