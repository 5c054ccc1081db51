/**
 * Days and dates of autoscale profiles, held against the calendar: a schedule must mean something,
 * name a zone that is known, and not be over already (docs/facts.md, fact 87). Which profile is in
 * force at a moment is not its matter.
 */
import { nearestWords } from '../../../shared/kernel/nearest-words.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { US_PER_DAY } from '../../../shared/kernel/time.ts';
import type { CommandOf } from '../../../shared/commands/index.ts';
import {
  parseCalendar,
  printCalendar,
  TIME_ZONES,
  timeZone,
  toUtc,
} from '../../../shared/model/calendar.ts';
import { refuse } from './decide-kit.ts';

export type Profile = NonNullable<CommandOf<'autoscale.set'>['profiles']>[number];

/** Longest fixed date (fact 87). */
const FIXED_DATE_DAYS_MAX = 365;

/** The two moments of a fixed date in UTC; undefined when it has none, or none that are real. */
export function datesOf(profile: Profile): { fromUs: number; toUs: number } | undefined {
  const { fixedDate } = profile;
  const zone = timeZone(fixedDate?.timeZone ?? 'UTC');
  if (fixedDate === undefined || zone === undefined) return undefined;
  const from = parseCalendar(fixedDate.from);
  const to = parseCalendar(fixedDate.to);
  if (!from.ok || !to.ok) return undefined;
  return { fromUs: toUtc(zone, from.value), toUs: toUtc(zone, to.value) };
}

/** Refuses a schedule that says nothing, or cannot come into force any more. */
export function checkSchedule(nowUs: number, profile: Profile): Result<void> {
  const { name, recurrence, fixedDate } = profile;
  if ((recurrence === undefined) === (fixedDate === undefined)) {
    return badSchedule(name, 'needs either days of the week or a fixed date, and not both');
  }
  const zone = recurrence?.timeZone ?? fixedDate?.timeZone ?? 'UTC';
  if (timeZone(zone) === undefined) {
    const known = TIME_ZONES.map((one) => one.name);
    const close = nearestWords({ wanted: zone, known });
    return refuse({
      code: 'autoscale.timeZone',
      message: `Profile "${name}" names the time zone "${zone}", which is not one of those known.`,
      hint:
        close.length > 0
          ? `Did you mean ${close.join(' or ')}?`
          : `Choose one of ${known.join(', ')}.`,
      details: { profile: name, timeZone: zone },
    });
  }
  if (recurrence !== undefined) {
    return recurrence.at === recurrence.until
      ? badSchedule(name, 'ends at the moment it begins')
      : ok(undefined);
  }
  return checkDates(nowUs, profile);
}

function checkDates(nowUs: number, profile: Profile): Result<void> {
  const { name } = profile;
  const dates = datesOf(profile);
  if (dates === undefined) return badSchedule(name, 'names a day that is not in the calendar');
  if (dates.toUs <= dates.fromUs) return badSchedule(name, 'ends before it begins');
  if (dates.toUs - dates.fromUs > FIXED_DATE_DAYS_MAX * US_PER_DAY) {
    return badSchedule(name, `is longer than ${FIXED_DATE_DAYS_MAX} days`);
  }
  if (dates.toUs > nowUs) return ok(undefined);
  return refuse({
    code: 'autoscale.past',
    message:
      `Profile "${name}" ends at ${printCalendar(dates.toUs)} UTC; ` +
      `it is ${printCalendar(nowUs)} already.`,
    hint: 'Choose a date that is still to come, or let the scenario start earlier.',
    details: { profile: name, to: printCalendar(dates.toUs), now: printCalendar(nowUs) },
  });
}

function badSchedule(profile: string, reason: string): Result<never> {
  return refuse({
    code: 'autoscale.schedule',
    message: `Profile "${profile}" ${reason}.`,
    hint: 'Write days and a time of day, or a fixed date from one moment to a later one.',
    details: { profile, reason },
  });
}
