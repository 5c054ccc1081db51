/**
 * Goal: cron lines mean what cron has always read in them, and what never fires is refused.
 * Method: tables worked by hand on the calendar that begins on Monday, 5 January 2026, and a twin
 * that looks at every single minute.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextFireUs, parseCron, type CronSchedule } from '../../../../src/shared/model/cron.ts';
import { daysOf, parseCalendar } from '../../../../src/shared/model/calendar.ts';
import { US_PER_DAY, US_PER_HOUR, US_PER_MINUTE } from '../../../../src/shared/kernel/time.ts';
import { count } from '../../../support/counts.ts';

/** Days that the twin walks, minute by minute. */
const WALKED_DAYS = 9;
const START_US = daysOf({ year: 2_026, month: 1, day: 5 }) * US_PER_DAY;

function read(line: string): CronSchedule {
  const parsed = parseCron(line);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** Day, hour and minute of the next firing, days from 0. */
function next(line: string, afterUs = 0): string {
  const atUs = nextFireUs(read(line), { afterUs, calendarStartUs: START_US });
  if (atUs === undefined) return 'never';
  const day = Math.floor(atUs / US_PER_DAY);
  const hour = Math.floor((atUs % US_PER_DAY) / US_PER_HOUR);
  return `${day} ${hour}:${Math.floor((atUs % US_PER_HOUR) / US_PER_MINUTE)}`;
}

describe('cron lines [ENG-O10]', () => {
  it.each([
    ['* * * * *', '0 0:1'],
    ['0 2 * * *', '0 2:0'],
    ['*/15 * * * *', '0 0:15'],
    ['5/20 1 * * *', '0 1:5'],
    ['0 0 * * *', '1 0:0'],
    // 5 January 2026 is a Monday, so Sunday is day 6 and the next Monday day 7.
    ['0 9 * * sun', '6 9:0'],
    ['0 9 * * 7', '6 9:0'],
    ['0 0 * * 1', '7 0:0'],
    // 5 January 2028 is day 730, 29 February 26 + 29 days later; 1 March 2026 is day 27 + 28.
    ['0 0 29 2 *', '785 0:0'],
    ['0 0 1 mar *', '55 0:0'],
    // Either day counts when both are given: Friday the 9th comes before the 13th.
    ['0 12 13 * 5', '4 12:0'],
    ['30 4 1,15 * *', '10 4:30'],
    ['@weekly', '6 0:0'],
    ['@yearly', '361 0:0'],
  ])('%s fires first at %s', (line, at) => {
    expect(next(line)).toBe(at);
  });

  it('find 29 February again four years later', () => {
    // 2028 and 2032 are leap years: 366 + 365 + 365 + 365 days lie between the two.
    expect(next('0 0 29 2 *', 785 * US_PER_DAY)).toBe(`${785 + 1_461} 0:0`);
  });

  it('count from the moment at which the calendar of the run starts', () => {
    const start = parseCalendar('2026-03-31T18:30');
    const calendarStartUs = start.ok ? start.value : 0;
    const at = { afterUs: 0, calendarStartUs };
    expect(nextFireUs(read('0 0 1 4 *'), at)).toBe(5.5 * US_PER_HOUR);
  });

  it.each([
    '',
    '* * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    '1,,2 * * * *',
    'x * * * *',
    '* * * foo *',
    '1/2/3 * * * *',
    '-1 * * * *',
    `${'1,'.repeat(200)}1 * * * *`,
  ])('refuse %j', (line) => {
    const parsed = parseCron(line);
    expect(parsed.ok ? 'read' : parsed.error.code).toBe('cron.invalid');
  });

  it.each(['0 0 30 2 *', '0 0 31 4,6,9,11 *', '0 0 30-31 feb */2'])(
    'refuse %s, which never fires',
    (line) => {
      const parsed = parseCron(line);
      expect(parsed.ok ? 'read' : parsed.error.code).toBe('cron.never');
    },
  );

  it('let a day that no month has fire by its weekday', () => {
    // 1 February is day 27, a Sunday; the first Wednesday is the 4th.
    expect(next('0 0 31 2 3')).toBe('30 0:0');
  });

  it('fire at the minutes at which a walk over every minute finds them', () => {
    const field = (min: number, max: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.integer({ min, max }).map(String),
        fc.integer({ min: 1, max: 20 }).map((step) => `*/${step}`),
        fc
          .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
          .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      );
    const line = fc
      .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 7))
      .map((parts) => parts.join(' '));
    const days = fc.integer({ min: 0, max: 1_500 });
    fc.assert(
      fc.property(line, days, (text, day) => {
        const schedule = read(text);
        const from = day * US_PER_DAY + 13 * US_PER_HOUR;
        const found = nextFireUs(schedule, { afterUs: from, calendarStartUs: START_US });
        const walked = walk(text, from, WALKED_DAYS);
        if (walked !== undefined) expect(found).toBe(walked);
        else expect(found === undefined || found >= from + WALKED_DAYS * US_PER_DAY).toBe(true);
      }),
      { numRuns: count('propertyRuns') },
    );
  });
});

const YEARS: readonly [year: number, days: number][] = Array.from({ length: 12 }, (_, index) => {
  const year = 2_026 + index;
  return [year, year % 4 === 0 ? 366 : 365];
});
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Month and day of a day counted from 5 January 2026, by counting off years and months. */
function dateOf(day: number): { month: number; day: number } {
  let left = day + 4;
  for (const [year, length] of YEARS) {
    if (left < length) {
      for (const [index, days] of MONTHS.entries()) {
        const inMonth = index === 1 && year % 4 === 0 ? 29 : days;
        if (left < inMonth) return { month: index + 1, day: left + 1 };
        left -= inMonth;
      }
    }
    left -= length;
  }
  throw new Error('beyond the years of the twin');
}

function fieldHas(text: string, value: number, min: number): boolean {
  if (text === '*') return true;
  if (text.startsWith('*/')) return (value - min) % Number(text.slice(2)) === 0;
  const [from, to = from] = text.split('-').map(Number);
  return from !== undefined && to !== undefined && value >= from && value <= to;
}

/** The first minute after a moment that all fields allow, looked for minute by minute. */
function walk(line: string, afterUs: number, daysMax: number): number | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = line.split(' ');
  let number = -1;
  let date = { month: 0, day: 0 };
  for (let m = afterUs / US_PER_MINUTE + 1; m < afterUs / US_PER_MINUTE + daysMax * 1_440; m += 1) {
    if (Math.floor(m / 1_440) !== number) {
      number = Math.floor(m / 1_440);
      date = dateOf(number);
    }
    const today = (number + 1) % 7;
    const byDay = fieldHas(day, date.day, 1);
    const byWeekday = fieldHas(weekday, today, 0) || (today === 0 && fieldHas(weekday, 7, 0));
    const both = !day.startsWith('*') && !weekday.startsWith('*');
    if (
      fieldHas(minute, m % 60, 0) &&
      fieldHas(hour, Math.floor(m / 60) % 24, 0) &&
      fieldHas(month, date.month, 1) &&
      (both ? byDay || byWeekday : byDay && byWeekday)
    ) {
      return m * US_PER_MINUTE;
    }
  }
  return undefined;
}
