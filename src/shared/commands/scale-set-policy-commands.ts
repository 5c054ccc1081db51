/**
 * Commands on the model of a scale set and on how its instances follow it.
 *
 * A model is what new instances are made from. Changing it changes no instance: whether, when and
 * how many at a time follow is the upgrade policy's business (docs/facts.md, facts 69 to 72).
 */
import { z } from 'zod';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';
import {
  EVICTION_POLICIES,
  HEALTH_SOURCES,
  MIX_STRATEGIES,
  REPAIR_ACTIONS,
  REPAIR_STATES,
  SCALE_IN_POLICIES,
  UPGRADE_MODES,
} from '../model/kinds.ts';

const percentSchema = z.number().int().min(0).max(100);

/** The version of the application deployed on machines. */
export const buildSchema = z.strictObject({
  version: nameSchema.describe('Name of the version.'),
  /** This version answers every request with an error, wherever it runs. */
  faulty: z.boolean().optional().describe('The version answers every request with an error.'),
});
export type Build = z.infer<typeof buildSchema>;

/** How instances follow a change of the model. */
export const upgradePolicySchema = z.strictObject({
  mode: z.enum(UPGRADE_MODES).describe('By hand, all at once, or batch after batch.'),
  /** Instances of one batch, as a share of all; 20 when absent. */
  batchPercent: percentSchema
    .min(1)
    .optional()
    .describe('Share of the instances in one batch, in per cent; 20 when absent.'),
  /** No batch begins while more than this share of all is unhealthy; 20 when absent. */
  maxUnhealthyPercent: percentSchema
    .optional()
    .describe('No batch begins while more than this are unwell; 20 when absent.'),
  /** The upgrade stops when more than this share of the upgraded is unhealthy; 20 when absent. */
  maxUnhealthyUpgradedPercent: percentSchema
    .optional()
    .describe('More unwell ones among the upgraded end it; 20 when absent.'),
  /** Between two batches; 0s when absent. */
  pause: durationSchema.optional().describe('Time between two batches; none when absent.'),
  /** Unhealthy instances first. */
  prioritizeUnhealthy: z.boolean().optional().describe('Instances that are unwell come first.'),
  /** New instances are made before old ones go, so that the capacity never falls. */
  maxSurge: z.boolean().optional().describe('New instances are made before old ones go.'),
  /** When the upgrade stops by itself, instances that failed go back to what they were. */
  rollback: z.boolean().optional().describe('An upgrade that ends badly is put back.'),
});
export type UpgradePolicy = z.infer<typeof upgradePolicySchema>;

/** What is done to instances that stay unhealthy (docs/facts.md, fact 79). */
export const repairPolicySchema = z.strictObject({
  action: z
    .enum(REPAIR_ACTIONS)
    .optional()
    .describe('What is done with an instance that is unwell; replace when absent.'),
  /** Nothing is repaired so soon after its state changed; 10m when absent, 10m to 90m. */
  grace: durationSchema
    .optional()
    .describe('Time an instance has to become well; 10m when absent.'),
});
export type RepairPolicy = z.infer<typeof repairPolicySchema>;

/** Spot instances of a set; for good, as the service fixes it (docs/facts.md, facts 31 and 81). */
export const spotSchema = z.strictObject({
  /** So many are regular in any case; 0 when absent. */
  base: z
    .number()
    .int()
    .min(0)
    .max(1_000)
    .optional()
    .describe('Regular instances in any case; 0 when absent.'),
  /** Share of regular ones above that; 0 when absent: all the others are spot. */
  regularPercent: percentSchema
    .optional()
    .describe('Share of regular ones above the base, in per cent; 0 when absent.'),
  /** What becomes of an evicted instance; `deallocate` when absent. */
  eviction: z
    .enum(EVICTION_POLICIES)
    .optional()
    .describe('What becomes of an evicted instance; deallocate when absent.'),
  /** For so long the set tries to bring an evicted instance back; not at all when absent. */
  restore: durationSchema
    .optional()
    .describe('How long evicted instances are tried to be brought back; not at all when absent.'),
});
export type SpotPolicy = z.infer<typeof spotSchema>;

