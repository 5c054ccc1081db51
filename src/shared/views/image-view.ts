/**
 * Images as the screen may see them: what is on a disk, where it is replicated, how far a machine
 * has moved away from it, and what follows when several machines carry one identity. Rows of
 * machines, images and galleries are put together from these shapes.
 */
import { z } from 'zod';
import {
  ARCHITECTURES,
  HYPERVISOR_GENERATIONS,
  OS_KINDS,
  IDENTITY_BREAKS,
  IMAGE_ORIGINS,
  IMAGE_STATES,
} from '../model/image-kinds.ts';
import { wholeAdministratorSchema } from '../model/administrator-schema.ts';
import { base, cloud, count, id } from './row-base.ts';

const amount = z.number().min(0);

/** What is on a disk beside the bare system. */
export const diskContentsSchema = z.strictObject({
  patchLevel: count,
  applications: z.array(
    z.strictObject({
      name: z.string(),
      application: z.string(),
      /** What the installation changed, as it would be written in a scenario file. */
      changes: z.record(z.string(), z.unknown()),
      /** Starts with its system. */
      wanted: z.boolean(),
      writtenMib: amount,
    }),
  ),
  runtimes: z.array(z.strictObject({ runtime: z.string(), version: z.string() })),
  tasks: z.array(
    z.strictObject({
      name: z.string(),
      cron: z.string(),
      lastsUs: count,
      cpuMillicores: count,
      memoryMib: count,
    }),
  ),
});
export type DiskContents = z.infer<typeof diskContentsSchema>;

const diskShape = {
  /** Alias of the marketplace image whose system is on it. */
  base: z.string(),
  os: z.enum(OS_KINDS),
  generation: z.enum(HYPERVISOR_GENERATIONS),
  osDiskGib: count,
  dataDisksGib: z.array(count),
  state: z.enum(IMAGE_STATES),
  origin: z.enum(IMAGE_ORIGINS),
  /** Id of the machine or server it was taken from; it may be gone. */
  from: z.string().optional(),
  contents: diskContentsSchema,
  /** An identity is still on it, so machines made from it share one. */
  keepsIdentity: z.boolean(),
  computerName: z.string().optional(),
  /** User that is still on it. */
  administrator: wholeAdministratorSchema.optional(),
  usedGib: count,
  /** Machines that were made from it. */
  machines: z.array(id),
};

export const managedImageRowSchema = z.strictObject({
  kind: z.literal('managedImage'),
  ...cloud,
  ...diskShape,
  ready: z.boolean(),
  readyAtUs: count,
  microUsdPerHour: count,
});

export const galleryRowSchema = z.strictObject({
  kind: z.literal('gallery'),
  ...cloud,
  definitions: z.array(id),
});

const versionSchema = z.strictObject({
  version: z.string(),
  excluded: z.boolean(),
  addedAtUs: count,
  ...diskShape,
  replicas: z.array(z.strictObject({ region: z.string(), ready: z.boolean(), readyAtUs: count })),
});
export type ImageVersionView = z.infer<typeof versionSchema>;

export const imageDefinitionRowSchema = z.strictObject({
  kind: z.literal('imageDefinition'),
  ...cloud,
  gallery: id,
  os: z.enum(OS_KINDS),
  generation: z.enum(HYPERVISOR_GENERATIONS),
  architecture: z.enum(ARCHITECTURES),
  state: z.enum(IMAGE_STATES),
  /** Newest first. */
  versions: z.array(versionSchema),
  microUsdPerHour: count,
});

/** Terms of a marketplace image that somebody has accepted; the name is its alias. */
export const termsRowSchema = z.strictObject({
  kind: z.literal('terms'),
  ...base,
  acceptedAtUs: count,
});

const changedSchema = z.strictObject({
  name: z.string(),
  /** What differs: `application`, `start`, or a field and key of the configuration. */
  field: z.string(),
  image: z.string(),
  machine: z.string(),
});

/** How a machine differs from the image it was made from; absent where it does not. */
export const driftSchema = z.strictObject({
  /** Patch level of the machine less that of the image. */
  patchLevels: z.number().int(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(changedSchema),
  runtimesAdded: z.array(z.string()),
  runtimesRemoved: z.array(z.string()),
  tasksAdded: z.array(z.string()),
  tasksRemoved: z.array(z.string()),
  tasksChanged: z.array(z.string()),
});
export type DriftView = z.infer<typeof driftSchema>;

/** An identity that several machines carry, and what follows from it. */
export const identitySchema = z.strictObject({
  computerName: z.string(),
  /** As the system itself shows it: 32 digits (Linux), a security id (Windows). */
  machineId: z.string(),
  sharedWith: z.array(id),
  /** The machine that the name leads to, while one of them runs. */
  nameHeldBy: id.optional(),
  breaks: z.array(z.enum(IDENTITY_BREAKS)),
});
export type IdentityView = z.infer<typeof identitySchema>;

/** What a machine's row carries of images. */
export const vmImageShape = {
  /** Alias of the marketplace image its own image goes back to; absent: `image` is that. */
  baseImage: z.string().optional(),
  /** Firmware of its virtual hardware, which its image decides (docs/facts.md, fact 24). */
  generation: z.enum(HYPERVISOR_GENERATIONS).optional(),
  /** Its first user, as named when it was made. */
  administrator: wholeAdministratorSchema.optional(),
  generalized: z.literal(true).optional(),
  deprovisioned: z.literal(true).optional(),
  /** The service's agent is not inside, so it cannot act there. */
  agent: z.literal(false).optional(),
  identity: identitySchema.optional(),
  drift: driftSchema.optional(),
  /** A newer version of its gallery image that its region has. */
  newerVersion: z.string().optional(),
};
