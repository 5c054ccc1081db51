/**
 * Drawing in world places with screen-sized words: a thin layer over a 2D canvas.
 *
 * Boxes are given in world units, but letters, lines and lights keep their size on the screen, as
 * on a street map, so they are readable at every zoom or left out. It knows nothing about racks.
 */
import type { RowState, StateShape } from '../model/row-state.ts';
import { SHAPE_SIZE, shapePaths } from '../model/state-paths.ts';
import type { Rect, Viewport } from './geometry.ts';
import { pathFrom, type Pen } from './pen.ts';
import type { Palette, TokenName } from './style.ts';

const FONT = '"Inter Variable", system-ui, sans-serif';
/** Shortened texts remembered; when full the memory is emptied, which costs one slow frame. */
const FITTED_MAX = 6_000;
/** Letters narrower than this say nothing. */
const TEXT_MIN_PX = 14;
/** A cut name has at least this many letters, its dots counted. */
const CUT_LETTERS = 4;
/** A plate stands out to the sides of its words this far, and is this much taller than they are. */
const PLATE_PX = 3;
const PLATE_LINE = 1.25;

/** How much of its width lies left of the place of a text. */
const START_SHARE = { left: 0, center: 0.5, right: 1 } as const;

const fitted = new Map<string, FittedText>();
const paths = new Map<StateShape, { fill?: Path2D; stroke?: Path2D }>();

interface FittedText {
  readonly text: string;
  readonly width: number;
}

export interface TextStyle {
  readonly size: number;
  readonly weight?: number;
  readonly color: TokenName;
  readonly align?: 'left' | 'center' | 'right';
  /** The ground behind the words, so that a line passes behind them. */
  readonly plate?: TokenName;
}

/** A canvas seen through one view; lives for one painting. */
export class Brush {
  readonly ctx: Pen;
  readonly view: Viewport;
  readonly palette: Palette;
  /** The part of the screen that is painted; what lies outside may be left out. */
  readonly seen: Rect;

  constructor(ctx: Pen, view: Viewport, more: { readonly palette: Palette; readonly seen?: Rect }) {
    this.ctx = ctx;
    this.view = view;
    this.palette = more.palette;
    this.seen = more.seen ?? { x: 0, y: 0, w: view.width, h: view.height };
    ctx.textBaseline = 'middle';
  }

  /** Whether a rectangle of the screen lies outside what is painted. */
  misses(box: Rect): boolean {
    const { x, y, w, h } = this.seen;
    return box.x > x + w || box.y > y + h || box.x + box.w < x || box.y + box.h < y;
  }

  /** World rectangle on the screen. */
  rect(box: Rect): Rect {
    const { zoom, panX, panY } = this.view;
    return { x: box.x * zoom + panX, y: box.y * zoom + panY, w: box.w * zoom, h: box.h * zoom };
  }

  x(world: number): number {
    return world * this.view.zoom + this.view.panX;
  }

  y(world: number): number {
    return world * this.view.zoom + this.view.panY;
  }

  /** Fills a rectangle of the screen, with round corners if asked for. */
  block(box: Rect, color: TokenName, radius = 0): void {
    this.ctx.fillStyle = this.palette[color];
    if (radius === 0) {
      this.ctx.fillRect(box.x, box.y, box.w, box.h);
      return;
    }
    this.ctx.beginPath();
    this.ctx.roundRect(box.x, box.y, box.w, box.h, radius);
    this.ctx.fill();
  }

  frame(
    box: Rect,
    color: TokenName,
    options: { radius?: number; width?: number; dash?: number[] } = {},
  ): void {
    this.ctx.strokeStyle = this.palette[color];
    this.ctx.lineWidth = options.width ?? 1;
    this.ctx.setLineDash(options.dash ?? []);
    this.ctx.beginPath();
    this.ctx.roundRect(box.x, box.y, box.w, box.h, options.radius ?? 0);
    this.ctx.stroke();
    this.ctx.setLineDash([]);
  }

  /** A line through points on the screen. */
  line(
    points: readonly (readonly [number, number])[],
    style: { color: TokenName; width: number; dash?: readonly number[] },
  ): void {
    this.ctx.strokeStyle = this.palette[style.color];
    this.ctx.lineWidth = style.width;
    this.ctx.setLineDash([...(style.dash ?? [])]);
    this.ctx.beginPath();
    points.forEach(([x, y], index) => {
      if (index === 0) this.ctx.moveTo(x, y);
      else this.ctx.lineTo(x, y);
    });
    this.ctx.stroke();
    this.ctx.setLineDash([]);
  }

  /** Writes on one line within `room` pixels, shortened with an ellipsis, or not at all. */
  text(words: string, at: { x: number; y: number; room: number }, style: TextStyle): number {
    if (at.room < TEXT_MIN_PX || words === '') return 0;
    this.ctx.font = fontOf(style);
    return this.#write(this.#fit(words, at.room), at, style);
  }

