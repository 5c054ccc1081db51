/**
 * Tables of the state people keep: replicated stores, their replicas, and the reigns of their
 * primaries. A log is never written out: it is known by its reign and its length, so that a store
 * costs the same after a million writes as after one. Units stand in the names.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

/** A data service with replicas on machines, its rules, and what became of its writes. */
export const storeColumns = {
  name: text(),
  group: ref('group'),
  replication: u8('enum'),
  partnerMissing: u8('enum'),
  quorum: u8('enum'),
  failover: u8('enum'),
  readFrom: u8('enum'),
  witness: u8('enum'),
  witnessStorage: ref('storage'),
  /** The replica whose side has the vote of the witness. */
  witnessHolder: ref('replica'),
  detectUs: f64(),
  promoteUs: f64(),
  dataGib: u32('GiB'),
  writeBytes: u32('bytes'),
  /** Bandwidth for the log and for copies; 0: what the drawing gives. */
  logMbps: u32('Mbit/s'),
  /** Least time between two blocks of an asynchronous log; 0: as soon as one has arrived. */
  sendEveryUs: f64(),
  /** One way between two sites. */
  siteLatencyUs: f64(),
  /** Service whose requests write and read; its own load comes beside it. */
  service: ref('service'),
  writeSharePpm: u32('ppm'),
  writesPerSecond: f64('writes/s'),
  readsPerSecond: f64('reads/s'),
  loadSerial: u32(),
  offered: f64('writes'),
  acknowledged: f64('writes'),
  refused: f64('writes'),
  /** Writes that were under way when their primary was lost, and that no log has kept. */
  unanswered: f64('writes'),
  /** Acknowledged writes that no primary has any more. */
  lost: f64('writes'),
  /** Acknowledged under reigns whose rows are gone. */
  acknowledgedBefore: f64('writes'),
  readsOffered: f64('reads'),
  readsServed: f64('reads'),
  readsRefused: f64('reads'),
  /** Served by a replica that had not yet received every acknowledged write. */
  readsStale: f64('reads'),
  nextReign: u32('count', { default: 1 }),
  /** The reign that ended last while nobody took over. */
  openReign: ref('reign'),
  /** Replica that is to become primary once it has everything, by a planned switch. */
  switchTo: ref('replica'),
  /** 1 while some primary accepts writes. */
  accepting: u8(),
  unavailableUs: f64(),
  unavailableSinceUs: f64(),
  failovers: u32(),
  /** The last failover: when the primary was lost, when that was noticed, when it was over. */
  failedUs: f64(),
  detectedUs: f64(),
  resumedUs: f64(),
  failoverLost: f64('writes'),
  lostBeforeFailover: f64('writes'),
  /** Names of the machines the last failover went from and to. */
  failoverFrom: text(),
  failoverTo: text(),
  /** Whole backups: time between two (0: none), how many are kept, at which speed, where. */
  backupEveryUs: f64(),
  backupKeep: u32(),
  backupMbPerSecond: u32('MB/s'),
  backupStorage: ref('storage'),
  /** The log is kept as well, so often; 0: only whole backups. */
  logEveryUs: f64(),
  backupSerial: u32(),
  logSerial: u32(),
  /** The backup that is being restored, and onto which replica. */
  restoring: ref('backup'),
  restoreTo: ref('replica'),
  restoreSerial: u32(),
  restoreEndsUs: f64(),
  /** The last restore: what was lost when, to which moment it went back, when it was over. */
  harmedUs: f64(),
  restoredPointUs: f64(),
  restoredUs: f64(),
  restoreLost: f64('writes'),
  /** Reads that looked for what a bad query had deleted. */
  readsMissing: f64('reads'),
  /** 1: it was written to the run log that it cannot elect. */
  stalled: u8(),
  cause: u32(),
  tags: text(),
  revision: u32(),
};

/** One copy of a store on a machine: the first `position` writes of the log of `reign`. */
export const replicaColumns = {
  store: ref('store'),
  vm: ref('vm'),
  primary: u8(),
  reign: ref('reign'),
  position: f64('writes'),
  /** The primary it follows. */
  leader: ref('replica'),
  /** The way from its primary as it is drawn: the narrowest part, and there and back. */
  pathMbps: u32('Mbit/s'),
  pathUs: f64(),
  /** Its machine runs. */
  running: u8(),
  /** 0: a copy is wanting or under way, so it cannot take over. */
  whole: u8('flag', { default: 1 }),
  /** Synchronous: the primary waits for it. 1 it has every acknowledged write; 2 it is about to. */
  synced: u8('enum'),
  /** While `synced` is 2: writes up to here are not waited for. */
  syncFrom: f64('writes'),
  /** End of the block on its way; 0 for none. */
  blockEnd: f64('writes'),
  /** 1: the time for the next block has not come yet. */
  blockWaits: u8(),
  blockSerial: u32(),
  blockSentUs: f64(),
  /** Waiting to be sure that the primary, or the majority, is gone. */
  watching: u8(),
  /** It has waited long enough. */
  due: u8(),
  watchSerial: u32(),
  /** A primary that waits for partners before it acts on their absence. */
  partnerWatch: u8(),
  partnerSerial: u32(),
  /** A primary that refuses writes until enough partners are back. */
  refusing: u8(),
  promoting: u8(),
  promoteSerial: u32(),
  promoteEndsUs: f64(),
  copySerial: u32(),
  copyEndsUs: f64(),
  copyPosition: f64('writes'),
  /** Number of the reign it led last. */
  ledNumber: u32(),
  cause: u32(),
};

/** The time in which one replica was primary. Its log begins as `from` writes of its parent's. */
export const reignColumns = {
  store: ref('store'),
  number: u32(),
  parent: ref('reign'),
  from: f64('writes'),
  /** Writes that were answered, and written, counted from the beginning of the log. */
  acknowledged: f64('writes'),
  head: f64('writes'),
  /** The replica that is primary; nothing once the reign is over. */
  primary: ref('replica'),
  beganUs: f64(),
};

/** A place in a log that is kept elsewhere: a whole copy, or the log since the one before. */
export const backupColumns = {
  store: ref('store'),
  whole: u8(),
  reign: ref('reign'),
  position: f64('writes'),
  /** Moment it shows. */
  pointUs: f64(),
  /** When it was complete; 0 while it is being made. */
  doneUs: f64(),
  endsUs: f64(),
  /** Replica it is read from, while it is being made. */
  source: ref('replica'),
  bytes: f64('bytes'),
};

/** A bad query: a write that damages what comes after it in the log. */
export const damageColumns = {
  store: ref('store'),
  reign: ref('reign'),
  position: f64('writes'),
  atUs: f64(),
  sharePpm: u32('ppm'),
  cause: u32('id'),
};

/** What one disk held at a moment; it stays when the disk goes. */
export const snapshotColumns = {
  name: text(),
  group: ref('group'),
  /** Id of the disk it was taken of. */
  disk: text(),
  sizeGib: u32('GiB'),
  usedGib: u32('GiB'),
  billedFromUs: f64(),
  tags: text(),
  revision: u32(),
};
