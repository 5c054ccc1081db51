/**
 * Commands on faults beyond the plain cut: any kind, for a time, repeatedly, and taken back.
 *
 * What a kind may be aimed at and what its figure means stand in `model/fault-kinds.ts`, one list
 * for everybody. A target is a reference, or `tag:KEY=VALUE` or `image:NAME` for all machines that
 * share a certificate, a credential, a patch level or an image.
 */
import { z } from 'zod';
import { FAULT_KINDS } from '../model/fault-kinds.ts';
import { referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';

/** A reference, or a shared property of machines. */
export const faultTargetSchema = z.union([
  referenceSchema,
  z
    .string()
    .max(600)
    .regex(/^(?:tag:[^=]{1,200}=.{0,256}|image:[A-Za-z0-9._:-]{1,200})$/, {
      message: 'write a reference, tag:KEY=VALUE or image:NAME',
    }),
]);

/** What every way of naming a fault to be needs; also what a shadow is asked with. */
export const faultShape = {
  kind: z.enum(FAULT_KINDS),
  target: faultTargetSchema,
  /** The far side of a partition; everything else, users included, when absent. */
  other: referenceSchema.optional(),
  /** The figure of the kind: ms, percent, MiB per 1,000 requests; its default when absent. */
  amount: z.number().positive().max(1_048_576).optional(),
};

/**
 * Makes something fail in a way of its own. Refusals: fault.targetNotFound, fault.wrongTarget,
 * fault.alreadyThere, fault.alreadyCut, fault.amountOutOfRange, fault.amountUnused,
 * fault.otherUnused, fault.sameParts, fault.timesWithoutEvery, fault.everyTooShort, fault.tooMany,
 * fault.nobodyHit, fault.tooShort.
 */
export const faultInjectSchema = z.strictObject({
  type: z.literal('fault.inject'),
  ...faultShape,
  /** It is taken back after this long; it stays until it is cleared when absent. */
  for: durationSchema.optional(),
  /** It begins this much later; at once when absent. */
  in: durationSchema.optional(),
  /** It comes again this often, counted from beginning to beginning. */
  every: durationSchema.optional(),
  /** How often it comes in all; for ever when absent. */
  times: z.number().int().min(1).max(10_000).optional(),
});

/**
 * Takes back a fault: one by its id (`fault:f1`), or all of a kind, or all, on a target. Refusals:
 * fault.targetNotFound, fault.notThere.
 */
export const faultClearSchema = z.strictObject({
  type: z.literal('fault.clear'),
  /** `fault:f1`, or what it was aimed at. */
  target: faultTargetSchema,
  kind: z.enum(FAULT_KINDS).optional(),
});

export const faultCommandSchemas = [faultInjectSchema, faultClearSchema] as const;
