/**
 * Commands on the application of a machine: breaking it while its system lives, and mending it.
 *
 * What runs on a machine can be dead while the machine is not, and only who asks deep enough finds
 * out. A crash closes the port; a hang keeps it open and never answers; a failing application
 * answers every request with an error. A restart of the machine cures the first two.
 */
import { z } from 'zod';
import { referenceSchema } from '../model/name-schemas.ts';
import { APP_FAULTS } from '../model/kinds.ts';

/**
 * Breaks the application of a running machine. Refusals: vm.notFound, vm.notRunning,
 * application.alreadyBroken.
 */
export const applicationBreakSchema = z.strictObject({
  type: z.literal('application.break'),
  vm: referenceSchema,
  /** What becomes of it: an error for every request, no answer, or no process. */
  as: z.enum(APP_FAULTS),
});

/** Mends it. Refusals: vm.notFound, application.notBroken. */
export const applicationRestoreSchema = z.strictObject({
  type: z.literal('application.restore'),
  vm: referenceSchema,
});

export const applicationCommandSchemas = [
  applicationBreakSchema,
  applicationRestoreSchema,
] as const;
