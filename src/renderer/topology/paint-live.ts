/**
 * Paints the figures that change with time, on a canvas of their own that is painted ten times a
 * second: processor in use, loads of the power parts, demand of the services. Nothing here knows
 * states or words beyond the figures themselves.
 */
import type { MachineFigures } from '../stores/use-metrics.ts';
import type { Brush } from './brush.ts';
import type { Rect } from './geometry.ts';
import { levelColor } from './paint-cell.ts';
import { hasTwoLines, TAG_PX, TALL_TILE_PX, WATTS_FROM_PX, WATTS_PX } from './paint-items.ts';
import type { Scene, SceneItem } from './scene.ts';

/** Figures as the painter asks for them. */
export interface LiveSource {
  readonly machine: (slot: number) => MachineFigures | undefined;
  readonly powerMilliwatts: (slot: number) => number | undefined;
  readonly demand: (serviceId: string) => string;
  readonly watts: (milliwatts: number) => string;
}

/** Paints the figures of every shown box. O(boxes). */
export function paintLive(
  brush: Brush,
  at: { scene: Scene; source: LiveSource; filled: boolean },
): void {
  for (const item of at.scene.items) {
    const { kind } = item.row;
    if (kind !== 'vm' && kind !== 'power' && kind !== 'service') continue;
    const box = brush.rect(item.box);
    if (!brush.misses(box)) paintFigures(brush, { item, box, ...at });
  }
}

function paintFigures(
  brush: Brush,
  at: { item: SceneItem; box: Rect; source: LiveSource; filled: boolean },
): void {
  const { item, box, source } = at;
  const { row } = item;
  if (row.kind === 'vm') {
    // A lens fills the same tile.
    if (!at.filled) return;
    const figures = item.state.tone === 'ok' ? source.machine(row.slot) : undefined;
    if (figures === undefined) return;
    paintUse(brush, { box, share: figures.cpuPermille / 1_000, waiting: figures.queued > 0 });
  } else if (row.kind === 'power') {
    const load = source.powerMilliwatts(row.slot);
    if (load !== undefined) paintLoad(brush, { box, load, source, rating: row.ratingWatts });
  } else if (row.kind === 'service' && hasTwoLines(box, at.filled)) {
    const tag = at.filled ? 0 : TAG_PX;
    const x = box.x + (box.w - tag) / 2;
    const place = { x, y: box.y + box.h / 2 + 7.5, room: box.w - 16 - tag };
    brush.text(source.demand(row.id), place, { size: 10.5, color: 'text-3', align: 'center' });
  }
}

/**
 * All workers may be busy at a moment: that is use where nobody waits, and a line where somebody
 * does. Red is for what is broken.
 */
const MOST_SHOWN = { busy: 0.8, waited: 0.95 } as const;

/** Processor in use: along the foot of a tall tile, behind the name of a flat one. */
function paintUse(
  brush: Brush,
  at: { readonly box: Rect; readonly share: number; readonly waiting: boolean },
): void {
  const { box, share, waiting } = at;
  if (box.w < 8 || box.h < 6) return;
  const color = levelColor(Math.min(share, waiting ? MOST_SHOWN.waited : MOST_SHOWN.busy));
  if (box.h >= TALL_TILE_PX) {
    brush.bar({ x: box.x + 3, y: box.y + box.h - 5, w: box.w - 6, h: 2.5 }, share, color);
    return;
  }
  brush.ctx.globalAlpha = 0.3;
  const inner = { x: box.x + 1, y: box.y + 1, w: box.w - 2, h: box.h - 2 };
  brush.block({ ...inner, w: inner.w * Math.min(1, share) }, color);
  brush.ctx.globalAlpha = 1;
}

function paintLoad(
  brush: Brush,
  at: { box: Rect; load: number; source: LiveSource; rating: number },
): void {
  const { box, load } = at;
  if (box.h < 9) return;
  if (box.w >= WATTS_FROM_PX) {
    const place = { x: box.x + box.w - 6, y: box.y + box.h / 2, room: WATTS_PX };
    brush.text(at.source.watts(load), place, { size: 10.5, color: 'text-3', align: 'right' });
  }
  if (at.rating === 0 || box.w < 40) return;
  const share = load / 1_000 / at.rating;
  const bar = { x: box.x + 3, y: box.y + box.h - 3.5, w: box.w - 6, h: 2 };
  brush.bar(bar, share, levelColor(share));
}
