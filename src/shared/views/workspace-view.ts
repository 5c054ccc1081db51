/**
 * Views of the workspace itself: clock, history, ledger and predicted shadows. They are what a
 * screen
 * may know of a document beyond the room it shows.
 */
import { z } from 'zod';
import { WORK_LIMITS } from '../model/workload-kinds.ts';
import { sessionFiguresSchema } from './store-view.ts';
import { workloadFiguresSchema } from './workload-view.ts';
import { happeningSchema } from '../events/happenings.ts';
import { ENVIRONMENT_KINDS } from '../model/environment-kinds.ts';
import { FAILURE_REASONS } from '../model/kinds.ts';
import { faultShape } from '../commands/fault-commands.ts';
import { commandSchema } from '../commands/index.ts';

const count = z.number().int().min(0);

/** Simulated seconds per wall second; `max` is as fast as it goes. */
export const speedSchema = z.union([z.number().min(0.1).max(100_000), z.literal('max')]);
export type Speed = z.infer<typeof speedSchema>;

/** Where the workspace stands in time and history. */
export const playbackViewSchema = z.strictObject({
  document: z.string(),
  title: z.string(),
  nowUs: count,
  /** The scenario's length; running stops there unless told otherwise. */
  durationUs: count,
  eventCount: count,
  running: z.boolean(),
  speed: speedSchema,
  /** Simulated seconds per wall second lately reached; for the screen only. */
  reachedSpeed: z.number().min(0),
  /** Furthest moment simulated on this branch; later than `nowUs` after a rewind. */
  tipUs: count,
  branch: z.string(),
  branches: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      forkedAtUs: count,
      parent: z.string().optional(),
    }),
  ),
  /** Type of the command that undo would take back, when it can. */
  canUndo: z.boolean(),
  undoCommand: z.string().optional(),
  canRedo: z.boolean(),
  redoCommand: z.string().optional(),
  /** Why nothing can be changed at present, as an error code; absent when it can. */
  readOnly: z.string().optional(),
  /** Entries acknowledged on disk so far. */
  savedSeq: count,
});
export type PlaybackView = z.infer<typeof playbackViewSchema>;

/** One decision as the history shows it. */
export const historyEntrySchema = z.strictObject({
  seq: count,
  branch: z.string(),
  atUs: count,
  afterEvent: count,
  command: commandSchema,
  mark: z.string().optional(),
  undone: z.boolean(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** Requests of one service that failed for one reason and one direct cause. */
export const ledgerRowSchema = z.strictObject({
  service: z.string(),
  reason: z.enum(FAILURE_REASONS),
  count,
  firstAtUs: count,
  lastAtUs: count,
  /** From the root cause down to the failure; empty when the load alone is to blame. */
  chain: z.array(happeningSchema),
});
export type LedgerRow = z.infer<typeof ledgerRowSchema>;

/** What a person aims at something: a plain cut without a kind, or a fault of any kind. */
export const aimSchema = z.strictObject({
  target: z.string().max(600),
  kind: faultShape.kind.optional(),
  other: faultShape.other,
  amount: faultShape.amount,
});
export type AimedFault = z.infer<typeof aimSchema>;

/** What would stop if a part failed now; computed on a copy, nothing is changed. */
export const shadowSchema = z.strictObject({
  target: z.string(),
  hosts: z.array(z.string()),
  switches: z.array(z.string()),
  powers: z.array(z.string()),
  vms: z.array(z.string()),
  /** Machines that go on running and serve less, or nobody. */
  ailing: z.array(z.string()),
  services: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      backends: count,
      backendsLeft: count,
      demandPerSecond: z.number().min(0),
      capacityLeftPerSecond: z.number().min(0),
    }),
  ),
});
export type Shadow = z.infer<typeof shadowSchema>;

/** What became of the writes of one store over a run. */
export const storeSummarySchema = z.strictObject({
  name: z.string(),
  offered: count,
  acknowledged: count,
  refused: count,
  unanswered: count,
  inFlight: count,
  lost: count,
  diverged: count,
  readsOffered: count,
  readsServed: count,
  readsStale: count,
  readsMissing: count,
  downSeconds: z.number().min(0),
  failovers: count,
  /** Of the last restore, where there was one. */
  recoveryPointSeconds: z.number().min(0).optional(),
  recoveryTimeSeconds: z.number().min(0).optional(),
});
export type StoreSummary = z.infer<typeof storeSummarySchema>;

/** Figures of a run, as `racklab run --json` prints them (its deterministic part). */
export const runSummarySchema = z.strictObject({
  hash: z.string(),
  seed: count,
  simulatedSeconds: z.number().min(0),
  events: count,
  machines: z.record(z.string(), count),
  /** Installed applications by the state of their process. */
  applications: z.record(z.string(), count).optional(),
  services: z.array(
    z.strictObject({
      name: z.string(),
      offered: count,
      served: count,
      late: count,
      refused: count,
      lost: count,
      inFlight: count,
      servedFraction: z.number(),
      availability: z.number(),
      slaAvailability: z.number(),
      /** Percentiles of the answers; absent while there is none. */
      p50Ms: z.number().optional(),
      p95Ms: z.number().optional(),
      p99Ms: z.number().optional(),
      /** What turns away or delays its requests: its workers, a processor that others use, or
       * nothing but the load. */
      limitedBy: z.enum(WORK_LIMITS),
      /** Users who logged in, where it keeps sessions. */
      sessions: sessionFiguresSchema.optional(),
    }),
  ),
  batches: z.array(
    z.strictObject({
      name: z.string(),
      count,
      done: count,
      interrupted: count,
      /** Simulated time at which the last finished job finished; absent while none has. */
      lastFinishUs: count.optional(),
    }),
  ),
  /** Stores, where there are any. */
  stores: z.array(storeSummarySchema).optional(),
  /** Uses of machines, where there are any. */
  workloads: z.array(workloadFiguresSchema).optional(),
  /** Web apps, where there are any: instances now, and what they did by themselves. */
  webApps: z
    .array(
      z.strictObject({
        name: z.string(),
        instances: count,
        patches: count,
        scaledOut: count,
        scaledIn: count,
      }),
    )
    .optional(),
  /** Machines that share an identity, or differ from their image; where there are any. */
  images: z.strictObject({ sharedIdentities: count, driftedMachines: count }).optional(),
  /** What environments cost: so far, of that stopped and billed, in a month, and by the clock. */
  environments: z
    .array(
      z.strictObject({
        name: z.string(),
        kind: z.enum(ENVIRONMENT_KINDS),
        microUsdSoFar: count,
        microUsdStopped: count,
        microUsdPerMonth: count,
        microUsdPerMonthByClock: count,
      }),
    )
    .optional(),
  /** Servers that are moved: how many have been, the longest outage, ways back, open points. */
  moves: z
    .strictObject({
      serversMoved: count,
      moveOutageUs: count,
      movesRolledBack: count,
      moveRemains: count,
    })
    .optional(),
  /** Machines that changed their host while they ran: how long that took, and stood still. */
  migrations: z
    .array(
      z.strictObject({
        vm: z.string(),
        count,
        seconds: z.number().min(0),
        pauseSeconds: z.number().min(0),
      }),
    )
    .optional(),
  /** Compute cost so far in millionths of a dollar. */
  costMicroUsd: z.number().min(0),
  /** The same with disks, balancers and whatever else is paid for. */
  totalCostMicroUsd: z.number().min(0),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
