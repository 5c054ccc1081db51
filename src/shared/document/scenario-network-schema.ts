/**
 * Virtual networks as a scenario file tells them: networks, security groups, subnets, public
 * addresses, further interfaces. Fields and figures are the commands' own; a file without any has
 * one network in which everybody reaches everybody.
 */
import { z } from 'zod';
import {
  networkAddSchema,
  nicAddSchema,
  publicIpAddSchema,
  subnetAddSchema,
} from '../commands/virtual-network-commands.ts';
import { securityGroupAddSchema } from '../commands/security-group-commands.ts';
import { nameField, referencePatternSchema, repeatShape } from './scenario-word-schemas.ts';

const named = { name: nameField, ...repeatShape };
const group = referencePatternSchema
  .optional()
  .describe('Its resource group; the only one of the file when absent.');
const tags = networkAddSchema.shape.tags.describe('Tags, as name and value.');

export const virtualNetworkEntrySchema = z.strictObject({
  ...named,
  group,
  ranges: networkAddSchema.shape.ranges.describe('Its addresses: ["10.1.0.0/16"].'),
  tags,
});

export const peeringEntrySchema = z.strictObject({
  network: referencePatternSchema.describe('One network.'),
  with: referencePatternSchema.describe('The one it is joined with.'),
});

export const securityGroupEntrySchema = z.strictObject({
  ...named,
  group,
  rules: securityGroupAddSchema.shape.rules.describe(
    'Rules of its own, read by priority before the six that every group ends with.',
  ),
  tags,
});

export const subnetEntrySchema = z.strictObject({
  ...named,
  network: referencePatternSchema.describe('The virtual network it is a part of.'),
  range: subnetAddSchema.shape.range.describe('Its addresses: "10.1.1.0/24".'),
  securityGroup: referencePatternSchema.optional().describe('The security group that guards it.'),
  outbound: subnetAddSchema.shape.outbound.describe(
    'The way outwards by itself: none (private, when absent), default or natGateway.',
  ),
});

export const publicIpEntrySchema = z.strictObject({
  ...named,
  group,
  allocation: publicIpAddSchema.shape.allocation.describe(
    'static (when absent) or dynamic: another one after each deallocation.',
  ),
  tags,
});

/** Where a machine is in the networks; its first interface. */
export const interfaceEntryShape = {
  subnet: referencePatternSchema
    .optional()
    .describe('The subnet of its network interface; the network everybody shares when absent.'),
  privateAddress: nicAddSchema.shape.privateAddress.describe(
    'A static private address; the lowest free one when absent.',
  ),
  securityGroup: referencePatternSchema
    .optional()
    .describe('The security group that guards its interface, beside that of the subnet.'),
  publicIp: referencePatternSchema.optional().describe('The public address of its interface.'),
};

export const nicEntrySchema = z.strictObject({
  ...named,
  group,
  vm: referencePatternSchema.optional().describe('The machine that has it beside its first one.'),
  ...interfaceEntryShape,
  tags,
});

export const routeEntrySchema = z.strictObject({
  ...repeatShape,
  subnet: referencePatternSchema.describe('The subnet everything outwards comes from.'),
  outbound: subnetAddSchema.shape.outbound.describe(
    'The way outwards when the appliance is taken away again; private when absent.',
  ),
  appliance: referencePatternSchema.describe('The machine it is sent through.'),
});

export type NicEntry = z.infer<typeof nicEntrySchema>;
