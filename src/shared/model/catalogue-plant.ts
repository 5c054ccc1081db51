/**
 * Hardware in a catalogue: servers, power distribution, batteries and switches for one's own room,
 * and the hosts a provider rents out whole.
 *
 * Nearly all of it is generic and marked so: the lessons need plausible ratings, not a shop. Watts
 * of servers are in thousandths, because the published power curves have decimals.
 */
import { z } from 'zod';
import { microUsdSchema } from './catalogue-compute.ts';
import { catalogueKeySchema, evidenceShape, titleSchema } from './catalogue-evidence.ts';
import { SWITCH_LAYERS } from './kinds.ts';

const positive = z.number().int().min(1);
const natural = z.number().int().min(0);

/** Points of a power curve: at 0, 10, … 100 % load. */
export const POWER_CURVE_POINTS = 11;

/** A server. Fields have the names of the command `host.add` where both have them. */
export const hostModelSchema = z
  .strictObject({
    model: catalogueKeySchema,
    title: titleSchema,
    place: z.enum(['room', 'provider']).describe('room: can be bought; provider: stands there.'),
    cores: positive,
    vCpuAvailable: positive.optional().describe('vCPUs a provider sells on it.'),
    mhz: positive.describe('Clock of one core.'),
    mipsPerCore: positive.describe('Million instructions a second of one core.'),
    memoryMib: positive,
    diskGib: positive,
    nicMbps: positive,
    heightUnits: positive,
    idleMilliwatt: positive,
    fullMilliwatt: positive,
    powerCurveMilliwatt: z
      .array(positive)
      .length(POWER_CURVE_POINTS)
      .optional()
      .describe('Power at 0, 10, … 100 % load; a straight line from idle to full when absent.'),
    ...evidenceShape,
  })
  .superRefine((host, context) => {
    const { idleMilliwatt, fullMilliwatt, powerCurveMilliwatt: curve } = host;
    if (idleMilliwatt > fullMilliwatt) {
      context.addIssue({ code: 'custom', message: 'idle power must not exceed full power' });
    }
    if (curve !== undefined && (curve[0] !== idleMilliwatt || curve.at(-1) !== fullMilliwatt)) {
      context.addIssue({ code: 'custom', message: 'the power curve must run from idle to full' });
    }
  });

/** A host rented whole: its machines cost nothing more. */
export const dedicatedHostSchema = z.strictObject({
  sku: catalogueKeySchema,
  series: catalogueKeySchema,
  cores: positive,
  vCpu: positive,
  memoryMib: positive,
  microUsdPerHour: microUsdSchema,
  ...evidenceShape,
});

export const pduModelSchema = z.strictObject({
  model: catalogueKeySchema,
  title: titleSchema,
  ratingWatts: positive,
  outlets: positive,
  heightUnits: natural.describe('0: hangs beside the rack units.'),
  ...evidenceShape,
});

export const upsModelSchema = z.strictObject({
  model: catalogueKeySchema,
  title: titleSchema,
  ratingWatts: positive,
  batteryMinutes: positive.describe('At full load.'),
  efficiencyBasisPoints: positive.max(10_000),
  ...evidenceShape,
});

export const switchModelSchema = z.strictObject({
  model: catalogueKeySchema,
  title: titleSchema,
  layer: z.enum(SWITCH_LAYERS),
  ports: positive,
  portMbps: positive,
  uplinkPorts: natural,
  uplinkMbps: natural,
  watts: positive,
  heightUnits: positive,
  boot: catalogueKeySchema.describe('Operation that says how long it boots.'),
  ...evidenceShape,
});

export type HostModel = z.infer<typeof hostModelSchema>;
