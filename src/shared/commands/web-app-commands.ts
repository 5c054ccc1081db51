/**
 * Commands on web apps: programs on a plan of which the provider looks after the machines. A plan
 * has a tier and a number of instances; what runs on it is a workload like any other, so the same
 * application can stand on machines and on a web app side by side.
 */
import { z } from 'zod';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';

/** Instances any tier may have at most. */
export const WEB_INSTANCES_MAX = 100;

const instances = z.number().int().min(1).max(WEB_INSTANCES_MAX);
const percent = z.number().int().min(1).max(100);

/** How a web app scales by itself; the share of the processor is that of all its instances. */
export const webAutoscaleSchema = z.strictObject({
  minimum: instances.describe('Instances at least.'),
  maximum: instances.describe('Instances at most.'),
  outAbove: percent.optional().describe('One more above this share of the processor; 70.'),
  inBelow: percent.optional().describe('One less below this share of the processor; 30.'),
});
export type WebAutoscale = z.infer<typeof webAutoscaleSchema>;

export const webAppShape = {
  /** Tier of its plan, as the catalogue has it. */
  tier: z.string().min(1).max(20),
  instances: instances.optional(),
  autoscale: webAutoscaleSchema.optional(),
  tags: tagsSchema.optional(),
};

/**
 * Makes a web app with a plan of its own. Refusals: name.taken, group.notFound, group.ambiguous,
 * webPlan.notFound, webApp.tooManyInstances, webApp.noAutoscale, webApp.scaleBounds.
 */
export const webAppAddSchema = z.strictObject({
  type: z.literal('webApp.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  ...webAppShape,
});

/**
 * Sets the number of its instances. Refusals: webApp.notFound, webApp.tooManyInstances,
 * webApp.scaledByItself.
 */
export const webAppScaleSchema = z.strictObject({
  type: z.literal('webApp.scale'),
  webApp: referenceSchema,
  instances,
});

/**
 * Moves it to another tier: new instances come up beside the old ones, which then go. Refusals:
 * webApp.notFound, webPlan.notFound, webApp.tooManyInstances, webApp.noAutoscale.
 */
export const webAppTierSchema = z.strictObject({
  type: z.literal('webApp.tier'),
  webApp: referenceSchema,
  tier: webAppShape.tier,
});

/**
 * Lets it scale by itself. Refusals: webApp.notFound, webApp.tooManyInstances,
 * webApp.noAutoscale, webApp.scaleBounds.
 */
export const webAppAutoscaleSchema = z.strictObject({
  type: z.literal('webApp.autoscale'),
  webApp: referenceSchema,
  ...webAutoscaleSchema.shape,
});

/** Leaves it at the instances it has. Refusals: webApp.notFound. */
export const webAppManualSchema = z.strictObject({
  type: z.literal('webApp.manual'),
  webApp: referenceSchema,
});

/** Deletes it. Refusals: webApp.notFound, webApp.inUse. */
export const webAppRemoveSchema = z.strictObject({
  type: z.literal('webApp.remove'),
  webApp: referenceSchema,
});

export const webAppCommandSchemas = [
  webAppAddSchema,
  webAppScaleSchema,
  webAppTierSchema,
  webAppAutoscaleSchema,
  webAppManualSchema,
  webAppRemoveSchema,
] as const;
