/**
 * Commands on virtual networks: networks and subnets, network interfaces, public addresses.
 *
 * A room without any has one network in which everybody reaches everybody; what is drawn here
 * narrows that. Whether A reaches B is never set, it follows (docs/facts.md, facts 103 to 106).
 */
import { z } from 'zod';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';
import {
  ADDRESS_ALLOCATIONS,
  NETWORK_RANGES_MAX,
  SUBNET_OUTBOUNDS,
} from '../model/network-kinds.ts';

/** A range such as `10.1.0.0/16`; whether it is one, the engine says. */
const rangeSchema = z.string().min(1).max(20);
const addressSchema = z.string().min(7).max(15);

/**
 * Adds a virtual network. Refusals: name.taken, group.notFound, group.ambiguous, network.badRange,
 * network.rangesOverlap.
 */
export const networkAddSchema = z.strictObject({
  type: z.literal('network.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  ranges: z.array(rangeSchema).min(1).max(NETWORK_RANGES_MAX),
  tags: tagsSchema.optional(),
});

/**
 * Joins two networks: their machines reach each other directly, as those of one network do. What a
 * third one is joined with is not reached through it. Refusals: network.notFound, network.peerSelf,
 * network.peered, network.peersOverlap.
 */
export const networkPeerSchema = z.strictObject({
  type: z.literal('network.peer'),
  network: referenceSchema,
  with: referenceSchema,
});

/** Parts two joined networks. Refusals: network.notFound, network.notPeered. */
export const networkUnpeerSchema = z.strictObject({
  type: z.literal('network.unpeer'),
  network: referenceSchema,
  with: referenceSchema,
});

/** Removes a network without subnets. Refusals: network.notFound, network.inUse. */
export const networkRemoveSchema = z.strictObject({
  type: z.literal('network.remove'),
  network: referenceSchema,
});

const wayOutShape = {
  /** `private` when absent: no way outwards by itself (docs/facts.md, fact 103). */
  outbound: z.enum(SUBNET_OUTBOUNDS).optional(),
  /** A machine everything outwards is sent to; it goes before all other ways. */
  appliance: referenceSchema.optional(),
};

/**
 * Adds a subnet; its name is its own in the resource group of the network. Refusals: name.taken,
 * network.notFound, network.badRange, subnet.outsideNetwork, subnet.overlaps, subnet.tooSmall,
 * securityGroup.notFound, vm.notFound.
 */
export const subnetAddSchema = z.strictObject({
  type: z.literal('subnet.add'),
  name: nameSchema,
  network: referenceSchema,
  range: rangeSchema,
  securityGroup: referenceSchema.optional(),
  ...wayOutShape,
});

/** Sets how a subnet goes outwards, in place of before. Refusals: subnet.notFound, vm.notFound. */
export const subnetSetOutboundSchema = z.strictObject({
  type: z.literal('subnet.setOutbound'),
  subnet: referenceSchema,
  ...wayOutShape,
});

/** Removes a subnet in which nobody has an address. Refusals: subnet.notFound, subnet.inUse. */
export const subnetRemoveSchema = z.strictObject({
  type: z.literal('subnet.remove'),
  subnet: referenceSchema,
});

/** Where a network interface is and under which address; used by machines too. */
export const interfaceShape = {
  /** The subnet it is in; the network that everybody shares when absent. */
  subnet: referenceSchema.optional(),
  /** Makes its private address a static one; the lowest free one when absent. */
  privateAddress: addressSchema.optional(),
  /** A security group of its own, beside that of the subnet. */
  securityGroup: referenceSchema.optional(),
  /** A public address, which must exist. */
  publicIp: referenceSchema.optional(),
};

/**
 * Adds a network interface that no machine has yet. Refusals: name.taken, group.notFound,
 * group.ambiguous, subnet.notFound, subnet.full, address.invalid, address.outsideSubnet,
 * address.reserved, address.taken, securityGroup.notFound, publicIp.notFound, publicIp.inUse.
 */
export const nicAddSchema = z.strictObject({
  type: z.literal('nic.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  ...interfaceShape,
  tags: tagsSchema.optional(),
});

/**
 * Gives a machine a further network interface. Refusals: nic.notFound, nic.inUse, vm.notFound,
 * vm.busy, vm.notDeallocated, nic.tooMany, nic.otherNetwork.
 */
export const nicAttachSchema = z.strictObject({
  type: z.literal('nic.attach'),
  nic: referenceSchema,
  vm: referenceSchema,
});

/**
 * Takes a network interface from its machine. Refusals: nic.notFound, nic.notAttached, vm.busy,
 * vm.notDeallocated, nic.last.
 */
export const nicDetachSchema = z.strictObject({
  type: z.literal('nic.detach'),
  nic: referenceSchema,
});

/**
 * Changes the private address of an interface, or lets it be a dynamic one again: it keeps the
 * address it has. Refusals: nic.notFound, address.noSubnet, address.invalid, address.outsideSubnet,
 * address.reserved, address.taken.
 */
export const nicSetAddressSchema = z.strictObject({
  type: z.literal('nic.setAddress'),
  nic: referenceSchema,
  /** A static address; dynamic again when absent. */
  privateAddress: addressSchema.optional(),
});

/**
 * Adds a public address. A static one is there at once and stays; a dynamic one comes when its
 * machine starts and goes when it is deallocated. Refusals: name.taken, group.notFound,
 * group.ambiguous.
 */
export const publicIpAddSchema = z.strictObject({
  type: z.literal('publicIp.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  /** `static` when absent, as the service has it today. */
  allocation: z.enum(ADDRESS_ALLOCATIONS).optional(),
  tags: tagsSchema.optional(),
});

/** Gives up a public address nobody has. Refusals: publicIp.notFound, publicIp.inUse. */
export const publicIpRemoveSchema = z.strictObject({
  type: z.literal('publicIp.remove'),
  publicIp: referenceSchema,
});

/**
 * Gives a public address to an interface. Refusals: publicIp.notFound, publicIp.inUse,
 * nic.notFound, nic.hasPublicIp.
 */
export const publicIpAttachSchema = z.strictObject({
  type: z.literal('publicIp.attach'),
  publicIp: referenceSchema,
  nic: referenceSchema,
});

/** Takes it away again. Refusals: publicIp.notFound, publicIp.notAttached. */
export const publicIpDetachSchema = z.strictObject({
  type: z.literal('publicIp.detach'),
  publicIp: referenceSchema,
});

export const virtualNetworkCommandSchemas = [
  networkAddSchema,
  networkPeerSchema,
  networkUnpeerSchema,
  networkRemoveSchema,
  subnetAddSchema,
  subnetSetOutboundSchema,
  subnetRemoveSchema,
  nicAddSchema,
  nicAttachSchema,
  nicDetachSchema,
  nicSetAddressSchema,
  publicIpAddSchema,
  publicIpRemoveSchema,
  publicIpAttachSchema,
  publicIpDetachSchema,
] as const;
