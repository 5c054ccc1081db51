/**
 * Paints a lens: every box filled as far as its figure goes, in the figure's colour, with the
 * figure in words where it has room. How far a box is filled and the shape of a state say the same
 * as the colour, so that either is enough.
 */
import type { Brush } from '../topology/brush.ts';
import type { Rect } from '../topology/geometry.ts';
import type { RoomLayout } from '../topology/layout.ts';
import { TAG_PX } from '../topology/paint-items.ts';
import { RACK_HEAD } from '../topology/rack-layout.ts';
import type { Scene, SceneItem } from '../topology/scene.ts';
import type { Lens, LensValue } from './lens-kinds.ts';

const FILL_ALPHA = 0.42;
/** A box this much wider than high is filled from the left, others from the foot. */
const FLAT = 1.4;
/** A host with machines on it has a gauge at its edge: its machines have fills of their own. */
const GAUGE_PX = 4;
/** Free beside the rack units, in world pixels. */
const GUTTER = 4.5;
const RACK_WORDS_FROM_PX = 84;
/** Feed lights at the right end of a rack's head, and room for its name at the left. */
const LIGHTS_FROM_PX = 54;
const LIGHT_PX = 12;
const RACK_NAME_PX = 26;
const TAG = { w: 58, h: 15 } as const;
const TAG_FROM_PX = 50;
/** Height of the figure inside a service or a balancer, and the least it can be read at. */
const END_PX = 16;
const END_MIN_PX = 12;
const WORDS_FROM_PX = 112;
const WORDS_HEIGHT_PX = 13;
/** A shape smaller than this cannot be told from another. */
const SHAPE_MIN_PX = 5;
const SHAPE_PX = 13;

/** Paints under the names and above the bodies. O(boxes, and racks of rows shown as bars). */
export function paintLens(
  brush: Brush,
  at: { scene: Scene; layout: RoomLayout; lens: Lens },
): void {
  const { scene, lens } = at;
  const places = new Set<string>();
  for (const item of scene.items) {
    if (item.box.kind === 'place') {
      places.add(item.box.id);
      continue;
    }
    const box = brush.rect(item.box);
    if (brush.misses(box)) continue;
    const value = lens.of(item.row);
    if (value !== undefined) paintValue(brush, { item, box, value, scene });
  }
  if (places.size > 0) paintPlaceValues(brush, { ...at, places });
}

function paintValue(
  brush: Brush,
  at: { item: SceneItem; box: Rect; value: LensValue; scene: Scene },
): void {
  const { item, box, value, scene } = at;
  const insideShown = scene.level !== 'row' && scene.level !== 'zone';
  if (item.row.kind === 'rack' && insideShown) {
    const lights = scene.sums.rack(item.row.id).power.length;
    paintRack(brush, { box, value, lights });
    return;
  }
  if (item.row.kind === 'host' && scene.tilesShown && scene.rows.machineCount(item.row.id) > 0) {
    paintFill(brush, { box: { ...box, w: Math.min(GAUGE_PX, box.w) }, value, solid: true });
    return;
  }
  if (item.row.kind === 'service') paintRoundFill(brush, { box, value });
  else paintFill(brush, { box, value, solid: false });
  if (value.shape !== undefined) paintShape(brush, { box, value });
  else if (item.row.kind === 'service' || item.row.kind === 'balancer') {
    paintEnd(brush, { box, value, inset: item.row.kind === 'service' ? box.h / 3 : 4 });
  }
  if (item.row.kind === 'vm' || item.row.kind === 'rack') paintWords(brush, { box, value });
}

/** Beside what stands in a rack: a gauge in its right gutter, and the figure in its head. */
function paintRack(brush: Brush, at: { box: Rect; value: LensValue; lights: number }): void {
  const { box, value } = at;
  const { zoom } = brush.view;
  const head = RACK_HEAD * zoom;
  const w = Math.max(2, GUTTER * zoom);
  const gauge = { x: box.x + box.w - w - 1, y: box.y + head, w, h: box.h - head - 2 };
  brush.block(gauge, 'surface');
  paintFill(brush, { box: gauge, value, solid: true });
  if (box.w < RACK_WORDS_FROM_PX) return;
  const lights = box.w >= LIGHTS_FROM_PX ? at.lights * LIGHT_PX + 8 : 6;
  const y = box.y + Math.max(7, head / 2);
  const x = box.x + box.w - lights;
  const width = brush.text(
    value.text,
    { x, y, room: box.w - lights - RACK_NAME_PX },
    { size: 10.5, weight: 640, color: 'text', align: 'right' },
  );
  if (value.shape !== undefined && width > 0) {
    brush.shape(value.shape, { x: x - width - 8, y, size: 9 });
  }
}

/** A fill that ends where the round ends of its box do. */
function paintRoundFill(brush: Brush, at: { box: Rect; value: LensValue }): void {
  const { ctx } = brush;
  const { x, y, w, h } = at.box;
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, Math.min(w, h) / 2);
  ctx.clip();
  paintFill(brush, { ...at, solid: false });
  ctx.restore();
}

