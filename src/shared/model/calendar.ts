/**
 * The calendar of a run: which day and minute a simulated moment is, here and in other time zones.
 *
 * A scenario says on which day it starts; everything else counts from there. Zones carry the names
 * the provider uses in its schedules, each with its distance from UTC and the rule of its summer
 * time, so that no clock, locale or zone list of the machine it runs on is ever asked.
 */
import { err, ok, type Result } from '../kernel/result.ts';
import { US_PER_DAY, US_PER_MINUTE } from '../kernel/time.ts';

/** A Monday, at midnight UTC: when a scenario starts that does not say. */
export const STARTS_AT_DEFAULT = '2026-01-05T00:00';
/** `2026-03-31T18:30`: no seconds, no zone; what zone it is in stands beside it. */
export const CALENDAR_PATTERN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;
/** `08:30`. */
export const CLOCK_PATTERN = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Days of the week from Monday, as schedules name them. */
export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const MINUTES_PER_DAY = 1_440;
export const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;
/** 1970-01-01 was a Thursday, three days after a Monday. */
const EPOCH_WEEKDAY = 3;
const SUNDAY = 6;

type SummerTime = 'none' | 'europe' | 'unitedStates';

interface TimeZone {
  readonly name: string;
  /** Minutes ahead of UTC in winter. */
  readonly minutes: number;
  readonly summer: SummerTime;
}

/** The zones that schedules may name, with the names of the provider's own list. */
export const TIME_ZONES: readonly TimeZone[] = [
  { name: 'UTC', minutes: 0, summer: 'none' },
  { name: 'GMT Standard Time', minutes: 0, summer: 'europe' },
  { name: 'W. Europe Standard Time', minutes: 60, summer: 'europe' },
  { name: 'Romance Standard Time', minutes: 60, summer: 'europe' },
  { name: 'Central Europe Standard Time', minutes: 60, summer: 'europe' },
  { name: 'FLE Standard Time', minutes: 120, summer: 'europe' },
  { name: 'E. South America Standard Time', minutes: -180, summer: 'none' },
  { name: 'Bahia Standard Time', minutes: -180, summer: 'none' },
  { name: 'Argentina Standard Time', minutes: -180, summer: 'none' },
  { name: 'SA Pacific Standard Time', minutes: -300, summer: 'none' },
  { name: 'Eastern Standard Time', minutes: -300, summer: 'unitedStates' },
  { name: 'Central Standard Time', minutes: -360, summer: 'unitedStates' },
  { name: 'Mountain Standard Time', minutes: -420, summer: 'unitedStates' },
  { name: 'Pacific Standard Time', minutes: -480, summer: 'unitedStates' },
  { name: 'Arabian Standard Time', minutes: 240, summer: 'none' },
  { name: 'India Standard Time', minutes: 330, summer: 'none' },
  { name: 'China Standard Time', minutes: 480, summer: 'none' },
  { name: 'Tokyo Standard Time', minutes: 540, summer: 'none' },
];

/** Days from 1970-01-01 to a date of the Gregorian calendar. */
export function daysOf(date: { year: number; month: number; day: number }): number {
  // Years begin in March, so that the leap day is the last of its year.
  const year = date.month <= 2 ? date.year - 1 : date.year;
  const era = Math.floor(year / 400);
  const ofEra = year - era * 400;
  const month = date.month > 2 ? date.month - 3 : date.month + 9;
  const ofYear = Math.floor((153 * month + 2) / 5) + date.day - 1;
  const days = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
  return era * 146_097 + days - 719_468;
}

