/**
 * How many runs were down for how long, in bars of one width that is easy to read. It knows of
 * minutes only; whose they are is the caller's matter.
 */
import type { DownHistogram } from '../../shared/views/monte-carlo-view.ts';

/** Bars at most; a width is chosen so that fewer would do as well. */
const BARS_MAX = 12;
/** Steps of a width within one power of ten. */
const STEPS = [1, 2, 5, 10];

/** Arranges minutes of downtime, one figure for each run. */
export function histogramOf(minutes: readonly number[]): DownHistogram {
  const down = minutes.filter((one) => one > 0);
  const never = minutes.length - down.length;
  if (down.length === 0) return { never, bars: [] };
  const most = Math.max(...down);
  const width = widthFor(most);
  const counts = Array.from({ length: Math.floor(most / width) + 1 }, () => 0);
  for (const one of down) {
    const bar = Math.floor(one / width);
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const bars = counts.map((runs, bar) => ({ from: bar * width, to: (bar + 1) * width, runs }));
  return { never, bars };
}

/** The least width of 1, 2 or 5 times a power of ten with which all bars fit. */
function widthFor(most: number): number {
  let power = 0.001;
  for (;;) {
    for (const step of STEPS) if (most / (step * power) < BARS_MAX) return step * power;
    power *= 10;
  }
}
