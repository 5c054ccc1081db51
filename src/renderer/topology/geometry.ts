/**
 * Small words for places on the map. World units are pixels at zoom 1; y grows downwards.
 */

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the map looks: screen = world × zoom + pan. */
export interface Viewport {
  readonly zoom: number;
  readonly panX: number;
  readonly panY: number;
  readonly width: number;
  readonly height: number;
}

/** The middle of a rectangle. */
export function centerOf(rect: Rect): Point {
  return { x: rect.x + rect.w / 2, y: rect.y + rect.h / 2 };
}

/** True when two rectangles share an area; touching edges do not count. */
export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** True when `inner` lies wholly inside `outer`, edges included. */
export function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.w <= outer.x + outer.w &&
    inner.y + inner.h <= outer.y + outer.h
  );
}

/** Grows a rectangle by a share of its size on every side. */
export function grow(rect: Rect, share: number): Rect {
  const dx = rect.w * share;
  const dy = rect.h * share;
  return { x: rect.x - dx, y: rect.y - dy, w: rect.w + 2 * dx, h: rect.h + 2 * dy };
}

/** The smallest rectangle around all; an empty list gives an empty one. */
export function unionOf(rects: readonly Rect[]): Rect {
  const first = rects[0];
  if (first === undefined) return { x: 0, y: 0, w: 0, h: 0 };
  let { x: left, y: top } = first;
  let right = first.x + first.w;
  let bottom = first.y + first.h;
  for (const rect of rects) {
    left = Math.min(left, rect.x);
    top = Math.min(top, rect.y);
    right = Math.max(right, rect.x + rect.w);
    bottom = Math.max(bottom, rect.y + rect.h);
  }
  return { x: left, y: top, w: right - left, h: bottom - top };
}

/** What of the world is on the screen. */
export function visibleRect(view: Viewport): Rect {
  return {
    x: -view.panX / view.zoom,
    y: -view.panY / view.zoom,
    w: view.width / view.zoom,
    h: view.height / view.zoom,
  };
}
