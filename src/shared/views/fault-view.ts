/**
 * An injected fault as the screen may see it, and the marks faults leave on other rows.
 *
 * The row exists as long as the fault does, waiting times included; what it was aimed at is named
 * by id, or by the property its machines share.
 */
import { z } from 'zod';
import { FAULT_KINDS } from '../model/fault-kinds.ts';

const count = z.number().int().min(0);

/** Waiting for its first time, active, or between two times. */
export const FAULT_ROW_PHASES = ['waiting', 'active', 'between'] as const;

export const faultRowShape = {
  faultKind: z.enum(FAULT_KINDS),
  /** Id, `tag:KEY=VALUE` or `image:NAME`. */
  target: z.string(),
  other: z.string().optional(),
  amount: z.number().optional(),
  phase: z.enum(FAULT_ROW_PHASES),
  startedUs: count.optional(),
  /** When it begins or ends next by itself. */
  nextUs: count.optional(),
  lastsUs: count.optional(),
  everyUs: count.optional(),
  /** Times left after this one; absent where it comes once or for ever. */
  timesLeft: count.optional(),
  /** Machines it reaches now. */
  machines: z.array(z.string()),
  cause: z.number().int().min(1).optional(),
};

/** Marks on a machine. */
export const vmMarksShape = {
  /** Injected faults that reach it. */
  faults: z.array(z.string()).optional(),
  /** It runs and nothing on it answers. */
  silent: z.boolean().optional(),
  /** Frozen with its memory until then. */
  pausedUntilUs: count.optional(),
};

/** Marks on a host and on a rack; absent while all is well. */
export const hostMarksShape = {
  /** Speed of its cores beside that of its model, in thousandths. */
  speedPermille: count.optional(),
  tooHot: z.boolean().optional(),
  /** The platform expects it to fail. */
  failing: z.boolean().optional(),
};
export const rackMarksShape = { inletMilliC: count.optional() };
