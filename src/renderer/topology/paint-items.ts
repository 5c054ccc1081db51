/**
 * Paints what stands on the boxes: names, states as shapes, feed lights, and the hatching of what
 * is dead or would die. Letters keep their size; what does not fit is left out, and a rack whose
 * hosts are too small to see shows their number and its worst state. Figures that change with time
 * are painted elsewhere, so that these pictures stand until a state changes.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import type { ShownDomains } from '../sets/domain-overlay.ts';
import type { Brush, TextStyle } from './brush.ts';
import type { Rect } from './geometry.ts';
import {
  HOST_NAME_HEIGHT,
  hostNameWidth,
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
/** Names of hosts beside machines have this much room, and above machines this much height. */
const HOST_NAME_MIN_PX = 26;
const HOST_LINE_MIN_PX = 10.5;
/** Beside machines, names with less room than this are all written alike, and small. */
const HOST_NAME_ROOMY_PX = 44;
const HOST_NAME_SMALL_PX = 10;
/** Free between the name of a host and its first machine. */
const HOST_NAME_GAP_PX = 3;
/** Half the height of a name, and a little of the border above it. */
const NAME_RISE_PX = 8;
/** Services and balancers write a second line from this height on. */
const TWO_LINES_PX = 25;
/** Beside a figure of a lens a second line needs a box this wide. */
const TWO_LINES_TAGGED_PX = 150;
/** Switches in narrower boxes are named without the disc of what works. */
const BARE_BELOW_PX = 58;
/** Names that have no room are written this small before they are cut. */
const SMALL_PX = 9.5;
/** A name on what is hatched has a ground of its own. */
const OVER_HATCHING = { plate: 'harm-soft' } as const;
/** A figure of a lens at the right end of a service or a balancer. */
export const TAG_PX = 46;
/** Room beside a name for the strip of a fault domain and the number of an update domain. */
const STRIP_PX = 5;
const CORNER_PX = 13;
/** Lamps for the feeds in the head of a rack, from this width of it on. */
const LIGHTS_FROM_PX = 54;
const LIGHT_PX = 12;
/** Room for the load of a power part, from this width of its box on. */
export const WATTS_PX = 52;
export const WATTS_FROM_PX = 110;

/** Whether a service or a balancer has room for a second line, beside a figure of a lens or not. */
export function hasTwoLines(box: Rect, filled: boolean): boolean {
  return box.h >= TWO_LINES_PX && (filled || box.w >= TWO_LINES_TAGGED_PX);
}

/** Paints every shown box. O(boxes). */
export function paintItems(
  brush: Brush,
  at: Omit<ItemPaint, 'item' | 'box'> & { readonly shadowed: ReadonlySet<string> },
): void {
  for (const item of at.scene.items) {
    const box = brush.rect(item.box);
    if (brush.misses(box)) continue;
    if (at.shadowed.has(item.row.id)) paintShadow(brush, { item, box });
    paintItem(brush, { ...at, item, box });
  }
}

interface ItemPaint {
  readonly item: SceneItem;
  readonly box: Rect;
  readonly scene: Scene;
  readonly source: ItemSource;
  /** Whether a narrow rack shows how far it is promised; not under a lens. */
  readonly filled: boolean;
  /** Domains that are marked on machines, beside their names. */
  readonly overlay: ShownDomains | undefined;
}

/** Writes a name as large as it fits, and cut only where even small letters have no room. */
function paintName(
  brush: Brush,
  at: { name: string; x: number; y: number; room: number },
  style: TextStyle,
): void {
  brush.name(at.name, at, { ...style, small: SMALL_PX });
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
  let x = box.x + (box.w < NARROW_RACK_PX ? 4 : 7);
  if (item.state.tone !== 'ok') {
    brush.shape(item.state, { x: x + 5, y, size: 11 });
    x += 15;
  }
  const size = box.w < NARROW_RACK_PX ? 10 : 12;
  const style = { size, weight: 620, color: 'text' } as const;
  const whole = box.x + box.w - x - 3;
  const lights = summary.power.length * LIGHT_PX + 6;
  // Its name first: what feeds it is seen at its foot as well.
  const lit = box.w >= LIGHTS_FROM_PX && brush.fits(item.label, whole - lights, style);
  if (lit) paintFeedLights(brush, { box, y, power: summary.power });
  const room = lit ? whole - lights : whole;
  paintName(brush, { name: item.label, x, y, room }, style);
  if (box.h > 60 && scene.level === 'row') paintSummary(brush, { box, summary, y });
}

