/**
 * A lab as a screen sees it: the list to choose from, and an attempt with its tasks, questions and
 * how its checks stand. Texts have the learner's figures in them already and come in every language
 * of the lab, so that the screen can change its language. Answers that are graded are not in it.
 */
import { z } from 'zod';
import { answerValueSchema } from './attempt-schema.ts';
import { LAB_BANKS, LAB_MODES } from './lab-schema.ts';
import { labIdSchema, labTextSchema } from './lab-words.ts';

const count = z.number().int().min(0);
const share = z.number().min(0).max(1);
const thingIds = z.array(z.string()).max(1_000);
const figure = z.union([z.string(), z.number()]);
const modeSchema = z.enum(LAB_MODES);

/** How one mode of a lab is played. */
const offeredModeSchema = z.strictObject({
  mode: modeSchema,
  hints: z.boolean(),
  rewind: z.boolean(),
  minutes: z.number().optional(),
  extensionMax: z.number().optional(),
  /** 0: as many as wanted. */
  attempts: count,
});

/** How far one has come with a lab, over all attempts on this machine. */
export const labProgressSchema = z.strictObject({
  attempts: count,
  best: share,
  passed: z.boolean(),
  /** The document to go on in. */
  document: z.string().optional(),
});
export type LabProgress = z.infer<typeof labProgressSchema>;

export const labEntrySchema = z.strictObject({
  id: labIdSchema,
  revision: count,
  title: labTextSchema,
  summary: labTextSchema,
  objectives: z.array(labTextSchema),
  prerequisites: z.array(labIdSchema),
  /** The lab of which this is the short way through. */
  variantOf: labIdSchema.optional(),
  /** The bank it is drawn from; it stands there and not among the labs. */
  bank: z.enum(LAB_BANKS).optional(),
  minutes: count,
  modes: z.array(offeredModeSchema),
  progress: labProgressSchema.optional(),
  /** Somebody sent it: it can be taken off the shelf. */
  received: z.literal(true).optional(),
});
export type LabEntry = z.infer<typeof labEntrySchema>;

/** How an answer is given, with what can be chosen. */
const questionViewSchema = z.strictObject({
  text: labTextSchema,
  type: z.enum(['number', 'choice', 'several', 'order', 'point', 'words']),
  unit: z.string().optional(),
  options: z.array(z.strictObject({ id: labIdSchema, text: labTextSchema })),
  /** The things that can be pointed at. */
  among: thingIds,
  answer: answerValueSchema.optional(),
  /** Why it takes no answer any more. */
  closed: z.enum(['tried', 'answered', 'finished']).optional(),
});
export type QuestionView = z.infer<typeof questionViewSchema>;

/** One case of an experiment. */
const caseViewSchema = z.strictObject({
  name: z.string(),
  survived: z.boolean(),
  /** When it began. */
  atUs: count,
  servedFraction: share,
  failed: count,
  machinesLost: count,
  minutesDown: z.number().min(0),
  secondsToRecover: z.number().min(0).optional(),
  /** What most of its failures go back to; `load` for none, empty where nothing failed. */
  cause: z.string(),
  aborted: z.boolean(),
  held: z.strictObject({ of: count, seeds: count }).optional(),
});
export type CaseView = z.infer<typeof caseViewSchema>;

/** One of several things a check looks at. */
const itemViewSchema = z.strictObject({
  /** The id of a part or a thing, or the name of a demand. */
  name: z.string(),
  share,
  /** What a part wants, in words of the lab. */
  text: labTextSchema.optional(),
  /** What it came to. */
  note: z.string().optional(),
});
export type ItemView = z.infer<typeof itemViewSchema>;

export const checkViewSchema = z.strictObject({
  id: labIdSchema,
  kind: z.string(),
  points: z.number(),
  text: labTextSchema,
  state: z.enum(['passed', 'partial', 'failed', 'notYet', 'byHand', 'sealed', 'untried', 'hidden']),
  share: share,
  /** What to say about it, where it is not passed. */
  said: labTextSchema.optional(),
  /** Why it cannot be looked at yet. */
  problem: z
    .strictObject({
      code: z.string(),
      message: z.string(),
      details: z.record(z.string(), figure).optional(),
    })
    .optional(),
  figures: z.record(z.string(), figure),
  cases: z.array(caseViewSchema),
  items: z.array(itemViewSchema),
  /** The decision or moment of the run it is about. */
  atUs: count.optional(),
  point: thingIds,
  question: questionViewSchema.optional(),
  /** The prediction that comes first. */
  waitsFor: labIdSchema.optional(),
  /** It is being tried at this moment. */
  trying: z.boolean(),
});
export type CheckView = z.infer<typeof checkViewSchema>;

