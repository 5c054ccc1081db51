/**
 * The checks of a lab, one shape for each kind of question.
 *
 * Checks look at behaviour first: any design that serves its users under the stated faults passes,
 * however it looks. What is right in a graded question stands in the key and not here. Every check
 * says what was wanted and what to say when it is not met; it must not know how it is worked out.
 */
import { z } from 'zod';
import { commandTypes } from '../commands/index.ts';
import { boundSchemaOf, doesSomething, experimentShape } from '../model/experiment-shape.ts';
import { MEASURE_NAMES, type MeasureName } from '../model/measures.ts';
import { referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';
import { selectorSchema } from '../model/selector.ts';
import {
  amountSchema,
  expressionSchema,
  labIdSchema,
  labTextSchema,
  sha256Schema,
} from './lab-words.ts';

const POINTS_MAX = 1_000;
/** Seeds one experiment is repeated over at most. */
const SEEDS_MAX = 50;
/** Runs of one check at most. */
const REPEATS_MAX = 50;
/** Decisions of one experiment at most. */
const COMMANDS_MAX = 16;
/** Parts of one state check at most. */
const PARTS_MAX = 12;

/** What every check has. */
const base = {
  id: labIdSchema,
  points: z.number().int().min(0).max(POINTS_MAX),
  text: labTextSchema.describe('What is wanted.'),
  failure: labTextSchema.describe('What to say when it is not met; {name} puts in a figure.'),
  objective: labIdSchema.optional().describe('The objective it belongs to.'),
  guards: z
    .array(labIdSchema)
    .max(16)
    .optional()
    .describe('Checks that must pass first; until then this one is not gradable.'),
  point: selectorSchema.optional().describe('What to look at.'),
};

/** Of checks that look at the room as it stands, and could come undone again. */
const latch = z
  .literal(true)
  .optional()
  .describe('Once passed it stays passed on this way, whatever the room does later.');

/** One of several things a state check wants. */
const partSchema = z.strictObject({
  id: labIdSchema,
  text: labTextSchema.describe('What is wanted of the room.'),
  expect: expressionSchema.describe('True when it is so.'),
});

/** What each of some things is to be. */
const eachSchema = z
  .strictObject({
    of: selectorSchema.describe('The things; {name} puts in a variable.'),
    is: selectorSchema.describe('What each of them is to be: a selector that means it too.'),
    least: amountSchema.optional().describe('How many there must be; one when absent.'),
  })
  .describe('Or what each of some things is to be.');

/** Is the room so? */
const stateCheckSchema = z
  .strictObject({
    kind: z.literal('state'),
    ...base,
    latch,
    expect: expressionSchema.optional().describe('True when the room is as wanted.'),
    parts: z
      .array(partSchema)
      .min(2)
      .max(PARTS_MAX)
      .optional()
      .describe('Or several things that are wanted, each told of by itself.'),
    each: eachSchema.optional(),
    partial: z.boolean().optional().describe('Points for each part, or each thing, that is so.'),
    figures: z
      .record(z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/), expressionSchema)
      .optional()
      .describe('Figures of the room that its texts put in.'),
  })
  .refine(
    ({ expect, parts, each }) =>
      [expect, parts, each].filter((one) => one !== undefined).length === 1,
    { message: 'say what is expected: one of expect, parts and each' },
  )
  .refine(({ expect, partial }) => expect === undefined || partial !== true, {
    message: 'partial is for parts and for each: one expectation is all or none',
  });

/** Structural laws a room can be held to. */
export const INVARIANT_RULES = [
  'noSinglePointOfFailure',
  'spreadOverRacks',
  'probeCoversPool',
  'noOvercommit',
  'quorumSurvives',
  'tiersApart',
  'minCut',
] as const;

/** Parts a service may be asked to survive the loss of, together with one more. */
const CUT_PARTS_MAX = 4;

/** What machines of two tiers may be kept from sharing. */
export const SHARED_THINGS = [
  'host',
  'rack',
  'subnet',
  'availabilitySet',
  'scaleSet',
  'image',
] as const;
export type SharedThing = (typeof SHARED_THINGS)[number];

