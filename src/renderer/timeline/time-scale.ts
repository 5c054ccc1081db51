/**
 * Turns simulated time into pixels and back, and finds round times to write along the track. It
 * knows no canvas and no clock.
 */
import { US_PER_HOUR, US_PER_MINUTE, US_PER_SECOND } from '../../shared/kernel/time.ts';

export interface TimeScale {
  readonly fromUs: number;
  readonly toUs: number;
  readonly width: number;
}

/** Distances between marks that read well, smallest first. */
const STEPS_US = [
  US_PER_SECOND,
  5 * US_PER_SECOND,
  15 * US_PER_SECOND,
  US_PER_MINUTE,
  5 * US_PER_MINUTE,
  15 * US_PER_MINUTE,
  US_PER_HOUR,
  3 * US_PER_HOUR,
  6 * US_PER_HOUR,
  24 * US_PER_HOUR,
  7 * 24 * US_PER_HOUR,
  30 * 24 * US_PER_HOUR,
] as const;

const MARKS_MAX = 200;

/** Pixel of a moment; may lie outside the track. */
export function xOf(scale: TimeScale, us: number): number {
  return ((us - scale.fromUs) / Math.max(1, scale.toUs - scale.fromUs)) * scale.width;
}

/** Moment of a pixel, kept within the scale. */
export function usAt(scale: TimeScale, x: number): number {
  const share = Math.min(1, Math.max(0, x / Math.max(1, scale.width)));
  return Math.round(scale.fromUs + share * (scale.toUs - scale.fromUs));
}

/** Time from one mark to the next, when marks are at least `spacePx` apart. */
export function stepOf(scale: TimeScale, spacePx: number): number {
  const perPixel = (scale.toUs - scale.fromUs) / Math.max(1, scale.width);
  const last = STEPS_US[STEPS_US.length - 1] ?? US_PER_HOUR;
  return STEPS_US.find((one) => one / perPixel >= spacePx) ?? last;
}

/** Round moments within the scale, at least `spacePx` apart. */
export function marksOf(scale: TimeScale, spacePx: number): number[] {
  const step = stepOf(scale, spacePx);
  const marks: number[] = [];
  const first = Math.ceil(scale.fromUs / step) * step;
  for (let us = first; us <= scale.toUs && marks.length < MARKS_MAX; us += step) marks.push(us);
  return marks;
}

/** A stretch of simulated time that is shown, or marked. */
export interface TimeSpan {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Nobody needs to see less than this; the figures come every ten seconds. */
export const SPAN_SHOWN_MIN_US = 10 * US_PER_SECOND;

/** The part of a whole that lies nearest to a wish: as long as it, where the whole is. */
export function keptWithin(wish: TimeSpan, wholeUs: number): TimeSpan {
  const length = Math.min(wholeUs, Math.max(SPAN_SHOWN_MIN_US, wish.toUs - wish.fromUs));
  const fromUs = Math.round(Math.min(wholeUs - length, Math.max(0, wish.fromUs)));
  return { fromUs, toUs: Math.round(fromUs + length) };
}

/**
 * The span made longer (`factor` above 1) or shorter, with a moment of it where it was on the
 * screen; within the whole and no shorter than can be seen.
 */
export function zoomed(
  span: TimeSpan,
  by: { readonly factor: number; readonly atUs: number; readonly wholeUs: number },
): TimeSpan {
  const before = span.toUs - span.fromUs;
  const length = Math.min(by.wholeUs, Math.max(SPAN_SHOWN_MIN_US, before * by.factor));
  const share = Math.min(1, Math.max(0, (by.atUs - span.fromUs) / Math.max(1, before)));
  const fromUs = by.atUs - share * length;
  return keptWithin({ fromUs, toUs: fromUs + length }, by.wholeUs);
}

/** The span moved, as far as the whole goes. */
export function panned(span: TimeSpan, byUs: number, wholeUs: number): TimeSpan {
  return keptWithin({ fromUs: span.fromUs + byUs, toUs: span.toUs + byUs }, wholeUs);
}

/** Day and time of day as a person writes them: `1 00:12:30`; the first day without one. */
const MOMENT = /^(?:(\d{1,4})\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const HOURS_PER_DAY = 24;

/** The moment a text names, in simulated microseconds; undefined when it names none. */
export function parseMoment(text: string): number | undefined {
  const found = MOMENT.exec(text.trim());
  if (found === null) return undefined;
  const [day, hour, minute, second] = [found[1] ?? 1, found[2], found[3], found[4] ?? 0].map(
    Number,
  );
  if (day === undefined || hour === undefined || minute === undefined || second === undefined) {
    return undefined;
  }
  if (day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const hours = (day - 1) * HOURS_PER_DAY + hour;
  return hours * US_PER_HOUR + minute * US_PER_MINUTE + second * US_PER_SECOND;
}
