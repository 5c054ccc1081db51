/**
 * Compute in a catalogue: series, sizes, hardware generations, images and how long operations take.
 *
 * Whole numbers with the unit in the name, so that no reader rounds. Features belong to a series
 * and figures to a size, as the provider publishes them; one size is one line of the file. Prices
 * are millionths of a dollar an hour.
 */
import { z } from 'zod';
import { catalogueKeySchema, evidenceShape, titleSchema } from './catalogue-evidence.ts';
import { ARCHITECTURES, HYPERVISOR_GENERATIONS, OS_KINDS } from './image-kinds.ts';

const positive = z.number().int().min(1);
const natural = z.number().int().min(0);

/** Price of an hour in millionths of a US dollar. */
export const microUsdSchema = natural.max(1_000_000_000_000);

const ACCELERATED_NETWORKING = ['unsupported', 'supported', 'required'] as const;

/** Operations a second and thousands of bytes a second that a path carries at most. */
export const ioLimitSchema = z.strictObject({
  iops: positive.describe('Operations a second.'),
  kbytesPerSecond: positive.describe('Thousands of bytes (10^3) a second.'),
});

/** What all sizes of a series have in common. */
export const seriesSchema = z.strictObject({
  id: catalogueKeySchema.describe('Name of the series, such as Dsv5.'),
  family: z.string().min(1).max(4).describe('Letters before the number of vCPUs.'),
  generation: positive.describe('Version of the series; 1 where the name carries none.'),
  category: z.enum(['burstable', 'general', 'compute', 'memory', 'storage', 'gpu']),
  architecture: z.enum(ARCHITECTURES),
  premiumStorage: z.boolean(),
  hostCaching: z.boolean().describe('Whether disks may be cached on the host.'),
  hyperVGenerations: z.array(z.enum(HYPERVISOR_GENERATIONS)).min(1),
  acceleratedNetworking: z.enum(ACCELERATED_NETWORKING),
  ephemeralOsDisk: z.boolean(),
  nestedVirtualization: z.boolean(),
  liveMigration: z.boolean(),
  memoryPreservingUpdates: z.boolean(),
  quotaFamily: z.string().min(1).max(80).describe('Row of the vCPU quota it counts against.'),
  ...evidenceShape,
});

/** Burst credits: one credit is one vCPU at full speed for one minute. */
export const burstCreditsSchema = z.strictObject({
  basePercent: positive.describe('Share at which credits neither grow nor shrink.'),
  percentOf: z
    .enum(['sum', 'average'])
    .describe('sum: of one vCPU, summed over the machine; average: averaged over its vCPUs.'),
  initial: positive.describe('Credits at the first start.'),
  bankedPerHour: positive.describe('Credits an idle hour adds.'),
  maxBanked: positive.describe('Credits above which nothing is added.'),
});
export type BurstCredits = z.infer<typeof burstCreditsSchema>;

/** I/O of a machine as a whole, over all its disks. */
export const sizeIoSchema = z.strictObject({
  uncached: ioLimitSchema,
  uncachedBurst: ioLimitSchema.optional().describe('At most 30 minutes, from credits.'),
  cached: ioLimitSchema.optional().describe('Reads and writes that the host cache serves.'),
  cachedBurst: ioLimitSchema.optional(),
  cacheGib: positive.optional(),
  temp: ioLimitSchema.optional(),
  nvme: z
    .strictObject({
      disks: positive,
      gbEach: positive.describe('10^9 bytes.'),
      ...ioLimitSchema.shape,
    })
    .optional()
    .describe('Local NVMe disks, all together.'),
});

/** A machine size. */
export const vmSizeSchema = z.strictObject({
  name: z.string().regex(/^Standard_[A-Za-z0-9_]{1,48}$/),
  series: catalogueKeySchema,
  vCpu: positive,
  memoryMib: positive,
  maxDataDisks: natural,
  tempDiskMib: natural.describe('0: no temporary disk.'),
  maxNics: positive,
  networkMbps: positive.describe('Megabits a second, all NICs together.'),
  linuxMicroUsdPerHour: microUsdSchema,
  windowsMicroUsdPerHour: microUsdSchema.optional().describe('Absent: not sold with Windows.'),
  acceleratedNetworking: z
    .enum(ACCELERATED_NETWORKING)
    .optional()
    .describe('Where this size differs from its series.'),
  credits: burstCreditsSchema.optional(),
  io: sizeIoSchema,
  ...evidenceShape,
});

/** Racks of one kind of hardware and the series they can run; clusters are made of these. */
export const hardwareGenerationSchema = z.strictObject({
  id: catalogueKeySchema,
  processor: titleSchema,
  architecture: z.enum(ARCHITECTURES),
  series: z.array(catalogueKeySchema).min(1),
  hostModel: catalogueKeySchema.optional(),
  ...evidenceShape,
});

const urnPartSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/);

/** A marketplace image. */
export const imageSchema = z.strictObject({
  alias: catalogueKeySchema,
  publisher: urnPartSchema,
  offer: urnPartSchema,
  sku: urnPartSchema,
  version: z.literal('latest').describe('What the alias asks for.'),
  exactVersion: urnPartSchema.describe('What latest means in this catalogue.'),
  os: z.enum(OS_KINDS),
  distribution: titleSchema,
  architecture: z.enum(ARCHITECTURES),
  generation: z.enum(HYPERVISOR_GENERATIONS),
  osDiskGib: positive.describe('Size of the OS disk when none is asked for.'),
  minVCpu: positive.optional(),
  minMemoryMib: positive.describe('Below this it does not start.'),
  recommendedMemoryMib: positive.describe('Below this it starts and suffers.'),
  boot: catalogueKeySchema.describe('Operation that says how long its guest boots.'),
  plan: z
    .strictObject({ name: urnPartSchema, product: urnPartSchema, publisher: urnPartSchema })
    .optional()
    .describe('Purchase plan; its terms must be accepted once per subscription.'),
  endOfLife: z.literal(true).optional(),
  ...evidenceShape,
});

/** Every operation a catalogue gives a duration for. Appended to, never renamed. */
export const OPERATION_NAMES = [
  'create',
  'start',
  'powerOff',
  'guestShutdown',
  'deallocate',
  'restart',
  'guestRestart',
  'redeploy',
  'reimage',
  'reapply',
  'resize',
  'patchUpdate',
  'delete',
  'recover',
  'hostBoot',
  'switchBoot',
  'guestBootLinux',
  'guestBootWindows',
  'memoryPreservingPause',
  'liveMigrationFreeze',
  'plannedReboot',
  'capture',
  'imageCreate',
  'imageDelete',
  'galleryCreate',
  'galleryDelete',
  'galleryImageCreate',
  'galleryImageDelete',
  'galleryVersionCreate',
  'galleryVersionUpdate',
  'galleryVersionDelete',
  'diskCreate',
  'diskDelete',
  'snapshotCreate',
  'snapshotDelete',
  'restorePointCreate',
  'extensionCreate',
  'extensionDelete',
  'runCommand',
  'assessPatches',
  'installPatches',
  'availabilitySetCreate',
  'loadBalancerCreate',
  'scaleSetCreate',
  'scaleSetUpdate',
  'scaleSetPatch',
  'scaleSetStart',
  'scaleSetPowerOff',
  'scaleSetRestart',
  'scaleSetDeallocate',
  'scaleSetReimage',
  'scaleSetReimageAll',
  'scaleSetUpgradeInstances',
  'scaleSetDeleteInstances',
  'scaleSetDelete',
  'scaleSetInstanceUpdate',
  'scaleSetInstanceDeallocate',
  'capacityReservationCreate',
  'dedicatedHostCreate',
  'dedicatedHostRedeploy',
  'dedicatedHostDelete',
  'isoInstallLinux',
  'isoInstallWindows',
] as const;
export type OperationName = (typeof OPERATION_NAMES)[number];

/** Durations below this many samples are shown as few. */
export const FEW_SAMPLES_BELOW = 10;

/** How long an operation took, as quantiles; sampled by quantiles.ts. */
export const operationSchema = z
  .strictObject({
    name: z.enum(OPERATION_NAMES),
    title: titleSchema,
    n: natural.describe('Measured samples; 0 where nothing was measured.'),
    fewSamples: z.literal(true).optional().describe('Set below 10 samples.'),
    minMs: natural,
    p25Ms: natural,
    medianMs: natural,
    p75Ms: natural,
    p90Ms: natural,
    maxMs: natural,
    handSteps: positive.optional().describe('Steps a person takes by hand meanwhile.'),
    ...evidenceShape,
  })
  .superRefine((operation, context) => {
    const { minMs, p25Ms, medianMs, p75Ms, p90Ms, maxMs } = operation;
    const points = [minMs, p25Ms, medianMs, p75Ms, p90Ms, maxMs];
    if (points.some((point, index) => point < (points[index - 1] ?? 0))) {
      context.addIssue({ code: 'custom', message: 'quantiles must not fall' });
    }
    if (operation.n < FEW_SAMPLES_BELOW !== (operation.fewSamples === true)) {
      context.addIssue({ code: 'custom', message: 'fewSamples must stand exactly where n < 10' });
    }
  });

export type Series = z.infer<typeof seriesSchema>;
export type VmSize = z.infer<typeof vmSizeSchema>;
export type Image = z.infer<typeof imageSchema>;
export type OperationDuration = z.infer<typeof operationSchema>;
