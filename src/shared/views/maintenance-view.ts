/**
 * A maintenance wave as the row of its set shows it: what is being done, and every domain it goes
 * by with what became of it. Laid into the rows of `topology-view.ts`.
 */
import { z } from 'zod';
import { maintenanceWindowShape } from '../commands/maintenance-window-commands.ts';
import {
  MAINTENANCE_MODES,
  MAINTENANCE_PHASES,
  WAVE_GROUNDS,
} from '../model/scheduled-event-kinds.ts';

const count = z.number().int().min(0);

/** What became of a domain; `skipped` ones have nothing to be done. */
export const WAVE_STEPS = ['done', 'now', 'waiting', 'skipped'] as const;

const maintenanceRowSchema = z.strictObject({
  phase: z.enum(MAINTENANCE_PHASES).exclude(['none']),
  mode: z.enum(MAINTENANCE_MODES),
  by: z.enum(WAVE_GROUNDS),
  endsAtUs: count,
  cancelled: z.boolean(),
  /** Machines begun early by the customer. */
  applied: z.array(z.string()),
  domains: z.array(
    z.strictObject({
      domain: count,
      /** Of waves that go rack by rack. */
      rack: z.string().optional(),
      members: count,
      state: z.enum(WAVE_STEPS),
    }),
  ),
});

/** Hours of the week in which something is done to it. */
const windowRowSchema = z.strictObject({
  scope: maintenanceWindowShape.scope,
  days: maintenanceWindowShape.days,
  at: z.string(),
  duration: z.string(),
  timeZone: z.string(),
  /** While it is open. */
  closesAtUs: count.optional(),
  /** While it is closed. */
  opensAtUs: count.optional(),
});
export type WindowRow = z.infer<typeof windowRowSchema>;

export type MaintenanceRow = z.infer<typeof maintenanceRowSchema>;

/** What the row of whatever is maintained says of it. */
export const maintainedRowShape = {
  maintenance: maintenanceRowSchema.optional(),
  windows: z.array(windowRowSchema).optional(),
};
