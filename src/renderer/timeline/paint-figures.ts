/**
 * Paints one figure of the run on the axis of the track: requests as bars of what was served and
 * what was not, everything else as lines. Whoever calls says where on the canvas; what lies outside
 * the span that is shown costs nothing.
 */
import type { ServiceSeries } from '../../shared/views/metrics-frame.ts';
import type { CourseFigure } from '../charts/course-figures.ts';
import { xOf, type TimeScale } from './time-scale.ts';

export interface FigureLine {
  /** Name of its colour among the tokens. */
  readonly color: string;
  readonly dash?: readonly number[] | undefined;
  readonly fill?: boolean | undefined;
  /** Moments, rising, and a value at each; nothing where there is none. */
  readonly atUs: ArrayLike<number>;
  readonly values: ArrayLike<number | undefined>;
}

/** A figure as it stands on the track. */
export interface FigureTrack {
  readonly figure: CourseFigure;
  readonly name: string;
  readonly lines: readonly FigureLine[];
  /** The value at its upper edge. */
  readonly highest: number;
}

interface Place {
  readonly scale: TimeScale;
  readonly top: number;
  readonly height: number;
}

/** Bars narrower than this are drawn together. */
const BAR_MIN_PX = 1.5;
const SERVED_ALPHA = 0.38;
const FILL_ALPHA = 0.2;
const ROOM_MIN_PX = 8;

/** A token of the theme in force. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The greatest value of some lines within the span that is shown; at least `least`. */
export function highestOf(
  lines: readonly FigureLine[],
  shown: { readonly fromUs: number; readonly toUs: number; readonly least: number },
): number {
  let highest = shown.least;
  for (const { atUs, values } of lines) {
    const end = Math.min(atUs.length, placeOf(atUs, shown.toUs) + 1);
    for (let place = placeOf(atUs, shown.fromUs); place < end; place += 1) {
      highest = Math.max(highest, values[place] ?? 0);
    }
  }
  return highest;
}

/** Place of the last moment at or before one; 0 when there is none. O(log moments). */
function placeOf(atUs: ArrayLike<number>, us: number): number {
  let low = 0;
  let high = atUs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atUs[middle] ?? 0) <= us) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** Buckets put together so that each is wide enough to be seen. */
export function bucketsTogether(series: ServiceSeries, scale: TimeScale): number {
  const width = (series.bucketUs / Math.max(1, scale.toUs - scale.fromUs)) * scale.width;
  return Math.max(1, Math.ceil(BAR_MIN_PX / Math.max(1e-9, width)));
}

/** Requests a second at the highest bar in sight; at least a tenth. */
export function highestRate(series: ServiceSeries | undefined, scale: TimeScale): number {
  if (series === undefined || series.bucketUs === 0) return 0.1;
  const bars = barsIn(series, scale);
  let highest = 0.1;
  for (let first = bars.first; first < bars.end; first += bars.together) {
    highest = Math.max(highest, meanRate(series.offered, { ...bars, first }));
  }
  return highest;
}

interface Bars {
  readonly first: number;
  readonly end: number;
  readonly together: number;
  readonly bucketUs: number;
}

/** The bars that lie in sight, whole groups from the first bucket on. */
function barsIn(series: ServiceSeries, scale: TimeScale): Bars {
  const { bucketUs, firstBucketUs, offered } = series;
  const together = bucketsTogether(series, scale);
  const before = Math.floor((scale.fromUs - firstBucketUs) / bucketUs / together) * together;
  const last = Math.ceil((scale.toUs - firstBucketUs) / bucketUs) + 1;
  return { first: Math.max(0, before), end: Math.min(offered.length, last), together, bucketUs };
}

/** Requests a second over one group. */
function meanRate(column: Float64Array, { first, end, together, bucketUs }: Bars): number {
  const to = Math.min(end, first + together);
  let sum = 0;
  for (let place = first; place < to; place += 1) sum += column[place] ?? 0;
  return (sum * 1_000_000) / Math.max(1, (to - first) * bucketUs);
}

