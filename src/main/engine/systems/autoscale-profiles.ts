/**
 * Which profile of an autoscaler is in force (rule ENG-X6; docs/facts.md, fact 87): a fixed date
 * that covers the moment, else the recurring one that began last, else the default one. Time zones
 * come from the calendar and never from the machine it runs on.
 */
import {
  MINUTES_PER_DAY,
  MINUTES_PER_WEEK,
  minuteOfWeek,
  timeZone,
  WEEKDAYS,
} from '../../../shared/model/calendar.ts';
import { PROFILE_KINDS } from '../../../shared/model/kinds.ts';
import type { World } from '../world/world.ts';

const RECURRING = PROFILE_KINDS.indexOf('recurring');
const FIXED_DATE = PROFILE_KINDS.indexOf('fixedDate');
/** The default profile, where a slot is asked for. */
export const DEFAULT_PROFILE = -1;

/** Limits in force. */
export interface Limits {
  readonly minimum: number;
  readonly maximum: number;
  readonly defaultCount: number;
}

/** Profiles of a set beside the default one, in the order given. */
export function profilesOf(world: World, set: number): number[] {
  const { scaleSet } = world.scaleProfile.col;
  return [...world.scaleProfile.slots()].filter((profile) => scaleSet[profile] === set + 1);
}

/** The profile of this moment. */
export function chooseProfile(world: World, set: number): number {
  const utcUs = world.calendarStartUs + world.nowUs;
  const { kind, fromUs, toUs } = world.scaleProfile.col;
  const profiles = profilesOf(world, set);
  const dated = profiles.find(
    (one) => kind[one] === FIXED_DATE && utcUs >= fromUs[one]! && utcUs < toUs[one]!,
  );
  if (dated !== undefined) return dated;
  return latestBegun(world, { profiles, utcUs });
}

/** Of all weekly beginnings, the one least time ago; of the same moment the first in order. */
function latestBegun(
  world: World,
  given: { readonly profiles: readonly number[]; readonly utcUs: number },
): number {
  const { kind, days, atMinute, untilMinute } = world.scaleProfile.col;
  let chosen = DEFAULT_PROFILE;
  let least = Infinity;
  for (const profile of given.profiles) {
    if (kind[profile] !== RECURRING) continue;
    const zone = timeZone(world.scaleProfile.text('timeZone', profile));
    if (zone === undefined) continue;
    const now = minuteOfWeek(zone, given.utcUs);
    for (const day of WEEKDAYS.keys()) {
      if (((days[profile]! >> day) & 1) === 0) continue;
      const begins = day * MINUTES_PER_DAY + atMinute[profile]!;
      const since = minutesSince(begins, now);
      if (since < least) [least, chosen] = [since, profile];
      if (untilMinute[profile] === 0) continue;
      const lasts = minutesSince(atMinute[profile]!, untilMinute[profile]! - 1, MINUTES_PER_DAY);
      const over = minutesSince(begins + lasts, now);
      if (over < least) [least, chosen] = [over, DEFAULT_PROFILE];
    }
  }
  return chosen;
}

/** Minutes from one minute of a span to another, going round. */
function minutesSince(from: number, to: number, span = MINUTES_PER_WEEK): number {
  return (((to - from) % span) + span) % span;
}

/** Limits of a profile. */
export function limitsOf(world: World, set: number, profile: number): Limits {
  const { col } = profile === DEFAULT_PROFILE ? world.scaleSet : world.scaleProfile;
  const slot = profile === DEFAULT_PROFILE ? set : profile;
  return {
    minimum: col.minimum[slot]!,
    maximum: col.maximum[slot]!,
    defaultCount: col.defaultCount[slot]!,
  };
}

/** Name of a profile; that of the default one is `default`. */
export function profileName(world: World, profile: number): string {
  return profile === DEFAULT_PROFILE ? 'default' : world.scaleProfile.text('name', profile);
}
