/**
 * Commands that build and edit the plant: power graph, network and hosts.
 *
 * Power flows utility → UPS → feed → PDU → cord; the network is a graph of links between hosts
 * and switches whose roots are the core switches. Ratings of 0 mean "not rated": nothing trips.
 */
import { z } from 'zod';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';
import { HOST_SYSTEMS, POWER_KINDS, SWITCH_LAYERS } from '../model/kinds.ts';

const wattsSchema = z.number().int().min(0).max(1_000_000_000);

/**
 * Adds a part of the power graph. Refusals: name.taken, power.notFound, power.wrongSource,
 * rack.notFound, place.notFound, place.inRack.
 */
export const powerAddSchema = z.strictObject({
  type: z.literal('power.add'),
  kind: z.enum(POWER_KINDS),
  name: nameSchema,
  /** The part that feeds it; a utility has none, a PDU needs one. */
  from: referenceSchema.optional(),
  /** Load above which it trips; 0 or absent: not rated. */
  ratingWatts: wattsSchema.optional(),
  /** UPS only: how long the battery carries it; 5 when absent. */
  batteryMinutes: z.number().min(0).max(10_000).optional(),
  /** PDU only: the rack it is mounted in; it is lost with that rack. */
  rack: referenceSchema.optional(),
  /** The site, zone, datacenter or room it stands in, unless a rack says so; it is lost with it. */
  place: referenceSchema.optional(),
});

/** Changes rating or source of a part. Refusals: power.notFound, power.wrongSource. */
export const powerEditSchema = z.strictObject({
  type: z.literal('power.edit'),
  power: referenceSchema,
  from: referenceSchema.optional(),
  ratingWatts: wattsSchema.optional(),
  batteryMinutes: z.number().min(0).max(10_000).optional(),
});

/** Removes a part that feeds nothing. Refusals: power.notFound, power.inUse. */
export const powerRemoveSchema = z.strictObject({
  type: z.literal('power.remove'),
  power: referenceSchema,
});

/**
 * Adds a switch. Refusals: name.taken, rack.notFound, power.notFound, power.wrongSource,
 * switch.notFound, place.notFound, place.inRack.
 */
export const switchAddSchema = z.strictObject({
  type: z.literal('switch.add'),
  name: nameSchema,
  layer: z.enum(SWITCH_LAYERS),
  rack: referenceSchema.optional(),
  /** Where it stands, unless a rack says so; it is lost with that place. */
  place: referenceSchema.optional(),
  /** PDUs its cords go to; without any it is powered from outside the drawing. */
  pdus: z.array(referenceSchema).max(4).optional(),
  /** Switches it is linked to. */
  uplinks: z.array(referenceSchema).max(64).optional(),
  watts: wattsSchema.optional(),
});

/** Removes a switch with its links and cords. Refusals: switch.notFound, switch.inUse. */
export const switchRemoveSchema = z.strictObject({
  type: z.literal('switch.remove'),
  switch: referenceSchema,
});

/**
 * Links a host or switch with a switch. Refusals: link.endNotFound, link.exists, link.toItself,
 * name.taken.
 */
export const linkAddSchema = z.strictObject({
  type: z.literal('link.add'),
  from: referenceSchema,
  to: referenceSchema,
  gbps: z.number().min(0.001).max(10_000).optional(),
});

/** Removes a link. Refusals: link.notFound. */
export const linkRemoveSchema = z.strictObject({
  type: z.literal('link.remove'),
  link: referenceSchema,
});

/**
 * Plugs a host or switch into a PDU. Refusals: cord.deviceNotFound, power.notFound,
 * power.wrongSource, cord.exists, cord.tooMany.
 */
export const cordAddSchema = z.strictObject({
  type: z.literal('cord.add'),
  device: referenceSchema,
  pdu: referenceSchema,
});

/** Unplugs it. Refusals: cord.deviceNotFound, power.notFound, power.wrongSource, cord.notFound. */
export const cordRemoveSchema = z.strictObject({
  type: z.literal('cord.remove'),
  device: referenceSchema,
  pdu: referenceSchema,
});

