/**
 * Commands that build and edit the ground: places, clusters, racks and storage units.
 *
 * A schema here fixes the shape of a command and its bounds; whether it fits the room as it
 * stands is decided by the engine, which refuses with a code. Defaults are filled in by the
 * engine too, so that a journaled command stays as it was given.
 */
import { z } from 'zod';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';
import { PLACE_KINDS } from '../model/kinds.ts';

/**
 * Adds a site, zone, datacenter, room or row. Refusals: name.taken, place.notFound,
 * place.wrongParent.
 */
export const placeAddSchema = z.strictObject({
  type: z.literal('place.add'),
  kind: z.enum(PLACE_KINDS),
  name: nameSchema,
  /** The place it stands in; a site has none, everything else needs one. */
  parent: referenceSchema.optional(),
});

/** Removes an empty place. Refusals: place.notFound, place.notEmpty. */
export const placeRemoveSchema = z.strictObject({
  type: z.literal('place.remove'),
  place: referenceSchema,
});

/** Adds a cluster: racks of one hardware generation. Refusals: name.taken, size.notFound. */
export const clusterAddSchema = z.strictObject({
  type: z.literal('cluster.add'),
  name: nameSchema,
  /** Sizes its hardware can run; absent means every size that fits. */
  sizes: z.array(z.string().min(1).max(64)).max(1_000).optional(),
});

/** Removes a cluster no rack belongs to. Refusals: cluster.notFound, cluster.notEmpty. */
export const clusterRemoveSchema = z.strictObject({
  type: z.literal('cluster.remove'),
  cluster: referenceSchema,
});

/** Adds a rack. Refusals: name.taken, place.notFound, rack.positionTaken, cluster.notFound. */
export const rackAddSchema = z.strictObject({
  type: z.literal('rack.add'),
  name: nameSchema,
  /** The row (or room) it stands in. */
  row: referenceSchema,
  /** Place in the row, from 1; the first free one when absent. */
  position: z.number().int().min(1).max(10_000).optional(),
  /** Height in rack units; 42 when absent. */
  units: z.number().int().min(1).max(60).optional(),
  cluster: referenceSchema.optional(),
});

/**
 * Moves a rack with everything in it, or changes its cluster. Refusals: rack.notFound,
 * place.notFound, rack.positionTaken, cluster.notFound, rack.inUse, zone.inUse.
 */
export const rackEditSchema = z.strictObject({
  type: z.literal('rack.edit'),
  rack: referenceSchema,
  row: referenceSchema.optional(),
  position: z.number().int().min(1).max(10_000).optional(),
  cluster: referenceSchema.optional(),
});

/** Removes an empty rack. Refusals: rack.notFound, rack.notEmpty. */
export const rackRemoveSchema = z.strictObject({
  type: z.literal('rack.remove'),
  rack: referenceSchema,
});

/**
 * Adds a storage unit: where managed disks live. Refusals: name.taken, rack.notFound,
 * place.notFound, place.inRack.
 */
export const storageAddSchema = z.strictObject({
  type: z.literal('storage.add'),
  name: nameSchema,
  /** The rack whose power and network it shares; absent means it depends on no rack. */
  rack: referenceSchema.optional(),
  /** Where it stands, unless a rack says so; it is lost with that place. */
  place: referenceSchema.optional(),
  capacityGib: z.number().int().min(1).max(1_000_000_000).optional(),
});

/** Removes a storage unit that holds no disk. Refusals: storage.notFound, storage.notEmpty. */
export const storageRemoveSchema = z.strictObject({
  type: z.literal('storage.remove'),
  storage: referenceSchema,
});

export const placeCommandSchemas = [
  placeAddSchema,
  placeRemoveSchema,
  clusterAddSchema,
  clusterRemoveSchema,
  rackAddSchema,
  rackEditSchema,
  rackRemoveSchema,
  storageAddSchema,
  storageRemoveSchema,
] as const;
