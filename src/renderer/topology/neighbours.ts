/**
 * Which box lies next in a direction, for the arrow keys: the nearest one ahead, where straying
 * sideways costs more than distance. Boxes that contain the start, or lie in it, are not
 * neighbours; the same kind is preferred, so that arrows walk from rack to rack.
 */
import { centerOf, contains, type Point, type Rect } from './geometry.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const BY_KEY: ReadonlyMap<string, Direction> = new Map([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
]);

const STRAY_COST = 2.4;
/** What lies further aside than this, for each step ahead, lies in another direction. */
const CONE = 2.5;
/** Another kind must be this much nearer to be chosen. */
const OTHER_KIND_COST = 3;

const AHEAD: Readonly<Record<Direction, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

/** Where a key leads; undefined for every key but the arrows. */
export function directionOf(key: string): Direction | undefined {
  return BY_KEY.get(key);
}

/** The neighbour of `from` among `boxes`, or undefined at the edge. O(boxes). */
export function neighbourOf<B extends Rect & { readonly id: string; readonly kind: string }>(
  from: B,
  boxes: readonly B[],
  direction: Direction,
): B | undefined {
  const start = centerOf(from);
  const ahead = AHEAD[direction];
  let best: B | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    if (box.id === from.id || contains(box, from) || contains(from, box)) continue;
    const end = centerOf(box);
    const dx = end.x - start.x;
    const dy = end.y - start.y;
    const forward = dx * ahead.x + dy * ahead.y;
    const aside = Math.abs(dx * ahead.y) + Math.abs(dy * ahead.x);
    if (forward <= 1 || aside > forward * CONE) continue;
    const kindCost = box.kind === from.kind ? 1 : OTHER_KIND_COST;
    const cost = (forward + aside * STRAY_COST) * kindCost;
    if (cost < bestCost) {
      bestCost = cost;
      best = box;
    }
  }
  return best;
}
