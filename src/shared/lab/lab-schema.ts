/**
 * The lab file: what a learner meets, what is drawn for each, and what is asked at the end.
 *
 * Whatever stands in a lab is public; answers of graded questions and surprises stand in the key.
 * A lab is data and carries no code. It names its catalogue, so a new release never changes it.
 */
import { z } from 'zod';
import { durationSchema } from '../model/quantities.ts';
import { selectorSchema } from '../model/selector.ts';
import { checkSchema } from './check-schema.ts';
import {
  amountSchema,
  expressionSchema,
  labIdSchema,
  labPathSchema,
  labTextSchema,
  LAB_LOCALES,
} from './lab-words.ts';

export const LAB_FORMAT = 'racklab.lab';
export const LAB_FORMAT_VERSION = 1;

/** Banks a lab can stand in instead of on the shelf: one of them is drawn by a seed. */
export const LAB_BANKS = ['brokenRooms'] as const;
export type LabBank = (typeof LAB_BANKS)[number];

/** Modes a lab can be worked in. */
export const LAB_MODES = ['practice', 'graded', 'exam'] as const;
export type LabMode = (typeof LAB_MODES)[number];

const modeSchema = z.strictObject({
  feedback: z.enum(['off', 'done', 'full']).describe('What the learner sees of the checks.'),
  hints: z.boolean(),
  rewind: z.boolean(),
  minutes: z.number().int().min(1).max(600).optional().describe('Time allowed; none when absent.'),
  extensionMax: z.number().min(1).max(4).optional().describe('Most a trainer may multiply it by.'),
  attempts: z.number().int().min(0).max(100).describe('0: as many as wanted.'),
});

const variableNameSchema = z.string().regex(/^[a-z][A-Za-z0-9_]{0,31}$/);

/** A figure or word that differs from learner to learner. */
const variableSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('int'),
    name: variableNameSchema,
    min: z.number().int(),
    max: z.number().int(),
    step: z.number().int().min(1).optional(),
  }),
  z.strictObject({
    kind: z.literal('choice'),
    name: variableNameSchema,
    values: z
      .array(z.union([z.number(), z.string().min(1).max(64)]))
      .min(1)
      .max(64),
  }),
  z.strictObject({
    kind: z.literal('order'),
    name: variableNameSchema,
    values: z
      .array(z.string().regex(/^[A-Za-z0-9_.:/-]{1,64}$/))
      .min(2)
      .max(8)
      .describe('Drawn in some order; nth(name, 1) is the first of them.'),
  }),
  z.strictObject({
    kind: z.literal('derived'),
    name: variableNameSchema,
    value: expressionSchema.describe('Worked out from the variables above it.'),
  }),
]);
export type Variable = z.infer<typeof variableSchema>;

const hintSchema = z.strictObject({
  level: z.enum(['nudge', 'concept', 'step', 'solution']),
  text: labTextSchema,
  cost: z.number().min(0).max(1).describe('Share of the whole mark, in graded modes.'),
  point: selectorSchema.optional(),
  offerWhen: z
    .strictObject({
      tries: z.number().int().min(1).max(20).describe('So many tries at the task have failed.'),
      minutes: z.number().min(0).max(600).optional().describe('And so long since it was begun.'),
    })
    .optional()
    .describe('When it offers itself; it costs nothing until it is taken.'),
});

export type LabHint = z.infer<typeof hintSchema>;

const taskSchema = z.strictObject({
  id: labIdSchema,
  title: labTextSchema,
  page: labPathSchema.describe('Text in Markdown, with {locale} in its name: pages/1.{locale}.md.'),
  requires: z.array(labIdSchema).max(16).optional(),
  checks: z.array(labIdSchema).max(32),
  hints: z.array(hintSchema).max(8).optional(),
});

const lockSchema = z.strictObject({
  commands: z
    .array(z.string().regex(/^[a-zA-Z]+\.(?:[a-zA-Z]+|\*)$/))
    .min(1)
    .max(64)
    .describe('Commands that are refused: host.add, or rack.* for all of a kind.'),
  why: labTextSchema,
});

const mutationSchema = z.strictObject({
  at: durationSchema.optional().describe('When it happens; at the very start when absent.'),
  do: z
    .record(z.string().max(64), z.unknown())
    .describe('An action as in a scenario, with "do"; a text with "=" first is an expression.'),
  times: amountSchema.optional().describe('How often; {n} in its texts counts from 1.'),
  when: expressionSchema.optional().describe('Only for draws of which this is true.'),
});
export type Mutation = z.infer<typeof mutationSchema>;

const feedbackSchema = z.strictObject({
  id: labIdSchema,
  when: expressionSchema.describe('Over results: passed(), failed(), score(), and the room.'),
  tone: z.enum(['praise', 'almost', 'misconception', 'info']),
  say: labTextSchema.describe('{name} puts in a variable; {check.figure} the figure of a check.'),
  point: selectorSchema.optional(),
  objective: labIdSchema.optional(),
});

/** The whole file, `lab.json`. */
export const labSchema = z
  .strictObject({
    $schema: z.string().max(400).optional(),
    format: z.literal(LAB_FORMAT),
    formatVersion: z.literal(LAB_FORMAT_VERSION),
    id: labIdSchema,
    revision: z.number().int().min(1),
    catalogue: z.string().min(1).max(64),
    locales: z.array(z.enum(LAB_LOCALES)).min(1).max(LAB_LOCALES.length),
    title: labTextSchema,
    summary: labTextSchema,
    objectives: z
      .array(z.strictObject({ id: labIdSchema, text: labTextSchema }))
      .min(1)
      .max(16),
    prerequisites: z.array(labIdSchema).max(16).optional(),
    variantOf: labIdSchema.optional().describe('The lab of which this is the short way through.'),
    bank: z
      .enum(LAB_BANKS)
      .optional()
      .describe('The bank it is drawn from by a seed; it stands there and not among the labs.'),
    estimatedMinutes: z.number().int().min(1).max(600),
    modes: z.strictObject({
      practice: modeSchema,
      graded: modeSchema.optional(),
      exam: modeSchema.optional(),
    }),
    variables: z.array(variableSchema).max(32).optional(),
    require: expressionSchema.optional().describe('Draws for which it is false are not used.'),
    start: z.strictObject({
      scenario: labPathSchema.describe('The scenario file the room begins as.'),
      set: z
        .record(z.string().min(1).max(200), amountSchema)
        .optional()
        .describe('Values of the scenario, as racklab run --set names them, by expression.'),
      mutations: z
        .array(mutationSchema)
        .max(32)
        .optional()
        .describe('What is done to the room before the learner meets it, by the values drawn.'),
      locks: z.array(lockSchema).max(32).optional(),
    }),
    tasks: z.array(taskSchema).min(1).max(32),
    checks: z.array(checkSchema).min(1).max(64),
    feedback: z.array(feedbackSchema).max(64).optional(),
    scoring: z.strictObject({
      pass: z.number().min(0).max(1).describe('Share of the points that passes.'),
      gates: z.array(labIdSchema).max(16).optional().describe('Checks that must pass.'),
      hintCostMax: z.number().min(0).max(1).optional(),
    }),
    debrief: labTextSchema.optional(),
  })
  .describe('A Racklab lab: tasks, checks, what is drawn for each learner. No answers live here.');
export type Lab = z.infer<typeof labSchema>;
