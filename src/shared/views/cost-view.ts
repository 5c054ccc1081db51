/**
 * What the lab costs: by resource, group and tag, so far and a month at the present state. Money is
 * in millionths of a US dollar; a month of prices has 730 hours.
 */
import { z } from 'zod';
import { CROSSINGS } from '../model/crossing-kinds.ts';
import { COST_KINDS, COST_SORTS } from '../model/downtime-owners.ts';

/** Lines one call may ask for: every resource of a large hall. */
export const COST_LINES_MAX = 50_000;

const count = z.number().int().min(0);
const money = z.number().min(0);

export const costLineSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(COST_KINDS),
  name: z.string(),
  group: z.string(),
  tags: z.record(z.string(), z.string()),
  /** Since the start of the run. */
  microUsd: money,
  /** At its present state: a deallocated machine costs no compute. */
  microUsdPerHour: money,
  /** True for a disk that no machine uses and that costs all the same. */
  orphan: z.boolean(),
  /** True when no source backs the price. */
  assumed: z.boolean(),
});
export type CostLine = z.infer<typeof costLineSchema>;

const sumSchema = { microUsd: money, microUsdPerHour: money };

export const costViewSchema = z.strictObject({
  atUs: count,
  currency: z.literal('USD'),
  monthHours: count,
  ...sumSchema,
  byKind: z.array(z.strictObject({ kind: z.enum(COST_SORTS), ...sumSchema })),
  byGroup: z.array(z.strictObject({ group: z.string(), ...sumSchema })),
  /** Of resources that carry the tag; those with several count under each. */
  byTag: z.array(z.strictObject({ tag: z.string(), ...sumSchema })),
  /** Dearest first; perhaps not all. */
  lines: z.array(costLineSchema),
  linesInAll: count,
  /** Bytes that crossed a border between machines, in the order of their first crossing. */
  traffic: z.array(
    z.strictObject({
      crossing: z.enum(CROSSINGS),
      /** The networks, regions or zones at its ends. */
      from: z.string(),
      to: z.string(),
      /** The resource group that pays. */
      group: z.string(),
      bytes: money,
      /** microUsd = bytes ÷ 10^9 × microUsdPerGb × times. */
      microUsdPerGb: money,
      times: count,
      microUsd: money,
      assumed: z.boolean(),
    }),
  ),
  /** Resources that no longer exist. */
  gone: z.array(
    z.strictObject({
      kind: z.enum(COST_KINDS),
      group: z.string(),
      tags: z.record(z.string(), z.string()),
      count,
      microUsd: money,
    }),
  ),
});
export type CostView = z.infer<typeof costViewSchema>;
