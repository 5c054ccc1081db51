/**
 * The kinds of queued event, as small integers, and in which order events of one instant happen.
 *
 * Physical causes come before what reacts to them, answers before new requests. Numbers are
 * stored in keyframes: they are only ever appended to.
 */
export const EVENT = {
  /** The operation of a machine ends. slot: vm, payload: operationSerial. */
  vmOperation: 1,
  /** A host has booted. slot: host, payload: bootSerial. */
  hostBoot: 2,
  /** A battery is empty. slot: power, payload: batterySerial. */
  batteryEmpty: 3,
  /** A breaker trips. slot: power, payload: tripSerial. */
  breakerTrip: 4,
  /** A balancer probes its backends. slot: balancer, payload: probeSerial. */
  probe: 5,
  /** A request may arrive. slot: service, payload: arrivalSerial. */
  arrival: 6,
  /** A request is answered. slot: request. */
  requestDone: 7,
  /** The next job of a machine is complete. slot: vm, payload: jobSerial. */
  jobDone: 8,
  /** A phase of a maintenance wave is over. slot: availabilitySet, payload: maintenanceSerial. */
  maintenance: 9,
  /** A scale set samples and evaluates its rules. slot: scaleSet, payload: autoscaleSerial. */
  autoscale: 10,
} as const;

export type EventKind = (typeof EVENT)[keyof typeof EVENT];

/** Order among events of the same microsecond; lower first. */
export const PRIORITY = {
  plant: 10,
  lifecycle: 20,
  probe: 30,
  answer: 40,
  arrival: 50,
} as const;
