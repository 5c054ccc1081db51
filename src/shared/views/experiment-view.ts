/**
 * Experiments as objects of a document: what is thought beforehand, what is tried, and every run
 * of it with its figures. Scenario file, journal, command line and screen use these same shapes.
 */
import { z } from 'zod';
import { BOUND_MEASURES, doesSomething, experimentShape } from '../model/experiment-shape.ts';
import { localizedTextSchema } from '../model/localized-text.ts';
import { nameSchema } from '../model/name-schemas.ts';
import { aimSchema } from './workspace-view.ts';

const count = z.number().int().min(0);
const share = z.number().min(0).max(1);

/** Experiments of one document at most. */
export const EXPERIMENTS_MAX = 64;
/** Services one prediction may name. */
const PREDICTED_SERVICES_MAX = 64;

/** Who does what while it runs; named beforehand, because nobody has time for it later. */
export const EXPERIMENT_ROLES = ['owner', 'coordinator', 'observer', 'reporter'] as const;
const personSchema = z.string().min(1).max(80);
const rolesSchema = z
  .strictObject({
    owner: personSchema.optional().describe('Answers for what happens, and may end it.'),
    coordinator: personSchema.optional().describe('Carries it out, and calls it off.'),
    observer: personSchema.optional().describe('Watches the figures and nothing else.'),
    reporter: personSchema.optional().describe('Writes down what happened when.'),
  })
  .describe('Who does what while it runs.');

/** What an experiment says beside what is done. */
export const experimentWords = {
  name: nameSchema.describe('What it is called.'),
  hypothesis: localizedTextSchema
    .optional()
    .describe('What is thought to happen: which figure, for how long.'),
  roles: rolesSchema.optional(),
};

/** An experiment, as it is written in a scenario file. */
export const experimentSchema = z
  .strictObject({
    ...experimentWords,
    ...experimentShape(z.number()),
  })
  .refine(doesSomething, { message: 'say what happens: a fault or a command' })
  .describe('Something tried on copies, with what must hold before it and meanwhile.');
export type Experiment = z.infer<typeof experimentSchema>;

/** What somebody expects, written down before it is tried. */
export const predictionSchema = z
  .strictObject({
    /** Of the service that fares worst, in the worst case. */
    servedFraction: share.optional(),
    /** In the worst case. */
    machinesLost: count.max(1_000_000).optional(),
    /** Services, by name, of which some case serves less than their threshold. */
    refused: z.array(z.string().min(1).max(200)).max(PREDICTED_SERVICES_MAX).optional(),
  })
  .refine((given) => Object.values(given).some((one) => one !== undefined), {
    message: 'say at least one of servedFraction, machinesLost and refused',
  });
export type Prediction = z.infer<typeof predictionSchema>;

/** What an experiment came to. */
export const EXPERIMENT_VERDICTS = ['held', 'unmet', 'aborted', 'notSteady'] as const;
export type ExperimentVerdict = (typeof EXPERIMENT_VERDICTS)[number];

const boundOutcomeShape = {
  measure: z.enum(BOUND_MEASURES),
  service: z.string().optional(),
  value: z.number(),
  min: z.number().optional(),
  max: z.number().optional(),
  holds: z.boolean(),
};

/** A bound that did not hold: since when, and in which case. */
const unmetBoundSchema = z.strictObject({
  ...boundOutcomeShape,
  atUs: count,
  /** What failed in it; absent when it was missed before any fault. */
  case: z.string().optional(),
});
export type UnmetBoundView = z.infer<typeof unmetBoundSchema>;

const caseOutcomeSchema = z.strictObject({
  /** What failed, ids joined by commas. */
  name: z.string(),
  verdict: z.enum(['held', 'unmet', 'aborted']),
  startUs: count,
  endUs: count,
  /** Since when something wanted did not hold any more; absent while all did. */
  brokenUs: count.optional(),
  bounds: z.array(z.strictObject(boundOutcomeShape)),
  /** Of the service that fared worst. */
  servedFraction: share,
  machinesLost: count,
  minutesDown: z.number().min(0),
  /** Text id of what most failed requests go back to; `load` for none, empty when none failed. */
  cause: z.string(),
  /** Those that did not serve everything, worst first; not more than a few. */
  services: z.array(
    z.strictObject({
      name: z.string(),
      servedFraction: share,
      served: count,
      failed: count,
      /** It served less than its threshold. */
      short: z.boolean(),
    }),
  ),
});
export type CaseOutcome = z.infer<typeof caseOutcomeSchema>;

