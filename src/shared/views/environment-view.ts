/**
 * An environment as the screen may see it: what a resource group is for, when its machines go off,
 * and what it costs, also when somebody forgets it. All figures are worked out by the engine.
 */
import { z } from 'zod';
import { environmentClockShape } from '../commands/environment-commands.ts';
import { CLOCK_ACTS, ENVIRONMENT_KINDS } from '../model/environment-kinds.ts';
import { count } from './row-base.ts';

export const environmentViewSchema = z.strictObject({
  kind: z.enum(ENVIRONMENT_KINDS),
  clock: z
    .strictObject({
      off: z.string(),
      from: z.string(),
      days: environmentClockShape.days.unwrap(),
      timeZone: z.string(),
      acts: z.enum(CLOCK_ACTS),
      nextUs: count.optional(),
    })
    .optional(),
  machines: count,
  /** Of them running, and stopped but billed. */
  running: count,
  stoppedBilled: count,
  /** Everything in the group so far, and of that machines that were stopped and billed. */
  microUsdSoFar: count,
  microUsdStopped: count,
  /** A month with all machines on, and one by the clock; the same without one that deallocates. */
  microUsdPerMonth: count,
  microUsdPerMonthByClock: count,
});
export type EnvironmentView = z.infer<typeof environmentViewSchema>;
