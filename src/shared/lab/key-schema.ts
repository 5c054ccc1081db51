/**
 * The key of a lab: what only the trainer has. Right answers, surprises bound to the lab by hash,
 * and the attempts that prove the lab: references that must pass and near misses that must not.
 */
import { z } from 'zod';
import { checkSchema, solutionSchema } from './check-schema.ts';
import { labIdSchema, labPathSchema, labTextSchema } from './lab-words.ts';

export const KEY_FORMAT = 'racklab.key';
export const KEY_FORMAT_VERSION = 1;

/** The whole file. Paths are beside it. */
export const keySchema = z
  .strictObject({
    $schema: z.string().max(400).optional(),
    format: z.literal(KEY_FORMAT),
    formatVersion: z.literal(KEY_FORMAT_VERSION),
    lab: labIdSchema,
    revision: z.number().int().min(1),
    solutions: z.record(labIdSchema, solutionSchema).optional().describe('By check.'),
    sealed: z
      .record(
        labIdSchema,
        z.strictObject({ salt: z.string().regex(/^[0-9a-f]{32}$/), check: checkSchema }),
      )
      .optional()
      .describe('By check: what the surprise is.'),
    references: z
      .array(
        z.strictObject({
          name: labIdSchema,
          actions: labPathSchema,
          lean: z.boolean().optional().describe('Without any one of its steps a check fails.'),
        }),
      )
      .max(16)
      .describe('Attempts that pass for every draw; a proof wants at least one.'),
    nearMisses: z
      .array(
        z.strictObject({
          name: labIdSchema,
          actions: labPathSchema,
          fails: z.array(labIdSchema).min(1).max(16),
        }),
      )
      .max(16)
      .describe('Attempts that fail exactly these checks.'),
    nullScoreMax: z.number().min(0).max(1).describe('The untouched room scores no more.'),
    notes: labTextSchema.optional(),
  })
  .describe('The key of a Racklab lab, for the trainer only.');
export type LabKey = z.infer<typeof keySchema>;
