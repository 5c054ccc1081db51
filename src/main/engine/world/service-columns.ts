/**
 * Columns of the machine service: what a disk is beside its place, and what the service keeps of
 * a machine. They stand in the tables of disks and machines (`tables.ts`) and nowhere else.
 */
import { f64, text, u32, u8 } from './columns.ts';

/** Of a disk. */
export const diskServiceColumns = {
  caching: u8('enum'),
  /** Cost before `billedFromUs`, at earlier prices. */
  earlierMicroUsd: f64('micro USD'),
  /** While it is being made or changed: when that is over; 0 otherwise. */
  operationEndsAtUs: f64('us'),
  operationSerial: u32(),
  /** Burst credits gone from a full bucket, and the moment up to which they are counted. */
  spentOps: f64('operations', { late: true }),
  spentKbytes: f64('kB', { late: true }),
  burstAtUs: f64('us', { late: true }),
  /** 1: it was written to the run log that they are spent. */
  burstTold: u8('flag', { late: true }),
  /** 1: it bursts on demand; and what was done above its base and is paid for. */
  onDemand: u8('flag', { late: true }),
  paidTransactions: f64('transactions', { late: true }),
};

/** Of a machine: what its node gave it, what is to become of it, and how it is taken back. */
export const vmServiceColumns = {
  /** 1: temporary disk and credits are those of the node it is on. */
  onNode: u8(),
  /** Temporary disks it has had, each empty at first. */
  tempDisks: u32('disks'),
  /** 1: its size has burst credits. */
  burstable: u8(),
  credits: f64('credits'),
  /** Moment up to which they are counted. */
  creditsAtUs: f64('us'),
  creditSerial: u32(),
  /** Processor it gets at most while it has no credits; 0: all of its vCPU. */
  cpuCapMillicores: u32('millicores'),
  /** 1: it was written to the run log that it has no credits. */
  throttled: u8(),
  /** Cores its jobs had, times time, since credits were counted. */
  jobCoreUs: f64('core us'),
  /** While it is being resized: what it becomes. */
  pendingSize: text(),
  /** What becomes of a spot machine of its own that is evicted. */
  eviction: u8('enum'),
};

/** How many vCPUs of a family a region gives. */
export const quotaColumns = {
  name: text(),
  location: text(),
  family: text(),
  limit: u32('vCPU'),
};
