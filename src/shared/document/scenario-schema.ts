/**
 * The scenario file: the one description of its shape, from which come its checks, its JSON
 * Schema, its canonical order and its TypeScript type.
 *
 * A scenario says what a room begins as, what is asked of it and what happens to it. The order of
 * the keys below is the order in which files are written. Presentation (`map`) stands apart at
 * the end and never changes a result.
 */
import { diskEntrySchema, quotaEntrySchema } from './scenario-service-schema.ts';
import { z } from 'zod';
import { POWER_STATES } from '../model/kinds.ts';
import { platformShape } from '../commands/platform-commands.ts';
import { reliabilityEntrySchema } from './scenario-reliability-schema.ts';
import { webAppEntrySchema } from './scenario-web-schema.ts';
import { localizedTextSchema } from '../model/localized-text.ts';
import { MEASURE_NAMES } from '../model/measures.ts';
import { referenceSchema } from '../model/name-schemas.ts';
import { calendarSchema } from '../model/calendar-schema.ts';
import { durationSchema } from '../model/quantities.ts';
import { EXPERIMENTS_MAX, experimentSchema } from '../views/experiment-view.ts';
import { actionSchema, type ScenarioAction } from './scenario-action-schema.ts';
import {
  balancerEntrySchema,
  balancerFrontendEntrySchema,
  balancerProbeEntrySchema,
  balancerRuleEntrySchema,
} from './scenario-balancer-schema.ts';
import { ACTIONS_MAX } from './scenario-limits.ts';
import {
  galleryEntrySchema,
  imageDefinitionEntrySchema,
  imageEntrySchema,
  imageVersionEntrySchema,
  termsEntrySchema,
} from './scenario-image-schema.ts';
import {
  dedicatedHostEntrySchema,
  hostGroupEntrySchema,
  proximityGroupEntrySchema,
  reservationEntrySchema,
} from './scenario-placement-schema.ts';
import {
  clusterEntrySchema,
  hostEntrySchema,
  networkSchema,
  placesSchema,
  powerSchema,
  rackEntrySchema,
  section,
  storageEntrySchema,
} from './scenario-room-schema.ts';
import {
  nicEntrySchema,
  publicIpEntrySchema,
  routeEntrySchema,
  peeringEntrySchema,
  securityGroupEntrySchema,
  subnetEntrySchema,
  virtualNetworkEntrySchema,
} from './scenario-network-schema.ts';
import {
  sessionsEntrySchema,
  snapshotEntrySchema,
  storeEntrySchema,
} from './scenario-state-schema.ts';
import { moveEntrySchema } from './scenario-move-schema.ts';
import { workloadEntrySchema } from './scenario-workload-schema.ts';
import {
  applicationsSchema,
  availabilitySetEntrySchema,
  batchEntrySchema,
  dnsProfileEntrySchema,
  groupEntrySchema,
  loadEntrySchema,
  machineEntrySchema,
  scaleSetEntrySchema,
  sizeEntrySchema,
} from './scenario-work-schema.ts';

/** What a scenario file calls itself. */
export const SCENARIO_FORMAT = 'racklab.scenario';
/** The version this program writes; older ones are migrated, newer ones refused. */
export const SCENARIO_FORMAT_VERSION = 1;

const SEED_MAX = 4_294_967_295;

export const noteSchema = z.strictObject({
  about: referenceSchema.optional().describe('What the note is about: its id, such as rack:r2.'),
  text: localizedTextSchema,
});

export const mapSchema = z
  .strictObject({
    positions: z
      .record(
        z.string().min(1).max(200),
        z.strictObject({
          x: z.number().describe('To the right.'),
          y: z.number().describe('Down.'),
        }),
      )
      .optional()
      .describe('Where things are drawn, by id, in map units.'),
  })
  .describe('Presentation only: where things are drawn. It never changes a result.');

export const expectationSchema = z
  .strictObject({
    measure: z.enum(MEASURE_NAMES).describe('A measure; `racklab run --help` lists them.'),
    service: referenceSchema.optional().describe('Of this service; of all together when absent.'),
    state: z
      .enum([...POWER_STATES, 'killed', 'failed'])
      .optional()
      .describe('For machines: in this power state; for applications: in this process state.'),
    batch: referenceSchema.optional().describe('Of this batch; of all together when absent.'),
    store: referenceSchema.optional().describe('Of this store; of all together when absent.'),
    workload: referenceSchema
      .optional()
      .describe('Of this use of machines; of all together when absent.'),
    at: durationSchema.optional().describe('At this moment; at the end when absent.'),
    min: z.number().optional().describe('Not less than this.'),
    max: z.number().optional().describe('Not more than this.'),
  })
  .describe('A measure with bounds that a run has to meet.');

