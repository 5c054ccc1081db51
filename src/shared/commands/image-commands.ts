/**
 * Commands on images: terms, captured and uploaded disks, galleries with versions, and what is done
 * to a machine so that others can be made from it.
 *
 * A marketplace image is named by alias or URN. One of one's own is named by its id or name, that
 * of a gallery with `@1.2.0` behind it where not the latest is meant; `iso:` before an alias means
 * the installation medium of that system.
 */
import { z } from 'zod';
import {
  HYPERVISOR_GENERATIONS,
  ARCHITECTURES,
  OS_KINDS,
  IMAGE_STATES,
  REGIONS_MAX,
} from '../model/image-kinds.ts';
import { administratorSchema } from '../model/administrator-schema.ts';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';
import { applicationInstallShape, taskShape } from './guest-commands.ts';

const GIB_MAX = 65_536;
const DATA_DISKS_MAX = 64;
/** Applications, or tasks, of one disk at most; as of one system. */
export const INSTALLED_MAX = 200;
const PATCH_LEVEL_MAX = 100_000;
const MBPS_MAX = 400_000;

const imageTextSchema = z.string().min(1).max(200);
const regionsSchema = z.array(nameSchema).min(1).max(REGIONS_MAX);

/** A version of a gallery image: three whole numbers. */
export const imageVersionSchema = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})\.(?:0|[1-9]\d{0,8})$/, {
    message: 'write three whole numbers, such as 1.0.0',
  });

/** A disk that was prepared elsewhere: its system and what is on it. */
export const preparedDiskShape = {
  /** Alias or URN of the marketplace image whose system is on it. */
  base: imageTextSchema,
  /** That of the base when absent. */
  generation: z.enum(HYPERVISOR_GENERATIONS).optional(),
  /** That of the base when absent. */
  osDiskGib: z.number().int().min(1).max(GIB_MAX).optional(),
  /** Data disks that come with it, in GiB. */
  dataDisksGib: z.array(z.number().int().min(1).max(GIB_MAX)).max(DATA_DISKS_MAX).optional(),
  /** Generalized when absent. */
  state: z.enum(IMAGE_STATES).optional(),
  patchLevel: z.number().int().min(0).max(PATCH_LEVEL_MAX).optional(),
  applications: z
    .array(z.strictObject({ name: nameSchema.optional(), ...applicationInstallShape }))
    .max(INSTALLED_MAX)
    .optional(),
  tasks: z
    .array(z.strictObject({ name: nameSchema, ...taskShape }))
    .max(INSTALLED_MAX)
    .optional(),
  /** Computer name of the machine it comes from, where it carries that machine's identity. */
  computerName: nameSchema.optional(),
  /** User that is still on it, where it carries the identity of its original. */
  administrator: administratorSchema.optional(),
};

/**
 * Accepts the terms of a marketplace image that is sold with a plan, once for all its machines.
 * Refusals: image.notFound, image.noPlan, image.termsAccepted.
 */
export const imageAcceptTermsSchema = z.strictObject({
  type: z.literal('image.acceptTerms'),
  image: imageTextSchema,
});

/** What `image.upload` and the section of a scenario file share. */
export const imageUploadShape = {
  ...preparedDiskShape,
  /** Server whose disk is copied: what runs on it comes along. */
  host: referenceSchema.optional(),
  /** Speed of the upload in Mbit/s; 1000 when absent. */
  mbps: z.number().int().min(1).max(MBPS_MAX).optional(),
  tags: tagsSchema.optional(),
};

/**
 * Uploads a disk as an image. Refusals: name.taken, group.notFound, group.ambiguous,
 * image.notFound, image.hostContents, image.diskTooLarge, image.diskTooSmall, host.notFound,
 * guest.hypervisor, application.notFound, app.nameTaken, app.unknownSetting, app.onlyOne,
 * app.serviceTaken, app.runtimeConflict, app.diskFull, task.nameTaken, task.noTime, cron.invalid,
 * cron.never.
 */
export const imageUploadSchema = z.strictObject({
  type: z.literal('image.upload'),
  name: nameSchema,
  group: referenceSchema.optional(),
  ...imageUploadShape,
});

/** Deletes an image; machines made from it stay. Refusals: managedImage.notFound, image.inUse. */
export const imageDeleteSchema = z.strictObject({
  type: z.literal('image.delete'),
  managedImage: referenceSchema,
});

/**
 * Takes the identity out of a system (`waagent -deprovision+user`, Sysprep), so that it can be
 * generalized; Windows shuts down with it. Started again, it gets a new identity. Refusals:
 * vm.notFound, vm.busy, vm.notRunning, vm.inScaleSet, vm.noAgent.
 */
export const vmDeprovisionSchema = z.strictObject({
  type: z.literal('vm.deprovision'),
  vm: referenceSchema,
});

/**
 * Marks a stopped machine as generalized; it never starts again. Refusals: vm.notFound, vm.busy,
 * vm.notStopped, vm.generalized, vm.inScaleSet, nested.inUse.
 */
export const vmGeneralizeSchema = z.strictObject({
  type: z.literal('vm.generalize'),
  vm: referenceSchema,
});

/**
 * Makes an image of a generalized machine, with all its disks. Refusals: vm.notFound, vm.busy,
 * vm.notStopped, vm.notGeneralized, name.taken, group.notFound.
 */