/** Sizes of one mix at most (docs/facts.md, fact 83). */
const MIX_SIZES_MAX = 5;

/** Several sizes in one set; flexible sets only (docs/facts.md, fact 83). */
export const instanceMixSchema = z.strictObject({
  sizes: z
    .array(z.string().min(1).max(64))
    .min(1)
    .max(MIX_SIZES_MAX)
    .describe('Sizes of instances, the one of the set among them; the first is preferred.'),
  /** `prioritized` takes them in the order given; `lowestPrice` when absent. */
  strategy: z
    .enum(MIX_STRATEGIES)
    .optional()
    .describe('Cheapest first, most room first, or in the order given; lowestPrice when absent.'),
});
export type InstanceMix = z.infer<typeof instanceMixSchema>;

/** Policies a set may begin with, beside those of its size. */
export const scaleSetPolicyShape = {
  build: buildSchema.optional(),
  /** What says whether an instance is well: balancer probe or the application itself; none. */
  health: z.enum(HEALTH_SOURCES).optional(),
  /** `manual` when absent, as the service does. */
  upgrade: upgradePolicySchema.optional(),
  repairs: repairPolicySchema.optional(),
  /** More instances are made than asked for, and the slowest go; uniform sets, on when absent. */
  overprovision: z.boolean().optional(),
  spot: spotSchema.optional(),
  /** So long before an instance is deleted it is told, 5m to 15m; not at all when absent. */
  terminateNotice: durationSchema.optional(),
  /** All instances in one placement group: 100 at most; uniform sets, true when absent. */
  singlePlacementGroup: z.boolean().optional(),
  mix: instanceMixSchema.optional(),
  /** Newer versions of its image are rolled out by themselves; false when absent. */
  automaticImageUpgrade: z.boolean().optional(),
};

/**
 * Changes the model. Refusals: scaleSet.notFound, size.notFound, image.notFound,
 * image.termsNotAccepted, image.isoHost, image.notReady, image.otherRegion,
 * imageVersion.notFound, imageVersion.notReplicated, image.sizeMismatch,
 * scaleSet.nothingChanged, scaleSet.rollingForward, disk.tooMany, disk.premiumSize,
 * disk.cachingUnfit, administrator.name, administrator.windowsKey, administrator.onDisk.
 */
export const scaleSetUpdateSchema = z.strictObject({
  type: z.literal('scaleSet.update'),
  scaleSet: referenceSchema,
  size: z.string().min(1).max(64).optional(),
  image: z.string().min(1).max(200).optional(),
  build: buildSchema.optional(),
});

/**
 * Changes policies; those that are not named stay. Refusals: scaleSet.notFound,
 * scaleSet.nothingChanged, scaleSet.healthSource, scaleSet.grace, scaleSet.notice,
 * scaleSet.notUniform, scaleSet.rollingForward, scaleSet.mixUnfit, scaleSet.imagePinned,
 * size.notFound, image.sizeMismatch, disk.tooMany, disk.premiumSize, disk.cachingUnfit.
 */
export const scaleSetPolicySchema = z.strictObject({
  type: z.literal('scaleSet.policy'),
  scaleSet: referenceSchema,
  scaleIn: z.enum(SCALE_IN_POLICIES).optional(),
  health: scaleSetPolicyShape.health,
  upgrade: scaleSetPolicyShape.upgrade,
  /** `off` ends automatic repairs. */
  repairs: z.union([z.literal('off'), repairPolicySchema]).optional(),
  overprovision: scaleSetPolicyShape.overprovision,
  terminateNotice: z.union([z.literal('off'), durationSchema]).optional(),
  mix: scaleSetPolicyShape.mix,
  automaticImageUpgrade: scaleSetPolicyShape.automaticImageUpgrade,
  /** It can be left, never entered. */
  singlePlacementGroup: z.literal(false).optional(),
});

