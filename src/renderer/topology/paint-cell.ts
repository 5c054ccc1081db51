/**
 * Paints a rack that is too narrow for words as one cell, and names the colour of a level. Both
 * are used wherever something is shown as full or nearly full.
 */
import type { Brush } from './brush.ts';
import type { Rect } from './geometry.ts';
import type { RackSummary } from './room-sums.ts';
import type { TokenName } from './style.ts';

const NOTICE = 0.7;
const WARN = 0.85;
const FULL = 1;
const CELL_FILL_ALPHA = 0.4;

/** Colour of a level by the thresholds of the product: 70, 85 and 100 %. */
export function levelColor(share: number): TokenName {
  if (share >= FULL) return 'harm-g';
  if (share >= WARN) return 'warn-g';
  return share >= NOTICE ? 'accent' : 'ok-g';
}

/**
 * A rack too narrow for words: how full it is, unless a lens fills it, and its worst state on top.
 */
export function paintCell(
  brush: Brush,
  box: Rect,
  at: { readonly sum: RackSummary; readonly filled: boolean },
): void {
  const { sum } = at;
  const share = sum.cores === 0 ? 0 : Math.min(1, sum.coresCommitted / sum.cores);
  if (at.filled && share > 0 && box.w > 3) {
    const h = Math.max(1, (box.h - 6) * share);
    brush.ctx.globalAlpha = CELL_FILL_ALPHA;
    brush.block({ x: box.x + 1, y: box.y + box.h - h - 1, w: box.w - 2, h }, levelColor(share));
    brush.ctx.globalAlpha = 1;
  }
  if (sum.worst === 'ok' || sum.worst === 'off') return;
  brush.block({ x: box.x, y: box.y, w: box.w, h: Math.min(box.h, 4) }, `${sum.worst}-g`);
}
