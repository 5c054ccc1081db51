/**
 * The same application as a machine and as a web app, side by side: what is one's own to set, what
 * a person did in a run, which load each bears, what each costs. Every figure is counted or
 * measured; none is an opinion.
 */
import { z } from 'zod';
import { WORK_LIMITS } from '../model/workload-kinds.ts';

const count = z.number().int().min(0);
const money = z.number().min(0);

/** What is asked: two uses of the room; each may be left out while there is only one. */
export const comparisonAskedSchema = z.strictObject({
  machine: z.string().max(200).optional(),
  webApp: z.string().max(200).optional(),
});
export type ComparisonAsked = z.infer<typeof comparisonAskedSchema>;

const sideSchema = z.strictObject({
  /** The use, and what it runs on. */
  workload: z.string(),
  on: z.array(z.string()),
  /** Commands there are for it, and fields of them that are one's own to set. */
  commands: count,
  settings: count,
  /** Decisions of a person about it in the run, by command, the most frequent first. */
  actions: z.array(z.strictObject({ command: z.string(), times: count })),
  actionsPerMonth: z.number().min(0),
  /** What the provider did by itself in the run. */
  byProvider: z.strictObject({ patches: count, scalings: count }),
  /** Of the run: answered in time ÷ what came. */
  offered: count,
  servedFraction: z.number().min(0).max(1),
  /** The highest load that is served as well as asked for, without any decision. */
  mostPerSecond: z.number().min(0),
  /** What limited it just above that. */
  limitedBy: z.enum(WORK_LIMITS),
  /** Instances at that load; a machine is one. */
  instancesAtMost: count,
  /** A month at the load of the file's beginning, and at the highest load. */
  microUsdPerMonth: money,
  microUsdPerMonthAtMost: money,
});
export type ComparedSide = z.infer<typeof sideSchema>;

export const serviceComparisonSchema = z.strictObject({
  machine: sideSchema,
  webApp: sideSchema,
  /** Simulated days in which actions were counted; fewer than asked for where events ran out. */
  days: z.number().min(0),
  /** Share of the requests that must be answered in time for a load to count as borne. */
  threshold: z.number().min(0).max(1),
  /** Time given to settle to a load, and then looked at. */
  settleUs: count,
  lookUs: count,
  monthHours: count,
});
export type ServiceComparison = z.infer<typeof serviceComparisonSchema>;
