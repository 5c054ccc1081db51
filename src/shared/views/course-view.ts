/**
 * The course of a run: what was asked for and served, how long answers took, how much was in use,
 * what it drew and cost, at moments along the present branch. It is worked out when it is asked
 * for and is no part of a document.
 *
 * Columns are parallel: one number for each moment. Rates and percentiles are of the time since
 * the moment before; everything else is as it stood at the moment.
 */
import { z } from 'zod';
import { column } from './column.ts';

const MOMENTS_MAX = 2_000;
const count = z.number().int().min(0);
const amounts = column('f64', { maxLength: MOMENTS_MAX, min: 0 });
const named = z.strictObject({ id: z.string(), name: z.string() });

export const courseViewSchema = z.strictObject({
  branch: z.string(),
  /** The service of the figures about requests; absent: the room has none. */
  service: named.optional(),
  services: z.array(named),
  /** Moments before the present that have not been looked at; they can be worked out on a copy. */
  missing: count,
  atUs: amounts,
  /** Requests a second. */
  demanded: amounts,
  served: amounts,
  failed: amounts,
  /** Share of judged seconds that were up, since the start. */
  availability: amounts,
  /** Judged seconds that were down, since the start. */
  secondsDown: amounts,
  /** Of the answers, in milliseconds; 0 where nothing was answered. */
  p50Ms: amounts,
  p95Ms: amounts,
  p99Ms: amounts,
  /** Machines in rotation and in the pool of the service, and running in the room. */
  backendsUp: amounts,
  backends: amounts,
  machines: amounts,
  /** Mean processor use of the running machines, 0 to 1. */
  cpuShare: amounts,
  /** What the feeds carry together. */
  milliwatts: amounts,
  /** Spent since the start, and of each hour at the state of the moment. */
  microUsd: amounts,
  microUsdPerHour: amounts,
});
export type CourseView = z.infer<typeof courseViewSchema>;
