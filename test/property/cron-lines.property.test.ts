/**
 * Goal: our reading of cron lines is the one of a well-kept library [ENG-O10]. Pure code may not
 * ask the clock and the time zone of the computer, which every library does, so lines are read by
 * ourselves and held against Croner here (0045). Method: random lines, the next firings of both
 * after random moments of ten years.
 */
import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { US_PER_MINUTE } from '../../src/shared/kernel/time.ts';
import { daysOf } from '../../src/shared/model/calendar.ts';
import { nextFireUs, parseCron } from '../../src/shared/model/cron.ts';
import { count } from '../support/counts.ts';

const MS_PER_DAY = 86_400_000;
const US_PER_MS = 1_000;
const START_MS = daysOf({ year: 2_026, month: 1, day: 5 }) * MS_PER_DAY;
/** Moments are drawn from ten years. */
const MINUTES_MAX = 10 * 366 * 1_440;
const FIRINGS = 4;

/** One field: everything, a step, a number, a range with or without a step, a list. */
function field(bounds: { min: number; max: number }): fc.Arbitrary<string> {
  const value = fc.integer(bounds);
  const range = fc
    .tuple(value, value, fc.integer({ min: 1, max: 7 }))
    .map(([a, b, step]) => `${Math.min(a, b)}-${Math.max(a, b)}${step > 3 ? `/${step}` : ''}`);
  return fc.oneof(
    fc.constant('*'),
    fc.integer({ min: 1, max: 20 }).map((step) => `*/${Math.min(step, bounds.max)}`),
    value.map(String),
    range,
    fc.array(value, { minLength: 1, maxLength: 4 }).map((list) => list.join(',')),
  );
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

const lines = fc
  .record({
    minute: field({ min: 0, max: 59 }),
    hour: field({ min: 0, max: 23 }),
    day: field({ min: 1, max: 31 }),
    month: fc.oneof(field({ min: 1, max: 12 }), fc.constantFrom(...MONTHS)),
    weekday: fc.oneof(field({ min: 0, max: 6 }), fc.constantFrom(...DAYS)),
  })
  // A step over all days beside a day of the other kind: Vixie and the library disagree there.
  .filter(({ day, weekday }) => !(day.startsWith('*/') || weekday.startsWith('*/')))
  .map(({ minute, hour, day, month, weekday }) => [minute, hour, day, month, weekday].join(' '));

/** The next firings by the library, in minutes since the start; undefined: never again. */
function byLibrary(line: string, fromMinute: number): (number | undefined)[] {
  const cron = new Cron(line, { timezone: 'UTC', paused: true });
  let at: Date | null = new Date(START_MS + fromMinute * 60_000);
  return Array.from({ length: FIRINGS }, () => {
    if (at !== null) at = cron.nextRun(at);
    return at === null ? undefined : (at.getTime() - START_MS) / 60_000;
  });
}

function byOurs(line: string, fromMinute: number): (number | undefined)[] {
  const read = parseCron(line);
  if (!read.ok) return Array.from({ length: FIRINGS }, () => undefined);
  let at: number | undefined = fromMinute * US_PER_MINUTE;
  return Array.from({ length: FIRINGS }, () => {
    if (at === undefined) return undefined;
    at = nextFireUs(read.value, { afterUs: at, calendarStartUs: START_MS * US_PER_MS });
    return at === undefined ? undefined : at / US_PER_MINUTE;
  });
}

describe('a cron line', () => {
  it('fires when the library says so, and is refused when that never fires', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: MINUTES_MAX }), (line, fromMinute) => {
        expect(byOurs(line, fromMinute)).toEqual(byLibrary(line, fromMinute));
      }),
      { numRuns: count('propertyRuns') },
    );
  });

  it.each(['61 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * mun', '* * *'])(
    '%s is refused by both',
    (line) => {
      expect(parseCron(line)).toMatchObject({ ok: false, error: { code: 'cron.invalid' } });
      expect(() => new Cron(line, { timezone: 'UTC', paused: true })).toThrow();
    },
  );
});
