/**
 * Maintenance windows as a scenario file tells them, for whatever may have some: sets, machines and
 * dedicated hosts. Which scope fits which of them is left to the engine.
 */
import { z } from 'zod';
import { maintenanceWindowShape } from '../commands/maintenance-window-commands.ts';

/** One for each scope. */
export const windows = z
  .array(z.strictObject(maintenanceWindowShape))
  .max(3)
  .optional()
  .describe('Hours of the week in which systems are patched, images upgraded, hosts maintained.');
