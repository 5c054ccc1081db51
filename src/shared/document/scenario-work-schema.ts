/**
 * The work of a scenario file: own sizes, resource groups, machines, balancers, applications,
 * load and batches. As in the room, fields and figures are the commands' own; what a file adds is
 * the power state a machine begins in and the short form of a constant load.
 */
import { groupEnvironmentShape, serviceServerShape } from './scenario-move-schema.ts';
import { z } from 'zod';
import { hypervisorShape } from '../commands/hypervisor-commands.ts';
import { HYPERVISOR_TYPES } from '../model/hypervisor-kinds.ts';
import { availabilitySetShape } from '../commands/availability-commands.ts';
import { groupAddSchema, vmCreateSchema } from '../commands/cloud-commands.ts';
import {
  dnsEndpointShape,
  dnsProfileAddSchema,
  dnsProfileShape,
} from '../commands/dns-commands.ts';
import { batchSubmitSchema, serviceShape, workFormulaSchema } from '../commands/work-commands.ts';
import { autoscaleShape } from '../commands/autoscale-commands.ts';
import { scaleSetShape } from '../commands/scale-set-commands.ts';
import { scaleSetPolicyShape } from '../commands/scale-set-policy-commands.ts';
import { durationSchema, ratePointSchema, rateCurveSchema } from '../model/quantities.ts';
import { installedEntrySchema, taskEntrySchema } from './scenario-guest-schema.ts';
import { windows } from './scenario-window-schema.ts';
import { interfaceEntryShape } from './scenario-network-schema.ts';
import {
  nameField,
  referenceListSchema,
  referencePatternSchema,
  repeatShape,
} from './scenario-word-schemas.ts';

/** What a machine of a file may begin as; everything between is an operation, not a beginning. */
export const START_POWER_STATES = ['running', 'stopped', 'deallocated', 'generalized'] as const;
export type StartPowerState = (typeof START_POWER_STATES)[number];

const named = { name: nameField, ...repeatShape };
const tags = groupAddSchema.shape.tags.describe('Tags, as name and value.');
const group = referencePatternSchema
  .optional()
  .describe('Its resource group; the only one of the file when absent.');

/** A size of the file's own, laid over the catalogue; every figure it lacks has a default. */
export const sizeEntrySchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/)
    .describe('Its name; machines ask for it by this. It hides one of the catalogue.'),
  vCpu: z.number().int().min(1).max(4_096).describe('Virtual processors.'),
  memoryMib: z.number().int().min(64).max(1_073_741_824).describe('Memory in MiB.'),
  maxDataDisks: z
    .number()
    .int()
    .min(0)
    .max(64)
    .optional()
    .describe('Data disks it can carry; 4 for each vCPU, at most 64, when absent.'),
  usdPerHour: z
    .number()
    .min(0)
    .max(100_000)
    .optional()
    .describe('Price of an hour in dollars; 0 when absent.'),
  networkMbps: z
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .describe('Megabits a second of its network; those of the default size when absent.'),
  diskIops: z
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .describe('Disk operations a second it lets through; those of the default size.'),
  diskMbps: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('Millions of bytes a second to its disks; those of the default size.'),
});

export const groupEntrySchema = z.strictObject({
  ...named,
  location: groupAddSchema.shape.location.describe('Region or own site; lab when absent.'),
  tags,
  ...groupEnvironmentShape,
});

export const availabilitySetEntrySchema = z.strictObject({
  ...named,
  group,
  faultDomains: availabilitySetShape.faultDomains.describe(
    'Groups of racks that share no power and no switch; 2 when absent.',
  ),
  updateDomains: availabilitySetShape.updateDomains.describe(
    'Groups of machines that are maintained one after the other; 5 when absent.',
  ),
  windows,
  tags,
});

/** What a hypervisor in a machine may say; it never swaps, so nothing of that. */
const { memoryPolicy: _policy, memoryPercent: _percent, ...nestShape } = hypervisorShape;

