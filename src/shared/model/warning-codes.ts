/**
 * The one list of warning codes: what is accepted, as the service accepts it, and told about.
 *
 * The screen translates by code, the command line prints message and hint. A test checks that
 * every code has a case that produces it. What the service does not accept is a refusal and
 * stands in `error-codes.ts`.
 */

interface WarningCodeEntry {
  /** What is odd, for the people who maintain this. */
  readonly meaning: string;
}

export const warningCodes = {
  'autoscale.alreadyBegun': {
    meaning: 'A fixed date began before the moment at which the setting is made.',
  },
  'autoscale.cooldownShort': {
    meaning: 'A cooldown is over before the window holds only minutes after the action.',
  },
  'autoscale.flaps': {
    meaning: 'At the smallest counts the rule for scaling in is put off as flapping.',
  },
  'autoscale.fixedCount': {
    meaning: 'Minimum and maximum are the same, so the rules of the profile never act.',
  },
  'autoscale.oneWay': {
    meaning: 'The rules of a profile only scale out, or only in.',
  },
  'autoscale.stuckAtZero': {
    meaning: 'With no instance nothing is measured, and the default is none either.',
  },
  'availabilitySet.oneFaultDomain': {
    meaning: 'All members may stand in one rack.',
  },
  'availabilitySet.oneUpdateDomain': {
    meaning: 'Planned maintenance restarts all members together.',
  },
  'availabilitySet.single': {
    meaning: 'A set has one member when the room stands.',
  },
  'balancer.probePathUnknown': {
    meaning: 'A probe asks for a path that no application answers on.',
  },
  'balancer.probePortClosed': {
    meaning: 'A probe asks a port on which the service does not listen.',
  },
  'balancer.probeSlow': {
    meaning: 'The time between two probes is longer than any probe may take to be answered.',
  },
  'maintenance.everyMachine': {
    meaning: 'The running members all share the domain that is worked on.',
  },
  'maintenance.noRecovery': {
    meaning: 'The next domain is taken before a probe has found the last one to serve.',
  },
  'maintenance.selfServiceInSet': {
    meaning: 'The customer may begin machines of several domains of an availability set at once.',
  },
  'scaleSet.batchIsAll': {
    meaning: 'One batch of a rolling upgrade takes every instance.',
  },
  'scaleSet.neverStops': {
    meaning: 'A rolling upgrade goes on however many instances are unhealthy.',
  },
  'scaleSet.allSpot': {
    meaning: 'Every instance is spot, so all of them may be evicted at one moment.',
  },
  'scenario.actionAfterEnd': {
    meaning: 'A timed action comes after the end of the scenario, so it never happens.',
  },
  'scaleSet.single': {
    meaning: 'A set of one instance has no second one to serve while it is away.',
  },
} as const satisfies Readonly<Record<string, WarningCodeEntry>>;

export type WarningCode = keyof typeof warningCodes;
