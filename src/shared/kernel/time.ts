/**
 * Simulated time: whole microseconds in a plain number, exact up to 285 years. It is plain because
 * hot loops add and compare times, and a brand would be lost at each step; the unit is in the names
 * (`atUs`, `delayUs`). Duration texts live here too, so that files, commands and screen read and
 * write one grammar. Nothing here may know the wall clock or the locale.
 */
import { assert } from './assert.ts';
import { err, ok, type Result } from './result.ts';

/** Microseconds since the start of the simulation; a safe integer, never negative. */
export type SimTimeUs = number;
/** A span in microseconds; a safe integer, never negative. */
export type DurationUs = number;

export const US_PER_MILLISECOND = 1_000;
export const US_PER_SECOND = 1_000_000;
export const US_PER_MINUTE = 60 * US_PER_SECOND;
export const US_PER_HOUR = 60 * US_PER_MINUTE;
export const US_PER_DAY = 24 * US_PER_HOUR;
export const US_PER_WEEK = 7 * US_PER_DAY;
/** The latest moment that can be named. */
export const SIM_TIME_MAX_US: SimTimeUs = Number.MAX_SAFE_INTEGER;

/** Longer texts are refused unread: no duration needs them. */
const DURATION_TEXT_LENGTH_MAX = 64;

