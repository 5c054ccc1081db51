/**
 * Which figures of the run somebody pinned to the time track. The requests come with the workspace
 * at all times; the others have to be looked at, and filled where nobody did.
 */
import { COURSE_FIGURES, type CourseFigure } from '../charts/course-figures.ts';

const USUAL: readonly CourseFigure[] = ['requests'];

/** What was remembered, as far as it names figures there are; the usual ones otherwise. */
export function readTrackPins(stored: unknown): readonly CourseFigure[] {
  if (!Array.isArray(stored)) return USUAL;
  return COURSE_FIGURES.filter((figure) => stored.includes(figure));
}

/** The pins with one more or one less, in the order of the charts. */
export function withPin(pins: readonly CourseFigure[], figure: CourseFigure): CourseFigure[] {
  const isPinned = pins.includes(figure);
  return COURSE_FIGURES.filter((one) => (one === figure ? !isPinned : pins.includes(one)));
}

/** Bars, ruler and lanes above the figures, and what one figure needs to be read. */
const AROUND_PX = 178;
const FIGURE_PX = 40;

/** How high the time panel should be for these pins. */
export function heightOf(pins: readonly CourseFigure[]): number {
  return AROUND_PX + FIGURE_PX * pins.length;
}

/** Whether the pins ask for more than what is there at all times. */
export function needsCourse(pins: readonly CourseFigure[]): boolean {
  return pins.some((figure) => figure !== 'requests');
}
