/**
 * Commands on what the platform does by itself, and on asking it to move or mend a machine.
 *
 * A room of one's own has no platform: nothing here happens unless `platform.set` asks for it, so
 * a lab shows whether somebody else takes care of failed hosts or nobody does.
 */
import { z } from 'zod';
import { PLACEMENT_RULES } from '../model/hypervisor-kinds.ts';
import { referenceSchema } from '../model/name-schemas.ts';

export const platformShape = {
  /** Machines of a failed host are started on another one; no when absent for the first time. */
  healing: z.boolean().optional().describe('Machines of a failed host are started on another one.'),
  /** Machines leave a host that is about to fail without stopping. */
  liveMigration: z
    .boolean()
    .optional()
    .describe('Machines leave a host that is about to fail without stopping.'),
  /** What a machine writes while it is copied, in MiB a second; 240 when absent. */
  dirtyMibPerSecond: z
    .number()
    .min(0)
    .max(100_000)
    .optional()
    .describe('What a machine writes while it is copied, in MiB a second; 240 when absent.'),
  /** Which host with room a machine goes to; `firstFit` when never said. */
  placement: z
    .enum(PLACEMENT_RULES)
    .optional()
    .describe('Which host with room a machine goes to; firstFit when absent.'),
};

/** Sets what the platform does by itself; what is absent stays. Refusals: platform.nothingSaid. */
export const platformSetSchema = z.strictObject({
  type: z.literal('platform.set'),
  ...platformShape,
});

/**
 * Moves a machine to another host through a stop; its temporary disk is lost. Refusals:
 * vm.notFound, vm.busy, vm.generalized, vm.notAllocated, storage.down, AllocationFailed,
 * nested.bound.
 */
export const vmRedeploySchema = z.strictObject({
  type: z.literal('vm.redeploy'),
  vm: referenceSchema,
});

/** Runs the model of a failed machine again. Refusals: vm.notFound, vm.busy, vm.notFailed. */
export const vmReapplySchema = z.strictObject({
  type: z.literal('vm.reapply'),
  vm: referenceSchema,
});

export const platformCommandSchemas = [
  platformSetSchema,
  vmRedeploySchema,
  vmReapplySchema,
] as const;