/** Year, month and day of a number of days since 1970-01-01. */
export function dateOf(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const years = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear = ofEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const index = Math.floor((5 * ofYear + 2) / 153);
  const month = index < 10 ? index + 3 : index - 9;
  const day = ofYear - Math.floor((153 * index + 2) / 5) + 1;
  return { year: years + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Day of the week of a number of days since 1970-01-01; Monday is 0. */
export function weekdayOf(days: number): number {
  return (((days + EPOCH_WEEKDAY) % 7) + 7) % 7;
}

/** Microseconds since 1970 of a text such as `2026-03-31T18:30`, as if it were in UTC. */
export function parseCalendar(text: string): Result<number> {
  const [, year, month, day, hour, minute] = CALENDAR_PATTERN.exec(text) ?? [];
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  const days = year === undefined ? Number.NaN : daysOf(date);
  const again = Number.isNaN(days) ? undefined : dateOf(days);
  const real = again?.month === date.month && again.day === date.day;
  if (!real || Number(hour) > 23 || Number(minute) > 59) {
    return err({
      code: 'calendar.invalid',
      message: `"${text.slice(0, 40)}" is no moment of the calendar.`,
      hint: 'Write year, month, day, hour and minute as in 2026-03-31T18:30.',
      details: { text: text.slice(0, 40) },
    });
  }
  const minutes = Number(hour) * 60 + Number(minute);
  return ok(days * US_PER_DAY + minutes * US_PER_MINUTE);
}

/** The text of a moment, cut to its minute. */
export function printCalendar(calendarUs: number): string {
  const days = Math.floor(calendarUs / US_PER_DAY);
  const { year, month, day } = dateOf(days);
  const minutes = Math.floor((calendarUs - days * US_PER_DAY) / US_PER_MINUTE);
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** The zone of a name; undefined when it is not one of the list. */
export function timeZone(name: string): TimeZone | undefined {
  return TIME_ZONES.find((zone) => zone.name === name);
}

/** Minutes a zone is ahead of UTC at a moment. */
export function minutesAhead(zone: TimeZone, utcUs: number): number {
  return isSummer(zone, utcUs) ? zone.minutes + 60 : zone.minutes;
}

function isSummer(zone: TimeZone, utcUs: number): boolean {
  if (zone.summer === 'none') return false;
  const { year } = dateOf(Math.floor(utcUs / US_PER_DAY));
  if (zone.summer === 'europe') {
    // Last Sundays of March and October, 01:00 UTC everywhere.
    const begin = lastSunday(year, 3) * MINUTES_PER_DAY + 60;
    const end = lastSunday(year, 10) * MINUTES_PER_DAY + 60;
    return isBetween(utcUs, begin, end);
  }
  // Second Sunday of March to first Sunday of November, 02:00 by the clock in force.
  const begin = nthSunday(year, 3, 2) * MINUTES_PER_DAY + 120 - zone.minutes;
  const end = nthSunday(year, 11, 1) * MINUTES_PER_DAY + 60 - zone.minutes;
  return isBetween(utcUs, begin, end);
}

function isBetween(utcUs: number, beginMinute: number, endMinute: number): boolean {
  return utcUs >= beginMinute * US_PER_MINUTE && utcUs < endMinute * US_PER_MINUTE;
}

function nthSunday(year: number, month: number, nth: number): number {
  const first = daysOf({ year, month, day: 1 });
  return first + ((SUNDAY - weekdayOf(first) + 7) % 7) + 7 * (nth - 1);
}

function lastSunday(year: number, month: number): number {
  const last = daysOf({ year, month: month + 1, day: 1 }) - 1;
  return last - ((weekdayOf(last) - SUNDAY + 7) % 7);
}

/** The moment in UTC at which a zone's clocks show this; of two, the one of the later offset. */
export function toUtc(zone: TimeZone, localUs: number): number {
  const guess = localUs - zone.minutes * US_PER_MINUTE;
  return localUs - minutesAhead(zone, guess) * US_PER_MINUTE;
}

/** Minutes since Monday midnight that the clocks of a zone show. */
export function minuteOfWeek(zone: TimeZone, utcUs: number): number {
  const localUs = utcUs + minutesAhead(zone, utcUs) * US_PER_MINUTE;
  const days = Math.floor(localUs / US_PER_DAY);
  const minute = Math.floor((localUs - days * US_PER_DAY) / US_PER_MINUTE);
  return weekdayOf(days) * MINUTES_PER_DAY + minute;
}

/** Minutes since midnight of `08:30`; undefined when it is no time of day. */
export function clockMinute(text: string): number | undefined {
  const [, hour, minute] = CLOCK_PATTERN.exec(text) ?? [];
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute);
}

/** `08:30` of minutes since midnight. */
export function clockText(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
