/**
 * Applications and runtimes as a catalogue describes them: what an application needs of the
 * operating system it is installed on.
 *
 * Whether two of them can live together is never written down here: it follows from the needs
 * (application-needs.ts). Figures are generic and marked so; a lab may replace each of them when
 * it installs the application.
 */
import { z } from 'zod';
import { catalogueKeySchema, evidenceShape, titleSchema } from './catalogue-evidence.ts';
import { PATH_USES, PROTOCOLS } from './guest-kinds.ts';

const natural = z.number().int().min(0);
const positive = z.number().int().min(1);

/** A word as systems use it: a process, a service, a user, the purpose of a port. */
export const systemWordSchema = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, {
  message: 'use small letters, digits and "-", starting with a letter, at most 32',
});

/** An address to listen on: four numbers; 0.0.0.0 stands for all of the machine. */
export const listenAddressSchema = z
  .string()
  .regex(/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/, {
    message: 'write four numbers from 0 to 255, such as 0.0.0.0 or 127.0.0.1',
  });

/** A port that can be listened on. */
export const portSchema = z.number().int().min(1).max(65_535);

/** An absolute path without a slash at its end. */
export const absolutePathSchema = z
  .string()
  .max(200)
  .regex(/^(?:\/[A-Za-z0-9._-]+)+$/, { message: 'write an absolute path such as /srv/data' });

/** A version of a runtime: 8, 7.4, 20. */
const runtimeVersionSchema = z.string().regex(/^\d{1,4}(?:\.\d{1,4}){0,2}$/);

export const applicationSchema = z.strictObject({
  key: catalogueKeySchema,
  title: titleSchema,
  process: systemWordSchema.describe('Name of its process.'),
  service: systemWordSchema.describe('Name under which the system starts it.'),
  singleInstance: z.boolean().describe('Whether one system can hold it only once.'),
  cpuMillicores: natural.describe('Processor it asks for, in thousandths of a core.'),
  memoryMib: positive.describe('Memory it uses when it has started.'),
  reservesMemory: z.boolean().describe('Whether it takes that memory whole when it starts.'),
  memoryGrowthMibPerHour: natural.describe('What it forgets to give back.'),
  diskMib: positive.describe('What installing it takes.'),
  diskGrowthMibPerHour: natural.describe('What it writes: logs, data.'),
  listens: z.array(
    z.strictObject({
      name: systemWordSchema,
      protocol: z.enum(PROTOCOLS),
      address: listenAddressSchema,
      port: portSchema,
    }),
  ),
  paths: z.array(
    z.strictObject({
      name: systemWordSchema,
      path: absolutePathSchema,
      use: z.enum(PATH_USES).describe('own: nobody else may; shared: side by side with others.'),
    }),
  ),
  runtimes: z.array(z.strictObject({ runtime: catalogueKeySchema, version: runtimeVersionSchema })),
  users: z.array(systemWordSchema).describe('System users it creates.'),
  settings: z.record(systemWordSchema, z.string().max(200)).describe('Configuration, by key.'),
  dependsOn: z.array(catalogueKeySchema).describe('Applications that must run beside it.'),
  ...evidenceShape,
});

export const runtimeSchema = z.strictObject({
  key: catalogueKeySchema,
  title: titleSchema,
  versions: z.array(runtimeVersionSchema).min(1),
  sideBySide: z.boolean().describe('Whether two versions can be installed together.'),
  diskMib: positive,
  ...evidenceShape,
});

export type Application = z.infer<typeof applicationSchema>;
export type Runtime = z.infer<typeof runtimeSchema>;
