/**
 * Commands on cloud resources: resource groups and virtual machines.
 *
 * Names and verbs are the service's own. Every operation on a machine is accepted or refused at
 * once and then takes the simulated time the service was measured to take.
 */
import { z } from 'zod';
import { administratorSchema } from '../model/administrator-schema.ts';
import { DISK_CACHINGS, DISK_REDUNDANCIES, EVICTION_POLICIES } from '../model/kinds.ts';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';
import { portsSchema } from './security-group-commands.ts';
import { interfaceShape } from './virtual-network-commands.ts';
import { buildSchema } from './scale-set-policy-commands.ts';

/** Adds a resource group. Refusals: name.taken. */
export const groupAddSchema = z.strictObject({
  type: z.literal('group.add'),
  name: nameSchema,
  /** Provider region or own site; `lab` when absent. */
  location: nameSchema.optional(),
  tags: tagsSchema.optional(),
});

/** Removes an empty resource group. Refusals: group.notFound, group.notEmpty. */
export const groupRemoveSchema = z.strictObject({
  type: z.literal('group.remove'),
  group: referenceSchema,
});

/** A disk asked for together with a machine. */
export const diskRequestSchema = z.strictObject({
  sizeGib: z.number().int().min(1).max(65_536),
  /** A tier of the catalogue such as `P10`; the catalogue's default when absent. */
  tier: z.string().min(1).max(32).optional(),
  /** `lrs`: kept in one storage unit (default); `zrs`: copied to three zones. */
  redundancy: z
    .enum(DISK_REDUNDANCIES)
    .optional()
    .describe('Kept in one storage unit (lrs, when absent) or copied to three zones (zrs).'),
  caching: z
    .enum(DISK_CACHINGS)
    .optional()
    .describe('How the host caches it; readWrite for OS and none for data disks when absent.'),
});

/**
 * Creates a machine. Refusals: name.taken, group.notFound, group.ambiguous, size.notFound,
 * image.notFound, image.sizeMismatch, tier.notFound, disk.tooMany, storage.notFound, storage.down,
 * storage.full, balancer.notFound, host.notFound, host.noHypervisor, host.down, AllocationFailed,
 * OverconstrainedAllocationRequest, availabilitySet.notFound, availabilitySet.full, zone.notFound,
 * zone.mismatch, zone.withSet, ZonalAllocationFailed, OverconstrainedZonalAllocationRequest,
 * SkuNotAvailable, disk.zrsZones, disk.zrsTier, proximityGroup.notFound, hostGroup.notFound,
 * dedicatedHost.notFound, dedicatedHost.unfit, dedicatedHost.series, dedicatedHost.only,
 * hostGroup.notAutomatic, hostGroup.withSet, reservation.notFound, reservation.mismatch,
 * reservation.withSet, reservation.withProximity, reservation.withHostGroup, balancer.skuMixed,
 * balancer.basicPool, disk.tierTooSmall, disk.osTooLarge, disk.premiumSize, disk.cachingUnfit,
 * QuotaExceeded, spot.withSet, spot.withReservation,
 * reference.ambiguous, image.termsNotAccepted, image.isoHost, image.notReady, image.otherRegion,
 * imageVersion.notFound, imageVersion.notReplicated, disk.smallerThanImage, subnet.notFound,
 * subnet.full, address.invalid, address.outsideSubnet, address.reserved, address.taken,
 * address.noSubnet, securityGroup.notFound, publicIp.notFound, publicIp.inUse, vm.notFound,
 * hypervisor.absent, nested.bound, nested.outerDown, nested.outerShort, vm.name,
 * administrator.name, administrator.reserved, administrator.windowsKey, administrator.onDisk,
 * securityGroup.notAttached, securityGroup.badPorts, securityGroup.priorityTaken,
 * securityGroup.tooManyRules.
 */