export const machineEntrySchema = z.strictObject({
  ...named,
  group,
  size: vmCreateSchema.shape.size.describe('A size of the catalogue or of this file.'),
  image: vmCreateSchema.shape.image.describe(
    'Alias (Ubuntu2204), full name (publisher:offer:sku:version), an image of the file ' +
      '(web, web@1.0.0), or iso: before an alias.',
  ),
  withContents: vmCreateSchema.shape.withContents.describe(
    'false: it begins bare; its image only says from what it has drifted.',
  ),
  host: referencePatternSchema
    .optional()
    .describe('Pins it to one host; the placement rule chooses when absent.'),
  inside: referencePatternSchema
    .optional()
    .describe('The machine it runs inside, declared above with a hypervisor; it names no host.'),
  hypervisor: z
    .strictObject({
      kind: z
        .enum(HYPERVISOR_TYPES)
        .optional()
        .describe('hosted: a program in its system; bareMetal, a role of it, when absent.'),
      ...nestShape,
    })
    .optional()
    .describe('Runs machines inside it, where its size allows nested virtualization.'),
  power: z.enum(START_POWER_STATES).optional().describe('What it begins as; running when absent.'),
  cpuWeight: vmCreateSchema.shape.cpuWeight.describe(
    'Its weight beside others where a hypervisor has too few cores; 100 when absent.',
  ),
  availabilitySet: referencePatternSchema
    .optional()
    .describe('The availability set it joins, for life.'),
  zone: referencePatternSchema
    .optional()
    .describe('The zone it is pinned to, for life; regional when absent.'),
  proximityGroup: referencePatternSchema
    .optional()
    .describe('The proximity placement group whose datacenter it shares.'),
  hostGroup: referencePatternSchema
    .optional()
    .describe('The group of dedicated hosts it stands on.'),
  dedicatedHost: referencePatternSchema
    .optional()
    .describe('The dedicated host it stands on, for life.'),
  reservation: referencePatternSchema
    .optional()
    .describe('The capacity reservation whose places it uses.'),
  balancers: referenceListSchema.optional().describe('Balancers whose backend pool it joins.'),
  osDisk: vmCreateSchema.shape.osDisk.describe('Its system disk; as the image asks when absent.'),
  dataDisks: vmCreateSchema.shape.dataDisks.describe('Its data disks.'),
  storage: referencePatternSchema.optional().describe('The storage unit its disks live in.'),
  ...interfaceEntryShape,
  administrator: vmCreateSchema.shape.administrator.describe(
    'Its first user and the kind of credential, never the secret; nobody is named when absent.',
  ),
  openPorts: vmCreateSchema.shape.openPorts.describe(
    'Ports opened to everybody as it is made: a rule in the group of its interface or subnet.',
  ),
  build: vmCreateSchema.shape.build.describe('Version of the application deployed on it.'),
  windows,
  priority: vmCreateSchema.shape.priority.describe('spot: cheaper, and taken back at any time.'),
  eviction: vmCreateSchema.shape.eviction.describe(
    'What becomes of a spot machine that is evicted; deallocate when absent.',
  ),
  tags,
});

