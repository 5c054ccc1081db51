/**
 * Commands on how often things fail by themselves: mean times by kind of part or for named parts,
 * each with a clock of its own, or one for all of them where a common cause takes them together.
 * When something fails is drawn by the engine.
 */
import { z } from 'zod';
import { WEARING_KINDS } from '../model/kinds.ts';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';

/** Parts that one rule names at most. */
export const WEARING_PARTS_MAX = 200;

/** What a rule says beside its name. */
export const reliabilityShape = {
  /** Every part of this kind there is now. */
  of: z.enum(WEARING_KINDS).optional(),
  /** These parts. */
  parts: z.array(referenceSchema).min(1).max(WEARING_PARTS_MAX).optional(),
  /** Mean time from a repair to the next failure; the catalogue's for the kind when absent. */
  mtbf: durationSchema.optional(),
  /** Mean time from a failure to its repair; the catalogue's for the kind when absent. */
  mttr: durationSchema.optional(),
  /** One clock for all: they fail and return together, of one cause. */
  together: z.boolean().optional(),
};

/**
 * Makes parts fail by themselves from now on. Refusals: name.taken, reliability.partNotFound,
 * reliability.ofOrParts, reliability.noPart, reliability.noFigure, reliability.tooShort,
 * reliability.tooMany.
 */
export const reliabilityAddSchema = z.strictObject({
  type: z.literal('reliability.add'),
  name: nameSchema,
  ...reliabilityShape,
});

/**
 * Ends a rule. What has failed by it stays cut until somebody restores it. Refusals:
 * reliability.notFound.
 */
export const reliabilityRemoveSchema = z.strictObject({
  type: z.literal('reliability.remove'),
  reliability: referenceSchema,
});

export const reliabilityCommandSchemas = [reliabilityAddSchema, reliabilityRemoveSchema] as const;
