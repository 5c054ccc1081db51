/**
 * Divides the face of a host into tiles, one for each machine on it. Beside or below the host's
 * name, as large as they can be; when they would become specks none are made, and the host shows
 * their number instead.
 */
import type { Rect } from './geometry.ts';

/** Width kept free for the host's name when tiles stand beside it, and its share of a wide host. */
const HOST_NAME_WIDTH = 52;
const HOST_NAME_SHARE = 0.28;
/** Height kept free for the host's name when tiles stand below it. */
export const HOST_NAME_HEIGHT = 17;
/** From this height on the name stands above the tiles. */
export const TALL_HOST = 40;
const GAP = 3;
const PAD = 3;
const TILE_MIN = 4;
/** Name tags are wider than high: the shape tiles try to reach. */
const TILE_SHAPE = 2.6;

/** How much of a host's width is its name's when tiles stand beside it. */
export function hostNameWidth(hostWidth: number): number {
  return Math.max(HOST_NAME_WIDTH, hostWidth * HOST_NAME_SHARE);
}

/** The part of a host's face that belongs to machines. */
export function tileArea(host: Rect): Rect {
  if (host.h >= TALL_HOST) {
    return {
      x: host.x + PAD,
      y: host.y + HOST_NAME_HEIGHT,
      w: host.w - 2 * PAD,
      h: host.h - HOST_NAME_HEIGHT - PAD,
    };
  }
  const name = hostNameWidth(host.w);
  return {
    x: host.x + name,
    y: host.y + PAD,
    w: host.w - name - PAD,
    h: host.h - 2 * PAD,
  };
}

/** One rectangle for each machine, in order; none when they would be too small to tell apart. */
export function machineTiles(
  host: Rect,
  machines: readonly { readonly id: string }[],
): (Rect & { id: string })[] {
  return tilesIn(tileArea(host), machines);
}

/** Most machines in a line in which those with others inside are wider. */
const LINE_MAX = 6;

/** As `machineTiles`, for a host on which some machines have others inside: they get more room. */
export function unevenTiles(
  host: Rect,
  machines: readonly { readonly id: string; readonly inside: number }[],
): (Rect & { id: string })[] {
  if (machines.length > LINE_MAX || machines.every(({ inside }) => inside === 0)) {
    return machineTiles(host, machines);
  }
  const area = tileArea(host);
  const all = machines.reduce((sum, { inside }) => sum + 1 + inside / 2, 0);
  const each = (area.w - GAP * (machines.length - 1)) / all;
  let x = area.x;
  return machines.map(({ id, inside }) => {
    const tile = { id, x, y: area.y, w: each * (1 + inside / 2), h: area.h };
    x += tile.w + GAP;
    return tile;
  });
}

/** From this height on a machine keeps its name above those inside it, else beside them. */
export const TALL_TILE = 30;
/** Room for the name of a machine above those inside it, and the share of the rest beside them. */
export const TILE_NAME_HEIGHT = 14;
export const INSIDE_SHARE = 0.5;

/** One rectangle for each machine inside another one, on the tile of that. */
export function innerTiles(
  tile: Rect,
  machines: readonly { readonly id: string }[],
): (Rect & { id: string })[] {
  if (tile.h >= TALL_TILE) {
    const inside = { x: tile.x + PAD, y: tile.y + TILE_NAME_HEIGHT, w: tile.w - 2 * PAD };
    return tilesIn({ ...inside, h: tile.h - TILE_NAME_HEIGHT - PAD }, machines);
  }
  const w = tile.w * INSIDE_SHARE;
  const inside = { x: tile.x + tile.w - w - 2, y: tile.y + 2, w, h: tile.h - 4 };
  return tilesIn(inside, machines);
}

function tilesIn(
  area: Rect,
  machines: readonly { readonly id: string }[],
): (Rect & { id: string })[] {
  const count = machines.length;
  if (count === 0) return [];
  const columns = bestColumns(area, count);
  const lines = Math.ceil(count / columns);
  const w = (area.w - GAP * (columns - 1)) / columns;
  const h = (area.h - GAP * (lines - 1)) / lines;
  if (w < TILE_MIN || h < TILE_MIN) return [];
  return machines.map((machine, index) => ({
    id: machine.id,
    x: area.x + (index % columns) * (w + GAP),
    y: area.y + Math.floor(index / columns) * (h + GAP),
    w,
    h,
  }));
}

/** The number of columns that gives the largest tile of a good shape. O(count). */
function bestColumns(area: Rect, count: number): number {
  let best = 1;
  let bestSize = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const lines = Math.ceil(count / columns);
    const size = Math.min(area.w / columns / TILE_SHAPE, area.h / lines);
    if (size > bestSize) {
      bestSize = size;
      best = columns;
    }
  }
  return best;
}
