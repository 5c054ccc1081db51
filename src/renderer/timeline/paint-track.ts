/**
 * Paints the track: times along the top, event marks in one lane for each filter, and below them
 * the requests served (up) and failed (hatched, from the top of the demand). Events that would lie
 * on each other are drawn once, the worst on top, so that a storm stays cheap.
 */
import type { Happening } from '../../shared/events/happenings.ts';
import type { ServiceSeries } from '../../shared/views/metrics-frame.ts';
import { TONES, type Tone } from '../model/row-state.ts';
import { HAPPENING_FILTERS, happeningLooks } from './happening-tone.ts';
import { marksOf, xOf, type TimeScale } from './time-scale.ts';
import type { EarlierRun } from './use-earlier-run.ts';

export interface TrackPaint {
  readonly scale: TimeScale;
  readonly height: number;
  readonly nowUs: number;
  readonly tipUs: number;
  readonly items: readonly Happening[];
  readonly series: ServiceSeries | undefined;
  /** Buckets that end later are not whole yet. */
  readonly seriesUntilUs: number;
  /** What was there before time was dragged back. */
  readonly earlier: EarlierRun | undefined;
  /** A stretch somebody marked. */
  readonly area: { readonly fromUs: number; readonly toUs: number } | undefined;
  readonly clock: (us: number) => string;
  /** Names of the lanes, in the order of the filters. */
  readonly lanes: readonly string[];
}

/** Left of the time: the names of the lanes. */
export const GUTTER_PX = 74;
const RULER_PX = 20;
const LANE_PX = 15;
const MARK_SPACE_PX = 86;
/** Marks nearer than this are one mark. */
const MARK_MERGE_PX = 3;
const CHART_GAP_PX = 8;
/** An earlier run is visible, but never mistaken for the present one. */
const EARLIER_ALPHA = 0.32;
const AREA_ALPHA = 0.14;

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Paints the whole track in CSS pixels. O(happenings + buckets). */
export function paintTrack(ctx: CanvasRenderingContext2D, at: TrackPaint): void {
  const ratio = window.devicePixelRatio;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const { width } = at.scale;
  ctx.fillStyle = token('surface');
  ctx.fillRect(0, 0, GUTTER_PX + width, at.height);
  paintLaneNames(ctx, at);
  ctx.save();
  ctx.translate(GUTTER_PX, 0);
  ctx.beginPath();
  ctx.rect(0, 0, width, at.height);
  ctx.clip();
  const tipX = Math.min(width, xOf(at.scale, at.tipUs));
  ctx.fillStyle = token('sunken');
  ctx.fillRect(tipX, RULER_PX, width - tipX, at.height - RULER_PX);
  paintRuler(ctx, at);
  const lanesBottom = RULER_PX + 4 + HAPPENING_FILTERS.length * LANE_PX;
  const top = lanesBottom + CHART_GAP_PX;
  const highest = highestOf([at.series, at.earlier?.series]);
  if (at.earlier !== undefined) {
    ctx.save();
    ctx.globalAlpha = EARLIER_ALPHA;
    const beyond = { series: at.earlier.series, fromUs: at.nowUs, untilUs: at.earlier.untilUs };
    paintRequests(ctx, { ...at, ...beyond, top, highest });
    paintMarks(ctx, { ...at, items: at.earlier.items.filter((item) => item.atUs > at.nowUs) });
    ctx.restore();
  }
  paintRequests(ctx, { ...at, fromUs: 0, untilUs: at.seriesUntilUs, top, highest });
  paintMarks(ctx, at);
  paintArea(ctx, at);
  ctx.restore();
  ctx.save();
  ctx.translate(GUTTER_PX, 0);
  paintHead(ctx, at);
  ctx.restore();
}

function laneY(index: number): number {
  return RULER_PX + 5 + index * LANE_PX + LANE_PX / 2;
}

function paintLaneNames(ctx: CanvasRenderingContext2D, at: TrackPaint): void {
  ctx.font = '500 10.5px "Inter Variable", system-ui, sans-serif';
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  ctx.fillStyle = token('text-3');
  at.lanes.forEach((name, index) => {
    ctx.fillText(name, GUTTER_PX - 9, laneY(index), GUTTER_PX - 14);
  });
}

function paintRuler(ctx: CanvasRenderingContext2D, at: TrackPaint): void {
  ctx.font = '500 11px "Inter Variable", system-ui, sans-serif';
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const line = token('line');
  const ink = token('text-3');
  for (const us of marksOf(at.scale, MARK_SPACE_PX)) {
    const x = Math.round(xOf(at.scale, us)) + 0.5;
    ctx.fillStyle = line;
    ctx.fillRect(x, RULER_PX, 1, at.height - RULER_PX);
    ctx.fillStyle = ink;
    if (x < at.scale.width - 40) ctx.fillText(at.clock(us), x + 4, RULER_PX / 2 + 1);
  }
  ctx.fillStyle = line;
  ctx.fillRect(0, RULER_PX - 0.5, at.scale.width, 1);
}

