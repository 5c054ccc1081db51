/**
 * What is inside operating systems, in a scenario file: installed applications and scheduled
 * tasks. Fields are those of the commands `app.install` and `task.add`.
 */
import { z } from 'zod';
import { applicationInstallShape, taskShape } from '../commands/guest-commands.ts';
import { referencePatternSchema, nameField, repeatShape } from './scenario-word-schemas.ts';

const on = referencePatternSchema.describe(
  'What the operating system runs on: a host without a hypervisor, or a machine.',
);
const shape = applicationInstallShape;

export const installedEntrySchema = z.strictObject({
  ...repeatShape,
  on,
  application: shape.application.describe('An application of the catalogue.'),
  name: nameField
    .optional()
    .describe('Its name on that system; that of the application if absent.'),
  serviceName: shape.serviceName.describe(
    'Name of its service; as the catalogue has it when absent.',
  ),
  ports: shape.ports.describe('Other ports, by the name of the port: {"http": 8080}.'),
  addresses: shape.addresses.describe('Other addresses to listen on, by the name of the port.'),
  paths: shape.paths.describe('Other paths, by the name of the path.'),
  settings: shape.settings.describe('Configuration, by key.'),
  cpuMillicores: shape.cpuMillicores.describe('Processor it asks for, in thousandths of a core.'),
  memoryMib: shape.memoryMib.describe('Memory it uses when it has started.'),
  memoryGrowthMibPerHour: shape.memoryGrowthMibPerHour.describe('Memory it leaks.'),
  diskGrowthMibPerHour: shape.diskGrowthMibPerHour.describe('What it writes to the disk.'),
  dependsOn: shape.dependsOn.describe('Applications of the same system that must run before it.'),
  replaceRuntimes: shape.replaceRuntimes.describe(
    'An installed version of a runtime that cannot stand beside another gives way.',
  ),
  start: shape.start.describe('Whether it starts, now and with its system; true when absent.'),
});

export const taskEntrySchema = z.strictObject({
  ...repeatShape,
  on,
  name: nameField,
  cron: taskShape.cron.describe('Five fields; days are those of the calendar of the run.'),
  lasts: taskShape.lasts.describe('How long one run lasts; 1m when absent.'),
  cpuMillicores: taskShape.cpuMillicores.describe('Processor it asks for; 1000 when absent.'),
  memoryMib: taskShape.memoryMib.describe('Memory it uses; 256 when absent.'),
});

export type InstalledEntry = z.infer<typeof installedEntrySchema>;
export type TaskEntry = z.infer<typeof taskEntrySchema>;
