/**
 * The part of the contract about labs: choosing one, working on an attempt, looking at a copy.
 *
 * The room of an attempt is a document like any other and is changed by the workspace's own calls;
 * here is only what a lab adds. It must not know how a check is worked out.
 */
import { z } from 'zod';
import { answerValueSchema } from '../lab/attempt-schema.ts';
import { labBeginSchema, labEntrySchema, labEventViewSchema } from '../lab/lab-view.ts';
import { labIdSchema } from '../lab/lab-words.ts';
import { call, stream } from './define.ts';

/** Longest archive as text: what is too large says so itself. */
const ARCHIVE_TEXT_MAX = 90_000_000;

const nothing = z.strictObject({});
/** The document that is open afterwards. */
const opened = z.strictObject({ name: z.string(), title: z.string() });

export const labCalls = {
  'labs.list': call({ input: nothing, output: z.array(labEntrySchema) }),
  /** Puts the lab of an archive on the shelf; `replaced` says that another of its id made room. */
  'labs.import': call({
    input: z.strictObject({ base64: z.string().max(ARCHIVE_TEXT_MAX) }),
    output: z.strictObject({ entry: labEntrySchema, replaced: z.boolean() }),
  }),
  /** Takes a lab that was sent off the shelf. */
  'labs.remove': call({ input: z.strictObject({ lab: labIdSchema }), output: nothing }),
  /** Makes a room with the learner's values and opens it. */
  'labs.begin': call({ input: labBeginSchema, output: opened }),
  'labs.answer': call({
    input: z.strictObject({ check: labIdSchema, value: answerValueSchema }),
    output: nothing,
  }),
  /** Takes the next hint of a task. */
  'labs.hint': call({ input: z.strictObject({ task: labIdSchema }), output: nothing }),
  /** Looks at everything now; `predictions` closes those that were not made. */
  'labs.check': call({ input: z.strictObject({ predictions: z.boolean() }), output: nothing }),
  /** Gives up what is being checked; it begins again when something changes, or when asked. */
  'labs.stopCheck': call({ input: nothing, output: nothing }),
  /** Goes back to the start, on a branch of its own; nothing is lost. */
  'labs.reset': call({ input: nothing, output: nothing }),
  'labs.finish': call({ input: nothing, output: nothing }),
  /** The attempt as a file to hand in. */
  'labs.attempt': call({
    input: nothing,
    output: z.strictObject({ fileName: z.string(), text: z.string() }),
  }),
  /** Shows the solution, or one case of an experiment, on a copy. */
  'labs.show': call({
    input: z.discriminatedUnion('what', [
      z.strictObject({ what: z.literal('solution') }),
      z.strictObject({
        what: z.literal('case'),
        check: labIdSchema,
        case: z.string().max(2_000),
      }),
    ]),
    output: opened,
  }),
  /** From a copy back to the attempt. */
  'labs.back': call({ input: nothing, output: opened }),
  /** The attempt of the open document, whole each time. */
  'labs.view': stream({ params: nothing, event: labEventViewSchema }),
} as const;
