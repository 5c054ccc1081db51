/**
 * A store as the screen may see it: the row that changes with decisions and faults, and the live
 * figures that change with every write. What could be computed wrongly by a screen is here already.
 */
import { z } from 'zod';
import {
  FAILOVER_MODES,
  PARTNER_MISSING,
  QUORUM_RULES,
  READ_FROM,
  REPLICA_STATES,
  REPLICATION_MODES,
  SESSION_PLACES,
  WITNESS_KINDS,
} from '../model/kinds.ts';

const count = z.number().int().min(0);
const cause = z.number().int().min(1).optional();

/** One copy, and what it is doing. */
export const replicaViewSchema = z.strictObject({
  vm: z.string(),
  state: z.enum(REPLICA_STATES),
  /** Synchronous: it has every answered write, and writes wait for it. */
  inStep: z.boolean(),
  /** When what it is doing (copying, taking over) will be done. */
  endsAtUs: count.optional(),
  cause,
});

/** The last change of primary, moment by moment. */
export const failoverViewSchema = z.strictObject({
  from: z.string(),
  to: z.string().optional(),
  failedAtUs: count,
  detectedAtUs: count.optional(),
  resumedAtUs: count.optional(),
  lostWrites: count,
});

/** One backup: a whole copy, or the log since the one before it. */
export const backupViewSchema = z.strictObject({
  whole: z.boolean(),
  pointAtUs: count,
  /** Absent while it is being made. */
  doneAtUs: count.optional(),
  endsAtUs: count.optional(),
  bytes: count,
  /** It holds a bad query too. */
  damaged: z.boolean(),
});

/** How the store is backed up, and what going back came to. */
export const backupsViewShape = {
  backup: z
    .strictObject({
      everyUs: count,
      keep: count,
      mbPerSecond: count,
      logEveryUs: count,
      storage: z.string().optional(),
      /** Time a restore of the newest backup would take. */
      restoreUs: count,
    })
    .optional(),
  /** The newest ones, oldest first. */
  backups: z.array(backupViewSchema),
  backupCount: count,
  restore: z.strictObject({ endsAtUs: count, pointAtUs: count, onto: z.string() }).optional(),
  lastRestore: z
    .strictObject({
      harmedAtUs: count,
      pointAtUs: count,
      restoredAtUs: count,
      /** Recovery point: from the moment gone back to until the harm. */
      recoveryPointUs: count,
      /** Recovery time: from the harm until the store took writes again. */
      recoveryTimeUs: count,
      lostWrites: count,
    })
    .optional(),
  /** Data that a bad query deleted. */
  damage: z.strictObject({ atUs: count, sharePpm: count, cause }).optional(),
};

/** What a store's row says beside what every cloud resource does. */
export const storeViewShape = {
  replication: z.enum(REPLICATION_MODES),
  partnerMissing: z.enum(PARTNER_MISSING),
  quorum: z.enum(QUORUM_RULES),
  failover: z.enum(FAILOVER_MODES),
  readFrom: z.enum(READ_FROM),
  witness: z.enum(WITNESS_KINDS),
  witnessStorage: z.string().optional(),
  detectUs: count,
  promoteUs: count,
  dataGib: count,
  writeKib: count,
  logMbps: count,
  sendEveryUs: count,
  siteLatencyUs: count,
  service: z.string().optional(),
  writeSharePpm: count,
  writesPerSecond: z.number().min(0),
  readsPerSecond: z.number().min(0),
  replicas: z.array(replicaViewSchema),
  /** Some primary takes writes. */
  accepting: z.boolean(),
  primaries: count,
  failovers: count,
  lastFailover: failoverViewSchema.optional(),
  ...backupsViewShape,
  cause,
};

/** Sessions of a service: where they are kept, and who had to log in again. */
export const sessionsViewSchema = z.strictObject({
  keptIn: z.enum(SESSION_PLACES),
  store: z.string().optional(),
  perSecond: z.number().min(0),
  lifetimeUs: count,
  /** The latest losses, newest first, each with the happening to blame. */
  losses: z.array(z.strictObject({ count, atUs: count, cause })),
});

/** Sessions in numbers: begun = live + ended + lost, at every event. */
export const sessionFiguresSchema = z.strictObject({
  live: count,
  begun: count,
  ended: count,
  lost: count,
  /** Logins that found no machine in rotation, or no store that takes writes. */
  refused: count,
});

/** Where one replica stands in the log. */
export const replicaFiguresSchema = z.strictObject({
  vm: z.string(),
  position: count,
  /** Writes its primary has and it has not. */
  lagWrites: count,
  lagUs: count,
});

/**
 * What became of the writes since the start. Conservation: offered = acknowledged + refused +
 * unanswered + inFlight, at every event; `lost` and `diverged` are parts of `acknowledged`.
 */
export const storeFiguresSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  offered: count,
  acknowledged: count,
  refused: count,
  unanswered: count,
  inFlight: count,
  /** Acknowledged, and no primary has them any more. */
  lost: count,
  /** Acknowledged by a primary that will have to give way; lost when the sides meet. */
  diverged: count,
  readsOffered: count,
  readsServed: count,
  readsRefused: count,
  readsStale: count,
  readsMissing: count,
  /** Answered writes since the newest undamaged backup: what going back now would lose. */
  writesSinceBackup: count,
  unavailableUs: count,
  failovers: count,
  /** Votes of the side that leads, or of the best one there is. */
  votes: count,
  votesInAll: count,
  votesNeeded: count,
  /** Some running replica reaches the witness. */
  witnessReached: z.boolean(),
  replicas: z.array(replicaFiguresSchema),
});

export type StoreFigures = z.infer<typeof storeFiguresSchema>;