  /**
   * Writes a name as it is, in smaller letters where it has no room, and cut only then; what would
   * be left of it in a few letters tells nothing apart and is left out.
   */
  name(
    words: string,
    at: { x: number; y: number; room: number },
    style: TextStyle & { readonly small: number },
  ): number {
    if (at.room < TEXT_MIN_PX || words === '') return 0;
    this.ctx.font = fontOf(style);
    const whole = this.#fit(words, at.room);
    if (whole.text === words || style.size <= style.small) return this.#write(whole, at, style);
    const less = { ...style, size: style.small };
    this.ctx.font = fontOf(less);
    const cut = this.#fit(words, at.room);
    return cut.text !== words && cut.text.length < CUT_LETTERS ? 0 : this.#write(cut, at, less);
  }

  #write({ text, width }: FittedText, at: { x: number; y: number }, style: TextStyle): number {
    if (text === '') return 0;
    if (style.plate !== undefined) this.#plate(style, { ...at, width });
    this.ctx.fillStyle = this.palette[style.color];
    this.ctx.textAlign = style.align ?? 'left';
    this.ctx.fillText(text, at.x, at.y);
    return width;
  }

  /** Whether words have room on one line as they are. */
  fits(words: string, room: number, style: TextStyle): boolean {
    if (room < TEXT_MIN_PX) return false;
    this.ctx.font = fontOf(style);
    return this.#fit(words, room).text === words;
  }

  /** Writes the first of several wordings that fits whole; the last one is shortened. */
  textThatFits(
    wordings: readonly string[],
    at: { x: number; y: number; room: number },
    style: TextStyle,
  ): number {
    this.ctx.font = fontOf(style);
    const whole = wordings.find((words) => this.#fit(words, at.room).text === words);
    return this.text(whole ?? wordings.at(-1) ?? '', at, style);
  }

  /** The state's shape with its centre at a point. */
  shape(state: RowState, at: { x: number; y: number; size: number }): void {
    const path = pathOf(state.shape);
    const color = this.palette[state.tone];
    this.ctx.save();
    this.ctx.translate(at.x - at.size / 2, at.y - at.size / 2);
    this.ctx.scale(at.size / SHAPE_SIZE, at.size / SHAPE_SIZE);
    if (path.fill !== undefined) {
      this.ctx.fillStyle = color;
      this.ctx.fill(path.fill);
    }
    if (path.stroke !== undefined) {
      this.ctx.strokeStyle = color;
      this.ctx.lineWidth = 1.8;
      this.ctx.lineCap = 'round';
      this.ctx.stroke(path.stroke);
      this.ctx.lineCap = 'butt';
    }
    this.ctx.restore();
  }

  /** Slanted lines over a box: what is dead, or would be. */
  hatch(box: Rect, color: TokenName, options: { gap: number; width: number }): void {
    this.ctx.save();
    this.ctx.beginPath();
    this.ctx.rect(box.x, box.y, box.w, box.h);
    this.ctx.clip();
    this.ctx.strokeStyle = this.palette[color];
    this.ctx.lineWidth = options.width;
    this.ctx.beginPath();
    for (let start = -box.h; start < box.w; start += options.gap) {
      this.ctx.moveTo(box.x + start, box.y + box.h);
      this.ctx.lineTo(box.x + start + box.h, box.y);
    }
    this.ctx.stroke();
    this.ctx.restore();
  }

  /** A level from 0 to 1: colour by threshold, and a mark beyond the end when it is over. */
  bar(box: Rect, share: number, color: TokenName): void {
    this.block(box, 'track');
    const filled = Math.max(0, Math.min(1, share));
    if (filled > 0) this.block({ ...box, w: Math.max(1, box.w * filled) }, color);
  }

  /** A ground as wide as the words that stand at a place. */
  #plate(style: TextStyle, at: { x: number; y: number; width: number }): void {
    if (style.plate === undefined) return;
    const height = style.size * PLATE_LINE;
    const left = at.x - at.width * START_SHARE[style.align ?? 'left'];
    const box = { x: left - PLATE_PX, y: at.y - height / 2, w: at.width + 2 * PLATE_PX, h: height };
    this.block(box, style.plate, PLATE_PX);
  }

  #fit(words: string, room: number): FittedText {
    const key = `${this.ctx.font}|${Math.floor(room)}|${words}`;
    const known = fitted.get(key);
    if (known !== undefined) return known;
    const text = this.#shorten(words, room);
    const result = { text, width: text === '' ? 0 : this.ctx.measureText(text).width };
    if (fitted.size >= FITTED_MAX) fitted.clear();
    fitted.set(key, result);
    return result;
  }

  #shorten(words: string, room: number): string {
    if (this.ctx.measureText(words).width <= room) return words;
    let low = 0;
    let high = words.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.ctx.measureText(`${words.slice(0, middle)}…`).width <= room) low = middle;
      else high = middle - 1;
    }
    return low < 2 ? '' : `${words.slice(0, low)}…`;
  }
}

function fontOf(style: TextStyle): string {
  return `${style.weight ?? 500} ${style.size}px ${FONT}`;
}

function pathOf(shape: StateShape): { fill?: Path2D; stroke?: Path2D } {
  const known = paths.get(shape);
  if (known !== undefined) return known;
  const { fill, stroke } = shapePaths[shape];
  const made = {
    ...(fill === undefined ? {} : { fill: pathFrom(fill) }),
    ...(stroke === undefined ? {} : { stroke: pathFrom(stroke) }),
  };
  paths.set(shape, made);
  return made;
}
