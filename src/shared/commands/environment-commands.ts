/**
 * Commands on copies of a service for development, test and staging: made from production with
 * machines, disks and a network of their own, and switched off by the clock.
 *
 * An environment is a resource group that says what it is for, so its cost is that of the group.
 */
import { z } from 'zod';
import { CLOCK_PATTERN, WEEKDAYS } from '../model/calendar.ts';
import { CLOCK_ACTS, ENVIRONMENT_KINDS } from '../model/environment-kinds.ts';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';

const MACHINES_MAX = 100;
const clockTime = z.string().regex(CLOCK_PATTERN, { message: 'write a time of day as 19:00' });

/**
 * Copies a service into a resource group of its own. Refusals: service.notFound, name.taken,
 * environment.nothingToCopy, size.notFound, AllocationFailed, QuotaExceeded.
 */
export const environmentCloneSchema = z.strictObject({
  type: z.literal('environment.clone'),
  name: nameSchema,
  service: referenceSchema,
  kind: z.enum(ENVIRONMENT_KINDS),
  /** How many of its machines; all of them when absent. */
  machines: z.number().int().min(1).max(MACHINES_MAX).optional(),
  /** Their size; that of the original when absent. */
  size: z.string().min(1).max(64).optional(),
  priority: z.enum(['regular', 'spot']).optional(),
});

/** Says what a resource group is for. Refusals: group.notFound. */
export const environmentSetSchema = z.strictObject({
  type: z.literal('environment.set'),
  group: referenceSchema,
  kind: z.enum(ENVIRONMENT_KINDS),
});

/** What `environment.clock` and the section of a scenario file share. */
export const environmentClockShape = {
  /** When its machines are switched off: 19:00. */
  off: clockTime.describe('When its machines are switched off: 19:00.'),
  /** All days when absent. */
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .max(7)
    .optional()
    .describe('Days of the week; all of them when absent.'),
  /** UTC when absent. */
  timeZone: z.string().min(1).max(80).optional().describe('Name of the time zone; UTC.'),
  /** `deallocate` when absent. */
  acts: z
    .enum(CLOCK_ACTS)
    .optional()
    .describe('deallocate (the default) ends the bill; stop shuts down inside and costs on.'),
  /** When people begin; it moves no machine. 08:00 when absent. */
  from: clockTime.optional().describe('When people begin, for the reckoning of a month: 08:00.'),
};

/**
 * Switches the machines of an environment off by the clock. Refusals: group.notFound,
 * environment.notOne, environment.clockZone.
 */
export const environmentClockSchema = z.strictObject({
  type: z.literal('environment.clock'),
  group: referenceSchema,
  ...environmentClockShape,
});

/** Takes the clock away. Refusals: group.notFound, environment.noClock. */
export const environmentClearClockSchema = z.strictObject({
  type: z.literal('environment.clearClock'),
  group: referenceSchema,
});

export const environmentCommandSchemas = [
  environmentCloneSchema,
  environmentSetSchema,
  environmentClockSchema,
  environmentClearClockSchema,
] as const;
