/**
 * An attempt: evidence, not a verdict. It is the journal of the learner's room, each record chained
 * to the one before; answers and hints are notes in it. Whoever marks it runs it again under the
 * learner's own draw.
 */
import { z } from 'zod';
import { LAB_MODES } from './lab-schema.ts';
import { labIdSchema, sha256Schema } from './lab-words.ts';

export const ATTEMPT_FORMAT = 'racklab.attempt';
export const ATTEMPT_FORMAT_VERSION = 1;
/** Entries of one attempt at most. */
export const ATTEMPT_ENTRIES_MAX = 50_000;

/** Longest answer in words. */
export const ANSWER_TEXT_MAX = 4_000;

/** A number, the id of an option, words, ids of several in order, or ids of things. */
export const answerValueSchema = z.union([
  z.number(),
  z.string().max(ANSWER_TEXT_MAX),
  z.array(z.string().max(400)).max(1_000),
]);
export type AnswerValue = z.infer<typeof answerValueSchema>;

const count = z.number().int().min(0);

/** Wall time, for limits of time; never part of what is measured in a room. */
const wallMs = count.describe('Milliseconds since 1970 by the clock of the machine.');

const labReferenceSchema = z.strictObject({
  id: labIdSchema,
  revision: z.number().int().min(1),
  sha256: sha256Schema,
});
const learnerSchema = z.strictObject({
  id: z.string().min(1).max(100),
  name: z.string().min(1).max(200).optional(),
});
const seedSchema = sha256Schema.describe(
  'HMAC-SHA256 of class salt, lab and learner; random in practice.',
);

/** The first note of an attempt made on the screen: what it is an attempt at, and by whom. */
const begunEventSchema = z.strictObject({
  kind: z.literal('begun'),
  lab: labReferenceSchema,
  files: z.string().max(128).describe('Where the document keeps the files of the lab.'),
  learner: learnerSchema,
  seed: seedSchema,
  mode: z.enum(LAB_MODES),
  wallMs,
  minutes: z.number().min(1).max(2_400).optional().describe('Time allowed, extension included.'),
  extension: z.number().min(1).max(4).optional().describe('What the time was multiplied by.'),
});
export type BegunEvent = z.infer<typeof begunEventSchema>;

const answerEventSchema = z.strictObject({
  kind: z.literal('answer'),
  check: labIdSchema,
  value: answerValueSchema,
});
const hintEventSchema = z.strictObject({
  kind: z.literal('hint'),
  task: labIdSchema,
  level: z.enum(['nudge', 'concept', 'step', 'solution']),
});
/** An experiment was tried, or all of them; from here on predictions about it are closed. */
const triedEventSchema = z.strictObject({
  kind: z.literal('tried'),
  check: labIdSchema.optional(),
});
/** The attempt was handed in: what follows does not count. */
const finishedEventSchema = z.strictObject({ kind: z.literal('finished'), wallMs });
/** What a learner does beside deciding; it stands in notes of the log. */
export const labEventSchema = z.discriminatedUnion('kind', [
  begunEventSchema,
  answerEventSchema,
  hintEventSchema,
  triedEventSchema,
  finishedEventSchema,
]);
export type LabEvent = z.infer<typeof labEventSchema>;

/** One entry: a record of the journal, checked when it is replayed. */
export const attemptEntrySchema = z.strictObject({
  n: z.number().int().min(1),
  record: z.record(z.string(), z.unknown()),
  h: sha256Schema.describe('SHA-256 over the h before and the canonical JSON of the rest.'),
});
export type AttemptEntry = z.infer<typeof attemptEntrySchema>;

/** The whole file. */
export const attemptSchema = z
  .strictObject({
    $schema: z.string().max(400).optional(),
    format: z.literal(ATTEMPT_FORMAT),
    formatVersion: z.literal(ATTEMPT_FORMAT_VERSION),
    lab: labReferenceSchema,
    learner: learnerSchema,
    seed: seedSchema,
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
