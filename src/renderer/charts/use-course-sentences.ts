/**
 * What each chart of a run says, as one sentence: for people who do not see the lines, and for
 * whoever would rather be told. Figures are read off the course and the room's own measures.
 */
import { useI18n } from 'vue-i18n';
import { US_PER_SECOND } from '../../shared/kernel/time.ts';
import type { CourseView } from '../../shared/views/course-view.ts';
import { useFigures } from '../i18n/use-figures.ts';
import { useMetrics } from '../stores/use-metrics.ts';
import { placeOfMost, type Budget, type CourseFigure } from './course-figures.ts';
import { withUnit } from '../i18n/with-unit.ts';

const HOURS_PER_MONTH = 730;

/** Bound to the language and the stores; call inside a component's setup. */
export function useCourseSentences() {
  const { t, n } = useI18n();
  const figures = useFigures();
  const metrics = useMetrics();

  function last(column: Float64Array): number {
    return column.at(-1) ?? 0;
  }

  function most(course: CourseView, column: Float64Array): { value: number; time: string } {
    const place = placeOfMost(column);
    const { time } = figures.clock(course.atUs[place] ?? 0);
    return { value: column[place] ?? 0, time };
  }

  function requests(course: CourseView): string {
    const counted = metrics.service(course.service?.id ?? '');
    if (counted === undefined) return t('course.said.noService');
    return t('course.said.requests', {
      served: figures.whole(counted.served),
      offered: figures.whole(counted.offered),
      now: figures.rate(last(course.served)),
      demand: figures.rate(last(course.demanded)),
    });
  }

  function availability(course: CourseView, budget: Budget | undefined): string {
    if (course.service === undefined) return t('course.said.noService');
    const downUs = last(course.secondsDown) * US_PER_SECOND;
    const said = {
      down: figures.span(downUs),
      share: figures.share(Math.min(1, last(course.availability))),
    };
    if (budget === undefined) return t('course.said.noBudget', said);
    const allowedUs = budget.allowedSeconds * US_PER_SECOND;
    const key = downUs > allowedUs ? 'course.said.overdrawn' : 'course.said.budget';
    return t(key, {
      ...said,
      allowed: figures.span(allowedUs),
      rest: figures.span(Math.abs(allowedUs - downUs)),
    });
  }

  function latency(course: CourseView): string {
    if (course.service === undefined) return t('course.said.noService');
    if (last(course.p50Ms) === 0) return t('course.said.noAnswers');
    return t('course.said.latency', {
      half: milliseconds(last(course.p50Ms)),
      most: milliseconds(last(course.p95Ms)),
      nearly: milliseconds(last(course.p99Ms)),
    });
  }

  function milliseconds(ms: number): string {
    return ms < 1_000 ? withUnit(n(ms, 'upToOne'), 'ms') : withUnit(n(ms / 1_000, 'upToTwo'), 's');
  }

  function instances(course: CourseView): string {
    const machines = last(course.machines);
    if (course.service === undefined) {
      return t('course.said.machines', { n: figures.whole(machines) }, machines);
    }
    return t(
      'course.said.instances',
      {
        up: figures.whole(last(course.backendsUp)),
        all: figures.whole(last(course.backends)),
        n: figures.whole(machines),
      },
      machines,
    );
  }

  function utilisation(course: CourseView): string {
    const peak = most(course, course.cpuShare);
    return t('course.said.utilisation', {
      now: figures.share(last(course.cpuShare)),
      most: figures.share(peak.value),
      time: peak.time,
    });
  }

  function cost(course: CourseView): string {
    return t('course.said.cost', {
      soFar: figures.money(last(course.microUsd)),
      hour: figures.moneyPerHour(last(course.microUsdPerHour)),
      month: figures.moneyPerMonth(last(course.microUsdPerHour)),
      hours: figures.whole(HOURS_PER_MONTH),
    });
  }

  function power(course: CourseView): string {
    const peak = most(course, course.milliwatts);
    if (peak.value === 0) return t('course.said.noPower');
    return t('course.said.power', {
      now: figures.watts(last(course.milliwatts)),
      most: figures.watts(peak.value),
      time: peak.time,
    });
  }

  const sentences = { requests, availability, latency, instances, utilisation, cost, power };

  return function sentenceOf(
    course: CourseView,
    given: { readonly figure: CourseFigure; readonly budget: Budget | undefined },
  ): string {
    if (course.atUs.length === 0) return t('course.said.nothing');
    return sentences[given.figure](course, given.budget);
  };
}
