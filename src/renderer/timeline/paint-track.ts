/**
 * Paints the track: times along the top, event marks in one lane for each filter, and below them
 * one track for each pinned figure, all on one axis. Events that would lie on each other are one
 * mark, the gravest, with a bar behind it for how many they are, so that a storm stays cheap.
 */
import type { ServiceSeries } from '../../shared/views/metrics-frame.ts';
import type { EventColumns, LaneBins } from '../model/event-marks.ts';
import { TONES } from '../model/row-state.ts';
import { HAPPENING_FILTERS } from './happening-tone.ts';
import { paintFigure, paintRequests, token, type FigureTrack } from './paint-figures.ts';
import { marksOf, xOf, type TimeScale, type TimeSpan } from './time-scale.ts';

/** A moment worth a sign on the ruler. */
export interface RulerSign {
  readonly atUs: number;
  /** Where a branch begins, or where the scenario ends. */
  readonly kind: 'fork' | 'end';
}

export interface TrackPaint {
  readonly scale: TimeScale;
  readonly height: number;
  readonly nowUs: number;
  readonly tipUs: number;
  readonly marks: EventColumns;
  readonly series: ServiceSeries | undefined;
  /** Buckets that end later are not whole yet. */
  readonly seriesUntilUs: number;
  /** What was there before time was dragged back. */
  readonly earlier:
    | {
        readonly untilUs: number;
        readonly marks: EventColumns;
        readonly series: ServiceSeries | undefined;
      }
    | undefined;
  /** A stretch somebody marked. */
  readonly area: TimeSpan | undefined;
  readonly signs: readonly RulerSign[];
  readonly clock: (us: number) => string;
  /** Names of the lanes, in the order of the filters. */
  readonly lanes: readonly string[];
  /** What is pinned below the events; the requests come first when they are. */
  readonly tracks: readonly FigureTrack[];
  /** Writes how high a track reaches. */
  readonly reach: (track: FigureTrack, highest: number) => string;
}

/** Left of the time: the names of the lanes. */
export const GUTTER_PX = 74;
/** Right of the time: room for half a playhead, so that it is whole at the end of the run. */
export const END_PX = 7;
/** Times above, the playhead and other signs below them: it hides none. */
const RULER_PX = 25;
const TIMES_Y_PX = 8;
const SIGNS_PX = 9;
const LANE_PX = 15;
export const MARK_SPACE_PX = 86;
/** Marks nearer than this are one mark. */
const CELL_PX = 3;
const CHART_GAP_PX = 8;
/** A figure lower than this says nothing. */
const TRACK_MIN_PX = 18;
/** Between two figures. */
const TRACK_GAP_PX = 5;
/** An earlier run is visible, but never mistaken for the present one. */
const EARLIER_ALPHA = 0.32;
const AREA_ALPHA = 0.14;
const CROWD_ALPHA = 0.3;
/** Lines through the figures for what people decided, as long as they can be told apart. */
const GUIDES_MAX = 60;
const USER_LANE = HAPPENING_FILTERS.indexOf('user');

/** Where the figures begin, below ruler and lanes. */
export const FIGURES_TOP_PX = RULER_PX + 4 + HAPPENING_FILTERS.length * LANE_PX + CHART_GAP_PX;

/** The lane under a height of the track; undefined above and below them. */
export function laneAt(y: number): number | undefined {
  const lane = Math.floor((y - RULER_PX - 5) / LANE_PX);
  return lane >= 0 && lane < HAPPENING_FILTERS.length ? lane : undefined;
}