export const vmCreateSchema = z.strictObject({
  type: z.literal('vm.create'),
  name: nameSchema,
  /** Resource group; the only one of the lab when absent. */
  group: referenceSchema.optional(),
  size: z.string().min(1).max(64),
  /**
   * Alias (`Ubuntu2204`), URN (`publisher:offer:sku:version`), one's own image, `name@1.0.0` of a
   * gallery, or `iso:` before an alias for its installation medium.
   */
  image: z.string().min(1).max(200),
  /** Pins it to one host; the placement rule chooses when absent. */
  host: referenceSchema.optional(),
  /** Runs it inside this machine, which has a hypervisor of its own, instead of on a host. */
  inside: referenceSchema.optional(),
  osDisk: diskRequestSchema.optional(),
  dataDisks: z.array(diskRequestSchema).max(64).optional(),
  storage: referenceSchema.optional(),
  /** Pins it to this zone, for life; without one it is regional and may stand in any. */
  zone: referenceSchema.optional(),
  /** Shares a datacenter with the other members, for life. */
  proximityGroup: referenceSchema.optional(),
  /** Stands on a dedicated host of this group; the group chooses which when it may. */
  hostGroup: referenceSchema.optional(),
  /** Stands on this dedicated host, for life. */
  dedicatedHost: referenceSchema.optional(),
  /** Uses a place of this reservation, while one is free. */
  reservation: referenceSchema.optional(),
  /** Joins this availability set, for life; it decides the fault and update domain. */
  availabilitySet: referenceSchema.optional(),
  /** Balancers whose backend pool it joins. */
  balancers: z.array(referenceSchema).max(16).optional(),
  /** Version of the application deployed on it. */
  build: buildSchema.optional(),
  /** False: it begins bare, and only remembers what its image holds; true when absent. */
  withContents: z.boolean().optional(),
  /** `spot`: cheaper, and taken back by the platform when it wants the place; else regular. */
  priority: z.enum(['regular', 'spot']).optional(),
  /** What becomes of an evicted spot machine; deallocate when absent. */
  eviction: z.enum(EVICTION_POLICIES).optional(),
  /** Its weight, beside that of others, where a hypervisor has too few cores; 100 when absent. */
  cpuWeight: z.number().int().min(1).max(1_000).optional(),
  ...interfaceShape,
  /** Its first user and how that one signs in; nobody is named when absent. */
  administrator: administratorSchema.optional(),
  /** Ports opened to everybody as it is made, exactly as `vm.openPort` opens them. */
  openPorts: portsSchema.optional(),
  tags: tagsSchema.optional(),
});

const vmTarget = { vm: referenceSchema };

/**
 * Starts a stopped or deallocated machine. Refusals: vm.notFound, vm.busy, vm.generalized,
 * vm.alreadyRunning,
 * host.down, storage.down, AllocationFailed, OverconstrainedAllocationRequest,
 * ZonalAllocationFailed, OverconstrainedZonalAllocationRequest, SkuNotAvailable,
 * nested.outerDown, nested.outerShort.
 */
export const vmStartSchema = z.strictObject({ type: z.literal('vm.start'), ...vmTarget });

/**
 * Stops it; it keeps its host and goes on being billed. Refusals: vm.notFound, vm.busy,
 * vm.notRunning.
 */
export const vmStopSchema = z.strictObject({
  type: z.literal('vm.stop'),
  ...vmTarget,
  /** `guest`: shut down from inside; `api` (default): powered off by the service. */
  by: z.enum(['guest', 'api']).optional(),
});

/** Stops it and gives its host back. Refusals: vm.notFound, vm.busy, vm.alreadyDeallocated. */
export const vmDeallocateSchema = z.strictObject({ type: z.literal('vm.deallocate'), ...vmTarget });

/** Restarts it where it is. Refusals: vm.notFound, vm.busy, vm.notRunning. */
export const vmRestartSchema = z.strictObject({
  type: z.literal('vm.restart'),
  ...vmTarget,
  by: z.enum(['guest', 'api']).optional(),
});

/**
 * Deletes it; disks and NIC stay unless asked for. Refusals: vm.notFound, vm.busy, nested.inUse.
 */
export const vmDeleteSchema = z.strictObject({
  type: z.literal('vm.delete'),
  ...vmTarget,
  /** Deletes its disks and NIC too; false when absent, as the service does. */
  withResources: z.boolean().optional(),
});

/** Replaces the tags of a machine. Refusals: vm.notFound. */
export const vmTagSchema = z.strictObject({
  type: z.literal('vm.tag'),
  ...vmTarget,
  tags: tagsSchema,
});

/** Deletes a disk no machine uses. Refusals: disk.notFound, disk.inUse. */
export const diskDeleteSchema = z.strictObject({
  type: z.literal('disk.delete'),
  disk: referenceSchema,
});

/** Deletes a NIC no machine uses. Refusals: nic.notFound, nic.inUse. */
export const nicDeleteSchema = z.strictObject({
  type: z.literal('nic.delete'),
  nic: referenceSchema,
});

export const cloudCommandSchemas = [
  groupAddSchema,
  groupRemoveSchema,
  vmCreateSchema,
  vmStartSchema,
  vmStopSchema,
  vmDeallocateSchema,
  vmRestartSchema,
  vmDeleteSchema,
  vmTagSchema,
  diskDeleteSchema,
  nicDeleteSchema,
] as const;
