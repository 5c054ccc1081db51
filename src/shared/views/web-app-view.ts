/**
 * A web app as the screen may see it: its plan, its instances and how it scales. What runs on it
 * and how well that is served stands with the workload.
 */
import { z } from 'zod';
import { webAutoscaleSchema } from '../commands/web-app-commands.ts';
import { WEB_INSTANCE_STATES } from '../model/web-app-kinds.ts';

const count = z.number().int().min(0);

export const webAppViewShape = {
  tier: z.string(),
  /** What one instance has. */
  vCpu: count,
  memoryMib: count,
  maxInstances: count,
  capacity: count,
  instances: z.array(
    z.strictObject({ number: count, state: z.enum(WEB_INSTANCE_STATES), sinceUs: count }),
  ),
  autoscale: webAutoscaleSchema.required().optional(),
  /** Share of the processor in the last minute that was looked at; absent before. */
  cpuShare: z.number().min(0).max(1).optional(),
  patches: count,
  /** When the provider last replaced its instances by patched ones. */
  patchedAtUs: count.optional(),
  scaledOut: count,
  scaledIn: count,
  microUsdPerHour: count,
  /** Figures of the tier that no source backs. */
  assumed: z.array(z.string()),
};
