/**
 * The kinds of virtual networks, as closed lists: directions and verdicts of security rules, how
 * addresses are given, which way machines go outwards. Positions are stored, so lists only grow.
 */

/** Which way a security rule looks, seen from the machine it guards. */
export const RULE_DIRECTIONS = ['inbound', 'outbound'] as const;
export type RuleDirection = (typeof RULE_DIRECTIONS)[number];

/** What a security rule says. */
export const RULE_ACCESSES = ['allow', 'deny'] as const;
export type RuleAccess = (typeof RULE_ACCESSES)[number];

/** Protocols of a security rule; `any` fits all. */
export const RULE_PROTOCOLS = ['any', 'tcp', 'udp', 'icmp'] as const;
export type RuleProtocol = (typeof RULE_PROTOCOLS)[number];

/** Protocols a question about reachability can be asked for. */
export const REACH_PROTOCOLS = ['tcp', 'udp'] as const;
export type ReachProtocol = (typeof REACH_PROTOCOLS)[number];

/** Whether an address is kept for good or given when it is needed (docs/facts.md, fact 9). */
export const ADDRESS_ALLOCATIONS = ['dynamic', 'static'] as const;

/** How a subnet goes outwards when nothing nearer decides (docs/facts.md, fact 103). */
export const SUBNET_OUTBOUNDS = ['private', 'default', 'natGateway'] as const;

/** Ways outwards in the order in which they are taken (docs/facts.md, fact 103). */
export const OUTBOUND_ORDER = [
  'appliance',
  'natGateway',
  'publicIp',
  'balancer',
  'default',
  'none',
] as const;
export type OutboundStep = (typeof OUTBOUND_ORDER)[number];

/** Priorities a person may give; the defaults stand above (docs/facts.md, fact 104). */
export const PRIORITY_MIN = 100;
export const PRIORITY_MAX = 4_096;
/** Rules of one group; the service's own limit is of this order. */
export const SECURITY_RULES_MAX = 200;
/** Ranges of one virtual network. */
export const NETWORK_RANGES_MAX = 16;
