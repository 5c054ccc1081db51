/**
 * An attempt as somebody would write it down: decisions, answers and hints, each at a moment.
 *
 * References and near misses are kept in this form, because they must fit every draw of a lab: a
 * step may be repeated as often as an expression says, and a text that begins with "=" is an
 * expression over the learner's values.
 */
import { z } from 'zod';
import { experimentShape } from '../model/experiment-shape.ts';
import { nameSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';
import { experimentWords, predictionSchema } from '../views/experiment-view.ts';
import { answerValueSchema } from './attempt-schema.ts';
import { amountSchema, labIdSchema } from './lab-words.ts';

export const ACTIONS_FORMAT = 'racklab.actions';
export const ACTIONS_FORMAT_VERSION = 1;

const commandStepSchema = z.strictObject({
  at: durationSchema,
  command: z.record(z.string().max(64), z.unknown()).describe('A command, with its "type".'),
  times: amountSchema.optional().describe('How often; {n} in its texts counts from 1.'),
});
const answerStepSchema = z.strictObject({
  at: durationSchema,
  answer: labIdSchema.describe('The check that is answered.'),
  value: answerValueSchema,
});
const hintStepSchema = z.strictObject({
  at: durationSchema,
  hint: labIdSchema.describe('The task whose hint is taken.'),
  level: z.enum(['nudge', 'concept', 'step', 'solution']),
});

const writtenExperimentSchema = z
  .strictObject({ ...experimentWords, ...experimentShape(amountSchema) })
  .describe('An experiment as in a scenario, written down; one of the same name is replaced.');
const experimentStepSchema = z.strictObject({
  at: durationSchema,
  experiment: writtenExperimentSchema,
});
const tryStepSchema = z.strictObject({
  at: durationSchema,
  try: nameSchema.describe('The experiment that is tried on a copy of this moment.'),
  prediction: predictionSchema.optional().describe('What is expected, written down before.'),
});

export const actionsSchema = z
  .strictObject({
    $schema: z.string().max(400).optional(),
    format: z.literal(ACTIONS_FORMAT),
    formatVersion: z.literal(ACTIONS_FORMAT_VERSION),
    steps: z
      .array(
        z.union([
          commandStepSchema,
          answerStepSchema,
          hintStepSchema,
          experimentStepSchema,
          tryStepSchema,
        ]),
      )
      .max(10_000),
    until: durationSchema.describe('When it ends.'),
  })
  .describe('Steps of an attempt at a lab, in order of time.');
export type LabActions = z.infer<typeof actionsSchema>;
export type LabStep = LabActions['steps'][number];