export const scaleSetEntrySchema = z.strictObject({
  ...named,
  group,
  size: scaleSetShape.size.describe('Size of its instances.'),
  image: scaleSetShape.image.describe('Image of its instances.'),
  capacity: scaleSetShape.capacity.describe('Instances it begins with.'),
  orchestration: scaleSetShape.orchestration.describe('flexible when absent.'),
  faultDomains: scaleSetShape.faultDomains.describe(
    '1: spread over as many racks as possible. Uniform 5, flexible 1 when absent.',
  ),
  scaleIn: scaleSetShape.scaleIn.describe('Which instances go first when it shrinks.'),
  balancers: referenceListSchema
    .optional()
    .describe('Balancers whose backend pool the instances join.'),
  subnet: referencePatternSchema
    .optional()
    .describe('The subnet its instances get addresses of; the shared network when absent.'),
  securityGroup: referencePatternSchema
    .optional()
    .describe('Guards the interface of each instance, beside what guards the subnet.'),
  dataDisks: scaleSetShape.dataDisks.describe(
    'Data disks of each instance; they are made and deleted with it.',
  ),
  administrator: scaleSetShape.administrator.describe(
    'First user of each instance, never the secret; nobody is named when absent.',
  ),
  openPorts: scaleSetShape.openPorts.describe(
    'Ports opened to everybody as the set is made: a rule in its group or that of its subnet.',
  ),
  zones: referenceListSchema
    .optional()
    .describe('Zones its instances are spread over; regional when absent.'),
  zoneBalance: scaleSetShape.zoneBalance.describe(
    'Refuses to grow out of balance; as even as it can be when absent.',
  ),
  build: scaleSetPolicyShape.build.describe('Version of the application in its model.'),
  health: scaleSetPolicyShape.health.describe(
    'What says whether an instance is well: none, the probe of its balancer, or the application.',
  ),
  upgrade: scaleSetPolicyShape.upgrade.describe(
    'How instances follow a change of the model; manual when absent.',
  ),
  repairs: scaleSetPolicyShape.repairs.describe(
    'What is done to instances that stay unhealthy; nothing when absent.',
  ),
  overprovision: scaleSetPolicyShape.overprovision.describe(
    'More are made than asked for and the slowest go; uniform sets only, on when absent.',
  ),
  terminateNotice: scaleSetPolicyShape.terminateNotice.describe(
    'So long before it is deleted an instance is told, 5m to 15m; not at all when absent.',
  ),
  singlePlacementGroup: scaleSetPolicyShape.singlePlacementGroup.describe(
    'All instances in one placement group, 100 at most; uniform sets only, true when absent.',
  ),
  mix: scaleSetPolicyShape.mix.describe(
    'Several sizes in one flexible set, and which of them an instance gets first.',
  ),
  windows,
  automaticImageUpgrade: scaleSetPolicyShape.automaticImageUpgrade.describe(
    'Newer versions of its image are rolled out by themselves; false when absent.',
  ),
  spot: scaleSetPolicyShape.spot.describe(
    'Spot instances: how many are regular all the same, and what an eviction does.',
  ),
  autoscale: z
    .strictObject({
      minimum: autoscaleShape.minimum.describe('Never fewer instances.'),
      maximum: autoscaleShape.maximum.describe('Never more instances.'),
      default: autoscaleShape.default.describe('While there are no metrics; minimum when absent.'),
      rules: autoscaleShape.rules.describe('When to grow and when to shrink.'),
      name: autoscaleShape.name.describe('Name of the setting; a set has one.'),
      profiles: autoscaleShape.profiles.describe(
        'Limits and rules for days of the week or a date, in place of the default ones.',
      ),
      warmUp: autoscaleShape.warmUp.describe(
        'How long a machine runs before its figures count; 0s when absent.',
      ),
      forecast: autoscaleShape.forecast.describe(
        'Scaling out ahead of what past days let expect; needs 7 whole days.',
      ),
    })
    .optional()
    .describe('Rules that change the number of instances.'),
  tags,
});

export const serviceEntrySchema = z.strictObject({
  ...named,
  group,
  balancer: referencePatternSchema.describe('The balancer it stands behind.'),
  workers: serviceShape.workers.describe(
    'Requests one machine serves at the same time; 4 when absent.',
  ),
  serviceTime: serviceShape.serviceTime.describe(
    'Mean time one request needs, exponentially distributed; 100ms when absent.',
  ),
  queueLimit: serviceShape.queueLimit.describe(
    'Requests one machine keeps waiting; 8 when absent.',
  ),
  deadline: serviceShape.deadline.describe(
    'A request served later counts as late; 2s when absent.',
  ),
  threshold: serviceShape.threshold.describe(
    'Share of the requests of a second that must be served in time for it to count as up; 0.99.',
  ),
  port: serviceShape.port.describe('The port on which it listens; 80 when absent.'),
  clients: serviceShape.clients.describe(
    'Addresses its users come from; each request from another one when absent.',
  ),
  largestClientShare: serviceShape.largestClientShare.describe(
    'Share of the requests that comes from the largest address; all alike when absent.',
  ),
  outboundCalls: serviceShape.outboundCalls.describe(
    'Calls outwards that one request makes, each over its own connection; 0 when absent.',
  ),
  outboundHold: serviceShape.outboundHold.describe(
    'For how long a call keeps its port; 4m when absent.',
  ),
  dependsOn: z
    .array(
      z.strictObject({
        on: referencePatternSchema.describe('A machine, a balancer or another service.'),
        share: z.number().min(0).max(1).optional().describe('Share of the requests; all: 1.'),
        port: z
          .number()
          .int()
          .min(1)
          .max(65_535)
          .optional()
          .describe('Port it is reached on, through the networks; not asked when absent.'),
      }),
    )
    .max(16)
    .optional()
    .describe('What it needs to answer; a request that lacks it fails.'),
  ...serviceServerShape,
});