/** A figure that was predicted beside the one that came. */
const comparedSchema = z.strictObject({
  predicted: z.number(),
  measured: z.number(),
  /** Measured less predicted. */
  difference: z.number(),
});

const comparisonSchema = z.strictObject({
  servedFraction: comparedSchema.optional(),
  machinesLost: comparedSchema.optional(),
  refused: z
    .strictObject({
      predicted: z.array(z.string()),
      measured: z.array(z.string()),
      /** Expected to be refused, and was served. */
      spared: z.array(z.string()),
      /** Was refused, and nobody had said so. */
      surprised: z.array(z.string()),
    })
    .optional(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** What was found, without who asked and when. */
const findingShape = {
  verdict: z.enum(EXPERIMENT_VERDICTS),
  /** When the first case began. */
  steadyAtUs: count,
  unmet: unmetBoundSchema.optional(),
  cases: z.array(caseOutcomeSchema),
  /** Worst of all cases; absent when nothing was tried. */
  worst: z
    .strictObject({
      servedFraction: share,
      machinesLost: count,
      /** Services short in some case. */
      refused: z.array(z.string()),
      /** The case that served least, and what most of its failures go back to. */
      case: z.string(),
      cause: z.string(),
    })
    .optional(),
};

const experimentFindingSchema = z.strictObject(findingShape);
export type ExperimentFinding = z.infer<typeof experimentFindingSchema>;

/** What is tried: an experiment of the document, or a fault that is aimed. */
const trialOfSchema = z.union([
  z.strictObject({ experiment: nameSchema }),
  z.strictObject({ aim: aimSchema }),
]);
export type TrialOf = z.infer<typeof trialOfSchema>;

/** What somebody asks to be tried. */
export const trialAskedSchema = z.strictObject({
  of: trialOfSchema,
  prediction: predictionSchema.optional(),
  /** What `pick: one` draws with; the document's seed when absent. */
  seed: z.number().int().min(0).max(4_294_967_295).optional(),
});
export type TrialAsked = z.infer<typeof trialAskedSchema>;

/** One run, as the journal keeps it. */
export const experimentRunSchema = z.strictObject({
  /** Counted from 1 over all runs of the document. */
  number: z.number().int().min(1),
  of: trialOfSchema,
  /** How things were made to fail, each kind once; older runs do not say. */
  kinds: z.array(z.string()).optional(),
  /** Which writing of the experiment was tried, counted from 1; absent for an aimed fault. */
  edition: z.number().int().min(1).optional(),
  /** The moment the copy was taken, and the branch it was taken from. */
  atUs: count,
  branch: z.string(),
  /** Decisions of the branch that were in effect, and the exact place; older runs do not say. */
  applied: count.optional(),
  eventCount: count.optional(),
  seed: count,
  prediction: predictionSchema.optional(),
  comparison: comparisonSchema.optional(),
  ...findingShape,
});
export type ExperimentRun = z.infer<typeof experimentRunSchema>;

/** Everything about experiments that a document holds. */
export const experimentsViewSchema = z.strictObject({
  experiments: z.array(
    z.strictObject({ experiment: experimentSchema, edition: z.number().int().min(1) }),
  ),
  /** Newest last. */
  runs: z.array(experimentRunSchema),
  /** Written down for a run that has not come to an end, such as one cut short by a kill. */
  waiting: z.array(z.strictObject({ of: trialOfSchema, prediction: predictionSchema })),
});
export type ExperimentsView = z.infer<typeof experimentsViewSchema>;

/** What the journal of a document says about experiments, a note at a time. */
export const experimentNoteSchema = z.union([
  z.strictObject({ defined: experimentSchema }),
  z.strictObject({ removed: nameSchema }),
  z.strictObject({
    predicted: z.strictObject({ of: trialOfSchema, prediction: predictionSchema }),
  }),
  z.strictObject({ ran: experimentRunSchema }),
]);
export type ExperimentNote = z.infer<typeof experimentNoteSchema>;
