/**
 * Paints what stands on the boxes: names, states as shapes, feed lights, and the hatching of what
 * is dead or would die. Letters keep their size; what does not fit is left out, and a rack whose
 * hosts are too small to see shows their number and its worst state. Figures that change with time
 * are painted elsewhere, so that these pictures stand until a state changes.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import type { Brush } from './brush.ts';
import type { Rect } from './geometry.ts';
import {
  HOST_NAME_HEIGHT,
  HOST_NAME_WIDTH,
  INSIDE_SHARE,
  TALL_HOST,
  TALL_TILE,
  TILE_NAME_HEIGHT,
} from './machine-tiles.ts';
import { feedColor } from './paint-ground.ts';
import { paintApplications } from './paint-guest.ts';
import { levelColor, paintCell } from './paint-cell.ts';
import { paintReplica } from './paint-replica.ts';
import { RACK_HEAD } from './rack-layout.ts';
import type { RackSummary } from './room-sums.ts';
import type { Scene, SceneItem } from './scene.ts';
import type { TokenName } from './style.ts';

/** Words the painters ask for while painting. */
export interface ItemSource {
  readonly rotation: (balancerId: string) => string;
  readonly users: string;
  readonly machines: (count: number) => string;
}

/** From this height on a tile has room for a bar below its name. */
export const TALL_TILE_PX = 21;
/** The name of a narrower rack is written smaller. */
const NARROW_RACK_PX = 44;
/** Room for the load of a power part, from this width of its box on. */
export const WATTS_PX = 52;
export const WATTS_FROM_PX = 110;

/** Paints every shown box. O(boxes). */
export function paintItems(
  brush: Brush,
  at: { scene: Scene; source: ItemSource; shadowed: ReadonlySet<string>; filled: boolean },
): void {
  for (const item of at.scene.items) {
    const box = brush.rect(item.box);
    if (brush.misses(box)) continue;
    if (at.shadowed.has(item.row.id)) paintShadow(brush, { item, box });
    paintItem(brush, { item, box, scene: at.scene, source: at.source, filled: at.filled });
  }
}

interface ItemPaint {
  readonly item: SceneItem;
  readonly box: Rect;
  readonly scene: Scene;
  readonly source: ItemSource;
  /** Whether a narrow rack shows how far it is promised; not under a lens. */
  readonly filled: boolean;
}

function paintItem(brush: Brush, at: ItemPaint): void {
  switch (at.item.row.kind) {
    case 'rack':
      paintRack(brush, at);
      break;
    case 'host':
      paintHost(brush, at);
      break;
    case 'vm':
      paintMachine(brush, at);
      break;
    case 'power':
      paintPower(brush, at);
      break;
    case 'balancer':
      paintTwoLines(brush, at, at.source.rotation(at.item.row.id));
      break;
    case 'service':
      paintService(brush, at);
      break;
    case 'place':
      // Halls and rows that stand for their racks have a painter of their own.
      break;
    default:
      paintDevice(brush, at);
  }
}

function paintShadow(brush: Brush, at: { item: SceneItem; box: Rect }): void {
  if (at.item.row.kind === 'rack') return;
  brush.ctx.globalAlpha = 0.5;
  brush.hatch(at.box, 'harm', { gap: 7, width: 1.1 });
  brush.ctx.globalAlpha = 1;
}

function paintRack(brush: Brush, at: ItemPaint): void {
  const { box, item, scene } = at;
  const summary = scene.sums.rack(item.row.id);
  const head = RACK_HEAD * brush.view.zoom;
  const y = box.y + Math.max(7, head / 2);
  if (box.w < 26) {
    paintCell(brush, box, { sum: summary, filled: at.filled });
    return;
  }
  const lights = box.w >= 54 ? paintFeedLights(brush, { box, y, power: summary.power }) : 0;
  let x = box.x + (box.w < NARROW_RACK_PX ? 4 : 7);
  if (item.state.tone !== 'ok') {
    brush.shape(item.state, { x: x + 5, y, size: 11 });
    x += 15;
  }
  const room = box.x + box.w - lights - x - 3;
  const size = box.w < NARROW_RACK_PX ? 10 : 12;
  brush.text(item.label, { x, y, room }, { size, weight: 620, color: 'text' });
  if (box.h > 60 && scene.level === 'row') paintSummary(brush, { box, summary, y });
}

