/**
 * A line chart over simulated time: the only place that knows uPlot. Two or three series, one
 * axis of values from zero, time along the bottom. Colours come from the tokens of the theme.
 */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export interface ChartSeries {
  readonly label: string;
  /** Token name of its colour. */
  readonly color: string;
  /** A second signal beside the colour. */
  readonly dash?: number[];
  readonly fill?: boolean;
}

export interface LineChart {
  update(xSeconds: readonly number[], series: readonly (readonly number[])[]): void;
  resize(width: number, height: number): void;
  destroy(): void;
}

const AXIS_FONT = '11px "Inter Variable", system-ui, sans-serif';
const VALUE_AXIS_PX = 38;
const TIME_AXIS_PX = 22;

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Makes a chart inside `host`. `time` writes a moment of the axis, in seconds. */
export function createLineChart(at: {
  host: HTMLElement;
  width: number;
  height: number;
  series: readonly ChartSeries[];
  time: (seconds: number) => string;
  value: (value: number) => string;
  /** The axis reaches at least this high; 1 when absent. */
  least?: number | undefined;
}): LineChart {
  const grid = { stroke: token('line'), width: 1 };
  const axis = { stroke: token('text-3'), font: AXIS_FONT, grid, ticks: { show: false } };
  const chart = new uPlot(
    {
      width: at.width,
      height: at.height,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false },
        y: { range: (_chart, _low, high) => [0, Math.max(at.least ?? 1, high * 1.15)] },
      },
      axes: [
        { ...axis, size: TIME_AXIS_PX, space: 70, values: (_chart, ticks) => ticks.map(at.time) },
        { ...axis, size: VALUE_AXIS_PX, space: 26, values: (_chart, ticks) => ticks.map(at.value) },
      ],
      series: [
        {},
        ...at.series.map((one) => ({
          label: one.label,
          stroke: token(one.color),
          width: 1.6,
          points: { show: false },
          ...(one.dash === undefined ? {} : { dash: one.dash }),
          ...(one.fill === true ? { fill: `${token(one.color)}33` } : {}),
        })),
      ],
    },
    [[], ...at.series.map(() => [])],
    at.host,
  );
  return {
    update: (xSeconds, series) => chart.setData([[...xSeconds], ...series.map((one) => [...one])]),
    resize: (width, height) => chart.setSize({ width, height }),
    destroy: () => chart.destroy(),
  };
}
