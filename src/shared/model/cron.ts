/**
 * Cron lines: five fields that say at which minutes something runs, and the next such minute.
 *
 * Written here because the libraries ask the wall clock and the time zone of the computer, which
 * pure code may not; one of them judges it in the tests (0045). The language is the one of Vixie
 * cron without its extensions: lists, ranges, steps, names of months and days, and the `@` words.
 * Days are those of the run's own calendar, in UTC.
 */
import { err, ok, type Result } from '../kernel/result.ts';
import { US_PER_DAY, US_PER_MINUTE } from '../kernel/time.ts';
import { dateOf, weekdayOf } from './calendar.ts';

/** Longest line that is read. */
const CRON_LENGTH_MAX = 200;
/** Days looked ahead: a 29 February on a certain weekday returns within 40 years. */
const DAYS_AHEAD_MAX = 40 * 366;
const MONTH_NAMES = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAY_NAMES = 'sun mon tue wed thu fri sat'.split(' ');
const MINUTES_PER_HOUR = 60;
const DAYS_PER_WEEK = 7;
const LONGEST_MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const WORDS: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
]);

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MINUTE: Field = { name: 'minute', min: 0, max: 59 };
const HOUR: Field = { name: 'hour', min: 0, max: 23 };
const DAY: Field = { name: 'day of month', min: 1, max: 31 };
const MONTH: Field = { name: 'month', min: 1, max: 12, names: MONTH_NAMES };
/** 7 is Sunday too. */
const WEEKDAY: Field = { name: 'day of week', min: 0, max: 7, names: DAY_NAMES };

/** A cron line, read. */
export interface CronSchedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Both day fields are given: a day matches when either does, as cron has always read it. */
  readonly eitherDay: boolean;
}

/**
 * Reads a cron line. Refuses with `cron.invalid` what is not one, and with `cron.never` one that
 * can never fire, such as 31 April.
 */
export function parseCron(text: string): Result<CronSchedule> {
  const line = (WORDS.get(text.trim().toLowerCase()) ?? text).trim();
  if (line.length > CRON_LENGTH_MAX) return invalid(text, `it has ${line.length} characters`);
  const parts = line.split(/\s+/);
  if (parts.length !== 5) return invalid(text, `it has ${parts.length} fields instead of 5`);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = parts;
  const fields = [
    parseField(minute, MINUTE),
    parseField(hour, HOUR),
    parseField(day, DAY),
    parseField(month, MONTH),
    parseField(weekday, WEEKDAY),
  ];
  const wrong = fields.find((field) => typeof field === 'string');
  if (typeof wrong === 'string') return invalid(text, wrong);
  const [minutes, hours, days, months, weekdays] = fields.map((field) =>
    typeof field === 'string' ? new Set<number>() : field,
  );
  const schedule: CronSchedule = {
    minutes: minutes ?? new Set(),
    hours: hours ?? new Set(),
    days: days ?? new Set(),
    months: months ?? new Set(),
    weekdays: new Set([...(weekdays ?? [])].map((value) => value % 7)),
    eitherDay: !day.startsWith('*') && !weekday.startsWith('*'),
  };
  return canFire(schedule) ? ok(schedule) : never(text);
}

/** The values of one field, or what is wrong with it. */
function parseField(text: string, field: Field): Set<number> | string {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [range = '', stepText, ...more] = item.split('/');
    const bounds = parseRange(range, field);
    if (bounds === undefined || more.length > 0) return `"${item}" is no ${field.name}`;
    const step = stepText === undefined ? 1 : parseNumber(stepText);
    if (step === undefined || step < 1) return `"${item}" has no step of 1 or more`;
    // `5/15` means from 5 on, as `5-59/15` does.
    const open = stepText !== undefined && range !== '*' && !range.includes('-');
    const last = open ? field.max : bounds.last;
    for (let value = bounds.first; value <= last; value += step) values.add(value);
  }
  return values;
}

function parseRange(text: string, field: Field): { first: number; last: number } | undefined {
  if (text === '*') return { first: field.min, last: field.max };
  const [from = '', to, ...more] = text.split('-');
  const first = parseValue(from, field);
  const last = to === undefined ? first : parseValue(to, field);
  if (first === undefined || last === undefined || more.length > 0 || first > last)
    return undefined;
  return { first, last };
}

function parseValue(text: string, field: Field): number | undefined {
  const named = field.names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + field.min;
  const value = parseNumber(text);
  return value === undefined || value < field.min || value > field.max ? undefined : value;
}

function parseNumber(text: string): number | undefined {
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}

/** A line fires unless it waits for a day that none of its months has. */
function canFire(schedule: CronSchedule): boolean {
  if (schedule.eitherDay) return true;
  const earliest = Math.min(...schedule.days);
  return [...schedule.months].some((month) => earliest <= (LONGEST_MONTH_DAYS[month - 1] ?? 0));
}

function invalid(text: string, reason: string): Result<never> {
  const shown = text.slice(0, CRON_LENGTH_MAX);
  return err({
    code: 'cron.invalid',
    message: `"${shown}" is not a cron line: ${reason}.`,
    hint: 'Write minute, hour, day of month, month and day of week, such as "0 2 * * 1-5".',
    details: { cron: shown, reason },
  });
}

function never(text: string): Result<never> {
  return err({
    code: 'cron.never',
    message: `"${text}" never fires: none of its months has that day.`,
    hint: 'Choose a day that one of the months has.',
    details: { cron: text },
  });
}

function dayMatches(schedule: CronSchedule, day: number): boolean {
  const date = dateOf(day);
  if (!schedule.months.has(date.month)) return false;
  const byDay = schedule.days.has(date.day);
  // Cron counts its week from Sunday.
  const byWeekday = schedule.weekdays.has((weekdayOf(day) + 1) % DAYS_PER_WEEK);
  return schedule.eitherDay ? byDay || byWeekday : byDay && byWeekday;
}

/** Minutes of a day at which it fires, in order. */
function minutesOf(schedule: CronSchedule): number[] {
  const minutes: number[] = [];
  for (const hour of schedule.hours) {
    for (const minute of schedule.minutes) minutes.push(hour * MINUTES_PER_HOUR + minute);
  }
  return minutes.sort((left, right) => left - right);
}

/**
 * The first moment after `afterUs` at which a line fires, in microseconds since the start of a run
 * that began at `calendarStartUs` of the calendar. Undefined when there is none within 40 years.
 * O(days ahead).
 */
export function nextFireUs(
  schedule: CronSchedule,
  at: { readonly afterUs: number; readonly calendarStartUs: number },
): number | undefined {
  const minutes = minutesOf(schedule);
  const afterUs = at.calendarStartUs + at.afterUs;
  const firstDay = Math.floor(afterUs / US_PER_DAY);
  for (let day = firstDay; day < firstDay + DAYS_AHEAD_MAX; day += 1) {
    if (!dayMatches(schedule, day)) continue;
    for (const minute of minutes) {
      const atUs = day * US_PER_DAY + minute * US_PER_MINUTE;
      if (atUs > afterUs) return atUs - at.calendarStartUs;
    }
  }
  return undefined;
}