/** The largest bucket of all series, so that they share one scale. */
function highestOf(all: readonly (ServiceSeries | undefined)[]): number {
  let highest = 1;
  for (const series of all) {
    for (const value of series?.offered ?? []) highest = Math.max(highest, value);
  }
  return highest;
}

interface RequestsPaint {
  readonly scale: TimeScale;
  readonly height: number;
  readonly series: ServiceSeries | undefined;
  readonly fromUs: number;
  readonly untilUs: number;
  readonly top: number;
  readonly highest: number;
}

/** Bars of the whole buckets in a span; the one under way would look like a fall. */
function paintRequests(ctx: CanvasRenderingContext2D, at: RequestsPaint): void {
  const data = at.series;
  const room = at.height - at.top - 6;
  if (data === undefined || data.bucketUs === 0 || room < 12) return;
  const base = at.height - 4;
  const served = new Path2D();
  const failed = new Path2D();
  for (let index = 0; index < data.offered.length; index += 1) {
    const start = data.firstBucketUs + index * data.bucketUs;
    const x = xOf(at.scale, start);
    if (start + data.bucketUs > at.untilUs || x > at.scale.width) break;
    if (start < at.fromUs) continue;
    const w = Math.max(1, xOf(at.scale, start + data.bucketUs) - x);
    const up = ((data.served[index] ?? 0) / at.highest) * room;
    const lost = (data.late[index] ?? 0) + (data.refused[index] ?? 0) + (data.lost[index] ?? 0);
    const down = (lost / at.highest) * room;
    served.rect(x, base - up, w, up);
    if (down > 0) failed.rect(x, base - up - Math.max(1.5, down), w, Math.max(1.5, down));
  }
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = alpha * 0.38;
  ctx.fillStyle = token('ok-g');
  fillPath(ctx, served);
  ctx.globalAlpha = alpha;
  ctx.fillStyle = token('harm-g');
  fillPath(ctx, failed);
}

function fillPath(ctx: CanvasRenderingContext2D, path: Path2D): void {
  ctx.fill(path);
}

function paintMarks(ctx: CanvasRenderingContext2D, at: Pick<TrackPaint, 'items' | 'scale'>): void {
  const lanes = HAPPENING_FILTERS.map(() => new Map<number, Tone>());
  for (const item of at.items) {
    const look = happeningLooks[item.kind];
    const lane = lanes[HAPPENING_FILTERS.indexOf(look.filter)];
    const cell = Math.round(xOf(at.scale, item.atUs) / MARK_MERGE_PX);
    const before = lane?.get(cell);
    if (before === undefined || TONES.indexOf(look.tone) > TONES.indexOf(before)) {
      lane?.set(cell, look.tone);
    }
  }
  lanes.forEach((lane, index) => {
    const y = laneY(index);
    for (const [cell, tone] of lane) {
      ctx.fillStyle = token(`${tone}-g`);
      const x = cell * MARK_MERGE_PX;
      ctx.beginPath();
      if (tone === 'harm') {
        ctx.moveTo(x, y - 4.5);
        ctx.lineTo(x + 4.5, y);
        ctx.lineTo(x, y + 4.5);
        ctx.lineTo(x - 4.5, y);
      } else if (tone === 'warn') {
        ctx.moveTo(x, y - 4);
        ctx.lineTo(x + 4, y + 3.5);
        ctx.lineTo(x - 4, y + 3.5);
      } else {
        ctx.arc(x, y, 2.6, 0, Math.PI * 2);
      }
      ctx.fill();
    }
  });
}

/** A stretch: a tinted ground between two edges. */
function paintArea(ctx: CanvasRenderingContext2D, at: TrackPaint): void {
  if (at.area === undefined) return;
  const from = xOf(at.scale, at.area.fromUs);
  const to = xOf(at.scale, at.area.toUs);
  ctx.save();
  ctx.globalAlpha = AREA_ALPHA;
  ctx.fillStyle = token('accent');
  ctx.fillRect(from, RULER_PX, to - from, at.height - RULER_PX);
  ctx.restore();
  ctx.fillStyle = token('accent');
  for (const x of [from, to]) ctx.fillRect(Math.round(x) - 0.5, RULER_PX, 1, at.height - RULER_PX);
}

function paintHead(ctx: CanvasRenderingContext2D, at: TrackPaint): void {
  const x = Math.round(xOf(at.scale, at.nowUs));
  ctx.fillStyle = token('accent');
  ctx.fillRect(x - 1, 4, 2, at.height - 4);
  ctx.beginPath();
  ctx.moveTo(x - 6, 2);
  ctx.lineTo(x + 6, 2);
  ctx.lineTo(x + 6, 9);
  ctx.lineTo(x, 16);
  ctx.lineTo(x - 6, 9);
  ctx.closePath();
  ctx.fill();
}