/** Two small lamps for the feeds: lit and filled, or dark and crossed. */
function paintFeedLights(
  brush: Brush,
  at: { box: Rect; y: number; power: readonly { feed: number | undefined; on: boolean }[] },
): number {
  let x = at.box.x + at.box.w - 9;
  for (const light of at.power.toReversed()) {
    const color = feedColor(light.feed, light.on);
    const lamp = { x: x - 4, y: at.y - 4, w: 8, h: 8 };
    const radius = light.feed === 1 ? 4 : 2;
    if (light.on) brush.block(lamp, color, radius);
    else {
      brush.frame(lamp, color, { radius, width: 1.3 });
      brush.line(
        [
          [lamp.x, lamp.y + lamp.h],
          [lamp.x + lamp.w, lamp.y],
        ],
        { color, width: 1.3 },
      );
    }
    x -= 12;
  }
  return at.power.length * 12 + 6;
}

function paintSummary(brush: Brush, at: { box: Rect; summary: RackSummary; y: number }): void {
  const { summary } = at;
  if (summary.cores === 0) return;
  const share = summary.coresCommitted / summary.cores;
  const bar = { x: at.box.x + 6, y: at.y + 12, w: at.box.w - 12, h: 4 };
  brush.bar(bar, share, levelColor(share));
}

function paintHost(brush: Brush, at: ItemPaint): void {
  const { box, item, scene, source } = at;
  const row = item.row;
  if (row.kind !== 'host') return;
  const dead = item.state.tone === 'harm';
  if (dead) brush.hatch(box, 'harm-g', { gap: 7, width: 0.7 });
  if (box.h < 11) return;
  const tall = item.box.h >= TALL_HOST;
  const zoom = brush.view.zoom;
  const lineHeight = tall ? HOST_NAME_HEIGHT * zoom : box.h;
  const y = box.y + Math.max(lineHeight / 2, 6.5);
  const glyph = lineHeight >= 10 ? 10 : 8;
  let x = box.x + 5;
  if (item.state.tone !== 'ok') {
    brush.shape(item.state, { x: x + glyph / 2, y, size: glyph });
    x += glyph + 4;
  }
  const nameRoom = tall
    ? box.w - (x - box.x) - 42 * Math.min(1, zoom)
    : HOST_NAME_WIDTH * zoom - (x - box.x);
  const size = Math.min(11.5, Math.max(9.5, lineHeight * 0.8));
  const color = dead ? 'harm' : 'text-2';
  const count = scene.rows.machineCount(row.id);
  const room = scene.tilesShown && count > 0 ? nameRoom : box.w - (x - box.x) - 6;
  brush.text(item.label, { x, y, room }, { size, weight: 540, color });
  if (tall && box.w > 70) paintHostLevels(brush, { box, y, row });
  if (tall && row.guest !== undefined && count === 0) {
    paintApplications(brush, { box, nameHeight: HOST_NAME_HEIGHT * zoom, guest: row.guest });
  }
  if (!scene.tilesShown && count > 0 && box.h >= 22) {
    const place = { x: box.x + box.w - 6, y: box.y + box.h - 8, room: box.w - 12 };
    brush.text(source.machines(count), place, { size: 10, color: 'text-3', align: 'right' });
  }
}

/** Committed processor and memory as two short bars at the host's upper right. */
function paintHostLevels(
  brush: Brush,
  at: {
    box: Rect;
    y: number;
    row: Pick<
      RowOf<'host'>,
      'vCpuCommitted' | 'cores' | 'vCpuPerCore' | 'memoryCommittedMib' | 'memoryMib'
    >;
  },
): void {
  const width = Math.min(34, at.box.w * 0.28);
  const x = at.box.x + at.box.w - width - 5;
  const cpu = at.row.vCpuCommitted / Math.max(1, at.row.cores * at.row.vCpuPerCore);
  const memory = at.row.memoryCommittedMib / Math.max(1, at.row.memoryMib);
  brush.bar({ x, y: at.y - 3.5, w: width, h: 3 }, cpu, levelColor(cpu));
  brush.bar({ x, y: at.y + 1, w: width, h: 3 }, memory, levelColor(memory));
}

