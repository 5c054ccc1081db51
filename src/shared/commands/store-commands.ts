/**
 * Commands on state: stores with replicas, who leads them, and how much they are asked.
 *
 * A store is a database or another service that keeps data: a log of writes on one primary, copied
 * to secondaries on other machines. What is promised, and what is lost, follows from the rules
 * given here. Defaults are ours ([GEN]) and said in SPEC.md.
 */
import { z } from 'zod';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';
import {
  FAILOVER_MODES,
  PARTNER_MISSING,
  QUORUM_RULES,
  READ_FROM,
  REPLICATION_MODES,
  STORE_REPLICAS_MAX,
  WITNESS_KINDS,
} from '../model/kinds.ts';

const rateSchema = z.number().min(0).max(20_000);

/** What can be changed later as well. */
export const storeRulesShape = {
  /** `asynchronous` when absent: a write is answered as soon as the primary has it. */
  replication: z.enum(REPLICATION_MODES).optional(),
  /** Synchronous, a partner is missing: refuse writes, or go on without it; `continue`. */
  partnerMissing: z.enum(PARTNER_MISSING).optional(),
  /** Who may lead: `majority` of the votes when absent; `none`: whoever sees no other. */
  quorum: z.enum(QUORUM_RULES).optional(),
  /** `none` when absent. A disk witness lies on a storage unit, a cloud witness outside. */
  witness: z.enum(WITNESS_KINDS).optional(),
  witnessStorage: referenceSchema.optional(),
  /** `automatic` when absent. */
  failover: z.enum(FAILOVER_MODES).optional(),
  /** Time without a sign of life until something is believed to be gone; 10s when absent. */
  detectAfter: durationSchema.optional(),
  /** Time a replica needs to take over; 5s when absent. */
  promoteTime: durationSchema.optional(),
  /** Where reads are served: by the primary, or by any replica; `primary` when absent. */
  readFrom: z.enum(READ_FROM).optional(),
};

/** What it is asked by itself, beside any service. */
export const storeLoadShape = {
  writesPerSecond: rateSchema.optional(),
  readsPerSecond: rateSchema.optional(),
};

export const storeShape = {
  ...storeRulesShape,
  /** Data to copy to a new replica; 100 when absent. */
  dataGib: z.number().int().min(1).max(100_000).optional(),
  /** Log written by one write; 8 when absent. */
  writeKib: z.number().int().min(1).max(65_536).optional(),
  /** Bandwidth for the log, where it is less than the network's; the network's when absent. */
  logMbps: z.number().int().min(1).max(1_000_000).optional(),
  /** Asynchronous: time from one block of log to the next; no pause when absent. */
  sendEvery: durationSchema.optional(),
  /** Time one way between two sites; 15ms when absent. */
  siteLatency: durationSchema.optional(),
  /** Service whose requests read and write here. */
  service: referenceSchema.optional(),
  /** Share of the service's requests that write; 0.2 when absent. */
  writeShare: z.number().min(0).max(1).optional(),
  ...storeLoadShape,
  tags: tagsSchema.optional(),
};

/**
 * Adds a store; the first machine of the list begins as primary. Refusals: name.taken,
 * group.notFound, group.ambiguous, vm.notFound, storage.notFound, service.notFound, store.witness,
 * store.alreadyReplica, store.sameIdentity, store.serviceTaken.
 */
export const storeAddSchema = z.strictObject({
  type: z.literal('store.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  replicas: z.array(referenceSchema).min(1).max(STORE_REPLICAS_MAX),
  ...storeShape,
});

/** Changes its rules. Refusals: store.notFound, storage.notFound, store.witness. */
export const storeEditSchema = z.strictObject({
  type: z.literal('store.edit'),
  store: referenceSchema,
  ...storeRulesShape,
});

/** Sets what it is asked, from now on. Refusals: store.notFound. */
export const storeLoadSchema = z.strictObject({
  type: z.literal('store.load'),
  store: referenceSchema,
  ...storeLoadShape,
});

/**
 * Adds a secondary; it copies everything first. Refusals: store.notFound, vm.notFound,
 * store.alreadyReplica, store.sameIdentity, store.tooManyReplicas.
 */
export const storeJoinSchema = z.strictObject({
  type: z.literal('store.join'),
  store: referenceSchema,
  vm: referenceSchema,
});

/**
 * Takes a secondary away. Refusals: store.notFound, vm.notFound, store.notReplica,
 * store.isPrimary.
 */
export const storeLeaveSchema = z.strictObject({
  type: z.literal('store.leave'),
  store: referenceSchema,
  vm: referenceSchema,
});

/**
 * Makes another replica primary: in good order when the primary can hear it, which loses nothing,
 * otherwise at once. `force` accepts what would be lost, and a second primary. Refusals:
 * store.notFound, vm.notFound, store.notReplica, store.isPrimary, store.replicaUnfit,
 * store.primaryAlive, store.noQuorum, store.wouldLose, store.busy.
 */
export const storeFailoverSchema = z.strictObject({
  type: z.literal('store.failover'),
  store: referenceSchema,
  vm: referenceSchema,
  force: z.boolean().optional(),
});

/** Removes a store with its data and figures. Refusals: store.notFound. */
export const storeRemoveSchema = z.strictObject({
  type: z.literal('store.remove'),
  store: referenceSchema,
});

/** How a store is backed up. */
export const backupShape = {
  /** Time from one whole backup to the next; `0s`: no more. */
  every: durationSchema,
  /** Whole backups kept; 7 when absent. */
  keep: z.number().int().min(1).max(100).optional(),
  /** Speed of backup and restore in MB/s; 200 when absent. */
  mbPerSecond: z.number().int().min(1).max(10_000).optional(),
  /** Storage unit they lie on; outside the drawing when absent. */
  storage: referenceSchema.optional(),
  /** The log is kept as well, so often; not at all when absent. From 1m. */
  logEvery: durationSchema.optional(),
};

/**
 * Sets how a store is backed up, in place of what was said before. Refusals: store.notFound,
 * storage.notFound, store.backupTooOften.
 */
export const storeSetBackupSchema = z.strictObject({
  type: z.literal('store.setBackup'),
  store: referenceSchema,
  ...backupShape,
});

/**
 * Begins a whole backup now. Refusals: store.notFound, store.noPrimary, store.backupUnreachable,
 * store.busy.
 */
export const storeBackUpSchema = z.strictObject({
  type: z.literal('store.backUp'),
  store: referenceSchema,
});

/**
 * A bad query: a share of the data is deleted, by a write like any other. Refusals:
 * store.notFound, store.noPrimary.
 */
export const storeDeleteDataSchema = z.strictObject({
  type: z.literal('store.deleteData'),
  store: referenceSchema,
  /** From 0 to 1; everything when absent. */
  share: z.number().min(0.001).max(1).optional(),
});

/**
 * Goes back to the newest backup before a moment of the run, or to the newest without damage. The
 * store takes nothing meanwhile, and what was written since is lost. Refusals: store.notFound,
 * store.noBackup, store.backupUnreachable, store.noPrimary, store.busy.
 */
export const storeRestoreSchema = z.strictObject({
  type: z.literal('store.restore'),
  store: referenceSchema,
  /** Time since the start of the run. */
  to: durationSchema.optional(),
});

export const storeCommandSchemas = [
  storeAddSchema,
  storeEditSchema,
  storeLoadSchema,
  storeJoinSchema,
  storeLeaveSchema,
  storeFailoverSchema,
  storeRemoveSchema,
  storeSetBackupSchema,
  storeBackUpSchema,
  storeDeleteDataSchema,
  storeRestoreSchema,
] as const;
