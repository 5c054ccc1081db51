/**
 * Draws the links between switches as the elements of the map draw them, for pictures that leave
 * the room as files. On the screen the elements do it themselves.
 */
import type { Brush } from './brush.ts';
import type { MapEdge } from './cytoscape-adapter.ts';
import type { Rect } from './geometry.ts';

/** Down from the upper end, across, and down to the lower one. */
const TURN = 12;

/** Draws every link whose ends are shown. O(links). */
export function paintLinks(
  brush: Brush,
  at: {
    edges: readonly MapEdge[];
    boxes: ReadonlyMap<string, Rect>;
    classesOf: (id: string) => string;
  },
): void {
  for (const { id, from, to } of at.edges) {
    const upper = at.boxes.get(from);
    const lower = at.boxes.get(to);
    if (upper === undefined || lower === undefined) continue;
    const isDown = at.classesOf(id) === 'down';
    const start = upper.y + upper.h;
    const x1 = brush.x(upper.x + upper.w / 2);
    const x2 = brush.x(lower.x + lower.w / 2);
    const bend = brush.y(start + TURN);
    brush.line(
      [
        [x1, brush.y(start)],
        [x1, bend],
        [x2, bend],
        [x2, brush.y(lower.y)],
      ],
      {
        color: isDown ? 'harm-g' : 'wire',
        width: 1.4 * brush.view.zoom,
        ...(isDown ? { dash: [5, 4] } : {}),
      },
    );
  }
}