/**
 * Brings instances to the latest model now, all that are behind or those named. Refusals:
 * scaleSet.notFound, vm.notFound, vm.notInScaleSet, vm.busy, vm.protected, scaleSet.latest,
 * scaleSet.rollingForward.
 */
export const scaleSetUpdateInstancesSchema = z.strictObject({
  type: z.literal('scaleSet.updateInstances'),
  scaleSet: referenceSchema,
  instances: z.array(referenceSchema).min(1).max(1_000).optional(),
});

/**
 * Begins a rolling upgrade of what is behind the model. Refusals: scaleSet.notFound,
 * scaleSet.notRolling, scaleSet.latest, scaleSet.rollingForward.
 */
export const scaleSetStartUpgradeSchema = z.strictObject({
  type: z.literal('scaleSet.startUpgrade'),
  scaleSet: referenceSchema,
});

/**
 * Ends a rolling upgrade after the batch under way. Refusals: scaleSet.notFound,
 * scaleSet.noUpgrade.
 */
export const scaleSetCancelUpgradeSchema = z.strictObject({
  type: z.literal('scaleSet.cancelUpgrade'),
  scaleSet: referenceSchema,
});

/**
 * Gives an instance a new system disk, made from the model it has. Refusals: vm.notFound,
 * vm.notInScaleSet, vm.busy, vm.notRunning, vm.protected.
 */
export const scaleSetReimageSchema = z.strictObject({
  type: z.literal('scaleSet.reimage'),
  vm: referenceSchema,
});

/**
 * Suspends automatic repairs, or lets them look for work again. Refusals: scaleSet.notFound,
 * scaleSet.noRepairs, scaleSet.nothingChanged.
 */
export const scaleSetRepairsSchema = z.strictObject({
  type: z.literal('scaleSet.repairs'),
  scaleSet: referenceSchema,
  state: z.enum(REPAIR_STATES),
});

/**
 * The platform takes spot instances back, with a notice of 30 s; for so long it has none to give.
 * Refusals: scaleSet.notFound, scaleSet.noSpot.
 */
export const scaleSetEvictSchema = z.strictObject({
  type: z.literal('scaleSet.evict'),
  scaleSet: referenceSchema,
  /** How many, in order of their numbers; all when absent. */
  count: z.number().int().min(1).max(1_000).optional(),
  /** Time without spot capacity; 0s when absent. */
  for: durationSchema.optional(),
});

/**
 * Makes a machine an instance of a flexible set, as it is. Refusals: scaleSet.notFound,
 * vm.notFound, vm.busy, scaleSet.notFlexible, scaleSet.spreads, vm.inScaleSet,
 * vm.inAvailabilitySet, scaleSet.otherGroup, scaleSet.full.
 */
export const scaleSetAttachSchema = z.strictObject({
  type: z.literal('scaleSet.attach'),
  scaleSet: referenceSchema,
  vm: referenceSchema,
});

/**
 * Takes an instance out of a flexible set; it goes on as a machine of its own. Refusals:
 * vm.notFound, vm.busy, vm.notInScaleSet, scaleSet.notFlexible, scaleSet.rollingForward.
 */
export const scaleSetDetachSchema = z.strictObject({
  type: z.literal('scaleSet.detach'),
  vm: referenceSchema,
});

/**
 * Deploys a version of the application on a machine outside any scale set. Refusals: vm.notFound,
 * vm.inScaleSet, build.unchanged.
 */
export const buildDeploySchema = z.strictObject({
  type: z.literal('build.deploy'),
  vm: referenceSchema,
  ...buildSchema.shape,
});

export const scaleSetPolicyCommandSchemas = [
  scaleSetUpdateSchema,
  scaleSetPolicySchema,
  scaleSetUpdateInstancesSchema,
  scaleSetStartUpgradeSchema,
  scaleSetCancelUpgradeSchema,
  scaleSetReimageSchema,
  scaleSetRepairsSchema,
  scaleSetEvictSchema,
  scaleSetAttachSchema,
  scaleSetDetachSchema,
  buildDeploySchema,
] as const;
