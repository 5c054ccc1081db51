/**
 * Scheduled events as the service names them (docs/facts.md, facts 107 and 108), as closed lists.
 * They are words without a schema, so that the engine may use them.
 */

/** What a person can announce. `Freeze` keeps the memory, `Redeploy` changes the host. */
export const ANNOUNCED_TYPES = ['Freeze', 'Reboot', 'Redeploy'] as const;
export type AnnouncedType = (typeof ANNOUNCED_TYPES)[number];

/** What will happen; the last two only scale sets announce: an eviction, and a deletion. */
export const EVENT_TYPES = [...ANNOUNCED_TYPES, 'Preempt', 'Terminate'] as const;
export type ScheduledEventType = (typeof EVENT_TYPES)[number];

/** There is no status for "over": the event disappears. */
export const EVENT_STATUSES = ['Scheduled', 'Started'] as const;
export type ScheduledEventStatus = (typeof EVENT_STATUSES)[number];

export const EVENT_SOURCES = ['Platform', 'User'] as const;
export type ScheduledEventSource = (typeof EVENT_SOURCES)[number];

/** How far a machine has come that an event is about. */
export const EVENT_MACHINE_STATES = ['told', 'draining', 'ready', 'working'] as const;
export type EventMachineState = (typeof EVENT_MACHINE_STATES)[number];

/** Least notice of each type, in minutes (fact 107). */
export const NOTICE_MINUTES: Readonly<Record<AnnouncedType, number>> = {
  Freeze: 15,
  Reboot: 15,
  Redeploy: 10,
};

/** What a wave of maintenance does to machines, and by which domains it goes (fact 45). */
export const MAINTENANCE_MODES = ['reboot', 'noReboot'] as const;
export type MaintenanceMode = (typeof MAINTENANCE_MODES)[number];

/** What a wave is doing; positions are stored, so the list is only ever appended to. */
export const MAINTENANCE_PHASES = [
  'none',
  'draining',
  'working',
  'recovering',
  'announced',
  'halted',
  'selfService',
  'window',
] as const;
export type MaintenancePhase = (typeof MAINTENANCE_PHASES)[number];

/** What is done in a maintenance window (docs/facts.md, fact 112). */
export const WINDOW_SCOPES = ['guest', 'osImage', 'host'] as const;
export type WindowScope = (typeof WINDOW_SCOPES)[number];

/**
 * What a wave goes by: domains of the set, or the racks its machines stand in. A single machine, or
 * a dedicated host, is done as a whole.
 */
export const WAVE_GROUNDS = ['updateDomain', 'faultDomain', 'rack', 'whole'] as const;
export type WaveGround = (typeof WAVE_GROUNDS)[number];
