/**
 * Commands on availability: availability sets and planned maintenance in waves.
 *
 * Bounds are the service's own (docs/facts.md, facts 36 to 45). A machine joins a set only when it
 * is created, so `vm.recreate` is the way into one for a machine that exists.
 */
import { z } from 'zod';
import { MAINTENANCE_MODES } from '../model/scheduled-event-kinds.ts';
import { nameSchema, referenceSchema, tagsSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';

/** Fault and update domains of a set; both are fixed for its life. */
export const availabilitySetShape = {
  /** Groups that share power and network; 2 when absent, as the command-line tool sends. */
  faultDomains: z.number().int().min(1).max(3).optional(),
  /** Groups that are restarted together; 5 when absent. */
  updateDomains: z.number().int().min(1).max(20).optional(),
};

/** Adds a set. Refusals: name.taken, group.notFound, group.ambiguous. */
export const availabilitySetAddSchema = z.strictObject({
  type: z.literal('availabilitySet.add'),
  name: nameSchema,
  group: referenceSchema.optional(),
  ...availabilitySetShape,
  tags: tagsSchema.optional(),
});

/** Removes a set without members. Refusals: availabilitySet.notFound, availabilitySet.notEmpty. */
export const availabilitySetRemoveSchema = z.strictObject({
  type: z.literal('availabilitySet.remove'),
  availabilitySet: referenceSchema,
});

/**
 * Deletes a machine with its disks and makes it again from its image, in another set or zone or in
 * neither. Refusals: vm.notFound, vm.busy, vm.inScaleSet, availabilitySet.notFound,
 * availabilitySet.full,
 * storage.down, storage.full, AllocationFailed, OverconstrainedAllocationRequest, zone.notFound,
 * zone.withSet, ZonalAllocationFailed, OverconstrainedZonalAllocationRequest, SkuNotAvailable,
 * nested.bound, nested.inUse.
 */
export const vmRecreateSchema = z.strictObject({
  type: z.literal('vm.recreate'),
  vm: referenceSchema,
  availabilitySet: referenceSchema.optional(),
  /** The zone of the new machine; without one it is regional. */
  zone: referenceSchema.optional(),
});

/** What maintenance goes through: one of the four. */
const maintainedShape = {
  availabilitySet: referenceSchema.optional(),
  scaleSet: referenceSchema.optional(),
  /** A machine that is in no set. */
  vm: referenceSchema.optional(),
  /** With all that stands on it. */
  dedicatedHost: referenceSchema.optional(),
};

/**
 * Restarts the machines of a set, one update domain after the other; a flexible scale set has
 * none and goes by fault domain (docs/facts.md, facts 45 and 66). A machine in no set, or a
 * dedicated host, is done as a whole. Refusals: maintenance.target, availabilitySet.notFound,
 * scaleSet.notFound, vm.notFound, dedicatedHost.notFound, maintenance.inSet, maintenance.empty,
 * maintenance.running, event.noticeTooShort.
 */
export const maintenanceStartSchema = z.strictObject({
  type: z.literal('maintenance.start'),
  ...maintainedShape,
  /** How long the machines of one domain are down; measured planned reboots when absent. */
  work: durationSchema.optional(),
  /** Time between two domains; 30m when absent, 0s where there is no next one. */
  recovery: durationSchema.optional(),
  /** `reboot` by update domains, `noReboot` (a pause) by fault domains; `reboot` when absent. */
  mode: z.enum(MAINTENANCE_MODES).optional(),
  /** Announces each domain as a scheduled event so long before; not at all when absent. */
  notice: durationSchema.optional(),
  /** Time before the work in which a domain gets no new requests; 0s when absent. */
  drain: durationSchema.optional(),
  /**
   * For so long the customer may begin it machine by machine; what was not begun is done after
   * that. Not at all when absent (docs/facts.md, fact 111).
   */
  selfService: durationSchema.optional(),
});

/**
 * Begins the planned maintenance of one machine early, within the window of its set. Refusals:
 * vm.notFound, vm.busy, vm.notRunning, maintenance.noSelfService, maintenance.applied.
 */
export const maintenanceApplySchema = z.strictObject({
  type: z.literal('maintenance.apply'),
  vm: referenceSchema,
});

/**
 * Ends a maintenance after the domain under way. Refusals: maintenance.target,
 * availabilitySet.notFound, scaleSet.notFound, vm.notFound, dedicatedHost.notFound,
 * maintenance.inSet, maintenance.notRunning.
 */
export const maintenanceCancelSchema = z.strictObject({
  type: z.literal('maintenance.cancel'),
  ...maintainedShape,
});

export const availabilityCommandSchemas = [
  availabilitySetAddSchema,
  availabilitySetRemoveSchema,
  vmRecreateSchema,
  maintenanceStartSchema,
  maintenanceApplySchema,
  maintenanceCancelSchema,
] as const;
