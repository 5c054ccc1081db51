/**
 * The pinned figures as the track draws them: the present branch in solid lines and fills, the
 * branch beside it dashed, with how high each reaches in the part that is shown. The values are
 * the workspace's own, only scaled to the unit.
 */
import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { US_PER_HOUR } from '../../shared/kernel/time.ts';
import type { ServiceSeries } from '../../shared/views/metrics-frame.ts';
import { linesOfCourse, type CourseFigure } from '../charts/course-figures.ts';
import { useBesideRun, type BesideRun } from '../stores/use-beside-run.ts';
import { useCourse } from '../stores/use-course.ts';
import { usePreferences } from '../stores/use-preferences.ts';
import { highestOf, highestRate, type FigureLine, type FigureTrack } from './paint-figures.ts';
import type { TimeScale } from './time-scale.ts';

const PERCENT = 100;
const BESIDE_LOOK = { color: 'change-g', dash: [6, 4] } as const;
/** The least upper edge of each: a whole course of cents would lie on the axis otherwise. */
const LEAST: Readonly<Record<CourseFigure, number>> = {
  requests: 0.1,
  availability: PERCENT,
  latency: 1,
  instances: 1,
  utilisation: PERCENT,
  cost: 0.01,
  power: 0.01,
};

/** Call inside setup. */
export function useTrackFigures(at: {
  readonly scale: ComputedRef<TimeScale>;
  readonly series: () => readonly (ServiceSeries | undefined)[];
}): ComputedRef<readonly FigureTrack[]> {
  const { t } = useI18n();
  const preferences = usePreferences();
  const course = useCourse();
  const beside = useBesideRun();

  /** The lines of the present branch; of the requests none, they are bars. */
  function present(figure: CourseFigure): FigureLine[] {
    const view = course.view;
    if (view === undefined || figure === 'requests') return [];
    const lines = linesOfCourse(view, { figure, budget: undefined });
    return lines.map(({ color, dash, fill, values }) => ({
      color,
      dash,
      fill,
      values,
      atUs: view.atUs,
    }));
  }

  const lines = computed(() =>
    preferences.trackPins.map((figure) => ({
      figure,
      lines: [...present(figure), ...besideLines(figure, beside.run)],
    })),
  );

  return computed(() =>
    lines.value.map((track) => {
      const { fromUs, toUs } = at.scale.value;
      const least = LEAST[track.figure];
      const ofLines = highestOf(track.lines, { fromUs, toUs, least });
      const rates = at.series().map((series) => highestRate(series, at.scale.value));
      const highest = track.figure === 'requests' ? Math.max(ofLines, ...rates) : ofLines;
      return { ...track, name: t(`track.name.${track.figure}`), highest };
    }),
  );
}

/** What the other branch has of a figure; of some there is nothing to lay beside. */
export function besideLines(figure: CourseFigure, run: BesideRun | undefined): FigureLine[] {
  const values = run === undefined ? undefined : besideValues(figure, run);
  return values === undefined ? [] : [{ ...BESIDE_LOOK, atUs: run?.atUs ?? [], values }];
}

function besideValues(figure: CourseFigure, { atUs, side }: BesideRun): number[] | undefined {
  if (figure === 'requests') return side.served;
  if (figure === 'instances') return side.machines;
  if (figure === 'availability') return side.availability.map((share) => share * PERCENT);
  if (figure !== 'cost') return undefined;
  // Spent since the first moment; the track shows what an hour costs.
  const perHour = side.costUsd.map((usd, place) => {
    const sinceUs = (atUs[place] ?? 0) - (atUs[place - 1] ?? 0);
    const spent = usd - (side.costUsd[place - 1] ?? 0);
    return place === 0 || sinceUs <= 0 ? 0 : (spent / sinceUs) * US_PER_HOUR;
  });
  return perHour.map((value, place) => (place === 0 ? (perHour[1] ?? 0) : value));
}