export const vmCaptureSchema = z.strictObject({
  type: z.literal('vm.capture'),
  vm: referenceSchema,
  name: nameSchema,
  /** That of the machine when absent. */
  group: referenceSchema.optional(),
  tags: tagsSchema.optional(),
});

/**
 * Makes a machine from copies of the disks of another, identity and all. Refusals: vm.notFound,
 * vm.busy, vm.generalized, vm.inScaleSet, name.taken, group.notFound, size.notFound,
 * image.sizeMismatch, disk.tooMany, storage.notFound,
 * storage.down, storage.full, balancer.notFound, host.notFound, host.noHypervisor, host.down,
 * AllocationFailed, OverconstrainedAllocationRequest.
 */
export const vmCloneSchema = z.strictObject({
  type: z.literal('vm.clone'),
  vm: referenceSchema,
  name: nameSchema,
  /** Group and size of the original when absent. */
  group: referenceSchema.optional(),
  size: z.string().min(1).max(64).optional(),
  host: referenceSchema.optional(),
  storage: referenceSchema.optional(),
  balancers: z.array(referenceSchema).max(16).optional(),
  tags: tagsSchema.optional(),
});

/** Adds a gallery. Refusals: name.taken, group.notFound, group.ambiguous. */
export const galleryAddSchema = z.strictObject({
  type: z.literal('gallery.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  tags: tagsSchema.optional(),
});

/** Removes an empty gallery. Refusals: gallery.notFound, gallery.notEmpty. */
export const galleryRemoveSchema = z.strictObject({
  type: z.literal('gallery.remove'),
  gallery: referenceSchema,
});

/** What `imageDefinition.add` and the section of a scenario file share. */
export const imageDefinitionShape = {
  os: z.enum(OS_KINDS),
  /** V2 when absent. */
  generation: z.enum(HYPERVISOR_GENERATIONS).optional(),
  /** x64 when absent. */
  architecture: z.enum(ARCHITECTURES).optional(),
  /** Generalized when absent. */
  state: z.enum(IMAGE_STATES).optional(),
  tags: tagsSchema.optional(),
};

/**
 * Adds an image definition to a gallery: what all its versions have in common. It belongs to the
 * group of the gallery. Refusals: gallery.notFound, name.taken.
 */
export const imageDefinitionAddSchema = z.strictObject({
  type: z.literal('imageDefinition.add'),
  name: nameSchema,
  gallery: referenceSchema,
  ...imageDefinitionShape,
});

/**
 * Removes a definition without versions. Refusals: imageDefinition.notFound,
 * imageDefinition.notEmpty.
 */
export const imageDefinitionRemoveSchema = z.strictObject({
  type: z.literal('imageDefinition.remove'),
  imageDefinition: referenceSchema,
});

/** What `imageVersion.add` and the section of a scenario file share. */
export const imageVersionShape = {
  version: imageVersionSchema,
  /** Regions it is replicated to; that of the gallery always is one. */
  regions: regionsSchema.optional(),
  /** 1: `latest` never means it. */
  excludeFromLatest: z.boolean().optional(),
};

/**
 * Adds a version to a definition: from a machine, from an image, or from a disk prepared elsewhere,
 * exactly one of them. What is on a disk is judged as that of an upload. Refusals:
 * imageDefinition.notFound, imageVersion.taken, imageVersion.oneSource, imageDefinition.mismatch,
 * vm.notFound, vm.busy, vm.notStopped, vm.notGeneralized, vm.generalized, managedImage.notFound,
 * image.notReady, image.notFound, image.diskTooLarge.
 */
export const imageVersionAddSchema = z.strictObject({
  type: z.literal('imageVersion.add'),
  imageDefinition: referenceSchema,
  ...imageVersionShape,
  vm: referenceSchema.optional(),
  managedImage: referenceSchema.optional(),
  disk: z.strictObject(preparedDiskShape).optional(),
});

const versionTarget = { imageDefinition: referenceSchema, version: imageVersionSchema };

/**
 * Replicates a version to more regions. Refusals: imageDefinition.notFound, imageVersion.notFound,
 * imageVersion.nothingChanged, imageVersion.notReady.
 */
export const imageVersionReplicateSchema = z.strictObject({
  type: z.literal('imageVersion.replicate'),
  ...versionTarget,
  regions: regionsSchema,
});

/**
 * Says whether `latest` may mean a version. Refusals: imageDefinition.notFound,
 * imageVersion.notFound, imageVersion.nothingChanged.
 */
export const imageVersionExcludeSchema = z.strictObject({
  type: z.literal('imageVersion.exclude'),
  ...versionTarget,
  exclude: z.boolean(),
});

/**
 * Removes a version with its replicas; machines made from it stay. Refusals:
 * imageDefinition.notFound, imageVersion.notFound, image.inUse.
 */
export const imageVersionRemoveSchema = z.strictObject({
  type: z.literal('imageVersion.remove'),
  ...versionTarget,
});

export const imageCommandSchemas = [
  imageAcceptTermsSchema,
  imageUploadSchema,
  imageDeleteSchema,
  vmDeprovisionSchema,
  vmGeneralizeSchema,
  vmCaptureSchema,
  vmCloneSchema,
  galleryAddSchema,
  galleryRemoveSchema,
  imageDefinitionAddSchema,
  imageDefinitionRemoveSchema,
  imageVersionAddSchema,
  imageVersionReplicateSchema,
  imageVersionExcludeSchema,
  imageVersionRemoveSchema,
] as const;
