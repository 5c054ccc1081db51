/** Goal: one grammar of durations and one way to show a moment. Method: tables of examples. */
import { describe, expect, it } from 'vitest';
import {
  formatSimTime,
  isSimTimeUs,
  parseDuration,
  printDuration,
  secondsToUs,
  SIM_TIME_MAX_US,
  US_PER_DAY,
  US_PER_HOUR,
  US_PER_MINUTE,
  US_PER_SECOND,
  usToSeconds,
} from '../../../../src/shared/kernel/time.ts';

describe('formatSimTime', () => {
  it.each([
    [0, 'Day 1 00:00:00'],
    [US_PER_DAY + 9 * US_PER_HOUR + 14 * US_PER_MINUTE + 20 * US_PER_SECOND, 'Day 2 09:14:20'],
    [US_PER_SECOND - 1, 'Day 1 00:00:00'],
    [US_PER_DAY - 1, 'Day 1 23:59:59'],
    [US_PER_DAY, 'Day 2 00:00:00'],
    [100 * US_PER_DAY, 'Day 101 00:00:00'],
  ])('shows %d as %s', (timeUs, text) => {
    expect(formatSimTime(timeUs)).toBe(text);
  });

  it.each([-1, 0.5, NaN, Infinity, SIM_TIME_MAX_US + 1])('takes no %d', (timeUs) => {
    expect(isSimTimeUs(timeUs)).toBe(false);
    expect(() => formatSimTime(timeUs)).toThrow('safe integer');
    expect(() => printDuration(timeUs)).toThrow('safe integer');
  });
});

describe('parseDuration', () => {
  it.each([
    ['0s', 0],
    ['24h', 24 * US_PER_HOUR],
    ['10m', 10 * US_PER_MINUTE],
    ['1h30m', 90 * US_PER_MINUTE],
    ['90s', 90 * US_PER_SECOND],
    ['250ms', 250_000],
    ['5us', 5],
    ['2w', 14 * US_PER_DAY],
    ['1d2h3m4s5ms6us', 93_784_005_006],
    ['1.5h', 90 * US_PER_MINUTE],
    ['0.000001s', 1],
    ['1h0.5s', US_PER_HOUR + 500_000],
    ['PT1H30M', 90 * US_PER_MINUTE],
    ['P1DT2H', 26 * US_PER_HOUR],
    ['P2W', 14 * US_PER_DAY],
    ['PT0.25S', 250_000],
    ['9007199254740991us', SIM_TIME_MAX_US],
  ])('reads %s', (text, us) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: us });
  });

  it.each([
    ['', 'it names no span'],
    ['P', 'it names no span'],
    ['PT', 'it names no span'],
    ['P1DT', 'it names no span'],
    ['10', '"10" is not a number and unit'],
    ['h', '"h" is not a number and unit'],
    ['1h 5m', '" 5m" is not a number and unit'],
    ['-5s', '"-5s" is not a number and unit'],
    ['5H', '"H" is not a unit here'],
    ['PT5h', '"h" is not a unit here'],
    ['P5H', '"H" is not a unit here'],
    ['1m1h', '"h" stands out of order'],
    ['1h1h', '"h" stands out of order'],
    ['1.5h5m', 'only its last number may have decimals'],
    ['P1.5DT1H', 'only its last number may have decimals'],
    ['0.1us', 'it is finer than a microsecond'],
    ['P1Y', 'years and months have no fixed length'],
    ['P1M', 'years and months have no fixed length'],
    ['PT1HT2M', 'it has more than one T'],
    ['9007199254740992us', 'it is longer than 285 years'],
    ['P104249991DT23H', 'it is longer than 285 years'],
    ['1e3s', '"e" is not a unit here'],
    [`${'1'.repeat(70)}s`, 'it has 71 characters'],
  ])('refuses %s with a reason', (text, reason) => {
    const result = parseDuration(text);
    expect(result.ok ? result.value : result.error).toMatchObject({
      code: 'duration.invalid',
      hint: expect.stringContaining('1h30m'),
      details: { reason },
    });
  });
});

describe('printDuration', () => {
  it.each([
    [0, '0s'],
    [90 * US_PER_MINUTE, '1h30m'],
    [24 * US_PER_HOUR, '1d'],
    [250_000, '250ms'],
    [5, '5us'],
    [93_784_005_006, '1d2h3m4s5ms6us'],
  ])('writes %d as %s', (us, text) => {
    expect(printDuration(us)).toBe(text);
  });
});

describe('seconds', () => {
  it('are rounded to the nearest microsecond', () => {
    expect([secondsToUs(0.1), secondsToUs(1.0000004), secondsToUs(1.0000005)]).toEqual([
      100_000, 1_000_000, 1_000_001,
    ]);
    expect(usToSeconds(1_500_000)).toBe(1.5);
    expect(() => secondsToUs(-1)).toThrow('285 years');
    expect(() => secondsToUs(1e11)).toThrow('285 years');
  });
});
