/**
 * Commands on what runs inside an operating system: applications, patches, scheduled tasks.
 *
 * `on` names the system by what it runs on: a host without a hypervisor, or a machine. Inside it
 * applications and tasks go by their own names. Codes say what collides; the message carries the
 * line a person would find in the log.
 */
import { z } from 'zod';
import {
  absolutePathSchema,
  listenAddressSchema,
  portSchema,
  systemWordSchema,
} from '../model/application.ts';
import { catalogueKeySchema } from '../model/catalogue-evidence.ts';
import { nameSchema, referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';

const MIB_MAX = 16_777_216;
const MILLICORES_MAX = 1_024_000;
/** More would pass a thousandth of a MiB in a microsecond, the step of simulated time. */
const GROWTH_MAX = 1_000_000;
const mib = z.number().int().min(0).max(MIB_MAX);
const growth = z.number().int().min(0).max(GROWTH_MAX);
const millicores = z.number().int().min(0).max(MILLICORES_MAX);

/** What an installation may change of the needs its catalogue entry states. */
const applicationChangesShape = {
  ports: z.record(systemWordSchema, portSchema).optional(),
  addresses: z.record(systemWordSchema, listenAddressSchema).optional(),
  paths: z.record(systemWordSchema, absolutePathSchema).optional(),
  settings: z.record(systemWordSchema, z.string().max(200)).optional(),
  cpuMillicores: millicores.optional(),
  memoryMib: mib.min(1).optional(),
  memoryGrowthMibPerHour: growth.optional(),
  diskGrowthMibPerHour: growth.optional(),
  /** Applications on the same system that must run before it does. */
  dependsOn: z.array(nameSchema).max(20).optional(),
};

/** What `app.install` and the section of a scenario file share. */
export const applicationInstallShape = {
  application: catalogueKeySchema,
  /** Name under which the system registers it; the catalogue's when absent. */
  serviceName: systemWordSchema.optional(),
  ...applicationChangesShape,
  /** An installed version of a runtime that cannot stand beside another gives way. */
  replaceRuntimes: z.boolean().optional(),
  /** Start it at once, and with the system; true when absent. */
  start: z.boolean().optional(),
};

/** What `task.add` and the section of a scenario file share. */
export const taskShape = {
  /** Five fields, or a word such as `@daily`; the calendar is that of the run, in UTC. */
  cron: z.string().min(1).max(300),
  /** How long one run lasts; 1m when absent. */
  lasts: durationSchema.optional(),
  cpuMillicores: millicores.optional(),
  memoryMib: mib.optional(),
};

/**
 * Installs an application of the catalogue. Refusals: guest.notFound,
 * guest.hypervisor, guest.down, jumpbox.down, application.notFound, app.nameTaken,
 * app.unknownSetting,
 * app.onlyOne, app.serviceTaken, app.runtimeConflict, app.diskFull, app.dependencyCycle,
 * app.portTaken, app.pathTaken, app.memoryShort, app.dependencyMissing.
 */
export const appInstallSchema = z.strictObject({
  type: z.literal('app.install'),
  on: referenceSchema,
  /** The application's own name when absent. */
  name: nameSchema.optional(),
  ...applicationInstallShape,
});

/**
 * Starts an application, now and whenever its system starts. Refusals: guest.notFound,
 * app.notFound, guest.down, jumpbox.down, move.serverHeld, app.running, app.runtimeMissing,
 * app.dependencyMissing, app.portTaken,
 * app.pathTaken, app.memoryShort, app.diskFull.
 */
export const appStartSchema = z.strictObject({
  type: z.literal('app.start'),
  on: referenceSchema,
  app: nameSchema,
});

/**
 * Stops an application, and with it those that depend on it. Refusals: guest.notFound,
 * app.notFound, app.notRunning.
 */
export const appStopSchema = z.strictObject({
  type: z.literal('app.stop'),
  on: referenceSchema,
  app: nameSchema,
});

/**
 * Removes an application with its data. Refusals: guest.notFound, app.notFound,
 * app.running, app.needed.
 */
export const appRemoveSchema = z.strictObject({
  type: z.literal('app.remove'),
  on: referenceSchema,
  app: nameSchema,
});

/**
 * Changes the configuration of an application that does not run. Refusals: guest.notFound,
 * app.notFound, app.running, app.unknownSetting, app.dependencyCycle.
 */
export const appConfigureSchema = z.strictObject({
  type: z.literal('app.configure'),
  on: referenceSchema,
  app: nameSchema,
  ...applicationChangesShape,
});

/**
 * Installs the patches that are due; they take effect with a restart of the system, which stops
 * everybody on it. Refusals: guest.notFound, guest.hypervisor, guest.down, jumpbox.down, vm.busy.
 */
export const osPatchSchema = z.strictObject({
  type: z.literal('os.patch'),
  on: referenceSchema,
  /** Restart at once; true when absent. */
  reboot: z.boolean().optional(),
});

/**
 * Restarts an operating system. Refusals: guest.notFound, guest.hypervisor, guest.down,
 * jumpbox.down,
 * vm.busy.
 */
export const osRebootSchema = z.strictObject({
  type: z.literal('os.reboot'),
  on: referenceSchema,
});

/**
 * Adds a scheduled task. Refusals: guest.notFound, guest.hypervisor, task.nameTaken, cron.invalid,
 * cron.never, task.noTime.
 */
export const taskAddSchema = z.strictObject({
  type: z.literal('task.add'),
  on: referenceSchema,
  name: nameSchema,
  ...taskShape,
});

/** Removes a scheduled task. Refusals: guest.notFound, task.notFound. */
export const taskRemoveSchema = z.strictObject({
  type: z.literal('task.remove'),
  on: referenceSchema,
  task: nameSchema,
});

export const guestCommandSchemas = [
  appInstallSchema,
  appStartSchema,
  appStopSchema,
  appRemoveSchema,
  appConfigureSchema,
  osPatchSchema,
  osRebootSchema,
  taskAddSchema,
  taskRemoveSchema,
] as const;
