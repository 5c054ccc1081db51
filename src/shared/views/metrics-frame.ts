/**
 * Live figures, sent often: services as records, machines and power as columns.
 *
 * Columns are parallel typed arrays keyed by the `slot` of the topology row, so that a frame
 * crosses threads without being copied row by row. A figure that needs no engine state to be
 * understood carries its unit in the name.
 */
import { z } from 'zod';
import { workloadFiguresSchema } from './workload-view.ts';
import { column } from './column.ts';
import { sessionFiguresSchema, storeFiguresSchema } from './store-view.ts';

const count = z.number().int().min(0);
/** Rows of one frame and buckets of one series; far above what a room can hold. */
const COLUMN_LENGTH_MAX = 1_000_000;
const integers = column('u32', { maxLength: COLUMN_LENGTH_MAX });
const amounts = column('f64', { maxLength: COLUMN_LENGTH_MAX, min: 0 });

/**
 * What became of the requests of one service since the start of the run.
 * Conservation: offered = served + late + refused + lost + inFlight, at every event.
 */
export const serviceFiguresSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  offered: count,
  served: count,
  late: count,
  refused: count,
  lost: count,
  inFlight: count,
  /** served ÷ (offered − inFlight); 1 while nothing has been answered. */
  servedFraction: z.number().min(0).max(1),
  /** Share of finished seconds whose servedFraction reached the threshold. */
  availability: z.number().min(0).max(1),
  secondsUp: count,
  secondsDown: count,
  /** Offered rate the curve asks for at this moment. */
  demandPerSecond: z.number().min(0),
  /** Over the last ten finished seconds. */
  offeredPerSecond: z.number().min(0),
  servedPerSecond: z.number().min(0),
  failedPerSecond: z.number().min(0),
  /** Machines in rotation, and how many the pool has. */
  backendsUp: count,
  backends: count,
  /** Requests a second the machines in rotation can serve: workers × backends ÷ service time. */
  capacityPerSecond: z.number().min(0),
  /** Users logged in, where the service keeps sessions. */
  sessions: sessionFiguresSchema.optional(),
});

export type ServiceFigures = z.infer<typeof serviceFiguresSchema>;

export const metricsFrameSchema = z.strictObject({
  atUs: count,
  services: z.array(serviceFiguresSchema),
  stores: z.array(storeFiguresSchema),
  /** Uses of machines, where there are any. */
  workloads: z.array(workloadFiguresSchema).optional(),
  /**
   * Machines that serve or compute something: slot, busy workers, waiting requests, running jobs.
   */
  vmSlot: integers,
  vmBusy: integers,
  vmQueued: integers,
  vmJobs: integers,
  /** CPU in use, per mille of the machine's vCPU. */
  vmCpuPermille: integers,
  /** Parts of the power graph: slot and load in milliwatts. */
  powerSlot: integers,
  powerMilliwatts: amounts,
  /** Compute cost so far in millionths of a dollar, and of each hour at the present state. */
  costMicroUsd: z.number().min(0),
  costMicroUsdPerHour: z.number().min(0),
});

export type MetricsFrame = z.infer<typeof metricsFrameSchema>;

/** History of one service in buckets of equal length, for charts. */
export const serviceSeriesSchema = z.strictObject({
  bucketUs: count,
  firstBucketUs: count,
  offered: amounts,
  served: amounts,
  late: amounts,
  refused: amounts,
  lost: amounts,
});

export type ServiceSeries = z.infer<typeof serviceSeriesSchema>;
