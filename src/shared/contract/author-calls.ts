/**
 * The part of the contract about writing labs: the trainer's own labs as files, trying one out as
 * a learner, keeping what was played, and proving it.
 *
 * A lab is named, never pathed. Files are written whole and acknowledged once they are on the
 * disk. It must not know what a lab means.
 */
import { z } from 'zod';
import {
  draftChangeSchema,
  draftCreateSchema,
  draftEntrySchema,
  draftKeepSchema,
  draftPathSchema,
  draftSchema,
  proofProgressSchema,
} from '../lab/author-view.ts';
import { labIdSchema, sha256Schema } from '../lab/lab-words.ts';
import { call, stream } from './define.ts';

const nothing = z.strictObject({});
const opened = z.strictObject({ name: z.string(), title: z.string() });
const ofLab = z.strictObject({ lab: labIdSchema });

const keptSchema = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/);

export const authorCalls = {
  'author.list': call({ input: nothing, output: z.array(draftEntrySchema) }),
  /** Makes a lab from the open room, from a template, or as a copy of one that came with us. */
  'author.create': call({ input: draftCreateSchema, output: draftSchema }),
  'author.read': call({ input: ofLab, output: draftSchema }),
  /** Writes files whole, each old or new and never between. */
  'author.write': call({
    input: z.strictObject({
      lab: labIdSchema,
      changes: z.array(draftChangeSchema).min(1).max(16),
    }),
    output: draftSchema,
  }),
  'author.remove': call({
    input: z.strictObject({ lab: labIdSchema, path: draftPathSchema }),
    output: draftSchema,
  }),
  /** Takes a whole lab off the list, with its key; `kept` is where it can be brought back from. */
  'author.discard': call({ input: ofLab, output: z.strictObject({ kept: keptSchema }) }),
  /** Brings a lab back that was taken off the list. */
  'author.restore': call({
    input: z.strictObject({ lab: labIdSchema, kept: keptSchema }),
    output: nothing,
  }),
  /** The open room, as it stands, becomes the start of the lab. */
  'author.recordStart': call({
    input: ofLab,
    output: z.strictObject({ draft: draftSchema, notCarried: z.array(z.string()) }),
  }),
  /** Opens the start as a room of its own, to be built on. */
  'author.openStart': call({ input: ofLab, output: opened }),
  /** Opens the lab as a learner meets it, with values drawn anew. */
  'author.tryOut': call({
    input: z.strictObject({ lab: labIdSchema, locale: z.enum(['en', 'pt-BR']) }),
    output: opened,
  }),
  /** What was played in the open try-out becomes a reference or a near miss of its lab. */
  'author.keep': call({
    input: draftKeepSchema,
    output: z.strictObject({ lab: labIdSchema, path: draftPathSchema }),
  }),
  /** What binds a lab to a surprise in its key: the hash over the salt and the surprise. */
  'author.seal': call({
    input: z.strictObject({
      salt: z.string().regex(/^[0-9a-f]{32}$/),
      check: z.record(z.string(), z.unknown()),
    }),
    output: z.strictObject({ commit: sha256Schema }),
  }),
  /** Proves a lab; ends by itself, and at once when nobody listens any more. */
  'author.prove': stream({
    params: z.strictObject({ lab: labIdSchema, drawsMax: z.number().int().min(1).max(200) }),
    event: proofProgressSchema,
  }),
} as const;
