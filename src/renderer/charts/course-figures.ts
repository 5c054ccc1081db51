/**
 * The charts of a run: which columns of its course each draws, in which unit and with which look.
 * The values are the workspace's own, only scaled to the unit. Words and sentences are whoever
 * shows them.
 */
import type { CourseView } from '../../shared/views/course-view.ts';
import type { ChartSeries, ChartValues } from './line-chart.ts';

/** Charts in the order in which they are shown. */
export const COURSE_FIGURES = [
  'requests',
  'availability',
  'latency',
  'instances',
  'utilisation',
  'cost',
  'power',
] as const;
export type CourseFigure = (typeof COURSE_FIGURES)[number];

/** Names of the lines; the words stand under `course.line`. */
export type CourseLineName =
  | 'demanded'
  | 'served'
  | 'failed'
  | 'availability'
  | 'budgetLeft'
  | 'p50'
  | 'p95'
  | 'p99'
  | 'inRotation'
  | 'inPool'
  | 'machines'
  | 'processor'
  | 'perHour'
  | 'power';

export interface CourseLine extends Omit<ChartSeries, 'label'> {
  readonly name: CourseLineName;
  readonly values: ChartValues;
}

const PERCENT = 100;
const MICRO = 1_000_000;
const MILLIWATTS_PER_KW = 1_000_000;
const DASHED = [5, 4];
const DOTTED = [2, 3];

/** What a promise allows of a month, where there is one. */
export interface Budget {
  readonly allowedSeconds: number;
}

type Lines = (course: CourseView, budget: Budget | undefined) => CourseLine[];

const LINES: Readonly<Record<CourseFigure, Lines>> = {
  requests: (course) => [
    { name: 'demanded', color: 'text-3', dash: DASHED, values: scaled(course.demanded) },
    { name: 'served', color: 'ok-g', fill: true, values: scaled(course.served) },
    { name: 'failed', color: 'harm-g', dash: DOTTED, values: scaled(course.failed) },
  ],
  availability: (course, budget) => [
    { name: 'availability', color: 'accent', values: scaled(course.availability, PERCENT) },
    ...budgetLine(course, budget),
  ],
  latency: (course) => [
    { name: 'p50', color: 'ok-g', dash: DOTTED, values: answered(course.p50Ms) },
    { name: 'p95', color: 'accent', values: answered(course.p95Ms) },
    { name: 'p99', color: 'warn-g', dash: DASHED, values: answered(course.p99Ms) },
  ],
  instances: (course) => [
    { name: 'machines', color: 'text-3', dash: DOTTED, values: scaled(course.machines) },
    { name: 'inPool', color: 'accent', dash: DASHED, values: scaled(course.backends) },
    { name: 'inRotation', color: 'ok-g', fill: true, values: scaled(course.backendsUp) },
  ],
  utilisation: ({ cpuShare }) => [filled('processor', 'accent', scaled(cpuShare, PERCENT))],
  cost: ({ microUsdPerHour }) => [
    filled('perHour', 'change-g', scaled(microUsdPerHour, 1 / MICRO)),
  ],
  power: ({ milliwatts }) => [filled('power', 'feed-a', scaled(milliwatts, 1 / MILLIWATTS_PER_KW))],
};

/** The lines of one chart. The values are in the unit of `course.unit`. */
export function linesOfCourse(
  course: CourseView,
  given: { readonly figure: CourseFigure; readonly budget: Budget | undefined },
): CourseLine[] {
  return LINES[given.figure](course, given.budget);
}

function filled(name: CourseLineName, color: string, values: ChartValues): CourseLine {
  return { name, color, fill: true, values };
}

function scaled(column: Float64Array, by = 1): number[] {
  return Array.from(column, (value) => value * by);
}

/** Nothing answered is no time at all. */
function answered(column: Float64Array): ChartValues {
  return Array.from(column, (value) => (value === 0 ? undefined : value));
}

/** What is left of the month's budget; overdrawn it stays at nothing, the words say by how much. */
function budgetLine(course: CourseView, budget: Budget | undefined): CourseLine[] {
  if (budget === undefined || budget.allowedSeconds <= 0) return [];
  const values = Array.from(course.secondsDown, (down) =>
    Math.max(0, PERCENT * (1 - down / budget.allowedSeconds)),
  );
  return [{ name: 'budgetLeft', color: 'warn-g', dash: DASHED, values }];
}

/** The place of the greatest value; -1 in an empty column. */
export function placeOfMost(column: Float64Array): number {
  let most = -1;
  column.forEach((value, place) => {
    if (most < 0 || value > (column[most] ?? 0)) most = place;
  });
  return most;
}