function paintFill(brush: Brush, at: { box: Rect; value: LensValue; solid: boolean }): void {
  const { box, value } = at;
  const share = Math.max(0, Math.min(1, value.share));
  if (share === 0) return;
  const flat = !at.solid && box.w > box.h * FLAT;
  const part = flat
    ? { ...box, w: Math.max(1, box.w * share) }
    : { ...box, y: box.y + box.h * (1 - share), h: Math.max(1, box.h * share) };
  brush.ctx.globalAlpha = at.solid ? 1 : FILL_ALPHA;
  brush.block(part, value.color);
  brush.ctx.globalAlpha = 1;
}

/** The shape of a state in the middle; names keep theirs where there is room for one. */
function paintShape(brush: Brush, at: { box: Rect; value: LensValue }): void {
  const { box, value } = at;
  if (value.shape === undefined || (box.w >= 24 && box.h >= 10)) return;
  const size = Math.min(SHAPE_PX, box.w - 2, box.h - 2);
  if (size < SHAPE_MIN_PX) return;
  brush.shape(value.shape, { x: box.x + box.w / 2, y: box.y + box.h / 2, size });
}

/** The figure at the right end of a service or a balancer, inside it; names keep clear of it. */
function paintEnd(brush: Brush, at: { box: Rect; value: LensValue; inset: number }): void {
  const { box, value } = at;
  const h = Math.min(END_PX, box.h - 4);
  const w = TAG_PX - 8;
  if (value.text === '' || h < END_MIN_PX || box.w < w * 2) {
    paintFill(brush, { box: { ...box, y: box.y + box.h - 3, h: 3 }, value, solid: true });
    return;
  }
  const tag = { x: box.x + box.w - w - at.inset, y: box.y + (box.h - h) / 2, w, h };
  brush.block(tag, 'raised', 3);
  brush.frame(tag, value.color, { radius: 3, width: 1.4 });
  const mark = value.shape === undefined ? 0 : 10;
  const y = tag.y + tag.h / 2 + 0.5;
  if (value.shape !== undefined) brush.shape(value.shape, { x: tag.x + 8, y, size: 8 });
  const place = { x: tag.x + (tag.w + mark) / 2, y, room: tag.w - 3 - mark };
  brush.text(value.text, place, { size: 10, weight: 620, color: 'text', align: 'center' });
}

/** The figure hangs from the lower edge, as the tab of a domain stands on the upper one. */
function paintTag(brush: Brush, at: { box: Rect; value: LensValue }): void {
  const { box, value } = at;
  if (value.text === '' || box.w < TAG_FROM_PX) {
    paintFill(brush, { box: { ...box, y: box.y + box.h - 3, h: 3 }, value, solid: true });
    return;
  }
  const w = Math.min(TAG.w, box.w - 6);
  const tag = { x: box.x + (box.w - w) / 2, y: box.y + box.h - 3, w, h: TAG.h };
  brush.block(tag, 'raised', 3);
  const inner = { x: tag.x, y: tag.y + tag.h - 3, w: tag.w * Math.min(1, value.share), h: 3 };
  brush.block(inner, value.color, 1);
  brush.frame(tag, value.color, { radius: 3, width: 1.4 });
  const mark = value.shape === undefined ? 0 : 12;
  const middle = tag.y + tag.h / 2 - 0.5;
  if (value.shape !== undefined) {
    brush.shape(value.shape, { x: tag.x + 8, y: middle, size: 9 });
  }
  const place = { x: tag.x + (tag.w + mark) / 2, y: middle, room: tag.w - 4 - mark };
  brush.text(value.text, place, { size: 10, weight: 620, color: 'text', align: 'center' });
}

function paintWords(brush: Brush, at: { box: Rect; value: LensValue }): void {
  const { box, value } = at;
  if (box.h < WORDS_HEIGHT_PX) return;
  if (box.w >= WORDS_FROM_PX) {
    const place = { x: box.x + box.w - 5, y: box.y + box.h / 2, room: box.w / 2 };
    brush.text(value.text, place, { size: 10, color: 'text-2', align: 'right' });
  } else if (box.h > 60) {
    const place = { x: box.x + box.w / 2, y: box.y + box.h - 10, room: box.w - 2 };
    brush.text(value.text, place, { size: 9.5, weight: 600, color: 'text', align: 'center' });
  }
}

/** Rows that stand for their racks, cell by cell, and halls as one figure. */
function paintPlaceValues(
  brush: Brush,
  at: { scene: Scene; layout: RoomLayout; lens: Lens; places: ReadonlySet<string> },
): void {
  for (const hall of at.layout.halls) {
    if (brush.misses(brush.rect(hall))) continue;
    if (at.scene.level === 'region') {
      const value = at.lens.ofPlace(hall.id, 'hall');
      if (value !== undefined) paintTag(brush, { box: brush.rect(hall), value });
      continue;
    }
    for (const band of hall.bands) {
      if (!at.places.has(band.id) || brush.misses(brush.rect(band))) continue;
      for (const rack of band.placed.racks) paintCellValue(brush, { rack, ...at });
      const value = at.lens.ofPlace(band.id, 'band');
      if (value !== undefined) paintTag(brush, { box: brush.rect(band), value });
    }
  }
}

function paintCellValue(
  brush: Brush,
  at: { rack: Rect & { id: string }; scene: Scene; lens: Lens },
): void {
  const box = brush.rect(at.rack);
  const row = at.scene.get(at.rack.id);
  const value = row === undefined ? undefined : at.lens.of(row);
  if (value !== undefined && !brush.misses(box)) paintFill(brush, { box, value, solid: false });
}
