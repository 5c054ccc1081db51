/**
 * An attempt: evidence, not a verdict. It holds what the learner decided and answered, each entry
 * chained to the one before; whoever marks it runs it again under the learner's own draw.
 */
import { z } from 'zod';
import { LAB_MODES } from './lab-schema.ts';
import { labIdSchema, sha256Schema } from './lab-words.ts';

export const ATTEMPT_FORMAT = 'racklab.attempt';
export const ATTEMPT_FORMAT_VERSION = 1;
/** Entries of one attempt at most. */
export const ATTEMPT_ENTRIES_MAX = 50_000;

/** A number, the id of an option, ids of several in order, or ids of things. */
export const answerValueSchema = z.union([
  z.number(),
  z.string().max(200),
  z.array(z.string().max(400)).max(1_000),
]);
export type AnswerValue = z.infer<typeof answerValueSchema>;

const count = z.number().int().min(0);

/** What an entry can be beside a record of the journal. */
const answerEventSchema = z.strictObject({
  kind: z.literal('answer'),
  atUs: count,
  check: labIdSchema,
  value: answerValueSchema,
});
const hintEventSchema = z.strictObject({
  kind: z.literal('hint'),
  atUs: count,
  task: labIdSchema,
  level: z.enum(['nudge', 'concept', 'step', 'solution']),
});
/** The checks were tried; from here on predictions about experiments are closed. */
const triedEventSchema = z.strictObject({ kind: z.literal('tried'), atUs: count });

export const labEventSchema = z.discriminatedUnion('kind', [
  answerEventSchema,
  hintEventSchema,
  triedEventSchema,
]);
export type LabEvent = z.infer<typeof labEventSchema>;

/** One entry: a record of the journal (checked when it is replayed), or an event of the lab. */
export const attemptEntrySchema = z.strictObject({
  n: z.number().int().min(1),
  record: z.record(z.string(), z.unknown()).optional(),
  event: labEventSchema.optional(),
  h: sha256Schema.describe('SHA-256 over the h before and the canonical JSON of the rest.'),
});
export type AttemptEntry = z.infer<typeof attemptEntrySchema>;

/** The whole file. */
export const attemptSchema = z
  .strictObject({
    $schema: z.string().max(400).optional(),
    format: z.literal(ATTEMPT_FORMAT),
    formatVersion: z.literal(ATTEMPT_FORMAT_VERSION),
    lab: z.strictObject({
      id: labIdSchema,
      revision: z.number().int().min(1),
      sha256: sha256Schema,
    }),
    learner: z.strictObject({
      id: z.string().min(1).max(100),
      name: z.string().min(1).max(200).optional(),
    }),
    seed: sha256Schema.describe('HMAC-SHA256 of class salt, lab and learner; random in practice.'),
    mode: z.enum(LAB_MODES),
    engine: z.strictObject({
      behaviourVersion: z.number().int().min(1),
      catalogue: z.string().min(1).max(64),
    }),
    log: z.array(attemptEntrySchema).max(ATTEMPT_ENTRIES_MAX),
    head: sha256Schema.describe('The h of the last entry, or the beginning of the chain.'),
    selfScore: z.number().min(0).max(1).optional().describe('What the learner saw; never trusted.'),
  })
  .describe('An attempt at a Racklab lab.');
export type Attempt = z.infer<typeof attemptSchema>;
