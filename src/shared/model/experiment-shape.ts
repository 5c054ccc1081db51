/**
 * What an experiment says, whoever tries it: how the healthy room is watched, what is done to it,
 * when it is given up, and what must hold meanwhile.
 *
 * Experiments of documents and checks of labs are made of these same fields; a lab may write an
 * expression where a document writes a number. It must not know how anything is carried out.
 */
import { z } from 'zod';
import { FAULT_KINDS } from './fault-kinds.ts';
import { referenceSchema } from './name-schemas.ts';
import { durationSchema } from './quantities.ts';
import { selectorSchema } from './selector.ts';

/** Measures that a span of time has; availability needs the whole run. */
export const SPAN_MEASURES = [
  'servedFraction',
  'offered',
  'served',
  'late',
  'refused',
  'lost',
  'cost',
] as const;
export type SpanMeasure = (typeof SPAN_MEASURES)[number];

/** Measures that only a case has, counted from its beginning: nothing can be lost before it. */
const CASE_MEASURES = [
  'machinesLost',
  'secondsDown',
  'secondsToRecover',
  'allocationFailures',
] as const;
export type CaseMeasure = (typeof CASE_MEASURES)[number];

/** What a bound on a case can be about. */
export const BOUND_MEASURES = [...SPAN_MEASURES, ...CASE_MEASURES] as const;
export type BoundMeasure = SpanMeasure | CaseMeasure;

/** How many of the things meant are hit: all at once, one drawn by the seed, each by itself. */
export const PICKS = ['all', 'one', 'each'] as const;

const BOUNDS_MAX = 8;
const FAULTS_MAX = 8;
const COMMANDS_MAX = 16;

/** A measure of a span of time with the least and the most it may come to. */
export interface BoundOver<A> {
  readonly measure: BoundMeasure;
  readonly service?: string | undefined;
  readonly min?: A | undefined;
  readonly max?: A | undefined;
}

/** What is made to fail, and for how long. */
const experimentFaultSchema = z.strictObject({
  target: selectorSchema.describe(
    'What fails: a selector such as rack, rack:r1 or vm[tags.tier=web], tag:KEY=VALUE, image:NAME.',
  ),
  kind: z.enum(FAULT_KINDS).optional().describe('How it fails; it is cut when absent.'),
  other: referenceSchema
    .optional()
    .describe('The far side of a partition; everything else when absent.'),
  amount: z.number().positive().max(1_048_576).optional().describe('The figure of the kind.'),
  pick: z.enum(PICKS).describe('All at once, one drawn by the seed, or each in a case of its own.'),
  at: durationSchema.optional().describe('After the steady state; at once when absent.'),
  for: durationSchema.describe('How long it lasts.'),
});
export type ExperimentFault = z.infer<typeof experimentFaultSchema>;

/** One bound on a span of time, its amounts written as `amount` allows. */
export function boundSchemaOf<A extends z.ZodType>(amount: A) {
  return boundOver(amount, SPAN_MEASURES);
}

function boundOver<A extends z.ZodType, M extends BoundMeasure>(
  amount: A,
  measures: readonly [M, ...M[]],
) {
  return z.strictObject({
    measure: z.enum(measures).describe('What is measured over the span.'),
    service: referenceSchema.optional().describe('Of this service; of all together when absent.'),
    min: amount.optional().describe('The least it may come to.'),
    max: amount.optional().describe('The most it may come to.'),
  });
}

/** The fields of an experiment, amounts written as `amount` allows. */
export function experimentShape<A extends z.ZodType>(amount: A) {
  const steady = z.array(boundSchemaOf(amount)).min(1).max(BOUNDS_MAX);
  const bounds = z.array(boundOver(amount, BOUND_MEASURES)).min(1).max(BOUNDS_MAX);
  return {
    warmup: durationSchema.optional().describe('Time before anything is measured.'),
    steadyFor: durationSchema.describe('How long the healthy room is watched before the fault.'),
    steadyState: steady.describe('What must hold before the fault.'),
    faults: z.array(experimentFaultSchema).max(FAULTS_MAX).describe('What is made to fail.'),
    commands: z
      .array(
        z.strictObject({
          at: durationSchema.describe('After the steady state.'),
          do: z.record(z.string(), z.unknown()).describe('The command.'),
        }),
      )
      .max(COMMANDS_MAX)
      .optional()
      .describe('Decisions taken meanwhile, such as a wave of maintenance.'),
    blastRadius: z
      .strictObject({
        machinesLost: amount.describe('Machines one case may take down, at most.'),
        of: selectorSchema.optional().describe('Only these machines count; all when absent.'),
      })
      .optional()
      .describe('How far a case may reach: one that reaches further is given up at once.'),
    abortWhen: bounds
      .optional()
      .describe(
        'A case is given up when one of these is so, counted from its beginning on, ' +
          'a minute after it at the earliest.',
      ),
    runFor: durationSchema.describe('How long is measured from the first fault on.'),
    during: bounds.describe('What must hold meanwhile.'),
  };
}

/** Whether an experiment does anything at all. */
export function doesSomething(given: {
  readonly faults: readonly unknown[];
  readonly commands?: readonly unknown[] | undefined;
}): boolean {
  return given.faults.length > 0 || (given.commands ?? []).length > 0;
}
