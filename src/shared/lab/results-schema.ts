/**
 * The results of a class at one lab, as `racklab lab grade` writes them. Nothing in them is a wall
 * time or a path, so marking again gives the same bytes.
 */
import { z } from 'zod';
import { labIdSchema, labTextSchema } from './lab-words.ts';

const share = z.number().min(0).max(1);
const figure = z.union([z.string(), z.number()]);
const figures = z.record(z.string(), figure);

const problemSchema = z
  .strictObject({
    code: z.string().describe('Which refusal it is.'),
    message: z.string().describe('What and why.'),
    hint: z.string().optional().describe('What helps.'),
    details: z.record(z.string(), z.unknown()).optional().describe('Its figures and names.'),
    retryable: z.boolean().optional().describe('Whether the same may succeed later.'),
  })
  .describe('Why there is no mark, or why a check could not be looked at.');

const checkResultSchema = z.strictObject({
  id: labIdSchema.describe('The check.'),
  kind: z.string().describe('What kind of check it is.'),
  points: z.number().describe('Points reached.'),
  of: z.number().describe('Points there are.'),
  state: z
    .enum(['passed', 'partial', 'failed', 'notYet', 'byHand', 'sealed'])
    .describe('How it went.'),
  share: share.describe('Share of the points reached.'),
  evidence: figures.describe('What was measured.'),
  cases: z
    .array(
      z.strictObject({
        name: z.string().describe('What was cut.'),
        survived: z.boolean().describe('Whether everything wanted held.'),
        // What came after the first results of this version were written.
        atUs: z.number().optional().describe('When it began, in simulated microseconds.'),
        servedFraction: share.optional().describe('Of the service that fared worst.'),
        served: z.number().optional().describe('Requests served in it.'),
        failed: z.number().optional().describe('Requests late, refused and lost in it.'),
        machinesLost: z.number().optional().describe('Machines it took down.'),
        minutesDown: z.number().optional().describe('Of the service that was down longest.'),
        secondsToRecover: z
          .number()
          .optional()
          .describe('Until no service was short any more, where it was looked on.'),
        causes: z
          .array(
            z.strictObject({
              cause: z.string().describe('What they go back to; load for none.'),
              failed: z.number().optional().describe('Requests that go back to it.'),
            }),
          )
          .optional()
          .describe('What its failures go back to, most first.'),
        aborted: z.boolean().optional().describe('Whether it was given up by its own rules.'),
        held: z
          .strictObject({
            of: z.number().describe('Seeds that survived it.'),
            seeds: z.number().describe('Seeds it was tried with.'),
          })
          .optional()
          .describe('Over its repeats.'),
      }),
    )
    .optional()
    .describe('The cases of an experiment.'),
  items: z
    .array(
      z.strictObject({
        name: z.string().describe('A part or a thing by its id, or a demand by its name.'),
        share: share.describe('How much of it holds.'),
        text: labTextSchema.optional().describe('What a part wants.'),
        note: z.string().optional().describe('What it came to.'),
      }),
    )
    .optional()
    .describe('What it is made of, where it is told one by one.'),
  problem: problemSchema.optional(),
});

const who = {
  id: z.string().describe('The learner.'),
  name: z.string().describe('The name in the roster.'),
  group: z.string().describe('The group in the roster.'),
  extension: z.number().optional().describe('What time may be multiplied by.'),
  locale: z.string().optional().describe('The language of the learner.'),
  file: z.string().describe('The file that was marked; empty when there was none.'),
};

const sharesSchema = z.array(
  z.strictObject({
    id: labIdSchema.describe('Which it is.'),
    share: share.optional().describe('Share of its points; absent where none could be marked.'),
  }),
);

const markedSchema = z.strictObject({
  ...who,
  learner: z.string().describe('The learner the attempt names.'),
  values: z.record(z.string(), z.union([figure, z.boolean()])).describe('The values drawn.'),
  score: share.describe('Share of all points, less what hints cost.'),
  passed: z.boolean().describe('Whether that passes, gates included.'),
  // What came after the first results of this version were written.
  objectives: sharesSchema.optional().describe('What each objective came to, in their order.'),
  tasks: sharesSchema.optional().describe('What each task came to, in their order.'),
  feedback: z.array(labIdSchema).describe('Rules that apply, best first.'),
  hints: z.number().describe('Hints taken.'),
  hintCost: share.describe('What they cost.'),
  flags: z.array(z.string()).describe('What the trainer should look at; never a verdict.'),
  checks: z.array(checkResultSchema).describe('Every check, in the order of the lab.'),
});

const unmarkedSchema = z.strictObject({ ...who, problem: problemSchema });

export const resultsSchema = z
  .strictObject({
    format: z.literal('racklab.results').describe('Says that these are results.'),
    formatVersion: z.literal(1).describe('The version of the format.'),
    lab: z
      .strictObject({
        id: labIdSchema.describe('The lab.'),
        revision: z.number().describe('Its revision.'),
      })
      .describe('What was marked.'),
    learners: z
      .array(z.union([markedSchema, unmarkedSchema]))
      .describe('Everybody of the roster, in its order.'),
    strays: z
      .array(
        z.strictObject({
          file: z.string().describe('The file.'),
          reason: z.string().describe('Why it was not marked.'),
        }),
      )
      .describe('Files that belong to nobody.'),
  })
  .describe('Results of a class at a Racklab lab.');
export type Results = z.infer<typeof resultsSchema>;
