/**
 * Images of one's own in a scenario file: accepted terms, disks that were prepared elsewhere,
 * galleries with their versions. What a file has at its start is complete; replicas stand where
 * they are named.
 */
import { z } from 'zod';
import {
  galleryAddSchema,
  imageAcceptTermsSchema,
  imageDefinitionShape,
  imageUploadShape,
  imageVersionShape,
  INSTALLED_MAX,
  preparedDiskShape,
} from '../commands/image-commands.ts';
import { installedEntrySchema, taskEntrySchema } from './scenario-guest-schema.ts';
import { nameField, referencePatternSchema, repeatShape } from './scenario-word-schemas.ts';

const group = referencePatternSchema
  .optional()
  .describe('Its resource group; the only one of the file when absent.');

/** What is on a disk is there once, and the disk says where. */
const NOT_ON_A_DISK = { on: true, each: true, count: true, first: true } as const;

const disk = {
  base: preparedDiskShape.base.describe('Marketplace image whose system is on the disk.'),
  generation: preparedDiskShape.generation.describe('V1 or V2; that of the base when absent.'),
  osDiskGib: preparedDiskShape.osDiskGib.describe('Size of the disk; that of the base.'),
  dataDisksGib: preparedDiskShape.dataDisksGib.describe('Sizes of data disks that come with it.'),
  state: preparedDiskShape.state.describe(
    'generalized (the default): each machine gets an identity; specialized: all have that of the ' +
      'original.',
  ),
  patchLevel: preparedDiskShape.patchLevel.describe('Patches on it; 0 when absent.'),
  applications: z
    .array(installedEntrySchema.omit(NOT_ON_A_DISK))
    .max(INSTALLED_MAX)
    .optional()
    .describe('What is installed on it, in order.'),
  tasks: z
    .array(taskEntrySchema.omit(NOT_ON_A_DISK))
    .max(INSTALLED_MAX)
    .optional()
    .describe('Scheduled tasks on it.'),
  computerName: preparedDiskShape.computerName.describe(
    'Specialized: name of the computer it comes from.',
  ),
  administrator: preparedDiskShape.administrator.describe('Specialized: user it still holds.'),
};

export const termsEntrySchema = z.strictObject({
  image: imageAcceptTermsSchema.shape.image.describe('Marketplace image sold with a plan.'),
});

export const imageEntrySchema = z.strictObject({
  name: nameField,
  group,
  ...disk,
  host: referencePatternSchema.optional().describe('Server whose disk is copied.'),
  tags: imageUploadShape.tags.describe('Tags, as name and value.'),
});

export const galleryEntrySchema = z.strictObject({
  name: nameField,
  group,
  tags: galleryAddSchema.shape.tags.describe('Tags, as name and value.'),
});

export const imageDefinitionEntrySchema = z.strictObject({
  name: nameField,
  gallery: referencePatternSchema.describe('The gallery it belongs to.'),
  os: imageDefinitionShape.os.describe('Operating system of all its versions.'),
  generation: imageDefinitionShape.generation.describe('V2 when absent.'),
  architecture: imageDefinitionShape.architecture.describe('x64 when absent.'),
  state: imageDefinitionShape.state.describe('generalized when absent.'),
  tags: imageDefinitionShape.tags.describe('Tags, as name and value.'),
});

export const imageVersionEntrySchema = z.strictObject({
  ...repeatShape,
  imageDefinition: referencePatternSchema.describe('The definition it is a version of.'),
  version: imageVersionShape.version.describe('Three whole numbers: 1.0.0.'),
  regions: imageVersionShape.regions.describe('Regions with a replica, beside the gallery’s own.'),
  excludeFromLatest: imageVersionShape.excludeFromLatest.describe('latest never means it.'),
  managedImage: referencePatternSchema.optional().describe('An image of this file it is made of.'),
  disk: z.strictObject(disk).optional().describe('Or a disk prepared elsewhere.'),
});

export type ImageEntry = z.infer<typeof imageEntrySchema>;
export type ImageDefinitionEntry = z.infer<typeof imageDefinitionEntrySchema>;
export type ImageVersionEntry = z.infer<typeof imageVersionEntrySchema>;
export type PreparedDiskEntry = NonNullable<ImageVersionEntry['disk']>;