/** Two small lamps for the feeds: lit and filled, or dark and crossed. */
function paintFeedLights(
  brush: Brush,
  at: { box: Rect; y: number; power: readonly { feed: number | undefined; on: boolean }[] },
): void {
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
    x -= LIGHT_PX;
  }
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
  const count = scene.rows.machineCount(row.id);
  const isOver = tall && scene.tilesShown && count > 0;
  const rise = isOver ? lineHeight / 2 + 0.5 : Math.max(lineHeight / 2, NAME_RISE_PX);
  const y = box.y + (tall ? rise : box.h / 2);
  const glyph = lineHeight >= 10 ? 10 : 8;
  let x = box.x + 5;
  if (item.state.tone !== 'ok') {
    brush.shape(item.state, { x: x + glyph / 2, y, size: glyph });
    x += glyph + 4;
  }
  const color = dead ? 'harm' : 'text-2';
  const isBeside = scene.tilesShown && !tall;
  const levels = tall && box.w > LEVELS_FROM_PX ? levelsWidth(box) + 10 : 6;
  const side = hostNameWidth(item.box.w) * zoom;
  const most = isBeside && side < HOST_NAME_ROOMY_PX ? HOST_NAME_SMALL_PX : 11.5;
  const size = Math.min(most, Math.max(SMALL_PX, lineHeight * 0.8));
  const isCut = isBeside && count > 0;
  const room = (isCut ? side - HOST_NAME_GAP_PX : box.w - levels) - (x - box.x);
  // At a distance no host has a name, whether it has machines or not.
  const isNamed = isBeside ? side >= HOST_NAME_MIN_PX : !isOver || lineHeight >= HOST_LINE_MIN_PX;
  const style = { size, weight: 540, color, ...(dead ? OVER_HATCHING : {}) } as const;
  if (isNamed) paintName(brush, { name: item.label, x, y, room }, style);
  if (tall && box.w > LEVELS_FROM_PX) paintHostLevels(brush, { box, y, row });
  if (tall && row.guest !== undefined && count === 0) {
    paintApplications(brush, { box, nameHeight: HOST_NAME_HEIGHT * zoom, guest: row.guest });
  }
  if (!scene.tilesShown && count > 0 && box.h >= 22) {
    const place = { x: box.x + box.w - 6, y: box.y + box.h - 8, room: box.w - 12 };
    brush.text(source.machines(count), place, { size: 10, color: 'text-3', align: 'right' });
  }
}

/** How wide the bars of a host are, from this width of its box on. */
const LEVELS_FROM_PX = 70;

function levelsWidth(box: Rect): number {
  return Math.min(34, box.w * 0.28);
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
  const width = levelsWidth(at.box);
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
  const domains = at.overlay?.machines.get(item.row.id);
  const strip = domains !== undefined && at.overlay?.fault === true ? STRIP_PX : 0;
  const left = box.x + strip;
  if (shaped) brush.shape(state, { x: left + 2.5 + size / 2, y, size });
  const x = left + (shaped ? size + 5 : 4 - strip / 3);
  const letters = width < 60 ? 10.5 : 11;
  const isNumbered = domains?.updateDomain !== undefined && at.overlay?.update === true;
  const mark = paintReplica(brush, { row: item.row, box }) + (isNumbered ? CORNER_PX : 0);
  const place = { name: item.label, x, y, room: box.x + width - x - 1 - mark };
  const over = state.tone === 'harm' ? OVER_HATCHING : {};
  paintName(brush, place, { size: letters, color: toneInk(at), ...over });
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
  const used = box.w < WATTS_FROM_PX ? 3 : WATTS_PX + 10;
  const room = box.x + box.w - x - used;
  const color = item.state.tone === 'ok' ? 'text-2' : item.state.tone;
  paintName(brush, { name: item.label, x, y, room }, { size: 10.5, weight: 540, color });
}

function paintTwoLines(brush: Brush, at: ItemPaint, second: string): void {
  const { box, item } = at;
  if (box.h < 11) return;
  const two = hasTwoLines(box, at.filled) && second !== '';
  const tag = at.filled ? 0 : TAG_PX;
  const room = box.w - 30 - tag;
  const first = { x: box.x + 24, y: box.y + box.h / 2 - (two ? 7 : 0), room };
  brush.shape(item.state, { x: box.x + 13, y: box.y + box.h / 2, size: 12 });
  paintName(brush, { name: item.label, ...first }, { size: 12, weight: 600, color: 'text' });
  if (!two) return;
  const color = item.state.tone === 'ok' ? 'text-3' : item.state.tone;
  brush.text(second, { ...first, y: box.y + box.h / 2 + 7.5 }, { size: 10.5, color });
}

function paintService(brush: Brush, at: ItemPaint): void {
  const { box, item, source } = at;
  if (box.h < 11) return;
  const two = hasTwoLines(box, at.filled);
  const tag = at.filled ? 0 : TAG_PX;
  const x = box.x + (box.w - tag) / 2;
  const place = { x, y: box.y + box.h / 2 - (two ? 7 : 0), room: box.w - 16 - tag };
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
  const color = item.state.tone === 'ok' ? 'text-2' : item.state.tone;
  const style = { size: 10.5, weight: 540, color } as const;
  const small = { ...style, size: SMALL_PX };
  // Where there is no room for both, what works is told by its calm colour and keeps its name.
  const isNarrow = box.w < BARE_BELOW_PX || !brush.fits(item.label, box.w - 22, small);
  const isBare = item.state.tone === 'ok' && isNarrow;
  if (isBare && brush.fits(item.label, box.w - 6, small)) {
    brush.text(item.label, { x: box.x + 4, y, room: box.w - 6 }, small);
    return;
  }
  brush.shape(item.state, { x: box.x + 10, y, size: 9 });
  paintName(brush, { name: item.label, x: box.x + 19, y, room: box.w - 22 }, style);
}
