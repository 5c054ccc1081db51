/**
 * A line chart over simulated time: the only place that knows uPlot. A few series, one
 * axis of values from zero, time along the bottom. Colours come from the tokens of the theme.
 */
import uPlot from 'uplot';

export interface ChartSeries {
  readonly label: string;
  /** Token name of its colour. */
  readonly color: string;
  /** A second signal beside the colour. */
  readonly dash?: number[];
  readonly fill?: boolean;
}

export type ChartValues = readonly (number | undefined)[];

export interface LineChart {
  /** Values in the order of the series; one that is not there leaves a gap. */
  update(xSeconds: readonly number[], series: readonly ChartValues[]): void;
  resize(width: number, height: number): void;
  destroy(): void;
}

const AXIS_FONT = '"Inter Variable", system-ui, sans-serif';
/** Sizes in rem, so that they grow with the reader's type. */
const AXIS_FONT_REM = 0.69;
const VALUE_AXIS_REM = 2.4;
/** What a sign of the axis takes on the average, and the air beside the longest value. */
const SIGN_REM = 0.37;
const AXIS_AIR_REM = 0.5;
const TIME_AXIS_REM = 1.4;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Distances of the times along the bottom: clocks are round in sixties, not in tens. */
const ROUND_SECONDS = [
  ...[1, 2, 5, 10, 15, 20].map((minutes) => minutes * MINUTE),
  ...[0.5, 1, 2, 3, 6, 12, 24, 48, 120, 240].map((hours) => hours * HOUR),
];
const ROUND_COUNTS = [0, 1, 2, 3, 4, 5, 6].flatMap((ten) => [1, 2, 5].map((n) => n * 10 ** ten));

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** An amount of money is longer than a count: no sign of it may lie outside. */
function valueAxisRem(values: readonly string[] | null): number {
  const longest = Math.max(0, ...(values ?? []).map((value) => value.length));
  return Math.max(VALUE_AXIS_REM, longest * SIGN_REM + AXIS_AIR_REM);
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
  /** What is counted has no halves to write at the axis. */
  whole?: boolean | undefined;
}): LineChart {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const font = `${AXIS_FONT_REM * rem}px ${AXIS_FONT}`;
  const grid = { stroke: token('line'), width: 1 };
  const axis = { stroke: token('text-3'), font, grid, ticks: { show: false } };
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
        {
          ...axis,
          size: TIME_AXIS_REM * rem,
          space: 62,
          incrs: ROUND_SECONDS,
          values: (_chart, ticks) => ticks.map(at.time),
        },
        {
          ...axis,
          size: (_chart, values) => valueAxisRem(values) * rem,
          space: 26,
          ...(at.whole === true ? { incrs: ROUND_COUNTS } : {}),
          values: (_chart, ticks) => ticks.map(at.value),
        },
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
    update: (xSeconds, series) => {
      // The library joins a line over what is undefined and breaks it at what is null.
      // oxlint-disable-next-line unicorn/no-null
      const columns = series.map((one) => one.map((value) => value ?? null));
      chart.setData([[...xSeconds], ...columns]);
    },
    resize: (width, height) => chart.setSize({ width, height }),
    destroy: () => chart.destroy(),
  };
}