/** Does a structural law hold? */
const invariantCheckSchema = z
  .strictObject({
    kind: z.literal('invariant'),
    ...base,
    latch,
    rule: z.enum(INVARIANT_RULES),
    of: selectorSchema.describe('The things it must hold for.'),
    against: selectorSchema
      .optional()
      .describe(
        'quorumSurvives, minCut: parts whose loss is tried, one at a time or together; every ' +
          'part when absent.',
      ),
    atLeast: z
      .number()
      .int()
      .min(2)
      .max(CUT_PARTS_MAX)
      .optional()
      .describe('minCut: so many parts must fail together before a service is refused.'),
    apart: z
      .enum(SHARED_THINGS)
      .optional()
      .describe('tiersApart: what machines of two tiers must not share.'),
    tier: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/)
      .optional()
      .describe('tiersApart: the field that tells the tier of a machine; tags.tier when absent.'),
    partial: z.boolean().optional().describe('Points for each part of it that holds.'),
  })
  .refine(({ rule, partial }) => rule !== 'noSinglePointOfFailure' || partial !== true, {
    message: 'noSinglePointOfFailure holds or does not: it has no partial points',
  })
  .refine(({ rule, apart }) => (rule === 'tiersApart') === (apart !== undefined), {
    message: 'tiersApart, and no other rule, says what tiers must not share: apart',
  })
  .refine(({ rule, atLeast }) => (rule === 'minCut') === (atLeast !== undefined), {
    message: 'minCut, and no other rule, says how many parts must fail together: atLeast',
  })
  .refine(({ rule, tier }) => tier === undefined || rule === 'tiersApart', {
    message: 'tier is for tiersApart',
  });

const boundSchema = boundSchemaOf(amountSchema);
export type Bound = z.infer<typeof boundSchema>;

const experiment = experimentShape(amountSchema);

/** The same with other luck: a case counts as survived when enough of the seeds survived it. */
const repeatSchema = z
  .strictObject({
    seeds: z.number().int().min(2).max(SEEDS_MAX).describe("So many rooms, the learner's first."),
    need: z
      .number()
      .int()
      .min(1)
      .max(SEEDS_MAX)
      .optional()
      .describe('In so many of them a case must be survived; in all when absent.'),
    partial: z
      .boolean()
      .optional()
      .describe('Points of a case for each seed of those needed that survived it.'),
  })
  .refine(({ seeds, need = seeds }) => need <= seeds, { message: 'need is at most seeds' })
  .describe('Tries it again from the start with other seeds, everything decided as it was.');

/** Decisions taken while an experiment runs; one may be taken for each of many things. */
const commandsSchema = z
  .array(
    z.strictObject({
      at: durationSchema.describe('After the steady state.'),
      do: z.record(z.string(), z.unknown()).describe('The command.'),
      each: selectorSchema
        .optional()
        .describe('Once for each of these, {it} in its texts being the thing; for none if none.'),
    }),
  )
  .max(COMMANDS_MAX)
  .describe('Decisions taken meanwhile, such as a wave of maintenance.');

/** What happens when something breaks? Worked out on copies of the learner's room. */
const experimentCheckSchema = z
  .strictObject({
    kind: z.literal('experiment'),
    ...base,
    partial: z.boolean().optional().describe('Points for each case that is survived.'),
    ...experiment,
    steadyState: experiment.steadyState.optional(),
    commands: commandsSchema.optional(),
    during: experiment.during.optional(),
    after: expressionSchema.optional().describe('True of the room that each case leaves behind.'),
    repeat: repeatSchema.optional(),
  })
  .refine((given) => doesSomething(given) || given.repeat !== undefined, {
    message: 'say what happens: a fault or a command',
  })
  .refine(({ during, after }) => (during ?? after) !== undefined, {
    message: 'say what must hold: during it, or after it',
  });

/** Measures that a run with another seed has as well. */
function isRepeatable(measure: MeasureName | undefined): boolean {
  return measure === 'availability' || measure === 'slaAvailability';
}

/** What does it cost, promise, use? */
const metricCheckSchema = z
  .strictObject({
    kind: z.literal('metric'),
    ...base,
    latch,
    measure: z.enum(MEASURE_NAMES).optional().describe('A measure of the run so far.'),
    value: expressionSchema.optional().describe('Or any figure of the room, by expression.'),
    service: referenceSchema.optional(),
    state: z.string().min(1).max(32).optional().describe('For machines: in this power state.'),
    batch: referenceSchema.optional(),
    seeds: z
      .number()
      .int()
      .min(2)
      .max(REPEATS_MAX)
      .optional()
      .describe('The mean of so many runs from now on, the same for everybody.'),
    runFor: durationSchema.optional().describe('How long each of these runs is measured.'),
    full: amountSchema.describe('All points from here on.'),
    zero: amountSchema.describe('No points from here on; between them in proportion.'),
  })
  .refine(({ measure, value }) => (measure === undefined) !== (value === undefined), {
    message: 'say either a measure or a value',
  })
  .refine(({ seeds, runFor }) => (seeds === undefined) === (runFor === undefined), {
    message: 'seeds and runFor go together',
  })
  .refine(({ seeds, measure }) => seeds === undefined || isRepeatable(measure), {
    message: 'with seeds, measure availability or slaAvailability',
  });

const optionSchema = z.strictObject({ id: labIdSchema, text: labTextSchema });
const optionsSchema = z.array(optionSchema).min(2).max(12);

