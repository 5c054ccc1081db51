/**
 * Columns of the measures: how long a machine, set or pool was wanted and how long it was up, what
 * its downtime was due to, and what resources that are gone have cost.
 *
 * They are written by `systems/meters.ts`, `systems/availability.ts` and `systems/costs.ts` alone;
 * nothing that happens in the room is decided by them, except that autoscale reads since when an
 * instance runs.
 */
import { f64, ref, text, u32, u8 } from './columns.ts';

/** Meter of one machine: it is deployed from its first running until nobody wants it any more. */
export const machineMeterColumns = {
  meterDeployed: u8(),
  meterUp: u8(),
  /** Moment up to which the two times below are counted. */
  meterAtUs: f64(),
  meteredUs: f64(),
  meterUpUs: f64(),
  /** Happening to blame for the downtime under way. */
  downCause: u32('id'),
  runningSinceUs: f64(),
  /** The groups this machine is counted in. */
  meterSet: ref('availabilitySet'),
  meterScaleSet: ref('scaleSet'),
};

/** Meter of a group of machines: it is down while enough are deployed and none is up. */
export const groupMeterColumns = {
  meterDeployed: u32(),
  meterUp: u32(),
  meterAtUs: f64(),
  meteredUs: f64(),
  meterUpUs: f64(),
  downCause: u32('id'),
};

/** Why a second of a service is down: the first of its requests that failed. */
export const secondBlameColumns = { blamed: u8(), reason: u8('enum'), cause: u32('id') };

/** Downtime by owner and cause. Exactly one of the refs is set. */
export const downtimeColumns = {
  owner: u8('enum'),
  service: ref('service'),
  vm: ref('vm'),
  availabilitySet: ref('availabilitySet'),
  scaleSet: ref('scaleSet'),
  balancer: ref('balancer'),
  /** Reason of the seconds of a service; meaningless for the others. */
  reason: u8('enum'),
  cause: u32('id'),
  us: f64(),
  /** Times it began. */
  spans: u32(),
  firstUs: f64(),
  lastUs: f64(),
};

/** What resources that no longer exist have cost, by kind, group and tags. */
export const closedCostColumns = {
  kind: u8('enum'),
  group: text(),
  tags: text(),
  microUsd: f64('millionths of a dollar'),
  count: u32(),
};
