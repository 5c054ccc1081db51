/**
 * Racks in harm that the view does not show, by the side at which they lie, with the nearest of
 * each side. Pure geometry over layout and sums.
 */
import { centerOf, overlaps, type Rect } from './geometry.ts';
import type { RoomLayout } from './layout.ts';
import type { Direction } from './neighbours.ts';
import type { RoomSums } from './room-sums.ts';

export interface Alarm {
  readonly side: Direction;
  readonly count: number;
  /** The rack to fly to. */
  readonly nearest: string;
}

/** Racks in which something is in harm. O(rows, and racks of rows in trouble). */
export function troubledRacks(layout: RoomLayout, sums: RoomSums): (Rect & { id: string })[] {
  const found: (Rect & { id: string })[] = [];
  for (const hall of layout.halls) {
    for (const band of hall.bands) {
      if (sums.band(band.id).troubled === 0) continue;
      for (const rack of band.placed.racks) {
        if (sums.rack(rack.id).troubled > 0) found.push(rack);
      }
    }
  }
  return found;
}

/** Sorts the troubled racks that are out of view by side. O(troubled racks). */
export function alarmsOf(troubled: readonly (Rect & { id: string })[], view: Rect): Alarm[] {
  const sides = new Map<Direction, { count: number; nearest: string; distance: number }>();
  const middle = centerOf(view);
  for (const rack of troubled) {
    if (overlaps(rack, view)) continue;
    const at = centerOf(rack);
    // In shares of the view, so that a wide window does not send everything up and down.
    const dx = (at.x - middle.x) / view.w;
    const dy = (at.y - middle.y) / view.h;
    const level: Direction = dx < 0 ? 'left' : 'right';
    const upright: Direction = dy < 0 ? 'up' : 'down';
    const side = Math.abs(dx) >= Math.abs(dy) ? level : upright;
    const distance = Math.hypot(dx, dy);
    const known = sides.get(side);
    if (known === undefined) sides.set(side, { count: 1, nearest: rack.id, distance });
    else {
      known.count += 1;
      if (distance < known.distance) Object.assign(known, { nearest: rack.id, distance });
    }
  }
  return [...sides].map(([side, { count, nearest }]) => ({ side, count, nearest }));
}
