/**
 * The state people keep, as a scenario file tells it: stores with their replicas and rules. As
 * elsewhere, fields and figures are the command's own; the first replica named begins as primary.
 */
import { z } from 'zod';
import { sessionShape } from '../commands/session-commands.ts';
import { snapshotShape } from '../commands/snapshot-commands.ts';
import { backupShape, storeShape } from '../commands/store-commands.ts';
import { STORE_REPLICAS_MAX } from '../model/kinds.ts';
import { nameField, referencePatternSchema, repeatShape } from './scenario-word-schemas.ts';

export const storeEntrySchema = z.strictObject({
  name: nameField,
  ...repeatShape,
  group: referencePatternSchema
    .optional()
    .describe('Its resource group; the only one of the file when absent.'),
  replicas: z
    .array(referencePatternSchema)
    .min(1)
    .max(STORE_REPLICAS_MAX)
    .describe('Machines with a copy; the first begins as primary. "*" stands for any characters.'),
  replication: storeShape.replication.describe(
    'When a write is answered: asynchronous (the primary has it, the default), synchronous ' +
      '(all partners have it) or majority (most replicas have it).',
  ),
  partnerMissing: storeShape.partnerMissing.describe(
    'Synchronous without a partner: continue without it (the default), or refuse writes.',
  ),
  quorum: storeShape.quorum.describe(
    'Who may lead: majority (of the votes, the default) or none (whoever sees no other).',
  ),
  witness: storeShape.witness.describe('The odd vote: none (the default), disk or cloud.'),
  witnessStorage: referencePatternSchema
    .optional()
    .describe('The storage unit a disk witness lies on.'),
  failover: storeShape.failover.describe('automatic (the default) or manual.'),
  detectAfter: storeShape.detectAfter.describe(
    'Silence after which something is believed to be gone; 10s when absent.',
  ),
  promoteTime: storeShape.promoteTime.describe('Time to take over; 5s when absent.'),
  readFrom: storeShape.readFrom.describe('Reads are served by the primary (the default) or any.'),
  dataGib: storeShape.dataGib.describe('Data a new replica has to copy; 100 when absent.'),
  writeKib: storeShape.writeKib.describe('Log of one write; 8 when absent.'),
  logMbps: storeShape.logMbps.describe('Bandwidth for log and copies; the network when absent.'),
  sendEvery: storeShape.sendEvery.describe(
    'Asynchronous: pause between two blocks of log; none when absent.',
  ),
  siteLatency: storeShape.siteLatency.describe('One way between two sites; 15ms when absent.'),
  service: referencePatternSchema
    .optional()
    .describe('The service whose requests read and write here.'),
  writeShare: storeShape.writeShare.describe('Share of those requests that write; 0.2.'),
  writesPerSecond: storeShape.writesPerSecond.describe('Writes beside those of a service; 0.'),
  readsPerSecond: storeShape.readsPerSecond.describe('Reads beside those of a service; 0.'),
  backup: z
    .strictObject({
      every: backupShape.every.describe('Time from one whole backup to the next.'),
      keep: backupShape.keep.describe('Whole backups kept; 7 when absent.'),
      mbPerSecond: backupShape.mbPerSecond.describe('Speed in MB/s; 200 when absent.'),
      storage: backupShape.storage.describe(
        'Storage unit they lie on; outside the drawing when absent.',
      ),
      logEvery: backupShape.logEvery.describe('The log is kept as well, so often.'),
    })
    .optional()
    .describe('How it is backed up.'),
  tags: storeShape.tags.describe('Tags, as name and value.'),
});

export const sessionsEntrySchema = z.strictObject({
  ...repeatShape,
  service: referencePatternSchema.describe('The service users log in at.'),
  keptIn: sessionShape.keptIn.describe(
    'In the machine that let the user in, in a store, or in a cookie the user keeps.',
  ),
  store: referencePatternSchema.optional().describe('The store, where they are kept in one.'),
  perSecond: sessionShape.perSecond.describe('Users who log in, each second.'),
  lifetime: sessionShape.lifetime.describe('How long a session lasts; 30m when absent.'),
});

export const snapshotEntrySchema = z.strictObject({
  name: nameField,
  group: referencePatternSchema.optional().describe('Its resource group; that of the disk.'),
  disk: snapshotShape.disk.describe('The disk, by its own name: MACHINE-os, MACHINE-data-1.'),
  usedGib: snapshotShape.usedGib.describe(
    'What is used of it, in GiB; the whole disk when absent.',
  ),
  tags: snapshotShape.tags.describe('Tags, as name and value.'),
});

export type SnapshotEntry = z.infer<typeof snapshotEntrySchema>;
export type SessionsEntry = z.infer<typeof sessionsEntrySchema>;
export type StoreEntry = z.infer<typeof storeEntrySchema>;