const hintViewSchema = z.strictObject({
  level: z.enum(['nudge', 'concept', 'step', 'solution']),
  cost: share,
  /** It offers itself, after tries that failed. */
  offered: z.literal(true).optional(),
  /** Only of a hint that was taken. */
  text: labTextSchema.optional(),
  point: thingIds,
});

export const taskViewSchema = z.strictObject({
  id: labIdSchema,
  title: labTextSchema,
  /** In Markdown. */
  page: labTextSchema,
  state: z.enum(['open', 'done', 'waiting']),
  /** Tasks to be done first. */
  requires: z.array(labIdSchema),
  hints: z.array(hintViewSchema),
  checks: z.array(checkViewSchema),
});
export type TaskView = z.infer<typeof taskViewSchema>;

const messageViewSchema = z.strictObject({
  id: labIdSchema,
  tone: z.enum(['praise', 'almost', 'misconception', 'info']),
  say: labTextSchema,
  point: thingIds,
  objective: labTextSchema.optional(),
});

const scoreViewSchema = z.strictObject({
  score: share,
  passed: z.boolean(),
  /** Share that passes. */
  pass: share,
  points: z.number(),
  pointsMax: z.number(),
  /** Points that only the trainer can give. */
  pointsByHand: z.number(),
  hints: count,
  hintCost: share,
});

export const attemptViewSchema = z.strictObject({
  lab: labIdSchema,
  revision: count,
  title: labTextSchema,
  objectives: z.array(labTextSchema),
  mode: modeSchema,
  learner: z.string(),
  feedback: z.enum(['off', 'done', 'full']),
  hints: z.boolean(),
  rewind: z.boolean(),
  /** Wall time by the machine's clock. */
  begunMs: count,
  endsMs: count.optional(),
  finishedMs: count.optional(),
  /** The code of the log so far, where it may be marked by somebody else. */
  anchor: z.string().optional(),
  tasks: z.array(taskViewSchema),
  messages: z.array(messageViewSchema),
  /** Something that holds already, where the messages tell of nothing good. */
  alreadyGood: labTextSchema.optional(),
  /** Absent where the mode shows none, and until checks were looked at. */
  score: scoreViewSchema.optional(),
  /** The score is the mark of what was handed in. */
  marked: z.boolean(),
  /** Why it could not be marked. */
  markProblem: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  debrief: labTextSchema.optional(),
  /** The lab has a solution that can be watched here. */
  solution: z.boolean(),
  locks: z.array(z.strictObject({ commands: z.array(z.string()), why: labTextSchema })),
  checking: z.boolean(),
  /** The lab of one's own that is being tried out: what is played can be kept for its key. */
  tryOut: labIdSchema.optional(),
  /** Present when this is a copy to look at. */
  copy: z
    .strictObject({
      of: z.string(),
      shows: z.enum(['solution', 'case']),
      case: z.string().optional(),
      text: labTextSchema.optional(),
      fromUs: count,
    })
    .optional(),
});
export type AttemptView = z.infer<typeof attemptViewSchema>;

/** What the stream tells: the attempt of the open document, or that it is none. */
export const labEventViewSchema = z.strictObject({ attempt: attemptViewSchema.optional() });
export type LabStreamEvent = z.infer<typeof labEventViewSchema>;

/** How an attempt begins. */
export const labBeginSchema = z.strictObject({
  lab: labIdSchema,
  mode: modeSchema,
  locale: z.enum(['en', 'pt-BR']),
  learner: z.string().min(1).max(100).optional(),
  /** The salt of the class; without it the values are drawn at random, for practice only. */
  salt: z.string().min(1).max(200).optional(),
  extension: z.number().min(1).max(4).optional(),
});
export type LabBegin = z.infer<typeof labBeginSchema>;
