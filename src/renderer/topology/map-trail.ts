/**
 * Which places the view lies in, from the whole room to the smallest that fills most of it. Pure
 * geometry of the layout; names are put on by who shows it.
 */
import { centerOf, contains, overlaps, type Rect } from './geometry.ts';
import type { RoomLayout } from './layout.ts';

export interface TrailStep {
  /** The thing; undefined for the whole room. */
  readonly id: string | undefined;
  readonly place: Rect;
}

/** A place is where one is when it takes this share of the view's width or height. */
const FILLS = 0.45;

/** The steps, outermost first; none while the whole room is in view. O(rows). */
export function trailOf(layout: RoomLayout, view: Rect): TrailStep[] {
  if (contains(view, layout.bounds) || view.w <= 0) return [];
  const steps: TrailStep[] = [{ id: undefined, place: layout.bounds }];
  const spot = { ...centerOf(view), w: 1 / 1_000, h: 1 / 1_000 };
  function stepInto(id: string, place: Rect): void {
    const isNew = steps.every((step) => step.id !== id);
    const fills = place.w >= view.w * FILLS || place.h >= view.h * FILLS;
    if (isNew && fills && overlaps(place, spot)) steps.push({ id, place });
  }
  for (const hall of layout.halls) {
    stepInto(hall.id, hall);
    for (const band of hall.bands) stepInto(band.id, band);
  }
  for (const box of layout.boxes.within(spot, 'machines')) {
    if (box.kind === 'rack' || box.kind === 'host' || box.kind === 'vm') stepInto(box.id, box);
  }
  return steps;
}
