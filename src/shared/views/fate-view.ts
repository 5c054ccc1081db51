/**
 * Shared fate: what the members of a set, pool or service have in common, from the drawing. A part
 * stands here when losing it takes at least two members at once, whatever is drawn between.
 */
import { z } from 'zod';
import { FAULT_TARGET_KINDS } from '../model/kinds.ts';

const count = z.number().int().min(0);

export const fatePartSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(FAULT_TARGET_KINDS),
  /** Running members that stop with it, and how many of them stay. */
  taken: count,
  left: count,
  members: z.array(z.string()),
  /** Parts below it that look redundant to a member and all hang on it; none: it is no trap. */
  behind: z.array(z.string()),
  /** Minutes batteries below it go on after it failed; absent: it takes them at once. */
  batteryMinutes: z.number().min(0).optional(),
});
export type FatePart = z.infer<typeof fatePartSchema>;

export const fateSchema = z.strictObject({
  /** The set, balancer or service asked about. */
  of: z.string(),
  /** Members that run now. */
  members: z.array(z.string()),
  parts: z.array(fatePartSchema),
  /** The zone of a zonal frontend before the members: with it nobody reaches any of them. */
  frontendZone: z.string().optional(),
  /** Parts that take two members or more, listed or not. */
  found: count,
});
export type Fate = z.infer<typeof fateSchema>;
