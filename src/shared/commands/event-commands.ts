/**
 * Commands on scheduled events: announcing maintenance of some machines, approving it early, and
 * what machines do when they hear of it (docs/facts.md, facts 107 to 109). What the platform does
 * when notice is over stands in the engine.
 */
import { z } from 'zod';
import { ANNOUNCED_TYPES } from '../model/scheduled-event-kinds.ts';
import { referenceSchema } from '../model/name-schemas.ts';
import { durationSchema } from '../model/quantities.ts';

/**
 * Announces that something will be done to machines. Refusals: event.targetNotFound,
 * event.noticeTooShort, event.alreadyAnnounced, maintenance.empty.
 */
export const eventScheduleSchema = z.strictObject({
  type: z.literal('event.schedule'),
  event: z.enum(ANNOUNCED_TYPES),
  /** A machine, a host, a rack, an availability set or a scale set: all its running machines. */
  target: referenceSchema,
  /** Time until it is done; the least of the type when absent (fact 107). */
  notice: durationSchema.optional(),
  /** How long each machine is worked on; as measured when absent. */
  work: durationSchema.optional(),
});

/** Lets an event begin at once, for all its machines. Refusals: event.notFound, event.started. */
export const eventApproveSchema = z.strictObject({
  type: z.literal('event.approve'),
  event: referenceSchema,
});

/**
 * Takes back an event that has not begun. Refusals: event.notFound, event.started, event.ofWave,
 * event.ofScaleSet.
 */
export const eventCancelSchema = z.strictObject({
  type: z.literal('event.cancel'),
  event: referenceSchema,
});

/**
 * Teaches machines to prepare when an event is announced: they leave the rotation, wait, and may
 * approve. Refusals: hook.targetNotFound, hook.alreadyThere.
 */
export const hookAddSchema = z.strictObject({
  type: z.literal('hook.add'),
  /** A machine, an availability set, a scale set, or a balancer with all its members. */
  target: referenceSchema,
  /** Time from leaving the rotation to being ready. */
  drain: durationSchema,
  /** Approves once all machines of the event that prepare are ready; false when absent. */
  approve: z.boolean().optional(),
});

/** Takes the preparation away again. Refusals: hook.notFound. */
export const hookRemoveSchema = z.strictObject({
  type: z.literal('hook.remove'),
  hook: referenceSchema,
});

export const eventCommandSchemas = [
  eventScheduleSchema,
  eventApproveSchema,
  eventCancelSchema,
  hookAddSchema,
  hookRemoveSchema,
] as const;