/** What a host is made of; used by the command and by scenario files alike. */
export const hostHardwareShape = {
  /** A model of the catalogue, which gives every figure below that is absent. */
  model: z.string().min(1).max(64).optional(),
  cores: z.number().int().min(1).max(4_096).optional(),
  /** Speed of one core in MIPS (million instructions a second). */
  mipsPerCore: z.number().int().min(1).max(1_000_000).optional(),
  memoryMib: z.number().int().min(64).max(1_073_741_824).optional(),
  diskGib: z.number().int().min(1).max(10_000_000).optional(),
  nicMbps: z.number().int().min(1).max(1_000_000).optional(),
  idleWatts: wattsSchema.optional(),
  fullWatts: wattsSchema.optional(),
  /** Height in rack units; 1 when neither it nor a model is given. */
  heightUnits: z.number().int().min(1).max(60).optional(),
  /** vCPU its hypervisor promises for each core; 1 when absent. Memory is never overcommitted. */
  vCpuPerCore: z.number().int().min(1).max(16).optional(),
};

/**
 * Adds a host. Refusals: name.taken, rack.notFound, rack.unitTaken, rack.full, model.notFound,
 * host.incomplete, power.notFound, power.wrongSource, switch.notFound, image.notFound.
 */
export const hostAddSchema = z.strictObject({
  type: z.literal('host.add'),
  name: nameSchema,
  rack: referenceSchema,
  /** Lowest rack unit it fills, from 1; the first free place when absent. */
  unit: z.number().int().min(1).max(60).optional(),
  ...hostHardwareShape,
  system: z.enum(HOST_SYSTEMS).optional(),
  /** Alias of the image whose system is on it, where it runs none of machines. */
  installed: z.string().min(1).max(200).optional(),
  /** PDUs its cords go to; every PDU of the rack when absent. */
  pdus: z.array(referenceSchema).max(4).optional(),
  /** Switches it is linked to; every top-of-rack switch of the rack when absent. */
  switches: z.array(referenceSchema).max(8).optional(),
});

/**
 * Moves an empty host or changes what it runs. Refusals: host.notFound, host.inUse, rack.notFound,
 * rack.unitTaken, rack.full, name.taken,
 * host.hasApplications.
 */
export const hostEditSchema = z.strictObject({
  type: z.literal('host.edit'),
  host: referenceSchema,
  rack: referenceSchema.optional(),
  unit: z.number().int().min(1).max(60).optional(),
  system: z.enum(HOST_SYSTEMS).optional(),
});

/**
 * Removes a host no machine is placed on. Refusals: host.notFound, host.inUse,
 * host.hasApplications.
 */
export const hostRemoveSchema = z.strictObject({
  type: z.literal('host.remove'),
  host: referenceSchema,
});

/** Makes a part fail. Refusals: fault.targetNotFound, fault.alreadyCut. */
export const faultCutSchema = z.strictObject({
  type: z.literal('fault.cut'),
  /**
   * `utility:…`, `ups:…`, `feed:…`, `pdu:…`, `rack:…`, `switch:…`, `link:…`, `host:…`,
   * `storage:…`
   */
  target: referenceSchema,
});

/** Repairs it, resetting a tripped breaker. Refusals: fault.targetNotFound, fault.notCut. */
export const faultRestoreSchema = z.strictObject({
  type: z.literal('fault.restore'),
  target: referenceSchema,
});

export const plantCommandSchemas = [
  powerAddSchema,
  powerEditSchema,
  powerRemoveSchema,
  switchAddSchema,
  switchRemoveSchema,
  linkAddSchema,
  linkRemoveSchema,
  cordAddSchema,
  cordRemoveSchema,
  hostAddSchema,
  hostEditSchema,
  hostRemoveSchema,
  faultCutSchema,
  faultRestoreSchema,
] as const;
