/**
 * Commands on security groups: rules with priorities that let traffic in and out, or do not.
 *
 * A group guards a subnet, an interface, or several of each. Rules of a person come first, by
 * priority; behind them stand the defaults, which nobody removes (docs/facts.md, fact 104).
 */
import { z } from 'zod';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';
import {
  PRIORITY_MAX,
  PRIORITY_MIN,
  RULE_ACCESSES,
  RULE_DIRECTIONS,
  RULE_PROTOCOLS,
  SECURITY_RULES_MAX,
} from '../model/network-kinds.ts';

/** Longest list of ports, in characters. */
const PORTS_LENGTH_MAX = 200;
const prioritySchema = z.number().int().min(PRIORITY_MIN).max(PRIORITY_MAX);
/** Ports and ranges of ports, as a rule has them. */
export const portsSchema = z.string().min(1).max(PORTS_LENGTH_MAX);

/** One rule; what is absent fits everything. */
export const securityRuleShape = {
  priority: prioritySchema.describe('The lowest number that fits decides.'),
  direction: z.enum(RULE_DIRECTIONS),
  access: z.enum(RULE_ACCESSES).describe('What becomes of traffic that fits.'),
  /** `any` when absent. */
  protocol: z.enum(RULE_PROTOCOLS).optional().describe('any when absent.'),
  /** `*`, an address, a range, or `VirtualNetwork`, `Internet`, `AzureLoadBalancer`. */
  source: z.string().min(1).max(40).optional().describe('*, an address, a range, a tag.'),
  destination: z.string().min(1).max(40).optional().describe('As source.'),
  /** `*`, or ports such as `80,443,8000-8010`. */
  ports: portsSchema.optional().describe('*, or ports such as 80,443,8000-8010.'),
};

export const securityRuleSchema = z.strictObject({
  name: nameSchema.describe('Name of the rule within its group.'),
  ...securityRuleShape,
});

/**
 * Adds a security group with its rules. Refusals: name.taken, group.notFound, group.ambiguous,
 * securityGroup.priorityTaken, securityGroup.badPorts, securityGroup.badAddress,
 * securityGroup.ruleTwice.
 */
export const securityGroupAddSchema = z.strictObject({
  type: z.literal('securityGroup.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  rules: z.array(securityRuleSchema).max(SECURITY_RULES_MAX).optional(),
  tags: tagsSchema.optional(),
});

/** Removes a group that guards nothing. Refusals: securityGroup.notFound, securityGroup.inUse. */
export const securityGroupRemoveSchema = z.strictObject({
  type: z.literal('securityGroup.remove'),
  securityGroup: referenceSchema,
});

/**
 * Adds a rule, or replaces the one of its name. Refusals: securityGroup.notFound,
 * securityGroup.priorityTaken, securityGroup.badPorts, securityGroup.badAddress,
 * securityGroup.tooManyRules.
 */
export const securityGroupSetRuleSchema = z.strictObject({
  type: z.literal('securityGroup.setRule'),
  securityGroup: referenceSchema,
  rule: nameSchema,
  ...securityRuleShape,
});

/**
 * Removes a rule of a person. Refusals: securityGroup.notFound, securityGroup.ruleNotFound,
 * securityGroup.defaultRule.
 */
export const securityGroupRemoveRuleSchema = z.strictObject({
  type: z.literal('securityGroup.removeRule'),
  securityGroup: referenceSchema,
  rule: nameSchema,
});

const guardedShape = {
  /** Exactly one of the two. */
  subnet: referenceSchema.optional(),
  nic: referenceSchema.optional(),
};

/**
 * Has a group guard a subnet or an interface, in place of the one before. Refusals:
 * securityGroup.notFound, subnet.notFound, nic.notFound, securityGroup.guardsWhat.
 */
export const securityGroupAttachSchema = z.strictObject({
  type: z.literal('securityGroup.attach'),
  securityGroup: referenceSchema,
  ...guardedShape,
});

/**
 * Leaves a subnet or an interface unguarded. Refusals: subnet.notFound, nic.notFound,
 * securityGroup.guardsWhat, securityGroup.notAttached.
 */
export const securityGroupDetachSchema = z.strictObject({
  type: z.literal('securityGroup.detach'),
  ...guardedShape,
});

/**
 * Opens ports of a machine to everybody: a rule `open-port-<ports>` in the group of its interface,
 * or of its subnet (docs/facts.md, fact 105). Refusals: vm.notFound, securityGroup.notAttached,
 * securityGroup.badPorts, securityGroup.priorityTaken, securityGroup.tooManyRules.
 */
export const vmOpenPortSchema = z.strictObject({
  type: z.literal('vm.openPort'),
  vm: referenceSchema,
  ports: portsSchema,
  /** 900 when absent. */
  priority: prioritySchema.optional(),
});

export const securityGroupCommandSchemas = [
  securityGroupAddSchema,
  securityGroupRemoveSchema,
  securityGroupSetRuleSchema,
  securityGroupRemoveRuleSchema,
  securityGroupAttachSchema,
  securityGroupDetachSchema,
  vmOpenPortSchema,
] as const;