/** The whole file. */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().max(400).optional().describe('Where an editor finds the JSON Schema.'),
    format: z.literal(SCENARIO_FORMAT).describe('Says that this is a scenario file.'),
    formatVersion: z
      .literal(SCENARIO_FORMAT_VERSION)
      .describe('The version of the format the file is written in.'),
    title: localizedTextSchema.describe('What the scenario is called.'),
    summary: localizedTextSchema.optional().describe('What it shows, in a sentence or two.'),
    catalogue: z
      .string()
      .min(1)
      .max(64)
      .describe('The catalogue its sizes, images, models and durations come from.'),
    seed: z
      .number()
      .int()
      .min(0)
      .max(SEED_MAX)
      .describe('Whole number from which all chance of a run derives.'),
    duration: durationSchema.describe('How long a run lasts: 24h, 90m.'),
    startsAt: calendarSchema
      .optional()
      .describe(
        'Day and time at which the run starts, UTC: 2026-03-31T18:30. Schedules go by it. ' +
          '2026-01-05T00:00, a Monday, when absent.',
      ),
    operations: z
      .enum(['measured', 'instant'])
      .optional()
      .describe('Whether operations take the time the provider was measured to take (measured).'),
    sizes: section(sizeEntrySchema, 'Machine sizes of its own, laid over the catalogue.'),
    places: placesSchema.optional(),
    clusters: section(clusterEntrySchema, 'Clusters: racks of one hardware generation.'),
    racks: section(rackEntrySchema, 'Racks.'),
    power: powerSchema.optional(),
    network: networkSchema.optional(),
    storage: section(storageEntrySchema, 'Storage units: where managed disks live.'),
    hosts: section(hostEntrySchema, 'Hosts: the physical servers.'),
    groups: section(groupEntrySchema, 'Resource groups.'),
    availabilitySets: section(
      availabilitySetEntrySchema,
      'Availability sets: machines spread over fault and update domains.',
    ),
    balancers: section(balancerEntrySchema, 'Load balancers.'),
    proximityGroups: section(
      proximityGroupEntrySchema,
      'Proximity placement groups: machines that share a datacenter.',
    ),
    hostGroups: section(hostGroupEntrySchema, 'Groups of dedicated hosts.'),
    dedicatedHosts: section(dedicatedHostEntrySchema, 'Hosts that one group has for itself.'),
    reservations: section(reservationEntrySchema, 'Capacity held and paid for in advance.'),
    virtualNetworks: section(
      virtualNetworkEntrySchema,
      'Virtual networks; without any everybody reaches everybody.',
    ),
    peerings: section(peeringEntrySchema, 'Virtual networks that are joined, two by two.'),
    securityGroups: section(
      securityGroupEntrySchema,
      'Security groups: rules that let traffic in and out, or do not.',
    ),
    subnets: section(subnetEntrySchema, 'Parts of virtual networks in which machines are.'),
    balancerFrontends: section(
      balancerFrontendEntrySchema,
      'Frontends of balancers beside the public one each of them has.',
    ),
    balancerProbes: section(balancerProbeEntrySchema, 'Named probes of balancers.'),
    balancerRules: section(
      balancerRuleEntrySchema,
      'Rules of balancers beside their own: from a frontend and port to a pool.',
    ),
    publicIps: section(publicIpEntrySchema, 'Public addresses.'),
    terms: section(termsEntrySchema, 'Marketplace images whose terms are accepted.'),
    images: section(imageEntrySchema, 'Images outside galleries: disks prepared elsewhere.'),
    galleries: section(galleryEntrySchema, 'Galleries of images.'),
    imageDefinitions: section(
      imageDefinitionEntrySchema,
      'Image definitions: what all versions of a gallery image have in common.',
    ),
    imageVersions: section(
      imageVersionEntrySchema,
      'Versions of gallery images, complete in their regions.',
    ),
    machines: section(machineEntrySchema, 'Virtual machines.'),
    quotas: section(quotaEntrySchema, 'vCPU quotas of regions; nothing is limited when absent.'),
    disks: section(diskEntrySchema, 'Managed disks beside those that come with a machine.'),
    nics: section(nicEntrySchema, 'Network interfaces beside the first ones of machines.'),
    routes: section(routeEntrySchema, 'Machines that subnets send everything outwards through.'),
    scaleSets: section(
      scaleSetEntrySchema,
      'Scale sets: one model, many instances, and rules that change their number.',
    ),
    applications: applicationsSchema.optional(),
    dnsProfiles: section(
      dnsProfileEntrySchema,
      'Names of services: each is resolved to one of several balancers.',
    ),
    load: section(loadEntrySchema, 'What the services are asked for.'),
    stores: section(
      storeEntrySchema,
      'Stores: databases and other services that keep data, with their replicas.',
    ),
    snapshots: section(snapshotEntrySchema, 'Snapshots of disks, taken at the start.'),
    sessions: section(
      sessionsEntrySchema,
      'Sessions: where services keep who is logged in, and how many log in.',
    ),
    webApps: section(webAppEntrySchema, 'Web apps: programs on a plan of the provider.'),
    workloads: section(
      workloadEntrySchema,
      'Uses of machines with a measured service, from the start.',
    ),
    moves: section(moveEntrySchema, 'Servers that are moved into machines, as far as they are.'),
    batches: section(batchEntrySchema, 'Batches of jobs, submitted at the start.'),
    platform: z
      .strictObject(platformShape)
      .optional()
      .describe("What the platform does by itself; nothing when absent: a room of one's own."),
    reliability: section(
      reliabilityEntrySchema,
      'What fails by itself, with mean times; it covers the parts the file makes.',
    ),
    actions: z
      .array(actionSchema)
      .max(ACTIONS_MAX)
      .optional()
      .describe('What happens later, in order of time: any command at a moment.'),
    expect: section(expectationSchema, 'What a run of the file has to show.'),
    experiments: z
      .array(experimentSchema)
      .max(EXPERIMENTS_MAX)
      .optional()
      .describe('Experiments: what is tried on copies, and what must hold before and meanwhile.'),
    notes: section(noteSchema, 'Notes for whoever opens it.'),
    map: mapSchema.optional(),
  })
  .describe('A Racklab scenario: a room, its work, and what happens to it.');

export type Expectation = z.infer<typeof expectationSchema>;
/** A scenario as a value. */
export type Scenario = Omit<z.infer<typeof scenarioSchema>, 'actions'> & {
  // The schemas of actions are built from a list, which loses their type; it is said here.
  actions?: ScenarioAction[] | undefined;
};
