/**
 * Where designs stand in the drawing of money and nines: costs of a month from left to right, nines
 * from below to above. It knows numbers and pixels, and no words.
 */
import { NINES, placeOnScale } from '../measures/nines.ts';
import type { PlacedDesign } from '../stores/use-designs.ts';

export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

export interface PlotPoint {
  readonly branch: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly onCurve: boolean;
  readonly isPresent: boolean;
  /** Names near the right edge are written to the left of their point. */
  readonly before: boolean;
}

export interface PlotMark {
  readonly value: number;
  readonly at: number;
}

export interface DesignPlot {
  readonly points: readonly PlotPoint[];
  /** The curve as a path: steps, since nothing lies between two designs. */
  readonly curve: string;
  /** Nines, and costs of a month in millionths of a dollar. */
  readonly rows: readonly PlotMark[];
  readonly columns: readonly PlotMark[];
}

export const PLOT_EDGE = { start: 58, end: 20, top: 14, bottom: 34 } as const;
/** Room on both sides of the costs, as a share of their span. */
const AROUND = 0.12;
/** The figures that a scale of money is counted in, times any power of ten. */
const ROUND = [1, 2, 5] as const;
const COLUMNS_MAX = 5;
const WHOLE = 100;
/** Points beyond this share of the width have their names before them. */
const NAME_BEFORE = 0.66;

/** Places all designs. O(n log n). */
export function plotDesigns(designs: readonly PlacedDesign[], size: PlotSize): DesignPlot {
  const costs = designs.map(({ microUsdPerMonth }) => microUsdPerMonth);
  const least = Math.min(...costs);
  const most = Math.max(...costs);
  const around = most === least ? Math.max(1, most * AROUND) : (most - least) * AROUND;
  const from = Math.max(0, least - around);
  const span = most + around - from;
  const inner = {
    width: size.width - PLOT_EDGE.start - PLOT_EDGE.end,
    height: size.height - PLOT_EDGE.top - PLOT_EDGE.bottom,
  };
  function xOf(cost: number): number {
    return PLOT_EDGE.start + ((cost - from) / span) * inner.width;
  }
  function yOf(share: number): number {
    return PLOT_EDGE.top + (1 - placeOnScale(share) / WHOLE) * inner.height;
  }
  const points = designs.map(({ branch, name, place, isPresent, microUsdPerMonth }) => {
    const x = xOf(microUsdPerMonth);
    const before = x > size.width * NAME_BEFORE;
    return {
      branch,
      name,
      x,
      y: yOf(place.availability),
      onCurve: place.onCurve,
      isPresent,
      before,
    };
  });
  return {
    points,
    curve: stepsThrough(points.filter(({ onCurve }) => onCurve)),
    rows: NINES.map((value) => ({ value, at: yOf(value) })),
    columns: roundCosts(from, from + span).map((value) => ({ value, at: xOf(value) })),
  };
}

/** Round costs between two, at most as many as fit beside each other; millionths of a dollar. */
function roundCosts(from: number, to: number): number[] {
  const atLeast = (to - from) / COLUMNS_MAX;
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const step = power * (ROUND.find((one) => one * power >= atLeast) ?? 10);
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: count }, (_none, index) => (first + index) * step);
}

function stepsThrough(points: readonly PlotPoint[]): string {
  const ordered = points.toSorted((one, two) => one.x - two.x);
  return ordered.map(({ x, y }, index) => (index === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join('');
}
