/**
 * Columns of moving servers into machines: the moves, what services call far away, and where the
 * users of a service are led while it still runs on a server of one's own. What they mean together
 * is written in the systems.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

export const moveColumns = {
  name: text(),
  server: ref('host'),
  /** What the server is called; it may be gone once the move is finished. */
  serverName: text(),
  stage: u8('enum'),
  /** Since when it is looked at, and what its processor had been given until then. */
  seenFromUs: f64(),
  usedBefore: f64('millicore us'),
  peakMillicores: f64('millicores'),
  /** What it used on the average until it stopped. */
  meanMillicores: f64('millicores'),
  peakMemoryMib: f64('MiB'),
  image: text(),
  size: text(),
  machineName: text(),
  /** Ids of what it is to stand in, looked up when it is made. */
  group: text(),
  subnet: text(),
  securityGroup: text(),
  storage: text(),
  osDiskGib: u32('GiB'),
  tags: text(),
  mbps: u32(),
  churnMibPerHour: f64('MiB'),
  everyUs: f64(),
  phase: u8('enum'),
  /** The pass under way: how much it copies, since when, until when, and what changed before it. */
  passMib: f64('MiB'),
  passFromUs: f64(),
  passUntilUs: f64(),
  /** Raised whenever the end of a pass becomes void. */
  copySerial: u32(),
  /** The moment up to which everything has arrived; meaningful once a pass is over. */
  pointUs: f64(),
  passes: u32('count'),
  copiedMib: f64('MiB'),
  testVm: ref('vm'),
  test: u8('enum'),
  /** What the newest test found, as canonical JSON. */
  testResult: text(),
  target: ref('vm'),
  /** Raised whenever a look at the change-over becomes void. */
  stepSerial: u32(),
  stoppedUs: f64(),
  windowUs: f64(),
  /** When the machine served; 0: not yet. */
  servedUs: f64(),
  /** Requests that had failed when the change-over began. */
  failedBefore: f64('requests'),
  failedAfter: f64('requests'),
  /** Applications that ran on the server, one name a line. */
  stoppedApps: text(),
  /** What was found on the server when it stopped, as canonical JSON. */
  found: text(),
  rollBacks: u32('count'),
  cause: u32('id'),
  revision: u32(),
};

/** Something a service calls in each request, one call after the other. */
export const serviceCallColumns = {
  service: ref('service'),
  host: ref('host'),
  vm: ref('vm'),
  times: u32('calls'),
};

/** Where the users of a service are led, beside its balancer. */
export const serviceServerColumns = {
  /** A server of one's own; none: it has only its balancer. */
  server: ref('host'),
  /** 0 to the balancer, 1 to the server, 2 and 3 the same while some still go the other way. */
  away: u8('enum'),
  staleUntilUs: f64(),
  nameTtlUs: f64(),
  switchedBy: u32('id'),
  /** What the calls of one request take together. */
  callUs: f64(),
  /** 1: the server is up and something listens on the port of the service. */
  serverOpen: u8(),
  serverCause: u32('id'),
  serverBusy: u32(),
  serverQueued: u32(),
  serverHead: ref('request'),
  serverTail: ref('request'),
};

/** What is installed on the hardware of a host; empty: nothing was said. */
export const serverSystemColumns = { installed: text() };
