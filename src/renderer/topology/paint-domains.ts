/**
 * Paints the domains of one set: its racks in the hue and hatching of their fault domain with a
 * tab that names it, and on every member the number of its update domain in the corner. Hue and
 * hatching say the same, so that either is enough.
 */
import type { ShownDomains } from '../sets/domain-overlay.ts';
import { lookOfDomain, type DomainLook } from '../sets/domain-look.ts';
import type { Brush } from './brush.ts';
import type { Rect } from './geometry.ts';
import { TAB } from './paint-row-names.ts';
import type { Pen } from './pen.ts';
import type { Scene } from './scene.ts';

/** Distance of two lines of a hatching on the screen. */
const HATCH_GAP_PX = 7;
const HATCH_ALPHA = 0.38;
const TILE_ALPHA = 0.75;
const STRIP_PX = 5;
/** The number of an update domain at the upper right of a tile, inside it. */
const CORNER_PX = 13;
/** A lower or narrower tile shows none. */
const CORNER_MIN_PX = 9;

/** Words the painter needs. */
export interface DomainWords {
  readonly fault: (faultDomain: number) => string;
}

/** Paints the racks' bodies; on the ground, so that what stands in them stays readable. */
export function paintDomainGround(brush: Brush, at: { scene: Scene; overlay: ShownDomains }): void {
  if (!at.overlay.fault) return;
  for (const item of at.scene.items) {
    const domain = item.row.kind === 'rack' ? at.overlay.racks.get(item.row.id) : undefined;
    if (domain === undefined) continue;
    const box = brush.rect(item.box);
    brush.ctx.globalAlpha = HATCH_ALPHA;
    paintHatching(brush, box, lookOfDomain(domain));
    brush.ctx.globalAlpha = 1;
  }
}

/** Paints tabs, frames and corners above what stands in the racks. */
export function paintDomainMarks(
  brush: Brush,
  at: { scene: Scene; overlay: ShownDomains; words: DomainWords },
): void {
  for (const item of at.scene.items) {
    const box = brush.rect(item.box);
    if (item.row.kind === 'rack') {
      if (!at.overlay.fault) continue;
      const domain = at.overlay.racks.get(item.row.id);
      const name = domain === undefined ? undefined : at.overlay.names?.[domain];
      if (domain !== undefined)
        paintTab(brush, { box, domain, text: name ?? at.words.fault(domain) });
    } else if (item.row.kind === 'vm') {
      const member = at.overlay.machines.get(item.row.id);
      if (member !== undefined) paintMember(brush, { box, ...member, overlay: at.overlay });
    }
  }
}

function paintTab(brush: Brush, at: { box: Rect; domain: number; text: string }): void {
  const { box, domain } = at;
  const { hue } = lookOfDomain(domain);
  brush.frame(box, hue, { radius: 6, width: 2.5 });
  if (box.w < TAB.w + 8) return;
  // On the rack's edge and wholly above it, so that its name and its lamps keep their line.
  const tab = { x: box.x + box.w - TAB.w - TAB.right, y: box.y - TAB.h + 1, w: TAB.w, h: TAB.h };
  brush.block(tab, hue, 3);
  const place = { x: tab.x + tab.w / 2, y: tab.y + tab.h / 2 + 0.5, room: tab.w - 4 };
  brush.text(at.text, place, { size: 10.5, weight: 640, color: 'surface', align: 'center' });
}

function paintMember(
  brush: Brush,
  at: {
    box: Rect;
    faultDomain: number;
    updateDomain: number | undefined;
    overlay: ShownDomains;
  },
): void {
  const { box } = at;
  if (at.overlay.fault) paintStrip(brush, { box, faultDomain: at.faultDomain });
  if (!at.overlay.update) return;
  const size = Math.min(CORNER_PX, box.h, box.w - STRIP_PX);
  if (at.updateDomain === undefined || size < CORNER_MIN_PX) return;
  const corner = { x: box.x + box.w - size, y: box.y, w: size, h: size };
  brush.block(corner, 'text', 2);
  brush.text(
    String(at.updateDomain),
    { x: corner.x + size / 2, y: corner.y + size / 2 + 0.5, room: 14 },
    { size: Math.min(10.5, size - 1), weight: 680, color: 'surface', align: 'center' },
  );
}

function paintStrip(brush: Brush, at: { box: Rect; faultDomain: number }): void {
  const { box } = at;
  const look = lookOfDomain(at.faultDomain);
  // A strip at the tile's left edge, so that hue and lines lie beside the name and not behind it.
  const strip = { x: box.x, y: box.y, w: Math.min(STRIP_PX, box.w / 4), h: box.h };
  brush.ctx.globalAlpha = TILE_ALPHA;
  brush.block(strip, look.hue, 1);
  brush.ctx.globalAlpha = 1;
}

function paintHatching(brush: Brush, box: Rect, look: DomainLook): void {
  const { ctx } = brush;
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(box.x, box.y, box.w, box.h, 6);
  ctx.clip();
  ctx.strokeStyle = brush.palette[look.hue];
  ctx.lineWidth = 1.4;
  ctx.beginPath();
  if (look.hatching === 'rising' || look.hatching === 'falling') {
    slanted(ctx, box, look.hatching === 'rising' ? 1 : -1);
  }
  if (look.hatching === 'upright' || look.hatching === 'crossed') {
    for (let x = HATCH_GAP_PX; x < box.w; x += HATCH_GAP_PX) {
      ctx.moveTo(box.x + x, box.y);
      ctx.lineTo(box.x + x, box.y + box.h);
    }
  }
  if (look.hatching === 'level' || look.hatching === 'crossed') {
    for (let y = HATCH_GAP_PX; y < box.h; y += HATCH_GAP_PX) {
      ctx.moveTo(box.x, box.y + y);
      ctx.lineTo(box.x + box.w, box.y + y);
    }
  }
  ctx.stroke();
  ctx.restore();
}

function slanted(ctx: Pen, box: Rect, direction: 1 | -1): void {
  const [fromY, toY] = direction === 1 ? [box.y + box.h, box.y] : [box.y, box.y + box.h];
  for (let start = -box.h; start < box.w; start += HATCH_GAP_PX * 1.4) {
    ctx.moveTo(box.x + start, fromY);
    ctx.lineTo(box.x + start + box.h, toY);
  }
}
