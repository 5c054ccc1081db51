/**
 * The room of a scenario file: places, clusters, racks, power, network, storage and hosts.
 * Fields carry the names that the commands have, so that whoever knows one knows the other; the
 * figures themselves are the command's own schemas. The kind of a thing is the section it is in.
 */
import { z } from 'zod';
import { hypervisorShape } from '../commands/hypervisor-commands.ts';
import { HYPERVISOR_TYPES } from '../model/hypervisor-kinds.ts';
import { hostHardwareShape, linkAddSchema, powerAddSchema } from '../commands/plant-commands.ts';
import { rackAddSchema, storageAddSchema } from '../commands/place-commands.ts';
import { switchAddSchema } from '../commands/plant-commands.ts';
import { HOST_SYSTEMS, SWITCH_LAYERS } from '../model/kinds.ts';
import { SECTION_LENGTH_MAX } from './scenario-limits.ts';
import {
  nameField,
  referenceListSchema,
  referencePatternSchema,
  repeatShape,
} from './scenario-word-schemas.ts';

/** A section: a list of entries of one shape. */
export function section<T extends z.ZodType>(entry: T, what: string): z.ZodOptional<z.ZodArray<T>> {
  return z.array(entry).max(SECTION_LENGTH_MAX).describe(what).optional();
}

const named = { name: nameField, ...repeatShape };

function placeEntry(
  parentText: string,
): z.ZodObject<
  typeof named & { parent: z.ZodOptional<typeof referencePatternSchema> },
  z.core.$strict
> {
  return z.strictObject({
    ...named,
    parent: referencePatternSchema.describe(parentText).optional(),
  });
}

const inside = 'The place it stands in: its name, or kind:name.';

export const placesSchema = z
  .strictObject({
    sites: section(
      z.strictObject({ ...named }),
      'Sites: your own room, or a region of a provider.',
    ),
    zones: section(placeEntry(inside), 'Availability zones of a site.'),
    datacenters: section(placeEntry(inside), 'Datacenters, in a zone or directly in a site.'),
    rooms: section(placeEntry(inside), 'Rooms of a datacenter.'),
    rows: section(placeEntry(inside), 'Rows of racks in a room.'),
  })
  .describe('Where things stand, from the site to the row.');

export const clusterEntrySchema = z.strictObject({
  ...named,
  sizes: z
    .array(z.string().min(1).max(64))
    .max(1_000)
    .optional()
    .describe('Machine sizes its hardware can run; every size that fits when absent.'),
});

export const rackEntrySchema = z.strictObject({
  ...named,
  row: referencePatternSchema.describe('The row (or room) it stands in.'),
  position: rackAddSchema.shape.position.describe(
    'Place in the row, from 1; copies take the places that follow. The first free one when absent.',
  ),
  units: rackAddSchema.shape.units.describe('Height in rack units; 42 when absent.'),
  cluster: referencePatternSchema.optional().describe('The cluster it belongs to.'),
});

const from = referencePatternSchema.describe('The part that feeds it.');
const place = referencePatternSchema
  .optional()
  .describe('The place it stands in when no rack says so; it is lost with that place.');
const ratingWatts = powerAddSchema.shape.ratingWatts.describe(
  'Load in watts above which it trips; never when absent or 0.',
);

export const powerSchema = z
  .strictObject({
    utilities: section(
      z.strictObject({ ...named, ratingWatts, place }),
      'Where the power comes from: the grid, a generator.',
    ),
    upses: section(
      z.strictObject({
        ...named,
        from: from.optional(),
        ratingWatts,
        batteryMinutes: powerAddSchema.shape.batteryMinutes.describe(
          'Minutes its battery carries the load; 5 when absent.',
        ),
        place,
      }),
      'Uninterruptible supplies: batteries between a utility and the feeds.',
    ),
    feeds: section(
      z.strictObject({ ...named, from: from.optional(), ratingWatts, place }),
      'Feeds: the power paths of the room, usually a and b.',
    ),
    pdus: section(
      z.strictObject({
        ...named,
        from,
        ratingWatts,
        rack: referencePatternSchema
          .optional()
          .describe('The rack it is mounted in; it is lost with that rack.'),
        place,
      }),
      'Power strips in the racks; hosts and switches plug into them.',
    ),
  })
  .describe('The power graph: utility, UPS, feed, PDU.');

