/**
 * Numbers with their units, in the reader's language.
 *
 * A figure without a unit is not shown anywhere. Shares are rounded down: 99.996 % must never
 * read 100 %, because the missing part is what this product is about.
 */
import { useI18n } from 'vue-i18n';
import { formatSimTime, US_PER_SECOND } from '../../shared/kernel/time.ts';
import { withUnit } from './with-unit.ts';

const MIB_PER_GIB = 1_024;
const GIB_PER_TIB = 1_024;
const MICRO = 1_000_000;
const HOURS_PER_MONTH = 730;
const SECONDS_PER_HOUR = 3_600;

/** Units of a span, greatest first, with their length in seconds. */
const SPAN_UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** How many units a shown span has at most: `2 h 5 min`, not `2 h 5 min 13 s`. */
const SPAN_UNITS_SHOWN = 2;

/** Formatters bound to the current language; call inside a component's setup. */
export function useFigures() {
  const { t, n } = useI18n();

  function share(value: number): string {
    const floored = value >= 1 ? 1 : Math.floor(value * 10_000) / 10_000;
    return n(floored, 'percent2');
  }

  function watts(milliwatts: number): string {
    const w = milliwatts / 1_000;
    return w < 1_000 ? withUnit(n(w, 'whole'), 'W') : withUnit(n(w / 1_000, 'upToTwo'), 'kW');
  }

  function memory(mib: number): string {
    if (mib < MIB_PER_GIB) return withUnit(n(mib, 'whole'), 'MiB');
    return disk(mib / MIB_PER_GIB);
  }

  function disk(gib: number): string {
    if (gib < GIB_PER_TIB) return withUnit(n(gib, 'upToOne'), 'GiB');
    return withUnit(n(gib / GIB_PER_TIB, 'upToTwo'), 'TiB');
  }

  function rate(perSecond: number): string {
    return `${n(perSecond, perSecond < 10 ? 'upToOne' : 'whole')}/s`;
  }

  function money(microUsd: number): string {
    return n(microUsd / MICRO, 'money');
  }

  function moneyPerHour(microUsd: number): string {
    return `${n(microUsd / MICRO, 'moneyFine')}/h`;
  }

  function moneyPerSecond(microUsdPerHour: number): string {
    return `${n(microUsdPerHour / SECONDS_PER_HOUR / MICRO, 'moneyTiny')}/s`;
  }

  function moneyPerMonth(microUsdPerHour: number): string {
    return n((microUsdPerHour * HOURS_PER_MONTH) / MICRO, 'money');
  }

  function span(us: number): string {
    let rest = Math.floor(us / US_PER_SECOND);
    if (rest === 0) return us === 0 ? withUnit('0', 's') : withUnit(n(us / 1_000, 'upToOne'), 'ms');
    const parts: string[] = [];
    for (const [unit, seconds] of SPAN_UNITS) {
      const count = Math.floor(rest / seconds);
      rest -= count * seconds;
      if (count > 0) parts.push(withUnit(n(count, 'whole'), unit));
      if (parts.length === SPAN_UNITS_SHOWN) break;
    }
    return parts.join(' ');
  }

  function whole(value: number): string {
    return n(value, 'whole');
  }

  /** A text in the form of a count, which it shows as `{n}` or `{count}`: `3,176 requests`. */
  function counted(key: string, count: number): string {
    return t(key, { n: whole(count), count: whole(count) }, count);
  }

  return {
    share,
    watts,
    memory,
    disk,
    rate,
    money,
    moneyPerHour,
    moneyPerSecond,
    moneyPerMonth,
    span,
    whole,
    counted,
    clock: formatTimeParts,
  };
}

/** Day and time of day of a simulated moment, apart: the day is words, the time is not. */
export function formatTimeParts(us: number): { day: number; time: string } {
  const text = formatSimTime(us);
  const space = text.lastIndexOf(' ');
  return { day: Number(text.slice('Day '.length, space)), time: text.slice(space + 1) };
}
