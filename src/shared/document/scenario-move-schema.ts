/**
 * Moves of servers in a scenario file: how far one is when the file begins. What comes after the
 * first copy (a test, the change-over, the way back) are timed actions. Beside them what services
 * at a server and groups that are environments have beyond others.
 */
import { z } from 'zod';
import { environmentClockShape } from '../commands/environment-commands.ts';
import { moveMappingShape, moveReplicationShape } from '../commands/move-commands.ts';
import { ENVIRONMENT_KINDS } from '../model/environment-kinds.ts';
import { nameField, referencePatternSchema } from './scenario-word-schemas.ts';

const mapping = z.strictObject({
  size: moveMappingShape.size.describe('Size of the machine; an inventory suggests some.'),
  machine: moveMappingShape.machine.describe('Its name; that of the server when absent.'),
  image: moveMappingShape.image.describe('System of its disk; the installed one when absent.'),
  group: referencePatternSchema
    .optional()
    .describe('Its resource group; the only one of the file when absent.'),
  subnet: referencePatternSchema.optional().describe('Subnet its interface is in.'),
  securityGroup: referencePatternSchema.optional().describe('Who guards its interface.'),
  storage: referencePatternSchema.optional().describe('Storage unit its disk lives on.'),
  osDiskGib: moveMappingShape.osDiskGib.describe('Size of its disk; that of the server.'),
  tags: moveMappingShape.tags.describe('Tags of the machine, as name and value.'),
});

const replication = z.strictObject({
  mbps: moveReplicationShape.mbps.describe('Speed of the line in Mbit/s; 100 when absent.'),
  churnMibPerHour: moveReplicationShape.churnMibPerHour.describe(
    'What changes on the disk in an hour; ten times what its applications write when absent.',
  ),
  every: moveReplicationShape.every.describe('How often changes are copied; 5m when absent.'),
});

export const moveEntrySchema = z.strictObject({
  name: nameField,
  server: referencePatternSchema.describe('The server, a host with an operating system.'),
  map: mapping.optional().describe('What it becomes; nothing was said when absent.'),
  replicate: replication
    .optional()
    .describe('Its first copy is complete, over such a line; not copied yet when absent.'),
});
export type MoveEntry = z.infer<typeof moveEntrySchema>;

/** What a service has that begins at a server. */
export const serviceServerShape = {
  server: referencePatternSchema
    .optional()
    .describe("A server of one's own its users are led to, until a move leads them away."),
  calls: z
    .array(
      z.strictObject({
        to: referencePatternSchema.describe('A server or a machine.'),
        times: z.number().int().min(1).max(10_000).describe('Calls of one request, in turn.'),
      }),
    )
    .max(16)
    .optional()
    .describe('What each request calls, one call after the other; only with a server.'),
};

/** What a resource group has that is an environment. */
export const groupEnvironmentShape = {
  environment: z
    .enum(ENVIRONMENT_KINDS)
    .optional()
    .describe('What a copy of a service in it is for; nothing in particular when absent.'),
  clock: z
    .strictObject(environmentClockShape)
    .optional()
    .describe('When its machines are switched off; only for an environment.'),
};