export const dnsProfileEntrySchema = z.strictObject({
  ...named,
  group,
  service: referencePatternSchema.describe('The service that is found by it.'),
  endpoints: z
    .array(
      z.strictObject({
        balancer: referencePatternSchema.describe('A balancer it may answer with.'),
        weight: dnsEndpointShape.shape.weight.describe('Share with routing by weight; 1.'),
      }),
    )
    .min(1)
    .max(32)
    .describe('The balancers, first choice first; that of the service is one of them.'),
  resolvers: dnsProfileAddSchema.shape.resolvers.describe(
    'Resolvers of the users, each with answers of its own; 100 when absent.',
  ),
  routing: dnsProfileShape.routing.describe('priority: the first good one; weighted: by weight.'),
  ttl: dnsProfileShape.ttl.describe('Users keep an answer for so long; 60s when absent.'),
  probeInterval: dnsProfileShape.probeInterval.describe('Time between checks; 30s when absent.'),
  toleratedFailures: dnsProfileShape.toleratedFailures.describe(
    'Failed checks that are borne before a balancer counts as down; 3 when absent.',
  ),
});

export const applicationsSchema = z
  .strictObject({
    services: z
      .array(serviceEntrySchema)
      .max(10_000)
      .optional()
      .describe('Services: requests, answered by the machines behind a balancer.'),
    installed: z
      .array(installedEntrySchema)
      .max(10_000)
      .optional()
      .describe('Applications of the catalogue, installed on operating systems.'),
    tasks: z.array(taskEntrySchema).max(10_000).optional().describe('Scheduled tasks.'),
  })
  .describe('What runs on the machines.');

export const loadEntrySchema = z.strictObject({
  ...repeatShape,
  service: referencePatternSchema.describe('The service that is asked.'),
  perSecond: ratePointSchema.shape.perSecond
    .optional()
    .describe('Requests a second, the whole time. Either this or points.'),
  period: durationSchema.optional().describe('The curve repeats after this; for ever when absent.'),
  points: rateCurveSchema.shape.points
    .optional()
    .describe('The curve: from each moment on, so many requests a second.'),
});

export const batchEntrySchema = z.strictObject({
  ...named,
  group,
  machines: batchSubmitSchema.shape.machines.describe(
    'The machines that compute, job by job in turn; "*" stands for any characters.',
  ),
  jobs: batchSubmitSchema.shape.count.describe('How many jobs.'),
  work: workFormulaSchema.describe(
    'Length of job i in million instructions: baseMi + (i × stride mod modulo).',
  ),
});

export type SizeEntry = z.infer<typeof sizeEntrySchema>;
export type GroupEntry = z.infer<typeof groupEntrySchema>;
export type AvailabilitySetEntry = z.infer<typeof availabilitySetEntrySchema>;
export type MachineEntry = z.infer<typeof machineEntrySchema>;
export type ScaleSetEntry = z.infer<typeof scaleSetEntrySchema>;
export type ServiceEntry = z.infer<typeof serviceEntrySchema>;
export type DnsProfileEntry = z.infer<typeof dnsProfileEntrySchema>;
export type LoadEntry = z.infer<typeof loadEntrySchema>;
export type BatchEntry = z.infer<typeof batchEntrySchema>;
