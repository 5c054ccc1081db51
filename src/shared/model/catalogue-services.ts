/**
 * Disks, charges and promises in a catalogue: what is paid besides machines, and what is promised.
 *
 * Money is in millionths of a US dollar, availability in millionths of the time. A month of prices
 * has 730 hours; the scenario's own month is a matter of the engine.
 */
import { z } from 'zod';
import { ioLimitSchema, microUsdSchema } from './catalogue-compute.ts';
import { catalogueKeySchema, evidenceShape, titleSchema } from './catalogue-evidence.ts';

const positive = z.number().int().min(1);
const natural = z.number().int().min(0);

/** Kinds of managed disk, best known first. */
export const DISK_SKUS = [
  'Premium_LRS',
  'StandardSSD_LRS',
  'Standard_LRS',
  'PremiumV2_LRS',
  'UltraSSD_LRS',
] as const;
export type DiskSku = (typeof DISK_SKUS)[number];

/** Size and performance bought separately, instead of a tier. */
export const provisionedDiskSchema = z.strictObject({
  minGib: positive,
  maxGib: positive,
  freeIops: natural.describe('Operations a second that cost nothing.'),
  iopsPerGib: positive,
  maxIops: positive,
  freeKbytesPerSecond: natural,
  kbytesPerSecondPerIops: positive,
  maxKbytesPerSecond: positive,
  changesPerDay: positive,
  microUsdPerGibMonth: microUsdSchema,
  microUsdPerIopsMonth: microUsdSchema,
  microUsdPerMbyteMonth: microUsdSchema.describe('For each 10^6 bytes a second and month.'),
});

/** A kind of managed disk. */
export const diskKindSchema = z
  .strictObject({
    sku: z.enum(DISK_SKUS),
    tierPrefix: z.enum(['P', 'E', 'S']).optional(),
    title: titleSchema,
    ioUnitKib: positive.optional().describe('Greater requests count as several operations.'),
    microUsdPer10kTransactions: microUsdSchema.optional(),
    hostCaching: z.boolean(),
    osDisk: z.boolean().describe('Whether a machine may start from it.'),
    readLatencyUs: positive,
    writeLatencyUs: positive,
    provisioned: provisionedDiskSchema.optional(),
    ...evidenceShape,
  })
  .superRefine((kind, context) => {
    if ((kind.tierPrefix === undefined) === (kind.provisioned === undefined)) {
      context.addIssue({ code: 'custom', message: 'give either tierPrefix or provisioned' });
    }
  });

/** A size step of a tiered disk; a disk is billed as the next tier up. */
export const diskTierSchema = z.strictObject({
  tier: z.string().regex(/^[PES][1-9][0-9]?$/),
  sku: z.enum(DISK_SKUS),
  sizeGib: positive,
  ...ioLimitSchema.shape,
  burst: z
    .strictObject({
      model: z.enum(['credit', 'onDemand']),
      ...ioLimitSchema.shape,
      minutes: positive.optional().describe('How long a full bucket lasts.'),
    })
    .optional(),
  performancePlus: ioLimitSchema.optional().describe('Higher base, when opted in.'),
  microUsdPerMonth: microUsdSchema,
  ...evidenceShape,
});

/** A tier of plans on which web apps run: what one instance has, and how many there may be. */
export const webPlanSchema = z.strictObject({
  tier: catalogueKeySchema,
  title: titleSchema,
  charge: catalogueKeySchema.describe('Id of charges[]: the price of an instance and hour.'),
  vCpu: positive,
  memoryMib: positive,
  networkMbps: positive,
  maxInstances: positive,
  autoscale: z.boolean().describe('Whether it scales by itself.'),
  startSeconds: natural.describe('From asking for an instance until it takes requests.'),
  ...evidenceShape,
});

/** What a charge is counted in. */
export const CHARGE_UNITS = [
  'hour',
  'month',
  'gb',
  'gbMonth',
  'gbSecond',
  'transactions10k',
  'millionRuns',
] as const;

/** A price beside machines and disks. Later steps apply to what exceeds the earlier ones. */
export const chargeSchema = z
  .strictObject({
    id: catalogueKeySchema,
    title: titleSchema,
    unit: z.enum(CHARGE_UNITS).describe('gb: 10^9 bytes; steps count units of one month.'),
    steps: z
      .array(
        z.strictObject({
          upTo: positive.optional().describe('Units up to which the step goes; the last has none.'),
          microUsd: microUsdSchema.describe('For one unit.'),
        }),
      )
      .min(1),
    ...evidenceShape,
  })
  .superRefine((charge, context) => {
    let before = 0;
    for (const [index, step] of charge.steps.entries()) {
      const isLast = index === charge.steps.length - 1;
      if (isLast !== (step.upTo === undefined)) {
        context.addIssue({ code: 'custom', message: 'every step but the last needs upTo' });
      }
      if (step.upTo !== undefined && step.upTo <= before) {
        context.addIssue({ code: 'custom', message: 'steps must rise' });
      }
      before = step.upTo ?? before;
    }
  });

const millionthSchema = natural.max(1_000_000);

/** What is promised for a shape of deployment, and what is paid back when it is missed. */
export const slaSchema = z.strictObject({
  id: catalogueKeySchema,
  scope: z.enum(['machines', 'scaleSet', 'disk', 'balancer', 'capacity']),
  title: titleSchema,
  availabilityPpm: millionthSchema.optional().describe('Millionths; absent: nothing is promised.'),
  downtime: z
    .enum(['noInstanceReachable', 'instanceUnreachable'])
    .optional()
    .describe('Which minutes count as down.'),
  credits: z.array(z.strictObject({ belowPpm: millionthSchema, creditPercent: positive.max(100) })),
  ...evidenceShape,
});

export type DiskKind = z.infer<typeof diskKindSchema>;
export type DiskTier = z.infer<typeof diskTierSchema>;
export type Charge = z.infer<typeof chargeSchema>;
export type Sla = z.infer<typeof slaSchema>;
