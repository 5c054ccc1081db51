/**
 * One canvas of the map that knows what it shows: when the view only moved sideways the picture is
 * shifted and the strips that came into view are painted; everything else paints it anew. A shift
 * costs a tenth of a painting, which is what makes panning a large room smooth without a GPU.
 */
import { Brush } from './brush.ts';
import type { Rect, Viewport } from './geometry.ts';
import type { Palette } from './style.ts';

/** Words and marks reach a little beyond their boxes; strips are painted this much wider. */
const OVERLAP_PX = 40;

export class Layer {
  readonly #canvas: HTMLCanvasElement;
  #shown: { zoom: number; panX: number; panY: number } | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** Gives the canvas as many points as it has on the screen; what it showed is gone. */
  resize(size: { width: number; height: number }): void {
    const ratio = window.devicePixelRatio;
    this.#canvas.width = Math.round(size.width * ratio);
    this.#canvas.height = Math.round(size.height * ratio);
    this.#shown = undefined;
  }

  /** What it shows is no longer true. */
  spoil(): void {
    this.#shown = undefined;
  }

  /** Brings the picture up to a view. */
  paint(view: Viewport, palette: Palette, draw: (brush: Brush) => void): void {
    const ctx = this.#canvas.getContext('2d');
    if (ctx === null) return;
    const ratio = window.devicePixelRatio;
    // On whole points of the screen, so that a shifted picture is exactly the painted one.
    const panX = Math.round(view.panX * ratio) / ratio;
    const panY = Math.round(view.panY * ratio) / ratio;
    const snapped = { ...view, panX, panY };
    const last = this.#shown;
    this.#shown = { zoom: view.zoom, panX, panY };
    const dx = last === undefined ? 0 : Math.round((panX - last.panX) * ratio);
    const dy = last === undefined ? 0 : Math.round((panY - last.panY) * ratio);
    const { width, height } = this.#canvas;
    const isNear = Math.abs(dx) < width / 2 && Math.abs(dy) < height / 2;
    if (last?.zoom !== view.zoom || !isNear) {
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, view.width, view.height);
      draw(new Brush(ctx, snapped, { palette }));
      return;
    }
    if (dx === 0 && dy === 0) return;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.globalCompositeOperation = 'copy';
    ctx.drawImage(this.#canvas, dx, dy);
    ctx.globalCompositeOperation = 'source-over';
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const size = { width: view.width, height: view.height };
    for (const strip of stripsOf({ dx: dx / ratio, dy: dy / ratio, ...size })) {
      ctx.save();
      ctx.beginPath();
      ctx.rect(strip.x, strip.y, strip.w, strip.h);
      ctx.clip();
      const seen = {
        x: strip.x - OVERLAP_PX,
        y: strip.y - OVERLAP_PX,
        w: strip.w + 2 * OVERLAP_PX,
        h: strip.h + 2 * OVERLAP_PX,
      };
      draw(new Brush(ctx, snapped, { palette, seen }));
      ctx.restore();
    }
  }
}

/** What a shift uncovers: a column at one side and a row above or below, without their corner. */
function stripsOf(shift: { dx: number; dy: number; width: number; height: number }): Rect[] {
  const { dx, dy, width, height } = shift;
  const strips: Rect[] = [];
  if (dx !== 0) strips.push({ x: dx > 0 ? 0 : width + dx, y: 0, w: Math.abs(dx), h: height });
  if (dy !== 0) {
    const y = dy > 0 ? 0 : height + dy;
    strips.push({ x: Math.max(0, dx), y, w: width - Math.abs(dx), h: Math.abs(dy) });
  }
  return strips;
}
