/**
 * Availability on one scale: what is promised, what the drawing lets expect, and what this run
 * measured, with the budget of a month and what is paid back. Every figure carries its formula and
 * where its parts come from.
 */
import { z } from 'zod';

const share = z.number().min(0).max(1);
const count = z.number().int().min(0);

/** Of what there is an availability. */
export const SLA_KINDS = ['service', 'availabilitySet', 'scaleSet', 'vm'] as const;

/** One factor of a promise. */
export const promiseTermSchema = z.strictObject({
  about: z.string(),
  /** Id of the promise in the catalogue; absent: nothing is promised. */
  sla: z.string().optional(),
  share: share.optional(),
  /** True when a figure of the promise is assumed. */
  assumed: z.boolean(),
});

export const cutSetSchema = z.strictObject({
  parts: z.array(z.string()),
  unavailability: share,
  share,
});

export const expectedSchema = z.strictObject({
  availability: share,
  /** Machines that must work, of how many. */
  needed: count,
  of: count,
  /** Parts that matter, and how many of them have an assumed lifetime. */
  parts: count,
  assumedParts: count,
  /** Smallest sets of parts that take it down, gravest first. */
  cutSets: z.array(cutSetSchema),
});
export type ExpectedView = z.infer<typeof expectedSchema>;

export const slaEntrySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(SLA_KINDS),
  promised: z.strictObject({
    share: share.optional(),
    /** The whole formula with its numbers. */
    formula: z.string(),
    terms: z.array(promiseTermSchema),
  }),
  /** Absent when the structure is too large to be worked out exactly. */
  expected: expectedSchema.optional(),
  /** As many machines as the load peak needs; only where that is more than one. */
  expectedAtPeak: expectedSchema.optional(),
  measured: z.strictObject({
    /** By the provider's definition: time up ÷ time wanted. */
    slaAvailability: share,
    meteredMinutes: z.number().min(0),
    downMinutes: z.number().min(0),
    /** Of services: what their users saw. */
    servedFraction: share.optional(),
    availability: share.optional(),
    secondsDown: count.optional(),
  }),
  /** What the promise allows in a month, and what of it is gone. */
  budget: z
    .strictObject({
      target: share,
      allowedMinutes: z.number(),
      usedMinutes: z.number(),
      leftMinutes: z.number(),
      usedShare: z.number(),
    })
    .optional(),
  /** How many times too fast the budget is used: over the run, the last hour, the last 5 min. */
  burn: z
    .strictObject({ run: z.number(), lastHour: z.number(), lastFiveMinutes: z.number() })
    .optional(),
  /** Per cent of the fee paid back if nothing more happens this month. */
  credit: z.strictObject({ sla: z.string(), monthAvailability: share, percent: count }).optional(),
});
export type SlaEntry = z.infer<typeof slaEntrySchema>;

export const slaViewSchema = z.strictObject({
  atUs: count,
  monthDays: count,
  /** Services first, then sets, then machines. */
  entries: z.array(slaEntrySchema),
});
export type SlaView = z.infer<typeof slaViewSchema>;
