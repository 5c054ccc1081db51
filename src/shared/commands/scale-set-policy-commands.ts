/**
 * Commands on the model of a scale set and on how its instances follow it.
 *
 * A model is what new instances are made from. Changing it changes no instance: whether, when and
 * how many at a time follow is the upgrade policy's business (docs/facts.md, facts 69 to 72).
 */
import { z } from 'zod';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';
import { HEALTH_SOURCES, SCALE_IN_POLICIES, UPGRADE_MODES } from '../model/kinds.ts';

const percentSchema = z.number().int().min(0).max(100);

/** The version of the application deployed on machines. */
export const buildSchema = z.strictObject({
  version: nameSchema,
  /** This version answers every request with an error, wherever it runs. */
  faulty: z.boolean().optional(),
});
export type Build = z.infer<typeof buildSchema>;

/** How instances follow a change of the model. */
export const upgradePolicySchema = z.strictObject({
  mode: z.enum(UPGRADE_MODES),
  /** Instances of one batch, as a share of all; 20 when absent. */
  batchPercent: percentSchema.min(1).optional(),
  /** No batch begins while more than this share of all is unhealthy; 20 when absent. */
  maxUnhealthyPercent: percentSchema.optional(),
  /** The upgrade stops when more than this share of the upgraded is unhealthy; 20 when absent. */
  maxUnhealthyUpgradedPercent: percentSchema.optional(),
  /** Between two batches; 0s when absent. */
  pause: durationSchema.optional(),
  /** Unhealthy instances first. */
  prioritizeUnhealthy: z.boolean().optional(),
  /** New instances are made before old ones go, so that the capacity never falls. */
  maxSurge: z.boolean().optional(),
  /** When the upgrade stops by itself, instances that failed go back to what they were. */
  rollback: z.boolean().optional(),
});
export type UpgradePolicy = z.infer<typeof upgradePolicySchema>;

/** Policies a set may begin with, beside those of its size. */
export const scaleSetPolicyShape = {
  build: buildSchema.optional(),
  /** What says whether an instance is well: balancer probe or the application itself; none. */
  health: z.enum(HEALTH_SOURCES).optional(),
  /** `manual` when absent, as the service does. */
  upgrade: upgradePolicySchema.optional(),
};

/**
 * Changes the model. Refusals: scaleSet.notFound, size.notFound, image.notFound,
 * image.sizeMismatch, scaleSet.nothingChanged, scaleSet.rollingForward.
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
 * scaleSet.nothingChanged, scaleSet.healthSource, scaleSet.rollingForward.
 */
export const scaleSetPolicySchema = z.strictObject({
  type: z.literal('scaleSet.policy'),
  scaleSet: referenceSchema,
  scaleIn: z.enum(SCALE_IN_POLICIES).optional(),
  health: scaleSetPolicyShape.health,
  upgrade: scaleSetPolicyShape.upgrade,
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
  buildDeploySchema,
] as const;
