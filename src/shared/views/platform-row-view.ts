/**
 * Rows of what the platform does and announces, of what fails by itself, and of what narrows
 * placement. They are part of the room, so that a screen shows them like any other thing.
 */
import { maintainedRowShape } from './maintenance-view.ts';
import { z } from 'zod';
import {
  EVENT_MACHINE_STATES,
  EVENT_SOURCES,
  EVENT_STATUSES,
  EVENT_TYPES,
} from '../model/scheduled-event-kinds.ts';
import { PLACEMENT_RULES } from '../model/hypervisor-kinds.ts';
import { reliabilityRowShape } from './reliability-view.ts';
import {
  dedicatedHostShape,
  hostGroupShape,
  proximityGroupShape,
  reservationShape,
} from './placement-view.ts';
import { base, cause, cloud, count, id } from './row-base.ts';

/** What the platform does by itself; absent where nobody acts. */
export const platformRowSchema = z.strictObject({
  kind: z.literal('platform'),
  ...base,
  healing: z.boolean(),
  liveMigration: z.boolean(),
  dirtyMibPerSecond: z.number().min(0),
  placement: z.enum(PLACEMENT_RULES),
});

/** A rule by which parts fail by themselves. */
export const reliabilityRowSchema = z.strictObject({
  kind: z.literal('reliability'),
  ...base,
  ...reliabilityRowShape,
});

export const proximityGroupRowSchema = z.strictObject({ ...cloud, ...proximityGroupShape });
export const hostGroupRowSchema = z.strictObject({ ...cloud, ...hostGroupShape });
export const dedicatedHostRowSchema = z.strictObject({
  ...cloud,
  ...dedicatedHostShape,
  ...maintainedRowShape,
});
export const reservationRowSchema = z.strictObject({ ...cloud, ...reservationShape });

/** Something the platform will do to machines, as their document tells it. */
export const scheduledEventRowSchema = z.strictObject({
  kind: z.literal('scheduledEvent'),
  ...base,
  eventType: z.enum(EVENT_TYPES),
  status: z.enum(EVENT_STATUSES),
  source: z.enum(EVENT_SOURCES),
  notBeforeUs: count,
  /** Incarnation of the document when it last changed. */
  incarnation: count,
  machines: z.array(
    z.strictObject({ vm: id, state: z.enum(EVENT_MACHINE_STATES), prepares: z.boolean() }),
  ),
  /** Machines that can read of it. */
  deliveredTo: z.array(id),
  /** The set whose maintenance announced it. */
  wave: id.optional(),
  cause,
});

/** What machines of a part do when an event is announced. */
export const drainHookRowSchema = z.strictObject({
  kind: z.literal('drainHook'),
  ...base,
  target: id,
  drainUs: count,
  approves: z.boolean(),
});

/** What one disk held at a moment, kept as a resource of its own. */
export const snapshotRowSchema = z.strictObject({
  kind: z.literal('snapshot'),
  ...cloud,
  /** Id of the disk; it may be gone. */
  disk: id,
  sizeGib: count,
  usedGib: count,
  createdAtUs: count,
  microUsdPerHour: count,
});
