/**
 * Virtual networks as the screen sees them: networks, subnets, security groups with their rules,
 * public addresses. And the answer to "can A reach B?", hop by hop.
 */
import { z } from 'zod';
import {
  ADDRESS_ALLOCATIONS,
  OUTBOUND_ORDER,
  REACH_PROTOCOLS,
  RULE_ACCESSES,
  RULE_DIRECTIONS,
  RULE_PROTOCOLS,
  SUBNET_OUTBOUNDS,
} from '../model/network-kinds.ts';
import { cause, cloud, count, id } from './row-base.ts';

/** A rule as it is read; defaults included, which nobody can remove. */
export const securityRuleViewSchema = z.strictObject({
  name: z.string(),
  priority: count,
  direction: z.enum(RULE_DIRECTIONS),
  access: z.enum(RULE_ACCESSES),
  protocol: z.enum(RULE_PROTOCOLS),
  source: z.string(),
  destination: z.string(),
  ports: z.string(),
});

export const networkRowSchema = z.strictObject({
  kind: z.literal('network'),
  ...cloud,
  ranges: z.array(z.string()),
  subnets: z.array(id),
  /** Networks it is joined with, where there are any. */
  peers: z.array(id).optional(),
});

export const subnetRowSchema = z.strictObject({
  kind: z.literal('subnet'),
  ...cloud,
  network: id,
  range: z.string(),
  securityGroup: id.optional(),
  outbound: z.enum(SUBNET_OUTBOUNDS),
  /** Machine everything outwards is sent to. */
  appliance: id.optional(),
  /** Addresses given out, and those that can be. */
  addressesUsed: count,
  addressesUsable: count,
});

export const securityGroupRowSchema = z.strictObject({
  kind: z.literal('securityGroup'),
  ...cloud,
  /** Rules of a person, by direction and priority. */
  rules: z.array(securityRuleViewSchema),
  subnets: z.array(id),
  nics: z.array(id),
});

export const publicIpRowSchema = z.strictObject({
  kind: z.literal('publicIp'),
  ...cloud,
  allocation: z.enum(ADDRESS_ALLOCATIONS),
  /** Absent while a dynamic one has none. */
  address: z.string().optional(),
  nic: id.optional(),
});

/** What an interface has beside its machine and private address. */
export const nicNetworkShape = {
  subnet: id.optional(),
  securityGroup: id.optional(),
  publicIp: id.optional(),
  allocation: z.enum(ADDRESS_ALLOCATIONS),
  /** The one its machine speaks through. */
  primary: z.boolean(),
  /** The first of the ways outwards that there is. */
  outbound: z.enum(OUTBOUND_ORDER),
};

/** A question of reachability. */
export const reachQuerySchema = z.strictObject({
  /** A machine, or `internet`. */
  from: z.string().min(1).max(200),
  /** A machine, balancer or service, or `internet`. */
  to: z.string().min(1).max(200),
  port: z.number().int().min(1).max(65_535),
  protocol: z.enum(REACH_PROTOCOLS).optional(),
});

/** What is asked on the way, in the order of the way. */
export const REACH_HOPS = [
  'machine',
  'balancer',
  'rules',
  'outbound',
  'route',
  'publicAddress',
  'wire',
  'listening',
] as const;

/** One hop; the last one of a way that fails is the one that does not let it through. */
export const reachHopSchema = z.strictObject({
  hop: z.enum(REACH_HOPS),
  /** What stands there: machine, balancer, security group, interface. */
  at: id.optional(),
  open: z.boolean(),
  /** What was found, in a word: a state, a way, an address. */
  found: z.string().optional(),
  /** The rule that decided, and what it guards. */
  rule: securityRuleViewSchema.optional(),
  guards: id.optional(),
  cause,
});

export const reachViewSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  port: count,
  protocol: z.enum(REACH_PROTOCOLS),
  reachable: z.boolean(),
  hops: z.array(reachHopSchema),
  /** There and back between two machines, by where their hosts stand; of machines alone. */
  roundTripUs: count.optional(),
  /** Behind a balancer: machines that can be reached, of how many. */
  members: z.strictObject({ reachable: count, total: count }).optional(),
  /** The answer in a sentence, such as "blocked by rule 65500 (DenyAllInBound) of …". */
  message: z.string(),
});

export type ReachQuery = z.infer<typeof reachQuerySchema>;
export type ReachHop = z.infer<typeof reachHopSchema>;
export type ReachView = z.infer<typeof reachViewSchema>;
export type SecurityRuleView = z.infer<typeof securityRuleViewSchema>;