/** How an answer is given. */
const answerSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('number'),
    unit: z.string().min(1).max(32).optional(),
    tolerance: amountSchema.optional().describe('How far off is still right; 0 when absent.'),
    zeroAt: amountSchema
      .optional()
      .describe('How far off gets nothing; points in proportion between. All or none when absent.'),
  }),
  z.strictObject({ type: z.literal('choice'), options: optionsSchema }),
  z.strictObject({ type: z.literal('several'), options: optionsSchema }),
  z.strictObject({ type: z.literal('order'), options: optionsSchema }),
  z.strictObject({
    type: z.literal('point'),
    among: selectorSchema.describe('What can be pointed at.'),
  }),
]);
export type AnswerForm = z.infer<typeof answerSchema>;

/** What is right: an expression for numbers, option ids, or a selector for things. */
export const solutionSchema = z.union([
  z.strictObject({ value: amountSchema }),
  z.strictObject({ options: z.array(labIdSchema).min(1).max(12) }),
  z.strictObject({ things: selectorSchema.describe('{name} puts in a variable.') }),
  z.strictObject({
    measured: expressionSchema.describe(
      'A number made of what the experiment of the prediction measures, tried on the room in ' +
        'which it was made: served, failed, servedFraction, machinesLost, minutesDown, ' +
        'secondsToRecover, each of the case it is worst in; cases, survived.',
    ),
    case: z
      .string()
      .min(1)
      .max(400)
      .optional()
      .describe('Of the case of this name, such as rack:r1; {name} puts in a variable.'),
  }),
]);
export type Solution = z.infer<typeof solutionSchema>;

const asked = {
  question: labTextSchema,
  answer: answerSchema,
  solution: solutionSchema
    .optional()
    .describe('What is right, in practice labs; graded ones keep it in the key.'),
};

/** Can you name it? */
const questionCheckSchema = z.strictObject({ kind: z.literal('question'), ...base, ...asked });

/** Did you know beforehand? The answer counts that was there before the experiment was tried. */
const predictCheckSchema = z.strictObject({
  kind: z.literal('predict'),
  ...base,
  ...asked,
  before: labIdSchema.describe('The experiment it is about.'),
});

const commandTypeSchema = z.enum(commandTypes);

/** Was the path safe? */
const processCheckSchema = z
  .strictObject({
    kind: z.literal('process'),
    ...base,
    never: z.array(commandTypeSchema).min(1).optional().describe('Commands that must not occur.'),
    order: z
      .array(commandTypeSchema)
      .min(2)
      .max(16)
      .optional()
      .describe('Commands that must occur in this order, others between them.'),
    commandsMax: amountSchema.optional().describe('Decisions in effect at the end, at most.'),
    commandsZero: amountSchema
      .optional()
      .describe('With partial: no points for their number from here on.'),
    healthy: z
      .array(boundSchema)
      .min(1)
      .max(8)
      .optional()
      .describe('What must hold over the whole attempt.'),
    partial: z
      .boolean()
      .optional()
      .describe(
        'Points within each demand: for steps in order, for bounds that hold, for commands that ' +
          'did not occur. Without it each demand is all or none.',
      ),
  })
  .refine(
    ({ partial, commandsMax, commandsZero }) =>
      commandsZero === undefined || (partial === true && commandsMax !== undefined),
    { message: 'commandsZero goes with commandsMax and partial' },
  )
  .refine(
    ({ never, order, commandsMax, healthy }) =>
      (never ?? order ?? commandsMax ?? healthy) !== undefined,
    { message: 'say at least one of never, order, commandsMax and healthy' },
  );

/** Is the reasoning good? Marked by the trainer. */
const manualCheckSchema = z.strictObject({
  kind: z.literal('manual'),
  ...base,
  rubric: labTextSchema.describe('What the trainer looks for; learners see it with their mark.'),
  question: labTextSchema
    .optional()
    .describe('What is answered in words; without it the room itself is what is marked.'),
});

/** A surprise: what it is stands in the key, bound by its hash. */
const sealedCheckSchema = z.strictObject({
  kind: z.literal('sealed'),
  ...base,
  commit: sha256Schema.describe('SHA-256 over salt and canonical JSON of the check in the key.'),
});

/** A check in the open part of a lab. */
export const checkSchema = z.discriminatedUnion('kind', [
  stateCheckSchema,
  invariantCheckSchema,
  experimentCheckSchema,
  metricCheckSchema,
  questionCheckSchema,
  predictCheckSchema,
  processCheckSchema,
  manualCheckSchema,
  sealedCheckSchema,
]);
export type Check = z.infer<typeof checkSchema>;
export type CheckKind = Check['kind'];
/** Whether a check stays passed once it was. */
export function isLatch(check: Check): boolean {
  return 'latch' in check && check.latch === true;
}

export type CheckOf<K extends CheckKind> = Extract<Check, { kind: K }>;
