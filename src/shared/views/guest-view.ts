/**
 * What is inside an operating system, as the screen may see it; part of the row of the host or
 * machine it runs on, and absent while nobody has touched the system.
 *
 * Memory and disk grow between events, so the figures hold for `accountedAtUs` and carry their
 * growth; whoever shows a later moment adds it.
 */
import { z } from 'zod';
import { PATH_USES, PROCESS_STATES, PROTOCOLS } from '../model/guest-kinds.ts';

const count = z.number().int().min(0);
const amount = z.number().min(0);

/** Everything an installed application needs, configuration applied. */
const needsSchema = z.strictObject({
  application: z.string(),
  process: z.string(),
  service: z.string(),
  singleInstance: z.boolean(),
  cpuMillicores: count,
  memoryMib: count,
  reservesMemory: z.boolean(),
  memoryGrowthMibPerHour: count,
  diskMib: count,
  diskGrowthMibPerHour: count,
  listens: z.array(
    z.strictObject({
      name: z.string(),
      protocol: z.enum(PROTOCOLS),
      address: z.string(),
      port: count,
    }),
  ),
  paths: z.array(z.strictObject({ name: z.string(), path: z.string(), use: z.enum(PATH_USES) })),
  runtimes: z.array(z.strictObject({ runtime: z.string(), version: z.string() })),
  users: z.array(z.string()),
  settings: z.record(z.string(), z.string()),
  dependsOn: z.array(z.string()),
});

const applicationViewSchema = z.strictObject({
  name: z.string(),
  state: z.enum(PROCESS_STATES),
  /** Starts with its system. */
  wanted: z.boolean(),
  /** 0: no process. */
  pid: count,
  usedMib: amount,
  usedDiskMib: amount,
  grantedMillicores: amount,
  /** What the installation changed, as it would be written in a scenario file. */
  changes: z.record(z.string(), z.unknown()),
  needs: needsSchema,
  /** Why it is not running, when it should be. */
  code: z.string().optional(),
  line: z.string().optional(),
  cause: z.number().int().min(1).optional(),
});

const taskViewSchema = z.strictObject({
  name: z.string(),
  cron: z.string(),
  lastsUs: count,
  cpuMillicores: count,
  memoryMib: count,
  nextAtUs: count,
  /** 0: no run under way. */
  pid: count,
  runs: count,
  missed: count,
  failed: count,
});

export const guestViewSchema = z.strictObject({
  up: z.boolean(),
  patchLevel: count,
  rebootPending: z.boolean(),
  accountedAtUs: count,
  memoryMib: count,
  usedMemoryMib: amount,
  memoryGrowthMibPerHour: count,
  diskMib: count,
  usedDiskMib: amount,
  diskGrowthMibPerHour: count,
  millicores: count,
  demandMillicores: amount,
  grantedMillicores: amount,
  /** Share of the processor time it asked for and did not get from its host, in millionths. */
  stealPpm: count,
  runtimes: z.array(z.strictObject({ runtime: z.string(), version: z.string() })),
  applications: z.array(applicationViewSchema),
  tasks: z.array(taskViewSchema),
});

export type GuestView = z.infer<typeof guestViewSchema>;
export type ApplicationView = GuestView['applications'][number];
export type TaskView = GuestView['tasks'][number];
