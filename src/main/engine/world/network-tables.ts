/**
 * Tables of virtual networks: networks, subnets, security groups with their rules, public
 * addresses. `told` columns hold the happening in which a block was last told of (0: not since
 * something changed), so that a thousand lost requests lead back to one line of the run log.
 */
import { f64, ref, text, u32, u8, u16 } from './columns.ts';

/** Bytes that crossed a border between two ends, for the group that pays (crossings.ts). */
export const crossingColumns = {
  sort: u8('enum'),
  from: text(),
  to: text(),
  group: text(),
  bytes: f64('bytes'),
};

export const virtualNetworkColumns = {
  name: text(),
  group: ref('group'),
  /** One range a line. */
  ranges: text(),
  tags: text(),
  revision: u32(),
};

/** Two networks that are joined, whichever was named first. */
export const peeringColumns = { first: ref('network'), second: ref('network') };

export const subnetColumns = {
  name: text(),
  group: ref('group'),
  network: ref('network'),
  first: u32('address'),
  prefix: u8('count'),
  securityGroup: ref('securityGroup'),
  outbound: u8('enum'),
  appliance: ref('vm'),
  tags: text(),
  revision: u32(),
};

export const securityGroupColumns = {
  name: text(),
  group: ref('group'),
  /** The decisions that last changed its rules, and what it guards. */
  changedBy: u32('id'),
  attachedBy: u32('id'),
  toldInbound: u32('id'),
  toldOutbound: u32('id'),
  tags: text(),
  revision: u32(),
};

/** Rules of a person, in the order they were made; they are read by priority. */
export const securityRuleColumns = {
  securityGroup: ref('securityGroup'),
  name: text(),
  priority: u16(),
  direction: u8('enum'),
  access: u8('enum'),
  protocol: u8('enum'),
  source: text(),
  destination: text(),
  ports: text(),
  cause: u32('id'),
  told: u32('id'),
};

export const publicIpColumns = {
  name: text(),
  group: ref('group'),
  nic: ref('nic'),
  allocation: u8('enum'),
  /** 0 while a dynamic one has none. */
  address: u32('address'),
  /** The one it had before; it does not come back. */
  previous: u32('address'),
  /** When it was made; it is billed from then on. */
  billedFromUs: f64(),
  tags: text(),
  revision: u32(),
};

/** What an interface has beside its machine and private address. */
export const nicNetworkColumns = {
  subnet: ref('subnet'),
  securityGroup: ref('securityGroup'),
  /** Whether its private address was asked for. */
  allocation: u8('enum'),
  /** 1: not the one its machine speaks through. */
  secondary: u8(),
  told: u32('id'),
};