export const networkSchema = z
  .strictObject({
    switches: section(
      z.strictObject({
        ...named,
        layer: z
          .enum(SWITCH_LAYERS)
          .describe('tor: top of a rack; aggregation: between; core: root of the network.'),
        rack: referencePatternSchema.optional().describe('The rack it is mounted in.'),
        place,
        pdus: referenceListSchema
          .optional()
          .describe('PDUs its cords go to; without any it is powered from outside the drawing.'),
        uplinks: referenceListSchema.optional().describe('Switches above it that it is linked to.'),
        watts: switchAddSchema.shape.watts.describe('What it draws, in watts.'),
      }),
      'Switches; they are made from the core downwards, whatever the order here.',
    ),
    links: section(
      z.strictObject({
        ...repeatShape,
        from: referencePatternSchema.describe('A host or switch, as host:name or switch:name.'),
        to: referencePatternSchema.describe('A switch.'),
        gbps: linkAddSchema.shape.gbps.describe('Speed in gigabits a second.'),
      }),
      'Links beyond the uplinks of switches and the ones hosts get by themselves.',
    ),
  })
  .describe('Switches and links.');

export const storageEntrySchema = z.strictObject({
  ...named,
  rack: referencePatternSchema
    .optional()
    .describe('The rack whose power and network it shares; it depends on no rack when absent.'),
  place,
  capacityGib: storageAddSchema.shape.capacityGib.describe('Room for disks, in GiB.'),
});

const unitRangePattern =
  /^\d{1,2}(?:-\d{1,2}(?:\/\d{1,2})?)?(?:,\d{1,2}(?:-\d{1,2}(?:\/\d{1,2})?)?)*$/;

const hardware = {
  model: hostHardwareShape.model.describe(
    'A model of the catalogue, which gives every figure below that is absent.',
  ),
  cores: hostHardwareShape.cores.describe('Processor cores.'),
  mipsPerCore: hostHardwareShape.mipsPerCore.describe(
    'Speed of one core in million instructions a second.',
  ),
  memoryMib: hostHardwareShape.memoryMib.describe('Memory in MiB.'),
  diskGib: hostHardwareShape.diskGib.describe('Local disk in GiB.'),
  nicMbps: hostHardwareShape.nicMbps.describe('Network interface in megabits a second.'),
  idleWatts: hostHardwareShape.idleWatts.describe('Watts drawn while idle.'),
  fullWatts: hostHardwareShape.fullWatts.describe('Watts drawn at full load.'),
  heightUnits: hostHardwareShape.heightUnits.describe('Height in rack units.'),
  vCpuPerCore: hostHardwareShape.vCpuPerCore.describe(
    'vCPU its hypervisor promises for each core; 1 when absent.',
  ),
};

export const hostEntrySchema = z.strictObject({
  ...named,
  rack: referencePatternSchema.describe('The rack it is mounted in.'),
  unit: z
    .number()
    .int()
    .min(1)
    .max(60)
    .optional()
    .describe('Lowest rack unit it fills, from 1; the first free place when absent.'),
  units: z
    .string()
    .max(200)
    .regex(unitRangePattern, { message: 'write it like 1-16, 1-31/2 or 1-8,20-27' })
    .optional()
    .describe('One host at each of these rack units ("1-16", every second: "1-31/2").'),
  ...hardware,
  system: z
    .enum(HOST_SYSTEMS)
    .optional()
    .describe('What it runs on its hardware; hypervisor when absent.'),
  installed: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Image whose system is on it, for a host with an operating system; Ubuntu2204.'),
  hypervisor: z
    .strictObject({
      kind: z
        .enum(HYPERVISOR_TYPES)
        .optional()
        .describe('hosted: in the operating system of the host; bareMetal when absent.'),
      ...hypervisorShape,
    })
    .optional()
    .describe('What it runs machines with, where that costs something or keeps something back.'),
  pdus: referenceListSchema
    .optional()
    .describe('PDUs its cords go to; every PDU of its rack when absent.'),
  switches: referenceListSchema
    .optional()
    .describe('Switches it is linked to; every top-of-rack switch of its rack when absent.'),
});

export type PlacesSection = z.infer<typeof placesSchema>;
export type PowerSection = z.infer<typeof powerSchema>;
export type NetworkSection = z.infer<typeof networkSchema>;
export type ClusterEntry = z.infer<typeof clusterEntrySchema>;
export type RackEntry = z.infer<typeof rackEntrySchema>;
export type StorageEntry = z.infer<typeof storageEntrySchema>;
export type HostEntry = z.infer<typeof hostEntrySchema>;
