/**
 * Uses of machines as a scenario file tells them. As elsewhere, fields and figures are the
 * command's own; a kind brings the ordinary ones, and a file names only what differs.
 */
import { z } from 'zod';
import { workloadAddSchema } from '../commands/workload-commands.ts';
import {
  nameField,
  referenceListSchema,
  referencePatternSchema,
  repeatShape,
} from './scenario-word-schemas.ts';

const command = workloadAddSchema.shape;

export const workloadEntrySchema = z.strictObject({
  name: nameField,
  ...repeatShape,
  group: referencePatternSchema
    .optional()
    .describe('Its resource group; the only one of the file when absent.'),
  kind: command.kind.describe('The use; it brings the figures that are not given.'),
  machines: referenceListSchema
    .min(1)
    .optional()
    .describe('Machines that do it. "*" stands for any characters.'),
  webApp: referencePatternSchema.optional().describe('The web app it runs on, not machines.'),
  curve: command.curve.describe('Open load: requests a second, by time.'),
  spike: command.spike.describe('A span in which the curve counts so many times.'),
  trace: command.trace.describe('Open load: requests counted in spans of one length.'),
  users: command.users.describe('Users who ask, wait and think; of a desktop.'),
  think: command.think.describe('Mean time a user thinks; 10s when absent.'),
  jobs: command.jobs.describe('Jobs of a batch; jobs of each run of a cron job or poll.'),
  cron: command.cron.describe('When a cron job runs: five fields, or a word such as @daily.'),
  lease: command.lease.describe(
    'Only one of the machines runs a cron job; without it each of them does.',
  ),
  every: command.every.describe('Time between two polls.'),
  cpu: command.cpu.describe('Mean processor time of one request.'),
  shape: command.shape.describe(
    'How it varies: fixed, exponential (squared variation 1) or varied (4).',
  ),
  reads: command.reads.describe('Disk operations every request reads.'),
  writes: command.writes.describe('Disk operations a writing request writes.'),
  writeShare: command.writeShare.describe('Share of the requests that write, under the lock.'),
  ioKib: command.ioKib.describe('Size of one disk operation in KiB.'),
  cachedReads: command.cachedReads.describe(
    "Share of its reads that the host's cache answers, where the disks are cached.",
  ),
  networkKib: command.networkKib.describe('KiB that one request sends and receives.'),
  wait: command.wait.describe('Time one request waits for somebody outside.'),
  hitShare: command.hitShare.describe('Share answered from a cache, without waiting or asking.'),
  lock: command.lock.describe('Processor time of a writing request while it holds the lock.'),
  writers: command.writers.describe('Requests that may hold the lock at once.'),
  durability: command.durability.describe(
    'A write is answered once it is on the disk (commit), or before (lazy).',
  ),
  flushEvery: command.flushEvery.describe('How often lazy writes go to the disk; 1s.'),
  threads: command.threads.describe('Requests worked on at once; 0: no bound.'),
  connections: command.connections.describe('Connections at once; 0: no bound.'),
  memoryMib: command.memoryMib.describe('Memory one request, or one user, takes in MiB.'),
  queueLimit: command.queueLimit.describe('Requests that may wait; more are refused.'),
  deadline: command.deadline.describe('An answer after this is late.'),
  calls: z
    .strictObject({
      on: referencePatternSchema.describe('The workload it asks; it stands above in the file.'),
      share: z.number().min(0).max(1).optional().describe('Share of the requests; all.'),
    })
    .optional()
    .describe('Another workload that its requests ask and wait for.'),
  manages: referenceListSchema
    .min(1)
    .optional()
    .describe('Machines that are managed through it and in no other way; of a jumpbox.'),
  mode: command.mode.describe(
    'requests: one by one; flow: as a stream; auto (the default): as a stream where they are many.',
  ),
});

export type WorkloadEntry = z.infer<typeof workloadEntrySchema>;