/** Bars of the whole buckets in a span; the one under way would look like a fall. */
export function paintRequests(
  ctx: CanvasRenderingContext2D,
  at: Place & {
    readonly series: ServiceSeries | undefined;
    readonly fromUs: number;
    readonly untilUs: number;
    readonly highest: number;
  },
): void {
  const { series: data, scale, height } = at;
  if (data === undefined || data.bucketUs === 0 || height < ROOM_MIN_PX) return;
  const base = at.top + height;
  const served = new Path2D();
  const failed = new Path2D();
  const bars = barsIn(data, scale);
  for (let first = bars.first; first < bars.end; first += bars.together) {
    const startUs = data.firstBucketUs + first * data.bucketUs;
    const whole = Math.min(bars.together, bars.end - first);
    const endUs = startUs + whole * data.bucketUs;
    if (endUs > at.untilUs) break;
    if (startUs < at.fromUs) continue;
    const x = xOf(scale, startUs);
    const w = Math.max(1, xOf(scale, endUs) - x);
    const group = { ...bars, first };
    const up = (meanRate(data.served, group) / at.highest) * height;
    const lost =
      meanRate(data.late, group) + meanRate(data.refused, group) + meanRate(data.lost, group);
    const down = (lost / at.highest) * height;
    served.rect(x, base - up, w, up);
    if (down > 0) failed.rect(x, base - up - Math.max(1.5, down), w, Math.max(1.5, down));
  }
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = alpha * SERVED_ALPHA;
  ctx.fillStyle = token('ok-g');
  fillPath(ctx, served);
  ctx.globalAlpha = alpha;
  ctx.fillStyle = token('harm-g');
  fillPath(ctx, failed);
}

function fillPath(ctx: CanvasRenderingContext2D, path: Path2D): void {
  ctx.fill(path);
}

/** The lines of a figure. O(moments in sight). */
export function paintFigure(
  ctx: CanvasRenderingContext2D,
  at: Place & { readonly track: FigureTrack },
): void {
  if (at.height < ROOM_MIN_PX) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, at.top - 1, at.scale.width, at.height + 2);
  ctx.clip();
  for (const line of at.track.lines) paintLine(ctx, { ...at, line });
  ctx.restore();
}

function paintLine(
  ctx: CanvasRenderingContext2D,
  at: Place & { readonly track: FigureTrack; readonly line: FigureLine },
): void {
  const { scale, line, track } = at;
  const base = at.top + at.height;
  const end = Math.min(line.atUs.length, placeOf(line.atUs, scale.toUs) + 2);
  const path = new Path2D();
  const ground = new Path2D();
  let startX: number | undefined;
  let lastX = 0;
  for (let place = placeOf(line.atUs, scale.fromUs); place < end; place += 1) {
    const value = line.values[place];
    const x = xOf(scale, line.atUs[place] ?? 0);
    if (value === undefined) {
      closeGround(ground, { startX, lastX, base });
      startX = undefined;
      continue;
    }
    const y = base - Math.min(1, value / track.highest) * at.height;
    if (startX === undefined) {
      path.moveTo(x, y);
      ground.moveTo(x, y);
      startX = x;
    } else {
      path.lineTo(x, y);
      ground.lineTo(x, y);
    }
    lastX = x;
  }
  closeGround(ground, { startX, lastX, base });
  const color = token(line.color);
  if (line.fill === true) {
    ctx.globalAlpha = FILL_ALPHA;
    ctx.fillStyle = color;
    fillPath(ctx, ground);
    ctx.globalAlpha = 1;
  }
  ctx.setLineDash([...(line.dash ?? [])]);
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.4;
  ctx.stroke(path);
}

function closeGround(
  ground: Path2D,
  { startX, lastX, base }: { startX: number | undefined; lastX: number; base: number },
): void {
  if (startX === undefined) return;
  ground.lineTo(lastX, base);
  ground.lineTo(startX, base);
  ground.closePath();
}