/** True for a time or span that the engine accepts. */
export function isSimTimeUs(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Seconds as the engine's span, to the nearest microsecond, halves up. */
export function secondsToUs(seconds: number): DurationUs {
  const us = Math.floor(seconds * US_PER_SECOND + 0.5);
  assert(isSimTimeUs(us), 'A span must lie between 0 and 285 years');
  return us;
}

/** The engine's span as seconds, for showing and for rates. */
export function usToSeconds(us: DurationUs): number {
  return us / US_PER_SECOND;
}

/** `Day 2 09:14:20`; the first day is 1. Parts of a second are cut off, never rounded up, so that
 * the shown time is one that has been reached. */
export function formatSimTime(timeUs: SimTimeUs): string {
  assert(isSimTimeUs(timeUs), 'A simulated time must be a safe integer, zero or more');
  const day = Math.floor(timeUs / US_PER_DAY) + 1;
  return `Day ${day} ${formatTimeOfDay(timeUs)}`;
}

/** `09:14:20`, the time within its day. */
export function formatTimeOfDay(timeUs: SimTimeUs): string {
  const withinDayUs = timeUs % US_PER_DAY;
  const hours = Math.floor(withinDayUs / US_PER_HOUR);
  const minutes = Math.floor((withinDayUs % US_PER_HOUR) / US_PER_MINUTE);
  const seconds = Math.floor((withinDayUs % US_PER_MINUTE) / US_PER_SECOND);
  return `${twoDigits(hours)}:${twoDigits(minutes)}:${twoDigits(seconds)}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

/** Units of the short form from the greatest down; the order is the order of writing. */
const PRINT_UNITS: readonly (readonly [name: string, us: number])[] = [
  ['d', US_PER_DAY],
  ['h', US_PER_HOUR],
  ['m', US_PER_MINUTE],
  ['s', US_PER_SECOND],
  ['ms', US_PER_MILLISECOND],
  ['us', 1],
];

/** The one way of writing a span: `1d2h`, `1h30m`, `250ms`; zero is `0s`. Exact: parseDuration
 * gives the same number back. */
export function printDuration(durationUs: DurationUs): string {
  assert(isSimTimeUs(durationUs), 'A span must be a safe integer, zero or more');
  if (durationUs === 0) return '0s';
  let rest = durationUs;
  let text = '';
  for (const [name, us] of PRINT_UNITS) {
    const count = Math.floor(rest / us);
    if (count > 0) text += `${count}${name}`;
    rest -= count * us;
  }
  return text;
}

type UnitTable = ReadonlyMap<string, number>;

const SHORT_UNITS: UnitTable = new Map([['w', US_PER_WEEK], ...PRINT_UNITS]);
const ISO_DATE_UNITS: UnitTable = new Map([
  ['W', US_PER_WEEK],
  ['D', US_PER_DAY],
]);
const ISO_TIME_UNITS: UnitTable = new Map([
  ['H', US_PER_HOUR],
  ['M', US_PER_MINUTE],
  ['S', US_PER_SECOND],
]);

/**
 * Reads a span: short (`24h`, `1h30m`, `90s`, `250ms`, `5us`, also `d` and `w`) or ISO 8601
 * (`PT1H30M`, `P1DT2H`). Units go from great to small, each at most once; the last number may have
 * decimals as long as the whole is an exact number of microseconds.
 * Refuses with `duration.invalid`.
 */
export function parseDuration(text: string): Result<DurationUs> {
  if (text.length > DURATION_TEXT_LENGTH_MAX) {
    const start = text.slice(0, DURATION_TEXT_LENGTH_MAX);
    return invalid(`${start}…`, `it has ${text.length} characters`);
  }
  return text.startsWith('P') ? parseIso(text) : parseParts(text, text, SHORT_UNITS);
}

/**
 * The microseconds of a duration that a schema has let through, or what stands in for one that was
 * not given. For text that nobody has checked, `parseDuration` says what is wrong with it.
 */
export function durationUs(text: string | undefined, otherwise: DurationUs): DurationUs {
  const parsed = text === undefined ? undefined : parseDuration(text);
  return parsed?.ok === true ? parsed.value : otherwise;
}

function parseIso(text: string): Result<DurationUs> {
  const [date = '', time, ...more] = text.slice(1).split('T');
  if (more.length > 0) return invalid(text, 'it has more than one T');
  if (/[YM]/.test(date)) return invalid(text, 'years and months have no fixed length');
  if (time === undefined) return parseParts(text, date, ISO_DATE_UNITS);
  const timeUs = parseParts(text, time, ISO_TIME_UNITS);
  if (!timeUs.ok || date === '') return timeUs;
  if (date.includes('.')) return invalid(text, 'only its last number may have decimals');
  const dateUs = parseParts(text, date, ISO_DATE_UNITS);
  return dateUs.ok ? inRange(text, BigInt(dateUs.value) + BigInt(timeUs.value)) : dateUs;
}

/** Sums `<number><unit>` parts exactly; BigInt because 0.123456 of a week leaves 53 bits behind. */
function parseParts(whole: string, parts: string, units: UnitTable): Result<DurationUs> {
  const pattern = /(\d+)(?:\.(\d+))?([A-Za-z]+)/y;
  let total = 0n;
  let smallestSoFarUs = Infinity;
  let position = 0;
  while (position < parts.length) {
    pattern.lastIndex = position;
    const match = pattern.exec(parts);
    if (match === null)
      return invalid(whole, `"${parts.slice(position)}" is not a number and unit`);
    const [matched, digits = '', decimals = '', unit = ''] = match;
    position += matched.length;
    const unitUs = units.get(unit);
    if (unitUs === undefined) return invalid(whole, `"${unit}" is not a unit here`);
    if (unitUs >= smallestSoFarUs) return invalid(whole, `"${unit}" stands out of order`);
    smallestSoFarUs = unitUs;
    if (decimals !== '' && position < parts.length) {
      return invalid(whole, 'only its last number may have decimals');
    }
    const scale = 10n ** BigInt(decimals.length);
    const scaledUs = BigInt(digits + decimals) * BigInt(unitUs);
    if (scaledUs % scale !== 0n) return invalid(whole, 'it is finer than a microsecond');
    total += scaledUs / scale;
  }
  return position === 0 ? invalid(whole, 'it names no span') : inRange(whole, total);
}

function inRange(text: string, totalUs: bigint): Result<DurationUs> {
  return totalUs > BigInt(SIM_TIME_MAX_US)
    ? invalid(text, 'it is longer than 285 years')
    : ok(Number(totalUs));
}

function invalid(text: string, reason: string): Result<DurationUs> {
  return err({
    code: 'duration.invalid',
    message: `"${text}" is not a duration: ${reason}.`,
    hint: 'Write it like 24h, 1h30m, 90s, 250ms or PT1H30M.',
    details: { text, reason },
  });
}
