/**
 * Commands on the autoscaler of a scale set: rules, profiles for days and dates, warm-up, and
 * scaling out ahead of a forecast.
 *
 * Bounds and defaults are the service's (docs/facts.md, facts 86 to 97). A set has one autoscale
 * setting; setting it again replaces it whole.
 */
import { z } from 'zod';
import { CALENDAR_PATTERN, CLOCK_PATTERN, WEEKDAYS } from '../model/calendar.ts';
import {
  AUTOSCALE_METRICS,
  AUTOSCALE_OPERATORS,
  FORECAST_MODES,
  METRIC_AGGREGATIONS,
  METRIC_STATISTICS,
  SCALE_CHANGES,
  SCALE_DIRECTIONS,
} from '../model/kinds.ts';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';

/** Instances of one set at most (docs/facts.md, fact 64). */
const INSTANCES_MAX = 1_000;
/** Profiles of one setting, the default one among them (docs/facts.md, fact 86). */
const PROFILES_MAX = 20;
/** Rules of one profile (docs/facts.md, fact 86). */
const RULES_MAX = 10;

const count = z.number().int().min(0).max(INSTANCES_MAX);

/** One rule: when a metric over a window passes a threshold, change the number of instances. */
export const autoscaleRuleSchema = z.strictObject({
  /**
   * `cpu`: per cent of the workers busy; `queue`: requests waiting at an instance; `requests`:
   * taken by one each second; `responseTime`: mean milliseconds of its answers; `memory`: per
   * cent of its memory in use.
   */
  metric: z.enum(AUTOSCALE_METRICS),
  operator: z.enum(AUTOSCALE_OPERATORS),
  threshold: z.number().min(0).max(1_000_000),
  /** How the instances of one minute become one value; `average` when absent. */
  statistic: z
    .enum(METRIC_STATISTICS)
    .optional()
    .describe('How the instances of one minute become one value; average when absent.'),
  /** How the minutes of the window become one value; `average` when absent. */
  aggregation: z
    .enum(METRIC_AGGREGATIONS)
    .optional()
    .describe('How the minutes of the window become one value; average when absent.'),
  /** The value is divided by the number of instances before it is compared. */
  dividePerInstance: z
    .boolean()
    .optional()
    .describe('The value is divided by the number of instances before it is compared.'),
  /** Looked at over this time; 5m when absent. From 5m to 12h. */
  window: durationSchema.optional(),
  direction: z.enum(SCALE_DIRECTIONS),
  /** `count`: by so many; `percent`: by so many per cent; `exact`: to so many. */
  change: z.enum(SCALE_CHANGES).optional(),
  value: z.number().int().min(1).max(INSTANCES_MAX).optional(),
  /** Time after it has acted in which no rule acts; 5m when absent. From 1m to 7d. */
  cooldown: durationSchema.optional(),
});
export type AutoscaleRule = z.infer<typeof autoscaleRuleSchema>;

const limits = {
  minimum: count.describe('Fewest instances.'),
  maximum: count.describe('Most instances.'),
  /** Used while there are no metrics; the minimum when absent. */
  default: count.optional().describe('Used while there are no metrics; the minimum when absent.'),
};

const clock = z.string().regex(CLOCK_PATTERN, { message: 'write a time of day as 08:30' });
const moment = z
  .string()
  .regex(CALENDAR_PATTERN, { message: 'write a moment as 2026-03-31T18:30' });
/** A name of the provider's list, such as `E. South America Standard Time`; UTC when absent. */
const zone = z.string().min(1).max(80).optional();

/** Limits and rules for certain days or a certain date, in place of the default ones. */
export const autoscaleProfileSchema = z.strictObject({
  name: nameSchema.describe('Name of the profile.'),
  ...limits,
  /** None: the set stays at what its limits leave. */
  rules: z
    .array(autoscaleRuleSchema)
    .max(RULES_MAX)
    .describe('Its rules; none: it stays at its limits.'),
  /** On these days from this time on, until the next profile begins or `until`. */
  recurrence: z
    .strictObject({
      days: z.array(z.enum(WEEKDAYS)).min(1).max(7).describe('Days of the week.'),
      at: clock.describe('When it begins on these days: 08:30.'),
      /** The default profile is in force again from here on; the next profile when absent. */
      until: clock.optional().describe('When the default profile is in force again.'),
      timeZone: zone.describe('Name of the time zone; UTC when absent.'),
    })
    .optional()
    .describe('On these days from this time on.'),
  /** From one moment to another, at most 365 days. */
  fixedDate: z
    .strictObject({
      from: moment.describe('When it begins: 2026-03-31T18:30.'),
      to: moment.describe('When it ends.'),
      timeZone: zone.describe('Name of the time zone; UTC when absent.'),
    })
    .optional()
    .describe('From one moment to another, at most 365 days.'),
});
export type AutoscaleProfile = z.infer<typeof autoscaleProfileSchema>;

/** Scaling out ahead of a forecast. */
export const forecastSchema = z.strictObject({
  mode: z.enum(FORECAST_MODES).describe('Only shown, or acted upon.'),
  /** How far ahead; 5m when absent. From 5m to 60m. */
  lookAhead: durationSchema.optional().describe('How far ahead, from 5m to 60m; 5m when absent.'),
});

export const autoscaleShape = {
  /** Name of the setting; a set has one. */
  name: nameSchema.optional(),
  ...limits,
  /** Of the default profile; none when profiles do it all. */
  rules: z.array(autoscaleRuleSchema).max(RULES_MAX),
  profiles: z
    .array(autoscaleProfileSchema)
    .max(PROFILES_MAX - 1)
    .optional(),
  /** How long a machine runs before its figures count; 0s when absent. At most 1h. */
  warmUp: durationSchema.optional(),
  forecast: forecastSchema.optional(),
};

/**
 * Gives a set its rules, in place of those it had. Refusals: scaleSet.notFound, autoscale.range,
 * autoscale.cooldown, autoscale.window, autoscale.contradiction, autoscale.rules,
 * autoscale.conflict, autoscale.profile, autoscale.schedule, autoscale.past, autoscale.timeZone,
 * autoscale.forecast, autoscale.singleMachine.
 */
export const autoscaleSetSchema = z.strictObject({
  type: z.literal('autoscale.set'),
  scaleSet: referenceSchema,
  ...autoscaleShape,
});

/** Takes the rules away. Refusals: scaleSet.notFound, autoscale.none. */
export const autoscaleClearSchema = z.strictObject({
  type: z.literal('autoscale.clear'),
  scaleSet: referenceSchema,
});

export const autoscaleCommandSchemas = [autoscaleSetSchema, autoscaleClearSchema] as const;
