/**
 * Rows of what a room is made of: places, racks, power, network, storage, hosts. What runs on them
 * stands in `topology-view.ts`.
 */
import { z } from 'zod';
import {
  HOST_STATES,
  HOST_SYSTEMS,
  PLACE_KINDS,
  POWER_KINDS,
  SWITCH_LAYERS,
} from '../model/kinds.ts';
import { hypervisorViewSchema } from './hypervisor-view.ts';
import { hostMarksShape, rackMarksShape } from './fault-view.ts';
import { guestViewSchema } from './guest-view.ts';
import { base, cause, count, id } from './row-base.ts';

export const placeRowSchema = z.strictObject({
  kind: z.literal('place'),
  ...base,
  placeKind: z.enum(PLACE_KINDS),
  parent: id.optional(),
  cut: z.boolean(),
  cause,
});

export const clusterRowSchema = z.strictObject({
  kind: z.literal('cluster'),
  ...base,
  /** Empty: every size that fits. */
  sizes: z.array(z.string()),
});

export const rackRowSchema = z.strictObject({
  kind: z.literal('rack'),
  ...base,
  row: id,
  position: count,
  units: count,
  cluster: id.optional(),
  /** The zone it stands in. */
  zone: id.optional(),
  cut: z.boolean(),
  cause,
  ...rackMarksShape,
});

export const powerRowSchema = z.strictObject({
  kind: z.literal('power'),
  ...base,
  powerKind: z.enum(POWER_KINDS),
  from: id.optional(),
  rack: id.optional(),
  /** Where it stands when it stands in no rack. */
  place: id.optional(),
  /** 0: not rated. */
  ratingWatts: count,
  batteryMinutes: z.number().min(0),
  cut: z.boolean(),
  tripped: z.boolean(),
  energised: z.boolean(),
  /** Simulated time at which the battery is empty, while it is discharging. */
  batteryEmptyAtUs: count.optional(),
  cause,
});

export const switchRowSchema = z.strictObject({
  kind: z.literal('switch'),
  ...base,
  layer: z.enum(SWITCH_LAYERS),
  rack: id.optional(),
  place: id.optional(),
  pdus: z.array(id),
  watts: count,
  powered: z.boolean(),
  /** Powered, not cut, and with a path to a core switch (a core switch is its own). */
  connected: z.boolean(),
  cut: z.boolean(),
  cause,
});

export const linkRowSchema = z.strictObject({
  kind: z.literal('link'),
  ...base,
  from: id,
  to: id,
  gbps: z.number(),
  cut: z.boolean(),
  up: z.boolean(),
});

export const storageRowSchema = z.strictObject({
  kind: z.literal('storage'),
  ...base,
  rack: id.optional(),
  place: id.optional(),
  capacityGib: count,
  usedGib: count,
  up: z.boolean(),
  cut: z.boolean(),
  cause,
});

export const hostRowSchema = z.strictObject({
  kind: z.literal('host'),
  ...base,
  rack: id,
  unit: count,
  heightUnits: count,
  /** The dedicated host it stands for. */
  dedicated: id.optional(),
  model: z.string(),
  cores: count,
  /** vCPU its hypervisor promises for each core. */
  vCpuPerCore: count,
  mipsPerCore: count,
  memoryMib: count,
  diskGib: count,
  nicMbps: count,
  idleWatts: count,
  fullWatts: count,
  system: z.enum(HOST_SYSTEMS),
  /** Image whose system is on it, where somebody said it. */
  installed: z.string().optional(),
  state: z.enum(HOST_STATES),
  pdus: z.array(id),
  powered: z.boolean(),
  connected: z.boolean(),
  cut: z.boolean(),
  vCpuCommitted: count,
  memoryCommittedMib: count,
  /** What it runs machines with, if it does. */
  hypervisor: hypervisorViewSchema.optional(),
  /** Its operating system, once somebody has touched it. */
  guest: guestViewSchema.optional(),
  cause,
  ...hostMarksShape,
});