/** Paints the whole track in CSS pixels. O(events and buckets in sight). */
export function paintTrack(ctx: CanvasRenderingContext2D, at: TrackPaint): void {
  const ratio = window.devicePixelRatio;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const { width } = at.scale;
  ctx.fillStyle = token('surface');
  ctx.fillRect(0, 0, GUTTER_PX + width + END_PX, at.height);
  paintLaneNames(ctx, at);
  ctx.save();
  ctx.translate(GUTTER_PX, 0);
  ctx.beginPath();
  ctx.rect(0, 0, width + END_PX, at.height);
  ctx.clip();
  const tipX = Math.max(0, Math.min(width, xOf(at.scale, at.tipUs)));
  ctx.fillStyle = token('sunken');
  ctx.fillRect(tipX, RULER_PX, width + END_PX - tipX, at.height - RULER_PX);
  paintRuler(ctx, at);
  const bins = binsOf(at.marks, at.scale);
  paintGuides(ctx, at, bins[USER_LANE]);
  paintEarlier(ctx, at);
  paintFigures(ctx, at);
  paintMarks(ctx, bins);
  paintArea(ctx, at);
  paintSigns(ctx, at);
  ctx.restore();
  paintFigureNames(ctx, at);
  ctx.save();
  ctx.translate(GUTTER_PX, 0);
  ctx.beginPath();
  ctx.rect(-GUTTER_PX, 0, GUTTER_PX + width + END_PX, at.height);
  ctx.clip();
  paintHead(ctx, at);
  ctx.restore();
}

/** Top and height of each figure; where there is no room for all, the first ones are drawn. */
function placesOf(at: TrackPaint): { top: number; height: number }[] {
  const room = at.height - FIGURES_TOP_PX - 4;
  const fitting = Math.floor((room + TRACK_GAP_PX) / (TRACK_MIN_PX + TRACK_GAP_PX));
  const count = Math.max(1, Math.min(at.tracks.length, fitting));
  const height = (room - TRACK_GAP_PX * (count - 1)) / count;
  return at.tracks.slice(0, count).map((_track, index) => ({
    top: FIGURES_TOP_PX + index * (height + TRACK_GAP_PX),
    height,
  }));
}

function paintFigures(ctx: CanvasRenderingContext2D, at: TrackPaint): void {
  const places = placesOf(at);
  at.tracks.forEach((track, index) => {
    const place = places[index];
    if (place === undefined) return;
    if (index > 0) {
      ctx.fillStyle = token('line');
      ctx.fillRect(0, Math.round(place.top - TRACK_GAP_PX / 2), at.scale.width, 1);
    }
    if (track.figure === 'requests') {
      const span = { fromUs: 0, untilUs: at.seriesUntilUs };
      paintRequests(ctx, { ...at, ...place, ...span, highest: track.highest });
    }
    paintFigure(ctx, { ...place, scale: at.scale, track });
  });
}

/** The story that was left, faintly, behind the one that goes on. */
function paintEarlier(ctx: CanvasRenderingContext2D, at: TrackPaint): void {
  if (at.earlier === undefined) return;
  const { series, untilUs, marks } = at.earlier;
  ctx.save();
  ctx.globalAlpha = EARLIER_ALPHA;
  const index = at.tracks.findIndex(({ figure }) => figure === 'requests');
  const place = placesOf(at)[index];
  const highest = at.tracks[index]?.highest ?? 1;
  if (place !== undefined) {
    const span = { series, fromUs: at.nowUs, untilUs };
    paintRequests(ctx, { ...at, ...place, ...span, highest });
  }
  ctx.beginPath();
  ctx.rect(xOf(at.scale, at.nowUs), 0, at.scale.width, at.height);
  ctx.clip();
  paintMarks(ctx, binsOf(marks, at.scale));
  ctx.restore();
}

function binsOf(marks: EventColumns, scale: TimeScale): LaneBins[] {
  const { fromUs, toUs, width } = scale;
  return marks.bins({ fromUs, toUs, cells: Math.max(1, Math.floor(width / CELL_PX)) });
}

/** What is drawn for a cell of a lane is drawn here. */
function cellX(cell: number): number {
  return (cell + 0.5) * CELL_PX;
}

/** The moments that a press beside a mark means: the cells it covers. */
export function momentsAround(scale: TimeScale, x: number): TimeSpan {
  const reachUs = ((CELL_PX * 2) / Math.max(1, scale.width)) * (scale.toUs - scale.fromUs);
  const us = scale.fromUs + (x / Math.max(1, scale.width)) * (scale.toUs - scale.fromUs);
  return { fromUs: us - reachUs, toUs: us + reachUs };
}

