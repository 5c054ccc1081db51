/**
 * A lab that is being written, as its author sees it: its files as texts, what is found wrong with
 * them, and how a proof goes. Answers are in it, so it is never shown to a learner. Where the files
 * lie, it must not know.
 */
import { z } from 'zod';
import { findingSchema } from './lab-finding.ts';
import { labIdSchema, labTextSchema } from './lab-words.ts';

const count = z.number().int().min(0);

/** Files of one lab at most. */
export const DRAFT_FILES_MAX = 200;
/** Characters of one file at most. */
const DRAFT_TEXT_MAX = 8_000_000;

/** A file of a lab that is being written: `lab.json`, `pages/1.en.md`, `_key/key.json`. */
export const draftPathSchema = z
  .string()
  .max(200)
  .regex(/^(?:[A-Za-z0-9_][A-Za-z0-9._-]*\/){0,3}[A-Za-z0-9_][A-Za-z0-9._-]*\.(?:json|md)$/, {
    message: 'name a .json or .md file inside the lab',
  });

export const draftEntrySchema = z.strictObject({
  lab: labIdSchema,
  title: labTextSchema,
  summary: labTextSchema,
  tasks: count,
  checks: count,
  references: count,
  nearMisses: count,
  modifiedMs: z.number(),
  /** Why it cannot be read as a lab; it can be opened and mended all the same. */
  problem: z.string().optional(),
});
export type DraftEntry = z.infer<typeof draftEntrySchema>;

export const draftFileSchema = z.strictObject({
  path: draftPathSchema,
  text: z.string(),
  sha256: z.string(),
});
export type DraftFile = z.infer<typeof draftFileSchema>;

export const draftSchema = z.strictObject({
  lab: labIdSchema,
  files: z.array(draftFileSchema).max(DRAFT_FILES_MAX),
  /** What is wrong with it as it is written; what only a run shows is not among it. */
  findings: z.array(findingSchema),
});
export type Draft = z.infer<typeof draftSchema>;

/** What a new lab is made of. */
export const draftFromSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('room') }),
  z.strictObject({ kind: z.literal('template'), template: z.string().max(100) }),
  z.strictObject({ kind: z.literal('lab'), lab: labIdSchema }),
]);
export type DraftFrom = z.infer<typeof draftFromSchema>;

export const draftCreateSchema = z.strictObject({
  title: labTextSchema,
  from: draftFromSchema,
});
export type DraftCreate = z.infer<typeof draftCreateSchema>;

/** One file to be written. `before` is the hash of what it replaces: another hand is noticed. */
export const draftChangeSchema = z.strictObject({
  path: draftPathSchema,
  text: z.string().max(DRAFT_TEXT_MAX),
  before: z.string().max(64).optional(),
});
export type DraftChange = z.infer<typeof draftChangeSchema>;

/** What is kept of a try-out: what it shows, and the checks a near miss is to fail. */
export const draftKeepSchema = z.strictObject({
  name: labIdSchema,
  as: z.enum(['reference', 'nearMiss']),
  fails: z.array(labIdSchema).max(16),
});
export type DraftKeep = z.infer<typeof draftKeepSchema>;

/** How far a proof has come. */
export const proofProgressSchema = z.strictObject({
  done: count,
  total: count,
  draws: count,
  /** These were all the draws there are. */
  isComplete: z.boolean(),
  isFinished: z.boolean(),
  findings: z.array(findingSchema),
});
export type ProofProgress = z.infer<typeof proofProgressSchema>;
