/**
 * Commands on scale sets: one model, many instances, and the rules that change their number.
 *
 * Bounds and defaults are the service's (docs/facts.md, facts 63 to 66, 74, 86 to 97).
 */
import { z } from 'zod';
import { administratorSchema } from '../model/administrator-schema.ts';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';
import { scaleSetPolicyShape } from './scale-set-policy-commands.ts';
import { DISK_CACHINGS, ORCHESTRATIONS, SCALE_IN_POLICIES } from '../model/kinds.ts';
import { portsSchema } from './security-group-commands.ts';

/** Instances of one set at most (docs/facts.md, fact 64). */
export const SCALE_SET_INSTANCES_MAX = 1_000;

/** A data disk that each instance gets with it, and loses with it. */
export const setDiskSchema = z.strictObject({
  sizeGib: z.number().int().min(1).max(65_536).describe('Its size in GiB.'),
  tier: z
    .string()
    .min(1)
    .max(32)
    .optional()
    .describe('A tier of the catalogue such as P10; the smallest that holds it when absent.'),
  caching: z.enum(DISK_CACHINGS).optional().describe('How the host caches it; none when absent.'),
});

const capacitySchema = z.number().int().min(0).max(SCALE_SET_INSTANCES_MAX);

/** What a scale set is made of. */
export const scaleSetShape = {
  size: z.string().min(1).max(64),
  image: z.string().min(1).max(200),
  capacity: capacitySchema,
  /** `flexible` when absent, as the command-line tool sends. */
  orchestration: z.enum(ORCHESTRATIONS).optional(),
  /** 1: spread over as many racks as possible. Uniform 5, flexible 1 when absent. */
  faultDomains: z.number().int().min(1).max(5).optional(),
  scaleIn: z.enum(SCALE_IN_POLICIES).optional(),
  /** Zones its instances are spread over, evenly; regional when absent. */
  zones: z.array(referenceSchema).min(1).max(8).optional(),
  /** Refuses to grow out of balance; false when absent: as even as it can be. */
  zoneBalance: z.boolean().optional(),
  balancers: z.array(referenceSchema).max(16).optional(),
  /** Its instances get addresses of it, for as long as the set is there. */
  subnet: referenceSchema.optional(),
  /** Guards the interface of each instance, beside what guards the subnet. */
  securityGroup: referenceSchema.optional(),
  /** Data disks of each instance; they are made and deleted with it. */
  dataDisks: z.array(setDiskSchema).max(64).optional(),
  /** First user of each instance, and how that one signs in; nobody is named when absent. */
  administrator: administratorSchema.optional(),
  /** Ports opened to everybody as the set is made, in its group or that of its subnet. */
  openPorts: portsSchema.optional(),
  tags: tagsSchema.optional(),
  ...scaleSetPolicyShape,
};

/**
 * Adds a set with its instances. Refusals: name.taken, group.notFound, group.ambiguous,
 * size.notFound, image.notFound, image.termsNotAccepted, image.isoHost, image.notReady,
 * image.otherRegion, imageVersion.notFound, imageVersion.notReplicated, image.sizeMismatch,
 * balancer.notFound, balancer.skuMixed, balancer.basicPool, zone.notFound, scaleSet.domains,
 * scaleSet.healthSource, scaleSet.grace,
 * scaleSet.notUniform, scaleSet.mixUniform, scaleSet.spotSize, scaleSet.tooMany,
 * scaleSet.notice, scaleSet.mixUnfit, scaleSet.imagePinned, subnet.notFound,
 * securityGroup.notFound, scaleSet.subnetTooSmall, disk.tooMany, tier.notFound, disk.tierTooSmall,
 * disk.premiumSize, disk.cachingUnfit, administrator.name, administrator.reserved,
 * administrator.windowsKey, administrator.onDisk, securityGroup.notAttached,
 * securityGroup.badPorts, securityGroup.priorityTaken, securityGroup.tooManyRules.
 */
export const scaleSetAddSchema = z.strictObject({
  type: z.literal('scaleSet.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  ...scaleSetShape,
});

/**
 * Sets the number of instances by hand. Refusals: scaleSet.notFound, scaleSet.unchanged,
 * scaleSet.tooMany, scaleSet.subnetTooSmall.
 */
export const scaleSetScaleSchema = z.strictObject({
  type: z.literal('scaleSet.scale'),
  scaleSet: referenceSchema,
  capacity: capacitySchema,
});

/**
 * Keeps one instance from being chosen when the set shrinks. Refusals: vm.notFound,
 * vm.notInScaleSet.
 */
export const scaleSetProtectSchema = z.strictObject({
  type: z.literal('scaleSet.protect'),
  vm: referenceSchema,
  /** From being chosen when the set shrinks. */
  protect: z.boolean(),
  /** From whatever the set does to its instances: upgrades, repairs, shrinking. */
  actions: z.boolean().optional(),
});

/** Removes a set without instances. Refusals: scaleSet.notFound, scaleSet.notEmpty. */
export const scaleSetRemoveSchema = z.strictObject({
  type: z.literal('scaleSet.remove'),
  scaleSet: referenceSchema,
});

export const scaleSetCommandSchemas = [
  scaleSetAddSchema,
  scaleSetScaleSchema,
  scaleSetProtectSchema,
  scaleSetRemoveSchema,
] as const;
