/**
 * Commands on maintenance configurations: the hours of the week in which the systems of a set are
 * patched, or its image is upgraded (docs/facts.md, fact 112). What happens in a window stands in
 * the engine; planned waves of the platform keep to their own dates.
 */
import { z } from 'zod';
import { CLOCK_PATTERN, WEEKDAYS } from '../model/calendar.ts';
import { referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';
import { WINDOW_SCOPES } from '../model/scheduled-event-kinds.ts';

/** When a window opens, and for how long. */
export const maintenanceWindowShape = {
  scope: z
    .enum(WINDOW_SCOPES)
    .describe(
      '`guest`: systems are patched and restarted; `osImage`: newer images are rolled out; ' +
        '`host`: the hardware of a dedicated host, or of a machine that has one, is maintained.',
    ),
  days: z.array(z.enum(WEEKDAYS)).min(1).max(7).describe('Days of the week on which it opens.'),
  at: z
    .string()
    .regex(CLOCK_PATTERN, { message: 'write a time of day as 02:30' })
    .describe('When it opens on these days: 02:30.'),
  duration: durationSchema.describe(
    '1h30m to 3h55m for guest, 5h or more for osImage, 2h or more for host.',
  ),
  /** A name of the provider's list; UTC when absent. */
  timeZone: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .describe('Name of the time zone; UTC when absent.'),
};

const target = {
  availabilitySet: referenceSchema.optional(),
  scaleSet: referenceSchema.optional(),
  /** A machine that is in no set. */
  vm: referenceSchema.optional(),
  dedicatedHost: referenceSchema.optional(),
};

/**
 * Gives a set, a machine or a dedicated host its window of one scope, in place of the one it had.
 * Refusals: maintenance.target, availabilitySet.notFound, scaleSet.notFound, vm.notFound,
 * dedicatedHost.notFound, maintenance.inSet, maintenance.windowLength, maintenance.windowScope,
 * maintenance.windowZone.
 */
export const maintenanceConfigureSchema = z.strictObject({
  type: z.literal('maintenance.configure'),
  ...target,
  ...maintenanceWindowShape,
});

/**
 * Takes a window away; what is under way in it is finished. Refusals: maintenance.target,
 * availabilitySet.notFound, scaleSet.notFound, vm.notFound, dedicatedHost.notFound,
 * maintenance.inSet, maintenance.noWindow.
 */
export const maintenanceUnconfigureSchema = z.strictObject({
  type: z.literal('maintenance.unconfigure'),
  ...target,
  scope: z.enum(WINDOW_SCOPES),
});

export const maintenanceWindowCommandSchemas = [
  maintenanceConfigureSchema,
  maintenanceUnconfigureSchema,
] as const;
