/**
 * Commands on workloads: what machines are used for, with a measured service.
 *
 * A kind brings ordinary figures (`model/workload-kinds.ts`) and every one of them can be replaced,
 * so that a program one has measured can be told by its own. What limits a workload is found by
 * the engine; nobody writes it down.
 */
import { z } from 'zod';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';
import { durationSchema, rateCurveSchema } from '../model/quantities.ts';
import { DURABILITIES, WORK_MODES, WORK_SHAPES, WORKLOAD_KINDS } from '../model/workload-kinds.ts';

const share = z.number().min(0).max(1);
const patterns = z.array(z.string().min(1).max(200)).min(1).max(1_000);

/** What one request needs, and how many are worked on at once. */
export const workloadFiguresShape = {
  /** Mean processor time of one request on a core of ordinary speed. */
  cpu: durationSchema.optional(),
  /** How that time varies. */
  shape: z.enum(WORK_SHAPES).optional(),
  /** Disk operations that every request reads, and that a writing one writes. */
  reads: z.number().int().min(0).max(10_000).optional(),
  writes: z.number().int().min(0).max(10_000).optional(),
  /** Share of the requests that write. */
  writeShare: share.optional(),
  /** Size of one disk operation. */
  ioKib: z.number().int().min(1).max(4_096).optional(),
  /** Share of its reads that the host's cache answers, where the disks are cached. */
  cachedReads: share.optional(),
  /** Sent and received by one request. */
  networkKib: z.number().int().min(0).max(16_777_216).optional(),
  /** Time it waits for somebody outside. */
  wait: durationSchema.optional(),
  /** Share answered from a cache, without waiting and without asking another workload. */
  hitShare: share.optional(),
  /** Processor time a writing request needs while it holds the lock. */
  lock: durationSchema.optional(),
  /** Requests that may hold the lock at once. */
  writers: z.number().int().min(1).max(10_000).optional(),
  /** A write is answered once it is on the disk (commit), or before (lazy). */
  durability: z.enum(DURABILITIES).optional(),
  /** How often lazy writes go to the disk. */
  flushEvery: durationSchema.optional(),
  /** Requests worked on at once; 0: as many as come. */
  threads: z.number().int().min(0).max(10_000).optional(),
  connections: z.number().int().min(0).max(10_000).optional(),
  /** Memory one request, or one user, takes. */
  memoryMib: z.number().int().min(0).max(1_048_576).optional(),
  /** Requests that may wait to be worked on. */
  queueLimit: z.number().int().min(0).max(1_000_000).optional(),
  deadline: durationSchema.optional(),
};

/** Where its requests come from; each kind of use has one source. */
export const workloadSourceShape = {
  /** Open load: arrivals a second, drawn. */
  curve: rateCurveSchema.optional(),
  /** A span in which the curve counts so many times. */
  spike: z
    .strictObject({
      at: durationSchema.describe('When it begins.'),
      lasts: durationSchema.describe('How long it lasts.'),
      times: z.number().min(0).max(1_000).describe('How many times the curve.'),
    })
    .optional(),
  /** Counted arrivals in spans of one length, in place of a curve. */
  trace: z
    .strictObject({
      every: durationSchema.describe('Length of one span.'),
      counts: z
        .array(z.number().int().min(0).max(100_000_000))
        .min(1)
        .max(1_500)
        .describe('Arrivals in each span.'),
    })
    .optional(),
  /** Users who ask, wait for the answer and think. */
  users: z.number().int().min(1).max(100_000).optional(),
  think: durationSchema.optional(),
  /** Jobs of a batch; of a cron job and of a poll in each run. */
  jobs: z.number().int().min(1).max(10_000_000).optional(),
  /** When a cron job runs. */
  cron: z.string().min(1).max(300).optional(),
  /** A cron job takes a lease first, so that only one machine runs it. */
  lease: z.boolean().optional(),
  /** Time between two polls. */
  every: durationSchema.optional(),
};

/** A use without its name: what it is, where it runs, what comes and what that needs. */
const workloadShape = {
  kind: z.enum(WORKLOAD_KINDS),
  /** References, or patterns with `*`; instead of a web app. */
  machines: patterns.optional(),
  /** The web app it runs on, instead of machines. */
  webApp: referenceSchema.optional(),
  ...workloadSourceShape,
  ...workloadFiguresShape,
  /** Another workload that a share of its requests asks and waits for. */
  calls: z.strictObject({ on: referenceSchema, share: share.optional() }).optional(),
  /** Machines that are managed through it and in no other way; only of a jumpbox. */
  manages: patterns.optional(),
  mode: z.enum(WORK_MODES).optional(),
};

/**
 * Puts machines to a use. Refusals: name.taken, group.notFound, group.ambiguous, vm.notFound,
 * workload.noMachine, workload.notFound, workload.sourceUnfit, workload.sourceMissing,
 * workload.unbounded, workload.flowUnfit, load.pointsOutOfOrder, load.pointPastPeriod,
 * cron.invalid, cron.never, workload.noGround, workload.webAppUnfit, webApp.notFound.
 */
export const workloadAddSchema = z.strictObject({
  type: z.literal('workload.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  ...workloadShape,
});

/**
 * Changes a use: it ends with what it has in hand and begins anew as told here, under its name,
 * with figures counted from now. Refusals: workload.notFound, workload.called, vm.notFound,
 * workload.noMachine, workload.sourceUnfit, workload.sourceMissing, workload.unbounded,
 * workload.flowUnfit, load.pointsOutOfOrder, load.pointPastPeriod, cron.invalid, cron.never,
 * workload.noGround, workload.webAppUnfit, webApp.notFound.
 */
export const workloadEditSchema = z.strictObject({
  type: z.literal('workload.edit'),
  workload: referenceSchema,
  ...workloadShape,
});

/**
 * Sets what is asked of an open load from now on. Refusals: workload.notFound,
 * workload.sourceUnfit, load.pointsOutOfOrder, load.pointPastPeriod.
 */
export const workloadLoadSchema = z.strictObject({
  type: z.literal('workload.load'),
  workload: referenceSchema,
  curve: rateCurveSchema,
});

/**
 * Simulates its requests one by one, as flow, or as flow where they are many. Refusals:
 * workload.notFound, workload.flowUnfit.
 */
export const workloadModeSchema = z.strictObject({
  type: z.literal('workload.mode'),
  workload: referenceSchema,
  mode: z.enum(WORK_MODES),
});

/** Ends a use, with its figures. Refusals: workload.notFound, workload.called. */
export const workloadRemoveSchema = z.strictObject({
  type: z.literal('workload.remove'),
  workload: referenceSchema,
});

export const workloadCommandSchemas = [
  workloadAddSchema,
  workloadEditSchema,
  workloadLoadSchema,
  workloadModeSchema,
  workloadRemoveSchema,
] as const;
