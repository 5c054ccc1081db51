/**
 * Columns of scale sets beyond their capacity: models, policies, and what is going on by them.
 *
 * `tables.ts` lays them over the columns of sets and machines, so that what a set knows of its
 * instances stands in one file. A value means something to the system named in its comment only.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

/** What instances are made from; a row lives as long as something refers to it. */
export const scaleModelColumns = {
  scaleSet: ref('scaleSet'),
  /** From 1, in order of change. */
  serial: u32(),
  size: text(),
  image: text(),
  /** Version of the application in it, and whether that version answers nobody. */
  version: text(),
  faulty: u8(),
  /** The version of the image it stands for, where the set is upgraded by itself. */
  exact: text(),
  /** Happening that brought it in. */
  cause: u32('id'),
};

/** Of a set: its policies and what they are doing (rolling-upgrade.ts, instance-upgrade.ts). */
export const scaleSetPolicyColumns = {
  latestModel: ref('scaleModel'),
  /** 1: all instances share one placement group, and are 100 at most. */
  singlePlacementGroup: u8(),
  health: u8('enum'),
  upgradeMode: u8('enum'),
  batchPercent: u8('percent'),
  maxUnhealthyPercent: u8('percent'),
  maxUnhealthyUpgradedPercent: u8('percent'),
  pauseUs: f64(),
  prioritizeUnhealthy: u8(),
  maxSurge: u8(),
  rollback: u8(),
  rolloutState: u8('enum'),
  rolloutPhase: u8('enum'),
  rolloutBatch: u32(),
  rolloutSuccessful: u32(),
  rolloutFailed: u32(),
  /** End of the pause, or of the time a batch has to become healthy; 0 while it works. */
  rolloutEndsAtUs: f64(),
  /** Raised whenever a pending look at the upgrade becomes void. */
  rolloutSerial: u32(),
  rolloutCause: u32('id'),
  /** Instances above the capacity while a batch is exchanged. */
  surge: u32(),
  /** More are made than asked for; of those marked, so many stay (set-surplus.ts). */
  overprovision: u8(),
  candidatesWanted: u32(),
  /** Automatic repairs (instance-repairs.ts); `repairsOwed` were deleted and not yet made again. */
  repairs: u8(),
  repairAction: u8('enum'),
  repairGraceUs: f64(),
  repairState: u8('enum'),
  repairFailures: u32(),
  repairsOwed: u32(),
  /** Raised whenever the pending look of the minute becomes void. */
  watchSerial: u32(),
  /** Spot instances (priority-mix.ts); 0 for `restoreUs`: evicted ones are left alone. */
  spot: u8(),
  spotBase: u32(),
  spotRegularPercent: u8('percent'),
  eviction: u8('enum'),
  restoreUs: f64(),
  spotShortUntilUs: f64(),
  /** How long before it is deleted an instance is told; 0: it is not. */
  terminateNoticeUs: f64(),
  /** Where the interfaces of its instances are, and who guards each (instance-network.ts). */
  subnet: ref('subnet', { late: true }),
  securityGroup: ref('securityGroup', { late: true }),
  /** What its instances come with (instance-equipment.ts). */
  dataDisks: text({ late: true }),
  administrator: text({ late: true }),
  /** Which size of a mix comes first (instance-mix.ts). */
  mixStrategy: u8('enum'),
  /** Automatic image upgrades (image-upgrade.ts); the version that did harm is not tried again. */
  imageUpgrade: u8(),
  rolloutOfImage: u8(),
  refusedImage: text(),
  /** What the set goes back to when the upgrade under way does harm. */
  modelBefore: ref('scaleModel'),
};

/** One size of a mix, in the order given. */
export const scaleSetSizeColumns = { scaleSet: ref('scaleSet'), size: text() };

/** Of an instance: what it was made from and what the policies made of it. */
export const scaleInstanceColumns = {
  model: ref('scaleModel'),
  /** What it was before, for a rollback. */
  priorModel: ref('scaleModel'),
  rolloutMark: u8('enum'),
  protectedFromActions: u8(),
  /** 1: one of several of which the first to run stay. */
  candidate: u8(),
  /** 1: a repair has not shown its result yet. */
  repairing: u8(),
  spot: u8(),
  evicted: u8(),
  evictedAtUs: f64(),
  /** When the notice under way is over; 0 without one. */
  noticeAtUs: f64(),
  /** 1: it was told it will be deleted, and does not count any more. */
  terminating: u8(),
};

/** Of any machine: the version of the application deployed on it. */
export const buildColumns = {
  /** When its power state last changed. */
  settledUs: f64(),
  buildVersion: text(),
  /** 1: this version answers every request with an error. */
  buildFaulty: u8(),
  /** Happening that deployed it. */
  buildCause: u32('id'),
  /** Owed for what it was before its price changed, and the billed time at that moment. */
  earlierMicroUsd: f64('millionths of a dollar'),
  pricedFromUs: f64(),
};
