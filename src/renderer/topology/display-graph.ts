/**
 * Decides what of the layout becomes elements of the map: more detail the larger a rack is on the
 * screen, only what is near the view, and never more than a fixed number of elements.
 *
 * The change from one level to the next has hysteresis, so that a level does not flicker while
 * zooming; where a level would need too many elements the next coarser one is shown until there
 * is clearly room again. What is left out is still there for the painters, as bars and sums.
 */
import type { Box } from './box.ts';
import type { MapEdge } from './cytoscape-adapter.ts';
import { grow, overlaps, type Rect } from './geometry.ts';
import type { RoomLayout } from './layout.ts';
import { RACK_WIDTH } from './rack-layout.ts';
import type { Depth } from './room-boxes.ts';

/**
 * From coarse to fine: halls as cards, rows of rack cells, racks, racks with hosts, hosts with
 * machines, machines with what is in them.
 */
export const LEVELS = ['region', 'zone', 'row', 'rack', 'host', 'machine'] as const;
export type Level = (typeof LEVELS)[number];

/** Elements that are drawn at most, edges included (measured limit, see facts on Cytoscape). */
export const ELEMENTS_MAX = 1_500;
/** Boxes aimed at: with them a frame is painted in time on a slow machine without a GPU. */
const BOXES_MAX = 900;
/** A finer level is taken again only when it needs this share of what there may be. */
const ROOM_FOR_FINER = 0.8;
/** Lines between boxes, where there is room for them. */
const EDGES_MAX = 300;
/** Width of a rack on the screen, in pixels, from which a level begins. */
const LEVEL_FROM_PX: Readonly<Record<Level, number>> = {
  region: 0,
  zone: 6,
  row: 24,
  rack: 36,
  host: 54,
  machine: 520,
};
/** A level is left only when the size has fallen this far below its beginning. */
const HYSTERESIS = 0.88;
/** Boxes this far outside the view (as a share of it) are kept, so that panning finds them. */
const MARGIN = 0.3;
const MARGIN_CROWDED = 0.12;

export interface Display {
  /** What the size on the screen asks for. */
  readonly wanted: Level;
  /** What is shown: the same, or coarser where that would be too many elements. */
  readonly level: Level;
  readonly boxes: readonly Box[];
  readonly edges: readonly MapEdge[];
  /** While the view stays inside this area and level nothing has to be chosen anew. */
  readonly area: Rect;
}

/** The level for a zoom, remembering the one in force. */
export function levelFor(zoom: number, previous: Level | undefined): Level {
  const width = RACK_WIDTH * zoom;
  let level: Level = 'region';
  for (const candidate of LEVELS) {
    const held = previous !== undefined && LEVELS.indexOf(candidate) <= LEVELS.indexOf(previous);
    if (width >= LEVEL_FROM_PX[candidate] * (held ? HYSTERESIS : 1)) level = candidate;
  }
  return level;
}

/** Chooses the boxes to show, and the lines between them. O(rows + boxes). */
export function chooseDisplay(choice: {
  layout: RoomLayout;
  zoom: number;
  view: Rect;
  previous: Pick<Display, 'wanted' | 'level'> | undefined;
  edges: readonly MapEdge[];
}): Display {
  const { layout, previous } = choice;
  const wanted = levelFor(choice.zoom, previous?.wanted);
  for (let at = LEVELS.indexOf(wanted); at >= 0; at -= 1) {
    const level = LEVELS[at] ?? 'region';
    // A level finer than the one in force must fit with room to spare.
    const isFiner = previous !== undefined && at > LEVELS.indexOf(previous.level);
    const limit = isFiner && level !== 'region' ? BOXES_MAX * ROOM_FOR_FINER : BOXES_MAX;
    for (const margin of [MARGIN, MARGIN_CROWDED]) {
      const area = grow(choice.view, margin);
      const boxes = boxesOf({ layout, level, area, limit });
      if (boxes.length > limit && level !== 'region') continue;
      const shown = boxes.slice(0, BOXES_MAX);
      return { wanted, level, boxes: shown, edges: edgesAmong(shown, choice.edges), area };
    }
  }
  return { wanted, level: 'region', boxes: [], edges: [], area: choice.view };
}

const DEPTH: Readonly<Record<Exclude<Level, 'region' | 'zone'>, Depth>> = {
  row: 'racks',
  rack: 'hosts',
  host: 'machines',
  machine: 'machines',
};

function boxesOf(at: { layout: RoomLayout; level: Level; area: Rect; limit: number }): Box[] {
  const { layout, level, area } = at;
  if (level !== 'region' && level !== 'zone') return layout.boxes.within(area, DEPTH[level]);
  if (level === 'zone') {
    // Cells that can be pressed one by one as long as they are few; else their rows.
    const cells = layout.boxes.within(area, 'racks');
    if (cells.length <= at.limit) return cells;
  }
  const places: Box[] = [];
  for (const hall of layout.halls) {
    const rects = level === 'region' ? [hall] : hall.bands;
    for (const { id, x, y, w, h } of rects) {
      if (overlaps({ x, y, w, h }, area)) places.push({ id, kind: 'place', x, y, w, h });
    }
  }
  return [...places, ...layout.boxes.lanes().filter((box) => overlaps(box, area))];
}

function edgesAmong(boxes: readonly Box[], edges: readonly MapEdge[]): MapEdge[] {
  if (edges.length === 0) return [];
  const shown = new Set(boxes.map((box) => box.id));
  const among = edges.filter((edge) => shown.has(edge.from) && shown.has(edge.to));
  return among.length > Math.min(EDGES_MAX, ELEMENTS_MAX - boxes.length) ? [] : among;
}
