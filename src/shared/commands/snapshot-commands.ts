/**
 * Commands on snapshots: what one disk held at a moment, kept as a resource of its own. A snapshot
 * is not an image and not a backup of a store: it covers one disk (docs/facts.md, fact 22).
 */
import { z } from 'zod';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';

export const snapshotShape = {
  disk: referenceSchema,
  /** What is used of the disk, and so what is paid for; the whole disk when absent. */
  usedGib: z.number().int().min(1).max(65_536).optional(),
  tags: tagsSchema.optional(),
};

/**
 * Takes a snapshot of a disk, in its resource group unless another is named. Refusals: name.taken,
 * group.notFound, disk.notFound, snapshot.tooLarge.
 */
export const snapshotCreateSchema = z.strictObject({
  type: z.literal('snapshot.create'),
  name: nameSchema,
  group: referenceSchema.optional(),
  ...snapshotShape,
});

/** Deletes a snapshot. Refusals: snapshot.notFound. */
export const snapshotDeleteSchema = z.strictObject({
  type: z.literal('snapshot.delete'),
  snapshot: referenceSchema,
});

export const snapshotCommandSchemas = [snapshotCreateSchema, snapshotDeleteSchema] as const;
