/**
 * The designs somebody has tried, one for each branch: what each costs in a month as it stands, how
 * available its services are by the drawing and by what was measured, and which of them nobody
 * should leave behind. It is worked out on copies when it is asked for.
 */
import { z } from 'zod';

const share = z.number().min(0).max(1);

/** By which figure designs are compared: what the drawing lets expect, or what was measured. */
export const DESIGN_BASES = ['expected', 'measured'] as const;
export type DesignBasis = (typeof DESIGN_BASES)[number];

/** Where a design stands among the others by one figure. */
export const designPlaceSchema = z.strictObject({
  basis: z.enum(DESIGN_BASES),
  availability: share,
  downMinutesPerMonth: z.number().min(0),
  /** No other costs no more and is up no less: it lies on the curve. */
  onCurve: z.boolean(),
  /** Of an hour of downtime avoided, against the next cheaper one on the curve. */
  microUsdPerHourAvoided: z.number().min(0).optional(),
});
export type DesignPlace = z.infer<typeof designPlaceSchema>;

export const designSchema = z.strictObject({
  branch: z.string(),
  name: z.string(),
  /** How far it has been run. */
  tipUs: z.number().int().min(0),
  /** Decisions made on it since the start. */
  decisions: z.number().int().min(0),
  machines: z.number().int().min(0),
  microUsdPerMonth: z.number().min(0),
  /** By each figure there is. */
  places: z.array(designPlaceSchema),
});
export type Design = z.infer<typeof designSchema>;

export const designsViewSchema = z.strictObject({
  monthHours: z.number().int().min(1),
  /** The service they are compared by; absent: the room has none. */
  service: z.strictObject({ id: z.string(), name: z.string() }).optional(),
  services: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  /** Cheapest first. */
  designs: z.array(designSchema),
});
export type DesignsView = z.infer<typeof designsViewSchema>;