function paintGuides(
  ctx: CanvasRenderingContext2D,
  at: TrackPaint,
  lane: LaneBins | undefined,
): void {
  const cells = [...(lane?.counts ?? [])].flatMap((count, cell) => (count > 0 ? [cell] : []));
  if (cells.length > GUIDES_MAX) return;
  ctx.save();
  ctx.strokeStyle = token('line-strong');
  ctx.setLineDash([2, 3]);
  ctx.beginPath();
  for (const cell of cells) {
    const x = Math.round(cellX(cell)) + 0.5;
    ctx.moveTo(x, laneY(USER_LANE));
    ctx.lineTo(x, at.height);
  }
  ctx.stroke();
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
    if (x < at.scale.width - 40) ctx.fillText(at.clock(us), x + 1, TIMES_Y_PX);
  }
  ctx.fillStyle = line;
  ctx.fillRect(0, RULER_PX - 0.5, at.scale.width + END_PX, 1);
}

function paintMarks(ctx: CanvasRenderingContext2D, bins: readonly LaneBins[]): void {
  const colors = TONES.map((tone) => token(`${tone}-g`));
  bins.forEach(({ counts, worst }, index) => {
    const y = laneY(index);
    worst.forEach((gravity, cell) => {
      if (gravity === 0) return;
      const tone = TONES[gravity - 1] ?? 'off';
      ctx.fillStyle = colors[gravity - 1] ?? '';
      const x = cellX(cell);
      paintCrowd(ctx, { x, y, count: counts[cell] ?? 0 });
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
    });
  });
}

/** Several events in one dot: the more, the taller the bar behind their mark. */
function paintCrowd(
  ctx: CanvasRenderingContext2D,
  at: { readonly x: number; readonly y: number; readonly count: number },
): void {
  if (at.count < 2) return;
  const half = Math.min(LANE_PX / 2, 3 + Math.log2(at.count));
  const before = ctx.globalAlpha;
  ctx.globalAlpha = before * CROWD_ALPHA;
  ctx.fillRect(at.x - CELL_PX / 2, at.y - half, CELL_PX, half * 2);
  ctx.globalAlpha = before;
}

/** Where branches begin, and the end of the scenario, at the foot of the ruler. */
function paintSigns(ctx: CanvasRenderingContext2D, at: TrackPaint): void {
  for (const { atUs, kind } of at.signs) {
    const x = Math.round(xOf(at.scale, atUs)) + 0.5;
    ctx.strokeStyle = token(kind === 'fork' ? 'change-g' : 'text-3');
    ctx.lineWidth = kind === 'fork' ? 1.6 : 1;
    ctx.beginPath();
    if (kind === 'end') {
      ctx.moveTo(x, RULER_PX - SIGNS_PX);
      ctx.lineTo(x, at.height);
    } else {
      ctx.moveTo(x, RULER_PX - 8);
      ctx.lineTo(x + 4, RULER_PX - 4);
      ctx.lineTo(x, RULER_PX);
      ctx.lineTo(x - 4, RULER_PX - 4);
      ctx.closePath();
    }
    ctx.stroke();
  }
  ctx.lineWidth = 1;
}

/** Name and reach of each figure, left of it. */
function paintFigureNames(ctx: CanvasRenderingContext2D, at: TrackPaint): void {
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  const places = placesOf(at);
  at.tracks.forEach((track, index) => {
    const place = places[index];
    if (place === undefined || place.height < 11) return;
    const middle = place.top + place.height / 2;
    const isTall = place.height >= 25;
    ctx.fillStyle = token('text-2');
    ctx.font = '500 10.5px "Inter Variable", system-ui, sans-serif';
    ctx.fillText(track.name, GUTTER_PX - 9, isTall ? middle - 6 : middle, GUTTER_PX - 14);
    if (!isTall) return;
    ctx.fillStyle = token('text-3');
    ctx.font = '400 9.5px "Inter Variable", system-ui, sans-serif';
    const reach = at.reach(track, track.highest);
    ctx.fillText(reach, GUTTER_PX - 9, middle + 7, GUTTER_PX - 14);
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
  if (x < -1 || x > at.scale.width + 1) return;
  ctx.fillStyle = token('accent');
  const top = RULER_PX - SIGNS_PX;
  ctx.fillRect(x - 1, top, 2, at.height - top);
  ctx.beginPath();
  ctx.moveTo(x - 5.5, top);
  ctx.lineTo(x + 5.5, top);
  ctx.lineTo(x + 5.5, top + 5);
  ctx.lineTo(x, top + 11);
  ctx.lineTo(x - 5.5, top + 5);
  ctx.closePath();
  ctx.fill();
}
