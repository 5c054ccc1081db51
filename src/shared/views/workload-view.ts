/**
 * A workload as the screen may see it: the row that changes with decisions, and the figures that
 * change with every answer. What limits it is found by the engine and stands here as a word.
 */
import { z } from 'zod';
import { rateCurveSchema } from '../model/quantities.ts';
import {
  DURABILITIES,
  WORK_LIMITS,
  WORK_MODES,
  WORK_SHAPES,
  WORKLOAD_KINDS,
  WORKLOAD_SOURCES,
} from '../model/workload-kinds.ts';

const count = z.number().int().min(0);
const share = z.number().min(0).max(1);

export const workloadViewShape = {
  workKind: z.enum(WORKLOAD_KINDS),
  source: z.enum(WORKLOAD_SOURCES),
  mode: z.enum(WORK_MODES),
  /** Ids of its machines, and of those that are managed through it. */
  machines: z.array(z.string()),
  /** The web app it runs on, instead of machines. */
  webApp: z.string().optional(),
  manages: z.array(z.string()),
  calls: z.strictObject({ on: z.string(), share }).optional(),
  curve: rateCurveSchema.optional(),
  /** A spike by simulated time. */
  spike: z.strictObject({ fromUs: count, untilUs: count, times: z.number() }).optional(),
  users: count,
  thinkUs: count,
  jobs: count,
  cron: z.string(),
  lease: z.boolean(),
  everyUs: count,
  cpuUs: z.number().min(0),
  shape: z.enum(WORK_SHAPES),
  reads: count,
  writes: count,
  writeShare: share,
  ioKib: count,
  cachedReads: share,
  networkKib: count,
  waitUs: count,
  hitShare: share,
  lockUs: z.number().min(0),
  writers: count,
  durability: z.enum(DURABILITIES),
  flushUs: count,
  threads: count,
  connections: count,
  memoryMib: count,
  queueLimit: count,
  deadlineUs: count,
};

/** A workload in numbers. offered = served + late + refused + lost + inFlight, at every event. */
export const workloadFiguresSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(WORKLOAD_KINDS),
  offered: count,
  served: count,
  late: count,
  refused: count,
  lost: count,
  inFlight: count,
  /** Answers a second: of the time since it began, of a batch, cron job or poll of the time in
   * which it had something to do. */
  throughputPerSecond: z.number().min(0),
  meanMs: z.number().min(0).optional(),
  p50Ms: z.number().min(0).optional(),
  p95Ms: z.number().min(0).optional(),
  p99Ms: z.number().min(0).optional(),
  limitedBy: z.enum(WORK_LIMITS),
  /** Share of the time in which that limited it. */
  limitedShare: share,
  /** Share of the answers that were counted as flow, and that are estimates. */
  flowShare: share,
  estimatedShare: share,
  estimated: z.boolean(),
  /** When the last answer came. */
  lastAnswerSeconds: z.number().min(0).optional(),
  /** Of a cron job or poll: moments it was due, runs, runs too many, moments it was behind. */
  due: count.optional(),
  runs: count.optional(),
  duplicates: count.optional(),
  overruns: count.optional(),
  /** Of a closed load: users who found room. */
  usersWithRoom: count.optional(),
  /** Answered writes that a crash took. */
  writesLost: count.optional(),
});

export type WorkloadFiguresView = z.infer<typeof workloadFiguresSchema>;
