/**
 * Quantities as people write them in files and on the command line.
 *
 * A duration is text (`90s`, `5m`, `1h30m`), so that a file never leaves a unit to be guessed;
 * plain numbers carry their unit in the field's name (`memoryMib`, `ratingWatts`).
 */
import { z } from 'zod';
import { parseDuration } from '../kernel/time.ts';

/** A duration in text, zero allowed. The parsed value stays text: files keep what was written. */
export const durationSchema = z
  .string()
  .max(40)
  .superRefine((text, context) => {
    const parsed = parseDuration(text);
    if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.error.message });
  });

/**
 * One point of a rate curve: from `at` on (repeating every `period`) this many arrivals a second.
 */
export const ratePointSchema = z.strictObject({
  at: durationSchema,
  perSecond: z.number().min(0).max(1_000_000),
});

/**
 * A rate curve: piecewise constant, by simulated time. With `period` it repeats (`24h` for a
 * daily curve); without, the last rate holds for ever.
 */
export const rateCurveSchema = z.strictObject({
  period: durationSchema.optional().describe('After so long it begins anew.'),
  points: z.array(ratePointSchema).min(1).max(1_500).describe('Rates at moments of it.'),
});

export type RateCurve = z.infer<typeof rateCurveSchema>;
export type RatePoint = z.infer<typeof ratePointSchema>;
