/**
 * Decides what of the layout becomes elements of the map: more detail the larger a rack is on the
 * screen, only what is near the view, and never more than a fixed number of elements.
 *
 * The change from one level to the next has hysteresis, so that a level does not flicker while
 * zooming. What is left out is still there for the painters, as bars and counts on what is shown.
 */
import type { Box } from './box.ts';
import { grow, overlaps, type Rect } from './geometry.ts';
import type { RoomLayout } from './layout.ts';
import { RACK_WIDTH } from './rack-layout.ts';

/** From coarse to fine: cells, racks, racks with hosts, hosts with machines. */
export const LEVELS = ['cells', 'racks', 'hosts', 'machines'] as const;
export type Level = (typeof LEVELS)[number];

/** Elements that are drawn at most, edges included (measured limit, see facts on Cytoscape). */
export const ELEMENTS_MAX = 1_500;
/** Width of a rack on the screen, in pixels, from which a level begins. */
const LEVEL_FROM_PX: Readonly<Record<Level, number>> = {
  cells: 0,
  racks: 24,
  hosts: 36,
  machines: 54,
};
/** A level is left only when the size has fallen this far below its beginning. */
const HYSTERESIS = 0.88;
/** Boxes this far outside the view (as a share of it) are kept, so that panning finds them. */
const MARGIN = 0.3;

export interface Display {
  readonly level: Level;
  readonly boxes: readonly Box[];
  /** While the view stays inside this area and level nothing has to be chosen anew. */
  readonly area: Rect;
}

/** The level for a zoom, remembering the one in force. */
export function levelFor(zoom: number, previous: Level | undefined): Level {
  const width = RACK_WIDTH * zoom;
  let level: Level = 'cells';
  for (const candidate of LEVELS) {
    const held = previous !== undefined && LEVELS.indexOf(candidate) <= LEVELS.indexOf(previous);
    if (width >= LEVEL_FROM_PX[candidate] * (held ? HYSTERESIS : 1)) level = candidate;
  }
  return level;
}

/**
 * Chooses the boxes to show. When a level would need too many elements the next coarser one is
 * taken. `edges` is how many edges will be drawn besides. O(boxes).
 */
export function chooseDisplay(choice: {
  layout: RoomLayout;
  zoom: number;
  view: Rect;
  previous: Level | undefined;
  edges: number;
}): Display {
  const area = grow(choice.view, MARGIN);
  const budget = ELEMENTS_MAX - choice.edges;
  let level = levelFor(choice.zoom, choice.previous);
  for (;;) {
    const boxes = boxesOf({ layout: choice.layout, level, area });
    if (boxes.length <= budget) return { level, boxes, area };
    const coarser = LEVELS[LEVELS.indexOf(level) - 1];
    if (coarser === undefined) return { level, boxes: boxes.slice(0, Math.max(0, budget)), area };
    level = coarser;
  }
}

function boxesOf(at: { layout: RoomLayout; level: Level; area: Rect }): Box[] {
  const found: Box[] = [];
  for (const box of at.layout.boxes.values()) {
    if (isShownAt(box, at.level) && overlaps(box, at.area)) found.push(box);
  }
  return found;
}

function isShownAt(box: Box, level: Level): boolean {
  if (box.kind === 'rack' || box.rack === undefined) return true;
  if (box.kind === 'vm') return level === 'machines';
  return level === 'hosts' || level === 'machines';
}
