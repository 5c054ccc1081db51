/**
 * What is written on and beside the track: moments along its axis, how much of the run it shows
 * and how far apart its marks are, and how high each figure reaches. Nothing is written without
 * its unit.
 */
import { useI18n } from 'vue-i18n';
import type { CourseFigure } from '../charts/course-figures.ts';
import { useFigures } from '../i18n/use-figures.ts';
import type { TimeSpan } from './time-scale.ts';
import { withUnit } from '../i18n/with-unit.ts';

const MICRO = 1_000_000;
const MILLIWATTS_PER_KW = 1_000_000;

/** Bound to the language; call inside setup. */
export function useTrackWords() {
  const { t, n } = useI18n();
  const figures = useFigures();

  function clock(us: number): string {
    const { day, time } = figures.clock(us);
    const short = time.endsWith(':00') ? time.slice(0, 5) : time;
    return day > 1 ? t('time.moment', { day, time: short }) : short;
  }

  /** A figure with its unit, short enough to stand beside its track. */
  function amount(figure: CourseFigure, value: number): string {
    if (figure === 'requests') return figures.rate(value);
    if (figure === 'latency') return withUnit(n(value, 'whole'), 'ms');
    if (figure === 'cost') return figures.moneyPerHour(value * MICRO);
    if (figure === 'power') return figures.watts(value * MILLIWATTS_PER_KW);
    if (figure === 'instances') return n(value, 'whole');
    return `${n(value, 'upToOne')}%`;
  }

  /** What the upper edge of a figure stands for. */
  function reach(figure: CourseFigure, highest: number): string {
    return t('track.upTo', { amount: amount(figure, highest) });
  }

  /** The span that is shown and the distance of its marks. */
  function scale({ fromUs, toUs }: TimeSpan, stepUs: number): string {
    return t('track.scale', { span: figures.span(toUs - fromUs), step: figures.span(stepUs) });
  }

  /** From when to when, in full. */
  function ends({ fromUs, toUs }: TimeSpan): string {
    return t('track.ends', {
      from: t('time.moment', figures.clock(fromUs)),
      to: t('time.moment', figures.clock(toUs)),
    });
  }

  return { clock, amount, reach, scale, ends };
}
