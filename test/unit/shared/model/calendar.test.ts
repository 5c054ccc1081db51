/**
 * Goal: days, weeks and summer times come out as the calendar has them. Method: dates whose weekday
 * and clock change anybody can look up, and every day of forty years there and back.
 */
import { describe, expect, it } from 'vitest';
import { US_PER_DAY, US_PER_HOUR } from '../../../../src/shared/kernel/time.ts';
import {
  clockMinute,
  clockText,
  dateOf,
  daysOf,
  minuteOfWeek,
  minutesAhead,
  parseCalendar,
  printCalendar,
  STARTS_AT_DEFAULT,
  timeZone,
  toUtc,
  weekdayOf,
  WEEKDAYS,
} from '../../../../src/shared/model/calendar.ts';

function at(text: string): number {
  const parsed = parseCalendar(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

function zone(name: string) {
  const found = timeZone(name);
  if (found === undefined) throw new Error(`no zone ${name}`);
  return found;
}

describe('dates', () => {
  it.each([
    ['2026-01-05', 'Monday'],
    ['2026-11-22', 'Sunday'],
    ['2024-02-29', 'Thursday'],
    ['2000-01-01', 'Saturday'],
    ['1970-01-01', 'Thursday'],
  ])('%s is a %s', (date, weekday) => {
    const days = at(`${date}T00:00`) / US_PER_DAY;
    expect(WEEKDAYS[weekdayOf(days)]).toBe(weekday);
  });

  it('go there and back, day by day', () => {
    const first = daysOf({ year: 1990, month: 1, day: 1 });
    for (let days = first; days < first + 40 * 366; days += 1) {
      expect(daysOf(dateOf(days))).toBe(days);
    }
  });

  it('are read and printed in one form; what is no date is refused', () => {
    expect(printCalendar(at('2026-03-31T18:30'))).toBe('2026-03-31T18:30');
    expect(WEEKDAYS[weekdayOf(at(STARTS_AT_DEFAULT) / US_PER_DAY)]).toBe('Monday');
    for (const text of ['2026-02-30T00:00', '2026-13-01T00:00', '2026-01-01T24:00', '2026-01-01']) {
      expect(parseCalendar(text)).toMatchObject({ error: { code: 'calendar.invalid' } });
    }
    expect([clockMinute('08:30'), clockMinute('24:00'), clockText(510)]).toEqual([
      510,
      undefined,
      '08:30',
    ]);
  });
});

describe('zones', () => {
  it.each([
    // Europe changes on the last Sundays of March and October, 01:00 UTC: 2026-03-29, 2026-10-25.
    ['W. Europe Standard Time', '2026-03-29T00:59', 60],
    ['W. Europe Standard Time', '2026-03-29T01:00', 120],
    ['W. Europe Standard Time', '2026-10-25T00:59', 120],
    ['W. Europe Standard Time', '2026-10-25T01:00', 60],
    // The United States on 2026-03-08 and 2026-11-01, 02:00 by their own clocks: 07:00, 06:00 UTC.
    ['Eastern Standard Time', '2026-03-08T06:59', -300],
    ['Eastern Standard Time', '2026-03-08T07:00', -240],
    ['Eastern Standard Time', '2026-11-01T05:59', -240],
    ['Eastern Standard Time', '2026-11-01T06:00', -300],
    ['E. South America Standard Time', '2026-07-01T00:00', -180],
    ['India Standard Time', '2026-07-01T00:00', 330],
  ])('%s at %s UTC is %d minutes ahead', (name, utc, minutes) => {
    expect(minutesAhead(zone(name), at(utc))).toBe(minutes);
  });

  it('a local time is found in UTC, in winter and in summer', () => {
    const paris = zone('Romance Standard Time');
    expect(toUtc(paris, at('2026-01-10T12:00'))).toBe(at('2026-01-10T12:00') - US_PER_HOUR);
    expect(toUtc(paris, at('2026-07-10T12:00'))).toBe(at('2026-07-10T12:00') - 2 * US_PER_HOUR);
  });

  it('the minute of the week is that of the zone', () => {
    // Sunday 23:30 UTC is Monday 05:00 in India.
    expect(minuteOfWeek(zone('India Standard Time'), at('2026-01-04T23:30'))).toBe(300);
    expect(minuteOfWeek(zone('UTC'), at('2026-01-04T23:30'))).toBe(6 * 1_440 + 23 * 60 + 30);
  });
});
