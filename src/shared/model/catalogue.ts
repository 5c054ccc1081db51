/**
 * The dated catalogue: everything about a provider and its hardware that a lab takes as given.
 *
 * One file in `resources/catalogue/`, named by its id, checked by this schema; the type follows
 * from it and nowhere else. A document names its catalogue, so a later one never changes an old
 * lab. Whether references meet and figures are backed is checked in catalogue-check.ts.
 */
import { z } from 'zod';
import { applicationSchema, runtimeSchema } from './application.ts';
import {
  hardwareGenerationSchema,
  imageSchema,
  operationSchema,
  seriesSchema,
  vmSizeSchema,
} from './catalogue-compute.ts';
import {
  assumptionSchema,
  catalogueDateSchema,
  catalogueKeySchema,
  evidenceShape,
  sourceSchema,
  titleSchema,
} from './catalogue-evidence.ts';
import { componentSchema } from './catalogue-reliability.ts';
import {
  dedicatedHostSchema,
  hostModelSchema,
  pduModelSchema,
  switchModelSchema,
  upsModelSchema,
} from './catalogue-plant.ts';
import {
  chargeSchema,
  DISK_SKUS,
  diskKindSchema,
  diskTierSchema,
  slaSchema,
  webPlanSchema,
} from './catalogue-services.ts';

export const CATALOGUE_FORMAT = 'racklab.catalogue';
export const CATALOGUE_FORMAT_VERSION = 1;
/** Hours of a month in every monthly price. */
export const MONTH_HOURS = 730;

/** What is taken when a command does not say. */
const defaultsSchema = z.strictObject({
  size: z.string(),
  image: z.string(),
  diskSku: z.enum(DISK_SKUS).describe('For sizes with premium storage.'),
  diskSkuWithoutPremium: z.enum(DISK_SKUS),
  dataDiskGib: z.number().int().min(1),
  hostModel: catalogueKeySchema,
  ...evidenceShape,
});

/** How burst credits are counted, for each way of writing the percentage. */
const creditRuleSchema = z.strictObject({
  percentOf: z.enum(['sum', 'average']),
  title: titleSchema,
  formula: titleSchema.describe('Percent numbers, not shares; used is measured like base.'),
  ...evidenceShape,
});

const ownerSchema = z.enum(['customer', 'shared', 'provider']);

/** Who looks after which layer, by kind of service. */
const responsibilitySchema = z.strictObject({
  version: catalogueDateSchema,
  layers: z
    .array(
      z.strictObject({
        id: catalogueKeySchema,
        title: titleSchema,
        onPremises: ownerSchema,
        iaas: ownerSchema,
        paas: ownerSchema,
        saas: ownerSchema,
      }),
    )
    .min(1),
  ...evidenceShape,
});

/** The names three providers have for one thing. */
const equivalentSchema = z.strictObject({
  id: catalogueKeySchema,
  azure: titleSchema,
  aws: titleSchema,
  gcp: titleSchema,
  ...evidenceShape,
});

export const catalogueSchema = z.strictObject({
  $schema: z.string().optional(),
  format: z.literal(CATALOGUE_FORMAT),
  formatVersion: z.literal(CATALOGUE_FORMAT_VERSION),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  title: titleSchema,
  date: catalogueDateSchema.describe('Day on which the figures were put together.'),
  currency: z.literal('USD'),
  monthHours: z.literal(MONTH_HOURS),
  defaults: defaultsSchema,
  creditRules: z.array(creditRuleSchema),
  sources: z.array(sourceSchema).min(1),
  assumptions: z.array(assumptionSchema),
  series: z.array(seriesSchema).min(1),
  sizes: z.array(vmSizeSchema).min(1),
  hardwareGenerations: z.array(hardwareGenerationSchema),
  images: z.array(imageSchema).min(1),
  diskSkus: z.array(diskKindSchema).min(1),
  diskTiers: z.array(diskTierSchema).min(1),
  charges: z.array(chargeSchema),
  webPlans: z.array(webPlanSchema).optional().describe('Tiers on which web apps run.'),
  operations: z.array(operationSchema),
  slas: z.array(slaSchema),
  components: z
    .array(componentSchema)
    .optional()
    .describe('How often parts of a room fail, and how long they stay so.'),
  hostModels: z.array(hostModelSchema).min(1),
  dedicatedHosts: z.array(dedicatedHostSchema),
  pduModels: z.array(pduModelSchema),
  upsModels: z.array(upsModelSchema),
  switchModels: z.array(switchModelSchema),
  responsibility: responsibilitySchema,
  equivalents: z.array(equivalentSchema),
  runtimes: z.array(runtimeSchema).optional(),
  applications: z.array(applicationSchema).optional(),
});

export type Catalogue = z.infer<typeof catalogueSchema>;