function paintMachine(brush: Brush, at: ItemPaint): void {
  const { box, item } = at;
  if (item.row.kind !== 'vm') return;
  const { state } = item;
  if (state.tone === 'harm') brush.hatch(box, 'harm-g', { gap: 5, width: 0.7 });
  // Those inside it have the rest of its tile.
  const holds = (item.row.hypervisor?.machines.length ?? 0) > 0;
  const above = holds && item.box.h >= TALL_TILE;
  const middle = above ? (box.h * TILE_NAME_HEIGHT) / item.box.h / 2 : box.h / 2;
  const y = box.y + middle - (!holds && box.h >= TALL_TILE_PX ? 2 : 0);
  const width = holds && !above ? box.w * (1 - INSIDE_SHARE) : box.w;
  if (box.h < 10 || box.w < 24) {
    const size = Math.min(9, box.h - 3, box.w - 3);
    if (state.shape !== 'disc' && size >= 5) {
      brush.shape(state, { x: box.x + box.w / 2, y: box.y + box.h / 2, size });
    }
    return;
  }
  // A running machine in a narrow tile is told by its colour and by being like all the others;
  // every other state keeps its shape.
  const shaped = state.shape !== 'disc' || width >= 72;
  const size = width < 72 ? 8 : 10;
  if (shaped) brush.shape(state, { x: box.x + 2.5 + size / 2, y, size });
  const x = box.x + (shaped ? size + 5 : 4);
  const letters = width < 60 ? 10.5 : 11;
  const mark = paintReplica(brush, { row: item.row, box });
  const place = { x, y, room: box.x + width - x - 1 - mark };
  brush.text(item.label, place, { size: letters, color: toneInk(at) });
}

function toneInk(at: ItemPaint): TokenName {
  const { tone } = at.item.state;
  return tone === 'ok' ? 'text' : tone;
}

function paintPower(brush: Brush, at: ItemPaint): void {
  const { box, item } = at;
  if (item.row.kind !== 'power' || box.h < 9) return;
  const y = box.y + box.h / 2;
  let x = box.x + 5;
  if (item.state.tone === 'ok') {
    const lamp = { x, y: y - 3.5, w: 7, h: 7 };
    brush.block(lamp, feedColor(item.feed, true), item.feed === 1 ? 3.5 : 1.5);
    x += 11;
  } else {
    brush.shape(item.state, { x: x + 5, y, size: 10 });
    x += 14;
  }
  const used = box.w < WATTS_FROM_PX ? 0 : WATTS_PX;
  const room = box.x + box.w - x - used - 10;
  const color = item.state.tone === 'ok' ? 'text-2' : item.state.tone;
  brush.text(item.label, { x, y, room }, { size: 10.5, weight: 540, color });
}

function paintTwoLines(brush: Brush, at: ItemPaint, second: string): void {
  const { box, item } = at;
  if (box.h < 11) return;
  const two = box.h >= 26 && second !== '';
  const first = { x: box.x + 24, y: box.y + box.h / 2 - (two ? 7 : 0), room: box.w - 30 };
  brush.shape(item.state, { x: box.x + 13, y: box.y + box.h / 2, size: 12 });
  brush.text(item.label, first, { size: 12, weight: 600, color: 'text' });
  if (!two) return;
  const color = item.state.tone === 'ok' ? 'text-3' : item.state.tone;
  brush.text(second, { ...first, y: box.y + box.h / 2 + 7.5 }, { size: 10.5, color });
}

function paintService(brush: Brush, at: ItemPaint): void {
  const { box, item, source } = at;
  if (box.h < 11) return;
  const two = box.h >= 26;
  const x = box.x + box.w / 2;
  const place = { x, y: box.y + box.h / 2 - (two ? 7 : 0), room: box.w - 20 };
  const wordings = [`${source.users} ${item.label}`, item.label];
  brush.textThatFits(wordings, place, {
    size: 12,
    weight: 600,
    color: 'text',
    align: 'center',
  });
}

function paintDevice(brush: Brush, at: ItemPaint): void {
  const { box, item } = at;
  if (box.h < 9) return;
  const y = box.y + box.h / 2;
  brush.shape(item.state, { x: box.x + 10, y, size: 9 });
  const color = item.state.tone === 'ok' ? 'text-2' : item.state.tone;
  const place = { x: box.x + 19, y, room: box.w - 24 };
  brush.text(item.label, place, { size: 10.5, weight: 540, color });
}
