/**
 * What fails by itself, as the views show it: one row for each rule. How it has fared so far stands
 * beside what it says.
 */
import { z } from 'zod';

const count = z.number().int().min(0);

/** Everything but the fields that all rows have. */
export const reliabilityRowShape = {
  /** Kind of part; absent where the rule names its parts. */
  of: z.string().optional(),
  /** Parts it names, at most as many as a command may. */
  parts: z.array(z.string()),
  /** Parts it covers. */
  covers: count,
  mtbfUs: count,
  mttrUs: count,
  together: z.boolean(),
  /** Parts that have failed by it now. */
  failed: count,
  /** Failures so far. */
  failures: count,
};
